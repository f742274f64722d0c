"""YAML that types nothing: every scalar is text that knows its line.

YAML's own typing turns ``2:4`` into 124, ``no`` into False and ``010`` into 8, so none of it is used. Duplicate keys,
anchors, aliases, tags, several documents, invisible characters, deep nesting and large files are refused: each is a way
for a file to say something other than what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 10
# Control characters, line breaks that editors do not show, zero-width spaces, marks that turn the reading direction,
# and what is no character at all.
INVISIBLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# The C parser is ten times faster; both give the same events.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(str):
    """A scalar, as written."""

    line: int

    def __new__(cls, value: str, line: int) -> Text:
        text = super().__new__(cls, value)
        text.line = line
        return text


class Mapping(dict[Text, "Node"]):
    """A mapping; keys keep their own lines."""

    line: int


class Sequence(list["Node"]):
    """A list."""

    line: int


Node = Text | Mapping | Sequence


class YamlRefused(ValueError):
    """The file is not YAML we accept. `line` is where, counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def load(path: Path) -> Node | None:
    """Return the content of a file, None if it is empty. Raises YamlRefused."""
    if path.stat().st_size > MAX_BYTES:
        raise YamlRefused(1, f"the file is larger than {MAX_BYTES:,} bytes; split it")
    content = path.read_bytes()
    try:
        return loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlRefused(line, f"the file is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def loads(text: str) -> Node | None:
    """Return the content of `text`, None if it is empty. Raises YamlRefused."""
    _refuse_invisible(text, 1)
    try:
        events = _events(text)
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.StreamEndEvent):
                return root
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise YamlRefused(_line(event), "a second document begins here; a file holds one")
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentEndEvent)):
                root = _node(event, events, 1)
        return root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        begun = error.context_mark.line + 1 if error.context_mark else None
        line = mark.line + 1 if mark else 1
        context = f" {error.context} that begins in line {begun}" if begun not in {None, line} else ""
        raise YamlRefused(line, f"not YAML: {error.problem}{context}") from error


def _refuse_invisible(text: str, line: int) -> None:
    if found := INVISIBLE.search(text):
        line += text.count("\n", 0, found.start())
        raise YamlRefused(line, f"an invisible character (U+{ord(found[0]):04X}) stands here; remove it")


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=LOADER)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _node(event: Any, events: Iterator[Any], depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlRefused(line, "anchors and aliases (& and *) are not used here; write the text out")
    if getattr(event, "tag", None) is not None:
        raise YamlRefused(line, f"tags such as {event.tag} are not used here; every value is plain text")
    if depth > MAX_DEPTH:
        raise YamlRefused(line, f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(event, yaml.ScalarEvent):
        _refuse_invisible(event.value, line)
        return Text(event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        sequence = Sequence()
        sequence.line = line
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            sequence.append(_node(event, events, depth + 1))
        return sequence
    mapping = Mapping()
    mapping.line = line
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth + 1)
        if not isinstance(key, Text):
            raise YamlRefused(key.line, "a key must be a word, not a list or a mapping")
        if key in mapping:
            raise YamlRefused(key.line, f'the key "{key}" stands twice in one mapping')
        mapping[key] = _node(next(events), events, depth + 1)
    return mapping
