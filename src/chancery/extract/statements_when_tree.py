"""Which expression of time in its own sentence dates a happening.

An expression dates what it hangs on. It reaches the match if the way up from it meets the match's own way up and does
not lead through a clause or a noun of its own: "spoke about preparations for the summit of 22 April" says nothing of
when they spoke. Of several the nearest counts, and one in the match's own conjunct before any in a sister.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from chancery.extract.statements_scene import Scene
from chancery.languages.pack import Pack
from chancery.model.statement import Status
from chancery.model.when import Granularity, TimeExpression, When

CLAUSES = frozenset({"acl:relcl", "acl", "advcl", "ccomp", "parataxis"})
# borders inside which something announced shares the time of its announcement: "… will travel to X, where he will …"
OPEN_TO_PLANS = CLAUSES
# states of affairs: the time of the clause that mentions them is not theirs
STANDING = frozenset({"conflict", "aid", "relations", "membership", "assessment", "figure"})
# what takes place once: "the first visit since May" is not of May
MOMENTARY = frozenset({"visit", "meeting", "agreement", "call", "credentials"})
PROMISES = frozenset({"commitment", "aid"})  # their time is that of fulfilment
SISTERS = frozenset({"conj", "parataxis"})
CONTENT = frozenset({"xcomp", "ccomp", "acl", "csubj"})  # what is promised, below the word of promising
REACH = 12
NOUNS = ("NOUN", "PROPN")
VERBS = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Words:
    """What the time of a statement asks of a language: ``times.toml``, table ``[happening]``."""

    apart: frozenset[str]  # prepositions that set a happening apart from the clause: "ahead of the summit"
    just: frozenset[str]  # adverbs of what ended a moment ago
    where: frozenset[str]  # relative adverbs that go on with the story: "to Warsaw, where he met …"
    setting: frozenset[str]  # prepositions of an occasion that dates its clause: "at the summit of 3 May"
    course: frozenset[str]  # prepositions of what was going on meanwhile: "during the war"
    since: frozenset[str]  # conjunctions of that from which a length is counted: "26 years since they met"
    mark: frozenset[str]  # verbs by which a round date is kept: "we mark 25 years of the treaty"
    years: frozenset[str]  # the noun that counts them
    then: frozenset[str]  # before a title: it was its holder's at the time that is told of
    lately: frozenset[str]  # of what was some time before: "his recent visit"


@cache
def words_of(pack: Pack) -> Words:
    """The words of a language that this module and its neighbour ask for."""
    table = pack.table("times").get("happening", {})
    return Words(**{name: frozenset(table.get(name, ())) for name in Words.__slots__})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: when was what stands at ``anchor``, whose match holds the tokens ``own``?"""

    anchor: int
    own: frozenset[int]
    kind: str
    status: Status


def expressions(scene: Scene, first: int, last: int, kind: str) -> Iterator[tuple[TimeExpression, range]]:
    """The dates between two tokens with their own tokens; the year of an anniversary dates nothing else, and a day
    within a name ("the Good Friday Agreement") dates nothing."""
    for expression in scene.context.times:
        if expression.when is None or expression.type not in ("DATE", "TIME"):
            continue
        if expression.ordinal is not None and kind != "anniversary":
            continue
        tokens = scene.tokens(expression.span)
        if not tokens or not first <= tokens[0] < last or _in_name(scene, tokens):
            continue
        if expression.when.method == "named" and not _meanwhile(scene, tokens):
            continue
        yield expression, tokens


def _in_name(scene: Scene, tokens: range) -> bool:
    """Whether the one word only tells which of its kind the name behind it means."""
    graph = scene.graph
    head = graph.head[tokens[0]]
    name = graph.pos[head] in NOUNS and scene.context.doc[head].text[:1].isupper() and head > tokens[0]
    return (
        len(tokens) == 1 and graph.pos[tokens[0]] == "PROPN" and graph.dep[tokens[0]] in ("compound", "flat") and name
    )


def _meanwhile(scene: Scene, tokens: range) -> bool:
    """Whether a happening that stands for its time is named as what was going on: "during the second war"."""
    graph = scene.graph
    head = next((t for t in tokens if graph.head[t] not in tokens or graph.head[t] == t), tokens[0])
    return graph.case(head) in words_of(scene.context.pack).course


