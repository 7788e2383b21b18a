"""What the words of a proposed passage say: the roles that no actor plays, read by the tables that the rules read with.

The models say who plays a part; which office, what sitting, which hostile act and how much, the passage itself says. A
passage that does not say what its kind is nothing without (an office without a title, a sitting of nothing, a figure
without a number) proposes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chancery.extract.learned.read import Passage
from chancery.extract.statements_figures import Amount, amount_reader
from chancery.extract.statements_office import office_of
from chancery.extract.statements_roles import entities, extent, name_at, phrase
from chancery.extract.statements_scene import Scene
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler

Roles = dict[str, tuple[Filler, ...]]

# the map of the lexicon that says what an event is, by kind
CALLED: Mapping[str, tuple[str, ...]] = {
    "conflict": ("hostile_noun", "hostile", "clash"),
    "greeting": ("greet_noun", "greet"),
}
NOUNS = frozenset({"NOUN", "PROPN"})
SHARES = ("percent", "times")  # units that count nothing themselves


def worded(scene: Scene, passage: Passage, roles: Roles) -> Roles | None:
    """``roles`` with what the words of ``passage`` say; None where they do not say what its kind needs."""
    read = {"gathering": _sitting, "office": _office, "figure": _amount, "agreement": _instrument}.get(passage.kind)
    if read is not None:
        return read(scene, passage, roles)
    for table in CALLED.get(passage.kind, ()):
        for i in _outward(passage):
            value = scene.rules.lexicon.value(table, scene.graph.lemma[i], pos=scene.graph.pos[i])
            if value:
                return {**roles, "what": (Filler(label=value, span=scene.characters(i, i)),)}
    return roles


def _outward(passage: Passage) -> Iterator[int]:
    """The words of a passage, its head first, then the nearer ones first."""
    yield from _near(passage.anchor, range(passage.first, passage.last + 1))


def _sitting(scene: Scene, passage: Passage, roles: Roles) -> Roles | None:
    """A sitting by its noun, and the organisation or the name that it is of."""
    graph = scene.graph
    nouns = scene.rules.lexicon.words("gathering_noun")
    act = next((i for i in _outward(passage) if graph.lemma[i] in nouns and graph.pos[i] in NOUNS), None)
    bodies = tuple(f for f in roles.get("of", ()) if _body(scene, f))
    kept = {role: fillers for role, fillers in roles.items() if role not in ("of", "what")}
    if act is None:
        return {**kept, "of": bodies} if bodies else None
    if not bodies:
        within = range(passage.first, passage.last + 1)
        bodies = next((own for i in _near(act, within) if (own := _bodies(scene, i))), ())
    named = name_at(scene, act) if not bodies else ""
    if bodies or named:
        kept["of"] = bodies or (Filler(label=named, span=scene.characters(act, act)),)
    kept["what"] = (Filler(label=phrase(scene, act, whole=False) or graph.text[act], span=scene.characters(act, act)),)
    return kept


def _near(i: int, within: range) -> list[int]:
    return sorted(within, key=lambda k: abs(k - i))


def _bodies(scene: Scene, i: int) -> tuple[Filler, ...]:
    """The organisations that word ``i`` names."""
    mention = scene.mention(i)
    if mention is None or mention.kind is not EntityKind.ORGANISATION:
        return ()
    return tuple(f for f in entities(scene, i, states=False) if _body(scene, f))


def _body(scene: Scene, filler: Filler) -> bool:
    entity = scene.entity(filler.entity) if filler.entity else None
    return entity is not None and entity.kind is EntityKind.ORGANISATION


def _office(scene: Scene, passage: Passage, roles: Roles) -> Roles | None:
    """The office by the title in the passage that its holder bears, or that stands without one."""
    (who,) = roles["who"]
    titles = dict.fromkeys(t for i in _outward(passage) if (t := scene.title(i)) is not None and t.title)
    title = next((t for t in titles if t.holder == who.entity), next((t for t in titles if t.holder is None), None))
    told = office_of(scene, title, who.entity or "") if title is not None else {}
    return {**roles, **told} if told.keys() & {"of", "to"} else None


def _amount(scene: Scene, passage: Passage, roles: Roles) -> Roles | None:
    """A figure's number and unit, and what it counts: the name of trade, else the phrase that the number hangs on."""
    graph = scene.graph
    amount = amount_reader(scene.context.pack).around(scene, passage.first, passage.last)
    if amount is None or not passage.first <= amount.end <= passage.last:
        return None
    out = {role: fillers for role, fillers in roles.items() if role not in ("of", "value", "unit")}
    out["value"] = (Filler(label=amount.value, span=scene.characters(amount.first, amount.end)),)
    if amount.unit:
        out["unit"] = (Filler(label=amount.unit, span=scene.characters(amount.first, amount.last)),)
    counted = _counted(scene, passage, amount)
    if counted is None:
        return None
    label = scene.rules.lexicon.value("trade_name", graph.lemma[counted], pos=graph.pos[counted])
    if not label and amount.first <= counted <= amount.last:
        last = max(amount.last, extent(scene, counted, whole=False)[1])
        label = " ".join(scene.characters(amount.end + 1, last).of(scene.context.document.text).split())
    label = label or phrase(scene, counted, whole=False)
    out["of"] = (Filler(label=label, span=scene.characters(counted, counted)),)
    return out


def _counted(scene: Scene, passage: Passage, amount: Amount) -> int | None:
    """The noun that ``amount`` counts: a quantity known by name, what is counted outright, or the subject above."""
    graph, sentence = scene.graph, scene.context.doc[passage.anchor].sent
    quantities = scene.rules.lexicon.words("trade_name")
    outside = [
        i for i in _near(amount.first, range(sentence.start, sentence.end)) if not amount.first <= i <= amount.last
    ]
    for i in outside:
        if graph.lemma[i] in quantities and graph.pos[i] in NOUNS:
            return i
    if amount.last > amount.end and amount.unit.islower() and amount.unit not in SHARES:
        return amount.last
    head = amount.last
    while graph.head[head] != head and graph.pos[head] not in ("VERB", "AUX"):
        head = graph.head[head]
    subjects = [k for k in graph.children[head] if graph.dep[k].startswith("nsubj") and graph.pos[k] in NOUNS]
    return next((k for k in subjects if k in outside), None)


def _instrument(scene: Scene, passage: Passage, roles: Roles) -> Roles | None:
    """An agreement with the instrument that the passage names."""
    if "instrument" in roles:
        return roles
    graph, words = scene.graph, scene.rules.lexicon.words("instrument")
    found = next((i for i in _outward(passage) if graph.lemma[i] in words and graph.pos[i] in NOUNS), None)
    if found is None:
        return roles
    label = name_at(scene, found) or phrase(scene, found, whole=False)
    return {**roles, "instrument": (Filler(label=label, span=scene.characters(found, found)),)} if label else roles
