"""The site through Datasette's own client: nothing is started, nothing listens."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from datasette.app import Datasette

from ingest.query import connect
from ingest.serve import SETTINGS
from web.home import EXAMPLES

ROOT = Path(__file__).parent.parent
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))
QUERIES = METADATA["databases"]["kb"]["queries"]
FACETS = METADATA["databases"]["kb"]["tables"]["comparison"]["facets"]
PAGES = (
    "/",
    "/kb",
    "/kb/comparison",
    "/search?q=acme",
    "/platform/desk-10",
    "/disputes",
    "/kb/platforms/desk-10",
    "/nowhere",
)


@pytest.fixture(scope="session")
def site(kb: Path) -> Datasette:
    return Datasette([], immutables=[str(kb)], metadata=METADATA, settings=SETTINGS)


@pytest.fixture(scope="session")
def rows(kb: Path) -> sqlite3.Connection:
    connection = connect(kb)
    connection.row_factory = sqlite3.Row
    return connection


class Links(HTMLParser):
    """Every address that a page makes a browser load, and every address that it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.linked.append(found.get("href") or "")
        elif tag == "link":
            self.loaded.append(found.get("href") or "")
        elif found.get("src"):
            self.loaded.append(found["src"] or "")


def links(html: str) -> Links:
    parser = Links()
    parser.feed(html)
    return parser


async def page(site: Datasette, path: str) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


async def test_a_cell_shows_value_unit_and_numbered_source_links(site: Datasette, rows: sqlite3.Connection) -> None:
    fact = rows.execute(
        "SELECT * FROM facts WHERE metric_id = 'memory_bandwidth' AND platform_id = 'desk-10'"
    ).fetchone()
    n = rows.execute("SELECT n FROM sources WHERE id = ?", (fact["source_id"],)).fetchone()["n"]
    html = await page(site, "/kb/comparison?platform_id=desk-10")
    assert f'title="printed: {fact["printed"]}">{fact["value"]:g}</a> <span class="unit">GB/s</span>' in html
    assert f'href="/source/{fact["source_id"]}">[{n}]</a>' in html


async def test_a_cell_on_which_sources_disagree_is_marked(site: Datasette, rows: sqlite3.Connection) -> None:
    platform_id = rows.execute(
        "SELECT platform_id FROM facts f JOIN metrics m ON m.id = f.metric_id WHERE disputed AND headline"
    ).fetchone()["platform_id"]
    assert re.search(
        r'class="disputed" href="/platform/[^"]+" title="\d+ publishers? says? otherwise">≠',
        await page(site, f"/kb/comparison?platform_id={platform_id}"),
    )


async def test_no_facet_is_missing(site: Datasette) -> None:
    answer = (await site.client.get("/kb/comparison.json?_shape=objects&_size=1")).json()
    assert sorted(answer["facet_results"]) == sorted(FACETS)


async def test_every_derived_column_sorts(site: Datasette, rows: sqlite3.Connection) -> None:
    formulas = [row["id"] for row in rows.execute("SELECT id FROM formulas")]
    for column in formulas:
        found = (await site.client.get(f"/kb/comparison.json?_sort_desc={column}&_shape=array&_size=max")).json()
        values = [row[column] for row in found if row[column] is not None]
        assert values == sorted(values, reverse=True)
        assert values, f"nothing to sort by {column}"


@pytest.mark.parametrize("filters", ["", "kind=card", "_sort_desc=price_usd", "memory_type=GDDR7&_sort_desc=name"])
async def test_csv_and_json_are_the_rows_that_the_screen_shows(site: Datasette, filters: str) -> None:
    html = await page(site, f"/kb/comparison?{filters}")
    shown = re.findall(r'<td class="col-name type-str" data-label="name"><a href="/platform/([^"]+)">', html)
    address = next(link for link in links(html).linked if ".csv" in link and "_stream=on" in link)
    text = await page(site, address)
    assert [row["platform_id"] for row in csv.DictReader(io.StringIO(text))] == shown
    address = next(
        link for link in links(html).linked if ".json" in link and "_shape=array" in link and "_size=max" in link
    )
    assert [row["platform_id"] for row in (await site.client.get(address)).json()] == shown


