from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.textyaml import MAX_BYTES, MAX_DEPTH, Mapping, Sequence, Text, YamlRefused, load, loads


def refusal(text: str) -> YamlRefused:
    with pytest.raises(YamlRefused) as refused:
        loads(text)
    return refused.value


def file(folder: Path, content: bytes) -> Path:
    path = folder / "claims.yml"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "scalar",
    [
        "2:4",
        "no",
        "yes",
        "010",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        "null",
        "~",
        "2025-10-15",
        "1.10",
        "273 GB/s",
        "=",
        "<<",
    ],
)
def test_a_scalar_stays_the_text_it_is(scalar):
    assert loads(f"key: {scalar}") == {"key": scalar}


@pytest.mark.parametrize(
    ("written", "text"), [('"no"', "no"), ("'2:4'", "2:4"), ("", ""), ('""', ""), ("a # remark", "a"), ("a#b", "a#b")]
)
def test_quotes_and_remarks_are_not_part_of_the_text(written, text):
    assert loads(f"key: {written}") == {"key": text}


def test_keys_are_text_too():
    assert loads("no: 1\n010: 2") == {"no": "1", "010": "2"}


def test_mappings_and_lists_nest():
    assert loads("a:\n- b: {c: d}\n- [e, f]") == {"a": [{"b": {"c": "d"}}, ["e", "f"]]}


def test_everything_knows_its_line():
    root = loads("# remark\n\nname: DGX Spark\nclaims:\n- source: hot-chips\n  at: |\n    table\n    row\n- tdp")
    assert isinstance(root, Mapping)
    claims = root[Text("claims", 0)]
    assert isinstance(claims, Sequence)
    first, second = claims
    assert isinstance(first, Mapping)
    assert [key.line for key in root] == [3, 4]
    assert [root.line, claims.line, first.line, second.line] == [3, 5, 5, 9]
    assert [(key.line, value.line) for key, value in first.items()] == [(5, 5), (6, 6)]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_are_counted_with_any_line_ending(ending):
    assert refusal(ending.join(["a: 1", "b: 2", "a: 3"])).line == 3


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_an_empty_file_is_none(text):
    assert loads(text) is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3", 3, 'the key "a" stands twice in one mapping'),
        ('a: 1\n"a": 2', 2, 'the key "a" stands twice in one mapping'),
        ("a: 1\nb: {c: 1, c: 2}", 2, 'the key "c" stands twice in one mapping'),
        ("a: 1\nb: &name 2", 2, "anchors and aliases (& and *) are not used here; write the text out"),
        ("a: 1\n&name b: 2", 2, "anchors and aliases (& and *) are not used here; write the text out"),
        ("a: 1\nb: *name", 2, "anchors and aliases (& and *) are not used here; write the text out"),
        ("a: 1\n<<: *name", 2, "anchors and aliases (& and *) are not used here; write the text out"),
        ("a: 1\nb: !!int 2", 2, "tags such as tag:yaml.org,2002:int are not used here; every value is plain text"),
        ("a: 1\nb: !python/object 2", 2, "tags such as !python/object are not used here; every value is plain text"),
        ("a: 1\n---\nb: 2", 2, "a second document begins here; a file holds one"),
        ("a: 1\n? [b, c]\n: 2", 2, "a key must be a word, not a list or a mapping"),
        ("a: 1\n{b: c}: 2", 2, "a key must be a word, not a list or a mapping"),
        ("a: 1\nb: \x07", 2, "an invisible character (U+0007) stands here; remove it"),
        ('a: 1\nb: "\\0"', 2, "an invisible character (U+0000) stands here; remove it"),
        ("a: 1\nb: 273\N{ZERO WIDTH SPACE} GB/s", 2, "an invisible character (U+200B) stands here; remove it"),
        ("a: 1\nb: \N{RIGHT-TO-LEFT OVERRIDE}372", 2, "an invisible character (U+202E) stands here; remove it"),
        ("a: 1\nb: \N{LINE SEPARATOR}c", 2, "an invisible character (U+2028) stands here; remove it"),
    ],
)
def test_what_says_other_than_it_shows_is_refused_at_its_line(text, line, message):
    refused = refusal(text)
    assert (refused.line, str(refused)) == (line, message)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: c: d", 2), ("a:\n\tb: 1", 2), ("a: 1\n\nb: @c", 3), ("a: 1\nb: ]", 2), ('a: "\\q"', 1)],
)
def test_what_is_not_yaml_is_refused_at_its_line(text, line):
    refused = refusal(text)
    assert (refused.line, str(refused)[:10]) == (line, "not YAML: ")


def test_an_unclosed_bracket_is_traced_to_where_it_opens():
    assert str(refusal("a: 1\nb: [c,\nd: 2\n")).endswith("while parsing a flow sequence that begins in line 2")


@pytest.mark.parametrize(
    "nest", [lambda depth: "[" * depth + "]" * depth, lambda depth: "{a: " * (depth - 1) + "b" + "}" * (depth - 1)]
)
def test_nesting_ends_at_a_depth(nest):
    assert loads(nest(MAX_DEPTH))
    assert str(refusal(nest(MAX_DEPTH + 1))) == "nested deeper than 10 levels"


def test_hostile_nesting_is_refused_before_it_is_followed():
    assert str(refusal("[" * 100_000)) == "nested deeper than 10 levels"


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path):
    assert load(file(tmp_path, b"\xef\xbb\xbfa: \xc3\xa9")) == load(file(tmp_path, b"a: \xc3\xa9")) == {"a": "é"}


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path):
    with pytest.raises(YamlRefused, match=r"the file is not UTF-8 \(byte 8\); save it as UTF-8") as refused:
        load(file(tmp_path, b"a: 1\nb: \xe9"))
    assert refused.value.line == 2


def test_a_large_file_is_refused(tmp_path):
    with pytest.raises(YamlRefused, match="larger than 1,000,000 bytes; split it"):
        load(file(tmp_path, b"a" * (MAX_BYTES + 1)))


@settings(deadline=None)
@given(st.text() | st.text("ab:-?[]{},&*!|>'\"%@` \t\n#\\0"))
def test_any_text_is_read_or_refused_at_one_of_its_lines(text):
    line = 1
    try:
        loads(text)
    except YamlRefused as refused:
        line = refused.line
    assert 1 <= line <= len(text.splitlines()) + 1


@settings(deadline=None)
@given(st.dictionaries(st.text("abc-_", min_size=1), st.text("ab01:.,~ &*!{}[]#'é", max_size=20)))
def test_a_quoted_text_survives_being_written(mapping):
    written = "".join("'{}': '{}'\n".format(*(text.replace("'", "''") for text in pair)) for pair in mapping.items())
    assert (loads(written) or {}) == mapping
