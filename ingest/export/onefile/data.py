"""kb.db -> what the one-file page holds: tables by column, rows naming each other by their place, texts that recur written once."""

from __future__ import annotations

import sqlite3
from typing import Any

from ingest.query import rows

# Digits of what is computed; figures that a document prints are kept as they are.
SIGNIFICANT = 6
SELECTS = {
    "about": "SELECT data_date, fingerprint FROM about",
    "sources": """
        SELECT id, kind, publisher, title, url, published, checked_on, checked_how, archive_url, copies_source_id AS copies
        FROM sources ORDER BY n""",
    "metrics": "SELECT id, label, unit, kind, meaning, headline, gb_may_mean_gib, many FROM metrics ORDER BY place",
    "platforms": """
        SELECT p.id, p.name, p.vendor, p.kind, p.family, p.released, p.lifecycle, GROUP_CONCAT(a.alias, '|') AS aliases
        FROM platforms AS p
        LEFT JOIN (SELECT platform_id, alias FROM aliases ORDER BY platform_id, alias) AS a ON a.platform_id = p.id
        GROUP BY p.id ORDER BY p.name, p.id""",
    "claims": """
        SELECT c.id, c.platform_id AS platform, c.metric_id AS metric, c.source_id AS source, c.printed, c.at, c.as_of, c.stage, c.rank,
               c.why, c.state, a.agrees
        FROM claims AS c LEFT JOIN rankings AS r ON r.claim_id = c.id LEFT JOIN agreements AS a ON a.claim_id = c.id
        ORDER BY c.platform_id, c.metric_id, r.place IS NULL, r.place, c.id""",
    "facts": """
        SELECT platform_id AS platform, metric_id AS metric, value, text, state, bound, binary_unit, claim_id AS claim, publishers,
               agreeing, dissenting, disputed, chosen_because
        FROM facts ORDER BY platform_id, metric_id""",
    "prices": """
        SELECT platform_id AS platform, printed, amount, currency, basis, scope, seller, region, tax, condition, stage, rank, why, as_of,
               source_id AS source, at
        FROM prices ORDER BY platform_id, as_of_day DESC, id""",
    "buying_prices": """
        SELECT platform_id AS platform, amount_usd, printed, basis, scope, as_of, stale, source_id AS source, chosen_because
        FROM buying_prices ORDER BY platform_id""",
    "disputes": """
        SELECT platform_id AS platform, metric_id AS metric, chosen_claim_id AS chosen, other_claim_id AS other, ratio, status, reason
        FROM disputes ORDER BY platform_id, metric_id, id""",
    "formulas": """
        SELECT f.id, f.label, f.unit, f.sql, f.meaning, f.reference, GROUP_CONCAT(i.input, ' ') AS inputs
        FROM formulas AS f
        JOIN (SELECT formula_id, input FROM formula_inputs ORDER BY formula_id, input) AS i ON i.formula_id = f.id
        GROUP BY f.id ORDER BY f.rowid""",
    "workloads": "SELECT id, name, phase, meaning, is_default FROM workloads ORDER BY is_default DESC, phase, id",
    "bounds": """
        SELECT platform_id AS platform, workload_id AS workload, devices, bound_type AS type, fits, needed_gb, usable_gb, usable_basis,
               devices_needed, ceiling_tok_s AS ceiling, estimate_tok_s AS estimate, estimate_low AS low, estimate_high AS high,
               usd_per_million_tokens AS usd_per_million, compute_metric AS rate, compute_platform_id AS rate_of, missing
        FROM bounds ORDER BY platform_id, workload_id, devices""",
    "measurements": """
        SELECT m.platform_id AS platform, m.devices, o.name AS model, m.recipe_id AS recipe, m.engine, m.backend,
               m.engine_version AS version, m.phase, m.batch, m.prompt_tokens AS prompt, m.context, m.printed, m.unit, m.conditions,
               m.source_id AS source, m.at, m.as_of, r.share_of_ceiling AS share, r.kept_out
        FROM measurements AS m JOIN models AS o ON o.id = m.model_id LEFT JOIN residuals AS r ON r.measurement_id = m.id
        ORDER BY m.platform_id, m.model_id, m.recipe_id, m.phase, m.id""",
}  # fmt: skip
# Columns that name a row of another table, and which.
POINTERS = {
    "platform": "platforms", "metric": "metrics", "source": "sources", "claim": "claims", "chosen": "claims", "other": "claims",
    "workload": "workloads", "rate_of": "platforms",
}  # fmt: skip
COMPUTED = frozenset(
    {"ratio", "needed_gb", "usable_gb", "ceiling", "estimate", "low", "high", "usd_per_million", "share"}
)


def everything(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the tables: of each its number of rows and its columns, as `column` writes them; and the derived values of each platform."""
    found = {name: rows(connection, sql) for name, sql in SELECTS.items()}
    found["derived"] = _derived(connection)
    places = {name: {row["id"]: place for place, row in enumerate(found[name])} for name in set(POINTERS.values())}
    for claim in found["claims"]:
        if claim["id"] == "--".join((claim["platform"], claim["metric"], claim["source"])):
            claim["id"] = None  # most ids are made of what the row says anyway
    tables = {}
    for name, table in found.items():
        names = list(table[0]) if table else []
        columns = {}
        for key in names:
            values = [row[key] for row in table]
            if key in POINTERS:
                values = [None if value is None else places[POINTERS[key]][value] for value in values]
            elif key in COMPUTED:
                values = [None if value is None else float(f"{value:.{SIGNIFICANT}g}") for value in values]
            columns[key] = column(values)
        tables[name] = {"rows": len(table), "columns": columns}
    return tables


def column(values: list[Any]) -> Any:
    """Return a column as it is, or, where texts recur, as the distinct ones and each row's place among them; 0 stands for none."""
    texts = sorted({value for value in values if isinstance(value, str)})
    if not texts or any(isinstance(value, int | float) for value in values) or len(texts) > len(values) / 2:
        return values
    places = {text: place for place, text in enumerate(texts, start=1)}
    return {"texts": texts, "of": [places.get(value, 0) for value in values]}


def _derived(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """A derived value of a platform a row."""
    formulas = [formula_id for (formula_id,) in connection.execute("SELECT id FROM formulas ORDER BY rowid")]
    return [
        {"platform": row["platform_id"], "formula": formula_id, "value": row[formula_id]}
        for row in rows(connection, "SELECT * FROM comparison ORDER BY platform_id")
        for formula_id in formulas
        if row[formula_id] is not None
    ]
