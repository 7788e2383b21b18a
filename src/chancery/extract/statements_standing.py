"""Whom a word stands for that names somebody else: a capital its government, "his colleague" the other of the two who
take part, a person nobody knows the state whose envoy he is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chancery.model.entity import EntityKind

if TYPE_CHECKING:
    from chancery.extract.statements_referents import Referents

ANNOUNCED = frozenset({"appos", "flat", "flat:name", "nmod"})


def government(scene: Referents, i: int, id: str) -> str | None:
    """The state whose government the name of a capital stands for at token ``i``: it acts, is spoken to, or is one
    of two parties; None for a town as such."""
    graph, words = scene.graph, scene.rules.lexicon.words
    entity = scene.entity(id)
    if not words("sited") or entity is None or entity.kind is not EntityKind.PLACE or not entity.state:
        return None
    first = graph.first(i)
    head, dep = graph.lemma[graph.head[first]], graph.dep[first]
    pos, case = graph.pos[graph.head[first]], graph.case(first)
    acts = dep == "nsubj" and (
        (pos == "VERB" and head not in words("sited")) or (pos == "ADJ" and head in words("minded"))
    )
    spoken_to = (dep in ("iobj", "obl") and case == "Dat") or (dep == "obj" and head in words("spoken_to"))
    if not (acts or spoken_to or case in words("party_preposition")) or not _capital(scene, id):
        return None
    return entity.state


def _capital(scene: Referents, id: str) -> bool:
    """Whether a place is the seat of its state's government."""
    entity = scene.entity(id)
    links = scene.context.knowledge.lookup(entity.caption, "en") if entity is not None else ()
    return any(entity and link.method in ("capital", "metonym") and link.entity == entity.state for link in links)


def counterpart(scene: Referents, i: int) -> tuple[str, ...]:
    """Of the two who take part the one that is not the subject of the clause of ``i``: "asked his colleague";
    nobody where the phrase says whose or which others it means."""
    graph = scene.graph
    if any(graph.dep[k] in ("nmod", "amod", "acl:relcl", "acl") and scene.stands_for(k) for k in graph.children[i]):
        return ()
    at = graph.first(i)
    for _ in range(6):
        if graph.head[at] == at:
            break
        at = graph.head[at]
        own = {s for k in graph.agents(at) if k != i for s in scene.states(scene.stands_for(k))}
        if own:
            others = tuple(id for id in scene.participants if scene.state_of(id) not in {*own, None})
            return others if own & set(scene.states(scene.participants)) and len(others) == 1 else ()
    return ()


def announced(scene: Referents, id: str) -> str | None:
    """The state that the noun announcing a person names: "the envoy of Kenya, Jane Roe", "своим датским
    коллегой"."""
    graph = scene.graph
    announcing = scene.rules.lexicon.words("counterpart") | scene.rules.lexicon.words("office_noun")
    for head, mention in scene.named_tokens():
        noun = graph.head[head]
        if id not in mention.entities or noun == head or graph.dep[head] not in ANNOUNCED:
            continue
        if graph.pos[noun] != "NOUN" or graph.lemma[noun] not in announcing:
            continue
        inside = [k for k in graph.descendants(noun) if k not in graph.descendants(head) and k != head]
        for k in sorted(inside, key=lambda k: (k > noun, k)):
            owner = scene.named_at(k)
            if owner is not None and owner.kind is EntityKind.STATE and len(owner.entities) == 1:
                return owner.entities[0]
    return None


def country(scene: Referents, i: int) -> tuple[str, ...]:
    """The state that a bare word for one ("the country", "правительство") stands for at token ``i``: of "our" that
    of whoever speaks, of "his" that of the person, of "this" the one named last;
    else, in words reported, that of the speaker."""
    graph, words = scene.graph, scene.rules.lexicon.words
    if graph.feature(i, "Number") != "Sing":
        return ()
    below = [k for k in graph.children[i] if graph.dep[k] in ("det", "amod", "nmod", "nmod:poss", "nummod", "appos")]
    if len(below) > 1:
        return ()
    own = scene.voice(scene.characters(i, i))
    speaker = tuple(scene.states(own)) if len(own) == 1 else ()
    if not below:
        return speaker if scene.speaker(scene.characters(i, i)) is not None else ()
    if graph.lemma[below[0]] in words("our"):
        return speaker
    if graph.lemma[below[0]] in words("that"):
        before = [mention for at, mention in scene.named_tokens() if at < i and mention.kind is EntityKind.STATE]
        return before[-1].entities if before and len(before[-1].entities) == 1 else ()
    whose = scene.stands_for(below[0]) if graph.pos[below[0]] in ("DET", "PRON") else ()
    return tuple(scene.states(whose)) if len(whose) == 1 else ()
