from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.quantity import Quantity, QuantityError, parse, readings

SPACES = {"plain": " ", "no-break": "\u00a0", "narrow no-break": "\u202f", "thin": "\u2009", "figure": "\u2007"}


def gb_s(printed: str, **custom) -> Quantity:
    return parse(printed, "GB/s", **custom)


def ends(figure: Quantity) -> tuple[float | None, float | None]:
    return figure.low, figure.high


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("273 GB/s", "GB/s", 273),
        ("273GB/s", "GB/s", 273),
        ("1,344 GB/s", "GB/s", 1344),
        ("1.3 TB/s", "GB/s", 1300),
        ("0.5 TB/s", "GB/s", 500),
        ("1 PFLOP/s", "TFLOP/s", 1000),
        ("1,979 teraFLOPS", "TFLOP/s", 1979),
        ("2,064 AI TOPS", "TOP/s", 2064),
        ("300W", "W", 300),
        ("14.3 kW", "W", 14300),
        ("256-bit", "bit", 256),
        ("256\N{NON-BREAKING HYPHEN}bit", "bit", 256),
        ("6,144", "count", 6144),
        ("2.5 slots", "count", 2.5),
        ('10.5"', "mm", 266.7),
        ("2 pounds", "kg", 0.90718474),
        ("8 GT/s", "MT/s", 8000),
        ("28 Gbps/pin", "MT/s", 28000),
        ("1.3e3 GB/s", "GB/s", 1300),
        ("1E+3 GB/s", "GB/s", 1000),
        ("5e-3 TB/s", "GB/s", 5),
    ],
)
def test_a_figure_is_converted_to_the_metrics_unit(printed, unit, value):
    assert parse(printed, unit).value == value


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("273 GB/s", 272.5, 273.5),
        ("273.0 GB/s", 272.95, 273.05),
        ("1.3 TB/s", 1250, 1350),
        ("1.30 TB/s", 1295, 1305),
        ("1.3e3 GB/s", 1250, 1350),
        ("1,344 GB/s", 1343.5, 1344.5),
    ],
)
def test_a_figure_reaches_half_a_unit_of_its_last_printed_digit(printed, low, high):
    assert ends(gb_s(printed)) == (low, high)


@pytest.mark.parametrize(
    ("printed", "bound", "low", "high"),
    [
        ("up to 8 TB/s", "up_to", None, 8500),
        ("Up to a 8 TB/s", "up_to", None, 8500),
        ("≤8 TB/s", "up_to", None, 8500),
        ("max. 8 TB/s", "up_to", None, 8500),
        ("MAXIMUM 8 TB/s", "up_to", None, 8500),
        ("bis zu 8 TB/s", "up_to", None, 8500),
        ("jusqu’à 8 To/s", "up_to", None, 8500),
        ("at least 8 TB/s", "at_least", 7500, None),
        ("min 8 TB/s", "at_least", 7500, None),
        ("mınımum 8 TB/s", "at_least", 7500, None),
        ("ab 8 TB/s", "at_least", 7500, None),
        ("8+ TB/s", "at_least", 7500, None),
        ("~300 GB/s", "about", 285, 315),
        ("about 300 GB/s", "about", 285, 315),
        ("ca. 300 GB/s", "about", 285, 315),
        ("约300 GB/s", "about", 285, 315),
        ("~3 GB/s", "about", 2.5, 3.5),
    ],
)
def test_a_qualifier_opens_or_widens_the_interval(printed, bound, low, high):
    figure = gb_s(printed)
    assert (figure.bound, *ends(figure)) == (bound, low, high)


def test_a_plus_sign_means_at_least():
    figure = parse("1,000+ TOPS", "TOP/s")
    assert (figure.bound, *ends(figure)) == ("at_least", 999.5, None)


@pytest.mark.parametrize("printed", ["maxi 8 TB/s", "upto", "abort 5 GB/s", "cable 5 GB/s", "a 273 GB/s"])
def test_a_word_that_begins_like_a_qualifier_is_none(printed):
    with pytest.raises(QuantityError, match="has no figure"):
        gb_s(printed)


