"""kb.db -> everything known about one platform, ready to be printed or shown on a page."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass, field

from ingest.query import Row, rows


@dataclass(frozen=True)
class Statement:
    """One claim as a reader meets it: what is printed, where, and whether it agrees with the chosen one."""

    claim_id: str
    printed: str
    n: int
    source_id: str
    publisher: str
    title: str
    url: str
    kind: str
    at: str
    as_of: str | None
    stage: str
    rank: str
    why: str | None
    agrees: bool | None


@dataclass(frozen=True)
class Figure:
    """A metric of the platform: the chosen statement, those that agree, those that do not, and why this one was chosen."""

    metric_id: str
    label: str
    unit: str | None
    class_: str
    meaning: str
    printed: str
    value: float | None
    chosen_because: str
    publishers: int
    agreeing: int
    dissenting: int
    disputed: bool
    many: bool
    chosen: Statement
    others: list[Statement]

    @property
    def supporting(self) -> list[Statement]:
        """The chosen statement and those that agree with it."""
        return [self.chosen, *(s for s in self.others if s.agrees and s.rank != "deprecated")]

    @property
    def contradicting(self) -> list[Statement]:
        """Statements that do not agree, and those recorded as wrong."""
        return [s for s in self.others if not s.agrees or s.rank == "deprecated"]


@dataclass(frozen=True)
class Derived:
    """A derived column: its value, how it is computed, and what it rests on."""

    id: str
    label: str
    unit: str
    value: float
    formula: str
    meaning: str
    inputs: list[Row]


@dataclass(frozen=True)
class Dossier:
    """Everything known about one platform; `as_of` and `left_out` (undated claims that it does not use) only for an earlier day."""

    platform: Row
    aliases: list[str]
    parts: list[Row]
    part_of: list[Row]
    variants: list[Row]
    figures: list[Figure]
    unknown: list[Row]
    prices: list[Row]
    buying_price: Row | None
    derived: list[Derived]
    bounds: list[Row]
    measured: list[Row]
    sources: list[Row] = field(default_factory=list)
    freshness: Row | None = None
    as_of: str | None = None
    left_out: list[Row] = field(default_factory=list)

    def as_json(self) -> Row:
        """Return the whole dossier as plain data."""
        return asdict(self)


def dossier(connection: sqlite3.Connection, platform_id: str) -> Dossier | None:
    """Return everything known about a platform, None if there is no such platform."""

    def of_it(sql: str) -> list[Row]:
        return rows(connection, sql, platform_id)

    found = of_it("SELECT * FROM platforms WHERE id = ?")
    if not found:
        return None
    platform = found[0]
    statements = of_it(_STATEMENTS)
    figures = _figures(of_it(_FACTS), statements)
    prices = of_it(_PRICES)
    derived = _derived(
        of_it("SELECT * FROM comparison WHERE platform_id = ?")[0],
        rows(connection, "SELECT * FROM formulas ORDER BY id"),
        of_it(_LINEAGE),
    )
    measured = of_it(_MEASURED)
    used = {row["n"] for row in (*statements, *prices, *measured)}
    return Dossier(
        platform=platform,
        aliases=[
            row["alias"]
            for row in of_it("SELECT alias FROM aliases WHERE platform_id = ? ORDER BY alias")
            if row["alias"] != platform["name"]
        ],
        parts=of_it(
            "SELECT p.id, p.name, x.count FROM platform_parts x JOIN platforms p ON p.id = x.part_id WHERE x.platform_id = ? ORDER BY p.id"
        ),
        part_of=of_it(
            "SELECT p.id, p.name, x.count FROM platform_parts x JOIN platforms p ON p.id = x.platform_id WHERE x.part_id = ? ORDER BY p.id"
        ),
        variants=rows(
            connection,
            "SELECT id, name, kind FROM platforms WHERE family = ? AND id <> ? ORDER BY id",
            platform["family"],
            platform_id,
        ),
        figures=figures,
        unknown=[s for s in statements if s["state"] == "unknown"],
        prices=prices,
        buying_price=next(iter(of_it("SELECT * FROM buying_prices WHERE platform_id = ?")), None),
        derived=derived,
        bounds=of_it(_BOUNDS),
        measured=measured,
        sources=[row for row in rows(connection, "SELECT * FROM sources ORDER BY n") if row["n"] in used],
        freshness=next(iter(of_it("SELECT * FROM freshness WHERE platform_id = ?")), None),
    )


_STATEMENTS = """
SELECT c.id AS claim_id, c.metric_id, c.printed, s.n, s.id AS source_id, s.publisher, s.title, s.url, s.kind, c.at, c.as_of, c.stage,
       c.rank, c.why, c.state, a.agrees, r.place
