"""How long each file of an export takes to write, and how large it is.

    python -m bench.files

Each is the median of three; the database is open, and warm.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from ingest.build import build
from ingest.export import citations, cited
from ingest.export.comparison import comparison_csv, comparison_json
from ingest.export.onefile import html_bytes
from ingest.export.workbook import workbook_bytes
from ingest.query import connect

ROOT = Path(__file__).resolve().parent.parent
EIGHT = [
    "dgx-spark", "rtx-pro-5000-48gb", "rtx-pro-5000-72gb", "dgx-station-gb300", "geforce-rtx-5090", "geforce-rtx-3090",
    "mac-studio-m3-ultra-512gb", "h100-sxm",
]  # fmt: skip


def main() -> None:
    """Measure and print the table. Takes about ten seconds."""
    with tempfile.TemporaryDirectory(prefix="specproof-bench-") as folder:
        kb = build(ROOT / "data", Path(folder) / "kb.db").path
        with closing(connect(kb)) as connection:
            files: dict[str, Callable[[], bytes]] = {
                "one HTML file, the whole base": lambda: html_bytes(connection),
                "workbook, every platform": lambda: workbook_bytes(connection),
                "workbook, eight platforms": lambda: workbook_bytes(connection, EIGHT),
                "workbook, three platforms": lambda: workbook_bytes(connection, EIGHT[:3]),
                "comparison as CSV, eight platforms": lambda: comparison_csv(connection, EIGHT),
                "comparison as JSON, eight platforms": lambda: comparison_json(connection, EIGHT),
                "BibTeX of every source": lambda: citations.bibtex(cited.all_sources(connection)).encode(),
            }
            print("| file | ms | bytes | bytes, gzip |")
            print("|---|--:|--:|--:|")
            for name, write in files.items():
                times = []
                for _ in range(3):
                    begun = perf_counter()
                    data = write()
                    times.append(perf_counter() - begun)
                print(
                    f"| {name} | {median(times) * 1000:,.0f} | {len(data):,} | {len(gzip.compress(data)):,} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
