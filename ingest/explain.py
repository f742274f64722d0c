"""One case as text: the whole calculation, step by step, every input with its source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ingest.bound import Case, reason_of
from ingest.query import Row, rows

_FACTS = """
SELECT f.metric_id, f.printed, f.platform_id, s.n, s.publisher, s.url
FROM facts AS f JOIN sources AS s ON s.id = f.source_id
WHERE f.platform_id IN (:platform, :of_platform)
  AND f.metric_id IN ('memory_bandwidth', 'memory_usable', 'memory_capacity', 'nvlink_per_direction', 'nvlink_total', 'network_per_port',
                      'pcie', 'tdp', 'power_measured', :compute)
  AND (f.platform_id = :platform OR f.metric_id = :compute)
ORDER BY f.metric_id
"""


def text(connection: sqlite3.Connection, case: Case, answer: dict[str, Row]) -> str:
    """Return the calculation as lines for a terminal."""
    return "\n".join(_lines(connection, case, answer)) + "\n"


def _lines(connection: sqlite3.Connection, case: Case, answer: dict[str, Row]) -> Iterator[str]:
    bound, limit, load, step = answer["bounds"], answer["limits"], answer.get("loads", {}), case.step
    asked = case.load
    yield f"{case.devices} × {case.platform_id}, {case.model_id}, {case.recipe_id or 'weights of the given size'}, {case.engine}"
    yield (
        f"{asked.phase}: batch {asked.batch}, prompt {asked.prompt:,}, context {asked.context:,}"
        + (f", generated {asked.generated:,}" if asked.generated else "")
    )
    yield ""
    yield "The platform"
    yield from _facts(connection, case, bound)
    yield ""
    yield "The model and its weights"
    yield from _model(connection, case)
    yield ""
    yield "One step"
    yield f"  stored          {step.stored_gb:.2f} GB of weights, {step.kv_stored_gb:.2f} GB of keys and values"
    yield f"  streamed        {step.linear_gb:.2f} GB of weights" + (
        f" at least, {step.expected_linear_gb:.2f} GB when routed uniformly" if step.experts_per_token else ""
    )
    yield f"  read            {step.attention_gb:.3f} GB of keys and values"
    yield f"  computed        {step.linear_tflop:.4g} TFLOP in linear layers, {step.attention_tflop:.4g} TFLOP in attention"
    yield f"  made            {step.made:,.0f} tokens"
    yield ""
    yield "Capacity"
    usable = "unknown" if limit["usable_gb"] is None else f"{limit['usable_gb']:.1f} GB ({limit['usable_basis']})"
    yield f"  {limit['needed_gb']:.1f} GB needed, reserve included; usable {usable}: {limit['fits'] or 'unknown'}"
    yield ""
    yield "Time at rated peaks"
    yield f"  linear layers   max(memory {_ms(limit['linear_memory_ms'])}, compute {_ms(limit['linear_compute_ms'])})"
    yield f"  attention       max(memory {_ms(limit['attention_memory_ms'])}, compute {_ms(limit['attention_compute_ms'])})"
    if case.devices > 1:
        yield f"  exchange        {_ms(limit['interconnect_ms'])} over {bound['link_metric'] or 'an unknown link'}"
    yield f"  bound           {_verdict(bound)}"
    if bound["ceiling_tok_s"] is not None:
        times = " + ".join(_ms(limit[f"{name}_ms"]) for name in ("memory", "compute", "interconnect"))
        yield f"  ceiling         {step.made:,.0f} / ({times}) = {bound['ceiling_tok_s']:,.2f} tok/s"
    if bound["offload_tok_s"] is not None:
        yield f"  offloaded       at most {bound['offload_tok_s']:,.2f} tok/s with the rest read over the slower path"
    if bound["estimate_tok_s"] is not None:
        yield ""
        yield "Time in truth"
        yield from _estimate(answer, load)
    reason = reason_of(bound)
    if reason:
        yield ""
        yield reason
    if bound["usd_per_million_tokens"] is not None:
        yield ""
        yield "Cost"
        yield from _cost(connection, bound)


def _facts(connection: sqlite3.Connection, case: Case, bound: Row) -> Iterator[str]:
    of_platform, compute = bound["compute_platform_id"] or case.platform_id, bound["compute_metric"] or ""
    found = rows(connection, _FACTS, platform=case.platform_id, of_platform=of_platform, compute=compute)
    for row in found:
        whose = "" if row["platform_id"] == case.platform_id else f" of {row['platform_id']}"
        yield f"  {row['metric_id']:<24} {row['printed']:<20} [{row['n']}] {row['publisher']}{whose}  {row['url']}"
    if bound["compute_is_floor"]:
        yield f"  {compute} stands in as a floor: the rate that counts is not published"


def _model(connection: sqlite3.Connection, case: Case) -> Iterator[str]:
    figures = rows(
        connection,
        "SELECT g.name, g.printed, s.n, s.publisher FROM model_figures AS g JOIN sources AS s ON s.id = g.source_id "
        "WHERE g.model_id = ? ORDER BY g.id",
        case.model_id,
    )
    by_source: dict[tuple[int, str], list[str]] = {}
    for row in figures:
        by_source.setdefault((row["n"], row["publisher"]), []).append(f"{row['name']} {row['printed']}")
    for (n, publisher), said in by_source.items():
        yield f"  [{n}] {publisher}: {', '.join(said)}"
    for row in rows(
        connection,
        "SELECT r.*, s.n, s.publisher FROM recipes AS r JOIN sources AS s ON s.id = r.source_id WHERE r.id = ?",
        case.recipe_id,
    ):
        yield (
            f"  [{row['n']}] {row['publisher']}: {row['name']}, {row['linear_bits']:g} bits a weight, experts {row['expert_bits']:g}, "
            f"head {row['head_bits']:g}, keys and values {row['kv_bits']:g}; computed in {row['compute']}"
        )


def _estimate(answer: dict[str, Row], load: Row) -> Iterator[str]:
    bound, estimate, said = answer["bounds"], answer["estimates"], answer["efficiencies"]
    shares = [
        ("memory", said.get("memory_efficiency"), load["weights_ms"]),
        ("cache", said.get("cache_efficiency"), load["cache_ms"]),
        ("compute", said.get("compute_efficiency"), load["compute_ms"]),
        ("attention", said.get("attention_efficiency"), load["attention_ms"]),
    ]
    yield f"  calibrated on   {said['calibration']} ({said['platforms']} platforms)"
    for name, share, time in shares:
        if share is not None:
            yield f"  {name:<15} {_ms(time)} at {share:.2f} of peak"
    if said.get("unpacking") is not None:
        yield f"  unpacking       {_ms(load['vector_ms'])} on vector units × {said['unpacking']:.2f}"
    if load["phase"] == "decode" and said.get("attending") is not None:
        yield f"  attending       {_ms(load['attention_vector_ms'])} on vector units × {said['attending']:.2f}"
    overhead = f"{said['step_ms']:.2f} ms a step, {said['layer_ms'] * 1000:.0f} µs a layer"
    for name, why in (("expert", "experts"), ("state", "a recurrent state"), ("window", "a window")):
        if load[f"{name}_layers"] and said.get(f"{name}_layer_ms") is not None:
            overhead += f", {said[f'{name}_layer_ms'] * 1000:.0f} µs more for {why}"
    yield f"  overhead        {_ms(estimate['overhead_ms'])}: {overhead}"
    between = "no interval: scored for one sequence on one device only"
    if bound["estimate_low"] is not None:
        between = f"about four of five between {bound['estimate_low']:,.2f} and {bound['estimate_high']:,.2f}"
    yield f"  estimate        {bound['estimate_tok_s']:,.2f} tok/s, {between}"


def _cost(connection: sqlite3.Connection, bound: Row) -> Iterator[str]:
    price = rows(
        connection,
        "SELECT b.*, s.n, s.publisher FROM buying_prices AS b JOIN sources AS s ON s.id = b.source_id WHERE b.platform_id = ?",
        bound["platform_id"],
    )[0]
    seen = f"{price['basis']} of {price['as_of']} [{price['n']}] {price['publisher']}; {price['scope']}"
    yield f"  price           {price['amount_usd']:,.2f} USD each, {seen}"
    for row in rows(
        connection,
        "SELECT p.id, p.value, s.n, s.publisher FROM parameters AS p LEFT JOIN sources AS s ON s.id = p.source_id "
        "WHERE p.id IN ('years', 'utilisation', 'pue', 'usd_per_kwh') ORDER BY p.id",
    ):
        yield f"  {row['id']:<15} {row['value']:g}" + (
            f" [{row['n']}] {row['publisher']}" if row["n"] else " (our own assumption)"
        )
    yield f"  energy          {bound['joules_per_token']:.3g} J a token ({bound['power_metric']})"
    yield f"  total           {bound['usd_per_million_tokens']:,.2f} USD per million tokens"


def _verdict(bound: Row) -> str:
    if bound["bound_type"] in {"capacity", "unknown"}:
        return str(bound["bound_type"])
    robust = "whatever the efficiencies" if bound["robust"] else f"or {bound['runner_up']}, depending on efficiencies"
    return f"{bound['bound_type']}, {robust}"


def _ms(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.2f} ms"
