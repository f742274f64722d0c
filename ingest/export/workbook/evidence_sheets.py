"""The sheets `Prices`, `Disputes` and `Sources`: every price seen, every contradiction, every document named in the workbook."""

from __future__ import annotations

import sqlite3

from ingest.export.comparison import listed_sources
from ingest.export.shown import Shown
from ingest.export.workbook.sheet import Book, Head, Link, Table
from ingest.query import rows

_PRICES = "SELECT * FROM prices ORDER BY platform_id, as_of_day DESC, id"
_DISPUTES = """
SELECT d.*, m.label FROM disputes AS d JOIN metrics AS m ON m.id = d.metric_id ORDER BY d.platform_id, m.place, d.id
"""
_OPEN = "open: nothing has settled it"


def prices(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write every price known on the workbook's day; what is rented stands in another column than what is bought."""
    heads = [
        Head("Platform"),
        Head("Day"),
        Head("Basis"),
        Head("As printed"),
        Head("Price to buy"),
        Head("Price per hour"),
        Head("Currency"),
        Head("[n]"),
        Head("Is for"),
        *map(Head, ("Seller", "Region", "Tax", "Condition", "Stage", "Rank", "Why", "Place in the document")),
        Head("Buying price of this workbook"),
    ]
    table = Table(book, "Prices", heads)
    names = {platform["id"]: platform["name"] for platform in found.platforms}
    for price in rows(connection, _PRICES):
        if price["platform_id"] not in names:
            continue
        rented = price["basis"] == "cloud_hour"
        chosen = found.prices.get(price["platform_id"])
        used = chosen["chosen_because"] if chosen and chosen["price_id"] == price["id"] else None
        table.row(
            [
                names[price["platform_id"]],
                price["as_of"],
                price["basis"],
                price["printed"],
                None if rented else price["amount"],
                price["amount"] if rented else None,
                price["currency"],
                found.notes.mark([price["source_id"]]),
                price["scope"],
                *(price[name] for name in ("seller", "region", "tax", "condition", "stage", "rank", "why", "at")),
                used,
            ]
        )
    table.close()


def disputes(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write every contradiction about the platforms: both sides, and why the chosen one was chosen."""
    heads = (
        "Platform",
        "Figure",
        "Chosen",
        "Chosen [n]",
        "The other says",
        "The other [n]",
        "Other / chosen",
        "Status",
        "Why",
    )
    table = Table(book, "Disputes", [Head(head) for head in heads])
    names = {platform["id"]: platform["name"] for platform in found.platforms}
    for dispute in rows(connection, _DISPUTES):
        if dispute["platform_id"] in names:
            table.row(
                [
                    names[dispute["platform_id"]],
                    dispute["label"],
                    dispute["chosen_printed"],
                    found.notes.mark([dispute["chosen_source_id"]]),
                    dispute["other_printed"],
                    found.notes.mark([dispute["other_source_id"]]),
                    dispute["ratio"],
                    _OPEN if dispute["status"] == "open" else dispute["status"],
                    dispute["reason"],
                ]
            )
    table.close()


def sources(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write every document that a footnote of the workbook names."""
    heads = (
        "[n]",
        "Publisher",
        "Title",
        "Address",
        "Archived copy",
        "Published",
        "Read on",
        "Read how",
        "Kind",
        "Language",
        "Id",
    )
    table = Table(book, "Sources", [Head(head) for head in heads])
    for source in listed_sources(connection, found):
        table.row(
            [
                f"[{source['n']}]",
                source["publisher"],
                source["title"],
                Link(source["url"]),
                Link(source["archive_url"]) if source["archive_url"] else None,
                *(source[name] for name in ("published", "checked_on", "checked_how", "kind", "lang", "id")),
            ]
        )
    table.close()
