"""A report -> text for a person, on a terminal or as Markdown: the verdict first, then every figure, comparison, citation, finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.answer.parts import Citation, Figure, Finding, Label, Relation, Report

SIGNS = {
    "supported": "✓", "rounded": "≈", "superseded": "↻", "disputed": "±", "contradicted": "✗", "ambiguous": "?",
    "unknown": "·", "unbound": "·",
    "known": "✓", "repaired": "~", "unrepairable": "✗",
}  # fmt: skip
SHOWN_BY_DEFAULT = 400  # of each kind; the JSON has them all


def terminal(report: Report, colour: bool = False) -> str:
    """Return the report for a terminal."""
    return "\n".join(_lines(report, heading="", mark=_coloured if colour else _plain)) + "\n"


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    return "\n".join(_lines(report, heading="## ", mark=_plain)) + "\n"


def summary(report: Report) -> str:
    """Return the report in one sentence."""
    verdicts = Counter(figure.verdict for figure in report.figures)
    statuses = Counter(citation.status for citation in report.citations)
    figures = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    cited = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    said = f"{len(report.figures)} figures ({figures})" if report.figures else "no figures about hardware"
    return f"{report.document.name}: {said}; {len(report.citations)} references{f' ({cited})' if cited else ''}"


def _lines(report: Report, heading: str, mark: object) -> Iterator[str]:
    sign = mark if callable(mark) else _plain
    bullet = "- " if heading else "  "
    yield (f"# {summary(report)}" if heading else summary(report))
    if report.figures:
        yield from ("", f"{heading}Figures")
        yield from _limited(f"{bullet}{sign(f.verdict)} {_figure(f)}" for f in report.figures)
    if report.relations:
        yield from ("", f"{heading}Comparisons")
        yield from _limited(f"{bullet}{sign(r.verdict)} {_relation(r)}" for r in report.relations)
    if report.citations:
        yield from ("", f"{heading}References")
        yield from _limited(f"{bullet}{sign(c.status)} {_citation(c)}" for c in report.citations)
    if report.findings:
        yield from ("", f"{heading}Also")
        yield from _limited(f"{bullet}{_finding(f)}" for f in report.findings)


def _limited(lines: Iterable[str]) -> Iterator[str]:
    count = 0
    for count, line in enumerate(lines, start=1):
        if count <= SHOWN_BY_DEFAULT:
            yield line
    if count > SHOWN_BY_DEFAULT:
        yield f"  … and {count - SHOWN_BY_DEFAULT:,} more; --json prints all of them"


def _plain(verdict: str) -> str:
    return SIGNS[verdict]


def _coloured(verdict: str) -> str:
    colour = {"✓": 32, "≈": 32, "✗": 31}.get(SIGNS[verdict], 33)
    return f"\x1b[{colour}m{SIGNS[verdict]}\x1b[0m"


def _figure(figure: Figure) -> str:
    who = f" ({', '.join(figure.platforms)})" if figure.platforms else ""
    return f"line {figure.line}: {clean(figure.printed)}{who}: {figure.verdict}{_cited(figure.citations)}. {clean(figure.reason)}"


def _relation(relation: Relation) -> str:
    left, right = relation.left[0] if relation.left else "?", relation.right[0] if relation.right else "?"
    more = " …" if len(relation.left) > 1 or len(relation.right) > 1 else ""
    said = f"{left} {relation.order} than {right}{more} in {relation.metric}"
    return f"line {relation.line}: {said}: {relation.verdict}{_cited(relation.citations)}. {clean(relation.reason)}"


def _citation(citation: Citation) -> str:
    status = f"{citation.status} ({citation.confidence})" if citation.confidence else citation.status
    lines = f"[{citation.label}] {status}: {clean(citation.printed_url) or 'no address'}"
    if citation.status == "repaired":
        score = f", likeness {citation.score:.2f}" if citation.score is not None else ""
        lines += f"\n      probably {citation.url}{score}"
    return f"{lines}\n      {clean(citation.reason)}"


def _finding(finding: Finding) -> str:
    return f"line {finding.line}: {finding.kind}: {clean(finding.message)}"


def _cited(labels: tuple[Label, ...]) -> str:
    return " " + "".join(f"[{label}]" for label in labels) if labels else ""


def clean(text: str) -> str:
    """Return text of a document without control characters, which could drive a terminal, and not too long."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown if len(shown) <= 300 else shown[:297] + "…"
