"""Addresses: one spelling, the identity of a work, repair, and the decoys that must not be repaired."""

from __future__ import annotations

import random
import socket
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.answer.knowledge import load
from ingest.citation.assess import everything
from ingest.citation.normalise import Identity, NoAddress, identity, looks_folded, parse
from ingest.citation.repair import Addresses, Known, known
from ingest.query import connect


def document(url: str, confidence: str = "sure") -> Known:
    entry = known(url, None, "press", "Example", None, confidence)
    assert entry is not None
    return entry


GUIDE = "https://docs.example.io/guides/gpu-memory-bandwidth"
LIBRARY = Addresses(
    [
        document(GUIDE),
        document("https://docs.example.io/guides/gpu-memory-capacity-and-cost"),
        document("https://cards.example.de/test/rtx-5090-im-test"),
        document("https://news.example.org/2025/maker-announces-small-machine-and-large-machine-for-everyone"),
        document("https://files.example.fr/PDF/Livres/NV-WP-Echelle.pdf", "weak"),
        document("https://www.reddit.com/r/Hardware/comments/1abc2de/a_thread/"),
        document("https://www.youtube.com/watch?v=aB3dE5gH7jK"),
        document("https://arxiv.org/abs/1906.01234"),
    ]
)


@pytest.mark.parametrize(
    "printed",
    [
        "https://docs.example.io/guides/gpu-memory-bandwidth/",
        "http://www.docs.example.io/guides/gpu-memory-bandwidth",
        "docs.example.io/guides/gpu-memory-bandwidth?utm_source=chat",
        "https://DOCS.example.io/guides/gpu%2Dmemory-bandwidth#top",
    ],
)
def test_another_spelling_of_a_known_address_is_known(printed):
    assert LIBRARY.find(printed).status == "known"
    assert LIBRARY.find(printed).known.url == GUIDE


@pytest.mark.parametrize(
    ("printed", "url"),
    [
        ("https://docs.example.io/guides/gpu-lomory-bandwidth", GUIDE),
        ("https://docs.exmaple.io/guides/gpu-memory-bandwidth", GUIDE),
        ("https://cards.example.de/test/rtx-5090-im-tset", "https://cards.example.de/test/rtx-5090-im-test"),
        ("https://www.reddit.com/r/hardware/comments/1abc2de/a_thraed/", "https://www.reddit.com/r/Hardware/comments/1abc2de/a_thread/"),
        ("https://news.example.org/2025/maker-annuonces-small-machine", "https://news.example.org/2025/maker-announces-small-machine-and-large-machine-for-everyone"),
    ],
)  # fmt: skip
def test_a_garbled_address_is_repaired(printed, url):
    found = LIBRARY.find(printed)
    assert (found.status, found.known and found.known.url) == ("repaired", url)


@pytest.mark.parametrize(
    "printed",
    [
        "https://docs.example.io/guides/gpu-memory-latency",  # another guide
        "https://docs.example.com/guides/gpu-memory-bandwidth",  # another host
        "https://cards.example.de/test/rtx-4090-im-test",  # another number
        "https://cards.example.de/test/rtx-5090-laptop-im-test",  # another product
        "https://www.reddit.com/r/Hardware/comments/1zzz9zz/a_thread/",  # another thread
        "https://www.youtube.com/watch?v=Xy3dE5gH7jK",  # another film
        "https://news.example.org/2025/maker-buys-small-company-and-sells-it",
    ],
)
def test_a_decoy_is_not_repaired(printed):
    assert LIBRARY.find(printed).status == "unknown"
    assert LIBRARY.find(printed).known is None


@pytest.mark.parametrize(
    ("printed", "because"),
    [
        ("https://www.youtube.com/watch?v=ab3de5gh7jk", "capitals matter"),
        ("https://www.youtube.com/watch?v=krbhovonxqa", "2^11"),
        ("https://youtu.be/tooShort", "11 characters"),
        ("https://docs.example.io/gui...", "abbreviated"),
        ("https://docs.exampel.io/nothing/like/it", "is not docs.example.io"),
    ],
)
def test_what_cannot_be_repaired_says_why(printed, because):
    found = LIBRARY.find(printed)
    assert found.status == "unrepairable"
    assert because in found.reason


def test_an_id_in_which_capitals_matter_is_never_repaired_by_folding():
    assert LIBRARY.find("https://www.youtube.com/watch?v=AB3DE5GH7JK").known is None


