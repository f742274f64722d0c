"""`data/` -> kb.db: what is chosen and why, what follows from it, and that no accident harms the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ingest.build import STEPS, build, verify
from ingest.derive import ORDER

ROOT = Path(__file__).parent.parent
DESK = "platforms/acme/desk-10.yml"
TOWER = "platforms/acme/tower-2.yml"
PROBE = "platforms/acme/probe.yml"
PLATFORM = "name: Probe\nvendor: acme\nkind: card\nclaims:\n"


@pytest.fixture
def built(tmp_path):
    """Return a function that builds a data folder and returns its kb.db."""
    return lambda data: build(data, tmp_path / "kb.db").path


@pytest.fixture
def fact(edited, built, ask):
    """Return a function that gives a platform claims, each a (source, figure), and returns the fact that follows."""

    def chosen(metric, *claims):
        groups = "".join(f"- source: {source}\n  at: a place\n  {metric}: {figure}\n" for source, figure in claims)
        kb = built(edited(PROBE, new=PLATFORM + groups))
        return ask("SELECT * FROM facts WHERE platform_id = 'probe'", of=kb)[0]

    return chosen


@pytest.fixture
def buying_price(edited, built, ask):
    """Return a function that gives a platform prices, each a (basis, printed, day), and returns what it costs today."""

    def today(*prices):
        groups = "".join(
            f"- source: store-bolt\n  at: offer\n  as_of: {day}\n  price: {{{basis}: {printed}}}\n"
            for basis, printed, day in prices
        )
        claim = "- source: acme-bolt-datasheet\n  at: a place\n  slots: 2\n"
        kb = built(edited(PROBE, new=PLATFORM + claim + groups))
        return next(iter(ask("SELECT * FROM buying_prices WHERE platform_id = 'probe'", of=kb)), None)

    return today


# The first claim of each case is chosen, and the second would be if the step that is tested did not come first.
CHOICES = [
    (
        "memory_bandwidth",
        ("listing-bolt", "{value: up to 1 TB/s, stage: announced, rank: preferred, why: it was tested}"),
        ("acme-bolt-datasheet", "1344 GB/s"),
        "it is preferred: it was tested",
    ),
    (
        "memory_bandwidth",
        ("listing-bolt", "up to 1 TB/s"),
        ("acme-bolt-datasheet", "{value: 1344 GB/s, stage: preliminary}"),
        "it is of a later stage: shipping after preliminary",
    ),
    (
        "memory_bandwidth",
        ("listing-bolt", "{value: 1 TB/s, stage: preliminary}"),
        ("acme-bolt-datasheet", "{value: 1344 GB/s, stage: announced}"),
        "it is of a later stage: preliminary after announced",
    ),
    (
        "memory_bandwidth",
        ("acme-bolt-datasheet", "up to 1 TB/s"),
        ("bench-bolt", "1344 GB/s"),
        "its kind of source is believed first: vendor-datasheet before independent-test",
    ),
    (
        "memory_bandwidth_measured",
        ("bench-bolt", "about 1 TB/s"),
        ("acme-bolt-datasheet", "1235 GB/s"),
        "its kind of source is believed first: independent-test before vendor-datasheet",
    ),
    (
        "memory_capacity",
        ("acme-zap-datasheet", "up to 64 GB"),
        ("acme-bolt-datasheet", "64.00 GiB"),
        "it is printed in GB, as other platforms are",
    ),
    (
        "memory_bandwidth",
        ("acme-zap-datasheet", "1 TB/s"),
        ("acme-bolt-datasheet", "up to 1344 GB/s"),
        "it is exact, not bounded",
    ),
    (
        "memory_bandwidth",
        ("acme-zap-datasheet", "1344 GB/s"),
        ("acme-bolt-datasheet", "1.3 TB/s"),
        "it is printed with more digits",
    ),
    (
        "memory_bandwidth",
        ("acme-zap-datasheet", "{value: 1344 GB/s, as_of: 2026-10-01}"),
        ("acme-bolt-datasheet", "{value: 1345 GB/s, as_of: 2026-09-30}"),
        "it is newer",
    ),
    (
        "memory_bandwidth",
        ("acme-zap-datasheet", "{value: 1344 GB/s, as_of: 2026-09}"),
        ("acme-bolt-datasheet", "{value: 1345 GB/s, as_of: 2026-Q1}"),
        "it is newer",
    ),
    (
        "memory_bandwidth",
        ("store-bolt", "{value: 1344 GB/s, as_of: 2020, label: dated}"),
        ("store-bolt", "1345 GB/s"),
        "it is newer",
    ),
    (
        "memory_bandwidth",
        ("acme-bolt-datasheet", "{value: 1344 GB/s, as_of: 2026-03-01}"),
        ("acme-zap-datasheet", "{value: 1345 GB/s, as_of: 2026-03-01}"),
        "nothing else tells the two apart and its id comes first",
    ),
]


@pytest.mark.parametrize(
    ("metric", "winner", "loser", "because"), CHOICES, ids=[case[-1].split(":")[0] for case in CHOICES]
)
def test_a_claim_is_chosen_by_the_first_step_that_tells_two_apart(fact, metric, winner, loser, because):
    found = fact(metric, loser, winner)
    assert winner[0] in found["claim_id"]
    assert found["printed"] in winner[1]
    assert found["chosen_because"] == because


def test_the_only_claim_is_chosen(fact):
    assert fact("slots", ("listing-bolt", "2"))["chosen_because"] == "it is the only claim that stands"


def test_a_deprecated_claim_is_never_chosen(fact):
    wrong = ("acme-bolt-datasheet", "{value: 3, rank: deprecated, why: a slip of the pen}")
    assert fact("slots", wrong, ("listing-bolt", "2"))["value"] == 2


def test_that_nobody_knows_is_no_fact(ask):
    assert ask("SELECT * FROM facts WHERE platform_id = 'bolt-9000-laptop' AND metric_id = 'fp16_dense'") == []


def test_that_there_is_none_is_a_fact(ask):
    (found,) = ask("SELECT state, value, text FROM facts WHERE platform_id = 'desk-10' AND metric_id = 'pcie'")
    assert found == {"state": "none", "value": None, "text": None}


@pytest.mark.parametrize(
    ("metric", "one", "other"),
    [
        ("memory_bandwidth", "1344 GB/s", "1.3 TB/s"),
        ("memory_bandwidth", "1344 GB/s", "up to 1.4 TB/s"),
        ("memory_bandwidth", "1344 GB/s", "over 1.3 TB/s"),
        ("memory_bandwidth", "300 GB/s", "about 310 GB/s"),
        ("tdp", "125 W", "120–130 W"),
        ("memory_capacity", "64 GB", "64 GiB"),
        ("memory_capacity", "64 GiB", "64 GB"),
        ("memory_capacity", "68.7 GB", "64 GiB"),
        ("memory_bandwidth_measured", "1000 GB/s", "1060 GB/s"),
        ("bf16_dense", "1,979 TFLOPS", "2,000 TFLOPS"),
        ("storage", "2 TB", "4 TB"),
        ("pcie", "PCIe 5.0 x16", "Gen5"),
        ("pcie", "PCIe 5.0 x16", "PCI Express Gen 5 x16"),
        ("form_factor", "dual slot", "Dual slot FHFL"),
        ("release_date", "2026-05", "2026-05-31"),
        ("release_date", "2026-Q2", "2026-05"),
        ("pcie", "none", "none"),
    ],
)
def test_figures_that_can_both_be_true_agree(fact, metric, one, other):
    found = fact(metric, ("acme-bolt-datasheet", one), ("bench-bolt", other))
    assert (found["agreeing"], found["dissenting"], found["disputed"]) == (2, 0, 0)


@pytest.mark.parametrize(
    ("metric", "one", "other"),
    [
        ("memory_bandwidth", "1344 GB/s", "1.4 TB/s"),
        ("memory_bandwidth", "1344 GB/s", "up to 1.2 TB/s"),
        ("memory_bandwidth", "1344 GB/s", "over 1.4 TB/s"),
        ("memory_bandwidth", "300 GB/s", "about 330 GB/s"),
        ("tdp", "140 W", "120–130 W"),
        ("memory_capacity", "96 GB", "64 GiB"),
        ("memory_usable", "64 GB", "64 GiB"),
        ("memory_bandwidth_measured", "1000 GB/s", "1150 GB/s"),
        ("bf16_dense", "1,979 TFLOPS", "989 TFLOPS"),
        ("slots", "2", "3"),
        ("pcie", "PCIe 5.0 x16", "PCIe 5.0 x8"),
        ("pcie", "PCIe 5.0 x16", "none"),
        ("form_factor", "dual slot", "triple slot"),
        ("release_date", "2026-05", "2026-06-01"),
    ],
)
def test_figures_that_cannot_both_be_true_are_in_dispute(fact, metric, one, other):
    found = fact(metric, ("acme-bolt-datasheet", one), ("bench-bolt", other))
    assert (found["agreeing"], found["dissenting"], found["disputed"]) == (1, 1, 1)


def test_publishers_are_counted_and_copies_are_not(ask):
    (found,) = ask("SELECT * FROM facts WHERE platform_id = 'bolt-9000-24gb' AND metric_id = 'memory_bandwidth'")
    assert (found["printed"], found["publishers"], found["agreeing"], found["dissenting"]) == ("1344 GB/s", 4, 3, 1)


def test_a_copy_that_copied_wrongly_opens_no_dispute(fact, ask, tmp_path):
    found = fact("slots", ("bench-bolt", "2"), ("echo-bolt", "3"))
    sql = "SELECT * FROM disputes WHERE chosen_claim_id = ? AND status = 'open'"
    assert found["disputed"] == 0
    assert ask(sql, found["claim_id"], of=tmp_path / "kb.db") == []


def test_who_looked_and_found_nothing_neither_agrees_nor_dissents(fact):
    found = fact("slots", ("acme-bolt-datasheet", "2"), ("bench-bolt", "unknown"))
    assert (found["publishers"], found["agreeing"], found["dissenting"]) == (1, 1, 0)


def test_a_publisher_that_says_it_twice_counts_once(fact):
    found = fact("slots", ("acme-bolt-datasheet", "2"), ("acme-launch", "2"), ("acme-zap-datasheet", "2"))
    assert found["agreeing"] == 1


def test_an_announced_figure_that_shipping_overtook_is_not_dissent(ask):
    (found,) = ask("SELECT * FROM facts WHERE platform_id = 'bolt-9000-48gb' AND metric_id = 'memory_bandwidth'")
    assert (found["printed"], found["dissenting"], found["disputed"]) == ("1344 GB/s", 0, 0)


def test_a_preferred_claim_settles_a_dispute(ask):
    (found,) = ask("SELECT * FROM facts WHERE platform_id = 'desk-10' AND metric_id = 'memory_bandwidth'")
    assert (found["dissenting"], found["disputed"]) == (1, 0)


def test_each_dispute_has_a_status_and_a_reason(ask):
    found = ask(
        "SELECT platform_id, metric_id, chosen_printed, other_printed, status, reason FROM disputes ORDER BY id"
    )
    trusted = "chosen because its kind of source is believed first: vendor-datasheet before "
    assert [tuple(row.values()) for row in found] == [
        (
            "bolt-9000-24gb",
            "bf16_dense",
            "200 TFLOPS",
            "400 TFLOPS",
            "deprecated",
            "the rate with sparsity under a dense heading",
        ),
        ("bolt-9000-24gb", "memory_bandwidth", "1344 GB/s", "1.4 TB/s", "open", trusted + "database"),
        ("bolt-9000-24gb", "tdp", "300 W", "120–130 W", "open", trusted + "independent-test"),
        (
            "bolt-9000-48gb",
            "memory_bandwidth",
            "1344 GB/s",
            "1200 GB/s",
            "superseded",
            'the other figure is of the stage "announced", the chosen one of "shipping"',
        ),
        (
            "desk-10",
            "memory_bandwidth",
            "256 GB/s",
            "273 GB/s",
            "settled",
            "the data rate the system ships with; the chip alone can do more",
        ),
    ]


def test_a_dispute_says_how_far_apart_the_two_are(ask):
    (found,) = ask("SELECT ratio FROM disputes WHERE platform_id = 'bolt-9000-24gb' AND metric_id = 'bf16_dense'")
    assert found["ratio"] == 2


def test_the_price_is_the_median_of_three_street_prices(buying_price):
    found = buying_price(
        ("street", "2500 USD", "2026-10-31"),
        ("street", "2300 USD", "2026-10-01"),
        ("street", "9000 USD", "2026-09-01"),  # sixty days before the data's date
        ("list", "2000 USD", "2026-10-31"),
    )
    assert (found["amount_usd"], found["basis"], found["observations"]) == (2500, "street", 3)
    assert found["as_of"] == "2026-10-31"


def test_the_median_of_four_is_the_mean_of_the_middle_two(buying_price):
    days = ("2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31")
    prices = zip(("1000 USD", "2000 USD", "2200 USD", "4000 USD"), days, strict=True)
    assert buying_price(*(("street", printed, day) for printed, day in prices))["amount_usd"] == 2100


def test_with_fewer_recent_street_prices_it_is_the_newest_list_price(buying_price):
    found = buying_price(
        ("street", "2500 USD", "2026-10-31"),
        ("street", "2300 USD", "2026-10-01"),
        ("street", "2400 USD", "2026-08-31"),  # one day too old
        ("list", "2100 USD", "2026-06-01"),
        ("list", "2000 USD", "2026-07-01"),
        ("launch_msrp", "1900 USD", "2026-10-31"),
    )
    assert (found["amount_usd"], found["basis"], found["observations"]) == (2000, "list", 1)


def test_a_list_price_of_last_year_yields_to_a_newer_street_price(buying_price):
    found = buying_price(("street", "2500 USD", "2026-09-30"), ("list", "2000 USD", "2025-10-31"))
    assert (found["amount_usd"], found["basis"], found["stale"]) == (2500, "street", 0)


def test_an_old_price_is_better_than_the_launch_price(buying_price):
    found = buying_price(("street", "2500 USD", "2026-01-31"), ("launch_msrp", "1900 USD", "2025-01-01"))
    assert (found["amount_usd"], found["basis"], found["stale"]) == (2500, "street", 1)


def test_without_any_later_price_it_is_the_launch_price(buying_price):
    found = buying_price(("used", "900 USD", "2026-10-31"), ("launch_msrp", "1900 USD", "2025-01-01"))
    assert (found["amount_usd"], found["basis"]) == (1900, "launch_msrp")


def test_without_a_list_price_it_is_the_newest_single_price(buying_price):
    found = buying_price(("street", "2500 USD", "2026-10-01"), ("quote", "2600 USD", "2026-10-31"))
    assert (found["amount_usd"], found["basis"]) == (2600, "quote")


@pytest.mark.parametrize(
    "price",
    [
        ("used", "1500 USD", "2026-10-31"),
        ("cloud_hour", "2 USD", "2026-10-31"),
        ("street", "2500 CHF", "2026-10-31"),
        ("list", "{value: 2500 USD, stage: announced}", "2026-10-31"),
        ("street", "{value: 2500 USD, condition: refurbished}", "2026-10-31"),
        ("list", "{value: 2500 USD, rank: deprecated, why: a digit too many}", "2026-10-31"),
    ],
    ids=["used", "rented", "a currency without a rate", "announced", "refurbished", "deprecated"],
)
def test_what_nobody_can_buy_a_new_one_for_is_no_buying_price(buying_price, price):
    assert buying_price(price) is None


@pytest.mark.parametrize(
    ("printed", "day", "amount_usd", "rate"),
    [("1800 EUR", "2026-03-31", 2000, "EUR--2026-01"), ("1800 EUR", "2026-04-01", 2250, "EUR--2026-04")],
)
def test_a_price_in_another_currency_is_converted_at_the_rate_of_its_day(buying_price, printed, day, amount_usd, rate):
    found = buying_price(("list", printed, day))
    assert (found["amount_usd"], found["printed"], found["rate_id"]) == (pytest.approx(amount_usd), printed, rate)
    assert found["chosen_because"].endswith("converted, because no price in USD is known")


def test_a_price_from_before_the_first_rate_is_not_converted(buying_price):
    assert buying_price(("list", "1800 EUR", "2025-12-31")) is None


def test_any_price_in_dollars_counts_before_a_converted_one(buying_price):
    found = buying_price(("list", "1800 EUR", "2026-10-31"), ("quote", "9000 USD", "2026-05-10"))
    assert (found["amount_usd"], found["rate_id"]) == (9000, None)


@pytest.mark.parametrize(("day", "stale"), [("2026-05-04", 0), ("2026-05-03", 1)])
def test_a_price_is_stale_after_180_days(buying_price, day, stale):
    assert buying_price(("list", "2000 USD", day))["stale"] == stale


def test_each_headline_has_a_column_with_its_unit_and_one_with_its_source(ask):
    columns = set(ask("SELECT * FROM comparison")[0])
    assert {"memory_bandwidth_gb_s", "memory_bandwidth_source", "memory_type", "memory_type_source"} <= columns
    assert not any(column.startswith("fp32") for column in columns)


def test_the_comparison_agrees_with_a_calculation_by_hand(ask):
    (found,) = ask("SELECT * FROM comparison WHERE platform_id = 'bolt-9000-24gb'")
    datasheet, store = "https://example.org/bolt/datasheet.pdf", "https://store.example.com/bolt-9000"
    assert found == {
        "platform_id": "bolt-9000-24gb",
        "name": "Acme Bolt 9000 (24 GB)",
        "vendor": "acme",
        "kind": "card",
        "lifecycle": "shipping",
        "released": None,
        "memory_capacity_gb": 24,
        "memory_capacity_source": datasheet,
        "memory_type": "GDDR7",
        "memory_type_source": datasheet,
        "memory_bandwidth_gb_s": 1344,
        "memory_bandwidth_source": datasheet,
        "tdp_w": 300,
        "tdp_source": datasheet,
        "bf16_dense_tflop_s": 200,
        "bf16_dense_source": datasheet,
        "price_usd": 2400,
        "price_basis": "street",
        "price_as_of": "2026-10-31",
        "price_printed": "2,400 USD",
        "price_stale": 0,
        "price_scope": "card",
        "price_source": store,
        "bandwidth_per_dollar": pytest.approx(0.56),
        "bandwidth_per_watt": pytest.approx(4.48),
        "ridge_point_bf16": pytest.approx(148.8095),
        "decode_workload": "write",
        "bound_type": "memory",
        "decode_ceiling_tok_s": pytest.approx(215.0256),
        "prefill_workload": "read",
        "prefill_bound_type": "capacity",
        "decode_estimate_tok_s": pytest.approx(99.529987),
        "usd_per_million_tokens": pytest.approx(0.7627810),
        "prefill_ceiling_tok_s": None,
        "prefill_estimate_tok_s": None,
        "signature": "MxM",
        "open_disputes": 2,
    }


def test_a_missing_input_leaves_the_cell_empty(ask):
    (found,) = ask("SELECT tdp_w, bandwidth_per_watt FROM comparison WHERE platform_id = 'desk-10'")
    assert found == {"tdp_w": None, "bandwidth_per_watt": None}


def test_the_release_date_of_a_platform_is_the_chosen_one(ask):
    assert ask("SELECT released FROM platforms WHERE id = 'desk-10'") == [{"released": "2026-05"}]


def bound_of(ask, platform, workload, devices=1, **of):
    where = "platform_id = ? AND workload_id = ? AND devices = ?"
    (found,) = ask(f"SELECT * FROM bounds WHERE {where}", platform, workload, devices, **of)
    return found


def test_writing_streams_all_weights_for_each_token_and_memory_limits_it(ask):
    found = bound_of(ask, "bolt-9000-24gb", "write")
    # 11.2e9 linear weights and a head of 0.5e9 in 4 bits, 210,000 norms in 16 bits, 10,000 tokens of 40,000 bytes
    streamed_gb = 5.6 + 0.25 + 0.00042 + 0.4
    # 2 FLOP for each weight, and 4 × 10 layers × 100 heads × 100 for each of the 10,000 tokens
    tflop = 2 * (0.0112 + 0.0005) + 0.004
    assert (found["bound_type"], found["fits"], found["usable_basis"]) == ("memory", "fits", "installed")
    assert found["needed_gb"] == pytest.approx(streamed_gb + 0.25 + 1)  # with the embedding and the runtime's reserve
    assert found["memory_ms"] == pytest.approx(1000 * streamed_gb / 1344)
    assert found["compute_ms"] == 0
    assert found["margin"] == pytest.approx((streamed_gb / 1344) / (tflop / 200))
    assert found["ceiling_tok_s"] == pytest.approx(1344 / streamed_gb)
    # calibration.yml: 1 ms a step and 0.1 ms a layer, weights at 0.5 × 1.2 and the cache at 0.5 of the bandwidth, unpacking for half of
    # what the vector units would take for all of the multiplications, and attention for twice what they would take for its own
    estimate_ms = (
        1 + 10 * 0.1 + 5850.42 / 1344 / 0.6 + 400 / 1344 / 0.5 + 0.0234 / 100 * 1000 * 0.5 + 0.004 / 100 * 1000 * 2
    )
    assert found["estimate_tok_s"] == pytest.approx(1000 / estimate_ms)
    assert (found["estimate_low"], found["estimate_high"]) == pytest.approx((800 / estimate_ms, 1250 / estimate_ms))
    assert found["overhead_ms"] == pytest.approx(2)
    assert found["calibration"] == "llama.cpp on acme card"
    assert found["tok_s_per_dollar"] == pytest.approx(1000 / estimate_ms / 2400)
    # 2,400 USD over 4 years at 30 %, and 300 W at 0.15 USD per kWh
    hourly = 2400 / (4 * 8760 * 0.3) + 0.3 * 0.15
    assert found["usd_per_million_tokens"] == pytest.approx(hourly / (1000 / estimate_ms * 3600) * 1e6)
    assert found["joules_per_token"] == pytest.approx(300 * estimate_ms / 1000)


def test_reading_uses_each_weight_for_each_token_and_compute_limits_it(ask):
    found = bound_of(ask, "bolt-9000-48gb", "read")
    # the linear weights for 1000 tokens, the head for the last one, and half of 1000² pairs of tokens
    tflop = 2 * (11.2 + 0.0005) + 4 * 10 * 100 * 100 * 500_000 / 1e12
    assert (found["bound_type"], found["compute_metric"]) == ("compute", "bf16_dense")
    assert found["needed_gb"] == pytest.approx(22.4 + 1 + 1 + 0.00042 + 0.04 + 1)
    assert found["compute_ms"] == pytest.approx(1000 * tflop / 200)
    assert found["ceiling_tok_s"] == pytest.approx(1000 * 200 / tflop)
    assert found["estimate_tok_s"] == pytest.approx(
        1e6 / (1 + 1 + 23_400.42 / 1344 / 0.5 + (tflop - 2) / 200 * 1000 / 0.25 + 2 / 200 * 1000 / 0.25), rel=1e-3
    )


def test_what_does_not_fit_is_limited_by_capacity_and_has_no_ceiling(ask):
    found = bound_of(ask, "bolt-9000-24gb", "read")
    assert (found["bound_type"], found["fits"], found["ceiling_tok_s"]) == ("capacity", "no", None)
    assert (found["devices_needed"], found["estimate_tok_s"]) == (2, None)
    # 23 of 24.44 GB stay in the card, the rest comes over 63 GB/s: longer than the memory alone, shorter than the multiplications
    assert found["offload_tok_s"] == pytest.approx(1000 * 200 / (2 * (11.2 + 0.0005) + 0.2), rel=1e-3)


def test_what_fits_with_less_than_a_tenth_to_spare_is_tight(ask):
    found = bound_of(ask, "bolt-9000-laptop", "write")
    assert (found["usable_gb"], found["fits"]) == (8, "tight")
    assert 7.2 < found["needed_gb"] < 8


def test_published_usable_memory_counts_before_installed_memory(ask):
    found = bound_of(ask, "desk-10", "write")
    assert (found["usable_gb"], found["usable_basis"]) == (60.5, "published")


def test_a_system_takes_the_rate_of_its_one_chip_and_says_so(ask):
    found = bound_of(ask, "desk-10", "read")
    assert (found["compute_metric"], found["compute_platform_id"]) == ("bf16_dense", "zap-10")
    assert found["ceiling_tok_s"] == pytest.approx(1000 * 100 / 22.601)


def test_a_rate_of_its_own_counts_before_the_chips(edited, built, ask):
    kb = built(edited(DESK, "  storage: 2 TB\n", "  storage: 2 TB\n  bf16_dense: 90 TFLOPS\n"))
    assert bound_of(ask, "desk-10", "read", of=kb)["compute_platform_id"] == "desk-10"


def test_the_rates_of_two_chips_are_not_added_by_guesswork(edited, built, ask):
    found = bound_of(ask, "desk-10", "read", of=built(edited(DESK, "{zap-10: 1}", "{zap-10: 2}")))
    assert (found["bound_type"], found["compute_platform_id"]) == ("unknown", None)
    assert found["missing"].split() == ["bf16_dense"]


def test_figures_of_a_chip_are_not_facts_of_its_system(ask):
    assert ask("SELECT * FROM facts WHERE platform_id = 'desk-10' AND metric_id = 'bf16_dense'") == []


def test_without_memory_figures_the_bound_is_unknown_and_names_what_is_missing(ask):
    found = bound_of(ask, "zap-10", "write")
    assert (found["bound_type"], found["fits"], found["ceiling_tok_s"]) == ("unknown", None, None)
    assert found["missing"].split() == ["memory_capacity", "memory_bandwidth"]


def test_where_memory_limits_even_the_vector_units_it_limits_for_certain(ask):
    found = bound_of(ask, "tower-2", "write")
    assert (found["bound_type"], found["compute_metric"], found["compute_is_floor"]) == ("memory", "fp32", 1)
    assert found["ceiling_tok_s"] == pytest.approx(800 / 6.25042)
    assert found["margin"] is None


def test_where_the_vector_units_would_limit_the_bound_is_unknown(ask):
    found = bound_of(ask, "tower-2", "read")
    assert (found["bound_type"], found["missing"].split()) == ("unknown", ["bf16_dense"])


def test_an_assumption_of_ours_can_be_edited(edited, built, ask):
    data = edited(
        "workloads.yml", "value: 1\n    meaning: What the runtime", "value: 20\n    meaning: What the runtime"
    )
    assert bound_of(ask, "bolt-9000-24gb", "write", of=built(data))["bound_type"] == "capacity"


def test_lineage_leads_from_each_derived_column_to_the_chosen_claims(ask):
    derived = ask("SELECT id FROM formulas ORDER BY id")
    for platform in ask("SELECT * FROM comparison"):
        for column in (row["id"] for row in derived if platform[row["id"]] is not None):
            where = (column, platform["platform_id"])
            inputs = {row["input"] for row in ask("SELECT input FROM formula_inputs WHERE formula_id = ?", column)}
            found = ask("SELECT * FROM lineage WHERE column_name = ? AND platform_id = ?", *where)
            assert {row["input"] for row in found} == inputs
            for row in (row for row in found if row["claim_id"]):
                (fact,) = ask("SELECT * FROM facts WHERE claim_id = ?", row["claim_id"])
                assert (fact["metric_id"], fact["source_id"]) == (row["input"], row["source_id"])


def test_lineage_leads_from_a_median_to_each_of_its_prices(ask):
    found = ask("SELECT printed FROM lineage WHERE platform_id = 'bolt-9000-24gb' AND column_name = 'price_usd'")
    assert sorted(row["printed"] for row in found) == ["2,300 USD", "2,400 USD", "2,500 USD"]


def test_lineage_leads_from_a_converted_price_to_its_rate(buying_price, ask, tmp_path):
    buying_price(("list", "1800 EUR", "2026-10-31"))
    sql = "SELECT price_id, rate_id FROM lineage WHERE platform_id = 'probe' AND column_name = 'price_usd'"
    found = ask(sql, of=tmp_path / "kb.db")
    assert {row["price_id"] or row["rate_id"] for row in found} == {
        "probe--list--store-bolt--2026-10-31",
        "EUR--2026-04",
    }


def test_lineage_leads_from_a_ceiling_to_the_rate_of_the_chip(ask):
    found = ask("SELECT * FROM lineage WHERE platform_id = 'desk-10' AND column_name = 'read ceiling_tok_s'")
    assert {row["input"]: row["claim_id"].split("--")[0] for row in found if row["claim_id"]} == {
        "memory_bandwidth": "desk-10",
        "memory_usable": "desk-10",
        "bf16_dense": "zap-10",
    }


def test_lineage_leads_from_a_ceiling_to_the_model_and_the_recipe(ask):
    found = ask("SELECT * FROM lineage WHERE platform_id = 'desk-10' AND column_name = 'read ceiling_tok_s'")
    assert {row["model_figure_id"] for row in found if row["model_figure_id"]} >= {
        "round-12b--layers",
        "round-12b--hidden_size",
    }
    assert [row["recipe_id"] for row in found if row["recipe_id"]] == ["w16"]


def test_what_has_no_value_has_no_lineage(ask):
    formulas = [row["id"] for row in ask("SELECT id FROM formulas")]
    for row in ask("SELECT * FROM comparison"):
        traced = {
            r["column_name"] for r in ask("SELECT column_name FROM lineage WHERE platform_id = ?", row["platform_id"])
        }
        assert traced & set(formulas) == {formula for formula in formulas if row[formula] is not None}


def test_lineage_of_all_bounds_names_every_figure_that_they_start_from(ask):
    found = ask("SELECT input FROM lineage WHERE platform_id = 'bolt-9000-24gb' AND column_name = 'bounds'")
    assert {row["input"] for row in found} >= {"memory_bandwidth", "memory_capacity", "bf16_dense", "pcie", "tdp"}


@pytest.mark.parametrize("place", range(len(ORDER)), ids=ORDER)
def test_a_derived_table_is_what_its_definition_says(ask, place):
    (definition,) = ask("SELECT * FROM definitions WHERE place = ?", place + 1)
    name = definition["name"]
    columns = ", ".join(row["name"] for row in ask("SELECT name FROM pragma_table_info(?)", name))
    again, stored = f"SELECT {columns} FROM ({definition['sql']})", f"SELECT {columns} FROM {name}"
    assert ask(stored) != []
    assert ask(f"{again} EXCEPT {stored}") == ask(f"{stored} EXCEPT {again}") == []
    assert ask(f"SELECT COUNT(*) AS n FROM ({again})") == ask(f"SELECT COUNT(*) AS n FROM ({stored})")


@pytest.fixture
def insert(kb, tmp_path):
    """Return a function that inserts a changed copy of a row, under a key of its own, into a copy of the kb.db."""
    copy = tmp_path / "copy.db"
    shutil.copy(kb, copy)

    def row(table, **changes):
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.row_factory = sqlite3.Row
            found = dict(connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()) | {"id": "new"} | changes
            marks = ", ".join("?" for _ in found)
            connection.execute(f"INSERT INTO {table} ({', '.join(found)}) VALUES ({marks})", list(found.values()))

    return row


@pytest.mark.parametrize("table", ["claims", "prices", "exchange_rates", "lineage"])
def test_a_sound_row_can_be_inserted(insert, table):
    insert(table)


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("claims", {"source_id": None}),
        ("claims", {"source_id": "nobody"}),
        ("claims", {"at": None}),
        ("claims", {"at": ""}),
        ("claims", {"printed": None}),
        ("claims", {"printed": ""}),
        ("claims", {"platform_id": "nothing"}),
        ("claims", {"metric_id": "nothing"}),
        ("claims", {"rank": "best"}),
        ("claims", {"rank": "deprecated", "why": None}),
        ("claims", {"stage": "rumoured"}),
        ("claims", {"bound": "perhaps"}),
        ("claims", {"state": "lost"}),
        ("claims", {"state": "value", "value": None, "text": None}),
        ("claims", {"state": "none", "value": 1.0}),
        ("claims", {"low": 2.0, "high": 1.0}),
        ("prices", {"source_id": None}),
        ("prices", {"source_id": "nobody"}),
        ("prices", {"as_of": None}),
        ("prices", {"currency": None}),
        ("prices", {"basis": "gift"}),
        ("prices", {"amount": 0}),
        ("prices", {"rank": "deprecated", "why": None}),
        ("exchange_rates", {"source_id": None}),
        ("exchange_rates", {"per_usd": 0}),
        ("lineage", {"claim_id": None, "price_id": None}),
        ("lineage", {"source_id": "nobody"}),
    ],
    ids=str,
)
def test_an_uncited_or_unsound_row_is_impossible(insert, table, changes):
    with pytest.raises(sqlite3.IntegrityError):
        insert(table, **changes)


def test_every_column_that_names_a_row_of_another_table_is_a_foreign_key(ask):
    tables = [
        row["name"] for row in ask("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%PRIMARY KEY%'")
    ]
    assert "comparison" in tables
    for table in tables:
        named = {
            row["name"] for row in ask("SELECT name FROM pragma_table_info(?)", table) if row["name"].endswith("_id")
        }
        assert named == {row["from"] for row in ask("SELECT * FROM pragma_foreign_key_list(?)", table)}, table


def test_a_reference_to_nothing_is_found_before_the_file_is_used(kb, tmp_path):
    shutil.copy(kb, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        verify(connection)
        connection.execute("UPDATE prices SET source_id = 'nobody'")
        with pytest.raises(RuntimeError, match="dangling references"):
            verify(connection)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    whole = {**os.environ, **environment}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=whole, capture_output=True, check=False)


def test_the_same_data_gives_the_same_bytes_whatever_the_hash_seed_and_the_order_of_files(mini, kb, tmp_path):
    for seed in ("1", "2"):
        data = tmp_path / seed
        for path in sorted((path for path in mini.rglob("*") if path.is_file()), reverse=seed == "2"):
            (data / path.relative_to(mini)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, data / path.relative_to(mini))
        done = run("-m", "ingest", "build", "--data", str(data), "--kb", str(data / "kb.db"), PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        assert (data / "kb.db").read_bytes() == kb.read_bytes()


KILLED = """
import os, sys
from pathlib import Path
from ingest.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]), step=lambda name: os._exit(9) if name == sys.argv[3] else None)
"""


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_any_step_leaves_the_old_file_whole_and_the_next_build_possible(edited, kb, tmp_path, step):
    old = tmp_path / "kb.db"
    shutil.copy(kb, old)
    data = edited(TOWER, "800 GB/s", "801 GB/s")
    assert run("-c", KILLED, str(data), str(old), step).returncode == 9
    assert old.read_bytes() == kb.read_bytes()
    assert build(data, old).fresh
    assert old.read_bytes() == build(data, tmp_path / "elsewhere.db").path.read_bytes()


def test_a_file_that_does_not_verify_never_replaces_the_old_one(edited, kb, tmp_path, monkeypatch):
    def refuse(connection):
        raise RuntimeError("not sound")

    old = tmp_path / "kb.db"
    shutil.copy(kb, old)
    monkeypatch.setattr("ingest.build.verify", refuse)
    with pytest.raises(RuntimeError, match="not sound"):
        build(edited(TOWER, "800 GB/s", "801 GB/s"), old)
    assert old.read_bytes() == kb.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "kb.db"]


def test_who_has_the_old_file_open_reads_it_to_the_end(edited, kb, tmp_path):
    old = tmp_path / "kb.db"
    shutil.copy(kb, old)
    with open(old, "rb") as file:
        assert build(edited(TOWER, "800 GB/s", "801 GB/s"), old).fresh
        assert file.read() == kb.read_bytes()


def test_two_builds_at_once_do_not_disturb_each_other(mini, kb, tmp_path):
    command = [sys.executable, "-m", "ingest", "build", "--data", str(mini), "--kb", str(tmp_path / "kb.db")]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["kb.db"]
    assert (tmp_path / "kb.db").read_bytes() == kb.read_bytes()


def test_a_build_that_is_up_to_date_touches_nothing(mini, kb, tmp_path):
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    before = copy.stat().st_mtime_ns
    assert not build(mini, copy).fresh
    assert copy.stat().st_mtime_ns == before
    assert copy.read_bytes() == kb.read_bytes()


def test_a_forced_build_gives_the_same_bytes(mini, kb, tmp_path):
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    assert build(mini, copy, force=True).fresh
    assert copy.read_bytes() == kb.read_bytes()


def test_a_change_of_the_data_is_noticed(edited, built, ask):
    built(edited(TOWER, "800 GB/s", "801 GB/s"))
    kb = built(edited(TOWER, "801 GB/s", "802 GB/s"))
    assert ask("SELECT printed FROM claims WHERE printed LIKE '80_ GB/s'", of=kb) == [{"printed": "802 GB/s"}]


def test_a_damaged_database_is_built_again_when_told_to(mini, kb, tmp_path):
    (tmp_path / "kb.db").write_bytes(kb.read_bytes()[:100])
    assert build(mini, tmp_path / "kb.db", force=True).fresh
    assert (tmp_path / "kb.db").read_bytes() == kb.read_bytes()


@pytest.mark.parametrize("content", [b"Dear Sir,", b"", b"SQLite format 3\0"])
def test_a_file_that_is_no_knowledge_base_is_never_replaced_unasked(mini, tmp_path, content):
    (tmp_path / "kb.db").write_bytes(content)
    with pytest.raises(FileExistsError, match="is not an earlier"):
        build(mini, tmp_path / "kb.db")
    assert (tmp_path / "kb.db").read_bytes() == content


def test_a_folder_is_never_replaced(mini, tmp_path):
    (tmp_path / "kb.db").mkdir()
    with pytest.raises(FileExistsError, match="is not a file"):
        build(mini, tmp_path / "kb.db", force=True)


def test_a_link_to_the_database_stays_a_link(mini, tmp_path):
    (tmp_path / "kb.db").symlink_to(tmp_path / "elsewhere.db")
    build(mini, tmp_path / "kb.db")
    assert (tmp_path / "kb.db").is_symlink()
    assert (tmp_path / "elsewhere.db").is_file()


def test_a_folder_may_have_any_name(mini, tmp_path):
    folder = tmp_path / "50% #1?"
    folder.mkdir()
    build(mini, folder / "kb.db")
    assert not build(mini, folder / "kb.db").fresh


@pytest.mark.parametrize("words", ["etincelle", "Étincelle bureau", "tischgerat", "bolt 9000 laptop"])
def test_search_finds_a_platform_by_any_of_its_names_without_accents(ask, words):
    sql = "SELECT platform_id FROM aliases WHERE rowid IN (SELECT rowid FROM aliases_fts WHERE aliases_fts MATCH ?)"
    expected = "bolt-9000-laptop" if "bolt" in words else "desk-10"
    assert ask(sql, words) == [{"platform_id": expected}]


def test_a_run_that_counted_pieces_of_text_is_kept_out_and_still_stands_there(edited, built, ask):
    kb = built(edited("measurements/bench-bolt.csv", "120.5 ± 0.4,tok/s,,fa,", "120.5,tok/s,,counts-pieces,"))
    kept = ask("SELECT kept_out FROM residuals WHERE measured_tok_s = 120.5", of=kb)
    assert kept == [{"kept_out": "pieces of text were counted, not tokens"}]
