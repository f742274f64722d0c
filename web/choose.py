"""Fit and rank: what runs this model within this budget, in the order that the reader picks, and why the others do not."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from datasette import Request, Response

from ingest.bound import Unanswerable
from ingest.choose import DEVICES, KINDS, PRICED, RANKINGS, Wish, choose
from ingest.query import rows
from web.footnotes import Footnotes
from web.names import metrics
from web.render import Context, Visit, show

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

SHOWN_INSIDE = 40
SHOWN_OUTSIDE = 8
LARGEST_CONTEXT, MOST_USERS = 1_000_000, 1024
# What is asked where somebody only follows the link.
MODEL, RECIPE, CONTEXT = "llama-3.3-70b", "q4_k_m", 8192
NUMBER = re.compile(r"\d{1,9}(\.\d{1,2})?")


async def choose_page(datasette: Datasette, request: Request) -> Response:
    """Show the form, and what the wish in the address finds."""
    return await show(datasette, request, "choose.html", read)


def read(connection: sqlite3.Connection, visit: Visit) -> Context:
    """Return what the page shows: the form as it was filled in, what was wrong with it, and what it finds."""
    problems: list[str] = []
    wish = _wish(visit, problems)
    found = None
    known = connection.execute("SELECT COUNT(*) FROM models WHERE id = ?", (wish.model,)).fetchone()[0]
    if visit.get("model") and not known:
        problems.append(visit.language("choose.no_model", given=wish.model))
    elif known and not problems:
        try:
            found = choose(connection, wish)
        except Unanswerable as error:
            problems.append(str(error))
    return {
        "wish": wish,
        "given": {name: visit.get(name) for name in ("budget", "watts", "host")},
        "problems": problems,
        "choice": found,
        "without_host": sum(candidate.lacks_host for candidate in found.inside) if found else 0,
        "doubtful_last": wish.rank_by in PRICED and any(candidate.doubt for candidate in found.inside)
        if found
        else False,
        "metrics": metrics(connection, visit.language),
        "models": rows(connection, "SELECT id, name FROM models WHERE missing IS NULL OR missing = '' ORDER BY name"),
        "recipes": rows(connection, _RECIPES),
        "vendors": [row["vendor"] for row in rows(connection, "SELECT DISTINCT vendor FROM platforms ORDER BY vendor")],
        "kinds": KINDS,
        "rankings": list(RANKINGS),
        "device_counts": DEVICES,
        "shown_inside": SHOWN_INSIDE,
        "shown_outside": SHOWN_OUTSIDE,
        "parameters": rows(connection, "SELECT * FROM parameters ORDER BY id"),
        "notes": Footnotes(connection),
    }


def _wish(visit: Visit, problems: list[str]) -> Wish:
    """Return the wish that the address states; what it states wrongly goes to `problems` and counts as not stated."""

    def number(name: str) -> float | None:
        text = visit.get(name).replace(",", "").replace(" ", "")
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            problems.append(
                visit.language("choose.no_number", what=visit.language(f"choose.{name}"), given=visit.get(name))
            )
            return None
        return float(text)

    def whole(name: str, default: int, most: int) -> int:
        value = number(name)
        if value is None:
            return default
        if not 0 < value <= most or value % 1:
            problems.append(visit.language("choose.outside", what=visit.language(f"choose.{name}"), most=f"{most:,}"))
            return default
        return int(value)

    def one_of(name: str, known: tuple[str, ...], default: str) -> str:
        return visit.get(name) if visit.get(name) in known else default

    return Wish(
        model=visit.get("model") or MODEL,
        recipe=visit.get("recipe") or RECIPE,
        context=whole("context", CONTEXT, LARGEST_CONTEXT),
        users=whole("users", 1, MOST_USERS),
        most_devices=int(one_of("devices", tuple(str(n) for n in DEVICES), "4")),
        budget_usd=number("budget"),
        watts=number("watts"),
        kind=one_of("kind", KINDS, ""),
        vendor=visit.get("vendor"),
        host_usd=number("host") or 0.0,
        rank_by=one_of("rank", tuple(RANKINGS), "speed"),
    )


_RECIPES = """
SELECT id, name FROM recipes WHERE NOT frozen AND optimizer_bits = 0 ORDER BY name
"""
