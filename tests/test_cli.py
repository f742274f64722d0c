"""The command line, verb by verb."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import checks
from ingest.__main__ import main
from ingest.read import read

DESK = "platforms/acme/desk-10.yml"
TOWER = "platforms/acme/tower-2.yml"


def specproof(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# build


def test_build_says_what_it_built_and_then_that_it_is_up_to_date(mini, tmp_path):
    kb = tmp_path / "kb.db"
    counts = "6 platforms, 56 claims, 13 prices"
    assert specproof("build", "--data", mini, "--kb", kb).output.startswith(f"kb.db built: {counts}")
    assert specproof("build", "--data", mini, "--kb", kb).output.startswith(f"kb.db is up to date: {counts}")
    assert specproof("build", "--data", mini, "--kb", kb, "--force").output.startswith("kb.db built")


def test_build_tells_a_program_what_it_did(mini, kb):
    said = json.loads(specproof("build", "--data", mini, "--kb", kb, "--json").output)
    assert (said["built"], said["fresh"], said["platforms"]) == (True, False, 6)


def test_build_makes_the_folder_it_is_told_to_write_to(mini, tmp_path):
    result = specproof("build", "--data", mini, "--kb", tmp_path / "new" / "kb.db")
    assert result.exit_code == 0
    assert (tmp_path / "new" / "kb.db").is_file()


# lint


def test_lint_counts_what_it_checked(mini):
    result = specproof("lint", "--data", mini)
    assert result.exit_code == 0
    assert result.output == "6 platforms, 56 claims, 13 prices, 12 sources: 0 errors, 0 warnings\n"


def test_lint_fails_on_an_error_but_not_on_a_warning(edited):
    data = edited(DESK, "8000 MT/s", "6400 MT/s")
    assert specproof("lint", "--data", data).exit_code == 0
    edited(TOWER, "800 GB/s", "800 TB/s")
    assert specproof("lint", "--data", data).exit_code == 1


def test_lint_shows_findings_from_a_level_up(edited):
    data = edited(DESK, "8000 MT/s", "6400 MT/s")
    assert "[bandwidth-is-width-times-rate]" in specproof("lint", "--data", data).output
    assert "[bandwidth-is-width-times-rate]" not in specproof("lint", "--data", data, "--level", "error").output


def test_lint_tells_a_program_file_line_level_check_and_message(edited):
    (found,) = json.loads(specproof("lint", "--json", "--data", edited(TOWER, "800 GB/s", "800 TB/s")).output)
    assert found.pop("message").startswith('memory_bandwidth: "800 TB/s" is 800000 GB/s')
    assert found == {"path": f"data/{TOWER}", "line": 11, "level": "error", "check": "value-is-plausible"}


def test_lint_lists_every_rule(mini):
    listed = specproof("lint", "--data", mini, "--rules").output.splitlines()
    assert listed == [f"{rule.name} ({rule.level}): {rule.meaning}" for rule in checks.rules()]


# show


@pytest.mark.parametrize(
    "words", [["desk-10"], ["Desk 10"], ["desk", "10"], ["DESK-10"], ["Acme", "Desk", "10", "(64", "GB)"]]
)
def test_show_takes_an_id_or_any_name_in_one_word_or_several(kb, words):
    result = specproof("show", "--kb", kb, *words)
    assert result.exit_code == 0
    assert result.output.startswith("Acme Desk 10 (64 GB)\n")


def test_show_takes_a_translated_name(kb):
    assert specproof("show", "--kb", kb, "étincelle de bureau").output.startswith("Acme Desk 10 (64 GB)\n")


@pytest.mark.parametrize("name", ["Bolt 9000", "bolt-9000"])
def test_show_lists_the_variants_that_a_name_fits(kb, name):
    result = specproof("show", "--kb", kb, name)
    assert result.exit_code == 2
    assert {"  bolt-9000-24gb", "  bolt-9000-48gb"} < set(result.output.splitlines())


def test_an_ambiguous_name_means_the_namesake_too(kb):
    assert "  bolt-9000-laptop\n" in specproof("show", "--kb", kb, "Bolt 9000").output


def test_show_suggests_what_an_unknown_name_may_have_meant(kb):
    result = specproof("show", "--kb", kb, "Twoer", "2")
    assert result.exit_code == 2
    assert '"Twoer 2" is not known. Perhaps one of these:\n  tower-2\n' in result.output


def test_show_suggests_nothing_for_what_resembles_nothing(kb):
    assert specproof("show", "--kb", kb, "?!").output == '"?!" is not known.\n'


def test_show_tells_a_program_everything_that_is_known(kb):
    found = json.loads(specproof("show", "--kb", kb, "--json", "desk-10").output)
    bandwidth = next(figure for figure in found["figures"] if figure["metric_id"] == "memory_bandwidth")
    assert (bandwidth["value"], bandwidth["chosen"]["publisher"]) == (256, "Example Maker")
    assert [other["printed"] for other in bandwidth["others"] if not other["agrees"]] == ["273 GB/s"]
    assert [part["id"] for part in found["parts"]] == ["zap-10"]
    assert [row["metric_id"] for row in found["unknown"]] == ["tdp"]
    assert found["buying_price"]["amount_usd"] == 4000


def test_show_without_a_database_says_how_to_make_one(tmp_path):
    result = specproof("show", "--kb", tmp_path / "kb.db", "desk-10")
    assert result.exit_code == 1
    assert "run `specproof build` first" in result.output


def test_show_of_a_file_that_is_no_database_says_so(tmp_path):
    (tmp_path / "kb.db").write_text("a letter")
    result = specproof("show", "--kb", tmp_path / "kb.db", "desk-10")
    assert result.exit_code == 1
    assert "is not a database" in result.output


# export


@pytest.fixture(scope="module")
def exported(kb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "export"
    result = specproof("export", "--kb", kb, folder)
    assert result.exit_code == 0, result.output
    return folder


def test_export_writes_each_table_twice_and_two_descriptions(exported, ask):
    tables = [
        row["name"]
        for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")
        if "_fts" not in row["name"] and not row["name"].startswith("sqlite_")
    ]
    expected = {f"{table}.{ending}" for table in tables for ending in ("csv", "json")}
    expected |= {"datapackage.json", "croissant.json"}
    assert {path.name for path in exported.iterdir()} == expected


def test_csv_and_json_say_the_same(exported):
    printed = [row["printed"] for row in rows_of(exported / "claims.csv")]
    assert printed == [row["printed"] for row in json.loads((exported / "claims.json").read_text("utf-8"))]
    assert "1.344,0 GB/s" in printed


@pytest.mark.parametrize("table", ["claims", "prices", "facts", "lineage", "buying_prices"])
def test_each_exported_row_has_the_address_of_its_source(exported, ask, table):
    urls = {row["url"] for row in ask("SELECT url FROM sources")}
    found = rows_of(exported / f"{table}.csv")
    assert found
    assert {row["source_url"] for row in found} <= urls


def test_a_dispute_has_the_addresses_of_both_sides(exported):
    for row in rows_of(exported / "disputes.csv"):
        assert row["chosen_source_url"].startswith("https://")
        assert row["other_source_url"].startswith("https://")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_neutralised_in_csv_and_kept_in_json(kb, tmp_path, title):
    copy = tmp_path / "kb.db"
    shutil.copy(kb, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE sources SET title = ? WHERE id = 'bench-bolt'", (title,))
        connection.commit()
    specproof("export", "--kb", copy, tmp_path / "export")
    (cell,) = (row["title"] for row in rows_of(tmp_path / "export/sources.csv") if row["id"] == "bench-bolt")
    rows = json.loads((tmp_path / "export/sources.json").read_text("utf-8"))
    assert cell == f"'{title}"
    assert title in {row["title"] for row in rows}


def test_the_same_database_exports_the_same_bytes(kb, exported, tmp_path):
    specproof("export", "--kb", kb, tmp_path / "again")
    assert [(path.name, path.read_bytes()) for path in sorted((tmp_path / "again").iterdir())] == [
        (path.name, path.read_bytes()) for path in sorted(exported.iterdir())
    ]


def test_an_earlier_export_is_replaced_as_a_whole(kb, tmp_path):
    folder = tmp_path / "export"
    specproof("export", "--kb", kb, folder)
    (folder / "claims.csv").write_text("old")
    files = json.loads(specproof("export", "--kb", kb, folder, "--json").output)
    assert sorted(str(path) for path in folder.iterdir()) == files
    assert (folder / "claims.csv").read_text("utf-8") != "old"
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


@pytest.mark.parametrize("name", ["letter.txt", "datapackage.json"])
def test_a_folder_that_holds_something_else_is_never_replaced(kb, tmp_path, name):
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / name).write_text('{"name": "somebody-elses"}')
    result = specproof("export", "--kb", kb, folder)
    assert result.exit_code == 1
    assert "is not an earlier export" in result.output
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_file_laid_into_an_earlier_export_is_not_lost(kb, tmp_path):
    folder = tmp_path / "export"
    specproof("export", "--kb", kb, folder)
    (folder / "my notes.txt").write_text("precious")
    specproof("export", "--kb", kb, folder)
    assert (folder / "my notes.txt").read_text() == "precious"


# new


def test_new_writes_a_template_whose_every_line_can_be_filled_in(edited):
    source = "  kind: vendor-datasheet\n  publisher: Apex\n  title: Hill\n  url: https://apex.example.org/{0}\n"
    checked = "  checked: {{on: 2026-11-30, how: live}}\n"
    data = edited("sources/apex.yml", new="apex-hill-3-datasheet:\n" + (source + checked).format("hill"))
    edited("sources/some.yml", new="some-shop-2026-11:\n" + (source + checked).format("shop"))
    result = specproof("new", "--data", data, "apex/hill-3")
    path = data / "platforms/apex/hill-3.yml"
    assert (result.exit_code, result.output) == (0, f"{path}\n")
    path.write_text(re.sub(r"^( *)# (?= *(- )?[a-z0-9_]+:)", r"\1", path.read_text("utf-8"), flags=re.M), "utf-8")
    base = read(data)
    assert base.findings == []
    assert len(base.platforms["hill-3"].claims) >= 5
    assert len(base.platforms["hill-3"].prices) == 1


@pytest.mark.parametrize("name", ["hill-3", "Apex/Hill", "apex/hill 3", "apex/hill/3", "../apex", "apex/..", "apex/"])
def test_new_refuses_what_is_no_id(edited, name):
    data = edited(TOWER, "800 GB/s", "800 GB/s")
    before = sorted(data.rglob("*"))
    result = specproof("new", "--data", data, name)
    assert result.exit_code == 1
    assert f'"{name}" is not <vendor>/<id>' in result.output
    assert sorted(data.rglob("*")) == before


def test_new_refuses_an_id_that_is_taken_even_by_another_vendor(edited):
    data = edited(TOWER, "800 GB/s", "800 GB/s")
    result = specproof("new", "--data", data, "apex/tower-2")
    assert result.exit_code == 1
    assert "tower-2 is there already" in result.output


# diff


@pytest.fixture
def committed(edited) -> Path:
    """A copy of the miniature, committed to a git repository of its own."""
    data = edited(TOWER, "800 GB/s", "800 GB/s")
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "--quiet"], ["add", "data"], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run([*git, *words], cwd=data.parent, check=True)
    return data


def test_diff_says_nothing_where_nothing_changed(committed):
    assert specproof("diff", "--data", committed).output == ""


def test_diff_says_what_was_added_removed_and_changed(committed, edited):
    edited(TOWER, "800 GB/s", "{value: 900 GB/s, rank: deprecated, why: a slip of the pen}")
    edited(TOWER, "  fp32: 20 TFLOPS\n", "  slots: 2\n")
    edited(TOWER, "9,000 USD", "9,500 USD")
    assert specproof("diff", "--data", committed).output.splitlines() == [
        "- claim tower-2--fp32--acme-launch: 20 TFLOPS announced",
        "~ claim tower-2--memory_bandwidth--acme-launch: 800 GB/s announced"
        "  ->  900 GB/s deprecated announced (a slip of the pen)",
        "+ claim tower-2--slots--acme-launch: 2 announced",
        "~ price tower-2--list--acme-launch--2025-11-05: 9,000 USD (list, 2025-11-05)  ->  9,500 USD (list, 2025-11-05)",
    ]


def test_diff_knows_platforms_and_sources_that_are_gone(committed):
    (committed / "platforms/acme/tower-2.yml").unlink()
    (committed / "sources/listing.yml").unlink()
    said = specproof("diff", "--data", committed).output
    assert "- platform tower-2: Acme Tower 2 (system, announced)\n" in said
    assert "- source listing-bolt: Example Listing: Bolt 9000 in a table of cards" in said


def test_diff_says_that_a_figure_or_a_document_was_dated_anew(committed, edited):
    edited("platforms/acme/tower-2.yml", "  fp32: 20 TFLOPS\n", "  fp32: {value: 20 TFLOPS, as_of: 2025-12-01}\n")
    edited("sources/listing.yml", "published: 2026-01-15", "published: 2026-01-16")
    listing = "source listing-bolt: Example Listing: Bolt 9000 in a table of cards <https://listing.example.com/cards/bolt-9000> of"
    page = listing.removeprefix("source listing-bolt: ")
    assert specproof("diff", "--data", committed).output.splitlines() == [
        "~ claim tower-2--fp32--acme-launch: 20 TFLOPS announced  ->  20 TFLOPS announced of 2025-12-01",
        f"~ {listing} 2026-01-15  ->  {page} 2026-01-16",
    ]


def test_diff_ignores_how_the_data_is_laid_out(committed, edited):
    edited(TOWER, "claims:\n", "\n# a remark\nclaims:\n")
    assert specproof("diff", "--data", committed).output == ""


def test_diff_works_from_inside_the_folder(committed, edited, monkeypatch):
    edited(TOWER, "  fp32: 20 TFLOPS\n", "  slots: 2\n  fp32: 20 TFLOPS\n")
    monkeypatch.chdir(committed)
    assert specproof("diff", "--data", ".").output == "+ claim tower-2--slots--acme-launch: 2 announced\n"


def test_diff_refuses_a_revision_that_git_does_not_know(committed):
    result = specproof("diff", "--data", committed, "yesteryear")
    assert result.exit_code == 1
    assert "yesteryear" in result.output


# generate


def test_generated_files_are_current():
    result = specproof("generate", "--check")
    assert (result.exit_code, result.output) == (0, "")


def test_generate_names_what_is_not_current_and_changes_nothing_when_it_only_checks(edited):
    data = edited("metrics.yml", "label: Slots", "label: Slits")
    result = specproof("generate", "--check", "--data", data)
    assert result.exit_code == 1
    assert "CONTRIBUTING.md: is not as generated; run make generate\n" in result.output
    assert "Slits" not in (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
