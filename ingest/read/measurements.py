"""`measurements/<source-id>.csv` -> measured speeds, one file per source, as their logs print them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import process

from ingest import quantity
from ingest.findings import Finding, Where
from ingest.quantity import QuantityError
from ingest.records import KV_BITS, PHASES, SPEED_UNITS, Base, Measurement
from ingest.spelling import fold, parse_date

COLUMNS = (
    "platform", "devices", "model", "recipe", "engine", "backend", "version", "phase", "batch", "prompt", "context", "generated",
    "printed", "unit", "weights", "conditions", "as_of", "at",
)  # fmt: skip
CONDITIONS = (
    "fa", "no-fa", "speculative", "offload", "kv=", "power-limit=", "overclocked", "prefix-cache", "tp=", "pp=", "ep=", "split=", "egpu",
    "throttled", "preliminary", "concurrent-load", "threads=", "virtual-machine",
    "counts-pieces",
)  # fmt: skip
MAX_BYTES = 20_000_000
SPREAD = re.compile(r"\s*(?:±|\+-|\+/-).*")
FORMULA_MARKS = ("=", "+", "-", "@")


class Refused(ValueError):
    """A cell that cannot be read; the message says what was found and how to mend it."""


def read_measurements(path: Path, shown: str, base: Base) -> None:
    """Add every row of a file to `base.measurements`. Platforms, models, recipes and sources must have been read."""

    def problem(line: int, message: str) -> None:
        base.findings.append(Finding(Where(shown, line), "error", "format", message))

    if path.stem not in base.sources:
        problem(1, f'the file is named for its source, but "{path.stem}" is not in data/sources')
        return
    if path.stat().st_size > MAX_BYTES:
        problem(1, f"the file is larger than {MAX_BYTES:,} bytes; split the source")
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem(1, f"the file is not UTF-8 (byte {error.start}); save it as UTF-8")
        return
    for line, cells in _rows(text, problem):
        try:
            row = _read_row(cells, path.stem, base, Where(shown, line))
        except (Refused, QuantityError) as error:
            problem(line, str(error))
            continue
        known = base.measurements.setdefault(row.id, row)
        if known is not row:
            problem(line, f"the same run is already at {known.where}; tell the two apart, or keep one")


def _rows(text: str, problem: object) -> Iterator[tuple[int, dict[str, str]]]:
    report = problem if callable(problem) else print
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            report(1, f"the first line must be {','.join(COLUMNS)}")
            return
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(COLUMNS):
                report(
                    reader.line_num,
                    f"{len(cells)} cells, but there are {len(COLUMNS)} columns; quote a cell with a comma",
                )
                continue
            yield reader.line_num, {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    except csv.Error as error:
        report(reader.line_num, f"not CSV: {error}")


def _read_row(cells: dict[str, str], source_id: str, base: Base, where: Where) -> Measurement:
    for name in ("platform", "model", "at", "printed", "devices"):
        if not cells[name]:
            raise Refused(f'"{name}" is empty')
    for name, cell in cells.items():
        if cell.startswith(FORMULA_MARKS):
            raise Refused(f'{name}: "{cell}" begins with {cell[0]}, which a spreadsheet runs; write it in words')
    _known("platform", cells["platform"], base.platforms)
    _known("model", cells["model"], base.models)
    if cells["recipe"]:
        _known("recipe", cells["recipe"], base.recipes)
    _known("phase", cells["phase"], PHASES)
    _known("unit", cells["unit"], SPEED_UNITS)
    conditions = tuple(sorted(cells["conditions"].split()))
    for condition in conditions:
        name, equals, value = condition.partition("=")
        _known("condition", name + equals, CONDITIONS)
        if name == "kv":
            _known("type of keys and values", value, (*KV_BITS, "f16", "bf16"))
    numbers = {name: _count(name, cells[name]) for name in ("devices", "batch", "prompt", "context", "generated")}
    if cells["as_of"]:
        parse_date(cells["as_of"])
    lang = base.sources[source_id].lang
    weights = quantity.parse(cells["weights"], "GB", lang=lang).value if cells["weights"] else None
    marks = [
        source_id, cells["platform"], f"x{numbers['devices']}", cells["model"], cells["recipe"], cells["engine"], cells["backend"],
        cells["version"], cells["phase"], *(f"{name[0]}{numbers[name]}" for name in ("batch", "prompt", "context", "generated")
        if numbers[name] is not None), *conditions, cells["unit"].partition(" ")[2], cells["as_of"],
    ]  # fmt: skip
    return Measurement(
        id="--".join(mark if place in {0, 1, 3} else fold(mark) for place, mark in enumerate(marks) if mark),
        source_id=source_id,
        platform_id=cells["platform"],
        devices=numbers["devices"] or 1,
        model_id=cells["model"],
        recipe_id=cells["recipe"] or None,
        engine=cells["engine"] or None,
        backend=cells["backend"] or None,
        engine_version=cells["version"] or None,
        phase=cells["phase"],
        batch=numbers["batch"],
        prompt_tokens=numbers["prompt"],
        context=numbers["context"],
        generated_tokens=numbers["generated"],
        printed=cells["printed"],
        unit=cells["unit"],
        value=_value(cells, numbers["batch"], lang),
        weights_printed=cells["weights"] or None,
        weights_gb=weights,
        conditions=conditions,
        as_of=cells["as_of"] or None,
        at=cells["at"],
        where=where,
    )


def _value(cells: dict[str, str], batch: int | None, lang: str) -> float:
    """Tokens per second of all sequences together."""
    figure = quantity.parse(SPREAD.sub("", cells["printed"]), "count", lang=lang, plausible=(0.01, 1e6)).value
    if figure <= 0:
        raise Refused(f'printed: "{cells["printed"]}" is not more than nothing')
    if cells["unit"] in {"ms/tok", "tok/s per user"} and batch is None:
        raise Refused(f'"{cells["unit"]}" needs the batch: how many sequences ran at once')
    if cells["unit"] == "ms/tok":
        return 1000 / figure * (batch or 1)
    return figure * (batch or 1) if cells["unit"] == "tok/s per user" else figure


def _count(name: str, text: str) -> int | None:
    if text and not text.isdecimal():
        raise Refused(f'{name}: "{text}" is not a whole number')
    number = int(text) if text else None
    if number == 0 and name in {"devices", "batch"}:
        raise Refused(f"{name} must be above 0")
    return number


def _known(name: str, value: str, known: object) -> None:
    names = list(known)  # type: ignore[call-overload]
    if value not in names:
        near = process.extractOne(value, names)
        raise Refused(f'{name} "{value}" is not known' + (f'; did you mean "{near[0]}"?' if near else ""))
