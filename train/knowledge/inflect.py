"""Russian case forms of names, adjectives and demonyms, made once at build time with pymorphy3.

The run time looks forms up and inflects nothing, so it needs no morphology of any language.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pymorphy3
from inflect_persons import word_forms

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
FIXED = {"США", "Перу", "Чили", "Фиджи", "Баку", "Бали"}
LOWER = re.compile(r"^[а-яё-]+$")


@cache
def _analyzer() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")


def _like(form: str, model: str) -> str:
    """``form`` with the capitals of ``model``."""
    if model.isupper() and len(model) > 1:
        return form.upper()
    if "-" in model:
        parts, models = form.split("-"), model.split("-")
        if len(parts) == len(models):
            return "-".join(_like(p, m) for p, m in zip(parts, models, strict=True))
    return form[:1].upper() + form[1:] if model[:1].isupper() else form


@cache
def _noun(word: str) -> Any:
    """The nominative noun reading of ``word``, place names first; None if it is none or does not inflect."""
    readings = [p for p in _analyzer().parse(word) if "NOUN" in p.tag and "nomn" in p.tag and "Abbr" not in p.tag]
    if not readings or word in FIXED or word.isupper():
        return None
    return max(readings, key=lambda p: ("Geox" in p.tag, "Surn" not in p.tag and "Name" not in p.tag, p.score))


@cache
def _adjective(word: str) -> Any:
    readings = [p for p in _analyzer().parse(word) if ("ADJF" in p.tag or "PRTF" in p.tag) and "nomn" in p.tag]
    return max(readings, key=lambda p: (p.normal_form != "больший", p.score)) if readings else None


def _inflect(reading: Any, grammemes: set[str], model: str) -> str:
    form = reading.inflect(grammemes)
    return _like(form.word, model) if form else model


def _unyo(forms: list[str]) -> list[str]:
    out: list[str] = []
    for form in forms:
        if form not in out:
            out.append(form)
    return out


def adjective(word: str) -> list[str]:
    """All forms of an adjective given in the masculine nominative."""
    reading = _adjective(word)
    if reading is None:
        return [word]
    return _unyo([word, *(_like(p.word, word) for p in reading.lexeme if "ADJF" in p.tag and "COMP" not in p.tag)])


def noun(word: str) -> list[str]:
    """The case forms of a noun in the number it is given in."""
    reading = _noun(word)
    if reading is None:
        if word in FIXED or word.isupper() or not word[:1].isupper() or not word.replace("-", "").isalpha():
            return [word]
        return _unyo([form for forms in word_forms(word, "m") for form in forms])
    number = "plur" if "plur" in reading.tag else "sing"
    return _unyo([word, *(_inflect(reading, {case, number}, word) for case in CASES)])


def phrase(text: str) -> list[str]:
    """The case forms of a name of several words: adjectives and head noun agree, what follows the head stays.

    "Организация тюркских государств" → "Организации тюркских государств"…; of "Босния и Герцеговина" both sides
    change; of "Республика Абхазия" the second word may change or stay.
    """
    words = text.split(" ")
    if len(words) == 3 and words[1] == "и":
        left, right = _cases(words[0]), _cases(words[2])
        return _unyo([text, *(f"{a} и {b}" for a, b in zip(left, right, strict=True))])
    for at, word in enumerate(words):
        linking = word == "и" and 0 < at < len(words) - 1 and _adjective(words[at - 1]) is not None
        if linking or (_adjective(word) is not None and _noun_phrase_follows(words, at + 1)):
            continue
        head = _noun(word)
        if head is None:
            return _last_word(words)
        return _unyo([text, *_head_forms(words, at, head), *_apposition(words, at, head)])
    return [text]


def _last_word(words: list[str]) -> list[str]:
    """Forms of a foreign name of several words, of which the last changes ("Жогорку Кенеша")."""
    if not all(word[:1].isupper() and word[1:].islower() for word in words):
        return [" ".join(words)]
    return [" ".join([*words[:-1], form]) for form in noun(words[-1])]


def _noun_phrase_follows(words: list[str], at: int) -> bool:
    return any(_noun(word) is not None for word in words[at:])


def _cases(word: str) -> list[str]:
    reading = _noun(word)
    if reading is None:
        return [word] * len(CASES)
    number = "plur" if "plur" in reading.tag else "sing"
    return [_inflect(reading, {case, number}, word) for case in CASES]


def _head_forms(words: list[str], at: int, head: Any) -> list[str]:
    plural = "plur" in head.tag
    out = []
    for case in CASES:
        changed = list(words)
        changed[at] = _inflect(head, {case, "plur" if plural else "sing"}, words[at])
        for before in range(at):
            reading = _adjective(words[before])
            grammemes = {case, "plur"} if plural else {case, "sing", str(head.tag.gender or "masc")}
            if case == "accs" and (plural or head.tag.gender == "masc"):
                grammemes |= {"inan"}
            if reading is not None:
                changed[before] = _inflect(reading, grammemes, words[before])
        out.append(" ".join(changed))
    return out


def _apposition(words: list[str], at: int, head: Any) -> list[str]:
    if at + 2 != len(words) or not words[-1][:1].isupper() or _noun(words[-1]) is None:
        return []
    forms, second = _head_forms(words, at, head), _cases(words[-1])
    return [" ".join([*form.split(" ")[:-1], last]) for form, last in zip(forms, second, strict=True)]


def forms(text: str, kind: str) -> list[str]:
    """The forms to look up for one Russian name of ``kind`` (``name``, ``adjective``, ``demonym``, …)."""
    if kind == "abbreviation":
        return [text]
    if kind == "adjective":
        return adjective(text)
    if " " in text:
        return phrase(text)
    if LOWER.match(text) and text.endswith(("ий", "ый", "ой", "ая", "ие")) and _noun(text) is None:
        return adjective(text)
    return noun(text)
