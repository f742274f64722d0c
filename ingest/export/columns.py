"""The columns that a comparison can show, each with its unit and meaning."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.query import Row
from ingest.tables import slug
from ingest.tables.comparison import PRICE
from ingest.tables.speeds import Bound


@dataclass(frozen=True)
class Column:
    """A column: its id, its name in a file (the unit is in the name), how people call it, its unit; `cited` where cells have sources."""

    id: str
    name: str
    label: str
    unit: str | None
    meaning: str
    cited: bool = True

    @property
    def header(self) -> str:
        """The label with the unit in brackets."""
        return f"{self.label} ({self.unit})" if self.unit and self.unit != "count" else self.label


def metric_column(metric: Row) -> Column:
    """Return the column of a metric, named as in the table `comparison`."""
    unit = metric["metric_unit"]
    name = f"{metric['metric_id']}_{slug(unit)}" if unit and unit != "count" else metric["metric_id"]
    return Column(metric["metric_id"], name, metric["label"], unit, metric["meaning"])


def derived_column(formula: Row) -> Column:
    """Return the column of a formula."""
    return Column(formula["id"], formula["id"], formula["label"], formula["unit"], formula["meaning"])


def _plain(id_: str, label: str, meaning: str) -> Column:
    return Column(id_, id_, label, None, meaning, cited=False)


def _of_bounds(id_: str, label: str, unit: str | None) -> Column:
    return Column(id_, id_, label, unit, str(Bound.model_fields[id_].description))


PLATFORM_COLUMNS = (
    _plain("name", "Platform", "Name of the variant."),
    _plain("id", "Id", "The platform's permanent id."),
    _plain("vendor", "Maker", "Who makes it."),
    _plain("kind", "Kind", "system, card, module, chip, instance or rack."),
    _plain("lifecycle", "Lifecycle", "announced, shipping or withdrawn."),
)
PRICE_COLUMNS = (
    Column("price_usd", "price_usd", "Price", "USD", PRICE),
    _plain("price_basis", "Price basis", "What kind of price that is."),
    _plain("price_as_of", "Price as of", "Its day."),
    _plain("price_scope", "Price is for", "card, or complete system; a card still needs a host."),
)
BOUND_COLUMNS = (
    _of_bounds("fits", "Fits on one", None),
    _of_bounds("devices_needed", "Devices needed", None),
    _of_bounds("bound_type", "Limited by", None),
    _of_bounds("ceiling_tok_s", "Speed at most", "tok/s"),
    _of_bounds("estimate_tok_s", "Speed estimated", "tok/s"),
    _of_bounds("estimate_low", "Estimate, low", "tok/s"),
    _of_bounds("estimate_high", "Estimate, high", "tok/s"),
    _of_bounds("usd_per_million_tokens", "Cost of a million tokens", "USD"),
    _of_bounds("tok_s_per_dollar", "Speed per dollar", "tok/s per USD"),
    _of_bounds("joules_per_token", "Energy per token", "J"),
)
