"""Lines -> blocks (headings, paragraphs, list items, table rows) with what stands above them, and blocks -> sentences. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise

from ingest.answer import markers
from ingest.answer.parts import Block, Line, Marker, Sentence
from ingest.answer.tokens import Token, stream

LONGEST_HEADING = 90
LONGEST_SENTENCE = 400  # tokens; a longer one is cut, so that no search within a sentence grows with the document
SENTENCE_ENDS = {".", "!", "?", "。", "！", "？", "…", ";", "；"}
ABBREVIATIONS = {
    "ca", "approx", "max", "min", "vs", "bzw", "etc", "eg", "ie", "no", "nr", "fig", "vgl", "incl", "inkl", "resp", "z", "b", "usw", "dr",
    "inc", "corp", "ltd", "st", "aprox", "env", "tys", "mln", "tzn", "np", "tj", "bl", "vb", "yakl", "örn", "orn", "prof", "cf", "t", "d",
}  # fmt: skip
LONG_WORD = 4  # letters; shorter words before a full stop may be abbreviations
BULLETS = ("- ", "* ", "• ", "– ", "+ ", "◦ ", "▪ ", "· ")


def blocks(lines: Iterable[tuple[int, Line]], taken: frozenset[int]) -> Iterator[Block]:
    """Yield the blocks of a document in their order; the lines at the places `taken` belong to the reference list."""
    maker = _Maker()
    for place, line in lines:
        if line.text.strip().startswith(("```", "~~~")):
            maker.fenced = not maker.fenced
            yield from maker.close()
        elif place in taken or maker.fenced:
            yield from maker.close()
        else:
            yield from maker.add(line)
    yield from maker.close()


@dataclass
class _Maker:
    """Makes blocks of lines. `lead` is the line that introduces a list; `open` are the lines of the present paragraph."""

    headings: list[Block] = field(default_factory=list)
    lead: Block | None = None
    header: tuple[str, ...] = ()
    open: list[Line] = field(default_factory=list)
    fenced: bool = False

    def close(self) -> Iterator[Block]:
        """Finish the present paragraph."""
        if self.open:
            block = _paragraph(self.open, tuple(self.headings))
            self.open = []
            self.lead = block if block.text.rstrip().endswith((":", "：")) else None
            yield block

    def add(self, line: Line) -> Iterator[Block]:
        """Take a line; yield what it finishes or is."""
        text = line.text.strip()
        if not text:
            self.header = ()
            yield from self.close()
        elif level := _heading_level(text):
            yield from self.close()
            yield self._heading(line, text, level)
        elif "|" in text and (self.header or text.startswith("|") or _is_rule(_split(text))):
            yield from self._row(line, text)
        elif start := _item(line.text):
            yield from self.close()
            block = _block("item", line, start, line.text[start:].rstrip(), self._context())
            yield block
            if block.text.endswith((":", "：")) and len(block.text) <= LONGEST_HEADING:
                self.lead = block
        else:
            self.open.append(line)

    def _context(self) -> tuple[Block, ...]:
        return (*self.headings, self.lead) if self.lead else tuple(self.headings)

    def _heading(self, line: Line, text: str, level: int) -> Block:
        self.lead, self.header = None, ()
        body = text.lstrip("#").strip(" #*_:")
        block = _block("heading", line, line.text.find(body), body, tuple(self.headings), level)
        self.headings = [above for above in self.headings if above.level < level] + [block]
        return block

    def _row(self, line: Line, text: str) -> Iterator[Block]:
        """A row of a table; the rule under the first one tells that the line before was its head."""
        cells = _split(text)
        if _is_rule(cells):
            if not self.header and self.open and "|" in self.open[-1].text:
                self.header = _split(self.open.pop().text)
            yield from self.close()
            return
        yield from self.close()
        yield replace(_block("row", line, 0, line.text, self._context()), cells=cells, header=self.header)
        self.header = self.header or cells


def _split(text: str) -> tuple[str, ...]:
    """The cells of a table's row, with or without bars at its ends."""
    return tuple(cell.strip() for cell in text.strip().strip("|").split("|"))


def _paragraph(lines: list[Line], context: tuple[Block, ...]) -> Block:
    starts, pieces, length = [], [], 0
    for line in lines:
        starts.append(length)
        pieces.append(line.text)
        length += len(line.text) + 1
    return Block(
        "paragraph", lines[0].number, "\n".join(pieces), tuple(starts), tuple(line.number for line in lines), 0, context
    )


