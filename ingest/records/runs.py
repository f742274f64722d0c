"""What is run, and how fast it was: models, recipes, workloads, measurements, calibration."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings import Where

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
