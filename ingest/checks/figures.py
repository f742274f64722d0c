"""Rules about figures: each alone, and held against others of the same source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from statistics import median

from ingest.checks.registry import Problem, check
from ingest.records import Base, Claim, Price
from ingest.spelling import day_number, parse_date

ONE_END = re.compile(r"\b(?:low|lower|high|higher|upper|top|bottom) end of .*\brange\b", re.IGNORECASE)

GROUPED = re.compile(r"\d[.,]\d{3}(?!\d)")


def _current(claims: Iterable[Claim]) -> Iterator[Claim]:
    return (claim for claim in claims if claim.state == "value" and claim.rank != "deprecated")


@check("rank-has-a-reason")
def rank_has_a_reason(base: Base) -> Iterator[Problem]:
    """Ensure that a claim or a price is preferred or deprecated for a stated reason."""
    for claim in base.claims:
        if claim.rank != "normal" and not claim.why:
            yield claim.where, f"{claim.metric_id} is {claim.rank}; say why"
    for price in base.prices:
        if price.rank != "normal" and not price.why:
            yield price.where, f"the price is {price.rank}; say why"


@check("at-most-one-preferred")
def at_most_one_preferred(base: Base) -> Iterator[Problem]:
    """Ensure that one claim at most is preferred for a metric of a platform."""
    preferred: dict[tuple[str, str], Claim] = {}
    for claim in base.claims:
        if claim.rank == "preferred":
            other = preferred.setdefault((claim.platform_id, claim.metric_id), claim)
            if other is not claim:
                yield claim.where, f"{claim.metric_id} is already preferred at {other.where}; one can be"


@check("value-is-plausible")
def value_is_plausible(base: Base) -> Iterator[Problem]:
    """Ensure that a figure lies within the range its metric allows."""
    for claim in _current(base.claims):
        metric = base.metrics[claim.metric_id]
        if (
            claim.value is not None
            and metric.low is not None
            and metric.high is not None
            and not metric.low <= claim.value <= metric.high
        ):
            yield (
                claim.where,
                (
                    f'{claim.metric_id}: "{claim.printed}" is {claim.value:g} {metric.unit}; '
                    f"plausible is {metric.low:g} to {metric.high:g}. "
                    "Mend the figure, deprecate it with the reason, or widen the range in metrics.yml"
                ),
            )


@check("groups-of-three-are-thousands")
def groups_of_three_are_thousands(base: Base) -> Iterator[Problem]:
    """Ensure that a count such as 10,752 is not read as ten and three quarters because of its page's language."""
    for claim in _current(base.claims):
        counted = base.metrics[claim.metric_id].unit == "count"
        if counted and claim.value is not None and claim.value % 1 and GROUPED.search(claim.printed):
            yield (
                claim.where,
                f'{claim.metric_id}: "{claim.printed}" is read as {claim.value:g}; mend the lang of its source, or the figure',
            )


@check("claim-says-where")
def claim_says_where(base: Base) -> Iterator[Problem]:
    """Ensure that every figure says where in its source it stands."""
    for claim in base.claims:
        if not claim.at:
            yield claim.where, f"{claim.metric_id} has no place in its source; write at: which table, row or paragraph"


@check("range-is-written-whole", level="warning")
def range_is_written_whole(base: Base) -> Iterator[Problem]:
    """Ensure that a range that its source prints is not cut down to one of its ends."""
    everything: list[Claim | Price] = [*base.claims, *base.prices]
    for said in everything:
        if said.at and ONE_END.search(said.at):
            yield said.where, f'"{said.printed}" is said to be one end of a range; write the range as it is printed'


def _by_source(base: Base) -> dict[tuple[str, str], dict[str, Claim]]:
    """Current figures of each platform in each source, by metric."""
    found: dict[tuple[str, str], dict[str, Claim]] = defaultdict(dict)
    for claim in _current(base.claims):
        if claim.value is not None:
            found[claim.platform_id, claim.source_id].setdefault(claim.metric_id, claim)
    return found


@check("dense-is-not-above-sparse")
def dense_is_not_above_sparse(base: Base) -> Iterator[Problem]:
    """Ensure that no source states a dense rate above its rate with sparsity."""
    for figures in _by_source(base).values():
        for metric_id, dense in figures.items():
            sparse = figures.get(metric_id.replace("_dense", "_sparse"))
            if "_dense" in metric_id and sparse and (dense.value or 0) > (sparse.value or 0) * 1.01:
                yield (
                    dense.where,
                    f'{metric_id} "{dense.printed}" is above {sparse.metric_id} "{sparse.printed}"; are they swapped?',
                )


@check("lower-precision-is-not-slower")
def lower_precision_is_not_slower(base: Base) -> Iterator[Problem]:
    """Ensure that in one source a lower precision is not slower than a higher one."""
    order = ("tf32", "fp16", "fp8", "fp4")
    for figures in _by_source(base).values():
        for (high, low), variant in ((pair, v) for pair in combinations(order, 2) for v in ("dense", "sparse")):
            a, b = figures.get(f"{high}_{variant}"), figures.get(f"{low}_{variant}")
            if a and b and (b.value or 0) < (a.value or 0) * 0.99:
                yield (
                    b.where,
                    f'{b.metric_id} "{b.printed}" is below {a.metric_id} "{a.printed}"; is one of another variant?',
                )


