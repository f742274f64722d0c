"""Any case, asked of a kb.db: a platform, a model, a recipe, a phase and a load -> what limits it, and how fast.

The SQL is the one that made the tables: cases and their steps stand in temporary tables that hide the stored ones, and the stored
definitions run over them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest import architecture, names, workload
from ingest.query import Row, rows, undone
from ingest.runs import bits_of, runtime
from ingest.spelling import fold
from ingest.workload import Bits, Load, Step

DERIVED = ("limits", "loads", "efficiencies", "estimates", "bounds")
PHASES = ("decode", "prefill", "serving", "training")
COLUMNS = (
    "platform", "model", "recipe", "weights_bytes", "active_bytes", "phase", "batch", "prompt", "context", "generated", "devices", "engine",
)  # fmt: skip
ANSWERS = ("bound_type", "ceiling_tok_s", "estimate_tok_s", "estimate_low", "estimate_high", "calibration", "reason")


class Unanswerable(ValueError):
    """A case that names something unknown, or several things; the message says which."""


@dataclass(frozen=True)
class Case:
    """One thing that is asked, names resolved."""

    platform_id: str
    model_id: str
    recipe_id: str
    engine: str
    devices: int
    load: Load
    step: Step
    compute: str
    parameters: int


@dataclass
class Catalogue:
    """What names mean in a kb.db, looked up once."""

    connection: sqlite3.Connection
    shapes: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    recipes: dict[str, Row] = field(default_factory=dict)
    models_by_name: dict[str, set[str]] = field(default_factory=dict)
    platforms_by_name: dict[str, list[str]] = field(default_factory=dict)
    recipes_by_name: dict[str, list[Row]] = field(default_factory=dict)
    engines: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read models and recipes."""
        for row in rows(self.connection, "SELECT model_id, name, value FROM model_figures"):
            self.shapes.setdefault(row["model_id"], {})[row["name"]] = int(row["value"])
        for shape in self.shapes.values():  # a printed total is a check, not part of a described architecture
            if "heads" in shape:
                shape.pop("active_parameters", None)
                shape.pop("parameters", None)
        self.missing = {
            row["id"]: row["missing"] or "" for row in rows(self.connection, "SELECT id, missing FROM models")
        }
        self.recipes = {row["id"]: row for row in rows(self.connection, "SELECT * FROM recipes")}
        self.engines = {
            row["engine"] for row in rows(self.connection, "SELECT engine FROM recipes UNION SELECT engine FROM cases")
        }
        for row in rows(self.connection, "SELECT folded, model_id FROM model_aliases"):
            self.models_by_name.setdefault(row["folded"], set()).add(row["model_id"])

    def platform(self, name: str) -> str:
        """Return the id that a name means. Raises Unanswerable if it means none or several."""
        if name not in self.platforms_by_name:
            self.platforms_by_name[name] = names.resolve(self.connection, name)
        found = self.platforms_by_name[name]
        if not found:
            near = names.suggest(self.connection, name, 1)
            raise Unanswerable(f'platform "{name}" is not known' + (f'; did you mean "{near[0]}"?' if near else ""))
        if len(found) > 1:
            raise Unanswerable(f'platform "{name}" fits several: {", ".join(found)}')
        return found[0]

    def model(self, name: str) -> str:
        """Return the id that a model's name means. Raises Unanswerable."""
        found = {name} if name in self.missing else self.models_by_name.get(fold(name), set())
        if not found:
            raise Unanswerable(f'model "{name}" is not known')
        if len(found) > 1:
            raise Unanswerable(f'model "{name}" fits several: {", ".join(sorted(found))}')
        (model_id,) = found
        if self.missing[model_id]:
            raise Unanswerable(
                f"nobody has published what it takes to compute with {model_id}: {self.missing[model_id]}"
            )
        return model_id

    def recipe(self, name: str) -> Row:
        """Return the recipe that a name means. Raises Unanswerable."""
        if name not in self.recipes_by_name:
            self.recipes_by_name[name] = [
                row
                for row in self.recipes.values()
                if name == row["id"] or fold(name) in {fold(row["id"]), fold(row["name"])}
            ]
        found = self.recipes_by_name[name]
        if len(found) != 1:
            raise Unanswerable(f'recipe "{name}" is not known' if not found else f'recipe "{name}" fits several')
        return found[0]


