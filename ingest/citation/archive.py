"""The newest copy of a page in the Wayback Machine, and a request for a new one. An extra of `specproof links`; it asks slowly."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from urllib.parse import quote

from ingest.citation.fetch import Limits, fetch, is_public

SERVER = "https://web.archive.org"
LOOK_UP_EVERY_S = 1.2  # about fifty a minute, where sixty are allowed
SAVE_EVERY_S = 5.0  # about twelve a minute, where fifteen are allowed


def newest_copy(
    url: str,
    server: str = SERVER,
    allowed: Callable[[str], bool] = is_public,
    sleep: Callable[[float], None] = time.sleep,
) -> str | None:
    """Return the address of the newest archived copy that worked; None where there is none, or the archive does not answer."""
    sleep(LOOK_UP_EVERY_S)
    found = fetch(
        f"{server}/cdx/search/cdx?url={quote(url, safe='')}&output=json&limit=-1&filter=statuscode:200", allowed=allowed
    )
    if found.status != 200:
        return None
    try:
        rows = json.loads(found.body)
        return f"{server}/web/{rows[1][1]}/{rows[1][2]}"
    except (ValueError, IndexError, TypeError, KeyError):
        return None


def save(
    url: str,
    server: str = SERVER,
    allowed: Callable[[str], bool] = is_public,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Ask the archive to keep a copy of a page; return whether it took the request."""
    sleep(SAVE_EVERY_S)
    return 200 <= fetch(f"{server}/save/{url}", Limits(total_s=120, packet_s=60), allowed).status < 400
