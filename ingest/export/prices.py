"""The buying price of each platform: today's, as kb.db holds it, or that of an earlier day, by the same rule."""

from __future__ import annotations

import re
import sqlite3
from datetime import date

from ingest.query import Row, rows

EPOCH = date(1970, 1, 1)


def buying_prices(connection: sqlite3.Connection, as_of: str | None = None) -> dict[str, Row]:
    """Return the rows of buying_prices by platform; with `as_of` (2026-03-15), what they would have been on that day.

    An earlier day sees the prices seen up to then, and nothing later. Raises ValueError if `as_of` is not a day.
    """
    if as_of is None:
        found = rows(connection, "SELECT * FROM buying_prices")
    else:
        ((sql,),) = connection.execute("SELECT sql FROM definitions WHERE name = 'buying_prices'")
        # A name in WITH goes before the table of that name, so the derivation itself runs unchanged on what was known then.
        then = re.sub(r"^WITH ", _THEN, sql, count=1, flags=re.M)
        found = rows(connection, then, day=day_number(as_of))
    return {row["platform_id"]: row for row in found}


def day_number(day: str) -> int:
    """Return the days from 1970-01-01 to a day such as 2026-03-15. Raises ValueError if it is not one."""
    return (date.fromisoformat(day) - EPOCH).days


_THEN = """WITH prices AS (SELECT * FROM main.prices WHERE as_of_day <= :day),
about AS (SELECT :day AS data_day),
"""
