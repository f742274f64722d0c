"""Every table of kb.db as CSV and JSON, each row with the address of the source behind it.

A cell that a spreadsheet would run as a formula gets a leading apostrophe in CSV; JSON keeps it as it is, because nothing executes JSON.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """A table's name, columns and rows, in key order."""

    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that hold knowledge, sorted: all but those of the search index and of SQLite itself."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return [name for (name,) in rows if "_fts" not in name]


def cited_table(connection: sqlite3.Connection, name: str, limit: int = -1) -> Table:
    """Return a table, or its first `limit` rows; a column with the source's address is added where its rows name a source by id."""
    info = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
    columns = [column[1] for column in info]
    keys = [f't."{column[1]}"' for column in sorted((c for c in info if c[5]), key=lambda c: c[5])] or ["t.rowid"]
    chosen, joins = [f't."{column}"' for column in columns], []
    for column in columns:
        if column == "source_id" or column.endswith("_source_id"):
            joins.append(f'LEFT JOIN sources AS "{column}_s" ON "{column}_s".id = t."{column}"')
            chosen.append(f'"{column}_s".url AS "{column.removesuffix("_id")}_url"')
    cursor = connection.execute(
        f'SELECT {", ".join(chosen)} FROM "{name}" AS t {" ".join(joins)} ORDER BY {", ".join(keys)} LIMIT ?',
        (limit,),
    )
    return Table(name, [column[0] for column in cursor.description], cursor.fetchall())


def csv_bytes(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return a CSV file that no spreadsheet executes: UTF-8, CRLF, a header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def json_bytes(table: Table) -> bytes:
    """Return a table as a JSON array of objects, one a line."""
    return "".join(_json_lines(table)).encode("utf-8")


def _json_lines(table: Table) -> Iterator[str]:
    yield "["
    for place, row in enumerate(table.rows):
        yield ",\n" if place else "\n"
        yield json.dumps(dict(zip(table.columns, row, strict=True)), ensure_ascii=False)
    yield "\n]\n" if table.rows else "]\n"


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
