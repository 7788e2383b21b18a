"""The handover note: what opened, moved and closed between two states since a day."""

from __future__ import annotations

from datetime import date

from chancery.ledger import Ledger
from chancery.model.ledger import ThreadState
from chancery.report.language import load
from chancery.report.lines import Lines
from chancery.report.model import Brief, Section, Story
from chancery.report.names import called
from chancery.report.stories import told

_CLOSED = (ThreadState.DONE.value, ThreadState.CONTRADICTED.value, ThreadState.LAPSED.value)


def build(ledger: Ledger, a: str, b: str, since: date, *, on: date | None = None, language: str = "en") -> Brief:
    """The note as of the day ``on``, in the form of a brief: every renderer can write it.

    A thread *opened* if its first step was told after ``since``; it *closed* if it has ended now and had not by then;
    it *moved* if a later step was told after ``since``.
    """
    phrases, day = load(language), on or date.today()
    now = ledger.as_of(day).resolved(a, b, on=day)
    then = ledger.view(published=since).resolved(a, b, on=since)
    lines = Lines(now, phrases, day)
    states = {t.id: t.state.value for t in then.threads}
    groups: dict[str, list[Story]] = {"opened": [], "moved": [], "closed": [], "still": []}
    entries = {e.id: e for e in now.entries}
    for story in told(now.threads, entries, lines):
        groups[_turn(story, states, since, lines)].append(story)
    headings = {key: phrases.word("heading", key, since=phrases.day(since)) for key in groups}
    sections = [Section(key=key, heading=headings[key], stories=tuple(group)) for key, group in groups.items() if group]
    names = {"a": called(now.actors, a, phrases), "b": called(now.actors, b, phrases)}
    return Brief(
        a=a,
        b=b,
        on=day,
        language=language,
        title=phrases.word("heading", "title", **names),
        subtitle=phrases.word("heading", "handover", since=phrases.day(since), on=phrases.day(day)),
        sections=tuple(sections),
        documents=len(now.days),
        legend=phrases.word("label", "legend"),
        seal=phrases.word("label", "seal"),
    )


def _turn(story: Story, states: dict[str, str], since: date, lines: Lines) -> str:
    """What happened to a thread after ``since``."""
    said = [lines.step(lines.entry(step.line.entry)).first_said for step in story.steps]
    before = states.get(story.thread)
    if story.key in _CLOSED and before not in _CLOSED and (before is not None or _later(said[-1], since)):
        return "closed"
    if _later(said[0], since):
        return "opened"
    return "moved" if any(_later(day, since) for day in said[1:]) else "still"


def _later(day: date | None, since: date) -> bool:
    return day is not None and day > since
