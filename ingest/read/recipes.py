"""`models/<id>.yml`, `recipes.yml` and `workloads.yml` -> what is run."""

from __future__ import annotations

from ingest.findings import Where
from ingest.read.entry import Entry
from ingest.records import Base, Model, ModelFigure, Recipe, Workload
from ingest.textyaml import Mapping, Text

NEEDED = ("layers", "hidden_size", "ffn_size", "heads", "kv_heads", "vocab_size", "tied_embeddings")
ARCHITECTURE = (*NEEDED, "head_dim")  # where no head size is printed it is hidden size / heads
PHASES = ("decode", "prefill")
ASSUMPTIONS = ("runtime_reserve_gb", "usable_share")  # sql/bounds.sql needs them
COMPUTE = ("fp32", "fp16", "bf16", "fp8", "fp4", "int8")


def read_model(root: Entry, base: Base, stem: str) -> None:
    """Add one model's architecture to `base.models`; every figure of it is cited."""
    figures: dict[str, ModelFigure] = {}
    for item in root.items("claims"):
        if not isinstance(item, Mapping):
            root.problem("each item of claims is a mapping that begins with its source", "claims")
            continue
        entry = Entry(item, root.path, root.findings)
        source_id, at = entry.need("source"), entry.text("at")
        if source_id and source_id not in base.sources:
            entry.problem(f'source "{source_id}" is not in data/sources', "source")
        for key, node in entry.rest():
            if key not in ARCHITECTURE:
                entry.problem(f'unknown figure "{key}"; one of {", ".join(ARCHITECTURE)}', key)
            elif not isinstance(node, Text) or (value := _whole(node)) is None:
                entry.problem(f"{key} must be a whole number above 0, yes or no", key)
            elif source_id in base.sources:
                figures[str(key)] = ModelFigure(str(key), value, str(node), source_id, at, Where(root.path, key.line))
    name = root.need("name")
    missing = [figure for figure in NEEDED if figure not in figures]
    if missing:
        root.problem(f"missing: {', '.join(missing)}")
    else:
        base.models[stem] = Model(stem, name, figures, root.where())
    root.finish()


def _whole(text: str) -> int | None:
    if text in {"yes", "no"}:
        return int(text == "yes")
    digits = text.replace(",", "")
    return int(digits) if digits.isdecimal() and int(digits) > 0 else None


def read_recipes(root: Entry, base: Base) -> None:
    """Fill `base.recipes`."""
    for name, entry in root.entries():
        recipe = Recipe(
            id=name,
            name=entry.need("name"),
            linear_bits=entry.number("linear_bits", required=True) or 0.0,
            head_bits=entry.number("head_bits", required=True) or 0.0,
            embedding_bits=entry.number("embedding_bits", required=True) or 0.0,
            kv_bits=entry.number("kv_bits", required=True) or 0.0,
            compute=entry.need("compute", COMPUTE),
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
        base.parameters[name] = entry.number("value", required=True) or 0.0
        entry.need("meaning")
        entry.finish()
    for name in ASSUMPTIONS:
        if name not in base.parameters:
            root.problem(f'parameters: the assumption "{name}" is missing', "parameters")
    for name, entry in workloads.entries() if workloads else []:
        workload = Workload(
            id=name,
            name=entry.need("name"),
            model_id=entry.need("model"),
            recipe_id=entry.need("recipe"),
            phase=entry.need("phase", PHASES),
            batch=entry.count("batch"),
            context=entry.count("context"),
            default=entry.yes("default"),
            meaning=entry.need("meaning"),
            where=entry.where(),
        )
        for key, known in (("model", base.models), ("recipe", base.recipes)):
            value = entry.text(key)
            if value and value not in known:
                entry.problem(f'{key} "{value}" is not known; one of {", ".join(known)}', key)
        if workload.model_id in base.models and workload.recipe_id in base.recipes:
            base.workloads[name] = workload
        entry.finish()
    root.finish()
