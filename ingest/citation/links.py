"""Every source's link, visited: hosts side by side, each host one page after another with a pause, again later where it asks for that."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ingest.citation import health
from ingest.citation.fetch import Fetched, Limits, fetch, is_public
from ingest.citation.health import Seen
from ingest.citation.normalise import NoAddress, parse
from ingest.citation.repair import slip
from ingest.records import Link

TRIES = 3
LONGEST_WAIT_S = 90.0


@dataclass(frozen=True)
class Target:
    """A link to visit, and the figures that its source is cited for, as printed."""

    source_id: str
    url: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Manners:
    """How a host is treated: seconds between two pages of it, and how many hosts are visited side by side."""

    pause_s: float = 1.5
    hosts: int = 12
    limits: Limits = field(default_factory=Limits)


def visit_all(
    targets: Iterable[Target],
    before: dict[str, Link],
    day: str,
    *,
    known_hosts: frozenset[str] = frozenset(),
    manners: Manners = Manners(),
    allowed: Callable[[str], bool] = is_public,
    sleep: Callable[[float], None] = time.sleep,
    step: Callable[[str], None] = lambda url: None,
) -> list[Link]:
    """Return the record of every link after a visit on `day`, in the order of the sources' ids.

    A host that is one slip away from one of `known_hosts`, and is none itself, is garbled and never requested.
    """
    by_host: dict[str, list[Target]] = {}
    for target in targets:
        by_host.setdefault(_host(target.url), []).append(target)

    def visit_host(host: str) -> list[Link]:
        found = []
        for number, target in enumerate(by_host[host]):
            if number:
                sleep(manners.pause_s)
            shown = _visit(target, known_hosts, manners.limits, allowed, sleep)
            found.append(health.after(before.get(target.source_id), target.source_id, target.url, shown, day))
            step(target.url)
        return found

    with ThreadPoolExecutor(max_workers=max(1, manners.hosts)) as pool:
        links = [link for host in pool.map(visit_host, sorted(by_host)) for link in host]
    return sorted(links, key=lambda link: link.source_id)


def _visit(
    target: Target,
    known_hosts: frozenset[str],
    limits: Limits,
    allowed: Callable[[str], bool],
    sleep: Callable[[float], None],
) -> Seen:
    host = _host(target.url)
    if near := _garbled(host, known_hosts):
        return Seen("garbled", f"the host is not {near}; it was not requested")
    fetched = fetch(target.url, limits, allowed)
    for attempt in range(1, TRIES):
        wait = _wait_s(fetched, attempt)
        if wait is None:
            break
        sleep(wait)
        fetched = fetch(target.url, limits, allowed)
    return health.seen(fetched, target.printed)


def _wait_s(fetched: Fetched, attempt: int) -> float | None:
    """How long to wait before trying again, as the host asks or longer each time; None where that would change nothing."""
    if fetched.status in {429, 503}:
        asked = fetched.retry_after_s if fetched.retry_after_s is not None else 5.0 * attempt
        return asked if asked <= LONGEST_WAIT_S else None
    return 2.0 * attempt if fetched.error in {"timeout", "connection", "protocol"} or fetched.status >= 500 else None


def _garbled(host: str, known_hosts: frozenset[str]) -> str | None:
    """The known host that a host is one slip away from; None where it is known itself, or like none."""
    if host in known_hosts:
        return None
    return next((known for known in sorted(known_hosts) if slip(host, known)), None)


def _host(url: str) -> str:
    try:
        return parse(url).host
    except NoAddress:
        return ""
