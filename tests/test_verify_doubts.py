"""What keeps a figure from being called false: sentences that do not state it of one product, plainly. And plain ones, which are."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from ingest.answer.check import Check
from ingest.answer.document import from_bytes
from ingest.answer.knowledge import load
from ingest.answer.output import as_json
from ingest.query import connect


@pytest.fixture(scope="module")
def knowledge(answers_kb):
    with closing(connect(answers_kb)) as connection:
        return load(connection)


@pytest.fixture
def read(knowledge):
    def checked(text: str) -> dict[str, Any]:
        return as_json(Check(from_bytes(text.encode(), "x"), knowledge).report())

    return checked


def contradicted(report: dict[str, Any]) -> list[str]:
    return [figure["printed"] for figure in report["figures"] if figure["verdict"] == "contradicted"]


NOT_PLAIN = {
    "a question": "Does the L40S have 96 GB of memory?",
    "a question in German": "Hat die L40S wirklich 96 GB Speicher?",
    "a condition": "If the L40S had 96 GB of memory, it would be perfect.",
    "a rumour": "Before launch, the L40S was expected to have 96 GB of memory.",
    "a rumour in Spanish": "Según rumores, la L40S tendría 96 GB de memoria.",
    "a myth": "It is a myth that the DGX Spark has 500 GB/s of memory bandwidth.",
    "a denial": "The L40S doesn't have 24 GB of memory.",
    "a denial in French": "La L40S n'a pas 96 Go de mémoire.",
    "a denial in Chinese": "L40S 没有 96GB 显存。",
    "a denial in Japanese": "L40Sのメモリは24GBではありません。",
    "a denial in Korean": "L40S의 메모리는 24GB가 아닙니다.",
    "a server": "An 8-GPU H100 SXM server has 640 GB of HBM3 memory.",
    "a server in Russian": "У сервера с восемью H100 SXM 640 ГБ памяти.",
    "a server in Chinese": "一台8卡H100 SXM服务器共有640GB显存。",
    "a maker's server": "The DGX H100 has 640 GB of GPU memory and 24 TB/s of memory bandwidth.",
    "a rack": "The B200 NVL72 has 13 TB of memory.",
    "six of it": "Six L40S cards hold 288 GB of memory.",
    "a count behind the name": "L40S x2 gives you 96 GB of memory.",
    "a count in a table": "| GPU | Memory |\n|---|---|\n| 8× H100 SXM | 640 GB |\n| L40S (x2) | 96 GB |",
    "a pool of both memories": "The DGX Station's HBM3E and LPDDR5X make 748 GB of memory in all.",
    "a part": "The MI300X uses eight HBM3 stacks with 24 GB of memory each.",
    "a piece": "Memory on the L40S is made of twenty-four 2 GB chips.",
    "what is used": "Running it on an L40S used 18.2 GB of VRAM.",
    "what is used in Italian": "Il carico occupa 18 GB di memoria sulla L40S.",
    "what is left": "You would have 8 GB of VRAM left on an L40S.",
    "what is allowed": "I limited the TDP of my L40S to 300 W.",
    "what is reached": "At 70 % efficiency the RTX 4090 gives 705 GB/s of memory bandwidth.",
    "a difference": "The L40S has 24 GB more VRAM than the RTX 4090.",
    "a difference in German": "Die L40S hat 24 GB mehr Speicher als die RTX 4090.",
    "a difference in a table": "## L40S\n\n| | Value | Difference |\n|---|---|---|\n| Memory | 48 GB | 24 GB |",
    "a row and a column of different products": "| GPU | RTX 4090 memory |\n|---|---|\n| L40S | 24 GB |",
    "a successor": "The H100 SXM has 80 GB; its successor has 141 GB of memory.",
    "a rival": "RTX 4090'ın belleği 24 GB'tır, rakibi ise 20 GB belleğe sahiptir.",
    "cards in general": "The DGX Spark is a small computer.\n\nA typical gaming card has 24 GB of memory.",
    "cards in general below a heading": "## RTX 4090\n\nCompeting cards from AMD have 20 GB of memory.",
    "a code name": "The memory bandwidth of the B200 is 8 TB/s, whereas Rubin has 13 TB/s of memory bandwidth.",
    "an unknown name": "The memory bandwidth of the B200 is 8 TB/s, whereas Zorblax has 13 TB/s of memory bandwidth.",
    "the computer around it": "My PC has an RTX 4090 and 64 GB of RAM.",
    "a smaller configuration": "A Ryzen AI Max+ 395 with 64 GB of memory is cheaper.",
    "needs of models in a table": "## What fits on an L40S\n\n| Model | VRAM |\n|---|---|\n| Llama 3 70B Q8 | 75 GB |",
    "needs in a heading": "### Minimum requirements for the L40S\n\n- Memory: 16 GB",
}


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=list(NOT_PLAIN))
def test_a_figure_that_is_not_plainly_stated_of_one_product_is_not_called_false(read, text):
    assert contradicted(read(text)) == []


PLAIN = {
    "en": "The L40S has 96 GB of memory.",
    "de": "Die L40S hat eine Speicherbandbreite von 1.200 GB/s.",
    "fr": "La H100 SXM dispose de 3,9 To/s de bande passante mémoire.",
    "es": "El ancho de banda de memoria de la RTX 4090 es de 1.500 GB/s.",
    "pt": "A largura de banda da RTX 5090 é de 1.200 GB/s.",
    "it": "La larghezza di banda della L40S è di 1.200 GB/s.",
    "tr": "RTX 5090'ın bellek bant genişliği 1.200 GB/s'dir.",
    "ru": "Пропускная способность памяти RTX 4090 — 1400 ГБ/с.",
    "zh": "RTX 4090的显存带宽为1400GB/s。",
    "ja": "RTX 4090のメモリ帯域幅は1400GB/sです。",
    "ko": "RTX 4090의 메모리 대역폭은 1400GB/s입니다.",
    "table": "| GPU | Memory |\n|---|---|\n| L40S | 32 GB |",
    "list": "- **L40S**: 32 GB memory, 350 W TDP",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=list(PLAIN))
def test_a_plain_statement_that_nobody_bears_out_is_called_false(read, text):
    assert len(contradicted(read(text))) == 1


def test_a_figure_printed_with_one_digit_bears_out_no_other_figure(read):
    base = {"rank": "normal", "stage": "shipping", "bound": "exact", "binary_unit": 0, "source_id": "s"}
    from ingest.answer.knowledge import sharpened

    fact = {**base, "printed": "1 TB/s", "value": 1000.0, "low": 500.0, "high": 1500.0, "claim_id": "coarse"}
    finer = {**base, "printed": "1,008 GB/s", "value": 1008.0, "low": 1007.5, "high": 1008.5, "id": "fine"}
    assert sharpened(fact, [finer])["printed"] == "1,008 GB/s"
    assert sharpened(fact, [{**finer, "rank": "deprecated"}])["printed"] == "1 TB/s"


@pytest.mark.parametrize("text", ["The L40S has 24 GB more VRAM than the RTX 4090.", "功耗比 RTX 4090 高出 125W。"])
def test_a_difference_is_nobodys_figure(read, text):
    assert [figure["verdict"] for figure in read(text)["figures"]] == ["unbound"]


def test_no_at_the_end_of_a_sentence_is_no_abbreviation(read):
    found = read("The L40S has 48 GB of memory, so no. The RTX 4090 has 24 GB of memory.")["figures"]
    assert [(f["platforms"], f["verdict"]) for f in found] == [(["l40s"], "supported"), (["rtx-4090"], "supported")]


def test_what_a_figure_is_compared_with_in_the_next_clause_is_not_its_owner(read):
    found = read("RTX 5090 很快。功耗 575W，比 RTX 4090 的 450W 高。")["figures"]
    assert [(f["printed"], f["platforms"]) for f in found][:1] == [("575W", ["rtx-5090"])]


NOT_COMPARED = {
    "a question": "Is the memory bandwidth of the DGX Spark higher than that of the RTX 5090?",
    "a condition": "If the memory bandwidth of the DGX Spark were higher than the RTX 5090, nobody would complain.",
    "faster at something else": "The DGX Spark is faster than the RTX 4090 in prefill, but memory bandwidth matters too.",
    "for the energy": "The B200 needs less power than the L40S per watt, its power is lower than the L40S per token.",
    "several against one": "Two RTX 4090 have a memory larger than the L40S, and three RTX 4090 larger than the B200.",
}


@pytest.mark.parametrize("text", NOT_COMPARED.values(), ids=list(NOT_COMPARED))
def test_a_comparison_that_is_not_plain_is_not_called_false(read, text):
    assert "contradicted" not in {relation["verdict"] for relation in read(text)["relations"]}


def test_a_faster_memory_is_one_of_higher_bandwidth(read):
    found = read("The RTX 5090's memory is faster than the DGX Spark's.")["relations"]
    assert [(r["metric"], r["order"], r["verdict"]) for r in found] == [("memory_bandwidth", "higher", "supported")]


def test_a_comparison_means_the_desktop_part_where_no_laptop_is_spoken_of(read):
    found = read("The memory bandwidth of the RTX 5090 is lower than that of the RTX 4090.")["relations"]
    assert [(r["left"], r["verdict"]) for r in found] == [(["rtx-5090"], "contradicted")]


def test_a_dash_between_a_name_and_its_memory_leaves_both(read):
    assert [f["verdict"] for f in read("**DGX Spark** – 128 GB of memory.")["figures"]] == ["supported"]


def test_chinese_marks_divide_sentences_and_numbers(read):
    found = read("H100 SXM 的显存是 80GB，带宽 3.35TB/s；MI300X：192 GB，5.3 TB/s。")["figures"]
    assert [(f["printed"], f["platforms"], f["verdict"]) for f in found] == [
        ("80GB", ["h100-sxm"], "supported"),
        ("3.35TB/s", ["h100-sxm"], "supported"),
        ("192 GB", ["mi300x"], "supported"),
        ("5.3 TB/s", ["mi300x"], "supported"),
    ]


def test_a_writer_without_capitals_writes_sentences_too(read):
    found = read("the nvlink number is quoted everywhere. actual dram bandwidth of the DGX Spark is 273 GB/s.")[
        "figures"
    ]
    assert [(f["metric"], f["verdict"]) for f in found] == [("memory_bandwidth", "supported")]


@pytest.mark.parametrize("price", ["3.999 US-Dollar", "3999 Dollar"])
def test_a_price_in_words_is_a_price(read, price):
    found = read(f"Der DGX Spark kostet nicht wenig und wird für {price} verkauft.")["figures"]
    assert [(f["metric"], f["verdict"]) for f in found] == [("price", "superseded")]
