"""A report -> text for a person, on a terminal or as Markdown: the verdict first, then every figure, comparison, citation, finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.answer.parts import Citation, Figure, Finding, Label, Relation, Report

SIGNS = {
    "supported": "✓", "rounded": "≈", "superseded": "↻", "disputed": "±", "contradicted": "✗", "ambiguous": "?",
    "unknown": "·", "unbound": "·",
    "known": "✓", "repaired": "~", "unrepairable": "✗",
}  # fmt: skip
MARKDOWN_SIGNS = set("\\`*_[]<>|&#!~")
SHOWN_BY_DEFAULT = 400  # of each kind; the JSON has them all


@dataclass(frozen=True)
class Style:
    """How a report is written. `text` and `address` make words of the document harmless there."""

    heading: str
    bullet: str
    sign: Callable[[str], str]
    text: Callable[[str], str]
    address: Callable[[str], str]


def terminal(report: Report, colour: bool = False) -> str:
    """Return the report for a terminal."""
    style = Style("", "  ", _coloured if colour else _plain, clean, clean)
    return "\n".join(_lines(report, style)) + "\n"


def markdown(report: Report) -> str:
    """Return the report as Markdown. Nothing in it is a tag or a link: a garbled address must not be clicked."""
    return "\n".join(_lines(report, Style("## ", "- ", _plain, escaped, _as_code))) + "\n"


def summary(report: Report) -> str:
    """Return the report in one sentence."""
    verdicts = Counter(figure.verdict for figure in report.figures)
    statuses = Counter(citation.status for citation in report.citations)
    figures = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    cited = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    said = f"{len(report.figures)} figures ({figures})" if report.figures else "no figures about hardware"
    return f"{report.document.name}: {said}; {len(report.citations)} references{f' ({cited})' if cited else ''}"


def _lines(report: Report, style: Style) -> Iterator[str]:
    title = style.text(summary(report))
    yield f"# {title}" if style.heading else title
    if report.figures:
        yield from ("", f"{style.heading}Figures")
        yield from _limited(f"{style.bullet}{style.sign(f.verdict)} {_figure(f, style)}" for f in report.figures)
    if report.relations:
        yield from ("", f"{style.heading}Comparisons")
        yield from _limited(f"{style.bullet}{style.sign(r.verdict)} {_relation(r, style)}" for r in report.relations)
    if report.citations:
        yield from ("", f"{style.heading}References")
        yield from _limited(f"{style.bullet}{style.sign(c.status)} {_citation(c, style)}" for c in report.citations)
    if report.findings:
        yield from ("", f"{style.heading}Also")
        yield from _limited(f"{style.bullet}{_finding(f, style)}" for f in report.findings)


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


def _figure(figure: Figure, style: Style) -> str:
    who = f" ({', '.join(figure.platforms)})" if figure.platforms else ""
    said = f"{style.text(figure.printed)}{who}: {figure.verdict}{_cited(figure.citations, style)}"
    return f"line {figure.line}: {said}. {style.text(figure.reason)}"


def _relation(relation: Relation, style: Style) -> str:
    left, right = relation.left[0] if relation.left else "?", relation.right[0] if relation.right else "?"
    more = " …" if len(relation.left) > 1 or len(relation.right) > 1 else ""
    said = f"{left} {relation.order} than {right}{more} in {relation.metric}"
    cited = _cited(relation.citations, style)
    return f"line {relation.line}: {said}: {relation.verdict}{cited}. {style.text(relation.reason)}"


def _citation(citation: Citation, style: Style) -> str:
    status = f"{citation.status} ({citation.confidence})" if citation.confidence else citation.status
    address = style.address(citation.printed_url) if citation.printed_url else "no address"
    lines = f"{style.text(f'[{citation.label}]')} {status}: {address}"
    if citation.status == "repaired":
        score = f", likeness {citation.score:.2f}" if citation.score is not None else ""
        lines += f"\n      probably {citation.url}{score}"
    return f"{lines}\n      {style.text(citation.reason)}"


def _finding(finding: Finding, style: Style) -> str:
    return f"line {finding.line}: {finding.kind}: {style.text(finding.message)}"


def _cited(labels: tuple[Label, ...], style: Style) -> str:
    return " " + "".join(style.text(f"[{label}]") for label in labels) if labels else ""


def escaped(text: str) -> str:
    """Return text of a document for Markdown, where it is neither a tag, a link nor a mark."""
    return "".join(f"\\{character}" if character in MARKDOWN_SIGNS else character for character in clean(text))


def _as_code(address: str) -> str:
    return f"`{clean(address).replace('`', ' ')}`"


def clean(text: str) -> str:
    """Return text of a document without control characters, which could drive a terminal, and not too long."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown if len(shown) <= 300 else shown[:297] + "…"
