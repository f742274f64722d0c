"""What the base knows about itself: when a platform was last checked, who stands behind a fact, what is worth mending."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ingest.build import build

ROOT = Path(__file__).parent.parent
QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["kb"]["queries"]
BOLT = "platforms/acme/bolt-9000-24gb.yml"
PROBE = "platforms/acme/probe.yml"
PLATFORM = "name: Probe\nvendor: acme\nkind: card\nclaims:\n"


@pytest.fixture
def gaps(edited, ask, tmp_path):
    """Return a function that gives a platform groups of claims, each a (source, line, …), and returns its gaps by subject."""

    def found(*groups, lifecycle="shipping"):
        text = "".join(
            f"- source: {source}\n  at: a place\n" + "".join(f"  {line}\n" for line in lines)
            for source, *lines in groups
        )
        head = PLATFORM.replace("claims", f"lifecycle: {lifecycle}\nclaims")
        kb = build(edited(PROBE, new=head + text), tmp_path / "kb.db").path
        listed = ask("SELECT subject, gap FROM gaps WHERE platform_id = 'probe' ORDER BY id", of=kb)
        return {(row["subject"], row["gap"]) for row in listed}

    return found


DATASHEET = ("acme-bolt-datasheet", "memory_capacity: 24 GB", "memory_bandwidth: 1344 GB/s")
TEST = ("bench-bolt", "memory_capacity: 24 GB", "memory_bandwidth: 1.3 TB/s")
LISTING = ("listing-bolt", "memory_capacity: 24 GB", "memory_bandwidth: 1.3 TB/s")


def test_a_platform_was_last_checked_when_the_newest_of_its_documents_was_read(ask):
    found = {row["platform_id"]: row for row in ask("SELECT * FROM freshness")}
    assert (found["bolt-9000-24gb"]["last_checked"], found["bolt-9000-24gb"]["age_days"]) == ("2026-10-31", 0)
    assert (found["desk-10"]["last_checked"], found["desk-10"]["age_days"]) == ("2026-10-30", 1)


def test_every_platform_has_a_last_checked_date(ask, real_kb):
    assert (
        ask("SELECT id FROM platforms EXCEPT SELECT platform_id FROM freshness WHERE last_checked <> ''", of=real_kb)
        == []
    )


def test_who_is_spoken_of_and_measured_most_matters_most(ask):
    found = ask("SELECT platform_id FROM freshness ORDER BY importance DESC")
    assert found[0]["platform_id"] == "bolt-9000-24gb"


def test_what_cannot_be_bought_matters_half_as_much(edited, ask, kb, tmp_path):
    gone = build(edited(BOLT, "kind: card\n", "kind: card\nlifecycle: withdrawn\n"), tmp_path / "kb.db").path
    asked = "SELECT importance FROM freshness WHERE platform_id = 'bolt-9000-24gb'"
    assert ask(asked, of=gone)[0]["importance"] == ask(asked)[0]["importance"] / 2


def test_two_publishers_of_whom_one_is_no_database_leave_no_gap(gaps):
    subjects = {subject for subject, _ in gaps(DATASHEET, LISTING)}
    assert subjects.isdisjoint({"memory_capacity", "memory_bandwidth"})


def test_one_publisher_alone_is_a_gap(gaps):
    assert ("memory_bandwidth", "single-sourced") in gaps(DATASHEET)


def test_a_copy_is_no_second_publisher(gaps):
    assert ("memory_bandwidth", "single-sourced") in gaps(TEST, ("echo-bolt", "memory_bandwidth: 1.3 TB/s"))


def test_databases_alone_are_thin_evidence(gaps):
    assert ("memory_bandwidth", "thin") in gaps(LISTING, ("bank-rates", "memory_bandwidth: 1.3 TB/s"))


def test_an_open_dispute_is_a_gap(gaps):
    assert ("memory_bandwidth", "disputed") in gaps(DATASHEET, ("listing-bolt", "memory_bandwidth: 1.4 TB/s"))


def test_an_announced_figure_is_a_gap_once_the_platform_ships(gaps):
    announced = ("acme-launch", "stage: announced", "memory_bandwidth: 1.3 TB/s")
    assert ("memory_bandwidth", "not yet shipped") in gaps(announced)
    assert ("memory_bandwidth", "not yet shipped") not in gaps(announced, lifecycle="announced")


def test_what_nobody_looked_for_is_missing_and_what_is_not_published_is_not(gaps):
    assert ("tdp", "missing") in gaps(DATASHEET)
    assert ("tdp", "missing") not in gaps((*DATASHEET, "tdp: unknown"))


def test_a_platform_that_ships_needs_a_price_that_is_not_old(gaps):
    assert ("price", "missing") in gaps(DATASHEET)
    old = ("store-bolt", "as_of: 2026-05-03", "price: {street: 2000 USD}")  # 181 days before the data's date
    new = ("store-bolt", "as_of: 2026-05-04", "price: {street: 2000 USD}")
    assert ("price", "stale") in gaps(DATASHEET, old)
    assert ("price", "stale") not in gaps(DATASHEET, new)
    assert ("price", "missing") not in gaps(DATASHEET, new)


def test_documents_that_nobody_read_again_are_stale(edited, ask, tmp_path):
    data = edited(
        "sources/acme.yml",
        "url: https://example.org/zap.pdf\n  published: 2026-02\n  checked: {on: 2026-10-30",
        "url: https://example.org/zap.pdf\n  published: 2026-02\n  checked: {on: 2026-03-01",
    )
    data = edited(
        "platforms/acme/zap-10.yml",
        "- source: acme-launch\n  at: second paragraph\n  fp8_unlabelled: up to 400 TFLOPS\n",
        "",
    )
    data = edited(
        "platforms/acme/zap-10.yml",
        "  bf16_sparse: 200 TFLOPS\n",
        "  bf16_sparse: 200 TFLOPS\n  fp8_unlabelled: 400 TFLOPS\n",
    )
    kb = build(data, tmp_path / "kb.db").path
    assert [row["platform_id"] for row in ask("SELECT platform_id FROM gaps WHERE subject = 'documents'", of=kb)] == [
        "zap-10"
    ]


def test_what_every_bound_starts_from_matters_most(ask):
    assert ask("SELECT subject FROM gaps WHERE matters <> importance * weight") == []
    assert {row["subject"] for row in ask("SELECT subject FROM gaps WHERE weight = 3")} <= {
        "memory_capacity",
        "memory_bandwidth",
    }


def test_agreement_counts_publishers_and_tells_databases_from_others(ask):
    (found,) = ask("SELECT * FROM support WHERE platform_id = 'bolt-9000-24gb' AND metric_id = 'memory_bandwidth'")
    assert (found["publishers"], found["beyond_databases"], found["makers"], found["independent"]) == (3, 3, 1, 1)


def test_one_publisher_or_databases_alone_are_not_independent(ask):
    assert ask("SELECT * FROM support WHERE independent AND (publishers < 2 OR beyond_databases = 0)") == []
    assert ask("SELECT * FROM support WHERE NOT independent AND publishers >= 2 AND beyond_databases >= 1") == []


def test_the_totals_are_what_the_tables_hold(ask, real_kb):
    found = {row["total"]: row["amount"] for row in ask(QUERIES["totals"]["sql"], of=real_kb)}
    for table, total in (
        ("platforms", "platforms"),
        ("claims", "claims"),
        ("sources", "sources"),
        ("prices", "prices, each with its day"),
    ):
        assert found[total] == ask(f"SELECT COUNT(*) AS n FROM {table}", of=real_kb)[0]["n"]
    kept, wrong = found["disagreements, both sides kept"], found["wrong figures that circulate, marked with the reason"]
    assert kept + wrong == ask("SELECT COUNT(*) AS n FROM disputes", of=real_kb)[0]["n"]
    listed = ask(QUERIES["thin_evidence"]["sql"], of=real_kb)
    for metric, name in (("memory_bandwidth", "bandwidth"), ("memory_capacity", "capacity")):
        known = ask("SELECT COUNT(*) AS n FROM facts WHERE metric_id = ?", metric, of=real_kb)[0]["n"]
        thin = sum(row["metric_id"] == metric for row in listed)
        share = found[f"percent of platforms whose {name} two publishers agree on, one more than a database"]
        assert share == pytest.approx(100 * (known - thin) / found["platforms"])


def test_each_total_names_the_table_or_the_query_that_lists_it(ask, real_kb):
    tables = {row["name"] for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'", of=real_kb)}
    assert {row["listed_in"] for row in ask(QUERIES["totals"]["sql"], of=real_kb)} <= tables | set(QUERIES)
