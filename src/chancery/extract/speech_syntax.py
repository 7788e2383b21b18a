"""What attribution asks of a dependency tree (UD): the subject of a verb, the extent of a phrase or
clause.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from chancery.model.document import Span

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")
_CLAUSAL = frozenset({"acl:relcl", "acl:relative", "parataxis", "advcl"})
REACH = 400  # tokens of the longest clause that is collected
_EDGE = frozenset(["PUNCT", "SPACE"])


def has(token: Token, feature: str, value: str) -> bool:
    """Whether ``token`` has ``value`` among its values of a UD feature."""
    return value in token.morph.get(feature, [])


def sentence(token: Token) -> tuple[int, int]:
    """First index and end of the sentence of ``token``: spaCy's own ``sent`` looks through the whole document."""
    doc = token.doc
    start = end = token.i
    while start > 0 and not doc[start].is_sent_start:
        start -= 1
    end += 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return start, end


def relation(token: Token) -> str:
    """The relation of ``token`` without its subtype."""
    return token.dep_.partition(":")[0]


def subtree(token: Token, *, without: frozenset[str] = frozenset(), stop: frozenset[int] = frozenset()) -> list[Token]:
    """``token`` and all below it in order, leaving out branches whose relation is in ``without`` or whose
    index is in ``stop``; at most ``REACH`` tokens.
    """
    out: list[Token] = []
    agenda = [token]
    while agenda and len(out) < REACH:
        node = agenda.pop()
        out.append(node)
        agenda.extend(child for child in node.children if child.dep_ not in without and child.i not in stop)
    return sorted(out, key=lambda node: node.i)


def spans(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """The passages that ``tokens`` cover: runs of neighbouring tokens, trimmed of punctuation at their
    outer edges.
    """
    kept = sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i)
    while kept and kept[0].pos_ in _EDGE:
        kept.pop(0)
    while kept and kept[-1].pos_ in _EDGE:
        kept.pop()
    out: list[list[Token]] = []
    for token in kept:
        if token.pos_ == "SPACE":
            continue
        if out and _adjoins(out[-1][-1], token):
            out[-1].append(token)
        else:
            out.append([token])
    trimmed = (_trim(run) for run in out)
    return tuple(Span(start=run[0].idx, end=run[-1].idx + len(run[-1])) for run in trimmed if run)


def _adjoins(left: Token, right: Token) -> bool:
    """Whether only punctuation or white space stands between two tokens."""
    doc: Doc = left.doc
    return right.i - left.i <= 3 and all(doc[i].pos_ in _EDGE for i in range(left.i + 1, right.i))


def _trim(run: list[Token]) -> list[Token]:
    while run and run[0].pos_ in _EDGE:
        run = run[1:]
    while run and run[-1].pos_ in _EDGE:
        run = run[:-1]
    return run


def phrase(head: Token) -> Span:
    """A noun phrase as a source: its head with all modifiers but prepositions and relative clauses; one passage."""
    stop = frozenset(child.i for child in head.children if child.dep_ == "case")
    tokens = [token for token in subtree(head, without=_CLAUSAL, stop=stop) if token.pos_ != "SPACE"]
    run = [head]
    by_index = {token.i: token for token in tokens}
    for step in (-1, 1):
        at = head.i + step
        while at in by_index:
            run.append(by_index[at])
            at += step
    run = _trim(sorted(run, key=lambda token: token.i))
    if not run:
        run = [head]
    return Span(start=run[0].idx, end=run[-1].idx + len(run[-1]))


def subject(verb: Token) -> Token | None:
    """Who does what ``verb`` tells: its subject, that of the verb it is coordinated with or complements,
    the noun it modifies; None where the tree names nobody (a passive without agent).
    """
    node = verb
    for _ in range(8):
        own = [child for child in node.children if child.dep_ in _SUBJECTS]
        passive = any(child.dep_ in ("nsubj:pass", "aux:pass") for child in node.children)
        if passive:
            return next((child for child in node.children if child.dep_ in ("obl:agent",)), None)
        if own:
            return _antecedent(own[0], node)
        if node.dep_ in ("acl:relcl", "acl", "acl:relative"):
            return node.head
        if relation(node) in ("conj", "xcomp", "advcl", "aux", "cop", "ccomp") and node.head.i != node.i:
            if relation(node) == "ccomp" and not has(node, "VerbForm", "Inf"):
                return None
            node = node.head
            if node.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
                return None
            continue
        return None
    return None


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun a relative pronoun stands for, else the token itself."""
    if (token.pos_ == "PRON" and has(token, "PronType", "Rel")) or token.lemma_ in (
        "который",
        "who",
        "which",
        "that",
    ):
        node = verb
        for _ in range(4):
            if node.dep_ in ("acl:relcl", "acl", "acl:relative"):
                return node.head
            if node.head.i == node.i:
                break
            node = node.head
    return token
