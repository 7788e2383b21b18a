"""Whether two spellings name one person: by sounds, order, patronymics, initials, generation and gender.

``compare`` explains itself: a score, whether it reaches the shipped threshold, and the reasons. It abstains (no match)
rather than guesses: a bare surname or an initial is never enough, and whatever sets kin and namesakes apart (another
patronymic, "Jr.", a regnal number, the order around "bin") decides against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from chancery.knowledge import rows
from chancery.knowledge.pinyin import from_palladius
from chancery.knowledge.sounds import KEY_CLASSES, keys, likeness, sounds
from chancery.knowledge.surface import fold_word

THRESHOLD = 0.86
TOKEN = 0.84
SHORT_TOKEN = 0.77  # for parts of up to three sounds in names of three parts or more, as Korean ones are
EQUIVALENT = 0.97
STRICTER = 1.6
VOWEL = re.compile("[aeiouAEIOUy]")
CLOSED_U = re.compile(r"u(?=[bcdfgklmnpstvz]{2})")
READINGS = (
    (re.compile(r"(?<=[^\W\d_]{2})(?<=[aeiouyéèôûnrl])[tdsxz]$|(?<=[ie])r$|(?<=[eé])e$"), ""),  # French endings
    (re.compile(r"a(?=[^\W\daeiouy]es?$)"), "ei"),
    (re.compile(r"i(?=[^\W\daeiouy]es?$)"), "ai"),
    (re.compile(r"aux?|eau|aw"), "o"),
    (re.compile(r"g(?=[eiy])"), "dzh"),
    (re.compile(r"gi(?=[aou])"), "dzh"),
    (re.compile(r"rz"), "zh"),
    (re.compile(r"ντ"), "ν\u200bτ"),
    (re.compile(r"gn"), "ni"),
    (re.compile(r"w"), "u"),
    (re.compile(r"h(?=$|[bcdfgklmnpqrstvwz])"), ""),
)
WORD = re.compile(r"[^\W\d_]+(?:['’ʻ`][^\W\d_]+)*\.?")
INITIAL = re.compile(r"^[^\W\d_]{1,2}\.$|^[^\W\d_]$")
PATRONYMIC = re.compile(
    r"(?:[ое]вич|[ое]вна|ьич|инична|ични?а|ovich|evich|ovitch|evitch|owitsch|ewitsch|ovych|yovych|ovna|evna|ivna|iyevna|owicz(?=$))$"
)
FEMININE = (
    "ова", "ева", "ёва", "ина", "ская", "цкая", "ova", "eva", "ina", "skaya", "ska", "owa", "ewa", "ová", "jewa",
)  # fmt: skip
REGNAL = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11,
          "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xxiii": 23}  # fmt: skip


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(
        fold_word(word) for k, words in rows.read("name-words", ("kind", "words")) if k == kind
        for word in rows.split(words)
    )


@cache
def _classes() -> dict[str, frozenset[int]]:
    """Folded given name → the numbers of the groups of equivalent given names it belongs to."""
    out: dict[str, set[int]] = {}
    for number, (names,) in enumerate(rows.read("given-names", ("names",))):
        for name in rows.split(names):
            out.setdefault(fold_word(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in out.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a name: as written (folded), as sounds, and the same read as Chinese where it can be.

    Parts are interned by ``_part``, so identity is equality. ``block`` holds the keys of all readings and the groups
    of equivalent given names: two parts that share none are not alike.
    """

    text: str
    sound: str
    chinese: str | None
    initial: bool
    others: tuple[str, ...] = ()  # further readings, for comparison with another script
    script: str = "latin"
    block: frozenset[str] = frozenset()


