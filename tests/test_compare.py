"""The comparison: what stands side by side, what differs, what the address may ask, and files that equal the screen."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from datasette.app import Datasette

from ingest.buying import doubt
from ingest.export.shown import shown as shown_in_files
from ingest.query import connect
from ingest.serve import SETTINGS
from web.compare.asked import EXAMPLE, Asked
from web.compare.cells import INFINITE, Cell, Line, difference
from web.compare.files import file_name
from web.compare.sheet import sheet
from web.language import languages
from web.reasons import reason

ROOT = Path(__file__).parent.parent
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))
CARDS = "p=bolt-9000-24gb&p=bolt-9000-48gb"
BOTH = f"{CARDS}&p=desk-10"
LINEAGES = "SELECT '/lineage/' || platform_id || '/' || replace(column_name, ' ceiling_tok_s', '') FROM lineage"
ASKED = ("", "&devices=2", "&workload=write", "&only=differences", "&as_of=2026-08-01", "&lang=tr")


@pytest.fixture(scope="session")
def site(kb: Path) -> Datasette:
    return Datasette([], immutables=[str(kb)], metadata=METADATA, settings=SETTINGS)


@pytest.fixture(scope="session")
def known(kb: Path) -> sqlite3.Connection:
    connection = connect(kb)
    connection.row_factory = sqlite3.Row
    return connection


class Table(HTMLParser):
    """The comparison on a page: for each row its name, and of each cell its text (nothing that is folded away) and its notes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str], list[list[int]]]] = []
        self.folded: list[str] = []
        self._in: list[str] = []
        start = html.index('<table class="wide compare')
        self.feed(html[start : html.index("</table>", start)])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr":
            self.rows.append(("", [], []))
        elif tag == "td" and self.rows:
            self.rows[-1][1].append("")
            self.rows[-1][2].append([])
        elif tag == "br" and "details" not in self._in:
            self._text("; ")
        if tag in {"thead", "details", "span", "b"}:
            self._in.append("hidden" if tag == "span" and given.get("class") == "hidden" else tag)
        elif tag == "a" and given.get("class") == "note":
            self._in.append("note")
            target = given.get("href") or ""
            if target.startswith("#s") and "details" not in self._in:
                self.rows[-1][2][-1].append(int(target.removeprefix("#s")))

    def handle_endtag(self, tag: str) -> None:
        if (tag in {"thead", "details", "span", "b"} or (tag == "a" and self._in[-1:] == ["note"])) and self._in:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if "details" in self._in:
            self.folded.append(data)
        elif not {"thead", "note", "hidden", "b"}.intersection(self._in):
            self._text(data)

    def _text(self, data: str) -> None:
        if not self.rows:
            return
        name, cells, notes = self.rows[-1]
        if cells:
            cells[-1] += data
        else:
            self.rows[-1] = (name + data, cells, notes)

    @property
    def figures(self) -> list[tuple[str, list[str], list[list[int]]]]:
        """The rows of figures, without the marks of the highest and lowest."""
        best = {
            language.texts[f"compare.sign.{name}"]
            for language in languages().values()
            for name in ("highest", "lowest")
        }
        pattern = re.compile(" ?(" + "|".join(map(re.escape, best)) + ")")
        return [
            (" ".join(name.split()), [" ".join(pattern.sub("", cell).split()) for cell in cells], notes)
            for name, cells, notes in self.rows
            if cells and name.strip()
        ]


async def page(site: Datasette, query: str, status: int = 200) -> str:
    answer = await site.client.get(f"/compare?{query}")
    assert answer.status_code == status, (query, answer.status_code)
    return answer.text


