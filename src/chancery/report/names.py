"""What actors and offices are called in the language of a report."""

from __future__ import annotations

from functools import cache

from chancery import knowledge
from chancery.report.language import Language
from chancery.resolve.actors import Actors


def called(actors: Actors, key: str, language: Language) -> str:
    """The name of an actor. Only names of the tables are used beside the English caption: what a document writes
    may be inflected."""
    known = knowledge.load().entity(key)
    if known is not None and language.code != "en":
        for name in known.names:
            if name.language == language.code and name.kind == "name" and not name.until:
                return name.text
    return actors.caption(key)


def office(title: str, language: Language) -> str:
    """The title of an office; the English one where the tables have no other."""
    return _titles(language.code).get(title, title) if language.code != "en" else title


@cache
def _titles(language: str) -> dict[str, str]:
    """Canonical English title → how it is usually written in ``language``: the first form of the tables."""
    return {name: forms[0] for name, forms in knowledge.load().titles.written(language).items()}