@lru_cache(maxsize=200_000)
def _part(text: str, written: str, initial: bool) -> Part:
    chinese = from_palladius(text) if "а" <= text[:1] <= "я" and not initial else None
    sound, chinese_sound, others = sounds(written), sounds(chinese) if chinese else None, _others(written)
    block: set[str] = set()
    if not initial:
        for reading in (sound, chinese_sound, *others):
            if reading:
                block |= keys(reading)
        block |= {str(number) for number in _classes().get(text, ())}
    return Part(text, sound, chinese_sound, initial, others, _script(text), frozenset(block))


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A name taken apart. ``generation`` is "junior", "senior" or a regnal number as text."""

    parts: tuple[Part, ...]
    patronymic: str | None
    generation: str | None
    feminine: bool


@lru_cache(maxsize=100_000)
def parse(name: str) -> Parsed:
    """Take ``name`` apart: titles and particles off, generation and patronymic aside."""
    if "," in name and name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}" if fold_word(first.strip(" .") or "x") not in _words("junior") else name
    raw: list[str] = WORD.findall(re.sub("[-‑–]", " ", name))
    parts: list[Part] = []
    generation: str | None = None
    patronymics: list[tuple[int, str]] = []
    for word in raw:
        bare = fold_word(word.rstrip("."))
        if bare in _words("junior"):
            generation = "junior"
        elif bare in _words("senior"):
            generation = "senior"
        elif parts and bare in REGNAL and word.isupper():
            generation = str(REGNAL[bare])
        elif bare in _words("link") or _is_title(word, bare) or _is_particle(word, bare):
            continue
        else:
            if PATRONYMIC.search(bare) and len(raw) >= 3 and parts:
                patronymics.append((len(parts), bare))
            written = word.rstrip(".").lower().replace("i̇", "i")
            parts.append(_part(bare, written, bool(INITIAL.match(word))))
    patronymic = None
    if patronymics and len(parts) >= 3:
        at, patronymic = patronymics[-1]
        parts = [part for place, part in enumerate(parts) if place != at]
    feminine = any(_feminine(part.text) for part in parts[1:] or parts)
    return Parsed(tuple(parts), patronymic, generation, feminine)


def _is_title(word: str, bare: str) -> bool:
    """Words before a name that are none ("Mr", "король"); capitals alone may be initials."""
    return bare in _words("title") and word.rstrip(".") != bare.upper()


def _is_particle(word: str, bare: str) -> bool:
    """Particles are written small; capital ones count too unless they are a name of their own ("Ван И")."""
    return bare in _words("particle") and (word[:1].islower() or bare not in _words("name-too"))


def _script(text: str) -> str:
    first = text[:1]
    if "а" <= first <= "ӿ":
        return "cyrillic"
    return "consonantal" if "\u0590" <= first <= "\u06ff" else "latin" if first < "\u0250" else "other"


def _others(text: str) -> tuple[str, ...]:
    """Further readings of a part: English u as a ("Trump", "Трамп"), a Slavic feminine without its ending, Latin x
    as kh, an Arabic name without its article."""
    out = []
    if CLOSED_U.search(text):
        out.append(sounds(CLOSED_U.sub("a", text)))
    if text.endswith(("ova", "ová")) and len(text) > 5:
        out.append(sounds(text[:-3]))
    for pattern, instead in READINGS:
        if pattern.search(text):
            out.append(sounds(pattern.sub(instead, text)))
    if "x" in text:
        out.extend((sounds(text.replace("x", "ks")), sounds(text.replace("x", "h"))))
    if text.startswith("ال") and len(text) > 4:
        out.append(sounds(text[2:]))
    return tuple(out)


def _feminine(text: str) -> bool:
    return len(text) > 4 and text.endswith(FEMININE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two spellings compare. ``same`` says whether the score reaches the threshold."""

    score: float
    reasons: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.score >= THRESHOLD


@lru_cache(maxsize=400_000)
def _alike(a: Part, b: Part) -> float:
    """How alike two parts are: by sounds, by a table of equivalent given names, by the Chinese reading."""
    if a.block.isdisjoint(b.block):
        return 0.0
    if a.script == b.script == "cyrillic":
        return _same_script(a, b)
    best = likeness(a.sound, b.sound)
    if a.script != b.script or a.text.endswith("ova") or b.text.endswith("ova") or "x" in a.text + b.text:
        for one in (a.sound, *a.others):
            for other in (b.sound, *b.others):
                best = max(best, likeness(one, other))
    if "consonantal" in (a.script, b.script):
        best = max(best, _bare_likeness(a, b))
    if a.chinese and not b.chinese:
        best = max(best, likeness(a.chinese, b.sound))
    elif b.chinese and not a.chinese:
        best = max(best, likeness(a.sound, b.chinese))
    if best < EQUIVALENT:
        classes = _classes()
        if classes.get(a.text, frozenset()) & classes.get(b.text, frozenset()):
            return EQUIVALENT
    return best


