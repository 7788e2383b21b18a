"""Threads as stories: what was invited, promised or planned, step by step, with the state it has reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from chancery.model.ledger import Entry, Thread, ThreadState
from chancery.report.lines import Lines
from chancery.report.model import Step, Story
from chancery.resolve.threads import ORDER

# A thread of one step that is done tells nothing beyond its line.
_ALONE = frozenset({"agreement", "membership", "return visit"})  # a lone opener is told by its own section
_QUIET = (ThreadState.UNDER_WAY, ThreadState.DONE)  # a plan nobody mentions again is a line of its section


def worth_telling(thread: Thread, entries: Mapping[str, Entry]) -> bool:
    """Whether a thread says more than the line of its only entry does."""
    if len(thread.links) > 1:
        return True
    opener = entries[thread.links[0].entry]
    return thread.kind not in _ALONE and not (opener.kind in ("visit", "gathering") and thread.state in _QUIET)


def told(threads: Iterable[Thread], entries: Mapping[str, Entry], lines: Lines) -> list[Story]:
    """The stories that concern the pair and can be told in sound sentences, open ones first."""
    stories = []
    for thread in threads:
        if not any(lines.direct(entries[link.entry]) for link in thread.links):
            continue
        if not worth_telling(thread, entries):
            continue
        steps = []
        for n, link in enumerate(thread.links):
            entry = entries[link.entry]
            line = lines.line(entry)
            if line is not None:
                reason = lines.language.reason(link.reason) if n else None
                part = lines.language.word("part", link.part)
                steps.append(Step(part=part, line=line, reason=reason, score=link.score))
        if not steps or steps[0].line.entry != thread.links[0].entry:
            continue  # its beginning makes no sound sentence
        stories.append(
            Story(
                thread=thread.id,
                kind=lines.language.word("thread", thread.kind),
                key=thread.state.value,
                state=lines.language.word("state", thread.state.value),
                steps=tuple(steps),
            )
        )
    return sorted(stories, key=lambda s: (len(s.steps) == 1, ORDER[ThreadState(s.key)], -_last(s), s.thread))


def _last(story: Story) -> int:
    return max((step.line.day or date.min).toordinal() for step in story.steps)
