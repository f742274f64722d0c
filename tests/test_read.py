"""`data/` -> typed records that know their file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.findings import Where
from ingest.read import read
from ingest.records import Alias, Base, Claim, Price

BOLT = "platforms/acme/bolt-9000-24gb.yml"
DESK = "platforms/acme/desk-10.yml"
TOWER = "platforms/acme/tower-2.yml"


@pytest.fixture(scope="module")
def base(mini: Path) -> Base:
    return read(mini)


def claim(base: Base, claim_id: str) -> Claim:
    return next(claim for claim in base.claims if claim.id == claim_id)


def price(base: Base, price_id: str) -> Price:
    return next(price for price in base.prices if price.id == price_id)


def line_of(data: Path, file: str, text: str) -> int:
    content = (data / file).read_text("utf-8")
    assert content.count(text) == 1
    return content.count("\n", 0, content.index(text)) + 1


def assert_every_mistake_is_named(data: Path, file: str, expected: list[tuple[int, str]]) -> None:
    found = sorted((f.where.line, f.message) for f in read(data).findings if f.where.path == f"data/{file}")
    assert [line for line, _ in found] == [line for line, _ in expected], found
    for (_, message), (_, says) in zip(found, expected, strict=True):
        assert says in message


def test_the_miniature_is_read_without_a_finding(base):
    assert base.findings == []


def test_a_claim_knows_the_line_it_stands_on(base, mini):
    found = claim(base, "bolt-9000-24gb--memory_bandwidth--listing-bolt")
    assert found.where == Where(f"data/{BOLT}", line_of(mini, BOLT, "1.4 TB/s"))


def test_a_price_knows_the_line_of_its_basis(edited):
    data = edited(TOWER, 'price: {list: "9,000 USD"}', 'price:\n    list: "9,000 USD"')
    found = price(read(data), "tower-2--list--acme-launch--2025-11-05")
    assert found.where == Where(f"data/{TOWER}", line_of(data, TOWER, "9,000 USD"))


def test_a_claim_is_named_by_platform_metric_and_source(base):
    assert {c.id for c in base.platforms["tower-2"].claims} == {
        "tower-2--memory_capacity--acme-launch",
        "tower-2--memory_bandwidth--acme-launch",
        "tower-2--fp32--acme-launch",
    }


def test_what_is_not_said_is_normal_shipping_and_of_the_day_of_publication(base):
    found = claim(base, "zap-10--fp16_dense--acme-zap-datasheet")
    assert (found.rank, found.why, found.stage, found.as_of, found.cites) == (
        "normal",
        None,
        "shipping",
        "2026-02",
        None,
    )


def test_a_claim_of_an_undated_page_has_no_day(edited):
    data = edited(BOLT, "  as_of: 2026-10-31\n  price: {street", "  slots: 2\n  price: {street")
    assert claim(read(data), "bolt-9000-24gb--slots--store-bolt").as_of is None


def test_a_platform_ships_unless_it_says_otherwise(base):
    assert base.platforms["desk-10"].lifecycle == "shipping"
    assert base.platforms["tower-2"].lifecycle == "announced"


def test_what_stands_beside_the_source_holds_for_each_of_its_claims(edited):
    data = edited(
        TOWER, "  stage: announced\n", "  stage: preliminary\n  as_of: 2026-01-07\n  cites: the maker's keynote\n"
    )
    said = read(data).platforms["tower-2"].claims
    assert {(c.stage, c.as_of, c.cites, c.at) for c in said} == {
        ("preliminary", "2026-01-07", "the maker's keynote", "third paragraph")
    }


def test_a_claim_overrides_what_stands_beside_its_source(edited):
    data = edited(
        TOWER,
        "fp32: 20 TFLOPS",
        "fp32: {value: 20 TFLOPS, at: footnote, as_of: 2026-02-02, stage: shipping, cites: a slide}",
    )
    found = claim(read(data), "tower-2--fp32--acme-launch")
    assert (found.at, found.as_of, found.stage, found.cites) == ("footnote", "2026-02-02", "shipping", "a slide")


def test_a_second_claim_of_one_source_gets_a_label(edited):
    data = edited(
        BOLT,
        "- source: echo-bolt\n",
        "- source: bench-bolt\n  at: page 5\n  memory_bandwidth_measured: {value: 1190 GB/s, label: write}\n- source: echo-bolt\n",
    )
    base = read(data)
    assert base.findings == []
    assert claim(base, "bolt-9000-24gb--memory_bandwidth_measured--bench-bolt--write").value == 1190
    assert claim(base, "bolt-9000-24gb--memory_bandwidth_measured--bench-bolt").value == 1235


def test_figures_are_intervals_in_the_unit_of_their_metric(base):
    found = claim(base, "bolt-9000-24gb--memory_bandwidth--bench-bolt")
    assert (found.printed, found.value, found.low, found.high) == ("1.3 TB/s", 1300, 1250, 1350)


def test_figures_of_a_german_page_have_decimal_commas(base):
    found = claim(base, "bolt-9000-24gb--memory_bandwidth--blatt-bolt")
    assert (found.printed, found.value) == ("1.344,0 GB/s", 1344)


def test_a_network_port_may_be_printed_in_bits(base):
    assert claim(base, "desk-10--network_per_port--acme-shop-page").value == 25


def test_a_date_is_the_days_it_may_mean(base):
    found = claim(base, "desk-10--release_date--acme-shop-page")
    assert (found.text, found.high - found.low) == ("2026-05", 31)


def test_words_are_spelled_one_way_and_kept_as_printed(base):
    found = claim(base, "desk-10--memory_type--acme-shop-page")
    assert (found.printed, found.text) == ("LPDDR5x", "LPDDR5X")


def test_there_is_none_and_nobody_knows_are_two_states(base):
    assert claim(base, "desk-10--pcie--acme-shop-page").state == "none"
    assert claim(base, "desk-10--tdp--bench-desk").state == "unknown"


def test_a_word_that_yaml_would_take_for_false_stays_a_word(edited):
    data = edited(BOLT, "form_factor: dual slot\n", "form_factor: no\n")
    assert claim(read(data), "bolt-9000-24gb--form_factor--acme-bolt-datasheet").text == "no"


def test_aliases_have_a_language_and_may_be_ambiguous(base, mini):
    where = Where(f"data/{DESK}", line_of(mini, DESK, "Étincelle"))
    assert base.platforms["desk-10"].aliases == (
        Alias("Desk 10", "en", False, where),
        Alias("Étincelle de bureau", "fr", False, where),
        Alias("Tischgerät 10", "de-AT", False, where),
    )
    assert base.platforms["bolt-9000-laptop"].aliases[0].ambiguous


@pytest.mark.parametrize(
    ("written", "alias", "lang", "is_ambiguous"),
    [
        ("ambiguous: Desk 10", "Desk 10", "en", True),
        ("ambiguous ko: 데스크 10", "데스크 10", "ko", True),
        ("de-AT: Tisch 10", "Tisch 10", "de-AT", False),
        ("ambiguousko: Desk 10", "ambiguousko: Desk 10", "en", False),
    ],
)
def test_a_name_in_another_language_may_be_ambiguous_too(edited, written, alias, lang, is_ambiguous):
    first = read(edited(DESK, "[Desk 10,", f'["{written}",')).platforms["desk-10"].aliases[0]
    assert (first.text, first.lang, first.ambiguous) == (alias, lang, is_ambiguous)


def test_a_system_contains_chips_and_counts_them(base):
    assert base.platforms["desk-10"].contains == {"zap-10": 1}


def test_a_price_has_its_day_amount_currency_and_where_known_region_and_tax(base):
    found = price(base, "bolt-9000-24gb--street--blatt-bolt--2026-04-22--de")
    assert (found.amount, found.currency, found.region, found.tax) == (2199, "EUR", "DE", "included")


def test_a_bare_dollar_sign_is_settled_by_the_currency_beside_it(base):
    found = price(base, "bolt-9000-24gb--launch_msrp--acme-launch--2025-11-05")
    assert (found.printed, found.amount, found.currency) == ("$1,999", 1999, "USD")


def test_the_scope_of_a_price_follows_from_the_kind_of_platform(base):
    assert {p.scope for p in base.platforms["desk-10"].prices} == {"complete system"}
    assert {p.scope for p in base.platforms["bolt-9000-24gb"].prices} == {"card"}


def test_a_price_is_of_the_stage_of_its_group(base):
    stages = {p.id: p.stage for p in base.platforms["bolt-9000-24gb"].prices if p.basis == "list"}
    assert stages == {
        "bolt-9000-24gb--list--acme-launch--2025-11-05--planned": "announced",
        "bolt-9000-24gb--list--acme-shop-page--2026-06-01": "shipping",
    }


def test_one_precision_becomes_one_metric_for_each_variant(base):
    assert [name for name in base.metrics if name.startswith("bf16")] == ["bf16_dense", "bf16_sparse"]
    assert (base.metrics["bf16_dense"].headline, base.metrics["bf16_sparse"].headline) == (True, False)


def test_a_share_may_be_written_in_percent(base):
    assert base.metrics["memory_bandwidth_measured"].tolerance == pytest.approx(0.05)


def test_a_copy_names_what_it_copies(base):
    assert base.sources["echo-bolt"].copies == "bench-bolt"


def test_a_day_that_was_looked_for_in_vain_is_no_day(base):
    assert base.sources["acme-shop-page"].published is None


def test_what_an_editor_leaves_behind_is_not_read(edited):
    data = edited("platforms/acme/.#tower-2.yml", new="\tno YAML")
    (data / "platforms/acme/.#desk-10.yml").symlink_to("nobody@nowhere.1234")
    assert read(data).findings == []


def test_every_mistake_of_a_file_is_named_with_its_line(edited):
    data = edited(
        TOWER,
        new="""\
