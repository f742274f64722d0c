"""Pages about sibling products: an address about one is never repaired to the page of another."""

from __future__ import annotations

import pytest

from ingest.citation.normalise import identity, parse
from ingest.citation.repair import Addresses, known


def library(*urls: str) -> Addresses:
    return Addresses([entry for url in urls if (entry := known(url, None, "press", "Example", None, "sure"))])


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("https://gpu.example.io/gpu/rx-7900-xt", "https://gpu.example.io/gpu/rx-7900-xtx"),
        ("https://gpu.example.io/gpu/rx-9070", "https://gpu.example.io/gpu/rx-9070-xt"),
        ("https://gpu.example.io/gpu/rtx-5060-16gb", "https://gpu.example.io/gpu/rtx-5060-ti-16gb"),
        ("https://specs.example.com/hardware/mi300a", "https://specs.example.com/hardware/mi300x"),
        ("https://specs.example.com/hardware/nvidia-gb200", "https://specs.example.com/hardware/nvidia-b200"),
        ("https://specs.example.com/hardware/l40", "https://specs.example.com/hardware/l40s"),
        ("https://specs.example.com/gpu/h100-sxm/specs", "https://specs.example.com/gpu/h100-nvl/specs"),
        ("https://specs.example.com/docs/v5e-training", "https://specs.example.com/docs/v5p-training"),
        ("https://specs.example.com/blog/l40s-vs-h100/", "https://specs.example.com/blog/l40s-vs-a100/"),
        ("https://news.example.com/2024/10/30/apple-announces-m4-chip/", "https://news.example.com/2024/10/30/apple-announces-m4-max-chip/"),
        ("https://news.example.com/posts/wztrk", "https://news.example.com/posts/wztrl"),
        ("https://news.example.com/mark/jmaslk3xntpwljsxpy.html", "https://news.example.com/mark/jmaslk3xntpwljsxpz.html"),
        ("https://news.example.com/guides/best-cpu-for-language-models", "https://news.example.com/guides/best-gpu-for-language-models"),
    ],
)  # fmt: skip
def test_an_address_about_one_product_is_not_repaired_to_the_page_of_its_sibling(printed, other):
    assert library(other).find(printed).status == "unknown"


def test_a_garbled_word_beside_a_variant_is_still_repaired():
    page = "https://gpu.example.io/reviews/rtx-5070-super-desktop-review"
    assert library(page).find("https://gpu.example.io/reviews/rtx-5070-supr-desktop-reveiw").known.url == page


def test_a_parameter_that_begins_like_a_tracking_one_tells_pages_apart():
    assert library("https://forum.example.com/thread").find("https://forum.example.com/thread?sid=7").status != "known"
    assert library("https://forum.example.com/thread").find("https://forum.example.com/thread?si=Xy7").status == "known"


def test_old_papers_are_told_apart_by_the_number_behind_their_field():
    one, other = (identity(parse(f"https://arxiv.org/abs/hep-th/{number}")) for number in ("9901001v2", "9901002"))
    assert one
    assert other
    assert (one.id, other.id) == ("hep-th/9901001", "hep-th/9901002")
