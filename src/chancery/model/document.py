"""A document is an immutable text with marked blocks; evidence is a passage of it that can be checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from chancery.model.errors import ModelError


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of characters (Unicode code points) of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ModelError(f"span {self.start}:{self.end} is empty or runs backwards")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters this span covers in ``text``."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def shared(self, other: Span) -> float:
        """How much of the shorter of the two both hold: 0 where they only touch, 1 where one covers the other."""
        inner = min(self.end, other.end) - max(self.start, other.start)
        return max(0, inner) / min(len(self), len(other))


class BlockRole(StrEnum):
    """What a block of text is for. Only ``READ`` roles are annotated and searched for statements."""

    TITLE = "title"
    LEAD = "lead"  # the standfirst under a title
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # one point of a list
    BYLINE = "byline"
    DATELINE = "dateline"
    FURNITURE = "furniture"  # counters, share widgets, tags, "read also", a headline's second copy


READ = frozenset({BlockRole.TITLE, BlockRole.LEAD, BlockRole.HEADING, BlockRole.PARAGRAPH, BlockRole.ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text with one role. Blocks are in order, do not overlap, and leave out only white space."""

    span: Span
    role: BlockRole
    label: Span | None = None  # what the page itself sets in bold at the start of a turn: a speaker's label


class DateSource(StrEnum):
    """How a document's publication date was found."""

    GIVEN = "given"  # by the user, or by the line of a JSON Lines file
    METADATA = "metadata"  # a machine-readable field of the page
    STATED = "stated"  # printed in the text as the document's date
    INFERRED = "inferred"  # constrained by what the text says; see extract/dating.py
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication date as EDTF (``2022-07-21``, ``2022-07``, an interval) with how it was found."""

    edtf: str | None = None
    source: DateSource = DateSource.UNKNOWN
    evidence: Span | None = None

    def __post_init__(self) -> None:
        if (self.edtf is None) != (self.source is DateSource.UNKNOWN):
            raise ModelError("a publication date is known exactly if its source is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published text. ``text`` never changes; furniture is marked by a block's role, not cut.

    ``name`` is the file's stem or the name its record gives; ``language`` an ISO 639-1 code or ``und``;
    ``media_type`` what it was read from (``text/plain``, ``text/html``).
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    language: str = "und"
    title: str | None = None
    published: Published = field(default_factory=Published)
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    media_type: str = "text/plain"

    def __post_init__(self) -> None:
        at = 0
        for block in self.blocks:
            if block.span.start < at or block.span.end > len(self.text):
                raise ModelError(f"blocks overlap or leave the text at {block.span.start}", where=self.name)
            at = block.span.end

    @property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal: the document's identity."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def evidence(self, span: Span) -> Evidence:
        """The passage at ``span`` as checkable evidence."""
        if span.end > len(self.text):
            raise ModelError(f"span {span.start}:{span.end} leaves the text", where=self.name)
        return Evidence(document=self.digest, span=span, quote=span.of(self.text))

    def readable(self) -> tuple[Block, ...]:
        """The blocks that are read, in order."""
        return tuple(block for block in self.blocks if block.role in READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim passage: the document's digest, the offsets and the quotation (W3C Web Annotation's
    TextPositionSelector and TextQuoteSelector)."""

    document: str
    span: Span
    quote: str

    def __post_init__(self) -> None:
        if not self.quote.strip() or len(self.quote) != len(self.span):
            raise ModelError("evidence needs a quotation as long as its span")

    def holds(self, text: str) -> bool:
        """Whether ``text`` still says this at this place."""
        return self.span.of(text) == self.quote
