"""Numbers as people write them: grouped thousands, as many digits as mean something, no power of ten.

And what a printed figure means where a reader would take it for another: 1.344 GB/s on a page in German is 1,344 GB/s.
"""

from __future__ import annotations

import math
import re
from typing import Any

from markupsafe import Markup, escape

NUMBER = re.compile(r"\d[\d.,]*")


def number(value: Any) -> Markup:
    """Return a figure as people write it: grouped thousands, no digits that nobody printed."""
    return escape(digits(value) if isinstance(value, (int, float)) else value)


def digits(value: float) -> str:
    """Return a number as people write it, as plain text: four digits, grouped thousands, no power of ten."""
    if value == 0 or abs(value) >= 999.95:
        return f"{value:,.0f}"
    if abs(value) < 1e-4:
        return f"{value:.{3 - math.floor(math.log10(abs(value)))}f}"
    return f"{value:.4g}"


def speed(value: float) -> str:
    """Return tokens per second as people write them: three digits, whole from a hundred on."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def exact(value: float) -> str:
    """Return a number with up to six digits, and all that stand before its point."""
    return f"{value:,.0f}" if abs(value) >= 1e6 else f"{value:,.6g}"


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
