"""A sheet is one table: a header that stays in view and filters, columns as wide as what they hold, text that is never a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

WIDEST = 60
NARROWEST = 7
SIGNIFICANT = 4


@dataclass(frozen=True)
class Head:
    """A column's header: its label, its unit, and whether its cells are inputs, which may be changed."""

    label: str
    unit: str | None = None
    is_input: bool = False

    @property
    def text(self) -> str:
        """The header as it stands in the sheet."""
        named = f"{self.label} ({self.unit})" if self.unit else self.label
        return f"{named}, input" if self.is_input else named


@dataclass(frozen=True)
class Formula:
    """A formula, and the value that it has as long as no input is changed; None where an input is missing."""

    text: str
    value: float | None


@dataclass(frozen=True)
class Link:
    """An address that can be followed; anything but http and https is written as text."""

    url: str


class Book:
    """The workbook's sheets by name, and its formats."""

    def __init__(self, workbook: Workbook, names: Sequence[str]) -> None:
        """Make the sheets, in the order in which they are shown."""
        self.sheets: dict[str, Worksheet] = {name: workbook.add_worksheet(name) for name in names}
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Format] = {}
        self.head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.unit = workbook.add_format({"italic": True})
        self.link = workbook.get_default_url_format()

    def number(self, value: float, is_input: bool) -> Format:
        """Return the format of a number: four significant digits are shown at most, all are kept."""
        pattern = "#,##0"
        if value != int(value):
            decimals = max(1, SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))
            pattern = f"#,##0.0{'#' * (min(decimals, 8) - 1)}"
        return self._format(pattern, is_input)

    def text(self, is_input: bool) -> Format | None:
        """Return the format of a text cell; None for the plain one."""
        return self._format("General", is_input) if is_input else None

    def _format(self, pattern: str, is_input: bool) -> Format:
        if (pattern, is_input) not in self._formats:
            shade = {"bg_color": "#FFF8D6", "border": 4} if is_input else {}
            self._formats[pattern, is_input] = self._workbook.add_format({"num_format": pattern, **shade})
        return self._formats[pattern, is_input]


class Table:
    """The one table of a sheet. With `units`, a row of units stands above the header, where sorting and filtering leave it alone."""

    def __init__(self, book: Book, name: str, heads: Sequence[Head], frozen: int = 1, units: bool = False) -> None:
        """Write the header; `frozen` columns stay in view."""
        self.sheet = book.sheets[name]
        self._book, self._heads = book, heads
        self.first = 2 if units else 1
        self.next = self.first
        self._widths = [float(NARROWEST)] * len(heads)
        for column, head in enumerate(heads):
            self.sheet.write_string(self.first - 1, column, head.text, book.head)
            longest_word = max(map(len, head.text.split()))
            self._widths[column] = max(NARROWEST, longest_word + 3, math.ceil(len(head.text) / 3) + 3)
            if units and head.unit:
                self.sheet.write_string(0, column, head.unit, book.unit)
        if units:
            self.sheet.write_string(0, 0, "Unit", book.unit)
        self.sheet.freeze_panes(self.first, frozen)

    def row(self, values: Iterable[Any]) -> int:
        """Write a row: numbers as numbers, text as text, None as nothing. Returns its number, from 1, as formulas name it."""
        for column, (value, head) in enumerate(zip(values, self._heads, strict=True)):
            self._cell(column, value, head.is_input)
        self.next += 1
        return self.next

    def close(self) -> None:
        """Set the filter and the widths; to be called after the last row."""
        self.sheet.autofilter(self.first - 1, 0, max(self.next - 1, self.first), len(self._heads) - 1)
        for column, width in enumerate(self._widths):
            self.sheet.set_column(column, column, min(width, WIDEST))

    def validate(self, column: int, rule: dict[str, Any]) -> None:
        """Let a column of inputs take only what `rule` allows."""
        if self.next > self.first:
            self.sheet.data_validation(self.first, column, self.next - 1, column, rule)

    def _cell(self, column: int, value: Any, is_input: bool) -> None:
        place = (self.next, column)
        if value is None or value == "":
            if is_input:
                self.sheet.write_blank(*place, None, self._book.text(is_input))
        elif isinstance(value, Formula):
            shown = self._book.number(value.value or 0, is_input)
            self.sheet.write_formula(*place, value.text, shown, "" if value.value is None else value.value)
            self._fit(column, f"{value.value or 0:,.4f}")
        elif isinstance(value, Link):
            self._link(place, value.url)
        elif isinstance(value, int | float):
            self.sheet.write_number(*place, value, self._book.number(value, is_input))
            self._fit(column, f"{value:,.4g}" if value != int(value) else f"{value:,.0f}")
        else:
            self.sheet.write_string(*place, str(value), self._book.text(is_input))
            self._fit(column, str(value))

    def _link(self, place: tuple[int, int], url: str) -> None:
        failed = 0
        if url.startswith(("https://", "http://")):
            failed = self.sheet.write_url(*place, url, self._book.link, url)
        if failed or not url.startswith(("https://", "http://")):
            self.sheet.write_string(*place, url)
        self._fit(place[1], url)

    def _fit(self, column: int, text: str) -> None:
        self._widths[column] = max(self._widths[column], len(text) + 2)