def _same_script(a: Part, b: Part) -> float:
    """Likeness of two Cyrillic parts: one alphabet leaves less room than a transcription, so differences count more."""
    best = 1.0 - STRICTER * (1.0 - likeness(a.sound, b.sound))
    if best < EQUIVALENT and _classes().get(a.text, frozenset()) & _classes().get(b.text, frozenset()):
        return EQUIVALENT
    return max(0.0, best)


def _bare_likeness(a: Part, b: Part) -> float:
    """Likeness of the consonants, for scripts that write few vowels; 0 where there are too few to tell."""
    best = 0.0
    for one in (a.sound, *a.others):
        for other in (b.sound, *b.others):
            x, y = VOWEL.sub("", one), VOWEL.sub("", other)
            if min(len(x), len(y)) >= 2:
                best = max(best, likeness(x, y) - 0.03)
    return best


def compare(a: str, b: str) -> Comparison:
    """Compare two spellings of personal names."""
    return _compare(parse(a), parse(b))


def similarity(a: str, b: str) -> float:
    """The score of ``compare``."""
    return compare(a, b).score


@lru_cache(maxsize=200_000)
def _compare(a: Parsed, b: Parsed) -> Comparison:
    if not a.parts or not b.parts:
        return Comparison(score=0.0, reasons=("nothing to compare",))
    pairs = _align(a.parts, b.parts)
    if not pairs and len(a.parts) == len(b.parts):
        return Comparison(score=0.0, reasons=("no part in common",))
    if len(pairs) == 1 and len(a.parts) == len(b.parts) > 1:
        return Comparison(score=THRESHOLD - 0.2, reasons=("only one part in common",))
    pairs, left, right = _with_joined(a.parts, b.parts, pairs)
    against = _against(a, b, pairs, left, right)
    full = [score for _, _, score in pairs]
    if not full:
        return Comparison(score=0.0, reasons=("no part in common",))
    base = sum(full) / len(full)
    if against:
        return Comparison(score=min(base, THRESHOLD - 0.2), reasons=tuple(against))
    reasons = [f"{len(full)} parts alike ({base:.2f})"]
    score = base - 0.01 * (len(left) + len(right))
    if left or right:
        reasons.append("middle name on one side only")
    return Comparison(score=score, reasons=tuple(reasons))


Pair = tuple[int, int, float]


def _align(a: tuple[Part, ...], b: tuple[Part, ...]) -> list[Pair]:
    """Pairs of like parts, best first, each part once."""
    long = len(a) >= 3 and len(b) >= 3
    scored = []
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            score = _alike(x, y)
            short = long and i == j and max(len(x.sound), len(y.sound)) <= 3
            if score >= (SHORT_TOKEN if short else TOKEN):
                scored.append((score, -abs(i - j), i, j))
    scored.sort(reverse=True)
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for score, _, i, j in scored:
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((i, j, score))
    return pairs


def _with_joined(
    a: tuple[Part, ...], b: tuple[Part, ...], pairs: list[Pair]
) -> tuple[list[Pair], list[int], list[int]]:
    """Pair what is written together on one side and apart on the other; return what stays unpaired."""
    left = [i for i in range(len(a)) if i not in {p[0] for p in pairs}]
    right = [j for j in range(len(b)) if j not in {p[1] for p in pairs}]
    if len(a) == len(b):
        return pairs, left, right
    for one, other, flip in ((left, right, False), (right, left, True)):
        x, y = (b, a) if flip else (a, b)
        for i in list(one):
            for j in list(other):
                if j + 1 in other and not x[i].initial and not y[j].initial:
                    joined = y[j].sound + y[j + 1].sound
                    if abs(len(joined) - len(x[i].sound)) > 3 or _opening(joined) != _opening(x[i].sound):
                        continue
                    readings = [joined]
                    if y[j].chinese and y[j + 1].chinese:
                        readings.append((y[j].chinese or "") + (y[j + 1].chinese or ""))
                    score = max(likeness(x[i].sound, reading) for reading in readings)
                    if x[i].chinese:
                        score = max(score, likeness(x[i].chinese or "", joined))
                    if score >= TOKEN and i in one and len(x[i].sound) > 4:
                        pairs.append((j, i, score) if flip else (i, j, score))
                        one.remove(i)
                        other.remove(j)
                        other.remove(j + 1)
                        break
    return pairs, left, right


