"""References: BibTeX that a parser reads back, CSL-JSON, plain text; of documents and of single figures."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from ingest.export import cited
from ingest.export.citations import Cited, Printed, bibtex, csl, csl_json, plain
from ingest.query import connect

NAMED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
}  # fmt: skip


def source(**changed: object) -> Cited:
    told = {
        "id": "acme-sheet", "kind": "vendor-datasheet", "publisher": "Acme", "title": "Bolt", "url": "https://acme.example/bolt",
        "published": "2026-09-02", "checked_on": "2026-11-23", "checked_how": "live", "lang": "en", "archive_url": None,
    }  # fmt: skip
    return Cited(**(told | changed))


FIGURE = Printed("bolt--memory_bandwidth--acme-sheet", "Acme Bolt", "Memory bandwidth", "1,344 GB/s", "table 2, row 3")


def parsed(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def shown(field: str) -> str:
    """What LaTeX would show for a field."""
    for name, character in NAMED.items():
        field = field.replace(name, f"\0{ord(character)}\0")
    field = re.sub(r"\\([$&#%_])", r"\1", re.sub(r"^\{(.*)\}$", r"\1", field))
    return re.sub(r"\0(\d+)\0", lambda match: chr(int(match[1])), field)


def test_a_document_is_cited_in_one_line():
    assert plain(source()) == "Acme. Bolt. 2026-09-02. https://acme.example/bolt (accessed 2026-11-23)."


def test_a_figure_is_cited_with_what_is_printed_where_and_its_permanent_id():
    text = plain(source(figure=FIGURE))
    assert text.startswith(
        "1,344 GB/s (Memory bandwidth of Acme Bolt; table 2, row 3; Specproof id bolt--memory_bandwidth--acme-sheet). In: Acme."
    )
    assert text.endswith("(accessed 2026-11-23).")


def test_an_archived_copy_is_called_one():
    text = plain(source(checked_how="archived-copy", archive_url="https://archive.example/1"))
    assert text.endswith("(accessed 2026-11-23, an archived copy). Archived at https://archive.example/1.")


def test_bibtex_has_the_fields_that_styles_ask_for():
    entry = parsed(bibtex([source()])).entries["acme-sheet"]
    fields = dict(entry.fields)
    assert (fields["year"], fields["urldate"], fields["url"]) == ("2026", "2026-11-23", "https://acme.example/bolt")
    assert fields["month"] == "September"
    assert [str(person) for person in entry.persons["author"]] == ["{Acme}"]


def test_a_document_without_a_day_has_no_year():
    (entry,) = parsed(bibtex([source(published=None)])).entries.values()
    assert "year" not in entry.fields
    assert "issued" not in csl([source(published=None)])[0]


@given(st.text(), st.text(min_size=1))
def test_any_text_survives_bibtex(title, publisher):
    told = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    (entry,) = parsed(bibtex([source(title=title, publisher=publisher)])).entries.values()
    assert shown(entry.fields["title"]) == told


@given(st.text())
def test_no_address_ends_its_field(rest):
    entries = parsed(bibtex([source(url="https://acme.example/" + rest), source(id="next")])).entries
    assert set(entries) == {"acme-sheet", "next"}


def test_csl_names_the_day_in_parts():
    (item,) = csl([source(published="2026-09", figure=FIGURE)])
    assert item["issued"] == {"date-parts": [[2026, 9]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 23]]}
    assert (item["type"], item["locator"], item["id"]) == ("report", "table 2, row 3", FIGURE.id)
    assert item["author"] == [{"literal": "Acme"}]


def test_every_source_of_the_base_is_read_back_by_a_parser(real_kb: Path):
    with closing(connect(real_kb)) as connection:
        sources = cited.all_sources(connection)
    entries = parsed(bibtex(sources)).entries
    assert set(entries) == {source.id for source in sources}
    for source_ in sources:
        assert shown(entries[source_.id].fields["title"]) == source_.title
    assert [item["id"] for item in json.loads(csl_json(sources))] == [source.id for source in sources]


def test_the_sources_of_a_platform_are_those_that_say_something_of_it(kb, ask):
    with closing(connect(kb)) as connection:
        found = {source.id for source in cited.sources_of(connection, "bolt-9000-24gb")}
    said = {row["source_id"] for row in ask("SELECT source_id FROM claims WHERE platform_id = 'bolt-9000-24gb'")}
    priced = {row["source_id"] for row in ask("SELECT source_id FROM prices WHERE platform_id = 'bolt-9000-24gb'")}
    assert said | priced <= found < {row["id"] for row in ask("SELECT id FROM sources")}


def test_the_figures_of_a_fact_begin_with_the_chosen_one(kb, ask):
    with closing(connect(kb)) as connection:
        found = cited.figures_of(connection, "bolt-9000-24gb", "memory_bandwidth")
    (fact,) = ask("SELECT * FROM facts WHERE platform_id = 'bolt-9000-24gb' AND metric_id = 'memory_bandwidth'")
    assert found[0].figure.id == fact["claim_id"]
    assert found[0].figure.printed == fact["printed"]
    assert len(found) > 1


@pytest.mark.parametrize("table", ["claims", "prices"])
def test_every_claim_and_price_can_be_cited_alone(kb, ask, table):
    with closing(connect(kb)) as connection:
        for row in ask(f"SELECT * FROM {table}"):
            found = cited.figure(connection, row["id"])
            assert found is not None
            assert (found.id, found.figure.printed) == (row["source_id"], row["printed"])
        assert cited.figure(connection, "nothing") is None
