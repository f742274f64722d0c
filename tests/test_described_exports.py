"""Exports that describe themselves: Data Package 2, Croissant, Parquet; read by their own libraries, without a network."""

from __future__ import annotations

import csv
import hashlib
import json
import logging
import socket
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for
from pyarrow import parquet

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it names a field "schema"
    import dplib
    from dplib.models import Package
import mlcroissant

from ingest.export.fields import describe
from ingest.export.folder import Wanted, export
from ingest.export.tabular import cited_table, tables
from ingest.query import connect

PROFILES = Path(dplib.__file__).parent / "profiles" / "2.0"
READ = {"integer": int, "number": float, "boolean": {"1": True, "0": False}.__getitem__, "string": str}


@pytest.fixture(scope="module")
def folder(kb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("described") / "export"
    with closing(connect(kb)) as connection:
        export(connection, to, Wanted(("csv", "json", "parquet", "xlsx", "bibtex", "csl")))
    return to


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def faults(profile: str, document: object) -> Iterator[str]:
    schema = json.loads((PROFILES / profile).read_text("utf-8"))
    yield from (error.message for error in validator_for(schema)(schema).iter_errors(document))


def test_the_package_is_valid_by_the_profiles_of_version_2(package):
    assert list(faults("datapackage.json", package)) == []
    for resource in package["resources"]:
        assert list(faults("dataresource.json", resource)) == []
        assert list(faults("tableschema.json", resource.get("schema", {"fields": [{"name": "x"}]}))) == []


def test_the_profiles_would_have_found_a_fault(package):
    assert list(faults("datapackage.json", package | {"resources": [{"name": "x"}]}))
    assert list(faults("tableschema.json", {"fields": [{"name": 1, "type": "figure"}]}))


def test_the_package_is_read_by_its_own_library(package):
    read = Package.from_dict(package)
    assert read.get_resource(name="claims").path == "claims.csv"


def test_the_package_describes_every_file_with_its_hash(folder, package):
    described = {resource["path"]: resource for resource in package["resources"]}
    assert described.keys() == {path.name for path in folder.iterdir()} - {"datapackage.json", "croissant.json"}
    for path, resource in described.items():
        data = (folder / path).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_each_cell_is_of_its_column_s_type_and_each_reference_leads_somewhere(folder, package):
    read = {}
    for resource in package["resources"]:
        if "schema" not in resource:
            continue
        with open(folder / resource["path"], encoding="utf-8", newline="") as file:
            read[resource["name"]] = list(csv.DictReader(file))
        fields = resource["schema"]["fields"]
        assert not read[resource["name"]] or [field["name"] for field in fields] == list(read[resource["name"]][0])
        for row in read[resource["name"]]:
            for field in fields:
                assert row[field["name"]] == "" or READ[field["type"]](row[field["name"]]) is not None
    for resource in package["resources"]:
        schema = resource.get("schema", {})
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in read.get(resource["name"], [])]
        assert len(set(keys)) == len(keys)
        for foreign in schema.get("foreignKeys", []):
            ((column,), other) = foreign["fields"], foreign["reference"]
            there = {row[other["fields"][0]] for row in read[other["resource"]]} | {""}
            assert {row[column] for row in read[resource["name"]]} <= there


def test_every_column_has_a_meaning_and_every_quantity_of_the_comparison_its_unit(package, ask):
    for resource in package["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert field["description"].strip(), (resource["name"], field["name"])
    (comparison,) = (resource for resource in package["resources"] if resource["name"] == "comparison")
    units = {field["name"]: field.get("unit") for field in comparison["schema"]["fields"]}
    assert (units["memory_bandwidth_gb_s"], units["price_usd"], units["name"]) == ("GB/s", "USD", None)
    assert all(units[row["id"]] == row["unit"] for row in ask("SELECT * FROM formulas"))


def test_units_of_the_tables_that_are_computed_follow_from_their_names(kb):
    with closing(connect(kb)) as connection:
        names = {name: cited_table(connection, name, limit=0).columns for name in tables(connection)}
        found = describe(connection, names)
    units = {field.name: field.unit for field in found["bounds"].fields}
    assert units["memory_ms"] == "ms"
    assert units["ceiling_tok_s"] == units["estimate_low"] == "tok/s"
    assert units["tok_s_per_dollar"] == "tok/s per USD"
    assert units["devices"] is None
    steps = {field.name: field.unit for field in found["steps"].fields}
    assert (steps["linear_tflop"], steps["linear_gb"]) == ("TFLOP", "GB")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_croissant_is_valid_and_loads(folder, ask, caplog):
    with caplog.at_level(logging.WARNING):
        dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    assert not [record for record in caplog.records if "standard" in record.message]
    loaded = list(dataset.records("facts"))
    facts = ask("SELECT * FROM facts ORDER BY platform_id, metric_id")
    assert [record["facts/claim_id"].decode() for record in loaded] == [fact["claim_id"] for fact in facts]
    values = [None if record["facts/value"] != record["facts/value"] else record["facts/value"] for record in loaded]
    assert values == [fact["value"] for fact in facts]


def test_parquet_has_the_rows_the_types_and_the_units(folder, ask, package):
    for name in ("claims", "bounds", "comparison", "link_checks"):
        table = parquet.read_table(folder / f"{name}.parquet")
        wanted = [dict(row) for row in ask(f"SELECT * FROM {name} ORDER BY 1, 2, 3")]
        found = sorted(table.to_pylist(), key=lambda row: tuple(map(str, list(row.values())[:3])))
        wanted.sort(key=lambda row: tuple(map(str, list(row.values())[:3])))
        assert [{key: row[key] for key in wanted[0]} for row in found] == wanted if wanted else not found
        fields = next(r for r in package["resources"] if r["name"] == name)["schema"]["fields"]
        for field, described in zip(table.schema, fields, strict=True):
            assert field.metadata[b"description"].decode() == described["description"]
            assert field.metadata.get(b"unit", b"").decode() == described.get("unit", "")
    assert parquet.read_table(folder / "claims.parquet").schema.metadata[b"fingerprint"].decode() == package["id"]


def test_the_same_database_gives_the_same_bytes_in_every_format(kb, folder, tmp_path):
    with closing(connect(kb)) as connection:
        export(connection, tmp_path / "again", Wanted(("csv", "json", "parquet", "xlsx", "bibtex", "csl")))
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
