"""What a buying price is worth to a buyer: it may be old, or of what is no longer sold, or without the computer that is needed."""

from __future__ import annotations

# Kinds whose price and power are without the computer that they need.
WITHOUT_HOST = frozenset({"card", "module", "chip"})
# What the maker asks, or asked, for it; a shop may still have what the maker has withdrawn.
OF_MAKER = frozenset({"launch_msrp", "list"})


def doubt(basis: str | None, stale: object, lifecycle: str) -> str:
    """Return why a price may not be had: "stale" where it is old, "gone" where a maker's price is of what it no longer sells, else ""."""
    if basis is None:
        return ""
    if stale:
        return "stale"
    return "gone" if lifecycle == "withdrawn" and basis in OF_MAKER else ""
