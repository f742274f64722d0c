"""The tables of an export as Croissant (MLCommons, version 1.0): files, record sets and fields that machine-learning tools load."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.export.draft import DESCRIPTIONS, Written
from ingest.export.fields import Described, Field
from ingest.export.licence import DESCRIPTION, LICENCE, TITLE, attribution
from ingest.query import Row

_, FILE = DESCRIPTIONS
TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "string": "sc:Text"}
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(about: Row, files: Iterable[Written], described: dict[str, Described]) -> dict[str, Any]:
    """Return the description of the tables whose CSV files are among `files`."""
    written = {file.name: file for file in files}
    there = {name: table for name, table in sorted(described.items()) if f"{name}.csv" in written}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": "specproof",
        "alternateName": TITLE,
        "description": DESCRIPTION,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": LICENCE["path"],
        "version": ".".join(str(int(part)) for part in about["data_date"].split("-")),
        "datePublished": about["data_date"],
        "citeAs": attribution(about["data_date"]),
        "creator": {"@type": "sc:Organization", "name": "Specproof"},
        "distribution": [_file(written[f"{name}.csv"]) for name in there],
        "recordSet": [_record_set(table, there) for table in there.values()],
    }


def _file(file: Written) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "encodingFormat": "text/csv",
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }


def _record_set(table: Described, there: dict[str, Described]) -> dict[str, Any]:
    # A table that refers to itself would be a cycle, which loaders refuse.
    others = {
        column: f"{other}/{key}" for column, other, key in table.references if other in there and other != table.name
    }
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [_field(table.name, field, others.get(field.name)) for field in table.fields],
    }


def _field(table: str, field: Field, other: str | None) -> dict[str, Any]:
    unit = f" In {field.unit}." if field.unit else ""
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{field.name}",
        "name": field.name,
        "description": field.description + unit,
        "dataType": TYPES[field.type],
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field.name}},
    }
    if other:
        found["references"] = {"field": {"@id": other}}
    return found
