"""Printed figure -> interval in a canonical unit. Pure, and the only place where a printed number is read.

A printed figure is an interval at its printed precision: ``1.3 TB/s`` is 1250 to 1350 GB/s, because a source that
rounds to one decimal would print anything in between that way. ``up to`` has no lower end, ``at least`` no upper end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest import units

GROUPING_MARKS = " '’"
HYPHENS = "-‐‑"  # plain, Unicode, non-breaking
DASHES = HYPHENS + "‒–—−~〜～"  # what stands between the ends of a range
LONGEST = 25  # characters of a number; so Decimal's 28 digits hold it and its half unit exactly
ABOUT_SHARE = Decimal("0.05")  # "about 300" is read as within 5 %

# Languages whose pages write 1.344,5 for one thousand three hundred forty-four and a half.
COMMA_DECIMAL = {
    "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "nb", "nl", "no",
    "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi",
}  # fmt: skip

QUALIFIERS = {
    "up_to": (
        "up to", "upto", "less than", "under", "below", "max.", "max", "maximum", "≤", "<",
        "bis zu", "jusqu'à", "jusqu’à", "fino a", "hasta", "até",
    ),
    "at_least": (
        "at least", "from", "starting at", "more than", "over", "min.", "min", "minimum", "≥", ">",
        "ab", "à partir de",
    ),
    "about": (
        "about", "around", "approximately", "approx.", "approx", "roughly", "nearly", "almost", "~", "≈",
        "circa", "ca.", "ca", "约", "約",
    ),
}  # fmt: skip
WORD_END = r"(?![^\W\d]|[.$])"  # "ab" is not the beginning of "about", nor "ca" that of CA$


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) + (WORD_END if word[-1].isalpha() else "") for word in words)


QUALIFIER = re.compile("|".join(f"(?P<{bound}>{_any_of(words)})" for bound, words in QUALIFIERS.items()), re.IGNORECASE)
ARTICLE = re.compile(r"an? ", re.IGNORECASE)
# All of these are for text whose runs of white space are single spaces; on longer runs they would take quadratic time.
NUMBER = rf"\d(?:[\d.,{GROUPING_MARKS}]*\d)?"
TO = rf" ?(?:[{re.escape(DASHES)}]|\bto\b|\bbis\b) ?"
TIMES = re.compile(r"(?P<count>\d{1,4}) ?[×xX*] ?(?=\d)")
ONE = re.compile(rf"(?P<number>{NUMBER})(?:[eE](?P<power>[+-]?\d{{1,2}}))?(?P<more> ?\+)?(?P<rest>.*)")
RANGE = re.compile(
    rf"(?P<first>{NUMBER})(?![eE]-)(?P<unit>[^\d{re.escape(DASHES)}]*?){TO}(?P<second>{NUMBER})(?P<rest>.*)"
)


class QuantityError(ValueError):
    """A printed figure that cannot be read; the message says what was found and how to mend it."""


@dataclass(frozen=True)
class Number:
    """A number as printed: its value, half a unit of its last printed digit, and how many digits were printed."""

    value: Decimal
    half_unit: Decimal
    digits: int


@dataclass(frozen=True)
class Quantity:
    """A figure in `unit`. `low` or `high` is None where the source leaves that end open.

    `value` is the figure itself; of a range it is the upper end, as with "up to". `bound` is exact, about, up_to,
    at_least or range. `binary_unit` tells that it is printed in GiB and the like. `digits` counts printed digits: 1,344
    says more than 1.3.
    """

    value: float
    low: float | None
    high: float | None
    unit: str
    bound: str
    binary_unit: bool
    digits: int


def readings(text: str, comma_decimal: bool | None = None) -> Iterator[Number]:
    """Yield every way to read a printed number: one, or two where a lone mark before three digits leaves it open.

    `comma_decimal` is the custom of the page's language; None when it is not known. Raises QuantityError if it is no
    number.
    """
    body = re.sub(f"[{GROUPING_MARKS}]", " ", squeeze(text))
    if len(body) > LONGEST or not re.fullmatch(NUMBER, body):
        raise QuantityError(f'"{text}" is not a number')
    marks = [character for character in body if character in ".,"]
    if " " in body:
        head, _, tail = body.partition("." if marks[-1:] == ["."] else ",")
        if not re.fullmatch(r"\d{1,3}(?: \d{3})+", head) or not re.fullmatch(r"\d*", tail) or len(marks) > 1:
            raise QuantityError(f'"{text}" is not a number: digits between spaces must stand in groups of three')
        yield _number(head.replace(" ", ""), tail)
    elif not marks:
        yield _number(body, "")
    elif len(set(marks)) == 2:
        head, _, tail = body.rpartition(marks[-1])
        if marks.count(marks[-1]) > 1:
            raise QuantityError(f'"{text}" is not a number: two decimal marks')
        yield _number(_ungroup(head, marks[0], text), tail)
    elif len(marks) > 1:
        yield _number(_ungroup(body, marks[0], text), "")
    else:
        head, mark, tail = body.partition(marks[0])
        grouped = len(tail) == 3 and 1 <= len(head) <= 3 and head.lstrip("0") == head
        if not grouped:
            yield _number(head, tail)
        elif comma_decimal is None:
            yield from (_number(head, tail), _number(head + tail, ""))
        elif (mark == ",") == comma_decimal:
            yield _number(head, tail)
        else:
            yield _number(head + tail, "")


def _number(whole: str, fraction: str) -> Number:
    digits = len((whole + fraction).lstrip("0")) or 1
    return Number(Decimal(f"{whole}.{fraction}"), Decimal(1).scaleb(-len(fraction)) / 2, digits)


def _ungroup(body: str, mark: str, text: str) -> str:
    groups = body.split(mark)
    if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
        raise QuantityError(f'"{text}" is not a number: "{mark}" must separate groups of three digits')
    return "".join(groups)


def squeeze(text: str) -> str:
    """Return `text` with every run of white space, non-breaking or thin, as one plain space, and none at its ends."""
    return " ".join(text.split())


def decimal_comma(lang: str) -> bool:
    """Whether pages in a language such as ``de`` or ``pt-BR`` write 1.344,5 for 1344.5."""
    return re.split("[-_]", lang.casefold())[0] in COMMA_DECIMAL


def parse(
    printed: str,
    unit: str,
    *,
    lang: str | None = "en",
    plausible: tuple[float, float] | None = None,
    bits: bool = False,
    per_pin: bool = False,
) -> Quantity:
    """Return what `printed` says, in `unit`.

    `lang` is the language of the page (None: unknown; then a lone mark before three digits is decided by `plausible`,
    in `unit`). `bits` lets bits stand for a figure kept in bytes (network links); `per_pin` lets bits per second and
    pin stand for transfers per second. Raises QuantityError.
    """
    target = units.find(unit)
    if target is None:
        raise ValueError(f"{unit!r} is not a unit known to ingest/units.py")
    bound, text = qualifier(squeeze(printed))
    text, count = _times(text)
    comma_decimal = None if lang is None else decimal_comma(lang)

    span = RANGE.fullmatch(text)
    if span:
        factor = first_factor = count * _factor(span["rest"], target, printed, bits, per_pin)
        if span["unit"].strip():
            first_factor = count * _factor(span["unit"], target, printed, bits, per_pin)
        first = _choose(span["first"], comma_decimal, first_factor, plausible, printed)
        second = _choose(span["second"], comma_decimal, factor, plausible, printed)
        if first.value * first_factor >= second.value * factor:
            raise QuantityError(f'"{printed}": a range runs from the smaller to the larger figure')
        return Quantity(
            value=float(second.value * factor),
            low=None if bound == "up_to" else float((first.value - _slack(first, bound)) * first_factor),
            high=float((second.value + _slack(second, bound)) * factor),
            unit=unit,
            bound="up_to" if bound == "up_to" else "range",
            binary_unit=_is_binary(span["rest"]),
            digits=max(first.digits, second.digits),
        )

    single = ONE.fullmatch(text)
    if not single:
        raise QuantityError(f'"{printed}" has no figure; write it as printed, such as "273 {unit}"')
    if single["more"]:
        bound = "at_least"
    power = Decimal(10) ** int(single["power"] or 0)
    factor = count * power * _factor(single["rest"], target, printed, bits, per_pin)
    number = _choose(single["number"], comma_decimal, factor, plausible, printed)
    return Quantity(
        value=float(number.value * factor),
        low=None if bound == "up_to" else float((number.value - _slack(number, bound)) * factor),
        high=None if bound == "at_least" else float((number.value + _slack(number, bound)) * factor),
        unit=unit,
        bound=bound,
        binary_unit=_is_binary(single["rest"]),
        digits=number.digits,
    )


def qualifier(text: str) -> tuple[str, str]:
    """Return the bound that leading words such as "up to" state, and the text after them."""
    match = QUALIFIER.match(text)
    if not match:
        return "exact", text
    return str(match.lastgroup), ARTICLE.sub("", text[match.end() :].lstrip(), count=1)


def _times(text: str) -> tuple[str, Decimal]:
    match = TIMES.match(text)
    return (text[match.end() :], Decimal(match["count"])) if match else (text, Decimal(1))


def _slack(number: Number, bound: str) -> Decimal:
    """How far the figure meant may lie from the number printed."""
    return max(number.half_unit, number.value * ABOUT_SHARE) if bound == "about" else number.half_unit


def _spelled(rest: str) -> str:
    """The unit in what follows a number: ``-bit`` and `` GB`` are ``bit`` and ``GB``."""
    return rest.lstrip(HYPHENS + " ")


def _is_binary(rest: str) -> bool:
    found = units.find(_spelled(rest))
    return found is not None and found.binary


def _factor(rest: str, target: units.Unit, printed: str, bits: bool, per_pin: bool) -> Decimal:
    """How many target units one of the printed unit is."""
    spelling = _spelled(rest)
    found = units.find(spelling)
    if found is None:
        raise QuantityError(
            f'"{printed}": unknown unit "{spelling}"; did you mean "{units.nearest(spelling, target)}"?'
        )
    if not spelling and target.dimension != "count":
        raise QuantityError(f'"{printed}" has no unit; write it as printed, such as "{printed} {target.name}"')
    if found.dimension == target.dimension:
        return found.factor / target.factor
    if bits and found.dimension == "bits per second" and target.dimension == "bytes per second":
        return found.factor / 8 / target.factor
    if per_pin and found.dimension == "bits per second" and target.dimension == "transfers per second":
        return found.factor / target.factor
    hint = ""
    if {found.dimension, target.dimension} == {"bits", "bytes"} or (
        found.dimension == "bits per second" and target.dimension == "bytes per second"
    ):
        hint = "; a lower-case b means bits, eight to a byte"
    raise QuantityError(
        f'"{printed}" is in {found.dimension}, but this metric is in {target.name} ({target.dimension}){hint}'
    )


def _choose(
    text: str, comma_decimal: bool | None, factor: Decimal, plausible: tuple[float, float] | None, printed: str
) -> Number:
    found = list(readings(text, comma_decimal))
    if len(found) == 1:
        return found[0]
    likely = [n for n in found if plausible and plausible[0] <= float(n.value * factor) <= plausible[1]]
    if len(likely) == 1:
        return likely[0]
    raise QuantityError(
        f'"{printed}" can mean {found[0].value} or {found[1].value}; '
        "name the page's language, or print one digit more or less"
    )