name: Acme Tower 2
vendor: acme
kind: tower
lifecycel: announced
claims:
- source: acme-lunch
  fp32: 20 TFLOPS
- source: acme-launch
  at: third paragraph
  memory_capacity: 128 GBs
  memory_bandwith: 800 GB/s
  fp32: {value: 20 TFLOPS, rnk: normal}
  tdp: [100 W]
  slots: {at: nowhere}
  price: {list: 9000, lst: 9000 USD}
- just words
""",
    )
    expected = [
        (3, 'kind: "tower" is not one of system, card'),
        (4, 'unknown key "lifecycel"; did you mean "lifecycle"?'),
        (5, "each item of claims is a mapping that begins with its source"),
        (6, 'source "acme-lunch" is not in data/sources'),
        (10, 'memory_capacity: "128 GBs": unknown unit "GBs"; did you mean "GB"?'),
        (11, 'unknown metric "memory_bandwith"; did you mean "memory_bandwidth"?'),
        (12, 'unknown key "rnk"; did you mean "rank"?'),
        (13, "tdp must be a figure or a mapping with value, not a list"),
        (14, '"value" is missing'),
        (15, 'price: "9000" names no currency'),
        (15, 'price: "lst" is not one of launch_msrp, list'),
    ]
    assert_every_mistake_is_named(data, TOWER, expected)


def test_every_mistake_of_a_source_is_named_with_its_line(edited):
    data = edited(
        "sources/listing.yml",
        new="""\
