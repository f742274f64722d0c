"""A sentence with everything found in it and around it: what binding and judging look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.answer import cues
from ingest.answer.cues import Hit
from ingest.answer.parts import Mention, Raw, Sentence
from ingest.answer.tokens import Token


@dataclass
class Scene:
    """A sentence. `prior` are the names of the sentence before in the same paragraph, `paragraph` those of all before in it, `above`
    those of the nearest heading, list lead, row label or column head that has any; `words_above` are the tokens that stand there.
    `of_model` tells that a table's row is about a language model, or its column about what is needed.
    """

    sentence: Sentence
    mentions: list[Mention]
    raws: list[Raw]
    prior: tuple[Mention, ...]
    paragraph: tuple[Mention, ...]
    above: tuple[Mention, ...]
    words_above: list[Token]
    lang: str | None
    of_model: bool = False

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    @cached_property
    def platforms(self) -> list[Mention]:
        """The names of hardware, known or not, in the sentence."""
        return [mention for mention in self.mentions if mention.kind != "model"]

    @cached_property
    def metric_hits(self) -> list[Hit]:
        """The cues of what is measured, in the sentence; PCIe in the name of a card is none."""
        named = [(mention.first, mention.last) for mention in self.platforms]
        return [hit for hit in cues.METRIC.find(self.tokens) if not any(a <= hit.first <= b for a, b in named)]

    @cached_property
    def speaks_of_plain_memory(self) -> bool:
        """Whether the sentence names the memory of ordinary computers, DDR4 or DDR5."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return any(token.folded == "ddr" and after.text in {"4", "5"} for token, after in pairs)

    @cached_property
    def need_hits(self) -> list[Hit]:
        """The words of need, as of a language model."""
        return cues.NEED.find(self.tokens)

    @cached_property
    def model_hits(self) -> list[Hit]:
        """The words for language models."""
        return cues.MODELS.find(self.tokens)

    @cached_property
    def is_hearsay(self) -> bool:
        """Whether the sentence tells what others say."""
        return cues.HEARSAY.any(self.tokens)

    @cached_property
    def around(self) -> list[Token]:
        """The tokens of the sentence and of what stands above it."""
        return [*self.tokens, *self.words_above]

    @cached_property
    def hits_above(self) -> list[Hit]:
        """The same in the words above it."""
        return cues.METRIC.find(self.words_above)

    @cached_property
    def clause_starts(self) -> list[int]:
        """The places of tokens at which a clause ends: a comma with room behind it, a dash, a bracket, a joining word."""
        found = [hit.first for hit in cues.CLAUSES.find(self.tokens)]
        for place, token in enumerate(self.tokens):
            apart = place + 1 < len(self.tokens) and not self.tokens[place + 1].glued
            if (token.text in {",", ":", "–", "—"} and apart) or token.text in {";", "，", "、", "；", "：", "(", ")"}:
                found.append(place)
        return sorted(found)

    def clauses_between(self, first: int, last: int) -> int:
        """How many clause boundaries lie between two tokens."""
        return sum(first < place < last for place in self.clause_starts)

    def words_between(self, first: int, last: int) -> int:
        """How many words lie between two tokens; where words are not divided, two characters make one."""
        found = [token.kind for token in self.tokens[first + 1 : last] if token.folded]
        return len(found) - found.count("cjk") // 2
