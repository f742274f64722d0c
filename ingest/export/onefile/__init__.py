"""The whole base in one HTML file that works offline."""

from __future__ import annotations

import sqlite3


def html_bytes(connection: sqlite3.Connection) -> bytes:
    """Return the HTML file. The same kb.db gives the same bytes."""
    raise NotImplementedError
