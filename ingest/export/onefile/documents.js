// Documents, disputes, and what this file is.

function sourcesView(base) {
  const rows = base.sources.map((source) => row(source.publisher, sourceLink(source), source.kind, source.published ?? "", source.checked_on, cell(source.claims.length)));
  return [el("h1", {}, "Sources"), table(`${rows.length} documents that were read`, ["Publisher", "Title", "Kind", "Published", "Read", "Figures"], rows)];
}

function sourceView(base, source) {
  return [el("h1", {}, source.title), el("p", {}, document_(source)),
    source.copies ? el("p", {}, "Repeats ", el("a", { href: "#source/" + source.copies }, source.copies), "; a copy never counts as agreement.") : "",
    source.archive_url ? el("p", {}, outLink(source.archive_url, "Archived copy")) : "",
    table(`What it says (${source.claims.length} figures)`, ["Platform", "Figure", "As printed", "Place", "Standing"], source.claims.map((claim) => {
      const fact = claim.platform.facts.get(claim.metric.id);
      const standing = claim.rank === "deprecated" ? `recorded as wrong: ${claim.why}` : fact?.claim === claim ? "chosen" : claim.agrees === 1 ? "agrees" : claim.agrees === 0 ? `the chosen one is ${fact.claim.printed}` : "";
      return row(platformLink(claim.platform), claim.metric.label, claim.printed, claim.at, standing);
    }))];
}

function disputesView(base) {
  const open = base.disputes.filter((dispute) => dispute.status === "open").length;
  const rows = base.disputes.map((dispute) => row(platformLink(dispute.platform), dispute.metric.label,
    [dispute.chosen.printed + " ", sourceLink(dispute.chosen.source, dispute.chosen.source.publisher)],
    [dispute.other.printed + " ", sourceLink(dispute.other.source, dispute.other.source.publisher)], dispute.status, dispute.reason));
  return [el("h1", {}, "Disputes"), table(`${rows.length} contradictions, ${open} of them open`, ["Platform", "Figure", "Chosen", "The other says", "Status", "Why"], rows)];
}

function aboutView(base) {
  const counts = [["platforms", "platforms"], ["claims", "figures as printed"], ["sources", "documents"], ["prices", "prices"], ["measurements", "measured speeds"], ["disputes", "contradictions"]];
  return [el("h1", {}, "About this file"),
    el("p", {}, `The whole knowledge base of ${base.about[0].data_date}: ${counts.map(([name, text]) => `${base[name].length.toLocaleString("en-US")} ${text}`).join(", ")}.`),
    el("p", {}, "Every figure was read in the document that is named with it. Where documents disagree, the chosen figure stands first, the others stay, and the reason is given."),
    el("p", {}, "At most: a ceiling from bytes over bandwidth and operations over peak rate; nothing can be faster. Estimated: what measurements make likely. Likely: about four of five measurements of machines that the estimate never saw lie there."),
    el("p", {}, "An empty cell: nobody has looked, or nobody published it.")];
}
