"""kb.db as it would have been on an earlier day: what was known by then, chosen by the rules that choose today.

*As of a day* means:

- A claim, a price or a measurement counts from its `known_day` on (known.py): the day that it is about, by its own date or its
  document's; of a month or a year the last day. An undated one counts only from the day on which its document was read. What may have
  been said by then, but not certainly, is left out, and `left_out` lists it, so that a page can show it apart.
- The buying price is that day's: the 60 and 180 days of its rule end on the day, and exchange rates are those of the price's month.
- The lifecycle is what was said by then: withdrawn from a known withdrawal date on; shipping once the known release date has passed or
  something said of the thing on sale is known; announced before; NOT_YET where nothing at all is known. From the data's own day on it is
  the word of the data.
- The yardstick is today's: workloads, models, recipes, assumptions, calibration, trust, and which claims are deprecated and why. So two
  days differ only by what was known of the hardware and of its price.

There is no second rule of choice. What was known stands in temporary tables that hide the stored ones, and the stored definitions run
over them; `dossier` and any SELECT on the same connection then read that day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from ingest import dossier as dossiers
from ingest.derive import RELEASED
from ingest.dossier import Dossier
from ingest.quantity import QuantityError
from ingest.query import Row, rows, undone
from ingest.spelling import day_number, parse_date

DATED = ("claims", "prices", "measurements")
NOT_YET = "not known yet"
# What is asked about the base itself, today, not about what was known.
OF_TODAY = ("freshness", "gaps", "coverage")


class NoSuchDay(ValueError):
    """A day that is none, or that lies after the data; the message says which."""


def day_of(connection: sqlite3.Connection, text: str) -> date:
    """Return the day meant by ``2026-03-15``; of a month or a year its last day. Raises NoSuchDay."""
    try:
        day = parse_date(text).last
    except QuantityError as error:
        raise NoSuchDay(str(error)) from error
    (last,) = connection.execute("SELECT data_date FROM about").fetchone()
    if day.isoformat() > last:
        raise NoSuchDay(f"the data end on {last}; what {day} will know is not known")
    return day


def comparison(connection: sqlite3.Connection, platform_ids: Sequence[str], day: str | date) -> list[Row]:
    """Return the row of the table comparison of each platform, in the order asked for, as it was on `day`.

    Each row has three columns more: `as_of` (the day), `known` (claims and prices that counted) and `left_out` (claims that may have
    been said by then). Where `known` is 0 the lifecycle is NOT_YET and every figure is empty. Unknown ids are left out. Raises NoSuchDay.
    """
    with known_by(connection, day, platform_ids, with_speeds=False) as then:
        found = {row["platform_id"]: row for row in rows(connection, "SELECT * FROM comparison")}
        known = dict(connection.execute(_KNOWN).fetchall())
        missing = _count(left_out(connection, platform_ids, then))
    return [
        found[id_] | {"as_of": then.isoformat(), "known": known.get(id_, 0), "left_out": missing.get(id_, 0)}
        for id_ in platform_ids
        if id_ in found
    ]


def dossier(connection: sqlite3.Connection, platform_id: str, day: str | date) -> Dossier | None:
    """Return everything that was known about a platform on `day`, None if there is no such platform. Raises NoSuchDay."""
    near = [row[0] for row in connection.execute(_NEAR, {"id": platform_id})]
    with known_by(connection, day, [platform_id, *near]) as then:
        found = dossiers.dossier(connection, platform_id)
        missing = left_out(connection, [platform_id], then)
        unborn = {row[0] for row in connection.execute("SELECT id FROM platforms WHERE lifecycle = ?", (NOT_YET,))}
    if not found:
        return None
    found.part_of[:] = [row for row in found.part_of if row["id"] not in unborn]
    found.variants[:] = [row for row in found.variants if row["id"] not in unborn]
    if platform_id in unborn:  # nothing is known, so nothing follows
        found.bounds.clear()
    used = {source["n"] for source in found.sources} | {row["n"] for row in missing}
    documents = [row for row in rows(connection, "SELECT * FROM sources ORDER BY n") if row["n"] in used]
    return replace(found, as_of=then.isoformat(), left_out=missing, sources=documents, freshness=None)


def left_out(connection: sqlite3.Connection, platform_ids: Iterable[str], day: date) -> list[Row]:
    """Return the claims that `day` does not use though they may have been said by then.

    They are undated and were read later, or `as_of` is a month or a year that was not over.
    """
    ids = tuple(platform_ids)
    return rows(connection, _LEFT_OUT.format(marks=_marks(ids)), *ids, day_number(day), day.isoformat())


@contextmanager
def known_by(
    connection: sqlite3.Connection, day: str | date, platform_ids: Iterable[str], *, with_speeds: bool = True
) -> Iterator[date]:
    """Make `connection`, which may be read-only, read as of `day` for these platforms until the block ends; gives the day.

    Inside, `platforms` holds the platforms asked for and those they contain, and every derived table but OF_TODAY is that day's; sources
    keep their numbers. Read what you need to the end before the block ends. `with_speeds` off leaves measurements out, which makes it
    faster. Raises NoSuchDay.
    """
    then = day if isinstance(day, date) else day_of(connection, day)
    day_of(connection, then.isoformat())
    definitions = [
        (name, sql)
        for name, sql in connection.execute("SELECT name, sql FROM definitions ORDER BY place")
        if name not in OF_TODAY
    ]
    with undone(connection):
        _hide_said(connection, tuple(platform_ids), day_number(then), then.isoformat(), with_speeds)
        for name, sql in definitions:
            _stand_before(connection, name, sql)
            if name == "facts":
                connection.execute(RELEASED)
                connection.execute(_LIFECYCLE)
        yield then


def _hide_said(connection: sqlite3.Connection, asked: tuple[str, ...], day: int, iso: str, with_speeds: bool) -> None:
    _stand_before(connection, "platforms", _PLATFORMS.format(marks=_marks(asked)), *asked, *asked)
    _stand_before(
        connection, "about", "SELECT id, title, ? AS data_date, ? AS data_day, fingerprint FROM main.about", iso, day
    )
    for name in DATED:
        last = -1 if name == "measurements" and not with_speeds else day
        sql = f"SELECT * FROM main.{name} WHERE platform_id IN (SELECT id FROM temp.platforms) AND known_day <= {int(last)}"
        _stand_before(connection, name, sql)


def _stand_before(connection: sqlite3.Connection, name: str, sql: str, *values: object) -> None:
    """Make a temporary table that hides the stored one of the same name: the same columns, the same indexes."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    connection.execute(f"CREATE TEMP TABLE {name} AS {sql}", values)
    for _, index, *_ in connection.execute(f"PRAGMA main.index_list({name})").fetchall():
        columns = ", ".join(row[2] for row in connection.execute(f"PRAGMA main.index_info({index})"))
        connection.execute(f"CREATE INDEX temp.as_of_{index} ON {name} ({columns})")


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)


