"""`known_urls.yml` and `answers/<id>.yml` -> addresses that citations are compared with, and published answers taken apart."""

from __future__ import annotations

from ingest.answer.parts import STATUSES, VERDICTS
from ingest.citation.normalise import NoAddress, parse
from ingest.quantity import QuantityError
from ingest.read.entry import Entry
from ingest.records import BOUNDS, SOURCE_KINDS, Answer, AnswerCitation, AnswerFigure, Base, KnownUrl
from ingest.spelling import parse_date
from ingest.textyaml import Mapping, Node

CONFIDENCES = ("sure", "probable", "weak")


def read_known_urls(root: Entry, base: Base) -> None:
    """Fill `base.known_urls`."""
    for entry in _each(root, "documents"):
        url = entry.need("url")
        try:
            if url:
                parse(url)
        except NoAddress as error:
            entry.problem(f'url: "{url}": {error}', "url")
        if url in base.known_urls:
            entry.problem(f"{url} is already listed at {base.known_urls[url].where}", "url")
        base.known_urls[url] = KnownUrl(
            url=url,
            publisher=entry.need("publisher"),
            kind=entry.need("kind", SOURCE_KINDS),
            published=_day(entry, "published"),
            confidence=entry.need("confidence", CONFIDENCES),
            seen=entry.need("seen"),
            where=entry.where("url"),
        )
        entry.finish()
    root.finish()


def read_answer(root: Entry, base: Base, stem: str) -> None:
    """Add one published answer to `base.answers`: its figures, marks and addresses as printed, never its sentences."""
    figures = tuple(_figure(entry, base, stem, n) for n, entry in enumerate(_each(root, "figures"), start=1))
    citations = tuple(_citation(entry) for entry in _each(root, "citations"))
    labels = [citation.label for citation in citations]
    for citation in citations:
        if labels.count(citation.label) > 1:
            root.problem(f"[{citation.label}] is listed twice", where=citation.where)
    base.answers[stem] = Answer(
        id=stem,
        title=root.need("title"),
        url=root.text("url"),
        lang=root.need("lang"),
        published=_day(root, "published"),
        seen_on=_day(root, "seen", required=True) or "",
        subject=root.need("subject"),
        figures=figures,
        citations=citations,
        where=root.where(),
    )
    root.finish()


def _figure(entry: Entry, base: Base, stem: str, n: int) -> AnswerFigure:
    platforms = tuple(str(item) for item in entry.items("platforms"))
    for platform in platforms:
        if platform not in base.platforms:
            entry.problem(f'platform "{platform}" is not in data/platforms', "platforms")
    metric = entry.text("metric")
    if metric and metric not in base.metrics and metric != "price":
        entry.problem(f'metric "{metric}" is not in the dictionary', "metric")
    figure = AnswerFigure(
        id=f"{stem}--{n:03d}",
        printed=entry.need("printed"),
        platforms=platforms,
        metric_id=metric,
        bound=entry.text("bound", BOUNDS, default="exact") or "exact",
        markers=entry.text("markers"),
        verdict=entry.need("verdict", VERDICTS),
        about=entry.need("about"),
        where=entry.where(),
    )
    entry.finish()
    return figure


def _citation(entry: Entry) -> AnswerCitation:
    citation = AnswerCitation(
        label=entry.need("n"),
        printed_url=entry.need("printed"),
        status=entry.need("status", STATUSES),
        url=entry.text("url"),
        confidence=entry.text("confidence", CONFIDENCES),
        used=entry.yes("used"),
        fault=entry.text("fault"),
        where=entry.where(),
    )
    if citation.status == "repaired" and not (citation.url and citation.confidence):
        entry.problem("a repaired citation has the url that it was repaired to, and a confidence")
    entry.finish()
    return citation


def _each(root: Entry, key: str) -> list[Entry]:
    found = []
    for item in root.items(key):
        if entry := _mapping(root, item, key):
            found.append(entry)
    return found


def _mapping(root: Entry, item: Node, key: str) -> Entry | None:
    if isinstance(item, Mapping):
        return Entry(item, root.path, root.findings)
    root.problem(f"each item of {key} is a mapping", key)
    return None


def _day(entry: Entry, key: str, required: bool = False) -> str | None:
    text = entry.text(key, required=required)
    if text is None or text == "unknown":
        return None
    try:
        parse_date(text)
    except QuantityError as error:
        entry.problem(f"{key}: {error}", key)
        return None
    return text
