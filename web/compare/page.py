"""The page `/compare?p=…&p=…&workload=…`: two to eight platforms side by side, every figure with its sources."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from datasette import Request, Response

from ingest.query import Row, rows
from web.charts import roofline, speeds
from web.compare.asked import DEVICES, EXAMPLE, MOST, Asked, ask, day_of
from web.compare.cells import say
from web.compare.figures import marks
from web.compare.files import FORMATS
from web.compare.html import SIGNS, RowWriter, source_list
from web.compare.known import kept_rows
from web.compare.sheet import Sheet, sheet
from web.compare.speeds import plotted
from web.language import COOKIE
from web.numbers import digits
from web.render import Context, Visit, show

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself


# Most of a page of so many like rows is repetition: the server's own level takes three times the time for a fifth less.
COMPRESSION = 1


class Moved(Exception):
    """The comparison that is asked for has another address."""

    def __init__(self, address: str) -> None:
        """Remember the address."""
        super().__init__(address)
        self.address = address


async def compare_page(datasette: Datasette, request: Request) -> Response:
    """Show platforms side by side. A name that means one platform is answered with the address that has its id."""
    found: list[Asked] = []

    def read(connection: sqlite3.Connection, visit: Visit) -> Context:
        asked = ask(connection, visit)
        if asked.moved and not asked.wanted and not asked.problems:
            raise Moved(visit.here(p=asked.platform_ids, add=None))
        found.append(asked)
        with day_of(connection, asked):
            return context(connection, visit, asked)

    try:
        response = await show(datasette, request, "compare.html", read)
    except Moved as moved:
        return Response.redirect(moved.address)
    if found:
        response.status = found[0].status
        if response.status != 200:  # a refusal that a browser had kept would be answered with 304, as if it were a page
            del response.headers["etag"]
        if "gzip" in (request.headers.get("accept-encoding") or ""):
            response.body = gzip.compress(response.body.encode(), COMPRESSION, mtime=0)
            response.headers["content-encoding"] = "gzip"
    return response


def context(connection: sqlite3.Connection, visit: Visit, asked: Asked) -> Context:
    """Return what the page shows: the comparison and its charts, or, with no platform named, an example to begin with."""
    found = sheet(connection, asked, visit.language) if asked.platform_ids else None
    address = asked.here()
    return {
        "asked": asked,
        "files": {ending: address.replace("/compare", f"/compare.{ending}", 1) for ending in FORMATS},
        "without": _without(asked, visit),
        "sheet": found,
        "most": MOST,
        "devices": DEVICES,
        "kept": [(name, visit.get(name)) for name in (COOKIE,) if visit.get(name)],
        "shown_workloads": {workload["id"] for workload in found.speeds.workloads} if found else set(),
        "workloads": _by_phase(kept_rows(connection, _WORKLOADS, found.about["fingerprint"])) if found else {},
        "rooflines": list(_rooflines(connection, found)) if found else [],
        "bars": [(workload, _bars(found, workload, visit)) for workload in found.speeds.workloads] if found else [],
        "examples": [] if found else rows(connection, _EXAMPLES, *EXAMPLE),
        "sources": source_list(found, visit.language) if found else "",
        "say": partial(say, visit.language),
        "shown": digits,
        "write": RowWriter(visit.language, found.notes, len(found.platforms)) if found else None,
        "signs": SIGNS,
    }


def _without(asked: Asked, visit: Visit) -> dict[str, str]:
    """Return for each platform the address of the comparison without it."""
    rest = [urlencode([(name, value)]) for name, value in visit.query if name not in {"p", "add"}]
    named = {id_: f"p={quote(id_)}" for id_ in asked.platform_ids}
    return {gone: "/compare?" + "&".join([*(p for id_, p in named.items() if id_ != gone), *rest]) for gone in named}


def _by_phase(workloads: list[Row]) -> dict[str, list[Row]]:
    phases: dict[str, list[Row]] = {}
    for workload in workloads:
        phases.setdefault(workload["phase"], []).append(workload)
    return phases


def _bars(found: Sheet, workload: Row, visit: Visit) -> speeds.Bars | None:
    drawn = []
    for platform in found.platforms:
        key = (workload["id"], platform["id"])
        bound = found.speeds.bounds.get(key) or {}
        runs = [run["value"] for run in found.speeds.runs.get(key, [])[:4] if plotted(run)]
        kind = bound.get("bound_type")
        drawn.append(
            speeds.Speed(
                name=platform["name"],
                ceiling=bound.get("ceiling_tok_s"),
                estimate=bound.get("estimate_tok_s"),
                low=bound.get("estimate_low"),
                high=bound.get("estimate_high"),
                measured=runs,
                note=""
                if bound.get("ceiling_tok_s")
                else visit.language.texts[f"compare.nothing.{kind or 'uncomputed'}"],
            )
        )
    return speeds.bars(drawn)


def _rooflines(connection: sqlite3.Connection, found: Sheet) -> Iterable[tuple[str, roofline.Roofline, dict[str, Row]]]:
    """Yield a chart for each precision that the workloads compute at: the precision, the chart, the rates behind it by platform."""
    ids = found.asked.platform_ids
    precisions = list(dict.fromkeys(workload["compute"] for workload in found.speeds.workloads))
    bandwidths = dict(connection.execute(_BANDWIDTHS.format(ids=marks(ids)), ids).fetchall())
    rates: dict[str, dict[str, Row]] = {precision: {} for precision in precisions}
    for row in rows(connection, _RATES.format(ids=marks(ids), precisions=marks(precisions)), *ids, *precisions):
        rates[row["compute"]][row["platform_id"]] = row
    for precision in precisions:
        platforms = [_platform(found, row, bandwidths[row["id"]], rates[precision]) for row in found.platforms]
        workloads = [
            roofline.Workload(row["id"], row["name"], row["worked_tflop"] * 1000 / row["moved_gb"])
            for row in found.speeds.workloads
            if row["compute"] == precision
        ]
        chart = roofline.roofline(platforms, workloads)
        if chart:
            yield precision, chart, rates[precision]


def _platform(found: Sheet, platform: Row, gb_s: float | None, rates: dict[str, Row]) -> roofline.Platform:
    rate, devices = rates.get(platform["id"]), found.asked.devices
    tflop_s = rate["tflop_s"] * devices if rate else None
    is_floor = bool(rate and rate["is_floor"])
    return roofline.Platform(
        id=platform["id"],
        name=platform["name"],
        bandwidth_gb_s=gb_s and gb_s * devices,
        rate_tflop_s=None if is_floor else tflop_s,
        at_least_tflop_s=tflop_s if is_floor else None,
    )


_WORKLOADS = "SELECT id, name, phase FROM workloads ORDER BY is_default DESC, name"
_EXAMPLES = f"SELECT id, name FROM platforms WHERE id IN ({marks(EXAMPLE)}) ORDER BY name"
_BANDWIDTHS = "SELECT platform_id, memory_bandwidth_gb_s FROM roofs WHERE platform_id IN ({ids})"
_RATES = """
SELECT k.*, m.label FROM peak_rates AS k JOIN metrics AS m ON m.id = k.metric_id
WHERE k.platform_id IN ({ids}) AND k.compute IN ({precisions})
"""
