"""What keeps the site safe and whole: headers on every answer, no cookie that breaks it, and a limit on what one SQL value may take."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from datasette import hookimpl

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# One value made of nothing takes memory and time that no time limit on SQL catches: randomblob(5e8), printf('%.*c', 2e9, 'x').
MAX_VALUE_BYTES = 1_000_000
REFUSED_FUNCTIONS = frozenset({"zeroblob", "randomblob", "printf", "format", "load_extension"})
# These tell where on the disk the file lies.
HIDDEN_PATHS = ("/-/databases",)
HIDDEN_COLUMN = ("pragma_database_list", "file")

# Datasette's own pages carry inline scripts and styles; nothing may come from, or be sent to, another host.
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def limit(conn: sqlite3.Connection) -> None:
    """Limit the size of one value, and refuse the functions that make values of nothing."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
    conn.set_authorizer(_allow)


def _allow(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in REFUSED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first, second) == HIDDEN_COLUMN:
        return sqlite3.SQLITE_IGNORE
    return sqlite3.SQLITE_OK


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Return a wrapper that adds the headers to every answer."""

    def wrap(app: App) -> App:
        async def with_headers(scope: Message, receive: Receive, send: Send) -> None:
            async def send_more(message: Message) -> None:
                if message["type"] == "http.response.start":
                    present = {name.lower() for name, _ in message.get("headers", [])}
                    message["headers"] = [
                        *message.get("headers", []),
                        *(pair for pair in HEADERS if pair[0] not in present),
                    ]
                await send(message)

            if scope["type"] == "http" and str(scope["path"]).startswith(HIDDEN_PATHS):
                scope = {**scope, "path": "/-/nothing-here", "raw_path": b"/-/nothing-here"}
            if scope["type"] == "http" and not _are_cookies(scope["headers"]):
                scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"]}
            await app(scope, receive, send_more)

        return with_headers

    return wrap


def _are_cookies(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the cookies can be read; Datasette answers a name such as a/b, and bytes that are no UTF-8, with 500."""
    try:
        for name, value in headers:
            if name == b"cookie":
                SimpleCookie(value.decode())
    except (CookieError, UnicodeDecodeError):
        return False
    return True