@check("bandwidth-is-width-times-rate", level="warning")
def bandwidth_is_width_times_rate(base: Base) -> Iterator[Problem]:
    """Ensure that bandwidth equals bus width times data rate where one source states all three."""
    for figures in _by_source(base).values():
        trio = [figures.get(m) for m in ("memory_bandwidth", "memory_bus_width", "memory_data_rate")]
        if not all(trio):
            continue
        bandwidth, width, rate = (claim for claim in trio if claim)
        low = (width.low or 0) * (rate.low or 0) / 8000 * 0.995
        high = (width.high or 0) * (rate.high or 0) / 8000 * 1.005
        if (bandwidth.high is not None and bandwidth.high < low) or (
            bandwidth.low is not None and bandwidth.low > high
        ):
            product = (width.value or 0) * (rate.value or 0) / 8000
            yield (
                bandwidth.where,
                f'"{bandwidth.printed}" is not {width.printed} × {rate.printed} = {product:.0f} GB/s; which of the three is off?',
            )


def _rest_on(base: Base, kinds: set[str]) -> Iterator[Claim]:
    """The first claim about every metric of a platform about which sources of these kinds alone say anything."""
    support: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in _current(base.claims):
        support[claim.platform_id, claim.metric_id].append(claim)
    return (
        claims[0] for claims in support.values() if {base.sources[claim.source_id].kind for claim in claims} <= kinds
    )


@check("machine-answer-is-not-alone")
def machine_answer_is_not_alone(base: Base) -> Iterator[Problem]:
    """Ensure that no figure rests on machine-written pages alone."""
    for claim in _rest_on(base, {"machine-answer"}):
        yield (
            claim.where,
            f"{claim.metric_id} rests on machine-written pages alone; find another source, or leave it out",
        )


@check("database-is-not-alone", level="warning")
def database_is_not_alone(base: Base) -> Iterator[Problem]:
    """Ensure that a headline figure does not rest on databases and machine answers alone."""
    for claim in _rest_on(base, {"database", "machine-answer"}):
        if base.metrics[claim.metric_id].headline:
            yield claim.where, f"{claim.metric_id} rests on databases alone; look for the maker's page or a test"


@check("before-release-is-announced", level="warning")
def before_release_is_announced(base: Base) -> Iterator[Problem]:
    """Ensure that what was said before a platform could be bought is marked as announced or preliminary, tests of real ones aside."""
    for platform in base.platforms.values():
        released = [c for c in _current(platform.claims) if c.metric_id == "release_date" and c.stage == "shipping"]
        first = min((claim.low for claim in released if claim.low is not None), default=float("-inf"))
        for claim in _current(platform.claims):
            tested = base.sources[claim.source_id].kind == "independent-test"
            if claim.stage == "shipping" and claim.as_of and not tested and claim.metric_id != "release_date":
                day = parse_date(claim.as_of).last
                if day_number(day) < first:
                    yield (
                        claim.where,
                        f"{claim.metric_id} was said on {claim.as_of}, before the release; write stage: announced",
                    )


@check("text-is-not-a-formula")
def text_is_not_a_formula(base: Base) -> Iterator[Problem]:
    """Ensure that no stored text begins like a spreadsheet formula, so that no CSV of it is ever run."""
    for claim in base.claims:
        for text in (claim.printed, claim.at, claim.why, claim.cites):
            if text and text.startswith(("=", "+", "-", "@")):
                yield (
                    claim.where,
                    f'{claim.metric_id}: "{text}" begins with {text[0]}, which a spreadsheet runs; write it in words',
                )
    for price in base.prices:
        for text in (price.printed, price.at, price.seller, price.region, price.condition):
            if text and text.startswith(("=", "+", "-", "@")):
                yield price.where, f'price: "{text}" begins with {text[0]}, which a spreadsheet runs; write it in words'


# How a place says that its page has the figure from elsewhere.
OF_ANOTHER = re.compile(r"\bas its origin\b|\battributed to\b|\bquoting\b")


@check("origin-is-cited", level="warning")
def origin_is_cited(base: Base) -> Iterator[Problem]:
    """Ensure that where a page has its figure from elsewhere, this stands under cites and not in the place alone."""
    everything: list[Claim | Price] = [*base.claims, *base.prices]
    for said in everything:
        found = OF_ANOTHER.search(said.at or "")
        if found and not said.cites:
            yield said.where, f'the place says "{found[0]}"; name whom its page follows under cites'


@check("price-is-not-later-than-its-page", level="warning")
def price_is_not_later_than_its_page(base: Base) -> Iterator[Problem]:
    """Ensure that no price is of a day after the one on which the page that prints it was published."""
    for price in base.prices:
        published = base.sources[price.source_id].published
        if published and parse_date(price.as_of).first > parse_date(published).last:
            yield (
                price.where,
                f"the price is of {price.as_of}, its page of {published}; mend the one, or link the version that prints it",
            )


@check("price-is-of-its-scope")
def price_is_of_its_scope(base: Base) -> Iterator[Problem]:
    """Ensure that what is rented by the hour and what is bought are not mixed: an instance has no purchase price."""
    kinds = {platform.id: platform.kind for platform in base.platforms.values()}
    for price in base.prices:
        if kinds[price.platform_id] == "instance" and price.basis not in {"cloud_hour", "quote"}:
            yield price.where, f"an instance is rented: its price is cloud_hour, not {price.basis}"


@check("price-is-of-the-right-size", level="warning")
def price_is_of_the_right_size(base: Base) -> Iterator[Problem]:
    """Ensure that no price is twenty times another of the same platform: a mark for thousands may have been read as a decimal."""
    amounts: dict[tuple[str, str, bool], list[Price]] = defaultdict(list)
    for price in (price for price in base.prices if price.rank == "normal"):
        amounts[price.platform_id, price.currency, price.basis == "cloud_hour"].append(price)
    for prices in amounts.values():
        middle = median(price.amount for price in prices)
        for price in prices:
            if not middle / 20 < price.amount < middle * 20:
                yield (
                    price.where,
                    f'price: "{price.printed}" is {price.amount:,.2f} {price.currency}; others are about {middle:,.0f}',
                )
