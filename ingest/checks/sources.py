"""Rules about the documents that figures come from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from ingest.checks.registry import Problem, check
from ingest.findings import Where
from ingest.records import Base
from ingest.spelling import fold, parse_date


@check("claim-has-known-source")
def claim_has_known_source(base: Base) -> Iterator[Problem]:
    """Ensure that whatever a source says it cites or copies by id is a source too."""
    for source in base.sources.values():
        if source.copies and source.copies not in base.sources:
            yield source.where, f'copies: "{source.copies}" is not in data/sources; add it, or drop the key'
        if source.copies == source.id:
            yield source.where, "a source cannot copy itself"


# Sites whose terms forbid taking their figures, and pages made by taking them.
FORBIDDEN_HOSTS = ("techpowerup.com",)


@check("source-may-be-used")
def source_may_be_used(base: Base) -> Iterator[Problem]:
    """Ensure that a source is a page that can be opened and whose terms allow its figures to be taken."""
    for source in base.sources.values():
        try:
            parts = urlsplit(source.url)
        except ValueError:
            continue  # no address at all: the reader has said so
        host = parts.hostname or ""
        if any(host == forbidden or host.endswith(f".{forbidden}") for forbidden in FORBIDDEN_HOSTS):
            yield source.where, f"{host} forbids taking its figures; find the page that it has them from"
        if host == "github.com" and parts.path == "/search":
            yield source.where, "a search is not a document; give the address of the page that was read"


# A file of a repository at the name of a branch, which shows something else when the branch has moved on.
OF_A_FILE = re.compile(r"(?:github\.com/[^/]+/[^/]+/(?:blob|tree|raw)|raw\.githubusercontent\.com/[^/]+/[^/]+)/([^/]+)")
COMMIT = re.compile(r"[0-9a-f]{40}")


@check("address-is-of-a-commit", level="warning")
def address_is_of_a_commit(base: Base) -> Iterator[Problem]:
    """Ensure that a file of a repository is linked at the commit that was read, since its branch moves on."""
    for source in base.sources.values():
        found = OF_A_FILE.search(source.url)
        if found and not COMMIT.fullmatch(found[1]):
            yield (
                source.where,
                f'the address is of the branch "{found[1]}"; link the commit whose file prints the figures',
            )


@check("source-is-used")
def source_is_used(base: Base) -> Iterator[Problem]:
    """Ensure that every source supports something."""
    used = {claim.source_id for claim in base.claims} | {price.source_id for price in base.prices}
    used |= {figure.source_id for model in base.models.values() for figure in model.figures.values()}
    used |= {figure.source_id for model in base.models.values() for figure in model.totals.values()}
    used |= {rate.source_id for rate in base.rates.values()} | {slot.source_id for slot in base.slots.values()}
    used |= {parameter.source_id for parameter in base.parameters.values() if parameter.source_id}
    used |= {measurement.source_id for measurement in base.measurements.values()}
    used |= {recipe.source_id for recipe in base.recipes.values()}
    used |= {source.copies for source in base.sources.values() if source.copies}
    used |= {source.cites for source in base.sources.values() if source.cites}
    for source in base.sources.values():
        if source.id not in used:
            yield source.where, f'nothing uses source "{source.id}"; cite it or remove it'


@check("one-url-one-source")
def one_url_one_source(base: Base) -> Iterator[Problem]:
    """Ensure that one document is one source, so that it cannot agree with itself."""
    first: dict[str, str] = {}
    for source in base.sources.values():
        address = (
            source.url.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        )
        other = first.setdefault(address, source.id)
        if other != source.id:
            yield source.where, f'{source.url} is already source "{other}"; use that id'


@check("publisher-has-one-name")
def publisher_has_one_name(base: Base) -> Iterator[Problem]:
    """Ensure that a publisher's file spells the publisher one way, so that it is counted once."""
    names: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for source in base.sources.values():
        names[source.where.path].add(source.publisher)
        files[fold(source.publisher)].add(source.where.path)
    for source in base.sources.values():
        if len(names[source.where.path]) > 1:
            yield source.where, f"one file is one publisher; here are {', '.join(sorted(names[source.where.path]))}"
        if len(files[fold(source.publisher)]) > 1:
            yield (
                source.where,
                f'publisher "{source.publisher}" has several files: {", ".join(sorted(files[fold(source.publisher)]))}',
            )


@check("source-was-checked-after-it-was-published")
def source_was_checked_after_it_was_published(base: Base) -> Iterator[Problem]:
    """Ensure that a document was read no earlier than it appeared."""
    for source in base.sources.values():
        if (
            source.published
            and source.checked_on
            and parse_date(source.checked_on).last < parse_date(source.published).first
        ):
            yield source.where, f"checked on {source.checked_on}, before it was published on {source.published}"


@check("no-future-date")
def no_future_date(base: Base) -> Iterator[Problem]:
    """Ensure that nothing was seen or published after the last day on which a source was checked."""
    today = max((parse_date(s.checked_on).last for s in base.sources.values() if s.checked_on), default=None)
    if today is None:
        return
    dated: list[tuple[Where, str, str]] = [
        (s.where, "published", s.published) for s in base.sources.values() if s.published
    ]
    dated += [(claim.where, "as_of", claim.as_of) for claim in base.claims if claim.as_of]
    dated += [(price.where, "as_of", price.as_of) for price in base.prices]
    for where, key, day in dated:
        if parse_date(day).first > today:
            yield where, f"{key} {day} lies after {today}, the last day on which any source was checked"
