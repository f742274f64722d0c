"""The interface's languages: the same texts in each, chosen by link, cookie or browser."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from datasette import Request

from ingest.query import connect
from tests.test_site import METADATA
from web.language import DEFAULT, choose, languages

CODES = sorted(languages())
# What has its English name elsewhere: in data/metrics.yml and metadata.yml.
OF_DATA = ("metric.", "question.")


def asked(query: str = "", headers: dict[str, str] | None = None) -> Request:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    return Request(scope, None)


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_the_texts_of_every_other_with_the_same_gaps_to_fill(code: str) -> None:
    def gaps(texts: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w*)\}", text)) for key, text in texts.items() if not key.startswith(OF_DATA)}

    assert gaps(dict(languages()[code].texts)) == gaps(dict(languages()[DEFAULT].texts))


def test_the_link_goes_before_the_cookie_and_the_cookie_before_the_browser() -> None:
    assert choose(asked("lang=tr", {"cookie": "lang=en", "accept_language": "en"})).code == "tr"
    assert choose(asked("", {"cookie": "lang=tr", "accept_language": "en"})).code == "tr"
    assert choose(asked("", {"accept_language": "fr;q=0.9, tr;q=0.8, en;q=0.1"})).code == "tr"


@pytest.mark.parametrize("wanted", ["", "xx", "../tr", "xx" * 1000, "q=;;,,=", "tr;q=high"])
def test_a_language_that_nobody_speaks_gives_english(wanted: str) -> None:
    assert choose(asked(f"lang={wanted}")).code == DEFAULT


def test_a_weight_that_is_no_number_counts_as_none() -> None:
    assert choose(asked("", {"accept_language": "tr;q=high, en;q=0.5"})).code == "en"


def test_what_is_filled_in_is_escaped() -> None:
    language = languages()[DEFAULT]
    copy = type(language)("en", {"x": "<b> {name}"})
    assert copy("x", name="<i>") == "&lt;b&gt; &lt;i&gt;"


def test_every_metric_has_a_name_in_every_other_language(real_kb: Path) -> None:
    with closing(connect(real_kb)) as connection:
        known = {f"metric.{id_}" for (id_,) in connection.execute("SELECT id FROM metrics")}
    for code in set(CODES) - {DEFAULT}:
        assert known - set(languages()[code].texts) == set()


def test_every_question_of_the_home_page_is_asked_in_every_other_language() -> None:
    asked = {f"question.{name}" for name in METADATA["databases"]["kb"]["queries"]}
    for code in set(CODES) - {DEFAULT}:
        assert asked == {key for key in languages()[code].texts if key.startswith("question.")}
