// One platform: every figure with its evidence, prices, what follows, what limits it, how fast it was measured.

const FIGURE_DIGITS = 7;

function platformView(base, platform, go) {
  const about = [platform.id, platform.vendor, platform.kind, platform.lifecycle, platform.released].filter(Boolean).join(" · ");
  const variants = base.platforms.filter((p) => p.family && p.family === platform.family && p !== platform);
  return [
    el("h1", {}, platform.name),
    el("p", { class: "quiet" }, about),
    el("p", {}, "Also called: " + (platform.aliases ?? "").split("|").filter((name) => name !== platform.name).join(", ")),
    variants.length ? el("p", {}, "Not to be taken for: ", join(variants.map(platformLink))) : "",
    el("p", {}, el("button", { type: "button", onclick: () => { go.pick(platform.id, true); location.hash = "#compare"; } }, "Add to the comparison")),
    el("h2", {}, "Figures"),
    table("Every figure, and what each document says", ["Figure", "Value", "Evidence"],
      base.metrics.filter((m) => platform.said.has(m.id)).map((m) => figureRow(base, platform, m))),
    derivedTable(base, platform),
    pricesTable(platform),
    el("h2", {}, "What limits it"),
    table("On each workload: what limits it, how fast at best and in truth", ["Workload", "Devices", "Limited by", "At most", "Estimated", "Likely", "Million tokens"],
      base.workloads.flatMap((w) => (platform.bounds.get(w.id) ?? []).map(boundRow))),
    measuredTable(platform),
  ];
}

function join(items) {
  return items.flatMap((item, place) => (place ? [", ", item] : [item]));
}

function figureRow(base, platform, metric) {
  const fact = platform.facts.get(metric.id);
  const said = platform.said.get(metric.id);
  const value = valueOf(fact);
  const printed = fact ? fact.claim.printed : "not published";
  const says = fact
    ? [fact.agreeing === 1 ? "one publisher" : `${fact.agreeing} publishers agree`,
      fact.disputed ? el("span", { class: "against" }, `; disputed: ${fact.dissenting} ${fact.dissenting === 1 ? "says" : "say"} otherwise`) : ""]
    : "looked for, not published";
  const evidence = el("details", {}, el("summary", {}, says),
    fact && said.length > 1 ? el("p", {}, `Chosen because ${fact.chosen_because}.`) : "",
    el("ul", {}, said.map((claim) => statement(base, claim, fact))));
  const given = typeof value === "number" && `${shown(value, FIGURE_DIGITS)} ${metric.unit}` !== printed;
  return el("tr", { "data-metric": metric.id }, el("th", { scope: "row", title: metric.meaning }, metric.label),
    el("td", {}, printed, given ? el("div", { class: "unit" }, "= ", withUnit(value, metric.unit, FIGURE_DIGITS)) : ""), el("td", {}, evidence));
}

function statement(base, claim, fact) {
  const role = fact?.claim === claim ? "chosen"
    : claim.rank === "deprecated" ? "recorded as wrong"
    : claim.agrees === 1 ? "agrees" : claim.agrees === 0 && !claim.metric.many ? "says otherwise" : claim.state === "unknown" ? "not published" : "also";
  return el("li", {},
    el("strong", {}, claim.printed), ` (${role}${claim.stage === "shipping" ? "" : ", " + claim.stage}) `,
    claim.source.publisher + ": ", sourceLink(claim.source), `; ${claim.at}`, claim.as_of ? `; ${claim.as_of}` : "", ". ",
    claim.why ? `Reason: ${claim.why}. ` : "", outLink(claim.source.url, "Open the document"), " ",
    el("details", {}, el("summary", {}, "Cite"), el("code", {}, citation(base, claim))));
}

function citation(base, claim) {
  const { source, platform, metric } = claim;
  const day = source.published ? ` ${source.published}.` : "";
  const copy = source.checked_how === "archived-copy" ? ", an archived copy" : "";
  return `${claim.printed} (${metric.label} of ${platform.name}; ${claim.at}; Specproof id ${claim.id}). In: ${ended(source.publisher)} `
    + `${ended(source.title)}${day} ${source.url} (accessed ${source.checked_on}${copy}).`;
}

