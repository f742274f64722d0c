"""A comparison as an XLSX workbook that can be handed to procurement.

Platforms are rows. A buyer filters, sorts and copies items, and an RFQ or a catalogue has one line an item; a table on its side can do
none of that. What a reader loses, metrics below each other, the first column and the header make up for: both stay in view.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from ingest.export.licence import TITLE, attribution
from ingest.export.moment import moment
from ingest.export.shown import Shown, shown
from ingest.export.workbook import comparison_sheet, cost_sheet, derived_sheet, evidence_sheets, readme_sheet, rfq_sheet
from ingest.export.workbook.sheet import Book

SHEETS = ("Read me", "Comparison", "Prices", "RFQ", "Inputs", "Cost", "Sources", "Disputes", "Derived")


def workbook_bytes(
    connection: sqlite3.Connection,
    platform_ids: Sequence[str] | None = None,
    workload_id: str | None = None,
    as_of: str | None = None,
) -> bytes:
    """Return an XLSX workbook of up to eight platforms, or of all (None); arguments and errors are those of `shown`.

    The same kb.db gives the same bytes. Text is written as text, so that nothing in it runs; the only formulas are those of `Cost`, and
    their results are stored beside them for viewers that do not calculate.
    """
    with moment(connection, platform_ids, as_of):
        return _workbook(connection, shown(connection, platform_ids, workload_id))


def _workbook(connection: sqlite3.Connection, found: Shown) -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties(
        {
            "title": TITLE,
            "comments": attribution(found.about["data_date"]),
            "created": datetime.fromisoformat(found.about["data_date"]),
        }
    )
    book = Book(workbook, SHEETS)
    comparison_sheet.write(book, found)
    evidence_sheets.prices(book, connection, found)
    rfq_sheet.write(book, connection, found)
    cost_sheet.inputs(book, connection, found)
    cost_sheet.write(book, connection, found)
    evidence_sheets.disputes(book, connection, found)
    derived_sheet.write(book, connection, found)
    evidence_sheets.sources(book, connection, found)  # after all the others: they number the sources
    readme_sheet.write(book, found)
    workbook.close()
    return target.getvalue()
