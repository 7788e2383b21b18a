"""Whether two spellings name one person: by sounds, order, patronymics, initials, generation and gender.

``compare`` explains itself: a score, whether it reaches the shipped threshold, and the reasons. It abstains (no match)
rather than guesses: a bare surname or an initial is never enough, and whatever sets kin and namesakes apart (another
patronymic, "Jr.", a regnal number, the order around "bin") decides against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.knowledge.name_parts import Parsed, Part, given_names, parse, words
from chancery.knowledge.sounds import KEY_CLASSES, likeness, sounds

THRESHOLD = 0.86
TOKEN = 0.84
FEW = 0.905  # for parts of up to five sounds, in which one doubtful sound is much
SHORT_TOKEN = 0.77  # for parts of up to three sounds in names of three parts or more, as Korean ones are
EQUIVALENT = 0.97
STRICTER = 1.6
TURNED = 0.9  # likeness of every part from which two names may be one in another order
JOINED = 0.89  # likeness of a part written in one with two written apart
VOWEL = re.compile("[aeiouAEIOUy]")
NASALS = re.compile("nn|нь?н")
SYLLABLE = re.compile("[aeiouAEIOU]+")


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
        classes = given_names()
        if classes.get(a.text, frozenset()) & classes.get(b.text, frozenset()):
            return EQUIVALENT
    return best


def _same_script(a: Part, b: Part) -> float:
    """Likeness of two Cyrillic parts: one alphabet leaves less room than a transcription, so differences count more."""
    best = 1.0 - STRICTER * (1.0 - likeness(a.sound, b.sound))
    if best < EQUIVALENT and given_names().get(a.text, frozenset()) & given_names().get(b.text, frozenset()):
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
            length = max(len(x.sound), len(y.sound))
            least = SHORT_TOKEN if long and i == j and length <= 3 else FEW if length <= 5 else TOKEN
            if score >= least:
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
                    if NASALS.search(x[i].text) and not NASALS.search(y[j].text + y[j + 1].text):
                        continue  # "Xiannian" is not "Hsien Yang"
                    joined = y[j].sound + y[j + 1].sound
                    if abs(len(joined) - len(x[i].sound)) > 3 or _opening(joined) != _opening(x[i].sound):
                        continue
                    readings = [joined]
                    if y[j].chinese and y[j + 1].chinese:
                        readings.append((y[j].chinese or "") + (y[j + 1].chinese or ""))
                    score = max(likeness(x[i].sound, reading) for reading in readings)
                    if x[i].chinese:
                        score = max(score, likeness(x[i].chinese or "", joined))
                    least = TOKEN if "consonantal" in (x[i].script, y[j].script) else JOINED
                    if score >= least and i in one and len(x[i].sound) > 4:
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
    if len(pairs) >= 2 and not _in_order(pairs, turnable=not (a.linked or b.linked)):
        out.append("names in another order")
    if any(side.parts[i].text in words("compound") for side, loose in ((a, loose_a), (b, loose_b)) for i in loose):
        out.append("half of a double name on one side only")
    if _syllables(a.parts, loose_a) or _syllables(b.parts, loose_b):
        out.append("a syllable of the name on one side only")
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


def _in_order(pairs: list[Pair], turnable: bool) -> bool:
    """Whether the pairs run in the same order, or surely with the last name first on one side."""
    order = [j for _, j, _ in sorted(pairs)]
    if order == sorted(order):
        return True
    turned = order[1:] + order[:1]
    back = order[-1:] + order[:-1]
    if not turnable or min(score for _, _, score in pairs) < TURNED:
        return False
    return turned == sorted(turned) or back == sorted(back)


def _syllables(parts: tuple[Part, ...], loose: list[int]) -> bool:
    """Whether an unpaired part belongs to a name of single syllables (Chinese, Korean, Vietnamese), which has no
    middle name to leave out."""
    return bool(loose) and all(len(SYLLABLE.findall(part.sound)) <= 1 for part in parts if not part.initial)


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
