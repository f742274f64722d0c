"""The verb `verify`, its outputs, and single rules of binding and judging."""

from __future__ import annotations

import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.__main__ import main
from ingest.answer.check import Check, verify
from ingest.answer.document import from_bytes
from ingest.answer.knowledge import Knowledge, load
from ingest.answer.output import as_json, claim_review
from ingest.answer.parts import STATUSES, VERDICTS
from ingest.query import connect


@pytest.fixture(scope="module")
def knowledge(answers_kb: Path) -> Knowledge:
    with closing(connect(answers_kb)) as connection:
        return load(connection)


@pytest.fixture
def judged(knowledge):
    """Return a function: text -> what `--json` prints about it."""
    return lambda text, **more: as_json(Check(from_bytes(text.encode(), "x", **more), knowledge).report())


@pytest.fixture
def verdicts(judged):
    """Return a function: text -> (printed, platforms, verdict) of each figure."""
    return lambda text: [(f["printed"], f["platforms"], f["verdict"]) for f in judged(text)["figures"]]


# figures


@pytest.mark.parametrize(
    "text",
    [
        "The RTX 5000 has FP4 and 5th generation Tensor cores.",
        "1. First [2] on 2025-10-15, version 2.5, page 12.",
        "DGX-1, GPT-4, B200 and HBM3E are names.",
        "It is 2.5 times faster, 40 % cheaper, and writes 30 tok/s.",
        "The model is quantised to 4-bit.",
    ],
)
def test_what_is_no_figure_is_not_taken_for_one(verdicts, text):
    assert verdicts(text) == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.344 GB/s", 1344),
        ("1,344 GB/s", 1344),
        ("1,3 TB/s", 1300),
        ("1 344 GB/s", 1344),
        ("1\u00a0344 GB/s", 1344),
        ("1.3 terabytes per second", 1300),
        ("1.3 TB per second", 1300),
        ("1.3TB/s", 1300),
        ("1.3 TB/sn", 1300),
        ("1,3 To/s", 1300),
        ("1.3 ТБ/с", 1300),
    ],
)
def test_a_number_is_read_in_the_custom_of_many_languages(judged, printed, value):
    (figure,) = judged(f"RTX PRO 5000: {printed} memory bandwidth")["figures"]
    assert (figure["value"], figure["verdict"]) == (value, "supported" if value == 1344 else "rounded")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 273 GB/s", "up_to"),
        ("273 GB/s'ye kadar", "up_to"),
        ("bis zu 273 GB/s", "up_to"),
        ("jusqu'à 273 Go/s", "up_to"),
        ("hasta 273 GB/s", "up_to"),
        ("fino a 273 GB/s", "up_to"),
        ("~273 GB/s", "about"),
        ("etwa 273 GB/s", "about"),
        ("more than 200 GB/s", "at_least"),
        ("200 GB/s+", "at_least"),
        ("250–300 GB/s", "range"),
        ("250 to 300 GB/s", "range"),
    ],
)
def test_a_bound_is_understood_in_many_languages(judged, text, bound):
    (figure,) = judged(f"DGX Spark bandwidth: {text}")["figures"]
    assert (figure["bound"], figure["verdict"]) == (bound, "supported")


def test_a_figure_binds_across_a_heading_a_row_and_a_pronoun(verdicts):
    assert verdicts("## DGX Spark\n\nMemory bandwidth: 273 GB/s") == [("273 GB/s", ["dgx-spark"], "supported")]
    assert verdicts("| Name | Bandwidth |\n|---|---|\n| L40S | 864 GB/s |") == [("864 GB/s", ["l40s"], "supported")]
    assert verdicts("The L40S is a card. It has 864 GB/s of bandwidth.") == [("864 GB/s", ["l40s"], "supported")]


def test_a_figure_that_can_belong_to_two_is_left_unbound(verdicts):
    assert verdicts("L40S or B200? 864 GB/s of bandwidth.")[0][2] == "unbound"


def test_a_figure_beside_hardware_that_the_base_does_not_know_is_left_unbound(verdicts):
    assert verdicts("The DGX Spark is small. The RTX 3060 has 360 GB/s of bandwidth.")[0][1:] == ([], "unbound")


def test_the_first_words_of_a_name_in_another_language_are_no_family(verdicts):
    """That language says "GPU AMD" of everything that AMD makes."""
    assert verdicts("La GPU AMD serie 7 tiene 24 GB.") == [("24 GB", [], "unbound")]
    assert verdicts("La GPU AMD MI300X tiene 192 GB.") == [("192 GB", ["mi300x"], "supported")]


def test_a_name_in_another_language_does_not_hide_a_longer_one(verdicts):
    assert verdicts("La GPU RTX PRO 5000 Laptop tiene 24 GB.") == [("24 GB", ["rtx-pro-5000-laptop"], "supported")]


