"""Published answers -> rows of their tables, in key order. Pure."""

from __future__ import annotations

from typing import Any

from ingest.records import Base


def answer_rows(base: Base) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of answers, answer_figures, answer_figure_platforms and answer_citations."""
    answers = [answer for _, answer in sorted(base.answers.items())]
    return {
        "answers": [
            {
                "id": answer.id,
                "title": answer.title,
                "url": answer.url,
                "lang": answer.lang,
                "published": answer.published,
                "seen_on": answer.seen_on,
                "subject": answer.subject,
                "file": answer.where.path,
            }
            for answer in answers
        ],
        "answer_figures": [
            {
                "id": figure.id,
                "answer_id": answer.id,
                "printed": figure.printed,
                "platforms": " ".join(figure.platforms) or None,
                "metric": figure.metric_id,
                "bound": figure.bound,
                "markers": figure.markers,
                "verdict": figure.verdict,
                "about": figure.about,
                "line": figure.where.line,
            }
            for answer in answers
            for figure in answer.figures
        ],
        "answer_figure_platforms": [
            {"figure_id": figure.id, "platform_id": platform}
            for answer in answers
            for figure in answer.figures
            for platform in sorted(set(figure.platforms))
        ],
        "answer_citations": [
            {
                "answer_id": answer.id,
                "n": citation.label,
                "printed_url": citation.printed_url,
                "status": citation.status,
                "url": citation.url,
                "confidence": citation.confidence,
                "used": citation.used,
                "fault": citation.fault,
                "line": citation.where.line,
            }
            for answer in answers
            for citation in sorted(answer.citations, key=lambda citation: citation.label)
        ],
    }
