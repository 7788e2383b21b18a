"""Titles of office: how they are written in each language, and the canonical English title they stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from chancery.knowledge import rows
from chancery.knowledge.surface import Form, Found, SurfaceIndex, key

COLUMNS = ("title", "class", "of", "language", "forms", "source")
MODIFIER_COLUMNS = ("modifier", "prefix", "language", "forms", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A kind of office. ``name`` is the canonical English title, ``group`` its class ("head of state", "minister",
    "envoy", …), ``of`` the only states that have it (empty: any), ``modifier`` as in model.TitleMention."""

    name: str
    group: str
    of: tuple[str, ...] = ()
    modifier: str = ""


class TitleTable:
    """All titles. Forms of every language are kept in one table each, read when first asked for."""

    def __init__(self) -> None:
        self.titles: dict[str, Title] = {}
        self._forms: dict[str, list[tuple[str, str]]] = {}
        for name, group, of, language, forms, _ in rows.read("titles", COLUMNS):
            self.titles.setdefault(name, Title(name=name, group=group, of=rows.split(of)))
            self._forms.setdefault(language, []).extend((form, name) for form in rows.split(forms))
        self._indexes: dict[str, SurfaceIndex] = {}
        self._tables: dict[str, dict[str, str]] = {}

    @cached_property
    def classes(self) -> dict[str, str]:
        """Canonical title → class."""
        return {name: title.group for name, title in self.titles.items()}

    @cached_property
    def _modifiers(self) -> dict[str, list[tuple[str, str, str]]]:
        out: dict[str, list[tuple[str, str, str]]] = {}
        for modifier, prefix, language, forms, _ in rows.read("title-modifiers", MODIFIER_COLUMNS):
            for form in rows.split(forms):
                out.setdefault(language, []).append((key(form), modifier, prefix))
        for entries in out.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return out

    def table(self, language: str) -> dict[str, str]:
        """Every way to write a title in ``language``, folded as by ``surface.key``, → canonical title."""
        if language not in self._tables:
            self._tables[language] = {key(form): name for form, name in self._all(language)}
        return self._tables[language]

    def written(self, language: str) -> dict[str, tuple[str, ...]]:
        """Canonical title → the forms in which ``language`` writes it, the usual one first, uninflected."""
        out: dict[str, tuple[str, ...]] = {}
        for form, name in self._forms.get(language, ()):
            out[name] = (*out.get(name, ()), form)
        return out

    def _all(self, language: str) -> list[tuple[str, str]]:
        compiled = rows.DATA / "forms" / f"titles-{language}.csv"
        if compiled.exists():
            return [
                (form, name)
                for name, forms in rows.read(f"forms/titles-{language}", ("title", "forms"))
                for form in forms.split("|")
            ]
        return self._forms.get(language, [])

    def get(self, text: str, language: str) -> Title | None:
        """The office that ``text`` as a whole names, or None.

        Words before the title that change it are read: "first deputy", "acting", "экс-". A deputy has a title
        of its own ("Deputy Minister of Finance"); a former or acting holder keeps the title, with the modifier.
        """
        return self._read(key(text), language)

    def _read(self, words: str, language: str) -> Title | None:
        name = self.table(language).get(words)
        if name is not None:
            return self.titles[name]
        for start, modifier, prefix in self._modifiers.get(language, ()):
            if words.startswith(start + " "):
                inner = self._read(words[len(start) + 1 :], language)
                if inner is not None:
                    return replace(inner, name=f"{prefix} {inner.name}".strip(), modifier=modifier or inner.modifier)
        return None

    def nearest(self, text: str, most: int = 3) -> tuple[str, ...]:
        """The titles, as written in some language, that ``text`` may be a misspelling of, best first."""
        forms = [form for language in self._forms for form in self.table(language)]
        return tuple(get_close_matches(key(text), forms, n=most, cutoff=0.75))

    def scan(self, text: str, language: str) -> list[Found]:
        """The longest titles (without modifiers) in ``text``; a form's ``entity`` is the canonical title."""
        if language not in self._indexes:
            index = SurfaceIndex()
            for form, name in self._all(language):
                index.add(Form(name, "title", 1.0, "any", form))
            self._indexes[language] = index
        return list(self._indexes[language].scan(text))
