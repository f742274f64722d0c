"""A workbook read without a spreadsheet: the cells as they are stored, formulas with their stored results; and a way to change one."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class Sheet:
    """Cells by address, such as B3: a number, a text, or None; formulas by address; the XML."""

    cells: dict[str, float | str | None] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    xml: str = ""

    def table(self, header: int = 1) -> list[dict[str, float | str | None]]:
        """The rows below row `header`, by what stands in it; columns without a cell are None."""
        heads = {}
        rows: dict[int, dict[str, float | str | None]] = {}
        for address, value in self.cells.items():
            column, row = CELL.fullmatch(address).groups()
            if int(row) == header:
                heads[column] = str(value)
            elif int(row) > header:
                rows.setdefault(int(row), {})[column] = value
        return [{name: row.get(column) for column, name in heads.items()} for _, row in sorted(rows.items())]


def read(data: bytes) -> dict[str, Sheet]:
    """Return the sheets by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = [
            "".join(part.text or "" for part in item.iter(f"{{{NAMES['m']}}}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).findall("m:si", NAMES)
        ]
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.findall("m:sheets/m:sheet", NAMES)]
        return {name: _sheet(archive.read(_path(place)).decode(), texts) for place, name in enumerate(names, start=1)}


def _sheet(xml: str, texts: list[str]) -> Sheet:
    sheet = Sheet(xml=xml)
    for cell in ElementTree.fromstring(xml).iter(f"{{{NAMES['m']}}}c"):
        value, formula = cell.find("m:v", NAMES), cell.find("m:f", NAMES)
        text = value.text if value is not None else None
        kind = cell.attrib.get("t")
        if text is not None and kind == "s":
            sheet.cells[cell.attrib["r"]] = texts[int(text)]
        elif text is not None and kind != "str":
            sheet.cells[cell.attrib["r"]] = float(text)
        else:
            sheet.cells[cell.attrib["r"]] = text
        if formula is not None:
            sheet.formulas[cell.attrib["r"]] = formula.text or ""
    return sheet


def with_xml(data: bytes, sheet: int, pattern: str, new: str) -> bytes:
    """Return the workbook with the XML of one sheet changed wherever `pattern` matches; it has to match somewhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            content = old.read(name)
            if name == _path(sheet):
                changed, count = re.subn(pattern, new, content.decode())
                assert count, pattern
                content = changed.encode()
            archive.writestr(name, content)
    return target.getvalue()


def _path(sheet: int) -> str:
    return f"xl/worksheets/sheet{sheet}.xml"
