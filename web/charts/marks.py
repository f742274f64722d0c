"""What tells up to eight things apart without colour: a number, a shape, a pattern of line, and beside them a colour's class."""

from __future__ import annotations

MOST = 8
CLASSES = tuple(f"m{n}" for n in range(1, MOST + 1))
# Centred on 0 0, about ten pixels wide.
SHAPES = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",
    "M-5-5H5V5H-5Z",
    "M0-6L6 5H-6Z",
    "M0-6L6 0L0 6L-6 0Z",
    "M0 6L6-5H-6Z",
    "M-5-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z",
    "M-6 0L-3-5H3L6 0L3 5H-3Z",
    "M-5-5L0-2L5-5L2 0L5 5L0 2L-5 5L-2 0Z",
)
# Values of stroke-dasharray.
DASHES = ("none", "7 4", "2 3", "10 3 2 3", "4 2", "12 5", "7 2 2 2 2 2", "1 5")
