"""What `data/` says, typed: one dataclass per kind of entry, each knowing the file and line it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.findings import Finding, Where

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
COMPUTE = ("fp32", "fp16", "bf16", "fp8", "fp4", "int8")
PHASES = ("decode", "prefill", "serving", "training")
SPEED_UNITS = ("tok/s", "tok/s per user", "ms/tok", "tok/s output", "tok/s total")
# Bits of a key or value element where a log prints a type other than 16 bits; GGUF types count their scales.
KV_BITS = {
    "q8_0": 8.5,
    "q5_1": 6.0,
    "q5_0": 5.5,
    "q4_1": 5.0,
    "q4_0": 4.5,
    "fp8": 8.0,
    "fp8_e4m3": 8.0,
    "fp8_e5m2": 8.0,
    "int8": 8.0,
    "q8": 8.5,
    "q4": 4.5,
}
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
class ModelFigure:
    """One cited figure of a language model's architecture."""

    name: str
    value: int
    printed: str
    source_id: str
    at: str | None
    where: Where


@dataclass(frozen=True)
class Model:
    """A language model's architecture, every figure cited. `totals` are sizes that sources print, to check ours against."""

    id: str
    name: str
    aliases: tuple[str, ...]
    figures: dict[str, ModelFigure]
    totals: dict[str, ModelFigure]
    missing: tuple[str, ...]
    where: Where

    @property
    def shape(self) -> dict[str, int]:
        """The figures that the formulas use, by name."""
        return {name: figure.value for name, figure in self.figures.items()}


@dataclass(frozen=True)
class Recipe:
    """How a model's tensors are stored: bits per weight by tensor class, the precision that computes, the usual engine."""

    id: str
    name: str
    linear_bits: float
    attention_bits: float
    expert_bits: float
    head_bits: float
    embedding_bits: float
    kv_bits: float
    optimizer_bits: float
    frozen: bool
    compute: str
    engine: str
    meaning: str
    source_id: str
    at: str | None
    where: Where


@dataclass(frozen=True)
class Workload:
    """A model under a recipe, in one phase of one shape: what platforms are judged on."""

    id: str
    name: str
    model_id: str
    recipe_id: str
    phase: str
    batch: int
    prompt: int
    context: int
    generated: int
    default: bool
    meaning: str
    where: Where


@dataclass(frozen=True)
class Measurement:
    """One measured speed as a log prints it, in tokens per second. None where the log does not print it."""

    id: str
    source_id: str
    platform_id: str
    devices: int
    model_id: str
    recipe_id: str | None
    engine: str | None
    backend: str | None
    engine_version: str | None
    phase: str
    batch: int | None
    prompt_tokens: int | None
    context: int | None
    generated_tokens: int | None
    printed: str
    unit: str
    value: float
    weights_printed: str | None
    weights_gb: float | None
    conditions: tuple[str, ...]
    as_of: str | None
    at: str
    where: Where

    def has(self, condition: str) -> bool:
        """Whether a condition such as "speculative" was printed about the run."""
        return condition in self.conditions


@dataclass(frozen=True)
class Slot:
    """What a PCI Express slot carries in one direction, in GB/s."""

    slot: str
    gb_s: float
    printed: str
    source_id: str
    at: str
    where: Where


@dataclass(frozen=True)
class Parameter:
    """An assumption that derivations use; cited where somebody printed it."""

    id: str
    value: float
    meaning: str
    source_id: str | None
    at: str | None
    where: Where


@dataclass(frozen=True)
class Calibration:
    """A factor that measurements say, at a level of generality."""

    phase: str
    quantity: str
    level: str
    name: str
    factor: float
    measurements: int
    platforms: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is a factor of, and for whom."""
        return self.phase, self.quantity, self.level, self.name


@dataclass(frozen=True)
class Score:
    """How far estimates miss measurements of platforms that the fit never saw."""

    phase: str
    subset: str
    measurements: int
    platforms: int
    median_error: float
    p90_error: float
    worst_error: float
    coverage: float
    worst_measurement_id: str


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


@dataclass(frozen=True)
class KnownUrl:
    """An address that citations are compared with; no figure rests on it. `confidence` is how sure it is."""

    url: str
    publisher: str
    kind: str
    published: str | None
    confidence: str
    seen: str
    where: Where


@dataclass(frozen=True)
class AnswerFigure:
    """A figure of a published answer, as printed, with the platforms and the metric that it is about."""

    id: str
    printed: str
    platforms: tuple[str, ...]
    metric_id: str | None
    bound: str
    markers: str | None
    verdict: str
    about: str
    where: Where


@dataclass(frozen=True)
class AnswerCitation:
    """A reference of a published answer: its address as printed, and what it was found to be."""

    label: str
    printed_url: str
    status: str
    url: str | None
    confidence: str | None
    used: bool
    fault: str | None
    where: Where


@dataclass(frozen=True)
class Answer:
    """A published answer taken apart; its text is not kept."""

    id: str
    title: str
    url: str | None
    lang: str
    published: str | None
    seen_on: str
    subject: str
    figures: tuple[AnswerFigure, ...]
    citations: tuple[AnswerCitation, ...]
    where: Where


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
