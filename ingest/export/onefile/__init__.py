"""The whole base in one HTML file: search, filter, sort and compare, with the evidence inside, opened from disk, without a network.

The file asks no host for anything, and a policy in it forbids that; its script and style are the only ones that may run in it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import sqlite3
import zlib
from pathlib import Path
from string import Template

from ingest.export.licence import LICENCE, TITLE, attribution
from ingest.export.onefile.data import everything
from ingest.query import rows

HERE = Path(__file__).parent
SCRIPTS = ("data.js", "dom.js", "list.js", "platform.js", "compare.js", "documents.js", "app.js")


def html_bytes(connection: sqlite3.Connection) -> bytes:
    """Return the HTML file. The same kb.db gives the same bytes (under the same zlib)."""
    about = rows(connection, "SELECT * FROM about")[0]
    text = json.dumps(everything(connection), ensure_ascii=False, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
    style = (HERE / "style.css").read_text("utf-8")
    code = "\n".join((HERE / name).read_text("utf-8") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{code}}})();\n'
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    page = Template((HERE / "template.html").read_text("utf-8")).substitute(
        title=html.escape(TITLE),
        policy=html.escape(policy),
        data_date=html.escape(about["data_date"]),
        fingerprint=html.escape(about["fingerprint"]),
        attribution=html.escape(attribution(about["data_date"])),
        licence=html.escape(LICENCE["path"]),
        style=style,
        script=script,
        data=packed,
    )
    return page.encode("utf-8")


def _hash(text: str) -> str:
    """The source expression that lets an inline script or style run: its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
