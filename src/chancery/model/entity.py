"""Who and what takes part: states, persons, organisations, places; their names and offices, with dates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """Kinds of entity; the values are those of FollowTheMoney's schemata where it has one."""

    STATE = "Country"
    TERRITORY = "Territory"  # disputed, historic or dependent
    PERSON = "Person"
    ORGANISATION = "Organization"
    PLACE = "Place"
    GROUP = "Group"  # peoples, armed groups, "the people of Kyrgyzstan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One spelling of an entity. ``language`` is ISO 639-1; ``since`` and ``until`` are EDTF dates between
    which it was in force (None: no bound known)."""

    text: str
    language: str = "en"
    kind: str = "name"  # name, formal, abbreviation, adjective, demonym, capital, former
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One actor or place.

    ``id`` is ISO 3166-1 alpha-2 for states (``XK``, ``EU`` and the like allowed), the Wikidata id where
    known, else a slug ``person/askar-aitmatov``. ``caption`` is the canonical English name (for states: the code).
    """

    id: str
    kind: EntityKind
    caption: str
    names: tuple[Name, ...] = ()
    wikidata: str | None = None
    state: str | None = None  # the state a person or body belongs to, where one is known
    gender: str | None = None  # male, female


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A spell in office: ``holder`` held ``title`` of ``of`` from ``since`` until ``until`` (EDTF; None: open or
    unknown). ``to`` is the state or body an envoy is accredited to."""

    holder: str
    title: str
    of: str
    to: str | None = None
    since: str | None = None
    until: str | None = None
    source: str = ""
