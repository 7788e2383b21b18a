"""Names in a Russian sentence: the tagger's, corrected by what is known and by how official bodies are named.

Slovnet's tagger is strong on persons and places and weak on organisations: it swallows the abbreviation in brackets,
stops at quotation marks, leaves the state out of a ministry's name and takes states for bodies. The rules here
work on words, cases and known names; their words are data (``[institutions]`` in ``languages/ru/names.toml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from chancery.annotate.known_names import RULE, Found, with_known
from chancery.annotate.russian_lemmas import parses
from chancery.annotate.russian_readings import reading
from chancery.annotate.slovnet_nets import Parsed
from chancery.languages.pack import load_pack

OPENING, CLOSING = frozenset('«“„"('), frozenset('»”“")')
PARTICLES = frozenset(["аль", "эль", "бен", "бин", "ибн", "абу", "ван", "фон", "де", "да", "ди"])  # names go on behind
OF_PERSONS = frozenset(["пресс-служба", "администрация", "секретариат"])  # may be a person's
QUALIFIERS = frozenset([
    "федеральный", "государственный", "переходный", "временный", "областной", "краевой", "городской", "районный",
    "окружной", "арбитражный",
])  # fmt: skip
CHAIN = 7  # words that an official body's name may go on behind its head


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that bodies are named with: lemma phrases and single lemmas."""

    heads: Mapping[str, tuple[tuple[str, ...], ...]]
    quoted: frozenset[str]
    forms: frozenset[str]
    never: frozenset[str]
    unions: frozenset[str]


@cache
def _words() -> _Words:
    table = load_pack("ru").table("names").get("institutions", {})
    heads: dict[str, list[tuple[str, ...]]] = {}
    for phrase in table.get("heads", ()):
        heads.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return _Words(
        heads={first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in heads.items()},
        quoted=frozenset(table.get("quoted", ())),
        forms=frozenset(table.get("forms", ())),
        never=frozenset(table.get("never", ())),
        unions=frozenset(table.get("unions", ())),
    )


def names(
    forms: Sequence[str], parsed: Parsed, known: Sequence[Found] = (), adjectives: Iterable[int] = ()
) -> tuple[list[Found], list[Found]]:
    """The names of one sentence, in order and none overlapping; and the names that lie within those.

    ``known`` are names that knowledge has, ``adjectives`` the indices of words that are adjectives of states.
    """
    sentence = _Sentence(forms, parsed, frozenset(adjectives))
    found = [part for name in tagged(parsed) for part in sentence.split(name)]
    found = [fixed for name in found if (fixed := sentence.fixed(name)) is not None]
    found = with_known(found, known)
    found = sentence.quoted(found)
    nested: list[Found] = []
    found = sentence.bodies(found, nested)
    return sorted(found, key=lambda name: name.start), sorted(nested, key=lambda name: name.start)


def tagged(parsed: Parsed) -> list[Found]:
    """The runs of the tagger's B- and I- tags."""
    out: list[Found] = []
    start: int | None = None
    tags = [*parsed.names, "O"]
    for at, tag in enumerate(tags):
        if start is not None and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            score = sum(parsed.name_scores[start:at]) / (at - start)
            out.append(Found(start=start, end=at, label=tags[start][2:], score=score))
            start = None
        if start is None and tag[0] in "BI":
            start = at
    return out


