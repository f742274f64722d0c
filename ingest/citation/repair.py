"""A printed address -> a known document, the one it was garbled from, or the reason why neither can be said. Requests nothing.

An address is repaired only if its host is known, or one slip away from a known one; if host and path resemble one known document by
0.8 or more, and their last parts by 0.75; if the next best is 0.2 behind, in the whole or in the last part; and if all numbers in it
agree, with the letters that hang on them (MI300A is not MI300X), and no document that has one digit more is as like it: the slip may have
taken that digit. One rule more is for addresses whose end was cut off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from ingest.citation.normalise import YOUTUBE_ID, Address, Identity, NoAddress, identity, looks_folded, parse

ENOUGH = 0.8
LEAD = 0.2
AS_LIKE = 0.02  # by how much less alike a document may be that has one digit more
SLUG_ENOUGH = 0.75
SURE = 0.85
SHORTEST_HOST = 8  # one slip in a shorter host makes another host
LEAST_WORDS = 4  # of a slug that was cut off
WORD_ENOUGH = 0.7
RESEMBLING = 0.6
NEARLY_THE_SAME = 0.85  # reviews and review, not intel and index
SHORTEST_WORD = 4  # letters; shorter ones are too often what is left of a longer one
SHORTEST_LONE_WORD = 8  # letters of a path's last part that is one word; a shorter one is an id, or too like another
# Words that make another product of a name, so that a page with one is not the page without it.
VARIANTS = {
    "ti", "xt", "xtx", "gre", "super", "d", "dd", "ada", "sxm", "pcie", "nvl", "oam", "lite", "air", "nano", "plus", "mini", "max",
    "ultra", "pro", "laptop", "desktop", "mobile", "server", "workstation", "notebook",
}  # fmt: skip
# Words that tell two pages apart where the printed address has them and the known one has not.
TELLING_WORDS = VARIANTS | {
    "capacity",
    "bandwidth",
    "cpu",
    "gpu",
    "npu",
    "tpu",
    "ram",
    "ssd",
    "hbm",
    "amd",
    "arm",
    "llm",
}
CONFIDENCES = ("sure", "probable", "weak")


@dataclass(frozen=True)
class Known:
    """A document that was seen. `confidence` is how sure it is that `url` is its address."""

    url: str
    source_id: str | None
    kind: str
    publisher: str
    published: str | None
    confidence: str
    address: Address
    identity: Identity | None


@dataclass(frozen=True)
class Repair:
    """What an address was found to be: `status` is known, repaired, unrepairable or unknown."""

    status: str
    reason: str
    known: Known | None = None
    score: float | None = None
    runner_up: float | None = None
    confidence: str | None = None


class Addresses:
    """Every known address, to find others in."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_key: dict[str, Known] = {}
        self.by_identity: dict[tuple[str, str], Known] = {}
        self.by_folded_identity: dict[tuple[str, str], Known] = {}
        self.by_host: dict[str, list[Known]] = {}
        self.words: set[str] = set()  # that stand in any known address
        for entry in known:
            self.by_key.setdefault(entry.address.key, entry)
            self.by_host.setdefault(entry.address.host, []).append(entry)
            self.words.update(_words(entry.address))
            if entry.identity:
                self.by_identity.setdefault((entry.identity.site, entry.identity.id), entry)
                self.by_folded_identity.setdefault((entry.identity.site, entry.identity.id.casefold()), entry)

    def find(self, printed: str) -> Repair:
        """Return what a printed address is."""
        try:
            address = parse(printed)
        except NoAddress as error:
            return Repair("unrepairable", str(error))
        if same := self.by_key.get(address.key):
            return Repair("known", "the address is that of a known document", same, 1.0)
        if (work := identity(address)) and (found := self._of_identity(work, address)):
            return found
        return self._of_likeness(address)

    def _of_identity(self, work: Identity, address: Address) -> Repair | None:
        """The answer where the site has ids: the id decides, not the words around it."""
        if found := self.by_identity.get((work.site, work.id)):
            alike = fuzz.ratio(address.folded, found.address.folded) / 100
            if alike >= 0.999 or work.site in {"youtube", "arxiv"}:
                return Repair("known", "another spelling of a known address", found, 1.0)
            reason = f"its id {work.id} is that of a known document; the words around it are decoration"
            return Repair("repaired", reason, found, 1.0, None, found.confidence)
        if not work.case_matters:
            return Repair("unknown", f"the site is known, its document {work.id} is not")
        if work.site == "youtube" and len(work.id) != YOUTUBE_ID:
            return Repair("unrepairable", f"an id of that site has {YOUTUBE_ID} characters, this one {len(work.id)}")
        if (work.site, work.id.casefold()) in self.by_folded_identity or looks_folded(work.id):
            letters = sum(character.isalpha() for character in work.id)
            return Repair(
                "unrepairable", f"capitals matter in the id {work.id} and were lost: 2^{letters} spellings are possible"
            )
        return Repair("unknown", f"the site is known, its document {work.id} is not")

    def _of_likeness(self, address: Address) -> Repair:
        host = self._host(address.host)
        if host is None:
            return Repair("unknown", f"no document on {address.host} is known")
        garbled = host != address.host
        # A page with other numbers is another page, however alike: it is neither the one meant nor a rival of it.
        numbers = _numbers(address)
        rivals = [entry for entry in self.by_host[host] if _numbers(entry.address) == numbers]
        scored = sorted(
            ((_likeness(address, entry), entry) for entry in rivals), key=lambda pair: (-pair[0], pair[1].url)
        )
        best = scored[0][0] if scored else 0.0
        runner_up = scored[1][0] if len(scored) > 1 else 0.0
        if scored and self._is_meant(address, scored) and not self._may_have_lost_a_digit(address, host, best):
            why = f"host and path resemble a known document by {best:.2f}"
            why = f"the host {address.host} is garbled; {why}" if garbled else why
            return self._repaired(address, scored[0][1], best, runner_up, why)
        cut = [other for other in self.by_host[host] if _is_cut(address, other.address)]
        if len(cut) == 1:
            entry, best = cut[0], _likeness(address, cut[0])
            runner_up = max((score for score, other in scored if other is not entry), default=0.0)
            return self._repaired(
                address, entry, best, runner_up, "it is the beginning of a known document's address, cut off"
            )
        if garbled:
            return Repair(
                "unrepairable",
                f"the host {address.host} is not {host}, and no document there is like it",
                None,
                best,
                runner_up,
            )
        why = "some are like it, none beyond doubt" if best >= ENOUGH else "no document there is like it"
        return Repair("unknown", f"the host is known; {why}", None, best, runner_up)

    def _is_meant(self, address: Address, scored: list[tuple[float, Known]]) -> bool:
        """Whether the best of the known documents is the one meant: alike, ahead of the next, and without a word of another page."""
        best, entry = scored[0]
        slug = _slug_likeness(address, entry)
        if best < ENOUGH or slug < SLUG_ENOUGH:
            return False
        if any(self._makes_sense(word) for word in _strange_words(address, entry, NEARLY_THE_SAME)):
            return False  # not a garbled word, but another one that makes sense
        if _is_other_variant(address, entry) or _is_other_lone_word(address, entry):
            return False
        if len(scored) == 1:
            return True
        return (
            best - scored[1][0] >= LEAD or slug - max(_slug_likeness(address, other) for _, other in scored[1:]) >= LEAD
        )

    def _may_have_lost_a_digit(self, address: Address, host: str, best: float) -> bool:
        """Whether a document whose numbers are those of an address but for one digit is about as like it: trainium3 for trainium."""
        digits = _digits(address)
        return any(
            (_digits(entry.address) - digits).total() == 1
            and digits <= _digits(entry.address)
            and _likeness(address, entry) >= best - AS_LIKE
            for entry in self.by_host[host]
        )

    def _makes_sense(self, word: str) -> bool:
        """Whether a word stands in some known address, or tells two products apart."""
        return word in TELLING_WORDS or (len(word) >= SHORTEST_WORD and word in self.words)

    def _repaired(self, address: Address, entry: Known, score: float, runner_up: float, reason: str) -> Repair:
        confidence = entry.confidence
        if _case_was_lost(address, entry.address):
            confidence, reason = "weak", f"{reason}; capitals matter in its path and the printed one lost them"
        elif (score < SURE or _strange_words(address, entry, RESEMBLING)) and "cut off" not in reason:
            confidence = max(confidence, "probable", key=CONFIDENCES.index)
        return Repair("repaired", reason, entry, score, runner_up, confidence)

    def _host(self, host: str) -> str | None:
        """The known host that is `host`, or the only one that is one slip away from it."""
        if host in self.by_host:
            return host
        near = [other for other in self.by_host if slip(host, other)]
        return near[0] if len(near) == 1 else None


