"""Nouns that the tagger took for something else: numerals ("30-летие"), verbs ("договорённость").

Nouns get their tag from the dictionary. Where an anniversary was a numeral the tree stands on its head, the noun that
follows in the genitive above it; they change places here. An object that begins with a title in the form that genitive
and accusative share ("принял Чрезвычайного и Полномочного Посла") is taken back from the subject it was hung on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chancery.annotate.russian_lemmas import parses

NUMBERED = re.compile(r"\d+-?(?:ти|и)?лети[еяюий]м?$", re.IGNORECASE)
VERBAL = frozenset({"VERB", "INFN", "PRTF", "PRTS", "GRND"})
UD = {"masc": "Masc", "femn": "Fem", "neut": "Neut", "sing": "Sing", "plur": "Plur"}
CASES = {"gent": "Gen", "datv": "Dat", "ablt": "Ins", "loct": "Loc", "nomn": "Acc", "accs": "Acc"}
GOVERNED = ("nsubj", "obj", "iobj", "obl")


def as_nouns(forms: Sequence[str], tags: Sequence[str]) -> dict[int, str]:
    """The words that are to be read as nouns, with their tags (those that the tagger knew for nouns keep theirs)."""
    out = {}
    for at, (form, tag) in enumerate(zip(forms, tags, strict=True)):
        if not NUMBERED.match(form):
            continue
        if tag.startswith("NOUN"):
            out[at] = tag
            continue
        found = next((p.tag for p in parses(form) if p.tag.POS == "NOUN" and p.tag.number == "sing"), None)
        if found is not None:
            out[at] = f"NOUN|Animacy=Inan|Case={CASES.get(str(found.case), 'Nom')}|Gender=Neut|Number=Sing"
    return out


def no_verbs(forms: Sequence[str], tags: Sequence[str]) -> dict[int, str]:
    """The words tagged as verbs that the dictionary knows for nouns only, with the tags of nouns."""
    out = {}
    for at, (form, tag) in enumerate(zip(forms, tags, strict=True)):
        if not tag.startswith("VERB") or not all(p.is_known for p in parses(form)):
            continue
        found = parses(form)
        if found[0].tag.POS != "NOUN" or any(p.tag.POS in VERBAL for p in found):
            continue
        marked = next((pair for pair in tag.split("|") if pair.startswith("Case=")), "")
        case = CASES.get(str(found[0].tag.case), "Nom")
        out[at] = "|".join([
            "NOUN", "Animacy=Inan", marked or f"Case={'Nom' if case == 'Acc' else case}",
            f"Gender={UD.get(str(found[0].tag.gender), 'Masc')}", f"Number={UD.get(str(found[0].tag.number), 'Sing')}",
        ])  # fmt: skip
    return out


def objects_back(heads: Sequence[int], relations: Sequence[str], tags: list[str]) -> tuple[list[int], list[str]]:
    """``heads`` and ``relations`` where no genitive modifies a subject from behind the verb: it is the verb's object.

    An apposition that stands behind it too, mostly the person's name, goes with it; ``tags`` are set right.
    """
    heads, relations = list(heads), list(relations)
    marked = {head for at, head in enumerate(heads) if relations[at] == "case"}
    for at, subject in enumerate(heads):
        verb = heads[subject] if subject >= 0 else -1
        if not (0 <= subject < verb < at and tags[verb].startswith("VERB") and relations[subject] == "nsubj"):
            continue
        objects = [k for k, head in enumerate(heads) if head == verb and relations[k] == "obj"]
        if relations[at] == "nmod" and "Case=Gen" in tags[at] and at not in marked and not objects:
            heads[at], relations[at] = verb, "obj"
            tags[at] = tags[at].replace("Case=Gen", "Case=Acc")
        elif relations[at] == "appos" and objects and objects[-1] < at:
            heads[at] = objects[-1]
            for part in (at, *(k for k, head in enumerate(heads) if head == at and relations[k] == "flat:name")):
                tags[part] = tags[part].replace("Case=Nom", "Case=Acc")
    return heads, relations


def above_genitives(
    heads: Sequence[int], relations: Sequence[str], tags: Sequence[str], nouns: Sequence[int]
) -> tuple[list[int], list[str]]:
    """``heads`` and ``relations`` with each of ``nouns`` above the genitive after it, in that one's place."""
    heads, relations = list(heads), list(relations)
    for at in nouns:
        below = heads[at]
        if below > at and tags[below].startswith(("NOUN", "PROPN")):
            heads[at], relations[at] = heads[below], relations[below]
            for child, head in enumerate(heads):
                if head == below and child < at:
                    heads[child] = at
            heads[below], relations[below] = at, "nmod"
            if relations[at].startswith(GOVERNED) and "Case=Acc" not in tags[at]:
                relations[at] = "obl" if tags[heads[at]].startswith("VERB") else "nmod"
            continue
        for after in range(at + 1, min(at + 4, len(heads))):
            if tags[after].startswith(("NOUN", "PROPN")):
                if heads[after] == below and "Case=Gen" in tags[after] and below != -1:
                    heads[after], relations[after] = at, "nmod"
                break
    return heads, relations
