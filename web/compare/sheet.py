"""The whole comparison, read at once: groups of rows, the differences, and every source with its number, in reading order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest import as_of
from ingest.query import Row, rows
from web.compare.asked import Asked, is_today
from web.compare.cells import Group, Line
from web.compare.figures import Figures, marks
from web.compare.speeds import SpeedRows, Speeds, speeds
from web.footnotes import Footnotes
from web.language import Language


@dataclass(frozen=True)
class Sheet:
    """A comparison as it is shown. `hidden` counts the rows left out because nothing differs in them, by the reason.

    `left_out` counts the undated figures that an earlier day does not know.
    """

    asked: Asked
    about: Row
    platforms: list[Row]
    groups: list[Group]
    speeds: Speeds
    mixed: bool
    notes: Footnotes
    source_ids: list[str]
    hidden: dict[str, int]
    left_out: int

    @property
    def workbook_workload(self) -> Row:
        """The workload that the workbook is about: the first that is asked for, else the default of writing."""
        named = self.asked.workload_ids[:1]
        return next(
            row for row in self.speeds.workloads if row["id"] in named or (not named and row["phase"] == "decode")
        )

    def lines(self) -> Iterator[tuple[Group, Line]]:
        """Yield every row with its group, from the top."""
        for group in self.groups:
            for line in group.lines:
                yield group, line


def sheet(connection: sqlite3.Connection, asked: Asked, language: Language) -> Sheet:
    """Return the comparison that is asked for. Its platforms are known and not none."""
    ids = asked.platform_ids
    named = {row["id"]: row for row in rows(connection, f"SELECT * FROM platforms WHERE id IN ({marks(ids)})", *ids)}
    platforms = [named[platform_id] for platform_id in ids]
    about = rows(connection, "SELECT * FROM about")[0]
    fingerprint = about["fingerprint"] if is_today(connection, asked) else None
    figures = Figures(connection, platforms, language, fingerprint)
    found = speeds(connection, ids, asked.workload_ids, asked.devices)
    groups = [*SpeedRows(found, figures, language, asked.devices).groups(), *figures.groups()]
    hidden = {"same": 0, "gaps": 0}
    if asked.only_differences and len(ids) > 1:
        for group in groups:
            for line in group.lines:
                if line.differs != "differs" and not line.drawn:
                    hidden[line.differs] += 1
            group.lines = [line for line in group.lines if line.differs == "differs" or line.drawn]
        groups = [group for group in groups if group.lines]
    notes, named_sources = Footnotes(connection), _sources(groups)
    for source_id in named_sources:
        notes.number(source_id)
    left_out = 0
    if asked.as_of:
        left_out = len(as_of.left_out(connection, ids, date.fromisoformat(asked.as_of)))
    return Sheet(asked, about, platforms, groups, found, figures.mixed, notes, named_sources, hidden, left_out)


def _sources(groups: list[Group]) -> list[str]:
    """The sources of every cell and of what speaks against it, in reading order, each once."""
    found: dict[str, None] = {}
    for group in groups:
        for line in group.lines:
            for cell in line.cells:
                found.update(dict.fromkeys(cell.sources))
                for dispute in cell.disputes:
                    found[dispute["other_source_id"]] = None
    return list(found)
