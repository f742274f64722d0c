"""What is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, order=True)
class Where:
    """A place in `data/`: the file's path from the project's root, and the line, counted from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing a check found. An error stops the build; a warning and an info are shown."""

    where: Where
    level: str
    check: str
    message: str
    subject: str = ""  # the id of what it is about, where a line would not last

    def __str__(self) -> str:
        return f"{self.where}: {self.level}: {self.message}  [{self.check}]"

    def as_json(self) -> dict[str, str | int]:
        """Return the finding as a flat mapping."""
        flat = asdict(self)
        where = flat.pop("where")
        del flat["subject"]
        return {"path": where["path"], "line": where["line"], **flat}


class Broken(Exception):
    """The data has errors: nothing is built. Carries every finding."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(f"{sum(f.level == 'error' for f in findings)} errors")
