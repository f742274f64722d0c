"""Units as texts write them, spelled out and in many languages -> spellings of the table of units. `units` says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ingest import units
from ingest.answer import cues, vocabulary
from ingest.answer.tokens import Token, fold
from ingest.quantity import HYPHENS

# What the base measures, and the unit it is kept in.
TARGETS = {
    "bytes per second": "GB/s", "bytes": "GB", "bits per second": "GB/s", "bits": "bit", "operations per second": "TFLOP/s",
    "power": "W", "transfers per second": "MT/s", "count": "count",
}  # fmt: skip
NOT_UNITS = {
    "b",
    "B",
    "o",
    "bits",
    "byte",
    "bytes",
    "",
    '"',
    "in",
    "m",
    "g",
    "cm",
    "OP",
    "op",
    "OPS",
    "ops",
    "Ops",
    "FLOP",
    "flops",
    "KB",
    "kB",
    "Kb",
}
COUNTED = {
    "core",
    "cores",
    "kern",
    "kerne",
    "kernen",
    "cekirdek",
    "cekirdegi",
    "cekirdekli",
    "coeurs",
    "coeur",
    "nucleos",
    "nucleo",
    "rdzeni",
    "rdzenie",
    "karnor",
    "ydinta",
    "ядер",
    "ядра",
    "核",
    "コア",
    "코어",
    "nuclei",
}
SECONDS = {
    "s",
    "sn",
    "sec",
    "second",
    "saniye",
    "sekunde",
    "seconde",
    "segundo",
    "secondo",
    "sekund",
    "sekunti",
    "секунда",
    "секунду",
    "сек",
    "с",
    "秒",
    "초",
    "sek",
}


def at(tokens: Sequence[Token], place: int, lang: str | None) -> tuple[str, int, str] | None:
    """The unit that begins at `place`: its spelling in the table, the place of its last token, what it measures."""
    if place < len(tokens) and tokens[place].text in HYPHENS and place + 1 < len(tokens) and tokens[place + 1].glued:
        place += 1
    if place >= len(tokens) or tokens[place].kind not in {"word", "cjk"}:
        return None
    if scaled := _scaled(tokens, place, lang):
        return scaled
    if tokens[place].folded in COUNTED:
        return "cores", place, "count"
    if (
        tokens[place].folded in {"cuda", "shader", "stream", "gpu", "cpu", "arm"}
        and place + 1 < len(tokens)
        and tokens[place + 1].folded in COUNTED | {"processors"}
    ):
        return "cores", place + 1, "count"
    ai = 1 if tokens[place].text == "AI" and place + 1 < len(tokens) else 0
    place += ai
    spelled = vocabulary.SIZES.get(tokens[place].folded) or vocabulary.SIZES.get(tokens[place].text.casefold())
    best: tuple[str, int, str] | None = None
    text = ""
    for here in range(place, min(place + 6, len(tokens))):
        if here > place and not tokens[here].glued:
            break
        text += (spelled or tokens[here].text) if here == place else tokens[here].text
        if len(text) > 24:
            break
        found = units.find(text) if text not in NOT_UNITS else None
        if found and found.dimension in TARGETS:
            best = (text, here, found.dimension)
    if best is None:
        return None
    return _per_second(tokens, best) or best


def _per_second(tokens: Sequence[Token], best: tuple[str, int, str]) -> tuple[str, int, str] | None:
    """A size followed by "per second" in some language."""
    text, last, dimension = best
    if dimension not in {"bytes", "bits"}:
        return None
    if (
        last + 2 < len(tokens)
        and tokens[last + 1].text == "/"
        and tokens[last + 2].glued
        and tokens[last + 2].folded in SECONDS | {fold(s) for s in SECONDS}
    ):
        return f"{text}/s", last + 2, f"{dimension} per second"
    hits = [hit for hit in cues.PER_SECOND.find(tokens[last + 1 : last + 4]) if hit.first == 0]
    return (
        (f"{text}/s", last + 1 + hits[0].last, f"{dimension} per second") if hits and units.find(f"{text}/s") else None
    )


@lru_cache(maxsize=64)
def _scales(lang: str | None) -> dict[str, str]:
    """The words for powers of ten in a language, each with its prefix; a language's own meaning goes before the general one."""
    found: dict[str, str] = {}
    for prefix, by_language in vocabulary.SCALES.items():
        for word in by_language.get("*", "").split():
            found.setdefault(fold(word), prefix)
    for prefix, by_language in vocabulary.SCALES.items():
        for word in by_language.get(lang or "en", "").split():
            found[fold(word)] = prefix
    return found


def _scaled(tokens: Sequence[Token], place: int, lang: str | None) -> tuple[str, int, str] | None:
    """A power of ten in words with operations behind it: ``biljoner operationer per sekund``."""
    prefix = _scales(lang).get(tokens[place].folded)
    if prefix is None or len(prefix) > 1:
        return None
    hits = [hit for hit in cues.OPERATIONS.find(tokens[place + 1 : place + 5]) if hit.first <= 2]
    if not hits:
        return None
    last = place + 1 + hits[0].last
    seconds = [hit for hit in cues.PER_SECOND.find(tokens[last + 1 : last + 6]) if hit.first <= 2]
    return f"{prefix}OPS", last + 1 + seconds[0].last if seconds else last, "operations per second"
