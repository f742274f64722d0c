"""`recipes.yml` and `workloads.yml` -> how weights are stored, and what platforms are judged on."""

from __future__ import annotations

from rapidfuzz import process

from ingest.read.entry import Entry
from ingest.records import COMPUTE, PHASES, Base, Parameter, Recipe, Workload

ASSUMPTIONS = (  # sql/ needs them
    "runtime_reserve_gb", "usable_share", "link_latency_ms", "utilisation", "years", "pue", "usd_per_kwh",
)  # fmt: skip


def read_recipes(root: Entry, base: Base) -> None:
    """Fill `base.recipes`. Tensor classes that are not told apart have the bits of the linear layers."""
    for name, entry in root.entries():
        linear = entry.number("linear_bits", required=True) or 0.0
        recipe = Recipe(
            id=name,
            name=entry.need("name"),
            linear_bits=linear,
            attention_bits=entry.number("attention_bits", default=linear) or 0.0,
            expert_bits=entry.number("expert_bits", default=linear) or 0.0,
            head_bits=entry.number("head_bits", required=True) or 0.0,
            embedding_bits=entry.number("embedding_bits", required=True) or 0.0,
            kv_bits=entry.number("kv_bits", required=True) or 0.0,
            optimizer_bits=entry.number("optimizer_bits", default=0.0) or 0.0,
            frozen=entry.yes("frozen"),
            compute=entry.need("compute", COMPUTE),
            engine=entry.need("engine"),
            meaning=entry.need("meaning"),
            source_id=entry.need("source"),
            at=entry.text("at"),
            where=entry.where(),
        )
        if recipe.source_id in base.sources:
            base.recipes[name] = recipe
        elif recipe.source_id:
            entry.problem(f'source "{recipe.source_id}" is not in data/sources', "source")
        entry.finish()


def read_workloads(root: Entry, base: Base) -> None:
    """Fill `base.workloads` and `base.parameters` (our own assumptions, each with its meaning)."""
    parameters, workloads = root.entry("parameters"), root.entry("workloads")
    for name, entry in parameters.entries() if parameters else []:
        source_id = entry.text("source")
        if source_id and source_id not in base.sources:
            entry.problem(f'source "{source_id}" is not in data/sources', "source")
        base.parameters[name] = Parameter(
            name,
            entry.number("value", required=True) or 0.0,
            entry.need("meaning"),
            source_id,
            entry.text("at"),
            entry.where(),
        )
        entry.finish()
    for name in ASSUMPTIONS:
        if name not in base.parameters:
            root.problem(f'parameters: the assumption "{name}" is missing', "parameters")
    for name, entry in workloads.entries() if workloads else []:
        workload = _read_workload(name, entry)
        for key, known in (("model", base.models), ("recipe", base.recipes)):
            value = entry.text(key)
            if value and value not in known:
                near = process.extractOne(value, list(known))
                entry.problem(f'{key} "{value}" is not known' + (f'; did you mean "{near[0]}"?' if near else ""), key)
        if workload.model_id in base.models and workload.recipe_id in base.recipes:
            base.workloads[name] = workload
        entry.finish()
    root.finish()


def _read_workload(name: str, entry: Entry) -> Workload:
    phase = entry.need("phase", PHASES)
    reads = phase in {"prefill", "serving", "training"}
    if phase == "decode" and entry.text("prompt"):
        entry.problem("a decode workload has a context, not a prompt", "prompt")
    return Workload(
        id=name,
        name=entry.need("name"),
        model_id=entry.need("model"),
        recipe_id=entry.need("recipe"),
        phase=phase,
        batch=entry.count("batch"),
        prompt=entry.count("prompt") if reads else 0,
        context=entry.count("context") if phase == "decode" or entry.text("context") else 0,
        generated=entry.count("generated") if phase == "serving" else 0,
        default=entry.yes("default"),
        meaning=entry.need("meaning"),
        where=entry.where(),
    )
