"""Checking an answer on its page: what is sent, what comes back, and what a hostile sender gets."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from pathlib import Path

import pytest
from datasette.app import Datasette

from ingest.serve import SETTINGS
from tests.test_site import METADATA, ROOT
from web import checker
from web.checker import LARGEST_BYTES
from web.language import languages

ANSWER = """The Desk 10 has a memory bandwidth of 256 GB/s [1] and 64 GB of memory, but 900 W [2].

[1] https://acme.example/desk-10
"""


@pytest.fixture(scope="session")
def site(kb: Path) -> Datasette:
    return Datasette([], immutables=[str(kb)], metadata=METADATA, settings=SETTINGS)


@pytest.fixture(scope="session")
def real_site(real_kb: Path) -> Datasette:
    return Datasette([], immutables=[str(real_kb)], metadata=METADATA, settings=SETTINGS)


async def test_a_pasted_answer_comes_back_with_a_verdict_beside_its_line(site: Datasette) -> None:
    answer = await site.client.post("/verify", data={"text": ANSWER})
    assert answer.status_code == 200
    row = re.findall(r'<tr id="l1">(.*?)</tr>', answer.text, re.S)[0]
    assert '<mark class="good">256 GB/s</mark>' in row
    assert "✓ supported" in row
    assert 'href="/claim/desk-10--memory_bandwidth--' in row


async def test_an_uploaded_file_is_read_like_a_pasted_text(site: Datasette) -> None:
    pasted = (await site.client.post("/verify", data={"text": ANSWER, "as": "json"})).json()
    files = {"file": ("answer.md", ANSWER.encode(), "text/markdown")}
    sent = (await site.client.post("/verify", data={"as": "json"}, files=files)).json()
    assert sent["figures"] == pasted["figures"]
    assert sent["document"]["format"] == "markdown"


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ("json", "application/json"),
        ("markdown", "text/markdown"),
        ("fixed", "text/plain"),
        ("reviews", "application/ld+json"),
    ],
)
async def test_a_report_is_downloaded_from_the_document_that_the_page_sends_back(
    site: Datasette, wanted: str, kind: str
) -> None:
    page = (await site.client.post("/verify", data={"text": ANSWER})).text
    document = re.findall(r'name="document" value="([^"]+)"', page)[0]
    assert base64.b64decode(document).decode() == ANSWER
    answer = await site.client.post("/verify", data={"document": document, "name": "../../a b\r\n.md", "as": wanted})
    assert answer.headers["content-type"].startswith(kind)
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9.-]+"', answer.headers["content-disposition"])
    if "json" in kind:
        json.loads(answer.text)


async def test_the_example_shows_every_kind_of_verdict_that_matters(real_site: Datasette) -> None:
    form = (await real_site.client.get("/verify?example=1")).text
    text = re.findall(r"<textarea[^>]*>(.*?)</textarea>", form, re.S)[0]
    page = (await real_site.client.post("/verify", data={"text": text})).text
    for word in ("supported", "contradicted", "known document", "garbled, repaired"):
        assert word in page, word


async def test_a_script_in_a_pasted_answer_is_shown_not_run(site: Datasette) -> None:
    hostile = (
        'The Desk 10 <script>alert(1)</script> has 256 GB/s "onmouseover="alert(1) [1]\n\n'
        '[1] javascript:alert(1)\n[2] https://x.example/"><img src=x onerror=alert(1)>\n'
    )
    for fields in ({"text": hostile}, {"text": ANSWER, "name": hostile}):
        answer = await site.client.post("/verify", data=fields)
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert 'href="javascript' not in answer.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"text": "   "}, 400),
        ({"document": "not base64!"}, 400),
        ({"text": "x\x00y"}, 400),
        ({"text": "a" * (LARGEST_BYTES + 1)}, 413),
        ({"text": "é" * (2 * LARGEST_BYTES)}, 413),
    ],
)
async def test_what_cannot_be_checked_is_answered_with_the_reason(
    site: Datasette, fields: dict[str, str], status: int
) -> None:
    answer = await site.client.post("/verify", data=fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain", ""]
)
async def test_a_body_that_no_form_sends_is_refused(site: Datasette, kind: str) -> None:
    answer = await site.client.post("/verify", content=b"\xff\x00--x\r\n", headers={"content-type": kind})
    assert answer.status_code == 400


async def test_a_broken_pdf_is_refused_with_the_reason(site: Datasette) -> None:
    answer = await site.client.post("/verify", files={"file": ("a.pdf", b"%PDF-1.7 nothing", "application/pdf")})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


async def test_a_check_that_takes_too_long_is_ended(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "SECONDS", 0.05)
    with pytest.raises(checker.TooSlow):
        await checker.checked(kb, "a.txt", ANSWER.encode())
    await asyncio.sleep(0)


async def test_a_page_of_another_language_speaks_it_after_a_check_too(site: Datasette) -> None:
    answer = await site.client.post("/verify?lang=tr", data={"text": ANSWER})
    assert "destekleniyor" in answer.text


async def test_a_verdict_names_platforms_and_metrics_as_people_do(site: Datasette) -> None:
    html = (await site.client.post("/verify", data={"text": ANSWER})).text
    shown = re.sub(r"<[^>]+>", "", html)
    assert ": 64 GB · Acme Desk 10" in shown
    assert not re.search(r"! [a-z]+-[a-z]+", shown)


def test_every_finding_has_words_in_every_language() -> None:
    kinds = {
        kind
        for folder in ("answer", "citation")
        for path in (ROOT / "ingest" / folder).glob("*.py")
        for kind in re.findall(r'Finding\(\s*"([a-z-]+)"', path.read_text("utf-8"))
    }
    assert "uncited-figure" in kinds
    for language in languages().values():
        assert {f"finding.{kind}" for kind in kinds} <= set(language.texts)
