"""The named rules that `data/` must keep, one small function each."""

from ingest.checks import dictionary, figures, names, sources
from ingest.checks.registry import CHECKS, Check, check, run

__all__ = ["CHECKS", "Check", "check", "dictionary", "figures", "names", "run", "sources"]
