"""The datasheet of a platform: every figure with its sources and dissenters, prices, what limits it, what was measured."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Request, Response

from ingest import as_of
from ingest.buying import doubt
from ingest.dossier import Dossier, dossier
from ingest.export.cited import figures_of
from ingest.query import rows
from web.charts.history import history
from web.cite import citation, this_page
from web.footnotes import Footnotes
from web.names import metrics
from web.render import Context, Visit, address, show

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

# What stands on the cards at the top, where it is known.
ON_CARDS = ("memory_capacity", "memory_bandwidth", "memory_type", "bf16_dense", "fp8_dense", "fp4_dense", "tdp")
MOST_COMPARED = 8


async def datasheet_page(datasette: Datasette, request: Request) -> Response:
    """Show everything known about one platform."""
    platform_id = request.url_vars["platform"]
    return await show(
        datasette, request, "datasheet.html", lambda connection, visit: read(connection, visit, platform_id)
    )


def read(connection: sqlite3.Connection, visit: Visit, platform_id: str) -> Context | None:
    """Return what the datasheet shows, as of the day that the address names or of today; None if there is no such platform."""
    asked, problem = visit.get("as_of"), ""
    last = rows(connection, "SELECT data_date FROM about")[0]["data_date"]
    try:
        found = as_of.dossier(connection, platform_id, asked) if asked else dossier(connection, platform_id)
    except as_of.NoSuchDay:
        problem = visit.language("as_of.none", given=asked[:20], last=last)
        found = dossier(connection, platform_id)
    if found is None:
        return None
    by_metric = {figure.metric_id: figure for figure in found.figures}
    return {
        "dossier": found,
        "as_of": found.as_of or "",
        "problem": problem,
        "data_date": last,
        "cite": citation([this_page(connection, visit, f"{found.platform['name']}: every figure and its source")]),
        "headline": [by_metric[metric] for metric in ON_CARDS if metric in by_metric],
        "compare_variants": address(
            "/compare", p=[platform_id, *(row["id"] for row in found.variants)][:MOST_COMPARED]
        ),
        "checked_on": max((source["checked_on"] for source in found.sources), default=None),
        "history": history(found.prices),
        "product": product(found),
        "notes": Footnotes(connection),
        "metrics": metrics(connection, visit.language),
        "doubt": _doubt(found),
    }


def _doubt(found: Dossier) -> str:
    """Why the price that stands for it may not be had."""
    price = found.buying_price
    return doubt(price["basis"], price["stale"], found.platform["lifecycle"]) if price else ""


def product(found: Dossier) -> dict[str, Any]:
    """Return the platform as a schema.org Product: a PropertyValue for every figure, with the address of its document."""
    platform = found.platform
    properties = [
        {
            "@type": "PropertyValue",
            "propertyID": figure.metric_id,
            "name": figure.label,
            "value": figure.printed if figure.value is None else figure.value,
            **({"unitText": figure.unit} if figure.unit else {}),
            "description": f"printed: {figure.printed}",
            "citation": figure.chosen.url,
        }
        for figure in found.figures
    ]
    offer = found.buying_price and {
        "@type": "Offer",
        "price": found.buying_price["amount_usd"],
        "priceCurrency": "USD",
        "validFrom": found.buying_price["as_of"],
        "description": f"{found.buying_price['basis']}, {found.buying_price['scope']}",
    }
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "identifier": platform["id"],
        "name": platform["name"],
        "brand": {"@type": "Brand", "name": platform["vendor"]},
        "category": platform["kind"],
        "alternateName": found.aliases,
        **({"releaseDate": platform["released"]} if platform["released"] else {}),
        "isVariantOf": {"@type": "ProductGroup", "productGroupID": platform["family"]},
        "additionalProperty": properties,
        **({"offers": offer} if offer else {}),
    }


async def figure_page(datasette: Datasette, request: Request) -> Response:
    """Show one figure of a platform: everybody who says something, in the order of trust."""
    keys = (request.url_vars["platform"], request.url_vars["metric"])
    return await show(datasette, request, "figure.html", lambda connection, visit: read_figure(connection, *keys))


def read_figure(connection: sqlite3.Connection, platform_id: str, metric_id: str) -> Context | None:
    """Return what the page of a figure shows, None if there is no such figure."""
    found = dossier(connection, platform_id)
    figure = next((figure for figure in found.figures if figure.metric_id == metric_id), None) if found else None
    if found is None or figure is None:
        return None
    return {
        "platform": found.platform,
        "figure": figure,
        "ranked": rows(connection, _RANKED, platform_id, metric_id),
        "used": rows(connection, _USED, platform_id, metric_id),
        "cite": citation(figures_of(connection, platform_id, metric_id)),
        "notes": Footnotes(connection),
    }


_RANKED = """
SELECT r.place, a.chosen_because, c.id AS claim_id, c.printed, c.at, c.as_of, c.stage, c.rank, s.id AS source_id, s.publisher, s.kind,
       s.copies_source_id, a.agrees
FROM rankings AS r JOIN claims AS c ON c.id = r.claim_id JOIN sources AS s ON s.id = c.source_id JOIN agreements AS a ON a.claim_id = c.id
WHERE r.platform_id = ? AND r.metric_id = ? ORDER BY r.place
"""
_USED = """
SELECT DISTINCT column_name FROM lineage WHERE platform_id = ? AND input = ? ORDER BY column_name
"""
