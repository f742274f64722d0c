"""One build, timed step by step, in a process of its own so that no other's peak memory is counted.

    python -m bench.steps DATA KB

Prints JSON: a list of [step, seconds, peak MB so far].
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from ingest.build import build

Measured = tuple[str, float, float]


class Stopwatch:
    """Ends one step where the next begins."""

    def __init__(self) -> None:
        self.measured: list[Measured] = []
        self._name: str | None = None
        self._begun = 0.0

    def __call__(self, name: str | None) -> None:
        """End the present step, and begin the one of that name; None begins nothing."""
        now = perf_counter()
        if self._name:
            self.measured.append((self._name, now - self._begun, peak_mb()))
        self._name, self._begun = name, perf_counter()


def peak_mb() -> float:
    """Return the most memory this process has held so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage counts bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measured(data: Path, kb: Path) -> list[Measured]:
    """Build `kb` from `data` and return what each step took."""
    step = Stopwatch()
    step("fingerprinting")
    build(data, kb, force=True, step=step)
    step(None)
    return step.measured


if __name__ == "__main__":
    json.dump(measured(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
