"""The command line: verbs only. What a verb does lives in the module it calls."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ingest import checks, diff, generate, names, scaffold, show
from ingest import export as exporter
from ingest import serve as server
from ingest.answer import cli as answer_cli
from ingest.build import STEPS, build
from ingest.citation import cli as citation_cli
from ingest.dossier import dossier
from ingest.findings import LEVELS, Broken, Finding
from ingest.query import connect
from ingest.read import read

ROOT = Path(__file__).resolve().parent.parent
DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=ROOT / "data",
    help="Folder to read.",
)
KB = click.option("--kb", type=click.Path(path_type=Path, dir_okay=False), default=ROOT / "kb.db", help="The database.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """AI-hardware figures you can cite.

    \b
    specproof build             data/ -> kb.db
    specproof show "DGX Spark"  every figure, its sources, who disagrees
    specproof verify FILE       is a text true, and do its citations exist?
    specproof serve             browse and query kb.db at http://127.0.0.1:8001/
    """


@main.command(name="build")
@DATA
@KB
@JSON
@click.option("--force", is_flag=True, help="Build even if nothing changed, or if kb.db is damaged.")
def build_command(data: Path, kb: Path, as_json: bool, force: bool) -> None:
    """Build kb.db from data/.

    With an error in the data nothing is built, every error is printed, and the old kb.db stays as it is.

    Exit code 0: built, or up to date already; 1: errors in the data.
    """
    try:
        with click.progressbar(
            length=len(STEPS), file=sys.stderr, hidden=not sys.stderr.isatty(), label="building"
        ) as bar:
            built = build(data, kb, force=force, step=lambda name: bar.update(1))
    except OSError as error:
        _fail(f"nothing was built: {error}")
    except sqlite3.Error as error:
        _fail(f"nothing was built: {error} (is the disk full?)")
    except Broken as broken:
        if as_json:
            click.echo(json.dumps({"built": False, "findings": [f.as_json() for f in broken.findings]}, indent=2))
        else:
            _print([f for f in broken.findings if f.level == "error"])
            kept = " The old kb.db was left as it is." if kb.exists() else ""
            click.echo(f"{broken}: nothing was built.{kept}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"built": True, "fresh": built.fresh, "path": str(kb), **built.counts}, indent=2))
    else:
        numbers = ", ".join(f"{count:,} {name}" for name, count in built.counts.items())
        click.echo(f"{kb.name} {'built' if built.fresh else 'is up to date'}: {numbers}")


@main.command()
@DATA
@JSON
@click.option(
    "--level", type=click.Choice(LEVELS), default="warning", show_default=True, help="Show findings from this level up."
)
@click.option("--rules", is_flag=True, help="List the rules instead.")
def lint(data: Path, as_json: bool, level: str, rules: bool) -> None:
    """Check data/ and print everything that is wrong with it: file, line, what was found, how to mend it.

    Exit code 0: no errors (there may be warnings); 1: errors.
    """
    if rules:
        for rule in checks.CHECKS:
            click.echo(f"{rule.name} ({rule.level}): {rule.meaning}")
        return
    base = read(data)
    everything = checks.run(base)
    found = [f for f in everything if LEVELS.index(f.level) <= LEVELS.index(level)]
    errors, warnings = (sum(f.level == name for f in everything) for name in ("error", "warning"))
    if as_json:
        click.echo(json.dumps([f.as_json() for f in found], indent=2))
    else:
        _print(found)
        said = f"{len(base.platforms)} platforms, {len(base.claims):,} claims, {len(base.prices)} prices, {len(base.sources)} sources"
        unseen = " (not shown)" if warnings and level == "error" else ""
        click.echo(f"{said}: {errors} errors, {warnings} warnings{unseen}", err=True)
    sys.exit(1 if errors else 0)


@main.command(name="show")
@KB
@JSON
@click.argument("platform", nargs=-1, required=True)
def show_command(kb: Path, as_json: bool, platform: tuple[str, ...]) -> None:
    """Print every figure of a PLATFORM with its sources, who disagrees, prices, and what follows.

    PLATFORM is an id or any name people use for it; one that fits several variants lists them.

    Exit code 0: shown; 2: the name means several platforms, or none.
    """
    wanted = " ".join(platform)
    with closing(_open(kb)) as connection:
        ids = names.resolve(connection, wanted)
        if len(ids) != 1:
            if ids:
                click.echo(f'"{wanted}" fits several platforms; name one of them:', err=True)
            else:
                ids = names.suggest(connection, wanted)
                click.echo(f'"{wanted}" is not known.' + (" Perhaps one of these:" if ids else ""), err=True)
            for platform_id in ids:
                click.echo(f"  {platform_id}", err=True)
            sys.exit(2)
        found = dossier(connection, ids[0])
    assert found is not None
    click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if as_json else show.text(found), nl=as_json)


@main.command(name="serve")
@KB
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
def serve_command(kb: Path, port: int) -> None:
    """Serve kb.db with Datasette on 127.0.0.1, for a browser. Stop it with Ctrl-C; restart it after a build."""
    _open(kb).close()
    server.serve(kb, ROOT / "metadata.yml", port)


@main.command(name="export")
@KB
@JSON
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), default=ROOT / "export", help="Folder to write."
)
def export_command(kb: Path, as_json: bool, to: Path) -> None:
    """Write every table as CSV and JSON, with a datapackage.json; each row carries its source's address.

    Exit code 0: written; 1: the folder holds something else.
    """
    with closing(_open(kb)) as connection:
        total = len(exporter.tables(connection))
        try:
            with click.progressbar(
                length=total, file=sys.stderr, hidden=not sys.stderr.isatty(), label="exporting"
            ) as bar:
                files = exporter.export(connection, to, lambda name: bar.update(1))
        except OSError as error:
            _fail(f"nothing was exported: {error}")
    if as_json:
        click.echo(json.dumps([str(file) for file in files], indent=2))
    else:
        click.echo(f"{len(files)} files in {to}")


@main.command()
@DATA
@click.argument("platform")
def new(data: Path, platform: str) -> None:
    """Write a platform file to fill in. PLATFORM is <vendor>/<id>, such as nvidia/dgx-spark."""
    try:
        click.echo(scaffold.new_platform(data, platform))
    except (ValueError, FileExistsError) as error:
        _fail(str(error))


@main.command(name="diff")
@DATA
@click.argument("revision", default="HEAD")
def diff_command(data: Path, revision: str) -> None:
    """Print what data/ says now that it did not say at a git REVISION (default: the last commit)."""
    try:
        now = read(data)
        if now.findings:
            click.echo(f"{len(now.findings)} mistakes keep some of data/ from being read; see specproof lint", err=True)
        for line in diff.changes(now, data.resolve(), revision):
            click.echo(line)
    except LookupError as error:
        _fail(str(error))


@main.command(name="generate")
@DATA
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file is not as generated.")
def generate_command(data: Path, check: bool) -> None:
    """Rewrite what follows from the dictionary: parts of metadata.yml, comparison.sql, tables in the documents."""
    if not check and data.resolve() != ROOT / "data":
        _fail("the documents describe the project's own data/; with another folder only --check makes sense")
    stale = generate.run(read(data), ROOT, write=not check)
    for path in stale:
        click.echo(f"{path}: {'is not as generated; run make generate' if check else 'written'}")
    sys.exit(1 if check and stale else 0)


answer_cli.add_to(main, KB, JSON)
citation_cli.add_to(main, KB, JSON, ROOT)


def _open(kb: Path) -> sqlite3.Connection:
    if not kb.is_file():
        _fail(f"{kb} is not there; run `specproof build` first")
    connection = connect(kb)
    try:
        connection.execute("SELECT fingerprint FROM about")
    except sqlite3.DatabaseError as error:
        _fail(f"{kb} is not a database that `specproof build` made ({error})")
    return connection


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        click.echo(str(finding))


def _fail(message: str) -> Any:
    click.echo(message, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
