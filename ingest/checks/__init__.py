"""The named rules that `data/` must keep, one small function each, and those over what is derived from it, one query each."""

from ingest.checks import dictionary, figures, measurements, names, outcomes, sources
from ingest.checks.registry import CHECKS, OUTCOMES, Check, check, rules, run, run_outcomes

__all__ = [
    "CHECKS", "OUTCOMES", "Check", "check", "dictionary", "figures", "measurements", "names", "outcomes", "rules", "run",
    "run_outcomes", "sources",
]  # fmt: skip
