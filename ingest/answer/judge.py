"""A bound figure -> its verdict, held against the chosen fact, the other claims, and the variants that the name fits. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.answer.knowledge import COARSE, Knowledge, width
from ingest.answer.parts import Reading
from ingest.quantity import decimal_comma
from ingest.query import Row

GB_AS_GIB = 1.073741824
SAME = 0.0025  # share within which two figures are the same one, not one rounded
FALSE_FRIENDS = (0.5, 2.0, 0.25, 4.0)  # ratios that sparsity, or both directions of a link, explain
GOOD = ("supported", "rounded")
ORDER = ("supported", "rounded", "disputed", "superseded", "contradicted", "unknown")


@dataclass(frozen=True)
class Verdict:
    """What became of a figure: the verdict, why, the claims behind it, the metric it fits, and which reading of it."""

    verdict: str
    reason: str
    claims: tuple[str, ...] = ()
    metric: str | None = None
    reading: int = 0


def judge(
    knowledge: Knowledge,
    platforms: Sequence[str],
    metrics: Sequence[str],
    readings: Sequence[Reading],
    *,
    certain: bool,
    named: Sequence[str] = (),
    count: int = 1,
    whole: bool = False,
    every: bool = False,
) -> Verdict:
    """Return the verdict on a figure about `platforms`, the variants that its name fits.

    `named` are further variants that bear the name but that the text does not mean at first sight, such as a laptop's. `count` is
    how many the text speaks of, `whole` that pools may be added, `every` that the figure is said of all platforms at once.
    """
    verdicts = {
        platform: _of_one(knowledge, platform, metrics, readings, certain, count, whole) for platform in platforms
    }
    known = {platform: verdict for platform, verdict in verdicts.items() if verdict.verdict != "unknown"}
    if not known:
        return _first(list(verdicts.values())) or Verdict("unknown", "no platform of that name is in the base")
    best = min(known.values(), key=lambda verdict: ORDER.index(verdict.verdict))
    good = [platform for platform, verdict in known.items() if verdict.verdict in GOOD]
    bad = [platform for platform, verdict in known.items() if verdict.verdict == "contradicted"]
    if bad and every:
        return known[bad[0]]
    if good and bad:
        bound = readings[best.reading].bound
        if bound in {"up_to", "at_least", "range"}:
            return best
        values = "; ".join(f"{_called(knowledge, p)}: {_stated(knowledge, p, best.metric)}" for p in (*good, *bad))
        return Verdict(
            "ambiguous", f"the name fits variants that differ ({values})", best.claims, best.metric, best.reading
        )
    if best.verdict == "contradicted":
        for platform in named:
            other = _of_one(knowledge, platform, metrics, readings, certain, count, whole)
            if other.verdict in GOOD:
                reason = f"it fits {_called(knowledge, platform)}, which bears the name too; {best.reason}"
                return Verdict("ambiguous", reason, other.claims, other.metric, other.reading)
    return best


def _of_one(
    knowledge: Knowledge,
    platform: str,
    metrics: Sequence[str],
    readings: Sequence[Reading],
    certain: bool,
    count: int,
    whole: bool,
) -> Verdict:
    """The verdict for one platform: the best over its metrics and the ways to read the figure."""
    found: list[Verdict] = []
    for place, reading in enumerate(readings):
        for metric in metrics:
            if verdict := _of_metric(knowledge, platform, metric, reading, place, count):
                found.append(verdict)
        if whole and (verdict := _of_sum(knowledge, platform, reading, place)):
            found.append(verdict)
    if not found:
        return Verdict(
            "unknown",
            f"nobody in the base states it for {_called(knowledge, platform)}",
            (),
            metrics[0] if metrics else None,
        )
    best = min(found, key=lambda verdict: ORDER.index(verdict.verdict))
    if best.verdict != "contradicted":
        return best
    if not certain or count > 1 or whole:
        return Verdict(
            "unknown", f"it is not clear what is measured; {best.reason}", best.claims, best.metric, best.reading
        )
    if any(
        _explained(knowledge, platform, metric, readings)
        for metric in metrics
        if metric.startswith(("fp", "bf", "tf", "int"))
    ):
        return Verdict(
            "unknown",
            f"the text does not say whether sparsity is counted; {best.reason}",
            best.claims,
            best.metric,
            best.reading,
        )
    return best


def _of_metric(
    knowledge: Knowledge, platform: str, metric: str, reading: Reading, place: int, count: int
) -> Verdict | None:
    """The verdict against the fact and the claims about one metric; None where there are none."""
    fact = knowledge.fact(platform, metric)
    if fact is None:
        return None
    known = knowledge.metrics[metric]
    claims = knowledge.said(platform, metric)
    agreeing = tuple(claim["id"] for claim in claims if claim["rank"] != "deprecated" and agrees(reading, claim, known))
    said = f"{_called(knowledge, platform)}, {known['label'].casefold()}: {_shown(knowledge, fact)}"
    if agrees(reading, fact, known):
        if _is_too_coarse(reading, fact):
            return Verdict("unknown", f"the base has too few digits to tell: {said}", (), metric, place)
        same = _same(reading, fact, known)
        dissenting = f"{fact['dissenting']} {'publisher says' if fact['dissenting'] == 1 else 'publishers say'}"
        also = f"; {dissenting} otherwise" if fact["disputed"] else ""
        return Verdict("supported" if same else "rounded", said + also, agreeing or (fact["claim_id"],), metric, place)
    if count > 1 and agrees(_divided(reading, count), fact, known):
        return Verdict("supported", f"{count} × {fact['printed']}: {said}", (fact["claim_id"],), metric, place)
    if known["many"]:
        if agreeing:
            return Verdict("supported", f"measured so: {said}", agreeing, metric, place)
        return Verdict("unknown", f"others measured {fact['printed']}", (), metric, place)
    others = [
        claim
        for claim in claims
        if claim["rank"] != "deprecated" and agrees(reading, claim, known) and not _says_the_same(claim, fact)
    ]
    if others:
        now = [claim for claim in others if claim["stage"] == fact["stage"]]
        if not now:
            stage = others[0]["stage"]
            return Verdict("superseded", f"{stage} as {others[0]['printed']}; now {said}", agreeing, metric, place)
        who = sorted({knowledge.sources[claim["source_id"]]["publisher"] for claim in now})
        return Verdict(
            "disputed",
            f"{', '.join(who[:3])} {'says' if len(who) == 1 else 'say'} so, but {said}",
            agreeing,
            metric,
            place,
        )
    wrong = [claim for claim in claims if claim["rank"] == "deprecated" and agrees(reading, claim, known)]
    if wrong and all(claim["stage"] != fact["stage"] for claim in wrong):
        was = f"{wrong[0]['stage']} as {wrong[0]['printed']} ({wrong[0]['why']})"
        return Verdict("superseded", f"{was}; now {said}", (wrong[0]["id"],), metric, place)
    if wrong:
        return Verdict(
            "contradicted", f"{said}. The figure circulates: {wrong[0]['why']}", (fact["claim_id"],), metric, place
        )
    return Verdict("contradicted", said, (fact["claim_id"],), metric, place)


def _of_sum(knowledge: Knowledge, platform: str, reading: Reading, place: int) -> Verdict | None:
    """The verdict against both memory pools together; None where it does not fit, or one of them is not known."""
    first, second = knowledge.fact(platform, "memory_capacity"), knowledge.fact(platform, "memory2_capacity")
    if not first or not second or not _meets(reading, first["value"] + second["value"]):
        return None
    reason = f"{_called(knowledge, platform)}: {first['printed']} and {second['printed']} together"
    return Verdict("supported", reason, (first["claim_id"], second["claim_id"]), "memory_capacity", place)


def agrees(reading: Reading, stated: Row, metric: Row) -> bool:
    """Whether a figure and what a source states can both be true at their printed precision, as in sql/agreements.sql.

    "Up to" in the text states a highest figure, not any figure below: it agrees where that height is reached.
    """
    slack = max(metric["tolerance"] or 0.0, 0.0)
    scales = (
        (1.0, GB_AS_GIB, 1 / GB_AS_GIB)
        if metric["gb_may_mean_gib"] and bool(stated["binary_unit"]) != reading.binary_unit
        else (1.0,)
    )
    for scale in scales:
        low = None if reading.low is None else reading.low * scale * (1 - slack)
        high = None if reading.high is None else reading.high * scale * (1 + slack)
        if reading.bound == "up_to" and high is not None:
            low = reading.value * scale - (high - reading.value * scale) * 1.0001
        their_low = (
            stated["low"]
            if stated["low"] is not None
            else stated["value"] - abs((stated["high"] or stated["value"]) - stated["value"])
        )
        their_high = stated["high"] if stated["high"] is not None else stated["value"]
        their_low, their_high = their_low * (1 - slack), their_high * (1 + slack)
        if (low is None or their_high > low) and (high is None or high > their_low):
            return True
    return False


def _is_too_coarse(reading: Reading, fact: Row) -> bool:
    """Whether a fact has so few digits that it would bear out almost any figure: 1 TB, and the text's finer 512 GB."""
    off = abs(reading.value - fact["value"]) / fact["value"] if fact["value"] else 0.0
    ends = {"low": reading.low, "high": reading.high, "value": reading.value}
    return fact["bound"] == "exact" and width(fact) > 2 * COARSE and off > max(COARSE, width(ends))


