"""Tables that `sql/` fills about ceilings: the roofs of a platform, what is run on it, and what limits that."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class OnlyPart(SQLModel, table=True):
    """A system that contains one chip and nothing else."""

    __tablename__ = "only_parts"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    part_id: str = Field(
        foreign_key="platforms.id", description="The chip, whose figures stand in where the system has none of its own."
    )


class PeakRate(SQLModel, table=True):
    """The peak rate of a platform at a precision, and whose it is."""

    __tablename__ = "peak_rates"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    compute: str = Field(primary_key=True, description="Precision at which the matrix units work.")
    tflop_s: float = Field(description="TFLOP/s, or TOP/s of integers; dense.")
    metric_id: str = Field(foreign_key="metrics.id", description="The metric it is the chosen value of.")
    of_platform_id: str = Field(
        foreign_key="platforms.id", description="The platform itself, or the one chip that it contains."
    )
    is_floor: bool = Field(
        description="1 where the rate at this precision is not published and another, which it cannot be below, stands in."
    )


class Roof(SQLModel, table=True):
    """The figures of a platform that bounds start from."""

    __tablename__ = "roofs"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    memory_bandwidth_gb_s: float | None = None
    usable_gb: float | None = None
    usable_basis: str | None = Field(
        default=None, description="published, or installed (nobody published the usable memory)."
    )
    slow_gb_s: float | None = Field(
        default=None,
        description="Where weights that do not fit are read from: a second pool, or the host over PCI Express.",
    )
    slow_metric: str | None = Field(default=None, description="The metric that this is from.")
    link_gb_s: float | None = Field(default=None, description="Link to another device, one direction.")
    link_metric: str | None = Field(
        default=None,
        description="The metric that this is from; of nvlink_total, which adds both directions up, it is half.",
    )
    power_w: float | None = None
    power_metric: str | None = Field(default=None, description="power_measured, else tdp.")
    architecture: str | None = Field(default=None, description="Its own, or that of the one chip in it.")
    cpu_cores: float | None = Field(default=None, description="Its own, or those of the one chip in it.")
    memory_class: str = Field(
        description="HBM, card (other memory of a card), unified (shared with the CPU), CPU or other."
    )


class Case(SQLModel, table=True):
    """A platform, a number of devices and a step: one thing whose limits are computed."""

    __tablename__ = "cases"
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id")
    step_id: str = Field(foreign_key="steps.id")
    devices: int
    runtime: str = Field(description="The family of engines whose calibration its estimate uses.")
    engine: str
    exchanges: bool = Field(description="1 where devices add up their results in every layer (tensor parallel).")
    threads: int | None = Field(default=None, description="Threads of the CPU that a measurement used, where printed.")
    workload_id: str | None = Field(default=None, foreign_key="workloads.id")
    measurement_id: str | None = Field(default=None, foreign_key="measurements.id")


class Limit(SQLModel, table=True):
    """A case: whether it fits, the time of each resource at its rated peak, and the ceiling that follows."""

    __tablename__ = "limits"
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    platform_id: str = Field(foreign_key="platforms.id")
    step_id: str = Field(foreign_key="steps.id")
    devices: int
    phase: str
    made: float = Field(description="Tokens of one step that count in its speed.")
    fits: str | None = Field(
        default=None,
        description="fits (up to 90 % of usable memory), tight, no; empty where the capacity is not known.",
    )
    needed_gb: float = Field(description="Weights, keys and values, and the runtime's reserve on every device.")
    usable_gb: float | None = Field(default=None, description="Of all devices together.")
    usable_basis: str | None = Field(
        default=None, description="published, or installed (nobody published the usable memory)."
    )
    is_known: bool = Field(description="1 where everything that the ceiling takes is published.")
    linear_memory_ms: float | None = Field(default=None, description="Streaming the weights at the rated bandwidth.")
    linear_compute_ms: float | None = Field(default=None, description="Their multiplications at the peak rate.")
    attention_memory_ms: float | None = Field(default=None, description="Reading keys and values.")
    attention_compute_ms: float | None = Field(default=None, description="The multiplications of attention.")
    memory_ms: float | None = Field(default=None, description="Time of the components that memory limits.")
    compute_ms: float | None = Field(default=None, description="Time of the components that compute limits.")
    interconnect_ms: float | None = Field(default=None, description="Exchange between devices, at the rated link.")
    ceiling_tok_s: float | None = Field(
        default=None, description="Tokens per second at best; no efficiency factor in it."
    )
    offload_tok_s: float | None = Field(
        default=None,
        description="Where it does not fit: at best, when the rest of the weights is read over the slower path, evenly spread.",
    )
    devices_needed: int | None = Field(
        default=None, description="Where it does not fit: how many devices would hold it."
    )
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
