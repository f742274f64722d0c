"""The twenty questions of docs/questions.md, asked of the real data: each finds the figures it should, and a citation on every row."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from ingest.query import Row, connect, rows
from ingest.spelling import fold

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "questions.md").read_text("utf-8")
QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["kb"]["queries"]
ASKED = {
    int(number): address
    for number, address in re.findall(
        r"^\| (\d+) \| [^|]+ \| \[\w+\]\((http://127\.0\.0\.1:8001/kb/[^)]+)\)", DOCUMENT, re.M
    )
}
ALL_LINKS = re.findall(r"\((http://127\.0\.0\.1:8001/kb/[^)]+)\)", DOCUMENT)


def answer(kb: Path, address: str) -> list[Row]:
    parts = urlsplit(address)
    sql = QUERIES[parts.path.removeprefix("/kb/")]["sql"]
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    assert set(given) == set(re.findall(r":([a-z_]+)", sql)), (
        "the address names the query's parameters, all of them and no other"
    )
    with closing(connect(kb)) as connection:
        connection.create_function("fold", 1, fold, deterministic=True)
        return rows(connection, sql, **given)


def of(found: list[Row], **wanted: object) -> list[Row]:
    """The rows whose columns contain, or are, what is wanted."""
    chosen = [
        row
        for row in found
        if all(
            str(value) in str(row[key]) if isinstance(value, str) else row[key] == value
            for key, value in wanted.items()
        )
    ]
    assert chosen, f"no row has {wanted}"
    return chosen


def faster(found):
    assert all(
        row["times_estimate"] > 1.2
        for row in of(found, first_name="Max+ 395, 128", second_name="M5 (32", workload="writing")
    )
    assert {(row["first_gb_s"], row["second_gb_s"]) for row in found} >= {(256, 153)}


def posted(found):
    assert {row["phase"] for row in found} >= {"decode", "prefill"}
    assert any(0.3 < row["share_of_ceiling"] < 1 for row in of(found, name="DGX Spark (128") if row["share_of_ceiling"])


def mac(found):
    writing = of(
        found, first_name="M3 Ultra (512", second_name="DGX Spark (128", workload="Llama 3.3 70B, FP8, writing, 1 user"
    )
    assert [(row["first_gb_s"], row["second_gb_s"]) for row in writing] == [(819, 273)]
    assert 2 < writing[0]["times_estimate"] < 3.5
    assert any(row["times_estimate"] < 1 for row in of(found, first_name="M3 Ultra (512", workload="reading"))


def nvfp4(found):
    (row,) = of(found, name="DGX Spark (128", workload="70B, NVFP4")
    assert row["bound_type"] == "memory"
    assert row["estimate_low"] < 4 < row["estimate_high"] <= row["ceiling_tok_s"]


def slow_though_it_fits(found):
    (row,) = of(found, name="DGX Spark (128", workload="70B, FP8, writing, 1 user")
    assert (row["fits"], row["bound_type"]) == ("fits", "memory")
    assert row["ceiling_tok_s"] < 5


def sparks_or_cards(found):
    (sparks,) = of(found, name="DGX Spark (128", devices=8)
    (cards,) = of(found, name="PRO 6000 Blackwell Workstation", devices=4)
    assert sparks["all_memory_gb"] > 2 * cards["all_memory_gb"]
    assert cards["all_bandwidth_gb_s"] == 4 * 1792 > 3 * sparks["all_bandwidth_gb_s"]
    assert sparks["estimate_tok_s"] > 0 < cards["estimate_tok_s"]


def second_spark(found):
    for row in of(found, name="DGX Spark (128", devices=2, workload="Llama 3.3 70B, NVFP4"):
        assert 1.5 < row["times_one"] <= 2
        assert row["link_metric"] == "network_per_port"


def prompts_on_a_mac(found):
    for row in of(found, phase="prefill", model_id="gemma-2-9b", recipe_id="mlx-4bit", prompt_tokens=4096):
        assert row["share_of_arithmetic"] > 0.5 > 0.1 > row["share_of_bandwidth"]


def usable(found):
    assert {row["installed"] for row in of(found, name="DGX Spark")}
    assert all(0.4 < row["share"] < 1.05 for row in found if row["share"] and row["rank"] != "deprecated")


def largest(found):
    spark = of(found, name="DGX Spark (128")
    assert all(row["needed_gb"] <= row["usable_gb"] for row in spark)
    assert spark[0]["billion_parameters"] > 100
    assert of(spark, model="Llama 3.3 70B")[0]["weights_gb"] == pytest.approx(43.2, abs=0.3)
    assert not [row for row in spark if "405B" in row["model"]]


def thirty_two(found):
    for row in of(found, first_name="395", second_name="M4 Pro", workload="Qwen3 32B, Q4_K_M, writing"):
        assert 5 < row["first_estimate_tok_s"] < 13
        assert 5 < row["second_estimate_tok_s"] < 13


def based_on(found):
    first = of(found, name="DGX Spark (128", place=1)[0]
    assert "273" in first["printed"]
    assert len({row["publisher"] for row in of(found, name="DGX Spark (128")}) > 10


def a6000_and_ada(found):
    writing = of(found, first_name="RTX A6000", second_name="6000 Ada", workload="writing, 1 user")
    assert {(row["first_gb_s"], row["second_gb_s"]) for row in writing} == {(768, 960)}
    assert all(row["times_ceiling"] < 1 for row in writing if row["times_ceiling"])


def four_or_one(found):
    (four,) = of(found, name="4060 Ti 16", devices=4)
    (one,) = of(found, name="RTX 4090 (24", devices=1)
    assert (four["all_memory_gb"], four["all_bandwidth_gb_s"]) == (64, 4 * 288)
    assert one["fits"] == "no"


def in_all_or_on_one(found):
    assert [row["devices_needed"] for row in of(found, name="RTX A6000")] == [1]
    assert [row["devices_needed"] for row in of(found, name="RTX 3090 (24")] == [2]
    assert all(row["needed_gb"] <= row["usable_gb"] for row in found)


def users(found):
    counted = [row["users"] for row in of(found, name="DGX Spark (128")]
    assert counted == sorted(counted)
    assert 20 < counted[0] < 40


def backends(found):
    both = of(found, first="rocm", second="vulkan")
    assert {row["phase"] for row in both} == {"decode", "prefill"}
    assert any(row["times"] < 1 for row in both)
    assert any(row["times"] > 1 for row in both)


def power(found):
    assert {row["label"] for row in found} >= {"Power supply", "Measured power"}
    assert "240" in of(found, label="Power supply")[0]["printed"]


def march(found):
    assert all(row["as_of"] <= "2026-03-15" for row in found)
    printed = {row["printed"].replace(",", "") for row in of(found, name="DGX Spark (128")}
    assert printed >= {"3999 USD", "4699 USD"}


def utilisation(found):
    assert all(row["break_even"] > 0 for row in found if row["break_even"])
    assert {row["price_scope"] for row in found} == {"complete system"}
    assert 2 < float(of(found, seller="Lambda", rented="H100 PCIe")[0]["rent_printed"].removesuffix(" USD")) < 4


EXPECTED: list[Callable[[list[Row]], None]] = [
    faster, posted, mac, nvfp4, slow_though_it_fits, sparks_or_cards, second_spark, prompts_on_a_mac, usable, largest,
    thirty_two, based_on, a6000_and_ada, four_or_one, in_all_or_on_one, users, backends, power, march, utilisation,
]  # fmt: skip


def test_each_of_the_twenty_questions_is_answered_by_one_address() -> None:
    assert list(ASKED) == list(range(1, 21))


@pytest.mark.parametrize("number", range(1, 21))
def test_a_question_finds_the_figures_it_should(real_kb: Path, number: int) -> None:
    EXPECTED[number - 1](answer(real_kb, ASKED[number]))


@pytest.mark.parametrize("address", ALL_LINKS, ids=lambda address: urlsplit(address).path.removeprefix("/kb/"))
def test_every_row_of_an_answer_names_a_page(real_kb: Path, address: str) -> None:
    found = answer(real_kb, address)
    assert found
    for row in found:
        pages = [value for key, value in row.items() if key == "url" or key.endswith("_source")]
        assert any(str(page).startswith("http") for page in pages), row


def test_what_is_unknown_names_what_is_missing(real_kb: Path) -> None:
    (address,) = [link for link in ALL_LINKS if "platform=Apple+M4+10" in link]
    assert all(row["missing"] for row in answer(real_kb, address) if row["bound_type"] == "unknown")
