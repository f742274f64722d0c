"""What our templates show on the row pages of platforms, facts, claims and sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from ingest.dossier import dossier
from ingest.query import rows


def _platform(connection: sqlite3.Connection, platform_id: str) -> dict[str, Any]:
    return {"dossier": dossier(connection, platform_id)}


def _fact(connection: sqlite3.Connection, platform_id: str, metric_id: str) -> dict[str, Any]:
    found = dossier(connection, platform_id)
    figure = next((figure for figure in found.figures if figure.metric_id == metric_id), None) if found else None
    used = rows(
        connection,
        "SELECT DISTINCT column_name FROM lineage WHERE platform_id = ? AND input = ? ORDER BY column_name",
        platform_id,
        metric_id,
    )
    ranked = rows(connection, _RANKED, platform_id, metric_id)
    return {"platform": found.platform if found else None, "figure": figure, "used": used, "ranked": ranked}


def _claim(connection: sqlite3.Connection, claim_id: str) -> dict[str, Any]:
    return {"claim": next(iter(rows(connection, _CLAIM, claim_id)), None)}


def _source(connection: sqlite3.Connection, source_id: str) -> dict[str, Any]:
    return {
        "document": next(iter(rows(connection, "SELECT * FROM sources WHERE id = ?", source_id)), None),
        "claims": rows(connection, _CLAIMS_OF_SOURCE, source_id),
        "prices": rows(
            connection,
            "SELECT x.*, p.name FROM prices x JOIN platforms p ON p.id = x.platform_id WHERE source_id = ? ORDER BY as_of_day DESC, x.id",
            source_id,
        ),
        "copies": rows(
            connection, "SELECT id, title, publisher FROM sources WHERE copies_source_id = ? ORDER BY id", source_id
        ),
    }


_RANKED = """
SELECT r.place, a.chosen_because, c.id, c.printed, c.at, c.as_of, c.stage, c.rank,
       s.id AS source_id, s.n, s.publisher, s.kind, a.agrees
FROM rankings AS r JOIN claims AS c ON c.id = r.claim_id JOIN sources AS s ON s.id = c.source_id JOIN agreements AS a ON a.claim_id = c.id
WHERE r.platform_id = ? AND r.metric_id = ? ORDER BY r.place
"""
_CLAIM = """
SELECT c.*, p.name AS platform, m.label, m.meaning, s.publisher, s.title, s.url, s.kind AS source_kind, s.n, s.published, s.checked_on,
       s.checked_how, a.agrees, f.claim_id = c.id AS is_chosen, f.printed AS chosen_printed
FROM claims AS c
JOIN platforms AS p ON p.id = c.platform_id
JOIN metrics AS m ON m.id = c.metric_id
JOIN sources AS s ON s.id = c.source_id
LEFT JOIN agreements AS a ON a.claim_id = c.id
LEFT JOIN facts AS f ON f.platform_id = c.platform_id AND f.metric_id = c.metric_id
WHERE c.id = ?
"""
_CLAIMS_OF_SOURCE = """
SELECT c.id, c.platform_id, p.name, c.metric_id, m.label, c.printed, c.at, c.rank, c.stage, c.why, a.agrees, f.claim_id = c.id AS is_chosen
FROM claims AS c
JOIN platforms AS p ON p.id = c.platform_id
JOIN metrics AS m ON m.id = c.metric_id
LEFT JOIN agreements AS a ON a.claim_id = c.id
LEFT JOIN facts AS f ON f.platform_id = c.platform_id AND f.metric_id = c.metric_id
WHERE c.source_id = ? ORDER BY p.name, m.place
"""

# By table: how many keys its rows have, and what reads a row.
READERS: dict[str, tuple[int, Callable[..., dict[str, Any]]]] = {
    "platforms": (1, _platform),
    "facts": (2, _fact),
    "claims": (1, _claim),
    "sources": (1, _source),
}
