"""Features of a marked sentence by its words: what stands where beside source and target.

Stems by zone (before, between, after source and target, and which of the two comes first), pairs of neighbours, the
words next to either, and the classes of the rules' lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chancery.model.document import Span

SOURCE, TARGET = "‹s›", "‹t›"
LEXICON = (
    "ask", "promise", "meet", "visit_verb", "cooperate", "give", "help_verb", "aid_noun", "call_noun", "meeting_noun",
    "ready", "demand",
)  # fmt: skip
MAPS = ("stance", "stance_noun", "stance_adjective", "hostile", "hostile_noun", "agree_action", "greet")
WORD = re.compile(r"\d+|\w+|[^\w\s]")
NEAR = 3  # words beside source and target that count by their place
ENDINGS = re.compile(r"(?:ingly|ations?|ing|edly|ed|ies|es|s|ly|ment|ion)$")


def stem(word: str) -> str:
    """``word`` without its endings, crudely: enough to bring the forms of one verb together."""
    word = word.casefold()
    if not word.isascii():
        return word[:6] if len(word) > 7 else word[:5]
    if len(word) > 4:
        cut = ENDINGS.sub("", word)
        word = cut if len(cut) >= 3 else word
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


class WordFeatures:
    """The features of marked sentences with one language's lexicon of the rules."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._classes: dict[str, set[str]] = {}
        for name in LEXICON:
            for entry in lexicon.get("class", {}).get(name, ()):
                self._classes.setdefault(stem(entry.split()[0].partition("/")[0]), set()).add(name)
        for name in MAPS:
            for entry, value in lexicon.get("map", {}).get(name, {}).items():
                self._classes.setdefault(stem(entry.split()[0]), set()).add(value)

    def of(self, text: str, source: Span, target: Span) -> set[str]:
        """The features of ``text``; ``source`` and ``target`` may overlap."""
        words = self._words(text, source, target)
        s = words.index(SOURCE) if SOURCE in words else 0
        t = words.index(TARGET) if TARGET in words else len(words)
        first, last = min(s, t), max(s, t)
        order = "st" if s <= t else "ts"
        found = {f"o:{order}", *self._beside(words, s, "s"), *self._beside(words, t, "t")}
        for i, word in enumerate(words):
            zone = "b" if i < first else "m" if i <= last else "a"
            if word not in (SOURCE, TARGET):
                found |= {f"w:{word}", f"{order}{zone}:{word}"}
                found |= {f"{order}{zone}={name}" for name in self._classes.get(word, ())}
            if i + 1 < len(words):
                found.add(f"2:{word}_{words[i + 1]}")
        for i in range(max(0, first - 1), min(last + 2, len(words) - 2)):
            found.add(f"3:{words[i]}_{words[i + 1]}_{words[i + 2]}")
        return found

    def _words(self, text: str, source: Span, target: Span) -> list[str]:
        """Stems of ``text``, source and target each as one word."""
        out: list[str] = []
        for match in WORD.finditer(text):
            mark = ""
            if target.start <= match.start() < target.end:
                mark = TARGET
            elif source.start <= match.start() < source.end:
                mark = SOURCE
            if not mark:
                out.append("0" if match[0].isdigit() else stem(match[0]))
            elif mark not in out:
                out.append(mark)
        return out

    def _beside(self, words: list[str], at: int, name: str) -> Iterator[str]:
        for step in range(1, NEAR + 1):
            if at + step < len(words):
                yield f"{name}+{step}:{words[at + step]}"
                yield f"{name}+:{words[at + step]}"
                yield from (f"{name}+={c}" for c in self._classes.get(words[at + step], ()))
            if 0 <= at - step < len(words):
                yield f"{name}-{step}:{words[at - step]}"
                yield from (f"{name}-={c}" for c in self._classes.get(words[at - step], ()))
