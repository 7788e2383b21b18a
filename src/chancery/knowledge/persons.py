"""Persons: names in each language, and the shorter forms they are written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chancery.knowledge import rows
from chancery.model.entity import Entity, EntityKind, Name

COLUMNS = ("id", "caption", "gender", "state", "en", "ru", "surname_en", "surname_ru", "wikidata")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. ``names`` holds full names by language, the usual one first; ``surnames`` what stands alone
    after a title ("Mr Japarov"), which for some names is no surname ("Mr Xi", "President Lula")."""

    id: str
    caption: str
    gender: str | None
    state: str | None
    names: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[str, ...]]
    wikidata: str | None

    def entity(self) -> Entity:
        """This person as an entity of the model."""
        return Entity(
            id=self.id,
            kind=EntityKind.PERSON,
            caption=self.caption,
            names=tuple(
                [Name(text=text, language=language) for language, texts in self.names.items() for text in texts]
                + [
                    Name(text=text, language=language, kind="surname")
                    for language, texts in self.surnames.items()
                    for text in texts
                ]
            ),
            wikidata=self.wikidata,
            state=self.state,
            gender=self.gender,
        )

    def surface(self, language: str) -> Iterator[tuple[str, str]]:
        """Strings that name this person in ``language``, each with its kind."""
        for text in self.names.get(language, ()):
            yield text, "person"
        for text in self.surnames.get(language, ()):
            yield text, "surname"


def read_persons() -> Iterator[Person]:
    """Every person of the tables in ``data/persons/``."""
    for table in rows.tables("persons"):
        for id, caption, gender, state, en, ru, surname_en, surname_ru, wikidata in rows.read(table, COLUMNS):
            english, russian = (caption, *rows.split(en)), rows.split(ru)
            yield Person(
                id=id,
                caption=caption,
                gender={"m": "male", "f": "female"}.get(gender),
                state=state or None,
                names={"en": english, "ru": russian} if russian else {"en": english},
                surnames={
                    "en": rows.split(surname_en) or (caption.rsplit(" ", 1)[-1],),
                    "ru": rows.split(surname_ru) or tuple(name.rsplit(" ", 1)[-1] for name in russian[:1]),
                },
                wikidata=wikidata or None,
            )
