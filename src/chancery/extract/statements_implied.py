"""What a match leaves unsaid: where a visitor comes from and whose guest he is, who the other side of "we" is.

A statement of a kind that is between states needs a document that names two.
"""

from __future__ import annotations

from dataclasses import replace

from chancery.extract.names.find import of_state
from chancery.extract.statements_bodies import complete_aid, complete_gathering, complete_mission, complete_request
from chancery.extract.statements_figures import quantify
from chancery.extract.statements_roles import captures, entities, extent, states_of
from chancery.extract.statements_scene import Scene
from chancery.model.document import Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler, Status
from chancery.rules import Match

Roles = dict[str, tuple[Filler, ...]]

# roles that need two parties
PAIRED = {
    "cooperation": "between",
    "relations": "between",
    "assessment": "about",
    "meeting": "between",
    "call": "between",
}
RECEIVED = {"commitment": ("by", "to"), "aid": ("from", "to"), "conflict": ("by", "against")}
AS_STATES = frozenset({"cooperation", "relations", "assessment"})
ALONE = frozenset({"ratified", "in force", "ended", "suspended"})  # what one party of an agreement can do
ENVOYS = ("Ambassador", "High Commissioner", "Chargé", "Consul")  # how the names of their offices begin
# kinds that need nobody abroad to be of interest
DOMESTIC = frozenset({"office", "membership", "chairmanship", "gathering", "credentials", "anniversary", "figure"})


def complete(scene: Scene, match: Match, roles: Roles, place: Filler | None) -> tuple[Roles, Filler | None] | None:
    """Roles and place with what follows from those found; None if too few take part for this kind."""
    kind = match.rule.gives.name
    if "place" in roles:  # where it happens is told once, beside the roles
        place = place or roles["place"][0]
        roles = {role: fillers for role, fillers in roles.items() if role != "place"}
    if kind not in DOMESTIC and not scene.foreign:
        return None
    if any(value == "@pair" and role not in roles for role, value in match.rule.fixed.items()):
        return None  # said of two states, but which?
    if kind == "visit":
        return _visit(scene, roles, place)
    if kind == "anniversary":
        return _anniversary(scene, match, roles), place
    if kind == "position":
        return _mutual(scene, match, roles), place
    if kind == "figure":
        return _figure(scene, match, roles), place
    if kind == "office":
        return _office(scene, match, roles), place
    if kind == "obstacle":
        return _obstacle(scene, match, roles), place
    if kind == "greeting":
        return _greeting(scene, match, roles), place
    if kind == "cooperation":
        roles = _within(scene, match, roles)
    if kind == "agreement":
        return _agreement(scene, match, roles), place
    if kind == "mission":
        return complete_mission(scene, match, roles, place)
    if kind == "gathering":
        return complete_gathering(scene, match, roles), place
    if kind == "request":
        return complete_request(scene, match, roles), place
    if kind == "aid":
        return complete_aid(scene, match, roles), place
    role = PAIRED.get(kind)
    if role is None or role not in roles:
        return roles, place
    fillers = roles[role]
    if kind in AS_STATES:
        fillers = states_of(scene, fillers)
    else:
        parties = tuple(f for f in fillers if not _outsider(scene, f))
        if len(parties) < min(2, len(fillers)):
            return None  # an interview, no talk between states
        fillers = parties
    if len(fillers) < 2:
        fillers = _with_partner(scene, fillers, states=kind in AS_STATES)
    if len(fillers) < 2 and not _open_ended(match):
        return None
    return {**roles, role: fillers}, place


def _open_ended(match: Match) -> bool:
    """Whether the rule itself names a second party that we know no entity for ("met with community leaders")."""
    return "b" in match.nodes and "b" not in match.rule.roles


def _outsider(scene: Scene, filler: Filler) -> bool:
    """Whether a party of talks is a body nobody knows: mostly the paper that asked for an interview."""
    entity = scene.entity(filler.entity) if filler.entity else None
    known = entity is not None and scene.context.knowledge.entity(entity.id) is not None
    if entity is not None and scene.state_of(entity.id) != entity.id:
        return False  # a ministry
    return entity is not None and entity.kind is EntityKind.ORGANISATION and not known


