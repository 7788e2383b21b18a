"""What a round date or a length of time counts back to: "the 25th anniversary of the signing", told in 2022, is of a
signing in 1997; "26 years since we established relations", told in 2021, of 1995."""

from __future__ import annotations

import re
from dataclasses import replace

from chancery.extract.statements_scene import Scene
from chancery.extract.statements_when_tree import NOUNS, VERBS, Asked, expressions, governed, words_of
from chancery.extract.times.calendar import of_unit, shift
from chancery.model.document import Span
from chancery.model.statement import Status
from chancery.model.when import Granularity, When, days

_LENGTH = re.compile(r"P(\d+)([YMWD])")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def commemorated(scene: Scene, asked: Asked) -> When | None:
    """The year of what an anniversary is of, by its ordinal or by the years that are marked ("we mark 25 years of the
    signing")."""
    graph = scene.graph
    if asked.kind == "anniversary" or asked.status is not Status.DONE or graph.pos[asked.anchor] not in NOUNS:
        return None
    above = _nouns_above(scene, asked.anchor)
    sentence = scene.context.doc[asked.anchor].sent
    for expression, tokens in expressions(scene, sentence.start, sentence.end, "anniversary"):
        year = expression.when.lower.year if expression.when and expression.when.lower else None
        if expression.ordinal is not None and year is not None and _holds(scene, tokens, asked.anchor, above):
            return _origin(year - expression.ordinal, expression.span)
    return _marked(scene, asked)


def _marked(scene: Scene, asked: Asked) -> When | None:
    """The origin of what is marked by its years alone: "this year it is 30 years of the signing of the treaty"."""
    graph, words = scene.graph, words_of(scene.context.pack)
    years = graph.head[asked.anchor]
    verb = graph.head[years]
    number = next((graph.text[k] for k in graph.children[years] if graph.dep[k].startswith("nummod")), "")
    if graph.lemma[years] not in words.years or not number.isdecimal():
        return None
    if graph.lemma[verb] not in words.mark:
        return None
    kept = governed(scene, replace(asked, anchor=verb, own=frozenset({verb}), kind="gathering"))
    today = scene.context.published
    year = kept.lower.year if kept is not None and kept.lower else today.year if today else None
    return _origin(year - int(number), scene.characters(years, years)) if year is not None else None


def _nouns_above(scene: Scene, i: int) -> set[int]:
    above: set[int] = set()
    for _ in range(4):
        i = scene.graph.head[i]
        above.add(i)
        if scene.graph.pos[i] not in NOUNS:
            break
    return above


def _holds(scene: Scene, tokens: range, anchor: int, above: set[int]) -> bool:
    """Whether the words of a round date govern the anchor, or count it as a numeral does."""
    return bool(above & set(tokens)) or any(scene.graph.head[t] == anchor for t in tokens)


def _origin(year: int, span: Span) -> When | None:
    if not 1000 <= year <= 2999:
        return None
    edtf = f"{year:04d}"
    lower, upper = days(edtf)
    return When(edtf=edtf, lower=lower, upper=upper, granularity=Granularity.YEAR, method="anniversary", span=span)


def counted(scene: Scene, asked: Asked) -> When | None:
    """The time of a clause from which a length of time is counted to the document's day: "26 years since …"."""
    graph = scene.graph
    today = scene.published()
    if today is None or today.upper is None or asked.status not in (Status.DONE, Status.ONGOING):
        return None
    clause = asked.anchor
    for _ in range(4):
        if graph.pos[clause] in VERBS and graph.case(clause) in words_of(scene.context.pack).since:
            break
        if graph.head[clause] == clause:
            return None
        clause = graph.head[clause]
    else:
        return None
    above = {graph.head[clause], *graph.children[graph.head[clause]]}
    sentence = scene.context.doc[clause].sent
    for expression in scene.context.times:
        length = _LENGTH.fullmatch(expression.value) if expression.type == "DURATION" else None
        tokens = scene.tokens(expression.span)
        if length is None or not tokens or not sentence.start <= tokens[0] < clause or not above & set(tokens):
            continue
        start = of_unit(_UNITS[length[2]], shift(today.upper, _UNITS[length[2]], -int(length[1])))
        edtf = f"{start.edtf}/.." if asked.status is Status.ONGOING else start.edtf
        upper = None if asked.status is Status.ONGOING else start.upper
        return When(
            edtf=edtf,
            lower=start.lower,
            upper=upper,
            granularity=start.granularity,
            anchor=today.upper,
            method="length since",
            span=expression.span,
        )
    return None
