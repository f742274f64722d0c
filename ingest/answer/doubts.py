"""Why a figure that nobody in the base states may still not be false: the sentence may not state it of one product, plainly.

To call a true figure false is the worst that a check can do, so that `contradicted` is kept for plain statements. Here is what
is none: questions, suppositions and denials; the figure of several together, of a part, or of a change; another product without
a name; the memory of the computer around a card; a smaller configuration of a chip.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.answer import cues, doubt_words
from ingest.answer.cues import Cues
from ingest.answer.parts import Mention, Raw, Reading
from ingest.answer.scene import Scene
from ingest.answer.tokens import Token
from ingest.query import Row

SUPPOSED = Cues({"supposed": doubt_words.SUPPOSED})
DENYING = Cues({"denying": doubt_words.DENYING})
SEVERAL = Cues({"several": doubt_words.SEVERAL})
PART = Cues({"part": doubt_words.PART})
PIECES = Cues({"pieces": doubt_words.PIECES})
CHANGE = Cues({"change": doubt_words.CHANGE})
MORE_BEHIND = Cues({"more": doubt_words.MORE_BEHIND})
BY_BEFORE = Cues({"by": doubt_words.BY_BEFORE})
RELATED = Cues({"related": doubt_words.RELATED})
GENERAL = Cues({"general": doubt_words.GENERAL})
HOST_MEMORY = Cues({"host": doubt_words.HOST_MEMORY})
QUESTION_MARKS = {"?", "？", "؟"}
BREAKS = {";", "；", "。", "|"}
BEFORE, BEHIND = 14, 12  # tokens around a figure that speak of it
CLOSE_BEFORE, CLOSE_BEHIND = 6, 4
MOST_ABOVE = 80  # tokens of headings and heads of columns that are looked at
TIMES = {"x", "X", "×"}
BOARDS = ("card", "module")  # kinds of platforms that sit in a computer with a memory of its own
GROWS_WITH_NUMBER = ("memory_capacity", "memory_bandwidth", "tdp", "memory2_capacity", "memory2_bandwidth")


def is_unsure(scene: Scene) -> str | None:
    """Return why a sentence states nothing at all: it asks, or it supposes. None where it does state."""
    if any(token.text in QUESTION_MARKS for token in scene.tokens[-3:]):
        return "the text asks it"
    return "the text says it of what might be" if SUPPOSED.any(scene.tokens) else None


def speaks_of_others(tokens: Sequence[Token], taken_up: bool = False) -> bool:
    """Whether words speak of products without naming them: a predecessor, a rival, a typical card.

    `taken_up` tells that a pronoun takes up the name from before: "its rival" is another product, "its other memory" is not.
    """
    return RELATED.any(tokens) or (not taken_up and GENERAL.any(tokens))


def leads_to_another(tokens: Sequence[Token]) -> bool:
    """Whether words between a name and a figure lead to another product: "… its successor has …"."""
    return RELATED.any(tokens)


def reason(
    scene: Scene, raw: Raw, owners: Sequence[Mention], reading: Reading, fact: Row, claims: Sequence[Row], kind: str
) -> str | None:
    """Return why a figure against `fact` is not plainly false, in words for the report; None where nothing speaks for it.

    `owners` are the names that it was bound to, `claims` what is said of the same metric, `kind` the kind of the platform.
    """
    if why := is_unsure(scene):
        return why
    above = scene.words_above[:MOST_ABOVE]
    if SUPPOSED.any(above) or cues.NEED.any(above):
        return "the heading speaks of what might be, or of what is needed"
    around = [*_around(scene, raw), *above]
    close = scene.tokens[max(0, raw.first - CLOSE_BEFORE) : raw.first]
    behind = scene.tokens[raw.last + 1 : raw.last + 1 + CLOSE_BEHIND]
    if behind and behind[0].kind == "cjk":  # a character is no word
        behind = scene.tokens[raw.last + 1 : raw.last + 1 + 2 * CLOSE_BEHIND]
    if DENYING.any(close) or _is_negated(close) or DENYING.any(behind):
        return "the text may deny it"
    larger = reading.value > (fact["high"] or fact["value"])
    if larger and fact["metric_id"] in GROWS_WITH_NUMBER and (SEVERAL.any(around) or _is_multiplied(scene, owners)):
        return "it may be the figure of several together"
    if fact["bound"] == "at_least" and reading.value >= fact["value"]:
        return "the base knows only that it is more than that"
    if not larger and (PART.any(around) or PIECES.any(scene.tokens[raw.last + 1 : raw.last + 3])):
        return "it may be the figure of a part, or of what is used or left"
    if _is_change(scene, raw, around):
        return "it may be a difference"
    if speaks_of_others(around):
        return "the sentence speaks of another product too"
    if other := _nameless(scene, raw, owners):
        return f'it may be about "{other}", which is not in the base'
    if fact["metric_id"] == "memory_capacity":
        if kind in BOARDS and HOST_MEMORY.any(scene.tokens[max(0, raw.first - 3) : raw.last + 4]):
            return "it may be the memory of the computer around it"
        if not larger and (kind == "chip" or "up_to" in {fact["bound"], *(claim["bound"] for claim in claims)}):
            return "it is sold with less memory too"
    return None


def is_difference(scene: Scene, raw: Raw) -> bool:
    """Whether a figure is how much more or less one product has than another: "8 GB more than the RTX 4090"."""
    compared = any(mention.standard for mention in scene.mentions)
    behind = scene.tokens[raw.last + 1 : raw.last + 3]
    before = scene.tokens[max(0, raw.first - 2) : raw.first]
    return compared and raw.bound == "exact" and (MORE_BEHIND.any(behind) or BY_BEFORE.any(before))


def _around(scene: Scene, raw: Raw) -> list[Token]:
    """The tokens before and behind a figure that speak of it, no farther than the clause's end."""
    first = max(0, raw.first - BEFORE)
    last = min(len(scene.tokens), raw.last + 1 + BEHIND)
    for place in range(raw.first - 1, first - 1, -1):
        if scene.tokens[place].text in BREAKS:
            first = place + 1
            break
    for place in range(raw.last + 1, last):
        if scene.tokens[place].text in BREAKS:
            last = place
            break
    return [*scene.tokens[first : raw.first], *scene.tokens[raw.last + 1 : last]]


