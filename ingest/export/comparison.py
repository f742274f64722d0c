"""A comparison as it is shown -> CSV and JSON: every figure with its unit, its footnotes, their addresses, and whether it is disputed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.export.columns import Column
from ingest.export.licence import LICENCE
from ingest.export.shown import Cell, Shown, shown
from ingest.export.tabular import csv_bytes
from ingest.query import Row, rows


def comparison_csv(
    connection: sqlite3.Connection,
    platform_ids: Sequence[str] | None = None,
    workload_id: str | None = None,
    as_of: str | None = None,
    columns: Sequence[str] | None = None,
) -> bytes:
    """Return a comparison as CSV, one row a platform; its arguments and errors are those of `shown`.

    Beside each figure stand its unit, its footnote numbers (those of the JSON and the workbook of the same comparison), the addresses of
    its sources, and whether sources dispute it.
    """
    found = shown(connection, platform_ids, workload_id, as_of, columns)
    urls = _urls(connection)
    header = [name for column in found.columns for name in _names(column)]
    lines = (
        [value for column in found.columns for value in _values(found, column, found.cell(platform, column), urls)]
        for platform in found.platforms
    )
    return csv_bytes(header, lines)


def comparison_json(
    connection: sqlite3.Connection,
    platform_ids: Sequence[str] | None = None,
    workload_id: str | None = None,
    as_of: str | None = None,
    columns: Sequence[str] | None = None,
) -> bytes:
    """Return a comparison as JSON: what it is about, its columns, the figures of each platform, and the sources by number."""
    found = shown(connection, platform_ids, workload_id, as_of, columns)
    urls = _urls(connection)
    document = {
        "title": "Specproof comparison",
        "data_date": found.about["data_date"],
        "fingerprint": found.about["fingerprint"],
        "as_of": found.day,
        "licence": LICENCE["name"],
        "workload": {name: found.workload[name] for name in ("id", "name", "phase", "batch", "prompt", "context")},
        "columns": [
            {"id": c.id, "name": c.name, "label": c.label, "unit": c.unit, "meaning": c.meaning} for c in found.columns
        ],
        "platforms": [
            {"id": platform["id"], "name": platform["name"], "figures": _figures(found, platform, urls)}
            for platform in found.platforms
        ],
        "sources": list(listed_sources(connection, found)),
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def listed_sources(connection: sqlite3.Connection, found: Shown) -> Iterator[Row]:
    """Yield the sources that a comparison names, by footnote number: the row of `sources`, with that number as `n`."""
    by_id = {row["id"]: row for row in rows(connection, "SELECT * FROM sources")}
    for source_id, number in found.notes.listed().items():
        yield by_id[source_id] | {"n": number}


def _urls(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, url FROM sources").fetchall())


def _names(column: Column) -> list[str]:
    if not column.cited:
        return [column.name]
    return [column.name, *(f"{column.id}_{part}" for part in ("unit", "notes", "source_urls", "disputed"))]


def _values(found: Shown, column: Column, cell: Cell, urls: dict[str, str]) -> list[Any]:
    if not column.cited:
        return [cell.value]
    if cell.value is None:
        return [None] * 5
    return [
        cell.value,
        column.unit,
        " ".join(map(str, found.notes.numbers(cell.sources))),
        " ".join(urls[source_id] for source_id in cell.sources),
        "yes" if cell.dissenting else "no",
    ]


def _figures(found: Shown, platform: Row, urls: dict[str, str]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for column in found.columns:
        cell = found.cell(platform, column)
        if cell.value is None:
            continue
        figures[column.id] = {"value": cell.value}
        if column.cited:
            figures[column.id] |= {
                "unit": column.unit,
                "printed": cell.printed,
                "qualifier": cell.qualifier or None,
                "notes": found.notes.numbers(cell.sources),
                "source_urls": [urls[source_id] for source_id in cell.sources],
                "disputed": cell.dissenting > 0,
            }
        if cell.agreeing:
            figures[column.id] |= {"agreeing": cell.agreeing, "dissenting": cell.dissenting}
    return figures
