"""The threads of two states by themselves."""

from __future__ import annotations

from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from chancery.ledger import Ledger
from chancery.report.language import load
from chancery.report.lines import Lines
from chancery.report.model import Story
from chancery.report.stories import told
from chancery.report.terminal import steps


def stories(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> list[Story]:
    """Every thread on ``a`` and ``b`` as a story, judged on the day ``on``, open ones first."""
    found = ledger.as_of(on).resolved(a, b, on=on)
    lines = Lines(found, load(language), on or date.today())
    return told(found.threads, {e.id: e for e in found.entries}, lines)


def terminal(ledger: Ledger, a: str, b: str, *, on: date | None = None) -> RenderableType:
    """The threads as something rich can print."""
    found = stories(ledger, a, b, on=on)
    if not found:
        return Text(load().word("label", "none"), style="dim")
    parts: list[RenderableType] = []
    for story in found:
        parts += [
            Text.assemble((f"{story.kind} ", "bold"), f"[{story.state}]  ", (story.thread, "dim")),
            steps(story, quotes=True),
            Text(),
        ]
    return Group(*parts)
