"""Model + recipe + phase + batch + context -> bytes and FLOPs of one step. Pure.

Symbols as in the literature: L layers, d hidden size, f feed-forward size, Hq and Hkv query and key-value heads, h head
size, V vocabulary, b sequences in the batch, S context tokens of each, T tokens processed in the step. 1 MAC = 2 FLOP;
GB = 1e9 bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NORM_BYTES = 2  # norms stay in 16 bits under every recipe


@dataclass(frozen=True)
class Parameters:
    """Weights by tensor class, as counts."""

    linear: int
    norms: int
    embedding: int
    head: int
    tied: bool

    @property
    def total(self) -> int:
        """All weights; a tied head is the embedding and counts once."""
        return self.linear + self.norms + self.embedding + (0 if self.tied else self.head)


@dataclass(frozen=True)
class Step:
    """What one step moves and computes."""

    tokens: int
    stored_gb: float
    kv_stored_gb: float
    linear_gb: float
    linear_tflop: float
    attention_gb: float
    attention_tflop: float


def head_size(shape: Mapping[str, int]) -> int:
    """Return h; where a configuration prints none it is d / Hq (Vaswani et al., arXiv 1706.03762, section 3.2.2)."""
    return shape.get("head_dim") or shape["hidden_size"] // shape["heads"]


def parameters(shape: Mapping[str, int]) -> Parameters:
    """Return the weights of a dense transformer with grouped-query attention and a gated feed-forward layer.

    Per layer: 2·d·Hq·h (query, output) + 2·d·Hkv·h (key, value) + 3·d·f (gate, up, down). Source: the architecture in
    Touvron et al., Llama 2, arXiv 2307.09288, section 2.2, and Ainslie et al., GQA, arXiv 2305.13245.
    """
    d, layers = shape["hidden_size"], shape["layers"]
    attention = 2 * d * head_size(shape) * (shape["heads"] + shape["kv_heads"])
    feed_forward = 3 * d * shape["ffn_size"]
    return Parameters(
        linear=layers * (attention + feed_forward),
        norms=(2 * layers + 1) * d,
        embedding=shape["vocab_size"] * d,
        head=shape["vocab_size"] * d,
        tied=bool(shape["tied_embeddings"]),
    )


def kv_bytes_per_token(shape: Mapping[str, int], kv_bits: float) -> float:
    """Return bytes of keys and values per token and sequence: 2·L·Hkv·h elements (Pope et al., arXiv 2211.05102)."""
    return 2 * shape["layers"] * shape["kv_heads"] * head_size(shape) * kv_bits / 8


def step(
    shape: Mapping[str, int],
    *,
    linear_bits: float,
    head_bits: float,
    embedding_bits: float,
    kv_bits: float,
    phase: str,
    batch: int,
    context: int,
) -> Step:
    """Return what one decode step (T = b) or one prefill of the whole context (T = b·S) moves and computes.

    Linear work is 2 FLOP per weight and token (Kaplan et al., arXiv 2001.08361, section 2.1); prefill needs the head
    for the last token only. Attention is 4·L·Hq·h·S FLOP per token, half of it when the mask is causal (Dao, arXiv
    2307.08691). The input embedding is gathered, not streamed. Every choice is the faster one: the result belongs to a
    ceiling.
    """
    count = parameters(shape)
    tokens = batch if phase == "decode" else batch * context
    linear_bytes = count.linear * linear_bits / 8 + count.norms * NORM_BYTES
    head_bytes = count.head * head_bits / 8
    embedding_bytes = 0.0 if count.tied else count.embedding * embedding_bits / 8
    kv_bytes = batch * context * kv_bytes_per_token(shape, kv_bits)
    pairs = batch * context if phase == "decode" else batch * context * context / 2
    return Step(
        tokens=tokens,
        stored_gb=(linear_bytes + head_bytes + embedding_bytes) / 1e9,
        kv_stored_gb=kv_bytes / 1e9,
        linear_gb=(linear_bytes + head_bytes) / 1e9,
        linear_tflop=2 * (count.linear * tokens + count.head * batch) / 1e12,
        attention_gb=kv_bytes / 1e9,
        attention_tflop=4 * shape["layers"] * shape["heads"] * head_size(shape) * pairs / 1e12,
    )