def read_case(given: Mapping[str, str], catalogue: Catalogue) -> Case:
    """Return the case that a row of a file, or a command line, asks for. Raises Unanswerable."""
    platform_id, model_id = catalogue.platform(_need(given, "platform")), catalogue.model(_need(given, "model"))
    phase = given.get("phase") or "decode"
    if phase not in PHASES:
        raise Unanswerable(f'phase "{phase}" is not one of {", ".join(PHASES)}')
    batch, prompt = _count(given, "batch", 1), _count(given, "prompt", 0)
    context, generated = _count(given, "context", 0), _count(given, "generated", 0)
    if phase in {"prefill", "training"}:  # a file that names one length names the prompt's
        prompt, context = (prompt, context) if prompt else (context, 0)
        if not prompt:
            raise Unanswerable(f"{phase} needs a prompt")
    if phase == "serving" and not (prompt and generated):
        raise Unanswerable("serving needs prompt and generated")
    if phase == "decode":
        prompt, context = 0, context or prompt
    shape = catalogue.shapes[model_id]
    recipe, weights_gb = None, _gb(given, "weights_bytes")
    if given.get("recipe"):
        recipe = catalogue.recipe(given["recipe"])
        bits = bits_of(recipe)
    elif weights_gb:
        each = weights_gb * 8e9 / architecture.parameters(shape).total
        bits = Bits(each, each, each, each, each, 16)
    else:
        raise Unanswerable("a recipe is missing, or weights_bytes")
    if phase == "training" and not (recipe and (recipe["frozen"] or recipe["optimizer_bits"])):
        raise Unanswerable("training needs a recipe that says what is trained, such as bf16-adamw or nf4-qlora")
    engine = given.get("engine") or (recipe["engine"] if recipe else "llama.cpp")
    if engine not in catalogue.engines:
        raise Unanswerable(f'engine "{engine}" was never measured; one of {", ".join(sorted(catalogue.engines))}')
    load = Load(phase, batch, prompt, context, generated, bool(recipe and recipe["frozen"]))
    step = workload.step(shape, bits, load)
    if weights_gb:
        step = step.scaled_to(weights_gb)
    active_gb = _gb(given, "active_bytes")
    if active_gb and active_gb > step.stored_gb:
        raise Unanswerable("active_bytes are more than all weights")
    if active_gb:
        step = replace(step, linear_gb=active_gb, expected_linear_gb=max(active_gb, step.expected_linear_gb))
    return Case(
        platform_id=platform_id,
        model_id=model_id,
        recipe_id=recipe["id"] if recipe else "",
        engine=engine,
        devices=_count(given, "devices", 1),
        load=load,
        step=step,
        compute=recipe["compute"] if recipe else "fp16",
        parameters=architecture.parameters(shape).total,
    )


def evaluate(connection: sqlite3.Connection, cases: Sequence[Case]) -> list[dict[str, Row]]:
    """Return, for each case, its row of every table in DERIVED."""
    with undone(connection):
        _hide(connection, "steps", [_step(str(n), case) for n, case in enumerate(cases)])
        _hide(connection, "cases", [_case(str(n), case) for n, case in enumerate(cases)])
        definitions = dict(connection.execute("SELECT name, sql FROM definitions").fetchall())
        for name in DERIVED:
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
            connection.execute(f"CREATE TEMP TABLE {name} AS {definitions[name]}")
        found: list[dict[str, Row]] = [{} for _ in cases]
        kinds: dict[tuple[str, str], Row] = {
            (r["kind"], r["phase"]): r for r in rows(connection, "SELECT * FROM temp.efficiencies")
        }
        for name, key in (
            ("limits", "case_id"),
            ("loads", "case_id"),
            ("estimates", "case_id"),
            ("bounds", "workload_id"),
        ):
            for row in rows(connection, f"SELECT * FROM temp.{name}"):
                found[int(row[key])][name] = row
        for answer in found:
            if "loads" in answer:
                phase = "prefill" if answer["loads"]["phase"] == "prefill" else "decode"
                answer["efficiencies"] = kinds.get((answer["loads"]["kind"], phase), {})
    return found