def governed(scene: Scene, asked: Asked) -> When | None:
    """The expression nearest in the tree among those whose way up meets the match's own way up."""
    above = _above(scene, asked)
    sentence = scene.context.doc[asked.anchor].sent
    first = _fragment(scene, sentence.start)
    best: tuple[tuple[int, int], When, TimeExpression] | None = None
    for expression, tokens in expressions(scene, first, sentence.end, asked.kind):
        assert expression.when is not None
        if not _fits(scene, expression.when, asked) or _counts_from(expression, tokens, asked):
            continue
        if _gone(scene, expression.when, asked) and not _own_clause(scene, tokens, asked.anchor):
            continue  # a plan takes no time that is over from the clause before it
        steps = steps_to(scene, tokens, above, asked) if tokens[0] >= sentence.start else REACH
        if steps is None:
            continue
        rank = (steps, abs(tokens[0] - asked.anchor))
        if best is None or (rank < best[0] and not _keeps(best[1], expression)) or _keeps(expression.when, best[2]):
            best = rank, expression.when, expression
    return best[1] if best is not None else None


def _gone(scene: Scene, found: When, asked: Asked) -> bool:
    """Whether a plan would be dated by a time that is over."""
    today = scene.context.published
    return asked.status is Status.PLANNED and today is not None and found.upper is not None and found.upper < today


def _own_clause(scene: Scene, tokens: range, anchor: int) -> bool:
    """Whether the way up from the anchor to the expression's verb leads through no clause that only stands beside."""
    graph = scene.graph
    target = graph.head[next((t for t in tokens if graph.head[t] not in tokens), tokens[0])]
    inside = {tokens[0], target, graph.head[target]}
    i = anchor
    for _ in range(REACH):
        if i in inside or graph.head[i] == i:
            break
        if graph.dep[i] in SISTERS and graph.pos[i] in VERBS:
            return _beside(scene, tokens, anchor)
        i = graph.head[i]
    return True


def _counts_from(expression: TimeExpression, tokens: range, asked: Asked) -> bool:
    """Whether the expression is only the start of a stretch: "the first visit since 2015" is not of 2015, but "since
    May they have met twice" is of the time since."""
    since = expression.when is not None and expression.when.method == "bound.since"
    return since and asked.kind in MOMENTARY and tokens[0] > asked.anchor


def _fragment(scene: Scene, start: int) -> int:
    """The first token of a sentence that begins at ``start`` with what a full stop after an abbreviation ("in 2001-2009
    yrs. he was …", "On 3 May Minister Ann B. Lee met …") cut off before it: a verbless piece that ends in an expression
    of time or an initial."""
    doc, graph = scene.context.doc, scene.graph
    before = doc[start - 1].sent if start else None
    if before is None or any(graph.pos[i] in VERBS for i in range(before.start, before.end)):
        return start
    words = [i for i in range(before.start, before.end) if graph.pos[i] not in ("PUNCT", "SPACE")]
    abbreviated = bool(words) and words[-1] + 1 < start and doc[words[-1] + 1].text == "."
    if not abbreviated or "\n" in before.text.strip():
        return start
    initial = len(doc[words[-1]].text) == 1 and graph.pos[words[-1]] == "PROPN"
    cut = initial or any(words[-1] in scene.tokens(t.span) for t in scene.context.times)
    return before.start if cut else start


def _above(scene: Scene, asked: Asked) -> dict[int, int]:
    """The tokens on the match's way up with their distance: to the border of its clause, or beyond it for plans."""
    graph = scene.graph
    i = asked.anchor
    above = {i: 0}
    if asked.kind == "commitment":  # the time of its fulfilment hangs on what is promised
        return above | {k: 0 for k in graph.children[i] if graph.dep[k] in CONTENT and graph.pos[k] in VERBS}
    if graph.pos[i] in NOUNS and (
        (asked.kind in STANDING and asked.status is Status.ONGOING and graph.support_verb(i) is None)
        or graph.case(graph.first(i)) in words_of(scene.context.pack).apart
    ):
        return above
    for step in range(1, REACH):
        if graph.head[i] == i or (_border(scene, i) and not _passable(scene, i, asked.status)):
            break
        i = graph.head[i]
        above.setdefault(i, step)
    return above