def _block(kind: str, line: Line, offset: int, text: str, context: tuple[Block, ...], level: int = 0) -> Block:
    return Block(kind, line.number, text, (0,), (line.number,), level, context)


def _heading_level(text: str) -> int:
    """1 to 6 for a Markdown heading, 7 for a line all in bold; 0 for anything else."""
    if text.startswith("#"):
        level = len(text) - len(text.lstrip("#"))
        return level if level <= 6 and text[level : level + 1] == " " else 0
    bold = text.rstrip(":").startswith("**") and text.rstrip(":").endswith("**") and text.count("**") == 2
    return 7 if bold and len(text) <= LONGEST_HEADING else 0


def _is_rule(cells: tuple[str, ...]) -> bool:
    return all(cell and not cell.strip("-:= ") for cell in cells)


def _item(text: str) -> int:
    """The place behind a list's sign, such as ``-`` or ``3.``; 0 if the line is no list item."""
    stripped = text.lstrip()
    indent = len(text) - len(stripped)
    for bullet in BULLETS:
        if stripped.startswith(bullet):
            return indent + len(bullet)
    digits = len(stripped) - len(stripped.lstrip("0123456789"))
    if 0 < digits <= 3 and stripped[digits : digits + 1] in {".", ")"} and stripped[digits + 1 : digits + 2] == " ":
        return indent + digits + 2
    return 0


def sentences(block: Block) -> Iterator[Sentence]:
    """Yield the sentences of a block, or the cells of a row, each with its own markers."""
    if block.kind == "row":
        yield from _cells(block)
        return
    found = markers.find(block.text)
    text = markers.blank(block.text, found).replace("*", " ").replace("`", " ")
    mark = 0
    here: list[Token] = []
    for token, after in pairwise(chain(stream(text), [None])):
        assert token is not None
        here.append(token)
        if after and len(here) < LONGEST_SENTENCE and not _ends_sentence(here, after):
            continue
        upto = after.start if after else len(text)
        own: list[Marker] = []
        while mark < len(found) and found[mark].start < upto:
            own.append(found[mark])
            mark += 1
        yield Sentence(block, here[0].start, here, tuple(own), line_of(block, here[0].start), None, text)
        here = []
    if found and not mark:
        yield Sentence(block, 0, [], tuple(found), block.line, None, text)


def _ends_sentence(tokens: list[Token], after: Token) -> bool:
    """Whether the sentence ends with the last of its tokens: a full stop with room behind it, not that of an abbreviation."""
    token = tokens[-1]
    if token.text in {"。", "！", "？", "；"}:
        return True
    if token.text == "." and after.glued and after.text in {"-", "–", "•"}:
        return True  # a list whose lines were run together
    if token.text not in SENTENCE_ENDS or after.glued:
        return False
    if token.text == ".":
        before = tokens[-2] if len(tokens) > 1 else None
        if before and before.kind == "word" and before.text.casefold() in ABBREVIATIONS:
            return before.text.casefold() == "no" and after.kind != "number"  # No. 5, but: so no. Then
        if after.kind != "word" or not after.text[0].islower():
            return True
        # Who begins a sentence without a capital does not need one for the next.
        return (
            tokens[0].text[0].islower()
            and before is not None
            and before.kind == "word"
            and len(before.text) >= LONG_WORD
        )
    return True


def _cells(block: Block) -> Iterator[Sentence]:
    offset = block.text.find("|") + 1 if block.text.lstrip().startswith("|") else 0
    for number, cell in enumerate(block.text[offset:].rstrip().removesuffix("|").split("|")):
        found = markers.find(cell)
        text = markers.blank(cell, found).replace("*", " ").replace("`", " ")
        shifted = tuple(Marker(m.start + offset, m.end + offset, m.labels) for m in found)
        tokens = [
            replace(t, start=t.start + offset, end=t.end + offset) for t in islice(stream(text), LONGEST_SENTENCE)
        ]
        if tokens or shifted:
            yield Sentence(block, offset, tokens, shifted, block.line, number, block.text)
        offset += len(cell) + 1


def line_of(block: Block, offset: int) -> int:
    """Return the line of the document in which a place of a block's text lies."""
    return block.numbers[bisect_right(block.starts, offset) - 1]
