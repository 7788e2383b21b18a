"""Surface forms: which entities a string can name in one language, and where such strings stand in a text.

Keys are case-folded words without diacritics or punctuation, so that ``Türkiye`` and ``Turkiye``, ``ё`` and ``е``,
``Кот-д'Ивуар`` and ``Кот-д’Ивуар`` meet. How a form must be written is kept beside it: an abbreviation exactly,
a name with a capital first, an adjective as its language writes it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from chancery.knowledge import rows

WORD = re.compile(r"[^\W_]+(?:ʻ[^\W_]+)*")
ARTICLES = frozenset({"the"})  # words that some names begin with and others stand behind
GAP = re.compile(r"(?:[ \t\u00a0\u202f]*[-–—.&/'’‘ʻʼ`\"«»“”„]{0,2}[ \t\u00a0\u202f]*\n?[ \t]*)")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
LATIN_MARKS = re.compile(r"[\u0300-\u036f]")
PLAIN = str.maketrans(
    {
        "ё": "е",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ə": "e",
        "ʻ": "",
        "ʼ": "",
        "ŋ": "n",
    }
)


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """``word`` case-folded, without diacritics on Latin letters; Cyrillic letters keep theirs except ё."""
    if word.isascii():
        return word.lower()
    word = word.casefold()
    if "а" <= word[0] <= "ӿ":
        return word.translate(PLAIN)
    return LATIN_MARKS.sub("", unicodedata.normalize("NFKD", word)).translate(PLAIN)


def key(text: str) -> str:
    """The words of ``text``, folded, with one space between them."""
    return " ".join([fold_word(word) for word in WORD.findall(text)])


@dataclass(frozen=True, slots=True)
class Form:
    """One meaning of a surface form. ``shape`` is ``exact`` (letters as written), ``capital`` (first letter) or
    ``any``."""

    entity: str
    kind: str
    score: float
    shape: str
    text: str
    since: str | None = None
    until: str | None = None

    def fits(self, surface: str) -> bool:
        """Whether ``surface``, whose key is this form's, is also written as this form demands."""
        if self.shape == "any":
            return True
        if self.shape == "capital":
            return next((c for c in surface if c.isalnum()), "a").isupper()
        return [c for c in surface if c.isalnum()] == [c for c in self.text if c.isalnum()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A known surface form in a text: character offsets and everything it can mean, most likely first."""

    start: int
    end: int
    forms: tuple[Form, ...]


class SurfaceIndex:
    """All surface forms of one language.

    ``keys`` maps a folded string to the numbers of its meanings, separated by spaces, ``lines`` holds the meanings
    as CSV lines (see ``train/knowledge/compile_forms.py``); a meaning is parsed when first asked for.
    """

    def __init__(self, keys: Mapping[str, str] | None = None, lines: Sequence[str] = ()) -> None:
        self._keys = keys or {}
        self._lines = lines
        self._parsed: dict[int, Form] = {}
        self._added: dict[str, list[Form]] = {}
        self._starts: dict[str, int] | None = None

    def add(self, form: Form) -> None:
        """Take ``form`` in, beside what the tables have."""
        known = self._added.setdefault(key(form.text), [])
        if form not in known:
            known.append(form)
        self._starts = None

    def __len__(self) -> int:
        return len(self._keys) + sum(1 for known in self._added if known not in self._keys)

    def _forms(self, folded: str) -> list[Form]:
        numbers = self._keys.get(folded)
        forms = [self._form(int(number)) for number in numbers.split(" ")] if numbers else []
        return forms + self._added[folded] if folded in self._added else forms

    def _form(self, number: int) -> Form:
        form = self._parsed.get(number)
        if form is None:
            entity, kind, score, shape, text, since, until = next(csv.reader([self._lines[number]]))
            form = Form(entity, kind, float(score), shape, text, since or None, until or None)
            self._parsed[number] = form
        return form

    def get(self, surface: str) -> tuple[Form, ...]:
        """What ``surface`` as a whole can mean, best first."""
        forms = [form for form in self._forms(key(surface)) if form.fits(surface)]
        forms = _with_plus(forms, surface[-1:])
        return tuple(sorted(forms, key=lambda form: -form.score))

    def scan(self, text: str, kinds: frozenset[str] | None = None) -> Iterator[Found]:
        """The longest known forms in ``text``, left to right, not overlapping.

        ``kinds`` restricts to those kinds of form. Words of one form may be parted by white space, one line
        break, a hyphen, a full stop or quotation marks, but not by a comma.
        """
        words = list(WORD.finditer(text))
        folded = [fold_word(word.group()) for word in words]
        at = 0
        while at < len(words):
            found = self._longest(text, words, folded, at, kinds)
            if found and folded[at] in ARTICLES and at + 1 < len(words):  # "The United Nations" Security Council
                inner = self._longest(text, words, folded, at + 1, kinds)
                found = inner if inner and inner[0].end > found[0].end else found
            if found:
                yield found[0]
                at = found[1]
            else:
                at += 1

    def _longest(
        self, text: str, words: list[re.Match[str]], folded: list[str], at: int, kinds: frozenset[str] | None
    ) -> tuple[Found, int] | None:
        """The longest known form that begins with word ``at``, and the number of the word behind it."""
        for length in range(min(self._lengths().get(folded[at], 0), len(words) - at), 0, -1):
            if length > 1 and not self._joined(text, words, at, length):
                continue
            candidates = self._forms(" ".join(folded[at : at + length]))
            if not candidates:
                continue
            start, end = words[at].start(), words[at + length - 1].end()
            surface = text[start:end]
            fitting = [f for f in candidates if (kinds is None or f.kind in kinds) and f.fits(surface)]
            fitting = _with_plus(fitting, text[end : end + 1])
            if fitting:
                fitting.sort(key=lambda form: -form.score)
                if text[end : end + 1] in (".", "+") and fitting[0].text.endswith(text[end]):
                    end += 1
                return Found(start=start, end=end, forms=tuple(fitting)), at + length
        return None

    @staticmethod
    def _joined(text: str, words: list[re.Match[str]], at: int, length: int) -> bool:
        return all(GAP.fullmatch(text, words[i].end(), words[i + 1].start()) for i in range(at, at + length - 1))

    def _lengths(self) -> dict[str, int]:
        """First word of a form → number of words of the longest form that starts with it."""
        if self._starts is None:
            starts: dict[str, int] = {}
            for known in chain(self._keys, self._added):
                first, _, _ = known.partition(" ")
                length = known.count(" ") + 1
                if starts.get(first, 0) < length:
                    starts[first] = length
            self._starts = starts
        return self._starts


def _with_plus(forms: list[Form], mark: str) -> list[Form]:
    """A name that ends in a plus ("OPEC+") is one only with it, and none without it is meant where it stands."""
    plus = [form for form in forms if form.text.endswith("+")]
    if mark == "+" and plus:
        return plus
    return [form for form in forms if form not in plus] if plus else forms


def read_index(language: str) -> SurfaceIndex:
    """The compiled index of ``language``; an empty one for a language without names."""
    keys, forms = rows.DATA / "forms" / f"keys-{language}.csv", rows.DATA / "forms" / f"rows-{language}.csv"
    if not keys.exists():
        return SurfaceIndex()
    pairs = (line.rsplit(",", 1) for line in keys.read_text(encoding="utf-8").splitlines())
    return SurfaceIndex({pair[0]: pair[1] for pair in pairs}, forms.read_text(encoding="utf-8").splitlines())
