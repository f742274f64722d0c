"""What the address of a comparison asks for: platforms by id or name, workloads, devices. What makes no sense becomes a message."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date

from ingest import as_of, names
from ingest.query import Row, rows
from web.render import Visit, address

MOST = 8
MOST_WORKLOADS = 4
DEVICES = (1, 2, 4, 8)
# Offered where nothing is asked for yet: the machines that people weigh against each other for a 70B model.
EXAMPLE = ("dgx-spark", "rtx-pro-5000-48gb", "rtx-pro-5000-72gb", "dgx-station-gb300")
NAME_LENGTH = 200
CHOICES = 12


@dataclass(frozen=True)
class Wanted:
    """A name that means no single platform: those that it may mean, or, where it means none, those that are spelled like it."""

    name: str
    known: bool
    choices: list[Row]


@dataclass(frozen=True)
class Asked:
    """A comparison that is asked for; `problems` are keys of texts, each with what fills it in."""

    platform_ids: list[str] = field(default_factory=list)
    workload_ids: list[str] = field(default_factory=list)
    devices: int = 1
    only_differences: bool = False
    as_of: str = ""
    wanted: list[Wanted] = field(default_factory=list)
    problems: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    moved: bool = False

    @property
    def status(self) -> int:
        """Return the status of the answer: 400 where something asked for makes no sense, though the page helps."""
        return 400 if self.problems else 200

    def here(self) -> str:
        """Return the shortest address that asks for this."""
        return address(
            "/compare",
            p=self.platform_ids or None,
            workload=self.workload_ids or None,
            devices=self.devices if self.devices != 1 else None,
            only="differences" if self.only_differences else None,
            as_of=self.as_of or None,
        )

    def lasting(self, data_date: str) -> str:
        """Return the address that asks for the same when the data has grown: it names the day, today's unless another is asked for."""
        return (self if self.as_of else replace(self, as_of=data_date)).here()


def day_of(connection: sqlite3.Connection, asked: Asked) -> AbstractContextManager[date | None]:
    """Return a context in which the connection reads what was known on the day that is asked for; of today it changes nothing."""
    return nullcontext() if is_today(connection, asked) else as_of.known_by(connection, asked.as_of, asked.platform_ids)


def is_today(connection: sqlite3.Connection, asked: Asked) -> bool:
    """Whether what is asked for is what is known today. `main` is the base itself, also where an earlier day stands before it."""
    return not asked.as_of or asked.as_of >= _last_day(connection)


def _last_day(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT data_date FROM main.about").fetchone()[0])


def ask(connection: sqlite3.Connection, visit: Visit) -> Asked:
    """Return what an address asks for. It has `moved` where a name was found out to mean one platform, whose id belongs in the address."""
    problems: list[tuple[str, dict[str, str]]] = []
    wanted: list[Wanted] = []
    typed = [name[:NAME_LENGTH] for name in visit.all("p")]
    known = _known(connection, "platforms", typed)
    ids, moved = [], False
    for name in typed:
        if name in known:
            ids.append(name)
            continue
        found = _meant(connection, name)
        if isinstance(found, str):
            ids.append(found)
            moved = True
        else:
            wanted.append(found)
            problems.append(("compare.several" if found.known else "compare.unknown", {"name": name}))
    added = visit.get("add")[:NAME_LENGTH].strip()
    if added:
        found = _meant(connection, added)
        if isinstance(found, str):
            ids.append(found)
            moved = True
        else:
            wanted.append(found)
    ids = list(dict.fromkeys(ids))
    if len(ids) > MOST:
        problems.append(("compare.too_many", {"n": str(MOST)}))
    workloads, devices = visit.all("workload"), visit.get("devices")
    chosen = _known(connection, "workloads", workloads[: MOST * 10])
    problems += [("compare.no_workload", {"name": name}) for name in workloads[: MOST * 10] if name not in chosen]
    workloads = [name for name in workloads if name in chosen]
    if len(workloads) > MOST_WORKLOADS:
        problems.append(("compare.too_many_workloads", {"n": str(MOST_WORKLOADS)}))
    if devices and devices not in map(str, DEVICES):
        problems.append(("compare.no_devices", {"name": devices[:20]}))
    day = ""
    if visit.get("as_of"):
        try:
            day = as_of.day_of(connection, visit.get("as_of")[:20]).isoformat()
        except as_of.NoSuchDay:
            problems.append(("as_of.none", {"given": visit.get("as_of")[:20], "last": _last_day(connection)}))
    return Asked(
        platform_ids=ids[:MOST],
        workload_ids=workloads[:MOST_WORKLOADS],
        devices=int(devices) if devices in map(str, DEVICES) else 1,
        only_differences=visit.get("only") == "differences",
        as_of=day,
        wanted=wanted,
        problems=problems,
        moved=moved,
    )


def _known(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> set[str]:
    marks = ", ".join("?" for _ in ids)
    return {row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE id IN ({marks})", ids)}


def _meant(connection: sqlite3.Connection, name: str) -> str | Wanted:
    """The id of the one platform that a name means, or what it may mean."""
    found = names.resolve(connection, name)
    if len(found) == 1:
        return found[0]
    near = (found or names.suggest(connection, name))[:CHOICES]
    marks = ", ".join("?" for _ in near)
    choices = {
        row["id"]: row for row in rows(connection, f"SELECT id, name, kind FROM platforms WHERE id IN ({marks})", *near)
    }
    return Wanted(name, bool(found), [choices[platform_id] for platform_id in near])
