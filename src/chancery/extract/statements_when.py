"""The time of a statement: the expression its happening is told with, else what document and sentence before imply.

An expression dates what it hangs on. It reaches the match if the way up from it meets the match's own way up and does
not lead through a clause or a noun of its own: "spoke about preparations for the summit of 22 April" says nothing of
when they spoke. What is announced in a sentence without a time of its own ("he will also meet …") takes place at the
time of the sentence before; what is under way is so on the day of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from chancery.extract.statements_scene import Scene
from chancery.extract.status import status_reader
from chancery.languages.pack import Pack
from chancery.model.statement import Status
from chancery.model.when import Granularity, TimeExpression, When, days

CLAUSES = frozenset({"acl:relcl", "acl", "advcl", "ccomp", "parataxis"})
# borders inside which something announced shares the time of its announcement: "… will travel to X, where he will …"
OPEN_TO_PLANS = frozenset({"acl:relcl", "acl", "advcl", "ccomp", "parataxis"})
UNTIMED = frozenset({"position", "assessment", "request", "obstacle", "cooperation"})
# states of affairs: the time of the clause that mentions them is not theirs
STANDING = frozenset({"conflict", "aid", "relations", "membership", "assessment", "figure"})
# what has a time of its own, which a text may tell one sentence earlier
HAPPENINGS = frozenset({"visit", "meeting", "gathering", "agreement", "call", "credentials"})
PROMISES = frozenset({"commitment", "aid"})  # their time is that of fulfilment
# what a document reports as of its own day, and what is told with the day it is done on
REPORTED = frozenset({"meeting", "call", "visit", "agreement"})
PERFORMED = frozenset({"greeting"})
UNDER_WAY = frozenset({"visit", "meeting", "call", "gathering", "chairmanship", "credentials"})
MOMENTS = frozenset({"appointed", "elected", "dismissed", "resigned", "nominated"})
REACH = 12
NOUNS = ("NOUN", "PROPN")
VERBS = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Words:
    """What this module asks of a language: ``times.toml``, table ``[happening]``."""

    apart: frozenset[str]  # prepositions that set a happening apart from the clause: "ahead of the summit"
    just: frozenset[str]  # adverbs of what ended a moment ago
    where: frozenset[str]  # relative adverbs that go on with the story: "to Warsaw, where he met …"
    setting: frozenset[str]  # prepositions of an occasion that dates its clause: "at the summit of 3 May"


@cache
def _words(pack: Pack) -> Words:
    table = pack.table("times").get("happening", {})
    return Words(*(frozenset(table.get(name, ())) for name in ("apart", "just", "where", "setting")))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: when was what stands at ``anchor``, whose match holds the tokens ``own``?"""

    anchor: int
    own: frozenset[int]
    kind: str
    status: Status


def when(
    scene: Scene, anchor: int, kind: str, status: Status, own: frozenset[int] = frozenset(), action: str = ""
) -> When | None:
    """The time of the happening at token ``anchor`` of a match over the tokens ``own``; None if the text gives none.

    ``action`` is the closed value that makes an office a moment ("appointed") or a stretch ("former").
    """
    asked = Asked(anchor, own | {anchor}, kind, status)
    timed = kind not in UNTIMED or status is Status.DONE
    jubilee = _commemorated(scene, asked)
    if jubilee is not None:
        return jubilee
    found = _governed(scene, asked) if timed else None
    if found is None and timed and kind in HAPPENINGS:
        found = _carried(scene, asked)
    if found is not None:
        return _closed(scene, found, status, action)
    return scene.published() if _today(scene, asked) else None


# --- what the document's own day implies ---


def _today(scene: Scene, asked: Asked) -> bool:
    kind, status = asked.kind, asked.status
    if status is Status.ONGOING:
        return kind in UNDER_WAY
    if status is not Status.DONE:
        return False
    if kind in PERFORMED or _just(scene, asked.anchor):
        return True
    title = scene.in_title(scene.characters(asked.anchor, asked.anchor))
    return kind in REPORTED and (title or scene.reported(asked.anchor))


def _just(scene: Scene, anchor: int) -> bool:
    """Whether it "has just" been done."""
    graph, words = scene.graph, _words(scene.context.pack)
    verb = graph.support_verb(anchor)
    return any(
        graph.lemma[k] in words.just and graph.dep[k] == "advmod"
        for i in (anchor, verb)
        if i is not None
        for k in graph.children[i]
    )


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


# --- what the sentence says ---


def _expressions(scene: Scene, first: int, last: int, kind: str) -> Iterator[tuple[TimeExpression, range]]:
    """The dates between two tokens with their own tokens; the year of an anniversary dates nothing else."""
    for expression in scene.context.times:
        if expression.when is None or expression.type not in ("DATE", "TIME"):
            continue
        if expression.ordinal is not None and kind != "anniversary":
            continue
        tokens = scene.tokens(expression.span)
        if tokens and first <= tokens[0] < last:
            yield expression, tokens


