"""Names in a sentence -> the platforms they mean. A name that fits several variants gives them all; other hardware is a stranger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from ingest.answer import cues, vocabulary
from ingest.answer.knowledge import Knowledge
from ingest.answer.parts import Mention
from ingest.answer.short_names import ShortNames
from ingest.answer.tokens import Token, fold, tokenise
from ingest.quantity import DASHES, HYPHENS

LONGEST_NAME = 12  # tokens, marks between them not counted
SHORT = 3  # letters; a name as short as M5 counts only as written, and near its maker's name
SHORTEST_MISSPELT = 5
MOST_DEVICES = 144  # in one sentence about several of a kind
JOINERS = set("-‐‑–()®™+/.")


class Names:
    """Every name in the base, folded, for looking up runs of tokens."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.whole: dict[str, dict[str, bool]] = {}
        self.raw: dict[str, set[str]] = {}
        self.prefixes: dict[str, set[str]] = {}
        # What a name begins with stands for its family before "series"; in other languages it may be just "GPU NVIDIA".
        self.families: dict[str, set[str]] = {}
        self.english: set[str] = set()
        self.vendors = {fold(row["vendor"]) for row in knowledge.platforms.values()}
        self.vendor_of = {platform: fold(row["vendor"]) for platform, row in knowledge.platforms.items()}
        self.next_words: dict[str, set[str]] = {}
        self.short = ShortNames()
        for name in knowledge.names:
            words = [token.folded for token in tokenise(name.alias) if token.folded]
            joined = "".join(words)
            if not joined:
                continue
            self.whole.setdefault(joined, {})[name.platform_id] = name.ambiguous
            self.raw.setdefault(joined, set()).add(name.alias)
            if name.lang == "en":
                self.english.add(joined)
            self.short.register(words, joined)
            for count in range(1, len(words)):
                prefix = "".join(words[:count])
                self.prefixes.setdefault(prefix, set()).add(name.platform_id)
                if name.lang == "en":
                    self.families.setdefault(prefix, set()).add(name.platform_id)
                self.next_words.setdefault(prefix, set()).add(words[count])
        self._resembling = lru_cache(maxsize=10_000)(self._resembling_uncached)

    def find(self, tokens: Sequence[Token], text_has: frozenset[str]) -> list[Mention]:
        """Return the names in a sentence, in their order. `text_has` are the makers that the document names."""
        found: list[Mention] = []
        place = 0
        while place < len(tokens):
            mention = None
            if tokens[place].kind in {"word", "cjk", "number"} and not (
                tokens[place].kind == "number" and tokens[place].glued
            ):
                mention = (
                    self._known(tokens, place, text_has)
                    or self._short(tokens, place)
                    or self._stranger_alone(tokens, place, text_has)
                    or self._model(tokens, place)
                )
            if mention is None:
                place += 1
                continue
            found.append(mention)
            place = mention.last + 1
        return found

    def _known(self, tokens: Sequence[Token], place: int, text_has: frozenset[str]) -> Mention | None:
        """The longest name that begins at `place`: whole, as a family, or misspelt."""
        joined, best, family, misspelt, unsure = "", None, None, None, None
        words = 0
        before = ""
        for here in range(place, min(len(tokens), place + 2 * LONGEST_NAME)):
            token = tokens[here]
            if not token.folded:
                goes_on = here + 1 < len(tokens) and tokens[here + 1].kind == "word"
                if (
                    here > place
                    and not _is_spaced_dash(tokens, here)
                    and (token.text in JOINERS or (token.text == "," and goes_on))
                ):
                    continue
                break
            words += 1
            before, joined = joined, joined + self._translated(token, tokens, here, place)
            if joined in self.whole and not self._runs_on(tokens, here):
                if self._fits_its_shape(joined, tokens, place, here, text_has):
                    best = (joined, here)
                elif not token.text.islower():
                    unsure = here
            elif self._inflected(token.folded, before) and self._may_end(tokens, here):
                best = (before + self._stem(token.folded, before), here)
            if words == 1 and joined not in self.prefixes and joined not in self.whole:
                return self._turned(tokens, place)
            if joined not in self.prefixes:
                if best is None and words >= 2 and before in self.prefixes:
                    near = self._resembling(before, token.folded)
                    if near and not token.glued:
                        misspelt = (near, here)
                break
            if words >= 2 and joined in self.families and self._series_follows(tokens, here):
                family = (joined, here)
        if family and (best is None or family[1] > best[1]):
            return self._mention("family", tokens, place, family[1] + 1, dict.fromkeys(self.families[family[0]], True))
        if best:
            name, last = best
            if name not in self.english and (longer := self._longer_inside(tokens, place, last, text_has)):
                return longer
            if self._series_follows(tokens, last) and name in self.families:
                bearers = {*self.families[name], *self.whole[name]}
                return self._mention("family", tokens, place, last + 1, dict.fromkeys(bearers, True))
            if self._variant_follows(tokens, last, name) or _is_rack(tokens, last):
                return self._mention("stranger", tokens, place, last + 1, {})
            self.short.learn(tokens[place : last + 1], name)
            return self._mention("exact", tokens, place, last, self.whole[name])
        if misspelt:
            return self._mention("misspelt", tokens, place, misspelt[1], self.whole[misspelt[0]])
        if unsure is not None and unsure > place:  # M5 may be a chip or a screw: nobody's figure is guessed beside it
            return self._mention("stranger", tokens, place, unsure, {})
        return None

    def _longer_inside(
        self, tokens: Sequence[Token], place: int, last: int, text_has: frozenset[str]
    ) -> Mention | None:
        """A name that begins within another language's and goes on beyond it: "GPU RTX PRO 6000" before "Server Edition"."""
        for start in range(place + 1, last + 1):
            found = self._known(tokens, start, text_has) if tokens[start].folded else None
            if found and found.kind == "exact" and found.last > last:
                return found
        return None

    def _short(self, tokens: Sequence[Token], place: int) -> Mention | None:
        """A name cut short that was written in full before; a stranger where it is not clear which."""
        is_short, joined = self.short.find(tokens, place)
        if not is_short:
            return None
        if joined is None:
            return self._mention("stranger", tokens, place, place, {})
        return self._mention("exact", tokens, place, place, self.whole[joined])

    def _mention(self, kind: str, tokens: Sequence[Token], first: int, last: int, bearers: dict[str, bool]) -> Mention:
        """A name between two tokens; `bearers` tells of each platform whether it bears the name only among others."""
        printed = "".join(("" if t.glued or n == 0 else " ") + t.text for n, t in enumerate(tokens[first : last + 1]))
        firm = tuple(sorted(platform for platform, ambiguous in bearers.items() if not ambiguous))
        count = max(_count(tokens, first), _count_behind(tokens, last))
        return Mention(kind, printed, tuple(sorted(bearers)), first, last, count, _is_standard(tokens, first), firm)

    def _translated(self, token: Token, tokens: Sequence[Token], here: int, place: int) -> str:
        """The token's spelling; beside "DGX" a translated product word counts as the word it stands for."""
        folded = token.folded
        if here > place and tokens[place].folded == "dgx" and folded not in self.next_words.get("dgx", set()):
            return _translation(folded) or folded
        return folded

    def _turned(self, tokens: Sequence[Token], place: int) -> Mention | None:
        """A name whose parts stand the other way round, as translators leave them: ``stacja DGX``, ``Spark DGX``."""
        word = _translation(tokens[place].folded) or tokens[place].folded
        if word and place + 1 < len(tokens) and tokens[place + 1].folded == "dgx" and "dgx" + word in self.whole:
            following = tokens[place + 2].folded if place + 2 < len(tokens) else ""
            if following not in self.next_words.get("dgx", set()):
                return self._mention("exact", tokens, place, place + 1, self.whole["dgx" + word])
        return None

    def _inflected(self, folded: str, before: str) -> bool:
        return bool(self._stem(folded, before))

    def _stem(self, folded: str, before: str) -> str:
        """The part of a name's last word that stands before an ending of some language; empty if there is none."""
        if not before and len(folded) < 6:
            return ""
        for length in range(len(folded) - 1, max(3, len(folded) - 6), -1):
            if (
                folded[length:] in vocabulary.ENDINGS
                and before + folded[:length] in self.whole
                and folded[length - 1].isalpha()
            ):
                return folded[:length]
        return ""

    def _may_end(self, tokens: Sequence[Token], here: int) -> bool:
        return not self._runs_on(tokens, here)

    def _runs_on(self, tokens: Sequence[Token], here: int) -> bool:
        """Whether a letter or digit is glued to the name's end, as in RTX 4090D."""
        return here + 1 < len(tokens) and tokens[here + 1].glued and tokens[here + 1].kind in {"word", "number"}

    def _fits_its_shape(
        self, joined: str, tokens: Sequence[Token], place: int, here: int, text_has: frozenset[str]
    ) -> bool:
        """Whether a name that is short, or a common word, is written as the name is, in a text that names its maker."""
        if place and tokens[place].glued and tokens[place - 1].kind in {"word", "number"}:
            return False
        written = "".join(("" if t.glued or n == 0 else " ") + t.text for n, t in enumerate(tokens[place : here + 1]))
        if len(joined) > SHORT and not (place == here and tokens[place].kind == "word"):
            return True
        makers = {self.vendor_of[platform] for platform in self.whole[joined]}
        as_written = any(written.replace(" ", "") == name.replace(" ", "") for name in self.raw[joined])
        return as_written and (bool(makers & text_has) or len(joined) > SHORT + 3)

    def _series_follows(self, tokens: Sequence[Token], here: int) -> bool:
        return here + 1 < len(tokens) and bool(cues.SERIES.find(tokens[here + 1 : here + 2]))

    def _variant_follows(self, tokens: Sequence[Token], last: int, name: str) -> bool:
        """Whether a word follows that makes it another product than those the base holds, as in RTX 5090 Ti."""
        if last + 1 >= len(tokens):
            return False
        after = tokens[last + 1]
        return (
            after.folded in vocabulary.VARIANT_WORDS
            and after.text[0].isupper()
            and after.folded not in self.next_words.get(name, set())
        )

    def _stranger_alone(self, tokens: Sequence[Token], place: int, text_has: frozenset[str]) -> Mention | None:
        """Hardware that the base does not hold, unless a name that it does hold begins within: Apple, then Mac Studio."""
        if machine := self._machine(tokens, place, text_has):
            return machine
        found = self._stranger(tokens, place)
        if found and any(self._known(tokens, here, text_has) for here in range(place + 1, found.last + 1)):
            return None
        return found

    def _machine(self, tokens: Sequence[Token], place: int, text_has: frozenset[str]) -> Mention | None:
        """A machine of several of a kind that the base holds one of: DGX H100, HGX B200. Its figures are its own."""
        if tokens[place].folded not in vocabulary.MACHINES or place + 1 >= len(tokens):
            return None
        behind = place + 2 if tokens[place + 1].text in HYPHENS and place + 2 < len(tokens) else place + 1
        part = self._known(tokens, behind, text_has)
        return self._mention("stranger", tokens, place, part.last, {}) if part else None

    def _stranger(self, tokens: Sequence[Token], place: int) -> Mention | None:
        """Hardware that the base does not hold, by the shape of its name: RTX 5060, A10, V100."""
        token = tokens[place]
        if token.kind != "word" or (not token.text[0].isupper() and token.folded not in vocabulary.BRANDS):
            return None
        if token.folded in vocabulary.CODE_NAMES:
            follows = place + 1 < len(tokens) and tokens[place + 1].folded in vocabulary.VARIANT_WORDS
            return self._mention("stranger", tokens, place, place + 1 if follows else place, {})
        last = place
        if token.folded in vocabulary.BRANDS:
            for here in range(place + 1, min(place + 6, len(tokens))):
                if tokens[here].kind == "number":
                    last = here
                    break
                if not tokens[here].folded and tokens[here].text not in JOINERS:
                    break
                if tokens[here].kind == "word" and not tokens[here].text[0].isupper() and not tokens[here].glued:
                    break
            if last == place:
                return None
        elif (
            token.text.isupper() and len(token.text) <= 3 and place + 1 < len(tokens) and tokens[place + 1].kind == "number"
            and (tokens[place + 1].glued or (tokens[place + 1].text == "-")) and token.folded not in vocabulary.NO_MODEL_NUMBERS
            and tokens[place + 1].text.isdigit() and 2 <= len(tokens[place + 1].text) <= 4
        ):  # fmt: skip
            last = place + 1
        else:
            return None
        while last + 1 < len(tokens) and tokens[last + 1].folded in vocabulary.VARIANT_WORDS:
            last += 1
        if (
            last + 1 < len(tokens)
            and tokens[last + 1].glued
            and tokens[last + 1].kind == "word"
            and len(tokens[last + 1].text) <= 2
        ):
            last += 1
        if last + 2 < len(tokens) and tokens[last + 1].kind == "number" and tokens[last + 2].text == "GB":
            last += 2  # A100 80GB is one name
        return self._mention("stranger", tokens, place, last, {})

    def _model(self, tokens: Sequence[Token], place: int) -> Mention | None:
        """A language model: 70B, Llama 3."""
        token = tokens[place]
        if (
            token.kind == "number"
            and place + 1 < len(tokens)
            and tokens[place + 1].glued
            and tokens[place + 1].text in {"B", "b"}
        ):
            if (
                place + 2 < len(tokens)
                and tokens[place + 2].glued
                and tokens[place + 2].text != "-"
                and tokens[place + 2].kind != "mark"
            ):
                return None
            return Mention("model", token.text + "B", (), place, place + 1)
        if token.kind != "number" and cues.MODELS.find(tokens[place : place + 1]):
            return Mention("model", token.text, (), place, place)
        return None

    def _resembling_uncached(self, before: str, word: str) -> str | None:
        """The one name that begins as `before` and goes on with a word one slip away from `word`; digits never slip."""
        if len(word) < SHORTEST_MISSPELT or not word.isalpha():
            return None
        near = {
            before + candidate
            for candidate in self.next_words.get(before, ())
            if candidate.isalpha() and len(candidate) >= SHORTEST_MISSPELT - 1 and before + candidate in self.whole
            and DamerauLevenshtein.distance(candidate, word, score_cutoff=1) <= 1
        }  # fmt: skip
        return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=10_000)
