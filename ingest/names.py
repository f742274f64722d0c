"""A name as people write it -> the platforms it means. A name that fits several variants gives them all."""

from __future__ import annotations

import sqlite3

from rapidfuzz import fuzz, process

from ingest.spelling import fold


def resolve(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the ids of every platform that `name` can mean, best first; an empty list if there is none.

    An id or an exact name wins. A name that is marked ambiguous, or means a family, gives every variant.
    """
    wanted = fold(name)
    if not wanted:
        return []
    rows = connection.execute(
        "SELECT a.folded, a.platform_id, p.family FROM aliases AS a JOIN platforms AS p ON p.id = a.platform_id ORDER BY a.platform_id"
    ).fetchall()
    if any(platform_id == name for _, platform_id, _ in rows):
        return [name]
    exact = sorted({platform_id for folded, platform_id, _ in rows if folded == wanted})
    if exact:
        return exact
    return sorted({platform_id for _, platform_id, family in rows if wanted in {fold(platform_id), fold(family or "")}})


def suggest(connection: sqlite3.Connection, name: str, limit: int = 5) -> list[str]:
    """Return the names most like one that means nothing, each with its platform's id."""
    rows = connection.execute("SELECT folded, platform_id FROM aliases ORDER BY alias, platform_id").fetchall()
    found = process.extract(
        fold(name), [folded for folded, _ in rows], scorer=fuzz.WRatio, limit=limit * 3, score_cutoff=60
    )
    ids = dict.fromkeys(rows[place][1] for _, _, place in found)
    return list(ids)[:limit]
