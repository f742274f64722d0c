"""What every connection to kb.db gets: the limits, and the one SQL function of our own."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from ingest.spelling import fold
from web.limits import limit

# Nobody's name is longer; SQLite's clock does not tick inside a function, so a long text could outlast the time limit.
FOLD_LENGTH = 200


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Set the limits and add fold(text), which spells a name as aliases.folded does; NULL gives an empty text."""
    conn.create_function("fold", 1, _fold, deterministic=True)
    limit(conn)


def _fold(text: object) -> str:
    return "" if text is None else fold(str(text)[:FOLD_LENGTH])
