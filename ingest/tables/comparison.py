"""The comparison's columns, which follow from the dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Float, Integer, String

from ingest.records import Formula, Metric

Columns = list[tuple[str, type[Any], str]]

PRICE = (
    "Today's buying price in USD as of the data's date: median street price of the last 60 days if there are three, else the newest "
    "list price, then street price, of the last 180 days, else the newest older one, else the launch price."
)
SIGNATURE = (
    "Three letters: what limits the default decode workload, what limits the default prefill workload (M memory, C compute, O overhead, "
    "I interconnect, x does not fit, ? unknown), and usable memory (S below 24 GB, M below 80, L below 256, X more)."
)


def slug(unit: str) -> str:
    """Return a unit as part of a column's name: ``GB/s`` -> ``gb_s``."""
    return "".join(character if character.isalnum() else "_" for character in unit.casefold())


def column_of(metric: Metric) -> str:
    """Return the comparison's column for a metric: its unit is in the name."""
    return f"{metric.id}_{slug(metric.unit)}" if metric.unit and metric.unit != "count" else metric.id


def comparison_columns(metrics: Iterable[Metric], formulas: Iterable[Formula]) -> Columns:
    """Return the comparison's columns in order: name, type, description.

    A buyer's order: what it is, its memory, its price, what follows, what limits it; then everything else.
    """
    columns: Columns = [
        ("platform_id", String, "The platform; links to everything known about it."),
        ("name", String, "Name of the variant."),
        ("vendor", String, "Who makes it."),
        ("kind", String, "system, card, module, chip, instance or rack."),
    ]
    headlines = [metric for metric in metrics if metric.headline]
    memory = [metric for metric in headlines if metric.id.startswith("memory")]
    for metric in memory:
        columns += _figure_columns(metric)
    columns += [
        ("price_usd", Float, PRICE),
        ("price_basis", String, "What kind of price that is."),
        ("price_as_of", String, "Its day."),
        ("price_printed", String, "The price as printed, in its own currency."),
        ("price_stale", Integer, "1 where it is older than 180 days."),
        ("price_scope", String, "card, or complete system; a card still needs a host."),
        ("price_source", String, "URL of the page that showed the price."),
    ]
    columns += [(formula.id, Float, f"{formula.label}, in {formula.unit}. {formula.meaning}") for formula in formulas]
    for phase, bound_type in (("decode", "bound_type"), ("prefill", "prefill_bound_type")):
        workload = f"the default {phase} workload"
        columns += [
            (f"{phase}_workload", String, f"Which one is {workload}, that the next columns are about."),
            (
                bound_type,
                String,
                f"What limits {workload} on one device: memory, compute, overhead, capacity (it does not fit) or unknown.",
            ),
            (f"{phase}_ceiling_tok_s", Float, f"Tokens per second at best on {workload}; a ceiling, not an estimate."),
            (
                f"{phase}_estimate_tok_s",
                Float,
                f"Tokens per second in truth on {workload}, as far as measurements tell.",
            ),
        ]
        if phase == "decode":
            columns.append(
                ("usd_per_million_tokens", Float, f"Cost of a million tokens of {workload} in USD; see parameters.")
            )
    columns.append(("signature", String, SIGNATURE))
    for metric in headlines:
        if metric not in memory:
            columns += _figure_columns(metric)
    columns += [
        ("lifecycle", String, "announced, shipping or withdrawn."),
        ("released", String, "Chosen release date, as printed."),
        ("open_disputes", Integer, "Figures on which sources disagree and nothing has settled it."),
    ]
    return columns


def _figure_columns(metric: Metric) -> Columns:
    """The column of a figure, and the column of its source's address."""
    unit = f" In {metric.unit}." if metric.unit else ""
    return [
        (column_of(metric), Float if metric.kind == "quantity" else String, f"{metric.label}. {metric.meaning}{unit}"),
        (f"{metric.id}_source", String, f"URL of the source chosen for {metric.label}."),
    ]
