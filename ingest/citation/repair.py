"""A printed address -> a known document, the one it was garbled from, or the reason why neither can be said. Requests nothing.

An address is repaired only if its host is known, or one slip away from a known one; if host and path resemble one known document by
0.8 or more, and their last parts by 0.75; if the next best is 0.2 behind, in the whole or in the last part; and if all numbers in it
agree, with the letters that hang on them (MI300A is not MI300X), and no document that has one digit more is as like it: the slip may have
taken that digit. One rule more is for addresses whose end was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from ingest.citation.likeness import (
    RESEMBLING,
    VARIANTS,
    case_was_lost,
    digits,
    is_cut,
    is_other_lone_word,
    is_other_variant,
    likeness,
    numbers,
    slug_likeness,
    strange_words,
    words,
)
from ingest.citation.normalise import YOUTUBE_ID, Address, Identity, NoAddress, identity, looks_folded, parse

ENOUGH = 0.8
LEAD = 0.2
AS_LIKE = 0.02  # by how much less alike a document may be that has one digit more
SLUG_ENOUGH = 0.75
SURE = 0.85
SHORTEST_HOST = 8  # one slip in a shorter host makes another host
NEARLY_THE_SAME = 0.85  # reviews and review, not intel and index
SHORTEST_WORD = 4  # letters; shorter ones are too often what is left of a longer one
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
            self.words.update(words(entry.address))
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
        own = numbers(address)
        rivals = [entry for entry in self.by_host[host] if numbers(entry.address) == own]
        scored = sorted(
            ((likeness(address, entry.address), entry) for entry in rivals), key=lambda pair: (-pair[0], pair[1].url)
        )
        best = scored[0][0] if scored else 0.0
        runner_up = scored[1][0] if len(scored) > 1 else 0.0
        if scored and self._is_meant(address, scored) and not self._may_have_lost_a_digit(address, host, best):
            why = f"host and path resemble a known document by {best:.2f}"
            why = f"the host {address.host} is garbled; {why}" if garbled else why
            return self._repaired(address, scored[0][1], best, runner_up, why)
        cut = [other for other in self.by_host[host] if is_cut(address, other.address)]
        if len(cut) == 1:
            entry, best = cut[0], likeness(address, cut[0].address)
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
        slug = slug_likeness(address, entry.address)
        if best < ENOUGH or slug < SLUG_ENOUGH:
            return False
        if any(self._makes_sense(word) for word in strange_words(address, entry.address, NEARLY_THE_SAME)):
            return False  # not a garbled word, but another one that makes sense
        if is_other_variant(address, entry.address) or is_other_lone_word(address, entry.address):
            return False
        if len(scored) == 1:
            return True
        return (
            best - scored[1][0] >= LEAD
            or slug - max(slug_likeness(address, other.address) for _, other in scored[1:]) >= LEAD
        )

    def _may_have_lost_a_digit(self, address: Address, host: str, best: float) -> bool:
        """Whether a document whose numbers are those of an address but for one digit is about as like it: trainium3 for trainium."""
        own = digits(address)
        return any(
            (digits(entry.address) - own).total() == 1
            and own <= digits(entry.address)
            and likeness(address, entry.address) >= best - AS_LIKE
            for entry in self.by_host[host]
        )

    def _makes_sense(self, word: str) -> bool:
        """Whether a word stands in some known address, or tells two products apart."""
        return word in TELLING_WORDS or (len(word) >= SHORTEST_WORD and word in self.words)

    def _repaired(self, address: Address, entry: Known, score: float, runner_up: float, reason: str) -> Repair:
        confidence = entry.confidence
        if case_was_lost(address, entry.address):
            confidence, reason = "weak", f"{reason}; capitals matter in its path and the printed one lost them"
        elif (score < SURE or strange_words(address, entry.address, RESEMBLING)) and "cut off" not in reason:
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
