"""How much is known, by vendor and metric: as a table for people, and as a floor below which it must not fall unnoticed."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable

from ingest.query import Row, rows

FLOOR_COLUMNS = ("vendor", "subject", "known", "independent")
SHOWN = {
    "memory_capacity": "capacity",
    "memory_bandwidth": "bandwidth",
    "memory_type": "type",
    "memory_usable": "usable",
    "tdp": "power",
    "bf16_dense": "bf16",
    "fp16_dense": "fp16",
    "fp8_dense": "fp8",
    "price": "price",
    "measured speed": "measured",
}


def coverage(connection: sqlite3.Connection) -> list[Row]:
    """Return the rows of the table coverage, in order."""
    return rows(connection, "SELECT * FROM coverage ORDER BY vendor, subject")


def report(found: Iterable[Row]) -> str:
    """Return a table: one line a vendor, most platforms first, in each column of how many platforms it is known."""
    cells: dict[str, dict[str, Row]] = {}
    for row in found:
        cells.setdefault(row["vendor"], {})[row["subject"]] = row
    vendors = sorted(cells, key=lambda vendor: (-_platforms(cells[vendor]), vendor))
    width = max(6, *(len(vendor) for vendor in vendors))
    lines = [f"{'vendor':<{width}} {'platforms':>9} " + " ".join(f"{label:>9}" for label in SHOWN.values())]
    for vendor in vendors:
        counts = " ".join(f"{_known(cells[vendor], subject):>9}" for subject in SHOWN)
        lines.append(f"{vendor:<{width}} {_platforms(cells[vendor]):>9} {counts}")
    total = sum(_platforms(cells[vendor]) for vendor in vendors)
    for label, column in (("all", "known"), ("independent", "independent")):
        sums = [sum(cells[vendor][s][column] for vendor in vendors if s in cells[vendor]) for s in SHOWN]
        shares = " ".join(f"{amount / total:>9.0%}" for amount in sums)
        lines.append(f"{label:<{width}} {total:>9} {shares}")
    return "\n".join(lines) + "\n"


def as_floor(found: Iterable[Row]) -> str:
    """Return what is known as a CSV file to be committed; what nobody knows needs no floor."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FLOOR_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in found if row["known"])
    return text.getvalue()


def shrunk(found: Iterable[Row], floor: str) -> list[str]:
    """Return what is less than the floor says, one line each."""
    now = {(row["vendor"], row["subject"]): row for row in found}
    lines = []
    for row in csv.DictReader(io.StringIO(floor)):
        have = now.get((row["vendor"], row["subject"]), {"known": 0, "independent": 0})
        for column in ("known", "independent"):
            if have[column] < int(row[column]):
                lines.append(
                    f"{row['vendor']}, {row['subject']}: {column} of {have[column]} platforms, was {row[column]}"
                )
    return lines


def _platforms(subjects: dict[str, Row]) -> int:
    return int(next(iter(subjects.values()))["platforms"])


def _known(subjects: dict[str, Row], subject: str) -> int:
    return int(subjects[subject]["known"]) if subject in subjects else 0
