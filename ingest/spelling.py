"""Printed words and dates -> one canonical spelling, so that sources that say the same are seen to agree. Pure."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz import process

from ingest.quantity import QuantityError, squeeze

LANES = "1|2|4|8|12|16|32"
PCIE = re.compile(
    rf"(?:pci[ -]?e(?:xpress)?)? ?[®™]? ?(?:[x×] ?(?P<before>{LANES}) )?"
    rf"(?:gen(?:eration)? ?)?(?P<generation>[1-7])(?:\.0)?(?:,? ?[x×] ?(?P<after>{LANES}))?",
    re.IGNORECASE,
)
DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4]))?", re.ASCII)
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class DateSpan:
    """The days that a printed date may mean: one day, or a whole month, quarter or year."""

    first: date
    last: date


def fold(text: str) -> str:
    """Return `text` without case, accents, spaces and punctuation, for comparing spellings; the dotless i is an i."""
    letters = "".join(character for character in text.casefold() if character.isalnum()).replace("ı", "i")
    return "".join(character for character in unicodedata.normalize("NFKD", letters) if character.isalnum())


def canonical_word(printed: str, allowed: list[str]) -> str:
    """Return the allowed word that `printed` spells, whatever its case and hyphens. Raises QuantityError."""
    for word in allowed:
        if fold(word) == fold(printed):
            return word
    near = process.extractOne(printed, allowed)
    raise QuantityError(
        f'"{printed}" is not one of {", ".join(allowed)}' + (f'; did you mean "{near[0]}"?' if near else "")
    )


def canonical_pcie(printed: str) -> str:
    """Return ``5.0 x16`` for any spelling of it, ``5.0`` where no lanes are printed. Raises QuantityError."""
    match = PCIE.fullmatch(squeeze(printed))
    if not match or (match["before"] and match["after"]):
        raise QuantityError(f'"{printed}" is not a PCI Express interface; write it as "PCIe 5.0 x16"')
    lanes = match["before"] or match["after"]
    return f"{match['generation']}.0" + (f" x{lanes}" if lanes else "")


@cache
def parse_date(printed: str) -> DateSpan:
    """Return the days meant by ``2025-10-15``, ``2025-10``, ``2025-Q4`` or ``2025``. Raises QuantityError."""
    match = DATE.fullmatch(printed.strip())
    if not match:
        raise QuantityError(f'"{printed}" is not a date; write 2025-10-15, 2025-10, 2025-Q4 or 2025')
    year = int(match["year"])
    try:
        if match["day"]:
            day = date(year, int(match["month"]), int(match["day"]))
            return DateSpan(day, day)
        if match["month"]:
            month = int(match["month"])
            return DateSpan(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        if match["quarter"]:
            last = int(match["quarter"]) * 3
            return DateSpan(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))
        return DateSpan(date(year, 1, 1), date(year, 12, 31))
    except ValueError as error:
        raise QuantityError(f'"{printed}" is not a day of the calendar') from error


def day_number(day: date) -> int:
    """Return days since 1970-01-01: dates that SQL engines subtract alike."""
    return (day - EPOCH).days
