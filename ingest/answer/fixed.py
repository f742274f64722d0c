"""A document with its citations repaired and notes at its end: a copy, never the original, and nothing is replaced without a note."""

from __future__ import annotations

from ingest.answer.document import LINE_ENDS
from ingest.answer.parts import Citation, Report
from ingest.answer.report import clean

SAFE = ("sure", "probable")  # a weak repair is noted only: its capitals are a guess


def fixed(report: Report) -> str:
    """Return the text of the document with repaired addresses and a list of notes. Raises ValueError where it is not plain text."""
    document = report.document
    if document.original is None:
        raise ValueError(
            f"{document.name} is {document.format.upper()}; only plain text and Markdown can be written back"
        )
    ends = [*LINE_ENDS.findall(document.original), ""]
    lines = LINE_ENDS.split(document.original)
    notes: list[str] = []
    for citation in report.citations:
        if citation.status == "repaired" and citation.confidence in SAFE and citation.url:
            if _replace(lines, citation):
                notes.append(
                    f"[{citation.label}] printed as {clean(citation.printed_url)}; {citation.confidence}: {citation.reason}"
                )
            else:
                notes.append(
                    f"[{citation.label}] left as printed, it was not found again; {citation.reason}: {citation.url}"
                )
        elif citation.status in {"repaired", "unrepairable"}:
            perhaps = f"; perhaps {citation.url}" if citation.url else ""
            notes.append(f"[{citation.label}] left as printed, {citation.status}: {citation.reason}{perhaps}")
    for figure in report.figures:
        if figure.verdict in {"contradicted", "superseded", "disputed", "ambiguous"}:
            notes.append(f"line {figure.line}, {clean(figure.printed)}: {figure.verdict}. {clean(figure.reason)}")
    if not notes:
        return document.original
    newline = ends[0] or "\n"
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    closing = "" if text.endswith(("\n", "\r")) else newline
    return (
        text + closing + newline.join(["", "---", "Notes by Specproof:", *(f"- {clean(note)}" for note in notes), ""])
    )


def _whole(line: str, printed: str) -> int:
    """The place of an address in a line where it is not the beginning of a longer one; -1 where it stands nowhere."""
    start = line.find(printed)
    while start >= 0:
        behind = line[start + len(printed) :]
        if not behind or not (behind[0].isalnum() or behind[0] in "/-_%=&?#+~"):
            return start
        start = line.find(printed, start + 1)
    return -1


def _replace(lines: list[str], citation: Citation) -> bool:
    """Put the repaired address where the garbled one stands, in its own line and those that it runs on to; False if it is not found."""
    place = citation.line - 1
    printed, url = citation.printed_url, citation.url or ""
    if not 0 <= place < len(lines):
        return False
    for here in range(place, min(place + 6, len(lines))):
        start = _whole(lines[here], printed)
        if start >= 0:
            lines[here] = lines[here][:start] + url + lines[here][start + len(printed) :]
            return True
    for here in range(place, min(place + 5, len(lines))):
        head = lines[here].rstrip()
        start = head.rfind("http")
        if start < 0 or not printed.startswith(head[start:]):
            continue
        rest = printed[len(head) - start :]
        for below in range(here + 1, min(here + 4, len(lines))):
            piece = lines[below].strip().rstrip(".,;")
            if not rest.startswith(piece) or not piece:
                break
            rest = rest[len(piece) :]
            if not rest:
                lines[here] = head[:start] + url
                for number in range(here + 1, below + 1):
                    lines[number] = ""
                return True
    return False
