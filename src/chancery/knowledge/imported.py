"""Knowledge that users imported: files of FollowTheMoney lines in a folder of theirs, taken in beside the tables.

The folder is named by the environment variable ``CHANCERY_KNOWLEDGE``, so that worker processes see the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chancery.knowledge.followthemoney import BODIES, PEOPLE, Batch, Record, parse
from chancery.knowledge.organisations import Membership
from chancery.knowledge.surface import Form
from chancery.model.entity import Entity, EntityKind, Name, Office

FOLDER = "CHANCERY_KNOWLEDGE"
CYRILLIC = re.compile("[Ѐ-ӿ]")
LATIN = re.compile("[A-Za-z]")
OF = " of "
SCORES = {"person": 0.95, "name": 0.95, "surname": 0.45}  # a little below the reviewed tables


@dataclass(slots=True, kw_only=True)
class Imported:
    """What the files add: new entities, further names of known ones, offices and memberships."""

    entities: dict[str, Entity] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)  # ids of persons among those named
    offices: list[Office] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What taking in asks of the tables: the entity of a Wikidata id, the one person or body of a full name, the
    canonical title of an office."""

    wikidata: Callable[[str], str | None]
    named: Callable[[str, EntityKind], Entity | None]
    title: Callable[[str], str | None]
    state: Callable[[str], str | None]


def folder() -> Path | None:
    """Where imported files lie; None if no place is named."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else None


def files() -> tuple[Path, ...]:
    """The imported files, in order of name."""
    place = folder()
    return tuple(sorted(place.glob("*.jsonl"))) if place and place.is_dir() else ()


def keep(name: str, batch: Batch) -> Path:
    """Put the usable records of a file into the folder, in place of an earlier import of that name."""
    place = folder()
    assert place is not None
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"{name}.jsonl"
    part = target.with_suffix(".part")
    part.write_text("".join(record.line_text() + "\n" for record in batch.records), encoding="utf-8")
    part.replace(target)
    return target


def read_imported(known: Known) -> Imported:
    """Everything imported, put to the known entities where it is about them."""
    out = Imported()
    for path in files():
        with path.open(encoding="utf-8") as lines:
            take_in(parse(lines).records, known, f"imported: {path.stem}", out)
    return out


def take_in(records: Iterable[Record], known: Known, source: str, out: Imported) -> None:
    """Add ``records`` to ``out``. An entity is a known one by its Wikidata id, else by a full name that only one
    known entity of the same state has."""
    records = list(records)
    ids: dict[str, str] = {}
    for record in records:
        if record.schema in PEOPLE | BODIES:
            ids[record.id] = _entity(record, known, out)
    posts = {record.id: record for record in records if record.schema == "Position"}
    for record in records:
        if record.schema == "Occupancy":
            post = posts[record.first("post") or ""]
            title, of = _post(post, ids, known)
            if of is not None:
                out.offices.append(_office(ids[record.first("holder") or ""], title, of, record, source))
        elif record.schema == "Membership":
            member, body = ids[record.first("member") or ""], ids[record.first("organization") or ""]
            state = known.state(member)
            if state is not None:
                out.memberships.append(
                    Membership(
                        organisation=body, state=state, status=record.first("role") or "member",
                        since=_day(record, "startDate"), until=_day(record, "endDate"), source=source,
                    )
                )  # fmt: skip
            else:
                out.offices.append(_office(member, record.first("role") or "Member", body, record, source))


def _entity(record: Record, known: Known, out: Imported) -> str:
    """The id under which a record is known, after its names are added."""
    kind = EntityKind.PERSON if record.schema in PEOPLE else EntityKind.ORGANISATION
    state = next((s for code in record.all("country", "nationality", "citizenship") if (s := known.state(code))), None)
    names = record.all("name", "alias", "previousName")
    id = known.wikidata(record.wikidata) if record.wikidata else None
    if id is None and known.state(record.id.removeprefix("state-")) and record.schema in BODIES:
        id = known.state(record.id.removeprefix("state-"))
    if id is None:
        found = (known.named(name, kind) for name in names)
        same = next((e for e in found if e is not None and (not state or not e.state or e.state == state)), None)
        id = same.id if same else None
    made = [Name(text=text, language=language(text)) for text in names]
    made += [Name(text=t, language=language(t), kind="surname") for t in record.all("weakAlias", "lastName")]
    if id is not None:
        out.names.setdefault(id, []).extend(made)
        if kind is EntityKind.PERSON:
            out.persons.add(id)
        return id
    id = record.wikidata or record.id
    caption = next((text for text in names if LATIN.search(text)), names[0])
    if kind is EntityKind.PERSON and not any(n.kind == "surname" for n in made):
        made += [Name(text=n.text.split()[-1], language=n.language, kind="surname") for n in made[:1] if " " in n.text]
    out.entities[id] = Entity(
        id=id, kind=kind, caption=caption, names=tuple(made), wikidata=record.wikidata, state=state,
        gender=record.first("gender"),
    )  # fmt: skip
    return id


def _post(post: Record, ids: Mapping[str, str], known: Known) -> tuple[str, str | None]:
    """The canonical title of a position and what it is of: the organisation, else the state named or told."""
    name = post.first("name") or ""
    of = next((ids[id] for id in post.all("organization") if id in ids), None)
    of = of or next((s for code in post.all("country") if (s := known.state(code))), None)
    whole = known.title(name)
    at = name.rfind(OF)
    while whole is None and at > 0:
        tail = name[at + len(OF) :].removeprefix("the ")
        named = known.state(tail)
        if named is not None:
            return known.title(name[:at]) or name[:at], of or named
        at = name.rfind(OF, 0, at)
    return whole or name, of


def _office(holder: str, title: str, of: str, record: Record, source: str) -> Office:
    return Office(
        holder=holder, title=title, of=of, since=_day(record, "startDate"), until=_day(record, "endDate"), source=source
    )


def _day(record: Record, name: str) -> str | None:
    value = record.first(name)
    return value[:10] if value else None


def forms(imported: Imported, language: str) -> list[Form]:
    """The surface forms in ``language`` of everything imported."""
    out = []
    named = {entity.id: entity.names for entity in imported.entities.values()}
    persons = imported.persons | {e.id for e in imported.entities.values() if e.kind is EntityKind.PERSON}
    for id, names in (*named.items(), *imported.names.items()):
        for name in names:
            if name.language == language and name.text:
                person = id in persons
                sort = name.kind if name.kind == "surname" else "person" if person else "name"
                shape = "exact" if name.text.isupper() else "capital"
                out.append(Form(id, sort, SCORES[sort], shape, name.text))
    return out


def language(text: str) -> str:
    """The language whose index a name goes to: by its script."""
    return "ru" if CYRILLIC.search(text) else "en" if LATIN.search(text) else "mul"
