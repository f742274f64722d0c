"""What a printed figure means, where a reader would take it for another: 1.344 GB/s on a page in German is 1,344 GB/s."""

from __future__ import annotations

import math
import re

from web.cells import digits

NUMBER = re.compile(r"\d[\d.,]*")


def meant(printed: str, value: float | None, unit: str | None) -> str:
    """Return the figure in its unit where the one number that is printed, read as English, is not it; else an empty text."""
    numbers = NUMBER.findall(printed)
    if value is None or not unit or unit == "count" or len(numbers) != 1:
        return ""
    return "" if math.isclose(_english(numbers[0]), value, rel_tol=1e-9) else f"{digits(value)} {unit}"


def _english(number: str) -> float:
    try:
        return float(number.rstrip(".,").replace(",", ""))
    except ValueError:
        return math.nan
