"""Text -> tokens: words, numbers, marks. One pass, one character class after another, so that no text takes more than linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest import spelling

HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"  # Korean endings hang on Latin names and units without a space
# Han and kana are written without spaces, so each character is a token of its own; so is every mark.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A thousands mark is a dot, comma, apostrophe or a space that does not break; a plain space is judged later, with its context.
NUMBER = r"[0-9]+(?:[.,'’\u00a0\u202f\u2009][0-9]+)*"
SUPERSCRIPT = r"[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+"
TOKEN = re.compile(
    rf"(?P<number>{NUMBER})|(?P<sup>{SUPERSCRIPT})|(?P<cjk>[{CJK}]|[{HANGUL}]+)|(?P<word>[^\W\d_{CJK}{HANGUL}]+)|(?P<mark>\S)"
)
FOLDED = {"word", "number", "cjk"}
STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})
LONGEST_WORD = 40  # no name and no cue is longer; longer runs of letters are not folded


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark, and its place in the text.

    `glued` tells that no space stands before it; `folded` is its spelling without case and accents, empty for marks.
    """

    kind: str
    text: str
    start: int
    end: int
    glued: bool
    folded: str


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return `spelling.fold(word)`, remembered, with the letters that Unicode does not take apart as plain ones.

    An empty string for a run of letters that is no word.
    """
    return spelling.fold(word).translate(STROKES) if len(word) <= LONGEST_WORD else ""


def tokenise(text: str) -> list[Token]:
    """Return the tokens of `text` in their order."""
    return list(stream(text))


def stream(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` one by one, so that a line of megabytes is never held as a list of them."""
    last = -1
    for match in TOKEN.finditer(text):
        kind, word, (start, end) = match.lastgroup or "mark", match.group(), match.span()
        yield Token(kind, word, start, end, start == last, fold(word) if kind in FOLDED else "")
        last = end
