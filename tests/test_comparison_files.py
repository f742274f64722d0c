"""A comparison as CSV and JSON: it says what kb.db says, each figure with its proof."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest import as_of
from ingest.export.comparison import comparison_csv, comparison_json
from ingest.export.shown import shown
from ingest.export.workbook import workbook_bytes
from ingest.query import connect, rows

TWO = ["bolt-9000-24gb", "desk-10"]


@pytest.fixture(scope="module")
def opened(kb: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(kb)) as connection:
        yield connection


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode("utf-8").splitlines()))


def test_of_all_platforms_it_is_the_table_comparison(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        found = shown(connection)
        table = {row["platform_id"]: row for row in rows(connection, "SELECT * FROM comparison")}
    renamed = {"ceiling_tok_s": "decode_ceiling_tok_s", "estimate_tok_s": "decode_estimate_tok_s"}
    compared = 0
    for platform in found.platforms:
        for column in found.columns:
            name = renamed.get(column.name, column.name)
            wanted, value = table[platform["id"]].get(name), found.cell(platform, column).value
            if name in table[platform["id"]] and value not in {"none", "unknown"}:
                assert value == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), (platform["id"], name)
                compared += value is not None
    assert compared > 3000


def test_csv_and_json_say_the_same(opened):
    document = json.loads(comparison_json(opened, TWO))
    table = lines(comparison_csv(opened, TWO))
    names = {column["id"]: column["name"] for column in document["columns"]}
    assert [row["id"] for row in table] == [platform["id"] for platform in document["platforms"]] == TWO
    for row, platform in zip(table, document["platforms"], strict=True):
        for column, figure in platform["figures"].items():
            assert row[names[column]] == str(figure["value"])
            if "notes" in figure:
                assert row[f"{column}_notes"] == " ".join(map(str, figure["notes"]))
                assert row[f"{column}_source_urls"] == " ".join(figure["source_urls"])
                assert row[f"{column}_disputed"] == ("yes" if figure["disputed"] else "no")
                assert row[f"{column}_unit"] == (figure["unit"] or "")


def test_each_figure_has_its_unit_its_footnotes_and_their_addresses(opened, ask):
    document = json.loads(comparison_json(opened, TWO))
    listed = {source["n"]: source["url"] for source in document["sources"]}
    assert list(listed) == list(range(1, len(listed) + 1))
    bandwidth = document["platforms"][0]["figures"]["memory_bandwidth"]
    (fact,) = ask("SELECT * FROM facts WHERE platform_id = 'bolt-9000-24gb' AND metric_id = 'memory_bandwidth'")
    assert (bandwidth["value"], bandwidth["unit"], bandwidth["printed"]) == (fact["value"], "GB/s", fact["printed"])
    assert [listed[n] for n in bandwidth["notes"]] == bandwidth["source_urls"]
    assert bandwidth["source_urls"][0] == ask("SELECT url FROM sources WHERE id = ?", fact["source_id"])[0]["url"]


def test_a_disputed_figure_says_so(opened, ask):
    disputed = {(row["platform_id"], row["metric_id"]) for row in ask("SELECT * FROM facts WHERE disputed")}
    document = json.loads(comparison_json(opened))
    said = {
        (p["id"], name)
        for p in document["platforms"]
        for name, figure in p["figures"].items()
        if figure.get("disputed")
    }
    headlines = {row["id"] for row in ask("SELECT id FROM metrics WHERE headline")}
    assert said == {(platform, metric) for platform, metric in disputed if metric in headlines}
    assert said


def test_chosen_columns_are_the_only_ones(opened):
    (row, _) = lines(comparison_csv(opened, TWO, columns=["memory_bandwidth"]))
    assert list(row) == [
        "name", "memory_bandwidth_gb_s", "memory_bandwidth_unit", "memory_bandwidth_notes", "memory_bandwidth_source_urls",
        "memory_bandwidth_disputed",
    ]  # fmt: skip


def test_speeds_are_those_of_the_workload(real_kb: Path) -> None:
    workload = "decode-8b-q4-b1-4k"
    with closing(connect(real_kb)) as connection:
        document = json.loads(comparison_json(connection, ["dgx-spark"], workload))
        (bound,) = rows(
            connection,
            "SELECT * FROM bounds WHERE platform_id = 'dgx-spark' AND workload_id = ? AND devices = 1",
            workload,
        )
    figures = document["platforms"][0]["figures"]
    for name in ("ceiling_tok_s", "estimate_tok_s", "usd_per_million_tokens", "joules_per_token"):
        assert figures[name]["value"] == pytest.approx(bound[name])
    assert figures["bound_type"]["value"] == bound["bound_type"]


@pytest.mark.parametrize("day", ["2025-11-01", "2026-03-15"])
def test_as_of_a_day_it_is_what_was_known_then(real_kb: Path, day: str) -> None:
    ids = ["dgx-spark", "geforce-rtx-5090", "rtx-pro-5000-72gb"]
    with closing(connect(real_kb)) as connection:
        document = json.loads(comparison_json(connection, ids, as_of=day))
        then = as_of.comparison(connection, ids, day)
        today = json.loads(comparison_json(connection, ids))
    assert (document["as_of"], document["data_date"]) == (day, today["data_date"])
    names = {column["id"]: column["name"] for column in document["columns"]}
    renamed = {"ceiling_tok_s": "decode_ceiling_tok_s"}
    compared = 0
    for row, platform in zip(then, document["platforms"], strict=True):
        for column, figure in platform["figures"].items():
            wanted = row.get(renamed.get(column, names[column]))
            if wanted is not None:
                assert figure["value"] == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), column
                compared += 1
        assert {row[names[c]] for c in platform["figures"] if c.startswith("price_usd")} == {row["price_usd"]} - {None}
    assert compared > 30
    assert document["platforms"] != today["platforms"]


def test_before_anything_is_known_the_cells_are_empty(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        (platform,) = json.loads(comparison_json(connection, ["dgx-spark"], as_of="2019-01-01"))["platforms"]
        assert "price_usd" not in platform["figures"]
        assert "memory_bandwidth" not in platform["figures"]
        assert workbook_bytes(connection, ["dgx-spark"], as_of="2019-01-01")


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"platform_ids": []}, ValueError, "one to 8 platforms"),
        ({"platform_ids": [f"p{n}" for n in range(9)]}, ValueError, "not 9"),
        ({"platform_ids": ["bolt"]}, LookupError, '"bolt" is no platform'),
        ({"workload_id": "chess"}, LookupError, '"chess" is no workload'),
        ({"columns": ["beauty"]}, LookupError, '"beauty" is no column'),
        ({"as_of": "yesterday"}, ValueError, "yesterday"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_name(opened, arguments, error, says):
    with pytest.raises(error, match=says):
        shown(opened, **arguments)
