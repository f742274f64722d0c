"""Records -> rows of the said tables, in key order. Pure."""

from __future__ import annotations

from typing import Any

from ingest.known import known_day
from ingest.records import Base
from ingest.rows_of_answers import answer_rows
from ingest.runs import Rows, run_rows
from ingest.spelling import day_number, fold, parse_date


def data_date(base: Base) -> str:
    """Return the newest day on which a source was checked: the day that prices age from."""
    return max(parse_date(source.checked_on).last for source in base.sources.values()).isoformat()


def rows(base: Base, fingerprint: str) -> dict[str, Rows]:
    """Return every row of every said table, sorted by its key, so that equal data give equal files."""
    today = data_date(base)
    places = {metric_id: place for place, metric_id in enumerate(base.metrics, start=1)}
    return {
        "about": [
            {
                "id": 1,
                "title": "Specproof",
                "data_date": today,
                "data_day": day_number(parse_date(today).last),
                "fingerprint": fingerprint,
            }
        ],
        "sources": [
            {
                **_only(vars(source), "id kind publisher title url published checked_on checked_how lang cites"),
                "checked_day": day_number(parse_date(source.checked_on).last),
                "n": n,
                "archive_url": source.archive,
                "copies_source_id": source.copies,
                "link_status": base.links[source.id].state if source.id in base.links else "unchecked",
            }
            for n, (_, source) in enumerate(sorted(base.sources.items()), start=1)
        ],
        "platforms": [
            {
                **_only(vars(platform), "id name vendor kind family lifecycle"),
                "released": None,
                "file": platform.where.path,
            }
            for _, platform in sorted(base.platforms.items())
        ],
        "platform_parts": [
            {"platform_id": platform.id, "part_id": part, "count": count}
            for _, platform in sorted(base.platforms.items())
            for part, count in sorted(platform.contains.items())
        ],
        "aliases": _aliases(base),
        "metrics": [
            {
                **_only(
                    vars(metric),
                    "id label kind unit better meaning low high tolerance many gb_may_mean_gib headline example bad_example",
                ),
                "class": metric.class_,
                "place": places[metric.id],
            }
            for _, metric in sorted(base.metrics.items())
        ],
        "trust": [
            {"class": class_, "source_kind": kind, "place": place}
            for class_, kinds in sorted(base.trust.items())
            for place, kind in enumerate(kinds, start=1)
        ],
        "formulas": [
            _only(vars(f), "id label unit better sql meaning reference") for _, f in sorted(base.formulas.items())
        ],
        "formula_inputs": [
            {"formula_id": formula.id, "input": name}
            for _, formula in sorted(base.formulas.items())
            for name in sorted(formula.inputs)
        ],
        "claims": _claims(base),
        "prices": [
            {
                **_only(
                    vars(price),
                    "id platform_id printed amount currency bound basis scope region tax seller condition "
                    "stage rank why cites as_of source_id at",
                ),
                "as_of_day": day_number(parse_date(price.as_of).first),
                "known_day": known_day(price.as_of, base.sources[price.source_id]),
                "file": price.where.path,
                "line": price.where.line,
            }
            for price in sorted(base.prices, key=lambda price: price.id)
        ],
        "exchange_rates": [
            {
                **_only(vars(rate), "id currency month per_usd printed source_id at"),
                "first_day": day_number(parse_date(rate.month).first),
            }
            for _, rate in sorted(base.rates.items())
        ],
        "pcie_slots": [_only(vars(x), "slot gb_s printed source_id at") for _, x in sorted(base.slots.items())],
        **run_rows(base),
        "known_urls": [
            _only(vars(entry), "url publisher kind published confidence seen")
            for _, entry in sorted(base.known_urls.items())
        ],
        "link_checks": [
            {
                **_only(vars(link), "source_id url state final_url note"),
                "checked_on": link.checked,
                "failures": " ".join(link.failures) or None,
            }
            for _, link in sorted(base.links.items())
        ],
        **answer_rows(base),
    }


def _only(record: dict[str, Any], names: str) -> dict[str, Any]:
    return {name: record[name] for name in names.split()}


def _claims(base: Base) -> Rows:
    units = {metric.id: metric.unit for metric in base.metrics.values()}
    return [
        {
            **_only(
                vars(claim),
                "id platform_id metric_id printed value low high text state bound binary_unit digits stage rank why source_id as_of cites",
            ),
            "unit": units[claim.metric_id],
            "at": claim.at or "",
            "as_of_day": day_number(parse_date(claim.as_of).last) if claim.as_of else None,
            "known_day": known_day(claim.as_of, base.sources[claim.source_id]),
            "file": claim.where.path,
            "line": claim.where.line,
        }
        for claim in sorted(base.claims, key=lambda claim: claim.id)
    ]


def _aliases(base: Base) -> Rows:
    """Every name that means a platform, its own name among them; of two spellings of one name the first stays."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for platform in base.platforms.values():
        names = [(platform.name, "en", False), *((a.text, a.lang, a.ambiguous) for a in platform.aliases)]
        for name, lang, ambiguous in names:
            row = {
                "alias": name,
                "platform_id": platform.id,
                "folded": fold(name),
                "lang": lang,
                "ambiguous": ambiguous,
            }
            found.setdefault((name, platform.id), row)
    return [row for _, row in sorted(found.items())]
