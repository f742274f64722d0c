"""Every rule of `ingest.checks`: the miniature keeps it, and one edit of the miniature breaks it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import checks
from ingest.findings import LEVELS, Finding
from ingest.read import read

BOLT = "platforms/acme/bolt-9000-24gb.yml"
DESK = "platforms/acme/desk-10.yml"
LAPTOP = "platforms/acme/bolt-9000-laptop.yml"
TOWER = "platforms/acme/tower-2.yml"


@dataclass(frozen=True)
class Case:
    """An edit of the miniature that breaks one rule; `says` is part of what the rule then says, about `named` or the edited file."""

    check: str
    file: str
    old: str
    new: str
    says: str
    named: str = ""


CASES = [
    Case(
        "alias-means-one-platform", LAPTOP, '"ambiguous: Bolt 9000"', "Bolt 9000", '"Bolt 9000" also means bolt-9000;'
    ),
    Case(
        "at-most-one-preferred",
        DESK,
        "memory_bandwidth: 273 GB/s",
        "memory_bandwidth: {value: 273 GB/s, rank: preferred, why: measured}",
        f"memory_bandwidth is already preferred at data/{DESK}:",
    ),
    Case(
        "bandwidth-is-width-times-rate",
        DESK,
        "8000 MT/s",
        "6400 MT/s",
        '"256 GB/s" is not 256-bit × 6400 MT/s = 205 GB/s',
    ),
    Case(
        "before-release-is-announced",
        DESK,
        "at: second paragraph\n  stage: announced",
        "at: second paragraph",
        "memory_bandwidth was said on 2025-11-05, before the release",
    ),
    Case("claim-has-known-source", "sources/echo.yml", "copies: bench-bolt", "copies: bench-blot", '"bench-blot"'),
    Case(
        "groups-of-three-are-thousands",
        DESK,
        "  network_per_port: 200 Gb/s\n",
        '  network_per_port: 200 Gb/s\n  slots: "2.125"\n',
        'slots: "2.125" is read as 2.125; mend the lang of its source',
    ),
    Case("claim-says-where", TOWER, "  at: third paragraph\n", "", "memory_capacity has no place in its source"),
    Case(
        "model-has-the-parameters-it-prints",
        "models/round-moe.yml",
        "parameters: 1.08 B",
        "parameters: 2.16 B",
        'its architecture gives 1.08 B weights, but "2.16 B" is printed',
    ),
    Case(
        "weights-are-of-the-recipe",
        "measurements/bench-bolt.csv",
        "6.2 GB",
        "12.4 GB",
        '"12.4 GB" is printed, but round-12b in w4 takes 6.1 GB',
    ),
    Case("range-is-written-whole", TOWER, "at: third paragraph", "at: upper end of the range", "one end of a range"),
    Case(
        "column-has-one-meaning",
        "formulas.yml",
        "bandwidth_per_watt:",
        "price_usd:",
        'the comparison already has a column "price_usd"',
    ),
    Case(
        "column-has-one-meaning",
        "metrics.yml",
        "  form_factor:\n",
        "  released:\n    {label: Released, kind: text, class: specification, headline: yes, meaning: A day.}\n  form_factor:\n",
        'the comparison already has a column "released"',
    ),
    Case("contains-known-platform", DESK, "{zap-10: 1}", "{zap-11: 1}", '"zap-11" is not a platform'),
    Case(
        "database-is-not-alone",
        LAPTOP,
        "  memory_bandwidth: 500 GB/s\n  fp16_dense: unknown",
        "  fp16_dense: unknown",
        "memory_bandwidth rests on databases alone",
    ),
    Case(
        "machine-answer-is-not-alone",
        "sources/listing.yml",
        "kind: database",
        "kind: machine-answer",
        "fp32 rests on machine-written pages alone",
        named=LAPTOP,
    ),
    Case(
        "dense-is-not-above-sparse",
        BOLT,
        "bf16_sparse: 400 TFLOPS",
        "bf16_sparse: 100 TFLOPS",
        'bf16_dense "200 TFLOPS" is above bf16_sparse "100 TFLOPS"',
    ),
    Case(
        "derived-inputs-exist",
        "formulas.yml",
        "inputs: memory_bandwidth price",
        "inputs: memory_bandwidth",
        'uses "price" but does not list it',
    ),
    Case(
        "derived-inputs-exist",
        "formulas.yml",
        "inputs: memory_bandwidth price",
        "inputs: memory_bandwidth price tdp",
        'lists the input "tdp" but does not use it',
    ),
    Case(
        "derived-inputs-exist",
        "formulas.yml",
        "inputs: memory_bandwidth price\n  sql: memory_bandwidth",
        "inputs: speed price\n  sql: speed",
        'input "speed" is not a metric',
    ),
    Case(
        "derived-inputs-exist",
        "formulas.yml",
        "inputs: bf16_dense memory_bandwidth\n  sql: bf16_dense",
        "inputs: fp8_unlabelled memory_bandwidth\n  sql: fp8_unlabelled",
        '"fp8_unlabelled" is never used in a formula',
    ),
    Case(
        "derived-inputs-exist",
        "formulas.yml",
        "inputs: bf16_dense memory_bandwidth\n  sql: bf16_dense",
        "inputs: memory_type memory_bandwidth\n  sql: memory_type",
        '"memory_type" is not a quantity',
    ),
    Case("derived-inputs-exist", "formulas.yml", "nullif(price, 0)", "price", "every division must be by nullif(x, 0)"),
    Case(
        "lower-precision-is-not-slower",
        BOLT,
        "  fp32: 100 TFLOPS",
        "  fp8_dense: 150 TFLOPS",
        'fp8_dense "150 TFLOPS" is below fp16_dense "200 TFLOPS"',
    ),
    Case("no-future-date", BOLT, "as_of: 2026-10-31", "as_of: 2026-11-01", "as_of 2026-11-01 lies after 2026-10-31"),
    Case(
        "one-default-workload",
        "workloads.yml",
        "phase: decode\n    batch: 1\n    context: 10000\n    default: yes",
        "phase: decode\n    batch: 1\n    context: 10000",
        "0 workloads are the default for decode",
    ),
    Case(
        "one-url-one-source",
        "sources/acme.yml",
        "https://example.org/zap.pdf",
        "http://www.example.org/shop/",
        'is already source "acme-shop-page"',
    ),
    Case(
        "platform-says-something",
        "platforms/acme/blank.yml",
        "",
        "name: Blank\nvendor: acme\nkind: card\n",
        'platform "blank" has no claims',
    ),
    Case(
        "price-is-of-the-right-size",
        BOLT,
        "2,400 USD",
        "2.40 USD",
        'price: "2.40 USD" is 2.40 USD; others are about 1,999',
    ),
    Case(
        "price-is-not-later-than-its-page",
        BOLT,
        'value: "2.199,00 €",',
        'value: "2.199,00 €", as_of: 2026-04-23,',
        "the price is of 2026-04-23, its page of 2026-04-22",
    ),
    Case("price-is-of-its-scope", DESK, "kind: system", "kind: instance", "an instance is rented"),
    Case(
        "publisher-has-one-name",
        "sources/bench.yml",
        "publisher: Example Bench\n  title: Desk",
        "publisher: Bench, Example\n  title: Desk",
        "one file is one publisher; here are Bench, Example, Example Bench",
    ),
    Case(
        "publisher-has-one-name",
        "sources/blatt.yml",
        "publisher: Beispielblatt",
        "publisher: example-bench",
        "has several files: data/sources/bench.yml, data/sources/blatt.yml",
    ),
    Case(
        "rank-has-a-reason",
        BOLT,
        ", why: a digit is missing; mended a day later",
        "",
        "the price is deprecated; say why",
    ),
    Case(
        "rank-has-a-reason", BOLT, ", why: the rate with sparsity under a dense heading", "", "is deprecated; say why"
    ),
    Case(
        "source-is-used",
        "sources/paper.yml",
        "",
        """\
