"""The comparison as files: `/compare.csv` and `/compare.json` say what the page shows, `/compare.xlsx` is the workbook."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datasette import Request, Response

from ingest.export.licence import LICENCE
from ingest.export.tabular import csv_bytes
from ingest.export.workbook import workbook_bytes
from web.compare.asked import Asked, ask, day_of
from web.compare.cells import Cell, Line
from web.compare.sheet import Sheet, sheet
from web.footnotes import Footnotes
from web.render import POLICY, Visit, not_read, visit_of

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 100
Writer = Callable[[sqlite3.Connection, Asked, Visit], bytes]


async def compare_file(datasette: Datasette, request: Request) -> Response:
    """Return the comparison that the address asks for as a file; 400 where it asks for none."""
    if refused := not_read(request):
        return refused
    visit, ending = visit_of(request), request.url_vars["ending"]
    content_type, write = FORMATS[ending]

    def work(connection: sqlite3.Connection) -> tuple[Asked, bytes | None]:
        asked = ask(connection, visit)
        if not asked.platform_ids or asked.problems or asked.wanted:
            return asked, None
        with day_of(connection, asked):
            return asked, write(connection, asked, visit)

    asked, content = await datasette.get_database("kb").execute_fn(work)
    if content is None:
        told = [visit.language(key, **values).unescape() for key, values in asked.problems]
        return Response.text("\n".join(told) or visit.language.texts["compare.no_platform"], status=400)
    headers = {
        "content-disposition": f'attachment; filename="{file_name(asked)}.{ending}"',
        "content-security-policy": POLICY,
        "cache-control": "private, no-cache",
    }
    return Response(content, headers=headers, content_type=content_type)


def file_name(asked: Asked) -> str:
    """Return a name that every file system takes: the platforms' ids, and the day where one is asked for."""
    name = "-vs-".join(asked.platform_ids)[:LONGEST_NAME]
    return re.sub(r"[^a-z0-9.-]", "-", f"specproof-{name}{f'-{asked.as_of}' if asked.as_of else ''}")


def as_csv(connection: sqlite3.Connection, asked: Asked, visit: Visit) -> bytes:
    """Return the rows of the page: for each platform the number, its unit, what is shown, footnotes, addresses, whether disputed."""
    found = sheet(connection, asked, visit.language)
    urls = {source["number"]: source["url"] for source in found.notes.listed()}
    header = ["group", "id", "row", "unit", "difference"]
    for platform in found.platforms:
        header.append(platform["id"])
        header += [f"{platform['id']}_{part}" for part in ("unit", "shown", "notes", "source_urls", "disputed")]
    lines = []
    for group, line in found.lines():
        values: list[Any] = [group.label, line.id, line.label, line.unit, line.differs]
        for cell in line.cells:
            numbers = notes_of(cell, found.notes)
            values += [cell.value, cell.unit or (line.unit if cell.value is not None else None), shown_text(cell)]
            values += [" ".join(map(str, numbers)), " ".join(urls[n] for n in numbers)]
            values.append(("yes" if cell.dissenting else "no") if cell.value is not None else None)
        lines.append(values)
    return csv_bytes(header, lines)


def as_json(connection: sqlite3.Connection, asked: Asked, visit: Visit) -> bytes:
    """Return everything that the page shows: groups of rows, a figure for each platform, the sources by number."""
    found = sheet(connection, asked, visit.language)
    document = {
        "title": "Specproof comparison",
        "address": asked.lasting(found.about["data_date"]),
        "data_date": found.about["data_date"],
        "fingerprint": found.about["fingerprint"],
        "licence": LICENCE["name"],
        "language": visit.language.code,
        "devices": asked.devices,
        "platforms": [
            {name: platform[name] for name in ("id", "name", "vendor", "kind", "lifecycle", "released")}
            for platform in found.platforms
        ],
        "groups": [
            {"id": group.id, "label": group.label, "rows": [_row(line, found) for line in group.lines]}
            for group in found.groups
        ],
        "rows_left_out": found.hidden,
        "sources": [
            {"n": source["number"]} | {name: source[name] for name in SOURCE} for source in found.notes.listed()
        ],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def as_xlsx(connection: sqlite3.Connection, asked: Asked, visit: Visit) -> bytes:
    """Return the workbook: of the first workload, on one device."""
    return workbook_bytes(connection, asked.platform_ids, asked.workload_ids[0] if asked.workload_ids else None)


def shown_text(cell: Cell) -> str:
    """Return a cell as the page shows it, in one line."""
    return "; ".join(part for part in (f"{cell.text} {cell.unit}".strip(), *cell.lines, *cell.alarms) if part)


def notes_of(cell: Cell, notes: Footnotes) -> list[int]:
    """Return the footnotes of a cell, each once."""
    return [notes.number(source_id) for source_id in dict.fromkeys(cell.sources)]


def _row(line: Line, found: Sheet) -> dict[str, Any]:
    figures = {
        platform["id"]: _figure(cell, line, found.notes)
        for platform, cell in zip(found.platforms, line.cells, strict=True)
        if cell.value is not None or cell.text or cell.lines or cell.runs
    }
    about = {"id": line.id, "label": line.label, "unit": line.unit or None, "meaning": line.meaning}
    return about | {"difference": line.differs, "figures": figures}


def _figure(cell: Cell, line: Line, notes: Footnotes) -> dict[str, Any]:
    figure: dict[str, Any] = {
        "value": cell.value,
        "unit": cell.unit or line.unit or None,
        "shown": shown_text(cell),
        "printed": cell.printed or None,
        "low": cell.low if math.isfinite(cell.low) else None,
        "high": cell.high if math.isfinite(cell.high) else None,
        "notes": notes_of(cell, notes),
        "more_sources": cell.more,
        "disputed": cell.dissenting > 0,
        **cell.parts,
    }
    if cell.disputes:
        figure["disputes"] = [
            {name: dispute[name] for name in DISPUTE} | {"note": notes.number(dispute["other_source_id"])}
            for dispute in cell.disputes
        ]
    if cell.runs:
        figure["runs"] = [
            {name: run[name] for name in RUN} | {"note": notes.number(run["source_id"])} for run in cell.runs
        ]
    return figure


SOURCE = ("id", "kind", "publisher", "title", "url", "published", "checked_on", "checked_how", "archive_url")
RUN = ("id", "value", "printed", "recipe_id", "engine", "backend", "conditions", "context", "as_of", "kept_out")
DISPUTE = ("other_claim_id", "other_printed", "publisher", "status", "reason")
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json; charset=utf-8", as_json),
    "xlsx": (XLSX, as_xlsx),
}