listing_bolt:
  kind: data base
  title: Bolt
  url: listing.example.com/cards
  published: January
  checked: {on: 2026-02-30, how: by hand}
listing-words: just words
""",
    )
    expected = [
        (1, '"publisher" is missing'),
        (1, 'source id "listing_bolt" must be lower-case words joined by hyphens'),
        (1, 'source id "listing_bolt" must begin with the file\'s name: "listing-…"'),
        (2, 'kind: "data base" is not one of vendor-datasheet'),
        (4, 'url: "listing.example.com/cards" is not a web address'),
        (5, 'published: "January" is not a date'),
        (6, 'how: "by hand" is not one of live, archived-copy'),
        (6, 'on: "2026-02-30" is not a day of the calendar'),
        (7, '"listing-words" must be a mapping'),
    ]
    assert_every_mistake_is_named(data, "sources/listing.yml", expected)


def test_every_mistake_of_a_model_is_named_with_its_line(edited):
    data = edited(
        "models/round-12b.yml",
        new="""\
name: Round 12B
claims:
- source: hub-round
  layers: 10
- source: hub-round-12b
  layer: 10
  hidden_size: ten thousand
  heads: 0
- just words
""",
    )
    expected = [
        (1, "nothing is said about it"),
        (2, "each item of claims is a mapping that begins with its source"),
        (3, 'source "hub-round" is not in data/sources'),
        (6, 'unknown figure "layer"'),
        (7, "hidden_size must be a whole number above 0"),
        (8, "heads must be"),
    ]
    assert_every_mistake_is_named(data, "models/round-12b.yml", expected)


def test_every_mistake_of_the_workloads_is_named_with_its_line(edited):
    data = edited(
        "workloads.yml",
        new="""\
parameters:
  runtime_reserve_gb:
    value: one
    meaning: What the runtime takes, in GB.
workloads:
  write:
    name: Writing
    model: square-12b
    recipe: w5
    phase: encode
    batch: 0
    context: 1.5
    default: perhaps
    meaning: One person chats.
""",
    )
    expected = [
        *[
            (1, f'"{name}" is missing')
            for name in ("link_latency_ms", "pue", "usable_share", "usd_per_kwh", "utilisation", "years")
        ],
        (3, 'value: "one" is not a plain number'),
        (8, 'model "square-12b" is not known; did you mean "round-12b"?'),
        (9, 'recipe "w5" is not known; did you mean "w'),
        (10, 'phase: "encode" is not one of decode, prefill, serving, training'),
        (11, "batch"),
        (12, "context"),
        (13, 'default: "perhaps" is not one of yes, no'),
    ]
    assert_every_mistake_is_named(data, "workloads.yml", expected)


def test_every_mistake_of_the_exchange_rates_is_named_with_its_line(edited):
    data = edited(
        "rates.yml",
        new="""\
rates:
- source: bank-rate
  at: row of 2026-01
  month: 2026-13
  EUR: 0.90
- source: bank-rates
  month: 2026-04
  EUR: 0
  EURO: 0.80
  GBP: 0.70
- source: bank-rates
  at: row of 2026-04
  month: 2026-04
  GBP: 0.75
- just words
""",
    )
    expected = [
        (1, "each item of rates is a mapping that begins with its source"),
        (2, 'source "bank-rate" is not in data/sources'),
        (4, 'month: "2026-13" is not a day of the calendar'),
        (6, '"at" is missing'),
        (8, "EUR: a rate is more than nothing"),
        (9, '"EURO" is not an ISO 4217 currency code'),
        (14, "GBP--2026-04 is already given at data/rates.yml:10"),
    ]
    assert_every_mistake_is_named(data, "rates.yml", expected)
