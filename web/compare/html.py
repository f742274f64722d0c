"""Cells as HTML. A page has hundreds of them, and a template takes three times as long; everything that comes from data is escaped."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup, escape

from ingest.query import Row
from web.compare.cells import Cell, Line, say, shown
from web.compare.speeds import plotted
from web.language import Language


class CellWriter:
    """Writes the cells of a row in a reader's language."""

    def __init__(self, language: Language) -> None:
        """Look up what many cells say, once."""
        self._t = language
        texts = language.texts
        self._extremes = {
            name: f" <small>{escape(texts[f'compare.sign.{name}'])}</small>" for name in ("highest", "lowest")
        }
        self._extremes[""] = ""
        self._nothing = '<td><span class="faint">–</span>'
        self._rejected = f"<small>{escape(texts['compare.rejected'])}</small>"

    def __call__(self, line: Line) -> Markup:
        """Return the cells of a row."""
        return Markup("".join([self._cell(cell) for cell in line.cells]))

    def _cell(self, cell: Cell) -> str:
        if cell.runs:
            return f"<td>{self._runs(cell)}"
        if not cell.text and not cell.lines:
            return self._nothing
        figure, link = "", ""
        if cell.text:
            figure = str(escape(cell.text))
            if cell.link:
                link = escape(cell.link)
                figure = f'<a class="figure" href="{link}">{figure}</a>'
            if cell.unit:
                figure += f" {cell.unit}"
            for number in cell.marks:
                figure += f'<a class="note" href="#s{number}">[{number}]</a>'
            if cell.more:
                figure += f'<a class="note" href="{link}">+{cell.more}</a>'
            figure += self._extremes[cell.extreme]
        under = [f"<small>{escape(text)}</small>" for text in cell.lines]
        under += [f'<small class="disputed">{escape(text)}</small>' for text in cell.alarms]
        whole = "<br>".join([figure, *under] if figure else under)
        return f"<td>{whole}{self._disputes(cell)}" if cell.disputes else f"<td>{whole}"

    def _disputes(self, cell: Cell) -> str:
        """What speaks against a figure, in place: open where sources disagree, folded behind a word where the others were rejected."""
        head = self._rejected
        if cell.dissenting:
            head = f'<span class="disputed">≠ {self._t.count("figure.otherwise", cell.dissenting)}</span>'
        return f'<details><summary>{head}</summary><ul class="against">{"".join(map(self._against, cell.disputes))}</ul></details>'

    def _against(self, dispute: Row) -> str:
        sign = "≠" if dispute["status"] == "open" else "✗"
        why = f"{dispute['publisher']}; {self._t.word('dispute', dispute['status'])}: {dispute['reason']}"
        claim = f'<a href="/claim/{quote(dispute["other_claim_id"])}">{escape(dispute["other_printed"])}</a>'
        return f"<li>{sign} {claim}{_note(dispute['note'])} <small>{escape(why)}</small>"

    def _runs(self, cell: Cell) -> str:
        """Measured runs: the comparable ones first, then all with what was run."""
        comparable = "; ".join(_run(run) for run in cell.runs if plotted(run))
        head = self._t.count("compare.runs", len(cell.runs) + cell.more)
        listed = "".join(f"<li>{_run(run)} <small>{escape(self._about(run))}</small>" for run in cell.runs)
        if cell.more:
            listed += f'<li><a href="{escape(cell.link)}">{escape(say(self._t, "compare.more_runs", n=cell.more))}</a>'
        return f'{comparable}<details><summary><small>{head}</small></summary><ul class="against">{listed}</ul></details>'

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


def _run(run: Row) -> str:
    return f'<a class="figure" href="/kb/measurements/{quote(run["id"])}">{shown(run["value"])}</a>{_note(run["note"])}'


def _note(number: int) -> str:
    return f'<a class="note" href="#s{number}">[{number}]</a>'
