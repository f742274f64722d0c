"""Why a figure was chosen, in the reader's language. The base says it in English; the texts `reason.…` are these sentences, with gaps."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from web.language import DEFAULT, Language, languages

# What a gap can hold, by how its name ends; what is not an id of ours is taken as it is.
GAPS = {"kind": r"[a-z-]+", "stage": r"[a-z]+", "n": r"\d+", "because": r".+", "why": r".+"}


def reason(language: Language, text: str) -> str:
    """Return a reason in a language; as it is where the texts do not have its like."""
    return text if not text else _reason(language.code, text)


@lru_cache(maxsize=5000)
def _reason(code: str, text: str) -> str:
    language = languages()[code]
    for key, sentence in _sentences():
        found = sentence.fullmatch(text)
        if found:
            held = {name: _word(language, name, value) for name, value in found.groupdict().items()}
            return language.texts[key].format(**held)
    return text


def _word(language: Language, gap: str, value: str) -> str:
    if gap.endswith("kind"):
        return language.word("source_kind", value)
    if gap.endswith("stage"):
        return language.word("stage", value)
    return reason(language, value) if gap == "because" else value


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    """The sentences by their keys. Those with fewest gaps first: a gap can hold much."""
    texts = languages()[DEFAULT].texts
    known = [(key, text) for key, text in texts.items() if key.startswith("reason.")]
    return [(key, _pattern(text)) for key, text in sorted(known, key=lambda pair: pair[1].count("{"))]


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", text)
    return re.compile("".join(_gap(part) if place % 2 else re.escape(part) for place, part in enumerate(parts)))


def _gap(name: str) -> str:
    return f"(?P<{name}>{GAPS[name.split('_')[-1]]})"
