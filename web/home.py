"""The home page: what there is, how much is known, and the questions that people come with."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Request, Response

from ingest.query import rows

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
COUNTED = ("platforms", "claims", "sources", "prices", "measurements", "disputes")


async def home_page(datasette: Datasette, request: Request) -> Response:
    """Show what there is, how much is known, and the questions that people come with.

    Datasette's own front page asks for permission ninety times and copies all of metadata.yml each time.
    """
    html = await datasette.render_template("home.html", await _home(datasette), request=request)
    return Response.html(html)


async def _home(datasette: Datasette) -> dict[str, Any]:
    queries = await datasette.get_canned_queries("kb", None)
    counted = await datasette.get_database("kb").execute_fn(_counts)
    questions = [
        {"name": name, "title": query.get("title") or name, "example": _example(query["sql"])}
        for name, query in queries.items()
    ]
    return {**counted, "questions": questions}


def _example(sql: str) -> str:
    """The query string that asks a canned query about something that people ask about."""
    return urlencode({name: value for name, value in EXAMPLES.items() if f":{name}" in sql})


def _counts(connection: sqlite3.Connection) -> dict[str, Any]:
    counts = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in COUNTED}
    about = rows(connection, "SELECT * FROM about")[0]
    open_disputes = connection.execute("SELECT COUNT(*) FROM disputes WHERE status = 'open'").fetchone()[0]
    return {"counts": counts, "about": about, "open_disputes": open_disputes}
