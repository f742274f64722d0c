"""Model + recipe + phase + batch + context -> bytes and FLOPs of one step. Pure.

Symbols: b sequences in the batch, S context tokens of each, T tokens processed in the step, k of E experts active per
token. 1 MAC = 2 FLOP; GB = 1e9 bytes. What depends on the model alone is in architecture.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest import architecture
from ingest.architecture import Attention, Parameters, Shape

NORM_BYTES = 2  # norms stay in 16 bits under every recipe
ACTIVATION_BYTES = 2  # what devices exchange: 16 bits


@dataclass(frozen=True)
class Bits:
    """Bits per weight by tensor class, scales included, and per element of keys and values."""

    linear: float
    attention: float
    expert: float
    head: float
    embedding: float
    kv: float
    optimizer: float = 0.0


@dataclass(frozen=True)
class Load:
    """What is asked of a step. `batch` None means as many sequences as it takes for the weights to cost nothing."""

    phase: str
    batch: int | None
    prompt: int = 0
    context: int = 0
    generated: int = 0
    frozen: bool = False


@dataclass(frozen=True)
class Step:
    """What one step moves and computes. `made` tokens count in its speed; `expected_linear_gb` assumes uniform routing.

    `layers` counts two blocks, a mixer and a feed-forward, as one; the others count those blocks that are of a kind.
    """

    tokens: float
    made: float
    layers: float
    expert_layers: int
    state_layers: int
    window_layers: int
    experts_per_token: int
    stored_gb: float
    kv_stored_gb: float
    linear_gb: float
    expected_linear_gb: float
    linear_tflop: float
    attention_gb: float
    attention_tflop: float
    exchanged_gb: float

    def scaled_to(self, weights_gb: float) -> Step:
        """Return the same step with weights of the size that a log prints, where a mixture's mean bits are off."""
        factor = weights_gb / self.stored_gb
        return replace(
            self,
            stored_gb=weights_gb,
            linear_gb=self.linear_gb * factor,
            expected_linear_gb=self.expected_linear_gb * factor,
        )


def distinct_experts(experts: int, per_token: int, tokens: float) -> float:
    """Return how many experts of a layer T tokens meet when routing is uniform: E·(1 − (1 − k/E)^T)."""
    return experts * (1 - (1 - per_token / experts) ** tokens) if experts else 0.0


def stored_bytes(count: Parameters, bits: Bits) -> float:
    """Return the size of all weights under a recipe, optimizer state included."""
    embedding = 0.0 if count.tied else count.embedding * bits.embedding
    all_experts = count.moe_layers * count.experts * count.expert
    weights = (
        count.attention * bits.attention
        + count.feed_forward * bits.linear
        + all_experts * bits.expert
        + count.head * bits.head
        + embedding
        + count.idle * bits.linear
    )
    return (weights + count.total * bits.optimizer) / 8 + count.norms * NORM_BYTES


def streamed_bytes(count: Parameters, bits: Bits, experts_met: float) -> float:
    """Return the weights that one step reads when its tokens meet `experts_met` experts of each layer.

    The input embedding is gathered, not streamed; a tied head is streamed all the same.
    """
    once = count.attention * bits.attention + count.feed_forward * bits.linear + count.head * bits.head
    experts = count.moe_layers * experts_met * count.expert * bits.expert
    return (once + experts) / 8 + count.norms * NORM_BYTES


def pairs(prompt: float, start: float, window: int) -> float:
    """Return how many (query, key) pairs a causal mask leaves when `prompt` tokens follow `start` tokens.

    Half of a square without a window (Dao, arXiv 2307.08691); with one, no query sees more than `window` keys.
    """
    if not window:
        return prompt * start + prompt * prompt / 2
    growing = min(max(window - start, 0.0), prompt)
    return growing * start + growing * growing / 2 + (prompt - growing) * window