async def test_every_figure_in_csv_has_its_source_beside_it(site: Datasette) -> None:
    found = list(csv.DictReader(io.StringIO(await page(site, "/kb/comparison.csv?_stream=on"))))
    for row in found:
        for column in (name for name in row if name.endswith("_source")):
            figure = next(name for name in row if name != column and name.startswith(column.removesuffix("_source")))
            assert bool(row[figure]) <= bool(row[column]), (row["platform_id"], column)


async def test_every_row_of_every_table_can_be_opened(site: Datasette, rows: sqlite3.Connection) -> None:
    for table in ("platforms", "facts", "claims", "sources"):
        for link in links(await page(site, f"/kb/{table}?_size=10")).linked:
            if re.fullmatch(rf"/kb/{table}/[^/?]+", link):
                await page(site, link)


@pytest.fixture(scope="session")
def real_site(real_kb: Path) -> Datasette:
    return Datasette([], immutables=[str(real_kb)], metadata=METADATA, settings=SETTINGS)


@pytest.mark.parametrize("name", QUERIES)
async def test_every_canned_query_runs_and_finds_something(real_site: Datasette, name: str) -> None:
    wanted = "&".join(f"{key}={value}" for key, value in EXAMPLES.items() if f":{key}" in QUERIES[name]["sql"])
    answer = await real_site.client.get(f"/kb/{name}.json?_shape=array&{wanted}")
    assert answer.status_code == 200, answer.text
    assert answer.json(), f"{name} finds nothing"


async def test_every_table_and_column_is_described(real_kb: Path) -> None:
    rows = connect(real_kb)
    rows.row_factory = sqlite3.Row
    tables = METADATA["databases"]["kb"]["tables"]
    names = [
        r["name"]
        for r in rows.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%' AND name NOT LIKE 'sqlite%'"
        )
    ]
    assert sorted(tables) == sorted(names)
    assert all(tables[name]["description"] for name in names)
    in_comparison = [row["name"] for row in rows.execute("PRAGMA table_info(comparison)")]
    assert list(tables["comparison"]["columns"]) == in_comparison


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_carries_the_security_headers(site: Datasette, path: str) -> None:
    headers = (await site.client.get(path)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_loads_anything_from_another_host(site: Datasette, path: str) -> None:
    loaded = links((await site.client.get(path)).text).loaded
    assert loaded
    assert {urlsplit(address).netloc for address in loaded} <= {"", "localhost"}  # the in-process client is localhost


@pytest.mark.parametrize(
    "sql",
    [
        "select+length(randomblob(50000000))",
        "select+zeroblob(50000000)",
        "select+printf('%25.*c',2000000000,'x')",
        "select+replace(hex(sql),'0',hex(sql)||hex(sql))+from+definitions",
    ],
)
async def test_a_value_made_of_nothing_is_refused(site: Datasette, sql: str) -> None:
    answer = await site.client.get(f"/kb.json?sql={sql}&_shape=array")
    assert answer.status_code == 400
    assert "not authorized" in answer.text or "too big" in answer.text


@pytest.mark.parametrize(
    "path", ["/-/databases.json", "/-/databases", "/kb.json?sql=select+*+from+pragma_database_list()&_shape=array"]
)
async def test_nobody_is_told_where_on_the_disk_the_file_lies(site: Datasette, kb: Path, path: str) -> None:
    assert str(kb.parent) not in (await site.client.get(path)).text


async def test_a_row_asked_for_with_too_many_keys_is_a_clean_404(site: Datasette) -> None:
    assert (await site.client.get("/kb/facts/desk-10,memory_bandwidth,x")).status_code in {400, 404}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/kb/comparison?_sort=nope", 400), ("/kb/comparison.json?_sort_desc=nope", 400), ("/kb/facts/desk-10", 404)],
)
async def test_what_a_visitor_got_wrong_is_not_called_a_fault_of_the_server(
    site: Datasette, path: str, status: int
) -> None:
    assert (await site.client.get(path)).status_code == status


async def test_a_table_is_not_posted_to(site: Datasette) -> None:
    assert (await site.client.post("/kb/comparison")).status_code == 405