def _count(found: Iterable[Row]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in found:
        counts[row["platform_id"]] = counts.get(row["platform_id"], 0) + 1
    return counts


# What a dossier names beside its platform: its family, and what contains it.
_NEAR = """
SELECT id FROM platforms WHERE family = (SELECT family FROM platforms WHERE id = :id)
UNION SELECT platform_id FROM platform_parts WHERE part_id = :id ORDER BY 1
"""
_PLATFORMS = """
SELECT * FROM main.platforms
WHERE id IN ({marks}) OR id IN (SELECT part_id FROM platform_parts WHERE platform_id IN ({marks}))
"""
# Facts, and everything else it reads, are those of the day.
_LIFECYCLE = f"""
UPDATE platforms SET lifecycle = CASE
  WHEN (SELECT data_day FROM about) >= (SELECT data_day FROM main.about) THEN lifecycle
  WHEN NOT EXISTS (SELECT 1 FROM claims WHERE platform_id = platforms.id)
    AND NOT EXISTS (SELECT 1 FROM prices WHERE platform_id = platforms.id) THEN '{NOT_YET}'
  WHEN (SELECT value FROM facts WHERE platform_id = platforms.id AND metric_id = 'withdrawal_date') <= (SELECT data_day FROM about)
    THEN 'withdrawn'
  WHEN (SELECT value FROM facts WHERE platform_id = platforms.id AND metric_id = 'release_date') > (SELECT data_day FROM about)
    THEN 'announced'
  WHEN (SELECT value FROM facts WHERE platform_id = platforms.id AND metric_id = 'release_date') IS NOT NULL
    OR EXISTS (SELECT 1 FROM claims WHERE platform_id = platforms.id AND stage = 'shipping')
    OR EXISTS (SELECT 1 FROM prices WHERE platform_id = platforms.id AND stage = 'shipping' AND basis <> 'launch_msrp')
    THEN 'shipping'
  ELSE 'announced'
END
"""
_KNOWN = """
SELECT platform_id, COUNT(*) FROM (SELECT platform_id FROM claims UNION ALL SELECT platform_id FROM prices) GROUP BY platform_id
"""
_LEFT_OUT = """
SELECT c.platform_id, c.metric_id, m.label, c.printed, c.at, s.n, s.publisher, s.kind, s.url, s.checked_on, c.as_of, c.id AS claim_id
FROM main.claims AS c JOIN metrics AS m ON m.id = c.metric_id JOIN sources AS s ON s.id = c.source_id
WHERE c.platform_id IN ({marks}) AND c.known_day > ? AND (c.as_of IS NULL OR ? LIKE c.as_of || '%')
ORDER BY c.platform_id, m.place, s.n, c.id
"""
