"""Dictionary forms of Russian words: pymorphy3's parse that agrees best with the tagger's UD features.

pymorphy3 knows words, not sentences; the tagger knows the sentence, not the word. Names and abbreviations
that the dictionary lacks are where guessing by endings goes wrong (ТЮРКСОЙ is not a form of "тюркса"): an
unknown word in capitals is its own lemma.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from pymorphy3 import MorphAnalyzer

POS = {
    "NOUN": {"NOUN"}, "PROPN": {"NOUN"}, "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "AUX": {"VERB", "INFN", "PRTF", "PRTS", "GRND"}, "ADJ": {"ADJF", "ADJS", "COMP"}, "DET": {"ADJF", "NPRO"},
    "PRON": {"NPRO", "ADJF", "NOUN"}, "ADV": {"ADVB", "COMP", "PRED"}, "NUM": {"NUMR", "ADJF", "NOUN"},
    "ADP": {"PREP"}, "CCONJ": {"CONJ"}, "SCONJ": {"CONJ"}, "PART": {"PRCL"}, "INTJ": {"INTJ"},
}  # fmt: skip
CASE = {
    "Nom": {"nomn"}, "Gen": {"gent", "gen2", "gen1"}, "Dat": {"datv"}, "Acc": {"accs", "acc2"},
    "Ins": {"ablt"}, "Loc": {"loct", "loc2", "loc1"}, "Voc": {"voct"},
}  # fmt: skip
NUMBER = {"Sing": {"sing"}, "Plur": {"plur"}}
GENDER = {"Masc": {"masc"}, "Fem": {"femn"}, "Neut": {"neut"}}
NAME_TAGS = ("Surn", "Name", "Patr", "Geox", "Orgn", "Trad")


@cache
def analyzer() -> MorphAnalyzer:
    """The one pymorphy3 analyser of this process."""
    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=200_000)
def parses(word: str) -> tuple[Any, ...]:
    """pymorphy3's parses of ``word``, likeliest first."""
    return tuple(analyzer().parse(word))


def _agrees(parse: Any, pos: str, features: Mapping[str, str]) -> float:
    """How well a pymorphy parse fits the tagger's reading: higher is better."""
    tag = parse.tag
    points = 4.0 if tag.POS in POS.get(pos, set()) else 0.0
    for name, table, value in (
        ("Case", CASE, tag.case), ("Number", NUMBER, tag.number), ("Gender", GENDER, tag.gender),
    ):  # fmt: skip
        wanted = table.get(features.get(name, ""))
        if wanted and value:
            points += (2.0 if name == "Case" else 1.0) if value in wanted else -1.0
    if pos == "PROPN" and any(mark in tag for mark in NAME_TAGS):
        points += 1.5
    if pos in ("VERB", "AUX"):
        form = features.get("VerbForm")
        points += 1.0 if (form == "Part") == (tag.POS in ("PRTF", "PRTS")) else 0.0
        points += 1.0 if (form == "Inf") == (tag.POS == "INFN") else 0.0
        points += 1.0 if (form == "Conv") == (tag.POS == "GRND") else 0.0
    return points + float(parse.score)


@lru_cache(maxsize=200_000)
def best_parse(word: str, pos: str, features: str) -> Any:
    """The parse of ``word`` that fits ``pos`` and ``features`` (``Case=Gen|Number=Sing``) best."""
    pairs = dict(pair.split("=", 1) for pair in features.split("|") if "=" in pair)
    return max(parses(word), key=lambda parse: _agrees(parse, pos, pairs))


@lru_cache(maxsize=200_000)
def lemma(word: str, pos: str, features: str) -> str:
    """The dictionary form of ``word``; names keep their capitals.

    A participle's lemma is its verb's infinitive and a comparative's the adjective, as in UD's Russian
    treebanks.
    """
    if not any(char.isalpha() for char in word) or not _cyrillic(word):
        return word
    if pos == "PUNCT":
        return word
    if len(word) > 1 and word.isupper() and not analyzer().word_is_known(word.lower()):
        return word
    if pos == "PROPN" and len(word) == 1:
        return word
    parse = best_parse(word, pos, features)
    normal = str(parse.normal_form)
    if pos == "ADJ" and parse.tag.POS in ("PRTF", "PRTS"):
        first = parse.inflect({"nomn", "sing", "masc"})
        normal = str(first.word) if first else normal
    if pos != "PROPN":
        return normal
    if len(word) > 1 and word.isupper():
        return normal.upper() if any(m in parse.tag for m in ("Abbr", "Orgn")) else normal.title()
    parts, shapes = normal.split("-"), word.split("-")
    if len(parts) != len(shapes):
        return normal.capitalize()
    return "-".join(
        part.capitalize() if shape[:1].isupper() else part for part, shape in zip(parts, shapes, strict=True)
    )


def _cyrillic(word: str) -> bool:
    return any("а" <= char <= "я" or char == "ё" for char in word.lower())
