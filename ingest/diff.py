"""What the data says now that it did not say at a commit: a flat list that a reviewer can read."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest.read import read
from ingest.records import Base


def changes(now: Base, data: Path, revision: str) -> Iterator[str]:
    """Yield one line per claim, price, source or platform that `now` adds (+), lacks (-) or changes (~) against `revision`.

    `data` is where `now` was read. Raises LookupError if git does not know the revision.
    """
    before, after = _flat(_at(data, revision)), _flat(now)
    for key in sorted(before.keys() | after.keys()):
        if key not in before:
            yield f"+ {key}: {after[key]}"
        elif key not in after:
            yield f"- {key}: {before[key]}"
        elif before[key] != after[key]:
            yield f"~ {key}: {before[key]}  ->  {after[key]}"


def _at(data: Path, revision: str) -> Base:
    if revision.startswith("-"):
        raise LookupError(f'"{revision}" is an option, not a revision')
    done = subprocess.run(["git", "archive", revision, data.name], cwd=data.parent, capture_output=True, check=False)
    if done.returncode:
        raise LookupError(done.stderr.decode(errors="replace").strip() or f"git does not know {revision}")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return read(Path(folder) / data.name)


def _flat(base: Base) -> dict[str, str]:
    flat = {f"platform {p.id}": f"{p.name} ({p.kind}, {p.lifecycle})" for p in base.platforms.values()}
    flat |= {
        f"source {s.id}": f"{s.publisher}: {s.title} <{s.url}>" + (f" of {s.published}" if s.published else "")
        for s in base.sources.values()
    }
    for claim in base.claims:
        notes = [word for word in (claim.rank, claim.stage) if word not in {"normal", "shipping"}]
        source = base.sources.get(claim.source_id)
        if claim.as_of and (
            source is None or claim.as_of != source.published
        ):  # the day decides from when on it counts
            notes.append(f"of {claim.as_of}")
        flat[f"claim {claim.id}"] = " ".join([claim.printed, *notes, f"({claim.why})" if claim.why else ""]).strip()
    flat |= {f"price {p.id}": f"{p.printed} ({p.basis}, {p.as_of})" for p in base.prices}
    return flat
