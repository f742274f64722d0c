"""Web addresses in a line of text: where they begin and end, and how a broken one goes on in the next line. Pure."""

from __future__ import annotations

from collections.abc import Iterator

SCHEMES = ("http://", "https://", "hxxp://", "hxxps://")
STOPS = set('<>"`{}|\\^') | set("«»“”„‘’，。、；：！？）】」』（【「『")
TRAILING = ".,;:!?'*_~"
PAIRS = {")": "(", "]": "["}
BREAKS_AFTER = set("-/_=&?%+#.~")
LONGEST = 2_000


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of every address in `text`; the punctuation of its sentence is no part of it."""
    place = 0
    lowered = text.casefold() if text.isascii() else text
    while True:
        start = _next_start(lowered, place)
        if start is None:
            return
        end = start
        while end < len(text) and end - start < LONGEST and not text[end].isspace() and text[end] not in STOPS:
            end += 1
        place = max(end, start + 1)
        end = start + len(trimmed(text[start:end]))
        if end - start > 10:
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


def _next_start(text: str, place: int) -> int | None:
    """The next place where an address begins: at a scheme, or at ``www.`` at the beginning of a word."""
    while True:
        scheme = text.find("://", place)
        www = text.find("www.", place)
        if scheme < 0 and www < 0:
            return None
        if 0 <= www < scheme or scheme < 0:
            if www == 0 or not (text[www - 1].isalnum() or text[www - 1] in "/.:@-"):
                return www
            place = www + 4
            continue
        for name in SCHEMES:
            start = scheme + 3 - len(name)
            if start >= place and text.startswith(name, start):
                return start
        place = scheme + 3
