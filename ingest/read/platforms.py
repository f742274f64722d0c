"""`platforms/<vendor>/<id>.yml` -> one platform, with every claim and price seen for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import process

from ingest import money, quantity, spelling
from ingest.findings import Where
from ingest.quantity import QuantityError
from ingest.read.entry import ID, Entry
from ingest.records import (
    COMPLETE_SYSTEMS,
    LIFECYCLES,
    PLATFORM_KINDS,
    PRICE_BASES,
    RANKS,
    STAGES,
    Alias,
    Base,
    Claim,
    Metric,
    Platform,
    Price,
)
from ingest.textyaml import Mapping, Node, Sequence, Text

Record = TypeVar("Record", Claim, Price)
ALIAS = re.compile(
    r"(?:(?=[a-z])(?:(?P<ambiguous>ambiguous)(?: (?=[a-z])|(?=:)))?(?P<lang>[a-z]{2}(?:-[A-Za-z]{2,4})?)?: )?(?P<text>.+)"
)
CLAIM_KEYS = ("value", "at", "as_of", "stage", "rank", "why", "cites", "label")
PRICE_KEYS = (
    "value",
    "at",
    "as_of",
    "stage",
    "currency",
    "region",
    "tax",
    "seller",
    "condition",
    "rank",
    "why",
    "cites",
    "label",
)


@dataclass(frozen=True)
class Group:
    """What the claims of one source share."""

    source_id: str
    lang: str
    at: str | None
    as_of: str | None
    stage: str
    cites: str | None


@dataclass(frozen=True)
class Said:
    """A figure read out of its printed form."""

    state: str = "value"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str | None = None
    bound: str = "exact"
    binary_unit: bool = False
    digits: int = 0


def read_platform(root: Entry, base: Base, vendor: str, stem: str) -> None:
    """Add one platform to `base.platforms`. Sources and metrics must have been read.

    What is reported as wrong is left out, so that the rules of `checks.py` meet only records whose references hold.
    """
    kind = root.need("kind", PLATFORM_KINDS)
    claims: list[Claim] = []
    prices: list[Price] = []
    aliases = [alias for item in root.items("aliases") if (alias := _read_alias(item, root))]
    for item in root.items("claims"):
        if not isinstance(item, Mapping):
            root.problem("each item of claims is a mapping that begins with its source", "claims")
            continue
        _read_group(Entry(item, root.path, root.findings), base, stem, kind, claims, prices)
    if stem in base.platforms:
        root.problem(f'platform "{stem}" is already defined at {base.platforms[stem].where}')
        return
    if root.need("vendor") not in {vendor, ""}:
        root.problem(f'vendor must be the folder\'s name, "{vendor}"', "vendor")
    base.platforms[stem] = Platform(
        id=stem,
        name=root.need("name"),
        vendor=vendor,
        kind=kind,
        family=root.text("family"),
        lifecycle=root.text("lifecycle", LIFECYCLES, default="shipping") or "shipping",
        contains=_read_contains(root),
        aliases=tuple(aliases),
        claims=_distinct(claims, root),
        prices=_distinct(prices, root),
        where=root.where(),
    )
    root.finish()


def _read_contains(root: Entry) -> dict[str, int]:
    parts = root.entry("contains")
    if parts is None:
        return {}
    contains = {}
    for key, value in parts.rest():
        if isinstance(value, Text) and value.isdecimal() and len(value) <= 6 and int(value) > 0:
            contains[str(key)] = int(value)
        else:
            parts.problem(f'contains: "{key}" needs a count, such as {{{key}: 1}}', key)
    return contains


def _read_alias(item: Node, root: Entry) -> Alias | None:
    if not isinstance(item, Text) or not item.strip():
        root.problem("each alias is a name", "aliases")
        return None
    match = ALIAS.fullmatch(item)
    where = Where(root.path, item.line)
    if match is None:
        return Alias(str(item), "en", False, where)
    return Alias(match["text"], match["lang"] or "en", match["ambiguous"] is not None, where)


def _read_group(
    entry: Entry, base: Base, platform_id: str, kind: str, claims: list[Claim], prices: list[Price]
) -> None:
    source_id = entry.need("source")
    source = base.sources.get(source_id)
    if source_id and source is None:
        entry.problem(f'source "{source_id}" is not in data/sources; add it there, or mend its name', "source")
    dated = _as_of(entry, source.published if source else None)
    group = Group(
        source_id=source_id,
        lang=source.lang if source else "en",
        at=entry.text("at"),
        as_of=dated,
        stage=entry.text("stage", STAGES, default="shipping") or "shipping",
        cites=entry.text("cites"),
    )
    price_entry = entry.entry("price")
    for key, node in price_entry.rest() if price_entry else []:
        price = _read_price(key, node, entry, group, platform_id, kind)
        if price and source:
            prices.append(price)
    for key, node in entry.rest():
        metric = base.metrics.get(key)
        if metric is None:
            near = process.extractOne(key, list(base.metrics), score_cutoff=60)
            entry.problem(f'unknown metric "{key}"' + (f'; did you mean "{near[0]}"?' if near else ""), key)
            continue
        claim = _read_claim(metric, key, node, entry, group, platform_id)
        if claim and source:
            claims.append(claim)


def _fields(key: Text, node: Node, entry: Entry, known: tuple[str, ...]) -> Entry | None:
    """A claim is a figure, or a mapping with `value`; either way, return a mapping."""
    if isinstance(node, Sequence):
        entry.problem(
            f"{key} must be a figure or a mapping with value, not a list; a second claim goes into a group of its own",
            key,
        )
        return None
    mapping = Mapping({Text("value", key.line): node}) if isinstance(node, Text) else node
    mapping.line = key.line
    fields = Entry(mapping, entry.path, entry.findings, asked=set(known))
    fields.finish()
    return fields


def _read_claim(metric: Metric, key: Text, node: Node, entry: Entry, group: Group, platform_id: str) -> Claim | None:
    fields = _fields(key, node, entry, CLAIM_KEYS)
    printed = fields.need("value") if fields else ""
    if not fields or not printed:
        return None
    try:
        said = read_figure(printed, metric, group.lang, wrong_on_purpose=fields.text("rank") == "deprecated")
    except QuantityError as error:
        fields.problem(f"{key}: {error}")
        return None
    label = _label(fields)
    return Claim(
        id="--".join(filter(None, (platform_id, metric.id, group.source_id, label))),
        platform_id=platform_id,
        metric_id=metric.id,
        source_id=group.source_id,
        printed=printed,
        state=said.state,
        value=said.value,
        low=said.low,
        high=said.high,
        text=said.text,
        bound=said.bound,
        binary_unit=said.binary_unit,
        digits=said.digits,
        stage=fields.text("stage", STAGES, default=group.stage) or group.stage,
        rank=fields.text("rank", RANKS, default="normal") or "normal",
        why=fields.text("why"),
        at=fields.text("at") or group.at,
        as_of=_as_of(fields, group.as_of),
        cites=fields.text("cites") or group.cites,
        where=fields.where(),
    )


def read_figure(printed: str, metric: Metric, lang: str = "en", wrong_on_purpose: bool = False) -> Said:
    """Return what `printed` says about `metric`; `none` and `unknown` are answers too. Raises QuantityError.

    A figure recorded as an error (`wrong_on_purpose`) may be in bits where the metric is in bytes: that is a common one.
    """
    if printed in {"none", "unknown"}:
        return Said(state=printed)
    if metric.kind == "date":
        span = spelling.parse_date(printed)
        first, last = spelling.day_number(span.first), spelling.day_number(span.last)
        return Said(value=float(first), low=first - 0.5, high=last + 0.5, text=printed, digits=len(printed))
    if metric.kind == "text":
        if metric.values:
            return Said(text=spelling.canonical_word(printed, list(metric.values)))
        return Said(text=spelling.canonical_pcie(printed) if metric.canonical == "pcie" else printed)
    figure = quantity.parse(
        printed,
        metric.unit or "count",
        lang=lang,
        plausible=(metric.low or 0.0, metric.high or float("inf")),
        bits=metric.bits or wrong_on_purpose,
        per_pin=metric.per_pin,
    )
    return Said("value", figure.value, figure.low, figure.high, None, figure.bound, figure.binary_unit, figure.digits)


def _read_price(key: Text, node: Node, entry: Entry, group: Group, platform_id: str, kind: str) -> Price | None:
    fields = _fields(key, node, entry, PRICE_KEYS)
    printed = fields.need("value") if fields else ""
    if not fields or not printed:
        return None
    if key not in PRICE_BASES:
        fields.problem(f'price: "{key}" is not one of {", ".join(PRICE_BASES)}')
        return None
    as_of = _as_of(fields, group.as_of)
    if as_of is None:
        if group.as_of is None and "as_of" not in {*fields.node, *entry.node}:
            fields.problem(f"price: {key} has no date; write as_of, the day on which the page showed it")
        return None
    currency = fields.text("currency")
    if currency and currency not in money.CODES:
        fields.problem(f'price: "{currency}" is not an ISO 4217 currency code we know')
        return None
    try:
        price = money.parse(printed, currency, group.lang, hourly=key == "cloud_hour")
    except QuantityError as error:
        fields.problem(f"price: {error}")
        return None
    seller, region = fields.text("seller"), fields.text("region")
    marks = [spelling.fold(mark) for mark in (seller, region, _label(fields)) if mark]
    return Price(
        id="--".join([platform_id, str(key), group.source_id, as_of, *marks]),
        platform_id=platform_id,
        source_id=group.source_id,
        printed=printed,
        amount=price.amount,
        currency=price.currency,
        bound=price.bound,
        basis=str(key),
        scope="complete system" if kind in COMPLETE_SYSTEMS else "card",
        region=region,
        tax=fields.text("tax", ("included", "excluded")),
        seller=seller,
        condition=fields.text("condition"),
        stage=fields.text("stage", STAGES, default=group.stage) or group.stage,
        rank=fields.text("rank", ("normal", "deprecated"), default="normal") or "normal",
        why=fields.text("why"),
        cites=fields.text("cites") or group.cites,
        at=fields.text("at") or group.at,
        as_of=as_of,
        where=fields.where(),
    )


def _label(fields: Entry) -> str | None:
    """The word that tells a second figure of one source from the first; it becomes part of a permanent id."""
    label = fields.text("label")
    if label and not ID.fullmatch(label):
        fields.problem(f'label: "{label}" must be lower-case words joined by hyphens', "label")
    return label


def _as_of(fields: Entry, default: str | None) -> str | None:
    text = fields.text("as_of") or default
    if text:
        try:
            spelling.parse_date(text)
        except QuantityError as error:
            fields.problem(f"as_of: {error}", "as_of")
            return None
    return text


def _distinct(records: list[Record], root: Entry) -> tuple[Record, ...]:
    """Refuse two records of one id: an id is a permanent address."""
    seen: dict[str, Record] = {}
    for record in records:
        first = seen.setdefault(record.id, record)
        if first is not record:
            root.problem(
                f"{record.id} is already said at {first.where}; if the source says both, give this one a label: short-word",
                where=record.where,
            )
    return tuple(seen.values())
