import pytest

from ingest.workload import Step, kv_bytes_per_token, parameters, step

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


def a_step(
    shape: dict[str, int], *, bits: float = 16, phase: str = "decode", batch: int = 1, context: int = 4096
) -> Step:
    weights = {"linear_bits": bits, "head_bits": bits, "embedding_bits": bits}
    return step(shape, **weights, kv_bits=16, phase=phase, batch=batch, context=context)


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
    assert a_step(shape, bits=8).linear_gb == roughly(billions)


def test_norms_stay_in_16_bits_under_every_recipe():
    count = parameters(LLAMA_8B)
    assert a_step(LLAMA_8B, bits=4).linear_gb == ((count.linear + count.head) / 2 + count.norms * 2) / 1e9


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


@pytest.mark.parametrize(
    ("shape", "bits", "bandwidth_gb_s", "tok_s"),
    [
        (LLAMA_8B, 16, 273, 17.6),
        (LLAMA_8B, 16, 819, 52.7),
        (LLAMA_8B, 16, 1344, 86.5),
        (LLAMA_8B, 16, 1792, 115),
        (LLAMA_70B, 4.5, 273, 6.8),
        (LLAMA_70B, 4.5, 1344, 33.2),
    ],
)
def test_decode_cannot_outrun_the_memory(shape, bits, bandwidth_gb_s, tok_s):
    assert memory_ceiling_tok_s(a_step(shape, bits=bits), bandwidth_gb_s) == roughly(tok_s)


def test_a_batch_shares_the_weights_but_not_the_cache():
    one, eight = a_step(LLAMA_8B), a_step(LLAMA_8B, batch=8)
    assert (eight.tokens, eight.linear_gb, eight.attention_gb) == (8, one.linear_gb, 8 * one.attention_gb)


def test_a_token_computes_two_flop_per_streamed_weight():
    count = parameters(LLAMA_8B)
    assert a_step(LLAMA_8B).linear_tflop == 2 * (count.linear + count.head) / 1e12


def test_attention_in_decode_computes_four_flop_per_head_element_and_context_token():
    assert a_step(LLAMA_8B).attention_tflop == pytest.approx(4 * 32 * 4096 * 4096 / 1e12)


def test_prefill_processes_the_whole_context_but_one_head_output():
    count = parameters(LLAMA_8B)
    whole = a_step(LLAMA_8B, phase="prefill", context=1000)
    assert (whole.tokens, whole.linear_tflop) == (1000, 2 * (count.linear * 1000 + count.head) / 1e12)


def test_a_causal_mask_halves_the_attention_of_prefill():
    whole, last = a_step(LLAMA_8B, phase="prefill"), a_step(LLAMA_8B)
    assert whole.attention_tflop == pytest.approx(last.attention_tflop * 4096 / 2)
