"""The page `/compare?p=…&p=…&workload=…`: two to eight platforms side by side, every figure with its sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from datasette import Request, Response

from ingest.query import Row, rows
from web.charts import roofline, speeds
from web.compare.asked import DEVICES, EXAMPLE, MOST, Asked, ask
from web.compare.cells import shown
from web.compare.figures import marks
from web.compare.sheet import Sheet, sheet
from web.compare.speeds import plotted
from web.language import COOKIE
from web.render import Context, Visit, show, visit_of

if TYPE_CHECKING:
    from datasette.app import Datasette  # Datasette loads its plugins while it is being imported itself


async def compare_page(datasette: Datasette, request: Request) -> Response:
    """Show platforms side by side. A name that means one platform is answered with the address that has its id."""
    visit = visit_of(request)
    asked = await datasette.get_database("kb").execute_fn(lambda connection: ask(connection, visit))
    if asked.moved and not asked.wanted and not asked.problems:
        return Response.redirect(visit.here(p=asked.platform_ids, add=None))

    def read(connection: sqlite3.Connection, visit: Visit) -> Context:
        return context(connection, visit, asked)

    return await show(datasette, request, "compare.html", read, status=asked.status)


def context(connection: sqlite3.Connection, visit: Visit, asked: Asked) -> Context:
    """Return what the page shows: the comparison and its charts, or, with no platform named, an example to begin with."""
    found = sheet(connection, asked, visit.language) if asked.platform_ids else None
    return {
        "asked": asked,
        "sheet": found,
        "most": MOST,
        "devices": DEVICES,
        "kept": [(name, visit.get(name)) for name in (COOKIE,) if visit.get(name)],
        "shown_workloads": {workload["id"] for workload in found.speeds.workloads} if found else set(),
        "workloads": _by_phase(rows(connection, "SELECT id, name, phase FROM workloads ORDER BY is_default DESC, name")),
        "rooflines": list(_rooflines(connection, found)) if found else [],
        "bars": [(workload, _bars(found, workload, visit)) for workload in found.speeds.workloads] if found else [],
        "examples": rows(connection, f"SELECT id, name FROM platforms WHERE id IN ({marks(EXAMPLE)})", *EXAMPLE),
        "shown": shown,
    }


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
                note="" if bound.get("ceiling_tok_s") else visit.language.texts[f"compare.nothing.{kind or 'uncomputed'}"],
            )
        )
    return speeds.bars(drawn)


def _rooflines(connection: sqlite3.Connection, found: Sheet) -> Iterable[tuple[str, roofline.Roofline, dict[str, Row]]]:
    """Yield a chart for each precision that the workloads compute at: the precision, the chart, the rates behind it."""
    ids = found.asked.platform_ids
    precisions = list(dict.fromkeys(workload["compute"] for workload in found.speeds.workloads))
    rates = rows(connection, _RATES.format(ids=marks(ids), precisions=marks(precisions)), *precisions, *ids)
    by_key = {(row["compute"], row["platform_id"]): row for row in rates}
    for precision in precisions:
        own = [by_key[precision, platform_id] for platform_id in ids if (precision, platform_id) in by_key]
        platforms = [_platform(found, row["platform_id"], row) for row in own]
        workloads = [
            roofline.Workload(row["id"], row["name"], row["worked_tflop"] * 1000 / row["moved_gb"])
            for row in found.speeds.workloads
            if row["compute"] == precision
        ]
        chart = roofline.roofline(platforms, workloads)
        if chart:
            yield precision, chart, {row["platform_id"]: row for row in own}


def _platform(found: Sheet, platform_id: str, rate: Row) -> roofline.Platform:
    name = next(platform["name"] for platform in found.platforms if platform["id"] == platform_id)
    known, devices = rate["tflop_s"] is not None and not rate["is_floor"], found.asked.devices
    return roofline.Platform(
        id=platform_id,
        name=name,
        bandwidth_gb_s=rate["memory_bandwidth_gb_s"] and rate["memory_bandwidth_gb_s"] * devices,
        rate_tflop_s=rate["tflop_s"] * devices if known else None,
    )


_RATES = """
SELECT x.platform_id, x.memory_bandwidth_gb_s, c.compute, k.tflop_s, k.metric_id, k.of_platform_id, k.is_floor, m.label, f.source_id
FROM roofs AS x
CROSS JOIN (SELECT DISTINCT compute FROM steps WHERE compute IN ({precisions})) AS c
LEFT JOIN peak_rates AS k ON k.platform_id = x.platform_id AND k.compute = c.compute
LEFT JOIN facts AS f ON f.platform_id = k.of_platform_id AND f.metric_id = k.metric_id
LEFT JOIN metrics AS m ON m.id = k.metric_id
WHERE x.platform_id IN ({ids})
"""