def step(shape: Shape, bits: Bits, load: Load) -> Step:
    """Return what one step moves and computes. Every choice is the faster one: the result belongs to a ceiling.

    decode: T = b tokens, each reading S tokens of keys and values, the mean over all that are generated. prefill: T = b·prompt.
    serving with continuous batching: a step makes b tokens and reads b·prompt/generated tokens of new prompts (Agrawal et al.,
    arXiv 2403.02310).
    training: forward and backward over b·prompt tokens, 6 FLOP per weight and token, 4 where the weights are frozen
    (Kaplan et al., arXiv 2001.08361, section 2.1). Linear work is 2 FLOP per weight and token; the head is needed once
    per token made.
    """
    count, runs, fixed = architecture.parameters(shape), architecture.attention(shape), architecture.state(shape)
    blocks = architecture.blocks(shape)
    batch = load.batch or 1
    reading = {"prefill": load.prompt, "training": load.prompt}.get(load.phase, 0.0)
    if load.phase == "serving":
        reading = load.prompt / max(load.generated, 1)
    writing = 0 if load.phase in {"prefill", "training"} else 1
    tokens = batch * (reading + writing)
    passes = 3 if load.phase == "training" else 1  # the backward pass of attention takes twice the forward one's work
    flop_per_weight = 2 if load.phase != "training" else 4 if load.frozen else 6
    kept = load.context + load.prompt + load.generated
    kv_bytes = bits.kv / 8
    state_bytes = fixed.elements * kv_bytes
    stored = stored_bytes(count, bits)
    streamed = streamed_bytes(count, bits, count.experts_per_token)
    expected = streamed_bytes(count, bits, distinct_experts(count.experts, count.experts_per_token, tokens))
    if load.batch is None:
        streamed = expected = 0.0
    if load.phase == "training":  # weights are read by both passes; what is trained is read and written once more
        streamed = expected = 2 * stored
    body = count.active - count.head
    headed = tokens if load.phase == "training" else batch
    attention_tflop = sum(_attention_flop(run, load, reading, writing) for run in runs) * batch / 1e12
    state_tflop = fixed.flop * tokens / 1e12
    read = sum(run.layers * run.kv_elements * _seen(load, run.window) for run in runs) * kv_bytes
    kept_bytes = sum(run.layers * run.kv_elements * _capped(kept, run.window) for run in runs) * kv_bytes + state_bytes
    return Step(
        tokens=tokens,
        made=float(tokens if load.phase in {"prefill", "training"} else batch),
        layers=blocks.all / 2,
        expert_layers=blocks.expert,
        state_layers=blocks.state,
        window_layers=blocks.window,
        experts_per_token=count.experts_per_token,
        stored_gb=stored / 1e9,
        kv_stored_gb=0.0 if load.phase == "training" else batch * kept_bytes / 1e9,
        linear_gb=streamed / 1e9,
        expected_linear_gb=expected / 1e9,
        linear_tflop=flop_per_weight * (body * tokens + count.head * headed) / 1e12,
        attention_gb=0.0 if load.phase == "training" else batch * (read + 2 * state_bytes) / 1e9,
        attention_tflop=(attention_tflop + state_tflop) * passes,
        # Tensor parallel: one reduction after each block (arXiv 1909.08053), two of them where gradients flow back.
        exchanged_gb=(2 if passes > 1 else 1)
        * blocks.all
        * tokens
        * shape.get("hidden_size", 0)
        * ACTIVATION_BYTES
        / 1e9,
    )


def pooled_lookup_flop_per_byte(rows: int, width: int) -> float:
    """Return the arithmetic intensity of one pooled embedding look-up of a recommendation model (Naumov et al., arXiv 1906.00091).

    It reads `rows` rows of `width` values of 4 bytes and an 8-byte index for each, adds them up, and writes one row.
    """
    return (rows - 1) * width / (rows * width * 4 + rows * 8 + width * 4)


def _attention_flop(run: Attention, load: Load, reading: float, writing: int) -> float:
    """FLOP of one sequence in one run of layers: its new prompt tokens, and the token it makes."""
    share = reading / load.prompt if load.phase == "serving" and load.prompt else 1.0
    prompt = load.prompt if reading else 0
    start = 0 if load.phase == "serving" else load.context
    new = pairs(prompt, start, run.window) * share
    return run.layers * (run.prefill_flop * new + run.decode_flop * writing * _seen(load, run.window))


def _seen(load: Load, window: int) -> float:
    """Keys that one token sees in a layer: where tokens are generated one after the other, the mean over all of them."""
    start = load.context + load.prompt
    if load.phase in {"decode", "serving"} and load.generated:
        return pairs(load.generated, start, window) / load.generated
    return _capped(start, window)


def _capped(tokens: float, window: int) -> float:
    return min(tokens, window) if window else tokens