@pytest.mark.parametrize("name", ["DGX Spark", "dgx-spark", "dgxspark", "  DGX  Spark™ ", "dgx kivilcim"])
async def test_a_question_takes_a_name_in_any_spelling(real_site: Datasette, name: str) -> None:
    answer = await real_site.client.get(
        "/kb/compare.json", params={"_shape": "array", "first": name, "second": "", "third": ""}
    )
    assert "NVIDIA DGX Spark (128 GB)" in [row["name"] for row in answer.json()]


async def test_search_answers_get_only(site: Datasette) -> None:
    assert (await site.client.delete("/search?q=desk")).status_code == 405


async def test_on_a_narrow_page_every_figure_carries_its_own_label(site: Datasette) -> None:
    html = await page(site, "/kb/comparison?platform_id=desk-10")
    cells = re.findall(r'<td class="col-(\w+) [^"]*" data-label="([^"]*)"', html)
    assert len(cells) > 10
    assert all(css_class == label for css_class, label in cells)


async def test_every_question_on_the_home_page_finds_an_answer(real_site: Datasette) -> None:
    questions = [
        link for link in links(await page(real_site, "/")).linked if link.split("?")[0].removeprefix("/kb/") in QUERIES
    ]
    assert len(questions) == len(QUERIES)
    for link in questions:
        path, _, asked = link.partition("?")
        assert (await real_site.client.get(f"{path}.json?_shape=array&{asked}")).json(), link


@pytest.mark.parametrize("sql", ["delete+from+claims", "attach+'x.db'+as+x", "select+1;select+2"])
async def test_nothing_but_one_select_is_run(site: Datasette, sql: str) -> None:
    assert (await site.client.get(f"/kb.json?sql={sql}&_shape=array")).status_code == 400


async def test_search_finds_a_platform_by_any_of_its_names(site: Datasette, rows: sqlite3.Connection) -> None:
    for row in rows.execute("SELECT alias, platform_id FROM aliases"):
        answer = await site.client.get("/search", params={"q": row["alias"]})
        assert f'/platform/{row["platform_id"]}"' in answer.text


@pytest.mark.parametrize(
    "hostile",
    [
        '"><script>alert(1)</script>',
        '" OR 1=1 --',
        "NEAR(",
        "*",
        "a" * 5000,
        "\x00",
        "‮",
        '"',
        "'",
        "(",
        "AND",
        "a AND",
        "-",
        "^",
    ],
)
async def test_search_survives_and_escapes_what_people_paste(site: Datasette, hostile: str) -> None:
    answer = await site.client.get("/search", params={"q": hostile})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


async def test_a_script_in_stored_text_is_shown_not_run(kb: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kb.db"
    copy.write_bytes(kb.read_bytes())
    with sqlite3.connect(copy) as connection:
        connection.execute(
            "UPDATE sources SET title = '<script>alert(1)</script>', publisher = '<img src=x onerror=alert(1)>'"
        )
        connection.execute("UPDATE claims SET at = '<script>alert(1)</script>', printed = '<script>alert(1)</script>'")
        connection.execute("UPDATE platforms SET name = '<script>alert(1)</script>'")
        connection.execute("UPDATE comparison SET name = '<script>alert(1)</script>'")
        connection.execute("UPDATE facts SET printed = '\"><script>alert(1)</script>'")
    site = Datasette([], immutables=[str(copy)], metadata=METADATA, settings=SETTINGS)
    claim_id, source_id = connection.execute(
        "SELECT id, source_id FROM claims WHERE platform_id = 'desk-10'"
    ).fetchone()
    for path in (
        "/kb/comparison",
        "/platform/desk-10",
        "/platform/desk-10/memory_bandwidth",
        f"/source/{source_id}",
        f"/claim/{claim_id}",
        "/lineage/desk-10/bandwidth_per_dollar",
        "/disputes",
        "/search?q=desk",
        "/",
    ):
        html = await page(site, path)
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path


async def test_a_missing_platform_is_a_clean_404(site: Datasette) -> None:
    for path in (
        "/kb/platforms/nothing",
        "/kb/facts/nothing,memory_bandwidth",
        "/platform/nothing",
        "/platform/nothing/memory_bandwidth",
        "/platform/desk-10/nothing",
        "/claim/nothing",
        "/source/nothing",
        "/lineage/desk-10/nothing",
        "/kb/claims/nothing",
        "/kb/sources/nothing",
    ):
        assert (await site.client.get(path)).status_code == 404
