"""What the base knows about itself: who stands behind a fact, when a platform was last checked, and what is worth mending."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from ingest.tables.constraints import one_of

GAPS = ("missing", "single-sourced", "thin", "disputed", "not yet shipped", "stale")


class Support(SQLModel, table=True):
    """A fact and who stands behind it: publishers that agree with it, copies and deprecated claims left out."""

    __tablename__ = "support"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    metric_id: str = Field(primary_key=True, foreign_key="metrics.id", index=True)
    publishers: int = Field(description="Publishers that agree with it.")
    beyond_databases: int = Field(
        description="Of these, the ones that are more than a database or a machine-written page."
    )
    makers: int = Field(description="Of these, the ones that make it.")
    independent: bool = Field(
        description="1 where two publishers agree, one of whom is more than a database or a machine-written page."
    )


class Freshness(SQLModel, table=True):
    """A platform, when it was last checked, and how much it matters that what we say of it is right."""

    __tablename__ = "freshness"
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id")
    last_checked: str = Field(description="The newest day on which one of its documents was read.")
    age_days: int = Field(description="Days from then to the data's own date.")
    sources: int = Field(description="Documents that say something of it.")
    publishers: int = Field(description="Publishers that say something of it.")
    claims: int
    measurements: int
    answers: int = Field(description="Published answers that name it.")
    importance: float = Field(
        description="Percent: mean of its percentile ranks by those who speak of it and by measurements; half where it cannot be bought."
    )


class Gap(SQLModel, table=True):
    """Something that a contributor can mend about a platform; what matters most has the highest number."""

    __tablename__ = "gaps"
    __table_args__ = (one_of("gap", GAPS),)
    id: str = Field(primary_key=True)
    platform_id: str = Field(foreign_key="platforms.id", index=True)
    subject: str = Field(description="The metric, or price, 16-bit rate, measured speed, documents.")
    gap: str = Field(
        description="missing (nobody has looked), single-sourced, thin (databases and machine-written pages only), disputed, "
        "not yet shipped (an announced figure of something that ships), or stale (180 days)."
    )
    what: str = Field(description="What the base has now.")
    matters: float = Field(description="Importance of the platform times weight of the subject.")
    importance: float = Field(description="Of the platform; see freshness.")
    weight: int = Field(
        description="Of the subject: 3 where every bound starts from it, 2 where cost and estimates hang on it, else 1."
    )
    last_checked: str = Field(description="The newest day on which one of the platform's documents was read.")
    source_id: str | None = Field(
        default=None,
        foreign_key="sources.id",
        index=True,
        description="The source of the figure in question, where there is one.",
    )


class Coverage(SQLModel, table=True):
    """A vendor and a subject: of how many of its platforms it is known."""

    __tablename__ = "coverage"
    vendor: str = Field(primary_key=True)
    subject: str = Field(primary_key=True, description="A metric, price, or measured speed.")
    platforms: int = Field(description="Platforms of the vendor.")
    known: int = Field(description="Platforms of which it is known.")
    independent: int = Field(
        description="Of these, where two publishers agree, one of whom is more than a database; of prices and speeds, where two state one."
    )
    share: float = Field(description="Of the vendor's platforms.")
