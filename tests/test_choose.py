"""Fit and rank: what fulfils a wish, in which order, and why the others do not; on the real data and as a page."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from datasette.app import Datasette

from ingest.bound import Unanswerable
from ingest.choose import PRICED, RANKINGS, Choice, Wish, choose
from ingest.query import connect
from ingest.serve import SETTINGS
from tests.test_site import METADATA, page

SEVENTY_B = Wish("llama-3.3-70b", "q4_k_m", budget_usd=5000)


@pytest.fixture(scope="session")
def base(real_kb: Path) -> sqlite3.Connection:
    return connect(real_kb)


@pytest.fixture(scope="session")
def choice(base: sqlite3.Connection) -> Choice:
    return choose(base, SEVENTY_B)


@pytest.fixture(scope="session")
def site(real_kb: Path) -> Datasette:
    return Datasette([], immutables=[str(real_kb)], metadata=METADATA, settings=SETTINGS)


def test_everything_inside_fits_and_is_within_the_budget(choice: Choice) -> None:
    assert choice.inside
    for candidate in choice.inside:
        assert candidate.bound["fits"] in {"fits", "tight"}
        assert candidate.price_usd is not None
        assert candidate.price_usd <= 5000


def test_every_platform_that_can_be_had_is_inside_or_outside_once(base: sqlite3.Connection, choice: Choice) -> None:
    outside = [choice.over_budget, choice.over_watts, choice.too_small, choice.price_unknown, choice.power_unknown]
    placed = [c.platform["id"] for group in (choice.inside, *outside, choice.unknown) for c in group]
    had = {id_ for (id_,) in base.execute("SELECT id FROM platforms WHERE kind <> 'chip' AND lifecycle <> 'announced'")}
    assert len(placed) == len(set(placed))
    assert set(placed) == had


@pytest.mark.parametrize("rank_by", RANKINGS)
def test_the_order_is_what_was_asked(base: sqlite3.Connection, rank_by: str) -> None:
    key, more_is_better = RANKINGS[rank_by]
    found = choose(base, replace(SEVENTY_B, rank_by=rank_by)).inside
    values = [key(c) for c in found]
    known = [c for c in found if key(c) is not None]
    assert None not in values[: len(known)]
    for doubtful in (False, True) if rank_by in PRICED else (None,):
        ordered = [key(c) or 0 for c in known if doubtful is None or bool(c.doubt) == doubtful]
        assert ordered
        assert ordered == sorted(ordered, reverse=more_is_better)


@pytest.mark.parametrize("rank_by", sorted(PRICED))
def test_a_price_that_may_not_be_had_is_no_bargain(base: sqlite3.Connection, rank_by: str) -> None:
    key, _ = RANKINGS[rank_by]
    doubtful = [bool(c.doubt) for c in choose(base, replace(SEVENTY_B, rank_by=rank_by)).inside if key(c) is not None]
    assert doubtful == sorted(doubtful)
    assert True in doubtful


def test_where_one_does_not_hold_it_the_fewest_that_do_are_asked(choice: Choice) -> None:
    several = [c for c in choice.inside + choice.over_budget if c.devices > 1]
    assert several
    for candidate in several:
        assert candidate.bound["needed_gb"] > candidate.bound["usable_gb"] / candidate.devices


def test_a_host_is_added_to_cards_and_to_nothing_else(base: sqlite3.Connection, choice: Choice) -> None:
    plain = {c.platform["id"]: c for c in choice.inside + choice.over_budget}
    for c in choose(base, replace(SEVENTY_B, host_usd=1000.0)).inside:
        without = plain[c.platform["id"]].price_usd
        assert without is not None
        assert c.price_usd == without + (1000 if c.platform["kind"] in {"card", "module"} else 0)


def test_a_limit_on_power_is_kept(base: sqlite3.Connection) -> None:
    found = choose(base, Wish("llama-3.3-70b", "q4_k_m", watts=300))
    assert all(c.power_w is not None and c.power_w <= 300 for c in found.inside)
    assert all(c.power_w is not None and c.power_w > 300 for c in found.over_watts)
    assert found.over_watts


def test_the_same_case_gives_the_same_speed_as_the_table_of_bounds(base: sqlite3.Connection) -> None:
    found = choose(base, Wish("llama-3.1-70b", "q4_k_m"))
    stored = dict(
        base.execute(
            "SELECT platform_id, ceiling_tok_s FROM bounds WHERE workload_id = 'decode-70b-q4-b1-8k' AND devices = 1"
        ).fetchall()
    )
    alone = [c for c in found.inside if c.devices == 1]
    assert alone
    for candidate in alone:
        assert candidate.bound["ceiling_tok_s"] == pytest.approx(stored[candidate.platform["id"]])


def test_a_model_that_nobody_knows_is_unanswerable(base: sqlite3.Connection) -> None:
    with pytest.raises(Unanswerable, match="not known"):
        choose(base, Wish("nothing-7b", "q4_k_m"))


def test_after_a_wish_the_connection_sees_the_stored_tables_again(base: sqlite3.Connection) -> None:
    choose(base, SEVENTY_B)
    assert base.execute("SELECT COUNT(*) FROM temp.sqlite_master").fetchone()[0] == 0
    assert not base.in_transaction


async def test_a_70b_within_a_budget_is_answered_with_prices_and_their_sources(site: Datasette) -> None:
    html = await page(site, "/choose?model=llama-3.3-70b&recipe=q4_k_m&budget=5000")
    assert html.count("<tr><td>") > 5
    assert 'class="note" href="#s1">[1]' in html
    assert '<li id="s1"' in html


async def test_cards_without_their_computer_are_counted_until_its_price_is_said(site: Datasette) -> None:
    assert "the computer that they need is not in their price" in await page(site, "/choose?budget=5000")
    assert "the computer that they need is not in their price" not in await page(site, "/choose?budget=5000&host=900")


async def test_a_model_that_nobody_knows_is_named(site: Datasette) -> None:
    assert "There is no model “nope”" in await page(site, "/choose?model=nope")


@pytest.mark.parametrize(
    "path", ["/choose?budget=5000", "/platform/rtx-pro-5000-72gb", "/lineage/dgx-spark/decode-70b-q4-b1-8k"]
)
async def test_figures_are_called_by_their_names_not_their_ids(site: Datasette, path: str) -> None:
    shown = re.sub(r"<(code|pre|script)[ >].*?</\1>|<[^>]+>", " ", await page(site, path), flags=re.S)
    assert not re.search(r"\b[a-z0-9]+_(dense|sparse|unlabelled|bandwidth|capacity|usable)\b", shown)


@pytest.mark.parametrize(
    "query",
    [
        "budget=lots",
        "budget=-1",
        "context=0",
        "users=1e9",
        "users=1.5",
        "model=nope",
        "recipe=nope",
        "model=%3Cscript%3Ealert(1)%3C/script%3E",
        "vendor=nobody",
        "kind=%00",
        "devices=3",
        "rank=beauty",
        "budget=999999999999999999999",
        "context=999999999",
        "watts=٣٠٠",
    ],
)
async def test_a_wish_that_makes_no_sense_is_answered_not_broken(site: Datasette, query: str) -> None:
    html = await page(site, f"/choose?{query}")
    assert "<script>alert" not in html
