"""The workbook: what is in it, that nothing in it runs but the cost, and that a spreadsheet computes what kb.db says."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import xlsx

from ingest.export.shown import shown
from ingest.export.workbook import SHEETS, workbook_bytes
from ingest.query import connect, rows

THREE = ["bolt-9000-24gb", "desk-10", "tower-2"]
REAL = [
    "dgx-spark", "rtx-pro-5000-48gb", "rtx-pro-5000-72gb", "dgx-station-gb300", "geforce-rtx-5090", "geforce-rtx-3090",
    "mac-studio-m3-ultra-512gb", "h100-sxm",
]  # fmt: skip
ASKED = "decode-gpt-oss-120b-gguf-b1-8k"
UNITS = 2  # the header of Comparison and Cost stands below a row of units


@pytest.fixture(scope="module")
def opened(kb: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(kb)) as connection:
        yield connection


@pytest.fixture(scope="module")
def real(real_kb: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(real_kb)) as connection:
        yield connection


@pytest.fixture(scope="module")
def three(opened: sqlite3.Connection) -> dict[str, xlsx.Sheet]:
    return xlsx.read(workbook_bytes(opened, THREE))


def test_the_same_database_gives_the_same_workbook(opened):
    assert workbook_bytes(opened, THREE) == workbook_bytes(opened, THREE)


def test_no_clock_is_in_the_workbook(opened, ask):
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(opened, THREE))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    days = set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core))
    assert days == {f"{ask('SELECT data_date FROM about')[0]['data_date']}T00:00:00Z"}


def test_the_sheets_are_those_a_buyer_asks_for(three):
    assert tuple(three) == SHEETS


def test_each_sheet_is_one_table_with_a_frozen_header_and_a_filter_and_no_merged_cells(three):
    for sheet in three.values():
        assert "<mergeCell" not in sheet.xml
        assert len(re.findall("<autoFilter ", sheet.xml)) == 1
        assert 'state="frozen"' in sheet.xml
        assert "<cols>" in sheet.xml


def test_headers_are_distinct_and_carry_the_unit(three):
    for name, header in (("Comparison", UNITS), ("Cost", UNITS), ("RFQ", 1), ("Sources", 1)):
        heads = [value for address, value in three[name].cells.items() if re.fullmatch(rf"[A-Z]+{header}", address)]
        assert len(set(heads)) == len(heads), name
    assert "Memory bandwidth (GB/s)" in three["Comparison"].table(UNITS)[0]


def test_values_are_numbers_and_equal_the_comparison(three, opened):
    found = shown(opened, THREE)
    table = three["Comparison"].table(UNITS)
    assert [row["Platform"] for row in table] == [platform["name"] for platform in found.platforms]
    numbers = 0
    for row, platform in zip(table, found.platforms, strict=True):
        for column in found.columns:
            value, wanted = row[column.header], found.cell(platform, column).value
            assert value == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), column.id
            numbers += isinstance(wanted, float)
    assert numbers > 20


def test_a_footnote_stands_beside_each_cited_value_and_leads_to_its_source(three, opened):
    found = shown(opened, THREE)
    sources = {row["[n]"]: row["Id"] for row in three["Sources"].table()}
    for row, platform in zip(three["Comparison"].table(UNITS), found.platforms, strict=True):
        for column in found.columns:
            cell = found.cell(platform, column)
            if column.cited and cell.value is not None:
                marks = re.findall(r"\[\d+\]", str(row[f"{column.label} [n]"]))
                assert tuple(sources[mark] for mark in marks) == cell.sources
                assert cell.sources, column.id


def test_every_footnote_of_every_sheet_is_in_the_sources(three):
    known = {row["[n]"] for row in three["Sources"].table()}
    used = {
        mark
        for name, sheet in three.items()
        if name not in {"Sources", "Read me"}
        for value in sheet.cells.values()
        for mark in re.findall(r"\[\d+\]", str(value))
    }
    assert used == known


def test_a_disputed_value_says_so_in_words(three):
    (row,) = [row for row in three["Comparison"].table(UNITS) if row["Id"] == "bolt-9000-24gb"]
    assert any("disputed" in str(value) for value in row.values())
    assert {row["Platform"] for row in three["Disputes"].table()} >= {row["Platform"]}


def test_rent_never_stands_in_the_column_of_what_is_bought(real):
    book = xlsx.read(workbook_bytes(real))
    rented = [row for row in book["Prices"].table() if row["Basis"] == "cloud_hour"]
    assert rented
    assert all(row["Price to buy"] is None and row["Price per hour"] is not None for row in rented)
    assert all(row["Price per hour"] is None for row in book["Prices"].table() if row["Basis"] != "cloud_hour")


def test_the_rfq_has_the_names_of_the_catalogue_format_and_invents_nothing(three, ask):
    table = three["RFQ"].table()
    known = {row["platform_id"]: row["text"] for row in ask("SELECT * FROM facts WHERE metric_id = 'part_number'")}
    names = {row["name"]: row["id"] for row in ask("SELECT id, name FROM platforms")}
    assert list(table[0])[:6] == [
        "Supplier ID", "Supplier Part ID", "Manufacturer Part ID", "Item Description", "SPSC Code", "Unit Price",
    ]  # fmt: skip
    for row in table:
        assert row["Manufacturer Part ID"] == known.get(names[row["Item Description"]])
        assert {row[name] for name in ("Supplier ID", "SPSC Code", "Unit Price", "Quantity")} == {None}


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1+1}", 'http://a.example/"&cmd', "123"])
def test_text_stays_text_and_only_the_cost_has_formulas(kb, tmp_path, title):
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE sources SET title = ? WHERE id = 'acme-bolt-datasheet'", (title,))
        connection.execute("UPDATE platforms SET name = ? WHERE id = 'desk-10'", (title,))
        connection.commit()
        book = xlsx.read(workbook_bytes(connection, THREE))
    assert title in {row["Title"] for row in book["Sources"].table()}
    assert title in {row["Platform"] for row in book["Comparison"].table(UNITS)}
    assert {name for name, sheet in book.items() if sheet.formulas} == {"Cost"}


def test_an_address_that_is_not_http_is_text_and_no_link(kb, tmp_path):
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE sources SET url = 'file:///etc/passwd' WHERE id = 'acme-bolt-datasheet'")
        connection.commit()
        data = workbook_bytes(connection, THREE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert "file:///etc/passwd" in {row["Address"] for row in xlsx.read(data)["Sources"].table()}
    assert not any("file:" in link for link in links)


def test_the_stored_cost_is_that_of_the_database(real):
    for workload in ("decode-70b-q4-b1-8k", ASKED):
        book = xlsx.read(workbook_bytes(real, None, workload))
        costs = _costs(real, workload)
        names = {row["name"]: row["id"] for row in rows(real, "SELECT id, name FROM platforms")}
        priced = 0
        for row in book["Cost"].table(UNITS):
            wanted = costs[names[row["Platform"]], int(row["Devices, input"])]
            shown_cost = row["Cost of a million tokens (USD)"]
            assert (shown_cost or None) == (wanted if wanted is None else pytest.approx(wanted, rel=1e-12))
            priced += wanted is not None
        assert priced > 20
        assert any(row["Devices, input"] > 1 for row in book["Cost"].table(UNITS))


def test_a_workbook_of_an_earlier_day_knows_no_later_price(real):
    book = xlsx.read(workbook_bytes(real, REAL, as_of="2026-01-15"))
    days = {row["Day"] for row in book["Prices"].table()}
    assert days
    assert max(days) <= "2026-01-15"
    assert {row["Price as of"] for row in book["Comparison"].table(UNITS)} - {None} <= days
    assert {row["What it says"] for row in book["Read me"].table() if row["About"] == "As known on"} == {"2026-01-15"}


def _costs(connection: sqlite3.Connection, workload: str) -> dict[tuple[str, int], float | None]:
    found = rows(connection, "SELECT * FROM bounds WHERE workload_id = ?", workload)
    return {(row["platform_id"], row["devices"]): row["usd_per_million_tokens"] for row in found}


# LibreOffice

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def recalculated(real: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workbooks opened and computed anew by LibreOffice, as CSV of each sheet: one start for all of them.

    `stale` has wrong results stored, so that what comes back was computed; `doubled` works twice as much of the year; `dearer` has one
    price changed; `whole` is of every platform.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed; as root, make tools installs it")
    folder = tmp_path_factory.mktemp("office")
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    plain = workbook_bytes(real, REAL)
    inputs, cost = SHEETS.index("Inputs") + 1, SHEETS.index("Cost") + 1
    share, price = xlsx.read(plain)["Inputs"].cells["B4"], xlsx.read(plain)["Cost"].cells["C3"]
    books = {
        "stale": xlsx.with_xml(plain, cost, r"(<f>[^<]*</f>)<v>[\d.eE+-]+</v>", r"\1<v>999</v>"),
        "doubled": xlsx.with_xml(plain, inputs, r'(<c r="B4"[^>]*>)<v>[^<]+</v>', rf"\g<1><v>{2 * share}</v>"),
        "dearer": xlsx.with_xml(plain, cost, r'(<c r="C3"[^>]*>)<v>[^<]+</v>', rf"\g<1><v>{2 * price}</v>"),
        "whole": workbook_bytes(real),
    }
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    files = [str(folder / f"{name}.xlsx") for name in books]
    profile = (folder / "profile").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        EVERY_SHEET,
        "--outdir",
        folder,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: folder / name for name in books}


def _computed(book: Path, sheet: str) -> list[dict[str, str]]:
    lines = Path(f"{book}-{sheet}.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(lines[UNITS - 1 :] if sheet in {"Cost", "Comparison"} else lines))


def test_a_spreadsheet_computes_the_costs_of_the_database(recalculated, real):
    costs = _costs(real, "decode-70b-q4-b1-8k")
    names = {row["name"]: row["id"] for row in rows(real, "SELECT id, name FROM platforms")}
    for book, least in (("stale", 3), ("whole", 20)):
        priced = 0
        for row in _computed(recalculated[book], "Cost"):
            wanted = costs[names[row["Platform"]], int(row["Devices, input"])]
            if wanted is None:
                assert row["Cost of a million tokens (USD)"] == ""
            else:
                assert float(row["Cost of a million tokens (USD)"]) == pytest.approx(wanted, rel=1e-9)
                priced += 1
        assert priced >= least


def test_every_stored_result_is_what_a_spreadsheet_computes(recalculated, real):
    stored = xlsx.read(workbook_bytes(real, REAL))["Cost"].table(UNITS)
    for kept, computed in zip(stored, _computed(recalculated["stale"], "Cost"), strict=True):
        for head, value in kept.items():
            wanted = "" if value is None else value
            if isinstance(wanted, float):
                assert float(computed[head]) == pytest.approx(wanted, rel=1e-9), head
            else:
                assert computed[head] == wanted


def test_one_changed_assumption_changes_every_row(recalculated):
    before, after = (_computed(recalculated[book], "Cost") for book in ("stale", "doubled"))
    head = "Purchase, per hour of work (USD/h)"
    pairs = [(float(old[head]), float(new[head])) for old, new in zip(before, after, strict=True) if old[head]]
    assert len(pairs) >= 3
    assert all(new == pytest.approx(old / 2) for old, new in pairs)


def test_one_changed_price_changes_its_row_only(recalculated):
    before, after = (_computed(recalculated[book], "Cost") for book in ("stale", "dearer"))
    head = "Cost of a million tokens (USD)"
    assert float(after[0][head]) > 1.5 * float(before[0][head])
    assert [row[head] for row in after[1:]] == [row[head] for row in before[1:]]


def test_no_cell_of_any_sheet_is_an_error(recalculated):
    for book in recalculated.values():
        for file in book.parent.glob(f"{book.name}-*.csv"):
            for row in csv.reader(file.read_text("utf-8").splitlines()):
                assert not [cell for cell in row if re.fullmatch(r"(#\S+[!?]|#N/A|Err:\d+|#NAME\?)", cell)], file.name
