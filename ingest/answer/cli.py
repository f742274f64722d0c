"""The verb `specproof verify`: reads a document, prints the report."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ingest.answer import check, fixed, output, report
from ingest.answer.document import Unreadable, open_document
from ingest.answer.parts import Report
from ingest.query import connect

Option = Callable[[Any], Any]


def add_to(group: click.Group, kb_option: Option, json_option: Option) -> None:
    """Add the verb to the command line; the options are those of the other verbs."""

    @group.command(name="verify")
    @kb_option
    @json_option
    @click.option("--markdown", is_flag=True, help="Print the report as Markdown.")
    @click.option(
        "--claim-review", "claim_review", is_flag=True, help="Print schema.org ClaimReview, one for each figure judged."
    )
    @click.option(
        "--fixed",
        "to_fix",
        is_flag=True,
        help="Print the document with repaired citations and notes; the file stays as it is.",
    )
    @click.option("--lang", help="Language of the document, such as de; without it the text tells.")
    @click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
    def verify_command(
        kb: Path, as_json: bool, markdown: bool, claim_review: bool, to_fix: bool, lang: str | None, file: Path
    ) -> None:
        """Check a text: is what it says about hardware true, and do its citations exist? Nothing is requested from the network.

        FILE is plain text, Markdown, HTML or PDF; - reads standard input.

        Exit code 0: nothing is contradicted and every citation can be read; 1: something is contradicted, or a citation cannot be
        repaired; 2: the file cannot be read.
        """
        checked, data_date = _checked(kb, file, lang)
        if as_json:
            click.echo(json.dumps(output.as_json(checked), indent=2, ensure_ascii=False))
        elif claim_review:
            reviews = json.dumps(output.claim_review(checked, data_date), indent=2, ensure_ascii=False)
            # It is pasted into pages, where "</script>" in a file's name would end the script that holds it.
            click.echo(reviews.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
        elif to_fix:
            try:
                click.echo(fixed.fixed(checked), nl=False)
            except ValueError as error:
                _fail(str(error))
        else:
            click.echo(
                report.markdown(checked) if markdown else report.terminal(checked, sys.stdout.isatty()), nl=False
            )
        sys.exit(output.exit_code(checked))


def _checked(kb: Path, file: Path, lang: str | None) -> tuple[Report, str]:
    """The report on a file, and the day of the data; a file or a kb.db that cannot be read ends with exit code 2."""
    try:
        document = open_document(None if str(file) == "-" else file, sys.stdin.buffer if str(file) == "-" else None)
    except Unreadable as error:
        _fail(str(error))
    if not kb.is_file():
        _fail(f"{kb} is not there; run `specproof build` first")
    try:
        with closing(connect(kb)) as connection:
            data_date = connection.execute("SELECT data_date FROM about").fetchone()[0]
            return check.verify(document, connection, lang), str(data_date)
    except sqlite3.DatabaseError as error:
        _fail(f"{kb} is not a database that `specproof build` made ({error})")
    raise AssertionError  # _fail does not return


def _fail(message: str) -> Any:
    click.echo(report.clean(message), err=True)
    sys.exit(2)
