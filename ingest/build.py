"""`data/` -> kb.db: read, check, insert, derive, index, verify, rename.

The new file is made beside the old one under a name of its own and renamed over it at the very end. Killed at any moment, the
old file is whole; with an error in the data, it is untouched.
"""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils
from sqlalchemy import URL, Table, create_engine, event
from sqlalchemy.schema import CreateIndex, CreateTable

from ingest import checks, tables
from ingest.derive import RELEASED, Derivation, derivations
from ingest.findings import Broken, Finding
from ingest.query import connect
from ingest.read import read
from ingest.records import Base
from ingest.rows import rows

SEARCHED = {
    "platforms": ["id", "name", "vendor", "family"],
    "aliases": ["alias"],
    "claims": ["printed", "text", "why", "at", "id"],
    "sources": ["title", "publisher", "url", "id"],
}
STEPS = ("reading", "checking", "inserting", "deriving", "checking outcomes", "indexing", "verifying", "renaming")
Step = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build did. `fresh` is False when kb.db was up to date already."""

    path: Path
    fresh: bool
    counts: dict[str, int]
    findings: list[Finding]


def build(data: Path, kb: Path, *, force: bool = False, step: Step = lambda name: None) -> Built:
    """Build `kb` from `data`, or leave it where it is if it says the same already. Raises Broken, and then changes nothing."""
    kb = kb.resolve()
    _refuse_foreign(kb, force)
    mark = fingerprint(data)
    if not force and _fingerprint_of(kb) == mark:
        return Built(kb, False, counts(kb), [])
    with _no_collection():
        step("reading")
        base = read(data)
        step("checking")
        found = checks.run(base)
        if any(finding.level == "error" for finding in found):
            raise Broken(found)
        with _neighbour(kb) as fresh:
            write(base, mark, fresh, step)
            step("renaming")
            os.replace(fresh, kb)
    return Built(kb, True, counts(kb), found)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the garbage collector: records have no cycles, and walking all of them again and again costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def outcomes(base: Base) -> list[Finding]:
    """Return what is wrong with what follows from `base`, which must be sound itself."""
    with tempfile.TemporaryDirectory(prefix="specproof-") as folder:
        try:
            write(base, "", Path(folder) / "kb.db")
        except Broken as broken:
            return broken.findings
    return []


def write(base: Base, mark: str, path: Path, step: Step = lambda name: None) -> None:
    """Write everything in `base` to a new database at `path`. The same `base` gives the same bytes. Raises Broken."""
    schema = tables.schema(base.metrics.values(), base.formulas.values())
    defined = derivations(base.metrics.values(), base.formulas.values())
    with _neighbour(path) as draft:
        step("inserting")
        _insert(base, mark, schema, draft)
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            step("deriving")
            _derive(connection, schema, defined)
            step("checking outcomes")
            found = checks.run_outcomes(connection, base.excuses)
            if any(finding.level == "error" for finding in found):
                raise Broken(found)
            step("indexing")
            _index(connection, schema)
            step("verifying")
            verify(connection)
            connection.execute("VACUUM INTO ?", (str(path),))
        with open(path, "rb+") as file:
            os.fsync(file.fileno())


def fingerprint(data: Path) -> str:
    """Return a hash over everything a build depends on: the data, this package, and the versions that write the file."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {sqlite3.sqlite_version}".encode())
    package = Path(__file__).parent
    for root, patterns in ((data, ("*",)), (package, ("*.py", "*.sql"))):
        found = (path for pattern in patterns for path in root.rglob(pattern))
        for path in sorted(path for path in found if path.is_file() and not path.name.startswith(".")):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _refuse_foreign(kb: Path, force: bool) -> None:
    """Never replace anything but an earlier kb.db; `force` also replaces a file that is damaged. Raises FileExistsError."""
    if os.path.lexists(kb) and not kb.is_file():
        raise FileExistsError(f"{kb} is not a file")
    if kb.exists() and not force and _fingerprint_of(kb) is None:
        raise FileExistsError(
            f"{kb} is not an earlier kb.db, or is damaged; name another file, or replace it with --force"
        )


def _fingerprint_of(kb: Path) -> str | None:
    if not kb.is_file():
        return None
    try:
        with closing(connect(kb)) as connection:
            row = connection.execute("SELECT fingerprint FROM about").fetchone()
            return str(row[0]) if row else None
    except sqlite3.DatabaseError:
        return None


@contextmanager
def _neighbour(path: Path) -> Iterator[Path]:
    """A file name in the same folder (so that renaming is atomic) that is gone afterwards, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Left by a build that was killed; a build takes seconds, so an old folder belongs to none that runs.
    for left in path.parent.glob(f"{path.name}.*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{path.name}.", dir=path.resolve().parent) as folder:
        yield Path(folder) / path.name


def _insert(base: Base, mark: str, schema: dict[str, Table], draft: Path) -> None:
    engine = create_engine(URL.create("sqlite", database=str(draft)))

    @event.listens_for(engine, "connect")
    def enforce(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = OFF")  # a draft that is lost is made again

    content = rows(base, mark)
    with engine.begin() as connection:
        for table in schema.values():
            connection.execute(CreateTable(table))
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # a source may copy one that comes after it
        for table in schema.values():
            if content.get(table.name):
                connection.execute(table.insert(), content[table.name])
    engine.dispose()


def _derive(connection: sqlite3.Connection, schema: dict[str, Table], defined: list[Derivation]) -> None:
    # The derivations look claims up by platform and metric; with the index they take time linear in the claims.
    _create_indexes(connection, schema, {"claims"})
    for place, derivation in enumerate(defined, start=1):
        columns = ", ".join(column.name for column in schema[derivation.name].columns)
        keys = ", ".join(column.name for column in schema[derivation.name].primary_key)
        connection.execute(
            f"INSERT INTO {derivation.name} ({columns}) SELECT {columns} FROM ({derivation.sql}) ORDER BY {keys}"
        )
        connection.execute(
            "INSERT INTO definitions (name, place, sql) VALUES (?, ?, ?)", (derivation.name, place, derivation.sql)
        )
        if derivation.name == "facts":
            connection.execute(RELEASED)
    connection.commit()


def _create_indexes(connection: sqlite3.Connection, schema: dict[str, Table], names: set[str]) -> None:
    """Create the indexes of the named tables in the order of their names; SQLAlchemy's own order changes from run to run."""
    found = [index for table in schema.values() if table.name in names for index in table.indexes]
    for index in sorted(found, key=lambda index: str(index.name)):
        connection.execute(str(CreateIndex(index)))


def _index(connection: sqlite3.Connection, schema: dict[str, Table]) -> None:
    _create_indexes(connection, schema, schema.keys() - {"claims"})
    db = sqlite_utils.Database(connection)
    for table, columns in SEARCHED.items():
        db[table].enable_fts(columns, tokenize="unicode61 remove_diacritics 2")  # type: ignore[union-attr]
    db.analyze()
    connection.commit()


def verify(connection: sqlite3.Connection) -> None:
    """Raise RuntimeError unless the file is sound and every reference in it holds."""
    sound = connection.execute("PRAGMA integrity_check").fetchall()
    dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    if sound != [("ok",)] or dangling:
        raise RuntimeError(f"the new kb.db is not sound: {sound[:3]}, dangling references: {dangling[:3]}")


def counts(kb: Path) -> dict[str, int]:
    """Return how many rows the tables that people ask for have."""
    with closing(connect(kb)) as connection:
        return {
            name: int(connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0])
            for name in ("platforms", "claims", "prices", "sources", "facts", "disputes")
        }
