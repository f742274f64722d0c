import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.architecture import Blocks, attention, blocks, kv_bytes_per_token, parameters, state
from ingest.workload import Bits, Load, Step, distinct_experts, pairs, step, stored_bytes

LLAMA_8B = {
    "hidden_size": 4096,
    "layers": 32,
    "heads": 32,
    "kv_heads": 8,
    "ffn_size": 14336,
    "vocab_size": 128256,
    "head_dim": 128,
    "tied_embeddings": 0,
}
LLAMA_70B = {
    "hidden_size": 8192,
    "layers": 80,
    "heads": 64,
    "kv_heads": 8,
    "ffn_size": 28672,
    "vocab_size": 128256,
    "tied_embeddings": 0,
}
MOE = {
    "hidden_size": 1000,
    "layers": 10,
    "heads": 10,
    "kv_heads": 2,
    "head_dim": 100,
    "vocab_size": 50_000,
    "tied_embeddings": 0,
    "experts": 8,
    "experts_per_token": 2,
    "expert_ffn_size": 4000,
}
LATENT = {
    "hidden_size": 1000,
    "layers": 10,
    "heads": 10,
    "kv_heads": 10,
    "kv_lora_rank": 64,
    "q_lora_rank": 128,
    "nope_head_dim": 32,
    "rope_head_dim": 16,
    "v_head_dim": 32,
    "ffn_size": 4000,
    "vocab_size": 50_000,
    "tied_embeddings": 0,
}


def bits(each: float = 16, **other: float) -> Bits:
    names = {"linear": each, "attention": each, "expert": each, "head": each, "embedding": each, "kv": 16.0}
    return Bits(**(names | other))


def a_step(shape: dict[str, int], each: float = 16, phase: str = "decode", batch: int | None = 1, **load: int) -> Step:
    if phase == "decode":
        load.setdefault("context", 4096)
    return step(shape, bits(each), Load(phase, batch, **load))


def memory_ceiling_tok_s(one: Step, bandwidth_gb_s: float) -> float:
    return bandwidth_gb_s / (one.linear_gb + one.attention_gb)


def roughly(value: float) -> object:
    """Within 1 %: gold values are rounded to two or three digits."""
    return pytest.approx(value, rel=0.01)


@pytest.mark.parametrize(("shape", "billions"), [(LLAMA_8B, 8.03), (LLAMA_70B, 70.6)])
def test_llama_has_the_parameters_that_it_is_named_for(shape, billions):
    assert parameters(shape).total / 1e9 == roughly(billions)


@pytest.mark.parametrize(("shape", "billions"), [(LLAMA_8B, 7.50), (LLAMA_70B, 69.5)])
def test_every_token_streams_all_weights_but_the_embedding(shape, billions):
    assert a_step(shape, 8).linear_gb == roughly(billions)


def test_norms_stay_in_16_bits_under_every_recipe():
    count = parameters(LLAMA_8B)
    assert a_step(LLAMA_8B, 4).linear_gb == ((count.active) / 2 + count.norms * 2) / 1e9


def test_a_tied_head_is_the_embedding_and_is_stored_once():
    untied, tied = parameters(LLAMA_8B), parameters(LLAMA_8B | {"tied_embeddings": 1})
    assert untied.total - tied.total == 128256 * 4096


def test_a_tied_head_is_streamed_all_the_same():
    untied, tied = a_step(LLAMA_8B), a_step(LLAMA_8B | {"tied_embeddings": 1})
    assert (tied.linear_gb, tied.stored_gb) == (
        untied.linear_gb,
        pytest.approx(untied.stored_gb - 128256 * 4096 * 2 / 1e9),
    )


@pytest.mark.parametrize(("shape", "size"), [(LLAMA_8B, 131_072), (LLAMA_70B, 327_680)])
def test_keys_and_values_of_a_token_have_their_published_size(shape, size):
    assert kv_bytes_per_token(shape, 16) == size


def test_a_printed_head_size_goes_before_the_quotient():
    assert kv_bytes_per_token(LLAMA_8B | {"head_dim": 256}, 16) == 2 * kv_bytes_per_token(LLAMA_8B, 16)


