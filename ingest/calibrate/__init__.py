"""Measurements -> `data/calibration.yml`: factors, intervals, and how far estimates miss platforms that the fit never saw."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.calibrate import score
from ingest.calibrate.model import Array, Model, Observation, weights_of
from ingest.calibrate.observe import observations
from ingest.records import Calibration, Score

DIGITS = 5  # of every figure written: more than a fit on another machine agrees on
PHASES = ("decode", "prefill")
TOLERATED = 0.02  # by how much a factor may differ from one machine's arithmetic to another's


@dataclass(frozen=True)
class Fitted:
    """What a fit says."""

    factors: list[Calibration]
    scores: list[Score]


def calibrate(connection: sqlite3.Connection, step: Callable[[str], None] = lambda name: None) -> Fitted:
    """Return factors, intervals and scores from the measurements in a kb.db. Takes two minutes, nearly all of it for the scores."""
    factors: list[Calibration] = []
    scored: list[Score] = []
    for phase in PHASES:
        observed = observations(connection, phase)
        if not observed:
            continue
        model = Model(phase, observed)
        step(f"{phase}: fit to {len(observed):,} measurements")
        whole = model.fit(weights_of(observed))
        step(f"{phase}: each platform left out")
        estimated = score.left_out_ms(model, observed, whole)
        factors += [*fitted(phase, model, observed, whole), *intervals(phase, observed, estimated)]
        scored += score.scores(phase, observed, estimated)
    return Fitted(factors, scored)


def apart(connection: sqlite3.Connection, factors: Iterable[Calibration]) -> float:
    """Return by how much the largest factor differs from a fresh fit, intervals aside; 1.0 where factors are missing or left over."""
    kept = {row.key: row.factor for row in factors if row.quantity not in {"low", "high"}}
    fresh: dict[tuple[str, str, str, str], float] = {}
    for phase in PHASES:
        observed = observations(connection, phase)
        if observed:
            model = Model(phase, observed)
            fresh |= {row.key: row.factor for row in fitted(phase, model, observed, model.fit(weights_of(observed)))}
    if kept.keys() != fresh.keys():
        return 1.0
    return max((abs(kept[key] / fresh[key] - 1) for key in fresh), default=0.0)


def table(scores: Sequence[Score]) -> str:
    """Return the scores as a Markdown table: error of speed on platforms that the fit never saw."""
    lines = [
        "| phase | which | measurements | platforms | median error | 90th percentile | worst | inside the interval |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {s.phase} | {s.subset} | {s.measurements:,} | {s.platforms} | {s.median_error:.1%} | {s.p90_error:.1%} "
        f"| {s.worst_error:.0%} | {s.coverage:.0%} |"
        for s in scores
    ]
    return "\n".join(lines)


def fitted(phase: str, model: Model, observed: Sequence[Observation], logs: Array) -> list[Calibration]:
    """Return every factor of a fit, with how many measurements and platforms stand behind it."""
    rows: dict[tuple[str, str], int] = defaultdict(int)
    platforms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for o in observed:
        for key in (("all", "all"), *o.names.items()):
            rows[key] += 1
            platforms[key].add(o.platform_id)
    return [
        Calibration(phase, quantity, level, name, float(np.exp(log)), rows[level, name], len(platforms[level, name]))
        for (quantity, level, name), log in zip(model.keys, logs, strict=True)
    ]


def intervals(phase: str, observed: Sequence[Observation], estimated_ms: Array) -> Iterator[Calibration]:
    """Yield the ends of the interval, those of all and, as factors on top, those of hardware with enough measurements."""
    ratios = estimated_ms / np.array([o.measured_ms for o in observed])
    groups = np.array(score.groups_of(observed))
    general = score.interval(phase, ratios)
    for group in ["all", *sorted(set(groups) - {"all"})]:
        at = groups == group if group != "all" else np.ones(len(groups), dtype=bool)
        platforms = {o.platform_id for o, here in zip(observed, at, strict=True) if here}
        for quantity, end, all_end in zip(("low", "high"), score.interval(phase, ratios[at]), general, strict=True):
            level, factor = ("all", end) if group == "all" else ("hardware", end / all_end)
            yield Calibration(phase, quantity, level, group, factor, int(at.sum()), len(platforms))


def as_yaml(found: Fitted) -> str:
    """Return the text of `data/calibration.yml`, in the order of its keys."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Fitted) -> Iterable[str]:
    yield "# Fitted by `specproof calibrate` to data/measurements; not written by hand."
    yield "# A factor at a level other than all multiplies the general one."
    yield "factors:"
    for row in sorted(found.factors, key=lambda row: row.key):
        yield (
            f'- {{phase: {row.phase}, quantity: {row.quantity}, level: {row.level}, name: "{row.name}", factor: {_number(row.factor)}, '
            f"measurements: {row.measurements}, platforms: {row.platforms}}}"
        )
    yield "scores:"
    for entry in sorted(found.scores, key=lambda entry: (entry.phase, entry.subset)):
        yield (
            f'- {{phase: {entry.phase}, subset: "{entry.subset}", measurements: {entry.measurements}, platforms: {entry.platforms}, '
            f"median_error: {_number(entry.median_error)}, p90_error: {_number(entry.p90_error)}, "
            f"worst_error: {_number(entry.worst_error)}, coverage: {_number(entry.coverage)}, worst: {entry.worst_measurement_id}}}"
        )


def _number(value: float) -> str:
    return np.format_float_positional(value, DIGITS, unique=False, fractional=False, trim="-")
