"""The derivations are written once: DuckDB, given the same tables, derives the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.derive import ORDER
from ingest.export import tables
from ingest.query import connect

TYPES = {"VARCHAR": "VARCHAR", "INTEGER": "BIGINT", "FLOAT": "DOUBLE", "BOOLEAN": "BOOLEAN"}


def columns(here: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(row[1], TYPES[row[2]]) for row in here.execute(f"PRAGMA table_info({table})")]


def carry(here: sqlite3.Connection, there: duckdb.DuckDBPyConnection, table: str) -> None:
    named = columns(here, table)
    there.execute(f"CREATE TABLE {table} (" + ", ".join(f'"{name}" {type_}' for name, type_ in named) + ")")
    rows = here.execute(f"SELECT * FROM {table}").fetchall()
    if rows:
        there.executemany(f"INSERT INTO {table} VALUES (" + ", ".join("?" * len(named)) + ")", rows)


@pytest.fixture(scope="module")
def engines(kb: Path) -> Iterator[tuple[sqlite3.Connection, duckdb.DuckDBPyConnection]]:
    here, there = connect(kb), duckdb.connect()
    for table in tables(here):
        carry(here, there, table)
    yield here, there
    here.close()
    there.close()


def alike(one: Any, other: Any) -> bool:
    """Equal, but for the last digits of a sum of floats."""
    if isinstance(one, float) and isinstance(other, (int, float)):
        return one == pytest.approx(other, rel=1e-9)
    return bool(one == other)


@pytest.mark.parametrize("name", ORDER)
def test_duckdb_derives_the_same_rows(engines, name):
    here, there = engines
    (sql,) = here.execute("SELECT sql FROM definitions WHERE name = ?", (name,)).fetchone()
    names = ", ".join(column for column, _ in columns(here, name))
    keys = ", ".join(row[1] for row in here.execute(f"PRAGMA table_info({name})") if row[5])
    stored = here.execute(f"SELECT {names} FROM {name} ORDER BY {keys}").fetchall()
    derived = there.execute(f"SELECT {names} FROM ({sql}) ORDER BY {keys}").fetchall()
    assert len(derived) == len(stored) > 0
    for row, again in zip(stored, derived, strict=True):
        assert all(alike(a, b) for a, b in zip(again, row, strict=True)), row
