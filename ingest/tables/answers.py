"""Tables about published answers that were taken apart, and the addresses that citations are compared with."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from ingest.answer.parts import STATUSES, VERDICTS
from ingest.records import BOUNDS, LINK_STATES, SOURCE_KINDS
from ingest.tables.constraints import one_of


class KnownUrl(SQLModel, table=True):
    """An address that garbled citations are compared with, besides those of the sources. No figure rests on it."""

    __tablename__ = "known_urls"
    __table_args__ = (one_of("kind", SOURCE_KINDS), one_of("confidence", ("sure", "probable", "weak")))
    url: str = Field(primary_key=True)
    publisher: str
    kind: str = Field(description="What kind of document stands there, as in sources.")
    published: str | None = Field(default=None, description="Day, month or year, where known.")
    confidence: str = Field(description="sure, probable (the likeliest spelling), or weak (its capitals are a guess).")
    seen: str = Field(description="Where the address comes from.")


class LinkCheck(SQLModel, table=True):
    """A source's link, as it was found when it was last visited."""

    __tablename__ = "link_checks"
    __table_args__ = (one_of("state", LINK_STATES),)
    source_id: str = Field(primary_key=True, foreign_key="sources.id")
    url: str
    state: str = Field(
        description="ok, moved, soft-404, blocked (robots are turned away), dead (failed on three days), garbled, claim-gone, unchecked."
    )
    checked_on: str | None = Field(default=None, description="Day of the last visit.")
    final_url: str | None = Field(default=None, description="Where its redirects lead.")
    failures: str | None = Field(default=None, description="Days on which it failed since it last worked.")
    note: str | None = None


class Answer(SQLModel, table=True):
    """A published answer or article with numbered references, taken apart. Its text is not kept."""

    __tablename__ = "answers"
    id: str = Field(primary_key=True)
    title: str = Field(description="What it is about, in our own words.")
    url: str | None = Field(default=None, description="Where it was published; empty where it was handed in.")
    lang: str
    published: str | None = None
    seen_on: str = Field(description="Day on which it was taken apart.")
    subject: str = Field(description="What it claims, in our own words.")
    file: str


class AnswerFigure(SQLModel, table=True):
    """A figure of such an answer as printed, what it is about, and the verdict on the day it was taken apart."""

    __tablename__ = "answer_figures"
    __table_args__ = (one_of("bound", BOUNDS), one_of("verdict", VERDICTS))
    id: str = Field(primary_key=True)
    answer_id: str = Field(foreign_key="answers.id", index=True)
    printed: str = Field(description="The figure exactly as the answer prints it.")
    platforms: str | None = Field(
        default=None, description="Ids of every platform that the name can mean, separated by spaces."
    )
    metric: str | None = Field(default=None, description="The metric, or price; empty where the base has none.")
    bound: str
    markers: str | None = Field(default=None, description="The citation marks of its sentence, as printed.")
    verdict: str = Field(
        description="supported, rounded, superseded, disputed, contradicted, ambiguous, unknown or unbound."
    )
    about: str = Field(description="Where it stands and what it says, in our own words.")
    line: int


class AnswerFigurePlatform(SQLModel, table=True):
    """A platform that a figure of an answer is about."""

    __tablename__ = "answer_figure_platforms"
    figure_id: str = Field(primary_key=True, foreign_key="answer_figures.id")
    platform_id: str = Field(primary_key=True, foreign_key="platforms.id", index=True)


class AnswerCitation(SQLModel, table=True):
    """A reference of such an answer: its address as printed, garbled or not, and what it was found to be."""

    __tablename__ = "answer_citations"
    __table_args__ = (one_of("status", STATUSES),)
    answer_id: str = Field(primary_key=True, foreign_key="answers.id")
    n: str = Field(primary_key=True, description="Its number or label.")
    printed_url: str = Field(description="As printed. A garbled address is never requested.")
    status: str = Field(description="known, repaired, unrepairable or unknown.")
    url: str | None = Field(default=None, description="The address it was repaired to, or the known one.")
    confidence: str | None = Field(default=None, description="sure, probable or weak, where it was repaired.")
    used: bool = Field(description="1 where the text cites it.")
    fault: str | None = Field(default=None, description="What is wrong with it.")
    line: int
