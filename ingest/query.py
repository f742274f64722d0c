"""A kb.db, opened to be read, and its rows as mappings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def connect(path: Path) -> sqlite3.Connection:
    """Return a read-only connection to a kb.db."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def rows(connection: sqlite3.Connection, sql: str, *values: Any, **named: Any) -> list[Row]:
    """Return what a SELECT finds, each row as a mapping; `values` fill its question marks, or `named` its names."""
    cursor = connection.execute(sql, named or values)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


@contextmanager
def undone(connection: sqlite3.Connection) -> Iterator[None]:
    """Undo, when the block ends, every temporary table that it made: it would stand before a stored one for whoever reads next.

    Dropping them one by one fails where an error left a statement half read; rolling back does not. Read what you need to the end
    before the block ends. Blocks may stand in each other.
    """
    connection.execute("SAVEPOINT undone")
    try:
        yield
    finally:
        connection.execute("ROLLBACK TO undone")
        connection.execute("RELEASE undone")
