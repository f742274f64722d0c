"""The command line: verbs only. What a verb does lives in the module it calls."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ingest import as_of, checks, coverage, diff, explain, generate, names, scaffold, show
from ingest import bound as bounds
from ingest import serve as server
from ingest.answer import cli as answer_cli
from ingest.build import STEPS, build, outcomes
from ingest.citation import cli as citation_cli
from ingest.dossier import dossier
from ingest.export import cli as export_cli
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
    specproof bound dgx-spark --model "Llama 3.3 70B" --recipe nvfp4
                                what limits it, how fast at best and in truth
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
        for rule in checks.rules():
            click.echo(f"{rule.name} ({rule.level}): {rule.meaning}")
        return
    base = read(data)
    everything = checks.run(base)
    if not any(f.level == "error" for f in everything):
        everything += outcomes(base)
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
@click.option("--as-of", "day", metavar="DATE", help="As it was known on an earlier day, such as 2026-03-15.")
@click.argument("platform", nargs=-1, required=True)
def show_command(kb: Path, as_json: bool, day: str | None, platform: tuple[str, ...]) -> None:
    """Print every figure of a PLATFORM with its sources, who disagrees, prices, and what follows.

    PLATFORM is an id or any name people use for it; one that fits several variants lists them.

    As of an earlier day only what was dated by then counts, and the buying price is that day's. Undated figures stand apart.

    Exit code 0: shown; 2: the name means several platforms, or none, or the day is none that the data know.
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
        try:
            found = as_of.dossier(connection, ids[0], day) if day else dossier(connection, ids[0])
        except as_of.NoSuchDay as error:
            click.echo(str(error), err=True)
            sys.exit(2)
    assert found is not None
    click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if as_json else show.text(found), nl=as_json)


@main.command(name="bound")
@KB
@JSON
@click.argument("platform", nargs=-1)
@click.option("--model", help="A model in any of its names.")
@click.option("--recipe", help="How its weights are stored, such as q4_k_m.")
@click.option("--phase", default="decode", show_default=True, help=f"One of {', '.join(bounds.PHASES)}.")
@click.option("--batch", default="1", show_default=True, help="Sequences at once.")
@click.option("--prompt", default="", help="Tokens of the prompt (prefill, serving).")
@click.option("--context", default="", help="Tokens already in the context (decode).")
@click.option("--generated", default="", help="Tokens written per request (serving).")
@click.option("--devices", default="1", show_default=True, help="How many of the platform work together.")
@click.option("--engine", default="", help="The runtime whose measurements calibrate the estimate.")
@click.option(
    "--cases",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A CSV file of cases instead; prints it with answers.",
)
def bound_command(kb: Path, as_json: bool, platform: tuple[str, ...], cases: Path | None, **given: str) -> None:
    """Print what limits PLATFORM on any model and load, how fast at best and how fast in truth, step by step.

    \b
    specproof bound dgx-spark --model "Llama 3.3 70B" --recipe nvfp4 --context 4096
    specproof bound --cases cases.csv > answers.csv

    A file of cases has the columns platform, model, recipe (or weights_bytes, with active_bytes), phase, batch, context, devices, and
    where they matter prompt, generated, engine.

    Exit code 0: answered, be it with unknown and the reason; 2: a name means several things, or none.
    """
    with closing(_open(kb)) as connection:
        if cases:
            if platform or as_json or given["model"]:
                _fail("--cases goes alone: the file names platforms and models")
            _answer_file(connection, cases)
            return
        try:
            case = bounds.read_case(
                {"platform": " ".join(platform), **{k: v or "" for k, v in given.items()}}, bounds.Catalogue(connection)
            )
        except bounds.Unanswerable as error:
            click.echo(str(error), err=True)
            sys.exit(2)
        (answer,) = bounds.evaluate(connection, [case])
        click.echo(json.dumps(answer, indent=2) if as_json else explain.text(connection, case, answer), nl=as_json)


def _answer_file(connection: sqlite3.Connection, path: Path) -> None:
    """Print a CSV of cases with its answers."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            header = list(reader.fieldnames or [])
            unknown = [
                name for place, name in enumerate(header) if name not in bounds.COLUMNS or name in header[:place]
            ]
            if not {"platform", "model"} <= set(header) or unknown:
                _fail(
                    f"{path}: the columns are {', '.join(bounds.COLUMNS)}; platform and model must be there"
                    + (f"; not {unknown[0]}" if unknown else "")
                )
            writer = csv.DictWriter(sys.stdout, [*header, *bounds.ANSWERS], extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(bounds.answer_file(connection, reader))
    except (UnicodeDecodeError, csv.Error) as error:
        _fail(f"{path} is not a CSV file in UTF-8: {error}")


@main.command(name="calibrate")
@DATA
@KB
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 if the factors are not what the measurements say."
)
def calibrate_command(data: Path, kb: Path, check: bool) -> None:
    """Refit data/calibration.yml to the measurements in kb.db, and print how far estimates miss platforms left out of the fit.

    Takes two minutes: every chip is left out once. Needs the extra "calibrate" (make setup installs it).

    Exit code 0: done; 1: with --check, the file says something else.
    """
    try:
        from ingest import calibrate
    except ImportError as error:
        _fail(f'{error.name} is not installed; it comes with the extra "calibrate"')
    with closing(_open(kb)) as connection:
        if check:
            apart = calibrate.apart(connection, read(data).calibrations)
            click.echo(f"largest difference of a factor: {apart:.2%}")
            sys.exit(apart > calibrate.TOLERATED)
        found = calibrate.calibrate(connection, lambda name: click.echo(name, err=True))
    (data / "calibration.yml").write_text(calibrate.as_yaml(found), "utf-8")
    click.echo(calibrate.table(found.scores))


@main.command(name="serve")
@KB
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
def serve_command(kb: Path, port: int) -> None:
    """Serve kb.db with Datasette on 127.0.0.1, for a browser. Stop it with Ctrl-C; restart it after a build."""
    _open(kb).close()
    server.serve(kb, ROOT / "metadata.yml", port)


@main.command(name="coverage")
@KB
@JSON
def coverage_command(kb: Path, as_json: bool) -> None:
    """Print of how many platforms what is known, by vendor and metric.

    The last two lines are shares of all platforms: what is known, and what two publishers agree on, one of whom is more than a database.
    """
    with closing(_open(kb)) as connection:
        found = coverage.coverage(connection)
    click.echo(json.dumps(found, indent=2) if as_json else coverage.report(found), nl=as_json)


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
export_cli.add_to(main, KB, JSON, ROOT)


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
