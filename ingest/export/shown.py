"""A comparison as it is shown: platforms, columns, and in each cell the value, its sources, and whether anybody disagrees.

CSV, JSON and the workbook write what stands here, so that they say the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.export.columns import BOUND_COLUMNS, PLATFORM_COLUMNS, PRICE_COLUMNS, Column, derived_column, metric_column
from ingest.export.cost import Assumptions, assumptions, usd_per_million_tokens
from ingest.export.footnotes import Footnotes
from ingest.export.moment import moment
from ingest.query import Row, rows

MOST = 8
SHOWN_NOTES = 4
GIB = 1.073741824
QUALIFIERS = {"up_to": "up to", "about": "about", "at_least": "at least", "range": "upper end of a range"}


@dataclass(frozen=True)
class Cell:
    """What stands at a platform and a column. Sources are ids, the chosen one first; publishers are counted for metrics only."""

    value: float | str | None
    printed: str | None = None
    sources: tuple[str, ...] = ()
    agreeing: int = 0
    dissenting: int = 0
    qualifier: str = ""


EMPTY = Cell(None)


@dataclass(frozen=True)
class Shown:
    """A comparison. `day` is the one as of which it is; `bounds` and `prices` are by platform; the footnotes number all cells' sources."""

    about: Row
    day: str
    workload: Row
    assumptions: Assumptions
    platforms: list[Row]
    columns: list[Column]
    cells: dict[tuple[str, str], Cell]
    bounds: dict[str, Row]
    prices: dict[str, Row]
    notes: Footnotes

    def cell(self, platform: Row, column: Column) -> Cell:
        """Return the cell of a platform and a column; an empty one where nothing is known."""
        return self.cells.get((platform["id"], column.id), EMPTY)


def shown(
    connection: sqlite3.Connection,
    platform_ids: Sequence[str] | None = None,
    workload_id: str | None = None,
    as_of: str | None = None,
    columns: Sequence[str] | None = None,
) -> Shown:
    """Return a comparison of up to eight platforms, in their order, or of all of them (None), by name.

    The workload is the default decode workload unless one is named. With `as_of` (2026-03-15) it is what was known on that day.
    `columns` are ids of metrics, formulas and the columns in columns.py; without it, of chosen platforms every metric that is known of
    one of them, of all platforms the headline metrics.
    Raises LookupError if a platform, the workload or a column is not known, ValueError if `as_of` is not a day up to the data's, or the
    platforms are none or more than eight.
    """
    platforms, workload = _platforms(connection, platform_ids), _workload(connection, workload_id)
    with moment(connection, platform_ids, as_of):
        return _shown(connection, platforms, workload, columns, everything=platform_ids is None)


def _shown(
    connection: sqlite3.Connection, platforms: list[Row], workload: Row, columns: Sequence[str] | None, everything: bool
) -> Shown:
    about = rows(connection, "SELECT m.*, a.data_date AS day FROM main.about AS m CROSS JOIN about AS a")[0]
    ids = [platform["id"] for platform in platforms]
    now = {row["id"]: row for row in rows(connection, "SELECT * FROM platforms")}
    platforms = [now[platform_id] for platform_id in ids]  # their lifecycle is that of the day
    given = assumptions(connection)
    wanted = json.dumps(ids)
    prices = {row["platform_id"]: row for row in rows(connection, "SELECT * FROM buying_prices")}
    bounds = {row["platform_id"]: row for row in rows(connection, _BOUNDS, ids=wanted, workload=workload["id"])}
    cells = {
        (platform["id"], column.id): Cell(platform[column.id]) for platform in platforms for column in PLATFORM_COLUMNS
    }
    metrics = _facts(connection, wanted, cells)
    _prices(connection, prices, cells)
    formulas = _formulas(connection, ids, cells)
    _bounds(connection, bounds, prices, given, cells)
    found = _columns(metrics, formulas, everything)
    found = _chosen(found, columns) if columns is not None else found
    notes = Footnotes()
    for platform in platforms:
        for column in found:
            notes.numbers(cells.get((platform["id"], column.id), EMPTY).sources)
    return Shown(about, about["day"], workload, given, platforms, found, cells, bounds, prices, notes)


