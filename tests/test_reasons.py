"""Why a figure was chosen is said in the reader's language, and in words for people."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest.query import connect
from web.evidence import STATUSES
from web.language import languages
from web.reasons import reason

EVERY = """
SELECT chosen_because FROM facts UNION SELECT chosen_because FROM agreements UNION SELECT chosen_because FROM buying_prices
UNION SELECT reason FROM disputes WHERE status IN ('open', 'superseded')
"""


def test_every_reason_of_the_base_is_said_in_every_language(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        told = [text for (text,) in connection.execute(EVERY)]
    assert told
    for code in set(languages()) - {"en"}:
        assert [text for text in told if reason(languages()[code], text) == text] == []


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("it is newer", "it is newer"),
        (
            "chosen because its kind of source is believed first: press before machine-answer",
            "chosen because its kind of source is believed first: press before machine-written",
        ),
        ("the other is deprecated: a {slip}", "the other is deprecated: a {slip}"),
        ("nobody wrote this", "nobody wrote this"),
        ("", ""),
    ],
)
def test_a_reason_names_kinds_in_words_and_leaves_the_rest(told: str, says: str) -> None:
    assert reason(languages()["en"], told) == says


def test_every_status_of_a_dispute_has_a_page_of_its_own(real_kb: Path) -> None:
    with closing(sqlite3.connect(real_kb)) as connection:
        used = {status for (status,) in connection.execute("SELECT DISTINCT status FROM disputes")}
    assert used <= set(STATUSES)
    for language in languages().values():
        assert {f"disputes.meaning.{status}" for status in STATUSES} <= set(language.texts)
