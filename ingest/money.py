"""Printed price -> amount and currency. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.quantity import DASHES, NUMBER, TO, Number, QuantityError, decimal_comma, qualifier, readings, squeeze

CODES = {
    "USD", "EUR", "GBP", "JPY", "CNY", "CAD", "AUD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY",
    "INR", "KRW", "TWD", "HKD", "SGD", "NZD", "BRL", "MXN", "ZAR", "AED", "SAR", "ILS", "THB", "MYR", "IDR", "VND",
    "PHP", "RUB", "UAH",
}  # fmt: skip
# What a symbol can mean. A bare "$" or "¥" belongs to several countries: such a price names its currency beside it.
SYMBOLS = {
    "US$": ("USD",), "CA$": ("CAD",), "C$": ("CAD",), "A$": ("AUD",), "AU$": ("AUD",), "HK$": ("HKD",), "NT$": ("TWD",),
    "S$": ("SGD",), "NZ$": ("NZD",), "R$": ("BRL",), "€": ("EUR",), "£": ("GBP",), "₩": ("KRW",), "₹": ("INR",),
    "₺": ("TRY",), "zł": ("PLN",), "Kč": ("CZK",), "円": ("JPY",), "元": ("CNY",), "원": ("KRW",),
    "$": ("USD", "CAD", "AUD", "HKD", "TWD", "SGD", "NZD", "MXN"),
    "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "kr": ("SEK", "NOK", "DKK"),
}  # fmt: skip
# A shop prints "1.299,- €" or "1'299.– CHF" for an amount without cents, and "50k" for thousands.
AMOUNT = re.compile(
    rf"(?P<before>\D*)(?P<number>{NUMBER})(?P<thousand> ?[kK](?![A-Za-zč]))?(?P<more> ?\+)?"
    r"(?:[.,][-–—]{1,2})?(?P<after>\D*)"
)
RANGE = re.compile(rf"([^{re.escape(DASHES)}]*\d[^\d{re.escape(DASHES)}]*?){TO}([^\d{re.escape(DASHES)}]*\d.*)")


@dataclass(frozen=True)
class Money:
    """An amount of `currency` (ISO 4217); of a range the upper end. `bound` is as in `Quantity`."""

    amount: float
    currency: str
    bound: str


def parse(printed: str, currency: str | None = None, lang: str = "en", hourly: bool = False) -> Money:
    """Return the price that `printed` states, such as ``6950 USD`` or ``6.950,00 €``.

    `currency` settles a symbol that several countries share; `lang` is the page's language; `hourly` says that it is rented by the
    hour. Raises QuantityError.
    """
    bound, text = qualifier(squeeze(printed))
    span = RANGE.fullmatch(text)
    amounts, marks = [], [currency] if currency else []
    for end in span.groups() if span else (text,):
        match = AMOUNT.fullmatch(end)
        if not match:
            raise QuantityError(
                f'"{printed}" is not a price; write the amount and the ISO currency, such as "3,999 USD"'
            )
        number = _amount(match["number"], lang, hourly or bool(match["thousand"]))
        amounts.append(number.value * (1000 if match["thousand"] else 1))
        marks += f"{match['before']} {match['after']}".split()
        if match["more"]:
            bound = "at_least"
    if span and amounts[0] >= amounts[1]:
        raise QuantityError(f'"{printed}": a range runs from the smaller to the larger price')
    if not amounts[-1]:
        raise QuantityError(f'"{printed}": a price is more than nothing')
    return Money(float(amounts[-1]), _currency(marks, printed), "range" if span else bound)


def _amount(text: str, lang: str, small: bool) -> Number:
    """The amount in a printed price. Only small ones (by the hour, before a k) have three decimals: elsewhere a lone mark groups."""
    return next(readings(text, decimal_comma(lang))) if small else max(readings(text), key=lambda number: number.value)


def _currency(marks: list[str], printed: str) -> str:
    """The one currency that all marks beside an amount can mean."""
    if not marks:
        raise QuantityError(f'"{printed}" names no currency; write it as an ISO code, such as "3,999 USD"')
    meanings = [_meanings(mark, printed) for mark in marks]
    possible = [code for code in meanings[0] if all(code in others for others in meanings)]
    if not possible:
        raise QuantityError(f'"{printed}" needs exactly one currency, but {" and ".join(marks)} differ')
    if len(possible) > 1:
        raise QuantityError(
            f'"{printed}": "{marks[0]}" is used by several countries; write the ISO code ({", ".join(possible)})'
        )
    return possible[0]


def _meanings(mark: str, printed: str) -> tuple[str, ...]:
    if mark in CODES:
        return (mark,)
    if mark in SYMBOLS:
        return SYMBOLS[mark]
    raise QuantityError(f'"{printed}": unknown currency "{mark}"; write an ISO 4217 code, such as USD')
