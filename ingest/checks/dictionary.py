"""Rules about what is derived from the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ingest import formula
from ingest.checks.registry import Problem, check
from ingest.findings import Where
from ingest.records import Base
from ingest.tables.comparison import column_of, comparison_columns


@check("derived-inputs-exist")
def derived_inputs_exist(base: Base) -> Iterator[Problem]:
    """Ensure that a formula names its inputs, and that each is a metric that formulas may use."""
    for entry in base.formulas.values():
        for name in sorted(formula.names(entry.sql) | set(entry.inputs)):
            if name not in entry.inputs:
                yield entry.where, f'{entry.id} uses "{name}" but does not list it under inputs'
            elif name not in formula.names(entry.sql):
                yield entry.where, f'{entry.id} lists the input "{name}" but does not use it'
            elif name != "price" and name not in base.metrics:
                yield entry.where, f'{entry.id}: input "{name}" is not a metric'
            elif name != "price" and base.metrics[name].kind != "quantity":
                yield entry.where, f'{entry.id}: "{name}" is not a quantity'
            elif name.endswith("_unlabelled"):
                yield (
                    entry.where,
                    f'{entry.id}: "{name}" is never used in a formula; its sources do not say what it counts',
                )
        if not formula.is_safe(entry.sql):
            yield (
                entry.where,
                f"{entry.id}: every division must be by nullif(x, 0), and only + - * / nullif( ) are allowed",
            )


@check("column-has-one-meaning")
def column_has_one_meaning(base: Base) -> Iterator[Problem]:
    """Ensure that no two columns of the comparison share a name."""
    names = Counter(name for name, _, _ in comparison_columns(base.metrics.values(), base.formulas.values()))
    named = [(entry.where, entry.id) for entry in base.formulas.values()]
    named += [(metric.where, column_of(metric)) for metric in base.metrics.values() if metric.headline]
    for where, name in named:
        if names[name] > 1:
            yield where, f'the comparison already has a column "{name}"; give this one another name'


@check("one-default-workload")
def one_default_workload(base: Base) -> Iterator[Problem]:
    """Ensure that one decode and one prefill workload are the defaults that the comparison shows."""
    for phase in ("decode", "prefill"):
        defaults = [w for w in base.workloads.values() if w.default and w.phase == phase]
        if len(defaults) != 1:
            where = defaults[-1].where if defaults else Where("data/workloads.yml", 1)
            yield where, f"{len(defaults)} workloads are the default for {phase}; one must be"
