"""The price history of a platform: one mark per price seen, days across, USD up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.query import Row
from web.charts.axes import Axis, linear

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 32
# Each basis has a shape of its own, so that colour tells nothing that shape does not.
SHAPES = {"launch_msrp": "triangle", "list": "square", "street": "circle", "used": "diamond", "quote": "cross"}


@dataclass(frozen=True)
class Mark:
    """A price on the chart. `x` and `y` are pixels; `shape` is the basis's."""

    x: float
    y: float
    shape: str
    price: Row


@dataclass(frozen=True)
class History:
    """What is drawn."""

    marks: list[Mark]
    prices_axis: Axis
    days: list[tuple[float, str]]
    bases: list[str]


def history(prices: Sequence[Row]) -> History | None:
    """Return the chart of prices to buy in USD, None where there are fewer than two days to show."""
    shown = [
        row
        for row in prices
        if row["currency"] == "USD" and row["basis"] in SHAPES and row["rank"] != "deprecated" and row["as_of_day"]
    ]
    days = [date.fromisoformat(row["as_of_day"]).toordinal() for row in shown]
    if len(set(days)) < 2:
        return None
    across = Axis(min(days), max(days), LEFT, WIDTH - RIGHT)
    up = linear([row["amount"] for row in shown], HEIGHT - BOTTOM, TOP)
    marks = [
        Mark(across.at(day), up.at(row["amount"]), SHAPES[row["basis"]], row)
        for day, row in sorted(zip(days, shown, strict=True), key=lambda pair: pair[0])
    ]
    named = [min(days), (min(days) + max(days)) // 2, max(days)]
    return History(
        marks=marks,
        prices_axis=up,
        days=[(across.at(day), date.fromordinal(day).isoformat()) for day in named],
        bases=[basis for basis in SHAPES if any(row["basis"] == basis for row in shown)],
    )
