"""The reference list of a document, in the forms that people and assistants write, and the links in its text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.answer import addresses
from ingest.answer.parts import Label, Line, Reference
from ingest.answer.tokens import fold

# Headings of reference lists, folded.
HEADINGS = frozenset(
    fold(word)
    for word in re.findall(
        r"\S+",
        """
        references reference sources source citations citation footnotes notes bibliography links works-cited further-reading
        kaynaklar kaynak kaynakça alıntılar alıntı atıflar dipnotlar referanslar quellen quelle quellenverzeichnis einzelnachweise
        literatur literaturverzeichnis fußnoten belege verweise références référence bibliographie fuentes referencias citas
        bibliografía notas fonti riferimenti citazioni bibliografia note fontes referências citações źródła źródło przypisy odnośniki
        källor källa referenser källförteckning fotnoter lähteet viitteet kilder referencer bronnen referenties zdroje odkazy
        források hivatkozások surse referințe источники источник ссылки литература джерела посилання πηγές 参考文献 参考資料 参考资料
        参考 引用 出典 来源 資料來源 参考来源 脚注 출처 참고문헌 참고자료 참고 المصادر nguồn
        """,
    )
)
LONGEST_HEADING = 40
MOST_UNANNOUNCED = 200  # entries of a list that no heading announces


@dataclass(frozen=True)
class Found:
    """The references, the numbers of the lines that hold the list, and whether a heading announced it."""

    references: tuple[Reference, ...]
    lines: frozenset[int]
    headed: bool


@dataclass(frozen=True)
class _Start:
    """A line that may begin an entry: its place, its label, its text behind the label, and how the label is written."""

    place: int
    label: Label
    rest: str
    form: str


def find(lines: tuple[Line, ...]) -> Found:
    """Return the entries of the reference list. A numbered list is one only under its heading, or at the end with an address each."""
    heading = _heading(lines)
    starts = [start for place, line in enumerate(lines) if (start := _start(place, line.text))]
    entries: list[Reference] = []
    taken: set[int] = set()
    for number, start in enumerate(starts):
        until = starts[number + 1].place if number + 1 < len(starts) else len(lines)
        reference, last = _entry(lines, start, until)
        below = heading is not None and start.place > heading
        bracketed = start.form in {"bracket", "footnote", "after"}
        if (
            start.form == "footnote"
            or (bracketed and (reference.urls or below))
            or (start.form == "number" and below)
            or (start.form == "number" and reference.urls and _only_addresses_follow(lines, starts, number))
        ):
            entries.append(reference)
            taken.update(range(start.place, last + 1))
    if heading is not None and (entries or heading >= len(lines) - 3):
        taken.add(heading)
    if heading is not None and not entries:
        bare = _bare_addresses(lines, heading)
        entries, taken = bare, taken | {place for place in range(heading, len(lines)) if bare}
    return Found(tuple(entries), frozenset(taken), heading is not None)


def links(line: Line, taken: int) -> list[Reference]:
    """Return the addresses in a line of running text as references without a number; `taken` were found before."""
    return [
        Reference(
            f"link-{taken + place}", line.number, line.text[start:end], (line.text[start:end],), line.number, True
        )
        for place, (start, end) in enumerate(addresses.find(line.text), start=1)
    ]


def _heading(lines: tuple[Line, ...]) -> int | None:
    """The place of the last line that announces a list of references; None if there is none."""
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].text
        if (
            len(text) <= LONGEST_HEADING
            and text.strip()
            and fold(text.strip().strip("#*_:：. ").replace(" ", "")) in HEADINGS
        ):
            return place
    return None


def _start(place: int, text: str) -> _Start | None:
    """The entry that a line begins; None if it begins none."""
    text = text.strip().lstrip("-*• ").lstrip() if text.strip()[:2] in {"- ", "* ", "• "} else text.strip()
    for opener, closer in (("[", "]"), ("【", "】"), ("(", ")")):
        if text.startswith(opener):
            end = text.find(closer, 1, 40)
            inside = text[1:end].strip() if end > 0 else ""
            rest = text[end + 1 :].lstrip(" :：.–—-")
            if inside.startswith("^") and text[end + 1 : end + 2] == ":":
                name = inside[1:]
                return _Start(place, int(name) if name.isascii() and name.isdigit() else name, rest, "footnote")
            if _is_label(inside) and text[end + 1 : end + 2] != "(":
                return _Start(place, int(inside), rest, "bracket" if opener != "(" else "number")
            if opener == "[" and _is_label(inside) and text[end + 1 : end + 2] == "(":
                return _Start(place, int(inside), text[end + 1 :], "bracket")
            return None
    digits = len(text) - len(text.lstrip("0123456789"))
    if 0 < digits <= 3 and text[digits : digits + 1] in {".", ")", ":"} and _is_label(text[:digits]):
        if text[digits + 1 : digits + 2].isdigit():  # 1.3 TB/s begins no entry
            return None
        return _Start(place, int(text[:digits]), text[digits + 1 :].lstrip(), "number")
    superscript = len(text) - len(text.lstrip("⁰¹²³⁴⁵⁶⁷⁸⁹"))
    if 0 < superscript <= 3:
        label = int("".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(sign)) for sign in text[:superscript]))
        return _Start(place, label, text[superscript:].lstrip(), "bracket") if label else None
    return None


def _is_label(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3 and int(text) > 0


def _entry(lines: tuple[Line, ...], start: _Start, until: int) -> tuple[Reference, int]:
    """The reference that begins at `start`, and the place of its last line: until the next one, or an empty line."""
    text, last, urls = start.rest, start.place, [start.rest[a:b] for a, b in addresses.find(start.rest)]
    open_end = bool(urls) and text.rstrip().endswith(urls[-1])
    for place in range(start.place + 1, min(until, start.place + 6)):
        line = lines[place].text.strip()
        if open_end and urls and addresses.goes_on(urls[-1], line):
            whole = urls[-1] + line
            urls[-1] = addresses.trimmed(whole)
            open_end = urls[-1] == whole
        elif not line or line.startswith("#") or urls:
            break
        else:
            urls = [line[a:b] for a, b in addresses.find(line)]
            open_end = bool(urls) and line.endswith(urls[-1])
        text = f"{text} {line}"
        last = place
    printed = text[:500]
    return Reference(start.label, lines[start.place].number, printed, tuple(urls), lines[last].number), last


def _only_addresses_follow(lines: tuple[Line, ...], starts: list[_Start], first: int) -> bool:
    """Whether every entry from here to the end of the document holds an address: then a numbered list is a list of references."""
    if len(starts) - first > MOST_UNANNOUNCED:
        return False
    starts = starts[first:]
    bounds = [*(start.place for start in starts[1:]), len(lines)]
    for start, until in zip(starts, bounds, strict=True):
        inside = lines[start.place : until]
        if not any("://" in line.text or "www." in line.text for line in inside):
            return False
        if sum(len(line.text) for line in inside) > 400:
            return False
    return True


def _bare_addresses(lines: tuple[Line, ...], heading: int) -> list[Reference]:
    """Addresses under a heading, one to a line without numbers: they are numbered as they stand."""
    found: list[Reference] = []
    for line in lines[heading + 1 :]:
        for start, end in addresses.find(line.text):
            url = line.text[start:end]
            found.append(Reference(len(found) + 1, line.number, line.text[:500], (url,), line.number))
    return found