async def rows_of_csv(site: Datasette, query: str) -> list[dict[str, str]]:
    answer = await site.client.get(f"/compare.csv?{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_every_chosen_figure_of_every_platform_stands_in_its_column(
    site: Datasette, known: sqlite3.Connection
) -> None:
    lines = {row["id"]: row for row in await rows_of_csv(site, BOTH)}
    for platform_id in ("bolt-9000-24gb", "bolt-9000-48gb", "desk-10"):
        facts = known.execute(
            "SELECT * FROM facts WHERE platform_id = ? AND metric_id <> 'release_date'", (platform_id,)
        )
        for fact in facts:
            cell = lines[fact["metric_id"]][platform_id]
            if fact["state"] != "value" or fact["value"] is None:
                assert cell == (fact["text"] or fact["state"])
            else:
                by = 1.073741824 if fact["binary_unit"] and fact["metric_id"].startswith("memory") else 1
                assert float(cell) == pytest.approx(fact["value"] / by)


@pytest.mark.parametrize("more", ASKED)
async def test_the_csv_says_what_the_page_says_cell_by_cell(site: Datasette, more: str) -> None:
    on_page = Table(await page(site, BOTH + more)).figures
    in_file = await rows_of_csv(site, BOTH + more)
    assert len(on_page) == len(in_file) > 10
    for (name, cells, notes), line in zip(on_page, in_file, strict=True):
        assert name == f"{line['row']} {line['unit']}".strip()
        for platform_id, cell, numbers in zip(
            ("bolt-9000-24gb", "bolt-9000-48gb", "desk-10"), cells, notes, strict=True
        ):
            if line["id"] != "measured_tok_s":  # its runs stand in the page's own form, compared below
                assert cell == (line[f"{platform_id}_shown"] or "–"), (name, platform_id)
                assert " ".join(map(str, numbers)) == line[f"{platform_id}_notes"], (name, platform_id)
            elif line[platform_id]:
                assert cell == line[platform_id]


@pytest.mark.parametrize("more", ASKED)
async def test_the_json_says_what_the_csv_says_and_names_every_source(site: Datasette, more: str) -> None:
    found = json.loads((await site.client.get(f"/compare.json?{BOTH}{more}")).text)
    in_json = [(group["label"], row) for group in found["groups"] for row in group["rows"]]
    in_csv = await rows_of_csv(site, BOTH + more)
    urls = {source["n"]: source["url"] for source in found["sources"]}
    assert [(group, row["id"]) for group, row in in_json] == [(line["group"], line["id"]) for line in in_csv]
    for (_, row), line in zip(in_json, in_csv, strict=True):
        for platform in found["platforms"]:
            figure = row["figures"].get(platform["id"], {"value": None, "shown": "", "notes": []})
            said = line[platform["id"]]
            assert (str(figure["value"]) if figure["value"] is not None else "") == said
            assert figure["shown"] == line[f"{platform['id']}_shown"]
            assert " ".join(urls[n] for n in figure["notes"]) == line[f"{platform['id']}_source_urls"]


async def test_every_footnote_of_the_page_stands_in_its_list_in_order_of_appearance(site: Datasette) -> None:
    html = await page(site, BOTH)
    named = list(dict.fromkeys(re.findall(r'href="#s(\d+)"', html)))
    listed = re.findall(r'<li id="s(\d+)"', html)
    assert named == listed == [str(n) for n in range(1, len(listed) + 1)]


