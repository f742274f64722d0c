"""Footnotes of a page: every source gets a number where it is first named, and stands in the list at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ingest.query import Row, rows

SHOWN = 4


class Footnotes:
    """Numbers the sources of one page from 1, in the order in which the page names them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Remember where the sources are read."""
        self._connection = connection
        self._numbers: dict[str, int] = {}

    def number(self, source_id: str) -> int:
        """Return the number of a source; it gets the next one if it has none yet."""
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def marks(self, source_ids: Iterable[str], more: str = "", few: int = SHOWN) -> Markup:
        """Return the marks of some sources, each a link to its entry; of many the first `few`, and a link `more` to all of them."""
        wanted: Sequence[str] = list(dict.fromkeys(source_ids))
        shown = wanted if not more or len(wanted) <= few + 1 else wanted[:few]
        marks = Markup("").join(
            Markup('<a class="note" href="#s{0}">[{0}]</a>').format(self.number(source_id)) for source_id in shown
        )
        if len(shown) < len(wanted):
            marks += Markup('<a class="note" href="{}">+{}</a>').format(more, len(wanted) - len(shown))
        return marks

    def listed(self) -> list[Row]:
        """Return the rows of the sources that the page has named so far, each with its `number`, in order."""
        found: dict[str, Row] = {}
        ids = list(self._numbers)
        for start in range(0, len(ids), 500):  # SQLite allows so many question marks and no more
            part = ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            found |= {
                row["id"]: row for row in rows(self._connection, f"SELECT * FROM sources WHERE id IN ({marks})", *part)
            }
        return [found[source_id] | {"number": number} for source_id, number in self._numbers.items()]
