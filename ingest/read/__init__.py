"""`data/` -> typed records that know their file and line. The only reader of `data/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest import textyaml
from ingest.findings import Finding, Where
from ingest.read.answers import read_answer, read_known_urls
from ingest.read.calibration import read_calibration
from ingest.read.dictionary import read_formulas, read_metrics
from ingest.read.entry import ID, Entry
from ingest.read.link_health import read_link_health
from ingest.read.links import read_links
from ingest.read.measurements import read_measurements
from ingest.read.models import read_model
from ingest.read.platforms import read_platform
from ingest.read.rates import read_rates
from ingest.read.recipes import read_recipes, read_workloads
from ingest.read.sources import read_sources
from ingest.records import Base, Excuse
from ingest.textyaml import Mapping, YamlRefused


def read(data: Path, progress: Callable[[Path], None] = lambda path: None) -> Base:
    """Return everything under `data`, with every mistake met on the way in `findings`.

    Files are read in the order of their names, so what the disk lists first makes no difference.
    """
    base = Base()
    known = {data / "LICENSE"}

    def files(pattern: str) -> Iterator[Path]:
        for path in sorted(path for path in data.glob(pattern) if path.is_file() and not path.name.startswith(".")):
            known.add(path)
            if path.is_symlink():
                _refuse(base, _shown(path, data), "a link; put the file itself here")
                continue
            progress(path)
            yield path

    def each(pattern: str) -> list[tuple[Path, Entry]]:
        opened = ((path, _open(path, data, base)) for path in files(pattern))
        return [(path, entry) for path, entry in opened if entry]

    for name in ("metrics.yml", "formulas.yml", "workloads.yml"):
        if not (data / name).is_file():
            _refuse(base, f"data/{name}", "the file is missing")
    for _, entry in each("metrics.yml"):
        read_metrics(entry, base)
    for _, entry in each("formulas.yml"):
        read_formulas(entry, base)
    for path, entry in each("sources/*.yml"):
        _check_name(path, entry)
        read_sources(entry, base, path.stem)
    for _, entry in each("rates.yml"):
        read_rates(entry, base)
    for _, entry in each("links.yml"):
        read_links(entry, base)
    for path, entry in each("platforms/*/*.yml"):
        _check_name(path, entry)
        read_platform(entry, base, path.parent.name, path.stem)
    for path, entry in each("models/*.yml"):
        read_model(entry, base, path.stem)
    for _, entry in each("recipes.yml"):
        read_recipes(entry, base)
    for _, entry in each("workloads.yml"):
        read_workloads(entry, base)
    for path in files("measurements/*.csv"):
        read_measurements(path, _shown(path, data), base)
    for _, entry in each("calibration.yml"):
        read_calibration(entry, base)
    for _, entry in each("known_urls.yml"):
        read_known_urls(entry, base)
    for _, entry in each("link_health.yml"):
        read_link_health(entry, base)
    for path, entry in each("answers/*.yml"):
        _check_name(path, entry)
        read_answer(entry, base, path.stem)
    for _, entry in each("exceptions.yml"):
        _read_excuses(entry, base)
    for path in sorted(data.rglob("*")):
        if path.is_file() and path not in known and not path.name.startswith("."):
            says = "nothing reads this file; platforms/<vendor>/<id>.yml, sources/<publisher>.yml, measurements/<source-id>.csv"
            _refuse(base, _shown(path, data), says)
    return base


def _open(path: Path, data: Path, base: Base) -> Entry | None:
    shown = _shown(path, data)
    try:
        root = textyaml.load(path)
    except YamlRefused as error:
        _refuse(base, shown, str(error), error.line)
        return None
    if root is None:
        root = Mapping()
        root.line = 1
    if not isinstance(root, Mapping):
        _refuse(base, shown, "the file must be a mapping of names to values")
        return None
    root.line = 1
    return Entry(root, shown, base.findings)


def _refuse(base: Base, shown: str, says: str, line: int = 1) -> None:
    base.findings.append(Finding(Where(shown, line), "error", "format", says))


def _shown(path: Path, data: Path) -> str:
    return f"data/{path.relative_to(data).as_posix()}"


def _check_name(path: Path, entry: Entry) -> None:
    for part in (path.stem, path.parent.name):
        if not ID.fullmatch(part):
            entry.problem(
                f"the file's and folder's names are ids: \"{part}\" must be lower-case words joined by hyphens"
            )


def _read_excuses(root: Entry, base: Base) -> None:
    """Fill `base.excuses`: checks excused, each with its reason."""
    for item in root.items("excused"):
        if not isinstance(item, Mapping):
            root.problem("each item is a mapping with check, at and why", "excused")
            continue
        entry = Entry(item, root.path, root.findings)
        base.excuses.append(Excuse(entry.need("check"), entry.need("at"), entry.need("why"), entry.where()))
        entry.finish()
    root.finish()
