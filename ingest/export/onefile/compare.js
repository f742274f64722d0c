// Up to eight platforms side by side: footnotes across the page, disputes in place, rows that differ marked in words.

function compareView(base, state, go) {
  const platforms = [...go.picked].map((id) => base.platform.get(id));
  if (!platforms.length) {
    return [el("h1", {}, "Compare"), el("p", {}, "Nothing is picked yet: tick platforms in the ", el("a", { href: "#list" }, "list"), ".")];
  }
  const workload = base.workload.get(state.get("workload")) ?? base.workloads[0];
  const notes = new Footnotes();
  const only = state.get("differing") === "1";
  const rows = [...figureRows(base, platforms, notes), ...derivedRows(base, platforms), ...boundRows(platforms, workload)]
    .filter((entry) => !only || entry.differs)
    .map((entry) => el("tr", { "data-row": entry.id },
      el("th", { scope: "row" }, entry.label, entry.unit ? el("span", { class: "unit" }, " " + entry.unit) : "",
        entry.differs ? el("div", { class: "differs" }, "differs") : ""), entry.cells));
  const form = el("form", {
    oninput: () => {
      state.set("workload", form.elements.workload.value);
      form.elements.differing.checked ? state.set("differing", "1") : state.delete("differing");
      go.show(state);
    },
  }, choice("workload", "Workload", base.workloads.map((w) => [w.id, w.name]), workload.id),
  el("label", { class: "row" }, el("input", { type: "checkbox", name: "differing", checked: only }), "only what differs"));
  const heads = ["Figure", ...platforms.map((p) => el("th", { scope: "col" }, platformLink(p), " ",
    el("button", { type: "button", "aria-label": "Remove " + p.name, onclick: () => { go.pick(p.id, false); go.show(state); } }, "remove")))];
  return [el("h1", {}, "Compare"), form,
    table(`Speeds and cost on: ${workload.name}`, heads, rows), notes.list()];
}

function differs(values) {
  return new Set(values.filter((value) => value !== null && value !== undefined)).size > 1;
}

function figureRows(base, platforms, notes) {
  return base.metrics.filter((m) => platforms.some((p) => p.said.has(m.id))).map((metric) => {
    const facts = platforms.map((p) => p.facts.get(metric.id));
    const cells = platforms.map((platform, place) => el("td", { "data-platform": platform.id }, figureCell(platform, metric, facts[place], notes)));
    return { id: metric.id, label: metric.label, unit: metric.unit === "count" ? null : metric.unit, cells, differs: differs(facts.map(valueOf)) };
  });
}

function figureCell(platform, metric, fact, notes) {
  if (!fact) return platform.said.has(metric.id) ? "not published" : "";
  const others = fact.disputed ? against(platform, metric.id).filter((claim) => claim.rank !== "deprecated") : [];
  return [el("span", { class: "value" }, shown(valueOf(fact), FIGURE_DIGITS)), notes.marks(supporting(fact)),
    fact.bound === "exact" ? "" : el("div", { class: "unit" }, `printed: ${fact.claim.printed}`),
    others.length ? el("div", { class: "against" }, "disputed: ", join(others.slice(0, 3).map((claim) => [claim.printed, notes.marks([claim.source])]))) : ""];
}

function derivedRows(base, platforms) {
  const price = {
    id: "price", label: "Buying price", unit: "USD", differs: differs(platforms.map((p) => p.price?.amount_usd)),
    cells: platforms.map((p) => el("td", { "data-platform": p.id }, p.price
      ? [el("span", { class: "value" }, shown(p.price.amount_usd)), el("div", { class: "unit" }, `${p.price.basis}, ${p.price.as_of}, ${p.price.scope}`),
        sourceLink(p.price.source, p.price.source.publisher)] : "")),
  };
  return [price, ...base.formulas.filter((f) => platforms.some((p) => p.derived.has(f.id))).map((formula) => {
    const values = platforms.map((p) => p.derived.get(formula.id) ?? null);
    return {
      id: formula.id, label: formula.label, unit: formula.unit, differs: differs(values),
      cells: values.map((value, place) => el("td", { "data-platform": platforms[place].id }, el("span", { class: "value" }, shown(value)))),
    };
  })];
}

const BOUND_ROWS = [
  ["type", "Limited by", null], ["fits", "Fits on one", null], ["needed_gb", "Needs", "GB"], ["ceiling", "Speed at most", "tok/s"],
  ["estimate", "Speed estimated", "tok/s"], ["low", "Likely from", "tok/s"], ["high", "Likely to", "tok/s"],
  ["usd_per_million", "Million tokens", "USD"], ["devices_needed", "Devices needed", null],
];

function boundRows(platforms, workload) {
  const bounds = platforms.map((p) => boundOf(p, workload));
  return BOUND_ROWS.filter(([id]) => bounds.some((bound) => bound?.[id] != null)).map(([id, label, unit]) => {
    const values = bounds.map((bound) => bound?.[id] ?? null);
    return {
      id, label, unit, differs: differs(values),
      cells: values.map((value, place) => el("td", { "data-platform": platforms[place].id }, el("span", { class: "value" }, shown(value)))),
    };
  });
}
