"""Tables copied from `data/`: what is run on platforms, how fast it was measured, and what was learnt from that."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from ingest.known import MEANING
from ingest.records import PHASES, SPEED_UNITS
from ingest.tables.constraints import one_of


class Model(SQLModel, table=True):
    """A language model."""

    __tablename__ = "models"
    id: str = Field(primary_key=True)
    name: str
    parameters: int | None = Field(
        default=None,
        description="Weights, all of them, computed from its architecture; as printed where that is not known.",
    )
    active_parameters: int | None = Field(
        default=None,
        description="Weights that one token multiplies with: the experts it is routed to, the head, not the embedding.",
    )
    attention: str = Field(
        description="full, window, latent (MLA), hybrid (some layers keep a fixed state), or not described."
    )
    kv_bytes_per_token: float | None = Field(
        default=None,
        description="Bytes that one more token of context takes, in 16 bits; windowed layers, which stop growing, left out.",
    )
    missing: str | None = Field(default=None, description="Figures that would have to be known to compute with it.")


class ModelAlias(SQLModel, table=True):
    """A name that means a model."""

    __tablename__ = "model_aliases"
    alias: str = Field(primary_key=True)
    model_id: str = Field(primary_key=True, foreign_key="models.id", index=True)
    folded: str = Field(description="The name without case, accents, spaces and punctuation.")


class ModelFigure(SQLModel, table=True):
    """One cited figure of a model's architecture."""

    __tablename__ = "model_figures"
    id: str = Field(primary_key=True)
    model_id: str = Field(foreign_key="models.id", index=True)
    name: str
    value: int
    printed: str
    source_id: str = Field(foreign_key="sources.id", index=True)
    at: str


class Recipe(SQLModel, table=True):
    """How weights are stored, and the precision that computes."""

    __tablename__ = "recipes"
    id: str = Field(primary_key=True)
    name: str
    linear_bits: float = Field(description="Bits per weight of dense feed-forward tensors, scales included.")
    attention_bits: float = Field(description="Bits per weight of attention tensors.")
    expert_bits: float = Field(description="Bits per weight of experts.")
    head_bits: float = Field(description="Bits per weight of the output head.")
    embedding_bits: float = Field(description="Bits per weight of the input embedding.")
    kv_bits: float = Field(description="Bits per key or value element.")
    optimizer_bits: float = Field(description="Bits per weight of gradients and optimizer state, when training.")
    frozen: bool = Field(description="1 where training leaves the weights as they are (adapters).")
    compute: str = Field(description="Precision at which the matrix units work.")
    engine: str = Field(description="The usual runtime, whose calibration the estimates use. Our own word.")
    runtime: str = Field(description="The family of engines that share a calibration.")
    meaning: str
    source_id: str = Field(foreign_key="sources.id", index=True)
    at: str


class Step_(SQLModel, table=True):
    """What one step of a model under a recipe moves and computes; computed by workload.py."""

    __tablename__ = "steps"
    id: str = Field(primary_key=True)
    model_id: str = Field(foreign_key="models.id", index=True)
    recipe_id: str = Field(foreign_key="recipes.id", index=True)
    phase: str
    compute: str = Field(description="Precision at which the matrix units work.")
    tokens: float = Field(description="Tokens processed in one step.")
    made: float = Field(description="Tokens of one step that count in its speed.")
    layers: float = Field(
        description="Layers, each a mixer and a feed-forward; one that has but one of them counts half."
    )
    expert_layers: int = Field(description="Feed-forwards that route tokens to experts.")
    state_layers: int = Field(description="Mixers that keep a recurrent state.")
    window_layers: int = Field(description="Mixers that attend to a window.")
    experts_per_token: int = Field(description="0 for a dense model.")
    stored_gb: float = Field(description="Weights kept in memory, optimizer state included.")
    kv_stored_gb: float = Field(description="Keys and values kept in memory.")
    linear_gb: float = Field(description="Weights streamed in one step, at least: all tokens agree on the experts.")
    expected_linear_gb: float = Field(description="Weights streamed in one step when tokens are routed uniformly.")
    linear_tflop: float = Field(description="Work of the linear layers in one step.")
    attention_gb: float = Field(description="Keys and values read in one step.")
    attention_tflop: float = Field(description="Work of attention in one step.")
    exchanged_gb: float = Field(
        description="What each of several devices must add up with the others in one step (tensor parallel)."
    )


