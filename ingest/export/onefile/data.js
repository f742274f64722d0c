// The packed tables -> rows that point at each other.

async function unpack() {
  const packed = document.getElementById("data").textContent;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return link(JSON.parse(await new Response(stream).text()));
}

function rowsOf(table) {
  const columns = Object.entries(table.columns).map(([name, column]) => [
    name,
    column.texts ? column.of.map((place) => (place ? column.texts[place - 1] : null)) : column,
  ]);
  return Array.from({ length: table.rows }, (_, place) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[place]])));
}

const POINTERS = {
  platform: "platforms", metric: "metrics", source: "sources", claim: "claims", chosen: "claims", other: "claims", workload: "workloads",
  rate_of: "platforms",
};

function link(tables) {
  const base = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, rowsOf(table)]));
  for (const rows of Object.values(base)) {
    for (const row of rows) {
      for (const [name, table] of Object.entries(POINTERS)) {
        if (Number.isInteger(row[name])) row[name] = base[table][row[name]];
      }
    }
  }
  base.platform = new Map(base.platforms.map((row) => [row.id, row]));
  base.workload = new Map(base.workloads.map((row) => [row.id, row]));
  base.source = new Map(base.sources.map((row) => [row.id, row]));
  for (const platform of base.platforms) {
    Object.assign(platform, { facts: new Map(), said: new Map(), prices: [], bounds: new Map(), measured: [], derived: new Map(), disputes: [] });
    platform.found = fold([platform.id, platform.vendor, platform.family, platform.name, platform.aliases].join(" "));
  }
  for (const source of base.sources) source.claims = [];
  for (const claim of base.claims) {
    claim.id ??= [claim.platform.id, claim.metric.id, claim.source.id].join("--");
    claim.source.claims.push(claim);
    group(claim.platform.said, claim.metric.id).push(claim);
  }
  for (const fact of base.facts) fact.platform.facts.set(fact.metric.id, fact);
  for (const price of base.prices) price.platform.prices.push(price);
  for (const price of base.buying_prices) price.platform.price = price;
  for (const bound of base.bounds) group(bound.platform.bounds, bound.workload.id).push(bound);
  for (const run of base.measurements) run.platform.measured.push(run);
  for (const dispute of base.disputes) dispute.platform.disputes.push(dispute);
  for (const value of base.derived) value.platform.derived.set(value.formula, value.value);
  return base;
}

function group(map, key) {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
}

// A text without case, accents and punctuation, so that "DGX-Spark" finds "dgx spark".
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
}

// The figure as a number of the metric's unit; 80 GiB stands beside 80 GB, as in the comparison.
function valueOf(fact) {
  if (!fact) return null;
  if (fact.state !== "value") return fact.state;
  if (fact.metric.kind !== "quantity") return fact.text;
  return fact.metric.gb_may_mean_gib && fact.binary_unit ? fact.value / 1.073741824 : fact.value;
}

// Claims about a metric that do not agree with the chosen one, and those recorded as wrong.
function against(platform, metricId) {
  return (platform.said.get(metricId) ?? []).filter((claim) => claim.rank === "deprecated" || claim.agrees === 0);
}

// The documents behind a fact: that of the chosen claim, then those that agree.
function supporting(fact) {
  const agreeing = fact.platform.said.get(fact.metric.id).filter((claim) => claim.agrees && claim.rank !== "deprecated");
  return [...new Set([fact.claim.source, ...agreeing.map((claim) => claim.source)])];
}

function boundOf(platform, workload, devices = 1) {
  return (platform.bounds.get(workload.id) ?? []).find((bound) => bound.devices === devices);
}
