"""`links.yml` -> what a PCI Express slot carries in one direction, cited."""

from __future__ import annotations

from ingest import quantity, spelling
from ingest.quantity import QuantityError
from ingest.read.entry import Entry
from ingest.records import Base, Slot
from ingest.textyaml import Mapping


def read_links(root: Entry, base: Base) -> None:
    """Fill `base.slots`. Sources must have been read."""
    for item in root.items("pcie"):
        if not isinstance(item, Mapping):
            root.problem("each item of pcie is a mapping that begins with its source", "pcie")
            continue
        entry = Entry(item, root.path, root.findings)
        source_id, at = entry.need("source"), entry.need("at")
        if source_id and source_id not in base.sources:
            entry.problem(f'source "{source_id}" is not in data/sources', "source")
        for key, node in entry.rest():
            try:
                slot = spelling.canonical_pcie(str(key))
                rate = quantity.parse(str(node), "GB/s").value
            except QuantityError as error:
                entry.problem(str(error), key)
                continue
            if source_id in base.sources:
                base.slots.setdefault(slot, Slot(slot, rate, str(node), source_id, at, entry.where(key)))
    root.finish()