def _border(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads a clause of its own; an infinitive of purpose is part of what it is the purpose of."""
    graph = scene.graph
    if graph.dep[i] not in CLAUSES or graph.pos[i] not in VERBS:
        return False
    infinitive = graph.feature(i, "VerbForm") == "Inf" or graph.case(i) == "to"
    return not (graph.dep[i] == "advcl" and infinitive)


def _passable(scene: Scene, i: int, status: Status) -> bool:
    """Whether the clause at ``i`` shares the time of the one above it."""
    graph = scene.graph
    if status is Status.PLANNED:
        return graph.dep[i] in OPEN_TO_PLANS
    if graph.dep[i] != "acl:relcl":
        return False
    onward = {graph.lemma[k] for k in graph.children[i] if graph.dep[k] == "advmod"}
    onward |= {graph.case(k) for k in graph.children[i] if graph.dep[k].startswith("obl") and k < i}
    return bool(onward & words_of(scene.context.pack).where)


def steps_to(scene: Scene, tokens: range, above: dict[int, int], asked: Asked) -> int | None:
    """How far the expression over ``tokens`` is from the match; None if something of its own stands between."""
    graph = scene.graph
    if _beside(scene, tokens, asked.anchor):
        return 1
    j = next((t for t in tokens if graph.head[t] not in tokens or graph.head[t] == t), tokens[0])
    for step in range(REACH):
        if j in above:
            return None if _of_other_conjunct(scene, j, tokens, asked) else above[j] + step
        if step and graph.pos[j] in NOUNS and j not in tokens and not _see_through(scene, j, asked):
            return None
        if graph.head[j] == j or (asked.kind not in PROMISES and _later_conjunct(scene, j, tokens[0], asked.anchor)):
            return None
        if _border(scene, j) and not (graph.head[j] == asked.anchor and graph.pos[asked.anchor] in NOUNS):
            return None  # but "the conference held in October" is dated by its participle
        j = graph.head[j]
    return None


def _later_conjunct(scene: Scene, j: int, at: int, anchor: int) -> bool:
    """Whether the expression at ``at``, on its way up at ``j``, stands with a verb that another only precedes: "met him
    and signed the accord on 3 May" dates the accord, also where the tree hangs the date on the first verb."""
    graph = scene.graph
    head = graph.head[j]
    if graph.pos[head] not in VERBS:
        return False
    if graph.dep[j] == "conj" and graph.pos[j] in VERBS:
        return at > max((k for k in graph.children[j] if k < j and graph.dep[k] in ("cc", "punct")), default=0)
    between = [k for k in graph.children[head] if head < k < at and graph.dep[k] == "conj" and graph.pos[k] in VERBS]
    return bool(between) and anchor < between[-1]


def _beside(scene: Scene, tokens: range, anchor: int) -> bool:
    """Whether the expression stands right after a noun and what belongs to it: "the visit of the President to Baku in
    May" is of May, whatever the tree hangs the month on."""
    graph = scene.graph
    if graph.pos[anchor] not in NOUNS:
        return False
    start = min([tokens[0], *(k for k in graph.children[tokens[-1]] if graph.dep[k] == "case")])
    i = start - 1
    for _ in range(REACH):  # back through what hangs, over nouns alone, on the noun
        if i == anchor:
            return True
        up, names = i, 0
        while up != anchor and graph.head[up] != up and graph.pos[graph.head[up]] in NOUNS and names < REACH:
            up, names = graph.head[up], names + 1
        if up != anchor or i < anchor:
            return False
        i -= 1
    return False


def _see_through(scene: Scene, noun: int, asked: Asked) -> bool:
    """Whether a noun on the way from an expression to the match lets it pass: a part of the match, a name it holds
    (dates are often hung on the place), or the occasion on which it was done."""
    graph = scene.graph
    if noun in asked.own:
        return True
    mention = scene.mention(noun)
    if mention is not None and any(token in asked.own for token in scene.tokens(mention.span)):
        return True
    if graph.head[noun] in asked.own and graph.pos[noun] == "PROPN":
        return True
    words = words_of(scene.context.pack)
    occasion = graph.dep[noun].startswith("obl") and graph.case(noun) in words.setting
    return occasion or (graph.pos[noun] == "PROPN" and mention is not None and graph.pos[graph.head[noun]] in VERBS)


def _of_other_conjunct(scene: Scene, meeting: int, tokens: range, asked: Asked) -> bool:
    """Whether the expression belongs to an earlier verb that the match's own, with a subject of its own, only follows:
    "announced it in December, and the ministers have met"."""
    graph = scene.graph
    i = asked.anchor
    while i != meeting and graph.head[i] != i:
        if graph.dep[i] == "conj" and graph.pos[i] in VERBS:
            own = any(graph.dep[k].startswith("nsubj") for k in graph.children[i])
            if own and meeting < tokens[0] < i:
                return True
        i = graph.head[i]
    return False


def _fits(scene: Scene, found: When, asked: Asked) -> bool:
    """Whether a happening of this status can have been then."""
    today = scene.context.published
    if today is None:
        return True
    if asked.status is Status.DONE and scene.graph.pos[asked.anchor] not in NOUNS:
        return found.lower is None or found.lower <= today
    if asked.kind in PROMISES and asked.status in (Status.PLANNED, Status.ONGOING):
        return found.upper is None or found.upper > today
    return True


def _keeps(one: When, other: TimeExpression) -> bool:
    """Whether ``one`` is the day on which the anniversary ``other``, known by its year, is kept; "today we mark" says
    no more than the year."""
    year = other.when
    if other.ordinal is None or year is None or one.method.startswith("deictic") or one.granularity is Granularity.YEAR:
        return False
    return bool(one.lower and one.upper and year.lower and year.upper) and year.meets(one)
