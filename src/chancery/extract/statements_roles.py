"""From the captures of a match to the fillers of a kind's roles.

Persons stay persons where the kind takes persons and become the states (or organisations) they act for where it takes
those; coordinations are distributed; a role that takes text gets the phrase, trimmed of clauses that only decorate it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from chancery.extract.statements_scene import Scene
from chancery.model.document import Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler, Role
from chancery.rules import Bound, Match, fixed_value

# roles that one entity cannot both fill: whoever acts is not who is acted on
OPPOSED = {"against": "by", "to": "from|by|who", "receives": "sends"}
LONG = 160  # characters of a text filler
NAME_PARTS = frozenset({"compound", "amod", "flat", "nmod:poss", "nmod", "nmod:desc", "nummod"})
DECORATION = frozenset({"acl:relcl", "parataxis", "punct", "discourse"})


SPECIAL: Mapping[str, Callable[[Scene, Span], tuple[str, ...]]] = {
    "@speaker": lambda scene, span: scene.voice(span),
    "@addressee": lambda scene, span: scene.addressees(span),
    "@pair": lambda scene, span: scene.pair(span),
    "@organisation": lambda scene, span: scene.organisation_before(span),
}


def captures(match: Match) -> dict[str, list[Bound]]:
    """The bound nodes that fill each role (and ``place``)."""
    rule = match.rule
    out: dict[str, list[Bound]] = {}
    for role in (*rule.gives.roles, "place"):
        names = rule.roles.get(role, (role,))
        bound = [match.nodes[name] for name in names if name in match.nodes]
        if bound:
            out[role] = bound
    return out


def fill(scene: Scene, match: Match) -> dict[str, tuple[Filler, ...]]:
    """The fillers of every role that ``match`` captures or its rule sets."""
    kind = match.rule.gives
    out: dict[str, tuple[Filler, ...]] = {}
    bound = captures(match)
    for name, role in kind.roles.items():
        special = SPECIAL.get(match.rule.fixed.get(name, ""))
        if special is not None:
            found_ids = special(scene, scene.characters(match.anchor, match.anchor))
            actors = [a for a in (scene.state_of(i) if role.takes == "state" else i for i in found_ids) if a]
            if actors:
                out[name] = tuple(Filler(label=scene.caption(a), entity=a) for a in dict.fromkeys(actors))
        elif name in match.rule.fixed:
            words = {
                node: (
                    b.key.lemma if b.key else scene.graph.lemma[b.token],
                    b.key.particle if b.key else "",
                    scene.graph.pos[b.token],
                )
                for node, b in match.nodes.items()
            }
            value = fixed_value(match.rule, name, scene.rules.lexicon, words)
            if value:
                out[name] = (Filler(label=value),)
        if name in bound and name not in out and special is None:
            found: dict[str, Filler] = {}
            for node in bound[name]:
                title = _name(match, node)
                fillers = _title(scene, node.token) if name == "office" else []
                each = match.rule.each == title
                fillers = fillers or list(_fillers(scene, role, node.token, match.anchor, each=each))
                if not fillers and title in match.rule.open and name_at(scene, node.token):
                    fillers = [Filler(label=name_at(scene, node.token), span=scene.characters(node.token, node.token))]
                for filler in fillers:
                    found.setdefault(filler.entity or filler.label, filler)
            if found:
                out[name] = tuple(found.values())
    return _consistent(out)


def _title(scene: Scene, token: int) -> list[Filler]:
    """The office that the title at ``token`` names, by its canonical title; empty if it lies in none."""
    title = scene.title(token)
    return [Filler(label=title.title, span=title.span)] if title is not None and title.title else []


def _name(match: Match, node: Bound) -> str:
    return next(name for name, other in match.nodes.items() if other is node)


def _fillers(scene: Scene, role: Role, token: int, anchor: int, *, each: bool) -> Iterable[Filler]:
    conjuncts = (token,) if each else scene.graph.conjuncts(token)
    if role.takes in ("text", "number"):
        text = phrase(scene, token, anchor, whole=not each)
        if role.takes == "text" and not role.values and _time(scene, extent(scene, token, anchor, whole=not each)):
            return  # "Next year we will celebrate": when, not what
        if text and (not role.values or text in role.values):
            yield Filler(label=text, span=scene.characters(token, token))
        return
    if not each:
        conjuncts = tuple(dict.fromkeys(k for one in conjuncts for k in scene.list_of(one)))
    for one in conjuncts:
        yield from entities(scene, one, states=role.takes == "state")


def entities(scene: Scene, token: int, *, states: bool) -> list[Filler]:
    """Whom the phrase at ``token`` stands for, as fillers; as their states if ``states``."""
    out = []
    for id in scene.stands_for(token):
        actor = _actor(scene, id) if states else id
        if actor is not None:
            out.append(Filler(label=scene.caption(actor), entity=actor, span=scene.characters(token, token)))
    return out


def _actor(scene: Scene, id: str) -> str | None:
    """The state or organisation that ``id`` acts for or lies in: a town is its state where states are meant."""
    entity = scene.entity(id)
    if entity is not None and entity.kind is EntityKind.PLACE and entity.state:
        return entity.state
    return scene.state_of(id)


def phrase(scene: Scene, token: int, anchor: int | None = None, *, whole: bool = True) -> str:
    """The phrase at ``token`` as text: its subtree without relative clauses, cut at ``LONG`` characters."""
    first, last = extent(scene, token, anchor, whole=whole)
    span = scene.characters(first, last)
    text = " ".join(span.of(scene.context.document.text).split())
    if len(text) > LONG:
        text = text[:LONG].rsplit(" ", 1)[0]
    ids = scene.stands_for(token) if scene.named(token) else ()
    if len(ids) == 1 and last - first <= 4:
        entity = scene.entity(ids[0])
        if entity is not None and entity.kind in (
            EntityKind.STATE,
            EntityKind.ORGANISATION,
            EntityKind.PERSON,
        ):
            return entity.caption
    return text.strip(" ,;:—–-")


def name_at(scene: Scene, token: int) -> str:
    """The proper name headed by ``token`` as it stands: "Munich Security Conference", "Summit of the Americas"."""
    graph = scene.graph
    first = last = token
    for child in sorted(graph.children[token], reverse=True):
        dep = graph.dep[child]
        if dep in NAME_PARTS and child < first and graph.span(child)[1] == first - 1 and graph.case(child) == "":
            if scene.context.doc[child].is_lower:
                break
            first = child if scene.context.doc[graph.span(child)[0]].is_lower else graph.span(child)[0]
    for child in sorted(graph.children[token]):
        named = graph.pos[child] == "PROPN" or scene.context.doc[child].is_title
        joins = graph.case(child) in scene.rules.lexicon.words("name_preposition")
        if child > token and graph.dep[child] == "nmod" and named and joins:
            last = max(last, extent(scene, child, whole=True)[1])
            break
    text = scene.characters(first, last).of(scene.context.document.text)
    return " ".join(text.split()).strip(" -–—•") if last > first else ""


def extent(scene: Scene, token: int, anchor: int | None = None, *, whole: bool = True) -> tuple[int, int]:
    """First and last token of the phrase at ``token`` without what merely decorates it, and without what is said anew
    in the words of the match's ``anchor`` ("the 10th anniversary of the treaty and the 20th anniversary of …")."""
    graph = scene.graph
    first = last = token
    for child in graph.children[token]:
        dep = graph.dep[child]
        if dep in DECORATION or (dep == "conj" and not whole) or dep in ("cc", "case", "mark"):
            continue
        if (
            dep == "conj"
            and graph.pos[child] == "VERB"
            and any(graph.dep[k].startswith("nsubj") for k in graph.children[child])
        ):
            continue  # a new clause, not part of the phrase
        if dep == "conj" and anchor is not None and _anew(scene, child, anchor):
            continue
        a, b = extent(scene, child, anchor)
        first, last = min(first, a), max(last, b)
    return first, last


