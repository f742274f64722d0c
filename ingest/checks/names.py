"""Rules about platforms and what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.checks.registry import Problem, check
from ingest.findings import Where
from ingest.records import Base
from ingest.spelling import fold


@check("platform-says-something")
def platform_says_something(base: Base) -> Iterator[Problem]:
    """Ensure that a platform has at least one claim."""
    for platform in base.platforms.values():
        if not platform.claims:
            yield platform.where, f'platform "{platform.id}" has no claims'


@check("alias-means-one-platform")
def alias_means_one_platform(base: Base) -> Iterator[Problem]:
    """Ensure that a name borne by platforms of several families is marked ambiguous by each of them."""
    bearers: dict[str, list[tuple[str, Where, bool, str]]] = defaultdict(list)
    for platform in base.platforms.values():
        family = platform.family or platform.id
        names = [(alias.text, alias.where, alias.ambiguous) for alias in platform.aliases]
        for text, where, ambiguous in [*names, (platform.name, platform.where, False)]:
            bearers[fold(text)].append((family, where, ambiguous, text))
    for found in bearers.values():
        if len({family for family, *_ in found}) < 2:
            continue
        for family, where, ambiguous, text in found:
            if not ambiguous:
                others = sorted({other for other, *_ in found} - {family})
                yield where, f'"{text}" also means {", ".join(others)}; write "ambiguous: {text}" in each of them'


@check("contains-known-platform")
def contains_known_platform(base: Base) -> Iterator[Problem]:
    """Ensure that what a system contains is a platform too."""
    for platform in base.platforms.values():
        for part in platform.contains:
            if part == platform.id:
                yield platform.where, "a platform cannot contain itself"
            if part not in base.platforms:
                yield platform.where, f'contains: "{part}" is not a platform; add data/platforms/<vendor>/{part}.yml'
