"""What the dictionary says: metrics and formulas."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings import Where

METRIC_CLASSES = ("specification", "measured", "power", "price")


@dataclass(frozen=True)
class Metric:
    """Something that can be said about a platform. `tolerance` is a share; `low` and `high` are in `unit`."""

    id: str
    label: str
    kind: str
    unit: str | None
    class_: str
    better: str
    low: float | None
    high: float | None
    meaning: str
    example: str | None
    bad_example: str | None
    tolerance: float
    per_pin: bool
    bits: bool
    gb_may_mean_gib: bool
    many: bool
    values: tuple[str, ...]
    canonical: str | None
    headline: bool
    where: Where


@dataclass(frozen=True)
class Formula:
    """A derived column: an SQL expression over metrics and the price."""

    id: str
    label: str
    unit: str
    better: str
    sql: str
    inputs: tuple[str, ...]
    meaning: str
    reference: str
    where: Where
