"""What a figure rests on: the page of a claim, of a document, of a derived number, and of what is disputed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from datasette import Request, Response

from ingest.export.citations import Cited
from ingest.export.cited import figure
from ingest.query import rows
from web.cite import citation
from web.footnotes import Footnotes
from web.names import metrics
from web.render import Context, Visit, show

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

STATUSES = ("open", "settled", "deprecated", "superseded", "copied")
DISPUTES_PER_PAGE = 50


async def claim_page(datasette: Datasette, request: Request) -> Response:
    """Show one claim: what is printed, where, what it means, and whether it agrees with the chosen one."""
    claim_id = request.url_vars["claim"]
    return await show(datasette, request, "claim.html", lambda connection, visit: read_claim(connection, claim_id))


def read_claim(connection: sqlite3.Connection, claim_id: str) -> Context | None:
    """Return what the page of a claim shows, None if there is no such claim."""
    found, cited = rows(connection, _CLAIM, claim_id), figure(connection, claim_id)
    return {"claim": found[0], "cite": citation([cited])} if found and cited else None


async def source_page(datasette: Datasette, request: Request) -> Response:
    """Show one document: everything that was read in it, and how it stands against the chosen figures."""
    source_id = request.url_vars["source"]
    return await show(datasette, request, "source.html", lambda connection, visit: read_source(connection, source_id))


def read_source(connection: sqlite3.Connection, source_id: str) -> Context | None:
    """Return what the page of a document shows, None if there is no such document."""
    found = rows(connection, "SELECT * FROM sources WHERE id = ?", source_id)
    if not found:
        return None
    return {
        "document": found[0],
        "cite": citation([Cited.of(found[0])]),
        "claims": rows(connection, _CLAIMS_OF_SOURCE, source_id),
        "prices": rows(connection, _PRICES_OF_SOURCE, source_id),
        "measured": rows(connection, _MEASURED_IN_SOURCE, source_id),
        "copies": rows(connection, "SELECT * FROM sources WHERE copies_source_id = ? ORDER BY id", source_id),
    }


async def lineage_page(datasette: Datasette, request: Request) -> Response:
    """Show what a derived number of a platform rests on, down to the documents."""
    keys = (request.url_vars["platform"], request.url_vars["column"])
    return await show(
        datasette, request, "lineage.html", lambda connection, visit: read_lineage(connection, visit, *keys)
    )


def read_lineage(connection: sqlite3.Connection, visit: Visit, platform_id: str, column: str) -> Context | None:
    """Return what the page of a derived number shows, None if there is no such number.

    `column` is a derived column of the comparison, a default workload (then its ceiling), or "bounds" (all others).
    """
    inputs = rows(connection, _LINEAGE, platform_id, column) or rows(
        connection, _LINEAGE, platform_id, f"{column} ceiling_tok_s"
    )
    if not inputs:
        return None
    platform = rows(connection, "SELECT * FROM platforms WHERE id = ?", platform_id)[0]
    formulas = rows(connection, "SELECT * FROM formulas WHERE id = ?", column)
    value = None
    if formulas:  # the name of a column: it is one of the dictionary's
        value = rows(
            connection, f'SELECT "{formulas[0]["id"]}" AS value FROM comparison WHERE platform_id = ?', platform_id
        )[0]["value"]
    bounds = rows(connection, _BOUND, platform_id, column)
    return {
        "platform": platform,
        "column": column,
        "formula": formulas[0] if formulas else None,
        "value": value,
        "bound": bounds[0] if bounds else None,
        "inputs": inputs,
        "metrics": metrics(connection, visit.language),
        "notes": Footnotes(connection),
    }


async def disputes_page(datasette: Datasette, request: Request) -> Response:
    """Show what sources disagree about, both sides, the farthest apart first."""
    return await show(datasette, request, "disputes.html", read_disputes)


def read_disputes(connection: sqlite3.Connection, visit: Visit) -> Context:
    """Return a page of disputes of one status, and how many there are of each."""
    status = visit.get("status", "open")
    status = status if status in STATUSES else "open"
    vendor, platform_id = visit.get("vendor"), visit.get("p")
    page = int(visit.get("page")) if visit.get("page").isdecimal() and len(visit.get("page")) < 6 else 1
    found = rows(connection, _DISPUTES, status=status, vendor=vendor, platform=platform_id)
    start = (max(page, 1) - 1) * DISPUTES_PER_PAGE
    return {
        "status": status,
        "vendor": vendor,
        "counts": {row["status"]: row["n"] for row in rows(connection, _STATUSES, vendor=vendor, platform=platform_id)},
        "vendors": [row["vendor"] for row in rows(connection, _VENDORS)],
        "disputes": found[start : start + DISPUTES_PER_PAGE],
        "total": len(found),
        "page": page,
        "pages": -(-len(found) // DISPUTES_PER_PAGE),
        "statuses": STATUSES,
        "notes": Footnotes(connection),
    }


_CLAIM = """
SELECT c.*, p.name AS platform, m.label, m.meaning, s.publisher, s.title, s.url, s.kind AS source_kind, s.published, s.checked_on,
       s.checked_how, s.archive_url, a.agrees, f.claim_id = c.id AS is_chosen, f.printed AS chosen_printed
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
_PRICES_OF_SOURCE = """
SELECT x.*, p.name FROM prices AS x JOIN platforms AS p ON p.id = x.platform_id WHERE source_id = ? ORDER BY as_of_day DESC, x.id
"""
_MEASURED_IN_SOURCE = """
SELECT p.id, p.name, count(*) AS n FROM measurements AS m JOIN platforms AS p ON p.id = m.platform_id
WHERE m.source_id = ? GROUP BY p.id, p.name ORDER BY p.name
"""
_LINEAGE = """
SELECT l.*, s.publisher, c.at, c.metric_id, c.platform_id AS claim_platform_id, p.name AS claim_platform
FROM lineage AS l JOIN sources AS s ON s.id = l.source_id LEFT JOIN claims AS c ON c.id = l.claim_id
LEFT JOIN platforms AS p ON p.id = c.platform_id
WHERE l.platform_id = ? AND l.column_name = ? ORDER BY l.input, l.id
"""
_BOUND = """
SELECT b.*, w.name AS workload, w.meaning FROM bounds AS b JOIN workloads AS w ON w.id = b.workload_id
WHERE b.platform_id = ? AND b.workload_id = ? AND b.devices = 1
"""
_DISPUTES = """
SELECT d.*, p.name, p.vendor, m.label, a.publisher AS chosen_publisher, b.publisher AS other_publisher, b.kind AS other_kind,
       a.kind AS chosen_kind
FROM disputes AS d JOIN platforms AS p ON p.id = d.platform_id JOIN metrics AS m ON m.id = d.metric_id
JOIN sources AS a ON a.id = d.chosen_source_id JOIN sources AS b ON b.id = d.other_source_id
WHERE d.status = :status AND (:vendor = '' OR p.vendor = :vendor) AND (:platform = '' OR p.id = :platform)
ORDER BY CASE WHEN d.ratio < 1 THEN 1 / nullif(d.ratio, 0) ELSE coalesce(d.ratio, 1) END DESC, p.name, m.place, d.id
"""
_STATUSES = """
SELECT d.status, count(*) AS n FROM disputes AS d JOIN platforms AS p ON p.id = d.platform_id
WHERE (:vendor = '' OR p.vendor = :vendor) AND (:platform = '' OR p.id = :platform) GROUP BY d.status
"""
_VENDORS = """
SELECT DISTINCT p.vendor FROM disputes AS d JOIN platforms AS p ON p.id = d.platform_id ORDER BY p.vendor
"""
