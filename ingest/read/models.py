"""`models/<id>.yml` -> language models, every figure of them cited."""

from __future__ import annotations

from ingest import quantity
from ingest.findings import Where
from ingest.quantity import QuantityError
from ingest.read.entry import Entry
from ingest.records import Base, Model, ModelFigure
from ingest.textyaml import Mapping, Text

ALWAYS = ("layers", "hidden_size", "heads", "kv_heads", "vocab_size", "tied_embeddings")
GROUPS = {  # where one of these is given, all of them must be
    "experts": ("experts", "experts_per_token", "expert_ffn_size"),
    "kv_lora_rank": ("kv_lora_rank", "nope_head_dim", "rope_head_dim", "v_head_dim"),
    "window_layers": ("window_layers", "window"),
    "linear_layers": ("linear_layers", "linear_key_heads", "linear_value_heads", "linear_key_dim", "linear_value_dim"),
    "mamba_layers": ("mamba_layers", "mamba_heads", "mamba_head_dim", "mamba_state"),
}
OPTIONAL = (
    "head_dim", "ffn_size", "ffn_matrices", "shared_ffn_size", "dense_layers", "moe_layers", "q_lora_rank", "global_head_dim",
    "global_kv_heads", "linear_conv", "attention_gate", "mamba_groups", "mamba_conv", "attention_layers",
)  # fmt: skip
ARCHITECTURE = (*ALWAYS, *(name for names in GROUPS.values() for name in names), *OPTIONAL)
MAY_BE_NONE = ("dense_layers", "shared_ffn_size", "window_layers")
TOTALS = ("parameters", "active_parameters")
SCALES = {"billion": 10**9, "million": 10**6, "trillion": 10**12, "B": 10**9, "M": 10**6, "T": 10**12}


def read_model(root: Entry, base: Base, stem: str) -> None:
    """Add one model's architecture to `base.models`; of two sources for a figure the first counts.

    What it takes to compute with it may be missing: a hole stays a hole, and the model says what is missing.
    """
    figures: dict[str, ModelFigure] = {}
    totals: dict[str, ModelFigure] = {}
    for item in root.items("claims"):
        if not isinstance(item, Mapping):
            root.problem("each item of claims is a mapping that begins with its source", "claims")
            continue
        entry = Entry(item, root.path, root.findings)
        source_id, at = entry.need("source"), entry.text("at")
        if source_id and source_id not in base.sources:
            entry.problem(f'source "{source_id}" is not in data/sources', "source")
        for key, node in entry.rest():
            if key not in ARCHITECTURE and key not in TOTALS:
                entry.problem(f'unknown figure "{key}"; one of {", ".join((*ARCHITECTURE, *TOTALS))}', key)
            elif (
                not isinstance(node, Text)
                or (value := _count(node) if key in TOTALS else _whole(node, key in MAY_BE_NONE)) is None
            ):
                good = "a size such as 116.8 B" if key in TOTALS else "a whole number above 0, yes or no"
                entry.problem(f"{key} must be {good}", key)
            elif source_id in base.sources:
                figure = ModelFigure(str(key), value, str(node), source_id, at, Where(root.path, key.line))
                (totals if key in TOTALS else figures).setdefault(str(key), figure)
    name = root.need("name")
    aliases = tuple(str(alias) for alias in root.items("aliases") if isinstance(alias, Text))
    missing = _missing(figures)
    if missing and "active_parameters" in totals and "parameters" in totals:
        figures |= totals  # an outline: the formulas do not describe the architecture, but its totals are printed
        missing = []
    if not figures and not totals:
        root.problem("nothing is said about it; cite its configuration, or at least its parameters")
    base.models[stem] = Model(stem, name, aliases, figures, totals, tuple(missing), root.where())
    root.finish()


def _missing(figures: dict[str, ModelFigure]) -> list[str]:
    needed = [*ALWAYS, *(name for first, names in GROUPS.items() if first in figures for name in names)]
    dense = figures.get("dense_layers")
    every_layer_is_moe = "experts" in figures and not (dense and dense.value)
    return [name for name in [*needed, *([] if every_layer_is_moe else ["ffn_size"])] if name not in figures]


def _whole(text: str, may_be_none: bool) -> int | None:
    if text in {"yes", "no"}:
        return int(text == "yes")
    digits = text.replace(",", "")
    return int(digits) if digits.isdecimal() and (may_be_none or int(digits) > 0) else None


def _count(text: str) -> int | None:
    """A number of weights as printed: 116.83 B, 8,030,261,248."""
    body, scale = text.strip(), 1
    for word, size in SCALES.items():
        if body.endswith(word):
            body, scale = body.removesuffix(word).strip(), size
            break
    try:
        return round(quantity.parse(body, "count").value * scale)
    except QuantityError:
        return None
