"""The references of a document -> what each is, and what a reader should know about them: dangling, never cited, twice, too old."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.answer.knowledge import Knowledge
from ingest.answer.parts import Citation, Figure, Finding, Label, Reference
from ingest.citation.normalise import NoAddress, identity, parse
from ingest.citation.repair import Addresses, Known, Repair, known
from ingest.spelling import day_number, parse_date

KINDS = {
    "community": "a community page: what somebody wrote, not what a maker states",
    "retailer": "a seller's page, with an interest in the sale",
    "machine-answer": "written by a machine, so that it confirms nothing",
    "database": "a collection of figures whose origin it does not always give",
    "vendor-page": "the maker's own page about its product",
    "vendor-press": "the maker's own announcement of its product",
    "vendor-datasheet": "the maker's own datasheet",
    "seller-blog": "the blog of a firm that rents out or sells what it writes about",
}


def citations(
    references: Iterable[Reference], used: dict[Label, int], figures: list[Figure], knowledge: Knowledge
) -> tuple[list[Citation], list[Finding]]:
    """Return every reference assessed, and the findings about them. `used` are the labels that the text names, with their line."""
    addresses = Addresses(everything(knowledge))
    found: list[Citation] = []
    findings: list[Finding] = []
    resolved: dict[Label, Known] = {}
    first_of: dict[str, Citation] = {}
    labels: dict[Label, int] = {}
    for reference in references:
        if reference.label in labels:
            findings.append(
                Finding(
                    "duplicate-label",
                    reference.line,
                    reference.label,
                    f"[{reference.label}] is listed twice, first in line {labels[reference.label]}",
                )
            )
        labels.setdefault(reference.label, reference.line)
        printed = reference.urls[0] if reference.urls else ""
        repair = addresses.find(printed) if printed else Repair("unknown", "no address is printed")
        citation = _citation(reference, printed, repair, reference.label in used)
        found.append(citation)
        if repair.known:
            resolved.setdefault(reference.label, repair.known)
        if printed and (twin := first_of.setdefault(_work(citation), citation)) is not citation:
            findings.append(
                Finding(
                    "duplicate-reference",
                    citation.line,
                    citation.label,
                    f"[{citation.label}] is the same document as [{twin.label}]",
                )
            )
        if not citation.used:
            findings.append(
                Finding("never-cited", citation.line, citation.label, f"[{citation.label}] is listed but never cited")
            )
    findings += _dangling(used, labels)
    findings += _about_sources(figures, resolved, labels, knowledge)
    return found, findings


def everything(knowledge: Knowledge) -> Iterable[Known]:
    """Yield every document whose address the base knows: its sources, their archived copies, and addresses seen elsewhere."""
    for source in knowledge.sources.values():
        for url in (source["url"], source["archive_url"]):
            if url and (
                entry := known(url, source["id"], source["kind"], source["publisher"], source["published"], "sure")
            ):
                yield entry
    for row in knowledge.known_urls:
        if entry := known(row["url"], None, row["kind"], row["publisher"], row["published"], row["confidence"]):
            yield entry


def _citation(reference: Reference, printed: str, repair: Repair, used: bool) -> Citation:
    return Citation(
        label=reference.label,
        line=reference.line,
        printed_url=printed,
        status=repair.status,
        url=repair.known.url if repair.known else None,
        source_id=repair.known.source_id if repair.known else None,
        score=None if repair.score is None else round(repair.score, 3),
        runner_up=None if repair.runner_up is None else round(repair.runner_up, 3),
        confidence=repair.confidence,
        reason=repair.reason,
        used=used,
    )


def _work(citation: Citation) -> str:
    """What makes two references one: the document they were found to be, else the site's id, else the address."""
    if citation.source_id or citation.url:
        return citation.source_id or str(citation.url)
    try:
        address = parse(citation.printed_url)
    except NoAddress:
        return citation.printed_url
    work = identity(address)
    return f"{work.site}:{work.id}" if work else address.key


def _dangling(used: dict[Label, int], labels: dict[Label, int]) -> list[Finding]:
    """Marks that lead nowhere. Numbers above the last entry say that the list was cut off."""
    missing = [(label, line) for label, line in used.items() if label not in labels]
    last = max((label for label in labels if isinstance(label, int)), default=0)
    found = [Finding("dangling-marker", line, label, f"[{label}] is cited but not listed") for label, line in missing]
    beyond = [line for label, line in missing if isinstance(label, int) and label > last]
    if beyond and last and len(beyond) == len(missing):
        found.append(
            Finding(
                "list-cut-off",
                min(beyond),
                None,
                f"the list of references ends with [{last}]; it may have been cut off",
            )
        )
    if missing and not labels:
        found.append(
            Finding("no-references", missing[0][1], None, "the text cites by number, but has no list of references")
        )
    return found


def _about_sources(
    figures: list[Figure], resolved: dict[Label, Known], labels: dict[Label, int], knowledge: Knowledge
) -> list[Finding]:
    """Sources older than the product that they are cited for, and sources with an interest."""
    found: dict[tuple[str, Label, str], Finding] = {}
    for figure in figures:
        for label in figure.citations:
            source = resolved.get(label)
            if source is None:
                continue
            for platform in figure.platforms:
                first, last = knowledge.first_days.get(platform), _last_day(source.published)
                name = knowledge.platforms[platform]["name"]
                if first is not None and last is not None and last < first:
                    message = f"[{label}] was published in {source.published}, before anybody spoke of {name}"
                    found.setdefault(
                        ("source-too-old", label, platform), Finding("source-too-old", figure.line, label, message)
                    )
    by_source = {source.source_id: label for label, source in resolved.items() if source.source_id}
    for label, source in resolved.items():
        origin = knowledge.sources[source.source_id]["copies_source_id"] if source.source_id else None
        if origin in by_source:
            message = f"[{label}] repeats [{by_source[origin]}], so that the two are one witness"
            found[("copy", label, "")] = Finding("copy", labels[label], label, message)
        if source.kind in KINDS:
            found[("source-kind", label, "")] = Finding(
                "source-kind", labels[label], label, f"[{label}] is {KINDS[source.kind]} ({source.publisher})"
            )
    return list(found.values())


def _last_day(published: str | None) -> int | None:
    return day_number(parse_date(published).last) if published else None