def _translation(folded: str) -> str | None:
    """The English word of a product's name that a translated one stands for, whatever its ending."""
    if folded in cues.TRANSLATED:
        return cues.TRANSLATED[folded]
    for length in range(len(folded) - 1, 4, -1):
        if folded[:length] in cues.TRANSLATED and folded[length:] in vocabulary.ENDINGS:
            return cues.TRANSLATED[folded[:length]]
    return None


def _is_spaced_dash(tokens: Sequence[Token], here: int) -> bool:
    """Whether a dash stands free, as between a name and what is said of it: "DGX Spark – 128 GB"."""
    apart = here + 1 < len(tokens) and not tokens[here + 1].glued
    return tokens[here].text in DASHES and not tokens[here].glued and apart


def _is_rack(tokens: Sequence[Token], last: int) -> bool:
    """Whether "NVL72" follows a name: then a rack of as many is meant, whose figures are its own. H100 NVL is a card."""
    place = last + 1
    while place < len(tokens) and tokens[place].text in HYPHENS:
        place += 1
    return (
        place + 1 < len(tokens)
        and tokens[place].folded == "nvl"
        and tokens[place + 1].kind == "number"
        and tokens[place + 1].glued
    )


def _count(tokens: Sequence[Token], first: int) -> int:
    """How many the text speaks of: "two DGX Sparks", "8 × H100"; 1 where it says nothing."""
    place = first - 1
    times = False
    for _ in range(3):
        if place < 0:
            return 1
        token = tokens[place]
        if (
            token.text in vocabulary.TIMES
            or token.text in vocabulary.COUNTERS
            or token.folded in {"nvidia", "of", "adet", "a"}
        ):
            times = times or token.text in vocabulary.TIMES or token.text in vocabulary.COUNTERS
            place -= 1
            continue
        if token.kind == "number":
            plain = token.text.isdigit() and len(token.text) <= 3 and (times or place == first - 1)
            return int(token.text) if plain and 0 < int(token.text) <= MOST_DEVICES else 1
        return cues.COUNTS.get(token.folded, 1)
    return 1


