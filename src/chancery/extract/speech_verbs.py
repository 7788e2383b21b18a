"""Attribution by a verb of saying: its subject, what is said, and which of them makes sense."""

from __future__ import annotations

from spacy.tokens import Token

from chancery.extract.speech_attribution import Attribution, made
from chancery.extract.speech_syntax import has, relation, sentence, subject, subtree
from chancery.extract.speech_words import CueWords

BESIDE = 5  # tokens between a verb of saying and its comma with a complementiser, or its colon
_QUOTES = frozenset('«“"„')


def by_verb(verb: Token, cues: CueWords) -> Attribution | None:
    """A verb of saying, or "is sure", and what is said."""
    lemma = verb.lemma_.lower()
    if not _says(verb, cues) or lemma in cues.refuse or _refused(verb, cues):
        return None
    if _denied(verb) and lemma not in cues.double:
        return None
    source = subject(verb) if verb.pos_ in ("VERB", "AUX", "ADJ") else _right_of(verb)
    if source is None or source.lemma_.lower() in cues.no_source:
        source = _nominative_beside(verb) or where_it_says(verb, cues)
    cue, content = _said(verb, source, cues)
    if not content:
        return None
    if source is None and (has(verb, "Person", "1") or has(verb, "VerbForm", "Inf")):
        return None  # "let us recall that …", "it should be noted that …" are the narrator's
    if source is not None and (not can_speak(source, cues) or has(source, "Person", "1") or has(source, "Person", "2")):
        return None
    found = made(verb, source, cue, content)
    if found is not None and found.source is None and relation(verb) in ("parataxis", "advcl"):
        return None  # what a parenthetical cue says cannot hold its source
    return found


def _says(token: Token, cues: CueWords) -> bool:
    """Whether a token can be the verb of an attribution: a verb of saying, "sure", "gave to understand", or a form that
    taggers get wrong.
    """
    lemma = token.lemma_.lower()
    if token.lower_ in cues.form:
        return True
    if token.pos_ in ("VERB", "AUX"):
        return lemma in cues.say or lemma in cues.sure or (lemma, token.head.lemma_.lower()) in cues.light
    return token.pos_ == "ADJ" and lemma in cues.sure


def _right_of(verb: Token) -> Token | None:
    """The noun behind a verb that was taken for a noun."""
    return next((c for c in verb.children if c.i > verb.i and c.pos_ in ("NOUN", "PROPN", "PRON")), None)


def _refused(verb: Token, cues: CueWords) -> bool:
    """Whether somebody refuses to say it: "declined to say when …"."""
    return relation(verb) == "xcomp" and verb.head.lemma_.lower() in cues.refuse


def _said(verb: Token, source: Token | None, cues: CueWords) -> tuple[list[Token], list[Token]]:
    """The cue's tokens and those of what is said: a clause, the clause of a noun of saying, an infinitive
    of a verb of promising or asking, what follows a colon, what somebody takes a thing for, or the clause that a
    parenthetical cue interrupts.
    """
    lemma = verb.lemma_.lower()
    noun = next((c for c in verb.children if relation(c) in ("obj", "obl") and c.lemma_.lower() in cues.noun), None)
    if noun is not None and relation(noun) == "obj" and lemma in cues.nominal and (after := _after_comma(verb, cues)):
        return [verb, noun], after
    if lemma not in cues.quote_only and (content := _clause(verb, cues)):
        return _cue(verb, cues), content
    if noun is not None and lemma in cues.nominal:
        inner = said_clause(noun, cues)
        return [verb, noun], subtree(inner) if inner is not None else []
    if lemma in cues.quote_only or source is None or not can_speak(source, cues):
        return [verb], []
    if content := _after_colon(verb):
        return _cue(verb, cues), content
    if lemma in cues.weigh and (content := _weighed(verb)):
        return [verb], content
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and has(c, "VerbForm", "Inf")), None)
    if infinitive is not None:
        return [verb], subtree(infinitive) if lemma in cues.act or lemma in cues.think else []
    if verb.pos_ not in ("VERB", "AUX"):
        return [verb], _host(verb) if verb.i > sentence(verb)[0] and verb.nbor(-1).text == "," else []
    if relation(verb) in ("parataxis", "advcl") and has(verb, "VerbForm", "Fin") and _set_off(verb, cues):
        return [verb], _host(verb)
    return [verb], []


def _cue(verb: Token, cues: CueWords) -> list[Token]:
    """The verb, with the one it makes a fixed phrase with ("gave to understand")."""
    return [verb.head, verb] if (verb.lemma_.lower(), verb.head.lemma_.lower()) in cues.light else [verb]


def _clause(verb: Token, cues: CueWords) -> list[Token]:
    """The clause that complements a verb; what plainly follows it ("отметил, что …") where the tree has
    lost or torn it.
    """
    clause = next((c for c in verb.children if relation(c) == "ccomp"), None)
    content = subtree(clause) if clause is not None else []
    after = _after_comma(verb, cues)
    near = bool(after) and after[0].i == verb.i + 2
    first = after[0].i - (0 if near else 1) if after else 0
    if after and (not content or not first <= content[0].i <= after[0].i + 2):
        return after
    return content