def _with_partner(scene: Scene, fillers: tuple[Filler, ...], *, states: bool) -> tuple[Filler, ...]:
    """One party with the other of the two that the document is about, where the one is among them."""
    if len(fillers) != 1 or fillers[0].entity is None:
        return fillers
    pair = scene.participants
    if states:
        pair = tuple(dict.fromkeys(s for id in pair if (s := scene.state_of(id)) is not None))
    if not 2 <= len(pair) <= 4 or fillers[0].entity not in pair:
        return fillers
    return tuple(Filler(label=scene.caption(id), entity=id, span=fillers[0].span) for id in pair)


def receiver(scene: Scene, kind: str, roles: Roles, span: Span) -> Roles:
    """``roles`` with whom a promise, help or attack of one actor is for: the only other one its passage names.

    A passage that names nobody, and not the whole world, means the other of the two states a document is about.
    """
    if kind not in RECEIVED:
        return roles
    acting, receiving = RECEIVED[kind]
    actors = {f.entity for f in roles.get(acting, ()) if f.entity}
    if receiving in roles or len(actors) != 1:
        return roles
    named = scene.actors_in(span) - actors
    if not named and not _everywhere(scene, span):
        pair = scene.sides
        named = set(pair - actors) if len(pair) == 2 and actors <= pair else set()
    if len(named) != 1:
        return roles
    id = next(iter(named))
    return {**roles, receiving: (Filler(label=scene.caption(id), entity=id),)}


def _everywhere(scene: Scene, span: Span) -> bool:
    """Whether the sentence of a passage is of the world or a continent: nobody can be meant whom it does not name."""
    wide, tokens = scene.rules.lexicon.words("everywhere"), scene.tokens(span)
    whole = scene.context.doc[tokens[0]].sent if tokens else ()
    return any(scene.graph.lemma[token.i].lower() in wide for token in whole)


def _anniversary(scene: Scene, match: Match, roles: Roles) -> Roles:
    """``roles`` with the number of the anniversary and the year it implies, as the time layer read them."""
    articles = scene.rules.lexicon.words("article") if "of" in roles else frozenset()
    if any(f.label.partition(" ")[0].lower() in articles for f in roles.get("of", ())):
        roles = {**roles, "of": tuple(replace(f, label=f.label.partition(" ")[2]) for f in roles["of"])}
    span = scene.characters(match.anchor, match.anchor)
    found = next((t for t in scene.context.times if t.ordinal is not None and t.span.overlaps(span)), None)
    if found is None or found.ordinal is None:
        counted = tuple(f for f in roles.get("n", ()) if f.label.isdecimal())  # "30 years since"
        roles = {role: fillers for role, fillers in roles.items() if role != "n"}
        return {**roles, "n": counted} if counted else roles
    roles = {**roles, "n": (Filler(label=str(found.ordinal), span=found.span),)}
    if found.when is not None and found.when.lower is not None and found.when.upper is not None:
        year = found.when.lower.year
        if year == found.when.upper.year and year > found.ordinal:
            roles["origin"] = (Filler(label=str(year - found.ordinal)),)
    return roles


def _figure(scene: Scene, match: Match, roles: Roles) -> Roles:
    """A figure with its number read and the states it is between; empty where no number or no state stands."""
    counted = quantify(scene, match, roles)
    if counted is None:
        return {}
    span = scene.characters(match.anchor, match.anchor)
    named = states_of(scene, counted.get("between", ()))
    if len(named) < 2:
        pair = scene.pair(span)
        if not named or named[0].entity in pair:
            named = tuple(Filler(label=scene.caption(id), entity=id) for id in pair) or named
    if not named:
        return {}
    return {**counted, "between": named}


def _obstacle(scene: Scene, match: Match, roles: Roles) -> Roles:
    """An obstacle with the states that its sentence names, else the pair; empty where it stands between nobody."""
    if len(roles.get("between", ())) > 1:
        return roles
    sentence = scene.context.doc[match.anchor].sent
    span = scene.characters(sentence.start, sentence.end - 1)
    between = sorted(id for id in scene.actors_in(span) if scene.territory(id))
    speaker = scene.speaker(scene.characters(match.anchor, match.anchor))
    own = scene.state_of(speaker.entity) if speaker is not None and speaker.entity else None
    if len(between) == 1 and own is not None and scene.territory(own) and own not in between:
        between.append(own)  # "there are still no flights to India"
    if len(between) != 2:
        pair = scene.pair(span)
        between = list(pair) if set(between) <= set(pair) else between
    if len(between) < 2:
        return {}
    return {**roles, "between": tuple(Filler(label=scene.caption(id), entity=id) for id in between)}


