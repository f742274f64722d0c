"""Tables that `sql/` fills about speed in truth: estimates, what they rest on, bounds as people read them, and measurements beside them."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Load_(SQLModel, table=True):
    """A case as estimates see it: the time of each resource at its rated peak, and what its calibration is looked up by."""

    __tablename__ = "loads"
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    platform_id: str = Field(foreign_key="platforms.id")
    chip_id: str = Field(
        foreign_key="platforms.id",
        description="The one chip in it, or itself: platforms of one chip are left out together.",
    )
    devices: int
    phase: str
    runtime: str
    engine: str
    maker: str = Field(description="Maker of the chip; CPU where the CPU computes.")
    hardware: str = Field(description="Maker of the chip and class of its memory; CPU where the CPU computes.")
    architecture: str = Field(description="Maker and architecture; the class of memory where that is not published.")
    memory: str = Field(description="The architecture and its bandwidth: what bins of a chip have in common.")
    routing: str = Field(description="dense, or MoE.")
    packing: str = Field(
        description="How weights are stored: kinds of GGUF blocks by what it takes to unpack them, else the recipe itself."
    )
    basis: str = Field(description="The rate that compute is held against.")
    kind: str = Field(description="All of these together.")
    made: float
    layers: float = Field(
        description="Layers, each a mixer and a feed-forward; one that has but one of them counts half."
    )
    expert_layers: int = Field(description="Feed-forwards that route tokens to experts.")
    state_layers: int = Field(description="Mixers that keep a recurrent state.")
    window_layers: int = Field(description="Mixers that attend to a window.")
    turns: int = Field(description="Devices that take turns at one sequence, where they split the layers; else 1.")
    exchange_count: int = Field(description="Exchanges between devices in one step.")
    weights_ms: float | None = Field(
        default=None, description="Weights of uniformly routed tokens at the rated bandwidth."
    )
    cache_ms: float | None = Field(default=None, description="Keys and values at the rated bandwidth.")
    compute_ms: float | None = Field(default=None, description="Multiplications of the linear layers at that rate.")
    attention_ms: float | None = Field(default=None, description="Multiplications of attention at the 16-bit rate.")
    vector_ms: float | None = Field(default=None, description="The linear layers on the vector units.")
    attention_vector_ms: float | None = Field(default=None, description="Attention on the vector units.")
    interconnect_ms: float | None = None


class Efficiency(SQLModel, table=True):
    """What measurements say of a kind of case in a phase: products of the factors in calibrations."""

    __tablename__ = "efficiencies"
    kind: str = Field(primary_key=True)
    phase: str = Field(primary_key=True)
    calibration: str = Field(description="Which measurements it rests on most.")
    platforms: int = Field(description="How many platforms those measurements are of; 0 where there are none.")
    memory_efficiency: float | None = Field(
        default=None, description="Share of the rated bandwidth when weights are streamed."
    )
    cache_efficiency: float | None = Field(
        default=None, description="Share of the rated bandwidth when keys and values are read."
    )
    compute_efficiency: float | None = Field(
        default=None, description="Share of the rate that compute is held against; may pass 1 where that is a floor."
    )
    attention_efficiency: float | None = Field(default=None, description="The same in attention.")
    unpacking: float | None = Field(
        default=None, description="Time to unpack weights, as a multiple of the linear layers' time on vector units."
    )
    attending: float | None = Field(
        default=None, description="Time to attend for one token, as a multiple of attention's time on vector units."
    )
    layer_ms: float | None = Field(default=None, description="Fixed time of a layer.")
    expert_layer_ms: float | None = Field(default=None, description="What routing to experts adds to a layer.")
    state_layer_ms: float | None = Field(default=None, description="What a recurrent state adds to a layer.")
    window_layer_ms: float | None = Field(default=None, description="What a window adds to a layer.")
    step_ms: float | None = Field(default=None, description="Fixed time of a step.")
    low: float | None = Field(default=None, description="Lower end of the interval: the estimate times this.")
    high: float | None = Field(default=None, description="Upper end of the interval: the estimate times this.")


class Estimate(SQLModel, table=True):
    """How fast a case will be in truth, with the interval that four of five left-out measurements fell into."""

    __tablename__ = "estimates"
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    platform_id: str = Field(foreign_key="platforms.id")
    calibration: str = Field(description="Which measurements it rests on most.")
    calibration_platforms: int = Field(description="How many platforms those are of; 0 where there are none.")
    overhead_ms: float | None = Field(default=None, description="Fixed time per step and layer, as calibrated.")
    estimate_ms: float | None = Field(default=None, description="Time of one step.")
    estimate_tok_s: float | None = None
    estimate_low: float | None = None
    estimate_high: float | None = None


class Bound(SQLModel, table=True):
    """What limits a platform on a workload, how fast it can be at best, how fast it will be in truth, and at what cost."""

    __tablename__ = "bounds"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    workload_id: str = Field(primary_key=True, foreign_key="workloads.id", index=True)
    devices: int = Field(primary_key=True)
    bound_type: str = Field(
        description="memory, compute, interconnect or overhead: the largest share of a step; capacity (it does not fit), or unknown."
    )
    fits: str | None = Field(
        default=None,
        description="fits (up to 90 % of usable memory), tight, no; empty where the capacity is not known.",
    )
    needed_gb: float = Field(description="Weights, keys and values, and the runtime's reserve on every device.")
    usable_gb: float | None = Field(default=None, description="Of all devices together.")
    usable_basis: str | None = Field(
        default=None, description="published, or installed (nobody published the usable memory)."
    )
    devices_needed: int | None = Field(
        default=None, description="Where it does not fit: how many devices would hold it."
    )
    memory_ms: float | None = Field(default=None, description="Time of the components that memory limits.")
    compute_ms: float | None = Field(default=None, description="Time of the components that compute limits.")
    interconnect_ms: float | None = Field(default=None, description="Exchange between devices, at the rated link.")
    overhead_ms: float | None = Field(
        default=None, description="Fixed time per step and layer, as calibrated; not in the ceiling."
    )
    margin: float | None = Field(
        default=None,
        description="Where memory or compute limits: its time divided by the other's, both over the whole step at rated peaks; "
        "below 1 where the parts of a step are limited differently.",
    )
    robust: bool | None = Field(
        default=None,
        description="1 where the type stays the same at memory efficiencies 0.60 to 0.90 and compute efficiencies 0.45 to 0.85.",
    )
    runner_up: str | None = Field(default=None, description="Where it does not: what it turns into.")
    ceiling_tok_s: float | None = Field(
        default=None, description="Tokens per second at best; no efficiency factor in it."
    )
    offload_tok_s: float | None = Field(
        default=None,
        description="Where it does not fit: at best, when the rest of the weights is read over the slower path, evenly spread.",
    )
    estimate_tok_s: float | None = Field(
        default=None, description="Tokens per second in truth, as far as measurements tell."
    )
    estimate_low: float | None = Field(
        default=None,
        description="For one sequence or prompt on one device: about four of five measurements of chips left out of the fit lie between "
        "this and estimate_high.",
    )
    estimate_high: float | None = Field(default=None, description="Upper end of that interval.")
    calibration: str | None = Field(default=None, description="Which measurements the estimate rests on most.")
    tok_s_per_dollar: float | None = Field(
        default=None, description="Estimated tokens per second for one US dollar of today's buying price."
    )
    usd_per_million_tokens: float | None = Field(
        default=None,
        description="Price written off over its working hours, and electricity; see parameters. Utilisation decides it.",
    )
    joules_per_token: float | None = Field(default=None, description="Power divided by estimated speed.")
    power_metric: str | None = Field(default=None, description="Which power that is: power_measured, or the rated tdp.")
    link_metric: str | None = Field(default=None, description="The link between several devices.")
    compute_metric: str | None = Field(default=None, description="The peak rate used.")
    compute_platform_id: str | None = Field(
        default=None,
        foreign_key="platforms.id",
        description="Whose rate that is: the platform's own, or that of the one chip in it.",
    )
    compute_is_floor: bool = Field(
        description="1 where the rate at this precision is not published and another, which it cannot be below, stood in."
    )
    missing: str | None = Field(default=None, description="What would have to be known.")


class Residual(SQLModel, table=True):
    """A measurement beside its ceiling and its estimate."""

    __tablename__ = "residuals"
    measurement_id: str = Field(primary_key=True, foreign_key="measurements.id")
    platform_id: str = Field(foreign_key="platforms.id", index=True)
    model_id: str = Field(foreign_key="models.id", index=True)
    recipe_id: str | None = Field(default=None, foreign_key="recipes.id")
    engine: str | None = None
    phase: str
    devices: int
    batch: int | None = None
    measured_tok_s: float
    ceiling_tok_s: float | None = None
    share_of_ceiling: float | None = Field(default=None, description="Above 1 the data or the model is wrong.")
    estimate_tok_s: float | None = Field(
        default=None, description="Its own platform's measurements took part in the fit; scores leave them out."
    )
    estimate_low: float | None = None
    estimate_high: float | None = None
    calibration: str | None = None
    share_of_estimate: float | None = None
    times_off: float | None = Field(
        default=None, description="By what factor the estimate misses, in whichever direction."
    )
    inside: bool | None = Field(default=None, description="1 where the measurement is inside the interval.")
    kept_out: str | None = Field(
        default=None, description="The rule that keeps it out of calibration and scores; empty where none does."
    )
    source_id: str = Field(foreign_key="sources.id", index=True)
