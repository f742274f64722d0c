"""A dossier as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.dossier import Dossier, Figure, Statement

WIDTH = 34


def text(dossier: Dossier) -> str:
    """Return the dossier as lines: every figure, its sources by number, who disagrees, and what follows."""
    return "\n".join(_lines(dossier)) + "\n"


def _lines(dossier: Dossier) -> Iterator[str]:
    platform = dossier.platform
    yield platform["name"]
    yield " · ".join(
        filter(
            None, (platform["id"], platform["vendor"], platform["kind"], platform["lifecycle"], platform["released"])
        )
    )
    if dossier.as_of:
        yield f"as of {dossier.as_of}: what was known by then, at that day's price; workloads, models, recipes and calibration are today's"
    if dossier.freshness:
        counted = f"{dossier.freshness['sources']} documents of {dossier.freshness['publishers']} publishers"
        yield f"last checked {dossier.freshness['last_checked']}; {counted}"
    if dossier.aliases:
        yield "also called " + ", ".join(dossier.aliases)
    for label, others in (("contains", dossier.parts), ("contained in", dossier.part_of)):
        if others:
            yield f"{label} " + ", ".join(f"{part['count']} × {part['name']}" for part in others)
    if dossier.variants:
        yield "not to be taken for " + ", ".join(f"{other['name']} ({other['id']})" for other in dossier.variants)
    yield from _section("Figures", (line for figure in dossier.figures for line in _figure(figure)))
    yield from _section(
        "Looked for, not published", (f"  {row['metric_id']}  {_notes([row['n']])}" for row in dossier.unknown)
    )
    yield from _section("Undated, not used: known to be said only from the day it was read on", _left_out(dossier))
    yield from _section("Prices", _prices(dossier))
    yield from _section("What follows", _derived(dossier))
    yield from _section("What limits it", _bounds(dossier))
    yield from _section("Measured, some of it", _measured(dossier))
    yield from _section("Sources", _sources(dossier))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", title, *found)


def _notes(numbers: list[int]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(numbers))


def _figure(figure: Figure) -> Iterator[str]:
    agreement = f"{figure.agreeing} publishers agree" if figure.agreeing > 1 else "one publisher"
    if figure.many and figure.others:
        agreement = f"{figure.publishers} publishers; several values can be true at once"
    if figure.disputed:
        agreement += f", {figure.dissenting} {'says' if figure.dissenting == 1 else 'say'} otherwise"
    yield f"  {figure.label:<{WIDTH}} {figure.printed:<18} {_notes([s.n for s in figure.supporting])}  {agreement}"
    if figure.others:
        yield f"  {'':<{WIDTH}} chosen because {figure.chosen_because}"
    if figure.many:
        for statement in figure.others:
            yield f"  {'':<{WIDTH}} also {statement.printed:<13} {_notes([statement.n])} {statement.at}"
    for statement in figure.contradicting:
        yield f"  {'':<{WIDTH}} {_against(statement)}"


def _against(statement: Statement) -> str:
    mark = "✗" if statement.rank == "deprecated" else "≠"
    status = {"deprecated": "deprecated"}.get(statement.rank, statement.stage if statement.stage != "shipping" else "")
    note = ": ".join(filter(None, (status, statement.why)))
    return f"{mark} {statement.printed:<16} {_notes([statement.n])} {statement.publisher}" + (
        f"; {note}" if note else ""
    )


def _left_out(dossier: Dossier) -> Iterator[str]:
    for row in dossier.left_out:
        yield f"  {row['label']:<{WIDTH}} {row['printed']:<18} {_notes([row['n']])} {row['publisher']}, read {row['checked_on']}"


def _prices(dossier: Dossier) -> Iterator[str]:
    price = dossier.buying_price
    if price:
        when, stale = "on that day" if dossier.as_of else "today", ", stale" if price["stale"] else ""
        yield f"  {when:<{WIDTH}} {price['amount_usd']:,.2f} USD  ({price['basis']}, {price['as_of']}{stale}; {price['chosen_because']})"
    for row in dossier.prices:
        where = ", ".join(
            filter(None, (row["seller"], row["region"], row["condition"], row["tax"] and f"tax {row['tax']}"))
        )
        notes = [word for word in (row["stage"], row["rank"]) if word not in {"shipping", "normal"}]
        stage = "".join(f" {word}" for word in notes) + (f": {row['why']}" if row["why"] else "")
        yield (
            f"  {row['as_of']:<12}{row['basis']:<{WIDTH - 12}} {row['printed']:<18} {_notes([row['n']])} {row['publisher']}{stage}"
            + (f" ({where})" if where else "")
        )


def _derived(dossier: Dossier) -> Iterator[str]:
    for entry in dossier.derived:
        yield f"  {entry.label:<{WIDTH}} {entry.value:.4g} {entry.unit}  = {entry.formula}"
        inputs = ", ".join(f"{row['input']} {row['printed']} [{row['n']}]" for row in entry.inputs)
        yield f"  {'':<{WIDTH}} from {inputs}"


def _bounds(dossier: Dossier) -> Iterator[str]:
    for bound in dossier.bounds:
        yield f"  {bound['workload']}"
        if bound["bound_type"] == "unknown":
            verdict = f"unknown: nobody has published {', '.join(bound['missing'].split())}"
        elif bound["bound_type"] == "capacity":
            verdict = f"capacity: needs {bound['needed_gb']:.1f} GB, {bound['usable_gb']:.1f} GB usable ({bound['usable_basis']})"
        else:
            verdict = f"{bound['bound_type']}: at most {bound['ceiling_tok_s']:,.1f} tok/s"
            if bound["estimate_tok_s"] is not None:
                verdict += f", about {bound['estimate_tok_s']:,.1f}"
            if bound["estimate_low"] is not None:
                verdict += f" ({bound['estimate_low']:,.1f} to {bound['estimate_high']:,.1f})"
            if bound["compute_is_floor"]:
                verdict += f" (the rate at its precision is not published; {bound['compute_metric']} stood in, which it cannot be below)"
        yield f"  {'':<{WIDTH}} {verdict}"


def _measured(dossier: Dossier) -> Iterator[str]:
    for row in dossier.measured:
        ceiling = (
            f"{row['share_of_ceiling']:.0%} of its ceiling"
            if row["share_of_ceiling"] is not None
            else "ceiling unknown"
        )
        depth = f"prompt {row['prompt_tokens']}" if row["phase"] == "prefill" else f"context {row['context']}"
        run = ", ".join(
            filter(
                None,
                (
                    row["phase"],
                    depth if "None" not in depth else None,
                    row["engine"],
                    row["backend"],
                    row["conditions"],
                ),
            )
        )
        what = f"{row['model_id'] or 'model not printed'} {row['recipe_id'] or 'recipe not printed'}"
        yield f"  {what:<{WIDTH}} {row['printed']} {row['unit']}  {_notes([row['n']])}  {ceiling}"
        yield f"  {'':<{WIDTH}} {run}" + (f"; kept out: {row['kept_out']}" if row["kept_out"] else "")


def _sources(dossier: Dossier) -> Iterator[str]:
    for source in dossier.sources:
        copies = f", copies {source['copies_source_id']}" if source["copies_source_id"] else ""
        yield f"  [{source['n']}] {source['publisher']}: {source['title']} ({source['kind']}{copies}; read {source['checked_on']})"
        yield f"      {source['url']}"
