"""The units that sources print, and what they mean: spelling -> dimension and factor.

Decimal and binary prefixes are different spellings (``GB``, ``GiB``), and so are bits and bytes (``Gb``, ``GB``): a
table of exact spellings cannot confuse what a case-insensitive rule would.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz


@dataclass(frozen=True)
class Unit:
    """A unit: its canonical name, what it measures, and its size in the dimension's base unit."""

    name: str
    dimension: str
    factor: Decimal

    @property
    def binary(self) -> bool:
        """Whether it counts in powers of 1024, as GiB does."""
        return self.factor >= 1024 and self.factor % 1024 == 0 and self.factor % 1000 != 0


DECIMAL = {"": 0, "k": 3, "K": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5}
SPELLED_OUT = {"kilo": 3, "mega": 6, "giga": 9, "tera": 12, "peta": 15, "exa": 18}
# Units without prefixes, or with so few that a rule would say less.
PLAIN = {
    "operations per second": {"TF": "1e12", "PF": "1e15", "EF": "1e18"},
    "bits per second": {"GbE": "1e9"},
    "power": {"mW": "0.001", "kW": "1e3", "MW": "1e6"} | dict.fromkeys(("W", "watt", "watts", "Watt", "Watts"), "1"),
    "bits": dict.fromkeys(("bit", "bits", "Bit", "Bits"), "1"),
    "length": {"mm": "0.001", "cm": "0.01", "m": "1"} | dict.fromkeys(("in", "inch", "inches", '"'), "0.0254"),
    "mass": {"g": "0.001", "kg": "1"} | dict.fromkeys(("lb", "lbs", "pounds"), "0.45359237"),
    "count": dict.fromkeys(
        ("", "count", "core", "cores", "Core", "Cores", "slot", "slots", "CUDA cores", "stream processors"), "1"
    ),
}
PER_SECOND = ("/s", "/S", "ps", "/sec", "/second", " per second", "/sn", "/с", "/秒", "/초")


def _sizes() -> dict[str, tuple[str, Decimal]]:
    """Every spelling of bytes and bits, with its factor in bytes or bits."""
    sizes: dict[str, tuple[str, Decimal]] = {}
    for prefix, power in DECIMAL.items():
        factor = Decimal(10) ** power
        for spelling in ("B", "o", "Byte", "Bytes", "byte", "bytes"):
            sizes[prefix + spelling] = ("bytes", factor)
        for spelling in ("b", "bit", "bits"):
            sizes[prefix + spelling] = ("bits", factor)
    for prefix, power in BINARY.items():
        factor = Decimal(1024) ** power
        for spelling in ("B", "o"):
            sizes[prefix + spelling] = ("bytes", factor)
        for spelling in ("b", "bit"):
            sizes[prefix + spelling] = ("bits", factor)
    for prefix, power in SPELLED_OUT.items():
        for spelling, dimension in (("byte", "bytes"), ("bit", "bits")):
            for plural in ("", "s"):
                sizes[prefix + spelling + plural] = (dimension, Decimal(10) ** power)
    sizes |= {"ГБ": ("bytes", Decimal(10) ** 9), "ТБ": ("bytes", Decimal(10) ** 12)}
    return sizes


def _table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}

    def add(spelling: str, dimension: str, factor: Decimal) -> None:
        units[spelling] = Unit(spelling, dimension, factor)

    for spelling, (dimension, factor) in _sizes().items():
        add(spelling, dimension, factor)
        for suffix in PER_SECOND:
            if not (spelling.endswith("o") and suffix == "ps"):  # "Tops" are operations, not octets per second
                add(spelling + suffix, f"{dimension} per second", factor)
    for prefix, power in DECIMAL.items():
        factor = Decimal(10) ** power
        for spelling in ("FLOP", "FLOPS", "FLOPs", "Flops", "flops", "OP", "OPS", "OPs", "Ops"):
            for suffix in ("", "/s"):
                add(prefix + spelling + suffix, "operations per second", factor)
        if prefix in {"k", "M", "G"}:
            for pin in ("bps/pin", "b/s/pin", "bit/s/pin"):
                add(prefix + pin, "transfers per second", factor)
            add(prefix + "T/s", "transfers per second", factor)
            add(prefix + "Tps", "transfers per second", factor)
            add(prefix + "Hz", "cycles per second", factor)
    for prefix, power in SPELLED_OUT.items():
        for spelling in ("flop", "flops", "flop/s", "flops/s", "op", "ops", "op/s"):
            add(prefix + spelling, "operations per second", Decimal(10) ** power)
    for dimension, factors in PLAIN.items():
        for spelling, size in factors.items():
            add(spelling, dimension, Decimal(size))
    return units


UNITS = _table()

# What an unknown unit is compared with: the names a contributor is likely to have meant.
COMMON = (
    "GB", "TB", "MB", "GiB", "MiB", "TiB", "GB/s", "TB/s", "MB/s", "GiB/s", "Gb/s", "Tb/s", "Gbps", "MT/s", "GT/s",
    "TFLOP/s", "PFLOP/s", "TFLOPS", "PFLOPS", "TOP/s", "TOPS", "W", "kW", "bit", "mm", "cm", "kg", "cores", "slots",
)  # fmt: skip


def find(spelling: str) -> Unit | None:
    """Return the unit written as `spelling`, or None. Marketing's "AI TOPS" are TOPS.

    Case matters, except in words written out, such as PetaFLOPS.
    """
    spelling = " ".join(spelling.split()).removeprefix("AI ")
    if spelling.casefold().startswith(tuple(SPELLED_OUT)):
        spelling = spelling.casefold()
    return UNITS.get(spelling)


def nearest(spelling: str, target: Unit) -> str:
    """Return the unit spelled most like `spelling` of those that measure what `target` does, for an error message."""
    names = [target.name, *(name for name in COMMON if UNITS[name].dimension == target.dimension)]
    return max(names, key=lambda name: fuzz.ratio(name.casefold(), spelling.casefold()))
