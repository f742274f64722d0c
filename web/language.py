"""The interface's languages: one file of texts each, chosen by the reader's link, cookie or browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from datasette import Request
from markupsafe import Markup, escape

from ingest import textyaml

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "en"
COOKIE = "lang"


@dataclass(frozen=True)
class Language:
    """A language's code, its own name, and its texts by key."""

    code: str
    texts: Mapping[str, str]
    escaped: dict[str, Markup] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, key: str, **values: object) -> Markup:
        """Return the text of a key with its {names} filled in; what is filled in is escaped. Raises KeyError."""
        text = self._escaped(key)
        return text.format(**values) if values or "{" in text else text

    def _escaped(self, key: str) -> Markup:
        """The text of a key, escaped; pages ask for the same few hundred again and again."""
        text = self.escaped.get(key)
        if text is None:
            text = self.escaped[key] = Markup(escape(self.texts[key]))
        return text

    def count(self, key: str, n: int, **values: object) -> Markup:
        """Return the text for n things: `key.one` for one, `key.other` for any other number."""
        return self(f"{key}.one" if n == 1 else f"{key}.other", n=f"{n:,}", **values)

    def word(self, kind: str, value: object) -> str:
        """Return the word for a value of the data, such as a stage or a bound type; the value itself where there is none."""
        return self.texts.get(f"{kind}.{value}", "" if value is None else str(value).replace("_", " "))

    def metric(self, metric_id: str, label: str) -> str:
        """Return a metric's name; the dictionary's label where the language has none of its own."""
        return self.texts.get(f"metric.{metric_id}", label)


@cache
def languages() -> dict[str, Language]:
    """Return every language there is a file for, by code."""
    return {path.stem: Language(path.stem, read(path)) for path in sorted(FOLDER.glob("*.yml"))}


def read(path: Path) -> dict[str, str]:
    """Return the texts of a file; sections are joined to their keys with a dot."""
    return dict(_flat(textyaml.load(path), ""))


def _flat(node: textyaml.Node | None, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, textyaml.Mapping):
        for key, value in node.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(node, textyaml.Text):
        yield prefix, str(node)


def choose(request: Request) -> Language:
    """Return the language that the link names, or the cookie that a link set, or the browser asks for first."""
    known = languages()
    for wanted in (request.args.get(COOKIE), request.cookies.get(COOKIE), *_accepted(request)):
        code = (wanted or "").lower().split("-")[0]
        if code in known:
            return known[code]
    return known[DEFAULT]


def _accepted(request: Request) -> list[str]:
    """The languages of Accept-Language, the best first."""
    found = []
    for position, part in enumerate((request.headers.get("accept-language") or "")[:500].split(",")):
        code, _, quality = part.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        found.append((-weight, position, code.strip()))
    return [code for _, _, code in sorted(found)]
