"""What the platforms do with the chosen workloads: what limits them, ceiling, estimate, memory, what was measured, what a token costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.query import Row, rows
from web.compare.cells import Cell, Group, Line, computed, rate, say
from web.compare.figures import Figures, marks
from web.language import Language
from web.numbers import digits, speed
from web.render import address

SHOWN_RUNS = 4
USABLE = {"published": "memory_usable", "installed": "memory_capacity"}


@dataclass(frozen=True)
class Speeds:
    """The workloads that are shown, and by workload and platform the bound and the measured runs of the same model."""

    workloads: list[Row]
    bounds: dict[tuple[str, str], Row]
    runs: dict[tuple[str, str], list[Row]]


def speeds(connection: sqlite3.Connection, ids: Sequence[str], workload_ids: Sequence[str], devices: int) -> Speeds:
    """Return what the platforms do with some workloads, in that order, or, where none are named, with the default ones."""
    which = f"w.id IN ({marks(workload_ids)})" if workload_ids else "w.is_default"
    workloads = rows(connection, _WORKLOADS.format(which=which), *workload_ids)
    if workload_ids:  # in the order in which they are asked for
        workloads.sort(key=lambda row: workload_ids.index(row["id"]))
    shown_ids = [row["id"] for row in workloads]
    asked = (*ids, *shown_ids)
    bounds = {
        (row["workload_id"], row["platform_id"]): row
        for row in rows(connection, _BOUNDS.format(ids=marks(ids), workloads=marks(shown_ids)), *asked, devices)
    }
    runs: dict[tuple[str, str], list[Row]] = {}
    for row in rows(connection, _RUNS.format(ids=marks(ids), workloads=marks(shown_ids)), *asked, devices):
        runs.setdefault((row["workload_id"], row["platform_id"]), []).append(row)
    return Speeds(workloads, bounds, runs)


class SpeedRows:
    """The rows of the comparison about workloads."""

    def __init__(self, found: Speeds, figures: Figures, language: Language, devices: int) -> None:
        """Remember what was found, and the figures that it rests on."""
        self._found = found
        self._figures = figures
        self._t = language
        self._devices = devices

    def groups(self) -> list[Group]:
        """Return a group for each workload."""
        return [self._group(workload) for workload in self._found.workloads]

    def _say(self, key: str, **values: object) -> str:
        return say(self._t, key, **values)

    def _group(self, workload: Row) -> Group:
        bounds = [self._found.bounds.get((workload["id"], platform_id)) for platform_id in self._figures.ids]
        ranked = not self._figures.mixed
        lines = [
            self._line("estimate_tok_s", "estimate", "tok/s", "higher", map(self._estimate, bounds)),
            self._line("ceiling_tok_s", "ceiling", "tok/s", "higher", map(self._ceiling, bounds)),
            self._measured(workload),
            self._line("bound_type", "bound", "", "neither", map(self._bound, bounds)),
            self._line("fits", "fits", "", "neither", map(self._fits, bounds)),
            self._line("joules_per_token", "joules", "J", "lower", map(self._joules, bounds), ranked=ranked),
        ]
        for name, key, unit, better in (
            ("tok_s_per_dollar", "per_dollar", "tok/s per USD", "higher"),
            ("usd_per_million_tokens", "per_million", "USD", "lower"),
        ):
            cells = [self._cost(bound, name) for bound in bounds]
            lines.append(self._line(name, key, unit, better, cells, ranked=ranked))
        kept = [line for line in lines if any(cell.value is not None or cell.lines or cell.runs for cell in line.cells)]
        link = f"/kb/workloads/{workload['id']}"
        return Group(workload["id"], workload["name"], link, kept, note=workload["meaning"])

    def _line(self, name: str, key: str, unit: str, better: str, cells: object, *, ranked: bool = True) -> Line:
        return Line(
            id=name,
            label=self._t.texts[f"compare.{key}"],
            unit=unit,
            link="",
            cells=list(cells),  # type: ignore[call-overload]
            better=better,
            meaning=self._t.texts[f"compare.{key}_means"],
            ranked=ranked,
            drawn=key in {"estimate", "ceiling"},
        )

    def _rests_on(self, bound: Row) -> list[str]:
        """The sources of bandwidth and rate, the two figures that a speed rests on."""
        found = self._figures.source(bound["platform_id"], "memory_bandwidth")
        return list(dict.fromkeys([*found, *([bound["rate_source_id"]] if bound["rate_source_id"] else [])]))

    def _link(self, bound: Row) -> str:
        """The page of what a speed rests on: its own for the ceilings of default workloads on one device, else that of all bounds.

        Where there is no speed, nothing rests on anything; what limits the platform stands on its own page.
        """
        if bound["ceiling_tok_s"] is None and bound["estimate_tok_s"] is None and bound["offload_tok_s"] is None:
            return f"/platform/{bound['platform_id']}#bounds"
        own = bound["is_default"] and self._devices == 1 and bound["ceiling_tok_s"] is not None
        return f"/lineage/{bound['platform_id']}/{bound['workload_id'] if own else 'bounds'}"

    def _none(self) -> Cell:
        """The cell of a platform whose case was not computed: so many devices without a link between them."""
        return Cell(lines=[self._say("compare.no_link", n=self._devices)])

    def _estimate(self, bound: Row | None) -> Cell:
        if bound is None:
            return self._none()
        if bound["estimate_tok_s"] is None:
            return Cell()
        cell = rate(bound["estimate_tok_s"], link=self._link(bound), sources=self._rests_on(bound))
        if bound["estimate_low"] is not None:
            low, high = speed(bound["estimate_low"]), speed(bound["estimate_high"])
            cell.lines.append(self._say("compare.interval", low=low, high=high))
        cell.lines.append(self._say("compare.calibrated", on=bound["calibration"]))
        cell.parts = {
            "estimate_low": bound["estimate_low"],
            "estimate_high": bound["estimate_high"],
            "calibration": bound["calibration"],
        }
        return cell

    def _ceiling(self, bound: Row | None) -> Cell:
        if bound is None:
            return self._none()
        if bound["ceiling_tok_s"] is None:
            if bound["offload_tok_s"] is None:
                return Cell()
            cell = rate(bound["offload_tok_s"], link=self._link(bound), sources=self._rests_on(bound))
            cell.lines, cell.parts = [self._t.texts["bound.offloaded"]], {"offloaded": True}
            return cell
        cell = rate(bound["ceiling_tok_s"], link=self._link(bound), sources=self._rests_on(bound))
        if bound["compute_is_floor"]:
            metric = self._figures.name(bound["compute_metric"])
            cell.lines.append(self._say("bound.stood_in", metric=metric))
            cell.parts["stood_in"] = bound["compute_metric"]
        return cell

    def _bound(self, bound: Row | None) -> Cell:
        if bound is None:
            return self._none()
        kind = bound["bound_type"]
        known = None if kind == "unknown" else kind
        cell = Cell(value=known, text=self._t.word("bound_type", kind), link=self._link(bound))
        if known is None:
            missing = ", ".join(self._figures.name(name) for name in (bound["missing"] or "").split())
            cell.lines.append(f"{self._t.texts['compare.unpublished']} {missing}")
            cell.parts["missing"] = bound["missing"]
        elif bound["runner_up"]:
            cell.lines.append(self._say("bound.or", other=self._t.word("bound_type", bound["runner_up"])))
            cell.parts["runner_up"] = bound["runner_up"]
        return cell

    def _fits(self, bound: Row | None) -> Cell:
        if bound is None:
            return self._none()
        needed = digits(bound["needed_gb"])
        if bound["fits"] is None:
            return Cell(lines=[self._say("compare.needs", needed=needed)], parts={"needed_gb": bound["needed_gb"]})
        metric = USABLE[bound["usable_basis"]]
        cell = Cell(
            value=bound["fits"],
            text=self._t.word("fits", bound["fits"]),
            link=f"/platform/{bound['platform_id']}/{metric}",
            sources=self._figures.source(bound["platform_id"], metric),
            lines=[self._say("compare.needs_of", needed=needed, usable=digits(bound["usable_gb"]))],
            parts={"needed_gb": bound["needed_gb"], "usable_gb": bound["usable_gb"]},
        )
        cell.lines.append(self._t.texts[f"compare.usable.{bound['usable_basis']}"])
        if bound["devices_needed"]:
            cell.lines.append(self._say("bound.devices", n=bound["devices_needed"]))
            cell.parts["devices_needed"] = bound["devices_needed"]
        return cell

    def _joules(self, bound: Row | None) -> Cell:
        if bound is None or bound["joules_per_token"] is None:
            return Cell()
        metric = bound["power_metric"]
        cell = computed(
            bound["joules_per_token"],
            link=f"/platform/{bound['platform_id']}/{metric}",
            sources=self._figures.source(bound["platform_id"], metric),
        )
        cell.lines, cell.parts = [self._figures.name(metric)], {"power_metric": metric}
        return cell

    def _cost(self, bound: Row | None, name: str) -> Cell:
        if bound is None or bound[name] is None:
            return Cell()
        return self._figures.priced(bound["platform_id"], bound[name], self._link(bound), [])

    def _measured(self, workload: Row) -> Line:
        cells = []
        for platform_id in self._figures.ids:
            found = self._found.runs.get((workload["id"], platform_id), [])
            cell = Cell()
            if found:
                cell.runs = found[:SHOWN_RUNS]
                cell.more = len(found) - len(cell.runs)
                cell.sources = [run["source_id"] for run in cell.runs]
                cell.link = address("/kb/residuals", platform_id=platform_id, model_id=workload["model_id"])
                comparable = [run for run in cell.runs if plotted(run)]
                if comparable:
                    cell.value = "; ".join(digits(run["value"]) for run in comparable)
            cells.append(cell)
        return Line(
            id="measured_tok_s",
            label=self._t.texts["compare.measured"],
            unit="tok/s",
            link="",
            cells=cells,
            meaning=self._t.texts["compare.measured_means"],
            drawn=True,
        )


def plotted(run: Row) -> bool:
    """Whether a run stands in the chart: the recipe of the workload, and nothing that keeps it out of scores."""
    return bool(run["is_same"]) and run["kept_out"] is None


_WORKLOADS = """
SELECT w.*, s.compute, s.linear_gb + s.attention_gb AS moved_gb, s.linear_tflop + s.attention_tflop AS worked_tflop
FROM workloads AS w JOIN steps AS s ON s.id = w.step_id WHERE {which} ORDER BY w.is_default DESC, w.phase, w.id
"""
_BOUNDS = """
SELECT b.*, w.is_default, f.source_id AS rate_source_id
FROM bounds AS b JOIN workloads AS w ON w.id = b.workload_id
LEFT JOIN facts AS f ON f.platform_id = b.compute_platform_id AND f.metric_id = b.compute_metric
WHERE b.platform_id IN ({ids}) AND b.workload_id IN ({workloads}) AND b.devices = ?
"""
# The recipe of the workload first, then what counts in scores, then the nearest context.
_RUNS = """
SELECT m.id, m.platform_id, w.id AS workload_id, m.value, m.printed, m.unit, m.recipe_id, coalesce(m.recipe_id = w.recipe_id, 0) AS is_same,
       m.engine, m.backend, m.prompt_tokens, m.context, m.conditions, m.as_of, m.source_id, r.kept_out, r.share_of_ceiling
FROM measurements AS m JOIN workloads AS w ON w.model_id = m.model_id AND w.phase = m.phase AND w.batch = m.batch
LEFT JOIN residuals AS r ON r.measurement_id = m.id
WHERE m.platform_id IN ({ids}) AND w.id IN ({workloads}) AND m.devices = ?
ORDER BY is_same DESC, r.kept_out IS NOT NULL, abs(coalesce(m.context, 0) - w.context) + abs(coalesce(m.prompt_tokens, 0) - w.prompt), m.id
"""
