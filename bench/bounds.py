"""What one more bound costs: all derivations of speed at 250 platforms × 30 workloads × 4 device counts, and at a half and a quarter of the
platforms; and how many rows a second `specproof bound --cases` answers.

    python -m bench.bounds

Flat cost per cell is a ratio of about 1. Sizes take turns in every round, so that a busy machine slows all alike.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from ingest.bound import answer_file
from ingest.build import build
from ingest.query import connect

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = (62, 125, 250)
WORKLOADS, COUNTS, ROUNDS = 30, 4, 3
STEPS = ("limits", "loads", "efficiencies", "estimates", "bounds")
ROWS = (1_000, 10_000)


def main() -> None:
    """Measure and print both tables. Takes about a minute."""
    with tempfile.TemporaryDirectory(prefix="specproof-bench-") as folder:
        kb = build(ROOT / "data", Path(folder) / "kb.db").path
        print(cells(kb))
        print()
        print(rows(kb))


def cells(kb: Path) -> str:
    """Return the cost of every derivation per cell as a Markdown table."""
    seconds: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(ROUNDS):
        for platforms in PLATFORMS:
            steps = derive(kb, platforms)
            for step, taken in steps:
                seconds[step][platforms].append(taken)
            seconds["**together**"][platforms].append(sum(taken for _, taken in steps))
    heads = " | ".join(f"µs per cell at {n} platforms" for n in PLATFORMS)
    lines = [
        f"| derivation | {heads} | {PLATFORMS[-1]} ÷ {PLATFORMS[0]} | s at {PLATFORMS[-1]} |",
        "|---" + "|---:" * (len(PLATFORMS) + 2) + "|",
    ]
    for step in (*STEPS, "**together**"):
        total = {n: median(taken) for n, taken in seconds[step].items()}
        each = {n: total[n] / (n * WORKLOADS * COUNTS) * 1e6 for n in PLATFORMS}
        shown = " | ".join(f"{each[n]:.1f}" for n in PLATFORMS)
        lines.append(
            f"| {step} | {shown} | {each[PLATFORMS[-1]] / each[PLATFORMS[0]]:.2f} | {total[PLATFORMS[-1]]:.2f} |"
        )
    return "\n".join(lines)


def derive(kb: Path, platforms: int) -> list[tuple[str, float]]:
    """Return the seconds of each derivation over every workload and count on so many platforms."""
    taken = []
    with closing(sqlite3.connect(f"{kb.as_uri()}?mode=ro", uri=True)) as connection:
        definitions = dict(connection.execute("SELECT name, sql FROM definitions"))
        connection.execute(
            "CREATE TEMP TABLE counts AS SELECT 1 AS devices UNION SELECT 2 UNION SELECT 4 UNION SELECT 8"
        )
        connection.execute(
            "CREATE TEMP TABLE cases AS SELECT p.id || '--' || w.id || '--' || c.devices AS id, p.id AS platform_id, w.step_id, c.devices,"
            " r.engine AS runtime, r.engine AS engine, 1 AS exchanges, NULL AS threads, w.id AS workload_id, NULL AS measurement_id"
            f" FROM (SELECT id FROM platforms ORDER BY id LIMIT {platforms}) AS p"
            f" CROSS JOIN (SELECT * FROM workloads ORDER BY id LIMIT {WORKLOADS}) AS w"
            " CROSS JOIN counts AS c JOIN recipes AS r ON r.id = w.recipe_id"
        )
        (count,) = connection.execute("SELECT COUNT(*) FROM temp.cases").fetchone()
        assert count == platforms * WORKLOADS * COUNTS
        for step in STEPS:
            begun = perf_counter()
            connection.execute(f"CREATE TEMP TABLE {step} AS {definitions[step]}")
            taken.append((step, perf_counter() - begun))
    return taken


def rows(kb: Path) -> str:
    """Return how many rows of cases are answered in a second as a Markdown table."""
    lines = ["| rows of `--cases` | s | rows a second |", "|---:|---:|---:|"]
    with closing(connect(kb)) as connection:
        names = [row[0] for row in connection.execute("SELECT id FROM platforms ORDER BY id")]
        models = [row[0] for row in connection.execute("SELECT id FROM models WHERE missing IS NULL ORDER BY id")]
        for size in ROWS:
            asked = [
                {
                    "platform": names[n % len(names)],
                    "model": models[n % len(models)],
                    "recipe": "q4_k_m",
                    "context": str(n % 8192),
                }
                for n in range(size)
            ]
            begun = perf_counter()
            writer = csv.DictWriter(
                io.StringIO(), [*asked[0], "bound_type", "ceiling_tok_s", "reason"], extrasaction="ignore"
            )
            writer.writerows(answer_file(connection, asked))
            taken = perf_counter() - begun
            lines.append(f"| {size:,} | {taken:.2f} | {size / taken:,.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
