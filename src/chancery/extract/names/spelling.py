"""How alike two spellings of a person's name are, whatever the alphabet.

Cyrillic is written in Latin letters, and what transliterations differ in is folded away (kh/h, y/i, zh/j,
doubled letters, silent marks): "Жапаров", "Zhaparov" and "Japarov" become one. This only compares names that
context already brings together: a holder of an office with the name beside its title, two mentions in one
document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқңғүұөәһјљњћђџҳҷӣӯ",
        (
            "a b v g d e e j z i i k l m n o p r s t u f h ts c s s . i . e iu ia "
            "i i e g u k n g u u o a h i l n c j j h j i u"
        )
        .replace(".", "")
        .split(" "),
        strict=True,
    )
)
SPECIAL = str.maketrans("ıøłđæœðəçşğšžčćñ", "ioldeedecsgsjccn", "ʻʼ’'")
FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("ß", "s"),
        ("þ|th", "t"),
        ("shch|sch|sh", "s"),
        ("tch|ch|cz", "c"),
        ("dzh|zh|dj|j", "j"),
        ("kh|gh", "h"),
        ("ph", "f"),
        ("ck|q", "k"),
        ("x", "ks"),
        ("w", "v"),
        ("ou|oo|u", "u"),
        ("ee|ey|iy|yi|y|i", "i"),
        ("io|yo|jo", "e"),
        ("ts|tz|c(?=[eiy])", "c"),
        (r"(.)\1+", r"\1"),
        ("ii+", "i"),
    )
)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """``word`` in folded Latin letters."""
    text = word.casefold().translate(SPECIAL)
    text = "".join(LETTERS.get(char, char) for char in text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalpha() and not unicodedata.combining(c))
    for pattern, to in FOLDS:
        text = pattern.sub(to, text)
    return text


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> float:
    """Likeness of two single names, 0..1; below 0.75 they are different names."""
    left, right = fold(a), fold(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if min(left, right) + "a" == max(left, right):
        return 0.7  # his name and hers
    if _stem(a) == _stem(b):
        return 0.9  # an ending that the nominative kept
    score = float(Levenshtein.normalized_similarity(left, right))
    if left[0] != right[0] and not {left[0], right[0]} <= set("hgkji"):
        score -= 0.15
    return score


CASE_ENDING = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшщ])(?:ом|ем|ым|у)$")
GENERATIONS = frozenset({"jr.", "sr.", "мл.", "ст."})
PATRONYMIC = re.compile(
    r"\w+(?:ович|евич|ёвич|ьич|инич|овна|евна|ёвна|ична|инична|ovich|evich|ovych|evych|ovna|evna|ivna)$", re.IGNORECASE
)


def is_patronymic(word: str) -> bool:
    """Whether ``word`` has the ending of an East Slavic patronymic (some surnames have it too)."""
    return PATRONYMIC.match(word) is not None


def _stem(word: str) -> str:
    """A Cyrillic name without an ending that only oblique cases have; other words as they are."""
    stem = CASE_ENDING.sub("", word.lower())
    return stem if len(stem) >= 3 else word.lower()


def is_initial(word: str) -> bool:
    """Whether ``word`` is a letter that stands for a name: "А.", "J", "Дж."; "Jr." is none."""
    short = len(word) <= 3 and word.endswith(".") and word[0].isupper()
    return len(word.rstrip(".")) == 1 or (short and word.casefold() not in GENERATIONS)


def same_person(a: Sequence[str], b: Sequence[str]) -> float:
    """How surely two names (their words, no titles) can be one person's, 0..1.

    The words of the shorter name must each be found in the longer one, an initial for a full name included; a
    single word must be its last word, or, less surely, another. Given names that differ mean different
    people.
    """
    if len(a) > len(b):
        a, b = b, a
    if not a:
        return 0.0
    if len(a) == 1:
        if alike(a[0], b[-1]) >= 0.85:
            return 0.9 * alike(a[0], b[-1])
        return 0.6 if any(alike(a[0], word) >= 0.85 and not is_initial(word) for word in b) else 0.0
    if len(a) == 2 and is_patronymic(a[1]) and not is_patronymic(b[-1]):
        return _by_patronymic(a, b)
    free = list(b)
    total, full = 0.0, 0
    for word in sorted(a, key=is_initial):  # whole names first: an initial never takes a surname's place
        value, place = max((_fit(word, other), -at) for at, other in enumerate(free))
        best = free[-place]
        if value == 0.0:
            return 0.0
        full += not is_initial(word) and not is_initial(best)
        total += value
        del free[-place]
    return total / len(a) if full else 0.0


def _by_patronymic(a: Sequence[str], b: Sequence[str]) -> float:
    """Given name and patronymic, as people are addressed, against a name with a surname."""
    if alike(a[0], b[0]) < 0.9:
        return 0.0
    theirs = [word for word in b[1:-1] if is_patronymic(word)]
    if theirs:
        return 0.9 if alike(a[1], theirs[0]) >= 0.8 else 0.0
    return 0.7


def _fit(a: str, b: str) -> float:
    if is_initial(a) or is_initial(b):
        return 0.8 if fold(a)[:1] == fold(b)[:1] else 0.0
    score = alike(a, b)
    return score if score >= 0.75 else 0.0
