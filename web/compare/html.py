"""Rows and sources as HTML. A page has hundreds of cells, and a template takes three times as long; whatever comes from data is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

from ingest.query import Row
from web.compare.cells import Cell, Line, say
from web.compare.sheet import Sheet
from web.compare.speeds import plotted
from web.footnotes import Footnotes
from web.language import Language
from web.numbers import digits
from web.reasons import reason

MOST_KEPT = 10_000
SIGNS = {"differs": "Δ", "same": "=", "gaps": "?"}


class RowWriter:
    """Writes the rows of the comparison in a reader's language, with the page's footnotes."""

    def __init__(self, language: Language, notes: Footnotes, platforms: int) -> None:
        """Look up what many rows say, once. A single platform differs from nothing."""
        self._t = language
        self._notes = notes
        texts = language.texts
        self._signs = dict.fromkeys(SIGNS, "")
        if platforms > 1:
            for name, sign in SIGNS.items():
                word = escape(texts[f"compare.sign.{name}"])
                self._signs[name] = f'<b>{sign}</b><span class="hidden"> {word}: </span>'
        self._best = {
            "higher": f" <small>{escape(texts['compare.sign.highest'])}</small>",
            "lower": f" <small>{escape(texts['compare.sign.lowest'])}</small>",
        }
        self._rejected = f"<small>{escape(texts['compare.rejected'])}</small>"

    def __call__(self, lines: Sequence[Line]) -> Markup:
        """Return rows: of each its name with its unit, and a cell for each platform."""
        return Markup("".join([self._row(line) for line in lines]))

    def _row(self, line: Line) -> str:
        name = f'<a href="{escape(line.link)}">{escape(line.label)}</a>' if line.link else escape(line.label)
        unit = f" <small>{escape(line.unit)}</small>" if line.unit else ""
        cells = "".join([self._cell(cell, line) for cell in line.cells])
        return f'<tr><th scope="row">{self._signs[line.differs]}{name}{unit}</th>{cells}</tr>\n'

    def _cell(self, cell: Cell, line: Line) -> str:
        if cell.runs:
            return f"<td>{self._runs(cell)}"
        if cell.html is None:
            cell.html = _parts(cell)
        figure, more, under = cell.html
        notes = "".join([_note(self._notes.number(source_id)) for source_id in cell.sources])
        best = self._best[line.better] if line.best is not None and cell.value == line.best else ""
        return f"<td>{figure}{notes}{more}{best}{under}{self._disputes(cell) if cell.disputes else ''}"

    def _disputes(self, cell: Cell) -> str:
        """What speaks against a figure, in place: open where sources disagree, folded behind a word where the others were rejected."""
        head = self._rejected
        if cell.dissenting:
            key = "figure.otherwise.one" if cell.dissenting == 1 else "figure.otherwise.other"
            head = f'<span class="disputed">≠ {escape(say(self._t, key, n=cell.dissenting))}</span>'
        return f'<details><summary>{head}</summary><ul class="against">{"".join(map(self._against, cell.disputes))}</ul></details>'

    def _against(self, dispute: Row) -> str:
        sign = "≠" if dispute["status"] == "open" else "✗"
        why = f"{dispute['publisher']}; {self._t.word('dispute', dispute['status'])}: {reason(self._t, dispute['reason'])}"
        claim = f'<a href="/claim/{escape(dispute["other_claim_id"])}">{escape(dispute["other_printed"])}</a>'
        return f"<li>{sign} {claim}{_note(self._notes.number(dispute['other_source_id']))} <small>{escape(why)}</small>"

    def _runs(self, cell: Cell) -> str:
        """Measured runs: the comparable ones first, then all with what was run."""
        comparable = "; ".join(self._run(run) for run in cell.runs if plotted(run))
        head = self._t.count("compare.runs", len(cell.runs) + cell.more)
        listed = "".join(f"<li>{self._run(run)} <small>{escape(self._about(run))}</small>" for run in cell.runs)
        if cell.more:
            listed += f'<li><a href="{escape(cell.link)}">{escape(say(self._t, "compare.more_runs", n=cell.more))}</a>'
        return (
            f'{comparable}<details><summary><small>{head}</small></summary><ul class="against">{listed}</ul></details>'
        )

    def _run(self, run: Row) -> str:
        number = _note(self._notes.number(run["source_id"]))
        return f'<a href="/kb/measurements/{quote(run["id"])}">{digits(run["value"])}</a>{number}'

    def _about(self, run: Row) -> str:
        told = [run["recipe_id"] or self._t.texts["compare.no_recipe"]]
        told += [run[name] for name in ("engine", "backend", "conditions") if run[name]]
        if run["context"] is not None:
            told.append(say(self._t, "measured.context", n=f"{run['context']:,}"))
        if run["as_of"]:
            told.append(run["as_of"])
        if run["kept_out"]:
            told.append(f"{self._t.texts['measured.kept_out']} {run['kept_out']}")
        elif not run["is_same"]:
            told.append(self._t.texts["compare.other_recipe"])
        return ", ".join(told)


_entries: dict[tuple[str, str, str], str] = {}


def source_list(found: Sheet, language: Language) -> Markup:
    """Return the list of the sources that the comparison names, numbered; what was once written of a source is kept, as in `known`."""
    keys = [(found.about["fingerprint"], language.code, source_id) for source_id in found.source_ids]
    if any(key not in _entries for key in keys):
        if len(_entries) >= MOST_KEPT:
            _entries.clear()
        for source in found.notes.listed():
            _entries[found.about["fingerprint"], language.code, source["id"]] = _entry(source, language)
    return Markup("".join([f'<li id="s{number}">{_entries[key]}\n' for number, key in enumerate(keys, 1)]))


def _entry(source: Row, language: Language) -> str:
    """A source as the list has it: where it is, what it is, when it was read."""
    told = [language.word("source_kind", source["kind"])]
    if source["published"]:
        told.append(say(language, "sources.published", day=source["published"]))
    how = language.word("checked", source["checked_how"])
    told.append(say(language, "sources.read", day=source["checked_on"], how=how))
    if source["copies_source_id"]:
        told.append(f"{language.texts['sources.copies']} {source['copies_source_id']}")
    title = escape(f"{source['publisher']}: {source['title']}")
    more = f'<a href="/source/{quote(source["id"])}">{escape(language.texts["sources.all_of_it"])}</a>'
    return f'<a href="{escape(source["url"])}">{title}</a> <small>{escape("; ".join(told))}. {more}</small>'


def _parts(cell: Cell) -> tuple[str, str, str]:
    """What a cell says before its footnotes, right behind them, and under them: the same on every page."""
    if not cell.text and not cell.lines:
        return "–", "", ""
    figure = more = ""
    if cell.text:
        figure, link = str(escape(cell.text)), escape(cell.link)
        if cell.link:
            figure = f'<a href="{link}">{figure}</a>'
        if cell.unit:
            figure += f" {escape(cell.unit)}"
        if cell.more:
            more = f'<a class="note" href="{link}">+{cell.more}</a>'
    under = [f"<small>{escape(text)}</small>" for text in cell.lines]
    under += [f'<small class="disputed">{escape(text)}</small>' for text in cell.alarms]
    return figure, more, ("<br>" if figure and under else "") + "<br>".join(under)


def _note(number: int) -> str:
    return f'<a class="note" href="#s{number}">[{number}]</a>'
