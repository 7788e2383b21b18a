"""What no English tree has, put right after parsing: a second subject behind its verb, a plain subject beside a passive
auxiliary, a number that is part of one far away, and a name in a noun's "of" that takes the noun's own further
complement ("the assistance of Denmark to Moldova"); arguments of function words; "due to" before a verb; and the one
asked to do something as an indirect object, where the treebanks do not agree with one another.
"""

from __future__ import annotations

from collections.abc import Sequence

from chancery.annotate.english_trees import Ints

_COMPLEMENTS = frozenset({"to", "for", "with", "on", "against", "in", "towards", "toward", "at", "over"})
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "xcomp", "ccomp"})
_FUNCTION = frozenset({"aux", "aux:pass", "cop", "mark", "case"})
_FAR = 2  # words between parts of one number ("two and a half")


def repaired(heads: Ints, relations: list[str], forms: Sequence[str], tags: Sequence[str]) -> None:
    """Change ``heads`` (a root its own) and ``relations`` of a text's words in place; ``tags`` are universal."""
    for n, relation in enumerate(relations):  # function words have no arguments
        if relation in _ARGUMENTS and relations[heads[n]] in _FUNCTION and heads[heads[n]] != n:
            heads[n] = heads[heads[n]]
        elif forms[n] == "to" and relation == "fixed" and forms[heads[n]].lower() == "due":
            _due(int(heads[n]), n, heads, relations, tags)
    head: list[int] = heads.tolist()
    case: dict[int, str] = {}
    subject: dict[int, int] = {}
    passive = {head[n] for n, relation in enumerate(relations) if relation == "aux:pass"}
    for n, relation in enumerate(relations):
        if relation == "case":
            case.setdefault(head[n], forms[n].lower())
        elif relation == "nsubj":
            first = subject.setdefault(head[n], n)
            if first < head[n] < n:
                relations[n] = "obj"
            elif head[n] in passive:
                relations[n] = "nsubj:pass"
        elif (
            relation == "compound" and tags[n] == tags[head[n]] == "NUM" and head[n] - n > _FAR + 1
            and tags[n + 1] == "NOUN"
        ):  # fmt: skip
            heads[n], relations[n] = n + 1, "nummod"
    whole = {head[n] for n, relation in enumerate(relations) if relation in {"obj", "ccomp"}}
    asked = {head[n] for n, relation in enumerate(relations) if relation == "xcomp"} - whole
    for n, relation in enumerate(relations):
        if relation == "iobj" and head[n] in asked:
            relations[n] = "obj"
        name = head[n]
        noun = head[name]
        if (
            relation == "nmod" and tags[name] == "PROPN" and tags[noun] == "NOUN" and noun < name < n
            and relations[name] == "nmod" and case.get(name) == "of" and case.get(n) in _COMPLEMENTS
        ):  # fmt: skip
            heads[n] = noun


def _due(due: int, to: int, heads: Ints, relations: list[str], tags: Sequence[str]) -> None:
    """ "is due to visit": the visit is what the subject is due to do, not what something is due to."""
    verb = int(heads[due])
    if verb <= to or tags[verb] != "VERB":
        return
    heads[due] = due if heads[verb] == verb else heads[verb]
    relations[due] = relations[verb]
    for n, parent in enumerate(heads.tolist()):
        if parent == verb and n < due:
            heads[n] = due
    heads[verb], relations[verb] = due, "xcomp"
    heads[to], relations[to] = verb, "mark"
