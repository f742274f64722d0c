"""A document -> a report: what it says about hardware, whether that is so, and what its citations are worth."""

from __future__ import annotations

import sqlite3

from ingest.answer import (
    arithmetic,
    bind,
    blocks,
    cues,
    doubts,
    figures,
    judge,
    metrics,
    prices,
    relations,
    variants,
)
from ingest.answer.knowledge import Knowledge, load
from ingest.answer.parts import Block, Document, Figure, Finding, Label, Mention, Raw, Reading, Report
from ingest.answer.scene import Scene
from ingest.answer.scenes import Reader
from ingest.answer.tokens import tokenise
from ingest.answer.unit_words import TARGETS
from ingest.citation import assess

PLAUSIBLE = (0.0, 1e12)
NEARLY = 0.1  # share; "1 TB/s" can be 600 GB/s with one digit, but nobody took the one for the other
NEAR_TEXT = 3_000  # characters of a paragraph in which another memory may be named


def verify(document: Document, connection: sqlite3.Connection, lang: str | None = None) -> Report:
    """Return the report on `document`, judged by the kb.db behind `connection`. `lang` is its language; without it the text tells."""
    return Check(document, load(connection), lang).report()


class Check:
    """One document being checked."""

    def __init__(self, document: Document, knowledge: Knowledge, lang: str | None = None) -> None:
        self.document = document
        self.knowledge = knowledge
        self.reader = Reader(document, knowledge, lang)
        self.findings: list[Finding] = []
        self._meant: dict[Mention, tuple[tuple[str, ...], tuple[str, ...]]] = {}  # in the present sentence
        self._block: Block | None = None  # the last one that was asked about the memory of a CPU
        self._names_second_pool = False

    def report(self) -> Report:
        """Run the check."""
        reader = self.reader
        report = Report(self.document, reader.lang)
        scenes = list(reader.scenes())
        # A platform that the whole document speaks of alone needs no name beside each figure.
        alone = list(reader.named.values())
        only = (alone[0],) if len(alone) == 1 and alone[0].kind != "stranger" else ()
        for scene in scenes:
            self._meant = {}
            for raw in scene.raws:
                if figure := self._figure(scene, raw, only):
                    report.figures.append(figure)
            report.relations += relations.find(scene, self.knowledge)
            for message in arithmetic.products(scene.tokens, scene.raws):
                self.findings.append(Finding("arithmetic", scene.sentence.line, None, message))
        everything = (*reader.listed.references, *reader.inline)
        report.citations, about = assess.citations(everything, reader.used, report.figures, self.knowledge)
        if everything or reader.used:
            self._uncited(report.figures)
        report.findings = sorted(
            [*reader.findings, *self.findings, *about], key=lambda f: (f.line, f.kind, str(f.label))
        )
        return report

    def _figure(self, scene: Scene, raw: Raw, only: tuple[Mention, ...]) -> Figure | None:
        """The figure that `raw` is, bound and judged; None where it is no figure about hardware."""
        measured = metrics.measured(scene, raw, self.knowledge.metrics)
        if measured is None:
            return None
        line = blocks.line_of(scene.sentence.block, scene.tokens[raw.first].start)
        labels = _citations(scene, raw)
        column = scene.tokens[raw.first].start
        owner = bind.owner(scene, raw, only)
        figure = Figure(
            line, raw.printed, (), measured.ids[0] if measured.ids else None, (), raw.bound, labels, column=column
        )
        if measured.ids != (figures.PRICE,):
            unit = TARGETS[raw.dimension]
            figure.readings = figures.read(raw, self.reader.lang, unit, self._plausible(measured))
            if not figure.readings:
                return None
        if not owner.mentions:
            figure.verdict, figure.reason = "unbound", owner.reason
            return figure
        if not measured.ids:
            figure.verdict, figure.reason = "unbound", measured.reason
            return figure
        if scene.speaks_of_plain_memory and not scene.platforms:
            figure.verdict, figure.reason = "unbound", "it speaks of DDR memory, not of a platform"
            return figure
        if doubts.is_difference(scene, raw):
            figure.verdict, figure.reason = "unbound", "it is how much more or less it is"
            return figure
        if raw.computed:
            figure.verdict, figure.reason = "unbound", "it is reckoned in the text"
            return figure
        if raw.denied:
            figure.verdict, figure.reason = "unbound", "the text denies it"
        elif scene.is_hearsay:
            measured = metrics.Measured(measured.ids, False, measured.reason, measured.whole)
        self._judge(figure, scene, raw, measured, owner)
        return figure

    def _plausible(self, measured: metrics.Measured) -> tuple[float, float]:
        ranges = [self.knowledge.metrics[metric] for metric in measured.ids if metric in self.knowledge.metrics]
        if not ranges:
            return PLAUSIBLE
        return min(row["low"] or 0.0 for row in ranges), max(row["high"] or PLAUSIBLE[1] for row in ranges)

    def _judge(self, figure: Figure, scene: Scene, raw: Raw, measured: metrics.Measured, owner: bind.Owner) -> None:
        """Fill in platforms, verdict, reason and claims."""
        meant: list[str] = []
        others: list[str] = []
        for mention in owner.mentions:
            if mention not in self._meant:
                self._meant[mention] = variants.narrow(self.knowledge, mention, scene.around)
            first, rest = self._meant[mention]
            meant += first
            others += rest
        figure.platforms = tuple(dict.fromkeys(meant))
        if figure.verdict == "unbound":
            return
        if measured.ids == (figures.PRICE,):
            price = figures.read_price(raw, self.reader.lang)
            if price is None:
                figure.verdict, figure.reason = "unknown", "the price cannot be read"
                return
            count = _count(scene, owner)
            said = prices.judge_price(self.knowledge, (*meant, *others), price[0], price[1], raw.bound)
            if said.verdict == "unknown" and count > 1:
                said = prices.judge_price(self.knowledge, (*meant, *others), price[0] / count, price[1], raw.bound)
        else:
            said = judge.judge(
                self.knowledge,
                figure.platforms,
                measured.ids,
                figure.readings,
                certain=measured.certain and not owner.carried,
                named=tuple(dict.fromkeys(others)),
                count=_count(scene, owner),
                whole=measured.whole,
                every=len(owner.mentions) > 1,
            )
            figure.chosen = said.reading
        figure.verdict, figure.reason, figure.claims = said.verdict, said.reason, said.claims
        figure.metric = said.metric or figure.metric
        if figure.verdict == "contradicted":
            self._reconsider(figure, scene, raw, measured, owner)

    def _reconsider(
        self, figure: Figure, scene: Scene, raw: Raw, measured: metrics.Measured, owner: bind.Owner
    ) -> None:
        """Look once more at a contradiction: is it another's figure in the same sentence, no plain statement, or of another kind?"""
        reading = figure.reading
        assert reading is not None
        if not owner.tight:
            for mention in (*scene.platforms, *scene.prior, *scene.above):
                if not set(mention.platforms) & set(figure.platforms):
                    other = judge.judge(self.knowledge, mention.platforms, measured.ids, figure.readings, certain=False)
                    if other.verdict in judge.GOOD and mention.platforms:
                        figure.verdict, figure.platforms = "unbound", ()
                        figure.reason, figure.claims = f"it fits {mention.printed}, which is named near it too", ()
                        return
        if self._of_second_pool(figure, scene):
            return
        if why := self._doubt(figure, scene, raw, owner, reading):
            figure.verdict, figure.reason = "unknown", f"{why}; {figure.reason}"
            return
        kinds = [
            *metrics.EVERY_LINK,
            "memory_bandwidth_measured",
            "memory2_bandwidth",
            "memory2_capacity",
            "storage",
            "memory_usable",
        ]
        for kind in kinds:
            known = self.knowledge.metrics.get(kind)
            if known is None or kind == figure.metric or known["unit"] != reading.unit:
                continue
            for platform in figure.platforms:
                fact = self.knowledge.fact(platform, kind)
                near = fact is not None and abs(reading.value - fact["value"]) <= NEARLY * fact["value"]
                if fact and near and judge.agrees(reading, fact, known):
                    label = str(known["label"]).casefold()
                    figure.reason += f". {fact['printed']} is its {label}"
                    self.findings.append(
                        Finding(
                            "category",
                            figure.line,
                            None,
                            f"{figure.printed} is the {label}, not what the text calls it",
                        )
                    )
                    return

    def _doubt(self, figure: Figure, scene: Scene, raw: Raw, owner: bind.Owner, reading: Reading) -> str | None:
        """Why a figure is not plainly false of any of its platforms; None where nothing speaks for it."""
        metric = figure.metric or ""
        for platform in figure.platforms:
            if fact := self.knowledge.fact(platform, metric):
                claims = [claim for claim in self.knowledge.said(platform, metric) if claim["rank"] != "deprecated"]
                kind = str(self.knowledge.platforms[platform]["kind"])
                if why := doubts.reason(scene, raw, owner.mentions, reading, fact, claims, kind):
                    return why
        return None

    def _of_second_pool(self, figure: Figure, scene: Scene) -> bool:
        """Whether the text around speaks of the CPU's memory, and the figure is that memory's: then it is right."""
        second = str(figure.metric).replace("memory_", "memory2_")
        block = scene.sentence.block
        if self._block is not block:
            self._block = block
            self._names_second_pool = cues.METRIC.has("second pool", tokenise(block.text[:NEAR_TEXT]))
        if second not in self.knowledge.metrics or not self._names_second_pool:
            return False
        said = judge.judge(self.knowledge, figure.platforms, (second,), figure.readings, certain=False)
        if said.verdict not in judge.GOOD:
            return False
        figure.verdict, figure.reason, figure.claims, figure.metric = said.verdict, said.reason, said.claims, second
        return True

    def _uncited(self, found: list[Figure]) -> None:
        for figure in found:
            if figure.platforms and not figure.citations:
                self.findings.append(
                    Finding(
                        "uncited-figure",
                        figure.line,
                        None,
                        f"{figure.printed} stands without a citation in its sentence",
                    )
                )


def _count(scene: Scene, owner: bind.Owner) -> int:
    """How many of it the text speaks of where it names it: in the figure's sentence, its row, or above."""
    here = (*scene.mentions, *scene.above)
    return max((mention.count for mention in owner.mentions if mention in here), default=1)


def _citations(scene: Scene, raw: Raw) -> tuple[Label, ...]:
    """The references that a figure's sentence names for it: the marks that follow it next, else those before it."""
    marks = scene.sentence.markers
    place = scene.tokens[raw.last].end
    behind = [mark for mark in marks if mark.start >= place]
    if behind:
        run = [behind[0]]
        for mark in behind[1:]:
            if mark.start - run[-1].end > 2:
                break
            run.append(mark)
    else:
        run = []
        for mark in reversed(marks):
            if run and run[0].start - mark.end > 2:
                break
            run.insert(0, mark)
    return tuple(dict.fromkeys(label for mark in run for label in mark.labels))
