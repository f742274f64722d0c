"""Where our own pages hang in Datasette: routes, the menu, the style sheet, and what row pages show more than Datasette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.utils import tilde_decode

from web.details import READERS
from web.home import home_page
from web.search import search_page

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself


@hookimpl
def extra_css_urls() -> list[str]:
    """Return the style sheet, served from here like everything else."""
    return ["/-/static-plugins/specproof/specproof.css"]


@hookimpl
def menu_links() -> list[dict[str, str]]:
    """Return the menu's links."""
    return [
        {"href": "/kb/comparison", "label": "Comparison"},
        {"href": "/search", "label": "Search"},
        {"href": "/kb/disputes?status=open", "label": "Open disputes"},
        {"href": "/kb/sources", "label": "Sources"},
        {"href": "/kb", "label": "Tables, questions and SQL"},
    ]


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Return the routes of our own."""
    return [(r"^/$", home_page), (r"^/search$", search_page)]


@hookimpl
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    """Return what our templates show beside what Datasette gives them."""
    if view_name == "row" and database == "kb" and table in READERS:
        keys = [tilde_decode(key) for key in request.url_vars["pks"].split(",")]
        count, reader = READERS[table]
        if len(keys) != count:
            raise NotFound(f"a row of {table} has {count} keys")
        return lambda: datasette.get_database("kb").execute_fn(lambda connection: reader(connection, *keys))
    return None
