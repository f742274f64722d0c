"""`rates.yml` -> what a currency was worth, month by month, cited."""

from __future__ import annotations

from ingest.money import CODES
from ingest.quantity import QuantityError
from ingest.read.entry import Entry
from ingest.records import Base, Rate
from ingest.spelling import parse_date
from ingest.textyaml import Mapping, Text


def read_rates(root: Entry, base: Base) -> None:
    """Fill `base.rates`. Sources must have been read."""
    for item in root.items("rates"):
        if not isinstance(item, Mapping):
            root.problem("each item of rates is a mapping that begins with its source", "rates")
            continue
        entry = Entry(item, root.path, root.findings)
        source_id, at, month = entry.need("source"), entry.need("at"), _month(entry)
        if source_id and source_id not in base.sources:
            entry.problem(f'source "{source_id}" is not in data/sources', "source")
        for currency, _ in entry.rest():
            per_usd = entry.number(currency, required=True)
            rate_id = f"{currency}--{month}"
            if currency not in CODES:
                entry.problem(f'"{currency}" is not an ISO 4217 currency code we know', currency)
            elif rate_id in base.rates:
                entry.problem(f"{rate_id} is already given at {base.rates[rate_id].where}", currency)
            elif not per_usd or per_usd <= 0:
                entry.problem(f"{currency}: a rate is more than nothing", currency)
            elif month and source_id in base.sources:
                printed = str(item[Text(currency, 0)])
                base.rates[rate_id] = Rate(
                    rate_id, str(currency), month, per_usd, printed, source_id, at, entry.where(currency)
                )
    root.finish()


def _month(entry: Entry) -> str:
    text = entry.need("month")
    try:
        if text:
            parse_date(text)
    except QuantityError as error:
        entry.problem(f"month: {error}", "month")
        return ""
    return text