def _anew(scene: Scene, conjunct: int, anchor: int) -> bool:
    """Whether a conjunct after ``anchor`` holds the anchor's own noun again: the next of a list, not part of this."""
    graph = scene.graph
    first, last = graph.span(conjunct)
    return (
        graph.pos[anchor] == "NOUN"
        and anchor < first
        and any(graph.lemma[k] == graph.lemma[anchor] and graph.pos[k] == "NOUN" for k in range(first, last + 1))
    )


def _time(scene: Scene, tokens: tuple[int, int]) -> bool:
    """Whether a phrase is nothing but a time."""
    span = scene.characters(*tokens)
    return any(time.span.covers(span) for time in scene.context.times)


def _consistent(roles: dict[str, tuple[Filler, ...]]) -> dict[str, tuple[Filler, ...]]:
    """Drop from a receiving role whoever also fills the acting one."""
    for receiving, acting in OPPOSED.items():
        if receiving not in roles:
            continue
        actors = {f.entity for name in acting.split("|") for f in roles.get(name, ()) if f.entity}
        left = tuple(f for f in roles[receiving] if f.entity not in actors)
        if left:
            roles[receiving] = left
        else:
            del roles[receiving]
    return roles


def states_of(scene: Scene, fillers: tuple[Filler, ...]) -> tuple[Filler, ...]:
    """The states that ``fillers`` are or act for, each once."""
    found: dict[str, Filler] = {}
    for filler in fillers:
        state = scene.state_of(filler.entity) if filler.entity else None
        if state is not None:
            found.setdefault(state, Filler(label=scene.caption(state), entity=state, span=filler.span))
    return tuple(found.values())