def _greeting(scene: Scene, match: Match, roles: Roles) -> Roles:
    """A greeting to somebody named or addressed who is not of the same state, condolences also to the one other state
    of their sentence; empty otherwise."""
    roles = _addressed(scene, match, roles)
    owners = [
        {state for f in roles.get(role, ()) if f.entity and (state := scene.state_of(f.entity))}
        for role in ("from", "to")
    ]
    if len(owners[0]) > 1 and not roles.get("to"):
        return {**roles, "to": tuple(reversed(roles["from"]))}  # they exchange greetings
    if not roles.get("to"):
        sentence = scene.context.doc[match.anchor].sent
        named = scene.actors_in(scene.characters(sentence.start, sentence.end - 1)) - owners[0]
        addressed = tuple(Filler(label=scene.caption(id), entity=id) for id in named)
        if any(f.label == "condolence" for f in roles.get("what", ())):
            return {**roles, "to": addressed} if len(addressed) == 1 else roles  # "the grief of the bereaved"
        spoken = scene.rules.lexicon.words("second_person")  # "I convey to you": to whom, the document leaves open
        return roles if any(scene.graph.lemma[i] in spoken for i in range(sentence.start, sentence.end)) else {}
    if len(owners[0]) == 1 and owners[0] == owners[1]:
        return {}
    return roles


def _agreement(scene: Scene, match: Match, roles: Roles) -> Roles:
    """An agreement with both its parties, those of the document where it names none; empty where only one signs and the
    document knows no other."""
    parties = roles.get("between", ())
    if not parties:
        pair = scene.pair(scene.characters(match.anchor, match.anchor))
        both = tuple(Filler(label=scene.caption(id), entity=id) for id in pair)
        return {**roles, "between": both} if both else roles
    if len(parties) != 1:
        return roles
    both = _with_partner(scene, parties, states=True)
    if len(both) > 1:
        return {**roles, "between": both}
    several = any(f.entity and not scene.territory(f.entity) for f in parties)  # an organisation signs for its members
    return roles if several or {f.label for f in roles.get("action", ())} & ALONE else {}


def _mutual(scene: Scene, match: Match, roles: Roles) -> Roles:
    """A stance towards "each other" is held by both of the pair, each towards the other."""
    words = scene.rules.lexicon.words("reciprocal")
    about = [b.token for b in captures(match).get("about", ())]
    if not any(scene.graph.lemma[i] in words or scene.graph.text[i] in words for i in about):
        return roles
    pair = scene.pair(scene.characters(match.anchor, match.anchor))
    held = {f.entity for f in roles.get("who", ())}
    if len(pair) != 2 or not held <= set(pair):
        return roles
    both = tuple(Filler(label=scene.caption(id), entity=id) for id in pair)
    return {**roles, "who": both, "about": both}


def _addressed(scene: Scene, match: Match, roles: Roles) -> Roles:
    """A greeting with whom it is for: one that is conveyed face to face is for whoever is spoken to."""
    if "to" in roles:
        return roles
    spoken = scene.addressees(scene.characters(match.anchor, match.anchor))
    held = {f.entity for f in roles.get("from", ())}
    to = tuple(Filler(label=scene.caption(id), entity=id) for id in spoken if id not in held)
    return {**roles, "to": to} if len(to) == 1 else roles


def _within(scene: Scene, match: Match, roles: Roles) -> Roles:
    """Cooperation "in the UN, the OSCE and the Council" is within these organisations: an area that names bodies."""
    if "within" in roles:
        return roles
    graph, words = scene.graph, scene.rules.lexicon.words("within_preposition")
    found: dict[str, Filler] = {}
    inside: set[int] = set()
    for bound in captures(match).get("area", ()):
        first, last = extent(scene, bound.token)
        for i in range(first, last + 1):
            listed = graph.dep[i] in ("conj", "appos") and graph.head[i] in inside
            if graph.case(i) not in words and not listed:
                continue
            inside.add(i)
            for filler in entities(scene, i, states=False):
                entity = scene.entity(filler.entity) if filler.entity else None
                if entity is not None and entity.kind is EntityKind.ORGANISATION:
                    found.setdefault(entity.id, filler)
    if not found:
        return roles
    return {**{role: fillers for role, fillers in roles.items() if role != "area"}, "within": tuple(found.values())}