def _opening(sound: str) -> str:
    """The class of the first consonant, to tell quickly that two strings of sounds cannot be alike."""
    return sound.translate(KEY_CLASSES)[:1]


def _against(a: Parsed, b: Parsed, pairs: list[Pair], left: list[int], right: list[int]) -> list[str]:
    """What speaks against one person; empty if nothing does."""
    out = []
    if a.generation != b.generation:
        out.append("another generation or number")
    if a.patronymic and b.patronymic and likeness(sounds(a.patronymic), sounds(b.patronymic)) < TOKEN:
        out.append("another patronymic")
    loose_a = [i for i in left if not a.parts[i].initial]
    loose_b = [j for j in right if not b.parts[j].initial]
    if loose_a and loose_b:
        out.append("each has a name the other lacks")
    elif _initials_clash(a, b, left, right):
        out.append("initials differ")
    alone = len(a.parts) == len(b.parts) == 1
    if len(pairs) < 2 and not (alone and a.generation == b.generation and pairs and pairs[0][2] >= 0.9):
        joined = len(pairs) == 1 and not left and not right and len(a.parts) != len(b.parts)
        if not joined:
            out.append("too little in common")
    if len(pairs) >= 2 and not _in_order(pairs, len(a.parts), len(b.parts)):
        out.append("names in another order")
    if _outer(a.parts, loose_a, pairs, 0) or _outer(b.parts, loose_b, pairs, 1):
        out.append("first or last name on one side only")
    if _gender_clash(a, b, pairs):
        out.append("another gender")
    return out


def _initials_clash(a: Parsed, b: Parsed, left: list[int], right: list[int]) -> bool:
    """Initials on both sides, or an initial against an unpaired name, that do not begin alike."""
    ones = [a.parts[i] for i in left]
    others = [b.parts[j] for j in right]
    if not ones or not others:
        return False
    if all(part.initial for part in ones + others):
        return [part.sound for part in ones] != [part.sound for part in others] and len(ones) != len(others)
    return not any(_begin_alike(x, y) for x in ones for y in others)


def _begin_alike(x: Part, y: Part) -> bool:
    return bool(x.sound and y.sound) and likeness(x.sound[0], y.sound[0]) >= 0.5


def _in_order(pairs: list[Pair], length_a: int, length_b: int) -> bool:
    """Whether the pairs run in the same order, or with the last name first on one side."""
    order = [j for _, j, _ in sorted(pairs)]
    if order == sorted(order):
        return True
    turned = order[1:] + order[:1]
    back = order[-1:] + order[:-1]
    return turned == sorted(turned) or back == sorted(back)


def _outer(parts: tuple[Part, ...], loose: list[int], pairs: list[Pair], side: int) -> bool:
    """Whether an unpaired name stands before all paired ones or after them: not a middle name."""
    if not loose or not pairs:
        return False
    paired = sorted(pair[side] for pair in pairs)
    return any(i < paired[0] or i > paired[-1] for i in loose)


def _gender_clash(a: Parsed, b: Parsed, pairs: list[Pair]) -> bool:
    if a.feminine == b.feminine:
        return False
    given = min(pairs, default=None)
    if given is None:
        return False
    x, y = a.parts[given[0]].sound, b.parts[given[1]].sound
    return (x[-1:] in ("a", "A")) != (y[-1:] in ("a", "A"))


def block_keys(name: str) -> frozenset[str]:
    """Keys under which ``name`` can be looked for; two spellings of one person share at least one."""
    out: set[str] = set()
    for part in parse(name).parts:
        out |= part.block
    return frozenset(out)
