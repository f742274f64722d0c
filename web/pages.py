"""Pages of our own: home, search, and what stands on the row pages of platforms, facts, claims and sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import NotFound, Request, Response, hookimpl
from datasette.utils import tilde_decode

from ingest import names
from ingest.dossier import Row, dossier

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

Vars = dict[str, Any]
EXAMPLES = {
    "first": "DGX Spark",
    "second": "RTX PRO 5000",
    "third": "DGX Station",
    "platform": "DGX Spark",
    "metric": "memory bandwidth",
    "day": "2026-03-15",
    "gb": "45",
    "scope": "complete system",
}
SEARCH_LIMIT = 30
SEARCH_LENGTH = 200
COUNTED = ("platforms", "claims", "sources", "prices", "disputes")


@hookimpl
def extra_css_urls() -> list[str]:
    """Return the style sheet, served from here like everything else."""
    return ["/-/static-plugins/specproof/specproof.css"]


@hookimpl
def menu_links() -> list[dict[str, str]]:
    """Return the menu's links."""
    return [
        {"href": "/kb/comparison", "label": "Comparison"},
        {"href": "/search", "label": "Search"},
        {"href": "/kb/disputes?status=open", "label": "Open disputes"},
        {"href": "/kb/sources", "label": "Sources"},
        {"href": "/kb", "label": "Tables, questions and SQL"},
    ]


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Return the routes of our own."""
    return [(r"^/$", home_page), (r"^/search$", search_page)]


@hookimpl
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[Vars]] | None:
    """Return what our templates show beside what Datasette gives them."""
    readers: dict[str, tuple[int, Callable[..., Vars]]] = {
        "platforms": (1, _platform),
        "facts": (2, _fact),
        "claims": (1, _claim),
        "sources": (1, _source),
    }
    if view_name == "row" and database == "kb" and table in readers:
        keys = [tilde_decode(key) for key in request.url_vars["pks"].split(",")]
        count, reader = readers[table]
        if len(keys) != count:
            raise NotFound(f"a row of {table} has {count} keys")
        return lambda: _read(datasette, lambda connection: reader(connection, *keys))
    return None


async def _read(datasette: Datasette, reader: Callable[[sqlite3.Connection], Vars]) -> Vars:
    found: Vars = await datasette.get_database("kb").execute_fn(reader)
    return found


async def home_page(datasette: Datasette, request: Request) -> Response:
    """Show what there is, how much is known, and the questions that people come with.

    Datasette's own front page asks for permission ninety times and copies all of metadata.yml each time.
    """
    html = await datasette.render_template("home.html", await _home(datasette), request=request)
    return Response.html(html)


async def _home(datasette: Datasette) -> Vars:
    queries = await datasette.get_canned_queries("kb", None)
    counted = await _read(datasette, _counts)
    questions = [
        {"name": name, "title": query.get("title") or name, "example": _example(query["sql"])}
        for name, query in queries.items()
    ]
    return {**counted, "questions": questions}


def _example(sql: str) -> str:
    """The query string that asks a canned query about something that people ask about."""
    return urlencode({name: value for name, value in EXAMPLES.items() if f":{name}" in sql})


def _rows(connection: sqlite3.Connection, sql: str, *values: Any) -> list[Row]:
    """Rows as mappings; `values` are positional, or one mapping of names."""
    cursor = connection.execute(sql, values[0] if values and isinstance(values[0], dict) else values)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def _counts(connection: sqlite3.Connection) -> Vars:
    counts = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in COUNTED}
    about = _rows(connection, "SELECT * FROM about")[0]
    open_disputes = connection.execute("SELECT COUNT(*) FROM disputes WHERE status = 'open'").fetchone()[0]
    return {"counts": counts, "about": about, "open_disputes": open_disputes}


def _platform(connection: sqlite3.Connection, platform_id: str) -> Vars:
    return {"dossier": dossier(connection, platform_id)}


def _fact(connection: sqlite3.Connection, platform_id: str, metric_id: str) -> Vars:
    found = dossier(connection, platform_id)
    figure = next((figure for figure in found.figures if figure.metric_id == metric_id), None) if found else None
    used = _rows(
        connection,
        "SELECT DISTINCT column_name FROM lineage WHERE platform_id = ? AND input = ? ORDER BY column_name",
        platform_id,
        metric_id,
    )
    ranked = _rows(connection, _RANKED, platform_id, metric_id)
    return {"platform": found.platform if found else None, "figure": figure, "used": used, "ranked": ranked}


def _claim(connection: sqlite3.Connection, claim_id: str) -> Vars:
    return {"claim": next(iter(_rows(connection, _CLAIM, claim_id)), None)}


def _source(connection: sqlite3.Connection, source_id: str) -> Vars:
    return {
        "document": next(iter(_rows(connection, "SELECT * FROM sources WHERE id = ?", source_id)), None),
        "claims": _rows(connection, _CLAIMS_OF_SOURCE, source_id),
        "prices": _rows(
            connection,
            "SELECT x.*, p.name FROM prices x JOIN platforms p ON p.id = x.platform_id WHERE source_id = ? ORDER BY as_of_day DESC, x.id",
            source_id,
        ),
        "copies": _rows(
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


async def search_page(datasette: Datasette, request: Request) -> Response:
    """Show what a few words find: platforms by any name, then claims and sources by their text."""
    if request.method not in {"GET", "HEAD"}:
        return Response.text("Search is asked with GET.", status=405)
    typed = (request.args.get("q") or "")[:SEARCH_LENGTH]
    wanted = "".join(character if character.isprintable() else " " for character in typed).strip()
    found = await _read(datasette, lambda connection: _search(connection, wanted)) if wanted else {}
    html = await datasette.render_template("search.html", {"q": wanted, **found}, request=request)
    return Response.html(html)


def _search(connection: sqlite3.Connection, wanted: str) -> Vars:
    words = [
        "".join(character for character in word if character.isalnum() or character in ".-/") for word in wanted.split()
    ]
    match = " ".join(f'"{word}"' for word in words if word)  # quoted, no word is an operator of the search engine
    if not match:
        return {"platforms": [], "suggested": False, "claims": [], "sources": []}
    ids = names.resolve(connection, wanted)
    ids += [row["id"] for row in _rows(connection, _PLATFORM_HITS, {"match": match}) if row["id"] not in ids]
    suggested = [] if ids else names.suggest(connection, wanted)
    chosen = (ids or suggested)[:SEARCH_LIMIT]
    marks = ", ".join("?" for _ in chosen)
    platforms = {row["id"]: row for row in _rows(connection, f"SELECT * FROM platforms WHERE id IN ({marks})", *chosen)}
    return {
        "platforms": [platforms[platform_id] for platform_id in chosen],
        "suggested": bool(suggested),
        "claims": _rows(connection, _CLAIM_HITS, {"match": match, "limit": SEARCH_LIMIT}),
        "sources": _rows(connection, _SOURCE_HITS, {"match": match, "limit": SEARCH_LIMIT}),
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
