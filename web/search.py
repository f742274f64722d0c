"""Search: platforms by any of their names, then claims and sources by their text."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from datasette import Request, Response

from ingest import names
from ingest.query import rows
from web.render import Context, Visit, show

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

SEARCH_LIMIT = 30
SEARCH_LENGTH = 200


async def search_page(datasette: Datasette, request: Request) -> Response:
    """Show what a few words find: platforms by any name, then claims and sources by their text."""
    return await show(datasette, request, "search.html", read)


def read(connection: sqlite3.Connection, visit: Visit) -> Context:
    """Return what the search page shows."""
    wanted = visit.get("q")[:SEARCH_LENGTH].strip()
    return {"q": wanted, "found": search(connection, wanted) if wanted else None}


def search(connection: sqlite3.Connection, wanted: str) -> Context:
    """Return the platforms, claims and sources that some words find; `suggested` where no platform is called that."""
    words = [
        "".join(character for character in word if character.isalnum() or character in ".-/") for word in wanted.split()
    ]
    match = " ".join(f'"{word}"' for word in words if word)  # quoted, no word is an operator of the search engine
    if not match:
        return {"platforms": [], "suggested": False, "claims": [], "sources": []}
    ids = names.resolve(connection, wanted)
    ids += [row["id"] for row in rows(connection, _PLATFORM_HITS, match=match) if row["id"] not in ids]
    suggested = [] if ids else names.suggest(connection, wanted)
    chosen = (ids or suggested)[:SEARCH_LIMIT]
    marks = ", ".join("?" for _ in chosen)
    platforms = {row["id"]: row for row in rows(connection, f"SELECT * FROM platforms WHERE id IN ({marks})", *chosen)}
    return {
        "platforms": [platforms[platform_id] for platform_id in chosen],
        "suggested": bool(suggested),
        "claims": rows(connection, _CLAIM_HITS, match=match, limit=SEARCH_LIMIT),
        "sources": rows(connection, _SOURCE_HITS, match=match, limit=SEARCH_LIMIT),
    }


_PLATFORM_HITS = """
SELECT id FROM platforms WHERE rowid IN (SELECT rowid FROM platforms_fts WHERE platforms_fts MATCH :match)
   OR id IN (SELECT platform_id FROM aliases WHERE rowid IN (SELECT rowid FROM aliases_fts WHERE aliases_fts MATCH :match))
ORDER BY id
"""
_CLAIM_HITS = """
SELECT c.id, c.printed, c.metric_id, c.at, c.why, p.name, p.id AS platform_id
FROM claims_fts AS x JOIN claims AS c ON c.rowid = x.rowid JOIN platforms AS p ON p.id = c.platform_id
WHERE claims_fts MATCH :match ORDER BY x.rank LIMIT :limit
"""
_SOURCE_HITS = """
SELECT s.id, s.n, s.title, s.publisher, s.kind, s.url
FROM sources_fts AS x JOIN sources AS s ON s.rowid = x.rowid WHERE sources_fts MATCH :match ORDER BY x.rank LIMIT :limit
"""