def test_a_loose_figure_is_not_said_to_contradict_one_platform_when_it_fits_another_in_the_sentence(verdicts):
    text = "Unlike the DGX Spark, which many people buy for large models and small rooms, the L40S with its fans has 864 GB/s of bandwidth."
    assert "contradicted" not in {verdict for _, _, verdict in verdicts(text)}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The DGX Spark has a memory bandwidth of 273 GB/s.", "supported"),
        ("The RTX PRO 5000 has a memory bandwidth of 1.3 TB/s.", "rounded"),
        ("The RTX PRO 5000 has a memory bandwidth of 1.4 TB/s.", "contradicted"),
        ("The DGX Station has a memory bandwidth of 8 TB/s.", "superseded"),
        ("The B200 has 192 GB of memory.", "disputed"),
        ("The RTX PRO 5000 has 72 GB of memory.", "ambiguous"),
        ("The GB10 has 128 GB of memory.", "unknown"),
        ("The DGX Station has 748 GB of coherent memory.", "supported"),
        ("Two DGX Sparks have 256 GB of memory.", "supported"),
    ],
)
def test_every_verdict_has_its_case(verdicts, text, verdict):
    assert [found for _, _, found in verdicts(text)] == [verdict]


def test_a_link_called_memory_bandwidth_is_named_as_such(judged):
    report = judged("The H100 SXM has a memory bandwidth of 900 GB/s.")
    assert report["figures"][0]["verdict"] == "contradicted"
    assert "scale-up link" in report["figures"][0]["reason"]
    assert [f["kind"] for f in report["findings"]] == ["category"]


def test_a_price_is_right_on_its_day_and_superseded_later(verdicts):
    assert [v for _, _, v in verdicts("The DGX Spark costs $3,999. The DGX Spark costs 4,699 USD.")] == [
        "superseded",
        "supported",
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2 × 4,999 is around 8,000 dollars.", True),
        ("2 × 4,999 is around 10,000 dollars.", False),
        ("8 × 141 GB = 1,128 GB", False),
        ("8 × 141 GB = 1,218 GB", True),
        ("Two DGX Sparks at $4,699 each cost about $8,000.", True),
        ("Two DGX Sparks at $4,699 each cost about $9,400.", False),
    ],
)
def test_the_documents_own_arithmetic_is_checked(judged, text, wrong):
    assert ("arithmetic" in {f["kind"] for f in judged(text)["findings"]}) == wrong


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("The RTX 5090 is fast. The 4090 has 24 GB of memory.", ["rtx-4090"]),
        ("The RTX 5090 is fast. The 3090 has 24 GB of memory.", []),
        ("The 4090 has 24 GB of memory.", []),
        ("The DGX Spark is small. The Spark has 128 GB of memory.", ["dgx-spark"]),
        ("The Spark has 128 GB of memory.", []),
    ],
)
def test_a_short_name_counts_once_the_full_one_was_named(judged, text, platforms):
    assert judged(text)["figures"][-1]["platforms"] == platforms


@pytest.mark.parametrize("text", ["B200 memory: 180 GB × 72 = 12.96 TB", "B200 dense FP8: 4,500 × 72 TFLOPS"])
def test_what_the_text_reckons_is_not_held_against_one_platform(judged, text):
    assert judged(text)["figures"][-1]["verdict"] == "unbound"


def test_a_rate_of_pins_is_no_memory_bandwidth(verdicts):
    assert verdicts("The RTX 5090 has GDDR7 memory at up to 28 Gbps.")[0][2] == "unbound"


def test_a_figure_that_only_the_context_gives_an_owner_is_confirmed_but_never_contradicted(verdicts):
    assert verdicts("The L40S is a card. Memory bandwidth is 864 GB/s.")[0][2] == "supported"
    assert verdicts("The L40S is a card. Memory bandwidth is 999 GB/s.")[0][2] == "unknown"
    assert verdicts("The L40S is a card. Its memory bandwidth is 999 GB/s.")[0][2] == "contradicted"


# comparisons


@pytest.mark.parametrize(
    ("text", "order", "verdict"),
    [
        ("The DGX Spark's memory bandwidth is lower than the DGX Station's.", "lower", "supported"),
        ("The memory bandwidth of the DGX Spark is higher than that of the L40S.", "higher", "contradicted"),
        ("Die Bandbreite der L40S ist niedriger als die der RTX 5090.", "lower", "supported"),
        ("Compared with the RTX 5090, the DGX Spark has a lower bandwidth.", "lower", "supported"),
        ("DGX Spark'ın bant genişliği L40S'ten daha düşüktür.", "lower", "supported"),
        ("DGX Spark 的带宽低于 RTX 4090。", "lower", "supported"),
    ],
)
def test_a_comparison_without_numbers_is_checked(judged, text, order, verdict):
    (relation,) = judged(text)["relations"]
    assert (relation["order"], relation["metric"], relation["verdict"]) == (order, "memory_bandwidth", verdict)


