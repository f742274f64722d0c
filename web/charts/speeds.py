"""Bars of tokens per second: for each platform the ceiling, the estimate with its interval, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from web.charts.axes import Axis, linear
from web.numbers import digits

WIDTH = 400
LEFT, RIGHT, TOP, BOTTOM = 4, 4, 8, 24
ROW, NAME, BAR = 44, 15, 16
LONGEST_NAME = 40  # beside the two numbers at the end of its line


@dataclass(frozen=True)
class Speed:
    """What goes in, in tokens per second; None where it is not known. `note` stands where there is no ceiling to draw."""

    name: str
    ceiling: float | None
    estimate: float | None
    low: float | None
    high: float | None
    measured: Sequence[float] = ()
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A platform as it is drawn. `y` is the top of its row; lengths and places are pixels."""

    number: int
    label: str
    y: float
    speed: Speed
    ceiling: float | None
    estimate: float | None
    interval: tuple[float, float] | None
    measured: list[tuple[float, float]] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The height on which marks stand."""
        return self.y + NAME + BAR / 2 + 3


@dataclass(frozen=True)
class Bars:
    """What is drawn."""

    bars: list[Bar]
    axis: Axis
    height: float
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        """The places of round speeds, and how they are written."""
        return [(self.axis.at(tick), digits(tick)) for tick in self.axis.ticks()]

    @property
    def grid(self) -> str:
        """The lines behind the bars, one at each tick, as a path."""
        return "".join([f"M{x} 4V{self.height - 20}" for x, _ in self.ticks])


def bars(speeds: Sequence[Speed]) -> Bars | None:
    """Return the chart, None where there is no number to draw."""
    numbers = [
        value
        for speed in speeds
        for value in (speed.ceiling, speed.estimate, speed.low, speed.high, *speed.measured)
        if value is not None
    ]
    if not numbers:
        return None
    axis = linear(numbers, LEFT, WIDTH - RIGHT)

    def place(value: float | None) -> float | None:
        return None if value is None else axis.at(value)

    drawn = []
    for place_in_line, speed in enumerate(speeds, 1):
        low, high = place(speed.low), place(speed.high)
        drawn.append(
            Bar(
                number=place_in_line,
                label=_short(speed.name),
                y=TOP + (place_in_line - 1) * ROW,
                speed=speed,
                ceiling=place(speed.ceiling),
                estimate=place(speed.estimate),
                interval=(low, high) if low is not None and high is not None else None,
                measured=[(axis.at(value), value) for value in speed.measured],
            )
        )
    return Bars(drawn, axis, TOP + len(drawn) * ROW + BOTTOM)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
