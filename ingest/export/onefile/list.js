// All platforms: search, filter, sort, pick some to compare.

const LIST_COLUMNS = [
  { id: "name", label: "Platform", value: (p) => p.name },
  { id: "kind", label: "Kind", value: (p) => p.kind },
  { id: "memory_capacity", label: "Memory", unit: "GB", value: (p) => valueOf(p.facts.get("memory_capacity")) },
  { id: "memory_bandwidth", label: "Bandwidth", unit: "GB/s", value: (p) => valueOf(p.facts.get("memory_bandwidth")) },
  { id: "tdp", label: "Rated power", unit: "W", value: (p) => valueOf(p.facts.get("tdp")) },
  { id: "price", label: "Price", unit: "USD", value: (p) => p.price?.amount_usd ?? null },
  { id: "type", label: "Limited by", value: (p, w) => boundOf(p, w)?.type ?? null },
  { id: "ceiling", label: "At most", unit: "tok/s", value: (p, w) => boundOf(p, w)?.ceiling ?? null },
  { id: "estimate", label: "Estimated", unit: "tok/s", value: (p, w) => boundOf(p, w)?.estimate ?? null },
  { id: "cost", label: "Million tokens", unit: "USD", value: (p, w) => boundOf(p, w)?.usd_per_million ?? null },
  { id: "disputes", label: "Open disputes", value: (p) => p.disputes.filter((d) => d.status === "open").length },
];

function listView(base, state, go) {
  const workload = base.workload.get(state.get("workload")) ?? base.workloads[0];
  const body = el("tbody");
  const count = el("p", { role: "status", class: "quiet" });
  const heads = LIST_COLUMNS.map((column) =>
    el("th", { scope: "col", "data-column": column.id },
      el("button", { type: "button", onclick: () => sortBy(column.id) }, column.label),
      column.unit ? el("span", { class: "unit" }, " " + column.unit) : ""));

  function sortBy(id) {
    const down = state.get("sort") === id && state.get("down") !== "1";
    state.set("sort", id);
    down ? state.set("down", "1") : state.delete("down");
    fill();
  }

  function fill() {
    go.remember(state);
    const sort = LIST_COLUMNS.find((column) => column.id === state.get("sort")) ?? LIST_COLUMNS[0];
    const found = sorted(matching(base.platforms, state, workload), (p) => sort.value(p, workload), state.get("down") === "1");
    for (const head of heads) {
      const chosen = head.dataset.column === sort.id;
      chosen ? head.setAttribute("aria-sort", state.get("down") === "1" ? "descending" : "ascending") : head.removeAttribute("aria-sort");
    }
    body.replaceChildren(...found.map((p) => listRow(p, workload, go)));
    count.textContent = `${found.length} of ${base.platforms.length} platforms`;
  }

  const form = listForm(base, state, workload, (event) => {
    for (const input of form.elements) {
      if (!input.name) continue;
      const value = input.type === "checkbox" ? (input.checked ? "1" : "") : input.value;
      value ? state.set(input.name, value) : state.delete(input.name);
    }
    event.target.name === "workload" ? go.show(state) : fill();
  });
  const view = [el("h1", {}, "Platforms"), form, count,
    el("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": "Platforms" },
      el("table", { id: "platforms" },
        el("caption", {}, `Speeds and cost on: ${workload.name}. Select a header to sort; tick up to eight platforms, then Compare.`),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Compare"), heads)), body))];
  fill();
  return view;
}

function listForm(base, state, workload, changed) {
  const options = (name) => [["", "any"], ...[...new Set(base.platforms.map((p) => p[name]))].sort().map((v) => [v, v])];
  return el("form", { role: "search", oninput: changed, onsubmit: (event) => event.preventDefault() },
    el("label", {}, "Name", el("input", { type: "search", name: "q", value: state.get("q"), autocomplete: "off" })),
    choice("vendor", "Maker", options("vendor"), state.get("vendor") ?? ""),
    choice("kind", "Kind", options("kind"), state.get("kind") ?? ""),
    el("label", {}, "Memory at least, GB", el("input", { type: "number", name: "memory", min: 0, value: state.get("memory") })),
    el("label", {}, "Price at most, USD", el("input", { type: "number", name: "price", min: 0, value: state.get("price") })),
    choice("workload", "Workload", base.workloads.map((w) => [w.id, w.name]), workload.id),
    el("label", { class: "row" }, el("input", { type: "checkbox", name: "fits", checked: state.get("fits") === "1" }), "fits on one"));
}

function matching(platforms, state, workload) {
  const words = fold(state.get("q") ?? "").split(" ").filter(Boolean);
  const [memory, price] = [Number(state.get("memory") ?? 0), Number(state.get("price") ?? 0)];
  return platforms.filter((p) =>
    words.every((word) => p.found.includes(word))
    && (!state.get("vendor") || p.vendor === state.get("vendor"))
    && (!state.get("kind") || p.kind === state.get("kind"))
    && (!memory || valueOf(p.facts.get("memory_capacity")) >= memory)
    && (!price || (p.price && p.price.amount_usd <= price))
    && (!state.get("fits") || ["fits", "tight"].includes(boundOf(p, workload)?.fits)));
}

// Sorted by a value; what nobody knows stands last, whichever way.
function sorted(platforms, value, down) {
  const known = (v) => v !== null && v !== undefined;
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en"));
  return platforms.map((p) => [value(p), p]).sort(([a], [b]) =>
    known(a) && known(b) ? (down ? order(b, a) : order(a, b)) : Number(known(b)) - Number(known(a))).map(([, p]) => p);
}

function listRow(platform, workload, go) {
  const pick = el("input", {
    type: "checkbox", checked: go.picked.has(platform.id), "aria-label": "Compare " + platform.name,
    onchange: (event) => { event.target.checked = go.pick(platform.id, event.target.checked); },
  });
  const cells = LIST_COLUMNS.slice(1).map((column) => {
    const shownCell = cell(column.value(platform, workload));
    const fact = platform.facts.get(column.id);
    if (fact?.disputed) shownCell.append(el("span", { class: "against" }, " disputed"));
    return shownCell;
  });
  return el("tr", { "data-id": platform.id }, el("td", {}, pick), el("th", { scope: "row" }, platformLink(platform)), cells);
}
