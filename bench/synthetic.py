"""An invented `data/` of any size, shaped like the real one: 40 claims a platform, 12 sources, several publishers per fact.

    python -m bench.synthetic FOLDER CLAIMS

The makers and their platforms do not exist; the dictionary, formulas, models, recipes and workloads are the project's own.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.read import read

REAL = Path(__file__).resolve().parent.parent / "data"
CLAIMS_PER_PLATFORM = 40
PLATFORMS_PER_MAKER = 25
DOCUMENTS_PER_PUBLISHER = 2  # as in the real data: most publishers have one or two
DISAGREEING = 0.15  # share of contested figures; some 6 % of the facts are then disputed, as in the real data


@dataclass(frozen=True)
class Slot:
    """One of the twelve sources of a platform: who publishes it, how many platforms share it, what it states."""

    name: str
    kind: str
    shared_by: int
    metrics: str
    price: str | None = None


SLOTS = (
    Slot(
        "datasheet",
        "vendor-datasheet",
        1,
        "memory_capacity memory_type memory_bus_width memory_data_rate memory_bandwidth fp32 bf16_dense fp8_dense fp8_sparse"
        " fp4_dense tdp gpu_cores pcie",
    ),
    Slot("page", "vendor-page", 2, "memory_capacity memory_type memory_bandwidth fp4_sparse tdp release_date", "list"),
    Slot("shop", "retailer", 3, "memory_capacity memory_type", "street"),
    Slot("database", "database", 10, "memory_capacity memory_bandwidth tdp gpu_cores"),
    Slot("lab", "independent-test", 2, "memory_bandwidth_measured power_measured memory_usable"),
    Slot("gazette", "press", 3, "memory_capacity memory_bandwidth"),
    Slot("herald", "press", 3, "memory_capacity memory_bandwidth"),
    Slot("echo", "press", 3, "memory_capacity memory_bandwidth"),  # repeats the herald
    Slot("courier", "press", 5, "fp32 tdp"),
    Slot("forum", "community", 4, "memory_usable"),
    Slot("notes", "community", 4, "memory_bandwidth"),
    Slot("machine", "machine-answer", 5, "memory_capacity memory_bandwidth"),
)
MAKERS_OWN = ("datasheet", "page")
CONTESTED = ("memory_capacity", "memory_bandwidth", "tdp", "fp32", "gpu_cores")


def write(folder: Path, claims: int, seed: int = 1) -> None:
    """Write `claims` invented claims, a multiple of 40, to a new `folder`. Equal arguments give equal bytes."""
    if claims % CLAIMS_PER_PLATFORM:
        raise ValueError(f"{claims} claims do not make whole platforms of {CLAIMS_PER_PLATFORM}")
    chance = random.Random(seed)
    sources: dict[str, dict[str, str]] = defaultdict(dict)
    _copy_real(folder, sources)
    for n in range(claims // CLAIMS_PER_PLATFORM):
        maker = f"maker-{n // PLATFORMS_PER_MAKER}"
        path = folder / "platforms" / maker / f"accelerator-{n:04}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_platform(n, maker, sources, chance)) + "\n", "utf-8")
    (folder / "sources").mkdir()
    for publisher, documents in sources.items():
        (folder / "sources" / f"{publisher}.yml").write_text("".join(documents.values()), "utf-8")


def _copy_real(folder: Path, sources: dict[str, dict[str, str]]) -> None:
    """Copy what is not invented, with the sources that it cites and no others: an unused source is an error."""
    shutil.copytree(REAL / "models", folder / "models")
    for path in REAL.glob("*.yml"):
        if path.name != "exceptions.yml":  # they excuse what only the real data does
            shutil.copy(path, folder)
    copied = "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.yml")))
    base = read(REAL)
    wanted = sorted(set(re.findall(r"^[ -]*source: (\S+)$", copied, re.MULTILINE)) & base.sources.keys())
    while wanted:
        source = base.sources[wanted.pop()]
        path = REAL.parent / source.where.path
        first, *rest = path.read_text("utf-8").splitlines(keepends=True)[source.where.line - 1 :]
        end = next((place for place, line in enumerate(rest) if not line.startswith(" ")), len(rest))
        sources[path.stem][source.id] = "".join([first, *rest[:end]])
        wanted += [source.copies] if source.copies else []


def _platform(n: int, maker: str, sources: dict[str, dict[str, str]], chance: random.Random) -> Iterator[str]:
    """Yield the lines of one platform's file; add the sources it cites to `sources`."""
    truth = _truth(chance)
    dollars = chance.randint(5, 400) * 100 - 1
    yield f"name: Accelerator {n:04}"
    yield f"vendor: {maker}"
    yield f"kind: {'system' if n % 5 == 4 else 'card'}"
    yield f"family: accelerators-{n // 2:04}"
    if n % 5 == 4:
        yield f"contains: {{accelerator-{n - 1:04}: 1}}"
    yield f"aliases: [A{n:04}, Project {n:04}]"
    yield "claims:"
    for slot in SLOTS:
        yield f"- source: {_source(n, maker, slot, sources)}"
        yield f"  at: {chance.choice(('specifications, table', 'second paragraph', 'comparison table'))}, {slot.name}"
        for metric in slot.metrics.split():
            disagrees = slot.name not in MAKERS_OWN and metric in CONTESTED and chance.random() < DISAGREEING
            figure = _printed(metric, truth[metric] * 1.25 if disagrees else truth[metric], chance)
            if disagrees and chance.random() < 0.3:
                figure = f'{{value: "{figure}", rank: deprecated, why: "the figure of the next larger model"}}'
            yield f"  {metric}: {figure}"
        if slot.price:
            yield f'  price: {{{slot.price}: "{dollars - (20 if slot.price == "street" else 0):,} USD"}}'


