"""Requests that no browser sends by itself: each gets an answer, and none of them is a fault of the server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from datasette.app import Datasette

from ingest.serve import SETTINGS
from tests.test_site import METADATA
from web import checker
from web.render import MOST_FIELDS

READ_ONLY = (
    "/",
    "/search",
    "/choose",
    "/disputes",
    "/compare",
    "/compare.csv",
    "/cite/desk-10.bib",
    "/platform/desk-10",
)


@pytest.fixture(scope="module")
def site(kb: Path) -> Datasette:
    return Datasette([], immutables=[str(kb)], metadata=METADATA, settings=SETTINGS)


@pytest.mark.parametrize("query", ["&" * 3000, "&".join(["p=x"] * (MOST_FIELDS + 50)), "=" * 4000, "%" * 4000])
async def test_a_query_of_too_many_fields_is_cut(site: Datasette, query: str) -> None:
    assert (await site.client.get(f"/?{query}")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/kb", "/compare.csv?p=desk-10"])
@pytest.mark.parametrize("cookie", [b"lang=\xff", "a/b=1", "lang=tr; a/b=1", 'x="\\', "=;;", "\x7f=\x01"])
async def test_a_cookie_that_cannot_be_read_counts_as_none(site: Datasette, path: str, cookie: str | bytes) -> None:
    assert (await site.client.get(path, headers={"cookie": cookie})).status_code == 200


async def test_a_cookie_that_can_be_read_still_counts(site: Datasette) -> None:
    assert '<html lang="tr">' in (await site.client.get("/", headers={"cookie": "lang=tr; other=1"})).text


@pytest.mark.parametrize("path", READ_ONLY)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "NONSENSE"])
async def test_what_is_only_read_says_how(site: Datasette, path: str, method: str) -> None:
    answer = await site.client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_a_refusal_is_not_answered_later_with_what_a_browser_has_kept(site: Datasette) -> None:
    answer = await site.client.get("/compare?p=nobody-has-this")
    assert answer.status_code == 400
    assert "etag" not in answer.headers


async def test_a_check_that_finds_too_many_waiting_is_told_so(site: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "MOST_WAITING", 0)
    answer = await site.client.post("/verify", data={"text": "DGX Spark has 273 GB/s."})
    assert answer.status_code == 503
    assert "Try again" in answer.text


async def test_a_check_that_waited_leaves_the_queue(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "AT_ONCE", asyncio.Semaphore(1))
    found = await asyncio.gather(*(checker.checked(kb, "a.txt", b"Nothing.") for _ in range(2)))
    assert len(found) == 2
    assert not checker._waiting
