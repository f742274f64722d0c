"""What lies in an export, as a Data Package (version 2): each file with its hash, each column with its type, unit and meaning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.export.draft import DESCRIPTIONS, Written
from ingest.export.fields import Described, Field
from ingest.export.licence import DESCRIPTION, LICENCE, TITLE
from ingest.query import Row

NAME = "specproof"
FILE, _ = DESCRIPTIONS
PROFILES = "https://datapackage.org/profiles/2.0"
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "bib": "application/x-bibtex",
}


def package(about: Row, files: Iterable[Written], described: dict[str, Described]) -> dict[str, Any]:
    """Return the descriptor of an export; a CSV named for a table in `described` is tabular."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        "version": about["data_date"],
        "id": about["fingerprint"],
        "created": f"{about['data_date']}T00:00:00Z",
        "licenses": [LICENCE],
        "keywords": ["AI hardware", "memory bandwidth", "GPU", "accelerator", "provenance"],
        "resources": [_resource(file, described) for file in sorted(files, key=lambda file: file.name)],
    }


def _resource(file: Written, described: dict[str, Described]) -> dict[str, Any]:
    stem, _, ending = file.name.rpartition(".")
    table = described.get(stem) if ending == "csv" else None
    resource: dict[str, Any] = {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": stem if table else file.name,
        "path": file.name,
        "format": ending,
        "mediatype": MEDIA_TYPES[ending],
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if ending in {"parquet", "xlsx"}:
        del resource["encoding"]
    if table:
        resource |= {"type": "table", "description": table.description, "schema": _schema(table, set(described))}
    return {name: value for name, value in resource.items() if value}


def _schema(table: Described, there: Iterable[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": list(map(_field, table.fields)),
        "missingValues": [""],
        "primaryKey": table.key,
    }
    foreign = [
        {"fields": [column], "reference": {"resource": other, "fields": [key]}}
        for column, other, key in table.references
        if other in there
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": field.type, "description": field.description}
    if field.type == "boolean":
        found |= {"trueValues": ["1"], "falseValues": ["0"]}
    if field.unit:
        found |= {"unit": field.unit} | ({"ucum": field.ucum} if field.ucum else {})
    return found
