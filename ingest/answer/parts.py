"""What an answer is made of, typed: lines, blocks, sentences, names, figures, markers, references, and what was found wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.answer.tokens import Token

VERDICTS = ("supported", "rounded", "superseded", "disputed", "contradicted", "ambiguous", "unknown", "unbound")
STATUSES = ("known", "repaired", "unrepairable", "unknown")

Label = int | str  # [2] is 2; [^nvidia] is "nvidia"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document as text, with its number there."""

    number: int
    text: str


@dataclass(frozen=True)
class Document:
    """A text that was handed in. `original` is what --fixed copies from; None where the format is not plain text."""

    name: str
    format: str
    size: int
    sha256: str
    lines: tuple[Line, ...]
    original: str | None


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation mark such as ``[2]`` in a block's text: where it stands and which references it names."""

    start: int
    end: int
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Reference:
    """An entry of a reference list, or a link in the text. `urls` are as printed, joined where a line broke them."""

    label: Label
    line: int
    printed: str
    urls: tuple[str, ...]
    last_line: int
    inline: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or table row. `starts` are the offsets at which its lines begin.

    `context` is what stands above it: headings, the line that introduces a list, outermost first. Of a row, `cells` are its cells and
    `header` those of the table's first row.
    """

    kind: str
    line: int
    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    level: int = 0
    context: tuple[Block, ...] = ()
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence. `first` and `last` are places of tokens.

    `kind` is exact, family, misspelt, stranger (hardware that the base does not hold) or model (a language model). `count` is
    how many of it the text speaks of, 1 where it says nothing. `standard` marks what something is compared with. `firm` are the
    platforms that bear the name alone, of all that it can mean.
    """

    kind: str
    printed: str
    platforms: tuple[str, ...]
    first: int
    last: int
    count: int = 1
    standard: bool = False
    firm: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One way to read a printed figure: its value and ends in `unit`, and its bound as in `Quantity`."""

    value: float
    low: float | None
    high: float | None
    unit: str
    bound: str
    binary_unit: bool


@dataclass(frozen=True)
class Raw:
    """A number with a unit in a sentence, before it is bound. `first` and `last` are places of tokens; `dimension` is the unit's.

    `denied` tells that the text says it is not so, `computed` that it is a factor or the result of a sum in the text.
    """

    printed: str
    clean: str
    first: int
    last: int
    dimension: str
    bound: str
    denied: bool
    computed: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a table cell. `markers` are those that stand in it, or directly behind its full stop."""

    block: Block
    start: int
    tokens: list[Token]
    markers: tuple[Marker, ...]
    line: int
    cell: int | None = None
    text: str = ""


@dataclass
class Figure:
    """A figure of the document and what became of it."""

    line: int
    printed: str
    platforms: tuple[str, ...]
    metric: str | None
    readings: tuple[Reading, ...]
    bound: str
    citations: tuple[Label, ...]
    verdict: str = "unknown"
    reason: str = ""
    claims: tuple[str, ...] = ()
    chosen: int = 0
    column: int = 0

    @property
    def reading(self) -> Reading | None:
        """The reading that the verdict is about; None where the number was not read."""
        return self.readings[self.chosen] if self.readings else None


@dataclass
class Relation:
    """A comparison in words: `left` is lower, higher or equal in `metric` than `right`."""

    line: int
    left: tuple[str, ...]
    right: tuple[str, ...]
    metric: str | None
    order: str
    citations: tuple[Label, ...]
    verdict: str = "unknown"
    reason: str = ""
    claims: tuple[str, ...] = ()


@dataclass
class Citation:
    """A reference and what became of its address. `confidence` is sure, probable or weak where it was repaired."""

    label: Label
    line: int
    printed_url: str
    status: str
    url: str | None = None
    source_id: str | None = None
    score: float | None = None
    runner_up: float | None = None
    confidence: str | None = None
    reason: str = ""
    used: bool = False


@dataclass(frozen=True)
class Finding:
    """Something about the document that a reader should know. `label` is the reference it is about, if it is about one."""

    kind: str
    line: int
    label: Label | None
    message: str


@dataclass
class Report:
    """Everything that was found out about a document."""

    document: Document
    language: str | None
    figures: list[Figure] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
