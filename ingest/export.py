"""kb.db -> CSV, JSON and a datapackage.json of every table, each row with the address of the source behind it.

The same kb.db gives the same bytes. A cell that a spreadsheet would run as a formula gets a leading apostrophe in CSV; JSON
keeps it as it is, because nothing executes JSON.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

NAME = "specproof"
PACKAGE = "datapackage.json"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FIELD_TYPES = {"INTEGER": "integer", "FLOAT": "number", "BOOLEAN": "boolean"}

Table = tuple[list[str], Iterator[tuple[Any, ...]]]


def export(
    connection: sqlite3.Connection, folder: Path, progress: Callable[[str], None] = lambda name: None
) -> list[Path]:
    """Write every table to `folder` and return the files, sorted. The folder is replaced as a whole, at the end."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as parent:
        draft = Path(parent) / "new"
        draft.mkdir()
        resources = []
        for name in tables(connection):
            progress(name)
            resources.append(_write(connection, name, draft))
        package = _package(connection, resources)
        (draft / PACKAGE).write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")
        if folder.exists():
            _refuse_foreign(folder)
            os.replace(folder, Path(parent) / "old")
        os.replace(draft, folder)
    return sorted(folder.iterdir())


def _refuse_foreign(folder: Path) -> None:
    """Never replace a folder that holds anything but an earlier export. Raises FileExistsError."""
    found = {path.name for path in folder.iterdir()}
    try:
        package = json.loads((folder / PACKAGE).read_text("utf-8"))
        tables = {resource["name"] for resource in package["resources"]} if package["name"] == NAME else set()
    except (OSError, ValueError, KeyError, TypeError):
        tables = set()
    foreign = found - {PACKAGE} - {f"{table}{ending}" for table in tables for ending in (".csv", ".json")}
    if foreign or (found and not tables):
        held = ", ".join(sorted(foreign or found)[:3])
        raise FileExistsError(f"{folder} is not an earlier export: it holds {held}; name another folder")


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that hold knowledge, sorted: all but those of the search index and of SQLite itself."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return [name for (name,) in rows if "_fts" not in name]


def _write(connection: sqlite3.Connection, name: str, folder: Path) -> dict[str, Any]:
    columns, rows = cited_rows(connection, name)
    found = list(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in found)
    data = text.getvalue().encode("utf-8")
    (folder / f"{name}.csv").write_bytes(data)
    objects = ",\n".join(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in found)
    (folder / f"{name}.json").write_text(f"[\n{objects}\n]\n" if objects else "[]\n", "utf-8")
    return _resource(connection, name, columns, data)


def cited_rows(connection: sqlite3.Connection, name: str) -> Table:
    """Return a table's columns and rows in key order; `source_url` is added where a row names its source by id."""
    info = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
    columns = [column[1] for column in info]
    keys = ", ".join(f'"{column[1]}"' for column in sorted((c for c in info if c[5]), key=lambda c: c[5])) or "rowid"
    chosen, joins = [f't."{column}"' for column in columns], []
    for column in columns:
        if column == "source_id" or column.endswith("_source_id"):
            joins.append(f'LEFT JOIN sources AS "{column}_s" ON "{column}_s".id = t."{column}"')
            chosen.append(f'"{column}_s".url AS "{column.removesuffix("_id")}_url"')
    cursor = connection.execute(
        f'SELECT {", ".join(chosen)} FROM "{name}" AS t {" ".join(joins)} ORDER BY {_prefixed(keys)}'
    )
    return [column[0] for column in cursor.description], cursor


def _prefixed(keys: str) -> str:
    return ", ".join(f"t.{key}" for key in keys.split(", "))


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _resource(connection: sqlite3.Connection, name: str, columns: list[str], data: bytes) -> dict[str, Any]:
    types = {column[1]: column[2] for column in connection.execute(f'PRAGMA table_info("{name}")')}
    keys = [
        column[1]
        for column in sorted(connection.execute(f'PRAGMA table_info("{name}")'), key=lambda c: c[5])
        if column[5]
    ]
    foreign = [
        {"fields": [row[3]], "reference": {"resource": row[2], "fields": [row[4] or "id"]}}
        for row in sorted(connection.execute(f'PRAGMA foreign_key_list("{name}")'), key=lambda row: row[3])
    ]
    schema: dict[str, Any] = {
        "fields": [{"name": column, "type": FIELD_TYPES.get(types.get(column, ""), "string")} for column in columns],
        "primaryKey": keys,
    }
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def _package(connection: sqlite3.Connection, resources: list[dict[str, Any]]) -> dict[str, Any]:
    data_date, fingerprint = connection.execute("SELECT data_date, fingerprint FROM about").fetchone()
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "Specproof: AI-hardware figures you can cite",
        "version": data_date,
        "id": fingerprint,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "resources": resources,
    }
