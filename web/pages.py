"""Where our own pages hang in Datasette: routes, the menu, the style sheet, and what row pages show more than Datasette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from datasette import NotFound, Request, Response, hookimpl
from datasette.utils import tilde_decode

from web.choose import choose_page
from web.cite import cite_file
from web.datasheet import datasheet_page, figure_page
from web.evidence import claim_page, disputes_page, lineage_page, source_page
from web.home import home_page
from web.search import search_page
from web.verify import verify_page


@hookimpl
def extra_css_urls() -> list[str]:
    """Return the style sheet, served from here like everything else."""
    return ["/-/static-plugins/specproof/specproof.css"]


@hookimpl
def menu_links() -> list[dict[str, str]]:
    """Return the menu of Datasette's own pages."""
    return [
        {"href": "/", "label": "Specproof"},
        {"href": "/compare", "label": "Compare"},
        {"href": "/choose", "label": "Choose"},
        {"href": "/verify", "label": "Check an answer"},
        {"href": "/disputes", "label": "Disputes"},
        {"href": "/search", "label": "Search"},
        {"href": "/kb", "label": "Tables, questions and SQL"},
    ]


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Return the routes of our own."""
    part = "(?P<%s>[^/]+)"
    return [
        (r"^/$", home_page),
        (r"^/search$", search_page),
        (r"^/choose$", choose_page),
        (r"^/verify$", verify_page),
        (rf"^/platform/{part % 'platform'}$", datasheet_page),
        (rf"^/platform/{part % 'platform'}/{part % 'metric'}$", figure_page),
        (rf"^/claim/{part % 'claim'}$", claim_page),
        (rf"^/source/{part % 'source'}$", source_page),
        (rf"^/lineage/{part % 'platform'}/{part % 'column'}$", lineage_page),
        (r"^/disputes$", disputes_page),
        (rf"^/cite/{part % 'platform'}\.(?P<ending>bib|json)$", cite_file),
    ]


# Rows that our own pages show better than Datasette's.
READABLE = {
    "platforms": "/platform/{0}",
    "facts": "/platform/{0}/{1}",
    "claims": "/claim/{0}",
    "sources": "/source/{0}",
}


@hookimpl
def extra_template_vars(database: str | None, table: str | None, view_name: str, request: Request) -> dict[str, Any]:
    """Return the address of the page that shows a row better, for the row pages of Datasette."""
    if view_name != "row" or database != "kb" or table not in READABLE:
        return {}
    keys = [tilde_decode(key) for key in request.url_vars["pks"].split(",")]
    if len(keys) != READABLE[table].count("{"):
        raise NotFound(f"a row of {table} has another number of keys")
    return {"readable": READABLE[table].format(*(quote(key) for key in keys))}