def _visit(scene: Scene, roles: Roles, place: Filler | None) -> tuple[Roles, Filler | None] | None:
    if "who" not in roles:
        return None
    travellers = tuple(f for f in roles["who"] if f.entity and _person(scene, f.entity))
    origins = {state for f in roles["who"] if f.entity and (state := scene.state_of(f.entity))}
    if not travellers and "from" in roles:
        return None
    roles = dict(roles)
    if "from" not in roles and origins:
        roles["from"] = tuple(Filler(label=scene.caption(s), entity=s) for s in sorted(origins))
    hosts: list[str] = []
    if "to" in roles:
        hosts = [state for f in roles["to"] if f.entity and (state := scene.state_of(f.entity))]
    if not hosts and place is not None and place.entity:
        state = scene.located_in(place.entity)
        hosts = [state] if state is not None else []
    abroad = [state for state in dict.fromkeys(hosts) if state not in origins]
    if travellers and abroad and all(_resident(scene, f.entity or "", set(abroad)) for f in travellers):
        return None  # an ambassador who is received lives there
    if hosts and not abroad:
        return None  # at home
    if abroad:
        roles["to"] = tuple(Filler(label=scene.caption(s), entity=s) for s in abroad)
        place = place or roles["to"][0]
    else:
        roles.pop("to", None)
    return roles, place


def _office(scene: Scene, match: Match, roles: Roles) -> Roles:
    """An office with the state or body it is of and is accredited to, which its title says or, for a bare office of
    state, its holder's state or the document's subject."""
    title = next((t for b in match.nodes.values() if (t := scene.title(b.token)) is not None and t.of), None)
    own = [b.token for name, b in match.nodes.items() if name in ("office", *match.rule.roles.get("office", ()))]
    title = next((t for i in own if (t := scene.title(i)) is not None and t.of), title)
    if "of" in roles:
        return roles
    if title is None or title.of is None:
        state = _bare_of(scene, own, roles)
        return {**roles, "of": (Filler(label=scene.caption(state), entity=state),)} if state else roles
    added: Roles = {"of": (Filler(label=scene.caption(title.of), entity=title.of),)}
    if title.to and "to" not in roles:
        added["to"] = (Filler(label=scene.caption(title.to), entity=title.to),)
    return {**roles, **added}


def past_office(roles: Roles, status: Status) -> Roles:
    """``roles`` of an office once held: "he was in office" is told as that of a former holder."""
    held = status is Status.DONE and any(f.label == "holds" for f in roles.get("action", ()))
    return {**roles, "action": (Filler(label="former"),)} if held else roles


def _bare_of(scene: Scene, own: list[int], roles: Roles) -> str | None:
    """The state of an office named without one at the tokens ``own``: that of its holder, else the one that the
    document is about; None where it may be an office of something else."""
    holder = next((f.entity for f in roles.get("who", ()) if f.entity), None)
    state = scene.state_of(holder) if holder is not None else None
    entity = scene.entity(state) if state is not None else None
    held = state if entity is not None and entity.kind is EntityKind.STATE else None
    if not own:
        return held or scene.home
    title = scene.title(own[0])
    group = scene.context.knowledge.titles.classes.get(title.title, "") if title is not None else ""
    if title is None or not of_state(title.title, group):
        return None
    within = scene.tokens(title.span)
    further = any(
        scene.graph.dep[k] in ("nmod", "appos") and k not in within and "person" not in scene.kinds(k)
        for i in own
        for k in scene.graph.children[i]
    )
    return None if further else held or scene.home


def _resident(scene: Scene, id: str, hosts: set[str]) -> bool:
    """Whether the person is an envoy accredited to one of the ``hosts``, or to nobody else that the document names."""
    posts = [t for t in scene.context.titles if t.holder == id and t.title.startswith(ENVOYS)]
    return bool(posts) and all(t.to is None or t.to in hosts for t in posts)


def _person(scene: Scene, id: str) -> bool:
    entity = scene.entity(id)
    return entity is not None and entity.kind is EntityKind.PERSON
