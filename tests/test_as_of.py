"""The base as it was on an earlier day: what counts, what is left out, and that no second rule chooses."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from datasette.app import Datasette

from ingest import as_of
from ingest.__main__ import main
from ingest.build import build
from ingest.known import known_day
from ingest.query import connect, rows
from ingest.read import read
from ingest.spelling import day_number, fold

ROOT = Path(__file__).parent.parent
BOLT, DESK, TOWER = "bolt-9000-24gb", "desk-10", "tower-2"


@pytest.fixture
def then(kb):
    """Return a function that gives a platform's row of the comparison on a day."""

    def row(platform_id, day):
        with closing(connect(kb)) as connection:
            return as_of.comparison(connection, [platform_id], day)[0]

    return row


def day(text):
    return day_number(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("2025-11-05", "2025-11-05"),
        ("2026-02", "2026-02-28"),  # of a month only the end is certain
        ("2025", "2025-12-31"),
        ("2026", "2026-10-30"),  # the document was read before the year was over
        (None, "2026-10-30"),
    ],
)
def test_a_statement_is_known_from_the_first_day_on_which_it_certainly_was_said(mini, said, known):
    assert known_day(said, read(mini).sources["acme-shop-page"]) == day(known)


def test_a_figure_counts_from_the_day_of_its_document_on(then):
    assert then(BOLT, "2026-02-28")["memory_bandwidth_gb_s"] == 1400  # a listing of January
    assert then(BOLT, "2026-03-01")["memory_bandwidth_gb_s"] == 1344  # the datasheet of that day is believed first


def test_a_dispute_exists_only_once_both_sides_have_spoken(then):
    assert then(BOLT, "2026-01-31")["open_disputes"] == 0
    assert then(BOLT, "2026-03-01")["open_disputes"] == 1


def test_the_price_is_the_one_that_the_rule_would_have_given_on_that_day(then):
    assert then(BOLT, "2025-11-04")["price_usd"] is None
    assert (then(BOLT, "2025-11-05")["price_usd"], then(BOLT, "2025-11-05")["price_basis"]) == (1999, "launch_msrp")
    assert (then(BOLT, "2026-06-01")["price_usd"], then(BOLT, "2026-06-01")["price_basis"]) == (2099, "list")
    assert then(BOLT, "2026-10-30")["price_usd"] == 2099  # two street prices are not three
    assert (then(BOLT, "2026-10-31")["price_usd"], then(BOLT, "2026-10-31")["price_basis"]) == (2400, "street")


def test_three_street_prices_of_the_sixty_days_before_the_day_make_a_median(edited, tmp_path):
    prices = "".join(
        f"- source: store-bolt\n  at: offer\n  as_of: 2026-04-{day}\n  price: {{street: {amount} USD}}\n"
        for day, amount in (("01", 5000), ("02", 6000), ("03", 9000))
    )
    claim = "- source: acme-bolt-datasheet\n  at: a place\n  slots: 2\n"
    kb = build(
        edited("platforms/acme/probe.yml", new="name: Probe\nvendor: acme\nkind: card\nclaims:\n" + claim + prices),
        tmp_path / "kb.db",
    ).path
    with closing(connect(kb)) as connection:
        found = [as_of.comparison(connection, ["probe"], day)[0] for day in ("2026-04-02", "2026-05-31", "2026-06-01")]
    assert [row["price_usd"] for row in found] == [6000, 6000, 9000]  # two; the median of three; the first has aged out
    assert [row["price_as_of"] for row in found] == ["2026-04-02", "2026-04-03", "2026-04-03"]


def test_a_derived_column_follows_from_the_figures_and_the_price_of_the_day(then):
    row = then(BOLT, "2026-06-01")
    assert row["bandwidth_per_dollar"] == pytest.approx(1344 / 2099)


@pytest.mark.parametrize(
    ("platform", "day", "lifecycle"),
    [
        (DESK, "2025-11-04", as_of.NOT_YET),
        (DESK, "2025-11-05", "announced"),  # its maker announced it, and nobody had one
        (DESK, "2026-05-11", "shipping"),  # tested
        (TOWER, "2026-10-31", "announced"),
        (BOLT, "2025-12-31", "announced"),  # a launch price is no sale
    ],
)
def test_the_lifecycle_is_what_was_said_by_then(then, platform, day, lifecycle):
    assert then(platform, day)["lifecycle"] == lifecycle


