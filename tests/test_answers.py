"""Published answers that were taken apart: read, checked, and judged as the code judges them today."""

from __future__ import annotations

from contextlib import closing

import pytest

from ingest.answer.knowledge import load
from ingest.citation.assess import everything
from ingest.citation.repair import Addresses
from ingest.query import connect
from ingest.read import read

ANSWER = "answers/an-answer.yml"
GOOD = """\
title: An answer
lang: de
seen: 2026-10-30
subject: What it claims, in our own words.
figures:
- printed: 1,3 TB/s
  platforms: [bolt-9000-24gb]
  metric: memory_bandwidth
  verdict: rounded
  about: first sentence
citations:
- {n: "1", printed: "https://bench.exmaple.net/bolt-9000", status: repaired, url: "https://bench.example.net/bolt-9000",
   confidence: sure, used: yes}
"""


def problems(edited, content: str) -> list[str]:
    return [str(finding) for finding in read(edited(ANSWER, new=content)).findings if finding.level == "error"]


def test_an_answer_is_read(edited):
    assert problems(edited, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("bolt-9000-24gb", "no-such", "not in data/platforms"),
        ("metric: memory_bandwidth", "metric: speed", "not in the dictionary"),
        ("verdict: rounded", "verdict: fine", "not one of"),
        ("confidence: sure, ", "", "a confidence"),
        ("status: repaired", "status: mended", "not one of"),
        ("title: An answer", "subtitle: An answer", '"title" is missing'),
        ("seen: 2026-10-30", "seen: 2026-13-30", "calendar"),
    ],
)
def test_a_mistake_in_an_answer_is_named_with_its_line(edited, old, new, says):
    assert old in GOOD
    found = problems(edited, GOOD.replace(old, new))
    assert any(says in problem and "data/answers/an-answer.yml:" in problem for problem in found), found


def test_an_address_that_is_none_is_refused(edited):
    data = edited(
        "known_urls.yml", new="documents:\n- {url: nohost, publisher: X, kind: press, confidence: sure, seen: here}\n"
    )
    assert any("it has no host" in str(finding) for finding in read(data).findings)


def test_seven_answers_in_four_languages_were_taken_apart(ask, real_kb):
    assert ask("SELECT COUNT(*) AS n FROM answers", of=real_kb)[0]["n"] >= 7
    assert ask("SELECT COUNT(DISTINCT lang) AS n FROM answers", of=real_kb)[0]["n"] >= 4


def test_every_answer_has_figures_and_every_mark_stands_in_brackets(ask, real_kb):
    assert ask("SELECT id FROM answers WHERE id NOT IN (SELECT answer_id FROM answer_figures)", of=real_kb) == []
    assert ask("SELECT id FROM answer_figures WHERE markers NOT LIKE '[%]'", of=real_kb) == []


def test_the_recorded_citations_are_what_the_code_finds_today(ask, real_kb):
    with closing(connect(real_kb)) as connection:
        addresses = Addresses(everything(load(connection)))
    for row in ask("SELECT * FROM answer_citations", of=real_kb):
        found = addresses.find(row["printed_url"])
        assert (found.status, found.known and found.known.url, found.confidence) == (
            row["status"],
            row["url"],
            row["confidence"],
        ), row


def test_no_recorded_text_is_long_enough_to_be_a_copy(ask, real_kb):
    for row in ask("SELECT about AS text FROM answer_figures UNION ALL SELECT subject FROM answers", of=real_kb):
        assert len(row["text"]) <= 320