def _source(n: int, maker: str, slot: Slot, sources: dict[str, dict[str, str]]) -> str:
    """Return the id of the document in which `slot` writes about platform `n`; add it to `sources`."""
    document = n // slot.shared_by
    publisher = maker if slot.name in MAKERS_OWN else f"{slot.name}-{document // DOCUMENTS_PER_PUBLISHER}"
    name = f"{publisher}-{slot.name}-{document:04}" if publisher == maker else f"{publisher}-{document:04}"
    copies = f"  copies: {name.replace('echo', 'herald')}\n" if slot.name == "echo" else ""
    sources[publisher][name] = (
        f"{name}:\n  kind: {slot.kind}\n  publisher: {publisher.replace('-', ' ').title()}\n"
        f"  title: Accelerators, {slot.name} number {document}\n  url: https://{publisher}.example.org/{slot.name}/{document:04}\n"
        f"  published: 2026-{document % 10 + 1:02}-{document % 28 + 1:02}\n"
        f"  checked: {{on: 2026-11-23, how: live}}\n{copies}"
    )
    return name


def _truth(chance: random.Random) -> dict[str, float]:
    """Return what is so for one platform, in each metric's unit; words are chosen where they are printed."""
    capacity = chance.choice((16, 24, 32, 48, 64, 96, 128, 192))
    width, rate = chance.choice((128, 256, 384, 512)), chance.choice((8533, 14000, 20000, 28000))
    bandwidth, bf16, watts = width * rate / 8000, chance.randint(50, 900), chance.randint(6, 100) * 10
    rates = {
        "bf16_dense": bf16,
        "fp8_dense": bf16 * 2,
        "fp8_sparse": bf16 * 4,
        "fp4_dense": bf16 * 4,
        "fp4_sparse": bf16 * 8,
    }
    memory = {
        "memory_capacity": capacity,
        "memory_bus_width": width,
        "memory_data_rate": rate,
        "memory_bandwidth": bandwidth,
    }
    seen = {
        "memory_usable": capacity * 0.95,
        "memory_bandwidth_measured": bandwidth * 0.85,
        "power_measured": watts * 0.9,
    }
    words = {"memory_type": chance.randrange(3), "pcie": chance.choice((4, 5)), "release_date": chance.randint(1, 12)}
    return {
        **rates,
        **memory,
        **seen,
        **words,
        "fp32": bf16 / 4,
        "tdp": watts,
        "gpu_cores": chance.randint(20, 160) * 128,
    }


def _printed(metric: str, value: float, chance: random.Random) -> str:
    """Return a figure as one of the ways in which people print it."""
    if metric == "memory_type":
        return ("HBM3E", "GDDR7", "LPDDR5x")[int(value)]
    if metric == "pcie":
        return chance.choice((f"PCIe {value:.0f}.0 x16", f"PCIe Gen{value:.0f} x16"))
    if metric == "release_date":
        return f"2025-{value:02.0f}"
    if metric in {"memory_bandwidth", "memory_bandwidth_measured"}:
        large = f"{value / 1000:.2f} TB/s" if value >= 1000 else f"{value:.1f}GB/s"
        return chance.choice((large, f"{value:.1f} GB/s", f"{value:,.0f} GB/s", f"up to {value:.0f} GB/s"))
    if metric in {"memory_capacity", "memory_usable"}:
        return f"{value:.0f} GB" if value == int(value) else f"{value:.1f} GB"
    if metric == "fp32" or metric.startswith(("bf16", "fp8", "fp4")):
        return (
            chance.choice((f"{value:.1f} TFLOPS", f"{value:,.0f} TFLOP/s")) if value >= 100 else f"{value:.1f} TFLOPS"
        )
    units = {"memory_bus_width": "-bit", "memory_data_rate": " MT/s", "gpu_cores": ""}
    return f"{value:.0f}{units.get(metric, ' W')}"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
