"""The sheet `Derived`: every computed value of the comparison with its formula and its inputs as printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ingest.export.columns import Column
from ingest.export.shown import EMPTY, Shown
from ingest.export.workbook.sheet import Book, Head, Table
from ingest.query import Row, rows

COST = (
    "(price / (years * 8760 h * utilisation) + power / 1000 * pue * usd_per_kwh) / (tok/s * 3600) * 1,000,000; see Cost"
)
FORMULAS = {
    "ceiling_tok_s": "tokens of a step / sum over components of max(bytes / memory_bandwidth, FLOP / peak rate)",
    "estimate_tok_s": "the same with calibrated shares of bandwidth and peak rate, and a fixed time per layer",
    "usd_per_million_tokens": COST,
    "tok_s_per_dollar": "estimated tok/s / price",
    "joules_per_token": "power / estimated tok/s",
}


def write(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write the sheet."""
    heads = ("Platform", "Column", "Value", "Unit", "Formula", "Inputs, as printed", "[n]", "Meaning", "Reference")
    table = Table(book, "Derived", [Head(head) for head in heads])
    formulas = {row["id"]: row for row in rows(connection, "SELECT * FROM formulas")}
    inputs: dict[str, list[str]] = {}
    for formula_id, name in connection.execute(
        "SELECT formula_id, input FROM formula_inputs ORDER BY formula_id, input"
    ):
        inputs.setdefault(formula_id, []).append(name)
    step = rows(connection, "SELECT * FROM steps WHERE id = ?", found.workload["step_id"])[0]
    facts = {(row["platform_id"], row["metric_id"]): row["printed"] for row in rows(connection, "SELECT * FROM facts")}
    computed = [column for column in found.columns if column.id in formulas or column.id in FORMULAS]
    for platform in found.platforms:
        for column in computed:
            cell = found.cell(platform, column)
            if cell.value is None:
                continue
            formula = formulas.get(column.id)
            used = (
                _inputs(found, platform, inputs[column.id])
                if formula
                else _bound_inputs(found, platform, column, step, facts)
            )
            table.row(
                [
                    platform["name"],
                    column.label,
                    cell.value,
                    column.unit,
                    formula["sql"] if formula else FORMULAS[column.id],
                    "; ".join(used),
                    found.notes.mark(cell.sources),
                    column.meaning,
                    formula["reference"] if formula else "definitions of limits, estimates and bounds in kb.db",
                ]
            )
    table.close()


def _inputs(found: Shown, platform: Row, names: list[str]) -> Iterator[str]:
    for name in names:
        cell = found.cells.get((platform["id"], "price_usd" if name == "price" else name), EMPTY)
        yield f"{name}: {cell.printed}"


def _bound_inputs(
    found: Shown, platform: Row, column: Column, step: Row, facts: dict[tuple[str, str], str]
) -> Iterator[str]:
    bound = found.bounds[platform["id"]]
    if column.id in {"ceiling_tok_s", "estimate_tok_s"}:
        yield f"a step reads {step['linear_gb'] + step['attention_gb']:.4g} GB"
        yield f"and takes {step['linear_tflop'] + step['attention_tflop']:.4g} TFLOP"
        yield f"memory_bandwidth: {facts.get((platform['id'], 'memory_bandwidth'))}"
        yield f"{bound['compute_metric']}: {facts.get((bound['compute_platform_id'], bound['compute_metric']))}"
    else:
        yield f"estimated speed: {bound['estimate_tok_s']:.4g} tok/s"
    if column.id in {"usd_per_million_tokens", "tok_s_per_dollar"}:
        yield f"price: {found.prices[platform['id']]['printed']}"
    if column.id in {"usd_per_million_tokens", "joules_per_token"}:
        yield f"{bound['power_metric']}: {facts.get((platform['id'], bound['power_metric']))}"