paper-bolt:
  kind: paper
  publisher: Example Press
  title: On bolts
  url: https://paper.example.org/bolts
  checked: {on: 2026-10-30, how: live}
""",
        'nothing uses source "paper-bolt"',
    ),
    Case(
        "source-may-be-used",
        "sources/listing.yml",
        "https://listing.example.com/cards",
        "https://www.techpowerup.com/gpu-specs",
        "www.techpowerup.com forbids taking its figures",
    ),
    Case(
        "source-may-be-used",
        "sources/hub.yml",
        "https://hub.example.org/round-12b",
        "https://github.com/search?q=round",
        "a search is not a document",
    ),
    Case(
        "address-is-of-a-commit",
        "sources/hub.yml",
        "https://hub.example.org/round-12b",
        "https://github.com/hub/round/blob/main/round-12b.json",
        'the address is of the branch "main"; link the commit',
    ),
    Case(
        "source-was-checked-after-it-was-published",
        "sources/blatt.yml",
        "published: 2026-04-22",
        "published: 2026-10-31",
        "checked on 2026-10-30, before it was published on 2026-10-31",
    ),
    Case(
        "origin-is-cited",
        TOWER,
        "at: third paragraph",
        "at: third paragraph, attributed to a leak",
        "name whom its page follows",
    ),
    Case("text-is-not-a-formula", TOWER, "at: third paragraph", 'at: "=1+1"', '"=1+1" begins with ='),
    Case("value-is-plausible", TOWER, "800 GB/s", "800 TB/s", '"800 TB/s" is 800000 GB/s; plausible is 5 to 100000'),
]


def found_in(data: Path) -> list[Finding]:
    return checks.run(read(data))


def excuse(check: str, at: str) -> str:
    return f"excused:\n- {{check: {check}, at: '{at}', why: it is invented}}\n"


def test_the_miniature_keeps_every_rule(mini):
    assert found_in(mini) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}: {case.says[:40]}")
def test_a_rule_finds_what_breaks_it_and_no_other_rule_does(edited, case):
    found = found_in(edited(case.file, case.old, case.new))
    assert {finding.check for finding in found} == {case.check}
    assert any(
        case.says in finding.message and finding.where.path == f"data/{case.named or case.file}" for finding in found
    ), found


def test_every_rule_has_a_case_that_breaks_it():
    assert {case.check for case in CASES} == {rule.name for rule in checks.CHECKS}


def test_no_two_rules_share_a_name():
    assert len({rule.name for rule in checks.CHECKS}) == len(checks.CHECKS)


@pytest.mark.parametrize("rule", checks.CHECKS, ids=lambda rule: rule.name)
def test_a_rule_says_in_one_sentence_what_it_ensures_and_how_serious_it_is(rule):
    assert rule.meaning.startswith("Ensure that ")
    assert rule.meaning.endswith(".")
    assert rule.level in LEVELS


def test_a_finding_is_of_the_level_of_its_rule(edited):
    found = found_in(edited(DESK, "8000 MT/s", "6400 MT/s"))
    assert [finding.level for finding in found] == ["warning"]


def test_findings_come_in_the_order_of_files_and_lines(edited):
    edited(TOWER, "800 GB/s", "800 TB/s")
    edited(TOWER, "  at: third paragraph\n", "")
    found = found_in(edited(BOLT, "as_of: 2026-10-31", "as_of: 2026-11-01"))
    assert [finding.where for finding in found] == sorted(finding.where for finding in found)
    assert len({finding.where.path for finding in found}) == 2


def test_a_dense_rate_may_be_rounded_a_little_above_the_sparse_one(edited):
    assert found_in(edited(BOLT, "bf16_sparse: 400 TFLOPS", "bf16_sparse: 199 TFLOPS")) == []


def test_a_figure_recorded_as_wrong_may_be_implausible(edited):
    data = edited(TOWER, "800 GB/s", "{value: 800 TB/s, rank: deprecated, why: a slip of the pen}")
    assert found_in(data) == []


def test_an_instance_may_be_rented_by_the_hour(edited):
    edited(DESK, "kind: system", "kind: instance")
    edited(DESK, 'list: {value: "4,000 USD"', 'cloud_hour: {value: "4.00 USD"')
    assert found_in(edited(DESK, '  price: {launch_msrp: "3,500 USD"}\n', "")) == []


def test_a_file_of_a_repository_may_be_linked_at_its_commit(edited):
    commit = "https://github.com/hub/round/blob/" + 40 * "a" + "/round-12b.json"
    assert found_in(edited("sources/hub.yml", "https://hub.example.org/round-12b", commit)) == []


def test_a_price_may_be_older_than_its_page(edited):
    assert found_in(edited(BOLT, '{value: "2.199,00 €",', '{value: "2.199,00 €", as_of: 2026-04-21,')) == []


def test_an_excuse_by_file_or_by_line_silences_its_finding(edited):
    data = edited(TOWER, "800 GB/s", "800 TB/s")
    (found,) = found_in(data)
    for at in (found.where.path, str(found.where)):
        edited("exceptions.yml", new=excuse("value-is-plausible", at))
        assert found_in(data) == []


def test_an_excuse_silences_nothing_but_its_finding(edited):
    edited(TOWER, "800 GB/s", "800 TB/s")
    edited(TOWER, "fp32: 20 TFLOPS", "fp32: {value: 20 TFLOPS, rank: preferred}")
    data = edited(BOLT, "memory_bandwidth: 1344 GB/s", "memory_bandwidth: 1344 TB/s")
    before = found_in(data)
    edited("exceptions.yml", new=excuse("value-is-plausible", f"data/{TOWER}"))
    silenced = [f for f in before if f.check == "value-is-plausible" and f.where.path == f"data/{TOWER}"]
    assert len(silenced) == 1
    assert found_in(data) == [finding for finding in before if finding not in silenced]


def test_an_excuse_that_nothing_needs_is_an_error(edited):
    (found,) = found_in(edited("exceptions.yml", new=excuse("value-is-plausible", f"data/{TOWER}")))
    assert (found.level, found.where.path, found.where.line) == ("error", "data/exceptions.yml", 2)
    assert f"nothing at data/{TOWER} breaks value-is-plausible any more" in found.message


def test_what_cannot_be_read_cannot_be_excused(edited):
    data = edited(TOWER, "800 GB/s", "800 GBs")
    edited("exceptions.yml", new=excuse("format", f"data/{TOWER}"))
    assert {finding.check for finding in found_in(data)} == {"format", "exception-is-needed"}
