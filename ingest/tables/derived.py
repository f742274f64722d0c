"""Tables that `sql/` fills: what was chosen, and what was computed from it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

ORIGINS = ("claim_id", "price_id", "rate_id", "model_figure_id", "recipe_id")


class Ranking(SQLModel, table=True):
    """A claim and its place among the claims about the same metric of the same platform."""

    __tablename__ = "rankings"
    __table_args__ = (Index("ix_rankings_platform_metric", "platform_id", "metric_id"),)
    claim_id: str = Field(primary_key=True, foreign_key="claims.id")
    platform_id: str = Field(foreign_key="platforms.id")
    metric_id: str = Field(foreign_key="metrics.id")
    place: int = Field(description="1 is chosen.")
    rank_place: int = Field(description="0 preferred, 1 normal.")
    stage_place: int = Field(description="0 shipping, 1 preliminary, 2 announced.")
    trust_place: int = Field(description="Place of its kind of source in the order of trust.")
    unit_place: int = Field(description="1 where it is printed in GiB and the trade prints GB.")
    bound_place: int = Field(description="0 exact, 1 bounded.")
    digits_place: int = Field(description="Printed digits, more first.")
    age_place: int = Field(description="Its day, newest first.")


class Agreement(SQLModel, table=True):
    """A claim held against the chosen claim."""

    __tablename__ = "agreements"
    claim_id: str = Field(primary_key=True, foreign_key="claims.id")
    chosen_claim_id: str = Field(foreign_key="claims.id", index=True)
    agrees: bool = Field(description="1 where both can be true at their printed precision.")
    chosen_because: str = Field(description="The first step of the order that tells the chosen claim from this one.")


class Fact(SQLModel, table=True):
    """The chosen value of a metric of a platform."""

    __tablename__ = "facts"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    metric_id: str = Field(primary_key=True, foreign_key="metrics.id", index=True)
    printed: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    text: str | None = None
    state: str
    bound: str
    binary_unit: bool = Field(description="1 where it is printed in GiB and the like.")
    stage: str
    as_of: str | None = None
    claim_id: str = Field(foreign_key="claims.id", index=True, description="The claim that was chosen.")
    source_id: str = Field(foreign_key="sources.id", index=True)
    publishers: int = Field(description="Publishers that say anything about it, copies and deprecated claims left out.")
    agreeing: int = Field(description="Publishers whose figure meets the chosen one, its own included.")
    dissenting: int = Field(description="Publishers whose figure does not.")
    disputed: bool = Field(description="1 where sources disagree and nothing has settled it.")
    chosen_because: str = Field(
        description="The step that told it from the best claim that contradicts it, or else from the next one."
    )


class Dispute(SQLModel, table=True):
    """A fact and a claim that contradicts it, both sides on the row."""

    __tablename__ = "disputes"
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id", index=True)
    metric_id: str = Field(foreign_key="metrics.id", index=True)
    chosen_printed: str
    chosen_claim_id: str = Field(foreign_key="claims.id", index=True)
    chosen_source_id: str = Field(foreign_key="sources.id", index=True)
    other_printed: str
    other_claim_id: str = Field(foreign_key="claims.id", index=True)
    other_source_id: str = Field(foreign_key="sources.id", index=True)
    ratio: float | None = Field(default=None, description="The other figure divided by the chosen one.")
    status: str = Field(
        description="open, settled (the chosen claim is preferred), superseded (the other is of another stage), copied, or deprecated."
    )
    reason: str = Field(description="Why the chosen side was chosen.")


class BuyingPrice(SQLModel, table=True):
    """Today's buying price in USD, as of the data's own date; converted only where no price in USD is known."""

    __tablename__ = "buying_prices"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    amount_usd: float
    printed: str = Field(description="The price as printed; of a median, the newest of its prices.")
    rate_id: str | None = Field(
        default=None, foreign_key="exchange_rates.id", index=True, description="The rate it was converted with."
    )
    basis: str
    scope: str
    as_of: str
    as_of_day: int
    age_days: int
    stale: bool = Field(description="1 where the price is older than 180 days.")
    observations: int = Field(description="Prices it rests on.")
    price_id: str = Field(
        foreign_key="prices.id", index=True, description="The price, or the newest of those it is the median of."
    )
    source_id: str = Field(foreign_key="sources.id", index=True)
    chosen_because: str


class Lineage(SQLModel, table=True):
    """A derived column of a platform, one of its inputs, and what that came from: exactly one of the five."""

    __tablename__ = "lineage"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ORIGINS) + " = 1",
            name="exactly_one_origin",
        ),
    )
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id", index=True)
    column_name: str = Field(description="Column of comparison, or of bounds.")
    formula: str = Field(description="How the column is computed.")
    input: str = Field(description="Metric, price, exchange rate, figure of a model, or recipe.")
    printed: str
    claim_id: str | None = Field(default=None, foreign_key="claims.id", index=True)
    price_id: str | None = Field(default=None, foreign_key="prices.id", index=True)
    rate_id: str | None = Field(default=None, foreign_key="exchange_rates.id", index=True)
    model_figure_id: str | None = Field(default=None, foreign_key="model_figures.id", index=True)
    recipe_id: str | None = Field(default=None, foreign_key="recipes.id", index=True)
    source_id: str = Field(foreign_key="sources.id", index=True)


class Definition(SQLModel, table=True):
    """The SQL that a derived table is."""

    __tablename__ = "definitions"
    name: str = Field(primary_key=True)
    place: int = Field(description="Order in which they are derived.")
    sql: str
