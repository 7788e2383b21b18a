"""From an annotated document with its names, speech and times to its statements.

Tree rules of the language pack find kinds and roles (``rules``); status, time, place, speaker, passage and topics are
read once for all of them here. Offices come from titles. Learned models then say how likely each is, drop the unlikely
and propose what no rule finds (``learned``). What is told twice is one statement at its fullest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from chancery.extract.context import Context
from chancery.extract.events import event_classifier
from chancery.extract.learned.join import weigh
from chancery.extract.plover import plover
from chancery.extract.statements_abroad import Abroad
from chancery.extract.statements_evidence import evidence
from chancery.extract.statements_implied import complete, past_office, receiver
from chancery.extract.statements_lists import Point, points
from chancery.extract.statements_merge import merge
from chancery.extract.statements_office import offices
from chancery.extract.statements_roles import captures, entities, fill
from chancery.extract.statements_scene import Scene
from chancery.extract.statements_settle import settle
from chancery.extract.statements_title import occasion, told_below
from chancery.extract.statements_topics import topics
from chancery.extract.statements_when import settled, when, when_held
from chancery.extract.status import status_reader
from chancery.languages.pack import Pack
from chancery.model.document import Span
from chancery.model.statement import Filler, Statement, Status
from chancery.rules import Match, Matcher, load_rules

# roles whose closed value may decide the status of a kind
CLOSED = {"position": ("stance",), "agreement": ("action",), "office": ("action",), "relations": ("action",)}


# roles of source and target of kinds that PLOVER codes by what was done
CODED = {"conflict": ("by", "against"), "position": ("who", "about")}
SURE = 0.6
# what a present tense with a time to come announces
DATED = frozenset(
    {
        "anniversary",
        "visit",
        "meeting",
        "call",
        "gathering",
        "mission",
        "agreement",
        "aid",
        "chairmanship",
        "membership",
    }
)


@cache
def _matcher(pack: Pack) -> Matcher:
    return Matcher(load_rules(pack))


def find_statements(context: Context) -> tuple[Statement, ...]:
    """The statements of the document in ``context``, in order of their passages; nothing in it is changed."""
    scene = scene_of(context)
    return _told(scene, weigh(scene, ruled(scene)))


def find_ruled(context: Context) -> tuple[Statement, ...]:
    """What rules alone find in the document in ``context``: to prove and measure them by themselves."""
    scene = scene_of(context)
    return _told(scene, ruled(scene))


def _told(scene: Scene, found: Iterable[Statement]) -> tuple[Statement, ...]:
    """Of what was found, that which concerns others, each thing once, with what the document settles for it."""
    concerns = Abroad(scene).concerns
    kept = (statement for statement in found if concerns(statement))
    return settle(scene, merge(told_below(scene, kept), scene.title_span(), scene.rules.nominal))


def scene_of(context: Context) -> Scene:
    """The findings of the document in ``context``, by token, for its language's rules."""
    return Scene(context, _matcher(context.pack).rules)


def ruled(scene: Scene) -> list[Statement]:
    """What rules alone find, repetitions and rivals included, with the confidence each rule was written with."""
    return [*_offices(scene), *_occasion(scene), *_matched(scene, _matcher(scene.context.pack))]


def _offices(scene: Scene) -> Iterator[Statement]:
    for finding in offices(scene):
        yield Statement(
            kind="office",
            roles=finding.roles,
            status=finding.status,
            evidence=scene.context.document.evidence(finding.span),
            when=when_held(scene, finding.roles["action"][0].label, finding.status, finding.span),
            speaker=finding.speaker,
            rule="office.title",
            confidence=0.85,
        )


def _occasion(scene: Scene) -> Iterator[Statement]:
    found = occasion(scene)
    if found is not None:
        yield Statement(
            kind="meeting",
            roles={"between": found.between},
            status=found.status,
            evidence=scene.context.document.evidence(found.span),
            when=scene.published(),
            plover=plover("meeting", {}, found.status),
            rule="meeting.title",
            confidence=0.9,
        )


