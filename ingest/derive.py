"""The derivations, in order: a name and one portable SELECT each. The comparison's SELECT is written from the dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.records import Formula, Metric
from ingest.tables import column_of, comparison_columns

SQL = Path(__file__).parent / "sql"
ORDER = (
    "rankings", "agreements", "facts", "disputes", "buying_prices", "peak_rates", "roofs", "cases", "limits", "loads",
    "efficiencies", "estimates", "bounds", "residuals", "comparison", "lineage", "support", "freshness",
    "gaps", "coverage",
)  # fmt: skip
# A platform's own columns that follow from facts: run once they are there.
RELEASED = """
UPDATE platforms SET released = (
  SELECT printed FROM facts WHERE platform_id = platforms.id AND metric_id = 'release_date' AND state = 'value'
)
"""


@dataclass(frozen=True)
class Derivation:
    """A derived table: its name, and the SELECT that it is."""

    name: str
    sql: str


def derivations(metrics: Iterable[Metric], formulas: Iterable[Formula]) -> list[Derivation]:
    """Return every derived table in the order in which they are derived."""
    metrics, formulas = list(metrics), list(formulas)
    return [
        Derivation(
            name,
            comparison_sql(metrics, formulas) if name == "comparison" else (SQL / f"{name}.sql").read_text("utf-8"),
        )
        for name in ORDER
    ]


def comparison_sql(metrics: list[Metric], formulas: list[Formula]) -> str:
    """Return the SELECT of the comparison, one column per headline metric and per formula."""
    headlines = {metric.id: metric for metric in metrics if metric.headline}
    needed = sorted(headlines.keys() | {name for formula in formulas for name in formula.inputs if name != "price"})
    kinds = {metric.id: metric.kind for metric in metrics}
    in_trade_gb = {metric.id for metric in metrics if metric.gb_may_mean_gib}

    def value_of(metric_id: str) -> str:
        column = "f.value" if kinds.get(metric_id, "quantity") == "quantity" else "f.text"
        if metric_id in in_trade_gb:  # 80 GiB stands beside 80 GB
            column = "CASE WHEN f.binary_unit THEN f.value / 1.073741824 ELSE f.value END"
        return f"    MAX(CASE WHEN f.metric_id = '{metric_id}' THEN {column} END) AS {metric_id}"

    def source_of(metric_id: str) -> str:
        return f"    MAX(CASE WHEN f.metric_id = '{metric_id}' THEN s.url END) AS {metric_id}_source"

    wide = ",\n".join([*map(value_of, needed), *map(source_of, sorted(headlines))])
    columns = {column_of(metric): f"w.{metric.id}" for metric in headlines.values()}
    columns |= {f"{metric_id}_source": f"w.{metric_id}_source" for metric_id in headlines}
    columns |= {formula.id: _qualified(formula) for formula in formulas}
    columns |= {
        "platform_id": "p.id",
        **{name: f"p.{name}" for name in ("name", "vendor", "kind", "lifecycle", "released")},
        "price_usd": "b.amount_usd",
        "price_basis": "b.basis",
        "price_as_of": "b.as_of",
        "price_printed": "b.printed",
        "price_stale": "b.stale",
        "price_scope": "b.scope",
        "price_source": "bs.url",
        "decode_workload": "d.workload_id",
        "bound_type": "d.bound_type",
        "decode_ceiling_tok_s": "d.ceiling_tok_s",
        "decode_estimate_tok_s": "d.estimate_tok_s",
        "usd_per_million_tokens": "d.usd_per_million_tokens",
        "prefill_workload": "r.workload_id",
        "prefill_bound_type": "r.bound_type",
        "prefill_ceiling_tok_s": "r.ceiling_tok_s",
        "prefill_estimate_tok_s": "r.estimate_tok_s",
        "signature": "s.signature",
        "open_disputes": "COALESCE(o.open_disputes, 0)",
    }
    selected = ",\n".join(f"  {columns[name]} AS {name}" for name, _, _ in comparison_columns(metrics, formulas))
    return f"""\
-- comparison: one row is a platform, wide, for people. Written from data/metrics.yml and data/formulas.yml by `make generate`.
WITH wide AS (
  SELECT
    f.platform_id,
{wide}
  FROM facts AS f
  JOIN sources AS s ON s.id = f.source_id
  GROUP BY f.platform_id
),
decode AS (
  SELECT b.* FROM bounds AS b JOIN workloads AS x ON x.id = b.workload_id WHERE x.is_default AND x.phase = 'decode' AND b.devices = 1
),
prefill AS (
  SELECT b.* FROM bounds AS b JOIN workloads AS x ON x.id = b.workload_id WHERE x.is_default AND x.phase = 'prefill' AND b.devices = 1
),
signatures AS (
  SELECT
    d.platform_id,
    {letter("d")} || {letter("r")}
    || CASE
      WHEN x.usable_gb IS NULL THEN '?'
      WHEN x.usable_gb < 24 THEN 'S'
      WHEN x.usable_gb < 80 THEN 'M'
      WHEN x.usable_gb < 256 THEN 'L'
      ELSE 'X'
    END
      AS signature
  FROM decode AS d
  JOIN prefill AS r ON r.platform_id = d.platform_id
  JOIN roofs AS x ON x.platform_id = d.platform_id
),
open_ones AS (
  SELECT platform_id, COUNT(*) AS open_disputes FROM facts WHERE disputed GROUP BY platform_id
)
SELECT
{selected}
FROM platforms AS p
LEFT JOIN wide AS w ON w.platform_id = p.id
LEFT JOIN buying_prices AS b ON b.platform_id = p.id
LEFT JOIN sources AS bs ON bs.id = b.source_id
LEFT JOIN decode AS d ON d.platform_id = p.id
LEFT JOIN prefill AS r ON r.platform_id = p.id
LEFT JOIN signatures AS s ON s.platform_id = p.id
LEFT JOIN open_ones AS o ON o.platform_id = p.id
"""


def letter(bound: str) -> str:
    """Return the SQL for one letter of the signature: what limits the bound under that name."""
    letters = {"memory": "M", "compute": "C", "interconnect": "I", "overhead": "O", "capacity": "x"}
    cases = " ".join(f"WHEN '{type_}' THEN '{mark}'" for type_, mark in letters.items())
    return f"CASE {bound}.bound_type {cases} ELSE '?' END"


def _qualified(formula: Formula) -> str:
    """The formula's expression over the columns at hand."""
    names = {name: "b.amount_usd" if name == "price" else f"w.{name}" for name in formula.inputs}
    return re.sub(r"[a-z_][a-z0-9_]*", lambda match: names.get(match[0], match[0]), formula.sql)