def test_a_platform_is_withdrawn_from_the_day_that_was_stated(edited, tmp_path):
    listed = "  memory_bandwidth: 1.4 TB/s\n"
    edited("platforms/acme/bolt-9000-24gb.yml", listed, listed + "  withdrawal_date: 2026-08-01\n")
    data = edited("platforms/acme/bolt-9000-24gb.yml", "kind: card\n", "kind: card\nlifecycle: withdrawn\n")
    with closing(connect(build(data, tmp_path / "kb.db").path)) as connection:
        found = [as_of.comparison(connection, [BOLT], day)[0]["lifecycle"] for day in ("2026-07-31", "2026-08-01")]
    assert found == ["shipping", "withdrawn"]


def test_what_nobody_had_spoken_of_has_no_figure_and_says_so(then):
    row = then(DESK, "2025-11-04")
    assert row["known"] == 0
    assert row["memory_bandwidth_gb_s"] is row["price_usd"] is row["decode_ceiling_tok_s"] is None


def test_an_undated_figure_is_not_used_before_it_was_read_and_is_listed_apart(edited, tmp_path):
    data = edited("platforms/acme/desk-10.yml", "  as_of: 2026-10-30\n", "")
    old = '  price: {list: {value: "4,000 USD", region: US, tax: excluded}}'
    data = edited("platforms/acme/desk-10.yml", old, old.replace('"4,000 USD",', '"4,000 USD", as_of: 2026-10-30,'))
    with closing(connect(build(data, tmp_path / "kb.db").path)) as connection:
        before, after = (as_of.comparison(connection, [DESK], day)[0] for day in ("2026-10-29", "2026-10-30"))
        listed = as_of.left_out(connection, [DESK], date(2026, 10, 29))
    assert (before["memory_bandwidth_gb_s"], after["memory_bandwidth_gb_s"]) == (273, 256)
    assert before["left_out"] == len(listed) > 0 == after["left_out"]
    assert {row["checked_on"] for row in listed} == {"2026-10-30"}
    assert all(row["url"] and row["publisher"] for row in listed)


def test_a_figure_dated_by_a_month_that_is_not_over_is_listed_apart(kb):
    with closing(connect(kb)) as connection:
        within, after = (as_of.left_out(connection, ["zap-10"], date(2026, 2, day)) for day in (15, 28))
        before = as_of.left_out(connection, ["zap-10"], date(2026, 1, 31))
    assert {row["as_of"] for row in within} == {"2026-02"}
    assert before == after == []  # certainly later; certainly said


def test_what_is_asked_for_comes_back_in_the_order_asked_for(kb):
    with closing(connect(kb)) as connection:
        found = as_of.comparison(connection, [TOWER, BOLT, "nothing", DESK], "2026-06-01")
    assert [row["platform_id"] for row in found] == [TOWER, BOLT, DESK]


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "2026-11-01", "2027"])
def test_a_day_that_is_none_or_lies_after_the_data_is_refused(kb, text):
    with closing(connect(kb)) as connection, pytest.raises(as_of.NoSuchDay):
        as_of.comparison(connection, [BOLT], text)


def test_afterwards_the_connection_reads_today_even_if_the_reader_failed(kb):
    with closing(connect(kb)) as connection:
        before = rows(connection, "SELECT * FROM comparison")
        with pytest.raises(ZeroDivisionError), as_of.known_by(connection, "2026-01-31", [BOLT]):
            raise ZeroDivisionError
        assert rows(connection, "SELECT * FROM sqlite_temp_master") == []
        assert not connection.in_transaction
        assert rows(connection, "SELECT * FROM comparison") == before


def test_a_statement_left_half_read_leaves_no_table_of_the_day_behind(kb):
    with closing(connect(kb)) as connection:
        with as_of.known_by(connection, "2026-01-31", [BOLT]):
            half_read = connection.execute("SELECT * FROM claims")
            assert half_read.fetchone()
        assert rows(connection, "SELECT * FROM sqlite_temp_master") == []


def test_on_the_datas_own_day_every_table_is_what_the_build_made(real_kb):
    with closing(connect(real_kb)) as connection:
        (today,) = connection.execute("SELECT data_date FROM about").fetchone()
        everything = [row[0] for row in connection.execute("SELECT id FROM platforms")]
        tables = [row[0] for row in connection.execute("SELECT name FROM definitions")]
        with as_of.known_by(connection, today, everything):
            for table in ("platforms", *tables):
                if table not in as_of.OF_TODAY:
                    assert differences(connection, table) == 0, table


