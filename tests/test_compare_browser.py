"""The comparison as a reader drives it: the seed's three systems, another workload, the workbook; without JavaScript."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import chromium, needs_chromium, served

pytestmark = needs_chromium
SYSTEMS = {
    "DGX Spark": "NVIDIA DGX Spark (128 GB)",
    "RTX PRO 5000": "NVIDIA RTX PRO 5000 Blackwell (72 GB)",
    "DGX Station": "NVIDIA DGX Station (GB300)",
}


@pytest.fixture(scope="module")
def tab(real_kb: Path) -> Iterator[Page]:
    with chromium() as browser, served(real_kb) as address:
        context = browser.new_context(base_url=address, java_script_enabled=False, accept_downloads=True)
        yield context.new_page()
        context.close()


def test_three_systems_are_put_side_by_side_by_search_and_the_workbook_is_taken_along(
    tab: Page, tmp_path: Path
) -> None:
    tab.goto("/compare")
    for typed, meant in SYSTEMS.items():
        tab.get_by_label("Add a platform").fill(typed)
        tab.get_by_role("button", name="Add").click()
        choice = tab.locator("main .warning").get_by_role("link", name=meant, exact=True)
        if choice.count():
            choice.click()
        expect(tab.locator("table.compare thead")).to_contain_text(meant)
    tab.locator("details.workloads summary").click()
    chosen = tab.locator("details.workloads input:checked")
    while chosen.count():
        chosen.first.uncheck()
    tab.get_by_label("gpt-oss 120B, official checkpoint, writing, 1 user, 8k context").check()
    tab.get_by_role("button", name="Show").click()
    assert parse_qs(urlsplit(tab.url).query)["workload"] == ["decode-gpt-oss-120b-b1-8k"]
    assert len(parse_qs(urlsplit(tab.url).query)["p"]) == 3
    expect(tab.locator("figure.bars")).to_have_count(1)
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="XLSX").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.suffix == ".xlsx"
    assert "xl/workbook.xml" in zipfile.ZipFile(saved).namelist()


def test_a_footnote_leads_to_its_source_in_the_list(tab: Page) -> None:
    tab.goto("/compare?p=dgx-spark&p=rtx-pro-5000-72gb")
    note = tab.locator("table.compare a.note").first
    target = note.get_attribute("href")
    note.click()
    expect(tab.locator(f"li{target}")).to_be_in_viewport()
