"""Words of the lexicon -> places in a sentence where they stand. Compiled once; a sentence is looked through once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.answer import lexicon, vocabulary
from ingest.answer.tokens import Token, fold, tokenise

SHORTEST_STEM = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a sentence: what it says, and the places of its first and last token."""

    cue: str
    first: int
    last: int


class Cues:
    """Phrases, each with what it says. `find` returns where they stand in a list of tokens, the longest at each place."""

    def __init__(self, phrases: dict[str, str]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for cue, text in phrases.items():
            for phrase in text.split("|"):
                words = tuple(
                    token.folded + ("*" if token is last and phrase.strip().endswith("*") else "")
                    for tokens in [[t for t in tokenise(phrase.strip().rstrip("*")) if t.folded]]
                    for last in tokens[-1:]
                    for token in tokens
                )
                if words:
                    first, rest = words[0], words[1:]
                    where = self._stems if first.endswith("*") else self._exact
                    where.setdefault(first.rstrip("*"), []).append((rest, cue))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._starting = lru_cache(maxsize=50_000)(self._starting_uncached)

    def _starting_uncached(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        found = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found += self._stems.get(word[:length], ())
        return tuple(sorted(found, key=lambda entry: -len(entry[0])))

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """Return the cues in `tokens`. Several may stand at one place; of one cue the longest phrase is taken."""
        words = [(place, token.folded) for place, token in enumerate(tokens) if token.folded]
        found = []
        for position, (place, word) in enumerate(words):
            seen: set[str] = set()
            for rest, cue in self._starting(word):
                if cue in seen or position + len(rest) >= len(words):
                    continue
                if all(_fits(words[position + step][1], wanted) for step, wanted in enumerate(rest, start=1)):
                    seen.add(cue)
                    found.append(Hit(cue, place, words[position + len(rest)][0]))
        return found

    def has(self, cue: str, tokens: Sequence[Token]) -> bool:
        """Whether one cue stands in `tokens`."""
        return any(hit.cue == cue for hit in self.find(tokens))

    def any(self, tokens: Sequence[Token]) -> bool:
        """Whether any cue stands in `tokens`."""
        return bool(self.find(tokens))


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


METRIC = Cues(lexicon.CUES)
BOUND_BEFORE = Cues(lexicon.BOUNDS_BEFORE)
BOUND_AFTER = Cues(lexicon.BOUNDS_AFTER)
DENIED_BEFORE = Cues({"denied": lexicon.DENIALS_BEFORE})
DENIED_AFTER = Cues({"denied": lexicon.DENIALS_AFTER})
HEARSAY = Cues({"hearsay": lexicon.HEARSAY})
NEED = Cues({"need": lexicon.NEED})
ENOUGH = Cues({"enough": lexicon.ENOUGH})
VERSUS = Cues({"versus": lexicon.VERSUS})
MODELS = Cues({"model": lexicon.MODELS})
ORDER = Cues({"lower": lexicon.LOWER, "higher": lexicon.HIGHER, "equal": lexicon.EQUAL})
BARE_ORDER = Cues({"lower": lexicon.BARE_LOWER, "higher": lexicon.BARE_HIGHER})
COMPARED_FIRST = Cues({"first": lexicon.COMPARED_FIRST})
COMPARED_AFTER = Cues({"after": lexicon.COMPARED_AFTER})
THAN = Cues({"than": lexicon.THAN})
THAN_AFTER_MORE = Cues({"than": lexicon.THAN_AFTER_MORE})
MORE = Cues({"more": lexicon.MORE})
RATIO = Cues({"ratio": lexicon.RATIOS})
SPEED = Cues({"speed": lexicon.SPEED})
PRONOUNS = Cues({"pronoun": lexicon.PRONOUNS})
LATTER = Cues({"latter": lexicon.LATTER})
FORMER = Cues({"former": lexicon.FORMER})
RELATIVE = Cues({"relative": lexicon.RELATIVE})
RESPECTIVELY = Cues({"respectively": lexicon.RESPECTIVELY})
EACH = Cues({"each": lexicon.EACH})
AND = Cues({"and": lexicon.AND})
TIES = Cues({"tie": lexicon.TIES_FORWARD, "strong": lexicon.STRONG_FORWARD})
CLAUSES = Cues({"clause": lexicon.CLAUSES})
SERIES = Cues({"series": vocabulary.SERIES})
PORTABLE = Cues({"portable": vocabulary.PORTABLE})
PER_SECOND = Cues({"per second": vocabulary.PER_SECOND})
OPERATIONS = Cues({"operations": vocabulary.OPERATIONS})
COUNTS = {fold(word): number for number, words in vocabulary.NUMBER_WORDS.items() for word in words.split()}
TRANSLATED = {fold(word): stem for stem, words in vocabulary.TRANSLATED.items() for word in words.split()}


def language(texts: Iterable[str]) -> str | None:
    """Return the language that most of the words speak for, or None: two letters, as in a source's `lang`."""
    counts = dict.fromkeys(vocabulary.STOPWORDS, 0)
    scripts = {"zh": 0, "ja": 0, "ko": 0, "ru": 0}
    words = {
        word: [lang for lang, stop in vocabulary.STOPWORDS.items() if word in stop.split()]
        for stop in vocabulary.STOPWORDS.values()
        for word in stop.split()
    }
    read = 0
    for text in texts:
        for word in text.casefold().split():
            for lang in words.get(word.strip(".,;:!?()\"'"), ()):
                counts[lang] += 1
            first = word[0]
            if "\u4e00" <= first <= "\u9fff":
                scripts["zh"] += 1
            if any("\u3040" <= character <= "\u30ff" for character in word[:20]):
                scripts["ja"] += 3
            if "\uac00" <= first <= "\ud7a3":
                scripts["ko"] += 1
            read += 1
        if read > 5_000:
            break
    for lang in ("ja", "ko", "zh"):
        if scripts[lang] > 2 and scripts[lang] > max(counts.values()) / 2:
            return lang
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda lang: counts[lang]) if best >= 2 and best > second else None
