"""How fast an answer is checked: MB of text a second from 10 kB to 10 MB, for prose and for texts that were made to be slow.

    python -m bench.verify

Linear time shows as a flat line: the last column is the slowest rate over the fastest, of the sizes that take more than 50 ms.
Loading the base is not in it.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from ingest.answer.check import Check
from ingest.answer.document import from_bytes
from ingest.answer.knowledge import Knowledge, load
from ingest.build import build
from ingest.query import connect

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
MEASURABLE_S = 0.05
TEXTS = {
    "prose without figures": "Bandwidth decides how fast a model writes, capacity whether it fits; the rest is patience and cooling.\n\n",
    "an answer": (
        "The DGX Spark has 128 GB of memory and 273 GB/s of bandwidth [1]. The RTX PRO 5000 reaches 1.3 TB/s [2], which is more.\n\n"
        "Whether that is enough depends on the model, on its bits for each weight, and on how many people wait for it.\n\n"
    ),
    "figures only": "273 GB/s ",
    "names only": "DGX Spark RTX PRO 5000 ",
    "table rows": "| DGX Spark | 273 GB/s | 128 GB |\n",
    "opening brackets": "[",
    "addresses": "https://docs.example.org/some/page ",
    "entries": "[1] https://docs.example.org/some/page\n",
}


def main() -> None:
    """Measure and print the table. Takes about five minutes."""
    with tempfile.TemporaryDirectory(prefix="specproof-bench-") as folder:
        kb = build(ROOT / "data", Path(folder) / "kb.db").path
        with closing(connect(kb)) as connection:
            knowledge = load(connection)
    heads = [f"{size / 1e6:g} MB" for size in SIZES]
    print(f"| MB/s of | {' | '.join(heads)} | slowest / fastest |")
    print("|---|" + "--:|" * (len(SIZES) + 1))
    for name, piece in TEXTS.items():
        times = [_seconds(piece, size, knowledge) for size in SIZES]
        rates = [size / 1e6 / seconds for size, seconds in zip(SIZES, times, strict=True)]
        steady = [rate for rate, seconds in zip(rates, times, strict=True) if seconds >= MEASURABLE_S]
        flat = f"{min(steady) / max(steady):.2f}" if steady else "too fast to tell"
        print(f"| {name} | {' | '.join(f'{rate:.2f}' for rate in rates)} | {flat} |", flush=True)


def _seconds(piece: str, size: int, knowledge: Knowledge) -> float:
    """Seconds to check a text of `size` bytes: the median of three, or one try where that takes long."""
    text = (piece * (size // len(piece) + 1))[:size]
    times = []
    for _ in range(3 if size <= 100_000 else 1):
        document = from_bytes(text.encode(), "x")
        begun = perf_counter()
        Check(document, knowledge).report()
        times.append(perf_counter() - begun)
    return median(times)


if __name__ == "__main__":
    main()
