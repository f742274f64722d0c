import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.units import COMMON, UNITS, Unit, find, nearest


def unit(spelling: str) -> Unit:
    found = find(spelling)
    assert found, f"{spelling} is not a unit"
    return found


@pytest.mark.parametrize(
    ("spelling", "size"),
    [("GB", 10**9), ("GiB", 2**30), ("TB", 10**12), ("TiB", 2**40), ("MB/s", 10**6), ("GiB/s", 2**30)],
)
def test_a_decimal_prefix_is_a_power_of_1000_and_a_binary_one_of_1024(spelling, size):
    assert unit(spelling).factor == size


@pytest.mark.parametrize(
    ("spelling", "binary"),
    [("MiB", True), ("TiB/s", True), ("GB", False), ("TB", False), ("MW", False), ("bit", False)],
)
def test_only_powers_of_1024_are_binary(spelling, binary):
    assert unit(spelling).binary is binary


@pytest.mark.parametrize(
    ("of_bits", "of_bytes"), [("Gb", "GB"), ("Gb/s", "GB/s"), ("Gbps", "GBps"), ("Gib", "GiB"), ("gigabit", "gigabyte")]
)
def test_bits_and_bytes_are_told_apart_by_spelling(of_bits, of_bytes):
    assert (unit(of_bits).dimension[:4], unit(of_bytes).dimension[:5]) == ("bits", "bytes")


@pytest.mark.parametrize(
    ("spelling", "english"),
    [
        ("Go/s", "GB/s"),
        ("Gio", "GiB"),
        ("ГБ/с", "GB/s"),
        ("GB/sn", "GB/s"),
        ("GB/秒", "GB/s"),
        ("GB per second", "GB/s"),
        ("GB\N{NO-BREAK SPACE}per\N{NO-BREAK SPACE}second", "GB/s"),
        ("PetaFLOPS", "PFLOP/s"),
        ("teraflops/s", "TFLOP/s"),
        ("AI TOPS", "TOP/s"),
        ("Watts", "W"),
        ("GbE", "Gb/s"),
        ("inches", "in"),
        ("lbs", "pounds"),
        ("CUDA cores", "count"),
    ],
)
def test_another_spelling_is_the_same_unit(spelling, english):
    assert (unit(spelling).dimension, unit(spelling).factor) == (unit(english).dimension, unit(english).factor)


def test_bits_per_second_and_pin_are_transfers_per_second():
    assert (unit("Gbps/pin").dimension, unit("Gbps/pin").factor) == (unit("GT/s").dimension, unit("GT/s").factor)


@pytest.mark.parametrize("spelling", ["gb/s", "GBs", "tops", "Tops", "w", "Kw", "TOPS TOPS", "GB / s", "AI", "GB/s."])
def test_what_merely_resembles_a_unit_is_none(spelling):
    assert find(spelling) is None


@pytest.mark.parametrize(
    ("spelling", "target", "meant"),
    [
        ("GBs", "GB/s", "GB/s"),
        ("TBs", "GB/s", "TB/s"),
        ("GIB", "GB", "GiB"),
        ("tops", "TOP/s", "TOPS"),
        ("W TDP", "W", "W"),
        ("lb.", "kg", "kg"),
        ("e", "GB/s", "GB/s"),
    ],
)
def test_the_nearest_unit_is_the_one_that_was_probably_meant(spelling, target, meant):
    assert nearest(spelling, unit(target)) == meant


@settings(deadline=None)
@given(st.text(max_size=10), st.sampled_from(sorted(UNITS)))
def test_the_nearest_unit_measures_what_is_asked_for(spelling, target):
    assert UNITS[nearest(spelling, UNITS[target])].dimension == UNITS[target].dimension


@pytest.mark.parametrize("name", COMMON)
def test_a_suggested_unit_exists(name):
    assert find(name)
