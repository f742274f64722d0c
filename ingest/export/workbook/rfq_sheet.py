"""The sheet `RFQ`: a line an item, columns named as in Ariba's Catalog Interchange Format 3.0, then what a buyer asks beside it.

What nobody has published stays empty: the supplier's own columns, and the unit price, which is what the request is for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ingest.export.shown import EMPTY, Cell, Shown
from ingest.export.workbook.sheet import Book, Head, Link, Table
from ingest.query import Row, rows

CIF = (
    "Supplier ID", "Supplier Part ID", "Manufacturer Part ID", "Item Description", "SPSC Code", "Unit Price", "Unit of Measure",
    "Lead Time", "Manufacturer Name", "Supplier URL", "Manufacturer URL", "Market Price", "Currency",
)  # fmt: skip
BESIDE = (
    "Quantity", "Manufacturer Part ID [n]", "Lead Time [n]", "Warranty", "Warranty [n]", "Market Price Basis", "Market Price Date",
    "Market Price [n]", "Market Price Is For", "Configuration", "Rated Power (W)", "Form Factor", "Approved Alternatives",
)  # fmt: skip
_MAKERS_PAGES = """
SELECT c.platform_id, s.url
FROM claims AS c JOIN sources AS s ON s.id = c.source_id
WHERE s.kind IN ('vendor-datasheet', 'vendor-page') AND c.rank <> 'deprecated'
GROUP BY c.platform_id, s.id
ORDER BY c.platform_id, s.lang <> 'en', s.kind, COUNT(*) DESC, s.id
"""


def write(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write the sheet."""
    table = Table(book, "RFQ", [Head(name) for name in (*CIF, *BESIDE)], frozen=4)
    pages: dict[str, str] = {}
    for row in rows(connection, _MAKERS_PAGES):
        pages.setdefault(row["platform_id"], row["url"])
    for platform in found.platforms:
        table.row([*_catalogue(found, platform, pages.get(platform["id"])), *_beside(found, platform)])
    table.close()


def _catalogue(found: Shown, platform: Row, page: str | None) -> Sequence[object]:
    price = found.prices.get(platform["id"])
    return (
        None,
        None,
        _of(found, platform, "part_number").value,
        platform["name"],
        None,
        None,
        "EA",
        _of(found, platform, "lead_time").value,
        _maker(platform),
        None,
        Link(page) if page else None,
        price["amount_usd"] if price else None,
        "USD" if price else None,
    )


def _beside(found: Shown, platform: Row) -> Sequence[object]:
    price, price_cell = found.prices.get(platform["id"]), _of(found, platform, "price_usd")
    part, lead, warranty = (_of(found, platform, name) for name in ("part_number", "lead_time", "warranty"))
    memory = [_of(found, platform, name).printed for name in ("memory_capacity", "memory_type", "storage")]
    return (
        None,
        found.notes.mark(part.sources),
        found.notes.mark(lead.sources),
        warranty.value,
        found.notes.mark(warranty.sources),
        price["basis"] if price else None,
        price["as_of"] if price else None,
        found.notes.mark(price_cell.sources),
        price["scope"] if price else None,
        ", ".join(filter(None, memory)),
        _of(found, platform, "tdp").value,
        _of(found, platform, "form_factor").value,
        None,
    )


def _of(found: Shown, platform: Row, column: str) -> Cell:
    return found.cells.get((platform["id"], column), EMPTY)


def _maker(platform: Row) -> str:
    """The maker as the platform's name spells it (NVIDIA), else as its id does (nvidia)."""
    name, vendor = platform["name"], platform["vendor"]
    return str(name[: len(vendor)] if name.casefold().startswith(vendor.casefold()) else vendor)
