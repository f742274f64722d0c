"""What a visitor got wrong is answered with a 4xx: Datasette calls some of it a fault of the server."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Request, hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

NOT_POSTED_TO = "You may only POST to a canned query"
TOO_FEW_KEYS = "You did not supply a value for binding"


@hookimpl(tryfirst=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """Return Datasette's own answer under the right status, or None where its status is right."""
    from datasette.handle_exception import handle_exception as answer
    from datasette.views.base import DatasetteError

    status = _status(exception)
    if status is None:
        return None
    message = "There is no such row." if status == 404 else str(getattr(exception, "message", exception))
    return answer(datasette=datasette, request=request, exception=DatasetteError(message, status=status))


def _status(exception: Exception) -> int | None:
    # Datasette raises its own error without a status where a parameter of the address makes no sense: 500 is only its default.
    if getattr(exception, "status", None) == 500:
        return 400
    if isinstance(exception, AssertionError) and str(exception) == NOT_POSTED_TO:
        return 405
    if isinstance(exception, sqlite3.ProgrammingError) and str(exception).startswith(TOO_FEW_KEYS):
        return 404
    return None
