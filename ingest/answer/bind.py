"""A figure -> the names it can belong to. What is not clear is not bound: precision goes before recall."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.answer import cues, doubts, vocabulary
from ingest.answer.parts import Mention, Raw
from ingest.answer.scene import Scene

CLAUSE_COST, MENTION_COST, FIGURE_COST, STANDARD_COST = 4.0, 10.0, 3.0, 6.0
BEHIND_COST = 5.0  # a name behind its figure, without a word that ties the two
BEHIND_COST_VERB_LAST = 2.0
VERB_LAST = {"tr", "ja", "ko", "zh", "fi"}
CLEAR_LEAD = 2.0
TIGHT = 4.0
FARTHEST = 30.0
REACH = 80  # tokens; a name beyond costs more than FARTHEST, where two characters make a word
MOST_JOINING_WORDS = 3  # "and the new"


@dataclass(frozen=True)
class Owner:
    """Whose figure it is. Without `mentions` it is unbound, and `reason` says why. `tight` tells that nothing else is near.

    `carried` tells that the name stands in an earlier sentence and no pronoun takes it up: good enough to confirm, not to contradict.
    """

    mentions: tuple[Mention, ...]
    tight: bool
    reason: str = ""
    carried: bool = False


def owner(scene: Scene, raw: Raw, only: tuple[Mention, ...]) -> Owner:
    """Return whose figure `raw` is. `only` is the one platform that the whole document names, if it names one alone."""
    named = scene.platforms
    if _is_other_side(scene, raw):
        return Owner((), False, "it is what another figure is compared with")
    if scene.sentence.cell is not None and not named:
        return _single(scene.above, "row and heading name") if scene.above else _single(only, "document names")
    if not named:
        return _from_before(scene, only)
    if len(named) == 1:
        return _alone(scene, raw, named[0], only)
    return _nearest(scene, raw, named)


def _taken_up(scene: Scene) -> bool:
    """Whether the sentence begins with a true pronoun, not only an article."""
    hits = cues.PRONOUNS.find(scene.tokens[:4])
    return any(hit.first <= 2 and scene.tokens[hit.first].folded not in vocabulary.ARTICLES for hit in hits)


def _is_other_side(scene: Scene, raw: Raw) -> bool:
    """Whether a figure stands behind "vs." and another figure, without a name of its own: "819 GB/s vs. 273 GB/s"."""
    before = scene.tokens[max(0, raw.first - 3) : raw.first]
    if not cues.VERSUS.any(before):
        return False
    rival = any(0 < raw.first - other.last <= 4 for other in scene.raws if other.dimension == raw.dimension)
    tied = any(
        0 < mention.first - raw.last <= 4 and cues.TIES.any(scene.tokens[raw.last + 1 : mention.first])
        for mention in scene.platforms
    )
    return rival and not tied


def pronoun_led(scene: Scene) -> bool:
    """Whether the sentence begins with a word that takes up a name from before, such as "it" or "bu"."""
    opening = scene.tokens[:4]
    return any(hit.first <= 2 for hit in cues.PRONOUNS.find(opening))


def _single(mentions: tuple[Mention, ...], what: str, tight: bool = True) -> Owner:
    """The owner where names stand around a figure without a sentence: all of them must be one."""
    kinds = {mention.platforms for mention in mentions}
    if not mentions:
        return Owner((), False, "no platform is named near it")
    if len(kinds) > 1:
        return Owner((), False, f"the {what} several platforms")
    return _known(mentions[-1], tight)


def _known(mention: Mention, tight: bool) -> Owner:
    if mention.kind == "stranger":
        return Owner((), False, f'"{mention.printed}" is not in the base')
    return Owner((mention,), tight)


def _from_before(scene: Scene, only: tuple[Mention, ...]) -> Owner:
    """The owner where the sentence names nothing: the sentence before, the paragraph, the heading, the document."""
    if doubts.speaks_of_others(scene.tokens, _taken_up(scene)):
        return Owner((), False, "the sentence speaks of another product without its name")
    if scene.prior and (named := _pointed_at(scene)):
        return _known(named, False)
    for mentions, what in (
        (scene.prior, "sentence before names"),
        (scene.paragraph, "paragraph names"),
        (scene.above, "heading names"),
    ):
        if mentions:
            subjects = tuple(mention for mention in mentions if not mention.standard) or mentions
            if len({m.platforms for m in subjects}) > 1 and not pronoun_led(scene) and what != "heading names":
                return Owner((), False, f"the {what} several platforms")
            found = _single(subjects, what, tight=False)
            return found if what == "heading names" or _taken_up(scene) else replace(found, carried=True)
    found = _single(only, "document names", tight=False)
    return found if scene.sentence.block.kind == "item" else replace(found, carried=True)


def _pointed_at(scene: Scene) -> Mention | None:
    """The name that "the latter" or "the former" means."""
    opening = scene.tokens[:5]
    if cues.LATTER.any(opening):
        return scene.prior[-1]
    return scene.prior[0] if cues.FORMER.any(opening) else None


def _is_told_of(scene: Scene, mention: Mention) -> bool:
    """Whether a relative clause follows a name: ", which has …"."""
    behind = scene.tokens[mention.last + 1 : mention.last + 4]
    return len(behind) > 1 and behind[0].text in {",", "，"} and cues.RELATIVE.any(behind[1:3])


def _alone(scene: Scene, raw: Raw, mention: Mention, only: tuple[Mention, ...]) -> Owner:
    """The owner in a sentence with one name; not the name if that is only what something is compared with."""
    if mention.standard:
        first, last = sorted(((raw.first, raw.last), (mention.first, mention.last)))
        close = scene.words_between(first[1], last[0]) <= 2 and not scene.clauses_between(first[1], last[0])
        close = close or _is_told_of(scene, mention)
        if not close:
            before = _from_before(scene, ())
            return (
                before if before.mentions else Owner((), False, f'"{mention.printed}" is only what it is compared with')
            )
    if mention.last < raw.first and doubts.leads_to_another(scene.tokens[mention.last + 1 : raw.first]):
        return Owner((), False, f"it is said of another product than {mention.printed}")
    cost = _cost(scene, raw, mention)
    return _known(mention, cost <= TIGHT * 2)


def _nearest(scene: Scene, raw: Raw, named: list[Mention]) -> Owner:
    """The owner among several names: the nearest, if it is clearly nearer than any other."""
    near = [
        place
        for place, mention in enumerate(named)
        if mention.last >= raw.first - REACH and mention.first <= raw.last + REACH
    ]
    costs = sorted(((_cost(scene, raw, named[place]), place) for place in near), key=lambda pair: pair[0])
    best, place = costs[0] if costs else (FARTHEST + 1, 0)
    if best > FARTHEST:
        return Owner((), False, "no name stands near it")
    group = _group(scene, named, place)
    if _listed_behind(scene, raw, named):
        return Owner((), False, "several names stand before the colon")
    if len(group) > 1 and group[-1].last < raw.first:
        return _shared(scene, raw, group)
    nearest = named[place]
    others = [
        cost
        for cost, other in costs[1:]
        if named[other].platforms != nearest.platforms and not _within(nearest, named[other])
    ]
    lead = min(others, default=FARTHEST * 2) - best
    if lead < CLEAR_LEAD:
        return Owner((), False, "two names stand as near")
    if nearest.last < raw.first and doubts.leads_to_another(scene.tokens[nearest.last + 1 : raw.first]):
        return Owner((), False, f"it is said of another product than {nearest.printed}")
    return _known(nearest, best <= TIGHT and lead >= TIGHT)


def _listed_behind(scene: Scene, raw: Raw, named: list[Mention]) -> bool:
    """Whether a figure stands in a list behind a colon, with several different names before it and none after."""
    colons = [place for place in range(raw.first) if scene.tokens[place].text in {":", "："}]
    if not colons:
        return False
    before = {mention.platforms for mention in named if mention.last < colons[-1]}
    return (
        len(before) > 1
        and not any(mention.first > colons[-1] for mention in named)
        and not cues.RESPECTIVELY.any(scene.tokens)
    )


def _within(one: Mention, other: Mention) -> bool:
    """Whether one of two names is a family that holds the other."""
    return "family" in {one.kind, other.kind} and bool(set(one.platforms) & set(other.platforms))


def _group(scene: Scene, named: list[Mention], place: int) -> list[Mention]:
    """The names joined by "and" that end with the one at `place`."""
    group = [named[place]]
    for here in range(place, 0, -1):
        between = scene.tokens[named[here - 1].last + 1 : named[here].first]
        joined = cues.AND.any(between) or any(token.text in {"/", "&", "+"} for token in between)
        listed = len(group) > 1 and any(token.text in {",", "、"} for token in between)
        if not (joined or listed) or sum(1 for token in between if token.folded) > MOST_JOINING_WORDS:
            break
        if any(raw.first > named[here - 1].last and raw.last < named[here].first for raw in scene.raws):
            break
        group.insert(0, named[here - 1])
    return group


def _shared(scene: Scene, raw: Raw, group: list[Mention]) -> Owner:
    """The owner of a figure behind several joined names: in their order if the text says so, all of them if it is the only one."""
    behind = [other for other in scene.raws if other.first > group[-1].last and other.dimension == raw.dimension]
    until = next((m.first for m in scene.platforms if m.first > group[-1].last), len(scene.tokens))
    behind = [other for other in behind if other.first < until]
    if len(behind) == len(group) and cues.RESPECTIVELY.any(scene.tokens):
        return _known(group[behind.index(raw)], True)
    before = scene.tokens[max(0, raw.first - 2) : raw.first]
    if len(behind) == 1 and len(before) == 2 and before[0].kind == "number" and cues.AND.any(before[1:]):
        return Owner((), False, "several names and several figures stand side by side")
    if len(behind) == 1:
        if any(mention.kind == "stranger" for mention in group):
            return Owner((), False, "it is said of several, not all of which are in the base")
        return Owner(tuple(group), bool(cues.EACH.any(scene.tokens)))
    return Owner((), False, "several names and several figures stand side by side")


def _cost(scene: Scene, raw: Raw, mention: Mention) -> float:
    """How far a name is from a figure, in words; what stands between them counts as well."""
    behind = mention.first > raw.last
    first, last = (raw.last, mention.first) if behind else (mention.last, raw.first)
    words = scene.words_between(first, last)
    others = sum(first < other.first < last for other in scene.platforms)
    figures = sum(first < other.first < last for other in scene.raws if other is not raw)
    cost = words + CLAUSE_COST * scene.clauses_between(first, last) + MENTION_COST * others + FIGURE_COST * figures
    between = scene.tokens[first + 1 : last]
    if behind:
        ties = {hit.cue for hit in cues.TIES.find(between)} if not cues.AND.any(between[:2]) else set()
        if cues.CLAUSES.any(between):  # "while", "but": what follows is another statement
            cost += 2 * CLAUSE_COST
        if "strong" in ties and words <= 6:
            cost = cost / 2
        elif words == 0 and not any(token.text in {",", ";", "(", ")", ":", "，", "、"} for token in between):
            cost = 0.5
        elif not (ties and words <= 3):
            cost += BEHIND_COST_VERB_LAST if scene.lang in VERB_LAST else BEHIND_COST
        else:
            cost += 1
    elif between and between[0].text in {"(", "（", ":"} and not others:
        cost = min(cost, 1 + FIGURE_COST * figures / 3)
    if not behind and _is_told_of(scene, mention):
        return cost - CLAUSE_COST
    if mention.standard and (behind or words > 1):
        cost += STANDARD_COST * (2 if behind and cost > BEHIND_COST_VERB_LAST else 1)
    return cost
