"""How long a brief is: the page an officer takes into the room, five pages to prepare from, or all of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from chancery.report.model import Brief, Section, Story


class Form(StrEnum):
    """One page, five pages (A4, in the PDF), or every section at length."""

    ONE = "one"
    FIVE = "five"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """``sections``: lines and facts shown of each, a section not named is left out (None: all sections, ``lines`` of
    each); one proof a line, and the documents held are counted, not listed; ``pages`` of A4."""

    sections: dict[str, int] | None
    lines: int
    pages: int


_LIMITS = {
    Form.ONE: _Limits(
        sections={"glance": 9, "offices": 2, "threads": 2, "positions": 1, "obstacles": 1, "dates": 2, "coverage": 3},
        lines=2,
        pages=1,
    ),
    Form.FIVE: _Limits(sections=None, lines=6, pages=5),
}


def shortened(brief: Brief, form: Form) -> Brief:
    """``brief`` in a form; what is left out is counted where it stood."""
    limits = _LIMITS.get(form)
    if limits is None:
        return brief
    chosen = [s for s in brief.sections if limits.sections is None or s.key in limits.sections]
    return replace(brief, sections=tuple(_section(s, limits) for s in chosen), pages=limits.pages)


def _section(section: Section, limits: _Limits) -> Section:
    most = (limits.sections or {}).get(section.key, limits.lines)
    facts = section.facts[:most] if limits.sections else section.facts
    stories = _open_first(section.stories)[:most]
    return replace(
        section,
        lines=tuple(replace(line, proofs=line.proofs[:1]) for line in section.lines[:most]),
        stories=tuple(_story(story) for story in stories),
        facts=tuple(replace(fact, proofs=fact.proofs[:1]) for fact in facts),
        notes=() if section.key == "coverage" else section.notes[:most],
        more=section.more + max(0, len(section.lines) - most) + len(section.stories) - len(stories),
    )


def _open_first(stories: tuple[Story, ...]) -> list[Story]:
    """What still waits for somebody before what is settled; the order within each stays."""
    return sorted(stories, key=lambda story: story.key in ("done", "contradicted", "lapsed"))


def _story(story: Story) -> Story:
    """The first and the last steps: what was undertaken and where it stands."""
    steps = story.steps if len(story.steps) <= 3 else (story.steps[0], *story.steps[-2:])
    return replace(
        story,
        steps=tuple(replace(s, line=replace(s.line, proofs=s.line.proofs[:1])) for s in steps),
    )
