"""Which entities of several documents are one: persons whose names are spellings of one name.

Knowledge decides first (the same id is the same person). Two persons that documents introduced are held to
be one if their names agree part by part once transliteration is folded away and nothing speaks against it:
another state, another given name. A father and a son, or two bearers of a bare surname, stay apart: a tie
is an abstention.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from chancery.model.entity import Entity, EntityKind

# Cyrillic letters (Russian, Ukrainian, Kazakh, Kyrgyz, Tajik, Serbian) by the sound their Latin spellings
# share.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґңөүқғһұәҗјљњџћђўҷӣӯ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "j",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "c",
            "c",
            "s",
            "s",
            "_",
            "i",
            "_",
            "e",
            "iu",
            "ia",
            "i",
            "i",
            "e",
            "g",
            "n",
            "o",
            "u",
            "k",
            "g",
            "h",
            "u",
            "a",
            "j",
            "i",
            "l",
            "n",
            "j",
            "c",
            "j",
            "u",
            "j",
            "i",
            "u",
        ],
        strict=True,
    )
)
# Spellings of one sound in Latin script: English, French, German and Turkish habits, longest first.
_SOUNDS = (
    ("shch", "s"),
    ("tch", "c"),
    ("sch", "s"),
    ("dzh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("zh", "j"),
    ("sh", "s"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("th", "t"),
    ("ph", "f"),
    ("ou", "u"),
    ("yu", "iu"),
    ("ya", "ia"),
    ("ye", "e"),
    ("yo", "e"),
    ("dj", "j"),
    ("ck", "k"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("y", "i"),
    ("ı", "i"),
    ("ə", "a"),
    ("ø", "o"),
    ("ł", "l"),
)
_SPELLING = re.compile("|".join(spelling for spelling, _ in _SOUNDS))
_SOUND = dict(_SOUNDS)


@dataclass(frozen=True, slots=True)
class Sameness:
    """Two entities held to be one, with the score (0..1) and the reason."""

    one: str
    other: str
    score: float
    reason: str


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A key that spellings of one name in Latin or Cyrillic script share: ``Жээнбеков`` and ``Jeenbekov``."""
    text = unicodedata.normalize("NFC", word.casefold())
    if any("\u0400" <= c <= "\u04ff" for c in text):
        text = "".join(_CYRILLIC.get(c, c) for c in text).replace("_", "")
        text = text.replace("dj", "j")
    else:
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = _SPELLING.sub(lambda found: _SOUND[found[0]], text)
    text = re.sub(r"[^a-z]", "", text)
    text = re.sub(r"i+e", "e", text)
    return re.sub(r"(.)\1+", r"\1", text)


def parts(name: str) -> tuple[str, ...]:
    """The parts of a person's name as sounds; an initial stays one letter."""
    return tuple(filter(None, (sound(part) for part in re.split(r"[\s.\-’']+", name))))


def _agree(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.75 if a[0] == b[0] else 0.0
    if min(len(a), len(b)) >= 5 and a[0] == b[0] and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1:
        return 0.9
    return 0.0


def compare(a: str, b: str) -> float:
    """How well two names of persons agree, 0..1. Every part of the shorter must be found in the longer; a
    patronymic may be missing, a given name may be an initial, the surname may not."""
    short, long = sorted((parts(a), parts(b)), key=len)
    if len(short) < 2:
        return 1.0 if short and short == long else 0.0
    if _agree(short[-1], long[-1]) < 0.9 and not {short[-1], short[0]} & {long[-1], long[0]}:
        return 0.0
    left, total = list(long), 1.0
    for part in short:
        best = max(left, key=lambda other: _agree(part, other), default="")
        score = _agree(part, best) if best else 0.0
        if score == 0.0:
            return 0.0
        left.remove(best)
        total *= score
    return total * (0.97 if left else 1.0)


def _names(entity: Entity) -> list[str]:
    return [entity.caption, *(n.text for n in entity.names if n.kind in ("name", "formal", "former"))]


def same_persons(entities: Iterable[Entity], *, least: float = 0.7) -> tuple[Sameness, ...]:
    """Pairs of persons that are one. Of two rivals equally good for one person neither is taken."""
    persons = sorted((e for e in entities if e.kind is EntityKind.PERSON), key=lambda e: e.id)
    blocks: dict[str, set[int]] = defaultdict(set)
    for index, person in enumerate(persons):
        for name in _names(person):
            for part in parts(name):
                if len(part) > 1:
                    blocks[part[:3]].add(index)
    pairs = {(i, j) for block in blocks.values() for i in block for j in block if i < j}
    found: list[Sameness] = []
    for i, j in sorted(pairs):
        a, b = persons[i], persons[j]
        if a.state and b.state and a.state != b.state:
            continue
        if a.gender and b.gender and a.gender != b.gender:
            continue
        score, one, other = max((compare(x, y), x, y) for x in _names(a) for y in _names(b))
        if score >= least:
            found.append(Sameness(a.id, b.id, score, f"“{one}” and “{other}” are spellings of one name"))
    return tuple(_without_ties(found, {p.id: p for p in persons}))


def _without_ties(found: list[Sameness], persons: Mapping[str, Entity]) -> list[Sameness]:
    """An initial that fits two people fits neither."""
    linked: dict[str, list[Sameness]] = defaultdict(list)
    for pair in found:
        linked[pair.one].append(pair)
        linked[pair.other].append(pair)
    together = {(p.one, p.other) for p in found} | {(p.other, p.one) for p in found}

    def tied(pair: Sameness) -> bool:
        for end in (pair.one, pair.other):
            mate = pair.other if end == pair.one else pair.one
            for rival in linked[end]:
                third = rival.other if rival.one == end else rival.one
                if third != mate and (mate, third) not in together and rival.score >= pair.score - 0.1:
                    return True
        return False

    return [pair for pair in found if not tied(pair)]


def groups(pairs: Iterable[tuple[str, str]], prefer: Iterable[str] = ()) -> dict[str, str]:
    """Each id that is merged, with the id that stands for its group: a preferred one, else the least."""
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        ra, rb = root(a), root(b)
        if ra != rb:
            parent[max(ra, rb)] = min(ra, rb)
    members: dict[str, list[str]] = defaultdict(list)
    for x in parent:
        members[root(x)].append(x)
    preferred = set(prefer)
    out = {}
    for group in members.values():
        head = min(group, key=lambda x: (x not in preferred, x))
        out.update({x: head for x in group if x != head})
    return out