def _platforms(connection: sqlite3.Connection, platform_ids: Sequence[str] | None) -> list[Row]:
    found = {row["id"]: row for row in rows(connection, "SELECT * FROM platforms ORDER BY name, id")}
    if platform_ids is None:
        return list(found.values())
    wanted = list(dict.fromkeys(platform_ids))
    if not 1 <= len(wanted) <= MOST:
        raise ValueError(f"a comparison has one to {MOST} platforms, not {len(wanted)}")
    for platform_id in wanted:
        if platform_id not in found:
            raise LookupError(f'"{platform_id}" is no platform')
    return [found[platform_id] for platform_id in wanted]


def _workload(connection: sqlite3.Connection, workload_id: str | None) -> Row:
    if workload_id is None:
        return rows(connection, "SELECT * FROM workloads WHERE is_default AND phase = 'decode' ORDER BY id")[0]
    found = rows(connection, "SELECT * FROM workloads WHERE id = ?", workload_id)
    if not found:
        raise LookupError(f'"{workload_id}" is no workload')
    return found[0]


def _facts(connection: sqlite3.Connection, ids: str, cells: dict[tuple[str, str], Cell]) -> list[Row]:
    """Fill the cells of all metrics; return the metrics that are known of one of the platforms, in the dictionary's order."""
    supporting: dict[str, list[str]] = {}
    for claim_id, source_id in connection.execute(_SUPPORTING, {"ids": ids}):
        supporting.setdefault(claim_id, []).append(source_id)
    known: dict[str, Row] = {}
    for fact in rows(connection, _FACTS, ids=ids):
        known[fact["metric_id"]] = fact
        value = fact["value"] if fact["kind"] == "quantity" else fact["text"]
        if fact["state"] != "value":
            value = fact["state"]
        elif fact["gb_may_mean_gib"] and fact["binary_unit"]:  # 80 GiB stands beside 80 GB, as in the comparison
            value = fact["value"] / GIB
        stage = "" if fact["stage"] == "shipping" else fact["stage"]
        cells[fact["platform_id"], fact["metric_id"]] = Cell(
            value,
            fact["printed"],
            tuple(dict.fromkeys(supporting[fact["claim_id"]]))[:SHOWN_NOTES],
            fact["agreeing"],
            fact["dissenting"] if fact["disputed"] else 0,
            ", ".join(filter(None, (QUALIFIERS.get(fact["bound"], ""), stage))),
        )
    for row in rows(connection, _UNKNOWN, ids=ids):
        said = Cell("unknown", row["printed"], (row["source_id"],), 1)
        cells.setdefault((row["platform_id"], row["metric_id"]), said)
    return sorted(known.values(), key=lambda row: row["place"])


def _prices(connection: sqlite3.Connection, prices: dict[str, Row], cells: dict[tuple[str, str], Cell]) -> None:
    rate_sources = dict(connection.execute("SELECT id, source_id FROM exchange_rates"))
    for platform_id, price in prices.items():
        sources = [price["source_id"], *([rate_sources[price["rate_id"]]] if price["rate_id"] else [])]
        qualifier = ", ".join(
            [*(["converted"] if price["rate_id"] else []), *(["older than 180 days"] if price["stale"] else [])]
        )
        cells[platform_id, "price_usd"] = Cell(
            price["amount_usd"], price["printed"], tuple(sources), qualifier=qualifier
        )
        for name in ("basis", "as_of", "scope"):
            cells[platform_id, f"price_{name}"] = Cell(price[name])


def _formulas(connection: sqlite3.Connection, ids: list[str], cells: dict[tuple[str, str], Cell]) -> list[Row]:
    """Fill the cells of the derived columns from the cells of their inputs; return the formulas."""
    formulas = rows(connection, "SELECT * FROM formulas ORDER BY rowid")
    for formula in formulas:
        inputs = [row[0] for row in connection.execute(_INPUTS, (formula["id"],))]
        marks = ", ".join(f':{name} AS "{name}"' for name in inputs)
        sql = f"SELECT {formula['sql']} FROM (SELECT {marks})"
        for platform_id in ids:
            used = [cells.get((platform_id, "price_usd" if name == "price" else name), EMPTY) for name in inputs]
            if any(not isinstance(cell.value, float) for cell in used):
                continue
            values = {name: cell.value for name, cell in zip(inputs, used, strict=True)}
            ((value,),) = connection.execute(sql, values)
            sources = tuple(dict.fromkeys(cell.sources[0] for cell in used))
            cells[platform_id, formula["id"]] = Cell(value, None, sources)
    return formulas


