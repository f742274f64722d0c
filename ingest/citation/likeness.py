"""How alike two addresses are, and what sets them apart. Pure; case aside."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz

from ingest.citation.normalise import Address

LEAST_WORDS = 4  # of a slug that was cut off
WORD_ENOUGH = 0.7
RESEMBLING = 0.6
SHORTEST_LONE_WORD = 8  # letters of a path's last part that is one word; a shorter one is an id, or too like another
# Words that make another product of a name, so that a page with one is not the page without it.
VARIANTS = {
    "ti", "xt", "xtx", "gre", "super", "d", "dd", "ada", "sxm", "pcie", "nvl", "oam", "lite", "air", "nano", "plus", "mini", "max",
    "ultra", "pro", "laptop", "desktop", "mobile", "server", "workstation", "notebook",
}  # fmt: skip


def likeness(address: Address, known: Address) -> float:
    """How alike two addresses are, host and path and query, case aside: 0 to 1."""
    return float(fuzz.ratio(address.folded, known.folded)) / 100


def slug_likeness(address: Address, known: Address) -> float:
    """How alike the last parts of two addresses are, with their queries, case aside: 0 to 1."""
    own, other = (a.folded.rpartition("/")[2] for a in (address, known))
    return float(fuzz.ratio(own, other)) / 100


def words(address: Address) -> list[str]:
    """The words of a path and its query, in small letters."""
    text = f"{address.path} {address.query}".casefold()
    return "".join(character if character.isalpha() else " " for character in text).split()


def strange_words(address: Address, known: Address, enough: float) -> list[str]:
    """The words of an address that resemble none of a known one enough."""
    other = words(known)
    return [
        word for word in words(address) if max((fuzz.ratio(word, near) for near in other), default=0) / 100 < enough
    ]


def numbers(address: Address) -> list[str]:
    """The words with digits in an address: rtx-5090 is not rtx-4090, mi300a not mi300x, and gb200 not b200, however alike."""
    _, _, behind_the_host = address.folded.partition("/")
    return sorted(word for word in parts(behind_the_host) if any(character.isdigit() for character in word))


def digits(address: Address) -> Counter[str]:
    """The digits in an address, and how often each stands there."""
    return Counter(character for word in numbers(address) for character in word if character.isdigit())


def parts(text: str) -> list[str]:
    """The words of a text, with the digits in them."""
    return "".join(character if character.isalnum() else " " for character in text).split()


def is_other_variant(address: Address, known: Address) -> bool:
    """Whether one of two addresses lacks a word, such as "ti", that makes another product of a name; a garbled one is not lacking."""
    own, other = set(words(address)), set(words(known))
    garbled = own - other - VARIANTS
    return any(
        not any(fuzz.ratio(word, near) / 100 >= RESEMBLING for near in garbled) for word in VARIANTS & (own ^ other)
    )


def is_other_lone_word(address: Address, known: Address) -> bool:
    """Whether the last parts are single short words that differ: an id, or a page of its own."""
    own, other = (a.folded.partition("?")[0].rpartition("/")[2].partition(".")[0] for a in (address, known))
    return own != other and own.isalnum() and min(len(own), len(other)) < SHORTEST_LONE_WORD


def is_cut(address: Address, whole: Address) -> bool:
    """Whether every word of the printed slug stands in the known one, in that order, beginning with the first; some may be left out."""
    folder, _, slug = address.path.casefold().rpartition("/")
    whole_folder, _, whole_slug = whole.path.casefold().rpartition("/")
    words, whole_words = slug.split("-"), whole_slug.split("-")
    if (
        folder != whole_folder
        or address.query
        or not LEAST_WORDS <= len(words) < len(whole_words)
        or words[0] != whole_words[0]
    ):
        return False
    place = 0
    left_out: list[str] = []
    for word in words:
        while place < len(whole_words) and fuzz.ratio(word, whole_words[place]) / 100 < WORD_ENOUGH:
            left_out.append(whole_words[place])
            place += 1
        if place == len(whole_words):
            return False
        if word != whole_words[place] and any(character.isdigit() for character in word + whole_words[place]):
            return False
        place += 1
    if VARIANTS & {*left_out, *whole_words[place : place + 1]} or any(word.isdigit() for word in left_out):
        return False
    return place <= 2 * len(words)


def case_was_lost(address: Address, whole: Address) -> bool:
    """Whether the known path has capitals in a file's name or a folder that the printed one lacks altogether."""
    has = any(character.isupper() for character in whole.path)
    return has and not any(character.isupper() for character in address.path) and not whole.query
