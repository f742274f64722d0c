"""How to cite: a page of ours, a document, or one figure in a document, as a line of text, BibTeX and CSL-JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette import NotFound, Request, Response

from ingest.export.citations import Cited, bibtex, csl_json, plain
from ingest.export.cited import sources_of
from ingest.query import rows
from web.render import POLICY, Visit, not_read

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself


@dataclass(frozen=True)
class Citation:
    """The same reference in three forms."""

    plain: str
    bibtex: str
    csl: str


def citation(cited: Sequence[Cited]) -> Citation:
    """Return references in three forms; `plain` is the first one alone. `cited` is not empty."""
    return Citation(plain(cited[0]), bibtex(cited), csl_json(cited))


def this_page(connection: sqlite3.Connection, visit: Visit, title: str) -> Cited:
    """Return the page itself as a reference: its address, and the day and the fingerprint of the data that it shows."""
    about = rows(connection, "SELECT data_date, fingerprint FROM about")[0]
    return Cited(
        id=f"specproof{visit.path.replace('/', '-')}",
        kind="database",
        publisher="Specproof",
        title=f"{title} (data {about['fingerprint'][:12]})",
        url=visit.origin + visit.path,
        published=about["data_date"],
        checked_on=about["data_date"],
        checked_how="live",
        lang=visit.language.code,
        archive_url=None,
    )


async def cite_file(datasette: Datasette, request: Request) -> Response:
    """Send the documents behind a platform's figures as a BibTeX or CSL-JSON file. Raises NotFound."""
    if refused := not_read(request):
        return refused
    platform_id, ending = request.url_vars["platform"], request.url_vars["ending"]
    found = await datasette.get_database("kb").execute_fn(lambda connection: sources_of(connection, platform_id))
    if not found:
        raise NotFound("There is no such platform.")
    headers = {
        "content-disposition": f'attachment; filename="{platform_id}.{ending}"',
        "content-security-policy": POLICY,
        "cache-control": "private, no-cache",
    }
    if ending == "bib":
        return Response(bibtex(found), content_type="application/x-bibtex; charset=utf-8", headers=headers)
    return Response(
        csl_json(found), content_type="application/vnd.citationstyles.csl+json; charset=utf-8", headers=headers
    )
