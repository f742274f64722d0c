"""What a million tokens cost, as `sql/bounds.sql` computes it: the values beside the formulas of the workbook."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

HOURS_PER_YEAR = 8760


@dataclass(frozen=True)
class Assumptions:
    """What the cost of a token hangs on beside the machine; from the table `parameters`."""

    usd_per_kwh: float
    pue: float
    utilisation: float
    years: float


def assumptions(connection: sqlite3.Connection) -> Assumptions:
    """Return the assumptions that kb.db was derived with."""
    found = dict(connection.execute("SELECT id, value FROM parameters"))
    return Assumptions(**{name: found[name] for name in Assumptions.__dataclass_fields__})


def purchase_usd_per_hour(price_usd: float, given: Assumptions) -> float:
    """Return what an hour of work bears of the purchase, in USD: the price over the hours of work in its life."""
    return price_usd / (given.years * HOURS_PER_YEAR * given.utilisation)


def electricity_usd_per_hour(power_w: float, given: Assumptions) -> float:
    """Return what the electricity of an hour of work costs, in USD: the power at the wall times the price."""
    return power_w / 1000 * given.pue * given.usd_per_kwh


def usd_per_million_tokens(
    price_usd: float | None, power_w: float | None, tok_s: float | None, given: Assumptions
) -> float | None:
    """Return the cost of a million tokens in USD; None where the price, the power or the speed is not known."""
    if price_usd is None or power_w is None or not tok_s:
        return None
    hour = purchase_usd_per_hour(price_usd, given) + electricity_usd_per_hour(power_w, given)
    return hour / (tok_s * 3600) * 1_000_000
