"""The people, bodies and offices of a ledger as FollowTheMoney entities, one JSON object a line.

Written are Person, Organization and PublicBody (states too, as the bodies that belong to organisations), Position with
one Occupancy for each spell in office, and Membership. Wikidata ids are kept, and the import reads what this writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from chancery.ledger.view import View
from chancery.model.entity import Entity, EntityKind
from chancery.model.statement import Filler, Statement
from chancery.resolve.actors import Actors
from chancery.resolve.claim import Account

BEGINS = frozenset({"appointed", "elected"})
ENDS = frozenset({"dismissed", "resigned"})
STATES = frozenset({EntityKind.STATE, EntityKind.TERRITORY})
NAMES = frozenset({"name", "formal", "person"})


def lines(view: View) -> Iterator[str]:
    """Every entity and link that the ledger's statements, and the tables for its people, tell of."""
    resolved = view.resolved()
    made = _Writer(resolved.actors)
    for account in resolved.accounts.values():
        made.take(account)
    for record in made.records():
        yield json.dumps(record, ensure_ascii=False)


class _Writer:
    def __init__(self, actors: Actors) -> None:
        self._actors = actors
        self._entities: dict[str, dict[str, Any]] = {}
        self._links: dict[str, dict[str, Any]] = {}

    def records(self) -> Iterator[dict[str, Any]]:
        """Entities first, then the links between them, each sorted by id."""
        yield from (self._entities[id] for id in sorted(self._entities))
        yield from (self._links[id] for id in sorted(self._links))

    def take(self, account: Account) -> None:
        """Write what one statement names and, if it tells of an office or a membership, that."""
        statement = account.statement
        for fillers in statement.roles.values():
            for filler in fillers:
                self._person_or_body(filler)
        if statement.status.value not in ("done", "ongoing"):
            return
        if statement.kind == "office":
            self._office(account)
        elif statement.kind == "membership":
            self._membership(account)

    def _person_or_body(self, filler: Filler) -> None:
        key = self._actors.key(filler)
        entity = self._actors.entity(key)
        if entity is None or key in self._entities:
            return
        if entity.kind in (EntityKind.PERSON, EntityKind.ORGANISATION):
            self._entity(key)
        if entity.kind is EntityKind.PERSON:
            for office in self._actors.knowledge.offices(key):
                post = self._position(office.title, office.of)
                if post:
                    self._occupancy(key, post, start=office.since, end=office.until, told=office.source)

    def _entity(self, key: str) -> str | None:
        """Write the entity; its id, or None for what FollowTheMoney has no schema for."""
        entity = self._actors.entity(key)
        if entity is None or entity.kind not in {EntityKind.PERSON, EntityKind.ORGANISATION, *STATES}:
            return None
        state = entity.kind in STATES
        id = f"state-{key}" if state else key
        if id not in self._entities:
            schema = "Person" if entity.kind is EntityKind.PERSON else "PublicBody" if state else "Organization"
            self._entities[id] = _record(id, schema, self._properties(key, entity, state))
        return id

    def _properties(self, key: str, entity: Entity, state: bool) -> dict[str, list[str]]:
        caption = self._actors.caption(key)
        full = dict.fromkeys(n.text for n in entity.names if n.kind in NAMES and n.text != caption)
        short = dict.fromkeys(n.text for n in entity.names if n.kind == "abbreviation")
        former = dict.fromkeys(n.text for n in entity.names if n.kind == "former")
        home = key if state else entity.state
        return {
            "name": [caption],
            "alias": [*full, *short],
            "previousName": list(former),
            "country": [home.lower()] if home and len(home) == 2 else [],
            "wikidataId": [entity.wikidata] if entity.wikidata else [],
            "gender": [entity.gender] if entity.gender else [],
        }

    def _position(self, title: str, of: str) -> str | None:
        """Write the position; its id, or None if what it is of is not known."""
        if self._actors.entity(of) is None:
            return None
        id = _id("position", title, of)
        if id not in self._entities:
            state = self._actors.is_state(of)
            body = None if state else self._entity(of)
            self._entities[id] = _record(
                id,
                "Position",
                {
                    "name": [f"{title} of {self._actors.caption(of)}"],
                    "country": [of.lower()] if state and len(of) == 2 else [],
                    "organization": [body] if body else [],
                },
            )
        return id

    def _office(self, account: Account) -> None:
        statement = account.statement
        title, action = _label(statement, "office"), _label(statement, "action")
        day = (statement.when.edtf if statement.when else None) or account.source.published.edtf
        for who in statement.roles.get("who", ()):
            for of in statement.roles.get("of", ()):
                holder, body = self._actors.key(who), self._actors.key(of)
                post = self._position(title, body) if title else None
                if post is None or self._entity(holder) is None:
                    continue
                plain = day if day and len(day) <= 10 and day[:4].isdigit() else None
                self._occupancy(
                    holder, post,
                    start=plain if action in BEGINS else None,
                    end=plain if action in ENDS else None,
                    told=account.source.name, on=plain, quote=statement.evidence.quote, url=account.source.url,
                    status="ended" if action in ENDS | {"former"} else "current" if action == "holds" else "unknown",
                )  # fmt: skip

    def _occupancy(
        self, holder: str, post: str, *, start: str | None, end: str | None, told: str, on: str | None = None,
        quote: str | None = None, url: str | None = None, status: str | None = None,
    ) -> None:  # fmt: skip
        id = _id("occupancy", holder, post, start or "", end or "", told if not start and not end else "")
        self._links[id] = _record(
            id,
            "Occupancy",
            {
                "holder": [holder], "post": [post],
                "startDate": [start] if start else [], "endDate": [end] if end else [],
                "date": [on] if on else [], "status": [status] if status else [],
                "publisher": [told], "description": [quote] if quote else [], "sourceUrl": [url] if url else [],
            },
        )  # fmt: skip

    def _membership(self, account: Account) -> None:
        statement = account.statement
        action, part = _label(statement, "action"), _label(statement, "as") or "member"
        day = statement.when.edtf if statement.when else None
        day = day if day and len(day) <= 10 and day[:4].isdigit() else None
        for who in statement.roles.get("who", ()):
            for of in statement.roles.get("of", ()):
                member, body = self._entity(self._actors.key(who)), self._entity(self._actors.key(of))
                if member is None or body is None or body.startswith("state-") or action == "applies":
                    continue
                id = _id("membership", member, body, part, action, day or "")
                self._links[id] = _record(
                    id,
                    "Membership",
                    {
                        "member": [member], "organization": [body], "role": [part],
                        "startDate": [day] if day and action == "joins" else [],
                        "endDate": [day] if day and action == "leaves" else [],
                        "publisher": [account.source.name], "description": [statement.evidence.quote],
                    },
                )  # fmt: skip


def _label(statement: Statement, role: str) -> str:
    return next(iter(statement.labels(role)), "")


def _id(*parts: str) -> str:
    return f"{parts[0]}-{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]}"


def _record(id: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": {name: values for name, values in properties.items() if values}}
