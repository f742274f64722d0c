"""A price in a document -> its verdict. A price is right on its day only, so that none is ever contradicted: it was seen, or it was not."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.answer.judge import Verdict
from ingest.answer.knowledge import Knowledge
from ingest.query import Row

SHARE = 0.006  # 3,999 is called 4,000
ROUND = 0.05  # and "about 4,000" may be 4,199
KINDS = {
    "launch_msrp": "launch price",
    "list": "list price",
    "street": "street price",
    "quote": "quote",
    "used": "used",
    "cloud_hour": "by the hour",
}


def judge_price(knowledge: Knowledge, platforms: Sequence[str], amount: float, currency: str, bound: str) -> Verdict:
    """Return the verdict on a price: seen and still the newest of its kind, seen but superseded, or seen by nobody."""
    seen = [
        price
        for platform in platforms
        for price in knowledge.prices.get(platform, ())
        if price["currency"] == currency and price["rank"] != "deprecated" and price["basis"] != "cloud_hour"
    ]
    share = ROUND if bound == "about" else SHARE
    matching = [price for price in seen if abs(price["amount"] - amount) <= share * price["amount"]]
    if not matching:
        newest = f"; newest seen: {_told(max(seen, key=lambda p: (p['as_of_day'], p['id'])))}" if seen else ""
        return Verdict("unknown", f"no such price is in the base{newest}", (), "price")
    best = max(matching, key=lambda price: (price["as_of_day"], price["id"]))
    later = [
        price for price in seen
        if price["platform_id"] == best["platform_id"] and price["as_of_day"] > best["as_of_day"] and price["basis"] != "used"
        and price["stage"] != "announced" and abs(price["amount"] - amount) > share * price["amount"]
    ]  # fmt: skip
    ids = tuple(price["id"] for price in matching)
    if later:
        last = max(later, key=lambda price: (price["as_of_day"], price["id"]))
        return Verdict("superseded", f"{_told(best)}; later {_told(last)}", ids, "price")
    exact = abs(best["amount"] - amount) <= 0.0001 * amount
    return Verdict("supported" if exact else "rounded", _told(best), ids, "price")


def _told(price: Row) -> str:
    return f"{price['printed']} ({KINDS.get(price['basis'], price['basis'])}, {price['as_of']})"