def _count_behind(tokens: Sequence[Token], last: int) -> int:
    """How many a text speaks of that says so behind the name: "RTX 3090 x2", "RTX 3090 (×2)"; 1 where it does not."""
    place = last + 2 if last + 1 < len(tokens) and tokens[last + 1].text == "(" else last + 1
    if place + 1 >= len(tokens) or tokens[place].text not in vocabulary.TIMES - {"*"} or not tokens[place + 1].glued:
        return 1
    number = tokens[place + 1].text
    return int(number) if number.isdigit() and len(number) <= 3 and 0 < int(number) <= MOST_DEVICES else 1


def _is_standard(tokens: Sequence[Token], first: int) -> bool:
    """Whether the name is what something is compared with: it stands behind "than", or "compared with"."""
    if cues.ORDER.any(tokens[max(0, first - 3) : first]):  # "exceeds the DGX Spark"
        return True
    commas = [place for place in range(max(0, first - 10), first) if tokens[place].text in {",", "，"}]
    opening = tokens[commas[-1] if commas else max(0, first - 10) : first]
    if cues.THAN.any(opening[-5:]) or cues.COMPARED_FIRST.any(opening):
        return True
    return cues.THAN_AFTER_MORE.any(tokens[max(0, first - 2) : first]) and cues.MORE.any(
        tokens[max(0, first - 6) : first]
    )
