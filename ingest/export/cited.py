"""kb.db -> the references that citations.py writes: of everything, of one platform, of one metric of it, of one claim or price."""

from __future__ import annotations

import sqlite3

from ingest.export.citations import Cited, Printed
from ingest.query import Row, rows


def all_sources(connection: sqlite3.Connection) -> list[Cited]:
    """Return every source, in the order of its id."""
    return [Cited.of(row) for row in rows(connection, "SELECT * FROM sources ORDER BY id")]


def sources_of(connection: sqlite3.Connection, platform_id: str) -> list[Cited]:
    """Return every source that states a figure, a price or a measured speed of a platform, in the order of its id."""
    return [Cited.of(row) for row in rows(connection, _OF_PLATFORM, platform=platform_id)]


def figures_of(connection: sqlite3.Connection, platform_id: str, metric_id: str) -> list[Cited]:
    """Return every claim about a metric of a platform as a cited figure: the chosen one first, then in the order of trust."""
    found = rows(connection, f"{_CLAIMS} WHERE c.platform_id = ? AND c.metric_id = ? {_ORDER}", platform_id, metric_id)
    return list(map(_cited, found))


def figure(connection: sqlite3.Connection, id_: str) -> Cited | None:
    """Return one claim, or one price, as a cited figure; None if nothing has this id."""
    found = rows(connection, f"{_CLAIMS} WHERE c.id = ?", id_) or rows(connection, f"{_PRICES} WHERE c.id = ?", id_)
    return _cited(found[0]) if found else None


def _cited(row: Row) -> Cited:
    printed = Printed(row["figure_id"], row["platform"], row["metric"], row["printed"], row["at"])
    return Cited.of(row, printed)


_OF_PLATFORM = """
SELECT * FROM sources WHERE id IN (
  SELECT source_id FROM claims WHERE platform_id = :platform
  UNION SELECT source_id FROM prices WHERE platform_id = :platform
  UNION SELECT source_id FROM measurements WHERE platform_id = :platform
) ORDER BY id
"""
_CLAIMS = """
SELECT s.*, c.id AS figure_id, c.printed, c.at, p.name AS platform, m.label AS metric
FROM claims AS c JOIN sources AS s ON s.id = c.source_id JOIN platforms AS p ON p.id = c.platform_id JOIN metrics AS m ON m.id = c.metric_id
LEFT JOIN rankings AS r ON r.claim_id = c.id
"""
_ORDER = "ORDER BY r.place IS NULL, r.place, c.id"
_PRICES = """
SELECT s.*, c.id AS figure_id, c.printed, COALESCE(c.at, 'price') AS at, p.name AS platform, c.basis || ' price on ' || c.as_of AS metric
FROM prices AS c JOIN sources AS s ON s.id = c.source_id JOIN platforms AS p ON p.id = c.platform_id
"""
