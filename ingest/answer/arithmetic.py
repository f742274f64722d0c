"""Sums that a text does itself: 2 × 4,999 is not "around 8,000". `quantity` reads the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.answer import cues, vocabulary
from ingest.answer.parts import Raw
from ingest.answer.tokens import Token
from ingest.quantity import QuantityError, readings

RESULTS = {"=", "≈", "~", "→"}
RESULT_WORDS = {
    "is",
    "makes",
    "gives",
    "equals",
    "totals",
    "total",
    "about",
    "around",
    "roughly",
    "approximately",
    "eder",
    "yapar",
    "yaklasik",
    "toplam",
    "ergibt",
    "macht",
    "sind",
    "etwa",
    "rund",
    "zusammen",
    "insgesamt",
    "soit",
    "environ",
    "fait",
    "donne",
    "son",
    "unos",
    "aproximadamente",
    "fa",
    "circa",
    "sono",
    "cerca",
    "da",
    "wynosi",
    "daje",
    "okolo",
    "blir",
    "ungefar",
    "noin",
    "yhteensa",
    "составляет",
    "около",
    "comes",
    "cost",
    "costs",
    "combined",
    "price",
    "so",
}
MOST_BETWEEN = 14  # tokens between the factors and their product
TOLERANCE = 0.055  # what "around" may round away
CENTS = 0.015  # and what a total without "around" may


def products(tokens: Sequence[Token], raws: Sequence[Raw]) -> list[str]:
    """Return a sentence for every product in `tokens` that is given a value it does not have."""
    found = []
    for place in range(1, len(tokens) - 1):
        if tokens[place].text not in vocabulary.TIMES or tokens[place].text == "*":
            continue
        left, right = _number(tokens, place - 1), _number(tokens, place + 1)
        if right is None and place + 2 < len(tokens):
            right = _number(tokens, place + 2)  # 2 × $4,999
        if left is None or right is None or tokens[place - 1].text.count(".") > 1:
            continue
        if message := _check(tokens, place, tokens[place - 1].text, left, right):
            found.append(message)
    found += _each(tokens, raws)
    return found


def _each(tokens: Sequence[Token], raws: Sequence[Raw]) -> list[str]:
    """Two machines "at 4,999 each" and a total in the same sentence."""
    prices = [raw for raw in raws if raw.dimension == "price"]
    apiece = {hit.first for hit in cues.EACH.find(tokens)}
    counts = [
        cues.COUNTS[token.folded] for token in tokens if token.kind == "word" and cues.COUNTS.get(token.folded, 1) > 1
    ]
    if len(prices) != 2 or len(set(counts)) != 1 or not apiece:
        return []
    first, second = prices
    unit, total = (
        (first, second)
        if any(first.last < hit <= first.last + 3 or first.first - 3 <= hit < first.first for hit in apiece)
        else (second, first)
    )
    one, whole = _value(unit.clean), _value(total.clean)
    if one is None or whole is None or _fits(one * counts[0], whole, total.bound == "about"):
        return []
    return [f"{counts[0]} × {unit.printed} is {one * counts[0]:,.0f}, not {total.printed}"]


def _check(tokens: Sequence[Token], place: int, printed: str, left: float, right: float) -> str | None:
    """The message about the product at `place`, if a value behind it is not its value."""
    claimed = False
    about = False
    for here in range(place + 2, min(place + 2 + MOST_BETWEEN, len(tokens))):
        token = tokens[here]
        claimed = claimed or token.text in RESULTS or token.folded in RESULT_WORDS
        about = about or token.text in {"≈", "~"} or bool(cues.BOUND_BEFORE.find(tokens[here : here + 1]))
        if token.text in {";", "×"}:
            return None
        if token.kind == "number" and claimed and (value := _number(tokens, here)) is not None and here > place + 2:
            product = left * right
            if value < max(left, right) or _fits(product, value, about) or _fits(product / 1000, value, about):
                return None
            return f"{printed} × {right:,.10g} is {product:,.10g}, not {token.text}"
    return None


def _fits(product: float, value: float, about: bool) -> bool:
    return abs(product - value) <= (TOLERANCE if about else CENTS) * product


def _number(tokens: Sequence[Token], place: int) -> float | None:
    """The number at a place, the larger reading where a lone mark leaves two; None if there is none."""
    return _value(tokens[place].text) if tokens[place].kind == "number" else None


def _value(text: str) -> float | None:
    digits = text.strip("$€£₺¥ ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    thousand = digits.endswith(("k", "K"))
    try:
        found = [float(number.value) for number in readings(digits.rstrip("kK"))]
    except QuantityError:
        return None
    return max(found) * (1000 if thousand else 1)