def differences(connection: sqlite3.Connection, table: str) -> int:
    sides = f"SELECT * FROM temp.{table}", f"SELECT * FROM main.{table}"
    counted = [
        connection.execute(f"SELECT COUNT(*) FROM ({one} EXCEPT {other})").fetchone()[0]
        for one, other in (sides, sides[::-1])
    ]
    return sum(counted)


@pytest.mark.parametrize("day", ["2024-06-30", "2025-09-01", "2026-03-15"])
def test_the_canned_query_chooses_what_the_rules_choose(real_kb, day):
    """The order of choice is one order of all claims: the first of those known by the day is what the rules choose among them."""
    queries = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["kb"]["queries"]
    with closing(connect(real_kb)) as connection:
        connection.create_function("fold", 1, fold)
        ids = [row[0] for row in connection.execute("SELECT id FROM platforms WHERE vendor = 'nvidia'")]
        with as_of.known_by(connection, day, ids, with_speeds=False):
            chosen = set(
                connection.execute(
                    "SELECT p.name, m.label, f.printed FROM facts AS f JOIN platforms AS p ON p.id = f.platform_id"
                    " JOIN metrics AS m ON m.id = f.metric_id WHERE p.vendor = 'nvidia'"
                )
            )
        asked = rows(connection, queries["known_on_a_day"]["sql"], platform="a", day=day)
        vendor = {row[0] for row in connection.execute("SELECT name FROM platforms WHERE vendor = 'nvidia'")}
    found = {(row["name"], row["metric"], row["printed"]) for row in asked if row["used"] == "chosen"}
    assert {row for row in found if row[0] in vendor} == {row for row in chosen if "a" in fold(row[0])} != set()


def show(kb, *words):
    return CliRunner().invoke(main, ["show", "--kb", str(kb), *words])


def test_show_as_of_a_day_says_the_day_the_yardstick_and_that_days_price(kb):
    shown = show(kb, BOLT, "--as-of", "2026-06").output
    assert "as of 2026-06-30: what was known by then" in shown
    assert "on that day                        2,099.00 USD" in shown
    assert "2026-10" not in shown.split("Sources")[0]


def test_show_as_of_a_day_names_no_variant_that_nobody_had_spoken_of(edited, tmp_path):
    data = edited("platforms/acme/bolt-9000-laptop.yml", "kind: module\n", "kind: module\nfamily: bolt-9000\n")
    kb = build(data, tmp_path / "kb.db").path
    assert "(bolt-9000-laptop)" in show(kb, BOLT).output  # a listing of January 2026 was the first to speak of it
    assert "(bolt-9000-laptop)" not in show(kb, BOLT, "--as-of", "2025-11-05").output


def test_show_of_a_day_on_which_nothing_was_known_shows_nothing_that_follows(kb):
    shown = show(kb, DESK, "--as-of", "2025-11-04").output
    assert as_of.NOT_YET in shown
    assert "What limits it" not in shown


def test_show_as_of_a_day_lists_undated_figures_apart_with_their_sources(real_kb):
    shown = show(real_kb, "dgx-spark", "--as-of", "2025-04-30").output
    apart = shown.split("Not used, for")[1].split("\nPrices")[0]
    assert "Memory bandwidth" in apart
    assert "Memory bandwidth" not in shown.split("Not used, for")[0]
    for number in {line.split("[")[1].split("]")[0] for line in apart.splitlines() if "[" in line}:
        assert f"\n  [{number}] " in shown


def test_show_as_of_a_day_tells_a_program_the_day_and_what_was_left_out(kb):
    found = json.loads(show(kb, BOLT, "--as-of", "2026-06-01", "--json").output)
    assert (found["as_of"], found["left_out"]) == ("2026-06-01", [])
    assert found["buying_price"]["amount_usd"] == 2099


def test_show_of_a_day_after_the_data_says_when_the_data_end(kb):
    result = show(kb, BOLT, "--as-of", "2027-01-01")
    assert result.exit_code == 2
    assert "the data end on 2026-10-31" in result.output


async def test_a_page_of_the_site_can_ask_for_a_day_on_the_sites_own_connection(kb):
    database = Datasette([], immutables=[str(kb)]).get_database("kb")
    found = await database.execute_fn(lambda connection: as_of.comparison(connection, [BOLT, DESK], "2026-06-01"))
    assert [row["price_usd"] for row in found] == [2099, None]  # a launch price that was only announced never counts
    today = await database.execute("SELECT price_usd FROM comparison WHERE platform_id = ?", [BOLT])
    assert today.single_value() == 2400
