"""Short passive participles that the tagger took for nouns or adjectives: "Обсуждён проект" has a verb at its root.

The tagger guesses words that its vectors lack by their shape; pymorphy3 knows most of them by their stem. Where the
dictionary leaves hardly any other reading, the word is a participle, heads its clause, and the noun that agrees with
it is its subject.
"""

from __future__ import annotations

from collections.abc import Sequence

from chancery.annotate.russian_lemmas import parses

SURE = 0.5  # share of the readings of a word that must be short participles
REACH = 6  # words between a participle and its subject
GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}


def short_participle(form: str) -> str | None:
    """The UD tag of ``form`` as a short passive participle; None if the dictionary does not favour that."""
    readings = [parse for parse in parses(form) if parse.tag.POS == "PRTS" and parse.tag.voice == "pssv"]
    if not readings or readings[0] is not parses(form)[0] or sum(parse.score for parse in readings) < SURE:
        return None
    tag = readings[0].tag
    if any(parse.tag.POS == "NOUN" and parse.score > 1 - SURE for parse in parses(form)):
        return None
    features = {
        "Aspect": "Perf" if tag.aspect == "perf" else "Imp",
        "Gender": GENDERS.get(str(tag.gender), ""),
        "Number": "Plur" if tag.number == "plur" else "Sing",
        "Tense": "Past" if tag.tense == "past" else "Pres",
        "Variant": "Short",
        "VerbForm": "Part",
        "Voice": "Pass",
    }
    return "VERB|" + "|".join(f"{name}={value}" for name, value in features.items() if value)


def as_participles(forms: Sequence[str], tags: Sequence[str]) -> dict[int, str]:
    """The words that are to be read as short participles, with their tags.

    Names keep their capitals in the middle of a sentence, and what is tagged a short form already is left alone.
    """
    out = {}
    for at, (form, tag) in enumerate(zip(forms, tags, strict=True)):
        if not tag.startswith(("NOUN", "PROPN", "ADJ")) or "Variant=Short" in tag or (at and form[0].isupper()):
            continue
        if (participle := short_participle(form)) is not None:
            out[at] = participle
    return out


def head_clauses(
    heads: Sequence[int], relations: Sequence[str], tags: Sequence[str], participles: Sequence[int]
) -> tuple[list[int], list[str]]:
    """``heads`` and ``relations`` with each of ``participles`` above the nominative that agrees with it.

    A participle that hangs on its subject takes its subject's place in the tree. ``tags`` are those after correction.
    """
    heads, relations = list(heads), list(relations)
    for at in participles:
        subject = _subject(at, heads, relations, tags)
        if subject is None:
            continue
        if heads[at] == subject:
            heads[at], relations[at] = heads[subject], relations[subject]
            if heads[at] >= 0 and relations[at].startswith(("nsubj", "obj", "obl", "nmod", "appos")):
                relations[at] = "parataxis"
        elif heads[subject] != at:
            continue
        heads[subject], relations[subject] = at, "nsubj:pass"
    return heads, relations


def _subject(at: int, heads: Sequence[int], relations: Sequence[str], tags: Sequence[str]) -> int | None:
    """The nearest nominative that agrees with the participle: its child, or what it hangs on."""
    wanted = [feature for feature in tags[at].split("|") if feature.startswith(("Gender=", "Number="))]
    if "Number=Plur" in wanted:
        wanted = ["Number=Plur"]
    near = sorted(range(max(0, at - REACH), min(len(heads), at + REACH + 1)), key=lambda other: abs(other - at))
    for other in near:
        if other == at or not (heads[at] == other or (heads[other] == at and relations[other] != "nmod")):
            continue
        if tags[other].startswith(("NOUN", "PROPN")) and "Case=Nom" in tags[other]:
            features = tags[other].split("|")
            if all(feature in features for feature in wanted):
                return other
    return None
