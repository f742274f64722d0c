"""What people call what the base has ids of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from web.language import Language


def metrics(connection: sqlite3.Connection, language: Language) -> dict[str, str]:
    """Return the name of every metric in a language, by id."""
    return {id_: language.metric(id_, label) for id_, label in connection.execute("SELECT id, label FROM metrics")}


def platforms(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of platforms by id; ids that mean nothing are left out."""
    wanted = list(ids)
    marks = ", ".join("?" for _ in wanted)
    return dict(connection.execute(f"SELECT id, name FROM platforms WHERE id IN ({marks})", wanted).fetchall())
