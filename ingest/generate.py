"""What follows from the dictionary and the schema, written into files that people read: marked, and checked by a test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from ingest import checks
from ingest.derive import SQL, comparison_sql
from ingest.records import Base
from ingest.tables import comparison_columns

# How Datasette shows a table: what to facet by, and what comes first.
SHOWN: dict[str, dict[str, Any]] = {
    "comparison": {
        "facets": ["vendor", "kind", "memory_type", "bound_type", "prefill_bound_type", "signature", "price_basis"],
        "sort": "name",
    },
    "platforms": {"facets": ["vendor", "kind", "lifecycle"], "sort": "id", "label_column": "name"},
    "aliases": {"facets": ["lang", "ambiguous"], "sort": "alias"},
    "claims": {"facets": ["rank", "stage", "bound"], "label_column": "printed"},
    "sources": {"facets": ["kind", "lang", "checked_how"], "sort": "n", "label_column": "title"},
    "metrics": {"facets": ["class", "kind"], "sort": "place", "label_column": "label"},
    "prices": {"facets": ["basis", "currency", "scope"], "sort_desc": "as_of_day", "label_column": "printed"},
    "exchange_rates": {"facets": ["currency"], "sort_desc": "first_day"},
    "facts": {"facets": ["disputed", "stage"]},
    "disputes": {"facets": ["status", "metric_id"]},
    "bounds": {"facets": ["workload_id", "devices", "bound_type", "fits", "robust"], "sort_desc": "ceiling_tok_s"},
    "measurements": {"facets": ["platform_id", "model_id", "engine", "phase", "kept_out"], "sort": "id"},
    "residuals": {"facets": ["phase", "calibration", "kept_out"], "sort_desc": "times_off"},
    "calibrations": {"facets": ["phase", "quantity", "level"], "sort_desc": "measurements"},
    "scores": {"facets": ["phase"], "sort": "phase"},
    "roofs": {"facets": ["memory_class", "architecture", "link_metric"]},
    "peak_rates": {"facets": ["compute", "is_floor"]},
    "model_aliases": {"sort": "alias"},
    "buying_prices": {"facets": ["basis", "scope", "stale"], "sort": "amount_usd"},
    "gaps": {"facets": ["gap", "subject", "weight"], "sort_desc": "matters"},
    "coverage": {"facets": ["vendor", "subject"], "sort": "vendor"},
    "freshness": {"facets": ["last_checked"], "sort_desc": "importance"},
    "sizes": {"facets": ["recipe_id"], "sort": "id"},
    "support": {"facets": ["metric_id", "independent"]},
    "lineage": {"facets": ["column_name"]},
    "workloads": {"label_column": "name"},
    "models": {"label_column": "name"},
    "recipes": {"label_column": "name"},
}
COMPARISON = (
    "A platform, wide, for people: the chosen figures, today's price, and what follows from them. One row per variant."
)


def run(base: Base, root: Path, write: bool) -> list[str]:
    """Bring every generated part up to date and return the paths that were not; with `write` False, only return them."""
    stale = []
    for path, text in _files(base, root):
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(str(path.relative_to(root)))
            if write:
                path.write_text(text, "utf-8")
    return stale


def _files(base: Base, root: Path) -> Iterator[tuple[Path, str]]:
    metadata, contributing = root / "metadata.yml", root / "CONTRIBUTING.md"
    yield metadata, _between(metadata, "# ", "tables", "\n".join(_tables_yaml(base)) + "\n")
    with_rules = _between(contributing, "<!-- ", "rules", _rules_table())
    yield contributing, _replace(with_rules, "<!-- ", "metrics", _metrics_table(base))
    readme = root / "README.md"
    yield readme, _between(readme, "<!-- ", "scores", _scores_table(base))
    yield SQL / "comparison.sql", comparison_sql(list(base.metrics.values()), list(base.formulas.values()))


def _between(path: Path, mark: str, name: str, text: str) -> str:
    return _replace(path.read_text("utf-8"), mark, name, text)


def _replace(whole: str, mark: str, name: str, text: str) -> str:
    """Return `whole` with the part between the marks `name` replaced. Raises LookupError if the marks are not there."""
    pattern = re.compile(
        rf"(?P<begin>^ *{re.escape(mark)}generated: {name}.*?\n)(?P<old>.*?)(?P<end>^ *{re.escape(mark)}end of {name}.*?$)",
        re.M | re.S,
    )
    match = pattern.search(whole)
    if not match:
        raise LookupError(f'the marks "{mark}generated: {name}" and "{mark}end of {name}" are missing')
    return whole[: match.start("old")] + text + whole[match.end("old") :]


def described() -> dict[str, tuple[str, dict[str, str]]]:
    """Return each table's description and its columns' descriptions, from the schema."""
    found = {}
    for model in SQLModel.__subclasses__():
        name = str(getattr(model, "__tablename__", ""))
        columns = {}
        for field_name, field in model.model_fields.items():
            if field.description:
                columns[field_name.removesuffix("_") if field_name == "class_" else field_name] = field.description
        found[name] = (" ".join((model.__doc__ or "").split()), columns)
    return found


def _tables_yaml(base: Base) -> Iterator[str]:
    tables = described()
    columns = {name: text for name, _, text in comparison_columns(base.metrics.values(), base.formulas.values())}
    tables["comparison"] = (COMPARISON, columns)
    for name, (meaning, described_columns) in sorted(tables.items()):
        yield f"      {name}:"
        yield f"        description: {_quoted(meaning)}"
        for key, value in SHOWN.get(name, {}).items():
            yield f"        {key}: {json.dumps(value)}"
        if described_columns:
            yield "        columns:"
            yield from (f"          {column}: {_quoted(text)}" for column, text in described_columns.items())


def _quoted(text: str) -> str:
    """A YAML scalar that every reader takes as text: JSON's quoting is YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _rules_table() -> str:
    lines = ["| rule | level | what it ensures |", "|---|---|---|"]
    lines += [
        f"| `{rule.name}` | {rule.level} | {rule.meaning} |"
        for rule in sorted(checks.rules(), key=lambda rule: rule.name)
    ]
    return "\n".join(lines) + "\n"


SHOWN_SCORES = ("dense, GPUs and unified memory", "mixture of experts", "CPUs", "all")


def _scores_table(base: Base) -> str:
    """How far estimates miss platforms left out of the fit."""
    lines = [
        "| one user | measured runs | platforms | median error | nine of ten within | inside the interval |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    names = {"decode": "writing", "prefill": "reading"}
    for phase in names:
        for subset in SHOWN_SCORES:
            score = base.scores.get((phase, subset))
            if score:
                lines.append(
                    f"| {names[phase]}; {subset} | {score.measurements:,} | {score.platforms} | {score.median_error:.0%} "
                    f"| {score.p90_error:.0%} | {score.coverage:.0%} |"
                )
    return "\n".join(lines) + "\n"


def _metrics_table(base: Base) -> str:
    lines = ["| metric | unit | what it says |", "|---|---|---|"]
    lines += [f"| `{m.id}` | {m.unit or m.kind} | {m.label}. {m.meaning} |" for m in base.metrics.values()]
    return "\n".join(lines) + "\n"