def _says_the_same(claim: Row, fact: Row) -> bool:
    """Whether a claim is the chosen figure with fewer digits: then it bears out no other figure."""
    coarse = fact["bound"] == "exact" and width(claim) > max(COARSE, 3 * width(fact))
    return coarse and abs(claim["value"] - fact["value"]) <= width(claim) * claim["value"]


def _same(reading: Reading, fact: Row, metric: Row) -> bool:
    """Whether two figures that agree are one and the same, or the text's is the more exact; not one a rounding of the other."""
    if reading.bound in {"at_least", "range"}:
        return True
    ends = (reading.low, reading.high, fact["low"], fact["high"])
    if reading.bound == "exact" and None not in ends and (ends[1] or 0) - (ends[0] or 0) < ends[3] - ends[2]:
        return True
    scales = (1.0, GB_AS_GIB, 1 / GB_AS_GIB) if metric["gb_may_mean_gib"] else (1.0,)
    share = max(SAME, metric["tolerance"] or 0.0) if reading.bound != "about" else SAME
    return any(abs(reading.value * scale - fact["value"]) <= share * abs(fact["value"]) for scale in scales)


def _divided(reading: Reading, count: int) -> Reading:
    """The figure for one of `count`."""
    low = None if reading.low is None else reading.low / count
    high = None if reading.high is None else reading.high / count
    return Reading(reading.value / count, low, high, reading.unit, reading.bound, reading.binary_unit)


