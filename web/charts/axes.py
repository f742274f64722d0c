"""Axes: a number's place on a line of so many pixels, and the round numbers that are written beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high`, drawn from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False
    _line: tuple[float, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the line that `at` reads, once for all the marks of a chart."""
        low, high = (math.log10(self.low), math.log10(self.high)) if self.logarithmic else (self.low, self.high)
        pixels_per_unit = (self.end - self.start) / (high - low) if high > low else 0.0
        at_zero = self.start - low * pixels_per_unit if high > low else (self.start + self.end) / 2
        object.__setattr__(self, "_line", (at_zero, pixels_per_unit))

    def at(self, value: float) -> float:
        """Return the pixel of a value, to a tenth; a value outside is drawn at the edge."""
        at_zero, pixels_per_unit = self._line
        value = min(max(value, self.low), self.high)
        return round(at_zero + (math.log10(value) if self.logarithmic else value) * pixels_per_unit, 1)

    def ticks(self) -> list[float]:
        """Return the round numbers on it: powers of ten (with 2 and 5 between them where there are few), or four to seven even steps."""
        if self.logarithmic:
            decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            steps = (1, 2, 5) if self.high < 1000 * self.low else (1,)
            found = [step * 10.0**decade for decade in decades for step in steps]
        else:
            step = _round_step((self.high - self.low) / 5)
            found = [
                n * step for n in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)
            ]
        return [value for value in found if self.low <= value * (1 + 1e-9) and value <= self.high * (1 + 1e-9)]


def linear(values: list[float], start: float, end: float, *, from_zero: bool = True) -> Axis:
    """Return an axis that shows all values, from zero unless told otherwise. `values` are not empty."""
    low, high = (0.0 if from_zero else min(values)), max(values)
    step = _round_step((high - low or high or 1.0) / 5)
    return Axis(math.floor(low / step) * step, max(math.ceil(high / step), 1) * step, start, end)


def logarithmic(values: list[float], start: float, end: float) -> Axis:
    """Return a logarithmic axis that shows all values, each above zero, with some room at both ends."""
    return Axis(min(values) / 1.3, max(values) * 1.3, start, end, logarithmic=True)


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 5 × a power of ten that is not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough * (1 - 1e-9))