def _matched(scene: Scene, matcher: Matcher) -> Iterator[Statement]:
    """The statements of every match: in running text, then in lists whose points go on with their opener."""
    listed = points(scene)
    inside = {i for point in listed for i in point.tokens}
    pointers = {i for point in listed for i, (head, *_) in point.hung.items() if head == i}
    running = [i for i in range(len(scene.graph.head)) if i not in inside]
    for match in matcher.matches(scene.graph, scene.kinds, running):
        if not _tokens(match) & pointers:
            statement = _statement(scene, match)
            if statement is not None:
                yield statement
    for point in listed:
        with scene.graph.hung(point.hung):
            for match in matcher.matches(scene.graph, scene.kinds, (*point.opener, *point.tokens)):
                if not _tokens(match).isdisjoint(point.tokens):
                    statement = _statement(scene, match, point)
                    if statement is not None:
                        yield statement


def _statement(scene: Scene, match: Match, point: Point | None = None) -> Statement | None:
    """The statement that ``match`` makes, in a list at ``point``; None where a needed role stays empty."""
    kind = match.rule.gives
    roles = fill(scene, match)
    place = next(
        (f for bound in captures(match).get("place", ()) for f in entities(scene, bound.token, states=False)),
        None,
    )
    completed = complete(scene, match, roles, place)
    if completed is None:
        return None
    roles, place = completed
    if any(not any(role in roles for role in group) for group in kind.needs):
        return None
    if _unsaid(scene, match.anchor):
        return None
    decides = next((f.label for role in CLOSED.get(kind.name, ()) for f in roles.get(role, ())), "")
    status = match.rule.status or status_reader(scene.context.pack).read(scene.graph, match.anchor, kind.name, decides)
    status = settled(scene, match.anchor, kind.name, status, _tokens(match))
    span = evidence(scene, match, point.tokens if point else None)
    roles = past_office(receiver(scene, kind.name, roles, span), status)
    time = when(scene, point.head if point else match.anchor, kind.name, status, _tokens(match), decides)
    if kind.name in DATED and status is Status.ONGOING and time is not None and scene.ahead(time):
        status = Status.PLANNED  # "it opens in March", "and in 2030 the 50th anniversary"
    return Statement(
        kind=kind.name,
        roles=roles,
        status=status,
        evidence=scene.context.document.evidence(span),
        when=time,
        place=place,
        speaker=scene.speaker(span) if point else _speaker(scene, match),
        topics=topics(scene, kind.name, span),
        plover=plover(kind.name, roles, status) or _coded(scene, kind.name, roles, span),
        rule=match.rule.id,
        confidence=match.rule.confidence,
    )


def _coded(scene: Scene, kind: str, roles: Mapping[str, tuple[Filler, ...]], span: Span) -> str | None:
    """The PLOVER code that the classifier is sure of, for an event whose kind alone does not say it."""
    acting, receiving = CODED.get(kind, ("", ""))
    spans = [next((f.span for f in roles.get(role, ()) if f.span), None) for role in (acting, receiving)]
    source, target = spans
    if source is None or target is None or not (span.covers(source) and span.covers(target)):
        return None
    tokens = scene.tokens(span)
    classifier = event_classifier(scene.context.pack)
    event = classifier.classify_in(scene.graph, tokens.start, tokens.stop, source, target)
    return event.root if event.probability >= SURE else None


def _unsaid(scene: Scene, anchor: int) -> bool:
    """Whether a happening is only named under a negated verb ("did not announce the visit")."""
    graph = scene.graph
    head = graph.head[graph.first(anchor)]
    if graph.pos[anchor] not in ("NOUN", "PROPN") or head == anchor or graph.support_verb(anchor) is not None:
        return False
    oblique = graph.dep[graph.first(anchor)] in ("obl", "obj", "iobj", "nmod")
    return oblique and graph.pos[head] == "VERB" and status_reader(scene.context.pack).negated(graph, head)


def _tokens(match: Match) -> frozenset[int]:
    return frozenset(bound.token for bound in match.nodes.values())


def _speaker(scene: Scene, match: Match) -> Filler | None:
    """Who says it: the utterance that holds the whole match, so that a reporting verb's own subject is outside."""
    tokens = [bound.token for bound in match.nodes.values()]
    return scene.speaker(scene.characters(min(tokens), max(tokens)))