def _governed(scene: Scene, asked: Asked) -> When | None:
    """The expression nearest in the tree among those whose way up meets the match's own way up."""
    above = _above(scene, asked)
    sentence = scene.context.doc[asked.anchor].sent
    first = _fragment(scene, sentence.start)
    best: tuple[tuple[int, int], When, TimeExpression] | None = None
    for expression, tokens in _expressions(scene, first, sentence.end, asked.kind):
        assert expression.when is not None
        if not _fits(scene, expression.when, asked):
            continue
        steps = _steps(scene, tokens, above, asked) if tokens[0] >= sentence.start else REACH
        if steps is None:
            continue
        rank = (steps, abs(tokens[0] - asked.anchor))
        if best is None or (rank < best[0] and not _keeps(best[1], expression)) or _keeps(expression.when, best[2]):
            best = rank, expression.when, expression
    return best[1] if best is not None else None


def _fragment(scene: Scene, start: int) -> int:
    """The first token of a sentence that begins at ``start`` with what a full stop after an abbreviation ("in 2001-2009
    yrs. he was …") cut off before it: a verbless piece that ends in an expression of time."""
    doc, graph = scene.context.doc, scene.graph
    before = doc[start - 1].sent if start else None
    if before is None or any(graph.pos[i] in VERBS for i in range(before.start, before.end)):
        return start
    words = [i for i in range(before.start, before.end) if graph.pos[i] not in ("PUNCT", "SPACE")]
    abbreviated = bool(words) and words[-1] + 1 < start and doc[words[-1] + 1].text == "."
    if not abbreviated or "\n" in before.text.strip():
        return start
    return before.start if any(words[-1] in scene.tokens(t.span) for t in scene.context.times) else start


def _commemorated(scene: Scene, asked: Asked) -> When | None:
    """The year of what an anniversary is of: "the 25th anniversary of the signing", told in 2022, is of 1997."""
    graph = scene.graph
    if asked.kind == "anniversary" or asked.status is not Status.DONE or graph.pos[asked.anchor] not in NOUNS:
        return None
    sentence = scene.context.doc[asked.anchor].sent
    for expression, tokens in _expressions(scene, sentence.start, sentence.end, "anniversary"):
        year = expression.when.lower.year if expression.when and expression.when.lower else None
        if expression.ordinal is None or year is None or year - expression.ordinal < 1000:
            continue
        i = asked.anchor
        for _ in range(4):
            i = graph.head[i]
            if i in tokens:
                origin = f"{year - expression.ordinal:04d}"
                lower, upper = days(origin)
                return When(
                    edtf=origin,
                    lower=lower,
                    upper=upper,
                    granularity=Granularity.YEAR,
                    method="anniversary",
                    span=expression.span,
                )
            if graph.pos[i] not in NOUNS:
                break
    return None


def _keeps(one: When, other: TimeExpression) -> bool:
    """Whether ``one`` is the day on which the anniversary ``other``, known by its year, is kept; "today we mark" says
    no more than the year."""
    year = other.when
    if other.ordinal is None or year is None or one.method.startswith("deictic") or one.granularity is Granularity.YEAR:
        return False
    return bool(one.lower and one.upper and year.lower and year.upper) and year.meets(one)


def _above(scene: Scene, asked: Asked) -> dict[int, int]:
    """The tokens on the match's way up with their distance: to the border of its clause, or beyond it for plans."""
    graph = scene.graph
    i = asked.anchor
    above = {i: 0}
    if graph.pos[i] in NOUNS and (
        (asked.kind in STANDING and asked.status is Status.ONGOING and graph.support_verb(i) is None)
        or graph.case(graph.first(i)) in _words(scene.context.pack).apart
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
    return bool(onward & _words(scene.context.pack).where)


def _steps(scene: Scene, tokens: range, above: dict[int, int], asked: Asked) -> int | None:
    """How far the expression over ``tokens`` is from the match; None if something of its own stands between."""
    graph = scene.graph
    j = next((t for t in tokens if graph.head[t] not in tokens or graph.head[t] == t), tokens[0])
    for step in range(REACH):
        if j in above:
            return None if _of_other_conjunct(scene, j, tokens, asked) else above[j] + step
        if step and graph.pos[j] in NOUNS and j not in tokens and not _see_through(scene, j, asked):
            return None
        if graph.head[j] == j:
            return None
        if _border(scene, j) and not (graph.head[j] == asked.anchor and graph.pos[asked.anchor] in NOUNS):
            return None  # but "the conference held in October" is dated by its participle
        j = graph.head[j]
    return None


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
    words = _words(scene.context.pack)
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
        for expression, tokens in _expressions(scene, first, last, asked.kind)
        if expression.when is not None
        and expression.when.lower is not None
        and expression.when.upper is not None
        and (today is None or expression.when.upper >= today)
        and (above is None or _steps(scene, tokens, above, asked) is not None)
    ]
