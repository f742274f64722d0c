"""The figures of several platforms as rows: the chosen facts, prices, and what follows from them, by what they are about."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from ingest.buying import WITHOUT_HOST, doubt
from ingest.query import Row
from web.compare.cells import ABSENT, Cell, Group, Line, computed, say
from web.compare.known import kept_rows, known
from web.language import Language

# Which rows stand together; a metric that begins with none of these belongs to what the thing is.
GROUPS = (
    ("memory", ("memory",)),
    ("compute", ("fp", "tf", "bf", "int", "ai_", "npu_", "gpu_cores", "cpu_cores")),
    ("power", ("tdp", "power")),
    ("links", ("nvlink", "c2c", "network", "pcie")),
)
# A derived column stands with the rarest of its inputs.
DERIVED_IN = ("price", "power", "compute", "links", "memory", "identity")
# Told in the head of the table.
TOLD = frozenset({"release_date"})


def marks(values: Sequence[object]) -> str:
    """Return the question marks of a list."""
    return ", ".join("?" for _ in values)


class Figures:
    """The facts of some platforms as cells, read once."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        platforms: Sequence[Row],
        language: Language,
        fingerprint: str | None,
    ) -> None:
        """Read what is known of some rows of `platforms`; see `known` for the fingerprint."""
        self.ids = [platform["id"] for platform in platforms]
        self.mixed = len({platform["kind"] in WITHOUT_HOST for platform in platforms}) > 1
        self._t = language
        self._connection = connection
        self._fingerprint = fingerprint
        self._known = {id_: known(connection, id_, language, fingerprint) for id_ in self.ids}
        self._metrics = {name: row for found in self._known.values() for name, row in found.metrics.items()}
        self._labels: dict[str, str] = {}

    def groups(self) -> list[Group]:
        """Return the rows of everything that is known of one of the platforms, what they cost first."""
        lines: dict[str, list[Line]] = {name: [] for name in ("price", *(name for name, _ in GROUPS), "identity")}
        if any(found.price for found in self._known.values()):
            lines["price"].append(self._price_line())
        for metric in sorted(self._metrics.values(), key=lambda row: row["place"]):
            if metric["metric_id"] not in TOLD:
                lines[_group(metric["metric_id"])].append(self._line(metric))
        for name, line in self._derived():
            if any(cell.value is not None for cell in line.cells):
                lines[name].append(line)
        return [Group(name, self._t.texts[f"compare.group.{name}"], "", part) for name, part in lines.items() if part]

    def _line(self, metric: Row) -> Line:
        """The row of a metric. What does not say what it counts is not ranked, nor a card's power beside a system's."""
        metric_id = metric["metric_id"]
        return Line(
            id=metric_id,
            label=self._t.metric(metric_id, metric["label"]),
            unit="" if metric["unit"] in (None, "count") else metric["unit"],
            link=f"/kb/metrics/{metric_id}",
            cells=[found.cells.get(metric_id, ABSENT) for found in self._known.values()],
            better=metric["better"],
            meaning=metric["meaning"],
            ranked=not metric_id.endswith("unlabelled") and not (self.mixed and _group(metric_id) == "power"),
        )

    def _price_line(self) -> Line:
        return Line(
            id="price_usd",
            label=self._t.texts["compare.price"],
            unit="USD",
            link="",
            cells=[self._kept(id_, "price_usd", self._price) for id_ in self.ids],
            better="lower",
            ranked=not self.mixed,
        )

    def _kept(self, platform_id: str, column: str, make: Callable[[str], Cell]) -> Cell:
        """The cell of a column that follows from what is known of one platform alone: made once."""
        made = self._known[platform_id].computed
        if column not in made:
            made[column] = make(platform_id)
        return made[column]

    def _price(self, platform_id: str) -> Cell:
        row = self._known[platform_id].price
        if row is None:
            return ABSENT
        cell = computed(row["amount_usd"], link=f"/platform/{platform_id}#prices", printed=row["printed"])
        cell.sources = [row["source_id"], *([row["rate_source_id"]] if row["rate_source_id"] else [])]
        cell.lines = [self._basis(row), self._t.word("scope", row["scope"])]
        if row["rate_id"]:
            cell.lines.insert(0, say(self._t, "compare.converted", printed=row["printed"]))
        cell.alarms = self._alarms(platform_id, row)
        cell.parts = {name: row[name] for name in ("basis", "as_of", "scope", "observations", "chosen_because")}
        cell.parts["stale"] = bool(row["stale"])
        return cell

    def _basis(self, price: Row) -> str:
        """What kind of price it is, and of which day."""
        return f"{self._t.word('basis', price['basis'])}, {price['as_of']}"

    def _alarms(self, platform_id: str, price: Row) -> list[str]:
        """A warning where it may not be had."""
        why = doubt(price["basis"], price["stale"], self._known[platform_id].derived["lifecycle"])
        return [say(self._t, f"price.{why}", days=price["age_days"])] if why else []

    def name(self, metric_id: str) -> str:
        """Return a metric's name, also of one that none of the platforms has a figure of."""
        if metric_id not in self._metrics and not self._labels:
            self._labels = dict(self._connection.execute("SELECT id, label FROM metrics").fetchall())
        found = self._metrics.get(metric_id)
        return self._t.metric(metric_id, found["label"] if found else self._labels[metric_id])

    def priced(self, platform_id: str, value: float, link: str, sources: Sequence[str]) -> Cell:
        """Return the cell of a number that a price went into: it says which price."""
        price = self._known[platform_id].price or {}
        cell = computed(value, link=link, sources=list(dict.fromkeys([*sources, price["source_id"]])))
        cell.lines, cell.alarms = [self._basis(price)], self._alarms(platform_id, price)
        cell.parts = {"price_basis": price["basis"], "price_as_of": price["as_of"], "price_stale": bool(price["stale"])}
        return cell

    def source(self, platform_id: str, metric_id: str) -> list[str]:
        """Return the source of a chosen figure, in a list that is empty where there is none."""
        cell = self._known[platform_id].cells.get(metric_id, ABSENT)
        return list(cell.sources[:1]) if cell.value is not None else []

    def _derived(self) -> Iterator[tuple[str, Line]]:
        """Yield the derived columns, each with the group of what goes into it."""
        inputs: dict[str, list[str]] = {}
        for row in kept_rows(self._connection, _INPUTS, self._fingerprint):
            inputs.setdefault(row["formula_id"], []).append(row["input"])
        for formula in kept_rows(self._connection, _FORMULAS, self._fingerprint):
            names = inputs[formula["id"]]
            groups = {"price"} if "price" in names else {_group(name) for name in names}
            yield next(name for name in DERIVED_IN if name in groups), self._formula(formula, names)

    def _derived_cell(self, platform_id: str, column: str, inputs: list[str]) -> Cell:
        value = self._known[platform_id].derived[column]
        if value is None:
            return ABSENT
        link = f"/lineage/{platform_id}/{column}"
        sources = list(dict.fromkeys(source for name in inputs for source in self.source(platform_id, name)))
        if "price" in inputs:
            return self.priced(platform_id, value, link, sources)
        return computed(value, link=link, sources=sources)

    def _formula(self, formula: Row, inputs: list[str]) -> Line:
        column = formula["id"]
        cells = [self._kept(id_, column, lambda id_: self._derived_cell(id_, column, inputs)) for id_ in self.ids]
        priced_or_powered = not {"price", "tdp"}.isdisjoint(inputs)
        return Line(
            id=column,
            label=self._t.texts.get(f"formula.{column}", formula["label"]),
            unit=formula["unit"],
            link=f"/kb/formulas/{column}",
            cells=cells,
            better=formula["better"],
            meaning=formula["meaning"],
            ranked=not (self.mixed and priced_or_powered),
        )


@cache
def _group(metric_id: str) -> str:
    return next((name for name, starts in GROUPS if metric_id.startswith(starts)), "identity")


_FORMULAS = "SELECT * FROM formulas ORDER BY rowid"
_INPUTS = "SELECT formula_id, input FROM formula_inputs ORDER BY input"
