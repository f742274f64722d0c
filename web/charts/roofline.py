"""The roofline: what a platform can reach at each arithmetic intensity, and where the workloads stand on it.

Below its ridge a platform is held by its memory: TFLOP/s = FLOP/B × bandwidth. Above, by its peak rate. Where nobody has published the rate
at the precision that is drawn, the roof is drawn only as far as it is known: the slope, up to a rate that it cannot be below.
Williams, Waterman, Patterson: Roofline, Communications of the ACM 52(4), 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from web.charts.axes import Axis, logarithmic
from web.charts.marks import CLASSES, DASHES, SHAPES
from web.numbers import digits

WIDTH, HEIGHT = 420, 300
LEFT, RIGHT, TOP, BOTTOM = 46, 44, 26, 40
LABEL_HEIGHT = 14


@dataclass(frozen=True)
class Platform:
    """What goes in: bandwidth in GB/s, peak rate in TFLOP/s, of all devices together; None where it is not published.

    `at_least_tflop_s` is a published rate that the peak cannot be below, where the peak itself is not published.
    """

    id: str
    name: str
    bandwidth_gb_s: float | None
    rate_tflop_s: float | None
    at_least_tflop_s: float | None = None

    @property
    def ridge(self) -> float | None:
        """Return the intensity in FLOP/B at which the roof bends, None where that is not known."""
        return self.rate_tflop_s * 1000 / self.bandwidth_gb_s if self.rate_tflop_s and self.bandwidth_gb_s else None

    def reach(self, intensity: float) -> float | None:
        """Return the TFLOP/s that it can reach at an intensity in FLOP/B, None where that is not known."""
        if self.bandwidth_gb_s is None:
            return None
        slope = intensity * self.bandwidth_gb_s / 1000
        if self.rate_tflop_s is not None:
            return min(slope, self.rate_tflop_s)
        return slope if self.at_least_tflop_s is not None and slope <= self.at_least_tflop_s else None


@dataclass(frozen=True)
class Workload:
    """What goes in: a workload's name and its arithmetic intensity in FLOP/B."""

    id: str
    name: str
    intensity: float


@dataclass(frozen=True)
class Point:
    """Where a workload stands on a roof; `tflop_s` is None, and so is `y`, where nobody can tell."""

    x: float
    y: float | None
    workload: Workload
    tflop_s: float | None


@dataclass(frozen=True)
class Roof:
    """A platform as it is drawn: its line, its look, and where the line ends; `is_open` where it ends because no more is known."""

    platform: Platform
    number: int
    path: str
    dash: str
    shape: str
    look: str
    points: list[Point]
    end: tuple[float, float]
    is_open: bool


@dataclass(frozen=True)
class Label:
    """Text at the end of lines: the numbers of the platforms whose roofs end there."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Roofline:
    """What is drawn."""

    roofs: list[Roof]
    labels: list[Label]
    workloads: list[tuple[float, Workload]]
    intensities: Axis
    rates: Axis
    left_out: list[Platform] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM

    @cached_property
    def rate_ticks(self) -> list[tuple[float, str]]:
        """The heights of round rates, and how they are written."""
        return [(self.rates.at(tick), digits(tick)) for tick in self.rates.ticks()]

    @cached_property
    def intensity_ticks(self) -> list[tuple[float, str]]:
        """The places of round intensities, and how they are written."""
        return [(self.intensities.at(tick), digits(tick)) for tick in self.intensities.ticks()]

    @property
    def grid(self) -> str:
        """The lines behind the roofs, one at each tick, as a path."""
        across = [f"M{self.left} {y}H{self.right}" for y, _ in self.rate_ticks]
        return "".join([*across, *(f"M{x} {self.top}V{self.bottom}" for x, _ in self.intensity_ticks)])


def roofline(platforms: Sequence[Platform], workloads: Sequence[Workload]) -> Roofline | None:
    """Return the chart, None where no platform's bandwidth is known. `workloads` are not empty."""
    known = [(number, each) for number, each in enumerate(platforms, 1) if each.bandwidth_gb_s]
    if not known:
        return None
    ridges = [each.ridge for _, each in known if each.ridge]
    spread = [*(each.intensity for each in workloads), *ridges]
    across = logarithmic([min(spread) / 2, max(spread) * 3], LEFT, WIDTH - RIGHT)
    lowest = [across.low * (each.bandwidth_gb_s or 0) / 1000 for _, each in known]
    highest = [each.rate_tflop_s or each.at_least_tflop_s or 0 for _, each in known]
    points = [each.reach(workload.intensity) or 0 for _, each in known for workload in workloads]
    up = logarithmic([min(lowest), max(*lowest, *highest, *points)], HEIGHT - BOTTOM, TOP)
    roofs = [_roof(number, each, workloads, across, up) for number, each in known]
    return Roofline(
        roofs=roofs,
        labels=_labels(roofs),
        workloads=[(across.at(each.intensity), each) for each in workloads],
        intensities=across,
        rates=up,
        left_out=[each for each in platforms if not each.bandwidth_gb_s],
    )


def _roof(number: int, platform: Platform, workloads: Sequence[Workload], across: Axis, up: Axis) -> Roof:
    bandwidth = platform.bandwidth_gb_s or 1.0
    top = platform.rate_tflop_s or platform.at_least_tflop_s or up.high
    bend = min(max(min(top, up.high) * 1000 / bandwidth, across.low), across.high)
    is_open = platform.rate_tflop_s is None
    corners = [(x, min(x * bandwidth / 1000, top)) for x in (across.low, bend)]
    if not is_open and bend < across.high:
        corners.append((across.high, top))
    drawn = [(across.at(x), up.at(y)) for x, y in corners]
    points = []
    for workload in workloads:
        rate = platform.reach(workload.intensity)
        y = None if rate is None else up.at(rate)
        points.append(Point(across.at(workload.intensity), y, workload, rate))
    return Roof(
        platform=platform,
        number=number,
        path="M" + "L".join(f"{x} {y}" for x, y in drawn),
        dash=DASHES[number - 1],
        shape=SHAPES[number - 1],
        look=CLASSES[number - 1],
        points=points,
        end=drawn[-1],
        is_open=is_open,
    )


def _labels(roofs: Sequence[Roof]) -> list[Label]:
    """One label for all roofs that end at the same place, "?" behind one that ends for want of a figure; none hides another."""
    ends: dict[tuple[float, float], list[str]] = {}
    for roof in roofs:
        ends.setdefault(roof.end, []).append(f"{roof.number}{'?' if roof.is_open else ''}")
    labels: list[Label] = []
    for (x, y), numbers in sorted(ends.items(), key=lambda item: item[0][1]):
        near = [label.y for label in labels if abs(label.x - x) < 40]
        labels.append(Label(x, max(y, max(near) + LABEL_HEIGHT) if near else y, ",".join(numbers)))
    return labels
