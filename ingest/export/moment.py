"""The day that a file is of: today's base, or the base as it was known on an earlier day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ingest.as_of import known_by


@contextmanager
def moment(connection: sqlite3.Connection, platform_ids: Sequence[str] | None, as_of: str | None) -> Iterator[None]:
    """Make `connection` read as of a day, such as 2026-03-15, for some platforms or all (None); without a day, change nothing.

    Inside, figures, prices and what follows from them are what was known then; see as_of.py. Raises NoSuchDay, a ValueError.
    """
    if as_of is None:
        yield
        return
    ids = platform_ids
    if ids is None:
        ids = [platform_id for (platform_id,) in connection.execute("SELECT id FROM platforms ORDER BY id")]
    with known_by(connection, as_of, ids):
        yield
