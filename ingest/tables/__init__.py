"""The tables of kb.db: the one definition of the schema.

Layers: *said* (copied from `data/`), *chosen* and *computed* (filled by `sql/`). Foreign keys, NOT NULL and CHECK make a figure
without a source impossible, not merely absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, Table
from sqlmodel import SQLModel

from ingest.records import Formula, Metric
from ingest.tables import answers, derived, limits, runs, said, speeds, upkeep
from ingest.tables.comparison import column_of, comparison_columns, slug

__all__ = [
    "answers",
    "column_of",
    "comparison_columns",
    "derived",
    "limits",
    "runs",
    "said",
    "schema",
    "slug",
    "speeds",
    "upkeep",
]


def schema(metrics: Iterable[Metric], formulas: Iterable[Formula]) -> dict[str, Table]:
    """Return every table by name, referenced ones first: the tables above, and the comparison, whose columns follow the dictionary.

    The tables are those of SQLModel themselves: a copy would hold its constraints in an order that changes from run to run.
    """
    tables = {table.name: table for table in SQLModel.metadata.sorted_tables}
    platform_id = tables["platforms"].c.id
    columns: list[Any] = [
        Column(name, type_, ForeignKey(platform_id), primary_key=True)
        if name == "platform_id"
        else Column(name, type_, nullable=name not in {"name", "vendor", "kind", "lifecycle", "open_disputes"})
        for name, type_, _ in comparison_columns(metrics, formulas)
    ]
    return tables | {"comparison": Table("comparison", MetaData(), *columns)}
