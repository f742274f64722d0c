"""Rules about models and the speeds that were measured on them."""

from __future__ import annotations

from collections.abc import Iterator

from ingest import architecture, workload
from ingest.checks.registry import Problem, check
from ingest.records import Base
from ingest.runs import bits_of

PARAMETERS_APART = 0.05  # printed sizes are rounded, and some count layers that predict further tokens
WEIGHTS_APART = 1.5  # a mixture differs from model to model; what is further off is another recipe or model


@check("model-has-the-parameters-it-prints")
def model_has_the_parameters_it_prints(base: Base) -> Iterator[Problem]:
    """Ensure that the figures of a model's architecture give the number of weights that its sources print."""
    for model in base.models.values():
        printed = model.totals.get("parameters")
        if printed and not model.missing and not architecture.is_outline(model.shape):
            total = architecture.parameters(model.shape).total
            if abs(total / printed.value - 1) > PARAMETERS_APART:
                yield (
                    printed.where,
                    f'its architecture gives {total / 1e9:.2f} B weights, but "{printed.printed}" is printed',
                )


@check("weights-are-of-the-recipe", level="warning")
def weights_are_of_the_recipe(base: Base) -> Iterator[Problem]:
    """Ensure that the size of the weights that a log prints is about what model and recipe give."""
    for entry in base.measurements.values():
        model = base.models[entry.model_id]
        if entry.weights_gb and entry.recipe_id and not model.missing:
            count = architecture.parameters(model.shape)
            stored_gb = workload.stored_bytes(count, bits_of(vars(base.recipes[entry.recipe_id]))) / 1e9
            if not 1 / WEIGHTS_APART < entry.weights_gb / stored_gb < WEIGHTS_APART:
                yield (
                    entry.where,
                    f'"{entry.weights_printed}" is printed, but {entry.model_id} in {entry.recipe_id} takes {stored_gb:.1f} GB',
                )
