"""What a figure measures: its unit and the words around it -> metrics of the base, and whether that is certain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ingest.answer import cues
from ingest.answer.cues import Hit
from ingest.answer.figures import PRICE
from ingest.answer.parts import Raw
from ingest.answer.scene import Scene
from ingest.answer.tokens import Token

LINKS = {
    "nvlink": ("nvlink_per_direction", "nvlink_total", "nvlink_unlabelled"),
    "c2c": ("c2c_per_direction", "c2c_total", "c2c_unlabelled"),
    "network": ("network_per_port", "network_total"),
}
EVERY_LINK = tuple(metric for group in LINKS.values() for metric in group)
PRECISIONS = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp6", "fp4", "int8", "int4")
SPELLINGS = {"nvfp4": "fp4", "mxfp4": "fp4", "mxfp8": "fp8", "bfloat16": "bf16", "half": "fp16", "nvfp8": "fp8"}
CLAUSE_COST = 6
SHARED = {
    "bandwidth",
    "memory",
    "nvlink",
    "c2c",
    "network",
    "link",
    "storage",
    "cache",
}  # cues that one clause lends another
NEAR = 14  # words; a cue farther away speaks of something else


@dataclass(frozen=True)
class Measured:
    """The metrics that a figure can be about, likeliest first. Only where it is `certain` can a figure contradict the base.

    `whole` tells that two pools may be added. Without `ids` the base has no such metric, and `reason` says what it is.
    """

    ids: tuple[str, ...]
    certain: bool
    reason: str = ""
    whole: bool = False


def measured(scene: Scene, raw: Raw, known: Collection[str]) -> Measured | None:
    """Return what `raw` measures, of the metrics `known`; None if it is no figure about hardware at all, such as 4-bit."""
    near = _near(scene, raw)
    found = _by_dimension(scene, raw, near)
    if found is None or not found.ids or found.ids == (PRICE,):
        return found
    ids = tuple(metric for metric in dict.fromkeys(found.ids) if metric in known)
    return Measured(ids, found.certain, "" if ids else "the base has no such metric", found.whole)


def _near(scene: Scene, raw: Raw) -> dict[str, int]:
    """The cues around a figure with their distance in words; those of the heading or column only where the sentence has none."""
    found: dict[str, int] = {}
    for hit in scene.metric_hits:
        distance = _distance(scene, raw, hit)
        if distance <= NEAR and distance < found.get(hit.cue, NEAR + 1):
            found[hit.cue] = distance
    if not found:  # one cue can stand for figures in several clauses
        found = {hit.cue: NEAR for hit in scene.metric_hits if hit.cue in SHARED}
    if scene.sentence.cell is not None or not found:
        for hit in scene.hits_above:
            found.setdefault(hit.cue, NEAR)
    return found


def _distance(scene: Scene, raw: Raw, hit: Hit) -> int:
    first, last = (hit.last, raw.first) if hit.first < raw.first else (raw.last, hit.first)
    return scene.words_between(first, last) + CLAUSE_COST * scene.clauses_between(first, last)


def _by_dimension(scene: Scene, raw: Raw, near: dict[str, int]) -> Measured | None:
    if raw.dimension == PRICE:
        return Measured((PRICE,), False)
    if raw.dimension in {"bytes per second", "bits per second"}:
        return _speed(raw, near)
    if raw.dimension == "bytes":
        return _size(scene, raw, near)
    if raw.dimension == "power":
        return _power(near)
    if raw.dimension == "operations per second":
        return _rate(scene, raw, near)
    if raw.dimension == "transfers per second":
        return Measured(("memory_data_rate",), False)
    if raw.dimension == "bits":
        return Measured(("memory_bus_width",), True) if "bus" in near else None
    gpu, cpu = "gpu cores" in near, "cpu cores" in near
    return Measured(
        ("gpu_cores",) if gpu and not cpu else ("cpu_cores",) if cpu and not gpu else ("gpu_cores", "cpu_cores"), False
    )


def _speed(raw: Raw, near: dict[str, int]) -> Measured:
    """Bytes or bits per second: of the memory, unless a link, a disk or a cache is nearer."""
    memory = min((near[cue] for cue in ("memory", "second pool") if cue in near), default=None)
    links = {cue: near[cue] for cue in ("nvlink", "c2c", "network", "link") if cue in near}
    link = min(links.values(), default=None)
    if link is not None and (memory is None or link < memory):
        named = [cue for cue in ("nvlink", "c2c", "network") if cue in links]
        return Measured(tuple(metric for cue in named for metric in LINKS[cue]) or EVERY_LINK, False)
    if "sram" in near and near["sram"] <= near.get("cache", NEAR):
        return Measured(("memory2_bandwidth",), False)
    for cue, what in (("storage", "a disk's speed"), ("cache", "a cache's speed")):
        if cue in near and (memory is None or near[cue] < memory):
            return Measured((), False, what)
    if raw.dimension == "bits per second":
        if memory is not None:
            return Measured((), False, "a rate of pins or ports, in bits")
        return Measured(("network_per_port", "network_total"), False)
    ids = ["memory_bandwidth"]
    if "second pool" in near:
        ids.append("memory2_bandwidth")
    if "measured" in near:
        return Measured((*ids, "memory_bandwidth_measured"), False)
    if "bandwidth" in near or memory is not None:
        return Measured(tuple(ids), True)
    return Measured(("memory_bandwidth", "memory_bandwidth_measured", "memory2_bandwidth", *EVERY_LINK), False)


def _size(scene: Scene, raw: Raw, near: dict[str, int]) -> Measured | None:
    """Bytes: memory, unless a disk or a cache is nearer, or a language model needs them."""
    if scene.of_model or _needed(scene, raw):
        return Measured((), False, "it says what a model needs, not what a machine has")
    memory = min((near[cue] for cue in ("memory", "second pool", "usable") if cue in near), default=None)
    if "sram" in near and near["sram"] <= min(near.get("cache", NEAR), NEAR if memory is None else memory):
        return Measured(("memory2_capacity",), False)
    for cue, metric in (("storage", "storage"), ("cache", "")):
        if cue in near and (memory is None or near[cue] <= memory):
            return Measured((metric,) if metric else (), False, "" if metric else "a cache's size")
    if "usable" in near:
        return Measured(("memory_usable", "memory_capacity"), False)
    ids = ["memory_capacity"]
    if "second pool" in near or "whole" in near:
        ids.append("memory2_capacity")
    if memory is None:
        return Measured((*ids, "memory2_capacity", "memory_usable", "storage"), False)
    return Measured(tuple(ids), near.get("bandwidth", NEAR) >= memory or "bandwidth" not in near, whole="whole" in near)


def _needed(scene: Scene, raw: Raw) -> bool:
    """Whether a size is what a language model takes: a word of need, or a model's name, in the figure's own clause.

    A size that is enough for a model is had by a machine.
    """
    if any(_distance(scene, raw, hit) <= CLAUSE_COST for hit in scene.need_hits):
        return True
    enough = cues.ENOUGH.any(scene.tokens[raw.last + 1 : raw.last + 10])
    for hit in scene.model_hits:
        behind = hit.first - raw.last
        if (behind < 0 or (behind <= 4 and not enough)) and _distance(scene, raw, hit) <= CLAUSE_COST:
            return True
    sizes = [
        mention.first - raw.first
        for mention in scene.mentions
        if mention.kind == "model" and mention.printed.endswith("B")
    ]
    return any(-8 <= distance < 0 or (0 < distance <= 8 and not enough) for distance in sizes)


def _power(near: dict[str, int]) -> Measured:
    if "power supply" in near:
        return Measured(("power_supply",), False)
    if "idle" in near:
        return Measured(("power_idle",), False)
    if "measured" in near:
        return Measured(("power_measured", "tdp"), False)
    if "tdp" in near:
        return Measured(("tdp",), True)
    return Measured(("tdp", "power_measured", "power_supply"), False)


def _rate(scene: Scene, raw: Raw, near: dict[str, int]) -> Measured:
    """Operations per second: the precision named nearest, with or without sparsity as the text says."""
    if "npu" in near:
        return Measured(("npu_int8", "npu_unlabelled"), False)
    named = _precision(scene.tokens, raw.first) or _precision(scene.words_above, len(scene.words_above))
    if named is None:
        every = [metric for precision in PRECISIONS for metric in _variants(precision, near)]
        return Measured(("ai_unlabelled", *every), False)
    return Measured(_variants(named, near), True)


def _variants(precision: str, near: dict[str, int]) -> tuple[str, ...]:
    dense, sparse = "dense" in near, "sparse" in near
    if precision in {"fp64", "fp32"}:
        return (precision, f"{precision}_matrix")
    dense_ids = (f"{precision}_dense", f"{precision}_dense_fp16acc", f"{precision}_vector")
    sparse_ids = (f"{precision}_sparse", f"{precision}_sparse_fp16acc")
    kinds = (dense_ids if not sparse or dense else ()) + (sparse_ids if not dense or sparse else ())
    return (*kinds, f"{precision}_unlabelled")


def _precision(tokens: list[Token], place: int) -> str | None:
    """The number format named nearest to a place, such as FP8 or NVFP4."""
    best, nearest = None, 12
    for here in range(max(0, place - 12), min(len(tokens), place + 12)):
        word = tokens[here].folded
        if here + 1 < len(tokens) and tokens[here + 1].kind == "number" and (tokens[here + 1].glued):
            word += tokens[here + 1].text
        word = SPELLINGS.get(word, word)
        distance = abs(here - place) + (1 if here > place else 0)
        if word in PRECISIONS and distance < nearest:
            best, nearest = word, distance
    return best