def test_the_workbook_and_the_page_hold_the_same_figures(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        workload = "decode-70b-q4-b1-8k"
        ids = list(EXAMPLE)
        found = sheet(connection, Asked(ids, [workload]), languages()["en"])
        lines = {line.id: line for _, line in found.lines()}
        other = shown_in_files(connection, ids, workload)
        compared = 0
        for column in other.columns:
            for place, platform in enumerate(other.platforms):
                value = other.cell(platform, column).value
                line = lines.get(column.id)
                if value is None or line is None or column.id == "bound_type":
                    continue
                mine = line.cells[place].value
                assert mine == (pytest.approx(value) if isinstance(value, float) else value), (
                    column.id,
                    platform["id"],
                )
                compared += 1
        assert compared > 100


async def test_the_workbook_of_the_page_is_one(site: Datasette) -> None:
    answer = await site.client.get(f"/compare.xlsx?{BOTH}&workload=write&as_of=2026-08-01")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats-officedocument")
    assert 'filename="specproof-bolt-9000-24gb-vs-' in answer.headers["content-disposition"]
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("query", ["", "p=nobody", f"{CARDS}&devices=3", f"{CARDS}&workload=x", "p=bolt-9000"])
async def test_a_file_of_nothing_or_of_what_makes_no_sense_is_refused_in_words(
    site: Datasette, ending: str, query: str
) -> None:
    answer = await site.client.get(f"/compare.{ending}?{query}")
    assert answer.status_code == 400
    assert answer.text.strip()
    assert "content-disposition" not in answer.headers


def test_a_file_name_holds_nothing_that_a_file_system_minds() -> None:
    assert re.fullmatch(r"[a-z0-9.-]{1,140}", file_name(Asked(["a/../b", 'c"; x', "d" * 300], as_of="2026-03-15")))


def number(low: float, high: float) -> Cell:
    return Cell(value=(low + high) / 2, low=low, high=high)


def test_figures_that_can_mean_the_same_do_not_differ() -> None:
    assert difference([number(1343.5, 1344.5), number(1250, 1350)]) == "same"
    assert difference([number(1343.5, 1344.5), number(1350, 1450)]) == "differs"
    assert difference([Cell(value=65.0, high=65.5, low=-INFINITE), number(64.5, 65.5)]) == "same"


def test_what_one_platform_has_a_figure_of_is_a_gap_not_a_difference() -> None:
    assert difference([number(1, 2), Cell()]) == "gaps"
    assert difference([Cell(value="GDDR7"), Cell(value="gddr7")]) == "same"
    assert difference([Cell(value="GDDR7"), Cell(value="none")]) == "differs"
    assert difference([number(1, 2), Cell(value="none")]) == "differs"


def test_the_best_is_told_where_one_way_is_better_and_it_is_for_us_to_say() -> None:
    def line(better: str, ranked: bool = True) -> Line:
        return Line("x", "X", "W", "", [number(1, 2), number(4, 5), Cell()], better, ranked=ranked)

    assert line("higher").best == 4.5
    assert line("lower").best == 1.5
    assert line("neither").best is None
    assert line("lower", ranked=False).best is None


def test_nothing_is_best_where_a_price_may_not_be_had() -> None:
    fresh, old = Cell(value=2.0, low=2, high=2), Cell(value=1.0, low=1, high=1, alarms=["old"])
    assert Line("price", "", "", "", [fresh, old], better="lower").best is None


@pytest.mark.parametrize(
    ("basis", "stale", "lifecycle", "why"),
    [
        ("street", 1, "shipping", "stale"),
        ("launch_msrp", 0, "withdrawn", "gone"),
        ("list", 0, "withdrawn", "gone"),
        ("street", 0, "withdrawn", ""),
        ("list", 0, "shipping", ""),
        (None, None, "withdrawn", ""),
    ],
)
def test_a_price_may_not_be_had_where_it_is_old_or_the_makers_of_what_it_withdrew(
    basis: str | None, stale: int | None, lifecycle: str, why: str
) -> None:
    assert doubt(basis, stale, lifecycle) == why


def test_every_link_of_a_comparison_leads_somewhere(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        there = {row[0] for row in connection.execute(LINEAGES)}
        ids = [row[0] for row in connection.execute("SELECT id FROM platforms ORDER BY id")]
        for start in range(0, len(ids), 8):
            for devices in (1, 2):
                found = sheet(connection, Asked(ids[start : start + 8], devices=devices), languages()["en"])
                leading = {cell.link for _, line in found.lines() for cell in line.cells if "/lineage/" in cell.link}
                assert leading <= there


async def test_only_what_differs_can_be_asked_for_and_says_what_it_left_out(site: Datasette) -> None:
    everything = await rows_of_csv(site, BOTH)
    fewer = await rows_of_csv(site, f"{BOTH}&only=differences")
    kept = {"estimate_tok_s", "ceiling_tok_s", "measured_tok_s"}  # drawn in the charts
    wanted = [line["id"] for line in everything if line["difference"] == "differs" or line["id"] in kept]
    assert [line["id"] for line in fewer] == wanted
    assert 0 < len(fewer) < len(everything)
    assert "Left out: " in await page(site, f"{BOTH}&only=differences")


async def test_who_disagrees_stands_in_place_with_source_and_reason(site: Datasette, known: sqlite3.Connection) -> None:
    html = await page(site, BOTH)
    folded = " ".join(Table(html).folded)
    for dispute in known.execute(
        "SELECT d.*, s.publisher FROM disputes AS d JOIN sources AS s ON s.id = d.other_source_id"
        " WHERE platform_id IN ('bolt-9000-24gb', 'bolt-9000-48gb', 'desk-10')"
    ):
        assert dispute["other_printed"] in folded
        assert dispute["publisher"] in folded
        assert reason(languages()["en"], dispute["reason"]) in folded
        assert f'href="/claim/{dispute["other_claim_id"]}"' in html


async def test_a_card_says_that_it_needs_a_host_and_beside_a_system_there_is_a_warning(site: Datasette) -> None:
    mixed, cards = await page(site, BOTH), await page(site, CARDS)
    assert "Cards and complete systems stand side by side" in mixed
    assert "Cards and complete systems stand side by side" not in cards
    assert cards.count("card; needs a host computer") == 2


def test_prices_are_ranked_among_cards_but_not_across_cards_and_systems(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        priced = (
            "SELECT platform_id FROM buying_prices WHERE scope = ? AND NOT stale AND basis = 'street'"
            " GROUP BY amount_usd ORDER BY platform_id LIMIT 2"
        )
        cards, systems = (
            [row[0] for row in connection.execute(priced, (scope,))] for scope in ("card", "complete system")
        )

        def best(ids: list[str]) -> dict[str, float | None]:
            return {line.id: line.best for _, line in sheet(connection, Asked(ids), languages()["en"]).lines()}

        assert best(cards)["price_usd"] is not None
        assert best([cards[0], systems[0]])["price_usd"] is None


async def test_a_price_says_its_basis_and_day_and_so_does_what_follows_from_it(
    site: Datasette, known: sqlite3.Connection
) -> None:
    lines = [row for row in await rows_of_csv(site, BOTH) if row["unit"] in {"USD", "GB/s per USD", "tok/s per USD"}]
    seen = set()
    for price in known.execute("SELECT * FROM buying_prices WHERE platform_id IN ('bolt-9000-24gb', 'desk-10')"):
        for row in lines:
            if row[price["platform_id"]]:
                told = row[f"{price['platform_id']}_shown"]
                assert price["as_of"] in told, row
                assert ("stale" in told) == bool(price["stale"]), row
                seen.add(row["id"])
    assert {"price_usd", "bandwidth_per_dollar", "tok_s_per_dollar"} <= seen


async def test_several_devices_have_bounds_of_their_own_or_the_reason_why_not(
    site: Datasette, known: sqlite3.Connection
) -> None:
    lines = [row for row in await rows_of_csv(site, f"{BOTH}&devices=2&workload=write") if row["id"] == "ceiling_tok_s"]
    for platform_id in ("bolt-9000-24gb", "bolt-9000-48gb", "desk-10"):
        bound = known.execute(
            "SELECT ceiling_tok_s FROM bounds WHERE platform_id = ? AND workload_id = 'write' AND devices = 2",
            (platform_id,),
        ).fetchone()
        if bound:
            assert float(lines[0][platform_id]) == pytest.approx(bound["ceiling_tok_s"])
        else:
            assert "no link between them is published" in lines[0][f"{platform_id}_shown"]


async def test_every_number_in_a_chart_stands_in_a_table(site: Datasette) -> None:
    html = await page(site, BOTH)
    outside = re.sub(r"<svg.*?</svg>", "", html, flags=re.S)
    tables = " ".join(re.findall(r"<table.*?</table>", outside, flags=re.S))
    titles = re.findall(r"<title>([^<]*)</title>", html[html.index("<main") :])
    assert len(titles) > 10
    for title in titles:
        for figure in re.findall(r"(?:at most|about|measured) ([\d.,]+)", title):
            assert figure in tables, title


async def test_marks_of_a_chart_are_named_by_number_and_shape_not_by_colour_alone(site: Datasette) -> None:
    html = await page(site, BOTH)
    dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', html))
    assert len(dashes) == 3
    for number_, name in enumerate(("Acme Bolt 9000 (24 GB)", "Acme Bolt 9000 (48 GB)", "Acme Desk 10 (64 GB)"), 1):
        assert f"{number_} {name}" in html


async def test_workloads_stand_in_the_order_in_which_they_are_asked_for(site: Datasette) -> None:
    for wanted in (["read", "write"], ["write", "read"]):
        found = json.loads((await site.client.get(f"/compare.json?{CARDS}&workload={'&workload='.join(wanted)}")).text)
        assert [group["id"] for group in found["groups"]][:2] == wanted


async def test_a_name_that_means_one_platform_leads_to_the_address_with_its_id(site: Datasette) -> None:
    for query in ("p=desk-10&add=Acme+Bolt+9000+(24+GB)&workload=write", "p=desk-10&p=Bolt+9000+24GB&workload=write"):
        answer = await site.client.get(f"/compare?{query}", follow_redirects=False)
        assert answer.status_code == 302
        assert sorted(re.findall(r"(?:p|workload)=[^&]*", answer.headers["location"])) == [
            "p=bolt-9000-24gb",
            "p=desk-10",
            "workload=write",
        ]


async def test_a_name_of_several_variants_shows_each_to_click(site: Datasette) -> None:
    html = await page(site, "p=desk-10&add=Bolt+9000")
    for variant in ("bolt-9000-24gb", "bolt-9000-48gb", "bolt-9000-laptop"):
        assert f'href="/compare?p=desk-10&amp;p={variant}"' in html


async def test_a_name_that_nobody_has_gets_suggestions(site: Datasette) -> None:
    assert 'href="/compare?p=desk-10&amp;p=tower-2"' in await page(site, "p=desk-10&add=Acme+Touer+2")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("p=nobody-9", "There is no platform “nobody-9”"),
        (f"{CARDS}&devices=3", "“3” is no number of devices"),
        (f"{CARDS}&workload=dream", "There is no workload “dream”"),
        (f"{CARDS}&as_of=2031-01-01", "cannot be shown: it must be a day"),
        (f"{CARDS}&as_of=yesterday", "cannot be shown: it must be a day"),
        ("p=<script>alert(1)</script>", "&lt;script&gt;"),
        ("p=" + "x" * 3000, "There is no platform"),
    ],
)
async def test_what_makes_no_sense_is_answered_with_help(site: Datasette, query: str, told: str) -> None:
    html = await page(site, query, status=400)
    assert told in html
    assert "<script>alert" not in html
    assert 'name="add"' in html


def test_more_than_eight_are_too_many(real_kb: Path) -> None:
    from web.compare.asked import ask
    from web.render import Visit

    with closing(connect(real_kb)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM platforms ORDER BY id LIMIT 9")]
        asked = ask(connection, Visit(languages()["en"], "/compare", tuple(("p", id_) for id_ in ids)))
    assert asked.platform_ids == ids[:8]
    assert [key for key, _ in asked.problems] == ["compare.too_many"]


async def test_without_platforms_there_is_a_way_to_begin(site: Datasette) -> None:
    html = await page(site, "")
    assert 'name="add"' in html
    assert "<h1>Compare</h1>" in html


def test_the_example_is_of_platforms_that_there_are(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        marks = ", ".join("?" for _ in EXAMPLE)
        found = connection.execute(f"SELECT COUNT(*) FROM platforms WHERE id IN ({marks})", EXAMPLE).fetchone()
    assert found[0] == len(EXAMPLE)


async def test_a_platform_is_removed_by_a_link(site: Datasette) -> None:
    html = await page(site, f"{BOTH}&workload=write")
    assert 'class="remove" href="/compare?p=bolt-9000-48gb&amp;p=desk-10&amp;workload=write"' in html


async def test_an_earlier_day_shows_what_was_known_by_then_and_leaves_today_as_it_is(site: Datasette) -> None:
    today = await rows_of_csv(site, BOTH)
    then = await rows_of_csv(site, f"{BOTH}&as_of=2026-08-01")
    again = await rows_of_csv(site, BOTH)
    price = {
        name: next(row for row in found if row["id"] == "price_usd") for name, found in (("now", today), ("then", then))
    }
    assert price["then"]["bolt-9000-24gb"] == "2099.0"
    assert price["now"]["bolt-9000-24gb"] != price["then"]["bolt-9000-24gb"]
    assert again == today
    assert "What was known by 2026-08-01" in await page(site, f"{BOTH}&as_of=2026-08-01")


async def test_the_permanent_link_names_the_day_and_shows_the_same(site: Datasette, known: sqlite3.Connection) -> None:
    html = await page(site, BOTH)
    day = known.execute("SELECT data_date FROM about").fetchone()[0]
    assert f'href="/compare?p=bolt-9000-24gb&amp;p=bolt-9000-48gb&amp;p=desk-10&amp;as_of={day}"' in html
    assert await rows_of_csv(site, f"{BOTH}&as_of={day}") == await rows_of_csv(site, BOTH)


async def test_the_page_speaks_turkish_when_asked(site: Datasette) -> None:
    html = await page(site, f"{BOTH}&lang=tr")
    assert '<html lang="tr">' in html
    assert "3 platform karşılaştırılıyor" in html
    assert "Bellek bant genişliği" in html


async def test_the_page_is_only_read_allows_no_script_and_loads_nothing_from_elsewhere(site: Datasette) -> None:
    answer = await site.client.get(f"/compare?{BOTH}")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"<script|\sstyle=|\son\w+=", answer.text)
    assert not re.search(r'<(?:link|img)[^>]+(?:href|src)="https?:', answer.text)
    assert (await site.client.post(f"/compare?{BOTH}")).status_code == 405
    assert (await site.client.post(f"/compare.csv?{BOTH}")).status_code == 405


async def test_what_can_be_filled_in_has_a_label_and_heads_say_what_they_head(site: Datasette) -> None:
    html = await page(site, BOTH)
    main = html[html.index("<main") :]
    assert len(re.findall(r"<th(?: |>)", main)) == len(re.findall(r"<th[^>]* scope=", main))
    for field in re.findall(r'<(?:input|select)(?![^>]*type="hidden")[^>]*>', main):
        before = main[: main.index(field)]
        assert before.rfind("<label") > before.rfind("</label>"), field
    levels = [int(level) for level in re.findall(r"<h([1-6])", main)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


async def test_an_answer_is_compressed_for_who_takes_it_and_says_so(site: Datasette) -> None:
    plain = await site.client.get(f"/compare?{BOTH}", headers={"accept-encoding": "identity"})
    packed = await site.client.get(f"/compare?{BOTH}", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text


async def test_a_script_in_stored_text_is_shown_not_run(kb: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    bad = "<script>alert(1)</script>"
    with closing(sqlite3.connect(copy)) as connection:
        for table, column in (
            ("sources", "title"),
            ("sources", "publisher"),
            ("platforms", "name"),
            ("facts", "printed"),
            ("facts", "text"),
            ("disputes", "other_printed"),
            ("disputes", "reason"),
            ("metrics", "label"),
            ("metrics", "unit"),
            ("workloads", "name"),
            ("measurements", "conditions"),
            ("bounds", "calibration"),
            ("buying_prices", "as_of"),
            ("formulas", "label"),
        ):
            connection.execute(f"UPDATE {table} SET {column} = ?", (bad,))
        connection.execute("UPDATE about SET fingerprint = 'another'")
        connection.commit()
    site = Datasette([], immutables=[str(copy)], metadata=METADATA, settings=SETTINGS)
    html = await page(site, BOTH)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 50
