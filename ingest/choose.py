"""A wish -> the platforms that fulfil it, in the order that the reader picks, each with what decides, and those just outside with why.

Every platform is asked the same case through `ingest.bound`, first alone, then as many together as would hold the model.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ingest.bound import Case, Catalogue, evaluate, read_case
from ingest.buying import WITHOUT_HOST, doubt
from ingest.query import Row, rows

DEVICES = (1, 2, 4, 8)
# What can be bought or rented; a chip comes in something.
KINDS = ("system", "card", "module", "instance", "rack")


@dataclass(frozen=True)
class Wish:
    """What somebody wants to run, and within what. Money in USD, power in watts; None is no limit."""

    model: str
    recipe: str
    context: int = 8192
    users: int = 1
    most_devices: int = 4
    budget_usd: float | None = None
    watts: float | None = None
    kind: str = ""
    vendor: str = ""
    host_usd: float = 0.0
    rank_by: str = "speed"


@dataclass(frozen=True)
class Candidate:
    """A platform, how many of it, and what is known about it under the wish. Speeds are of all users together."""

    platform: Row
    devices: int
    bound: Row
    price_usd: float | None
    host_usd: float
    power_w: float | None

    @property
    def tok_s(self) -> float | None:
        """The estimate; the ceiling where nothing tells how far below it stays."""
        value = self.bound["estimate_tok_s"] or self.bound["ceiling_tok_s"]
        return None if value is None else float(value)

    @property
    def doubt(self) -> str:
        """Why its price may not be had, "" where nothing speaks against it; see ingest.buying."""
        return doubt(self.platform["price_basis"], self.platform["price_stale"], self.platform["lifecycle"])

    @property
    def lacks_host(self) -> bool:
        """Whether its price is without the computer that it needs."""
        return self.platform["kind"] in WITHOUT_HOST and not self.host_usd

    @property
    def tok_s_per_dollar(self) -> float | None:
        """Tokens per second for each USD of its price, the host in it."""
        return self.tok_s / self.price_usd if self.tok_s and self.price_usd else None

    @property
    def usd_per_million_tokens(self) -> float | None:
        """As the base computes it; None where a host was added, which it does not know."""
        value = self.bound["usd_per_million_tokens"]
        return None if value is None or self.host_usd else float(value)

    @property
    def step_ms(self) -> dict[str, float]:
        """What a step's time is made of at rated peaks, overhead as calibrated, in ms."""
        parts = {name: self.bound[f"{name}_ms"] for name in ("memory", "compute", "interconnect", "overhead")}
        return {name: value for name, value in parts.items() if value}


@dataclass
class Choice:
    """What a wish finds: those inside in order, and those outside by the reason, each nearest first."""

    case: Case
    inside: list[Candidate] = field(default_factory=list)
    over_budget: list[Candidate] = field(default_factory=list)
    over_watts: list[Candidate] = field(default_factory=list)
    too_small: list[Candidate] = field(default_factory=list)
    price_unknown: list[Candidate] = field(default_factory=list)
    power_unknown: list[Candidate] = field(default_factory=list)
    unknown: list[Candidate] = field(default_factory=list)


Key = Callable[[Candidate], float | None]
# By name: the figure, and whether more of it is better.
RANKINGS: dict[str, tuple[Key, bool]] = {
    "speed": (lambda c: c.tok_s, True),
    "per_dollar": (lambda c: c.tok_s_per_dollar, True),
    "price": (lambda c: c.price_usd, False),
    "cost": (lambda c: c.usd_per_million_tokens, False),
    "power": (lambda c: c.power_w, False),
    "memory": (lambda c: c.bound["usable_gb"], True),
}
# Those that a price goes into. One that may not be had is no bargain, and stands behind all that may.
PRICED = frozenset({"per_dollar", "price", "cost"})


