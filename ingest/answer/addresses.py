"""Web addresses in a line of text: where they begin and end, and how a broken one goes on in the next line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

START = re.compile(r"(?P<scheme>h(?:tt|xx)ps?://)|www\.", re.IGNORECASE)
STOPS = set('<>"`{}|\\^') | set("«»“”„‘’，。、；：！？）】」』（【「『")
TRAILING = ".,;:!?'*_~"
PAIRS = {")": "(", "]": "["}
BREAKS_AFTER = set("-/_=&?%+#.~")
LONGEST = 2_000
SHORTEST = 10  # http://a.b has as many characters


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of every address in `text`; the punctuation of its sentence is no part of it."""
    place = 0
    for start in _starts(text):
        if start < place:
            continue
        end = start
        while end < len(text) and end - start < LONGEST and not text[end].isspace() and text[end] not in STOPS:
            end += 1
        place = max(end, start + 1)
        end = start + len(trimmed(text[start:end]))
        if end - start > SHORTEST:
            yield start, end


def trimmed(address: str) -> str:
    """Return `address` without the punctuation that follows it in a sentence: a full stop, a bracket that it did not open."""
    counts = {sign: address.count(sign) for pair in PAIRS.items() for sign in pair}
    end = len(address)
    while end:
        last = address[end - 1]
        if (last in PAIRS and counts[last] > counts[PAIRS[last]]) or last == "[":
            counts[last] -= 1
        elif last not in TRAILING:
            break
        end -= 1
    return address[:end]


def goes_on(address: str, next_line: str) -> bool:
    """Whether `next_line` is the rest of an address that its line broke."""
    rest = next_line.strip()
    if not rest or any(character.isspace() for character in rest) or rest[0] in "[#*|<>(" or "://" in rest:
        return False
    if len(rest) > LONGEST or any(character in STOPS for character in rest):
        return False
    inside = any(character in "/-_=&%+." for character in rest[:-1]) or rest.endswith("/")
    return address[-1:] in BREAKS_AFTER or (inside and not rest[0].isupper())


def _starts(text: str) -> Iterator[int]:
    """Yield the places where an address may begin: at a scheme, or at ``www.`` at the beginning of a word."""
    for match in START.finditer(text):
        start = match.start()
        if match["scheme"] or start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "/.:@-"):
            yield start
