"""`link_health.yml` -> whether each source's link works, as `specproof links` found and a person reviewed; and back to the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest import textyaml
from ingest.findings import Finding
from ingest.quantity import QuantityError
from ingest.read.entry import Entry
from ingest.records import LINK_STATES, Base, Link
from ingest.spelling import parse_date
from ingest.textyaml import Mapping, YamlRefused

HEAD = """\
# What `specproof links` found at the address of each source. Written by it, read by a person before it is committed.
# A link is dead only after it failed on three days; a page for robots says nothing (blocked).

"""


def read_link_health(root: Entry, base: Base) -> None:
    """Fill `base.links`. Sources must have been read; a link of another address than the source's now is left out."""
    for source_id, entry in root.entries():
        link = _link(source_id, entry)
        if source_id not in base.sources:
            entry.problem(f'source "{source_id}" is not in data/sources; run specproof links again')
        elif base.sources[source_id].url == link.url:
            base.links[source_id] = link


def _link(source_id: str, entry: Entry) -> Link:
    failures = tuple(str(item) for item in entry.items("failures"))
    link = Link(
        source_id=source_id,
        url=entry.need("url"),
        state=entry.need("state", LINK_STATES),
        checked=entry.text("checked"),
        final_url=entry.text("final"),
        failures=failures,
        note=entry.text("note"),
    )
    for day in (*failures, *([link.checked] if link.checked else [])):
        try:
            parse_date(day)
        except QuantityError as error:
            entry.problem(str(error))
    entry.finish()
    return link


def load(path: Path) -> dict[str, Link]:
    """Return the records in a file of an earlier run; none where there is no such file. Raises YamlRefused."""
    if not path.is_file():
        return {}
    root = textyaml.load(path)
    findings: list[Finding] = []
    if not isinstance(root, Mapping):
        return {}
    found = {source_id: _link(source_id, entry) for source_id, entry in Entry(root, path.name, findings).entries()}
    if findings:
        raise YamlRefused(findings[0].where.line, findings[0].message)
    return found


def text(links: Iterable[Link]) -> str:
    """Return the file's text for these records, in the order of the sources' ids."""
    lines = [HEAD]
    for link in sorted(links, key=lambda link: link.source_id):
        lines.append(f"{link.source_id}:\n  url: {_quoted(link.url)}\n  state: {link.state}\n")
        lines += [f"  checked: {link.checked}\n"] if link.checked else []
        lines += [f"  final: {_quoted(link.final_url)}\n"] if link.final_url else []
        lines += [f"  failures: [{', '.join(link.failures)}]\n"] if link.failures else []
        lines += [f"  note: {_quoted(link.note)}\n"] if link.note else []
    return "".join(lines)


def _quoted(text: str) -> str:
    """A YAML text on one line."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