FROM claims AS c
JOIN sources AS s ON s.id = c.source_id
LEFT JOIN agreements AS a ON a.claim_id = c.id
LEFT JOIN rankings AS r ON r.claim_id = c.id
WHERE c.platform_id = ?
ORDER BY c.metric_id, r.place IS NULL, r.place, c.id
"""
_FACTS = """
SELECT f.*, m.label, m.class AS class_, m.meaning, m.many
FROM facts AS f JOIN metrics AS m ON m.id = f.metric_id
WHERE f.platform_id = ?
ORDER BY m.place
"""
_PRICES = """
SELECT p.*, s.n, s.publisher, s.url
FROM prices AS p JOIN sources AS s ON s.id = p.source_id
WHERE p.platform_id = ?
ORDER BY p.as_of_day DESC, p.id
"""
_LINEAGE = """
SELECT l.*, s.n, s.publisher, s.url FROM lineage AS l JOIN sources AS s ON s.id = l.source_id WHERE l.platform_id = ? ORDER BY l.id
"""
_BOUNDS = """
SELECT b.*, w.name AS workload, w.phase, w.is_default FROM bounds AS b JOIN workloads AS w ON w.id = b.workload_id
WHERE b.platform_id = ? AND b.devices = 1 ORDER BY w.is_default DESC, w.phase, w.id
"""
_MEASURED = """
SELECT r.*, m.printed, m.unit, m.backend, m.engine_version, m.prompt_tokens, m.context, m.conditions, m.as_of, s.n, s.publisher, s.url
FROM residuals AS r JOIN measurements AS m ON m.id = r.measurement_id JOIN sources AS s ON s.id = r.source_id
WHERE r.platform_id = ? AND r.devices = 1 AND r.batch = 1
ORDER BY r.kept_out IS NOT NULL, r.model_id, r.recipe_id, r.phase, r.measurement_id
LIMIT 12
"""


def _statement(row: Row) -> Statement:
    agrees = None if row["agrees"] is None else bool(row["agrees"])
    return Statement(**{name: row[name] for name in Statement.__dataclass_fields__ if name != "agrees"}, agrees=agrees)


def _figures(facts: list[Row], statements: list[Row]) -> list[Figure]:
    by_metric: dict[str, list[Row]] = {}
    for row in statements:
        if row["state"] != "unknown":
            by_metric.setdefault(row["metric_id"], []).append(row)
    figures = []
    for fact in facts:
        said = by_metric[fact["metric_id"]]
        chosen = next(row for row in said if row["claim_id"] == fact["claim_id"])
        figures.append(
            Figure(
                **{
                    name: fact[name]
                    for name in Figure.__dataclass_fields__
                    if name in fact and name not in {"disputed", "many"}
                },
                disputed=bool(fact["disputed"]),
                many=bool(fact["many"]),
                chosen=_statement(chosen),
                others=[_statement(row) for row in said if row is not chosen],
            )
        )
    return figures


def _derived(comparison: Row, formulas: list[Row], lineage: list[Row]) -> list[Derived]:
    return [
        Derived(
            id=formula["id"],
            label=formula["label"],
            unit=formula["unit"],
            value=comparison[formula["id"]],
            formula=formula["sql"],
            meaning=formula["meaning"],
            inputs=[row for row in lineage if row["column_name"] == formula["id"]],
        )
        for formula in formulas
        if comparison[formula["id"]] is not None
    ]