@pytest.mark.parametrize(
    ("printed", "low", "value", "high"),
    [
        ("120–130 W", 119.5, 130, 130.5),
        ("120-130W", 119.5, 130, 130.5),
        ("120\N{NON-BREAKING HYPHEN}130 W", 119.5, 130, 130.5),
        ("120~130 W", 119.5, 130, 130.5),
        ("120 to 130 W", 119.5, 130, 130.5),
        ("120 bis 130 W", 119.5, 130, 130.5),
        ("from 120 to 130 W", 119.5, 130, 130.5),
        ("120 W – 130 W", 119.5, 130, 130.5),
        ("900 W – 1.2 kW", 899.5, 1200, 1250),
        ("0.9–1.2 kW", 850, 1200, 1250),
        ("2 × 120–130 W", 239, 260, 261),
        ("~100–200 W", 95, 200, 210),
    ],
)
def test_a_range_counts_as_its_upper_end_and_covers_both(printed, low, value, high):
    figure = parse(printed, "W")
    assert (figure.bound, figure.low, figure.value, figure.high) == ("range", low, value, high)


def test_up_to_a_range_has_no_lower_end():
    figure = parse("up to 120–130 W", "W")
    assert (figure.bound, *ends(figure)) == ("up_to", None, 130.5)


@pytest.mark.parametrize("printed", ["130–120 W", "120–120 W", "2 kW – 300 W"])
def test_a_range_runs_upwards(printed):
    with pytest.raises(QuantityError, match="from the smaller to the larger"):
        parse(printed, "W")


@pytest.mark.parametrize("printed", ["2 × 200 Gb/s", "2x200 Gbps", "2 * 200 Gbit/s", "2 X 200 GbE"])
def test_several_links_are_added(printed):
    assert gb_s(printed, bits=True).value == 50


def test_several_links_are_each_as_imprecise_as_printed():
    assert ends(gb_s("2 × 100 GB/s")) == (199, 201)


def test_gibibytes_are_not_gigabytes():
    figure = parse("96 GiB", "GB")
    assert (figure.value, figure.binary_unit) == (103.079215104, True)


def test_gigabytes_are_gigabytes():
    figure = parse("96 GB", "GB")
    assert (figure.value, figure.binary_unit) == (96, False)


@pytest.mark.parametrize(
    ("printed", "unit"), [("768 Gb", "GB"), ("200 Gb/s", "GB/s"), ("200 Gbps", "GB/s"), ("32 Byte", "bit")]
)
def test_bits_are_never_taken_for_bytes(printed, unit):
    with pytest.raises(QuantityError, match="a lower-case b means bits, eight to a byte"):
        parse(printed, unit)


def test_bits_of_a_network_link_become_bytes_on_request():
    assert gb_s("200 Gb/s", bits=True).value == 25


def test_only_rates_in_bits_are_converted_on_request():
    with pytest.raises(QuantityError, match="is in bits, but"):
        parse("768 Gb", "GB", bits=True)


def test_bits_per_second_are_transfers_where_the_metric_is_per_pin():
    assert parse("28 Gbps", "MT/s", per_pin=True).value == 28000


def test_bits_per_second_are_no_transfers_elsewhere():
    with pytest.raises(QuantityError, match="is in bits per second"):
        parse("28 Gbps", "MT/s")


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("273 GBs", '"273 GBs": unknown unit "GBs"; did you mean "GB/s"?'),
        ("273", '"273" has no unit; write it as printed, such as "273 GB/s"'),
        ("273 GB", '"273 GB" is in bytes, but this metric is in GB/s (bytes per second)'),
        ("fast", '"fast" has no figure; write it as printed, such as "273 GB/s"'),
        ("", '"" has no figure; write it as printed, such as "273 GB/s"'),
        ("-273 GB/s", '"-273 GB/s" has no figure; write it as printed, such as "273 GB/s"'),
        ("1,34 5 GB/s", '"1,34 5" is not a number: digits between spaces must stand in groups of three'),
        ("1,34,567 GB/s", '"1,34,567" is not a number: "," must separate groups of three digits'),
        ("1,344.5,6 GB/s", '"1,344.5,6" is not a number: two decimal marks'),
    ],
)
def test_a_refusal_says_what_was_found_and_how_to_mend_it(printed, message):
    with pytest.raises(QuantityError) as refusal:
        gb_s(printed)
    assert str(refusal.value) == message


def test_a_number_of_absurd_length_is_refused():
    with pytest.raises(QuantityError, match="is not a number"):
        gb_s("9" * 400 + " GB/s")


def test_an_unknown_unit_of_a_metric_is_the_programmers_mistake():
    with pytest.raises(ValueError, match="'florp' is not a unit") as mistake:
        parse("273 GB/s", "florp")
    assert not isinstance(mistake.value, QuantityError)


