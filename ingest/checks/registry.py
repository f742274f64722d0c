"""The list of rules: what a rule is, how it joins the list, and how the list is run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.findings import Finding, Where
from ingest.records import Base, Excuse

Problem = tuple[Where, str]
Rule = Callable[[Base], Iterable[Problem]]


@dataclass(frozen=True)
class Check:
    """One rule: its name, how serious it is, and the function that yields what breaks it."""

    name: str
    level: str
    rule: Rule

    @property
    def meaning(self) -> str:
        """The rule in one sentence."""
        return " ".join((self.rule.__doc__ or "").split())


CHECKS: list[Check] = []


def check(name: str, level: str = "error") -> Callable[[Rule], Rule]:
    """Register a rule under its name."""

    def register(rule: Rule) -> Rule:
        CHECKS.append(Check(name, level, rule))
        return rule

    return register


def run(base: Base) -> list[Finding]:
    """Return everything wrong with `base`: what reading found, what the rules find, less what is excused."""
    found = list(base.findings)
    for rule in CHECKS:
        found += [Finding(where, rule.level, rule.name, message) for where, message in rule.rule(base)]
    return sorted(set(_excuse(found, base.excuses)))


def _excuse(found: list[Finding], excuses: list[Excuse]) -> Iterator[Finding]:
    """Leave out what is excused, and report every excuse that nothing needs any more."""
    needed: Counter[Excuse] = Counter()
    for finding in found:
        excuse = next(
            (e for e in excuses if e.check == finding.check and e.at in (finding.where.path, str(finding.where))), None
        )
        if excuse and finding.check != "format":
            needed[excuse] += 1
        else:
            yield finding
    for excuse in excuses:
        if not needed[excuse]:
            yield Finding(
                excuse.where,
                "error",
                "exception-is-needed",
                f"nothing at {excuse.at} breaks {excuse.check} any more; remove it",
            )
