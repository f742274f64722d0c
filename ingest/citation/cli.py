"""The verb `specproof links`: visits the sources' links and writes what it found for a person to review."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from ingest.citation.normalise import NoAddress, parse
from ingest.query import connect, rows
from ingest.read import link_health as file
from ingest.records import Link
from ingest.textyaml import YamlRefused

Option = Callable[[Any], Any]
BAD = ("dead", "soft-404", "claim-gone", "garbled")


def add_to(group: click.Group, kb_option: Option, json_option: Option, root: Path) -> None:
    """Add the verb to the command line; the options are those of the other verbs."""

    @group.command(name="links")
    @kb_option
    @json_option
    @click.option(
        "--to",
        type=click.Path(path_type=Path, dir_okay=False),
        default=root / "data" / "link_health.yml",
        help="File to write.",
    )
    @click.option(
        "--only", multiple=True, metavar="SOURCE", help="Visit this source's link alone; may be given several times."
    )
    @click.option(
        "--limit", type=click.IntRange(1), help="Visit this many at most, those not visited for the longest time first."
    )
    @click.option(
        "--archive", "look_up", is_flag=True, help="Also print the newest archived copy of each link that fails."
    )
    @click.option(
        "--save", is_flag=True, help="Also ask the Wayback Machine to keep each link that works and has no copy noted."
    )
    def links_command(
        kb: Path, as_json: bool, to: Path, only: tuple[str, ...], limit: int | None, look_up: bool, save: bool
    ) -> None:
        """Visit the links of the sources, and write what was found to data/link_health.yml for you to review and commit.

        Pages of one host are visited one after another, with pauses. Addresses that are private, or garbled, are never requested.

        Exit code 0: all visited, none is bad; 1: some are dead, lead nowhere, or no longer show their figures; 2: nothing was done.
        """
        from ingest.citation import archive, links  # only here: the other verbs start faster without an HTTP client

        sources = _sources(kb)
        before = _before(to)
        chosen = _chosen(sources, before, only, limit)
        day = date.today().isoformat()
        with click.progressbar(
            length=len(chosen), file=sys.stderr, hidden=not sys.stderr.isatty(), label="visiting"
        ) as bar:
            found = links.visit_all(
                [links.Target(row["id"], row["url"], tuple(json.loads(row["printed"]))) for row in chosen],
                before, day, known_hosts=known_hosts(row["url"] for row in sources), step=lambda url: bar.update(1),
            )  # fmt: skip
        to.write_text(file.text({**before, **{link.source_id: link for link in found}}.values()), "utf-8")
        copies = {link.source_id: archive.newest_copy(link.url) for link in found if look_up and link.state in BAD}
        if save:
            archived = {row["id"] for row in sources if row["archive_url"]}
            for link in found:
                if link.state in {"ok", "moved"} and link.source_id not in archived:
                    archive.save(link.url)
        _print(found, copies, as_json, to)
        sys.exit(1 if any(link.state in BAD for link in found) else 0)


def _sources(kb: Path) -> list[dict[str, Any]]:
    """Every source with its printed figures as a JSON list."""
    if not kb.is_file():
        _fail(f"{kb} is not there; run `specproof build` first")
    try:
        with closing(connect(kb)) as connection:
            return rows(
                connection,
                "SELECT s.id, s.url, s.archive_url, (SELECT json_group_array(printed) FROM (SELECT DISTINCT printed FROM claims"
                " WHERE source_id = s.id AND value IS NOT NULL AND text IS NULL ORDER BY printed)) AS printed"
                " FROM sources AS s ORDER BY s.id",
            )
    except sqlite3.DatabaseError as error:
        return list(_fail(f"{kb} is not a database that `specproof build` made ({error})"))


def _before(to: Path) -> dict[str, Link]:
    try:
        return file.load(to)
    except (YamlRefused, OSError) as error:
        _fail(f"{to} cannot be read: {error}")
        raise AssertionError from error  # _fail does not return


def _chosen(
    sources: list[dict[str, Any]], before: dict[str, Link], only: tuple[str, ...], limit: int | None
) -> list[dict[str, Any]]:
    unknown = set(only) - {row["id"] for row in sources}
    if unknown:
        _fail(f'"{sorted(unknown)[0]}" is not a source')
    chosen = [row for row in sources if not only or row["id"] in only]
    never = Link("", "", "unchecked", "")
    chosen.sort(key=lambda row: (before.get(row["id"], never).checked or "", row["id"]))
    return chosen[:limit]


def known_hosts(urls: Iterable[str]) -> frozenset[str]:
    """Return the hosts that are beyond doubt because several addresses name them; a host that is named once may be a slip."""
    found: Counter[str] = Counter()
    for url in urls:
        try:
            found[parse(url).host] += 1
        except NoAddress:
            continue
    return frozenset(host for host, count in found.items() if count > 1)


def _print(found: list[Link], copies: dict[str, str | None], as_json: bool, to: Path) -> None:
    if as_json:
        click.echo(
            json.dumps([{**vars(replace(link)), "copy": copies.get(link.source_id)} for link in found], indent=2)
        )
        return
    for link in found:
        if link.state != "ok" or link.note:
            more = f" ({link.note})" if link.note else ""
            more += f" -> {link.final_url}" if link.final_url else ""
            copy = f"; copy: {copies[link.source_id]}" if copies.get(link.source_id) else ""
            click.echo(f"{link.source_id}: {link.state}{more}{copy}")
    counts = ", ".join(f"{count} {state}" for state, count in Counter(link.state for link in found).most_common())
    click.echo(f"{len(found)} links visited: {counts}; written to {to}, for you to review", err=True)


def _fail(message: str) -> Any:
    click.echo(message, err=True)
    sys.exit(2)
