"""Lemmas by a lexicon of the treebanks' forms, and for other words by the regular endings of English.

A regular form leaves several lemmas open ("hoped": hop, hope; "planned": plan, plann): the one that the lexicon
or the list of common words knows is taken, else the one that English spelling makes likeliest. Names keep their case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

CACHE = 100_000
_VOWELS = frozenset("aeiouy")
_OPEN = frozenset({"NOUN", "VERB", "AUX", "ADJ", "ADV"})
_KEPT = frozenset({"PROPN", "X", "SYM", "NUM"})
_DOUBLE = frozenset("bdgmnprt")  # letters doubled before -ed and -ing
# Ends of stems that lost -e: of any stem, and of such as have more than one syllable and a consonant before them.
_SILENT = (
    "at", "iz", "ur", "bl", "cl", "dl", "fl", "gl", "kl", "pl", "tl", "zl", "dg", "rg", "lg", "ang", "eng", "lv", "rv",
    "plor",
)  # fmt: skip
_SPOKEN = ("beat", "feat", "heat", "peat", "seat", "treat", "oat", "our")  # of these, such as did not
_LONG = frozenset(
    {"ad", "ed", "id", "od", "ud", "ag", "ak", "ik", "ok", "uk", "il", "ul", "um", "in", "un", "ap", "ar", "ir", "ut"}
)
_LONGER = ("ven", "nit", "cit")  # likewise, with the consonant itself: "convene", "ignite"


class Lemmatizer:
    """``lexicon`` maps tag and lowered form to a lemma; ``words`` are common words, lowered."""

    def __init__(self, lexicon: Mapping[str, Mapping[str, str]], words: Collection[str]) -> None:
        self._lexicon = lexicon
        self._lemmas = {tag: frozenset(forms.values()) for tag, forms in lexicon.items()}
        self._words = words
        self._known: dict[tuple[str, str, str], str] = {}

    def __call__(self, form: str, tag: str, feats: str) -> str:
        """The lemma of ``form`` with universal ``tag`` and features."""
        key = (form, tag, feats)
        lemma = self._known.get(key)
        if lemma is None:
            if len(self._known) >= CACHE:
                self._known.clear()
            lemma = self._known[key] = self._lemma(form, tag, feats)
        return lemma

    def _lemma(self, form: str, tag: str, feats: str) -> str:
        if tag in _KEPT:
            name = self._lexicon.get(tag, {}).get(form.lower()) if tag == "PROPN" and "Plur" in feats else None
            if name and name[:1] == form[:1]:
                return name
            return form.lower() if tag == "NUM" and form.isalpha() else form
        lowered = form.lower().replace("’", "'")
        found = self._lexicon.get(tag, {}).get(lowered)
        if found is not None:
            return found
        if tag not in _OPEN or not lowered.isalpha():
            return lowered
        options = [option for option in _options(lowered, tag, feats) if len(option) > 1]
        for option in options:
            if option in self._lemmas.get(tag, ()):
                return option
        for option in options:
            if option in self._words and option != lowered:  # an inflected form can be common and its lemma rare
                return option
        return options[0] if options else lowered


def _options(form: str, tag: str, feats: str) -> Iterator[str]:
    """Lemmas that the form's ending allows, likeliest spelling first."""
    if tag == "NOUN":
        if "Number=Plur" in feats:
            yield from _without_s(form)
            if form.endswith("men"):
                yield form[:-2] + "an"
            if form.endswith("ves"):
                yield form[:-3] + "f"
                yield form[:-3] + "fe"
        else:
            yield form
            yield from _without_s(form)  # "has no plans", tagged as one
    elif tag in {"VERB", "AUX"}:
        base = "VerbForm=Inf" in feats or ("Tense=Pres" in feats and "VerbForm=Fin" in feats)  # "embed"
        if form.endswith("ing") and not (base and _VOWELS.isdisjoint(form[:-3])):  # "bring"
            if len(form) == 5 and form[1] == "y":  # "tying"
                yield form[0] + "ie"
            yield from _stems(form[:-3])
        elif form.endswith("ied"):
            yield form[:-1] if len(form) == 4 else form[:-3] + "y"
        elif form.endswith("ed") and not base:
            yield from _stems(form[:-2])
        elif "Number=Sing" in feats and "Person=3" in feats and "Tense=Pres" in feats:
            yield from _without_s(form)
    else:
        for degree, ending in (("Degree=Cmp", "er"), ("Degree=Sup", "est")):
            if degree in feats and form.endswith(ending):
                stem = form[: -len(ending)]
                if stem.endswith("i"):
                    yield stem[:-1] + "y"
                yield from _stems(stem)
    yield form


def _without_s(form: str) -> Iterator[str]:
    """A form without its -s."""
    if form.endswith(("yses", "eses")):
        yield form[:-2] + "is"
    if form.endswith("uses") and len(form) > 4 and form[-5] not in _VOWELS:  # "viruses"
        yield form[:-2]
    if form.endswith("ies") and len(form) > 4:
        yield form[:-3] + "y"
    elif form.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        yield form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        yield form[:-1]
    if form.endswith("es"):
        yield form[:-2]


def _stems(stem: str) -> Iterator[str]:
    """What a stem before -ed, -ing, -er or -est can have been; nothing, if the ending is the whole word."""
    if not stem:
        return
    syllables = sum(a in _VOWELS and b not in _VOWELS for a, b in zip(stem, stem[1:] + "-", strict=True))
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and (stem[-1] in _DOUBLE or (stem[-1] == "l" and syllables > 1))
    if doubled or (stem.endswith("ick") and syllables > 1):  # "travelled", "trafficked"
        yield stem[:-1]
    short = len(stem) > 2 and stem[-1] not in _VOWELS and stem[-2] in _VOWELS and stem[-3] not in _VOWELS
    silent = stem.endswith(_SILENT) and not stem.endswith(_SPOKEN)
    silent |= stem[-1] in {"c", "v", "u", "z", "s"} and not stem.endswith("ss")
    if syllables > 1:
        silent |= (short and stem[-2:] in _LONG) or stem.endswith(_LONGER)
    else:
        silent |= short and stem[-1] not in "wx"
    if not doubled and (silent or (stem[-1] == "e" and len(stem) > 2 and stem[-2] != "e")):
        yield stem + "e"
        yield stem
    else:
        yield stem
        yield stem + "e"
