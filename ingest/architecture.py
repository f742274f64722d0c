"""The figures of a language model -> its weights by tensor class, and what it keeps and computes per token. Pure.

Symbols as in the literature: L layers, d hidden size, f feed-forward size, Hq and Hkv query and key-value heads, h head
size, E experts, k experts active per token, V vocabulary. 1 MAC = 2 FLOP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Shape = Mapping[str, int]


@dataclass(frozen=True)
class Parameters:
    """Weights as counts. `expert` is one expert of one layer; `idle` are weights that no token of a ceiling reads."""

    attention: int
    feed_forward: int
    expert: int
    experts: int
    experts_per_token: int
    moe_layers: int
    norms: int
    embedding: int
    head: int
    tied: bool
    idle: int = 0

    @property
    def total(self) -> int:
        """All weights; a tied head is the embedding and counts once."""
        once = self.attention + self.feed_forward + self.norms + self.embedding + (0 if self.tied else self.head)
        return once + self.moe_layers * self.experts * self.expert + self.idle

    @property
    def active(self) -> int:
        """Weights that one token multiplies with: k of the experts, the head, not the embedding that is looked up."""
        return self.attention + self.feed_forward + self.moe_layers * self.experts_per_token * self.expert + self.head


@dataclass(frozen=True)
class Attention:
    """What a run of equal attention layers keeps and computes, per token and layer. `window` is 0 where it sees all."""

    layers: int
    kv_elements: int
    decode_flop: int
    prefill_flop: int
    window: int = 0


@dataclass(frozen=True)
class Blocks:
    """How many blocks of each kind a token passes: mixers that attend (`window` of them to a window) or keep a state, and feed-forwards."""

    attention: int
    window: int
    state: int
    feed_forward: int
    expert: int

    @property
    def all(self) -> int:
        """All blocks: two a layer, but some models have layers of a mixer or a feed-forward alone."""
        return self.attention + self.state + self.feed_forward + self.expert


@dataclass(frozen=True)
class State:
    """What the layers with a fixed state (linear attention, Mamba) keep per sequence and compute per token, together."""

    elements: int
    flop: int


def head_size(shape: Shape) -> int:
    """Return h; where a configuration prints none it is d / Hq (Vaswani et al., arXiv 1706.03762, section 3.2.2)."""
    return shape.get("head_dim") or shape["hidden_size"] // shape["heads"]


def is_outline(shape: Shape) -> bool:
    """Whether only totals are known: an architecture that the formulas here do not describe."""
    return "active_parameters" in shape


def parameters(shape: Shape) -> Parameters:
    """Return the weights of a decoder by tensor class.

    Grouped-query attention 2·d·Hq·h + 2·d·Hkv·h (Ainslie et al., arXiv 2305.13245); feed-forward 3·d·f when gated
    (Touvron et al., arXiv 2307.09288, section 2.2), else 2·d·f; a mixture of experts has E of them and a router d·E
    (Shazeer et al., arXiv 1701.06538). Where only totals are known the active weights stand for all that is read.
    """
    if is_outline(shape):
        active = shape["active_parameters"]
        return Parameters(0, active, 0, 0, 0, 0, 0, 0, 0, False, idle=shape["parameters"] - active)
    d, matrices = shape["hidden_size"], shape.get("ffn_matrices", 3)
    layers, moe_layers = shape["layers"], _moe_layers(shape)
    beside_experts = matrices * d * shape.get("shared_ffn_size", 0) + d * shape.get("experts", 0)
    return Parameters(
        attention=_attention_parameters(shape),
        feed_forward=_dense_layers(shape) * matrices * d * shape.get("ffn_size", 0) + moe_layers * beside_experts,
        expert=matrices * d * shape.get("expert_ffn_size", 0),
        experts=shape.get("experts", 0),
        experts_per_token=shape.get("experts_per_token", 0),
        moe_layers=moe_layers,
        norms=(2 * layers + 1) * d,
        embedding=shape["vocab_size"] * d,
        head=shape["vocab_size"] * d,
        tied=bool(shape["tied_embeddings"]),
    )


def blocks(shape: Shape) -> Blocks:
    """Return how many blocks of each kind there are; where only totals are known, every layer as attention and a feed-forward."""
    if is_outline(shape):
        return Blocks(shape.get("layers", 0), 0, 0, shape.get("layers", 0), 0)
    return Blocks(
        attention=_attention_layers(shape),
        window=shape.get("window_layers", 0),
        state=_state_layers(shape),
        feed_forward=_dense_layers(shape),
        expert=_moe_layers(shape),
    )


def _moe_layers(shape: Shape) -> int:
    if not shape.get("experts"):
        return 0
    return shape.get("moe_layers") or shape["layers"] - shape.get("dense_layers", 0)


def _dense_layers(shape: Shape) -> int:
    return shape.get("dense_layers", 0) if shape.get("experts") else shape["layers"]


def _state_layers(shape: Shape) -> int:
    return shape.get("linear_layers", 0) + shape.get("mamba_layers", 0)


def _attention_layers(shape: Shape) -> int:
    return shape.get("attention_layers") or shape["layers"] - _state_layers(shape)


def _attention_parameters(shape: Shape) -> int:
    """All mixers: attention, linear attention, Mamba."""
    d, heads = shape["hidden_size"], shape["heads"]
    linear = shape.get("linear_layers", 0) * _linear_parameters(shape) if shape.get("linear_layers") else 0
    mamba = shape.get("mamba_layers", 0) * _mamba_parameters(shape) if shape.get("mamba_layers") else 0
    layers, windowed = _attention_layers(shape), shape.get("window_layers", 0)
    if shape.get("kv_lora_rank"):
        return layers * _mla_parameters(shape) + linear + mamba
    queries = 2 + shape.get("attention_gate", 0)

    def grouped(h: int, kv_heads: int) -> int:
        return d * heads * h * queries + 2 * d * kv_heads * h

    here = grouped(head_size(shape), shape["kv_heads"])
    everywhere = grouped(
        shape.get("global_head_dim", head_size(shape)), shape.get("global_kv_heads", shape["kv_heads"])
    )
    return windowed * here + (layers - windowed) * everywhere + linear + mamba


def _mla_parameters(shape: Shape) -> int:
    """One layer of multi-head latent attention (DeepSeek-AI, arXiv 2405.04434, section 2.1)."""
    d, heads, nope, rope = shape["hidden_size"], shape["heads"], shape["nope_head_dim"], shape["rope_head_dim"]
    rank, latent, value = shape.get("q_lora_rank", 0), shape["kv_lora_rank"], shape["v_head_dim"]
    query = d * rank + rank * heads * (nope + rope) if rank else d * heads * (nope + rope)
    return query + d * (latent + rope) + latent * heads * (nope + value) + heads * value * d


def _linear_parameters(shape: Shape) -> int:
    """One gated DeltaNet layer (Yang et al., arXiv 2412.06464): queries, keys, values, output gate, two gates a head."""
    d = shape["hidden_size"]
    keys = shape["linear_key_heads"] * shape["linear_key_dim"]
    values = shape["linear_value_heads"] * shape["linear_value_dim"]
    projected = d * (2 * keys + 2 * values + 2 * shape["linear_value_heads"])
    return projected + shape.get("linear_conv", 0) * (2 * keys + values) + values * d


def _mamba_parameters(shape: Shape) -> int:
    """One Mamba-2 layer (Dao and Gu, arXiv 2405.21060, section 7)."""
    d, inner = shape["hidden_size"], shape["mamba_heads"] * shape["mamba_head_dim"]
    grouped = 2 * shape.get("mamba_groups", 1) * shape["mamba_state"]
    into = d * (2 * inner + grouped + shape["mamba_heads"])
    return into + shape.get("mamba_conv", 0) * (inner + grouped) + inner * d


def attention(shape: Shape) -> list[Attention]:
    """Return the attention layers, those with a sliding window apart; an empty list where only totals are known.

    Keys and values are 2·Hkv·h elements a token and layer (Pope et al., arXiv 2211.05102); scores and their sums are
    4·Hq·h FLOP per pair of tokens. Latent attention keeps one latent and one rotary key (arXiv 2405.04434) and, when
    decoding, multiplies in the latent space: 2·Hq·(2·rank + rope) FLOP per pair.
    """
    if is_outline(shape):
        return []
    layers, windowed = _attention_layers(shape), shape.get("window_layers", 0)
    heads = shape["heads"]
    if shape.get("kv_lora_rank"):
        latent, rope, nope, value = (shape[x] for x in ("kv_lora_rank", "rope_head_dim", "nope_head_dim", "v_head_dim"))
        return [
            Attention(layers, latent + rope, 2 * heads * (2 * latent + rope), 2 * heads * (nope + rope + value)),
        ]

    def grouped(count: int, h: int, kv_heads: int, window: int) -> Attention:
        return Attention(count, 2 * kv_heads * h, 4 * heads * h, 4 * heads * h, window)

    h, kv_heads = head_size(shape), shape["kv_heads"]
    found = [
        grouped(windowed, h, kv_heads, shape.get("window", 0)),
        grouped(layers - windowed, shape.get("global_head_dim", h), shape.get("global_kv_heads", kv_heads), 0),
    ]
    return [run for run in found if run.layers]


def state(shape: Shape) -> State:
    """Return the fixed state of linear-attention and Mamba layers; updating and reading it is about 6 FLOP an element."""
    linear = (
        shape["linear_layers"] * shape["linear_value_heads"] * shape["linear_key_dim"] * shape["linear_value_dim"]
        if shape.get("linear_layers")
        else 0
    )
    mamba = (
        shape["mamba_layers"] * shape["mamba_heads"] * shape["mamba_head_dim"] * shape["mamba_state"]
        if shape.get("mamba_layers")
        else 0
    )
    return State(linear + mamba, 6 * (linear + mamba))


def kv_bytes_per_token(shape: Shape, kv_bits: float) -> float:
    """Return bytes kept per token and sequence by layers that see the whole context; windowed layers come on top."""
    return sum(run.layers * run.kv_elements for run in attention(shape) if not run.window) * kv_bits / 8
