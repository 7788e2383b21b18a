"""The words of a language pack's ``lexicon.toml``: classes of lemmas, and maps from lemma to value.

``[class]`` holds lists (``pay = ["pay", "make"]``), ``[map.NAME]`` tables (``condemn = "condemns"``). A map serves as a
class of its keys. A key may carry a particle or preposition after a space (``"call for"``), which must then stand
at the word, and a part of speech after a slash (``"visit/NOUN"``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chancery.model.errors import PackError


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a class: a lemma, the particle or preposition it takes, its part of speech, its value."""

    lemma: str
    particle: str = ""
    pos: str = ""
    value: str = ""


class Lexicon:
    """The classes and maps of one language."""

    def __init__(self, table: Mapping[str, Any], *, where: str = "lexicon.toml") -> None:
        self._where = where
        self._classes: dict[str, dict[str, tuple[Key, ...]]] = {}
        for name, words in table.get("class", {}).items():
            self._add(name, dict.fromkeys(words, ""))
        for name, values in table.get("map", {}).items():
            self._add(name, values)

    def _add(self, name: str, words: Mapping[str, str]) -> None:
        if name in self._classes:
            raise PackError(f"class {name!r} is defined twice", where=self._where)
        keys: dict[str, list[Key]] = {}
        for word, value in words.items():
            text, _, pos = word.partition("/")
            lemma, _, particle = text.strip().partition(" ")
            if not lemma:
                raise PackError(f"an empty word in class {name!r}", where=self._where)
            keys.setdefault(lemma, []).append(Key(lemma=lemma, particle=particle, pos=pos, value=value))
        # entries with a particle are the more exact reading: they are tried first
        self._classes[name] = {
            lemma: tuple(sorted(entries, key=lambda key: (not key.particle, not key.pos)))
            for lemma, entries in keys.items()
        }

    def get(self, name: str) -> Mapping[str, tuple[Key, ...]]:
        """Class ``name`` as lemma → entries; PackError if there is none."""
        try:
            return self._classes[name]
        except KeyError:
            raise PackError(
                f"no class or map {name!r}", where=self._where, remedy="define it under [class] or [map.…]"
            ) from None

    def words(self, name: str) -> frozenset[str]:
        """The lemmas of class ``name``; empty if the language has no such class."""
        return frozenset(self._classes.get(name, ()))

    def phrases(self, name: str) -> frozenset[str]:
        """The entries of class ``name`` in full: "ahead of", "со стороны"; empty if there is no such class."""
        return frozenset(
            f"{key.lemma} {key.particle}".strip() for keys in self._classes.get(name, {}).values() for key in keys
        )

    def of_phrase(self, name: str, phrase: str) -> str:
        """What map ``name`` gives for exactly ``phrase``, a preposition of one word or several; empty if nothing."""
        lemma, _, particle = phrase.partition(" ")
        entries = self._classes.get(name, {}).get(lemma, ())
        return next((entry.value for entry in entries if entry.particle == particle), "")

    def value(self, name: str, lemma: str, particle: str = "", pos: str = "") -> str:
        """What map ``name`` gives for a lemma, the entry with the same particle first; empty if nothing."""
        entries = self._classes.get(name, {}).get(lemma, ())
        for entry in entries:
            if entry.particle == particle and entry.pos in ("", pos):
                return entry.value
        plain = next((entry for entry in entries if not entry.particle and not entry.pos), None)
        return (plain or entries[0]).value if entries else ""

    def names(self) -> frozenset[str]:
        """Every class and map there is."""
        return frozenset(self._classes)