def _is_negated(tokens: Sequence[Token]) -> bool:
    """Whether an English short form of "not" stands among tokens: doesn't, isn't."""
    return any(
        token.text == "t" and tokens[place - 1].text in {"'", "’"} and tokens[place - 2].folded.endswith("n")
        for place, token in enumerate(tokens)
        if place >= 2
    )


def _is_multiplied(scene: Scene, owners: Sequence[Mention]) -> bool:
    """Whether a name is followed by "x2", or stands in the plural: RTX 4090s."""
    for owner in owners:
        behind = scene.tokens[owner.last + 1 : owner.last + 4] if owner in scene.mentions else []
        words = [token for token in behind if token.text != "("]
        if len(words) > 1 and words[0].text in TIMES and words[1].kind == "number":
            return True
        if owner in scene.mentions and scene.tokens[owner.last].text == "s":
            return True
    return False


def _is_change(scene: Scene, raw: Raw, around: Sequence[Token]) -> bool:
    """Whether a figure is what something grows by, or from: a verb near it, "by" before it, or "more" behind it."""
    if CHANGE.any(around) or MORE_BEHIND.any(scene.tokens[raw.last + 1 : raw.last + 3]):
        return True
    return BY_BEFORE.any(scene.tokens[max(0, raw.first - 1) : raw.first])


def _nameless(scene: Scene, raw: Raw, owners: Sequence[Mention]) -> str | None:
    """A capitalised word in the figure's own clause that may be another product's name, where the owner is not named there.

    In German every noun has a capital, and in a heading many words; then more is left open than need be.
    """
    starts = [place for place in scene.clause_starts if place < raw.first]
    first = starts[-1] + 1 if starts else 0
    if not first or any(owner in scene.mentions and first <= owner.first < raw.first for owner in owners):
        return None
    named = {place for mention in scene.mentions for place in range(mention.first, mention.last + 1)}
    for place in range(first, raw.first):
        token = scene.tokens[place]
        if (
            token.kind == "word"
            and place not in named
            and token.text[0].isupper()
            and token.folded not in doubt_words.COMMON_CAPITALS
        ):
            return token.text
    return None
