"""Tables copied from `data/`: what was said, by whom, where."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, String
from sqlmodel import Field, SQLModel

from ingest.known import MEANING
from ingest.records import BOUNDS, LIFECYCLES, PLATFORM_KINDS, PRICE_BASES, RANKS, SOURCE_KINDS, STAGES, STATES
from ingest.tables.constraints import one_of


class About(SQLModel, table=True):
    """What this file is: one row. Its day is that of the newest thing seen in the data, never of the build."""

    __tablename__ = "about"
    id: int = Field(primary_key=True)
    title: str
    data_date: str = Field(description="The newest day on which a source was checked; prices age from here.")
    data_day: int = Field(description="The same in days since 1970-01-01.")
    fingerprint: str = Field(description="SHA-256 of everything the build read; equal fingerprints mean equal files.")


class Source(SQLModel, table=True):
    """A document that was read."""

    __tablename__ = "sources"
    __table_args__ = (one_of("kind", SOURCE_KINDS),)
    id: str = Field(primary_key=True)
    n: int = Field(
        unique=True, description="The number that stands for this source in footnotes; may change when data is added."
    )
    kind: str = Field(description="What kind of document: vendor-datasheet, independent-test, press …")
    publisher: str = Field(index=True, description="Who published it; agreement is counted in publishers.")
    title: str = Field(description="Short form of the document's title.")
    url: str = Field(unique=True)
    published: str | None = Field(
        default=None, description="Day, month or year printed on it; empty where none was seen."
    )
    checked_on: str = Field(description="Day on which it was last read.")
    checked_day: int = Field(description="The same in days since 1970-01-01.")
    checked_how: str = Field(description="live, or archived-copy.")
    lang: str = Field(description="Language; decides how its decimal commas are read.")
    archive_url: str | None = Field(default=None, description="An archived copy, where one is known.")
    cites: str | None = Field(default=None, description="Where the document says that it has its figures from.")
    copies_source_id: str | None = Field(
        default=None, foreign_key="sources.id", description="The source it repeats; a copy never counts as agreement."
    )
    link_status: str = Field(description="Whether the link still works; unchecked until it was tried.")


class Platform(SQLModel, table=True):
    """A thing one can buy or rent."""

    __tablename__ = "platforms"
    __table_args__ = (one_of("kind", PLATFORM_KINDS), one_of("lifecycle", LIFECYCLES))
    id: str = Field(primary_key=True)
    name: str
    vendor: str = Field(index=True)
    kind: str = Field(description="system, card, module, chip, instance or rack: figures of different kinds never mix.")
    family: str | None = Field(default=None, index=True, description="Variants of one product share a family.")
    released: str | None = Field(default=None, description="The chosen release_date, as printed.")
    lifecycle: str = Field(description="announced, shipping or withdrawn.")
    file: str = Field(description="The file in data/ that holds it.")


class Part(SQLModel, table=True):
    """What a system contains; a part's claims are never inherited."""

    __tablename__ = "platform_parts"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    part_id: str = Field(primary_key=True, foreign_key="platforms.id", index=True)
    count: int


class Alias(SQLModel, table=True):
    """A name that means a platform; one name may mean several."""

    __tablename__ = "aliases"
    alias: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id", index=True)
    folded: str = Field(
        description="The name without case, accents, spaces and punctuation; in a query here, fold(x) folds x likewise."
    )
    lang: str = Field(description="Language of the name.")
    ambiguous: bool = Field(description="1 where platforms of several families bear the name.")


class Metric_(SQLModel, table=True):
    """A thing that can be said about a platform."""

    __tablename__ = "metrics"
    id: str = Field(primary_key=True)
    place: int = Field(description="Its place in the dictionary; the order in which figures are shown.")
    label: str
    kind: str = Field(description="quantity, text or date.")
    unit: str | None = Field(default=None, description="Unit of value, low and high.")
    class_: str = Field(sa_column=Column("class", String, nullable=False), description="Which order of trust applies.")
    better: str = Field(description="higher, lower or neither.")
    meaning: str
    low: float | None = Field(default=None, description="Below this a figure is implausible.")
    high: float | None = Field(default=None, description="Above this a figure is implausible.")
    tolerance: float = Field(
        description="Share by which the field rounds freely; widens intervals before they are compared."
    )
    many: bool = Field(description="1 where several values may be true at once, so that nobody disagrees.")
    gb_may_mean_gib: bool = Field(description="1 where the trade prints GB for GiB: installed memory.")
    headline: bool = Field(description="1 where it is a column of the comparison.")
    example: str | None = None
    bad_example: str | None = None


class Trust(SQLModel, table=True):
    """Which kind of source is believed first, for each class of metric."""

    __tablename__ = "trust"
    class_: str = Field(sa_column=Column("class", String, primary_key=True))
    source_kind: str = Field(primary_key=True)
    place: int = Field(description="1 is believed first.")


class Formula_(SQLModel, table=True):
    """A derived column of the comparison."""

    __tablename__ = "formulas"
    id: str = Field(primary_key=True)
    label: str
    unit: str
    better: str
    sql: str
    meaning: str
    reference: str