@pytest.mark.parametrize("lang", ["de", "DE", "de-DE", "de_DE", "fr", "tr", "pt-BR"])
def test_a_comma_is_the_decimal_mark_in_some_languages(lang):
    assert (gb_s("1,344 GB/s", lang=lang).value, gb_s("1.344 GB/s", lang=lang).value) == (1.344, 1344)


@pytest.mark.parametrize("lang", ["en", "en-GB", "ja", "zh", "ko"])
def test_a_point_is_the_decimal_mark_in_others(lang):
    assert (gb_s("1,344 GB/s", lang=lang).value, gb_s("1.344 GB/s", lang=lang).value) == (1344, 1.344)


@pytest.mark.parametrize("lang", ["en", "de", None])
@pytest.mark.parametrize(
    ("printed", "value"),
    [("1,3", 1.3), ("1.3", 1.3), ("0,512", 0.512), ("1,344.5", 1344.5), ("1.344,5", 1344.5), ("1.234.567", 1234567)],
)
def test_marks_that_leave_no_doubt_are_read_alike_in_every_language(printed, value, lang):
    assert gb_s(f"{printed} GB/s", lang=lang).value == value


@pytest.mark.parametrize(
    ("printed", "plausible", "value"), [("1.344 GB/s", (5, 100_000), 1344), ("1,344 TB/s", (5, 100_000), 1344)]
)
def test_without_a_language_the_plausible_reading_is_taken(printed, plausible, value):
    assert gb_s(printed, lang=None, plausible=plausible).value == value


@pytest.mark.parametrize("plausible", [None, (1, 100_000), (5000, 100_000)])
def test_without_a_language_two_equally_plausible_readings_are_refused(plausible):
    with pytest.raises(QuantityError, match=r"can mean 1\.344 or 1344; name the page's language"):
        gb_s("1.344 GB/s", lang=None, plausible=plausible)


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES.keys())
def test_any_space_groups_digits_and_parts_the_unit(space):
    assert gb_s(f"1{space}344{space}GB/s").value == 1344


@pytest.mark.parametrize(
    ("printed", "digits"), [("1,344 GB/s", 4), ("1.3 TB/s", 2), ("0.05 TB/s", 1), ("0 GB/s", 1), ("9–12 GB/s", 2)]
)
def test_printed_digits_are_counted_without_leading_zeros(printed, digits):
    assert gb_s(printed).digits == digits


@pytest.mark.parametrize("text", ["", "abc", "1,", ".5", "1 ,5", "½", "1²"])
def test_what_is_no_number_has_no_reading(text):
    with pytest.raises(QuantityError, match="is not a number"):
        list(readings(text))


CUSTOMS = [
    ("en", ",", "."),
    ("de", ".", ","),
    ("en", "’", "."),
    ("en", "'", "."),
    *(("fr", space, ",") for space in SPACES.values()),
]


@settings(deadline=None)
@given(st.integers(0, 10**12), st.text("0123456789", max_size=4), st.sampled_from(CUSTOMS))
def test_a_number_survives_being_printed_in_any_custom(whole, fraction, custom):
    lang, group, mark = custom
    printed = f"{whole:,}".replace(",", group) + (mark + fraction if fraction else "")
    assert gb_s(f"{printed} GB/s", lang=lang).value == float(Decimal(f"{whole}.{fraction}"))


@settings(deadline=None)
@given(
    st.sampled_from(["", "up to ", "~", "≥ ", "2 × "]),
    st.decimals(0, 10**9, places=3),
    st.sampled_from(["MB/s", "GB/s", "GiB/s", "TB/s"]),
)
def test_the_interval_contains_the_value(qualifier, number, unit):
    figure = gb_s(f"{qualifier}{number} {unit}")
    assert figure.low is None or figure.low <= figure.value
    assert figure.high is None or figure.value <= figure.high


@settings(deadline=None)
@given(
    st.text() | st.text("0123456789.,'’ –-~+eE×xkKGBTbps/uptomaxıſ約\u00a0\n٣²"), st.sampled_from(["en", "de", None])
)
def test_whatever_is_printed_is_read_or_refused(printed, lang):
    try:
        figure = gb_s(printed, lang=lang, bits=True)
    except QuantityError:
        return
    assert figure.unit == "GB/s"
