"""HTML -> lines of plain text in Markdown's shapes, each with the line of the file it comes from. One pass, no parser tree.

The standard html.parser takes quadratic time on some unclosed comments and tags; here every search that fails is made once.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from ingest.answer.parts import Line

BREAKS = {
    "p", "div", "br", "hr", "ul", "ol", "table", "section", "article", "header", "footer", "main", "blockquote", "pre", "figure",
    "figcaption", "dl", "dt", "dd", "body", "html", "head", "thead", "tbody", "tfoot", "nav", "aside", "form",
}  # fmt: skip
SILENT = ("script", "style", "noscript", "template", "svg", "title")  # not head, whose end may be left out
NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*")
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SPAN = re.compile(r"""\bcolspan\s*=\s*["']?([1-9][0-9]{0,2})\b""", re.IGNORECASE)
WIDEST_SPAN = 50
LONGEST_TAG = 4000
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class _Writer:
    """Collects text into lines; `number` is the line of the file that is being read."""

    number: int = 1
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    begun: int = 1

    def text(self, words: str) -> None:
        """Add running text, white space as it stands; it is squeezed when the line ends."""
        if not self.pieces:
            if not words.strip():
                return
            self.begun = self.number + words[: len(words) - len(words.lstrip())].count("\n")
        self.pieces.append(words)

    def start(self, sign: str) -> None:
        """Begin a line with the sign of a heading, an item or a row."""
        self.begun = self.number
        self.pieces = [sign]

    def end_line(self, blank: bool = False) -> None:
        """Finish the present line, and leave an empty one after it if a new block begins."""
        joined = " ".join("".join(self.pieces).split())
        if joined:
            self.lines.append(Line(self.begun, joined))
        self.pieces = []
        if blank and self.lines and self.lines[-1].text:
            self.lines.append(Line(self.number, ""))


def lines(source: str) -> list[Line]:
    """Return the text of an HTML page line by line: headings as ``#``, list items as ``-`` or ``1.``, table rows between bars."""
    writer = _Writer()
    lists: list[int | None] = []
    link: str | None = None
    linked_from = 0
    raised = in_row = False
    place = 0
    closers = {"-->": True, ">": True}
    while place < len(source):
        opened = source.find("<", place)
        if opened < 0:
            opened = len(source)
        if opened > place:
            words = html.unescape(source[place:opened])
            words = words.replace("|", "/") if in_row else words  # a bar would make another cell
            writer.text(words.translate(SUPERSCRIPTS) if raised and words.strip().isdigit() else words)
            writer.number += source.count("\n", place, opened)
        if opened == len(source):
            break
        tag, after = _tag(source, opened, closers)
        if tag is None:
            writer.text("<")
            place = opened + 1
            continue
        writer.number += source.count("\n", opened, after)
        place = after
        match = NAME.match(tag)
        name = match.group().casefold() if match else ""
        if name in SILENT and not tag.endswith("/"):
            end = _end_of(source, after, name)
            writer.number += source.count("\n", after, end)
            place = end
        elif name in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            writer.end_line(blank=True)
            writer.start("#" * int(name[1]) + " ")
        elif name in {"ul", "ol"}:
            writer.end_line(blank=not lists)
            lists.append(0 if name == "ol" else None)
        elif name in {"/ul", "/ol"}:
            writer.end_line(blank=True)
            if lists:
                lists.pop()
        elif name == "li":
            writer.end_line()
            if lists and (count := lists[-1]) is not None:
                lists[-1] = count + 1
                writer.start(f"{count + 1}. ")
            else:
                writer.start("- ")
        elif name == "tr":
            writer.end_line()
            writer.start("|")
        elif name in {"/td", "/th"}:
            in_row = False
            writer.pieces.append(" |")
        elif name in {"td", "th"}:
            in_row = True
            span = SPAN.search(tag[:LONGEST_TAG])
            writer.pieces.append(" |" * min(int(span[1]) - 1, WIDEST_SPAN) + " " if span else " ")
        elif name == "sup":
            raised = True
        elif name == "/sup":
            raised = False
        elif name == "a":
            found = HREF.search(tag[:LONGEST_TAG])
            link = html.unescape(next(group for group in found.groups() if group is not None)) if found else None
            linked_from = len(writer.pieces)
        elif name == "/a":
            if link and link.casefold().startswith(("http://", "https://")):
                shown = "".join(writer.pieces[linked_from:])
                if "://" not in shown:
                    writer.pieces.append(f" <{link.strip()}> ")
            link = None
        elif name.lstrip("/") in BREAKS or name in {"/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/li", "/tr"}:
            writer.end_line(blank=name not in {"br", "/li", "/tr", "/td", "/tbody", "/thead", "tbody", "thead"})
    writer.end_line()
    return writer.lines


def _tag(source: str, opened: int, closers: dict[str, bool]) -> tuple[str | None, int]:
    """The inside of the tag that begins at `opened` and the place behind it; None if it is no tag."""
    comment = source.startswith("<!--", opened)
    if not comment and not (
        source[opened + 1 : opened + 2].isalpha() or source[opened + 1 : opened + 2] in {"/", "!", "?"}
    ):
        return None, opened + 1
    closer = "-->" if comment else ">"
    end = source.find(closer, opened + 1) if closers[closer] else -1
    if end < 0:
        closers[closer] = False
        return None, opened + 1
    return ("" if comment else source[opened + 1 : end]), end + len(closer)


def _end_of(source: str, after: int, name: str) -> int:
    """The place behind the closing tag of an element whose content is not text; the end of the page if it is never closed."""
    match = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(source, after)
    return match.end() if match else len(source)
