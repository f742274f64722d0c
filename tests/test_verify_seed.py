"""The answer that started the project, in words of our own: its figures, marks and addresses as printed. Judged by the real base."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ingest.__main__ import main
from ingest.answer.check import verify
from ingest.answer.document import from_bytes
from ingest.answer.output import as_json
from ingest.query import connect, rows

ANSWER = """\
Kişisel bir yapay zekâ makinesi olan DGX Spark, belleğini 273 GB/s bant genişliğiyle okur. Bu bant genişliği iş görür, ama RTX Pro 5000 [2] [5] için 1.3 TB/s gibi değerler sunan RTX Pro serisi gibi yeni kartlara kıyasla sınırlı sayılır.
Eğitime etkisi
1. Aktarım: Veriler çekirdeklere ne kadar hızlı ulaşırsa eğitim o kadar kısa sürer [7] [8].
2. Çıkarım: Büyük ağlar için yeterli bant genişliği gerekir. DGX Spark'ın 273 GB/s bant genişliği küçük ve orta boy modellere yeter. Çok büyük modellerde daha fazlası yararlıdır [3] [6].
3. Karşılaştırma: DGX Spark'ın bant genişliği, HBM3E bellekle 8 TB/s'ye kadar sunan DGX istasyonundan daha düşüktür [5] [10]. Öte yandan 1.3 TB/s bant genişliği ile RTX Pro 5000 bazı uygulamalarda öne geçebilir [2].
4. FP4 ve çekirdekler: DGX kıvılcım, NVIDIA Cosmos Akla Dünya Vakfı modeli [1] [5] [5] gibi işlerde FP4 hassasiyetinden ve beşinci nesil tensör çekirdeklerinden yararlanır.
Alıntılar:
[1] https://nvidianews.nvidia.com/news/nvidia-ansunces-dgx-spark-dgx
[2] https://www.reddit.com/r/localllama/comments/1jef1dd/dgx_spark_prevy_digits_has_273gbs_memory/
[3] https://www.digitalocean.com/community/tutorials/gpu-lomory-bandwidth
[4] https://deceloper.nvidia.com/blog/optimizing-dlrm-on-nvidia-gpus/
[5] https://beebom.com/nvidia-project-digiits-bebred-to-dgx-spark-dgx-stynounced/
[6] https://www.micron.com/content/dam/micron/global/public/documents/products/product-flyer/llm-ingineering-rort.pdf
[7] https://massedcompute.com/faq-answers/?question=how+does+memory+bidwidth+Impact+The+Perforce+of+NVIDIA+gpus+in+Deep+Learning+Worksloads%3F
[8] https://acecloud.ai/resources/blog/why-gpu-Memory-matts-more-than-tin-think/
[9] https://www.arista.com/assets/data/pdf/whitepapers/nvidia-wp-caling-dl-with-matrix-dgx-1-w03wp201904.pdf
[10] https://www.youtube.com/watch?v=krbh0von-2a"""  # noqa: E501
RTX_PRO_5000 = ["rtx-pro-5000-48gb", "rtx-pro-5000-72gb"]


@pytest.fixture(scope="module")
def report(real_kb: Path) -> dict[str, Any]:
    with closing(connect(real_kb)) as connection:
        return as_json(verify(from_bytes(ANSWER.encode(), "answer.txt"), connection))


def test_it_is_read_as_turkish(report):
    assert report["document"]["language"] == "tr"


def test_three_figures_and_their_repeats_are_found_and_no_other(report):
    assert [(f["line"], f["printed"]) for f in report["figures"]] == [
        (1, "273 GB/s"),
        (1, "1.3 TB/s"),
        (4, "273 GB/s"),
        (5, "8 TB/s"),
        (5, "1.3 TB/s"),
    ]


def test_each_figure_belongs_to_its_platform(report):
    owners = [f["platforms"] for f in report["figures"]]
    assert owners == [["dgx-spark"], RTX_PRO_5000, ["dgx-spark"], ["dgx-station-gb300"], RTX_PRO_5000]