def slip(one: str, other: str) -> bool:
    """Whether two hosts are one slip apart: a letter too many, too few, another one, or two that changed places."""
    if min(len(one), len(other)) < SHORTEST_HOST - 1 or abs(len(one) - len(other)) > 1:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1


def known(
    url: str, source_id: str | None, kind: str, publisher: str, published: str | None, confidence: str
) -> Known | None:
    """Return a known document; None if its address cannot be read."""
    try:
        address = parse(url)
    except NoAddress:
        return None
    return Known(url, source_id, kind, publisher, published, confidence, address, identity(address))


def _likeness(address: Address, entry: Known) -> float:
    """How alike two addresses are, host and path and query, case aside: 0 to 1."""
    return float(fuzz.ratio(address.folded, entry.address.folded)) / 100


def _slug_likeness(address: Address, entry: Known) -> float:
    """How alike the last parts of two addresses are, with their queries, case aside: 0 to 1."""
    own, other = (a.folded.rpartition("/")[2] for a in (address, entry.address))
    return float(fuzz.ratio(own, other)) / 100


def _words(address: Address) -> list[str]:
    """The words of a path and its query, in small letters."""
    text = f"{address.path} {address.query}".casefold()
    return "".join(character if character.isalpha() else " " for character in text).split()


def _strange_words(address: Address, entry: Known, enough: float) -> list[str]:
    """The words of an address that resemble none of a known one enough."""
    other = _words(entry.address)
    return [
        word for word in _words(address) if max((fuzz.ratio(word, known) for known in other), default=0) / 100 < enough
    ]


