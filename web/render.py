"""Our own pages: read and rendered in one go on a database thread, in the reader's language, with a tag that saves doing it again.

They are rendered by an environment of their own: Datasette's asks every plugin about every page, and its base page carries scripts.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import jinja2
from datasette import Request, Response

import ingest
from ingest.query import rows
from web.language import COOKIE, Language, choose, languages
from web.numbers import exact, meant, number, speed
from web.reasons import reason

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

Context = dict[str, Any]
Reader = Callable[[sqlite3.Connection, "Visit"], Context | None]

# Our pages need no script, and take styles and pictures from here only.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
QUERY_LENGTH = 4000
MOST_FIELDS = 200
SECONDS_COOKIE_LASTS = 365 * 24 * 3600
# The endings of what a page is made by.
PROGRAM = frozenset({".py", ".sql", ".html", ".txt", ".yml"})


@dataclass(frozen=True)
class Visit:
    """One request: the reader's language, the address, what the address asks, and under which name the site was reached."""

    language: Language
    path: str
    query: tuple[tuple[str, str], ...]
    origin: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of a parameter, stripped."""
        return next((value.strip() for key, value in reversed(self.query) if key == name), default)

    def all(self, name: str) -> list[str]:
        """Return every value of a parameter in order, stripped, none twice, none empty."""
        return [value for value in dict.fromkeys(v.strip() for k, v in self.query if k == name) if value]

    def here(self, **changes: str | Iterable[str] | None) -> str:
        """Return this page's address with some parameters changed: a text, several, or None to drop it."""
        kept = [(key, value) for key, value in self.query if key not in changes]
        for name, value in changes.items():
            if value is not None:
                kept += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return self.path + (f"?{urlencode(kept)}" if kept else "")


async def show(
    datasette: Datasette, request: Request, template: str, read: Reader, *, status: int = 200, policy: str = POLICY
) -> Response:
    """Return a page: what `read` finds, in `template`; where it finds nothing (None), a page that says so, with status 404."""
    if refused := not_read(request):
        return refused
    visit = visit_of(request)
    held = request.headers.get("if-none-match") if status == 200 else None

    def work(connection: sqlite3.Connection) -> tuple[str, str | None]:
        tag = _tag(connection, visit)
        if tag == held:
            return tag, ""
        found = read(connection, visit)
        return tag, None if found is None else render(template, visit, found)

    tag, html = await datasette.get_database("kb").execute_fn(work)
    headers = {
        "etag": tag,
        "cache-control": "private, no-cache",
        "vary": "accept-language, cookie, accept-encoding",
        "content-security-policy": policy,
    }
    if tag == held:
        return Response("", status=304, headers=headers)
    if html is None:
        return answer(render("missing.html", visit, {}), visit, status=404)
    return answer(html, visit, status=status, headers=headers)


def not_read(request: Request) -> Response | None:
    """Return the answer to a request that would do more than read, None to one that reads."""
    if request.method in {"GET", "HEAD"}:
        return None
    return Response.text("This address is only read: ask with GET.", status=405, headers={"allow": "GET, HEAD"})


def answer(html: str, visit: Visit, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a page as a response; a language chosen by a link is remembered."""
    response = Response.html(html, status=status, headers=headers or {"content-security-policy": POLICY})
    if visit.get(COOKIE) in languages():
        response.set_cookie(COOKIE, visit.get(COOKIE), max_age=SECONDS_COOKIE_LASTS, httponly=True)
    return response


def render(template: str, visit: Visit, found: Context) -> str:
    """Return a template filled in."""
    return environment().get_template(template).render(t=visit.language, visit=visit, languages=languages(), **found)


def visit_of(request: Request) -> Visit:
    """Return what a request asks. A query string is cut after QUERY_LENGTH characters and MOST_FIELDS fields."""
    query = parse_qsl(request.query_string[:QUERY_LENGTH], keep_blank_values=True)[:MOST_FIELDS]
    return Visit(
        choose(request),
        request.path,
        tuple((key, _printable(value)) for key, value in query),
        f"{request.scheme}://{request.host}",
    )


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


@cache
def environment() -> jinja2.Environment:
    """Return the environment that all our own pages are rendered in."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= {"number": number, "exact": exact, "speed": speed, "thousands": lambda value: f"{value:,}"}
    made.globals |= {"address": address, "reason": reason, "meant": meant}
    return made


def address(path: str, **query: object) -> str:
    """Return a link with a query string; what is None is left out."""
    asked = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path


def _tag(connection: sqlite3.Connection, visit: Visit) -> str:
    about = rows(connection, "SELECT fingerprint FROM about")[0]["fingerprint"]
    asked = f"{about} {_code_tag()} {visit.language.code} {visit.path} {visit.query}"
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'


@cache
def _code_tag() -> str:
    """What changes when the program or its texts do: a page of an older one must not be served from a browser's memory."""
    made = hashlib.sha256()
    for folder in (Path(__file__).parent, Path(ingest.__file__).parent):
        for path in sorted(folder.rglob("*")):
            if path.suffix in PROGRAM:
                made.update(path.read_bytes())
    return made.hexdigest()[:12]
