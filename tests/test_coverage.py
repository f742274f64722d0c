"""How much is known: counted by vendor and metric, and never less than was committed."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner

from ingest import coverage
from ingest.__main__ import main
from ingest.build import build
from ingest.query import connect

FLOOR = Path(__file__).parent / "golden" / "coverage.csv"


def found(kb):
    with closing(connect(kb)) as connection:
        return coverage.coverage(connection)


def test_the_data_cover_no_less_than_they_did(real_kb):
    if os.environ.get("SPECPROOF_BLESS") == "1":
        FLOOR.write_text(coverage.as_floor(found(real_kb)), "utf-8")
    less = coverage.shrunk(found(real_kb), FLOOR.read_text("utf-8"))
    assert less == [], "if less is known for a reason: make bless, then read the diff"


def test_a_platform_counts_where_a_fact_is_known_and_as_independent_where_two_publishers_agree(kb):
    cell = {row["subject"]: row for row in found(kb)}
    assert cell["memory_bandwidth"]["platforms"] == 6
    assert cell["memory_bandwidth"]["known"] == 5  # the chip has none of its own
    assert cell["memory_bandwidth"]["independent"] == 2  # the card and its namesake for laptops


def test_a_headline_that_nobody_states_of_a_vendor_has_its_row(real_kb):
    cells = {(row["vendor"], row["subject"]) for row in found(real_kb)}
    headlines = {"memory_bandwidth", "fp4_dense", "price", "measured speed"}
    assert {(vendor, subject) for vendor, _ in cells for subject in headlines} <= cells


def test_a_figure_that_is_lost_is_noticed_and_one_that_is_won_is_not_held_against_anybody(kb, edited, tmp_path):
    floor = coverage.as_floor(found(kb))
    assert coverage.shrunk(found(kb), floor) == []
    poorer = build(edited("platforms/acme/desk-10.yml", "  memory_bandwidth: 273 GB/s\n", ""), tmp_path / "kb.db").path
    assert coverage.shrunk(found(poorer), floor) == []  # 256 GB/s stays, and 273 never agreed with it
    poorer = build(edited("platforms/acme/bolt-9000-24gb.yml", "  tdp: 300 W\n", ""), tmp_path / "kb.db").path
    assert coverage.shrunk(found(poorer), floor) == []  # a test still states one
    poorer = build(edited("platforms/acme/bolt-9000-24gb.yml", "  tdp: 120–130 W\n", ""), tmp_path / "kb.db").path
    assert coverage.shrunk(found(poorer), floor) == ["acme, tdp: known of 1 platforms, was 2"]
    assert coverage.shrunk(found(kb), coverage.as_floor(found(poorer))) == []


def test_a_vendor_that_is_gone_is_noticed(kb):
    floor = coverage.as_floor(found(kb))
    assert len(coverage.shrunk([], floor)) >= len(floor.splitlines()) - 1


def test_the_report_has_a_line_for_each_vendor_and_shares_of_all(kb):
    lines = CliRunner().invoke(main, ["coverage", "--kb", str(kb)]).output.splitlines()
    assert lines[1].split()[:4] == ["acme", "6", "5", "5"]
    assert lines[-2].split()[:4] == ["all", "6", "83%", "83%"]
    assert lines[-1].startswith("independent")
