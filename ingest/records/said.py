"""What sources say: documents, platforms, claims, prices, exchange rates, link checks."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings import Where

PLATFORM_KINDS = ("system", "card", "module", "chip", "instance", "rack")
COMPLETE_SYSTEMS = ("system", "instance", "rack")
LIFECYCLES = ("announced", "shipping", "withdrawn")
SOURCE_KINDS = (
    "vendor-datasheet", "vendor-page", "vendor-press", "independent-test", "press", "retailer", "database", "community", "paper",
    "machine-answer",
)  # fmt: skip
CHECKED_HOW = ("live", "archived-copy")
RANKS = ("preferred", "normal", "deprecated")
STAGES = ("announced", "preliminary", "shipping")
STATES = ("value", "none", "unknown")
LINK_STATES = ("ok", "moved", "soft-404", "blocked", "dead", "garbled", "claim-gone", "unchecked")
BOUNDS = ("exact", "about", "up_to", "at_least", "range")
PRICE_BASES = ("launch_msrp", "list", "street", "quote", "used", "cloud_hour")


@dataclass(frozen=True)
class Source:
    """A document that was read."""

    id: str
    kind: str
    publisher: str
    title: str
    url: str
    published: str | None
    checked_on: str
    checked_how: str
    lang: str
    archive: str | None
    cites: str | None
    copies: str | None
    where: Where


@dataclass(frozen=True)
class Alias:
    """A name people use for a platform; `ambiguous` where other platforms bear it too."""

    text: str
    lang: str
    ambiguous: bool
    where: Where


@dataclass(frozen=True)
class Claim:
    """One figure in one source. Numbers are in the metric's unit; dates are day numbers."""

    id: str
    platform_id: str
    metric_id: str
    source_id: str
    printed: str
    state: str
    value: float | None
    low: float | None
    high: float | None
    text: str | None
    bound: str
    binary_unit: bool
    digits: int
    stage: str
    rank: str
    why: str | None
    at: str | None
    as_of: str | None
    cites: str | None
    where: Where


@dataclass(frozen=True)
class Price:
    """One price seen, on one day, with one seller."""

    id: str
    platform_id: str
    source_id: str
    printed: str
    amount: float
    currency: str
    bound: str
    basis: str
    scope: str
    region: str | None
    tax: str | None
    seller: str | None
    condition: str | None
    stage: str
    rank: str
    why: str | None
    cites: str | None
    at: str | None
    as_of: str
    where: Where


@dataclass(frozen=True)
class Rate:
    """Units of a currency for one US dollar, in one month."""

    id: str
    currency: str
    month: str
    per_usd: float
    printed: str
    source_id: str
    at: str
    where: Where


@dataclass(frozen=True)
class Platform:
    """One thing that can be bought or rented, and everything said about it."""

    id: str
    name: str
    vendor: str
    kind: str
    family: str | None
    lifecycle: str
    contains: dict[str, int]
    aliases: tuple[Alias, ...]
    claims: tuple[Claim, ...]
    prices: tuple[Price, ...]
    where: Where


@dataclass(frozen=True)
class Link:
    """A source's link and what became of it. `failures` are the days on which it failed since it last worked."""

    source_id: str
    url: str
    state: str
    checked: str | None
    final_url: str | None = None
    failures: tuple[str, ...] = ()
    note: str | None = None