def test_every_figure_is_a_memory_bandwidth(report):
    assert {f["metric"] for f in report["figures"]} == {"memory_bandwidth"}
    assert [f["value"] for f in report["figures"]] == [273, 1300, 273, 8000, 1300]


def test_a_turkish_suffix_behind_the_unit_makes_it_a_bound(report):
    assert [f["bound"] for f in report["figures"]] == ["exact", "exact", "exact", "up_to", "exact"]
    assert report["figures"][3]["low"] is None


def test_marks_before_and_behind_a_figure_are_its_own(report):
    assert [f["citations"] for f in report["figures"]] == [[], [2, 5], [], [5, 10], [2]]


def test_273_is_supported_and_1_3_is_a_rounding_of_1344(report):
    assert [f["verdict"] for f in report["figures"]] == ["supported", "rounded", "supported", "superseded", "rounded"]


def test_8_tb_is_superseded_by_7_1(report):
    assert "7.1 TB/s" in report["figures"][3]["reason"]
    assert report["figures"][3]["claims"]


def test_both_comparisons_of_bandwidth_hold(report):
    found = {(r["order"], r["metric"], r["verdict"], tuple(r["citations"])) for r in report["relations"]}
    assert found == {
        ("lower", "memory_bandwidth", "supported", (2, 5)),
        ("lower", "memory_bandwidth", "supported", (5, 10)),
    }
    assert all("dgx-spark" in r["left"] for r in report["relations"])
    assert "rtx-pro-5000-48gb" in report["relations"][0]["right"]
    assert "dgx-station-gb300" in report["relations"][1]["right"]


REPAIRED = {
    1: ("sure", "https://nvidianews.nvidia.com/news/nvidia-announces-dgx-spark-and-dgx-station-personal-ai-computers"),
    2: ("sure", "https://www.reddit.com/r/LocalLLaMA/comments/1jef1dd/"),
    3: ("sure", "https://www.digitalocean.com/community/tutorials/gpu-memory-bandwidth"),
    4: ("sure", "https://developer.nvidia.com/blog/optimizing-dlrm-on-nvidia-gpus/"),
    5: ("probable", "https://beebom.com/nvidia-project-digits-rebranded-to-dgx-spark-dgx-station-announced/"),
    6: (
        "sure",
        "https://www.micron.com/content/dam/micron/global/public/documents/products/product-flyer/llm-inference-engineering-report.pdf",
    ),
    7: (
        "probable",
        "https://massedcompute.com/faq-answers/?question=How+does+memory+bandwidth+impact+the+performance+of+NVIDIA+GPUs+in+deep+learning+workloads%3F",
    ),
    8: ("probable", "https://acecloud.ai/resources/blog/why-gpu-memory-matters-more-than-you-think/"),
    9: (
        "weak",
        "https://www.arista.com/assets/data/pdf/Whitepapers/NVIDIA-WP-Scaling-DL-with-Matrix-DGX-1-W03WP201904.pdf",
    ),
}


@pytest.mark.parametrize("n", REPAIRED)
def test_a_garbled_address_is_repaired_and_says_how_sure_that_is(report, n):
    (citation,) = [c for c in report["citations"] if c["n"] == n]
    assert citation["status"] == "repaired"
    assert (citation["confidence"], citation["url"]) == REPAIRED[n]
    assert citation["score"] > 0.5


def test_the_film_whose_id_lost_its_capitals_cannot_be_repaired(report):
    (citation,) = [c for c in report["citations"] if c["n"] == 10]
    assert (citation["status"], citation["url"]) == ("unrepairable", None)
    assert "2^8" in citation["reason"]


def test_references_4_and_9_are_never_cited(report):
    assert [c["n"] for c in report["citations"] if not c["used"]] == [4, 9]
    assert [f["n"] for f in report["findings"] if f["kind"] == "never-cited"] == [4, 9]


