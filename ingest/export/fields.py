"""What each column of each table holds: type, unit and description, for the files that describe themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from ingest.generate import COMPARISON, described
from ingest.query import rows
from ingest.records import Formula, Metric
from ingest.tables import column_of, comparison_columns

# A number's unit ends its name, the longest ending first.
ENDINGS = {
    "_bytes_per_token": "B", "tok_s_per_dollar": "tok/s per USD", "joules_per_token": "J", "usd_per_million_tokens": "USD",
    "per_usd": "currency units per USD", "_tflop_s": "TFLOP/s", "_top_s": "TOP/s", "_tok_s": "tok/s", "_gb_s": "GB/s", "gb_s": "GB/s",
    "_tflop": "TFLOP", "_ms": "ms", "_gb": "GB", "_usd": "USD", "_bits": "bit", "_tokens": "token", "_days": "d",
    "_day": "days since 1970-01-01", "first_day": "days since 1970-01-01", "_w": "W",
}  # fmt: skip
# Units that no name tells: estimates of a speed lose their ending where they are ends of an interval.
UNITS = {"estimate_low": "tok/s", "estimate_high": "tok/s", "context": "token", "prompt": "token", "generated": "token"}
# UCUM has no FLOP, token or currency: these stand in braces, which every reader of UCUM takes as an annotation.
UCUM = {
    "GB/s": "GBy/s", "GB": "GBy", "B": "By", "TFLOP/s": "10*12.{FLOP}/s", "TOP/s": "10*12.{OP}/s", "TFLOP": "10*12.{FLOP}",
    "tok/s": "{token}/s", "tok/s per USD": "{token}/s/{USD}", "ms": "ms", "J": "J", "W": "W", "d": "d", "bit": "bit", "USD": "{USD}",
    "token": "{token}", "GB/s per USD": "GBy/s/{USD}", "GB per USD": "GBy/{USD}", "TFLOP/s per USD": "10*12.{FLOP}/s/{USD}",
    "GB/s per W": "GBy/s/W", "FLOP/B": "{FLOP}/By",
}  # fmt: skip
# Columns whose name says the same in every table, where the schema is silent.
COMMON = {
    "id": "Permanent id.", "name": "Name.", "label": "Name for people.", "url": "Address.", "at": "Where in the document it stands.",
    "printed": "As the source prints it.", "meaning": "What it means.", "reference": "Where the definition comes from.",
    "file": "The file in data/ that holds it.", "line": "Its line in that file.", "phase": "decode, prefill, serving or training.",
    "engine": "Software that runs the model.", "backend": "Which backend of it.", "engine_version": "Its version, as printed.",
    "runtime": "Family of engines.", "devices": "How many devices work together.", "batch": "Sequences at once.",
    "as_of": "Day, month or year that it is about.", "stage": "announced, preliminary or shipping.", "unit": "Unit of the numbers.",
    "bound": "exact, about, up_to, at_least or range.", "value": "The number.", "low": "Least it can mean.", "high": "Most it can mean.",
    "text": "What a text or date says.", "state": "value, none or unknown.", "lang": "Language.", "publisher": "Who published it.",
    "basis": "launch_msrp, list, street, quote, used or cloud_hour.", "scope": "card, or complete system.", "amount": "The number.",
    "title": "Title.", "sql": "SQL expression or SELECT.", "alias": "A name.", "vendor": "Who makes it.", "count": "How many.",
    "layers": "Layers of the model.", "source_url": "Address of the source.",
}  # fmt: skip
TYPES = {"INTEGER": "integer", "FLOAT": "number", "BOOLEAN": "boolean"}


@dataclass(frozen=True)
class Field:
    """A column: its type is integer, number, boolean or string; its unit and UCUM code where it has one."""

    name: str
    type: str
    description: str
    unit: str | None
    required: bool

    @property
    def ucum(self) -> str | None:
        """The unit as UCUM writes it."""
        return UCUM.get(self.unit or "")


@dataclass(frozen=True)
class Described:
    """A table: what a row is, its columns, its key, and the columns that name rows of other tables."""

    name: str
    description: str
    fields: list[Field]
    key: list[str]
    references: list[tuple[str, str, str]]


def describe(connection: sqlite3.Connection, tables: dict[str, list[str]]) -> dict[str, Described]:
    """Return the description of every table, given the columns of each; added columns hold a source's address."""
    from_schema = described()
    metrics, formulas = _dictionary(connection)
    from_schema["comparison"] = (COMPARISON, {name: text for name, _, text in comparison_columns(metrics, formulas)})
    units = {column_of(metric): metric.unit for metric in metrics if metric.unit and metric.unit != "count"}
    units |= {formula.id: formula.unit for formula in formulas}
    found = {}
    for name, columns in tables.items():
        info = {row[1]: row for row in connection.execute(f'PRAGMA table_info("{name}")')}
        foreign = connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
        references = sorted((row[3], row[2], row[4] or "id") for row in foreign)
        owners = {column: table for column, table, _ in references}
        meaning, texts = from_schema.get(name, ("", {}))
        fields = []
        for column in columns:
            row = info.get(column)
            kind = TYPES.get(row[2], "string") if row else "string"
            text = texts.get(column) or (f"A row of {owners[column]}." if column in owners else _common(column))
            unit = (units.get(column) if name == "comparison" else None) or _unit(column, kind)
            fields.append(Field(column, kind, text, unit, bool(row and row[3])))
        key = [row[1] for row in sorted(info.values(), key=lambda row: row[5]) if row[5]]
        found[name] = Described(name, meaning, fields, key, references)
    return found


def _dictionary(connection: sqlite3.Connection) -> tuple[Iterable[Metric], Iterable[Formula]]:
    """The dictionary as kb.db holds it: of an entry only what columns are named and described by."""
    metrics = [SimpleNamespace(**row) for row in rows(connection, "SELECT * FROM metrics ORDER BY place")]
    formulas = [SimpleNamespace(**row) for row in rows(connection, "SELECT * FROM formulas ORDER BY rowid")]
    return cast(Any, metrics), cast(Any, formulas)


def _common(column: str) -> str:
    if column.endswith("_url"):
        return "Address of the source."
    return COMMON.get(column, column.replace("_", " ").capitalize() + ".")


def _unit(column: str, kind: str) -> str | None:
    if kind not in {"number", "integer"}:
        return None
    endings = (unit for ending, unit in sorted(ENDINGS.items(), key=lambda x: -len(x[0])) if column.endswith(ending))
    return UNITS.get(column) or next(endings, None)
