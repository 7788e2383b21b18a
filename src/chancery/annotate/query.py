"""Dictionary forms of the words of a question, without a sentence and without running a network.

A word by itself may have several lemmas ("building": build, building); all are given, as the one that was meant is not
known.
"""

from __future__ import annotations

from functools import cache, lru_cache

from chancery.annotate.english_lemmas import Lemmatizer
from chancery.annotate.english_network import common_words, read_json, read_lines
from chancery.annotate.russian_lemmas import parses
from chancery.languages.pack import load_pack

# Tags and features under which an English form may have another lemma.
_READINGS = (
    ("NOUN", "Number=Plur"),
    ("VERB", "Tense=Past"),
    ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres"),
    ("ADJ", "Degree=Cmp"),
    ("ADJ", "Degree=Sup"),
)
_LIKELY = 0.1  # a parse of a Russian word less likely than this is not meant


@cache
def _english() -> Lemmatizer:
    folder = load_pack("en").path / "model"
    return Lemmatizer(read_json(folder / "lemmas.json"), common_words(read_lines(folder / "pieces.txt")))


@lru_cache(maxsize=10_000)
def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas, in lower case, that ``word`` may have in English or Russian by its script; itself if none is
    known."""
    lowered = word.casefold()
    if any("\u0400" <= char <= "\u04ff" for char in lowered):
        found = {str(parse.normal_form) for parse in parses(lowered) if parse.score >= _LIKELY}
    else:
        found = {_english()(lowered, tag, features).casefold() for tag, features in _READINGS}
    return tuple(sorted(found or {lowered}))