def test_a_batch_shares_the_weights_but_not_the_cache():
    one, eight = a_step(LLAMA_8B), a_step(LLAMA_8B, batch=8)
    assert (eight.tokens, eight.linear_gb, eight.attention_gb) == (8, one.linear_gb, 8 * one.attention_gb)


def test_a_token_computes_two_flop_per_active_weight():
    assert a_step(LLAMA_8B).linear_tflop == 2 * parameters(LLAMA_8B).active / 1e12


def test_attention_in_decode_computes_four_flop_per_head_element_and_context_token():
    assert a_step(LLAMA_8B).attention_tflop == pytest.approx(4 * 32 * 4096 * 4096 / 1e12)


def test_prefill_processes_the_whole_prompt_but_one_head_output():
    count = parameters(LLAMA_8B)
    whole = a_step(LLAMA_8B, phase="prefill", prompt=1000)
    assert (whole.tokens, whole.made) == (1000, 1000)
    assert whole.linear_tflop == pytest.approx(2 * ((count.active - count.head) * 1000 + count.head) / 1e12)


def test_a_causal_mask_halves_the_attention_of_prefill():
    whole, last = a_step(LLAMA_8B, phase="prefill", prompt=4096), a_step(LLAMA_8B)
    assert whole.attention_tflop == pytest.approx(last.attention_tflop * 4096 / 2)


def test_two_of_eight_experts_are_read_at_batch_one_and_nearly_all_at_batch_32():
    one, many = a_step(MOE), a_step(MOE, batch=32)
    assert one.linear_gb == one.expected_linear_gb
    assert many.linear_gb == one.linear_gb < many.expected_linear_gb < many.stored_gb


@pytest.mark.parametrize(("tokens", "met"), [(1, 4), (8, 28.7), (32, 81.7), (128, 125.8)])
def test_gpt_oss_120b_meets_as_many_experts_as_the_formula_says(tokens, met):
    assert distinct_experts(128, 4, tokens) == pytest.approx(met, rel=0.005)


def test_a_mixture_stores_all_of_its_experts_and_multiplies_with_those_it_is_routed_to():
    count = parameters(MOE)
    assert count.total - count.active == 10 * 6 * 3 * 1000 * 4000 + 50_000_000 + count.norms


def test_latent_attention_keeps_one_latent_and_one_rotary_key():
    assert kv_bytes_per_token(LATENT, 16) == 10 * (64 + 16) * 2
    (run,) = attention(LATENT)
    assert (run.decode_flop, run.prefill_flop) == (2 * 10 * (2 * 64 + 16), 2 * 10 * (32 + 16 + 32))


def test_a_window_stops_growing_and_the_other_layers_do_not():
    shape = LLAMA_8B | {"window": 1024, "window_layers": 16}
    short, long = a_step(shape, context=1024), a_step(shape, context=4096)
    assert long.attention_gb == pytest.approx(short.attention_gb * (1 + 4) / 2)


def test_global_layers_may_have_heads_of_their_own():
    shape = LLAMA_8B | {"window": 1024, "window_layers": 31, "global_head_dim": 256, "global_kv_heads": 4}
    assert kv_bytes_per_token(shape, 16) == 2 * 4 * 256 * 2


def test_linear_attention_keeps_a_state_that_no_context_enlarges():
    shape = LLAMA_8B | {
        "linear_layers": 24,
        "linear_key_heads": 16,
        "linear_value_heads": 32,
        "linear_key_dim": 128,
        "linear_value_dim": 128,
    }
    assert state(shape).elements == 24 * 32 * 128 * 128
    assert kv_bytes_per_token(shape, 16) == kv_bytes_per_token(LLAMA_8B, 16) / 4


