"""What is known of one platform, as cells: the chosen facts, what speaks against them, its price, what was derived from them.

A kb.db never changes while it is served, so what was read of a platform is kept in memory, by the fingerprint of the base. What differs
from page to page is not: which cells stand side by side, whether they differ, and the numbers of their sources.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from ingest.query import Row, rows
from web.compare.cells import INFINITE, Cell
from web.language import Language
from web.numbers import digits

GIB = 1.073741824
SHOWN_NOTES = 2
MOST_KEPT = 600


@dataclass(frozen=True)
class Known:
    """What is known of a platform. `cells` and `metrics` are by metric; `derived` is its row of the comparison of all platforms,
    `computed` the cells that were made of it and of the price, by column."""

    cells: dict[str, Cell]
    metrics: dict[str, Row]
    price: Row | None
    derived: Row
    computed: dict[str, Cell] = field(default_factory=dict)


_kept: dict[tuple[str, str, str], Known] = {}
_kept_rows: dict[tuple[str, str], list[Row]] = {}


def known(connection: sqlite3.Connection, platform_id: str, language: Language, fingerprint: str | None) -> Known:
    """Return what is known of a platform that exists; from memory, unless `fingerprint` is None, as it is for an earlier day."""
    key = (fingerprint or "", platform_id, language.code)
    found = _kept.get(key) if fingerprint else None
    if found is None:
        found = _read(connection, platform_id, language)
        if fingerprint:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = found
    return found


def kept_rows(connection: sqlite3.Connection, sql: str, fingerprint: str | None) -> list[Row]:
    """Return what a SELECT without parameters finds; from memory, unless `fingerprint` is None. Not to be changed."""
    if fingerprint is None:
        return rows(connection, sql)
    key = (fingerprint, sql)
    if key not in _kept_rows:
        if len(_kept_rows) >= MOST_KEPT:
            _kept_rows.clear()
        _kept_rows[key] = rows(connection, sql)
    return _kept_rows[key]


def _read(connection: sqlite3.Connection, platform_id: str, language: Language) -> Known:
    support: dict[str, list[str]] = {}
    for claim_id, source_id in connection.execute(_SUPPORT, (platform_id,)):
        support.setdefault(claim_id, []).append(source_id)
    against: dict[str, list[Row]] = {}
    for dispute in rows(connection, _DISPUTES, platform_id):
        against.setdefault(dispute["chosen_claim_id"], []).append(dispute)
    metrics, cells = {}, {}
    for fact in rows(connection, _FACTS, platform_id):
        metrics[fact["metric_id"]] = fact
        sources = list(dict.fromkeys(support[fact["claim_id"]]))
        cell = _cell(fact, language)
        cell.sources, cell.more = sources[:SHOWN_NOTES], max(len(sources) - SHOWN_NOTES, 0)
        cell.disputes = against.get(fact["claim_id"], [])
        cells[fact["metric_id"]] = cell
    for row in rows(connection, _UNKNOWN, platform_id):
        if row["metric_id"] not in cells:
            metrics[row["metric_id"]] = row
            cells[row["metric_id"]] = Cell(text=language.word("state", "unknown"), sources=[row["source_id"]])
    price = next(iter(rows(connection, _PRICES, platform_id)), None)
    return Known(cells, metrics, price, rows(connection, _DERIVED, platform_id)[0])


def _cell(fact: Row, language: Language) -> Cell:
    cell = Cell(
        link=f"/platform/{fact['platform_id']}/{fact['metric_id']}",
        printed=fact["printed"],
        agreeing=fact["agreeing"],
        dissenting=fact["dissenting"] if fact["disputed"] else 0,
    )
    if fact["stage"] != "shipping":
        cell.lines.append(language.word("stage", fact["stage"]))
        cell.parts["stage"] = fact["stage"]
    if fact["state"] != "value":
        cell.value, cell.text = fact["state"], language.word("state", fact["state"])
    elif fact["kind"] != "quantity":
        cell.value = cell.text = fact["text"]
    else:
        _quantity(cell, fact, language)
    return cell


def _quantity(cell: Cell, fact: Row, language: Language) -> None:
    """Fill in a number. The trade prints GB for GiB: 80 GiB stands beside 80 GB, as in the comparison of all platforms."""
    by = GIB if fact["binary_unit"] and fact["gb_may_mean_gib"] else 1.0
    cell.unit = "GiB" if by != 1.0 else ""
    value: float = fact["value"] / by
    cell.value, cell.text = value, digits(value)
    cell.low = -INFINITE if fact["low"] is None else fact["low"] / by
    cell.high = INFINITE if fact["high"] is None else fact["high"] / by
    if fact["bound"] == "range":
        cell.lines.append(fact["printed"])
    elif fact["bound"] != "exact":
        cell.text = f"{language.word('claim_bound', fact['bound'])} {cell.text}"
    if fact["bound"] != "exact":
        cell.parts["qualifier"] = fact["bound"]


_FACTS = """
SELECT f.platform_id, f.metric_id, f.claim_id, f.printed, f.value, f.low, f.high, f.text, f.state, f.bound, f.binary_unit, f.stage,
       f.agreeing, f.dissenting, f.disputed, m.label, m.kind, m.unit, m.better, m.meaning, m.place, m.gb_may_mean_gib
FROM facts AS f JOIN metrics AS m ON m.id = f.metric_id WHERE f.platform_id = ?
"""
_UNKNOWN = """
SELECT c.platform_id, c.metric_id, c.source_id, m.label, m.kind, m.unit, m.better, m.meaning, m.place
FROM claims AS c JOIN metrics AS m ON m.id = c.metric_id WHERE c.platform_id = ? AND c.state = 'unknown' ORDER BY c.id
"""
_SUPPORT = """
SELECT f.claim_id, c.source_id
FROM facts AS f JOIN agreements AS a ON a.chosen_claim_id = f.claim_id JOIN claims AS c ON c.id = a.claim_id
JOIN rankings AS r ON r.claim_id = a.claim_id
WHERE f.platform_id = ? AND a.agrees AND c.rank <> 'deprecated' ORDER BY r.place
"""
_DISPUTES = """
SELECT d.chosen_claim_id, d.other_claim_id, d.other_printed, d.other_source_id, d.status, d.reason, s.publisher
FROM disputes AS d JOIN sources AS s ON s.id = d.other_source_id
WHERE d.platform_id = ? ORDER BY d.status <> 'open', d.status, d.id
"""
_PRICES = """
SELECT b.*, r.source_id AS rate_source_id
FROM buying_prices AS b LEFT JOIN exchange_rates AS r ON r.id = b.rate_id WHERE b.platform_id = ?
"""
_DERIVED = "SELECT * FROM comparison WHERE platform_id = ?"
