"""The sheet `Comparison`: a row a platform; beside each value a footnote column that says whose it is and whether anybody disagrees."""

from __future__ import annotations

from ingest.export.shown import Cell, Shown
from ingest.export.workbook.sheet import Book, Head, Table


def write(book: Book, found: Shown) -> None:
    """Write the sheet."""
    heads = []
    for column in found.columns:
        heads.append(Head(column.label, column.unit if column.unit != "count" else None))
        if column.cited:
            heads.append(Head(f"{column.label} [n]"))
    table = Table(book, "Comparison", heads, units=True)
    for platform in found.platforms:
        values: list[object] = []
        for column in found.columns:
            cell = found.cell(platform, column)
            values.append(cell.value)
            if column.cited:
                values.append(note(found, cell))
        table.row(values)
    table.close()


def note(found: Shown, cell: Cell) -> str:
    """Return what stands in the footnote column: the numbers, what the printed figure says beside the number, and who disagrees."""
    against = (
        f"disputed: {cell.dissenting} {'says' if cell.dissenting == 1 else 'say'} otherwise" if cell.dissenting else ""
    )
    words = "; ".join(filter(None, (cell.qualifier, against)))
    return " ".join(filter(None, (found.notes.mark(cell.sources), words)))
