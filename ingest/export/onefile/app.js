// Which view: the address after # names it, so that every view can be bookmarked and the back button works.

const MOST = 8;

function start(base) {
  const main = document.getElementById("main");
  const go = {
    picked: new Set(),
    pick(id, wanted) {
      if (wanted && this.picked.size < MOST) this.picked.add(id);
      if (!wanted) this.picked.delete(id);
      document.getElementById("picked").textContent = this.picked.size ? `(${this.picked.size})` : "";
      return this.picked.has(id);
    },
    // Puts the state of a view into the address without leaving the view.
    remember(state) {
      const query = state.toString();
      history.replaceState(null, "", "#" + state.view + (query ? "?" + query : ""));
    },
    show(state) {
      if (state.view === "compare") state.set("p", [...this.picked].join(","));
      this.remember(state);
      render();
    },
  };

  function render() {
    const [path, query] = location.hash.slice(1).split("?");
    const [view, id] = (path || "list").split("/").map(decodeURIComponent);
    const state = Object.assign(new URLSearchParams(query), { view });
    if (view === "compare" && state.has("p")) {
      go.picked.clear();
      for (const platform of state.get("p").split(",")) if (base.platform.has(platform)) go.pick(platform, true);
    } else if (view === "compare" && go.picked.size) {
      state.set("p", [...go.picked].join(","));
      go.remember(state);
    }
    main.replaceChildren(...[content(view, id, state)].flat(Infinity).filter(Boolean));
    document.title = `${main.querySelector("h1").textContent} · Specproof`;
    for (const link of document.querySelectorAll("nav a")) {
      link.getAttribute("href") === "#" + view ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    }
  }

  function content(view, id, state) {
    if (view === "platform" && base.platform.has(id)) return platformView(base, base.platform.get(id), go);
    if (view === "source" && base.source.has(id)) return sourceView(base, base.source.get(id));
    if (view === "compare") return compareView(base, state, go);
    if (view === "disputes") return disputesView(base);
    if (view === "sources") return sourcesView(base);
    if (view === "about") return aboutView(base);
    if (view === "list") return listView(base, state, go);
    return [el("h1", {}, "Not here"), el("p", {}, "This file has no such page. ", el("a", { href: "#list" }, "All platforms"))];
  }

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names the view
    main.focus();
  });
  addEventListener("hashchange", () => {
    render();
    main.focus();
    scrollTo(0, 0);
  });
  go.pick("", false);
  render();
}

if (typeof DecompressionStream === "undefined") {
  document.getElementById("wait").textContent = "This browser is too old to unpack the data (it has no DecompressionStream). The same figures are in the CSV files and the workbook of this export.";
} else {
  unpack().then(start, (error) => {
    document.getElementById("wait").textContent = `The data in this file cannot be read: ${error.message}`;
  });
}
