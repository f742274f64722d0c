"""Everything in `data/` together, and what was wrong while reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.findings import Finding, Where
from ingest.records.answers import Answer, KnownUrl
from ingest.records.dictionary import Formula, Metric
from ingest.records.runs import Calibration, Measurement, Model, Parameter, Recipe, Score, Slot, Workload
from ingest.records.said import Claim, Link, Platform, Price, Rate, Source


@dataclass(frozen=True)
class Excuse:
    """A finding that is excused, with the reason."""

    check: str
    at: str
    why: str
    where: Where


@dataclass
class Base:
    """Everything in `data/`, and what was wrong while reading it."""

    trust: dict[str, tuple[str, ...]] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    formulas: dict[str, Formula] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    rates: dict[str, Rate] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    recipes: dict[str, Recipe] = field(default_factory=dict)
    workloads: dict[str, Workload] = field(default_factory=dict)
    measurements: dict[str, Measurement] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    calibrations: list[Calibration] = field(default_factory=list)
    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    known_urls: dict[str, KnownUrl] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    excuses: list[Excuse] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def claims(self) -> list[Claim]:
        """Every claim, platform by platform."""
        return [claim for platform in self.platforms.values() for claim in platform.claims]

    @property
    def prices(self) -> list[Price]:
        """Every price, platform by platform."""
        return [price for platform in self.platforms.values() for price in platform.prices]