def test_a_comparison_of_something_else_is_left_alone(judged):
    assert judged("The DGX Spark is quieter and smaller than the L40S.")["relations"] == []


# citations


def test_a_source_older_than_the_product_is_noticed(judged):
    report = judged("The DGX Spark has 273 GB/s of bandwidth [1].\n\nSources\n[1] https://arxiv.org/abs/1906.01234")
    assert "source-too-old" in {f["kind"] for f in report["findings"]}


def test_a_source_that_is_not_too_old_is_not(judged):
    report = judged(
        "The DGX Spark has 273 GB/s of bandwidth [1].\n\nSources\n[1] https://maker.example.org/products/specifications"
    )
    assert "source-too-old" not in {f["kind"] for f in report["findings"]}


def test_marks_without_a_list_are_said_to_lead_nowhere(judged):
    kinds = {f["kind"] for f in judged("The L40S has 48 GB of memory [1][2].")["findings"]}
    assert {"dangling-marker", "no-references"} <= kinds


def test_two_spellings_of_one_work_are_one(judged):
    text = "x [1][2]\n\nSources\n[1] https://arxiv.org/abs/1906.01234\n[2] https://arxiv.org/pdf/1906.01234v2.pdf"
    assert "duplicate-reference" in {f["kind"] for f in judged(text)["findings"]}


def test_a_page_that_repeats_another_is_no_second_witness(judged):
    text = "x [1][2]\n\nSources\n[1] https://bench.example.net/bolt-9000\n[2] https://echo.example.com/bolt"
    assert [f["n"] for f in judged(text)["findings"] if f["kind"] == "copy"] == [2]


def test_a_link_in_the_text_is_a_reference_too(judged):
    report = judged("The [L40S](https://maker.example.org/products/specifications) has 48 GB of memory.")
    assert [(c["status"], c["used"]) for c in report["citations"]] == [("known", True)]
    assert [f["printed"] for f in report["figures"]] == ["48 GB"]


# outputs

GARBLED = "The DGX Spark has 273 GB/s [1] and the DGX Station 8 TB/s of bandwidth.\n\nSources\n[1] https://docs.example.io/guides/gpu-lomory-bandwidth\n"


def run(answers_kb: Path, *words: object, text: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["verify", "--kb", str(answers_kb), *map(str, words)], input=text)


def test_standard_input_is_read(answers_kb):
    result = run(answers_kb, "-", text="The DGX Spark has a bandwidth of 273 GB/s.")
    assert result.exit_code == 0
    assert "supported" in result.output


def test_a_contradiction_exits_with_1(answers_kb):
    assert run(answers_kb, "-", text="The DGX Spark has a memory bandwidth of 301 GB/s.").exit_code == 1


@pytest.mark.parametrize(("content", "says"), [(b"", "no text"), (b"\x00\x01", "binary"), (b"\xff\xfe\x00", "utf-16")])
def test_what_cannot_be_read_exits_with_2_and_says_why(answers_kb, content, says):
    result = run(answers_kb, "-", text=content)
    assert result.exit_code == 2
    assert says in result.output


def test_a_file_of_100_mb_exits_with_2(answers_kb, tmp_path):
    path = tmp_path / "large.md"
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    result = run(answers_kb, path)
    assert (result.exit_code, "at most" in result.output) == (2, True)


