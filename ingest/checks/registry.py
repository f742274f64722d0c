"""The lists of rules: what a rule is, how it joins a list, and how the lists are run.

Most rules look at what `data/` says; those about outcomes are queries over what was derived from it.
"""

from __future__ import annotations

import sqlite3
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


@dataclass(frozen=True)
class Outcome:
    """A rule over derived tables: a SELECT of file, line, subject and message, one row for each that breaks it."""

    name: str
    level: str
    meaning: str
    sql: str


CHECKS: list[Check] = []
OUTCOMES: list[Outcome] = []


def rules() -> list[Check | Outcome]:
    """Return every rule of both lists."""
    return [*CHECKS, *OUTCOMES]


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
    later = {outcome.name for outcome in OUTCOMES}
    return sorted(set(_excuse(found, [excuse for excuse in base.excuses if excuse.check not in later])))


def run_outcomes(connection: sqlite3.Connection, excuses: Iterable[Excuse]) -> list[Finding]:
    """Return everything wrong with what was derived, less what is excused."""
    found = [
        Finding(Where(path, line), outcome.level, outcome.name, message, subject)
        for outcome in OUTCOMES
        for path, line, subject, message in connection.execute(outcome.sql)
    ]
    own = {outcome.name for outcome in OUTCOMES}
    return sorted(set(_excuse(found, [excuse for excuse in excuses if excuse.check in own])))


def _excuse(found: list[Finding], excuses: list[Excuse]) -> Iterator[Finding]:
    """Leave out what is excused, and report every excuse that nothing needs any more."""
    needed: Counter[Excuse] = Counter()
    for finding in found:
        excuse = next(
            (
                e
                for e in excuses
                if e.check == finding.check and e.at in (finding.where.path, str(finding.where), finding.subject)
            ),
            None,
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
