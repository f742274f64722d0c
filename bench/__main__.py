"""`python -m bench [ingest|bounds|verify|serve|files]`: run benchmarks and print Markdown tables. Writes nothing into the repository."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "ingest": "Building: cost per claim, medians of interleaved rounds",
    "bounds": "Bounds: cost per cell, and rows of cases a second",
    "verify": "Checking an answer: MB of text a second, and how flat that is",
    "serve": "Serving: one request at a time, gzip on, as a browser asks",
    "files": "Files: how long they take to write, and how large they are",
}


def main(arguments: list[str]) -> int:
    """Run the parts named, or all of them; return the exit code."""
    unknown = [name for name in arguments if name not in PARTS]
    if unknown:
        print(f'"{unknown[0]}" is not a benchmark; usage: python -m bench [{"|".join(PARTS)}]', file=sys.stderr)
        return 2
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, {platform.system()}"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for name in arguments or PARTS:
        print(f"\n## {PARTS[name]}\n", flush=True)
        # A process of its own for each: what one imports and holds is no part of what another measures.
        finished = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, env=environment)
        if finished.returncode:
            return finished.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
