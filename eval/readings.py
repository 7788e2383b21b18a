"""Readings from statements written down by hand: gold files, seeds, and the chains and pairs of our own.

A statement is a mapping in the guideline's fields (``kind``, roles, ``status``, ``when``, ``place``,
``speaker``, ``quote``, ``start``, ``end``). Names become entities of knowledge where it knows exactly one
bearer, else entities that the document introduces.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chancery import knowledge
from chancery.model.discourse import Mention
from chancery.model.document import Block, BlockRole, DateSource, Document, Published, Span
from chancery.model.entity import Entity, EntityKind, Name
from chancery.model.reading import Reading
from chancery.model.statement import Filler, Statement, Status, kinds
from chancery.resolve.dates import when

_FIELDS = {
    "kind",
    "status",
    "when",
    "place",
    "speaker",
    "quote",
    "start",
    "end",
    "topics",
    "rule",
    "confidence",
    "note",
    "optional",
    "more_quotes",
    "id",
}
_TEXT = {"text", "number"}


class Names:
    """Fillers for names, and the entities a document must introduce for them."""

    def __init__(self, language: str) -> None:
        self.known = knowledge.load()
        self.language = language
        self.introduced: dict[str, Entity] = {}

    def filler(self, label: object, takes: str) -> Filler:
        """What the name ``label`` stands for; free text stays text."""
        text = str(label)
        if takes in _TEXT:
            return Filler(label=text)
        if re.fullmatch(r"[A-Z]{2}", text) and self.known.entity(text):
            return Filler(label=text, entity=text)
        links = {link.entity for link in self.known.lookup(text, "en") if link.score >= 0.9}
        if len(links) == 1:
            id = next(iter(links))
            entity = self.known.entity(id)
            return Filler(label=entity.caption if entity else text, entity=id)
        person = takes == "person"
        slug = re.sub(
            r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        ).strip("-")
        id = f"{'person' if person else 'name'}/{slug or 'x'}"
        kind = EntityKind.PERSON if person else EntityKind.ORGANISATION if takes == "state" else EntityKind.PLACE
        self.introduced[id] = Entity(id=id, kind=kind, caption=text, names=(Name(text=text, language="en"),))
        return Filler(label=text, entity=id)


def statement(row: Mapping[str, Any], document: Document, names: Names) -> Statement:
    """The statement that ``row`` describes in ``document``."""
    spec = kinds()[row["kind"]]
    roles: dict[str, tuple[Filler, ...]] = {}
    for role, value in {
        **(row.get("roles") or {}),
        **{k: v for k, v in row.items() if k not in _FIELDS},
    }.items():
        if role not in spec.roles or value in (None, "", []):
            continue
        values = value if isinstance(value, list) else [value]
        allowed = spec.roles[role].values
        fillers = tuple(names.filler(v, spec.roles[role].takes) for v in values if not allowed or str(v) in allowed)
        if fillers:
            roles[role] = fillers
    if row["kind"] == "visit" and "place" in row and row["place"] and "place" in spec.roles:
        roles.setdefault("place", (names.filler(row["place"], "entity"),))
    start = row.get("start", document.text.find(row["quote"]))
    span = Span(start=start, end=start + len(row["quote"]))
    return Statement(
        kind=row["kind"],
        roles=roles,
        status=Status(row["status"]),
        evidence=document.evidence(span),
        when=when(str(row["when"])) if row.get("when") else None,
        place=names.filler(row["place"], "entity") if row.get("place") else None,
        speaker=names.filler(row["speaker"], "person") if row.get("speaker") else None,
        topics=tuple(row.get("topics") or ()),
        rule="hand",
        confidence=float(row.get("confidence", 1.0)),
    )


def reading(head: Mapping[str, Any], text: str, rows: list[Mapping[str, Any]]) -> Reading:
    """The reading of a document of ``text`` with the statements in ``rows``; rows that are no statements
    are left out."""
    published = head.get("published")
    document = Document(
        name=head["name"],
        text=text,
        blocks=(Block(span=Span(start=0, end=len(text)), role=BlockRole.PARAGRAPH),),
        language=head.get("language", "und"),
        title=head.get("title"),
        published=Published(edtf=str(published), source=DateSource.GIVEN) if published else Published(),
        publisher=head.get("publisher"),
        url=head.get("url"),
    )
    names = Names(document.language)
    made = [statement(row, document, names) for row in rows if _possible(row)]
    return Reading(
        document=document,
        mentions=_mentions(document),
        entities=tuple(names.introduced.values()),
        statements=tuple(made),
    )


def _mentions(document: Document) -> tuple[Mention, ...]:
    """Where the text names states, as the extractor would mark them."""
    known, out = knowledge.load(), []
    if document.language not in ("en", "ru"):
        return ()
    for found in known.scan(
        document.text,
        document.language,
        frozenset({"name", "formal", "abbreviation", "adjective", "demonym"}),
    ):
        states = {
            f.entity
            for f in found.forms
            if (e := known.entity(f.entity)) and e.kind in (EntityKind.STATE, EntityKind.TERRITORY)
        }
        if len(states) == 1:
            out.append(
                Mention(span=Span(start=found.start, end=found.end), kind=EntityKind.STATE, entities=tuple(states))
            )
    return tuple(out)


def _possible(row: Mapping[str, Any]) -> bool:
    spec = kinds().get(row["kind"])
    own = {**row, **(row.get("roles") or {})}
    return spec is not None and all(
        any(own.get(role) not in (None, "", []) and _allowed(own[role], spec.roles[role].values) for role in group)
        for group in spec.needs
    )


def _allowed(value: object, values: tuple[str, ...]) -> bool:
    return not values or any(str(v) in values for v in (value if isinstance(value, list) else [value]))


def from_gold(path: Path) -> Reading:
    """The reading of a gold file ``NAME.json`` with its text beside it."""
    data = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    return reading(
        {**data["document"], "publisher": data["document"].get("source", "").partition(":")[0] or None},
        text,
        data["statements"],
    )


def composed(head: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> Reading:
    """The reading of a document whose text is the quotations of its statements, one a paragraph."""
    text, placed = "", []
    for row in rows:
        quote = (row.get("quote") or _gist(row)).strip()
        placed.append({**row, "quote": quote, "start": len(text)})
        text += quote + "\n\n"
    return reading(head, text.rstrip() or "-", placed)


def _gist(row: Mapping[str, Any]) -> str:
    """A made-up passage for a statement written without one."""
    parts = [
        str(v) if not isinstance(v, list) else ", ".join(map(str, v))
        for k, v in row.items()
        if k not in ("confidence", "topics")
    ]
    return " / ".join(parts)
