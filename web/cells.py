"""Cells of the comparison: a figure with its unit, the numbers of its sources, and a mark where sources disagree.

Footnotes are looked up once, when the server starts: a query per cell would make every page wait for hundreds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from markupsafe import Markup

from ingest.tables import slug
from web.numbers import number

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

SHOWN_NOTES = 3


@dataclass(frozen=True)
class Note:
    """What stands behind one cell."""

    link: str
    printed: str
    unit: str
    sources: tuple[tuple[int, str], ...]
    dissenting: int


Notes = dict[tuple[str, str], Note]
_notes: dict[int, Notes] = {}


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    """Look up the footnotes of every database that is a kb.db."""

    async def load() -> None:
        for database in datasette.databases.values():
            if await database.table_exists("comparison"):
                _notes[id(datasette)] = await database.execute_fn(notes)

    return load


def notes(connection: sqlite3.Connection) -> Notes:
    """Return the footnotes of every cell of the comparison, by platform and column."""
    found: Notes = {}
    facts = connection.execute(_FACTS).fetchall()
    supporting: dict[str, list[tuple[int, str]]] = {}
    for chosen_claim_id, n, source_id in connection.execute(_SUPPORTING):
        supporting.setdefault(chosen_claim_id, []).append((n, source_id))
    for platform_id, metric_id, unit, printed, claim_id, dissenting in facts:
        column = f"{metric_id}_{slug(unit)}" if unit and unit != "count" else metric_id
        link = f"/platform/{platform_id}/{metric_id}"
        found[platform_id, column] = Note(link, printed, unit or "", tuple(supporting.get(claim_id, ())), dissenting)
    for platform_id, printed, n, source_id in connection.execute(_PRICES):
        link = f"/platform/{platform_id}#prices"
        found[platform_id, "price_usd"] = Note(link, printed, "USD", ((n, source_id),), 0)
    for formula_id, unit in connection.execute("SELECT id, unit FROM formulas"):
        for (platform_id,) in connection.execute("SELECT id FROM platforms"):
            link = f"/lineage/{platform_id}/{formula_id}"
            found[platform_id, formula_id] = Note(link, "", unit, (), 0)
    for column, phase in (("decode_ceiling_tok_s", "decode"), ("prefill_ceiling_tok_s", "prefill")):
        for platform_id, workload_id in connection.execute(_CEILINGS, (phase,)):
            link = f"/lineage/{platform_id}/{workload_id}"
            found[platform_id, column] = Note(link, "", "tok/s at most", (), 0)
    return found


_CEILINGS = """
SELECT b.platform_id, b.workload_id FROM bounds AS b JOIN workloads AS w ON w.id = b.workload_id
WHERE w.is_default AND w.phase = ? AND b.devices = 1 AND b.ceiling_tok_s IS NOT NULL
"""
_FACTS = """
SELECT f.platform_id, f.metric_id, f.unit, f.printed, f.claim_id, CASE WHEN f.disputed THEN f.dissenting ELSE 0 END
FROM facts AS f JOIN metrics AS m ON m.id = f.metric_id WHERE m.headline
"""
_SUPPORTING = """
SELECT a.chosen_claim_id, s.n, s.id
FROM agreements AS a JOIN claims AS c ON c.id = a.claim_id JOIN sources AS s ON s.id = c.source_id
WHERE a.agrees AND c.rank <> 'deprecated'
ORDER BY a.chosen_claim_id, c.id <> a.chosen_claim_id, s.n
"""
_PRICES = """
SELECT b.platform_id, p.printed, s.n, s.id
FROM buying_prices AS b JOIN prices AS p ON p.id = b.price_id JOIN sources AS s ON s.id = b.source_id
"""


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Datasette) -> Markup | None:
    """Show a cell of the comparison with what stands behind it; leave every other cell to Datasette."""
    if table != "comparison" or value is None:
        return None
    platform_id = row["platform_id"]
    if isinstance(platform_id, dict):
        platform_id = platform_id["value"]
    if column == "name":
        return Markup('<a href="/platform/{}">{}</a>').format(platform_id, value)
    note = _notes.get(id(datasette), {}).get((platform_id, column))
    return None if note is None else cell(value, note)


@lru_cache(maxsize=100_000)  # one entry per cell of the comparison; a page is a few thousand of them
def cell(value: Any, note: Note) -> Markup:
    """Return the figure, its unit, the numbers of its sources, and a mark where sources disagree."""
    figure = Markup('<a class="figure" href="{}" title="{}">{}</a>').format(note.link, _title(note), number(value))
    unit = Markup(' <span class="unit">{}</span>').format(note.unit) if note.unit else Markup("")
    links = Markup("").join(
        Markup('<a class="note" href="/source/{}">[{}]</a>').format(source_id, n)
        for n, source_id in note.sources[:SHOWN_NOTES]
    )
    more = len(note.sources) - SHOWN_NOTES
    if more > 0:
        links += Markup('<a class="note" href="{}">+{}</a>').format(note.link, more)
    mark = Markup("")
    if note.dissenting:
        says = f"{note.dissenting} publisher{'s say' if note.dissenting > 1 else ' says'} otherwise"
        mark = Markup(' <a class="disputed" href="{}" title="{}">≠{}</a>').format(note.link, says, note.dissenting)
    return figure + unit + links + mark


def _title(note: Note) -> str:
    return f"printed: {note.printed}" if note.printed else "how it is computed, and from what"
