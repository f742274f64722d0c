"""The sheet `Read me`: what the workbook is, of which day, under which licence, and how to read it."""

from __future__ import annotations

from ingest.export.licence import LICENCE, TITLE, attribution
from ingest.export.shown import Shown
from ingest.export.workbook.sheet import Book, Head, Table

HOW_TO_READ = (
    ("Comparison", "One row a platform. Units stand above and in the header. [n] beside a value names its sources, the chosen one first."),
    ("", '"up to", "about", "at least": the page prints that before the number. "disputed": publishers say otherwise; see Disputes.'),
    ("", "Empty: nobody has looked, or nobody published it."),
    ("", '"none": a source says that there is none. "unknown": looked for, not published.'),
    ("", '"Speed at most" is a ceiling: nothing can be faster. "Speed estimated" is what measurements of such machines make likely.'),
    ("Prices", "Every price seen, with its day, basis and seller kind. What is rented stands in a column of its own."),
    ("RFQ", "Columns named as in Ariba CIF 3.0 (SPSC Code is the UNSPSC code), then what a buyer asks beside them."),
    ("", "Empty cells wait for you or the supplier; nothing is invented to fill them."),
    ("Inputs", "The assumptions that all rows of Cost share. Change one, and every row follows."),
    ("Cost", 'Live formulas. A column whose header says "input" may be changed, in one row or in all.'),
    ("", "A card needs a host: enter its price. The speed is that of all the devices together."),
    ("Sources", "Every document named by an [n]: who published it, where it is, on which day it was read."),
    ("Disputes", "Who contradicts a chosen figure, and why the chosen one was chosen."),
    ("Derived", "Every computed value: formula, inputs as printed, sources."),
)  # fmt: skip


def write(book: Book, found: Shown) -> None:
    """Write the sheet."""
    about = found.about
    table = Table(book, "Read me", [Head("About"), Head("What it says")])
    table.row([TITLE, f"{len(found.platforms)} platforms; footnotes name {len(found.notes.listed())} documents"])
    table.row(["Data of", about["data_date"]])
    table.row(["As known on", found.day])
    table.row(["Workload of speeds and costs", f"{found.workload['name']} ({found.workload['id']})"])
    table.row(["", found.workload["meaning"]])
    table.row(["Licence of the data", f"{LICENCE['title']} ({LICENCE['name']}), {LICENCE['path']}"])
    table.row(["How to credit", attribution(about["data_date"])])
    table.row(["Fingerprint of kb.db", about["fingerprint"]])
    for sheet, text in HOW_TO_READ:
        table.row([sheet, text])
    table.close()
