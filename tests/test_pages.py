"""Our own pages through Datasette's client: what they show, in both languages, and what they lead to."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette

from ingest.build import build
from ingest.query import connect, rows
from ingest.serve import SETTINGS
from tests.test_site import METADATA, links, page
from web.charts.axes import linear, logarithmic
from web.charts.history import history

PLATFORM = "desk-10"


@pytest.fixture(scope="session")
def site(kb: Path) -> Datasette:
    return Datasette([], immutables=[str(kb)], metadata=METADATA, settings=SETTINGS)


@pytest.fixture(scope="session")
def known(kb: Path) -> sqlite3.Connection:
    return connect(kb)


async def test_a_datasheet_shows_every_fact_as_printed(site: Datasette, known: sqlite3.Connection) -> None:
    html = await page(site, f"/platform/{PLATFORM}")
    facts = rows(known, "SELECT metric_id, printed FROM facts WHERE platform_id = ?", PLATFORM)
    assert facts
    for fact in facts:
        assert f'href="/platform/{PLATFORM}/{fact["metric_id"]}">{fact["printed"]}</a>' in html


async def test_every_footnote_of_a_datasheet_stands_in_its_list(site: Datasette) -> None:
    html = await page(site, f"/platform/{PLATFORM}")
    marks = {int(n) for n in re.findall(r'href="#s(\d+)">\[\d+\]', html)}
    assert marks == {int(n) for n in re.findall(r'<li id="s(\d+)"', html)} == set(range(1, len(marks) + 1))


async def test_a_datasheet_names_its_variants(site: Datasette, known: sqlite3.Connection) -> None:
    twins = rows(
        known, "SELECT a.id, b.id AS other FROM platforms a JOIN platforms b ON a.family = b.family AND a.id < b.id"
    )
    for twin in twins:
        assert f'/platform/{twin["other"]}"' in await page(site, f"/platform/{twin['id']}")
    assert twins


async def test_from_a_derived_number_two_clicks_lead_to_every_document(
    site: Datasette, known: sqlite3.Connection
) -> None:
    first = f"/lineage/{PLATFORM}/bandwidth_per_dollar"
    assert first in links(await page(site, f"/platform/{PLATFORM}")).linked
    reached = set(links(await page(site, first)).linked)
    wanted = rows(
        known,
        "SELECT s.url FROM lineage l JOIN sources s ON s.id = l.source_id WHERE platform_id = ? AND column_name = 'bandwidth_per_dollar'",
        PLATFORM,
    )
    assert wanted
    assert {row["url"] for row in wanted} <= reached


async def test_every_lineage_that_exists_has_a_page(site: Datasette, known: sqlite3.Connection) -> None:
    for row in rows(known, "SELECT DISTINCT platform_id, column_name FROM lineage"):
        assert "<h1>" in await page(
            site, f"/lineage/{row['platform_id']}/{row['column_name'].removesuffix(' ceiling_tok_s')}"
        )


async def test_a_figures_page_shows_everybody_who_says_something(site: Datasette, known: sqlite3.Connection) -> None:
    html = await page(site, f"/platform/{PLATFORM}/memory_bandwidth")
    said = rows(known, "SELECT id FROM claims WHERE platform_id = ? AND metric_id = 'memory_bandwidth'", PLATFORM)
    assert len(said) > 1
    for claim in said:
        assert f'href="/claim/{claim["id"]}"' in html


async def test_a_claims_page_leads_to_its_document(site: Datasette, known: sqlite3.Connection) -> None:
    for row in rows(known, "SELECT c.id, s.url FROM claims c JOIN sources s ON s.id = c.source_id LIMIT 20"):
        assert row["url"] in links(await page(site, f"/claim/{row['id']}")).linked


async def test_a_document_shows_everything_read_in_it(site: Datasette, known: sqlite3.Connection) -> None:
    for source in rows(known, "SELECT id FROM sources"):
        html = await page(site, f"/source/{source['id']}")
        for claim in rows(known, "SELECT id FROM claims WHERE source_id = ?", source["id"]):
            assert f'href="/claim/{claim["id"]}"' in html


@pytest.mark.parametrize("status", ["open", "deprecated", "superseded", "copied", "nonsense"])
async def test_disputes_show_both_sides(site: Datasette, known: sqlite3.Connection, status: str) -> None:
    html = await page(site, f"/disputes?status={status}&page=1")
    for row in rows(
        known, "SELECT * FROM disputes WHERE status = ? LIMIT 20", "open" if status == "nonsense" else status
    ):
        assert f'href="/claim/{row["chosen_claim_id"]}"' in html
        assert f'href="/claim/{row["other_claim_id"]}"' in html


async def test_a_datasheet_is_a_product_to_machines(site: Datasette, known: sqlite3.Connection) -> None:
    html = await page(site, f"/platform/{PLATFORM}")
    product = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[0])
    figures = {row["metric_id"] for row in rows(known, "SELECT metric_id FROM facts WHERE platform_id = ?", PLATFORM)}
    assert product["@type"] == "Product"
    assert {entry["propertyID"] for entry in product["additionalProperty"]} == figures
    assert all(entry["citation"].startswith("http") for entry in product["additionalProperty"])


@pytest.mark.parametrize(
    "path", ["/", f"/platform/{PLATFORM}", f"/platform/{PLATFORM}/memory_bandwidth", "/disputes", "/search?q=desk"]
)
async def test_a_page_speaks_turkish_when_asked(site: Datasette, path: str) -> None:
    joint = "&" if "?" in path else "?"
    answer = await site.client.get(f"{path}{joint}lang=tr")
    assert '<html lang="tr">' in answer.text
    assert "Karşılaştır" in answer.text
    assert "lang=tr" in answer.headers["set-cookie"]
    assert (
        '<html lang="tr">' in (await site.client.get(path, headers={"accept-language": "tr-TR,tr;q=0.9,en;q=0.5"})).text
    )


async def test_a_page_that_a_browser_has_is_not_sent_again(site: Datasette) -> None:
    first = await site.client.get("/")
    again = await site.client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")
    other = await site.client.get("/?lang=tr", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


async def test_our_own_pages_allow_no_script(site: Datasette) -> None:
    policy = (await site.client.get(f"/platform/{PLATFORM}")).headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/", "/disputes", f"/platform/{PLATFORM}", "/search"])
async def test_our_own_pages_are_only_read(site: Datasette, path: str) -> None:
    assert (await site.client.delete(path)).status_code == 405


@pytest.mark.parametrize("page_number", ["0", "-1", "x", "999999999999", "2"])
async def test_a_page_of_disputes_that_is_not_there_is_empty_not_broken(site: Datasette, page_number: str) -> None:
    assert "<h1>" in await page(site, f"/disputes?page={page_number}")


def test_ticks_are_round_and_inside() -> None:
    axis = linear([0.3, 17.2], 0, 100)
    assert axis.ticks() == [0, 5, 10, 15, 20]
    assert (axis.at(0), axis.at(20), axis.at(99)) == (0, 100, 100)
    assert logarithmic([10, 700], 0, 1).ticks() == [10, 20, 50, 100, 200, 500]


def test_a_history_needs_two_days_in_dollars() -> None:
    price = {
        "currency": "USD",
        "basis": "street",
        "rank": "normal",
        "amount": 100.0,
        "as_of": "2026-01-01",
        "as_of_day": 20454,
    }
    assert history([price, price]) is None
    assert history([price, price | {"currency": "EUR", "as_of_day": 20500}]) is None
    drawn = history([price, price | {"amount": 50.0, "as_of_day": 20500}])
    assert drawn is not None
    assert [mark.price["amount"] for mark in drawn.marks] == [100.0, 50.0]
    assert drawn.marks[0].y < drawn.marks[1].y


@pytest.mark.parametrize("path", [f"/platform/{PLATFORM}", f"/platform/{PLATFORM}/memory_bandwidth"])
async def test_a_page_says_how_it_is_cited(site: Datasette, path: str) -> None:
    html = await page(site, path)
    assert "@misc{" in html
    assert '"URL"' in html.replace("&#34;", '"')


async def test_a_claim_is_cited_with_its_place_and_its_permanent_id(site: Datasette, known: sqlite3.Connection) -> None:
    claim = rows(known, "SELECT * FROM claims WHERE platform_id = ?", PLATFORM)[0]
    html = await page(site, f"/claim/{claim['id']}")
    assert f"{claim['at']}; Specproof id {claim['id']}" in html


async def test_the_documents_of_a_platform_are_a_file_of_references(site: Datasette, known: sqlite3.Connection) -> None:
    wanted = {row["source_id"] for row in rows(known, "SELECT source_id FROM claims WHERE platform_id = ?", PLATFORM)}
    text = await page(site, f"/cite/{PLATFORM}.bib")
    assert wanted <= set(re.findall(r"@misc\{([^,]+),", text))
    items = (await site.client.get(f"/cite/{PLATFORM}.json")).json()
    assert wanted <= {item["id"] for item in items}
    assert (await site.client.get("/cite/nothing.bib")).status_code == 404


async def test_a_datasheet_of_an_earlier_day_shows_what_was_known_by_then(site: Datasette) -> None:
    assert "256 GB/s" in await page(site, f"/platform/{PLATFORM}")
    before = await page(site, f"/platform/{PLATFORM}?as_of=2025-12-01")
    assert "As it was known on 2025-12-01" in before
    assert ">256 GB/s</a>" not in before


@pytest.mark.parametrize("day", ["yesterday", "2999-01-01", "2025-02-30", "<script>"])
async def test_a_day_that_is_none_gives_today_and_says_so(site: Datasette, day: str) -> None:
    html = await page(site, f"/platform/{PLATFORM}?as_of={day}")
    assert 'role="alert"' in html
    assert ">256 GB/s</a>" in html


@pytest.mark.parametrize("path", ["/platform/nothing", "/claim/nothing", "/source/nothing", "/lineage/desk-10/nothing"])
async def test_what_is_not_there_is_said_in_the_readers_language(site: Datasette, path: str) -> None:
    answer = await site.client.get(f"{path}?lang=tr")
    assert answer.status_code == 404
    assert "Böyle bir sayfa yok" in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]


async def test_a_figure_that_could_be_misread_is_shown_as_it_is_meant(
    edited: Callable[..., Path], tmp_path: Path
) -> None:
    data = edited("platforms/acme/desk-10.yml", "{value: 256 GB/s,", "{value: 0.256 TB/s,")
    site = Datasette([], immutables=[str(build(data, tmp_path / "kb.db").path)], metadata=METADATA, settings=SETTINGS)
    for path in (f"/platform/{PLATFORM}", f"/platform/{PLATFORM}/memory_bandwidth"):
        html = await page(site, path)
        assert "<strong>256 GB/s" in html
        assert "printed: 0.256 TB/s" in html
