"""A report -> JSON for a program, schema.org ClaimReview for a search engine. The keys are a contract; docs/verify.md lists them."""

from __future__ import annotations

from typing import Any

from ingest.answer.parts import Citation, Figure, Relation, Report

# How a verdict reads as a rating from 1 (false) to 5 (true), and in words.
RATINGS = {
    "supported": (5, "True"), "rounded": (4, "True, rounded"), "superseded": (3, "Was true"), "disputed": (3, "Disputed"),
    "contradicted": (1, "False"),
}  # fmt: skip
FAILING_VERDICTS = ("contradicted",)
FAILING_STATUSES = ("unrepairable",)


def exit_code(report: Report) -> int:
    """Return 0 where nothing is contradicted and nothing unrepairable, else 1."""
    verdicts = [figure.verdict for figure in report.figures] + [relation.verdict for relation in report.relations]
    return int(
        any(verdict in FAILING_VERDICTS for verdict in verdicts)
        or any(citation.status in FAILING_STATUSES for citation in report.citations)
    )


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as mappings and lists; every key is there always, empty values are null or []."""
    document = report.document
    return {
        "document": {
            "name": document.name,
            "format": document.format,
            "language": report.language,
            "bytes": document.size,
            "sha256": document.sha256,
            "lines": document.lines[-1].number if document.lines else 0,
            "exit_code": exit_code(report),
        },
        "figures": [_figure(figure) for figure in report.figures],
        "relations": [_relation(relation) for relation in report.relations],
        "citations": [_citation(citation) for citation in report.citations],
        "findings": [{"kind": f.kind, "line": f.line, "n": f.label, "message": f.message} for f in report.findings],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    reading = figure.reading
    return {
        "line": figure.line,
        "printed": figure.printed,
        "platforms": list(figure.platforms),
        "metric": figure.metric,
        "value": reading.value if reading else None,
        "low": reading.low if reading else None,
        "high": reading.high if reading else None,
        "unit": reading.unit if reading else None,
        "bound": figure.bound if not reading else reading.bound,
        "citations": list(figure.citations),
        "verdict": figure.verdict,
        "reason": figure.reason,
        "claims": list(figure.claims),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "line": relation.line,
        "left": list(relation.left),
        "right": list(relation.right),
        "metric": relation.metric,
        "order": relation.order,
        "citations": list(relation.citations),
        "verdict": relation.verdict,
        "reason": relation.reason,
        "claims": list(relation.claims),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.label,
        "line": citation.line,
        "printed_url": citation.printed_url,
        "status": citation.status,
        "url": citation.url,
        "source_id": citation.source_id,
        "score": citation.score,
        "runner_up": citation.runner_up,
        "confidence": citation.confidence,
        "reason": citation.reason,
        "used": citation.used,
    }


def claim_review(report: Report, published: str) -> list[dict[str, Any]]:
    """Return one schema.org ClaimReview for each figure that has a verdict; `published` is the day of the data."""
    reviews = []
    for figure in report.figures:
        if figure.verdict not in RATINGS:
            continue
        value, words = RATINGS[figure.verdict]
        claim = f"{', '.join(figure.platforms)}: {figure.metric} {figure.printed}"
        reviews.append(
            {
                "@context": "https://schema.org",
                "@type": "ClaimReview",
                "datePublished": published,
                "claimReviewed": claim,
                "author": {"@type": "Organization", "name": "Specproof"},
                "itemReviewed": {
                    "@type": "Claim",
                    "appearance": {
                        "@type": "CreativeWork",
                        "name": report.document.name,
                        "identifier": f"sha256:{report.document.sha256}",
                    },
                },
                "reviewRating": {
                    "@type": "Rating",
                    "ratingValue": value,
                    "bestRating": 5,
                    "worstRating": 1,
                    "alternateName": words,
                },
                "reviewBody": figure.reason,
            }
        )
    return reviews
