"""Which way an expression without direction points: the tense of the clause it stands in.

From an annotated document the governing verb is asked; on bare text, the nearest cue of the language's ``[tense]``
table.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar

PAST, FUTURE = "past", "future"
_CLAUSE = re.compile(r"[.,:;!?…–—\n]")
_VERBS = ("VERB", "AUX")


def sentence(text: str, start: int, end: int, grammar: Grammar) -> tuple[int, int]:
    """Bounds of the sentence of bare ``text`` that holds ``text[start:end]``."""
    first = max(0, start - 600)
    for match in grammar.sentence_end.finditer(text, first, start):
        first = match.end()
    closing = grammar.sentence_end.search(text, end, min(len(text), end + 600))
    return first, closing.start() + 1 if closing else min(len(text), end + 600)


def clause(text: str, form: Form) -> tuple[str, int, int]:
    """``text`` with the bounds of the stretch between punctuation marks that holds the form."""
    first = max(
        (m.end() for m in _CLAUSE.finditer(text, max(0, form.start - 200), form.start)),
        default=max(0, form.start - 200),
    )
    closing = _CLAUSE.search(text, form.end, form.end + 200)
    return text, first, closing.start() if closing else min(len(text), form.end + 200)


def of_text(text: str, form: Form, grammar: Grammar) -> str | None:
    """ "past" or "future" by the nearest cue in the form's clause, else in its sentence; cues before it count as
    nearer."""
    return _cue(*clause(text, form), form, grammar) or _cue(
        text, *sentence(text, form.start, form.end, grammar), form, grammar
    )


def _cue(text: str, first: int, last: int, form: Form, grammar: Grammar) -> str | None:
    best: tuple[float, str] | None = None
    for name, pattern in ((FUTURE, grammar.future), (PAST, grammar.past)):
        for match in pattern.finditer(text, first, last):
            if match.start() >= form.end:
                gap = (match.start() - form.end) * 1.5
            elif match.end() <= form.start:
                gap = float(form.start - match.end())
            else:
                continue
            if best is None or gap < best[0]:
                best = gap, name
    return best[1] if best else None


def of_doc(
    doc: Doc, form: Form, futures: frozenset[str], *, plans: frozenset[str] = frozenset(), direct: bool = False
) -> str | None:
    """ "past" or "future" by the verb that governs the form's head; None if the tree does not say.

    ``futures`` are lemmas of auxiliaries that make a future, ``plans`` those of verbs whose infinitive is still to come
    ("decided to meet in June"). ``direct`` asks the nearest verb only and takes no answer from above an infinitive
    ("announced a visit to be paid in May" says nothing of May), nor from a bare participle below what is still to come
    ("will ban cars sold in 2030").
    """
    span = doc.char_span(form.start, form.end, alignment_mode="expand")
    if span is None:
        return None
    token: Token = span.root
    infinitive = False
    for _ in range(12):
        if token.pos_ in _VERBS and token.i not in range(span.start, span.end):
            if infinitive and token.lemma_.lower() in plans:
                return FUTURE
            found = _of_verb(token, futures)
            if direct and found == PAST and _to_come_above(token, futures):
                return None
            marked = _marked(token)
            if marked and found != FUTURE:
                found = FUTURE if token.dep_ == "acl" and not direct else None
            infinitive = marked or "Inf" in token.morph.get("VerbForm", [])
            if found or direct:
                return found
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _marked(verb: Token) -> bool:
    """Whether ``verb`` is an infinitive by its marker: "the summit to be held in May", "were they to meet in May"."""
    return any(child.dep_ == "mark" and child.pos_ == "PART" for child in verb.children)


def _to_come_above(verb: Token, futures: frozenset[str]) -> bool:
    """Whether ``verb`` is a participle that only describes something, below a verb that tells what is to come."""
    bare = verb.dep_.startswith("acl") and "Part" in verb.morph.get("VerbForm", [])
    if not bare or any(child.dep_.startswith("aux") for child in verb.children):
        return False
    above = (token for token in verb.ancestors if token.pos_ in _VERBS)
    return any(_of_verb(token, futures) == FUTURE or "Inf" in token.morph.get("VerbForm", []) for token in above)


def _of_verb(verb: Token, futures: frozenset[str]) -> str | None:
    helpers = [child for child in verb.children if child.dep_.startswith("aux") or child.dep_ == "cop"]
    for token in (*helpers, verb):
        if token.lemma_.lower() in futures or "Fut" in token.morph.get("Tense", []):
            return FUTURE
    for token in (*helpers, verb):
        if "Past" in token.morph.get("Tense", []) and {"Fin", "Part"} & set(token.morph.get("VerbForm", [])):
            return PAST
    return None
