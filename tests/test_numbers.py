"""Numbers on pages are written as people write them: grouped, with as many digits as mean something, never as a power of ten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.numbers import digits, exact, meant, speed


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1344, "1,344"),
        (21e6, "21,000,000"),
        (273.0, "273"),
        (0.03928, "0.03928"),
        (5.42374e-05, "0.00005424"),
    ],
)
def test_a_figure_has_four_digits_or_all_before_its_point(value: float, written: str) -> None:
    assert digits(value) == written


@pytest.mark.parametrize(("value", "written"), [(4.579317, "4.58"), (99.96, "100"), (157.1, "157"), (7761.2, "7,761")])
def test_tokens_per_second_have_three_digits(value: float, written: str) -> None:
    assert speed(value) == written


@pytest.mark.parametrize(("value", "written"), [(1218.5, "1,218.5"), (21e6, "21,000,000"), (0.5, "0.5")])
def test_the_meaning_of_a_claim_keeps_its_digits(value: float, written: str) -> None:
    assert exact(value) == written


@given(st.floats(min_value=1e-9, max_value=1e15))
def test_no_figure_is_written_as_a_power_of_ten_and_none_is_far_off(value: float) -> None:
    assert "e" not in digits(value)
    assert float(digits(value).replace(",", "")) == pytest.approx(value, rel=6e-4)


@pytest.mark.parametrize(
    ("printed", "value", "unit", "means"),
    [
        ("1.344 GB/s", 1344.0, "GB/s", "1,344 GB/s"),
        ("1.3 TB/s", 1300.0, "GB/s", "1,300 GB/s"),
        ("1,344 GB/s", 1344.0, "GB/s", ""),
        ("up to 273GB/s", 273.0, "GB/s", ""),
        ("231–234 GB/s", 234.0, "GB/s", ""),
        ("2 × 200 Gb/s", 50.0, "GB/s", ""),
        ("GDDR7", None, None, ""),
        ("1.2.3 W", 123.0, "W", "123 W"),
    ],
)
def test_a_printed_figure_is_explained_where_it_could_be_taken_for_another(
    printed: str, value: float | None, unit: str | None, means: str
) -> None:
    assert meant(printed, value, unit) == means
