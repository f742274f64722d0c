"""A model under a recipe -> the memory that it takes: weights, and keys and values by sequence and token. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ingest import architecture
from ingest.architecture import Shape
from ingest.workload import Bits, stored_bytes


@dataclass(frozen=True)
class Size:
    """Memory of a model. A sequence of S tokens takes `kv_fixed_gb` + S x `kv_gb_per_token` on top of the weights.

    The fixed part is what does not grow: full windows and states. Before its windows are full a sequence takes less.
    """

    weights_gb: float
    kv_fixed_gb: float
    kv_gb_per_token: float


def size(shape: Shape, bits: Bits, *, trains: bool = False) -> Size:
    """Return how much memory a model takes; one that is trained keeps no keys and values, and `bits` count its optimizer."""
    weights = stored_bytes(architecture.parameters(shape), bits) / 1e9
    if trains:
        return Size(weights, 0.0, 0.0)
    runs, element_gb = architecture.attention(shape), bits.kv / 8 / 1e9
    growing = sum(run.layers * run.kv_elements for run in runs if not run.window)
    full = sum(run.layers * run.kv_elements * run.window for run in runs) + architecture.state(shape).elements
    return Size(weights, full * element_gb, growing * element_gb)
