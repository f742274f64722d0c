"""The figures of several platforms: the chosen facts, what speaks against them, prices, and what follows per dollar."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.query import Row, rows
from web.compare.cells import INFINITE, Cell, Group, Line, computed, shown
from web.language import Language

GIB = 1.073741824
SHOWN_NOTES = 2
# Which rows stand together; a metric that begins with none of these belongs to what the thing is.
GROUPS = (
    ("memory", ("memory",)),
    ("compute", ("fp", "tf", "bf", "int", "ai_", "npu_", "gpu_cores", "cpu_cores")),
    ("power", ("tdp", "power")),
    ("links", ("nvlink", "c2c", "network", "pcie")),
)
# A derived column stands with the rarest of its inputs.
DERIVED_IN = ("price", "power", "compute", "links", "memory", "identity")
# Kinds whose price and power are without the computer that they need.
WITHOUT_HOST = frozenset({"card", "module", "chip"})
# Told in the head of the table.
TOLD = frozenset({"release_date"})


def marks(values: Sequence[object]) -> str:
    """Return the question marks of a list."""
    return ", ".join("?" for _ in values)


class Figures:
    """The facts of some platforms as cells, read once."""

    def __init__(self, connection: sqlite3.Connection, platforms: Sequence[Row], language: Language) -> None:
        """Read facts, their sources, what speaks against them, and prices of some rows of `platforms`."""
        self.ids = [platform["id"] for platform in platforms]
        self.mixed = len({platform["kind"] in WITHOUT_HOST for platform in platforms}) > 1
        self._t = language
        self._connection = connection
        self.cells: dict[tuple[str, str], Cell] = {}
        self.metrics: dict[str, Row] = {}
        self._labels: dict[str, str] = {}
        self.prices = {row["platform_id"]: row for row in self._rows(_PRICES)}
        self._facts()

    def _rows(self, sql: str) -> list[Row]:
        return rows(self._connection, sql.format(marks=marks(self.ids)), *self.ids)

    def _facts(self) -> None:
        support: dict[str, list[str]] = {}
        for claim_id, source_id in self._connection.execute(_SUPPORT.format(marks=marks(self.ids)), self.ids):
            support.setdefault(claim_id, []).append(source_id)
        against: dict[str, list[Row]] = {}
        for dispute in self._rows(_DISPUTES):
            against.setdefault(dispute["chosen_claim_id"], []).append(dispute)
        for fact in self._rows(_FACTS):
            self.metrics[fact["metric_id"]] = fact
            sources = list(dict.fromkeys(support.get(fact["claim_id"], [])))
            cell = self._cell(fact)
            cell.sources, cell.more = sources[:SHOWN_NOTES], max(len(sources) - SHOWN_NOTES, 0)
            cell.disputes = against.get(fact["claim_id"], [])
            self.cells[fact["platform_id"], fact["metric_id"]] = cell
        for row in self._rows(_UNKNOWN):
            key = (row["platform_id"], row["metric_id"])
            if key not in self.cells:
                self.metrics.setdefault(row["metric_id"], row)
                self.cells[key] = Cell(text=self._t.word("state", "unknown"), sources=[row["source_id"]])

    def _cell(self, fact: Row) -> Cell:
        cell = Cell(
            link=f"/platform/{fact['platform_id']}/{fact['metric_id']}",
            printed=fact["printed"],
            agreeing=fact["agreeing"],
            dissenting=fact["dissenting"] if fact["disputed"] else 0,
        )
        if fact["stage"] != "shipping":
            cell.lines.append(self._t.word("stage", fact["stage"]))
            cell.parts["stage"] = fact["stage"]
        if fact["state"] != "value":
            cell.value, cell.text = fact["state"], self._t.word("state", fact["state"])
        elif fact["kind"] != "quantity":
            cell.value = cell.text = fact["text"]
        else:
            self._quantity(cell, fact)
        return cell

    def _quantity(self, cell: Cell, fact: Row) -> None:
        """Fill in a number. The trade prints GB for GiB: 80 GiB stands beside 80 GB, as in the comparison of all platforms."""
        by = GIB if fact["binary_unit"] and fact["gb_may_mean_gib"] else 1.0
        cell.unit = "GiB" if by != 1.0 else ""
        cell.value = fact["value"] / by
        cell.low = -INFINITE if fact["low"] is None else fact["low"] / by
        cell.high = INFINITE if fact["high"] is None else fact["high"] / by
        cell.text = shown(cell.value)
        if fact["bound"] == "range" and fact["low"] is not None:
            cell.lines.append(f"{fact['printed']}")
        elif fact["bound"] != "exact":
            cell.text = f"{self._t.word('claim_bound', fact['bound'])} {cell.text}".strip()
        if fact["bound"] != "exact":
            cell.parts["qualifier"] = fact["bound"]

    def groups(self) -> list[Group]:
        """Return the rows of everything that is known of one of the platforms, what they cost first."""
        lines: dict[str, list[Line]] = {name: [] for name in ("price", *(name for name, _ in GROUPS), "identity")}
        if self.prices:
            lines["price"].append(self._price_line())
        for metric in sorted(self.metrics.values(), key=lambda row: row["place"]):
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
            cells=[self.cells.get((platform_id, metric_id)) or Cell() for platform_id in self.ids],
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
            cells=[self._price(platform_id) for platform_id in self.ids],
            better="lower",
            ranked=not self.mixed,
        )

    def _price(self, platform_id: str) -> Cell:
        row = self.prices.get(platform_id)
        if row is None:
            return Cell()
        cell = computed(row["amount_usd"], link=f"/platform/{platform_id}#prices", printed=row["printed"])
        cell.sources = [row["source_id"], *([row["rate_source_id"]] if row["rate_source_id"] else [])]
        cell.lines = [self.basis(platform_id), self._t.word("scope", row["scope"])]
        if row["rate_id"]:
            cell.lines.insert(0, self._t.texts["compare.converted"].format(printed=row["printed"]))
        cell.alarms = self.stale(platform_id)
        cell.parts = {name: row[name] for name in ("basis", "as_of", "scope", "observations", "chosen_because")}
        cell.parts["stale"] = bool(row["stale"])
        return cell

    def basis(self, platform_id: str) -> str:
        """Return what kind of price a platform's is, and of which day."""
        row = self.prices[platform_id]
        return f"{self._t.word('basis', row['basis'])}, {row['as_of']}"

    def stale(self, platform_id: str) -> list[str]:
        """Return a warning where a platform's price is old."""
        row = self.prices[platform_id]
        return [self._t.texts["price.stale"].format(days=row["age_days"])] if row["stale"] else []

    def name(self, metric_id: str) -> str:
        """Return a metric's name, also of one that none of the platforms has a figure of."""
        if metric_id not in self.metrics and not self._labels:
            self._labels = dict(self._connection.execute("SELECT id, label FROM metrics").fetchall())
        found = self.metrics.get(metric_id)
        return self._t.metric(metric_id, found["label"] if found else self._labels[metric_id])

    def priced(self, platform_id: str, value: float, link: str, sources: Sequence[str]) -> Cell:
        """Return the cell of a number that a price went into: it says which price."""
        price = self.prices[platform_id]
        cell = computed(value, link=link, sources=list(dict.fromkeys([*sources, price["source_id"]])))
        cell.lines, cell.alarms = [self.basis(platform_id)], self.stale(platform_id)
        cell.parts = {"price_basis": price["basis"], "price_as_of": price["as_of"], "price_stale": bool(price["stale"])}
        return cell

    def source(self, platform_id: str, metric_id: str) -> list[str]:
        """Return the source of a chosen figure, in a list that is empty where there is none."""
        cell = self.cells.get((platform_id, metric_id))
        return list(cell.sources[:1]) if cell and cell.value is not None else []

    def _derived(self) -> Iterator[tuple[str, Line]]:
        """Yield the derived columns, each with the group of what goes into it."""
        formulas = rows(self._connection, "SELECT * FROM formulas ORDER BY rowid")
        inputs: dict[str, list[str]] = {}
        for formula_id, name in self._connection.execute("SELECT formula_id, input FROM formula_inputs ORDER BY input"):
            inputs.setdefault(formula_id, []).append(name)
        columns = ", ".join(formula["id"] for formula in formulas)
        sql = f"SELECT platform_id, {columns} FROM comparison WHERE platform_id IN ({{marks}})"
        wide = {row["platform_id"]: row for row in self._rows(sql)}
        for formula in formulas:
            names = inputs[formula["id"]]
            groups = {"price"} if "price" in names else {_group(name) for name in names}
            yield next(name for name in DERIVED_IN if name in groups), self._formula(formula, names, wide)

    def _formula(self, formula: Row, inputs: list[str], wide: dict[str, Row]) -> Line:
        cells = []
        for platform_id in self.ids:
            value = wide[platform_id][formula["id"]]
            link = f"/lineage/{platform_id}/{formula['id']}"
            sources = list(dict.fromkeys(source for name in inputs for source in self.source(platform_id, name)))
            if value is None:
                cells.append(Cell())
            elif "price" in inputs:
                cells.append(self.priced(platform_id, value, link, sources))
            else:
                cells.append(computed(value, link=link, sources=sources))
        priced_or_powered = not {"price", "tdp"}.isdisjoint(inputs)
        return Line(
            id=formula["id"],
            label=self._t.texts.get(f"formula.{formula['id']}", formula["label"]),
            unit=formula["unit"],
            link=f"/kb/formulas/{formula['id']}",
            cells=cells,
            better=formula["better"],
            meaning=formula["meaning"],
            ranked=not (self.mixed and priced_or_powered),
        )


