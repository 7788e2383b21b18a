"""Which openings of lines are labels of a transcript, judged with the whole document in view."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from chancery.extract.turns_labels import Candidate, Shape, Words, naming_part, title_length

LEAST_STAMPED = 3  # labels with a time stamp from which on a name beside one needs no other support
LONGEST_ASKER = 6  # words of the longest label by which a journalist is told


def accept(
    candidates: list[Candidate],
    known: frozenset[str],
    headings: frozenset[str],
    vocabulary: Words,
    spoken: Callable[[Candidate], bool],
    asks: Callable[[Candidate], bool],
    before: Callable[[Candidate, Candidate], bool],
) -> list[Candidate]:
    """Those candidates that the document as a whole bears out.

    Roles, initials with a surname, titles with a name, and bold labels stand alone. A plain name needs to
    be a person known to the document, to share its surname with another label, to recur and stand in the
    title, or to recur where what follows such labels is ``spoken`` (has a first or second person); a long
    label needs a known name or a shared surname. Where four or more are accepted, the rest of the plain
    names are too: a guest who speaks once. Where three or more carry a time stamp, all of them are. A plain or long
    label whose paragraph ``asks`` is a journalist's if it stands right ``before`` an accepted one: a question.
    """
    sure = [
        c
        for c in candidates
        if c.shape in (Shape.INITIAL, Shape.TITLE, Shape.BOLD) or (c.shape is Shape.ROLE and _role_holds(c, candidates))
    ]
    keys = {id(c): surname(c.name, vocabulary) for c in candidates}
    surnames = {keys[id(c)] for c in sure if not c.part}
    counts = Counter(keys[id(c)] for c in candidates)
    accepted = {id(c) for c in sure}
    bare = Counter(c.name.casefold() for c in candidates if c.shape is Shape.BARE)
    recurring = [c for c in candidates if c.shape is Shape.NAME and counts[keys[id(c)]] > 1]
    talk = bool(recurring) and sum(spoken(c) for c in recurring) * 5 >= len(recurring) * 2
    stamped = [c for c in candidates if c.stamped and c.shape is not Shape.LONG]
    if len(stamped) >= LEAST_STAMPED:
        accepted.update(id(c) for c in stamped)
    for c in candidates:
        key = keys[id(c)]
        support = key in known or key in surnames or (key in headings and counts[key] > 1)
        if c.shape is Shape.BARE:
            if surnames or bare[c.name.casefold()] > 1 or c.name.isupper():
                accepted.add(id(c))
        elif c.shape is Shape.NAME:
            if support or (talk and counts[key] > 1) or _named_elsewhere(c, counts[key], known):
                accepted.add(id(c))
        elif c.shape is Shape.LONG and support:
            accepted.add(id(c))
    if talk and len(accepted) >= 4:
        accepted.update(id(c) for c in candidates if c.shape is Shape.NAME and spoken(c))
    return _with_askers(candidates, accepted, asks, before)


def _with_askers(
    candidates: list[Candidate],
    accepted: set[int],
    asks: Callable[[Candidate], bool],
    before: Callable[[Candidate, Candidate], bool],
) -> list[Candidate]:
    out: list[Candidate] = []
    following: Candidate | None = None
    for c in reversed(candidates):
        if id(c) in accepted:
            out.append(c)
        elif (
            following is not None
            and c.shape in (Shape.NAME, Shape.LONG)
            and len(c.name.split()) <= LONGEST_ASKER
            and asks(c)
            and before(c, following)
        ):
            out.append(replace(c, part="question"))
        else:
            continue
        following = out[-1]
    return out[::-1]


def _role_holds(candidate: Candidate, candidates: list[Candidate]) -> bool:
    """One-letter roles ("Q:", "О:") count only where they recur or meet their counterpart."""
    if len(candidate.name) > 1:
        return True
    return candidate.name == "Q" or sum(len(c.name) == 1 and c.shape is Shape.ROLE for c in candidates) > 2


def _named_elsewhere(candidate: Candidate, count: int, known: frozenset[str]) -> bool:
    """Initials that recur and fit a known person: "NB" beside Nick Bos."""
    name = candidate.name
    if not (name.isupper() and 2 <= len(name) <= 4 and count > 1):
        return False
    return any("".join(part[0] for part in full.split()) == name.casefold() for full in known if " " in full)


def surname(name: str, vocabulary: Words) -> str:
    """The folded last word of a label's name, without titles, initials and post: "PRESIDENT AL SISI"
    gives "sisi".
    """
    if found := re.match(r"^(?:[^\W\d_]{1,2}\.[ \u00a0-]?)+([^\W\d_][\w’'-]*)", name):
        return found[1].casefold()
    if found := re.match(r"^([^\W\d_][\w’'-]+) (?:[^\W\d_]\.[ \u00a0]?)+$", name):
        return found[1].casefold()
    tokens = re.findall(r"[\w’'.-]+", naming_part(name, vocabulary))
    rest = tokens[title_length(tokens, vocabulary.title) :] or tokens
    return rest[-1].casefold().strip(".") if rest else ""