class Size_(SQLModel, table=True):
    """How much memory a model takes under a recipe; computed by sizes.py."""

    __tablename__ = "sizes"
    id: str = Field(primary_key=True)
    model_id: str = Field(foreign_key="models.id", index=True)
    recipe_id: str = Field(foreign_key="recipes.id", index=True)
    weights_gb: float = Field(
        description="All weights; of a recipe for training, gradients and optimizer state included."
    )
    kv_fixed_gb: float = Field(
        description="Keys and values of one sequence that do not grow with it: full windows, and states. Less before the windows are full."
    )
    kv_gb_per_token: float = Field(description="Keys and values that each token of a sequence adds; 0 when training.")


class Workload(SQLModel, table=True):
    """A model under a recipe in one phase: what platforms are judged on."""

    __tablename__ = "workloads"
    __table_args__ = (one_of("phase", PHASES),)
    id: str = Field(primary_key=True)
    name: str
    model_id: str = Field(foreign_key="models.id", index=True)
    recipe_id: str = Field(foreign_key="recipes.id", index=True)
    step_id: str = Field(foreign_key="steps.id", index=True)
    phase: str
    batch: int = Field(description="Sequences at once.")
    prompt: int = Field(description="Tokens of the prompt that is read.")
    context: int = Field(description="Tokens already in the context of each sequence.")
    generated: int = Field(description="Tokens written per request, when serving.")
    is_default: bool = Field(description="1 where the comparison shows it.")
    meaning: str


class Measurement(SQLModel, table=True):
    """One measured speed, as its log prints it. What is not printed is empty."""

    __tablename__ = "measurements"
    __table_args__ = (
        one_of("phase", PHASES),
        one_of("unit", SPEED_UNITS),
        CheckConstraint("value > 0", name="speed_is_positive"),
    )
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id", index=True)
    devices: int
    model_id: str = Field(foreign_key="models.id", index=True)
    recipe_id: str | None = Field(default=None, foreign_key="recipes.id", index=True)
    step_id: str | None = Field(
        default=None,
        foreign_key="steps.id",
        index=True,
        description="Empty where the recipe is not printed or the model not described.",
    )
    engine: str | None = None
    runtime: str = Field(description="The family of engines that share a calibration.")
    backend: str | None = None
    engine_version: str | None = None
    phase: str
    batch: int | None = Field(default=None, description="Sequences at once.")
    prompt_tokens: int | None = None
    context: int | None = Field(default=None, description="Tokens already in the context when measuring began.")
    generated_tokens: int | None = None
    value: float = Field(description="Tokens per second of all sequences together.")
    unit: str = Field(description="The unit that was printed.")
    printed: str
    weights_printed: str | None = Field(default=None, description="Size of the weights, as the log prints it.")
    threads: int | None = Field(default=None, description="Threads of the CPU, where printed.")
    conditions: str | None = Field(default=None, description="What else was printed about the run, in fixed words.")
    kept_out: str | None = Field(
        default=None, description="The rule that keeps it out of calibration and scores; empty where none does."
    )
    source_id: str = Field(foreign_key="sources.id", index=True)
    at: str
    as_of: str | None = None
    known_day: int = Field(description=MEANING)
    file: str
    line: int


class Calibration_(SQLModel, table=True):
    """A factor of a waste, an efficiency or a fixed time, at a level of generality. Fitted by `specproof calibrate`."""

    __tablename__ = "calibrations"
    phase: str = Field(primary_key=True)
    quantity: str = Field(
        primary_key=True,
        description="What it is a factor of: memory_waste, layer_ms …; low and high bound the interval.",
    )
    level: str = Field(primary_key=True, description="all, or what the factor applies to on top of that.")
    name: str = Field(primary_key=True, description="Of that level: which runtime, hardware, architecture …")
    factor: float
    measurements: int = Field(description="Measurements at this level and name.")
    platforms: int = Field(description="Platforms that these are of.")


class Score(SQLModel, table=True):
    """How far estimates miss measurements of platforms that the fit never saw."""

    __tablename__ = "scores"
    phase: str = Field(primary_key=True)
    subset: str = Field(primary_key=True, description="Which measurements.")
    measurements: int
    platforms: int
    median_error: float = Field(description="Median of |estimate / measured - 1|.")
    p90_error: float = Field(description="Nine of ten miss by no more.")
    worst_error: float
    coverage: float = Field(description="Share inside the interval; the interval, too, was drawn without the platform.")
    worst_measurement_id: str = Field(foreign_key="measurements.id")


class Parameter(SQLModel, table=True):
    """An assumption of our own, used by the derivations and editable in workloads.yml."""

    __tablename__ = "parameters"
    id: str = Field(primary_key=True)
    value: float
    meaning: str
    source_id: str | None = Field(
        default=None, foreign_key="sources.id", description="Where it is from; empty where it is our own word."
    )
    at: str | None = None
