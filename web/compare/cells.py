"""A cell of the comparison, and a row of cells: what is shown, whether the platforms differ in it, and which of them is at the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.query import Row
from web.language import Language
from web.numbers import digits, speed

Value = float | str | None
INFINITE = float("inf")


@dataclass(slots=True)
class Cell:
    """What stands at a platform and a row. `value` is in the row's unit (or in `unit`); `text` is how it is shown; `lines` stand under it.

    `sources` are ids, that of the chosen claim first, `more` counts those that say the same and are not named. `low` and `high` are the
    ends of what the figure can mean. A cell may stand on several pages; `html` is what they have in common, once one of them is written.
    """

    value: Value = None
    text: str = ""
    unit: str = ""
    link: str = ""
    printed: str = ""
    low: float = -INFINITE
    high: float = INFINITE
    sources: Sequence[str] = ()
    more: int = 0
    agreeing: int = 0
    dissenting: int = 0
    lines: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    disputes: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    html: tuple[str, str, str] | None = None


ABSENT = Cell()


@dataclass(slots=True)
class Line:
    """A row of the comparison: a metric, a derived column, or something about a workload; a cell for each platform.

    `ranked` is off where the best is not for us to say, such as the price of a card beside that of a system; neither is it where a
    cell raises an alarm. What is `drawn` in a chart is always shown, for a chart's numbers stand in a table.
    """

    id: str
    label: str
    unit: str
    link: str
    cells: list[Cell]
    better: str = "neither"
    meaning: str = ""
    ranked: bool = True
    drawn: bool = False
    differs: str = ""
    best: float | None = None

    def __post_init__(self) -> None:
        """Say whether the platforms differ, and what the best figure is, the highest or the lowest, where that is for us to say."""
        self.differs = difference(self.cells)
        self.ranked = self.ranked and not any(cell.alarms for cell in self.cells)
        if self.differs == "differs" and self.ranked and self.better != "neither":
            numbers = [cell.value for cell in self.cells if isinstance(cell.value, (int, float))]
            if len(numbers) > 1:
                self.best = max(numbers) if self.better == "higher" else min(numbers)


@dataclass(slots=True)
class Group:
    """Rows that belong together, under a heading."""

    id: str
    label: str
    link: str
    lines: list[Line]
    note: str = ""


def difference(cells: Sequence[Cell]) -> str:
    """Return "differs" where two of the known cells cannot mean the same, "same" where all are known and can, else "gaps".

    Figures are intervals at their printed precision, as everywhere: 1.3 TB/s and 1,344 GB/s do not differ.
    """
    known, words, low, high = 0, set(), -INFINITE, INFINITE
    for cell in cells:
        if cell.value is None:
            continue
        known += 1
        if isinstance(cell.value, str):
            words.add(cell.value.casefold())
        else:
            low, high = max(low, cell.low), min(high, cell.high)
            words.add("a number")
    if low > high or len(words) > 1:
        return "differs"
    return "same" if known == len(cells) else "gaps"


def computed(value: float | None, **more: Any) -> Cell:
    """Return the cell of a number that was computed: it means what it shows, four digits."""
    if value is None:
        return Cell(**more)
    more.setdefault("low", value * 0.9995)
    more.setdefault("high", value * 1.0005)
    more.setdefault("text", digits(value))
    return Cell(value=value, **more)


def rate(value: float, **more: Any) -> Cell:
    """Return the cell of tokens per second: three digits."""
    return computed(value, text=speed(value), low=value * 0.995, high=value * 1.005, **more)


def say(language: Language, key: str, **values: object) -> str:
    """Return a text with its {names} filled in, not yet escaped: for cells, which go into pages and into files."""
    return language.texts[key].format(**values)
