"""The time of a statement: the expression its happening is told with, else what document and sentence before imply.

What is announced in a sentence without a time of its own ("he will also meet …") takes place at the time of the
sentence before; what is under way is so on the day of the document; what a report tells of its occasion was done on
the day its first sentence gives, else on the day of the document; what is planned, at an unknown time after it.
"""

from __future__ import annotations

from dataclasses import replace

from chancery.extract.statements_scene import Scene
from chancery.extract.statements_when_origin import commemorated, counted
from chancery.extract.statements_when_tree import NOUNS, VERBS, Asked, expressions, governed, steps_to, words_of
from chancery.extract.status import status_reader
from chancery.extract.times.grammar import grammar
from chancery.extract.times.series import sittings
from chancery.model.document import BlockRole, Span
from chancery.model.statement import Status
from chancery.model.when import Granularity, When, days

UNTIMED = frozenset({"position", "assessment", "request", "obstacle", "cooperation"})
# what has a time of its own, which a text may tell one sentence earlier
HAPPENINGS = frozenset({"visit", "meeting", "gathering", "agreement", "call", "credentials", "chairmanship"})
# what a document reports as of its own day, and what is told with the day it is done on
REPORTED = frozenset({"meeting", "call", "visit", "agreement", "gathering"})
CEREMONIES = frozenset({"agreement", "credentials"})  # the same wherever the document's own voice tells them
PERFORMED = frozenset({"greeting"})
UNDER_WAY = frozenset({"visit", "meeting", "call", "gathering", "chairmanship", "credentials"})
HEADLINED = frozenset({"visit", "meeting", "call", "agreement", "credentials"})
ANNOUNCED = frozenset({"visit", "meeting"})  # some time before or after the document where it names no day
COMING = ANNOUNCED | {"gathering"}
GONE = ANNOUNCED | {"aid", "call"}
MOMENTS = frozenset({"appointed", "elected", "dismissed", "resigned", "nominated"})
RECENT = 14  # days that may lie between an occasion and the report of it


def when(
    scene: Scene, anchor: int, kind: str, status: Status, own: frozenset[int] = frozenset(), action: str = ""
) -> When | None:
    """The time of the happening at token ``anchor`` of a match over the tokens ``own``; None if the text gives none.

    ``action`` is the closed value that makes an office a moment ("appointed") or a stretch ("former").
    """
    asked = Asked(anchor, own | {anchor}, kind, status)
    timed = kind not in UNTIMED or status is Status.DONE
    found = commemorated(scene, asked) or counted(scene, asked)
    if found is not None:
        return found
    found = governed(scene, asked) if timed else None
    if found is None and timed and kind in HAPPENINGS:
        found = _carried(scene, asked)
    if found is None and kind == "gathering":
        found = _counted_sitting(scene, anchor)
    if found is not None:
        return _closed(scene, found, status, action)
    if status is Status.PLANNED and kind in COMING:
        return _to_come(scene)
    return _implied(scene, asked)


def _counted_sitting(scene: Scene, anchor: int) -> When | None:
    """The year of a sitting that is known by its number: "the 17th BRICS summit"."""
    sentence = scene.context.doc[anchor].sent
    at = scene.context.doc[anchor].idx - sentence.start_char
    for sitting in sittings(sentence.text, grammar(scene.context.pack.code)):
        if sitting.span.start <= at < sitting.span.end and sitting.first == sitting.last:
            edtf = f"{sitting.first:04d}"
            lower, upper = days(edtf)
            return When(edtf=edtf, lower=lower, upper=upper, granularity=Granularity.YEAR, method="counted sitting")
    return None


def _headline(scene: Scene, anchor: int) -> bool:
    """Whether the title tells the happening at ``anchor`` in the present tense of headlines."""
    graph = scene.graph
    if not scene.in_title(scene.characters(anchor, anchor)):
        return False
    verb = graph.support_verb(anchor) if graph.pos[anchor] in NOUNS else anchor
    return verb is not None and graph.pos[verb] in VERBS and graph.feature(verb, "VerbForm") != "Ger"


