"""`metrics.yml` and `formulas.yml` -> what can be said, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import units
from ingest.read.entry import Entry
from ingest.records import METRIC_CLASSES, SOURCE_KINDS, Base, Formula, Metric

NAME = re.compile(r"[a-z][a-z0-9_]*")
# Makers print 2,000 for 1,979; two runs of a test differ by more.
TOLERANCE = {"specification": 0.01, "measured": 0.05}


@dataclass(frozen=True)
class Variant:
    """What a peak rate can be, besides its precision."""

    label: str
    meaning: str
    class_: str


def read_metrics(root: Entry, base: Base) -> None:
    """Fill `base.trust` and `base.metrics`."""
    trust = root.entry("trust")
    for class_ in METRIC_CLASSES:
        order = tuple(str(kind) for kind in (trust.items(class_) if trust else []))
        if sorted(order) != sorted(SOURCE_KINDS):
            root.problem(f"trust: {class_} must list every kind of source once: {', '.join(SOURCE_KINDS)}", "trust")
        base.trust[class_] = order
    if trust:
        trust.finish()
    for name, entry in _children(root, "metrics"):
        _check_name(name, entry)
        metric = _read_metric(name, entry)
        if name in base.metrics:
            entry.problem(f'metric "{name}" is defined twice')
        base.metrics[name] = metric
        entry.finish()
    variants = {name: _read_variant(entry) for name, entry in _children(root, "variants")}
    for name, entry in _children(root, "compute"):
        _check_name(name, entry)
        _read_precision(name, entry, variants, base)
    root.finish()


def _check_name(name: str, entry: Entry) -> None:
    """The name becomes a column's: it must be one in every engine."""
    if not NAME.fullmatch(name):
        entry.problem(f'"{name}" must be lower-case letters, digits and underscores, and begin with a letter')


def _children(root: Entry, key: str) -> list[tuple[str, Entry]]:
    section = root.entry(key)
    return section.entries() if section else []


def _read_variant(entry: Entry) -> Variant:
    variant = Variant(
        label=entry.need("label"),
        meaning=entry.need("meaning"),
        class_=entry.text("class", tuple(TOLERANCE), default="specification") or "specification",
    )
    entry.finish()
    return variant


def _read_precision(name: str, entry: Entry, variants: dict[str, Variant], base: Base) -> None:
    """One precision becomes one metric per variant: fp8 -> fp8_dense, fp8_sparse, fp8_unlabelled."""
    label, unit = entry.need("label"), _unit(entry)
    low, high = entry.number("low", required=True), entry.number("high", required=True)
    shown = entry.words("headline")
    for variant in entry.words("variants"):
        if variant not in variants:
            entry.problem(f'unknown variant "{variant}"; one of {", ".join(variants)}', "variants")
            continue
        of = variants[variant]
        base.metrics[f"{name}_{variant}"] = Metric(
            id=f"{name}_{variant}",
            label=f"{label}, {of.label}",
            kind="quantity",
            unit=unit,
            class_=of.class_,
            better="higher",
            low=low,
            high=high,
            meaning=f"{label} rate. {of.meaning}",
            example=f"1,000 {unit}",
            bad_example="1,000 GB",
            tolerance=TOLERANCE[of.class_],
            per_pin=False,
            bits=False,
            gb_may_mean_gib=False,
            many=False,
            values=(),
            canonical=None,
            headline=variant in shown,
            where=entry.where(),
        )
    entry.finish()


def _read_metric(name: str, entry: Entry) -> Metric:
    kind = entry.text("kind", ("quantity", "text", "date"), default="quantity") or "quantity"
    quantity = kind == "quantity"
    return Metric(
        id=name,
        label=entry.need("label"),
        kind=kind,
        unit=_unit(entry) if quantity else None,
        class_=entry.need("class", METRIC_CLASSES),
        better=entry.text("better", ("higher", "lower", "neither"), default="neither") or "neither",
        low=entry.number("low", required=quantity),
        high=entry.number("high", required=quantity),
        meaning=entry.need("meaning"),
        example=entry.text("example"),
        bad_example=entry.text("bad_example"),
        tolerance=entry.number("tolerance") or 0.0,
        per_pin=entry.yes("per_pin"),
        bits=entry.yes("bits"),
        gb_may_mean_gib=entry.yes("gb_may_mean_gib"),
        many=entry.yes("many"),
        values=entry.words("values"),
        canonical=entry.text("canonical", ("pcie",)),
        headline=entry.yes("headline"),
        where=entry.where(),
    )


def _unit(entry: Entry) -> str:
    unit = entry.need("unit")
    if unit and units.find(unit) is None:
        entry.problem(f'unknown unit "{unit}"', "unit")
        return ""
    return unit


def read_formulas(root: Entry, base: Base) -> None:
    """Fill `base.formulas`."""
    for name, entry in root.entries():
        _check_name(name, entry)
        base.formulas[name] = Formula(
            id=name,
            label=entry.need("label"),
            unit=entry.need("unit"),
            better=entry.text("better", ("higher", "lower", "neither"), default="higher") or "higher",
            sql=entry.need("sql"),
            inputs=entry.words("inputs"),
            meaning=entry.need("meaning"),
            reference=entry.need("reference"),
            where=entry.where(),
        )
        entry.finish()
