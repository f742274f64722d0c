"""Numbers with units in a sentence: where they stand, how they are bounded, and every way to read them. `quantity` reads the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ingest import money, quantity
from ingest.answer import unit_words
from ingest.answer.bounds import CURRENCY_SIGNS, Bounds
from ingest.answer.parts import Mention, Raw, Reading
from ingest.answer.tokens import Token
from ingest.quantity import DASHES, HYPHENS, QuantityError

CURRENCY_WORDS = {
    "dollars": "USD",
    "dollar": "USD",
    "dolar": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "dolares": "USD",
    "dolarow": "USD",
    "долларов": "USD",
    "доллара": "USD",
    "доллар": "USD",
    "usdollar": "USD",
    "usdollars": "USD",
    "美元": "USD",
    "ドル": "USD",
    "달러": "USD",
    "欧元": "EUR",
    "ユーロ": "EUR",
    "유로": "EUR",
    "евро": "EUR",
}
WORDS_OF_BOUND = {"up_to": "up to ", "at_least": "at least ", "about": "about ", "exact": ""}
SPACE_GROUPS = {"fr", "sv", "pl", "cs", "ru", "fi", "uk", "hu", "nb", "no", "da", None}
PRICE = "price"
TIMES = {"×", "x", "X"}
SUM_LENGTH = 8  # tokens
DIGITS_OF_A_COUNT = 3


def find(tokens: Sequence[Token], mentions: Sequence[Mention], lang: str | None) -> list[Raw]:
    """Return the numbers with units among `tokens`, in their order; numbers within names are none."""
    named = {
        place for mention in mentions if mention.kind != "model" for place in range(mention.first, mention.last + 1)
    }
    bounds = Bounds(tokens, lang)
    found: list[Raw] = []
    place = 0
    while place < len(tokens):
        raw = _at(tokens, place, named, lang) if tokens[place].kind == "number" and place not in named else None
        if raw is None:
            place += 1
            continue
        found.append(replace(bounds.of(raw), computed=_is_computed(tokens, raw)))
        place = raw.last + 1
    return found


def _is_computed(tokens: Sequence[Token], raw: Raw) -> bool:
    """Whether a figure is the result of a product, or its second factor behind a large one: 192 GB × 72 = 13.8 TB."""
    before = [token for token in tokens[max(0, raw.first - SUM_LENGTH) : raw.first] if token.text not in {"~", "≈"}]
    times = [place for place, token in enumerate(before) if token.text in TIMES]
    if not times:
        return False
    if before[-1].text in {"=", "≈"}:
        return True
    factor = before[times[-1] - 1].text if times[-1] == len(before) - 1 and times[-1] else ""
    return len([digit for digit in factor if digit.isdigit()]) > DIGITS_OF_A_COUNT


def read(raw: Raw, lang: str | None, unit: str, plausible: tuple[float, float]) -> tuple[Reading, ...]:
    """Return every way to read a figure that is plausible, in `unit`; two where a lone mark before three digits leaves it open."""
    return _read(WORDS_OF_BOUND.get(raw.bound, "") + raw.clean, raw.dimension, lang, unit, plausible)


@lru_cache(maxsize=20_000)
def _read(
    printed: str, dimension: str, lang: str | None, unit: str, plausible: tuple[float, float]
) -> tuple[Reading, ...]:
    found: dict[float, Reading] = {}
    for language in dict.fromkeys((lang or "en", "en", "de")):
        try:
            said = quantity.parse(
                printed, unit, lang=language, plausible=plausible, bits=dimension == "bits per second", per_pin=True
            )
        except QuantityError:
            continue
        reading = Reading(said.value, said.low, said.high, said.unit, said.bound, said.binary_unit)
        found.setdefault(reading.value, reading)
    likely = [reading for reading in found.values() if plausible[0] <= reading.value <= plausible[1]]
    return tuple(likely or list(found.values())[:1])


def read_price(raw: Raw, lang: str | None) -> tuple[float, str] | None:
    """Return the amount and the currency of a price; None if it is none. A bare dollar sign is taken for US dollars."""
    try:
        said = money.parse(
            WORDS_OF_BOUND.get(raw.bound, "") + raw.clean,
            "USD" if "$" in raw.clean and "USD" not in raw.clean else None,
            lang or "en",
        )
    except QuantityError:
        return None
    return said.amount, said.currency


def _at(tokens: Sequence[Token], place: int, named: set[int], lang: str | None) -> Raw | None:
    """The figure whose number stands at `place`; None if no unit follows it."""
    token = tokens[place]
    signed = place > 0 and tokens[place - 1].text in CURRENCY_SIGNS
    if (
        token.glued
        and place
        and not signed
        and (tokens[place - 1].kind in {"word", "number"} or tokens[place - 1].text in "._#/:" or _tied(tokens, place))
    ):
        return None
    number, last = _number(tokens, place, named, lang)
    if len(number) > quantity.LONGEST:
        return None
    if price := _price(tokens, place, number, last):
        return price
    unit = unit_words.at(tokens, last + 1, lang)
    middle = _range_end(tokens, last, unit)
    apart = unit is not None and middle is not None and tokens[middle - 1].text not in DASHES
    if middle is not None and not apart:  # "from 8 TB/s to 7.1 TB/s" are two figures, "250 to 300 GB/s" is one
        second, second_last = _number(tokens, middle, named, lang)
        second_unit = unit_words.at(tokens, second_last + 1, lang)
        if second_unit and len(second) <= quantity.LONGEST and second_unit[2] in unit_words.TARGETS:
            first_unit = f" {unit[0]}" if unit else ""
            clean = f"{number}{first_unit} to {second} {second_unit[0]}"
            return Raw(
                _printed(tokens, place, second_unit[1]), clean, place, second_unit[1], second_unit[2], "exact", False
            )
    if unit is None or unit[2] not in unit_words.TARGETS:
        return None
    return Raw(_printed(tokens, place, unit[1]), f"{number} {unit[0]}".strip(), place, unit[1], unit[2], "exact", False)


def _tied(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number hangs on a word by a hyphen, as in GPT-4 or DGX-1: it is part of a name."""
    return (
        tokens[place - 1].text in HYPHENS and place > 1 and tokens[place - 1].glued and tokens[place - 2].kind == "word"
    )