def settled(scene: Scene, anchor: int, kind: str, status: Status, own: frozenset[int]) -> Status:
    """``status``, but done where the text tells the happening with a time that is over: a stance taken "in 1948", a
    summit "of December 2021" named beside a plan."""
    today = scene.context.published
    if status is Status.ONGOING and kind in HEADLINED and not scene.transcript and _headline(scene, anchor):
        return Status.DONE  # "Ministers meet in Oslo"
    stance = kind == "position" and status is Status.ONGOING and scene.graph.feature(anchor, "Tense") == "Past"
    named = kind in HAPPENINGS and status is Status.PLANNED and scene.graph.pos[anchor] in NOUNS
    if today is None or not (stance or named):
        return status
    told = governed(scene, Asked(anchor, own | {anchor}, kind, Status.DONE if stance else status))
    over = told is not None and told.upper is not None and told.upper < today and told.edtf != str(today)
    if named and told is not None and told.anchor is not None:
        return status  # "scheduled for June": which June is the plan's to say
    return Status.DONE if over else status


def when_held(scene: Scene, action: str, status: Status, span: Span) -> When | None:
    """The time of an office that the title with its holder's name at ``span`` says: held on the document's day, by one
    newly appointed taken up in its month, by who is elected or former some time before it; in the years that stand in
    brackets behind the name; by "the then minister", when what is told of him was."""
    if status is Status.DONE:
        told = _bracketed(scene, span) or (_at_that_time(scene, span) if action == "former" else None)
        if told is not None:
            return told
    if status is Status.ONGOING:
        return scene.published()
    if action == "appointed":
        return _month_of(scene)
    return _gone_by(scene) if action in ("elected", "former") else None


def _bracketed(scene: Scene, span: Span) -> When | None:
    """The time in brackets right behind a name: "President Ann Lee (1993-2003)"."""
    text = scene.context.document.text
    for expression in scene.context.times:
        gap = text[span.end : expression.span.start]
        if expression.when is not None and 0 <= expression.span.start - span.end <= 3 and gap.strip() == "(":
            return expression.when
    return None


def _at_that_time(scene: Scene, span: Span) -> When | None:
    """What dates the clause about "the then minister"."""
    tokens, graph = scene.tokens(span), scene.graph
    first = tokens[0] if tokens else 0
    said = {graph.lemma[i] for i in (first, first - 1) if i >= 0}
    if not tokens or not said & words_of(scene.context.pack).then:
        return None
    i = tokens[0]
    while graph.pos[i] not in VERBS:
        if graph.head[i] == i:
            return None
        i = graph.head[i]
    return governed(scene, Asked(i, frozenset({i, *tokens}), "meeting", Status.DONE))


# --- what the document's own day implies ---


def _month_of(scene: Scene) -> When | None:
    """The month of the document's day."""
    today = scene.published()
    if today is None or today.lower is None:
        return None
    edtf = today.edtf[:7]
    lower, upper = days(edtf)
    return When(edtf=edtf, lower=lower, upper=upper, granularity=Granularity.MONTH, method="lately")


def _implied(scene: Scene, asked: Asked) -> When | None:
    kind, status = asked.kind, asked.status
    if status is Status.ONGOING:
        return scene.published() if kind in UNDER_WAY else None
    if status is not Status.DONE:
        return None
    if _just(scene, asked.anchor):
        return scene.published()
    if _lately(scene, asked.anchor):
        return _gone_by(scene)
    span = scene.characters(asked.anchor, asked.anchor)
    if kind in PERFORMED:
        return scene.published() if scene.speaker(span) is not None else _occasion(scene)
    if kind in REPORTED and (scene.in_title(span) or scene.reported(asked.anchor)):
        return _occasion(scene)
    if kind in CEREMONIES and scene.speaker(span) is None and scene.graph.pos[asked.anchor] in VERBS:
        return _occasion(scene)
    return _gone_by(scene) if kind in GONE else None


def _occasion(scene: Scene) -> When | None:
    """The day of what a document reports: the recent day that its first sentence tells it on, else its own."""
    today = scene.published()
    block = next((b for b in scene.context.document.readable() if b.role is not BlockRole.TITLE), None)
    tokens = scene.tokens(block.span) if block is not None else range(0)
    if today is None or today.upper is None or not tokens:
        return today
    sentence = scene.context.doc[tokens[0]].sent
    root = next((i for i in range(sentence.start, sentence.end) if scene.graph.head[i] == i), None)
    if root is None or scene.graph.pos[root] not in VERBS:
        return today
    told = governed(scene, Asked(root, frozenset({root}), "meeting", Status.DONE))
    if told is None or told.granularity is not Granularity.DAY or told.lower is None or told.lower != told.upper:
        return today
    return told if 0 <= (today.upper - told.lower).days <= RECENT else today


