"""What kb.db knows, as the checks need it: names, metrics, chosen facts, claims, prices and sources. Read once, looked up often."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from ingest.query import Row, rows


@dataclass(frozen=True, slots=True)
class Name:
    """A name that means a platform."""

    alias: str
    platform_id: str
    ambiguous: bool
    lang: str


@dataclass
class Knowledge:
    """The base behind a check. Build it with `load`."""

    names: list[Name]
    platforms: dict[str, Row]
    metrics: dict[str, Row]
    facts: dict[tuple[str, str], Row]
    claims: dict[tuple[str, str], list[Row]]
    prices: dict[str, list[Row]]
    sources: dict[str, Row]
    known_urls: list[Row]
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    first_days: dict[str, int] = field(
        default_factory=dict
    )  # on which any source speaks of a platform, since 1970-01-01

    def fact(self, platform_id: str, metric_id: str) -> Row | None:
        """The chosen value of a metric of a platform; None where nobody published one."""
        found = self.facts.get((platform_id, metric_id))
        return found if found and found["value"] is not None else None

    def said(self, platform_id: str, metric_id: str) -> list[Row]:
        """Every claim with a value about a metric of a platform."""
        return self.claims.get((platform_id, metric_id), [])


COARSE = 0.05  # half the width of a figure as a share of it: "1 TB/s" is anything from 0.5 to 1.5


def width(stated: Row) -> float:
    """Return how far from its value the ends of what a row states lie, as a share of the value; an open end counts for nothing."""
    if not stated["value"]:
        return 0.0
    ends = [end for end in (stated["low"], stated["high"]) if end is not None]
    return max((abs(end - stated["value"]) for end in ends), default=0.0) / abs(float(stated["value"]))


def sharpened(fact: Row, claims: list[Row]) -> Row:
    """Return a fact that was printed with one digit as the finer figure that most sources print within it, if any do.

    Else "1 TB/s" would bear out 705 GB/s.
    """
    if width(fact) <= COARSE or fact["bound"] != "exact":
        return fact
    finer = [
        claim
        for claim in claims
        if claim["rank"] != "deprecated" and claim["stage"] == fact["stage"] and claim["bound"] == "exact"
        and width(claim) < width(fact) / 3 and fact["low"] <= claim["value"] <= fact["high"]
    ]  # fmt: skip
    if not finer:
        return fact
    counts = Counter(claim["value"] for claim in finer)
    best = max(finer, key=lambda claim: (counts[claim["value"]], -width(claim), claim["id"]))
    return {
        **fact, **{key: best[key] for key in ("printed", "value", "low", "high", "binary_unit", "source_id")}, "claim_id": best["id"]
    }  # fmt: skip


def load(connection: sqlite3.Connection) -> Knowledge:
    """Return what the kb.db behind `connection` knows."""
    claims: dict[tuple[str, str], list[Row]] = {}
    first_days: dict[str, int] = {}
    for row in rows(
        connection,
        "SELECT platform_id, MIN(as_of_day) AS day FROM claims WHERE as_of_day IS NOT NULL GROUP BY platform_id",
    ):
        first_days[row["platform_id"]] = row["day"]
    for row in rows(
        connection,
        "SELECT id, platform_id, metric_id, printed, value, low, high, bound, stage, rank, why, source_id, as_of, as_of_day, binary_unit"
        " FROM claims WHERE value IS NOT NULL AND text IS NULL ORDER BY id",
    ):
        claims.setdefault((row["platform_id"], row["metric_id"]), []).append(row)
    prices: dict[str, list[Row]] = {}
    for row in rows(connection, "SELECT * FROM prices ORDER BY as_of_day, id"):
        prices.setdefault(row["platform_id"], []).append(row)
    words: dict[str, set[str]] = {}
    for row in rows(
        connection,
        "SELECT DISTINCT platform_id, text FROM claims WHERE metric_id IN ('memory_type') AND text IS NOT NULL AND rank <> 'deprecated'",
    ):
        words.setdefault(row["platform_id"], set()).add(row["text"].casefold())
    tables = {row["name"] for row in rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    return Knowledge(
        names=[
            Name(row["alias"], row["platform_id"], bool(row["ambiguous"]), row["lang"])
            for row in rows(
                connection, "SELECT alias, platform_id, ambiguous, lang FROM aliases ORDER BY alias, platform_id"
            )
        ],
        platforms={row["id"]: row for row in rows(connection, "SELECT * FROM platforms")},
        metrics={row["id"]: row for row in rows(connection, "SELECT * FROM metrics")},
        facts={
            (row["platform_id"], row["metric_id"]): sharpened(
                row, claims.get((row["platform_id"], row["metric_id"]), [])
            )
            for row in rows(connection, "SELECT * FROM facts WHERE text IS NULL")
        },
        claims=claims,
        prices=prices,
        sources={row["id"]: row for row in rows(connection, "SELECT * FROM sources")},
        known_urls=rows(connection, "SELECT * FROM known_urls ORDER BY url") if "known_urls" in tables else [],
        words={platform: frozenset(found) for platform, found in words.items()},
        first_days=first_days,
    )
