"""What a report consists of, before it is rendered: lines with their proofs, in sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One passage that proves a line: where it stands, who says it, and in which document."""

    statement: str
    quote: str
    start: int
    end: int
    digest: str
    document: str
    title: str | None
    publisher: str | None
    published: str
    url: str | None
    language: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as a sentence. ``open``: not a deed but a plan, a wish or a possibility. ``notes`` are
    disagreements, corrections and confirmations in words."""

    entry: str
    kind: str
    when: str
    day: date | None
    text: str
    status: str
    open: bool
    speaker: str | None
    proofs: tuple[Proof, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link of a thread: what it did, the line, and why it is linked (None for the first)."""

    part: str
    line: Line
    reason: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A thread as told: its kind, its state in words and as a key, and its steps."""

    thread: str
    kind: str
    state: str
    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the glance: a label, a sentence, and the entries it rests on with their proofs."""

    label: str
    text: str
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the brief. ``more`` counts lines that are in the ledger but not shown."""

    key: str
    heading: str
    lines: tuple[Line, ...] = ()
    stories: tuple[Story, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief on two states as of a day: what a renderer needs, and nothing that depends on one. ``pages``: how many
    it should fill at most where it is set in pages, 0 for as many as it takes."""

    a: str
    b: str
    on: date
    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    documents: int
    legend: str
    seal: str
    pages: int = 0

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Every proof that the brief shows, in order, each once."""
        seen: dict[tuple[str, int, int], Proof] = {}
        for section in self.sections:
            for fact in section.facts:
                seen.update({(p.digest, p.start, p.end): p for p in fact.proofs})
            lines = [*section.lines, *(step.line for story in section.stories for step in story.steps)]
            for line in lines:
                for p in line.proofs:
                    seen.setdefault((p.digest, p.start, p.end), p)
        return tuple(seen.values())
