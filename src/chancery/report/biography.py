"""All that the documents held tell of one person: offices, visits, meetings, words."""

from __future__ import annotations

from datetime import date

from chancery import knowledge
from chancery.ledger import Ledger
from chancery.model.entity import EntityKind
from chancery.model.errors import UsageError
from chancery.report.brief import newest
from chancery.report.language import load
from chancery.report.lines import Lines
from chancery.report.model import Brief, Line, Section
from chancery.report.names import called

_PARTS = (
    ("offices", ("office", "credentials")),
    ("visits", ("visit", "invitation")),
    ("meetings", ("meeting", "call", "greeting")),
)


def build(ledger: Ledger, person: str, *, on: date | None = None, language: str = "en") -> Brief:
    """The biography of a person by id or name, in the form of a brief; UsageError if nobody of that name is held."""
    phrases, day = load(language), on or date.today()
    id = identify(ledger, person)
    found = ledger.as_of(on).resolved(id, on=day)
    lines = Lines(found, phrases, day)
    sections = []
    told: set[str] = set()
    for key, kinds in _PARTS:
        chosen: list[Line] = []
        for entry in found.entries:
            if entry.kind in kinds and any(id in keys for keys in lines.step(entry).claim.actors.values()):
                line = lines.line(entry)
                if line is not None:
                    chosen.append(line)
                    told.add(entry.id)
        sections.append(Section(key=key, heading=phrases.word("heading", key), lines=tuple(newest(chosen))))
    words = [
        line
        for entry in found.entries
        if entry.id not in told and _speaks(entry.statements, lines, id) and (line := lines.line(entry)) is not None
    ]
    sections.append(Section(key="said", heading=phrases.word("heading", "said"), lines=tuple(newest(words))))
    state = found.actors.state(id, day) or ""
    return Brief(
        a=state or id,
        b=id,
        on=day,
        language=language,
        title=called(found.actors, id, phrases),
        subtitle=phrases.word("heading", "biography", on=phrases.day(day)),
        sections=tuple(s for s in sections if s.lines),
        documents=len({acc.source.digest for acc in found.accounts.values()}),
        legend=phrases.word("label", "legend"),
        seal=phrases.word("label", "seal"),
    )


def identify(ledger: Ledger, person: str) -> str:
    """The id of the one person that an id or a name means; UsageError names the rivals where there are several."""
    known = knowledge.load()
    if known.entity(person) is not None:
        return person
    ids = {link.entity for link in known.lookup(person, "en") + known.lookup(person, "ru") if link.score >= 0.9}
    ids = {i for i in ids if (e := known.entity(i)) is not None and e.kind is EntityKind.PERSON}
    for acc in ledger.view().accounts:
        for role in acc.statement.roles.values():
            ids |= {
                f.entity for f in role if f.entity and (f.label.casefold() == person.casefold() or f.entity == person)
            }
    if len(ids) == 1:
        return next(iter(ids))
    if not ids:
        raise UsageError(f"nobody is known as {person!r}", remedy="give the full name or the id")
    raise UsageError(f"{person!r} may be {', '.join(sorted(ids))}", remedy="give one of these ids")


def _speaks(statements: tuple[str, ...], lines: Lines, id: str) -> bool:
    actors = lines.found.actors
    speakers = (lines.found.accounts[s].statement.speaker for s in statements)
    return any(speaker is not None and actors.key(speaker) == id for speaker in speakers)
