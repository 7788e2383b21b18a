"""Attribution without a verb of saying: "according to X", "her hope that …", "X: …" in a headline."""

from __future__ import annotations

import re

from spacy.tokens import Token

from chancery.extract.speech_attribution import Attribution, made
from chancery.extract.speech_quoted import Scene
from chancery.extract.speech_syntax import has, relation, sentence, subject, subtree
from chancery.extract.speech_verbs import can_speak, said_clause
from chancery.extract.speech_words import CueWords
from chancery.model.discourse import SpeechMode
from chancery.model.document import Block, Span

_HEADLINE = re.compile(r"(?P<source>[^:«»“”\"?!\n]{2,90}?)\s?:\s+(?P<said>\S.{8,})", re.DOTALL)
_HEADLINE_END = re.compile(r"[«“\"](?P<said>[^«»“”\"\n]{8,})[»”\"],?\s[–—-]\s(?P<source>[^:«»“”\"?!\n]{2,90})$")


def by_phrase(token: Token, cues: CueWords) -> Attribution | None:
    """ "According to X", "по словам X", "по его мнению": a phrase and the clause it belongs to."""
    text = token.lower_
    doc = token.doc
    for words in cues.according:
        if words[-1] != text:
            continue
        start = token.i - len(words) + 1
        between: Token | None = None
        if start < 0 or tuple(doc[i].lower_ for i in range(start, token.i + 1)) != words:
            start -= 1
            if (
                len(words) != 2
                or start < 0
                or doc[start].lower_ != words[0]
                or doc[token.i - 1].pos_ not in ("PRON", "DET")
            ):
                continue
            between = doc[token.i - 1]
        anchor = token if token.pos_ in ("NOUN", "PROPN") else token.head
        if token.pos_ in ("NOUN", "PROPN"):
            source = between or next(
                (c for c in token.children if c.dep_ in ("nmod", "nmod:poss", "det") and c.i > token.i), None
            )
        else:
            first = doc[start]
            anchor = first.head if first.dep_ == "case" else (token.head if token.dep_ in ("case", "fixed") else token)
            if anchor.i <= token.i:
                anchor = next(
                    (
                        doc[i]
                        for i in range(token.i + 1, min(token.i + 6, len(doc)))
                        if doc[i].pos_ in ("NOUN", "PROPN", "PRON")
                    ),
                    anchor,
                )
            source = anchor if anchor.i > token.i else None
        low, high = sentence(token)
        host = anchor.head
        speaks = words not in cues.by_document or (source is not None and can_speak(source, cues))
        if source is not None and (not speaks or has(source, "Person", "1") or source.lemma_.lower() in cues.no_source):
            return None
        if source is None or not low <= anchor.i < high or host.i == anchor.i or not low <= host.i < high:
            return None
        top = host
        for _ in range(20):
            if (
                top.pos_ in ("VERB", "AUX", "ADJ", "ADV")
                or top.head.i == top.i
                or relation(top) in ("ccomp", "parataxis", "advcl", "conj")
            ):
                break
            top = top.head
        content = [t for t in subtree(top, stop=frozenset({anchor.i})) if low <= t.i < high]
        if not content:
            return None
        return made(
            token,
            source,
            [doc[i] for i in range(start, token.i + 1) if between is None or i != between.i],
            content,
        )
    return None


def by_noun(noun: Token, cues: CueWords) -> Attribution | None:
    """A noun of saying or thinking with its clause: "the minister's hope that …"."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in cues.noun:
        return None
    clause = said_clause(noun, cues)
    if clause is None:
        return None
    owner = next(
        (
            c
            for c in noun.children
            if c.dep_ in ("nmod:poss", "nmod", "det") and c.pos_ in ("NOUN", "PROPN", "PRON") and _can_own(c)
        ),
        None,
    )
    verb = noun.head if relation(noun) in ("obj", "obl", "nsubj") and noun.head.pos_ == "VERB" else None
    if owner is None and verb is not None and relation(noun) != "nsubj":
        owner = subject(verb)
    if owner is None:
        return None
    return made(noun, owner, [noun], subtree(clause))


def _can_own(token: Token) -> bool:
    return token.dep_ == "nmod:poss" or has(token, "Case", "Gen") or has(token, "Poss", "Yes")


def headline(scene: Scene, block: Block) -> Attribution | None:
    """A headline in the form "Source: what is said" or "“What is said” – source"."""
    doc = scene.doc
    found = _HEADLINE.match(scene.text, block.span.start, block.span.end) or _HEADLINE_END.match(
        scene.text, block.span.start, block.span.end
    )
    if not found:
        return None
    source = Span(start=found.start("source"), end=found.end("source"))
    tokens = doc.char_span(source.start, source.end, alignment_mode="contract")
    if tokens is None or not len(tokens) or len(tokens) > 14:
        return None
    if any(has(t, "VerbForm", "Fin") for t in tokens) or not any(t.pos_ in ("PROPN", "NOUN") for t in tokens):
        return None
    said = found.group("said").rstrip()
    start, end = found.start("said"), found.start("said") + len(said)
    mode = SpeechMode.INDIRECT if found.re is _HEADLINE else SpeechMode.DIRECT
    if said[0] in '«“"' and (close := max(said.rfind(mark) for mark in '»”"')) > 1:
        start, end = start + 1, found.start("said") + close
        mode = SpeechMode.DIRECT
    head = tokens.root
    if not can_speak(head, scene.cues):
        return None
    return Attribution(
        mode=mode, content=(Span(start=start, end=end),), source=source, source_head=head.i, headline=True
    )
