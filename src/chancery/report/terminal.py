"""A brief for the terminal: sections, sentences, and the quotation that proves each."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chancery.report.language import Language, load
from chancery.report.model import Brief, Line, Proof, Section, Story

_STATE = {
    "done": "green",
    "under way": "yellow",
    "partly done": "yellow",
    "contradicted": "red",
    "lapsed": "red",
}


def render(brief: Brief, *, quotes: bool = True) -> RenderableType:
    """The brief as something rich can print; without ``quotes`` only the sentences."""
    language = load(brief.language)
    parts: list[RenderableType] = [Text(brief.title, style="bold"), Text(brief.subtitle, style="dim")]
    for section in brief.sections:
        parts += [Text(), Text(section.heading, style="bold underline"), *_section(section, language, quotes)]
    return Group(*parts, Text(), Text(brief.legend, style="dim"))


def _section(section: Section, language: Language, quotes: bool) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if section.facts:
        grid = _grid()
        for fact in section.facts:
            grid.add_row(Text(fact.label, style="dim"), Text(fact.text))
        parts.append(grid)
    for story in section.stories:
        parts += [
            Text.assemble((f"  {story.kind} ", "bold"), (f"[{story.state}]", _STATE.get(story.key, "dim"))),
            steps(story, quotes),
        ]
    if section.lines:
        grid = _grid()
        for line in section.lines:
            grid.add_row(Text(line.when, style="dim"), _body(line, quotes))
        parts.append(grid)
    parts += [Padding(Text(note, style="dim"), (0, 0, 0, 2)) for note in section.notes]
    if section.more:
        parts.append(Padding(Text(language.word("label", "more", n=section.more), style="dim italic"), (0, 0, 0, 2)))
    return parts


def steps(story: Story, quotes: bool) -> RenderableType:
    """The steps of a thread as a grid."""
    grid = _grid()
    for step in story.steps:
        why = Text(f"  {step.reason}; {step.score:.2f}", style="dim italic") if step.reason else None
        body = _body(step.line, quotes, lead=f"{step.part}: ")
        grid.add_row(Text(step.line.when, style="dim"), Group(body, why) if why else body)
    return grid


def _grid() -> Table:
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1), expand=False)
    grid.add_column(width=24, overflow="fold")
    grid.add_column(overflow="fold")
    return grid


def _body(line: Line, quotes: bool, lead: str = "") -> RenderableType:
    mark = ("○ ", "yellow") if line.open else ("● ", "green")
    text = Text.assemble(mark, (lead, "cyan"), line.text)
    if line.open:
        text.append(f" [{line.status}]", style="yellow")
    if line.speaker:
        text.append(f" — {line.speaker}", style="dim")
    rows: list[RenderableType] = [text, *(Text(f"  {note}", style="yellow") for note in line.notes)]
    if quotes:
        rows += [_proof(p, alone=" ".join(p.quote.split()) in line.text) for p in line.proofs[:2]]
        if len(line.proofs) > 2:
            rows.append(Text(f"  (+{len(line.proofs) - 2})", style="dim"))
    return Group(*rows)


def _proof(p: Proof, *, alone: bool = False) -> Text:
    """The quotation with its source; the source alone where the line is the quotation itself."""
    quote = " ".join(p.quote.split())
    if len(quote) > 240:
        quote = quote[:240].rsplit(" ", 1)[0] + " …"
    source = ", ".join(x for x in (p.publisher, p.document, p.published) if x)
    return (
        Text(f"  {source}", style="dim")
        if alone
        else Text.assemble(("  “", "dim"), (quote, "italic"), (f"” {source}", "dim"))
    )
