import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.money import CODES, SYMBOLS, Money, parse
from ingest.quantity import QuantityError


@pytest.mark.parametrize(
    ("printed", "amount", "currency"),
    [
        ("6950 USD", 6950, "USD"),
        ("USD 6,950", 6950, "USD"),
        ("US$3,999.99", 3999.99, "USD"),
        ("CA$ 5,499", 5499, "CAD"),
        ("$5,499 CAD", 5499, "CAD"),
        ("¥599,800 JPY", 599800, "JPY"),
        ("599,800円", 599800, "JPY"),
        ("9999 元", 9999, "CNY"),
        ("12 345 Kč", 12345, "CZK"),
        ("₩4,990,000", 4990000, "KRW"),
        ("6.950,00 €", 6950, "EUR"),
        ("1\N{NARROW NO-BREAK SPACE}299,00\N{NO-BREAK SPACE}€", 1299, "EUR"),
        ("2.49 USD", 2.49, "USD"),
    ],
)
def test_a_price_is_an_amount_of_one_currency(printed, amount, currency):
    assert parse(printed) == Money(amount, currency, "exact")


@pytest.mark.parametrize("printed", ["1.299,- €", "€1.299,-", "1.299,– EUR", "1.299,-- €"])
def test_a_dash_stands_for_no_cents(printed):
    assert parse(printed, lang="de") == Money(1299, "EUR", "exact")


def test_swiss_francs_are_printed_with_apostrophe_point_and_dash():
    assert parse("CHF 3’999.–") == Money(3999, "CHF", "exact")


@pytest.mark.parametrize(
    ("printed", "amount"), [("50k USD", 50_000), ("50 K USD", 50_000), ("US$4.35k", 4350), ("1.005k USD", 1005)]
)
def test_k_stands_for_thousands(printed, amount):
    assert parse(printed).amount == amount


@pytest.mark.parametrize(
    ("printed", "bound"),
    [
        ("~50k USD", "about"),
        ("約599,800円", "about"),
        ("ab 1299 €", "at_least"),
        ("from US$3,999", "at_least"),
        ("US$3,999+", "at_least"),
        ("up to 5000 USD", "up_to"),
    ],
)
def test_a_qualifier_bounds_a_price(printed, bound):
    assert parse(printed).bound == bound


@pytest.mark.parametrize(
    "printed",
    [
        "1,400–1,900 USD",
        "US$1,400–1,900",
        "US$1,400 - US$1,900",
        "1,400 USD – 1,900 USD",
        "1400 to 1900 USD",
        "from 1400 to 1900 USD",
        "1.4k–1.9k USD",
    ],
)
def test_a_range_of_prices_counts_as_its_upper_end(printed):
    assert parse(printed) == Money(1900, "USD", "range")


@pytest.mark.parametrize(
    ("printed", "currency"), [("$3,999", "CAD"), ("¥599,800", "CNY"), ("kr 50 000", "NOK"), ("3,999", "EUR")]
)
def test_a_currency_named_elsewhere_settles_a_shared_symbol(printed, currency):
    assert parse(printed, currency).currency == currency


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        (
            "$3,999",
            '"$3,999": "$" is used by several countries; write the ISO code (USD, CAD, AUD, HKD, TWD, SGD, NZD, MXN)',
        ),
        ("¥599,800", '"¥599,800": "¥" is used by several countries; write the ISO code (JPY, CNY)'),
        ("3,999", '"3,999" names no currency; write it as an ISO code, such as "3,999 USD"'),
        ("3,999 usd", '"3,999 usd": unknown currency "usd"; write an ISO 4217 code, such as USD'),
        ("4 USD – 5 EUR", '"4 USD – 5 EUR" needs exactly one currency, but USD and EUR differ'),
        ("ask us", '"ask us" is not a price; write the amount and the ISO currency, such as "3,999 USD"'),
        ("1,900–1,400 USD", '"1,900–1,400 USD": a range runs from the smaller to the larger price'),
        ("0 USD", '"0 USD": a price is more than nothing'),
    ],
)
def test_a_refusal_says_what_was_found_and_how_to_mend_it(printed, message):
    with pytest.raises(QuantityError) as refusal:
        parse(printed)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("printed", "currency"), [("$3,999", "EUR"), ("€3,999", "USD"), ("3,999 USD", "EUR"), ("CA$5", "USD")]
)
def test_a_price_cannot_be_in_two_currencies(printed, currency):
    with pytest.raises(QuantityError, match="needs exactly one currency"):
        parse(printed, currency)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_means_known_currencies(symbol):
    assert set(SYMBOLS[symbol]) <= CODES


@settings(deadline=None)
@given(
    st.integers(1, 10**9),
    st.sampled_from([("en", ","), ("de", "."), ("fr", "\N{NARROW NO-BREAK SPACE}"), ("en", "’")]),
    st.sampled_from(sorted(CODES)),
)
def test_an_amount_survives_being_printed_in_any_custom(amount, custom, currency):
    lang, group = custom
    assert parse(f"{amount:,} {currency}".replace(",", group), lang=lang) == Money(amount, currency, "exact")


@settings(deadline=None)
@given(st.text() | st.text("0123456789.,'’ –-~+kK$€¥円約USDEURabčř\u00a0\n٣"), st.sampled_from([None, "USD", "XXX"]))
def test_whatever_is_printed_is_read_or_refused(printed, currency):
    try:
        price = parse(printed, currency)
    except QuantityError:
        return
    assert price.amount > 0


@pytest.mark.parametrize("lang", ["en", "de", "it"])
@pytest.mark.parametrize("printed", ["3,999 USD", "3.999 USD"])
def test_a_price_of_a_thing_has_no_three_decimals(printed, lang):
    assert parse(printed, lang=lang).amount == 3999


@pytest.mark.parametrize(("printed", "lang"), [("3.673 USD", "en"), ("3,673 USD", "de")])
def test_a_price_by_the_hour_may_have_three_decimals(printed, lang):
    assert parse(printed, lang=lang, hourly=True).amount == 3.673