@pytest.mark.parametrize(
    ("shape", "counted"),
    [
        (LLAMA_8B, Blocks(attention=32, window=0, state=0, feed_forward=32, expert=0)),
        (MOE | {"dense_layers": 1, "window": 128, "window_layers": 5}, Blocks(10, 5, 0, 1, 9)),
        (MOE | {"layers": 14, "attention_layers": 2, "mamba_layers": 6, "moe_layers": 6}, Blocks(2, 0, 6, 0, 6)),
        ({"layers": 30, "parameters": 9, "active_parameters": 3}, Blocks(30, 0, 0, 30, 0)),
    ],
    ids=["dense", "one dense layer, half windows", "layers of a mixer or experts alone", "totals only"],
)
def test_blocks_are_counted_by_kind(shape, counted):
    assert blocks(shape) == counted


def test_devices_add_up_after_every_block_and_a_layer_of_one_block_counts_half():
    one = a_step(
        MOE
        | {
            "layers": 14,
            "attention_layers": 2,
            "mamba_layers": 6,
            "moe_layers": 6,
            "mamba_heads": 8,
            "mamba_head_dim": 64,
            "mamba_state": 16,
        }
    )
    assert one.layers == 7
    assert one.exchanged_gb == pytest.approx(14 * 1000 * 2 / 1e9)


def test_a_model_of_which_only_totals_are_known_streams_its_active_weights():
    outline = {"parameters": 1000_000_000, "active_parameters": 100_000_000}
    one = a_step(outline)
    assert (one.linear_gb, one.stored_gb, one.attention_gb) == (0.2, 2.0, 0.0)


def test_a_long_answer_is_read_at_its_mean_length():
    shape = LLAMA_8B | {"window": 1024, "window_layers": 16}
    answer = step(shape, bits(), Load("decode", 1, context=512, generated=4096)).attention_gb
    each = [step(shape, bits(), Load("decode", 1, context=512 + n)).attention_gb for n in range(4096)]
    assert answer == pytest.approx(sum(each) / len(each), rel=1e-3)


def test_serving_reads_new_prompts_while_it_writes():
    bare = step(LLAMA_8B, bits(), Load("decode", 64, context=1024))
    serving = step(LLAMA_8B, bits(), Load("serving", 64, prompt=1024, generated=1024))
    assert (serving.made, serving.tokens) == (64, 128)
    assert serving.linear_tflop > 1.8 * bare.linear_tflop


def test_without_a_batch_the_weights_cost_nothing():
    assert step(LLAMA_8B, bits(), Load("serving", None, prompt=1024, generated=1024)).linear_gb == 0


def test_training_computes_six_flop_per_weight_and_four_where_they_are_frozen():
    load = {"prompt": 1000}
    full = step(LLAMA_8B, bits(optimizer=112), Load("training", 1, **load))
    frozen = step(LLAMA_8B, bits(), Load("training", 1, **load, frozen=True))
    assert full.linear_tflop == pytest.approx(1.5 * frozen.linear_tflop)
    assert full.stored_gb == pytest.approx(parameters(LLAMA_8B).total * 16 / 1e9, rel=1e-3)


def test_printed_weights_scale_what_is_stored_and_streamed_alike():
    one = a_step(LLAMA_8B, 4)
    twice = one.scaled_to(2 * one.stored_gb)
    assert (twice.stored_gb, twice.linear_gb) == (2 * one.stored_gb, 2 * one.linear_gb)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 2000))
def test_a_window_never_adds_pairs(prompt, start, window):
    assert pairs(prompt, start, window) <= pairs(prompt, start, 0) + 1e-6


@given(st.integers(1, 64), st.integers(0, 100_000))
def test_more_sequences_or_context_never_cost_less(batch, context):
    one, more = a_step(MOE, batch=batch, context=context), a_step(MOE, batch=batch + 1, context=context + 1)
    assert more.expected_linear_gb >= one.expected_linear_gb
    assert more.attention_gb > one.attention_gb
    assert more.kv_stored_gb > one.kv_stored_gb


def test_stored_bytes_follow_the_recipe_of_each_class():
    count = parameters(MOE)
    packed = stored_bytes(count, bits(16, expert=4.25))
    assert packed == pytest.approx(
        (count.attention + count.feed_forward + count.head + count.embedding + count.norms) * 2
        + 10 * 8 * count.expert * 4.25 / 8
    )
