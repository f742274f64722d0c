from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.quantity import QuantityError
from ingest.spelling import DateSpan, canonical_pcie, canonical_word, day_number, fold, parse_date

MEMORY = ["GDDR7", "HBM2e", "HBM3", "HBM3E", "LPDDR5", "LPDDR5X"]


@pytest.mark.parametrize(
    ("printed", "word"),
    [
        ("LPDDR5x", "LPDDR5X"),
        ("lpddr-5x", "LPDDR5X"),
        ("HBM2E", "HBM2e"),
        ("HBM 3e", "HBM3E"),
        ("hbm3", "HBM3"),
        ("GDDR7™", "GDDR7"),
    ],
)
def test_a_word_has_one_spelling_whatever_is_printed(printed, word):
    assert canonical_word(printed, MEMORY) == word


def test_an_unknown_word_is_refused_with_the_nearest_one():
    with pytest.raises(QuantityError, match=r'"LPDR5X" is not one of GDDR7, .*; did you mean "LPDDR5X"\?'):
        canonical_word("LPDR5X", MEMORY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DGX Spark", "dgx-spark"),
        ("GeForce® RTX™ 5090", "GEFORCE RTX 5090"),
        ("Straße", "STRASSE"),
        ("Évidence", "E\u0301vidence"),
        ("ＲＴＸ", "rtx"),
        ("KIVILCIM", "kıvılcım"),
        ("İstanbul", "istanbul"),
    ],
)
def test_names_are_compared_without_case_accents_spaces_and_punctuation(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("RTX 5090", "RTX 5080"), ("Max-Q", "Max"), ("火花", "火化")])
def test_other_letters_and_digits_are_other_names(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "printed",
    [
        "PCIe 5.0 x16",
        "PCIe Gen5 x16",
        "PCIe Gen 5 ×16",
        "PCI Express 5.0 x16",
        "PCI-Express® Generation 5 x16",
        "PCI Express Gen5.0 x 16",
        "PCIe 5.0, X16",
        "pcie5.0x16",
        "PCI-E x16 5.0",
        "Gen5\N{NO-BREAK SPACE}x16",
        "5.0 x16",
    ],
)
def test_a_pcie_interface_has_one_spelling(printed):
    assert canonical_pcie(printed) == "5.0 x16"


def test_pcie_lanes_may_be_missing():
    assert canonical_pcie("PCI Express Gen4") == "4.0"


@pytest.mark.parametrize(
    "printed",
    [
        "USB 4",
        "PCIe",
        "x16",
        "",
        "PCIe 8.0",
        "PCIe 3.1",
        "PCIe 5.0 x0",
        "PCIe 5.0 x160",
        "PCIe x8 5.0 x16",
        "PCIe 5.0 x１６",
    ],
)
def test_what_is_no_pcie_interface_is_refused(printed):
    with pytest.raises(QuantityError, match=r'is not a PCI Express interface; write it as "PCIe 5\.0 x16"'):
        canonical_pcie(printed)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2025-10-15", date(2025, 10, 15), date(2025, 10, 15)),
        ("2025-10", date(2025, 10, 1), date(2025, 10, 31)),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28)),
    ],
)
def test_a_date_covers_every_day_it_may_mean(printed, first, last):
    assert parse_date(printed) == DateSpan(first, last)


@pytest.mark.parametrize(
    "printed", ["2023-02-29", "2100-02-29", "2025-04-31", "2025-13", "2025-00", "2025-10-00", "0000"]
)
def test_a_day_that_never_was_is_refused(printed):
    with pytest.raises(QuantityError, match="is not a day of the calendar"):
        parse_date(printed)


@pytest.mark.parametrize(
    "printed", ["15.10.2025", "October 2025", "2025-1-5", "2025-Q5", "2025-10-15T09:00", "٢٠٢٥", "soon", ""]
)
def test_another_notation_is_refused_with_the_right_ones(printed):
    with pytest.raises(QuantityError, match="is not a date; write 2025-10-15, 2025-10, 2025-Q4 or 2025"):
        parse_date(printed)


@given(st.dates())
def test_a_day_survives_being_printed(day):
    assert parse_date(day.isoformat()) == DateSpan(day, day)


def test_days_are_counted_from_1970():
    assert [day_number(date(1969, 12, 31)), day_number(date(1970, 1, 1)), day_number(date(2024, 3, 1))] == [
        -1,
        0,
        19783,
    ]


@settings(deadline=None)
@given(
    st.text() | st.text("0123456789-QpciexrsgnPCIE.,×® \n٣ı"),
    st.sampled_from([canonical_pcie, parse_date, lambda printed: canonical_word(printed, MEMORY)]),
)
def test_whatever_is_printed_is_spelled_or_refused(printed, spell):
    try:
        spelled = spell(printed)
    except QuantityError:
        return
    assert spelled
