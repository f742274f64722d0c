"""The sheets `Inputs` and `Cost`: what a million tokens cost, in formulas whose every input stands in a cell and can be changed.

The assumptions that all rows share stand once, in `Inputs`; each row of `Cost` shows them and can be given its own.
"""

from __future__ import annotations

import sqlite3
from dataclasses import astuple

from ingest.export.cost import HOURS_PER_YEAR, electricity_usd_per_hour, purchase_usd_per_hour
from ingest.export.shown import Shown
from ingest.export.workbook.sheet import Book, Formula, Head, Table
from ingest.query import Row, rows

# The order of Assumptions; Inputs holds them in rows 2 to 5.
SHARED = (
    ("usd_per_kwh", "Price of electricity", "USD/kWh"),
    ("pue", "Power at the wall per watt of the machine", "W/W"),
    ("utilisation", "Share of the year at work", "0 to 1"),
    ("years", "Life", "years"),
)
HEADS = (
    Head("Platform"),
    Head("Devices", None, True),
    Head("Price of one", "USD", True),
    Head("Host and other, for all", "USD", True),
    Head("Power of one", "W", True),
    Head("Speed of all together", "tok/s", True),
    Head("Price of electricity", "USD/kWh", True),
    Head("Power at the wall per watt", "W/W", True),
    Head("Share of the year at work", "0 to 1", True),
    Head("Life", "years", True),
    Head("Purchase, per hour of work", "USD/h"),
    Head("Electricity, per hour of work", "USD/h"),
    Head("Cost of a million tokens", "USD"),
    Head("Cost of a year", "USD"),
    Head("Tokens of a year", "millions"),
    Head("Energy per token", "J"),
    Head("Price basis"),
    Head("Price as of"),
    Head("Price is for"),
    Head("Price [n]"),
    Head("Power is"),
    Head("Power [n]"),
    Head("Speed is"),
)
POSITIVE = {"validate": "decimal", "criteria": ">", "value": 0, "error_message": "A number above 0."}
NOT_NEGATIVE = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "0 or more."}
SHARE = {
    "validate": "decimal", "criteria": "between", "minimum": 0.000001, "maximum": 1, "error_message": "Above 0, at most 1.",
}  # fmt: skip
# The fewest devices on which the workload has an estimate; where it has none on any number of them, one device.
_CASES = """
SELECT b.*, x.power_w, x.power_metric, f.source_id AS power_source
FROM (
  SELECT bounds.*, ROW_NUMBER() OVER (PARTITION BY platform_id ORDER BY estimate_tok_s IS NULL, devices) AS place
  FROM bounds WHERE workload_id = ?
) AS b
JOIN roofs AS x ON x.platform_id = b.platform_id
LEFT JOIN facts AS f ON f.platform_id = b.platform_id AND f.metric_id = x.power_metric
WHERE b.place = 1
"""


def inputs(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write the shared assumptions, each with its source or the word that it is ours."""
    table = Table(
        book, "Inputs", [Head("Assumption"), Head("Value", None, True), Head("Unit"), Head("Meaning"), Head("[n]")]
    )
    known = {row["id"]: row for row in rows(connection, "SELECT * FROM parameters")}
    for name, label, unit in SHARED:
        row = known[name]
        mark = found.notes.mark([row["source_id"]]) if row["source_id"] else "our own assumption"
        table.row([label, row["value"], unit, row["meaning"], mark])
    table.close()


def write(book: Book, connection: sqlite3.Connection, found: Shown) -> None:
    """Write the cost of the workload on each platform; where nobody published a price or a power the cell waits for one."""
    table = Table(book, "Cost", HEADS, units=True)
    cases = {row["platform_id"]: row for row in rows(connection, _CASES, found.workload["id"])}
    for platform in found.platforms:
        case, price = cases[platform["id"]], found.prices.get(platform["id"])
        number = table.next + 1
        table.row(
            [
                platform["name"],
                case["devices"],
                price["amount_usd"] if price else None,
                0,
                case["power_w"],
                case["estimate_tok_s"],
                *(Formula(f"=Inputs!$B${row}", value) for row, value in enumerate(astuple(found.assumptions), start=2)),
                *_results(found, number, case, price),
                price["basis"] if price else None,
                price["as_of"] if price else None,
                price["scope"] if price else None,
                found.notes.mark([price["source_id"]]) if price else None,
                case["power_metric"],
                found.notes.mark([case["power_source"]]) if case["power_source"] else None,
                _speed(case),
            ]
        )
    for column, rule in ((1, POSITIVE), (2, NOT_NEGATIVE), (3, NOT_NEGATIVE), (4, NOT_NEGATIVE), (5, POSITIVE), (6, NOT_NEGATIVE),
                         (7, POSITIVE), (8, SHARE), (9, POSITIVE)):  # fmt: skip
        table.validate(column, rule)
    table.close()


def _results(found: Shown, r: int, case: Row, price: Row | None) -> list[Formula]:
    """The formulas of row `r`, each with its value. A missing input leaves the result empty, never an error and never 0."""
    given, speed, watts = found.assumptions, case["estimate_tok_s"], case["power_w"]
    purchase = purchase_usd_per_hour(price["amount_usd"] * case["devices"], given) if price else None
    electricity = electricity_usd_per_hour(watts * case["devices"], given) if watts is not None else None
    hour = purchase + electricity if purchase is not None and electricity is not None else None
    worked = HOURS_PER_YEAR * given.utilisation
    return [
        Formula(f'=IF(OR(C{r}="",N(I{r})*N(J{r})=0),"",(B{r}*C{r}+D{r})/(J{r}*{HOURS_PER_YEAR}*I{r}))', purchase),
        Formula(f'=IF(E{r}="","",B{r}*E{r}/1000*H{r}*G{r})', electricity),
        Formula(
            f'=IF(OR(K{r}="",L{r}="",N(F{r})=0),"",(K{r}+L{r})/(F{r}*3600)*1000000)',
            hour / (speed * 3600) * 1_000_000 if hour is not None and speed else None,
        ),
        Formula(
            f'=IF(OR(K{r}="",L{r}=""),"",(K{r}+L{r})*{HOURS_PER_YEAR}*I{r})',
            hour * worked if hour is not None else None,
        ),
        Formula(
            f'=IF(N(F{r})=0,"",F{r}*3600*{HOURS_PER_YEAR}*I{r}/1000000)',
            speed * 3600 * worked / 1_000_000 if speed else None,
        ),
        Formula(
            f'=IF(OR(E{r}="",N(F{r})=0),"",B{r}*E{r}/F{r})',
            watts * case["devices"] / speed if watts is not None and speed else None,
        ),
    ]


def _speed(case: Row) -> str:
    if case["estimate_tok_s"] is not None:
        return f"estimate; calibrated on: {case['calibration']}"
    if case["bound_type"] == "capacity":
        return "no estimate: does not fit on up to 8 devices"
    return (
        f"no estimate: not published: {case['missing']}"
        if case["missing"]
        else "no estimate: nothing like it was measured"
    )