def _numbers(address: Address) -> list[str]:
    """The words with digits in an address: rtx-5090 is not rtx-4090, mi300a not mi300x, and gb200 not b200, however alike."""
    _, _, behind_the_host = address.folded.partition("/")
    return sorted(word for word in _parts(behind_the_host) if any(character.isdigit() for character in word))


def _digits(address: Address) -> Counter[str]:
    """The digits in an address, and how often each stands there."""
    return Counter(character for word in _numbers(address) for character in word if character.isdigit())


def _parts(text: str) -> list[str]:
    """The words of a text, with the digits in them."""
    return "".join(character if character.isalnum() else " " for character in text).split()


def _is_other_variant(address: Address, entry: Known) -> bool:
    """Whether one of two addresses lacks a word, such as "ti", that makes another product of a name; a garbled one is not lacking."""
    own, other = set(_words(address)), set(_words(entry.address))
    garbled = own - other - VARIANTS
    return any(
        not any(fuzz.ratio(word, near) / 100 >= RESEMBLING for near in garbled) for word in VARIANTS & (own ^ other)
    )


def _is_other_lone_word(address: Address, entry: Known) -> bool:
    """Whether the last parts are single short words that differ: an id, or a page of its own."""
    own, other = (a.folded.partition("?")[0].rpartition("/")[2].partition(".")[0] for a in (address, entry.address))
    return own != other and own.isalnum() and min(len(own), len(other)) < SHORTEST_LONE_WORD


def _is_cut(address: Address, whole: Address) -> bool:
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


def _case_was_lost(address: Address, whole: Address) -> bool:
    """Whether the known path has capitals in a file's name or a folder that the printed one lacks altogether."""
    has = any(character.isupper() for character in whole.path)
    return has and not any(character.isupper() for character in address.path) and not whole.query
