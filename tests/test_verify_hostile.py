"""Documents that want to do harm: to the terminal, to the page that a report is pasted into, to the clock, to their own copy."""

from __future__ import annotations

import json
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.__main__ import main
from ingest.answer import document, report
from ingest.answer.check import Check
from ingest.answer.document import Unreadable, from_bytes
from ingest.answer.fixed import fixed
from ingest.answer.knowledge import load
from ingest.query import connect


@pytest.fixture(scope="module")
def knowledge(answers_kb):
    with closing(connect(answers_kb)) as connection:
        return load(connection)


def run(kb: Path, *arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(main, ["verify", "--kb", str(kb), *arguments], input=text)


def test_neither_a_footnotes_name_nor_a_files_drives_the_terminal(knowledge):
    text = "The L40S has 48 GB of memory.[^\x1b]0;owned\x07]\n\n[^\x1b]0;owned\x07]: https://a.example/b\n"
    shown = report.terminal(Check(from_bytes(text.encode(), "\x1b[31m.md"), knowledge).report())
    assert not {"\x1b", "\x07"} & set(shown)


def test_a_report_in_markdown_holds_no_tag_and_no_link_of_the_document(knowledge):
    text = "The L40S has 48 GB of memory [1].\n\nSources\n[1] https://a.example/<img/src=x>[y](javascript:z)`<b>\n"
    shown = report.markdown(Check(from_bytes(text.encode(), "<script>.md"), knowledge).report())
    assert "\\<script\\>" in shown
    assert "`https://a.example/`" in shown
    assert "<img" not in shown.replace("\\<", "")
    assert "](" not in shown


def test_a_file_name_ends_no_script_that_a_claim_review_is_pasted_into(answers_kb, tmp_path):
    file = tmp_path / "<script>&.md"
    file.write_text("The L40S has 48 GB of memory.")
    output = run(answers_kb, "--claim-review", str(file)).output
    assert "<" not in output
    assert json.loads(output)[0]["itemReviewed"]["appearance"]["name"] == "<script>&.md"


def test_a_name_with_bytes_that_are_no_text_can_be_printed(knowledge):
    shown = report.terminal(Check(from_bytes(b"The L40S has 48 GB of memory.", "\udcff.md"), knowledge).report())
    assert shown.encode()


def test_half_a_character_becomes_a_mark_that_can_be_printed():
    assert document._clean("48 \ud800GB").encode()


def test_lines_are_counted_as_an_editor_counts_them():
    assert [line.number for line in from_bytes(b"a\x0cb\x1cc\r\nd\re\n", "x").lines] == [1, 2, 3]
    assert len(from_bytes("a\u2028b\n".encode(), "x").lines) == 1


GARBLED = "x [1]\r\n\r\nSources\r\n[1] https://docs.example.io/guides/gpu-lomory-bandwidth\r\n"


def test_a_fixed_copy_keeps_its_line_ends_and_everything_but_the_address(knowledge):
    copy = fixed(Check(from_bytes(GARBLED.encode(), "x"), knowledge).report())
    body, _, notes = copy.partition("\r\n---\r\n")
    assert body == GARBLED.replace("lomory", "memory").replace("guides", "guides")
    assert "\n" not in notes.replace("\r\n", "")


def test_a_fixed_copy_leaves_a_longer_address_on_the_same_line_alone(knowledge):
    text = "x [1]\n\nSources\n[1] https://docs.example.io/guides/gpu-lomory-bandwidth-2 https://docs.example.io/guides/gpu-lomory-bandwidth\n"
    whole = from_bytes(text.encode(), "x")
    copy = fixed(Check(whole, knowledge).report())
    assert "bandwidth-2" not in copy.replace("gpu-lomory-bandwidth-2", "")


def test_an_address_that_cannot_be_found_again_is_said_to_be_left(knowledge):
    text = "x [1]\n\nSources\n[1] https://docs.example.io/guides/gpu-lo\u00admory-bandwidth\n"
    assert "left as printed" in fixed(Check(from_bytes(text.encode(), "x"), knowledge).report())


def pdf(content: bytes, pages: int) -> bytes:
    """A PDF whose pages all draw `content`, which is packed."""
    packed = zlib.compress(content)
    kids = b" ".join(b"%d 0 R" % (4 + page) for page in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R /Resources << /Font << >> >> >>"] * pages,
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def test_a_small_pdf_that_unpacks_to_hours_of_drawing_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr(document, "MOST_CONTENT", 100_000)
    with pytest.raises(Unreadable, match="unpacks to more"):
        from_bytes(pdf(b"q Q " * 20_000, 40), "x.pdf")


def test_a_pdf_with_too_many_operators_is_refused(monkeypatch):
    monkeypatch.setattr(document, "MOST_OPERATORS", 1_000)
    with pytest.raises(Unreadable, match="unpacks to more"):
        from_bytes(pdf(b"q Q " * 1_000, 1), "x.pdf")


def test_a_page_without_the_end_of_its_head_is_read():
    page = b"<html><head><title>t</title><style>p{}</style><body><p>The L40S has 48 GB of memory.</p>"
    assert "The L40S has 48 GB of memory." in [line.text for line in from_bytes(page, "x.html", "html").lines]


def test_a_bar_in_a_cell_makes_no_further_cell():
    page = b"<table><tr><td>L40S | A10</td><td>48 GB</td></tr></table>"
    assert [line.text.count("|") for line in from_bytes(page, "x.html", "html").lines if line.text] == [3]


def test_a_cell_that_spans_columns_counts_for_all_of_them():
    page = b"<table><tr><th colspan=2>GPU</th><th>Memory</th></tr></table>"
    assert [line.text.count("|") for line in from_bytes(page, "x.html", "html").lines if line.text] == [4]


def test_a_row_of_another_width_than_its_head_takes_nothing_from_it(knowledge):
    text = "| GPU | RTX 4090 | L40S |\n|---|---|---|\n| Memory | 48 GB |\n"
    found = Check(from_bytes(text.encode(), "x"), knowledge).report().figures
    assert [figure.platforms for figure in found] == [()]
