"""Time of a step = sum of terms: a known time at rated peaks, with waste on top or divided by an efficiency; or a count times a fixed time.

Waste keeps a term from ever taking less than at its rated peak; an efficiency may pass 1, since some rates are floors or nominal. Every
waste, efficiency and fixed time is a product of factors: one for all, and one per runtime on a kind of hardware, per
architecture and so on, each drawn towards 1 (a penalty on the logarithms), so that what was measured little says little.
The fit minimises the logarithm of predicted by measured time under a loss that hardly grows any more for outliers (Cauchy's), and
the penalty with it: a run at a third of the speed of its like says little of what others will reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve

Array = NDArray[np.float64]
NOISE = {"decode": 0.15, "prefill": 0.30}  # logarithm of time: how far runs of one setting lie apart
RIDGE = 0.6
LONGEST_STEP = 2.0  # of a logarithm
SETTLED = 1e-6  # a step that lowers the cost by less ends the fit


@dataclass(frozen=True)
class Observation:
    """One measurement as loads has it, times in ms."""

    measurement_id: str
    platform_id: str
    chip_id: str
    hardware: str
    routing: str
    names: dict[str, str]
    times: dict[str, float]
    measured_ms: float


@dataclass(frozen=True)
class Level:
    """A set of factors that apply on top of the general one; `spread` is how far they may lie from 1, as a logarithm."""

    level: str
    spread: float


@dataclass(frozen=True)
class Term:
    """A quantity to fit, and the time it scales: grown by it (waste), divided by it (efficiency), or multiplied by it (fixed)."""

    quantity: str
    time: str
    form: Literal["waste", "efficiency", "fixed"]
    typical: float
    spread: float
    levels: tuple[Level, ...]


DECODE = (
    Term("memory_waste", "weights_ms", "waste", 0.15, 0.5,
         (Level("runtime on maker", 0.5), Level("runtime on hardware", 0.7), Level("architecture", 0.35), Level("memory", 0.35),
          Level("engine", 0.5), Level("runtime and packing", 0.35))),
    Term("cache_waste", "cache_ms", "waste", 0.6, 1.0, (Level("runtime on hardware", 1.0),)),
    Term("unpacking", "vector_ms", "fixed", 3.0, 0.1, (Level("runtime on hardware", 0.5), Level("runtime and packing", 0.25))),
    Term("attending", "attention_vector_ms", "fixed", 5.0, 1.0, (Level("runtime on hardware", 0.5),)),
    Term("layer_ms", "layers", "fixed", 0.04, 1.0,
         (Level("runtime on maker", 0.5), Level("runtime on architecture", 0.1), Level("engine", 0.4),
          Level("engine on architecture", 0.15))),
    Term("expert_layer_ms", "expert_layers", "fixed", 0.04, 1.0, (Level("runtime on maker", 0.5),)),
    Term("state_layer_ms", "state_layers", "fixed", 0.03, 1.0, (Level("runtime on maker", 0.5),)),
    Term("window_layer_ms", "window_layers", "fixed", 0.02, 1.0, (Level("runtime on maker", 0.5),)),
    Term("step_ms", "one", "fixed", 0.4, 1.0, ()),
)  # fmt: skip
PREFILL = (
    Term("compute_efficiency", "compute_ms", "efficiency", 0.5, 1.0,
         (Level("runtime", 0.5), Level("runtime and routing", 0.3), Level("routing", 0.5), Level("maker and rate", 0.7),
          Level("runtime and rate", 0.4), Level("architecture and rate", 0.4), Level("packing on CPUs", 0.6))),
    Term("attention_efficiency", "attention_ms", "efficiency", 0.37, 1.0,
         (Level("runtime on hardware", 0.5), Level("maker and rate", 0.5))),
    Term("memory_waste", "weights_ms", "waste", 0.35, 1.0, (Level("runtime on hardware", 1.0),)),
    Term("layer_ms", "layers", "fixed", 0.05, 1.0, (Level("runtime on hardware", 0.5),)),
    Term("step_ms", "one", "fixed", 1.0, 1.0, (Level("runtime on hardware", 0.5),)),
)  # fmt: skip
TERMS = {"decode": DECODE, "prefill": PREFILL}


class Model:
    """The terms of a phase over a list of observations: where each factor applies, and how to fit all of them at once."""

    def __init__(self, phase: str, observations: Sequence[Observation]) -> None:
        self.terms = TERMS[phase]
        self.noise = NOISE[phase]
        self.log_measured = np.log([o.measured_ms for o in observations])
        self.keys: list[tuple[str, str, str]] = []
        self.base: list[Array] = []
        self.places: list[list[NDArray[np.intp]]] = []
        typical: list[float] = []
        spread: list[float] = []
        for term in self.terms:
            self.base.append(np.array([1.0 if term.time == "one" else o.times[term.time] for o in observations]))
            columns = [np.full(len(observations), len(self.keys), dtype=np.intp)]
            self.keys.append((term.quantity, "all", "all"))
            typical.append(np.log(term.typical))
            spread.append(term.spread)
            for level in term.levels:
                named = [o.names[level.level] for o in observations]
                at = {name: len(self.keys) + n for n, name in enumerate(sorted(set(named)))}
                columns.append(np.array([at[name] for name in named], dtype=np.intp))
                self.keys += [(term.quantity, level.level, name) for name in at]
                typical += [0.0] * len(at)
                spread += [level.spread] * len(at)
            self.places.append(columns)
        self.typical = np.array(typical)
        self.spread = np.array(spread)

    def terms_ms(self, logs: Array) -> list[tuple[Array, Array]]:
        """Return each term's time, and by how much of itself it grows with the logarithm of its factors (-1 to 1)."""
        found = []
        for term, base, columns in zip(self.terms, self.base, self.places, strict=True):
            factor = np.exp(np.clip(sum(logs[column] for column in columns), -14.0, 8.0))
            if term.form == "waste":
                found.append((base * (1 + factor), factor / (1 + factor)))
            elif term.form == "efficiency":
                found.append((base / factor, np.full(len(base), -1.0)))
            else:
                found.append((base * factor, np.ones(len(base))))
        return found

    def predicted_ms(self, logs: Array) -> Array:
        """Return the time of every observation under these logarithms of factors."""
        return np.asarray(sum(time for time, _ in self.terms_ms(logs)))

    def fit(self, weights: Array, start: Array | None = None, steps: int = 60) -> Array:
        """Return the logarithms of all factors that fit the observations best, each observation counted with its weight.

        Gauss-Newton steps on the normal equations, each observation weighted down as the loss asks (iteratively reweighted
        least squares), shortened or damped until the cost falls.
        """
        weights = np.asarray(weights)
        logs = self.typical.copy() if start is None else start.copy()
        used = np.flatnonzero(weights > 0)
        drawn = (RIDGE / self.spread) ** 2
        cost, damping = self.cost(weights, logs), 0.0
        for _ in range(steps):
            error, jacobian = self._linearised(weights, logs, used)
            robust = 1 / (1 + error * error / 2)
            hessian = (jacobian * robust[:, None]).T @ jacobian + np.diag(drawn)
            gradient = jacobian.T @ (robust * error) + drawn * (logs - self.typical)
            for _ in range(8):
                step = solve(hessian + damping * np.diag(np.diag(hessian)), -gradient, assume_a="pos")
                nearby = logs + step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-12))
                fallen = cost - self.cost(weights, nearby)
                if fallen >= 0:
                    break
                damping = max(10 * damping, 1e-3)
            else:
                break
            logs, cost, damping = nearby, cost - fallen, damping / 5
            if fallen < SETTLED:
                break
        return logs

    def cost(self, weights: Array, logs: Array) -> float:
        """Return what a fit minimises: the loss of all observations, and how far factors are from where they are drawn."""
        error = weights * (np.log(self.predicted_ms(logs)) - self.log_measured) / self.noise
        drawn = RIDGE * (logs - self.typical) / self.spread
        return float(np.sum(2 * np.log1p(error * error / 2)) + np.sum(drawn * drawn))

    def _linearised(self, weights: Array, logs: Array, used: NDArray[np.intp]) -> tuple[Array, Array]:
        """Errors of the observations that are used, and how they change with each factor's logarithm."""
        parts = self.terms_ms(logs)
        total = np.asarray(sum(time for time, _ in parts))
        jacobian = np.zeros((len(used), len(logs)))
        rows = np.arange(len(used))
        for (time, slope), columns in zip(parts, self.places, strict=True):
            share = (weights * slope * time / total / self.noise)[used]
            for column in columns:
                jacobian[rows, column[used]] += share
        error = weights * (np.log(total) - self.log_measured) / self.noise
        return error[used], jacobian


def weights_of(observations: Sequence[Observation]) -> Array:
    """Return weights under which a platform measured often counts more than one measured once, but not in proportion."""
    counts: dict[str, int] = {}
    for observation in observations:
        counts[observation.platform_id] = counts.get(observation.platform_id, 0) + 1
    return np.array([counts[o.platform_id] ** -0.15 for o in observations])