def test_the_doubled_mark_5_is_noticed(report):
    assert [(f["n"], f["line"]) for f in report["findings"] if f["kind"] == "duplicate-marker"] == [(5, 6)]


def test_the_figures_without_a_citation_are_named(report):
    assert [f["line"] for f in report["findings"] if f["kind"] == "uncited-figure"] == [1, 4]


def test_no_mark_is_said_to_dangle(report):
    assert not [f for f in report["findings"] if f["kind"] in {"dangling-marker", "list-cut-off"}]


def test_the_community_page_and_the_sellers_are_called_so(report):
    kinds = {f["n"]: f["message"] for f in report["findings"] if f["kind"] == "source-kind"}
    assert "community" in kinds[2]
    assert "seller" in kinds[7]
    assert "announcement" in kinds[1]


def test_the_command_line_exits_with_1_because_of_the_film(real_kb, tmp_path):
    file = tmp_path / "answer.txt"
    file.write_text(ANSWER, "utf-8")
    result = CliRunner().invoke(main, ["verify", "--json", "--kb", str(real_kb), str(file)])
    assert result.exit_code == 1
    assert json.loads(result.output)["document"]["exit_code"] == 1


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("DGX kıvılcım", "273 GB/s"),
        ("DGX-gnistan", "273 GB/s"),
        ("étincelle DGX", "273 GB/s"),
        ("DGX SPARK'IN", "273 GB/s"),
        ("Project DIGITS", "273 GB/s"),
        ("DGX Sprak", "273 GB/s"),
    ],
)
def test_a_translated_inflected_or_misspelt_name_is_known(real_kb, name, printed):
    with closing(connect(real_kb)) as connection:
        found = verify(from_bytes(f"{name}: {printed} memory bandwidth.".encode(), "x"), connection)
    assert [(f.platforms, f.verdict) for f in found.figures] == [(("dgx-spark",), "supported")]


@pytest.mark.parametrize(
    "name", ["DGX istasyonundan", "stacji DGX", "stacja DGX", "DGX-Station", "estación DGX", "DGX İSTASYONU"]
)
def test_a_translated_station_is_the_station(real_kb, name):
    with closing(connect(real_kb)) as connection:
        found = verify(from_bytes(f"{name}: up to 7.1 TB/s HBM3E bandwidth.".encode(), "x"), connection)
    assert [(f.platforms, f.verdict) for f in found.figures] == [(("dgx-station-gb300",), "supported")]


def test_what_the_base_states_itself_is_never_contradicted(real_kb):
    with closing(connect(real_kb)) as connection:
        facts = rows(
            connection,
            "SELECT f.platform_id, f.metric_id, f.printed, a.alias, p.vendor FROM facts AS f JOIN aliases AS a USING (platform_id)"
            " JOIN platforms AS p ON p.id = f.platform_id WHERE NOT a.ambiguous AND f.value IS NOT NULL"
            " AND f.metric_id IN ('memory_bandwidth', 'memory_capacity', 'tdp') ORDER BY f.platform_id, f.metric_id, a.alias",
        )
        says = {"memory_bandwidth": "memory bandwidth", "memory_capacity": "memory capacity", "tdp": "TDP"}
        text = "\n\n".join(f"The {f['alias']} has a {says[f['metric_id']]} of {f['printed']}." for f in facts)
        vendors = " ".join(sorted({f["vendor"] for f in facts}))
        found = verify(from_bytes(f"{text}\n\nMakers: {vendors}\n".encode(), "facts.txt"), connection)
    assert [f for f in found.figures if f.verdict == "contradicted"] == []
    held = sum(f.verdict in {"supported", "rounded"} for f in found.figures)
    assert held >= 0.95 * len(facts)


def test_what_the_chip_can_do_is_not_what_the_machine_does(real_kb):
    with closing(connect(real_kb)) as connection:
        found = verify(from_bytes(b"The DGX Spark has a memory bandwidth of 301 GB/s.", "x"), connection)
    assert [f.verdict for f in found.figures] == ["contradicted"]