def _after_comma(verb: Token, cues: CueWords) -> list[Token]:
    """The rest of the sentence after "отметил, что", "обещал ему, что": a comma and a complementiser close behind the
    verb, with nothing but the verb's own between.
    """
    doc, end = verb.doc, sentence(verb)[1]
    for i in range(verb.i + 1, min(verb.i + BESIDE, end - 1)):
        token = doc[i]
        if token.text == ",":
            known = doc[i + 1].lemma_.lower() in cues.that
            return [doc[k] for k in range(i + 1, _until_next(verb, i, end))] if known else []
        if token.head.i < verb.i or token.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ"):
            return []
    return []


def _until_next(verb: Token, start: int, end: int) -> int:
    """Where the verb that is coordinated with ``verb`` begins ("заявил, что …, и добавил, что …"), else ``end``."""
    following = [c for c in verb.children if c.dep_ == "conj" and c.i > start and c.pos_ == "VERB"]
    return min((min(t.i for t in subtree(c)) for c in following), default=end)


def _after_colon(verb: Token) -> list[Token]:
    """The rest of the sentence after "уточнили:", unless it is a quotation."""
    doc, end = verb.doc, sentence(verb)[1]
    for i in range(verb.i + 1, min(verb.i + BESIDE, end - 1)):
        if doc[i].text == ":":
            return [] if doc[i + 1].text in _QUOTES else [doc[k] for k in range(i + 1, end)]
        if doc[i].pos_ in ("VERB", "PUNCT", "SCONJ"):
            return []
    return []


def _weighed(verb: Token) -> list[Token]:
    """ "считает X победой": what is taken, and for what."""
    what = next((c for c in verb.children if c.dep_ == "obj"), None)
    for_what = next((c for c in verb.children if relation(c) in ("xcomp", "obl") and has(c, "Case", "Ins")), None)
    return [*subtree(what), *subtree(for_what)] if what is not None and for_what is not None else []


def can_speak(token: Token, cues: CueWords) -> bool:
    """Whether a subject is a person, a name, or a thing that speaks for people."""
    if token.pos_ in ("PRON", "PROPN") or token.ent_type_ or token.lemma_.lower() in cues.body:
        return True
    return not has(token, "Animacy", "Inan")


def _nominative_beside(verb: Token) -> Token | None:
    """The nearest noun in the nominative before a verb whose tree is broken; only where the language marks
    it.
    """
    doc = verb.doc
    if not has(verb, "VerbForm", "Fin"):
        return None
    for i in range(verb.i - 1, max(sentence(verb)[0] - 1, verb.i - 9), -1):
        token = doc[i]
        if token.pos_ == "PUNCT":
            return None
        if token.pos_ in ("NOUN", "PROPN", "PRON") and has(token, "Case", "Nom"):
            return token
    return None


def where_it_says(verb: Token, cues: CueWords) -> Token | None:
    """The document or body that a verb without a subject points into: "В заявлении говорится, что …"."""
    return next((c for c in verb.children if relation(c) == "obl" and c.lemma_.lower() in cues.body), None)


def said_clause(noun: Token, cues: CueWords) -> Token | None:
    """The clause of a noun of saying: its own, or that of "в том, что", "по поводу того, как" below it."""
    for node in (noun, *(c for c in noun.children if has(c, "PronType", "Dem") or c.lemma_.lower() == "тот")):
        if clause := next((c for c in node.children if is_said_clause(c, cues)), None):
            return clause
    return None


def is_said_clause(token: Token, cues: CueWords) -> bool:
    """Whether a clause is opened by a complementiser."""
    return relation(token) in ("acl", "ccomp", "advcl") and any(
        c.dep_ in ("mark", "advmod") and c.lemma_.lower() in cues.that for c in token.children
    )


def _denied(verb: Token) -> bool:
    return any(has(c, "Polarity", "Neg") for c in verb.children if c.dep_ == "advmod")


def _set_off(verb: Token, cues: CueWords) -> bool:
    """Whether the cue's clause stands between commas, dashes or the sentence's edges."""
    below = [t for t in subtree(verb) if t.pos_ != "SPACE"]
    begin, _ = sentence(verb)
    before = next(
        (verb.doc[i] for i in range(below[0].i - 1, begin - 1, -1) if verb.doc[i].pos_ != "SPACE"),
        None,
    )
    opened = below[0].pos_ == "PUNCT" or before is None or before.pos_ == "PUNCT" or below[0].lemma_.lower() in cues.how
    return opened and len(below) <= 40


def _host(verb: Token) -> list[Token]:
    """The clause that a parenthetical cue interrupts: all of its head's clause but the cue's own."""
    start, end = sentence(verb)
    top = verb.head
    while verb.pos_ not in ("VERB", "AUX") and top.pos_ not in ("VERB", "AUX") and top.head.i != top.i:
        top = top.head  # a verb taken for a noun hangs anywhere
    return [t for t in subtree(top, stop=frozenset({verb.i})) if start <= t.i < end]