def answer_file(connection: sqlite3.Connection, given: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield every row of a file with ANSWERS added; a row that cannot be answered says why."""
    catalogue = Catalogue(connection)
    asked: list[dict[Any, Any]] = [dict(row) for row in given]
    reasons: dict[int, str] = {}
    cases: dict[int, Case] = {}
    for number, row in enumerate(asked):
        try:
            if None in row or None in row.values():  # csv.DictReader's marks for cells too many and too few
                raise Unanswerable("the row has another number of cells than the first line")
            cases[number] = read_case(row, catalogue)
        except Unanswerable as error:
            reasons[number] = str(error)
    answers = dict(zip(cases, evaluate(connection, list(cases.values())), strict=True))
    for number, row in enumerate(asked):
        bound = answers.get(number, {}).get("bounds", {})
        reason = reasons.get(number) or reason_of(bound)
        shown = {name: _shown(bound.get(name)) for name in ANSWERS if name != "reason"}
        yield row | shown | {"reason": reason}


def reason_of(bound: Row) -> str:
    """Return why a bound says less than it could, an empty string where it says all."""
    if bound.get("bound_type") == "unknown":
        return f"nobody has published {', '.join((bound['missing'] or '').split())}"
    if bound.get("bound_type") == "capacity":
        devices = f"; {bound['devices_needed']} devices would hold it" if bound["devices_needed"] else ""
        return f"needs {bound['needed_gb']:.1f} GB, {bound['usable_gb']:.1f} GB usable{devices}"
    if bound.get("estimate_tok_s") is None:
        return "no measurement tells how far below the ceiling it stays"
    if bound.get("estimate_low") is None:
        return "no interval: estimates are scored for one sequence on one device only"
    return ""


def _need(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise Unanswerable(f"{name} is missing")
    return given[name]


def _count(given: Mapping[str, str], name: str, default: int) -> int:
    text = (given.get(name) or "").strip()
    if not text:
        return default
    if not text.isdecimal() or len(text) > 9 or (int(text) == 0 and name in {"batch", "devices"}):
        raise Unanswerable(
            f'{name}: "{text}" is not a whole number' + (" above 0" if name in {"batch", "devices"} else "")
        )
    return int(text)


def _gb(given: Mapping[str, str], name: str) -> float | None:
    text = (given.get(name) or "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise Unanswerable(f'{name}: "{text}" is not a number of bytes') from None
    if not 0 < number < 1e17:
        raise Unanswerable(f'{name}: "{text}" is no size of a model')
    return number / 1e9


def _shown(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else "" if value is None else str(value)


def _step(case_id: str, case: Case) -> Row:
    about = {
        "id": case_id,
        "model_id": case.model_id,
        "recipe_id": case.recipe_id or _packed_like(case),
        "phase": case.load.phase,
    }
    return {**about, "compute": case.compute, **vars(case.step)}


def _packed_like(case: Case) -> str:
    """A recipe whose weights are packed about as tightly as those of which only the size was given."""
    bits = case.step.stored_gb * 8e9 / case.parameters
    return "bf16" if bits >= 15 else "q8_0" if bits >= 8 else "q4_k_m"


def _case(case_id: str, case: Case) -> Row:
    return {
        "id": case_id,
        "platform_id": case.platform_id,
        "step_id": case_id,
        "devices": case.devices,
        "runtime": runtime(case.engine, None),
        "engine": case.engine,
        "exchanges": True,
        "threads": None,
        "workload_id": case_id,
        "measurement_id": None,
    }


def _hide(connection: sqlite3.Connection, name: str, content: list[Row]) -> None:
    """Fill a temporary table that stands before the stored one of the same name."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name} LIMIT 0")
    columns = [row[1] for row in connection.execute(f"PRAGMA temp.table_info({name})")]
    marks = ", ".join("?" for _ in columns)
    connection.executemany(f"INSERT INTO temp.{name} VALUES ({marks})", [[row[c] for c in columns] for row in content])
