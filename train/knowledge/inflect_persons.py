"""Russian case forms of personal names by the rules of declension for names, foreign ones included.

A general morphology guesses at names it does not know; these rules need the gender only, which the tables give.
Where usage wavers (which parts of an Arabic or double name change) the variants are all made: a form too many in
the index does no harm, one too few hides a person.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pymorphy3

PARTICLES = frozenset(
    {
        "де",
        "дер",
        "ден",
        "ди",
        "да",
        "ду",
        "дос",
        "дас",
        "дель",
        "делла",
        "ла",
        "ле",
        "лос",
        "фон",
        "цу",
        "ван",
        "вон",
        "бин",
        "бен",
        "ибн",
        "бинт",
        "аль",
        "эль",
        "ас",
        "ад",
        "аш",
        "аз",
        "ат",
        "ар",
        "уль",
        "ан",
        "абу",
        "ага",
        "хан",
        "бек",
        "паша",
        "оглы",
        "кызы",
        "уулу",
        "эд",
        "тер",
        "тен",
        "аф",
        "и",
        "э",
        "ы",
        "заде",
        "ал",
        "эс",
    }
)
LAST_ONLY = frozenset({"CN", "KR", "KP", "VN", "TW", "MM", "KH", "LA", "SG"})
ADJECTIVAL_M = ("ский", "цкий", "ской", "цкой", "ный", "ной", "вый", "тый", "рый", "лый", "той", "жий", "хий", "гий")
SIBILANT = "жшчщц"


@cache
def _analyzer() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _known(word: str, tag: str, gender: str) -> tuple[str, ...]:
    """Case forms of a first name or patronymic that the dictionary has in nominative; empty if it has none."""
    for parse in _analyzer().parse(word.lower()):
        if tag in parse.tag and "nomn" in parse.tag and gender in parse.tag and "sing" in parse.tag:
            if not _analyzer().word_is_known(word.lower()) or "Fixd" in parse.tag:
                return ()
            forms = [parse.inflect({case, "sing"}) for case in ("nomn", "gent", "datv", "accs", "ablt", "loct")]
            return tuple(_cap(form.word, word) if form else word for form in forms)
    return ()


def _cap(form: str, model: str) -> str:
    return form[:1].upper() + form[1:] if model[:1].isupper() else form


def _male(word: str) -> list[tuple[str, ...]]:
    low = word.lower()
    stem = word[:-1]
    if low.endswith(ADJECTIVAL_M) and len(low) > 5:
        soft = low[-3] in "кгхжшчщ" or low.endswith("ний")
        return [
            (
                word,
                word[:-2] + "ого",
                word[:-2] + "ому",
                word[:-2] + "ого",
                word[:-2] + ("им" if soft or low.endswith("ий") else "ым"),
                word[:-2] + "ом",
            )
        ]
    if low.endswith("ий"):
        return [(word, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "и")]
    if low.endswith(("й", "ь")):
        return [(word, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "е")]
    if low.endswith("ия"):
        return [(word, stem + "и", stem + "и", stem + "ю", stem + "ей", stem + "и")]
    if low.endswith("я"):
        return [(word, stem + "и", stem + "е", stem + "ю", stem + "ей", stem + "е")]
    if low.endswith("а"):
        if len(low) > 1 and low[-2] in "аеёиоуыэюя":
            return [(word,) * 6]
        genitive = "и" if low[-2:-1] in "гкхжшчщ" else "ы"
        return [
            (
                word,
                stem + genitive,
                stem + "е",
                stem + "у",
                stem + ("ей" if low[-2:-1] in SIBILANT else "ой"),
                stem + "е",
            )
        ]
    if low[-1] in "еёиоуыэю" or not low[-1].isalpha():
        return [(word,) * 6]
    out = [(word, word + "а", word + "у", word + "а", word + ("ем" if low[-1] in SIBILANT else "ом"), word + "е")]
    if low.endswith(("ов", "ев", "ёв", "ин", "ын")):
        out.append((word, word + "а", word + "у", word + "а", word + "ым", word + "е"))
    if low.endswith("ец") and len(low) > 4:
        short = word[:-2] + ("йц" if low[-3] in "аеиоуя" else "ц")
        out.append((word, short + "а", short + "у", short + "а", short + "ем", short + "е"))
    return out


def _female(word: str) -> list[tuple[str, ...]]:
    low = word.lower()
    stem = word[:-1]
    if low.endswith(("ова", "ева", "ёва", "ина", "ына")) and len(low) > 4:
        return [(word, stem + "ой", stem + "ой", stem + "у", stem + "ой", stem + "ой"), *_male(word)]
    if low.endswith("ая"):
        return [(word, word[:-2] + "ой", word[:-2] + "ой", word[:-2] + "ую", word[:-2] + "ой", word[:-2] + "ой")]
    if low.endswith(("а", "я")):
        return _male(word)
    return [(word,) * 6]


@cache
def word_forms(word: str, gender: str) -> tuple[tuple[str, ...], ...]:
    """Paradigms (six cases) that one part of a name may follow."""
    if word.lower() in PARTICLES or (
        word.lower().startswith(("аль-", "эль-", "ас-", "ад-", "аш-", "ар-")) and not (word[0].isupper())
    ):
        base = word.split("-", 1)
        if len(base) == 2 and gender == "m":
            declined = [tuple(f"{base[0]}-{form}" for form in forms) for forms in _male(base[1])]
            return (*declined, (word,) * 6)
        return ((word,) * 6,)
    if "-" in word:
        parts = [word_forms(part, gender)[0] for part in word.split("-")]
        every = tuple("-".join(forms) for forms in zip(*parts, strict=True))
        head = "-".join(word.split("-")[:-1])
        last = tuple(f"{head}-{form}" for form in parts[-1])
        return (every,) if every == last else (every, last)
    known = _known(word, "Name", "femn" if gender == "f" else "masc") or _known(
        word, "Patr", "femn" if gender == "f" else "masc"
    )
    if known:
        return (known,)
    return tuple(_female(word) if gender == "f" else _male(word))


def person_forms(name: str, gender: str, state: str) -> list[str]:
    """All case forms of a full name."""
    words = name.split(" ")
    fixed = [((word,) * 6,) for word in words]
    changing = [word_forms(word, gender) for word in words]
    patterns = []
    if state in LAST_ONLY and len(words) > 1:
        patterns.append(fixed[:-1] + changing[-1:])
    else:
        patterns.append(changing)
        if len(words) > 2:
            patterns.append(fixed[:-1] + changing[-1:])
            patterns.append(changing[:1] + fixed[1:])
    out = [name]
    for pattern in patterns:
        for variant in range(max(len(options) for options in pattern)):
            chosen = [options[min(variant, len(options) - 1)] for options in pattern]
            for case in range(6):
                form = " ".join(forms[case] for forms in chosen)
                if form not in out:
                    out.append(form)
    return out
