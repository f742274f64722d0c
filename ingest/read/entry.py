"""A mapping from a YAML file, read key by key, so that every mistake in it is reported at its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz import process

from ingest.findings import Finding, Where
from ingest.textyaml import Mapping, Node, Sequence, Text

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass
class Entry:
    """One mapping being read. Keys that nobody asked for are reported by `finish`."""

    node: Mapping
    path: str
    findings: list[Finding]
    asked: set[str] = field(default_factory=set)

    def where(self, key: str | None = None) -> Where:
        """Return the place of a key, or of the mapping itself."""
        for known in self.node:
            if known == key:
                return Where(self.path, known.line)
        return Where(self.path, self.node.line)

    def problem(self, message: str, key: str | None = None, where: Where | None = None) -> None:
        """Report an error at a key, at a place, or at the mapping."""
        self.findings.append(Finding(where or self.where(key), "error", "format", message))

    def text(
        self, key: str, one_of: tuple[str, ...] = (), required: bool = False, default: str | None = None
    ) -> str | None:
        """Return the text of a key; report it if it is missing, not text, or none of `one_of`."""
        self.asked.add(key)
        value = self.node.get(Text(key, 0))
        if value is None or value == "":
            if required:
                self.problem(f'"{key}" is missing' + (f"; one of {', '.join(one_of)}" if one_of else ""))
            return default
        if not isinstance(value, Text):
            self.problem(f'"{key}" must be text', key)
            return default
        if one_of and value not in one_of:
            near = process.extractOne(value, one_of)
            self.problem(
                f'{key}: "{value}" is not one of {", ".join(one_of)}'
                + (f'; did you mean "{near[0]}"?' if near else ""),
                key,
            )
            return default
        return str(value)

    def need(self, key: str, one_of: tuple[str, ...] = ()) -> str:
        """Return the text of a key that must be there; an empty string when it was reported missing."""
        return self.text(key, one_of, required=True) or ""

    def number(self, key: str, required: bool = False, default: float | None = None) -> float | None:
        """Return a plain decimal number; report anything else."""
        text = self.text(key, required=required)
        if text is None:
            return default
        share = text.removesuffix("%").strip()
        if not re.fullmatch(r"-?\d+(\.\d+)?", share):
            self.problem(f'{key}: "{text}" is not a plain number such as 12 or 0.5', key)
            return default
        return float(share) / (100 if text != share else 1)

    def count(self, key: str) -> int:
        """Return a whole number above 0 that must be there; report anything else, and return 1."""
        number = self.number(key, required=True)
        if number is not None and (number < 1 or number != int(number)):
            self.problem(f"{key} must be a whole number above 0", key)
            return 1
        return int(number or 1)

    def yes(self, key: str) -> bool:
        """Return whether a key says yes."""
        return self.text(key, ("yes", "no"), default="no") == "yes"

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words of a key, separated by spaces."""
        return tuple((self.text(key) or "").split())

    def items(self, key: str) -> list[Node]:
        """Return a list's items; an empty list if the key is absent."""
        self.asked.add(key)
        value = self.node.get(Text(key, 0))
        if value is None or value == "":
            return []
        if not isinstance(value, Sequence):
            self.problem(f'"{key}" must be a list', key)
            return []
        return list(value)

    def entry(self, key: str) -> Entry | None:
        """Return a nested mapping; None if the key is absent."""
        self.asked.add(key)
        value = self.node.get(Text(key, 0))
        if value is None or value == "":
            return None
        if not isinstance(value, Mapping):
            self.problem(f'"{key}" must be a mapping of names to values', key)
            return None
        return Entry(value, self.path, self.findings)

    def entries(self) -> list[tuple[str, Entry]]:
        """Return every value of this mapping, each of which must be a mapping itself."""
        found = []
        for key, value in self.node.items():
            self.asked.add(key)
            if isinstance(value, Mapping):
                value.line = key.line  # the entry is where its name stands
                found.append((str(key), Entry(value, self.path, self.findings)))
            else:
                self.problem(f'"{key}" must be a mapping', key)
        return found

    def rest(self) -> list[tuple[Text, Node]]:
        """Return the keys nobody asked for yet, with their values, and count them as asked."""
        left = [(key, value) for key, value in self.node.items() if key not in self.asked]
        self.asked |= {str(key) for key, _ in left}
        return left

    def finish(self) -> None:
        """Report every key that nobody asked for, with the nearest key that exists."""
        for key, _ in list(self.rest()):
            near = process.extractOne(key, sorted(self.asked - {str(key)}), score_cutoff=60)
            self.problem(f'unknown key "{key}"' + (f'; did you mean "{near[0]}"?' if near else ""), key)
