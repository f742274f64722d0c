"""Sources as references: BibTeX, CSL-JSON and plain text, of whole documents or of one figure printed in them. Pure functions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ingest.query import Row

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CSL_TYPES = {"paper": "article", "vendor-datasheet": "report", "database": "dataset", "community": "post"}
BASE = "Specproof"

# BibTeX counts braces even after a backslash, so a brace can only be written by its name.
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "$&#%_"},
    }
)
# An address is taken verbatim by \url and by biblatex; only what would end the field, or the line, is replaced.
VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"})


@dataclass(frozen=True)
class Printed:
    """One figure as a document prints it: its permanent id, what it is about, and the place in the document."""

    id: str
    platform: str
    metric: str
    printed: str
    at: str


@dataclass(frozen=True)
class Cited:
    """A document that was read; with `figure`, the one figure in it that is cited."""

    id: str
    kind: str
    publisher: str
    title: str
    url: str
    published: str | None
    checked_on: str
    checked_how: str
    lang: str
    archive_url: str | None
    figure: Printed | None = None

    @classmethod
    def of(cls, source: Row, figure: Printed | None = None) -> Cited:
        """Return a row of the table `sources` as a reference."""
        return cls(**{name: source[name] for name in cls.__dataclass_fields__ if name != "figure"}, figure=figure)


def plain(source: Cited) -> str:
    """Return a reference as one line of text: publisher, title, day, address, day of reading; before it the figure, if one is cited."""
    published = f" {source.published}." if source.published else ""
    copy = ", an archived copy" if source.checked_how == "archived-copy" else ""
    document = f"{_ended(source.publisher)} {_ended(source.title)}{published} {source.url} (accessed {source.checked_on}{copy})."
    archived = f" Archived at {source.archive_url}." if source.archive_url else ""
    if source.figure is None:
        return _one_line(document + archived)
    return _one_line(f"{_figure(source.figure)} In: {document}{archived}")


def bibtex(sources: Iterable[Cited]) -> str:
    """Return the references as BibTeX: an @misc each, which BibTeX, Biber and every reference manager understand; its key is the id."""
    return "\n".join(map(_entry, sources))


def csl(sources: Iterable[Cited]) -> list[dict[str, Any]]:
    """Return the references as CSL-JSON items."""
    return list(map(_item, sources))


def csl_json(sources: Iterable[Cited]) -> str:
    """Return the references as the text of a CSL-JSON file."""
    return json.dumps(csl(sources), indent=2, ensure_ascii=False) + "\n"


def _figure(figure: Printed) -> str:
    return f"{figure.printed} ({figure.metric} of {figure.platform}; {figure.at}; {BASE} id {figure.id})."


def _note(source: Cited) -> str:
    parts = [_figure(source.figure)] if source.figure else []
    if source.checked_how == "archived-copy":
        parts.append("Read in an archived copy.")
    if source.archive_url:
        parts.append(f"Archived at {source.archive_url}.")
    return _one_line(" ".join(parts))


def _entry(source: Cited) -> str:
    fields = {"author": f"{{{_latex(source.publisher)}}}", "title": f"{{{_latex(source.title)}}}"}
    year, month, _ = _date(source.published)
    if year:
        fields["year"] = str(year)
    fields |= {
        "howpublished": f"\\url{{{_address(source.url)}}}",
        "url": _address(source.url),
        "urldate": source.checked_on,
        "language": source.lang,
    }
    if _note(source):
        fields["note"] = _latex(_note(source))
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    if month:
        lines.insert(3, f"  month = {MONTHS[month - 1]},")
    key = source.figure.id if source.figure else source.id
    return "\n".join([f"@misc{{{_key(key)},", *lines, "}", ""])


def _item(source: Cited) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": source.figure.id if source.figure else source.id,
        "type": CSL_TYPES.get(source.kind, "webpage"),
        "title": source.title,
        "author": [{"literal": source.publisher}],
        "publisher": source.publisher,
        "URL": source.url,
        "accessed": _parts(source.checked_on),
        "language": source.lang,
    }
    if source.published and _date(source.published)[0]:
        item["issued"] = _parts(source.published)
    if source.figure:
        item["locator"] = source.figure.at
    if _note(source):
        item["note"] = _note(source)
    return item


def _parts(day: str) -> dict[str, Any]:
    return {"date-parts": [[part for part in _date(day) if part]]}


def _date(day: str | None) -> tuple[int, int, int]:
    """Return year, month and day of a date as `data/` writes it (2026, 2026-09 or 2026-09-02); 0 for what it does not say."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", day or "")
    year, month, day_of_month = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return year, month, day_of_month


def _latex(text: str) -> str:
    return _one_line(text).translate(LATEX)


def _address(url: str) -> str:
    return _one_line(url).translate(VERBATIM)


def _key(id_: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.:-]", "-", id_)


def _one_line(text: str) -> str:
    """Return a text without line breaks and control characters."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