class FormulaInput(SQLModel, table=True):
    """A metric, or the price, that a formula uses."""

    __tablename__ = "formula_inputs"
    formula_id: str = Field(primary_key=True, foreign_key="formulas.id")
    input: str = Field(primary_key=True)


class Claim(SQLModel, table=True):
    """One figure in one source."""

    __tablename__ = "claims"
    __table_args__ = (
        one_of("state", STATES),
        one_of("bound", BOUNDS),
        one_of("stage", STAGES),
        one_of("rank", RANKS),
        CheckConstraint("printed <> ''", name="printed_is_there"),
        CheckConstraint("at <> ''", name="place_is_there"),
        CheckConstraint("(state = 'value') = (value IS NOT NULL OR text IS NOT NULL)", name="a_value_has_a_value"),
        CheckConstraint("low IS NULL OR high IS NULL OR low <= high", name="low_is_not_above_high"),
        CheckConstraint("rank = 'normal' OR why IS NOT NULL", name="rank_has_a_reason"),
        Index("ix_claims_platform_metric", "platform_id", "metric_id"),
    )
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id")
    metric_id: str = Field(foreign_key="metrics.id", index=True)
    printed: str = Field(description="The figure exactly as the source prints it.")
    value: float | None = Field(
        default=None, description="The figure in `unit`; of a range its upper end; of a date its day number."
    )
    low: float | None = Field(default=None, description="Least it can mean at its printed precision; empty where open.")
    high: float | None = Field(default=None, description="Most it can mean at its printed precision; empty where open.")
    unit: str | None = None
    text: str | None = Field(default=None, description="What a text or date says, in canonical spelling.")
    state: str = Field(
        description="value, none (the source says there is none) or unknown (looked for, not published)."
    )
    bound: str = Field(description="exact, about, up_to, at_least or range.")
    binary_unit: bool = Field(description="1 where it is printed in GiB and the like.")
    digits: int = Field(description="Printed digits; of two figures the one with more says more.")
    stage: str = Field(description="announced, preliminary or shipping.")
    rank: str = Field(description="preferred, normal or deprecated.")
    why: str | None = Field(default=None, description="Reason for a rank other than normal.")
    source_id: str = Field(foreign_key="sources.id", index=True, description="The document that was read.")
    at: str = Field(description="Where in the document it stands.")
    as_of: str | None = Field(
        default=None, description="Day the statement is about; empty where the document is undated."
    )
    as_of_day: int | None = Field(
        default=None, description="The last day that as_of can mean, in days since 1970-01-01."
    )
    known_day: int = Field(description=MEANING)
    cites: str | None = Field(default=None, description="What the document names as the origin of this figure.")
    file: str
    line: int


class Price(SQLModel, table=True):
    """One price seen, on one day, with one seller."""

    __tablename__ = "prices"
    __table_args__ = (
        one_of("basis", PRICE_BASES),
        one_of("stage", STAGES),
        one_of("rank", ("normal", "deprecated")),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("rank = 'normal' OR why IS NOT NULL", name="rank_has_a_reason"),
    )
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id", index=True)
    printed: str
    amount: float
    currency: str = Field(description="ISO 4217.")
    bound: str = Field(description="exact, about, at_least ('from'), up_to, or range (its upper end).")
    basis: str = Field(description="launch_msrp, list, street, quote, used or cloud_hour.")
    scope: str = Field(description="card, or complete system: the two are never ranked together unsaid.")
    region: str | None = None
    tax: str | None = None
    seller: str | None = None
    condition: str | None = None
    stage: str
    rank: str = Field(description="normal, or deprecated: it never counts as a buying price.")
    why: str | None = Field(default=None, description="Reason for a rank other than normal.")
    cites: str | None = Field(default=None, description="What the document names as the origin of this price.")
    as_of: str = Field(description="Day on which it was the price.")
    as_of_day: int = Field(description="The same in days since 1970-01-01; the first one of a month or a year.")
    known_day: int = Field(description=MEANING)
    source_id: str = Field(foreign_key="sources.id", index=True)
    at: str | None = None
    file: str
    line: int


class ExchangeRate(SQLModel, table=True):
    """Units of a currency for one US dollar, a month's mean."""

    __tablename__ = "exchange_rates"
    __table_args__ = (CheckConstraint("per_usd > 0", name="rate_is_positive"),)
    id: str = Field(primary_key=True)
    currency: str = Field(index=True, description="ISO 4217.")
    month: str
    first_day: int = Field(description="Its first day, in days since 1970-01-01.")
    per_usd: float
    printed: str
    source_id: str = Field(foreign_key="sources.id", index=True)
    at: str


class PcieSlot(SQLModel, table=True):
    """What a PCI Express slot carries in one direction."""

    __tablename__ = "pcie_slots"
    slot: str = Field(primary_key=True, description="Generation and lanes, as in 5.0 x16.")
    gb_s: float
    printed: str
    source_id: str = Field(foreign_key="sources.id", index=True)
    at: str