function ended(text) {
  return /[.!?]$/.test(text) ? text : text + ".";
}

function derivedTable(base, platform) {
  const known = base.formulas.filter((formula) => platform.derived.has(formula.id));
  if (!known.length) return "";
  return [el("h2", {}, "What follows"),
    table("Derived values, each with its formula and the documents of its inputs", ["Value", "Is", "Formula", "From", "Meaning"], known.map((formula) =>
      row(formula.label, el("td", { class: "number" }, withUnit(platform.derived.get(formula.id), formula.unit)), el("code", {}, formula.sql),
        el("ul", {}, formula.inputs.split(" ").map((name) => el("li", {}, input(platform, name)))), formula.meaning)))];
}

// What goes into a formula, as printed, with the document that prints it.
function input(platform, name) {
  if (name === "price") return ["price: ", platform.price.printed + ", ", sourceLink(platform.price.source, platform.price.source.publisher)];
  const { claim } = platform.facts.get(name);
  return [name + ": ", claim.printed + ", ", sourceLink(claim.source, claim.source.publisher)];
}

function pricesTable(platform) {
  if (!platform.prices.length) return "";
  const today = platform.price;
  return [el("h2", {}, "Prices"),
    today ? el("p", {}, "Buying price: ", withUnit(today.amount_usd, "USD"), ` (${today.basis}, ${today.as_of}, ${today.scope}${today.stale ? ", older than 180 days" : ""}; ${today.chosen_because}).`) : "",
    table("Every price seen", ["Day", "Price as printed", "Basis", "Where", "Source"], platform.prices.map((price) =>
      row(price.as_of, price.printed, [price.basis, price.basis === "cloud_hour" ? " (rent for an hour)" : "", price.stage === "shipping" ? "" : `, ${price.stage}`,
        price.why ? `; recorded as wrong: ${price.why}` : ""],
        [price.seller, price.region, price.condition, price.tax && `tax ${price.tax}`].filter(Boolean).join(", "),
        [price.source.publisher + ": ", sourceLink(price.source), price.at ? `; ${price.at}` : ""])))];
}

function boundRow(bound) {
  const limit = bound.type === "unknown" ? `unknown: not published: ${bound.missing}`
    : bound.type === "capacity" ? `capacity: needs ${shown(bound.needed_gb)} GB, ${shown(bound.usable_gb)} GB usable (${bound.usable_basis})` : bound.type;
  const rate = bound.rate && bound.rate_of.facts.get(bound.rate);
  const from = rate ? el("div", { class: "unit" }, `compute: ${rate.claim.printed} (${rate.metric.label}`,
    bound.rate_of === bound.platform ? "" : [" of ", platformLink(bound.rate_of)], ")") : "";
  const likely = bound.low === null ? "" : `${shown(bound.low)} to ${shown(bound.high)}`;
  const result = row(bound.workload.name, cell(bound.devices), [limit, from], cell(bound.ceiling, "tok/s"), cell(bound.estimate, "tok/s"), likely,
    cell(bound.usd_per_million, "USD"));
  result.dataset.workload = bound.workload.id;
  return result;
}

function measuredTable(platform) {
  if (!platform.measured.length) return "";
  const runs = platform.measured;
  const rows = (some) => some.map((run) => row(`${run.model} ${run.recipe ?? ""}`, run.phase,
    [run.devices > 1 ? `${run.devices} devices` : "", run.batch > 1 ? `${run.batch} users` : "", run.engine, run.backend, run.version, run.conditions].filter(Boolean).join(", "),
    cell(run.printed + " " + run.unit), run.share === null ? "" : `${shown(run.share * 100)} %`, run.kept_out ?? "", sourceLink(run.source, run.source.publisher)));
  const first = table(`Measured speeds (${runs.length})`, ["Model", "Phase", "Run", "Speed", "Of its ceiling", "Kept out of estimates", "Source"], rows(runs.slice(0, 25)));
  const more = el("button", { type: "button", onclick: () => { first.querySelector("tbody").append(...rows(runs.slice(25))); more.remove(); } }, `Show all ${runs.length}`);
  return [el("h2", {}, "Measured"), first, runs.length > 25 ? el("p", {}, more) : ""];
}
