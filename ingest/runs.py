"""Models, recipes, workloads and measurements -> rows of their tables, and of the steps that they ask for. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ingest import architecture, workload
from ingest.known import known_day
from ingest.records import KV_BITS, Base, Measurement, Model, Recipe, Source, Workload
from ingest.sizes import size
from ingest.spelling import fold
from ingest.workload import Bits, Load, Step

Rows = list[dict[str, Any]]

# Engines that share kernels share a calibration; an engine that is not named here stands for itself.
RUNTIMES = {
    **dict.fromkeys(("lm-studio", "koboldcpp", "llamafile", "lemonade"), "llama.cpp"),
    **dict.fromkeys(
        ("mlx-lm", "omlx", "rapid-mlx", "vllm-mlx", "mlx-swift", "mlx-swift-lm", "mlx-openai-server"), "mlx"
    ),
    "exllamav3": "exllamav2",
}
# Backends that run on anyone's hardware; the others are the maker's own (CUDA, ROCm, Metal) and go unsaid.
PORTABLE_BACKENDS = ("vulkan", "opencl", "cpu")
# Rules, written down before any fit, that keep a measurement out of calibration and scores. The first that holds is named.
KEPT_OUT: dict[str, Callable[[Measurement], bool]] = {
    "no recipe is printed": lambda m: m.recipe_id is None,
    "no engine is printed": lambda m: m.engine is None,
    "speculative": lambda m: m.has("speculative"),
    "part of the weights is in the CPU's memory": lambda m: m.has("offload"),
    "prompts shared a cache": lambda m: m.has("prefix-cache"),
    "something else ran": lambda m: m.has("concurrent-load"),
    "throttled": lambda m: m.has("throttled"),
    "power is capped": lambda m: any(c.startswith("power-limit=") for c in m.conditions),
    "overclocked": lambda m: m.has("overclocked"),
    "preliminary hardware or software": lambda m: m.has("preliminary"),
    "a virtual machine": lambda m: m.has("virtual-machine"),
    "an external enclosure": lambda m: m.has("egpu"),
    "serving mixes reading and writing": lambda m: m.phase == "serving",
    "several devices": lambda m: m.devices > 1,
    "the batch is not printed": lambda m: m.batch is None,
    "several sequences": lambda m: m.batch != 1,
}


def run_rows(base: Base) -> dict[str, Rows]:
    """Return every row of every table about runs, sorted by its key."""
    steps = {entry.id: _step_row(entry.id, entry.recipe_id, entry.model_id, step_of_workload(entry, base), base)
             for entry in base.workloads.values()}  # fmt: skip
    measurements = []
    for measurement in base.measurements.values():
        step = step_of_measurement(measurement, base)
        row = _measurement(measurement, base.sources[measurement.source_id])
        if step and measurement.recipe_id:
            row["step_id"] = measurement.id
            steps[measurement.id] = _step_row(measurement.id, measurement.recipe_id, measurement.model_id, step, base)
        measurements.append(row)
    return {
        "models": [_model(model) for _, model in sorted(base.models.items())],
        "model_aliases": _aliases(base),
        "model_figures": [
            {
                "id": f"{model.id}--{name}",
                "model_id": model.id,
                "name": name,
                "value": figure.value,
                "printed": figure.printed,
                "source_id": figure.source_id,
                "at": figure.at or "",
            }
            for _, model in sorted(base.models.items())
            for name, figure in sorted({**model.totals, **model.figures}.items())
        ],
        "recipes": [
            {
                **{name: value for name, value in vars(recipe).items() if name != "where"},
                "runtime": runtime(recipe.engine, None),
                "at": recipe.at or "",
            }
            for _, recipe in sorted(base.recipes.items())
        ],
        "sizes": _sizes(base),
        "steps": [row for _, row in sorted(steps.items())],
        "workloads": [_workload(entry) for _, entry in sorted(base.workloads.items())],
        "measurements": sorted(measurements, key=lambda row: str(row["id"])),
        "calibrations": [vars(row) for row in sorted(base.calibrations, key=lambda row: row.key)],
        "scores": [vars(row) for _, row in sorted(base.scores.items())],
        "parameters": [
            {name: value for name, value in vars(entry).items() if name != "where"}
            for _, entry in sorted(base.parameters.items())
        ],
    }


def bits_of(recipe: Recipe, kv_bits: float | None = None) -> Bits:
    """Return a recipe's bits by tensor class; `kv_bits` where a log prints another type of keys and values."""
    return Bits(
        linear=recipe.linear_bits,
        attention=recipe.attention_bits,
        expert=recipe.expert_bits,
        head=recipe.head_bits,
        embedding=recipe.embedding_bits,
        kv=recipe.kv_bits if kv_bits is None else kv_bits,
        optimizer=recipe.optimizer_bits,
    )


def step_of_workload(entry: Workload, base: Base) -> Step:
    """Return the step that a workload asks for."""
    recipe = base.recipes[entry.recipe_id]
    load = Load(entry.phase, entry.batch, entry.prompt, entry.context, entry.generated, recipe.frozen)
    return workload.step(base.models[entry.model_id].shape, bits_of(recipe), load)