def test_a_missing_kb_exits_with_2(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("x")
    assert CliRunner().invoke(main, ["verify", "--kb", str(tmp_path / "no.db"), str(file)]).exit_code == 2


def test_json_has_every_key_of_the_contract(judged):
    report = judged(GARBLED)
    assert list(report) == ["document", "figures", "relations", "citations", "findings"]
    assert {
        "line",
        "printed",
        "platforms",
        "metric",
        "value",
        "low",
        "high",
        "unit",
        "bound",
        "citations",
        "verdict",
        "reason",
        "claims",
    } == set(report["figures"][0])
    assert {"n", "printed_url", "status", "url", "source_id", "score", "runner_up", "reason", "used"} <= set(
        report["citations"][0]
    )
    assert {"kind", "line", "n", "message"} == set(judged("The L40S has 48 GB of memory [9].")["findings"][0])
    json.dumps(report)


def test_markdown_has_a_heading_for_each_part(answers_kb):
    output = run(answers_kb, "--markdown", "-", text=GARBLED).output
    assert output.startswith("# ")
    assert "## Figures" in output
    assert "## References" in output


def test_fixed_repairs_a_copy_and_leaves_the_file_alone(answers_kb, tmp_path):
    file = tmp_path / "a.md"
    file.write_text(GARBLED, "utf-8")
    output = run(answers_kb, "--fixed", file).output
    assert "[1] https://docs.example.io/guides/gpu-memory-bandwidth\n" in output
    assert "printed as https://docs.example.io/guides/gpu-lomory-bandwidth" in output
    assert "8 TB/s: superseded" in output
    assert file.read_text("utf-8") == GARBLED


def test_fixed_mends_an_address_that_its_line_broke(answers_kb):
    text = "x [1]\n\nSources\n[1] https://docs.example.io/guides/\ngpu-lomory-bandwidth\n"
    assert (
        "[1] https://docs.example.io/guides/gpu-memory-bandwidth\n" in run(answers_kb, "--fixed", "-", text=text).output
    )


def test_claim_review_rates_each_figure(knowledge):
    report = Check(from_bytes(GARBLED.encode(), "a.txt"), knowledge).report()
    reviews = claim_review(report, "2026-11-01")
    assert [review["reviewRating"]["ratingValue"] for review in reviews] == [5, 3]
    assert {review["@type"] for review in reviews} == {"ClaimReview"}


def test_control_characters_of_a_document_do_not_reach_the_terminal(answers_kb):
    output = run(answers_kb, "-", text="x [1]\n\nSources\n[1] https://a.example/\x1b[31mred\x07\n").output
    assert "\x1b" not in output
    assert "\x07" not in output


def test_equal_documents_give_equal_reports(answers_kb):
    assert run(answers_kb, "--json", "-", text=GARBLED).output == run(answers_kb, "--json", "-", text=GARBLED).output


# hostile texts

PIECES = [
    "DGX Spark", "RTX PRO 5000", "RTX 5090 Ti", "273 GB/s", "1.3 TB/s", "up to", "bis zu", "[1]", "[1-3]", "[^x]",
    "¹", "lower than", "|", "\n", "\n\n", "# ", "- ", "1. ", "https://docs.example.io/guides/gpu-lomory-bandwidth",
    "Sources:", "memory", "bandwidth", "2 × 4,999", "$3,999", "and", "respectively", ",", ".",
    "1 000 biljoner operationer per sekund", "'ye kadar", "带宽", "70B", "(", ")", "→", "\u202e", "\x00", "<", "<!--",
    "```", "é", "İ", "ı", "1.344,5", "1e400 GB", "9" * 40,
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["text", "html"]))
def test_no_mixture_of_pieces_makes_it_fail(knowledge, pieces, format_):
    report = as_json(
        Check(from_bytes(("x " + " ".join(pieces)).replace("\x00", "").encode(), "x", format_), knowledge).report()
    )
    assert {figure["verdict"] for figure in report["figures"]} <= set(VERDICTS)
    assert {citation["status"] for citation in report["citations"]} <= set(STATUSES)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_end_in_a_traceback(answers_kb, content):
    assert run(answers_kb, "--json", "-", text=content).exit_code in {0, 1, 2}


HOSTILE = {
    "figures": "1 GB/s ", "names": "DGX Spark ", "marks": "[1]", "brackets": "[", "digits": "1.", "groups": "111 ",
    "bars": "|", "rows": "| L40S | 1 GB/s |\n", "addresses": "https://a.example/b ", "schemes": "https://",
    "www": "www.", "entries": "[1] https://a.example/b\n", "items": "1. https://a.example/b\n",
    "headings": "# L40S\n", "characters": "带宽", "letters": "a", "lines": "\n", "joined": "L40S and ",
    "products": "2 × ", "compared": "L40S lower than B200 bandwidth ", "tags": "<a href='", "comments": "<!--",
    "list items": "<li>x",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(knowledge, name):
    def seconds(size: int) -> float:
        text = (HOSTILE[name] * (size // len(HOSTILE[name]) + 1))[:size] + " x"
        document = from_bytes(text.encode(), "x", "html" if name in {"tags", "comments", "list items"} else "text")
        begun = time.process_time()  # what others do on the machine meanwhile does not count
        Check(document, knowledge).report()
        return time.process_time() - begun

    seconds(1_000)
    small, large = seconds(20_000), seconds(160_000)
    assert large < 8 * 3 * max(small, 0.02)  # eight times the text; quadratic time would be 64 times as long


def test_verify_needs_no_more_than_a_read_only_connection(answers_kb):
    with closing(connect(answers_kb)) as connection:
        report: Any = verify(from_bytes(b"The L40S has 48 GB of memory.", "x"), connection)
    assert [figure.verdict for figure in report.figures] == ["supported"]
