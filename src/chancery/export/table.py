"""Findings as tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chancery import knowledge
from chancery.ledger import Holding
from chancery.model.reading import Reading
from chancery.model.statement import Statement

SAID = 240  # characters of what is said that the table of speech shows
STATUS_STYLE = {
    "done": "green",
    "ongoing": "green",
    "planned": "yellow",
    "wished": "magenta",
    "possible": "magenta",
    "denied": "red",
}


def findings(reading: Reading, view: str) -> RenderableType:
    """What was found in one document under a line that says which document it is."""
    document = reading.document
    date = document.published.edtf or "undated"
    how = f" ({document.published.source.value})" if document.published.edtf else ""
    head = Text.assemble((document.name, "bold"), f"  {document.language}  {date}{how}  {document.publisher or ''}")
    table = VIEWS[view](reading)
    if not table.row_count:
        return Group(head, Text("  nothing found", style="dim"), Text())
    return Group(head, table, Text())


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=True, header_style="dim", show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def roles(statement: Statement) -> str:
    """The roles of a statement in one line: ``who Sadyr Japarov · place Baku``."""
    return " · ".join(
        f"{role} {', '.join(filler.label for filler in fillers)}" for role, fillers in statement.roles.items()
    )


def _statements(reading: Reading) -> Table:
    table = _table("kind", "status", "when", "who and what", "speaker", "proof")
    for s in reading.statements:
        style = STATUS_STYLE[s.status.value]
        what = roles(s) + (f" · place {s.place.label}" if s.place else "")
        table.add_row(
            Text(s.kind),
            Text(s.status.value, style=style),
            Text(s.when.edtf if s.when else ""),
            Text(what),
            Text(s.speaker.label if s.speaker else ""),
            Text(f"“{s.evidence.quote}”", style="italic"),
        )
    return table


def _speech(reading: Reading) -> Table:
    table = _table("mode", "speaker", "named as", "to", "cue", "content")
    text = reading.document.text
    for u in reading.utterances:
        said = " … ".join(" ".join(span.of(text).split()) for span in u.content)
        table.add_row(
            Text(u.mode.value + (" (inferred)" if u.inferred else "")),
            Text(_caption(reading, u.speaker) if u.speaker else "?"),
            Text(u.label or ""),
            Text(", ".join(_caption(reading, id) for id in u.addressees)),
            Text(u.cue.of(text) if u.cue else ""),
            Text(said if len(said) <= SAID else said[:SAID].rsplit(" ", 1)[0] + " …"),
        )
    return table


def _caption(reading: Reading, id: str) -> str:
    """An entity's canonical name; its id where neither the document nor knowledge has it."""
    entity = next((e for e in reading.entities if e.id == id), None) or knowledge.load().entity(id)
    return entity.caption if entity is not None else id


def _names(reading: Reading) -> Table:
    table = _table("text", "kind", "form", "stands for", "how")
    text = reading.document.text
    for m in reading.mentions:
        stands = ", ".join(m.entities) or " or ".join(f"{c.entity}?" for c in m.candidates)
        table.add_row(
            Text(m.span.of(text)), Text(m.kind.value), Text(m.form), Text(stands), Text(f"{m.method} {m.score:.2f}")
        )
    for t in reading.titles:
        stands = f"{t.modifier} {t.title}".strip() + (f" of {t.of}" if t.of else "") + (f" to {t.to}" if t.to else "")
        table.add_row(
            Text(t.span.of(text)), Text("Office"), Text("title"), Text(f"{t.holder or '?'}: {stands}"), Text("")
        )
    return table


def _times(reading: Reading) -> Table:
    table = _table("text", "type", "edtf", "granularity", "how")
    for t in reading.times:
        w = t.when
        table.add_row(
            Text(t.span.of(reading.document.text)),
            Text(t.type),
            Text(w.edtf if w else t.duration or "?"),
            Text(w.granularity.value if w else ""),
            Text(w.method if w else ""),
        )
    return table


VIEWS: dict[str, Callable[[Reading], Table]] = {
    "statements": _statements,
    "speech": _speech,
    "names": _names,
    "times": _times,
}


def documents(rows: Sequence[Holding]) -> Table:
    """The documents of a ledger, one a row."""
    table = _table("published", "found by", "name", "language", "publisher", "statements", "title")
    table.columns[5].justify = "right"
    for row in rows:
        table.add_row(
            row.published.edtf or "undated",
            row.published.source.value,
            row.name,
            row.language,
            row.publisher or "",
            str(row.statements),
            row.title or "",
        )
    return table