def step_of_measurement(entry: Measurement, base: Base) -> Step | None:
    """Return the step that was measured; None where the log does not print enough to tell.

    What a log leaves open is taken as the least it can be, so that the ceiling stays one: no prompt, no context. Weights
    whose size is printed have that size.
    """
    if entry.recipe_id is None or base.models[entry.model_id].missing:
        return None
    if entry.phase == "prefill" and not entry.prompt_tokens:
        return None
    if entry.phase == "serving" and not entry.generated_tokens:
        return None
    kv_type = next((c.removeprefix("kv=") for c in entry.conditions if c.startswith("kv=")), None)
    bits = bits_of(base.recipes[entry.recipe_id], KV_BITS.get(kv_type or ""))
    batch = entry.batch if entry.batch or entry.phase == "serving" else 1
    load = Load(entry.phase, batch, entry.prompt_tokens or 0, entry.context or 0, entry.generated_tokens or 0)
    if entry.phase == "decode":
        load = replace(load, prompt=0, context=entry.context if entry.context is not None else entry.prompt_tokens or 0)
    step = workload.step(base.models[entry.model_id].shape, bits, load)
    if entry.unit == "tok/s total":
        step = replace(step, made=step.tokens)
    return step.scaled_to(entry.weights_gb) if entry.weights_gb else step


def runtime(engine: str, backend: str | None) -> str:
    """Return the family of engines that an engine shares kernels with, and the backend where it is not the maker's own."""
    family = RUNTIMES.get(engine, engine)
    return f"{family}/{backend}" if backend in PORTABLE_BACKENDS else family


def kept_out(entry: Measurement) -> str | None:
    """Return the rule that keeps a measurement out of calibration and scores, None where none does."""
    return next((rule for rule, holds in KEPT_OUT.items() if holds(entry)), None)


def _step_row(step_id: str, recipe_id: str, model_id: str, step: Step, base: Base) -> dict[str, Any]:
    phase = base.workloads[step_id].phase if step_id in base.workloads else base.measurements[step_id].phase
    compute = base.recipes[recipe_id].compute
    return {
        "id": step_id,
        "model_id": model_id,
        "recipe_id": recipe_id,
        "phase": phase,
        "compute": compute,
        **vars(step),
    }


def _sizes(base: Base) -> Rows:
    """Every model whose keys and values are described, under every recipe."""
    found = []
    for _, model in sorted(base.models.items()):
        if model.missing or architecture.is_outline(model.shape):
            continue
        for _, recipe in sorted(base.recipes.items()):
            trains = bool(recipe.frozen or recipe.optimizer_bits)
            about = {"id": f"{model.id}--{recipe.id}", "model_id": model.id, "recipe_id": recipe.id}
            found.append({**about, **vars(size(model.shape, bits_of(recipe), trains=trains))})
    return found


def _workload(entry: Workload) -> dict[str, Any]:
    names = ("id", "name", "model_id", "recipe_id", "phase", "batch", "prompt", "context", "generated", "meaning")
    return {**{name: getattr(entry, name) for name in names}, "step_id": entry.id, "is_default": entry.default}


def _measurement(entry: Measurement, source: Source) -> dict[str, Any]:
    left = {"where", "conditions", "weights_gb"}
    return {
        **{name: value for name, value in vars(entry).items() if name not in left},
        "step_id": None,
        "runtime": runtime(entry.engine or "unknown", entry.backend),
        "threads": next((int(c.removeprefix("threads=")) for c in entry.conditions if c.startswith("threads=")), None),
        "conditions": " ".join(entry.conditions) or None,
        "kept_out": kept_out(entry),
        "known_day": known_day(entry.as_of or source.published, source),
        "file": entry.where.path,
        "line": entry.where.line,
    }


def _model(model: Model) -> dict[str, Any]:
    row = {
        "id": model.id,
        "name": model.name,
        "parameters": model.totals["parameters"].value if "parameters" in model.totals else None,
        "active_parameters": None,
        "attention": "not described",
        "kv_bytes_per_token": None,
        "missing": " ".join(model.missing) or None,
    }
    if model.missing:
        return row
    count = architecture.parameters(model.shape)
    return row | {
        "parameters": count.total,
        "active_parameters": count.active,
        "attention": _kind_of_attention(model.shape),
        "kv_bytes_per_token": None
        if architecture.is_outline(model.shape)
        else architecture.kv_bytes_per_token(model.shape, 16),
    }


def _kind_of_attention(shape: dict[str, int]) -> str:
    if architecture.is_outline(shape):
        return "not described"
    if shape.get("linear_layers") or shape.get("mamba_layers"):
        return "hybrid"
    if shape.get("kv_lora_rank"):
        return "latent"
    return "window" if shape.get("window_layers") else "full"


def _aliases(base: Base) -> Rows:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for model in base.models.values():
        for name in (model.name, model.id, *model.aliases):
            found.setdefault((name, model.id), {"alias": name, "model_id": model.id, "folded": fold(name)})
    return [row for _, row in sorted(found.items())]
