"""What an export writes together: the files of the chosen formats in one folder, described by a data package and by Croissant."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.export import citations, cited, croissant, datapackage
from ingest.export.citations import Cited
from ingest.export.comparison import comparison_csv, comparison_json
from ingest.export.draft import Draft, replacing
from ingest.export.fields import Described, describe
from ingest.export.tabular import cited_table, csv_bytes, json_bytes, tables
from ingest.query import rows

FORMATS = ("csv", "json", "parquet", "xlsx", "html", "bibtex", "csl")
DEFAULT = ("csv", "json")
WHOLE_ONLY = ("parquet", "html")
NAMES = {"xlsx": "specproof.xlsx", "html": "specproof.html", "bibtex": "specproof.bib", "csl": "specproof.csl.json"}

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What to export: which formats; of which platforms (all, if None), on which workload, as of which day."""

    formats: Sequence[str] = DEFAULT
    platform_ids: Sequence[str] | None = None
    workload_id: str | None = None
    as_of: str | None = None
    columns: Sequence[str] | None = None


def export(
    connection: sqlite3.Connection, folder: Path, wanted: Wanted | None = None, progress: Progress = lambda name: None
) -> list[Path]:
    """Write the files to `folder` and return them, sorted. The folder is replaced as a whole, at the end.

    Of all platforms, CSV, JSON and Parquet are every table; of chosen ones, CSV and JSON are their comparison.
    Raises FileExistsError if the folder holds something else, ImportError if pyarrow is wanted and not installed, and what `shown` raises.
    """
    wanted = wanted or Wanted()
    about = rows(connection, "SELECT * FROM about")[0]
    with replacing(folder, datapackage.NAME) as draft:
        described = {}
        if wanted.platform_ids is None:
            described = _tables(connection, draft, wanted.formats, progress)
        for name in steps(wanted):
            progress(name)
            draft.add(name, contents(connection, name, wanted))
        draft.describe(datapackage.FILE, datapackage.package(about, draft.files, described))
        if described and "csv" in wanted.formats:
            draft.describe(croissant.FILE, croissant.croissant(about, draft.files, described))
    return sorted(folder.resolve().iterdir())


def steps(wanted: Wanted) -> list[str]:
    """Return the names of the single files, in the order in which they are written."""
    names = [NAMES[name] for name in FORMATS if name in wanted.formats and name in NAMES]
    if wanted.platform_ids is not None:
        names = [f"comparison.{name}" for name in DEFAULT if name in wanted.formats] + names
    return names


def contents(connection: sqlite3.Connection, name: str, wanted: Wanted) -> bytes:
    """Return the bytes of one of the single files."""
    shown = (connection, wanted.platform_ids, wanted.workload_id, wanted.as_of)
    if name == "comparison.csv":
        return comparison_csv(*shown, wanted.columns)
    if name == "comparison.json":
        return comparison_json(*shown, wanted.columns)
    if name == NAMES["xlsx"]:
        from ingest.export.workbook import workbook_bytes

        return workbook_bytes(*shown)
    if name == NAMES["html"]:
        from ingest.export.onefile import html_bytes

        return html_bytes(connection)
    sources = sources_of(connection, wanted.platform_ids)
    text = citations.bibtex(sources) if name == NAMES["bibtex"] else citations.csl_json(sources)
    return text.encode("utf-8")


def sources_of(connection: sqlite3.Connection, platform_ids: Iterable[str] | None) -> list[Cited]:
    """Return the sources of some platforms, or every source, each once, by id."""
    if platform_ids is None:
        return cited.all_sources(connection)
    found = {source.id: source for platform_id in platform_ids for source in cited.sources_of(connection, platform_id)}
    return [found[source_id] for source_id in sorted(found)]


def _tables(
    connection: sqlite3.Connection, draft: Draft, formats: Sequence[str], progress: Progress
) -> dict[str, Described]:
    """Write every table in each tabular format that is wanted; return their descriptions, if there are any."""
    if not {"csv", "json", "parquet"} & set(formats):
        return {}
    names = tables(connection)
    columns = {name: cited_table(connection, name, limit=0).columns for name in names}
    described = describe(connection, columns)
    about = rows(connection, "SELECT * FROM about")[0]
    for name in names:
        progress(name)
        table = cited_table(connection, name)
        if "csv" in formats:
            draft.add(f"{name}.csv", csv_bytes(table.columns, table.rows))
        if "json" in formats:
            draft.add(f"{name}.json", json_bytes(table))
        if "parquet" in formats:
            from ingest.export.parquet import parquet_bytes

            draft.add(f"{name}.parquet", parquet_bytes(about, table, described[name]))
    return described
