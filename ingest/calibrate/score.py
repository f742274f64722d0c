"""How far estimates miss platforms that the fit never saw: each is left out once, with all others of its chip, and estimated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from ingest.calibrate.model import Array, Model, Observation, weights_of
from ingest.records import Score

REFIT_STEPS = 8  # a fit without one platform begins where the whole fit ended
TAIL = {
    "decode": 0.08,
    "prefill": 0.07,
}  # on either side; a platform left out strays more, so that about four of five fall inside
ENOUGH = (40, 4)  # measurements and platforms that a kind of hardware needs for an interval of its own

Subset = tuple[str, Callable[[Observation], bool]]
SUBSETS: tuple[Subset, ...] = (
    ("all", lambda o: True),
    ("dense, GPUs and unified memory", lambda o: o.routing == "dense" and o.hardware != "CPU"),
    ("dense", lambda o: o.routing == "dense"),
    ("mixture of experts", lambda o: o.routing == "MoE"),
    ("CPUs", lambda o: o.hardware == "CPU"),
    ("GPUs and unified memory", lambda o: o.hardware != "CPU"),
)


def left_out_ms(model: Model, observed: Sequence[Observation], whole: Array) -> Array:
    """Return the time of every observation as estimated by a fit to all other chips."""
    weights = weights_of(observed)
    chips = np.array([o.chip_id for o in observed])
    found = np.zeros(len(observed))
    for chip in sorted(set(chips)):
        out = chips == chip
        logs = model.fit(np.where(out, 0.0, weights), whole, REFIT_STEPS)
        found[out] = model.predicted_ms(logs)[out]
    return found


def groups_of(observed: Sequence[Observation]) -> list[str]:
    """Return for each observation whose interval it gets: its hardware's where enough is known, else that of all."""
    rows: dict[str, int] = defaultdict(int)
    platforms: dict[str, set[str]] = defaultdict(set)
    for o in observed:
        rows[o.hardware] += 1
        platforms[o.hardware].add(o.platform_id)
    return [
        o.hardware if rows[o.hardware] >= ENOUGH[0] and len(platforms[o.hardware]) >= ENOUGH[1] else "all"
        for o in observed
    ]


def interval(phase: str, ratios: Array) -> tuple[float, float]:
    """Return the ends of the interval of ratios of measured to estimated speed."""
    low, high = np.quantile(ratios, [TAIL[phase], 1 - TAIL[phase]])
    return float(low), float(high)


def inside(phase: str, observed: Sequence[Observation], ratios: Array) -> Array:
    """Return 1 where a ratio falls into the interval drawn from all other chips, else 0."""
    chips = np.array([o.chip_id for o in observed])
    groups = np.array(groups_of(observed))
    found = np.zeros(len(observed))
    for chip in sorted(set(chips)):
        out = chips == chip
        for group in sorted(set(groups[out])):
            others = ratios[~out & (groups == group)] if group != "all" else ratios[~out]
            low, high = interval(phase, others if len(others) else ratios[~out])
            here = out & (groups == group)
            found[here] = (ratios[here] >= low) & (ratios[here] <= high)
    return found


def scores(phase: str, observed: Sequence[Observation], estimated_ms: Array) -> list[Score]:
    """Return error and coverage over every subset: error is |estimated / measured speed - 1|."""
    measured = np.array([o.measured_ms for o in observed])
    ratios = estimated_ms / measured  # measured speed by estimated speed
    errors = np.abs(1 / ratios - 1)
    held = inside(phase, observed, ratios)
    hardware = sorted({o.hardware for o in observed if o.hardware != "CPU"})
    subsets = [*SUBSETS, *((name, lambda o, name=name: o.hardware == name) for name in hardware)]
    found = []
    for name, belongs in subsets:
        at = np.array([belongs(o) for o in observed])
        if not at.any():
            continue
        worst = int(np.flatnonzero(at)[np.argmax(errors[at])])
        found.append(
            Score(
                phase=phase,
                subset=name,
                measurements=int(at.sum()),
                platforms=len({o.platform_id for o, here in zip(observed, at, strict=True) if here}),
                median_error=float(np.median(errors[at])),
                p90_error=float(np.quantile(errors[at], 0.9)),
                worst_error=float(errors[worst]),
                coverage=float(held[at].mean()),
                worst_measurement_id=observed[worst].measurement_id,
            )
        )
    return found