def _bounds(
    connection: sqlite3.Connection,
    bounds: dict[str, Row],
    prices: dict[str, Row],
    given: Assumptions,
    cells: dict[tuple[str, str], Cell],
) -> None:
    """Fill the cells of what the workload does on one device of each platform; cost follows the prices given."""
    power_sources = dict(connection.execute(_POWER_SOURCES))
    for platform_id, bound in bounds.items():
        price = prices.get(platform_id)
        own = _sources_of(cells, platform_id, ("memory_bandwidth", _usable(bound["usable_basis"])))
        sources = [*own, *([bound["rate_source"]] if bound["rate_source"] else [])]
        cost = [price["source_id"]] if price else []
        power = [power_sources[platform_id]] if platform_id in power_sources else []
        amount, speed = price["amount_usd"] if price else None, bound["estimate_tok_s"]
        per_million = usd_per_million_tokens(amount, bound["power_w"], speed, given)
        bound["usd_per_million_tokens"] = per_million
        bound["tok_s_per_dollar"] = speed / amount if speed is not None and amount else None
        for column in BOUND_COLUMNS:
            extra = {"usd_per_million_tokens": [*cost, *power], "tok_s_per_dollar": cost, "joules_per_token": power}
            rests_on = tuple(dict.fromkeys([*sources, *extra.get(column.id, [])]))
            value = bound[column.id]
            cells[platform_id, column.id] = Cell(value, None, rests_on if value is not None else ())


def _usable(basis: str | None) -> str:
    return "memory_usable" if basis == "published" else "memory_capacity"


def _sources_of(cells: dict[tuple[str, str], Cell], platform_id: str, metric_ids: Iterable[str]) -> list[str]:
    found = (cells.get((platform_id, metric_id), EMPTY) for metric_id in metric_ids)
    return [cell.sources[0] for cell in found if cell.sources]


def _columns(metrics: list[Row], formulas: list[Row], everything: bool) -> list[Column]:
    """Return the columns in a buyer's order: what it is, its memory, its price, what follows, what limits it; then everything else."""
    kept = [metric for metric in metrics if metric["headline"] or not everything]
    memory = [metric for metric in kept if metric["metric_id"].startswith("memory") and metric["headline"]]
    return [
        *PLATFORM_COLUMNS,
        *map(metric_column, memory),
        *PRICE_COLUMNS,
        *map(derived_column, formulas),
        *BOUND_COLUMNS,
        *(metric_column(metric) for metric in kept if metric not in memory),
    ]


def _chosen(columns: list[Column], wanted: Sequence[str]) -> list[Column]:
    by_id = {column.id: column for column in columns}
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        raise LookupError(f'"{unknown[0]}" is no column of this comparison; there are {", ".join(by_id)}')
    return [by_id[name] for name in dict.fromkeys(["name", *wanted])]


# Of these queries, :ids is the JSON of the platforms' ids.
_FACTS = """
SELECT f.*, m.label, m.kind, m.unit AS metric_unit, m.meaning, m.place, m.headline, m.gb_may_mean_gib
FROM facts AS f JOIN metrics AS m ON m.id = f.metric_id
WHERE f.platform_id IN (SELECT value FROM json_each(:ids))
ORDER BY f.platform_id, m.place
"""
_SUPPORTING = """
SELECT a.chosen_claim_id, c.source_id
FROM claims AS c JOIN agreements AS a ON a.claim_id = c.id JOIN rankings AS r ON r.claim_id = c.id
WHERE c.platform_id IN (SELECT value FROM json_each(:ids)) AND a.agrees AND c.rank <> 'deprecated'
ORDER BY a.chosen_claim_id, r.place
"""
_UNKNOWN = """
SELECT platform_id, metric_id, printed, source_id FROM claims
WHERE state = 'unknown' AND platform_id IN (SELECT value FROM json_each(:ids)) ORDER BY id
"""
_INPUTS = "SELECT input FROM formula_inputs WHERE formula_id = ? ORDER BY input"
_BOUNDS = """
SELECT b.*, x.power_w, f.source_id AS rate_source
FROM bounds AS b JOIN roofs AS x ON x.platform_id = b.platform_id
LEFT JOIN facts AS f ON f.platform_id = b.compute_platform_id AND f.metric_id = b.compute_metric
WHERE b.workload_id = :workload AND b.devices = 1 AND b.platform_id IN (SELECT value FROM json_each(:ids))
ORDER BY b.platform_id
"""
_POWER_SOURCES = """
SELECT x.platform_id, f.source_id FROM roofs AS x JOIN facts AS f ON f.platform_id = x.platform_id AND f.metric_id = x.power_metric
"""
