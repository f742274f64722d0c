"""The one HTML file, opened from disk in Chromium: the same figures as kb.db, and nothing asked of anybody."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import CHROMIUM, chromium
from playwright.sync_api import Browser, Page

from ingest.export.onefile import html_bytes
from ingest.query import connect, rows

LIMIT = 3_000_000
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
THREE = ["dgx-spark", "rtx-pro-5000-72gb", "dgx-station-gb300"]

VIEWS = ["list", "platform/dgx-spark", f"compare?p={','.join(THREE)}", "disputes", "sources", "about"]


@pytest.fixture(scope="module")
def real(real_kb: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(real_kb)) as connection:
        yield connection


@pytest.fixture(scope="module")
def file(real: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("onefile") / "specproof.html"
    path.write_bytes(html_bytes(real))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed; as root, make tools installs it")
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must ask nobody for anything and have no error when the test is over."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert not [url for url in asked if not url.startswith("file:")]
    assert not faults


def open_at(page: Page, file: Path, place: str, heading: str) -> None:
    page.goto(f"{file.as_uri()}#{place}")
    page.get_by_role("heading", level=1, name=heading).wait_for()


def names(page: Page) -> list[str]:
    return page.locator("#platforms tbody th").all_inner_texts()


def test_the_whole_base_is_less_than_three_megabytes(file):
    assert file.stat().st_size < LIMIT


def test_the_same_database_gives_the_same_file(real, file):
    assert html_bytes(real) == file.read_bytes()


def test_nothing_in_the_file_loads_anything_and_only_its_own_script_may_run(file):
    text = re.sub(r'(?s)<script type="application/octet-stream".*?</script>', "", file.read_text("utf-8"))
    assert not re.search(r"<(?:link|img|iframe|object|embed)\b|\bsrc=|@import|url\(", text)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy.startswith("default-src &#x27;none&#x27;; script-src &#x27;sha256-")
    assert "unsafe" not in policy


def test_every_platform_is_listed_with_the_figures_of_the_database(page, file, real):
    open_at(page, file, "list", "Platforms")
    listed = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#platforms tbody tr')].map((row) =>"
        " [row.dataset.id, [...row.cells].slice(1).map((cell) => cell.innerText)]))"
    )
    table = {row["platform_id"]: row for row in rows(real, "SELECT * FROM comparison")}
    assert listed.keys() == table.keys()
    columns = {
        3: "memory_capacity_gb", 4: "memory_bandwidth_gb_s", 5: "tdp_w", 6: "price_usd", 8: "decode_ceiling_tok_s",
        9: "decode_estimate_tok_s", 10: "usd_per_million_tokens",
    }  # fmt: skip
    compared = 0
    for platform_id, cells in listed.items():
        for place, column in columns.items():
            said, wanted = cells[place - 1].removesuffix(" disputed"), table[platform_id][column]
            if said in {"", "unknown", "none"}:
                assert wanted is None, (platform_id, column)
            else:
                assert float(said.replace(",", "")) == pytest.approx(wanted, rel=6e-4), (platform_id, column)
                compared += 1
    assert compared > 900


def test_every_figure_of_a_platform_has_its_documents_their_places_and_who_disagrees(page, file, real):
    open_at(page, file, "platform/dgx-spark", "NVIDIA DGX Spark (128 GB)")
    for fact in rows(real, "SELECT * FROM facts WHERE platform_id = 'dgx-spark'"):
        row = page.locator(f'tr[data-metric="{fact["metric_id"]}"]')
        text = row.evaluate("(row) => row.textContent")
        assert fact["printed"] in text
        assert (f"disputed: {fact['dissenting']}" in text) == bool(fact["disputed"])
        claims = rows(
            real,
            "SELECT c.*, s.url, s.title FROM claims AS c JOIN sources AS s ON s.id = c.source_id"
            " WHERE c.platform_id = 'dgx-spark' AND c.metric_id = ?",
            fact["metric_id"],
        )
        links = set(row.locator("a[href^=http]").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))"))
        assert {claim["url"] for claim in claims} == links
        for claim in claims:
            assert all(claim[part] in text for part in ("printed", "at", "title", "id"))


def test_the_bounds_of_a_platform_are_those_of_the_database(page, file, real):
    open_at(page, file, "platform/dgx-spark", "NVIDIA DGX Spark (128 GB)")
    shown = page.evaluate(
        "() => [...document.querySelectorAll('tr[data-workload]')].map((row) => [row.dataset.workload, ...[...row.cells].slice(1, 5)"
        ".map((cell) => cell.innerText)])"
    )
    bounds = {
        (b["workload_id"], b["devices"]): b for b in rows(real, "SELECT * FROM bounds WHERE platform_id = 'dgx-spark'")
    }
    assert len(shown) == len(bounds)
    for workload, devices, limit, ceiling, estimate in shown:
        bound = bounds[workload, int(devices)]
        assert limit.startswith(bound["bound_type"])
        for said, wanted in ((ceiling, bound["ceiling_tok_s"]), (estimate, bound["estimate_tok_s"])):
            assert (said == "") == (wanted is None)
            assert said == "" or float(said.removesuffix(" tok/s").replace(",", "")) == pytest.approx(wanted, rel=6e-4)


def test_a_derived_value_leads_to_the_documents_of_its_inputs(page, file, real):
    open_at(page, file, "platform/dgx-spark", "NVIDIA DGX Spark (128 GB)")
    shown = page.get_by_role("region", name="Derived values").locator("tbody tr")
    for formula in rows(real, "SELECT * FROM formulas"):
        inputs = rows(real, "SELECT * FROM lineage WHERE platform_id = 'dgx-spark' AND column_name = ?", formula["id"])
        row = shown.filter(has=page.get_by_role("rowheader", name=formula["label"], exact=True))
        assert row.count() == (1 if inputs else 0)
        links = row.locator("li a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
        assert sorted(links) == sorted(f"#source/{entry['source_id']}" for entry in inputs)


def test_search_finds_a_name_in_any_spelling(page, file):
    open_at(page, file, "list", "Platforms")
    page.get_by_label("Name").fill("dgx-SPARK 128")
    assert "NVIDIA DGX Spark (128 GB)" in names(page)
    assert len(names(page)) < 10
    page.get_by_label("Name").fill("étincelle")
    assert "NVIDIA DGX Spark (128 GB)" in names(page)
    page.get_by_label("Name").fill("no such thing")
    assert names(page) == []
    assert page.get_by_role("status").inner_text().startswith("0 of ")


def test_filters_leave_what_they_ask_for(page, file, real):
    open_at(page, file, "list", "Platforms")
    page.get_by_label("Maker").select_option("nvidia")
    page.get_by_label("Memory at least, GB").fill("90")
    page.get_by_label("Price at most, USD").fill("12000")
    wanted = rows(
        real, "SELECT name FROM comparison WHERE vendor = 'nvidia' AND memory_capacity_gb >= 90 AND price_usd <= 12000"
    )
    assert sorted(names(page)) == sorted(row["name"] for row in wanted)
    assert wanted


def test_sorting_is_said_to_a_screen_reader_and_leaves_what_is_unknown_at_the_end(page, file, real):
    open_at(page, file, "list", "Platforms")
    header = page.locator('th[data-column="memory_bandwidth"]')
    header.get_by_role("button").click()
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    best = rows(
        real,
        "SELECT name FROM comparison WHERE memory_bandwidth_gb_s = (SELECT MAX(memory_bandwidth_gb_s) FROM comparison)",
    )
    assert names(page)[0] in {row["name"] for row in best}
    unknown = rows(real, "SELECT name FROM comparison WHERE memory_bandwidth_gb_s IS NULL")
    assert names(page)[-1] in {row["name"] for row in unknown}


def test_a_comparison_is_picked_shown_with_footnotes_and_can_be_bookmarked(page, file, real):
    open_at(page, file, "list", "Platforms")
    for platform_id in THREE:
        page.locator(f'tr[data-id="{platform_id}"] input').check()
    page.get_by_role("link", name="Compare (3)").click()
    page.get_by_role("heading", level=1, name="Compare").wait_for()
    facts = rows(
        real,
        "SELECT f.*, m.gb_may_mean_gib FROM facts AS f JOIN metrics AS m ON m.id = f.metric_id"
        " WHERE f.platform_id IN (?, ?, ?) AND f.state = 'value'",
        *THREE,
    )
    for fact in facts:
        cell = page.locator(f'tr[data-row="{fact["metric_id"]}"] td[data-platform="{fact["platform_id"]}"]')
        said = cell.locator(".value").inner_text()
        if fact["value"] is None or fact["text"]:
            assert said == fact["text"]
        else:
            wanted = fact["value"] / (1.073741824 if fact["gb_may_mean_gib"] and fact["binary_unit"] else 1)
            assert float(said.replace(",", "")) == pytest.approx(wanted, rel=1e-6), fact["metric_id"]
        assert cell.locator("a.note").count() >= 1
        assert ("disputed" in cell.inner_text()) == bool(fact["disputed"])
    address = page.evaluate("location.hash")
    assert address.startswith("#compare?")
    assert all(platform_id in address for platform_id in THREE)
    open_at(page, file, address[1:], "Compare")
    assert page.locator("thead th").count() == 4


def test_another_workload_changes_the_speeds(page, file, real):
    workload = "decode-8b-q4-b1-4k"
    open_at(page, file, f"compare?p={','.join(THREE)}", "Compare")
    page.get_by_label("Workload").select_option(workload)
    for bound in rows(
        real,
        "SELECT * FROM bounds WHERE workload_id = ? AND devices = 1 AND platform_id IN (?, ?, ?)",
        workload,
        *THREE,
    ):
        said = page.locator(f'tr[data-row="ceiling"] td[data-platform="{bound["platform_id"]}"]').inner_text()
        assert float(said.replace(",", "")) == pytest.approx(bound["ceiling_tok_s"], rel=6e-4)


def test_no_more_than_eight_are_compared(page, file):
    open_at(page, file, "list", "Platforms")
    boxes = page.locator("#platforms tbody input")
    for place in range(9):
        boxes.nth(place).click()
    assert page.get_by_role("link", name="Compare (8)").count() == 1
    assert not boxes.nth(8).is_checked()


def test_the_keyboard_is_enough(page, file):
    open_at(page, file, "list", "Platforms")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.type("dgx spark 128")
    tab_to(page, 'tr[data-id="dgx-spark"] a')
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="NVIDIA DGX Spark (128 GB)").wait_for()
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "tr[data-metric=memory_bandwidth] summary")
    page.keyboard.press("Enter")
    assert page.locator("tr[data-metric=memory_bandwidth]").get_by_text("Chosen because").is_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first element of a selector has the focus, and shows that it has."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement === document.querySelector(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{selector} cannot be reached")


@pytest.mark.parametrize("place", VIEWS)
def test_a_narrow_screen_scrolls_only_its_tables(page, file, place):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{file.as_uri()}#{place}")
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_meets_wcag_2_2_aa_as_far_as_a_tool_can_tell(page, kb, tmp_path, scheme):
    small = tmp_path / "small.html"  # the tool takes minutes for tables of a thousand rows
    with closing(connect(kb)) as connection:
        small.write_bytes(html_bytes(connection))
    page.emulate_media(color_scheme=scheme)
    found = []
    for place in (
        "list",
        "platform/bolt-9000-24gb",
        "compare?p=bolt-9000-24gb,desk-10",
        "disputes",
        "sources",
        "source/bench-bolt",
        "about",
    ):
        page.goto(f"{small.as_uri()}#{place}")
        page.get_by_role("heading", level=1).wait_for()
        answer = Axe().run(page, options=WCAG).response
        assert len(answer["passes"]) > 5
        found += [f"{place}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in answer["violations"]]
    assert not found, "\n".join(found)


def test_a_script_in_the_data_is_shown_and_does_not_run(browser, kb, tmp_path):
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    nasty = "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>"
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE platforms SET name = ? WHERE id = 'desk-10'", (nasty,))
        connection.execute("UPDATE sources SET title = ?, publisher = ?", (nasty, nasty))
        connection.execute("UPDATE sources SET url = 'javascript:document.title=1//' || id")
        connection.commit()
        (tmp_path / "x.html").write_bytes(html_bytes(connection))
    page = browser.new_page()
    for place in ("list", "platform/desk-10", "compare?p=desk-10", "sources", "disputes"):
        page.goto(f"{(tmp_path / 'x.html').as_uri()}#{place}")
        page.get_by_role("heading", level=1).wait_for()
        assert nasty in page.evaluate("document.body.textContent")
        assert page.locator("img").count() == page.locator("a[href^=javascript]").count() == 0
        assert page.title().endswith("Specproof")
    page.close()


def test_without_javascript_the_file_says_where_the_figures_are(browser, file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert "needs JavaScript" in page.locator("main").inner_text()
    context.close()


def test_an_old_browser_is_told_so(browser, file):
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(file.as_uri())
    assert "too old" in page.locator("main").inner_text()
    page.close()