def test_a_path_that_lost_its_capitals_is_repaired_weakly_at_most():
    assert LIBRARY.find("https://files.example.fr/pdf/livres/nv-wp-echele.pdf").confidence == "weak"


def test_a_copy_in_the_archive_is_the_page_itself():
    assert LIBRARY.find(f"https://web.archive.org/web/20260101000000/{GUIDE}").known.url == GUIDE
    assert LIBRARY.find("https://web.archive.org/web/2026*/nothing").status == "unknown"


def test_the_pdf_and_the_abstract_are_one_work():
    found = LIBRARY.find("https://arxiv.org/pdf/1906.01234v3.pdf")
    assert (found.status, found.known and found.known.url) == ("known", "https://arxiv.org/abs/1906.01234")


@pytest.mark.parametrize(
    ("url", "work"),
    [
        ("https://old.reddit.com/r/x/comments/1AbC/title", Identity("reddit", "1abc", False)),
        ("https://youtu.be/aB3dE5gH7jK?t=3", Identity("youtube", "aB3dE5gH7jK", True)),
        ("https://m.youtube.com/watch?t=1&v=aB3dE5gH7jK", Identity("youtube", "aB3dE5gH7jK", True)),
        ("https://github.com/A/B/pull/12/files", Identity("github", "a/b#12", False)),
        ("https://twitter.com/x/status/99", Identity("x", "99", False)),
        ("https://example.org/page", None),
    ],
)
def test_a_site_with_ids_tells_which_work_it_is(url, work):
    assert identity(parse(url)) == work


@pytest.mark.parametrize(
    "text", ["", "https://", "ftp://example.org/x", "https://nohost", "http://[::1", "https://a..b/c"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(NoAddress):
        parse(text)


def test_only_an_id_of_many_small_letters_has_lost_its_case():
    assert looks_folded("krbh0von-2a")
    assert not looks_folded("aB3dE5gH7jK")
    assert not looks_folded("12-45-78901")


def test_nothing_is_requested(monkeypatch):
    def refuse(*args: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    LIBRARY.find("https://deceloper.example.io/guides/gpu-memory-bandwidth")


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text):
    assert LIBRARY.find(text).status in {"known", "repaired", "unrepairable", "unknown"}
    assert LIBRARY.find(f"https://docs.example.io/{text}").status in {"known", "repaired", "unrepairable", "unknown"}


@given(st.integers(0, 28), st.sampled_from("abcdefghijklmnopqrstuvwxyz-"))
def test_one_wrong_letter_in_a_slug_never_leads_to_another_document(place, letter):
    slug = "gpu-memory-capacity-and-cost"
    found = LIBRARY.find(f"https://docs.example.io/guides/{slug[:place]}{letter}{slug[place:]}")
    assert found.known is None or found.known.url.endswith(slug)


def test_a_slip_that_may_have_taken_a_digit_is_not_repaired_to_the_page_without_it():
    pages = [document(f"https://docs.example.io/guides/arch/{slug}.html") for slug in ("tensorium", "tensorium3")]
    slip = "https://docs.example.io/guides/arch/tensoriumk.html"
    assert Addresses(pages[:1]).find(slip).known is pages[0]
    assert Addresses(pages).find(slip).status == "unknown"
    assert Addresses(pages).find("https://docs.example.io/guidess/arch/tensorium3.html").known is pages[1]


def test_no_garbled_address_of_the_base_is_repaired_to_another_document(real_kb):
    with closing(connect(real_kb)) as connection:
        known_documents = list(everything(load(connection)))
    addresses = Addresses(known_documents)
    draw = random.Random(7)  # the same every time
    for entry in known_documents[::3]:
        letters = list(entry.url)
        begin = entry.url.index("://") + 3 + len(entry.address.host)
        for _ in range(draw.choice((1, 2, 3, 5))):
            if len(letters) > begin + 2:
                place = draw.randrange(begin, len(letters))
                letters[place : place + draw.choice((0, 1))] = draw.choice(["", *"abcdefghijklmnopqrstuvwxyz-"])
        found = addresses.find("".join(letters))
        same = found.known is None or found.known.address.key == entry.address.key
        assert same or (found.known and found.known.identity and found.known.identity == entry.identity), (
            entry.url,
            found,
        )
