"""The roofline: what a platform can reach at each arithmetic intensity, and where the workloads stand on it.

Below its ridge a platform is held by its memory: TFLOP/s = FLOP/B × bandwidth. Above, by its peak rate. Where nobody has published the rate
at the precision that is drawn, the roof has no ceiling here: only the slope is drawn, and `note` says so.
Williams, Waterman, Patterson: Roofline, Communications of the ACM 52(4), 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from web.charts.axes import Axis, logarithmic
from web.charts.marks import CLASSES, DASHES, SHAPES

WIDTH, HEIGHT = 480, 340
LEFT, RIGHT, TOP, BOTTOM = 46, 30, 44, 40
LABEL_HEIGHT = 14


@dataclass(frozen=True)
class Platform:
    """What goes in: bandwidth in GB/s and peak rate in TFLOP/s of all devices together; None where it is not published."""

    id: str
    name: str
    bandwidth_gb_s: float | None
    rate_tflop_s: float | None

    def reach(self, intensity: float) -> float | None:
        """Return the TFLOP/s that it can reach at an intensity in FLOP/B, None where that is not known."""
        if self.bandwidth_gb_s is None:
            return None
        slope = intensity * self.bandwidth_gb_s / 1000
        return slope if self.rate_tflop_s is None else min(slope, self.rate_tflop_s)


@dataclass(frozen=True)
class Workload:
    """What goes in: a workload's name and its arithmetic intensity in FLOP/B."""

    id: str
    name: str
    intensity: float


@dataclass(frozen=True)
class Point:
    """Where a workload stands on a roof. `sure` is off where only the slope is known, so that the rate may be lower."""

    x: float
    y: float
    workload: Workload
    tflop_s: float
    sure: bool


@dataclass(frozen=True)
class Roof:
    """A platform as it is drawn: its line, its look, and its number at the end of the line."""

    platform: Platform
    number: int
    path: str
    dash: str
    shape: str
    look: str
    points: list[Point]
    end: tuple[float, float]


@dataclass(frozen=True)
class Label:
    """Text beside lines: the numbers of the platforms whose roofs end there."""

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


def roofline(platforms: Sequence[Platform], workloads: Sequence[Workload]) -> Roofline | None:
    """Return the chart, None where no platform's bandwidth is known. `workloads` are not empty."""
    known = [(number, each) for number, each in enumerate(platforms, 1) if each.bandwidth_gb_s]
    if not known:
        return None
    ridges = [p.rate_tflop_s * 1000 / p.bandwidth_gb_s for _, p in known if p.rate_tflop_s and p.bandwidth_gb_s]
    spread = [each.intensity for each in workloads] + ridges
    across = logarithmic([min(spread) / 2, max(spread) * 3], LEFT, WIDTH - RIGHT)
    reached = [p.reach(x) for _, p in known for x in (across.low, across.high, *(w.intensity for w in workloads))]
    up = logarithmic([rate for rate in reached if rate], HEIGHT - BOTTOM, TOP)
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
    bandwidth = platform.bandwidth_gb_s or 0.0
    turns = [across.low]
    if platform.rate_tflop_s is not None:
        turns.append(min(max(platform.rate_tflop_s * 1000 / bandwidth, across.low), across.high))
    turns.append(across.high)
    corners = [(across.at(x), up.at(platform.reach(x) or up.low)) for x in turns]
    points = []
    for workload in workloads:
        rate = platform.reach(workload.intensity)
        if rate is not None:
            sure = platform.rate_tflop_s is not None
            points.append(Point(across.at(workload.intensity), up.at(rate), workload, rate, sure))
    return Roof(
        platform=platform,
        number=number,
        path="M" + "L".join(f"{x} {y}" for x, y in corners),
        dash=DASHES[number - 1],
        shape=SHAPES[number - 1],
        look=CLASSES[number - 1],
        points=points,
        end=corners[-1],
    )


def _labels(roofs: Sequence[Roof]) -> list[Label]:
    """One label for all roofs that end at the same place; labels that would overlap are moved apart."""
    ends: dict[tuple[float, float], list[str]] = {}
    for roof in roofs:
        ends.setdefault(roof.end, []).append(str(roof.number))
    labels: list[Label] = []
    for (x, y), numbers in sorted(ends.items(), key=lambda item: item[0][1]):
        free = max(y, labels[-1].y + LABEL_HEIGHT) if labels else y
        labels.append(Label(x, free, ",".join(numbers)))
    return labels
