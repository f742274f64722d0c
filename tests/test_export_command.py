"""`specproof export`: which files it writes, of what, and what it says when it cannot."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import xlsx
from click.testing import CliRunner, Result
from pybtex.database import parse_string

from ingest.__main__ import main
from ingest.export.folder import FORMATS, NAMES

CHOSEN = ("--platform", "bolt-9000-24gb", "--platform", "desk-10")


def export(kb: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["export", "--kb", str(kb), *map(str, words)])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_each_format_of_the_whole_base_is_written(kb, tmp_path):
    result = export(kb, tmp_path / "all", "--format", "all")
    assert result.exit_code == 0, result.output
    files = {"csv": "claims.csv", "json": "claims.json", "parquet": "claims.parquet"} | NAMES
    assert files.keys() == set(FORMATS)
    assert set(files.values()) | {"datapackage.json", "croissant.json"} <= names(tmp_path / "all")


def test_of_chosen_platforms_it_is_their_comparison(kb, tmp_path):
    result = export(kb, tmp_path / "two", *CHOSEN, "--format", "all")
    assert result.exit_code == 0, result.output
    assert names(tmp_path / "two") == {
        "comparison.csv", "comparison.json", "specproof.xlsx", "specproof.bib", "specproof.csl.json", "datapackage.json",
    }  # fmt: skip
    book = xlsx.read((tmp_path / "two" / "specproof.xlsx").read_bytes())
    assert [row["Id"] for row in book["Comparison"].table(2)] == ["bolt-9000-24gb", "desk-10"]


def test_the_workload_and_the_day_reach_the_files(kb, tmp_path, ask):
    workload = ask("SELECT id FROM workloads WHERE phase = 'prefill' ORDER BY id")[0]["id"]
    export(kb, tmp_path / "two", *CHOSEN, "--format", "json", "--workload", workload, "--as-of", "2026-01-15")
    document = json.loads((tmp_path / "two" / "comparison.json").read_text("utf-8"))
    assert (document["workload"]["id"], document["as_of"]) == (workload, "2026-01-15")


def test_a_single_file_can_be_printed(kb):
    entries = parse_string(export(kb, "-", "--format", "bibtex", "--platform", "desk-10").stdout, "bibtex").entries
    assert entries
    assert json.loads(export(kb, "-", "--format", "csl").stdout)
    header = export(kb, "-", *CHOSEN, "--format", "csv", "--column", "memory_bandwidth").stdout.splitlines()[0]
    assert header.startswith("name,memory_bandwidth_gb_s,memory_bandwidth_unit")


def test_one_figure_is_cited_in_three_ways(kb, ask):
    claim = ask("SELECT * FROM claims ORDER BY id")[0]
    assert export(kb, "-", "--figure", claim["id"]).stdout.startswith(claim["printed"])
    assert (
        claim["id"] in parse_string(export(kb, "--figure", claim["id"], "--format", "bibtex").stdout, "bibtex").entries
    )
    (item,) = json.loads(export(kb, "--figure", claim["id"], "--format", "csl").stdout)
    assert item["id"] == claim["id"]


def test_every_claim_of_a_fact_is_cited_the_chosen_one_first(kb, ask):
    (fact,) = ask("SELECT * FROM facts WHERE platform_id = 'bolt-9000-24gb' AND metric_id = 'memory_bandwidth'")
    printed = export(kb, "-", "--figure", "bolt-9000-24gb/memory_bandwidth").stdout.splitlines()
    assert fact["claim_id"] in printed[0]
    assert len(printed) == len(
        ask("SELECT id FROM claims WHERE platform_id = ? AND metric_id = ?", "bolt-9000-24gb", "memory_bandwidth")
    )


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--platform", "bolt 9000", "--format", "xlsx"], 2, "fits several platforms"),
        (["--platform", "bolt9000 24", "--format", "xlsx"], 2, "bolt-9000-24gb"),
        (["--platform", "desk-10", "--format", "html"], 2, "of the whole base"),
        (["--format", "xlsx", "--workload", "chess"], 1, '"chess" is no workload'),
        (["--format", "xlsx", "--as-of", "soon"], 1, "soon"),
        (["--figure", "nothing"], 1, 'no claim and no price has the id "nothing"'),
        (["--figure", "nothing", "--format", "csv"], 1, "nothing was exported"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said_and_nothing_is(kb, tmp_path, words, code, says):
    result = export(kb, tmp_path / "out", *words)
    assert result.exit_code == code, result.output
    assert says in result.output
    assert not (tmp_path / "out").exists()


def test_several_files_are_not_printed(kb):
    result = export(kb, "-", "--format", "csv")
    assert result.exit_code == 1
    assert "only a single file can be printed" in result.output


def test_without_pyarrow_it_says_what_to_install(kb, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "ingest.export.parquet", raising=False)
    result = export(kb, tmp_path / "out", "--format", "parquet")
    assert result.exit_code == 1
    assert 'pyarrow is not installed; it comes with the extra "parquet"' in result.output
    assert not (tmp_path / "out").exists()


def test_an_export_of_version_0_2_is_replaced(kb, tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "datapackage.json").write_text(
        '{"name": "specproof", "resources": [{"name": "claims", "path": "claims.csv"}]}'
    )
    for name in ("claims.csv", "claims.json"):
        (folder / name).write_text("old")
    assert export(kb, folder, "--format", "csv").exit_code == 0
    assert "claims.json" not in names(folder)
