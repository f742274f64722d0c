"""What one more claim costs: each step of a build at 1,000, 10,000 and 100,000 invented claims.

    python -m bench.ingest

Beside it, as the least that any way into SQLite could cost, the claims alone as ready rows: `sqlite3 .import` of a CSV into a
table without types, keys or checks. Build and import take turns in every round, so that a busy machine slows both alike.

Builds run in processes of their own, and this module imports none of the project, because a child's peak begins at its parent's.
"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
COMMAND = shutil.which("sqlite3")
IMPORT = (
    "`sqlite3 .import` of the claims" if COMMAND else "Python's `executemany` of the claims (no sqlite3 command here)"
)
WHOLE = "**whole build**"

Times = dict[str, dict[int, list[float]]]


def main() -> None:
    """Measure and print the table. Takes a few minutes."""
    with tempfile.TemporaryDirectory(prefix="specproof-bench-") as folder:
        print(table(*measure(Path(folder))))


def measure(folder: Path, rounds: int = ROUNDS) -> tuple[Times, dict[str, dict[int, float]]]:
    """Return the seconds of every round and the largest peak in MB, by step and size. `folder` is filled with what was built."""
    seconds: Times = defaultdict(lambda: defaultdict(list))
    peaks: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for size in SIZES:
        _python("bench.synthetic", folder / str(size), size)
    for number in range(rounds):
        for size in SIZES:
            print(f"round {number + 1} of {rounds}: {size:,} claims", file=sys.stderr)
            kb, rows = folder / f"{size}.db", folder / f"{size}.csv"
            steps = json.loads(_python("bench.steps", folder / str(size), kb))
            for step, taken, peak_mb in steps:
                seconds[step][size].append(taken)
                peaks[step][size] = max(peaks[step][size], peak_mb)
            seconds[WHOLE][size].append(sum(taken for _, taken, _ in steps))
            peaks[WHOLE][size] = max(peaks[step][size] for step, *_ in steps)
            if not rows.exists():
                _write_csv(kb, rows)
            seconds[IMPORT][size].append(_import(rows, folder / "imported.db", size))
            kb.unlink()
    return seconds, peaks


def table(seconds: Times, peaks: dict[str, dict[int, float]]) -> str:
    """Return the medians as a Markdown table. Flat cost per claim is a ratio of about 1."""
    small, large = SIZES[-2:]
    heads = [
        *(f"µs per claim at {size:,}" for size in SIZES),
        f"{large:,} ÷ {small:,}",
        f"s at {large:,}",
        "peak MB so far",
    ]
    lines = [f"| step | {' | '.join(heads)} |", "|---" + "|---:" * len(heads) + "|"]
    for step, by_size in seconds.items():
        each = {size: median(taken) / size * 1e6 for size, taken in by_size.items()}
        peak = f"{peaks[step][large]:.0f}" if step in peaks else ""
        cells = [*(f"{each[size]:.1f}" for size in SIZES), f"{each[large] / each[small]:.2f}"]
        lines.append(f"| {step} | {' | '.join(cells)} | {median(by_size[large]):.2f} | {peak} |")
    times = [f"{median(seconds[WHOLE][size]) / median(seconds[IMPORT][size]):.0f}" for size in SIZES]
    lines.append(f"| whole build ÷ import | {' | '.join(times)} | | | |")
    return "\n".join(lines)


def _python(module: str, *arguments: object) -> str:
    """Run a module of this project in a process of its own and return what it printed."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _write_csv(kb: Path, rows: Path) -> None:
    with closing(sqlite3.connect(kb)) as connection, rows.open("w", newline="", encoding="utf-8") as file:
        cursor = connection.execute("SELECT * FROM claims")
        writer = csv.writer(file)
        writer.writerow(column[0] for column in cursor.description)
        writer.writerows(cursor)


def _import(rows: Path, target: Path, expected: int) -> float:
    """Return the seconds in which the CSV became a table, the start of the command included."""
    target.unlink(missing_ok=True)
    begun = perf_counter()
    if COMMAND:
        subprocess.run([COMMAND, str(target), ".mode csv", f".import {rows} claims"], check=True)
    else:
        _insert(rows, target)
    taken = perf_counter() - begun
    with closing(sqlite3.connect(target)) as connection:
        (found,) = connection.execute("SELECT COUNT(*) FROM claims").fetchone()
    if found != expected:
        raise RuntimeError(f"{found} claims were imported instead of {expected}")
    return taken


def _insert(rows: Path, target: Path) -> None:
    with closing(sqlite3.connect(target)) as connection, rows.open(newline="", encoding="utf-8") as file, connection:
        reader = csv.reader(file)
        columns = ", ".join(f'"{name}"' for name in next(reader))
        connection.execute(f"CREATE TABLE claims ({columns})")
        marks = ", ".join("?" for _ in columns.split(", "))
        connection.executemany(f"INSERT INTO claims VALUES ({marks})", reader)


if __name__ == "__main__":
    main()
