"""The verb `specproof export`: which files, of what, to where."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import click

from ingest import names
from ingest.export import citations, cited, folder
from ingest.export.folder import DEFAULT, FORMATS, WHOLE_ONLY, Wanted
from ingest.export.tabular import tables
from ingest.query import connect

Option = Callable[[Any], Any]
STANDARD_OUTPUT = "-"
INSTALL = "pip install pyarrow, or make setup"


def add_to(group: click.Group, kb_option: Option, json_option: Option, root: Path) -> None:
    """Add the verb to the command line; the options are those of the other verbs."""

    @group.command(name="export")
    @kb_option
    @json_option
    @click.argument("target", metavar="[FOLDER]", default=str(root / "export"))
    @click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice([*FORMATS, "all"]),
        help="Kinds of file; default: csv and json.",
    )
    @click.option(
        "--platform", "platforms", multiple=True, help="A platform in any of its names; up to eight. Default: all."
    )
    @click.option(
        "--workload", help="Id of the workload that speeds and costs are of; default: the default decode workload."
    )
    @click.option("--as-of", "as_of", metavar="DAY", help="What was known on an earlier day, such as 2026-03-15.")
    @click.option("--column", "columns", multiple=True, help="Only these columns of a comparison (csv, json).")
    @click.option(
        "--figure", metavar="ID", help="Cite a claim, a price, or every claim of PLATFORM/METRIC instead of sources."
    )
    def export_command(
        kb: Path,
        as_json: bool,
        target: str,
        formats: tuple[str, ...],
        platforms: tuple[str, ...],
        workload: str | None,
        as_of: str | None,
        columns: tuple[str, ...],
        figure: str | None,
    ) -> None:
        """Write files that carry their sources, to FOLDER; - prints a single file.

        \b
        specproof export                                    every table as CSV and JSON, with datapackage.json and croissant.json
        specproof export --format html                      the whole base in one file that works offline
        specproof export --format xlsx --platform dgx-spark --platform geforce-rtx-5090
                                                            a workbook for procurement, with live costs
        specproof export - --format bibtex --platform dgx-spark
        specproof export - --format bibtex --figure dgx-spark--memory_bandwidth--lmsys-dgx-spark-review

        \b
        csv, json   every table; of chosen platforms their comparison, with footnotes and addresses
        parquet     every table, typed (needs the extra "parquet")
        xlsx        workbook: comparison, prices, RFQ, cost, sources, disputes, derived
        html        everything, with search and comparison, in one file
        bibtex, csl sources as references

        The same kb.db gives the same bytes. FOLDER is replaced as a whole, unless it holds something that no export wrote.

        Exit code 0: written; 1: nothing was written, and why; 2: a name means several platforms, or none.
        """
        with closing(_open(kb)) as connection:
            wanted = _wanted(connection, formats, platforms, workload, as_of, columns)
            try:
                if figure is not None:
                    _print(_cite(connection, figure, formats))
                elif target == STANDARD_OUTPUT:
                    _print(_single(connection, wanted))
                else:
                    _write(connection, Path(target), wanted, as_json)
            except (OSError, LookupError, ValueError) as error:
                _fail(f"nothing was exported: {error.args[0] if isinstance(error, LookupError) else error}")
            except ImportError as error:
                _fail(
                    f'nothing was exported: {error.name} is not installed; it comes with the extra "parquet" ({INSTALL})'
                )


def _wanted(
    connection: sqlite3.Connection,
    formats: tuple[str, ...],
    platforms: tuple[str, ...],
    workload: str | None,
    as_of: str | None,
    columns: tuple[str, ...],
) -> Wanted:
    chosen = tuple(dict.fromkeys(formats)) or DEFAULT
    if "all" in chosen:
        chosen = tuple(name for name in FORMATS if not platforms or name not in WHOLE_ONLY)
    if platforms and set(chosen) & set(WHOLE_ONLY):
        _fail(
            f"{' and '.join(name for name in chosen if name in WHOLE_ONLY)} is of the whole base; leave out --platform",
            2,
        )
    ids = [_resolve(connection, name) for name in platforms] if platforms else None
    return Wanted(chosen, ids, workload, as_of, columns or None)


def _resolve(connection: sqlite3.Connection, name: str) -> str:
    ids = names.resolve(connection, name)
    if len(ids) == 1:
        return ids[0]
    says = "fits several platforms; name one of them" if ids else "is not known. Perhaps one of these"
    _fail("\n  ".join([f'"{name}" {says}:', *(ids or names.suggest(connection, name))]), 2)


def _cite(connection: sqlite3.Connection, figure_id: str, formats: tuple[str, ...]) -> bytes:
    if "/" in figure_id:
        found = cited.figures_of(connection, *figure_id.split("/", 1))
    else:
        found = [figure for figure in [cited.figure(connection, figure_id)] if figure]
    if not found:
        raise LookupError(f'no claim and no price has the id "{figure_id}"')
    if formats == ("bibtex",):
        text = citations.bibtex(found)
    elif formats == ("csl",):
        text = citations.csl_json(found)
    elif not formats:
        text = "".join(f"{citations.plain(figure)}\n" for figure in found)
    else:
        raise ValueError("a figure is cited as bibtex, as csl, or, without --format, as plain text")
    return text.encode("utf-8")


def _single(connection: sqlite3.Connection, wanted: Wanted) -> bytes:
    files = folder.steps(wanted)
    if len(files) != 1 or (wanted.platform_ids is None and set(wanted.formats) & {"csv", "json", "parquet"}):
        raise ValueError("only a single file can be printed: name one --format, for csv and json also the platforms")
    return folder.contents(connection, files[0], wanted)


def _write(connection: sqlite3.Connection, target: Path, wanted: Wanted, as_json: bool) -> None:
    total = len(tables(connection)) + len(folder.steps(wanted))
    with click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty(), label="exporting") as bar:
        files = folder.export(connection, target, wanted, lambda name: bar.update(1))
    if as_json:
        click.echo(json.dumps([str(file) for file in files], indent=2))
    else:
        click.echo(f"{len(files)} files in {target}")


def _print(data: bytes) -> None:
    sys.stdout.buffer.write(data)


def _open(kb: Path) -> sqlite3.Connection:
    if not kb.is_file():
        _fail(f"{kb} is not there; run `specproof build` first")
    connection = connect(kb)
    try:
        connection.execute("SELECT fingerprint FROM about")
    except sqlite3.DatabaseError as error:
        _fail(f"{kb} is not a database that `specproof build` made ({error})")
    return connection


def _fail(message: str, code: int = 1) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