def _group(metric_id: str) -> str:
    return next((name for name, starts in GROUPS if metric_id.startswith(starts)), "identity")


_FACTS = """
SELECT f.platform_id, f.metric_id, f.claim_id, f.printed, f.value, f.low, f.high, f.text, f.state, f.bound, f.binary_unit, f.stage,
       f.agreeing, f.dissenting, f.disputed, m.label, m.kind, m.unit, m.better, m.meaning, m.place, m.gb_may_mean_gib
FROM facts AS f JOIN metrics AS m ON m.id = f.metric_id WHERE f.platform_id IN ({marks})
"""
_UNKNOWN = """
SELECT c.platform_id, c.metric_id, c.source_id, m.label, m.kind, m.unit, m.better, m.meaning, m.place
FROM claims AS c JOIN metrics AS m ON m.id = c.metric_id WHERE c.platform_id IN ({marks}) AND c.state = 'unknown' ORDER BY c.id
"""
_SUPPORT = """
SELECT f.claim_id, c.source_id
FROM facts AS f JOIN agreements AS a ON a.chosen_claim_id = f.claim_id JOIN claims AS c ON c.id = a.claim_id
JOIN rankings AS r ON r.claim_id = a.claim_id
WHERE f.platform_id IN ({marks}) AND a.agrees AND c.rank <> 'deprecated' ORDER BY r.place
"""
_DISPUTES = """
SELECT d.chosen_claim_id, d.other_claim_id, d.other_printed, d.other_source_id, d.status, d.reason, s.publisher
FROM disputes AS d JOIN sources AS s ON s.id = d.other_source_id
WHERE d.platform_id IN ({marks}) ORDER BY d.status <> 'open', d.status, d.id
"""
_PRICES = """
SELECT b.*, r.source_id AS rate_source_id
FROM buying_prices AS b LEFT JOIN exchange_rates AS r ON r.id = b.rate_id WHERE b.platform_id IN ({marks})
"""
