"""The Datasette plugin: pages, cells, headers. It reads kb.db and nothing else; it is found through its entry point."""

from web.cells import render_cell, startup
from web.connection import prepare_connection
from web.errors import handle_exception
from web.limits import asgi_wrapper
from web.pages import extra_css_urls, extra_template_vars, menu_links, register_routes
from web.verify import skip_csrf

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_template_vars",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "register_routes",
    "render_cell",
    "skip_csrf",
    "startup",
]
