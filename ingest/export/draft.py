"""A folder of files that is replaced as a whole: nobody ever sees half of an export, and nothing else is ever overwritten."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

DESCRIPTIONS = ("datapackage.json", "croissant.json")


@dataclass(frozen=True)
class Written:
    """A file of an export."""

    name: str
    bytes: int
    sha256: str


@dataclass
class Draft:
    """Files written so far, out of sight."""

    folder: Path
    files: list[Written] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> None:
        """Write a file and remember it for the description."""
        (self.folder / name).write_bytes(data)
        self.files.append(Written(name, len(data), hashlib.sha256(data).hexdigest()))

    def describe(self, name: str, description: object) -> None:
        """Write a description, which does not describe itself."""
        (self.folder / name).write_text(json.dumps(description, indent=1, ensure_ascii=False) + "\n", "utf-8")


@contextmanager
def replacing(folder: Path, package_name: str) -> Iterator[Draft]:
    """Give a draft to write to, and put it in the place of `folder` at the end; after an error everything is as it was.

    Raises FileExistsError if the folder holds anything but an earlier export, whose data package is named `package_name`.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as parent:
        new = Path(parent) / "new"
        new.mkdir()
        yield Draft(new)
        if folder.exists():
            _refuse_foreign(folder, package_name)
            os.replace(folder, Path(parent) / "old")
        os.replace(new, folder)


def _refuse_foreign(folder: Path, package_name: str) -> None:
    found = {path.name for path in folder.iterdir()}
    try:
        package = json.loads((folder / DESCRIPTIONS[0]).read_text("utf-8"))
        ours = {resource["path"] for resource in package["resources"]} if package["name"] == package_name else set()
        ours |= {
            f"{path.removesuffix('.csv')}.json" for path in ours
        }  # version 0.2 described only the CSV of each table
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    foreign = found - {*DESCRIPTIONS, *ours}
    if foreign or (found and not ours):
        held = ", ".join(sorted(foreign or found)[:3])
        raise FileExistsError(f"{folder} is not an earlier export: it holds {held}; name another folder")
