"""Reading: formats, lines, blocks, marks, addresses, lists of references."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.answer import addresses, blocks, html, markers, references
from ingest.answer.document import LARGEST, Unreadable, from_bytes, open_document
from ingest.answer.parts import Line

# formats


def text_of(content: bytes, format_: str | None = None) -> list[str]:
    return [line.text for line in from_bytes(content, "file", format_).lines]


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference():
    assert text_of(b"\xef\xbb\xbfone\r\ntwo\r\n") == ["one", "two"]


def test_utf_16_is_read():
    assert text_of("bir ış".encode("utf-16")) == ["bir ış"]


def test_marks_that_print_nothing_do_not_cut_words_apart():
    assert text_of("band\u00adwidth 2\u200b73".encode()) == ["bandwidth 273"]


def test_full_width_digits_are_digits():
    assert text_of("２７３ＧＢ".encode()) == ["273GB"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no text"),
        (b"  \n\t\n", "no text"),
        (b"a\x00b", "binary"),
        (b"caf\xe9\n", "not UTF-8"),
        (b"%PDF-1.7\nrubbish", "damaged PDF"),
    ],
)
def test_what_cannot_be_read_says_why(content, says):
    with pytest.raises(Unreadable, match=says):
        from_bytes(content, "file")


def test_a_file_that_is_too_large_is_refused_without_being_read(tmp_path):
    path = tmp_path / "large.txt"
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    begun = time.perf_counter()
    with pytest.raises(Unreadable, match=r"100\.0 MB"):
        open_document(path)
    assert time.perf_counter() - begun < 0.5


def test_standard_input_that_never_ends_is_refused():
    with pytest.raises(Unreadable, match="larger"):
        open_document(None, io.BytesIO(b"x" * (LARGEST + 10)))


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="folder"):
        open_document(tmp_path)
    with pytest.raises(Unreadable, match="No such file"):
        open_document(tmp_path / "none.txt")


def test_the_text_of_a_pdf_is_read(tmp_path):
    assert any("273 GB/s" in line for line in text_of(pdf("DGX Spark: 273 GB/s")))


def pdf(text: str) -> bytes:
    """A PDF of one page with one line of text."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(content)


# HTML


def test_html_keeps_the_line_of_the_file():
    found = html.lines("<p>one</p>\n\n<p>two\nthree</p>")
    assert [(line.number, line.text) for line in found if line.text] == [(1, "one"), (3, "two three")]


def test_html_headings_items_and_rows_are_told_apart():
    page = "<h2>H</h2><ul><li>a</li></ul><ol><li>b</li><li>c</li></ol><table><tr><th>x</th><td>y</td></tr></table>"
    assert [line.text for line in html.lines(page) if line.text] == ["## H", "- a", "1. b", "2. c", "| x | y |"]


def test_scripts_and_styles_are_no_text():
    assert [line.text for line in html.lines("<style>p{}</style><script>1 GB/s</script>x")] == ["x"]


def test_the_address_of_a_link_stands_behind_its_words():
    assert (
        html.lines('<a href="https://a.example/x?b=1&amp;c=2">Page</a>')[0].text == "Page <https://a.example/x?b=1&c=2>"
    )


@pytest.mark.parametrize(
    "source", ["<" * 50_000, "<!--" * 20_000, "<a href='" * 20_000, "<script>" * 20_000, "&#" * 50_000]
)
def test_html_that_is_never_closed_takes_no_time(source):
    begun = time.perf_counter()
    html.lines(source)
    assert time.perf_counter() - begun < 2


# marks


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("a [2] b", [(2,)]),
        ("a [2] [5]", [(2,), (5,)]),
        ("a [2][5].", [(2,), (5,)]),
        ("a [1, 2; 4]", [(1, 2, 4)]),
        ("a [1-3]", [(1, 2, 3)]),
        ("a [1–3]", [(1, 2, 3)]),
        ("a [^1] [^nvidia]", [(1,), ("nvidia",)]),
        ("a¹ b¹²", [(1,), (12,)]),
        ("a【3†source】", [(3,)]),
        ("m² and 10⁶", []),
        ("[text](https://x.example) [2024] [1.5] [x] [3-1] [] [0]", []),
    ],
)
def test_marks_are_found_in_every_form(text, labels):
    assert [marker.labels for marker in markers.find(text)] == labels


# addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("<https://a.example/b>, www.a.example/c;", ["https://a.example/b", "www.a.example/c"]),
        ("https://a.example/?q=x+y%3F", ["https://a.example/?q=x+y%3F"]),
        ("https://a.example/b[", ["https://a.example/b"]),
        ("http:// and www. and xwww.a.example/c", []),
    ],
)
def test_an_address_ends_before_the_punctuation_of_its_sentence(text, found):
    assert [text[start:end] for start, end in addresses.find(text)] == found


# references


def entries(text: str) -> dict[object, tuple[str, ...]]:
    lines = tuple(Line(number, line) for number, line in enumerate(text.splitlines(), start=1))
    return {reference.label: reference.urls for reference in references.find(lines).references}


@pytest.mark.parametrize(
    "text",
    [
        "x [1]\n\n[1] https://a.example/b",
        "x [1]\n\n[1]: https://a.example/b",
        "x [1]\n\nSources:\n1. Title – https://a.example/b",
        "x [1]\n\n## Quellen\n1) Titel. https://a.example/b.",
        "x [^1]\n\n[^1]: Title, https://a.example/b",
        "x [1]\n\n**References**\n- [1] Title\n  https://a.example/b",
        "x [1]\n\nKaynaklar\n[1] Başlık (https://a.example/b)",
        "x [1]\n\n参考资料：\n[1] https://a.example/b",
        "x [1]\n\n1. [Title](https://a.example/b)",
        "x [1]\n\nSources\nhttps://a.example/b",
        "x ¹\n\n¹ https://a.example/b",
        "x [1]\n\nREFERENCES\n[1] https://a.example/\nb/",
    ],
)
def test_a_list_of_references_is_read_in_every_form(text):
    assert {label: tuple(url.rstrip("/") for url in urls) for label, urls in entries(text).items()} == {
        1: ("https://a.example/b",)
    }


def test_the_next_mark_behind_an_address_is_no_part_of_it():
    assert entries("Sources\n[18] https://a.example/x\n[19] https://a.example/y[")[19] == ("https://a.example/y",)


def test_numbered_paragraphs_are_no_references():
    assert entries("1. First point, see https://a.example.\n2. Second point.\n\nMore text.") == {}


def test_an_address_broken_over_three_lines_is_joined():
    text = "Sources\n[1] https://a.example/one-\ntwo-\nthree/\n[2] https://b.example/x"
    assert entries(text)[1] == ("https://a.example/one-two-three/",)


# sentences


def sentences(text: str) -> list[str]:
    lines = [(place, Line(place + 1, line)) for place, line in enumerate(text.splitlines())]
    return [
        sentence.text[sentence.tokens[0].start : sentence.tokens[-1].end]
        for block in blocks.blocks(lines, frozenset())
        for sentence in blocks.sentences(block)
    ]


def test_a_sentence_ends_at_its_full_stop_and_not_within_a_number_or_an_abbreviation():
    assert sentences("It has 1.3 TB/s, approx. 1344 GB/s. That is much! 是的。对") == [
        "It has 1.3 TB/s, approx. 1344 GB/s.",
        "That is much!",
        "是的。",
        "对",
    ]


def test_code_is_no_text():
    assert sentences("a\n```\n273 GB/s\n```\nb") == ["a", "b"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab1 .[]()|#-\n*:/`<>w²", max_size=200))
def test_no_text_makes_the_reading_fail(text):
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=1))
    found = references.find(lines)
    for block in blocks.blocks(enumerate(lines), found.lines):
        for sentence in blocks.sentences(block):
            assert sentence.tokens or sentence.markers
    html.lines(text)