def _number(tokens: Sequence[Token], place: int, named: set[int], lang: str | None) -> tuple[str, int]:
    """The number that begins at `place`, with the groups of three that spaces divide, and the place of its last token."""
    number, last = tokens[place].text, place
    if lang not in SPACE_GROUPS or not tokens[place].text.isdigit() or len(number) > 3:
        return number, last
    while last + 1 < len(tokens) and last + 1 not in named and last - place < 5:
        after = tokens[last + 1]
        head = after.text.split(",")[0].split(".")[0]
        if after.kind != "number" or after.glued or after.start != tokens[last].end + 1 or len(head) != 3:
            break
        number, last = f"{number} {after.text}", last + 1
        if not after.text.isdigit():
            break
    return number, last


def _range_end(tokens: Sequence[Token], last: int, unit: tuple[str, int, str] | None) -> int | None:
    """The place of the number that ends a range whose first number ends at `last`; None if it is no range."""
    place = (unit[1] if unit else last) + 1
    if place + 1 >= len(tokens) or tokens[place + 1].kind != "number":
        return None
    dash = tokens[place].text in DASHES
    word = tokens[place].folded in {"to", "bis", "till"} or tokens[place].text == "à"
    return place + 1 if dash or word else None


def _price(tokens: Sequence[Token], place: int, number: str, last: int) -> Raw | None:
    """The price whose amount begins at `place`; one by the hour or the month is none."""
    before = tokens[place - 1] if place else None
    thousand = ""
    if last + 1 < len(tokens) and tokens[last + 1].glued and tokens[last + 1].text in {"k", "K"}:
        thousand, last = "k", last + 1
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    first = place
    if before and before.text in CURRENCY_SIGNS:
        sign, first = before.text, place - 1
        if first and tokens[first - 1].text in {"US", "CA", "A", "AU"} and before.glued:
            sign, first = tokens[first - 1].text + sign, first - 1
        if sign == "A$":
            sign = "AU$"
        clean = f"{sign}{number}{thousand}"
        if after and after.text in money.CODES:
            clean, last = f"{number}{thousand} {after.text}", last + 1
    elif before and before.text in money.CODES:
        clean, first = f"{number}{thousand} {before.text}", place - 1
    elif after and (after.text in money.CODES or after.text in CURRENCY_SIGNS):
        clean, last = f"{number}{thousand} {after.text}" if after.text != "$" else f"${number}{thousand}", last + 1
    elif after and (named := _currency_in_words(tokens, last + 1)):
        clean, last = f"{number}{thousand} {named[0]}", named[1]
    else:
        return None
    following = tokens[last + 1].text if last + 1 < len(tokens) else ""
    if following == "/" or (following == "per" and not tokens[last + 1].glued):
        return None
    return Raw(_printed(tokens, first, last), clean, first, last, PRICE, "exact", False)


def _currency_in_words(tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
    """The code of the currency whose name begins at `place`, and the place of its last token: dollars, US-Dollar, 美元."""
    words = ""
    for here in range(place, min(place + 3, len(tokens))):
        words += tokens[here].folded
        if words in CURRENCY_WORDS:
            return CURRENCY_WORDS[words], here
    return None


def _printed(tokens: Sequence[Token], first: int, last: int) -> str:
    return "".join(("" if t.glued or n == 0 else " ") + t.text for n, t in enumerate(tokens[first : last + 1]))
