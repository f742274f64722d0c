"""Published answers taken apart, and addresses that garbled citations are compared with."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings import Where


@dataclass(frozen=True)
class KnownUrl:
    """An address that citations are compared with; no figure rests on it. `confidence` is how sure it is."""

    url: str
    publisher: str
    kind: str
    published: str | None
    confidence: str
    seen: str
    where: Where


@dataclass(frozen=True)
class AnswerFigure:
    """A figure of a published answer, as printed, with the platforms and the metric that it is about."""

    id: str
    printed: str
    platforms: tuple[str, ...]
    metric_id: str | None
    bound: str
    markers: str | None
    verdict: str
    about: str
    where: Where


@dataclass(frozen=True)
class AnswerCitation:
    """A reference of a published answer: its address as printed, and what it was found to be."""

    label: str
    printed_url: str
    status: str
    url: str | None
    confidence: str | None
    used: bool
    fault: str | None
    where: Where


@dataclass(frozen=True)
class Answer:
    """A published answer taken apart; its text is not kept."""

    id: str
    title: str
    url: str | None
    lang: str
    published: str | None
    seen_on: str
    subject: str
    figures: tuple[AnswerFigure, ...]
    citations: tuple[AnswerCitation, ...]
    where: Where
