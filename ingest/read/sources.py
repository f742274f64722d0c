"""`sources/<publisher>.yml` -> documents that were read."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ingest.quantity import QuantityError
from ingest.read.entry import ID, Entry
from ingest.records import CHECKED_HOW, SOURCE_KINDS, Base, Source
from ingest.spelling import parse_date

LANG = re.compile(r"[a-z]{2}(-[A-Za-z0-9]{2,4})?")


def read_sources(root: Entry, base: Base, stem: str) -> None:
    """Add the documents of one publisher's file to `base.sources`."""
    for name, entry in root.entries():
        if not ID.fullmatch(name):
            entry.problem(f'source id "{name}" must be lower-case words joined by hyphens')
        if not name.startswith(stem + "-"):
            entry.problem(f'source id "{name}" must begin with the file\'s name: "{stem}-…"')
        if name in base.sources:
            entry.problem(f'source "{name}" is already defined at {base.sources[name].where}')
            continue
        base.sources[name] = _read_source(name, entry)
        entry.finish()


def _read_source(name: str, entry: Entry) -> Source:
    checked = entry.entry("checked")
    if checked is None:
        entry.problem('"checked" is missing; write checked: {on: 2026-11-23, how: archived-copy}')
    url = entry.need("url")
    if url and not _is_address(url):
        entry.problem(f'url: "{url}" is not a web address', "url")
    source = Source(
        id=name,
        kind=entry.need("kind", SOURCE_KINDS),
        publisher=entry.need("publisher"),
        title=entry.need("title"),
        url=url,
        published=_day(entry, "published"),
        checked_on=(_day(checked, "on", required=True) or "") if checked else "",
        checked_how=checked.need("how", CHECKED_HOW) if checked else "",
        lang=_lang(entry),
        archive=entry.text("archive"),
        cites=entry.text("cites"),
        copies=entry.text("copies"),
        where=entry.where(),
    )
    if checked:
        checked.finish()
    return source


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    clean = url == "".join(url.split()) and "\\" not in url and "@" not in parts.netloc
    return clean and parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _lang(entry: Entry) -> str:
    lang = entry.text("lang", default="en") or "en"
    if not LANG.fullmatch(lang):
        entry.problem(f'lang: "{lang}" is not a language code such as en, de or pt-BR', "lang")
    return lang


def _day(entry: Entry, key: str, required: bool = False) -> str | None:
    """A date as written; `unknown` says that it was looked for."""
    text = entry.text(key, required=required)
    if text is None or text == "unknown":
        return None
    try:
        parse_date(text)
    except QuantityError as error:
        entry.problem(f"{key}: {error}", key)
        return None
    return text