def _to_come(scene: Scene) -> When | None:
    """Some time after the document."""
    today = scene.published()
    if today is None:
        return None
    return When(edtf=f"{today.edtf}/..", lower=today.lower, granularity=Granularity.OPEN, method="still to come")


def _gone_by(scene: Scene) -> When | None:
    """Some time before the document."""
    today = scene.published()
    if today is None:
        return None
    return When(edtf=f"../{today.edtf}", upper=today.upper, granularity=Granularity.OPEN, method="gone by")


def _just(scene: Scene, anchor: int) -> bool:
    """Whether it "has just" been done."""
    graph, words = scene.graph, words_of(scene.context.pack)
    verb = graph.support_verb(anchor)
    adverbs = [
        k for i in (anchor, verb) if i is not None for k in graph.children[i] if graph.dep[k].startswith("advmod")
    ]
    return any(graph.lemma[k] in words.just for a in adverbs for k in (a, *graph.children[a]))


def _lately(scene: Scene, anchor: int) -> bool:
    """Whether it is called recent, so that it was before the document's day: "his recent visit"."""
    graph, words = scene.graph, words_of(scene.context.pack)
    return any(graph.lemma[k] in words.lately for k in graph.children[anchor])


def _closed(scene: Scene, found: When, status: Status, action: str) -> When:
    """``found`` without an end that is still to come, where what began then is over: "since May" until the document;
    of a moment ("became minister since May") only the start."""
    if status is not Status.DONE or found.lower is None or not found.edtf.endswith("/.."):
        return found
    start = found.edtf[:-3]
    if action in MOMENTS:
        lower, upper = days(start)
        return replace(found, edtf=start, lower=lower, upper=upper, granularity=_granularity(start))
    today = scene.published()
    if today is None or today.upper is None or today.upper <= found.lower:
        return found
    return replace(found, edtf=f"{start}/{today.edtf}", upper=today.upper, granularity=_granularity(start))


def _granularity(edtf: str) -> Granularity:
    return (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)[min(edtf.count("-"), 2)]


# --- what the sentence before says ---


def _carried(scene: Scene, asked: Asked) -> When | None:
    """The time that the sentence before, in the same block, tells something announced at; for a plan without one, the
    time that the headline gives it."""
    if asked.status is not Status.PLANNED:
        return None
    doc = scene.context.doc
    sentence = doc[asked.anchor].sent
    own = _coming(scene, sentence.start, sentence.end, asked)
    if own:
        return own[0] if len(own) == 1 else None
    block = next(
        (b for b in scene.context.document.blocks if b.span.covers(scene.characters(asked.anchor, asked.anchor))), None
    )
    if block is None:
        return None
    inside = scene.tokens(block.span)
    at = sentence.start
    for _ in range(2):
        if at <= inside.start:
            break
        before = doc[at - 1].sent
        found = _announced(scene, before.start, before.end, asked)
        if found is not None:
            return found
        at = before.start
    return None


def _announced(scene: Scene, first: int, last: int, asked: Asked) -> When | None:
    """The time in a sentence of something to come."""
    root = next((i for i in range(first, last) if scene.graph.head[i] == i and scene.graph.pos[i] in VERBS), None)
    if root is None or status_reader(scene.context.pack).read(scene.graph, root, asked.kind) is not Status.PLANNED:
        return None
    options = _coming(scene, first, last, replace(asked, anchor=root, own=frozenset({root})), {root: 0})
    return options[0] if len(options) == 1 else None


def _coming(scene: Scene, first: int, last: int, asked: Asked, above: dict[int, int] | None = None) -> list[When]:
    """The times between two tokens that lie ahead, with ``above`` those only that hang on it."""
    today = scene.context.published
    return [
        expression.when
        for expression, tokens in expressions(scene, first, last, asked.kind)
        if expression.when is not None
        and expression.when.lower is not None
        and expression.when.upper is not None
        and (today is None or expression.when.upper >= today)
        and (above is None or steps_to(scene, tokens, above, asked) is not None)
    ]
