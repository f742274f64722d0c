"""kb.db -> Datasette on the loopback address, with the limits under which nothing is silently left out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SETTINGS: dict[str, int | bool] = {
    "max_csv_mb": 0,  # no limit: past it Datasette cuts a CSV stream and still answers 200
    "suggest_facets": False,  # suggesting scans every column; the facets that help are named in metadata.yml
    "facet_time_limit_ms": 3000,  # near the default of 200 facets silently come and go
    "default_facet_size": 40,
    "default_page_size": 60,  # a row of the comparison costs Python more than SQL
    "max_returned_rows": 10000,  # "all rows as JSON" is all rows
    "sql_time_limit_ms": 3000,
    "cache_size_kb": 20000,
}


def command(kb: Path, metadata: Path, port: int) -> list[str]:
    """Return the command that serves `kb`; it listens on 127.0.0.1 only."""
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(int(value)))]
    return [
        *(sys.executable, "-m", "datasette", "serve"),
        *("--immutable", str(kb)),
        *("--metadata", str(metadata)),
        *("--host", "127.0.0.1", "--port", str(port)),
        *settings,
    ]


def serve(kb: Path, metadata: Path, port: int) -> None:
    """Become the server. Does not return."""
    os.execv(sys.executable, command(kb, metadata, port))
