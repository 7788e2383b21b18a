"""The nominative of Russian names: "Садыра Жапарова" → "Садыр Жапаров", "Организации Тюркских Государств" →
"Организация Тюркских Государств"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from spacy.tokens import Token

from chancery.annotate.russian_lemmas import CASE, GENDER, NUMBER, best_parse, parses
from chancery.annotate.russian_text import unstressed

NAME_TAGS = ("Surn", "Name", "Patr")
OBLIQUE = {"Gen", "Dat", "Acc", "Ins", "Loc"}
INSTRUMENTAL = ("ом", "ем", "ём", "ым", "им", "ой", "ей", "ёй", "ью", "ми", "ою", "ею", "ими", "ыми")


def nominative(tokens: Sequence[Token], person: bool) -> str:
    """The name that ``tokens`` spell, in the nominative, with the text's capitals, spaces and marks."""
    words = _person(tokens) if person else _phrase(tokens)
    return "".join(word + token.whitespace_ for word, token in zip(words, tokens, strict=True)).strip()


def _person(tokens: Sequence[Token]) -> list[str]:
    """Every part of a person's name inflects, each by its own gender."""
    cases = [token.morph.get("Case", []) for token in tokens]
    common = _majority([case[0] for case in cases if case])
    genders = [token.morph.get("Gender", [])[0] for token in tokens if token.morph.get("Gender", [])]
    gender = _person_gender(tokens) or _majority(genders)
    out = []
    for token in tokens:
        if not _inflects(token) or common == "Nom":
            out.append(unstressed(token.text))
        else:
            out.append(person_word(unstressed(token.text), common, gender))
    return out


def _person_gender(tokens: Sequence[Token]) -> str:
    """The gender that given name or patronymic show; "" where they show none."""
    for token in tokens:
        for parse in parses(token.text)[:4]:
            if "Name" in parse.tag or "Patr" in parse.tag:
                if parse.score < 0.1 or not parse.is_known:
                    continue
                genders = {p.tag.gender for p in parses(token.text) if ("Name" in p.tag or "Patr" in p.tag)}
                if len(genders) == 1:
                    return {"masc": "Masc", "femn": "Fem"}.get(str(parse.tag.gender), "")
    return ""


@lru_cache(maxsize=50_000)
def person_word(word: str, case: str, gender: str) -> str:
    """One word of a person's name, standing in ``case``, as nominative singular of ``gender`` ("": unknown).

    A word that cannot stand in that case does not inflect ("Умару" beside an instrumental title) and stays.
    """
    if case == "Ins" and not word.lower().endswith(INSTRUMENTAL):
        return word
    wanted = CASE.get(case, set())
    best: tuple[float, Any] | None = None
    for parse in parses(word):
        tag = parse.tag
        if tag.POS not in ("NOUN", "ADJF") or (tag.number == "plur"):
            continue
        if wanted and tag.case not in wanted:
            continue
        if gender and tag.gender and tag.gender not in GENDER[gender]:
            continue
        points = float(parse.score) + (1.0 if any(mark in tag for mark in NAME_TAGS) else 0.0)
        points += 0.5 if tag.animacy == "anim" else 0.0
        if best is None or points > best[0]:
            best = (points, parse)
    if best is None:
        return _by_ending(word, case)
    form = best[1].inflect({"nomn", "sing"})
    return _capitals(word, str(form.word)) if form else word


ENDINGS = {
    "Ins": (("ой", "а"), ("ёй", "я"), ("ей", "я"), ("ом", ""), ("ем", "й")),
    "Gen": (("ы", "а"),),
    "Acc": (("у", "а"),),
}


def _by_ending(word: str, case: str) -> str:
    """The nominative of a name whose forms no dictionary rule explains, by the ending that the case would have."""
    for ending, nominative_ending in ENDINGS.get(case, ()):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + nominative_ending
    return word


def _phrase(tokens: Sequence[Token]) -> list[str]:
    """The head noun of a name and the adjectives before it inflect; what follows the head, or stands in
    quotation marks, stays."""
    out = [token.text for token in tokens]
    head = next((at for at, token in enumerate(tokens) if _is_noun(token)), None)
    if head is None or not tokens[head].morph.get("Case", []) or any(t.text in '«"“' for t in tokens[:head]):
        return out
    case = tokens[head].morph.get("Case", [])[0]
    if case not in OBLIQUE:
        return out
    for at in range(head + 1):
        token = tokens[at]
        if _cyrillic(token.text) and (case in token.morph.get("Case", []) or at == head):
            out[at] = _inflected(token, tokens[head])
    return out


def _inflected(token: Token, head: Token) -> str:
    number = head.morph.get("Number", []) or ["Sing"]
    if token.text.isupper() and len(token.text) > 1:
        return token.text
    parse = best_parse(token.text, token.pos_, str(token.morph))
    form = parse.inflect({"nomn", next(iter(NUMBER.get(number[0], {"sing"})))})
    return _capitals(token.text, str(form.word)) if form else token.text


def _is_noun(token: Token) -> bool:
    """Whether tagger and dictionary both allow a noun."""
    return token.pos_ in ("NOUN", "PROPN") and any(parse.tag.POS == "NOUN" for parse in parses(token.text))


def _inflects(token: Token) -> bool:
    """Whether a word of a person's name can have endings: no initial, no particle, Cyrillic."""
    return token.text[0].isupper() and _cyrillic(token.text)


def _cyrillic(text: str) -> bool:
    return len(text) > 2 and any("а" <= char <= "я" for char in text.lower())


def _majority(values: Sequence[str]) -> str:
    return max(values, key=lambda value: (values.count(value), -values.index(value))) if values else ""


def _capitals(model: str, word: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    parts, shapes = word.split("-"), model.split("-")
    if len(parts) != len(shapes):
        return word.capitalize()
    return "-".join(p.capitalize() if s[:1].isupper() else p for p, s in zip(parts, shapes, strict=True))


@lru_cache(maxsize=50_000)
def gender_of(name: str) -> str | None:
    """``male`` or ``female`` where given name, patronymic or surname shows it beyond doubt."""
    seen = set()
    for word in name.split():
        for parse in parses(word):
            if any(mark in parse.tag for mark in NAME_TAGS) and parse.tag.case == "nomn" and parse.is_known:
                seen.add(parse.tag.gender)
    if len(seen) == 1:
        return {"masc": "male", "femn": "female"}.get(str(seen.pop()))
    return None
