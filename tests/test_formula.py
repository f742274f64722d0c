import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formula import MAX_DEPTH, is_safe, names


@pytest.mark.parametrize(
    "sql",
    [
        "memory_bandwidth",
        "memory_bandwidth / nullif(price, 0)",
        "bf16_dense * 1000 / nullif(memory_bandwidth, 0)",
        "(a + b) * 2.5 - c",
        "a / nullif((b + c) * d, 0) / nullif(e, 0)",
        "a / nullif(b / nullif(c, 0), 0)",
        "a/nullif( b,0 )\n+ c",
    ],
)
def test_arithmetic_that_cannot_divide_by_zero_is_safe(sql):
    assert is_safe(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "a / b",
        "a / 2",
        "a / (b)",
        "a / abs(b)",
        "a / nullif(b, 1)",
        "a / nullif(b)",
        "a / nullif b",
        "a / xnullif(b, 0)",
        "a / nullif(b, 0) / c",
    ],
)
def test_a_division_not_by_nullif_of_zero_is_unsafe(sql):
    assert not is_safe(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "abs(a)",
        "abs (a)",
        "nullif(a, 0)(b)",
        "'a'",
        '"a"',
        "a; DROP TABLE facts",
        "(select a)",
        "a from facts",
        "a || b",
        "a -- b",
        "a--b",
        "a /* b */",
        "a % b",
        "a > b",
        "facts.a",
        "A",
        "1e9",
        "$a",
    ],
)
def test_anything_but_arithmetic_is_unsafe(sql):
    assert not is_safe(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        " ",
        "()",
        "(a",
        "a)",
        ")a(",
        ")(",
        "(a)(b)",
        "a b",
        "a +",
        "* a",
        "a + * b",
        "a, b",
        "1.2.3",
        "nullif",
        "a / nullif(b, 0) c",
        "a / nullif(b, 0)c",
    ],
)
def test_what_is_no_expression_is_unsafe(sql):
    assert not is_safe(sql)


def test_nesting_beyond_reason_is_unsafe():
    assert is_safe("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH)
    assert not is_safe("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))


def test_names_are_the_metrics_used():
    assert names("bf16_dense * 1000 / nullif(memory_bandwidth, 0) + bf16_dense") == {"bf16_dense", "memory_bandwidth"}


VALUES = st.sampled_from(["a", "b_2", "1", "0.5"])
EXPRESSIONS = st.recursive(
    VALUES,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner)
        | st.builds("{} / nullif({}, 0)".format, VALUES, inner)
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_expressions_are_safe_however_they_nest(sql):
    assert is_safe(sql)


@given(
    EXPRESSIONS,
    st.sampled_from(["{} / b", "{} +", "({}", "abs({})", "{};", "{} --", "{} from facts", "{} / nullif(b, 1)"]),
)
def test_one_flaw_makes_an_expression_unsafe(sql, flaw):
    assert not is_safe(flaw.format(sql))
