"""Footnotes of one file: a source gets the next number where it is first named, and stands in the list at the end."""

from __future__ import annotations

from collections.abc import Iterable


class Footnotes:
    """Numbers the sources of one file from 1, in the order in which the file names them."""

    def __init__(self) -> None:
        """Start with no source named."""
        self._numbers: dict[str, int] = {}

    def number(self, source_id: str) -> int:
        """Return the number of a source; it gets the next one if it has none yet."""
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def numbers(self, source_ids: Iterable[str]) -> list[int]:
        """Return the numbers of some sources, each once, in their order."""
        return [self.number(source_id) for source_id in dict.fromkeys(source_ids)]

    def mark(self, source_ids: Iterable[str]) -> str:
        """Return the footnote marks of some sources, such as ``[3][1]``; empty where there are none."""
        return "".join(f"[{number}]" for number in self.numbers(source_ids))

    def listed(self) -> dict[str, int]:
        """Return the number of every source named so far, in the order of the numbers."""
        return dict(self._numbers)
