"""Which of the platforms that bear a name the text means: those its other words fit, not a laptop's namesake, not a withdrawn one."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.answer import cues
from ingest.answer.knowledge import Knowledge
from ingest.answer.parts import Mention
from ingest.answer.tokens import Token, fold

MEMORY_TYPES = ("hbm2", "hbm2e", "hbm3", "hbm3e", "hbm4", "gddr6", "gddr6x", "gddr7", "lpddr5", "lpddr5x", "ddr5")


def narrow(knowledge: Knowledge, mention: Mention, tokens: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the platforms that a name means here, and the others that bear it too."""
    every = mention.platforms
    if mention.kind == "family" or len(every) < 2:
        return every, ()
    meant = _of_memory(knowledge, every, tokens)
    portable = {platform for platform in meant if _is_portable(knowledge, platform)}
    if cues.PORTABLE.any(tokens):
        meant = tuple(platform for platform in meant if platform in portable) or meant
    else:
        meant = tuple(platform for platform in meant if platform not in portable) or meant
    meant = tuple(platform for platform in meant if platform in mention.firm) or meant
    sold = tuple(platform for platform in meant if knowledge.platforms[platform]["lifecycle"] != "withdrawn")
    meant = sold or meant
    return meant, tuple(platform for platform in every if platform not in meant)


def _of_memory(knowledge: Knowledge, platforms: tuple[str, ...], tokens: Sequence[Token]) -> tuple[str, ...]:
    """The platforms that have the kind of memory that the sentence names; all of them where it names none."""
    joined = "".join(token.folded or " " for token in tokens)
    named = {kind for kind in MEMORY_TYPES if kind in joined}
    named -= {kind for kind in named if any(kind != longer and longer.startswith(kind) for longer in named)}
    fitting = tuple(p for p in platforms if {fold(word) for word in knowledge.words.get(p, ())} & named)
    return fitting or platforms


def _is_portable(knowledge: Knowledge, platform: str) -> bool:
    return "laptop" in platform or "laptop" in str(knowledge.platforms[platform]["name"]).casefold()
