"""Bad input stops the build, is named with its file and line, and loses nothing."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.__main__ import main
from ingest.build import build

BOLT = "platforms/acme/bolt-9000-24gb.yml"
DESK = "platforms/acme/desk-10.yml"
LAPTOP = "platforms/acme/bolt-9000-laptop.yml"
TOWER = "platforms/acme/tower-2.yml"
ACME = "sources/acme.yml"


@dataclass(frozen=True)
class Broken:
    """An edit that must stop the build. `says` is part of the message; `at` stands on the line that it names."""

    name: str
    file: str
    old: str
    new: str | bytes
    says: str
    at: str | None = None


BROKEN = [
    # not the YAML we accept
    Broken("tab indentation", TOWER, "  at: third", "\tat: third", "not YAML", "\tat: third"),
    Broken("duplicate key", TOWER, "kind: system", "kind: system\nkind: card", '"kind" stands twice', "kind: card"),
    Broken("anchor", TOWER, "kind: system", "kind: &kind system", "anchors and aliases", "&kind"),
    Broken("alias", TOWER, "kind: system", "kind: *kind", "anchors and aliases", "*kind"),
    Broken("tag", TOWER, "kind: system", "kind: !!str system", "tags such as", "!!str"),
    Broken("two documents", TOWER, "claims:", "---\nclaims:", "a second document begins here", "---"),
    Broken("invisible character", TOWER, "Tower 2", "Tower\u200b 2", "invisible character (U+200B)", "Tower\u200b"),
    Broken("not UTF-8", TOWER, "Tower 2", b"Tower \xff", "the file is not UTF-8"),
    Broken("too large", TOWER, "Tower 2", "Tower" * 250_000, "the file is larger than 1,000,000 bytes"),
    Broken("too deep", TOWER, "kind: system", "kind: " + "[" * 12 + "]" * 12, "nested deeper than", "[[["),
    Broken("list as a file", TOWER, "", "- Acme Tower 2\n", "the file must be a mapping", "- Acme"),
    Broken("empty file", TOWER, "", "", '"name" is missing'),
    # figures
    Broken("unknown unit", TOWER, "800 GB/s", "800 GBs", 'unknown unit "GBs"; did you mean "GB/s"?', "GBs"),
    Broken("wrong dimension", TOWER, "128 GB", "128 GB/s", '"128 GB/s" is in bytes per second', "128 GB/s"),
    Broken("bits for bytes", TOWER, "128 GB", "128 Gb", "a lower-case b means bits", "128 Gb"),
    Broken(
        "figure without a unit",
        TOWER,
        "128 GB",
        "128",
        '"128" has no unit; write it as printed, such as "128 GB"',
        ": 128",
    ),
    Broken("unit without a figure", TOWER, "128 GB", "GB", '"GB" has no figure', ": GB"),
    Broken("range backwards", TOWER, "128 GB", "256–128 GB", "from the smaller to the larger", "256–128"),
    Broken(
        "word that is not in the dictionary", DESK, "LPDDR5x", "LPDDR5Y", '"LPDDR5Y" is not one of GDDR7', "LPDDR5Y"
    ),
    Broken(
        "list where a figure is expected",
        TOWER,
        "128 GB",
        "[128 GB]",
        "must be a figure or a mapping with value",
        "[128 GB]",
    ),
    Broken("implausible value", TOWER, "800 GB/s", "800 TB/s", "plausible is 5 to 100000", "800 TB/s"),
    Broken("dense above sparse", BOLT, "bf16_sparse: 400", "bf16_sparse: 100", "are they swapped?", "bf16_dense: 200"),
    # keys
    Broken(
        "unknown metric",
        TOWER,
        "memory_bandwidth:",
        "memory_bandwith:",
        'unknown metric "memory_bandwith"; did you mean "memory_bandwidth"?',
        "memory_bandwith",
    ),
    Broken("unknown key", TOWER, "lifecycle:", "lifecycel:", 'did you mean "lifecycle"?', "lifecycel"),
    Broken("platform without a name", TOWER, "name: Acme Tower 2\n", "", '"name" is missing'),
    Broken(
        "source without an address",
        "sources/hub.yml",
        "  url: https://hub.example.org/round-12b\n",
        "",
        '"url" is missing',
    ),
    Broken(
        "claims that are no list", TOWER, "- source: acme-launch", "  source: acme-launch", '"claims" must be a list'
    ),
    # claims
    Broken("unknown source", TOWER, "acme-launch", "acme-lunch", 'source "acme-lunch" is not in', "acme-lunch"),
    Broken(
        "duplicate claim",
        BOLT,
        "- source: listing-bolt",
        "- source: bench-bolt\n  at: elsewhere\n  memory_bandwidth: 1.2 TB/s\n- source: listing-bolt",
        f"bolt-9000-24gb--memory_bandwidth--bench-bolt is already said at data/{BOLT}:",
        "1.2 TB/s",
    ),
    Broken(
        "deprecated without why",
        BOLT,
        ", why: the rate with sparsity under a dense heading",
        "",
        "bf16_dense is deprecated; say why",
        "deprecated",
    ),
    Broken(
        "two preferred",
        DESK,
        "273 GB/s",
        "{value: 273 GB/s, rank: preferred, why: measured}",
        "memory_bandwidth is already preferred at",
        "why: measured",
    ),
    Broken("date that is no date", BOLT, "2026-10-31", "31.10.2026", '"31.10.2026" is not a date', "31.10.2026"),
    Broken(
        "day that is not in the calendar",
        BOLT,
        "2026-10-31",
        "2026-02-30",
        "is not a day of the calendar",
        "2026-02-30",
    ),
    Broken("date in the future", BOLT, "2026-10-31", "2026-11-01", "lies after 2026-10-31", 'price: {street: "2,400'),
    # prices
    Broken("price without a date", BOLT, "  as_of: 2026-10-31\n", "", "price: street has no date", '"2,400 USD"'),
    Broken("price without a currency", TOWER, "9,000 USD", "9,000", "names no currency", '"9,000"'),
    Broken(
        "price in dollars of some country", TOWER, "9,000 USD", "$9,000", '"$" is used by several countries', "$9,000"
    ),
    Broken("price of nothing", TOWER, "9,000 USD", "0 USD", "a price is more than nothing", "0 USD"),
    Broken("price of an unknown basis", TOWER, "{list:", "{msrp:", 'price: "msrp" is not one of launch_msrp', "{msrp:"),
    # platforms and sources
    Broken("name that two families bear", LAPTOP, '"ambiguous: Bolt 9000"', "Bolt 9000", "also means", "aliases: "),
    Broken("system that contains something unknown", DESK, "{zap-10: 1}", "{zap-11: 1}", '"zap-11" is not a platform'),
    Broken("part without a count", DESK, "{zap-10: 1}", "{zap-10: some}", '"zap-10" needs a count', "some"),
    Broken(
        "platform in the folder of another vendor",
        TOWER,
        "vendor: acme",
        "vendor: apex",
        'vendor must be the folder\'s name, "acme"',
    ),
    Broken("file in the wrong place", "platforms/tower-3.yml", "", "name: Tower 3\n", "nothing reads this file"),
    Broken("upper case in a file's name", "platforms/acme/T3.yml", "", "name: T3\n", '"T3" must be lower-case words'),
    Broken(
        "source that does not begin with its file's name",
        ACME,
        "acme-launch:",
        "apex-launch:",
        'begin with the file\'s name: "acme-…"',
    ),
    Broken(
        "source whose address has no host",
        ACME,
        "https://example.org/shop",
        "https:///shop",
        "is not a web address",
        "///",
    ),
    Broken(
        "source whose address is cut off",
        ACME,
        "https://example.org/shop",
        '"https://[x"',
        "is not a web address",
        "[x",
    ),
    # the dictionary, and what is run
    Broken("empty dictionary", "metrics.yml", "", "", "trust: specification must list every kind of source"),
    Broken("unknown unit of a metric", "metrics.yml", "unit: W\n", "unit: Wh\n", 'unknown unit "Wh"', "unit: Wh"),
    Broken(
        "metric whose id is two words",
        "metrics.yml",
        "  slots:\n",
        "  expansion slots:\n",
        '"expansion slots"',
        "expansion slots:",
    ),
    Broken(
        "variant that is no rating or measurement",
        "metrics.yml",
        "class: measured, meaning: What a test reached.",
        "class: power, meaning: What a test reached.",
        'class: "power" is not one of',
        "class: power, meaning",
    ),
    Broken("formula that divides without nullif", "formulas.yml", "nullif(price, 0)", "price", "by nullif(x, 0)"),
    Broken(
        "formula that is more than a formula", "formulas.yml", "nullif(price, 0)", "1; DROP TABLE x", "by nullif(x, 0)"
    ),
    Broken(
        "formula named like a column",
        "formulas.yml",
        "bandwidth_per_watt:",
        "price_usd:",
        '"price_usd"',
        "price_usd:",
    ),
    Broken("exchange rate of nothing", "rates.yml", "0.80", "0", "a rate is more than nothing", "EUR: 0\n"),
    Broken(
        "excuse that nothing needs",
        "exceptions.yml",
        "excused: []",
        "excused:\n- {check: value-is-plausible, at: data/metrics.yml, why: it was needed once}",
        "nothing at data/metrics.yml breaks value-is-plausible any more",
        "- {check",
    ),
    Broken(
        "workload of an unknown model",
        "workloads.yml",
        "model: round-12b\n    recipe: w4",
        "model: r\n    recipe: w4",
        '"r"',
    ),
    Broken("batch of none", "workloads.yml", "batch: 1\n    prompt: 1000\n", "batch: 0\n    prompt: 1000\n", "batch"),
    Broken("workloads without an assumption", "workloads.yml", "  usable_share:", "  usable:", "usable_share"),
    Broken("model without heads", "models/round-12b.yml", " heads: 100", " heads: 0", "above 0", " heads: 0"),
]


def build_at(data: Path, kb: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["build", "--data", str(data), "--kb", str(kb), *options])


def line_of(path: Path, text: str) -> int:
    content = path.read_text("utf-8")
    assert text in content
    return content.count("\n", 0, content.index(text)) + 1


@pytest.fixture
def served(tmp_path: Path, kb: Path) -> Path:
    """A kb.db from before the mistake."""
    copy = tmp_path / "kb.db"
    copy.write_bytes(kb.read_bytes())
    return copy


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_broken_input_is_named_and_the_old_database_stays(edited, served, case):
    before = served.read_bytes()
    data = edited(case.file, case.old, case.new)
    result = build_at(data, served)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    place = f"data/{case.file}:{line_of(data / case.file, case.at)}:" if case.at else f"data/{case.file}:"
    assert any(line.startswith(place) and case.says in line for line in result.output.splitlines()), result.output
    assert served.read_bytes() == before
    assert sorted(path.name for path in served.parent.iterdir()) == ["data", "kb.db"]


def test_errors_of_several_files_are_reported_together(edited, served):
    edited(TOWER, "800 GB/s", "800 GBs")
    edited(DESK, "LPDDR5x", "LPDDR5Y")
    data = edited("formulas.yml", "nullif(price, 0)", "price")
    result = build_at(data, served)
    for file in (TOWER, DESK, "formulas.yml"):
        assert f"data/{file}:" in result.output
    assert "3 errors: nothing was built. The old kb.db was left as it is." in result.output


def test_a_program_gets_every_finding_as_json(edited, served):
    edited(TOWER, "800 GB/s", "800 GBs")
    result = build_at(edited(DESK, "LPDDR5x", "LPDDR5Y"), served, "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["built"] is False
    assert {finding["path"] for finding in found["findings"]} == {f"data/{TOWER}", f"data/{DESK}"}


def test_a_warning_does_not_stop_the_build(edited, tmp_path):
    result = build_at(edited(DESK, "8000 MT/s", "6400 MT/s"), tmp_path / "kb.db")
    assert result.exit_code == 0, result.output


def test_with_nothing_to_keep_nothing_is_said_to_be_kept(edited, tmp_path):
    result = build_at(edited(TOWER, "800 GB/s", "800 GBs"), tmp_path / "kb.db")
    assert "old kb.db" not in result.output
    assert not (tmp_path / "kb.db").exists()


def test_a_missing_file_of_the_dictionary_is_named(edited, tmp_path):
    data = edited("notes.md", new="")
    (data / "notes.md").unlink()
    (data / "formulas.yml").unlink()
    assert "data/formulas.yml:1: error: the file is missing" in build_at(data, tmp_path / "kb.db").output


def test_a_file_that_nothing_reads_is_an_error_even_when_all_else_is_up_to_date(edited, tmp_path):
    data = edited(TOWER, "800 GB/s", "801 GB/s")
    build(data, tmp_path / "kb.db")
    edited("platforms/acme/tower-3.yaml", new="name: Tower 3\n")
    assert build_at(data, tmp_path / "kb.db").exit_code == 1


MINI = Path(__file__).parent / "mini" / "data"
LINES = [
    (path.relative_to(MINI), number)
    for path in sorted(MINI.rglob("*.yml"))
    for number, line in enumerate(path.read_text("utf-8").splitlines())
    if ":" in line
]
ODD = ("", "[]", "{}", "[a, b]", "{a: b}", "-1", "0", "1e400", "no", "none", "unknown", "'='", "2026-13", "https://[x")


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(LINES), value=st.sampled_from(ODD) | st.text(max_size=12), key=st.booleans())
def test_whatever_stands_on_a_line_is_built_or_reported(place, value, key):
    """No edit of one key or one value ends in a traceback."""
    file, number = place
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(MINI, data)
        lines = (data / file).read_text("utf-8").splitlines()
        before, _, after = lines[number].partition(":")
        lines[number] = f"{value}:{after}" if key else f"{before}: {value}"
        (data / file).write_text("\n".join(lines), "utf-8")
        result = build_at(data, Path(folder) / "kb.db")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
