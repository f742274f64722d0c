"""Comparisons in words: "lower than the DGX Station" -> which side, in what, and whether the base agrees."""

from __future__ import annotations

from ingest.answer import cues, doubts, variants, vocabulary
from ingest.answer.cues import Hit
from ingest.answer.knowledge import Knowledge
from ingest.answer.parts import Mention, Relation
from ingest.answer.scene import Scene

METRIC_OF = (
    ("bandwidth", "memory_bandwidth"),
    ("memory", "memory_capacity"),
    ("tdp", "tdp"),
    ("power", "tdp"),
    ("price", "price"),
)
FARTHEST = 16  # words between the comparing word and what is compared
MOST_SAID = 4


def find(scene: Scene, knowledge: Knowledge) -> list[Relation]:
    """Return the comparison that a sentence makes: at most one, and only where both sides and the metric are clear."""
    orders = cues.ORDER.find(scene.tokens)
    if not orders and cues.COMPARED_FIRST.any(scene.tokens):
        orders = cues.BARE_ORDER.find(scene.tokens)
    named = [mention for mention in scene.platforms if mention.kind != "stranger"]
    if not orders or not named or doubts.is_unsure(scene):
        return []
    sides = _sides(scene, named)
    if sides is None or any(mention.count > 1 for mention in sides):
        return []
    left, right = sides
    near = _order(scene, orders, left, right)
    if near is None or cues.RATIO.any(scene.tokens):
        return []
    order, hit = near
    metric = _metric(scene, hit)
    if metric is None:
        return []
    labels = tuple(dict.fromkeys(label for marker in scene.sentence.markers for label in marker.labels))
    words = [*scene.tokens, *scene.words_above]
    one, other = (variants.narrow(knowledge, mention, words)[0] for mention in sides)
    relation = Relation(scene.sentence.line, one, other, metric, order, labels)
    _judge(relation, knowledge)
    return [relation]


def _sides(scene: Scene, named: list[Mention]) -> tuple[Mention, Mention] | None:
    """What is compared with what; None where it is not clear."""
    groups = _merged(named)
    after = [hit.first for hit in cues.COMPARED_AFTER.find(scene.tokens)]
    standards = [m for m in groups if m.standard or any(0 < hit - m.last <= 4 for hit in after)]
    if len(groups) >= 2:
        if len(standards) == 1:
            others = [mention for mention in groups if mention is not standards[0]]
            if _opens(scene):
                return _previous(scene, standards[0])
            return (others[0], standards[0]) if len(others) == 1 else None
        return (groups[0], groups[1]) if len(groups) == 2 and not _opens(scene) else None
    if standards or _opens(scene):
        return _previous(scene, groups[0])
    return None


def _merged(named: list[Mention]) -> list[Mention]:
    """The names, those of one family or one platform counted once: the family stands for its members."""
    found: list[Mention] = []
    for mention in named:
        for place, other in enumerate(found):
            if set(mention.platforms) & set(other.platforms):
                found[place] = max(other, mention, key=lambda m: (m.kind == "family", m is other))
                break
        else:
            found.append(mention)
    return found


def _previous(scene: Scene, standard: Mention) -> tuple[Mention, Mention] | None:
    """The name that a pronoun takes up from the sentence before, against what it is compared with."""
    before = {
        mention.platforms: mention for mention in scene.prior if not set(mention.platforms) & set(standard.platforms)
    }
    return (next(iter(before.values())), standard) if len(before) == 1 else None


def _opens(scene: Scene) -> bool:
    """Whether the sentence begins with a word that points back: "it", "bu", "sein"."""
    opening = scene.tokens[:1]
    return (
        cues.PRONOUNS.any(opening)
        and opening[0].folded not in vocabulary.ARTICLES
        and not any(m.first <= 2 for m in scene.platforms)
    )


def _metric(scene: Scene, order: Hit) -> str | None:
    """What is compared: what the clause of the comparing word names; None where that is nothing, or none of the base's metrics.

    A memory that is faster has the higher bandwidth, not the larger capacity.
    """
    anywhere = {hit.cue for hit in scene.metric_hits}
    if anywhere & {"link", "nvlink", "c2c", "network", "storage", "cache"}:
        return None
    speed = cues.SPEED.any(scene.tokens[order.first : order.last + 1])
    said = {hit.cue for hit in scene.metric_hits if not scene.clauses_between(*sorted((hit.first, order.first)))}
    if speed and not said:  # faster at something that the sentence does not name
        return None
    for cue, metric in METRIC_OF:
        if cue in (said or anywhere) or (cue == "bandwidth" and cue in anywhere and not speed):
            return "memory_bandwidth" if speed and metric == "memory_capacity" else metric
    return None


def _order(scene: Scene, orders: list[Hit], left: Mention, right: Mention) -> tuple[str, Hit] | None:
    """Lower, higher or equal, of the left against the right, and the word that says so; None where the words contradict one another."""
    if scene.tokens and cues.DENIED_BEFORE.find(scene.tokens):
        return None
    near = min(orders, key=lambda hit: abs(hit.first - right.first) if right in scene.platforms else hit.first)
    if abs(near.first - right.first) > FARTHEST and abs(near.last - right.last) > FARTHEST:
        return None
    close = [hit for hit in orders if hit.cue != near.cue and abs(hit.first - near.first) <= 2]
    if close:
        return None
    opposing = {hit.cue for hit in orders} - {near.cue, "equal"}
    if opposing and not _limits(scene, orders):
        return _last(orders, right)
    return ("lower" if opposing else near.cue), near


def _limits(scene: Scene, orders: list[Hit]) -> bool:
    """Whether the last of several comparing words closes the sentence: what stands before it describes the other side."""
    return orders[-1].cue == "lower"


def _last(orders: list[Hit], right: Mention) -> tuple[str, Hit] | None:
    behind = [hit for hit in orders if hit.first > right.last]
    return (behind[-1].cue, behind[-1]) if behind else None


def _judge(relation: Relation, knowledge: Knowledge) -> None:
    """Fill in the verdict: it must hold for every variant of both sides, or for none."""
    if relation.metric in (None, "price"):
        relation.reason = "prices change by the day; compare them in the base"
        return
    pairs = []
    for left in relation.left:
        for right in relation.right:
            one, other = knowledge.fact(left, relation.metric or ""), knowledge.fact(right, relation.metric or "")
            if one and other:
                pairs.append((one, other, _holds(one["value"], other["value"], relation.order)))
    if not pairs:
        relation.reason = "the base knows this of one side at most"
        return
    holds = {held for _, _, held in pairs}
    relation.verdict = "ambiguous" if len(holds) > 1 else "supported" if True in holds else "contradicted"
    told = [f"{_name(knowledge, a)} {a['printed']}, {_name(knowledge, b)} {b['printed']}" for a, b, _ in pairs]
    relation.reason = "; ".join(told[:MOST_SAID]) + ("; …" if len(told) > MOST_SAID else "")
    relation.claims = tuple(dict.fromkeys(fact["claim_id"] for a, b, _ in pairs for fact in (a, b)))


def _holds(one: float, other: float, order: str) -> bool:
    if order == "equal":
        return abs(one - other) <= 0.02 * max(one, other)
    return one < other if order == "lower" else one > other


def _name(knowledge: Knowledge, fact: dict[str, object]) -> str:
    return str(knowledge.platforms[str(fact["platform_id"])]["name"])
