"""The price history of a platform: one mark per price seen, days across, USD up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from ingest.query import Row
from ingest.spelling import EPOCH
from web.charts.axes import Axis, linear

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 32
# Each basis has a shape of its own, so that colour tells nothing that shape does not.
SHAPES = {"launch_msrp": "triangle", "list": "square", "street": "circle", "used": "diamond", "quote": "cross"}
COLOURS = {basis: f"m{n}" for n, basis in enumerate(SHAPES, 1)}
PATHS = {
    "triangle": "M0-6L6 5H-6Z",
    "square": "M-5-5H5V5H-5Z",
    "circle": "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",
    "diamond": "M0-6L6 0L0 6L-6 0Z",
    "cross": "M-5-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z",
}


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
    shapes: Mapping[str, str] = field(default_factory=lambda: SHAPES)
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)
    paths: Mapping[str, str] = field(default_factory=lambda: PATHS)


def history(prices: Sequence[Row]) -> History | None:
    """Return the chart of prices to buy in USD, None where there are fewer than two days to show."""
    shown = [
        row
        for row in prices
        if row["currency"] == "USD"
        and row["basis"] in SHAPES
        and row["rank"] != "deprecated"
        and row["as_of_day"] is not None
    ]
    days = [row["as_of_day"] for row in shown]
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
        days=[(across.at(day), (EPOCH + timedelta(days=day)).isoformat()) for day in named],
        bases=[basis for basis in SHAPES if any(row["basis"] == basis for row in shown)],
    )
