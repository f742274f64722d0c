"""The licence of the data, and how whoever uses it names it."""

from __future__ import annotations

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
TITLE = "Specproof: AI-hardware figures you can cite"
DESCRIPTION = (
    "Figures of AI hardware as named documents print them, each with the place, the dissent and what follows from it: "
    "memory, compute, power, prices by day, measured speeds, ceilings and estimates."
)


def attribution(data_date: str) -> str:
    """Return the line that credits the data."""
    return f"{TITLE}, data of {data_date}, {LICENCE['title']} ({LICENCE['path']})"
