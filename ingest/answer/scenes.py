"""A document -> its sentences with what was found in them and around them, its references, and which of them the text names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.answer import addresses, blocks, cues, figures, references
from ingest.answer.knowledge import Knowledge
from ingest.answer.names import Names
from ingest.answer.parts import Block, Document, Finding, Label, Line, Marker, Mention, Raw, Reference, Sentence
from ingest.answer.scene import Scene
from ingest.answer.tokens import Token, tokenise

LONGEST_ABOVE = 300  # characters of a heading, or a column's head, that are read beside each figure below it
LONGEST_LABEL = 60  # tokens of a row's label


class Reader:
    """Reads a document once. After `scenes` was exhausted, the other attributes are complete."""

    def __init__(self, document: Document, knowledge: Knowledge, lang: str | None) -> None:
        self.document = document
        self.knowledge = knowledge
        self.names = Names(knowledge)
        self.names.short.expect(line.text for line in document.lines)
        self.lang = lang or cues.language(line.text for line in document.lines)
        self.listed = references.find(document.lines)
        self.inline: list[Reference] = []
        self.labels: set[Label] = {reference.label for reference in self.listed.references}
        self.used: dict[Label, int] = {}
        self.findings: list[Finding] = []
        self.named: dict[tuple[str, ...], Mention] = {}
        self._makers_named = self._makers()
        self._heads: dict[str, tuple[list[Token], list[Mention]]] = {}
        self._above: dict[int, tuple[list[Token], list[Mention]]] = {}

    def scenes(self) -> Iterator[Scene]:
        """Yield the sentences in which something was found, with what stands around them."""
        lines = ((place, self._without_links(place, line)) for place, line in enumerate(self.document.lines))
        for block in blocks.blocks(lines, self.listed.lines):
            before: tuple[Mention, ...] = ()
            so_far: dict[tuple[str, ...], Mention] = {}
            row: list[tuple[Sentence, list[Mention], list[Raw]]] = []
            for sentence in blocks.sentences(block):
                self._mark_used(sentence)
                mentions = self.names.find(sentence.tokens, self._makers_named)
                raws = figures.find(sentence.tokens, mentions, self.lang)
                hardware = [mention for mention in mentions if mention.kind != "model"]
                for mention in hardware:
                    if mention.kind != "family":
                        self.named.setdefault(mention.platforms, mention)
                    if mention.kind == "misspelt":
                        self._misspelt(sentence, mention)
                if block.kind == "row":
                    row.append((sentence, mentions, raws))
                    continue
                if (
                    raws
                    or cues.ORDER.any(sentence.tokens)
                    or (len(hardware) > 1 and cues.COMPARED_FIRST.any(sentence.tokens))
                ):
                    words, above = self._around(block)
                    yield Scene(sentence, mentions, raws, before, tuple(so_far.values()), above, words, self.lang)
                before = tuple(hardware) or before
                so_far |= {mention.platforms: mention for mention in hardware}
            yield from self._row(block, row)

    def _row(self, block: Block, row: list[tuple[Sentence, list[Mention], list[Raw]]]) -> Iterator[Scene]:
        """The cells of a table row that hold figures; the row's first cell and the column's head stand above each."""
        if not row:
            return
        words, above = self._around(block)
        label_words, label_names = (
            row[0][0].tokens[:LONGEST_LABEL] if row[0][0].cell == 0 else [],
            self._hardware(row[0][1]) if row[0][0].cell == 0 else [],
        )
        label_is_model = any(mention.kind == "model" for mention in row[0][1]) and not label_names
        spare = tuple(mark for sentence, _, raws in row if not raws for mark in sentence.markers)
        for sentence, mentions, raws in row:
            cell = sentence.cell or 0
            # Where a row has more or fewer cells than the head, its columns are not those of the head.
            fits = len(block.cells) == len(block.header)
            head, head_names = self._head(block.header[cell]) if fits else ([], [])
            near = tuple([*label_names, *head_names] if cell else head_names) or above
            if raws:
                marked = sentence if sentence.markers or not spare else _with_markers(sentence, spare)
                of_model = (cell > 0 and label_is_model) or cues.NEED.any(head)
                words_above = [*head, *(label_words if cell else []), *words]
                yield Scene(marked, mentions, raws, (), (), near, words_above, self.lang, of_model)

    def _head(self, text: str) -> tuple[list[Token], list[Mention]]:
        """The words and names of a column's head; remembered, because every row asks."""
        if text not in self._heads:
            tokens = tokenise(text[:LONGEST_ABOVE])
            self._heads[text] = (tokens, self._hardware(self.names.find(tokens, self._makers_named)))
        return self._heads[text]

    def _around(self, block: Block) -> tuple[list[Token], tuple[Mention, ...]]:
        """The words of the headings above a block, and the names in the nearest of them that has any."""
        words: list[Token] = []
        names: tuple[Mention, ...] = ()
        for above in block.context[-4:]:
            key = id(above)
            if key not in self._above:
                tokens = tokenise(above.text[:LONGEST_ABOVE])
                self._above[key] = (tokens, self._hardware(self.names.find(tokens, self._makers_named)))
            tokens, found = self._above[key]
            words = [*words, *tokens]
            names = tuple(found) or names
        return words, names

    @staticmethod
    def _hardware(mentions: list[Mention]) -> list[Mention]:
        return [mention for mention in mentions if mention.kind != "model"]

    def _without_links(self, place: int, line: Line) -> Line:
        """A line whose addresses are blanked out, so that no figure is read from them; they become references of their own."""
        if place in self.listed.lines or ("://" not in line.text and "www." not in line.text):
            return line
        found = references.links(line, len(self.inline))
        pieces, last = [], 0
        for reference, (start, end) in zip(found, addresses.find(line.text), strict=True):
            label = _label_before(line.text, start)
            if label is None:
                pieces += [line.text[last:start], " " * (end - start)]
                self.used[reference.label] = line.number
                self.inline.append(reference)
            else:  # [2](https://…) is both mark and entry
                closing = end + 1 if line.text[end : end + 1] == ")" else end
                pieces += [line.text[last : start - 1], " " * (closing - start + 1)]
                end = closing
                if label not in self.labels:
                    self.labels.add(label)
                    self.inline.append(Reference(label, line.number, reference.printed, reference.urls, line.number))
            last = end
        return Line(line.number, "".join([*pieces, line.text[last:]]))

    def _mark_used(self, sentence: Sentence) -> None:
        """Note which references a sentence names, and one that it names twice in a row."""
        previous: tuple[int, set[Label]] = (-9, set())
        for marker in sentence.markers:
            line = blocks.line_of(sentence.block, marker.start)
            run = previous[1] if marker.start - previous[0] <= 2 else set()
            for label in marker.labels:
                if label in run:
                    self.findings.append(
                        Finding("duplicate-marker", line, label, f"[{label}] stands twice in one place")
                    )
                run.add(label)
                self.used.setdefault(label, line)
            previous = (marker.end, run)

    def _misspelt(self, sentence: Sentence, mention: Mention) -> None:
        name = self.knowledge.platforms[mention.platforms[0]]["name"]
        self.findings.append(Finding("misspelt-name", sentence.line, None, f'"{mention.printed}" was read as {name}'))

    def _makers(self) -> frozenset[str]:
        """The makers that the text names anywhere."""
        wanted = self.names.vendors
        found: set[str] = set()
        for line in self.document.lines:
            lowered = line.text.casefold()
            found |= {vendor for vendor in wanted if vendor not in found and vendor in lowered}
            if len(found) == len(wanted):
                break
        return frozenset(found)


def _with_markers(sentence: Sentence, spare: tuple[Marker, ...]) -> Sentence:
    return replace(sentence, markers=spare)


def _label_before(text: str, start: int) -> int | None:
    """The number of a mark that is a Markdown link, as in ``[2](https://…)``; None where the link has words."""
    if text[start - 2 : start] != "](" or (opened := text.rfind("[", max(0, start - 8), start)) < 0:
        return None
    inside = text[opened + 1 : start - 2].strip("^ ")
    return int(inside) if inside.isascii() and inside.isdigit() and 0 < len(inside) <= 3 else None
