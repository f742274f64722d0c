"""Words and signs around a number -> its bound: up to, at least, about; and whether the text denies it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.answer import cues
from ingest.answer.cues import Hit
from ingest.answer.parts import Raw
from ingest.answer.tokens import Token

SIGNS_OF_BOUND = {
    "~": "about",
    "≈": "about",
    "∼": "about",
    "<": "up_to",
    "≤": "up_to",
    ">": "at_least",
    "≥": "at_least",
    "±": "about",
}
# Words that bound a number in one language and mean something else in another.
ONLY_IN: dict[str, set[str | None]] = {
    "do": {"pl", "cs"}, "ate": {"pt"}, "ab": {"de"}, "az": {"hu"}, "tot": {"nl"}, "over": {"en", "nl", "sv", "da", None},
    "unter": {"de"}, "uber": {"de"}, "some": {"en"}, "rund": {"de"}, "ca": {"de", "sv", "nl", "da", "en", "it"}, "no": {"es"},
    "ei": {"fi"}, "nie": {"pl"}, "pas": {"fr"}, "inte": {"sv"}, "not": {"en", None}, "kadar": {"tr", None}, "minst": {"sv", "da"},
    "from": set(), "desde": set(), "starting": set(), "uns": {"pt"},
}  # fmt: skip
ARTICLES = {"a", "an", "un", "une", "ein", "eine", "de", "di", "der"}
CURRENCY_SIGNS = {"$", "€", "£", "₺", "₩", "₹", "¥"}


class Bounds:
    """The words of a sentence that bound or deny numbers. Built once for a sentence, asked for each number in it."""

    def __init__(self, tokens: Sequence[Token], lang: str | None) -> None:
        self.tokens = tokens
        self.lang = lang
        before = [hit for hit in cues.BOUND_BEFORE.find(tokens) if self._holds(hit)]
        self.before = {hit.last: hit for hit in before}
        self.after = {
            hit.first: hit for hit in cues.BOUND_AFTER.find(tokens) if hit.first < hit.last or self._holds(hit)
        }
        self.denied = [hit.last for hit in cues.DENIED_BEFORE.find(tokens) if self._holds(hit)]
        self.denied_after = [hit.first for hit in cues.DENIED_AFTER.find(tokens)]

    def of(self, raw: Raw) -> Raw:
        """Return the number with its bound, and whether the text denies it."""
        phrase = self.before.get(raw.first - 1)
        first = phrase.first if phrase else raw.first
        denied = any(first - 2 <= place < first for place in self.denied)
        denied = denied or any(raw.last < place <= raw.last + 3 for place in self.denied_after)
        return replace(raw, bound=self._before(raw) or self._after(raw) or "exact", denied=denied)

    def _holds(self, hit: Hit) -> bool:
        """Whether a word means what it means in the language of the text."""
        word, before = self.tokens[hit.first].folded, self.tokens[hit.first - 1].folded if hit.first else ""
        if word == "uber" and before.startswith("verfug"):  # "verfügt über 24 GB" has 24 GB
            return False
        return self.lang in ONLY_IN.get(word, {self.lang})

    def _before(self, raw: Raw) -> str | None:
        """The bound stated in front of a number, with an article between at most."""
        for place in (raw.first - 1, raw.first - 2):
            if place < 0:
                return None
            token = self.tokens[place]
            if token.text in SIGNS_OF_BOUND:
                return SIGNS_OF_BOUND[token.text]
            if place in self.before:
                return self.before[place].cue
            if token.folded not in ARTICLES and token.text not in CURRENCY_SIGNS | {":"}:
                return None
        return None

    def _after(self, raw: Raw) -> str | None:
        """The bound stated behind a unit, as in ``8 TB/s'ye kadar``, ``128 GB+`` or ``8 TB/s 以上``."""
        for place in range(raw.last + 1, min(raw.last + 4, len(self.tokens))):
            token = self.tokens[place]
            if place in self.after:
                return self.after[place].cue
            if token.text == "+" and token.glued:
                return "at_least"
            if token.text not in {"'", "’", "-"} and not token.glued:
                return None
        return None
