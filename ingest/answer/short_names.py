"""Names cut short once they were named in full: "the 4090" in a text about RTX cards, "the Spark" after a DGX Spark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.answer import unit_words, vocabulary
from ingest.answer.tokens import Token

SHORTEST_WORD = 5
DIGITS = 4


class ShortNames:
    """What a document has named so far, and the short forms that follow from it."""

    def __init__(self) -> None:
        self._by_number: dict[str, dict[str, str]] = {}
        self._brands: set[str] = set()
        self._by_word: dict[str, str | None] = {}

    def register(self, words: Sequence[str], joined: str) -> None:
        """Note a name of the base: a number of four digits at its end stands for it where its brand is clear."""
        if len(words) > 1 and len(words[-1]) == DIGITS and words[-1].isdigit():
            known = self._by_number.setdefault(words[-1], {})
            if len(joined) < len(known.get(words[-2], joined + "x")):
                known[words[-2]] = joined

    def expect(self, texts: Iterable[str]) -> None:
        """Note the brands that a document names anywhere, so that "my 3090" is one before "RTX 3090" is written in full."""
        wanted = {brand for known in self._by_number.values() for brand in known if brand.isalpha()}
        for text in texts:
            lowered = text.casefold()
            self._brands |= {brand for brand in wanted - self._brands if f"{brand} " in lowered}

    def learn(self, tokens: Sequence[Token], joined: str) -> None:
        """Note a name that the document has written in full."""
        words = [token for token in tokens if token.folded]
        if len(words) < 2:
            return
        if words[-1].kind == "number":
            self._brands.add(words[-2].folded)
        elif words[-1].text[0].isupper() and len(words[-1].text) >= SHORTEST_WORD and words[-1].kind == "word":
            known = self._by_word.setdefault(words[-1].folded, joined)
            if known != joined:
                self._by_word[words[-1].folded] = None  # two products end so

    def find(self, tokens: Sequence[Token], place: int) -> tuple[bool, str | None]:
        """Return whether a short name stands at `place`, and the name that it stands for; None where that is not clear."""
        token = tokens[place]
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if (
            before is None
            or before.folded not in vocabulary.ARTICLES
            or (after and after.glued and after.kind != "mark")
        ):
            return False, None
        if token.kind == "number" and self._is_model_number(token.text) and not unit_words.at(tokens, place + 1, None):
            brands = [joined for brand, joined in self._by_number.get(token.text, {}).items() if brand in self._brands]
            return True, brands[0] if len(brands) == 1 else None
        if token.folded in self._by_word and token.text[0].isupper() and not (after and after.text[0].isupper()):
            return self._by_word[token.folded] is not None, self._by_word[token.folded]
        return False, None

    def _is_model_number(self, text: str) -> bool:
        """Whether a number behind an article is a product's: a known one, or a round one that is no year where products were named."""
        if text in self._by_number:
            return True
        return (
            bool(self._brands)
            and len(text) == DIGITS
            and text.isdigit()
            and text.endswith("0")
            and not text.startswith("20")
        )