def choose(connection: sqlite3.Connection, wish: Wish) -> Choice:
    """Return which platforms fulfil a wish. Raises ingest.bound.Unanswerable where the wish names something unknown."""
    platforms = rows(connection, _PLATFORMS, vendor=wish.vendor, kind=wish.kind)
    first = read_case(
        {
            "platform": platforms[0]["id"]
            if platforms
            else connection.execute("SELECT MIN(id) FROM platforms").fetchone()[0],
            "model": wish.model,
            "recipe": wish.recipe,
            "context": str(wish.context),
            "batch": str(wish.users),
        },
        Catalogue(connection),
    )
    asked = [(platform, replace(first, platform_id=platform["id"])) for platform in platforms]
    answers = [answer["bounds"] for answer in evaluate(connection, [case for _, case in asked])]
    choice = Choice(first)
    again = []
    for (platform, case), bound in zip(asked, answers, strict=True):
        devices = _enough(bound, wish.most_devices)
        if devices > 1:
            again.append((platform, replace(case, devices=devices)))
        else:
            _place(choice, wish, _candidate(wish, platform, 1, bound))
    answers = [answer["bounds"] for answer in evaluate(connection, [case for _, case in again])] if again else []
    for (platform, case), bound in zip(again, answers, strict=True):
        _place(choice, wish, _candidate(wish, platform, case.devices, bound))
    _sort(choice, wish)
    return choice


def _enough(bound: Row, most: int) -> int:
    """How many devices to ask about: 1 where one holds it, or where not even the most that are allowed do."""
    if bound["bound_type"] != "capacity" or not bound["devices_needed"]:
        return 1
    return next((n for n in DEVICES if bound["devices_needed"] <= n <= most), 1)


def _candidate(wish: Wish, platform: Row, devices: int, bound: Row) -> Candidate:
    host = wish.host_usd if platform["kind"] in WITHOUT_HOST else 0.0
    price = platform["price_usd"]
    return Candidate(
        platform=platform,
        devices=devices,
        bound=bound,
        price_usd=None if price is None else price * devices + host,
        host_usd=host,
        power_w=None if platform["power_w"] is None else platform["power_w"] * devices,
    )


def _place(choice: Choice, wish: Wish, candidate: Candidate) -> None:
    if candidate.bound["bound_type"] == "capacity":
        choice.too_small.append(candidate)
    elif candidate.bound["bound_type"] == "unknown" and (candidate.tok_s is None or candidate.bound["fits"] is None):
        choice.unknown.append(candidate)
    elif wish.budget_usd is not None and candidate.price_usd is None:
        choice.price_unknown.append(candidate)
    elif wish.watts is not None and candidate.power_w is None:
        choice.power_unknown.append(candidate)
    elif wish.budget_usd is not None and (candidate.price_usd or 0) > wish.budget_usd:
        choice.over_budget.append(candidate)
    elif wish.watts is not None and (candidate.power_w or 0) > wish.watts:
        choice.over_watts.append(candidate)
    else:
        choice.inside.append(candidate)


def _sort(choice: Choice, wish: Wish) -> None:
    key, more_is_better = RANKINGS[wish.rank_by]

    def place(candidate: Candidate) -> tuple[bool, bool, float, float, str]:
        value = key(candidate)
        speed = candidate.tok_s or 0.0
        return (
            value is None,
            wish.rank_by in PRICED and bool(candidate.doubt),
            (-value if more_is_better else value) if value is not None else 0.0,
            -speed,
            candidate.platform["id"],
        )

    choice.inside.sort(key=place)
    choice.price_unknown.sort(key=place)
    choice.power_unknown.sort(key=place)
    choice.over_budget.sort(key=lambda c: (c.price_usd or math.inf, c.platform["id"]))
    choice.over_watts.sort(key=lambda c: (c.power_w or math.inf, c.platform["id"]))
    choice.too_small.sort(key=lambda c: (-(c.bound["usable_gb"] or 0) * c.devices, c.platform["id"]))
    choice.unknown.sort(key=lambda c: c.platform["id"])


_PLATFORMS = """
SELECT p.id, p.name, p.vendor, p.kind, p.lifecycle, c.price_usd, c.price_basis, c.price_as_of, c.price_stale, c.price_scope,
       b.source_id AS price_source_id, x.power_w, x.power_metric, m.label AS power_label,
       f.source_id AS power_source_id
FROM platforms AS p
JOIN comparison AS c ON c.platform_id = p.id
JOIN roofs AS x ON x.platform_id = p.id
LEFT JOIN buying_prices AS b ON b.platform_id = p.id
LEFT JOIN metrics AS m ON m.id = x.power_metric
LEFT JOIN facts AS f ON f.platform_id = p.id AND f.metric_id = x.power_metric
WHERE p.kind <> 'chip' AND (:vendor = '' OR p.vendor = :vendor) AND (:kind = '' OR p.kind = :kind) AND p.lifecycle <> 'announced'
ORDER BY p.id
"""