class _Sentence:
    """The words of one sentence with what the corrections look at."""

    def __init__(self, forms: Sequence[str], parsed: Parsed, adjectives: frozenset[int]) -> None:
        self._forms, self._adjectives = forms, adjectives
        readings = [reading(form, tag) for form, tag in zip(forms, parsed.tags, strict=True)]
        self._pos = [word.pos for word in readings]
        self._case = [word.case for word in readings]
        self._lemmas = [word.plain for word in readings]
        self._words = _words()

    # -- the tagger's names -------------------------------------------------------------------------------------

    def split(self, name: Found) -> list[Found]:
        """ "Комитет защиты журналистов (КЗЖ)" is two names."""
        for at in range(name.start + 1, name.end):
            if self._forms[at] == "(":
                end = next((k for k in range(at + 1, name.end) if self._forms[k] == ")"), name.end)
                parts = [replace(name, end=at)]
                if end > at + 1:
                    parts.append(replace(name, start=at + 1, end=end))
                return parts
        return [name]

    def fixed(self, name: Found) -> Found | None:
        """The name with sure edges and label; None for what is no name."""
        start, end = name.start, name.end
        while start < end and not self._forms[start][0].isalnum() and self._forms[start] not in OPENING:
            start += 1
        if name.label == "PER":
            while start < end and self._common(start):
                start += 1
            while (
                end < len(self._forms) and self._forms[end - 1].lower() in PARTICLES and self._forms[end][0].isupper()
            ):
                end += 1
        elif start == 0 and end > 1 and self._pos[0] == "VERB" and self._forms[1][0].isupper():
            start = 1  # "Создан Региональный центр …"
        elif start == 0 and end == 1 and not self._forms[0].isupper() and self._common(0):
            return None  # any word begins its sentence with a capital
        text = " ".join(self._lemmas[start:end])
        if start >= end or text in self._words.never or not any(c.isalpha() for w in self._forms[start:end] for c in w):
            return None
        if name.label == "LOC" and end - start == 1 and self._pos[start] == "ADJ":
            return None  # "Московским": half of something
        label = "ORG" if name.label == "LOC" and text in self._words.unions else name.label
        return replace(name, start=start, end=end, label=label)

    def _common(self, at: int) -> bool:
        """Whether the word only looks like a name because it begins a sentence or stands in a heading."""
        word = self._forms[at]
        first = parses(word)[0]
        if first.tag.POS == "ADJF" and first.normal_form.endswith("летний"):
            return True  # "Шестидесятилетний"
        return (
            first.is_known
            and first.tag.POS
            in ("NOUN", "ADJF", "PREP", "CONJ", "ADVB", "PRTF", "VERB", "NPRO", "PRCL", "PRTS", "INFN")
            and not any(
                mark in parse.tag for parse in parses(word) for mark in ("Name", "Surn", "Patr", "Geox", "Orgn")
            )
            and len(word) > 2
        )

    # -- names in quotation marks -------------------------------------------------------------------------------

    def quoted(self, found: list[Found]) -> list[Found]:
        """ "газета «Вечер»", "ООО «Рассвет»": what stands in the marks, as a whole, names the body."""
        out = list(found)
        at = 0
        while at < len(self._forms):
            close = self._closing(at)
            if close is None or not self._names_body(at, out):
                at += 1
                continue
            inside = Found(start=at + 1, end=close, label="ORG", score=RULE)
            out = [
                name for name in out
                if not name.meets(inside)
                or (name.label == "ORG" and name.start < at and not self._legal(name.start, at))
            ]  # fmt: skip
            if not any(name.meets(inside) for name in out):
                out.append(inside)
            else:
                out = [replace(n, end=close) if n.meets(inside) and n.end < close else n for n in out]
            at = close + 1
        return sorted(out, key=lambda name: name.start)

    def _closing(self, at: int) -> int | None:
        """Index of the mark that closes the quotation opened at ``at``, if it holds a short name."""
        if self._forms[at] not in OPENING or self._forms[at] == "(" or at + 1 >= len(self._forms):
            return None
        if not self._forms[at + 1][0].isupper():
            return None
        depth = 0
        for end in range(at + 1, min(at + 16, len(self._forms))):
            if self._forms[end] == "«":
                depth += 1
            elif self._forms[end] in CLOSING:
                if depth == 0:
                    return end if end > at + 1 else None
                depth -= 1
        return None

    def _names_body(self, at: int, found: Sequence[Found]) -> bool:
        """Whether the quotation that opens at ``at`` names a body: by the noun before it, or the tagger."""
        before = self._lemmas[at - 1] if at else ""
        if before in self._words.quoted or before in self._words.forms:
            return True
        return any(name.label == "ORG" and name.start <= at + 1 < name.end for name in found)

    def _legal(self, start: int, end: int) -> bool:
        """Whether the words are only a legal form or a common noun before a quoted name."""
        return all(word in self._words.forms or word in self._words.quoted for word in self._lemmas[start:end])

    # -- official bodies ----------------------------------------------------------------------------------------

    def bodies(self, found: list[Found], nested: list[Found]) -> list[Found]:
        """Bodies with the state, city or parent body that they belong to; what is thus covered goes to ``nested``."""
        begun = {name.start: name for name in found}
        out: list[Found] = []
        at = 0
        while at < len(self._forms):
            name = begun.get(at)
            if name is None:
                name = self._institution(at, begun)
                if name is None:
                    at += 1
                    continue
            if name.label == "ORG":
                name = self._owned(name, begun, nested)
            inner = [other for other in found if name.covers(other) and other != name and other.start != name.start]
            nested.extend(other for other in inner if other.label != "PER" and other not in nested)
            out.append(name)
            at = max(name.end, at + 1)
        return out

    def _institution(self, at: int, begun: Mapping[int, Found]) -> Found | None:
        """A body named by a common noun with its owner: "парламент Грузии", "российское министерство финансов"."""
        start, owned = at, False
        while (
            at < len(self._forms)
            and at - start < 3
            and (at in self._adjectives or (owned and self._pos[at] == "ADJ") or self._lemmas[at] in QUALIFIERS)
        ):
            owned = owned or at in self._adjectives
            at += 1
        head = self._head(at)
        qualified = all(self._lemmas[k] in QUALIFIERS for k in range(start, at))
        if not head or (start < at and not owned and not qualified):
            return None
        end = self._portfolio(at + head, begun)
        owner = begun.get(end)
        may_own = owner is not None and (owner.label != "PER" or self._lemmas[at] in OF_PERSONS)
        named = may_own and owner is not None and self._attribute(owner)
        proper = at > 0 and at == start and self._forms[at][0].isupper() and self._forms[at - 1] not in OPENING
        if not owned and not named and not (proper and end > at + 1):
            return None
        return Found(start=start, end=end, label="ORG", score=RULE)

    def _head(self, at: int) -> int:
        """Number of words of the head of a body's name that starts at ``at``; 0 if none does."""
        if at >= len(self._forms):
            return 0
        lemmas = self._lemmas
        for phrase in self._words.heads.get(lemmas[at], ()):
            if len(phrase) == 1 or all(
                at + k < len(lemmas) and word in (lemmas[at + k], self._forms[at + k].lower())
                for k, word in enumerate(phrase)
            ):
                return len(phrase)
        return 0

    def _portfolio(self, at: int, begun: Mapping[int, Found]) -> int:
        """The end of the lower-case genitives behind a head: "иностранных дел и торговли"."""
        start = at
        while at < len(self._forms) and at - start < CHAIN and at not in begun:
            genitive = self._case[at] == "Gen" and self._pos[at] in ("NOUN", "ADJ", "PROPN")
            joined = self._forms[at] == "и" and at + 1 < len(self._forms) and self._case[at + 1] == "Gen" and at > start
            if not genitive and not joined:
                break
            at += 1
        return at

    def _owned(self, name: Found, begun: Mapping[int, Found], nested: list[Found]) -> Found:
        """``name`` with the genitives of the bodies and places behind it."""
        end = name.end
        while True:
            at = end
            if (
                at + 1 < len(self._forms)
                and self._forms[at] == "по"
                and (owner := begun.get(at + 1))
                and owner.label == "LOC"
            ):
                pass
            elif (owner := begun.get(at)) is None or owner.label == "PER" or not self._attribute(owner):
                return replace(name, end=end, score=max(name.score, RULE) if end > name.end else name.score)
            if owner not in nested:
                nested.append(owner)
            end = owner.end

    def _attribute(self, name: Found) -> bool:
        """Whether a name can be the genitive attribute of the word before it."""
        cases = [case for case in self._case[name.start : name.end] if case]
        return "Gen" in cases[:1] or (self._forms[name.start].isupper() and len(self._forms[name.start]) > 1)
