"""What came back from a link -> its state, and over several days whether it is dead. Pure.

ok, moved, soft-404, blocked, dead, garbled, claim-gone, unchecked: nothing is dead on one bad day, and robots that are turned away
say nothing about a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ingest.answer import html
from ingest.answer.tokens import tokenise
from ingest.citation.fetch import Fetched
from ingest.citation.normalise import NoAddress, parse
from ingest.quantity import QuantityError, readings
from ingest.records import Link

TURNED_AWAY = (401, 402, 403, 405, 406, 407, 418, 429, 451, 503, 520, 521, 522, 523, 525, 526, 999)
GONE = (404, 410)
DAYS_UNTIL_DEAD = 3  # different days on which it failed
SPAN_UNTIL_DEAD = 2  # days between the first and the last of them
SHORTEST_PAGE = 200  # characters; a page with less has no text of its own
CHALLENGES = (
    "just a moment", "verify you are human", "captcha", "access denied", "enable javascript and cookies", "are you a robot",
)  # fmt: skip
MISSING_TITLES = (
    "404", "not found", "seite nicht gefunden", "page introuvable", "página no encontrada", "sayfa bulunamadı",
    "página não encontrada", "pagina non trovata", "nie znaleziono", "sidan hittades inte", "страница не найдена", "页面不存在",
)  # fmt: skip
TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """What one visit shows: a state, or `failed` where it says nothing for certain yet."""

    state: str | None
    note: str = ""
    final_url: str | None = None
    failed: bool = field(default=False)


def seen(fetched: Fetched, printed: Iterable[str]) -> Seen:
    """Return what a visit shows. `printed` are the figures that the source is cited for, as printed."""
    if fetched.error in {"refused", "protocol", "connection", "dns", "timeout", "loop"}:
        return Seen(None, f"{fetched.error}: {fetched.message}", failed=True)
    if fetched.status in TURNED_AWAY:
        return Seen("blocked", f"status {fetched.status}")
    if fetched.status in GONE or fetched.status >= 400:
        return Seen(None, f"status {fetched.status}", failed=True)
    text = page_text(fetched)
    title = _title(fetched)
    if any(sign in title or sign in text[:2_000].casefold() for sign in CHALLENGES) and len(text) < 3_000:
        return Seen("blocked", "a page for robots")
    if _is_home(fetched.final_url) and not _is_home(fetched.url):
        return Seen("soft-404", "it leads to the home page", fetched.final_url)
    if any(sign in title for sign in MISSING_TITLES) or not fetched.body:
        return Seen("soft-404", f'its title says "{title[:60]}"' if fetched.body else "it is empty")
    missing = _missing(text, printed) if len(text) >= SHORTEST_PAGE and not fetched.truncated else ([], 0)
    if missing[1] and len(missing[0]) == missing[1]:
        return Seen(
            "claim-gone", "none of its figures is on the page: " + ", ".join(missing[0][:5]), _if_moved(fetched)
        )
    note = "not on the page: " + ", ".join(missing[0][:5]) if missing[0] else ""
    if moved := _if_moved(fetched):
        return Seen("moved" if fetched.permanent else "ok", note, moved)
    return Seen("ok", note)


def after(before: Link | None, source_id: str, url: str, visit: Seen, day: str) -> Link:
    """Return a link's record after a visit on `day`; it is dead when it failed on three days, two days apart or more."""
    if not visit.failed:
        return Link(source_id, url, visit.state or "unchecked", day, visit.final_url, (), visit.note or None)
    failures = tuple(dict.fromkeys([*(before.failures if before and before.url == url else ()), day]))
    state = before.state if before and before.url == url else "unchecked"
    days = sorted(date.fromisoformat(failure) for failure in failures)
    if len(days) >= DAYS_UNTIL_DEAD and (days[-1] - days[0]).days >= SPAN_UNTIL_DEAD:
        state = "dead"
    return Link(source_id, url, state, day, before.final_url if before else None, failures, visit.note)


def page_text(fetched: Fetched) -> str:
    """Return the text of a page; empty where it is no HTML or plain text."""
    if fetched.body.startswith(b"%PDF-") or b"\x00" in fetched.body[:1_000]:
        return ""
    try:
        source = fetched.body.decode(fetched.encoding, "replace")
    except LookupError:
        source = fetched.body.decode("utf-8", "replace")
    return "\n".join(line.text for line in html.lines(source)) if "<" in source else source


def _title(fetched: Fetched) -> str:
    match = TITLE.search(fetched.body[:20_000].decode("utf-8", "replace"))
    words = " ".join(match[1].split()) if match else ""
    return "".join(character if character.isprintable() else " " for character in words).casefold()


def _is_home(url: str) -> bool:
    try:
        address = parse(url)
    except NoAddress:
        return False
    return address.path.strip("/").casefold() in {"", "index.html", "home", "en", "en-us"} and not address.query


def _if_moved(fetched: Fetched) -> str | None:
    """Where a page is now, if that is more than another spelling of its address."""
    try:
        same = parse(fetched.url).folded == parse(fetched.final_url).folded
    except NoAddress:
        return None
    return None if same else fetched.final_url


def _missing(text: str, printed: Iterable[str]) -> tuple[list[str], int]:
    """The printed figures whose numbers are nowhere in a page's text, and how many figures there were."""
    there = {value for token in tokenise(text) if token.kind == "number" for value in _values(token.text)}
    figures = [figure for figure in dict.fromkeys(printed) if any(character.isdigit() for character in figure)]
    missing = []
    for figure in figures:
        numbers = [token.text for token in tokenise(figure) if token.kind == "number"]
        if not any(value in there for number in numbers for value in _values(number)):
            missing.append(figure)
    return missing, len(figures)


def _values(number: str) -> list[str]:
    try:
        return [str(found.value.normalize()) for found in readings(number)]
    except QuantityError:
        return [number]
