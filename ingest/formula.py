"""The small SQL that a derived column may be: metric ids, numbers, + - *, and division by ``nullif(x, 0)``. Pure."""

from __future__ import annotations

import re

MAX_DEPTH = 20
NAME = r"\b(?!nullif\b)[a-z][a-z0-9_]*"
VALUE = rf"(?:{NAME}|[0-9]+(?:\.[0-9]+)?)"
SUM = rf"\s*{VALUE}\s*(?:[-+*]\s*{VALUE}\s*)*"
GROUP = re.compile(rf"\({SUM}\)|(?P<over>/\s*)?\bnullif\s*\({SUM},\s*0\s*\)")


def names(sql: str) -> set[str]:
    """Return the metrics that an expression uses."""
    return set(re.findall(NAME, sql))


def is_safe(sql: str) -> bool:
    """Whether an expression can neither divide by zero nor do anything but arithmetic.

    An innermost group in parentheses counts as a value, ``/ nullif(…, 0)`` as a factor; once all are replaced by ``x``,
    from the inside out, a plain sum must be left.
    """
    for _ in range(MAX_DEPTH):
        sql = GROUP.sub(lambda group: "* x " if group["over"] else " x ", sql)
    return re.fullmatch(SUM, sql) is not None
