"""The home page: a search box, the questions that people come with, what is new, how much is known and how much disputed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Request, Response

from ingest.query import rows
from web.render import Context, Visit, address, show

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

# What the questions are asked about when somebody only follows the link.
EXAMPLES = {
    "first": "DGX Spark",
    "second": "RTX PRO 5000",
    "third": "DGX Station",
    "platform": "DGX Spark",
    "machine": "Ryzen AI Max+ 395",
    "metric": "memory bandwidth",
    "day": "2026-03-15",
    "gb": "45",
    "scope": "complete system",
    "model": "gpt-oss 120B",
    "workload": "decode-70b-q4-b1-8k",
    "gap": "single-sourced",
    "first_devices": "8",
    "second_devices": "4",
    "recipe": "q4_k_m",
    "context": "32768",
    "rented": "H100",
}
COUNTED = ("platforms", "claims", "sources", "prices", "measurements")
COMPARED = ("dgx-spark", "rtx-pro-5000-72gb", "dgx-station-gb300")
NEWEST = 6


async def home_page(datasette: Datasette, request: Request) -> Response:
    """Show what there is, how much is known, and the questions that people come with."""
    queries = await datasette.get_canned_queries("kb", None)
    return await show(datasette, request, "home.html", lambda connection, visit: read(connection, visit, queries))


def read(connection: sqlite3.Connection, visit: Visit, queries: dict[str, Any]) -> Context:
    """Return what the home page shows."""
    known = {row["id"] for row in rows(connection, "SELECT id FROM platforms")}
    return {
        "about": rows(connection, "SELECT * FROM about")[0],
        "counts": {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in COUNTED},
        "disputes": dict(connection.execute("SELECT status, COUNT(*) FROM disputes GROUP BY status").fetchall()),
        "compared": address("/compare", p=[platform for platform in COMPARED if platform in known] or None),
        "prices": rows(connection, _NEWEST_PRICES, NEWEST),
        "platforms": rows(connection, _NEWEST_PLATFORMS, NEWEST),
        "questions": [
            (
                visit.language.texts.get(f"question.{name}", query.get("title") or name),
                f"/kb/{name}" + (f"?{example}" if (example := _example(query["sql"])) else ""),
            )
            for name, query in queries.items()
        ],
    }


def _example(sql: str) -> str:
    """The query string that asks a canned query about something that people ask about."""
    return urlencode({name: value for name, value in EXAMPLES.items() if f":{name}" in sql})


_NEWEST_PRICES = """
SELECT x.platform_id, p.name, x.printed, x.basis, x.as_of FROM prices AS x JOIN platforms AS p ON p.id = x.platform_id
WHERE x.rank <> 'deprecated' ORDER BY x.as_of_day DESC, x.id LIMIT ?
"""
_NEWEST_PLATFORMS = """
SELECT id, name, released FROM platforms WHERE released IS NOT NULL AND lifecycle = 'shipping' ORDER BY released DESC, id LIMIT ?
"""
