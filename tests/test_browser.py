"""The site as a reader drives it: the distribution's chromium, a real server, the real data."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium, needs_chromium, served

pytestmark = needs_chromium

PAGES = (
    "/",
    "/search?q=rtx+5000",
    "/platform/dgx-spark",
    "/platform/geforce-rtx-5090",
    "/platform/dgx-spark/memory_bandwidth",
    "/claim/dgx-spark--memory_bandwidth--nvidia-dgx-spark-playbooks-cutile",
    "/source/nvidia-dgx-spark-playbooks-cutile",
    "/lineage/dgx-spark/bandwidth_per_dollar",
    "/disputes",
    "/compare",
    "/compare?p=dgx-spark&p=rtx-pro-5000-72gb&p=dgx-station-gb300&as_of=2026-06-01",
    "/choose?budget=5000",
    "/verify?example=1",
)
RULES = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]},
    # The page is the same, its colours are not.
    "dark": {
        "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
        "resultTypes": ["violations"],
    },
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(real_kb: Path) -> Iterator[str]:
    with served(real_kb) as started:
        yield started


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A page at the site's address; the test fails if anything is asked of another host or a script fails."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    hosts: set[str] = set()
    faults: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert hosts <= {urlsplit(address).netloc}
    assert not faults


def test_a_search_leads_to_a_datasheet_and_to_the_document_behind_a_figure(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("searchbox").last.fill("dgx kıvılcım")
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="NVIDIA DGX Spark (128 GB)").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("NVIDIA DGX Spark (128 GB)")
    tab.locator("#memory_bandwidth a.figure").click()
    expect(tab.locator("main")).to_contain_text("273 GB/s")
    tab.locator("table a.figure").first.click()
    document = tab.locator("dd a[rel~=noopener]").get_attribute("href")
    assert document is not None
    assert document.startswith("https://")


def test_a_footnote_jumps_to_its_source(tab: Page) -> None:
    tab.goto("/platform/dgx-spark")
    tab.locator("#memory_bandwidth a.note").first.click()
    expect(tab.locator("ol.sources li:target")).to_be_in_viewport()


def test_what_runs_a_70b_within_a_budget_is_found_and_ordered_anew(tab: Page) -> None:
    tab.goto("/choose")
    tab.get_by_label("Model").select_option("llama-3.3-70b")
    tab.get_by_label("Budget, USD").fill("5000")
    tab.get_by_label("Best by").select_option("price")
    tab.get_by_role("button", name="Find").click()
    cells = tab.locator("tbody td.num:nth-of-type(3)")
    prices, doubtful = [], []
    for cell in cells.all():
        price = float(cell.locator(".figure").inner_text().split()[0].replace(",", ""))
        (doubtful if cell.locator(".disputed").count() else prices).append(price)
    assert len(prices) > 5
    assert prices + doubtful == sorted(prices) + sorted(doubtful)  # what may not be had stands last
    assert max(prices) <= 5000
    tab.get_by_text("Over the budget").click()
    expect(tab.locator("details[open] li").first).to_be_visible()


def test_an_answer_is_checked_and_its_report_taken_away(tab: Page) -> None:
    tab.goto("/verify?example=1")
    tab.get_by_role("button", name="Check it").click()
    expect(tab.locator("#l4")).to_contain_text("contradicted")
    expect(tab.locator("#c2")).to_contain_text("garbled, repaired")
    with tab.expect_download() as started:
        tab.get_by_role("button", name="Text with repaired references").click()
    assert "nvidia-geforce-rtx-5090-founders-edition-review/" in Path(started.value.path()).read_text("utf-8")


def test_a_pasted_script_does_not_run(tab: Page) -> None:
    tab.goto("/verify")
    tab.get_by_label("The text").fill(
        "DGX Spark <script>window.ran = 1</script> <img src=x onerror='window.ran = 1'> has 273 GB/s [1]\n\n"
        "[1] javascript:window.ran=1"
    )
    tab.get_by_role("button", name="Check it").click()
    expect(tab.locator("#l1")).to_contain_text("<script>window.ran = 1</script>")
    assert tab.evaluate("window.ran") is None


def test_a_stored_script_does_not_run(browser: Browser, real_kb: Path, tmp_path: Path) -> None:
    hostile = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
    copy = tmp_path / "kb.db"
    shutil.copy(real_kb, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute(
            "UPDATE claims SET at = ?, printed = ?, why = ? WHERE platform_id = 'dgx-spark'", [hostile] * 3
        )
        connection.execute("UPDATE facts SET printed = ? WHERE platform_id = 'dgx-spark'", [hostile])
        connection.execute("UPDATE sources SET title = ?, publisher = ?", [hostile] * 2)
        connection.execute("UPDATE platforms SET name = ? WHERE id = 'dgx-spark'", [hostile])
        connection.execute("UPDATE prices SET printed = ?, seller = ?", [hostile] * 2)
    connection.close()
    with served(copy) as address:
        page = browser.new_page(base_url=address)
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("window.ran") is None, path
        page.close()


def test_the_keyboard_alone_leads_from_the_home_page_to_a_figure(tab: Page) -> None:
    tab.goto("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    for _ in range(3):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.type") == "search":
            break
    tab.keyboard.type("DGX Spark 64")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search*")
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("(document.activeElement.getAttribute('href') || '').startsWith('/platform/')"):
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/platform/**")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("DGX Spark")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 360, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_keeps_wcag_2_2_aa(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(path)
        answer = Axe().run(page, options=RULES[scheme])
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in answer.response["violations"]]
    context.close()
    assert not found, "\n".join(found)


def test_in_the_dark_the_paper_is_dark(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, color_scheme="dark")
    page.goto("/")
    red, green, blue = page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(red, green, blue) < 60
    page.close()


def test_without_javascript_everything_works(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").last.fill("rtx 5090")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("link", name="NVIDIA GeForce RTX 5090 (32 GB)").first.click()
    expect(page.locator("figure.chart svg").first).to_be_visible()
    page.goto("/choose?budget=3000")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.goto("/verify?example=1")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#l4")).to_contain_text("contradicted")
    context.close()


def test_the_language_that_a_link_chose_stays(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="Türkçe").click()
    expect(tab.locator("html")).to_have_attribute("lang", "tr")
    tab.goto("/disputes")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kaynakların anlaşamadıkları")
