"""Check an answer: paste or upload it, and see the verdicts beside its text. Nothing of it is stored; no address in it is visited."""

from __future__ import annotations

import base64
import binascii
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Request, Response, hookimpl
from markupsafe import Markup, escape

from ingest.answer.report import SIGNS
from web.checker import LARGEST_BYTES, TooBusy, TooSlow, checked
from web.names import metrics, platforms
from web.render import Context, Visit, answer, render, show, visit_of
from web.upload import NotAForm, TooLarge, sent

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

# A document comes back in base64 when its report is downloaded, beside a little form.
LARGEST_FORM_BYTES = LARGEST_BYTES * 3 + 10_000  # pasted text is percent-encoded: up to three bytes for one
MOST_NAMES = 5000  # in one document; the others are called by their ids
MOST_LINES_WHOLE = 300  # of a longer document only the lines that something is said about are shown
EXAMPLE = (Path(__file__).parent / "templates" / "example-answer.txt").read_text("utf-8")
# By what a button asks for: the ending and the type of the file.
DOWNLOADS = {
    "json": (".json", "application/json"),
    "markdown": (".md", "text/markdown"),
    "fixed": (".fixed.txt", "text/plain"),
    "reviews": (".claimreview.json", "application/ld+json"),
}
KINDS = ("figures", "relations", "citations", "findings")
GOOD = {"supported", "rounded", "known"}
BAD = {"contradicted", "unrepairable"}


@hookimpl
def skip_csrf(scope: dict[str, Any]) -> bool:
    """Nothing is stored or changed by checking an answer, so no other site gains anything by sending one."""
    return bool(scope["type"] == "http" and scope["path"] == "/verify")


async def verify_page(datasette: Datasette, request: Request) -> Response:
    """Show the form; on POST, check what was sent and show the verdicts, or send the file that was asked for."""
    if request.method != "POST":
        return await show(
            datasette, request, "verify.html", lambda connection, visit: _empty(visit.get("example") and EXAMPLE)
        )
    visit = visit_of(request)

    def refuse(problem: str, status: int) -> Response:
        return answer(render("verify.html", visit, _empty(problem=problem)), visit, status=status)

    try:
        name, document, wanted = _asked(await sent(request, LARGEST_FORM_BYTES))
        found = await checked(Path(datasette.get_database("kb").path), name, document)
    except TooLarge:
        return refuse(visit.language("verify.too_large", mb=LARGEST_BYTES / 1e6), 413)
    except TooSlow:
        return refuse(visit.language("verify.too_slow"), 413)
    except TooBusy:
        return refuse(visit.language("verify.too_busy"), 503)
    except NotAForm:
        return refuse(visit.language("verify.not_sent"), 400)
    if "unreadable" in found:
        return refuse(found["unreadable"], 400)
    if wanted in DOWNLOADS and found["report" if wanted == "json" else wanted] is not None:
        return _download(name, wanted, found)
    context = _context(name, document, found)
    called = await datasette.get_database("kb").execute_fn(
        lambda connection: _called(connection, visit, found["report"])
    )
    return answer(render("verify.html", visit, context | called), visit)


def _asked(fields: dict[str, bytes]) -> tuple[str, bytes, str]:
    """Return a name, the document and the file that is asked for. Raises NotAForm, TooLarge."""
    wanted = fields.get("as", b"").decode("utf-8", "replace")
    if fields.get("document"):
        name = fields.get("name", b"").decode("utf-8", "replace")
        try:
            document = base64.b64decode(fields["document"], validate=True)
        except binascii.Error as error:
            raise NotAForm from error
    elif fields.get("file"):
        name, document = fields.get("file name", b"").decode("utf-8", "replace"), fields["file"]
    else:
        name, document = "answer.txt", fields.get("text", b"").replace(b"\r\n", b"\n")
    if len(document) > LARGEST_BYTES:
        raise TooLarge
    if not document.strip():
        raise NotAForm
    return _file_name(name), document, wanted


def _file_name(name: str) -> str:
    """A name that is safe in a header and in a command: letters, digits, dots, hyphens."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name)[-80:].strip("-.") or "answer.txt"


def _download(name: str, wanted: str, found: dict[str, Any]) -> Response:
    ending, kind = DOWNLOADS[wanted]
    content = found["report" if wanted == "json" else wanted]
    text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    headers = {"content-disposition": f'attachment; filename="{Path(name).stem}{ending}"', "cache-control": "no-store"}
    return Response(text, content_type=f"{kind}; charset=utf-8", headers=headers)


def _empty(text: str = "", problem: str = "") -> Context:
    return {"text": text, "problem": problem, "found": None, "mb": LARGEST_BYTES / 1e6}


def _context(name: str, document: bytes, found: dict[str, Any]) -> Context:
    report = found["report"]
    return {
        **_empty(),
        "found": report,
        "name": name,
        "document": base64.b64encode(document).decode(),
        "lines": list(_lines(found["lines"], report)),
        "whole": len(found["lines"]) <= MOST_LINES_WHOLE,
        "counts": _counts(report),
        "has_fixed": found["fixed"] is not None,
        "sign": SIGNS,
        "good": GOOD,
        "bad": BAD,
    }


def _called(connection: sqlite3.Connection, visit: Visit, report: dict[str, Any]) -> Context:
    """What platforms and metrics that the report has by id are called."""
    ids = {id_ for figure in report["figures"] for id_ in figure["platforms"]}
    ids |= {id_ for relation in report["relations"] for id_ in (*relation["left"], *relation["right"])}
    return {"names": platforms(connection, sorted(ids)[:MOST_NAMES]), "metrics": metrics(connection, visit.language)}


def _counts(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    """How many there are of each verdict and status, the worst first."""
    counts: dict[tuple[str, str], int] = {}
    for kind, key in (("figures", "verdict"), ("relations", "verdict"), ("citations", "status")):
        for entry in report[kind]:
            counts[kind, entry[key]] = counts.get((kind, entry[key]), 0) + 1
    order = list(SIGNS)
    return [
        (kind, word, n)
        for (kind, word), n in sorted(counts.items(), key=lambda item: (item[0][0], -order.index(item[0][1])))
    ]


def _lines(texts: dict[str, str], report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document's lines, figures marked, each with what is said about it; of a long document only those."""
    said: dict[int, dict[str, list[Any]]] = {}
    for kind in KINDS:
        for entry in report[kind]:
            said.setdefault(entry["line"], {}).setdefault(kind, []).append(entry)
    for number, text in ((int(n), text) for n, text in texts.items()):
        about = said.get(number, {})
        if about or (len(texts) <= MOST_LINES_WHOLE and text.strip()):
            yield {
                "number": number,
                "text": _marked(text, about.get("figures", [])),
                **{kind: about.get(kind, []) for kind in KINDS},
            }


def _marked(text: str, figures: list[dict[str, Any]]) -> Markup:
    """The text with each figure marked where it stands, in their order."""
    done, start = Markup(""), 0
    for figure in figures:
        at = text.find(figure["printed"], start)
        if at < 0:
            continue
        end = at + len(figure["printed"])
        css = "good" if figure["verdict"] in GOOD else "disputed" if figure["verdict"] in BAD else ""
        done += escape(text[start:at]) + Markup('<mark class="{}">{}</mark>').format(css, text[at:end])
        start = end
    return done + escape(text[start:])