def _meets(reading: Reading, value: float) -> bool:
    low = reading.low if reading.low is not None else reading.value * 0.98
    high = reading.high if reading.high is not None else reading.value * 1.02
    return low <= value <= high


def _explained(knowledge: Knowledge, platform: str, metric: str, readings: Sequence[Reading]) -> bool:
    """Whether a figure is half or twice a known one, as rates with and without sparsity are."""
    fact = knowledge.fact(platform, metric)
    return bool(fact) and any(
        abs(reading.value - fact["value"] * ratio) <= 0.03 * fact["value"] * ratio
        for reading in readings
        for ratio in FALSE_FRIENDS
        if fact
    )


def _called(knowledge: Knowledge, platform: str) -> str:
    return str(knowledge.platforms[platform]["name"])


def _stated(knowledge: Knowledge, platform: str, metric: str | None) -> str:
    fact = knowledge.fact(platform, metric) if metric else None
    return _shown(knowledge, fact) if fact else "not known"


def _shown(knowledge: Knowledge, fact: Row) -> str:
    """A fact as printed; as a number where its page writes 1.344 for 1,344, which an English report would turn into one and a third."""
    if decimal_comma(knowledge.sources[fact["source_id"]]["lang"]) and fact["value"] is not None:
        return f"{fact['value']:,.6g} {fact['unit']}"
    return str(fact["printed"])


def _first(verdicts: list[Verdict]) -> Verdict | None:
    return verdicts[0] if verdicts else None
