"""Attribution in prose by rules over a dependency tree: who is said to say or think what.

The routes, in order of trust: a quotation with its cue beside it; a verb of saying with a clause ("отметил,
что …"); a parenthetical cue ("…, he added"); a phrase that names a source ("according to", "по словам"); a
noun with a clause ("her hope that …"); a headline's colon. Each finds spans; who the source is, is
``speech_identity``'s question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from chancery.extract.quotes import Quotation, find_quotations
from chancery.extract.speech_attribution import Attribution, without_doubles
from chancery.extract.speech_model import load_tagger
from chancery.extract.speech_quoted import Scene, attribute_quotations
from chancery.extract.speech_syntax import has, phrase, relation, sentence, spans, subject, subtree
from chancery.extract.speech_words import CueWords, cue_words
from chancery.languages.pack import Pack
from chancery.model.discourse import SpeechMode
from chancery.model.document import Block, BlockRole, Span

_HEADLINE = re.compile(r"(?P<source>[^:«»“”\"?!\n]{2,90}?)\s?:\s+(?P<said>\S.{8,})", re.DOTALL)

HANDED = 10  # tokens between a verb of saying and the colon that hands over to the next paragraph
LEAST = 3  # words of the shortest thing said indirectly


def attributions(doc: Doc, blocks: Sequence[Block], pack: Pack, *, learned: bool = True) -> list[Attribution]:
    """Every attribution in ``blocks``: by the pack's model where it ships one (headlines stay with the
    rules), else by the rules.
    """
    quotations = find_quotations(doc.text, blocks, pack)
    cues = cue_words(pack)
    ruled = attribute(doc, blocks, quotations, cues)
    tagger = load_tagger(pack) if learned else None
    if tagger is None:
        return ruled
    return tagger.attribute(doc, blocks, quotations, ruled, cues)


def attribute(doc: Doc, blocks: Sequence[Block], quotations: list[Quotation], cues: CueWords) -> list[Attribution]:
    """Every attribution that the rules find in ``blocks``, in order of the text."""
    scene = Scene(doc=doc, blocks=tuple(blocks), quotations=tuple(quotations), cues=cues)
    out = attribute_quotations(scene)
    used = {a.cue_head for a in out}
    covered = {span for a in out for span in a.content}
    for block in blocks:
        if block.role in (BlockRole.TITLE, BlockRole.HEADING) and (found := _headline(scene, block)):
            out.append(found)
            continue
        for a in (_pointing_back(scene, block), _handed_on(scene, block)):
            if a is not None and a.cue_head not in used:
                out.append(a)
                used.add(a.cue_head)
        tokens = scene.tokens(block)
        for token in tokens:
            if token.i in used:
                continue
            for found in (_by_verb(token, cues), _by_phrase(token, cues), _by_noun(token, cues)):
                if found and not _inside_one(found, covered):
                    out.append(_mode(found, quotations))
                    break
    return sorted(without_doubles(out), key=lambda a: (a.content[0].start, a.content[-1].end))


def _pointing_back(scene: Scene, block: Block) -> Attribution | None:
    """ "… . Об этом сообщил X.": the sentence before is what X said."""
    doc = scene.doc
    for token in scene.tokens(block):
        if not token.is_sent_start or token.i == 0:
            continue
        start, end = sentence(token)
        opening = scene.text[token.idx : token.idx + 24].casefold()
        if not any(opening.startswith(words) for words in scene.cues.this):
            continue
        low = sentence(doc[start - 1])[0]
        before = [doc[i] for i in range(low, start) if doc[i].idx >= block.span.start]
        verb = next(
            (
                doc[i]
                for i in range(start, end)
                if doc[i].lemma_.lower() in scene.cues.say and has(doc[i], "VerbForm", "Fin")
            ),
            None,
        )
        source = subject(verb) if verb is not None else None
        if verb is None or source is None or not before or not _can_speak(source, scene.cues):
            continue
        return _made(verb, source, [verb], before)
    return None


def _handed_on(scene: Scene, block: Block) -> Attribution | None:
    """ "X wrote:" at a paragraph's end, and the next paragraph without quotation marks is what X wrote."""
    doc, number = scene.doc, scene.block_at(block.span.start)
    last = scene.after(block.span.end) - 1
    if last < 1 or doc[last].text != ":" or number + 1 >= len(scene.blocks):
        return None
    following = scene.blocks[number + 1]
    text = scene.text[following.span.start : following.span.end]
    if following.role is not BlockRole.PARAGRAPH or text[0] in '«“"„-–—•*' or text.rstrip().endswith((";", ":")):
        return None
    low = max(sentence(doc[last])[0], last - HANDED)
    verb = next(
        (
            doc[i]
            for i in range(last - 1, low - 1, -1)
            if doc[i].lemma_.lower() in scene.cues.say and doc[i].pos_ == "VERB"
        ),
        None,
    )
    source = subject(verb) if verb is not None else None
    if verb is None or source is None or verb.lemma_.lower() in scene.cues.quote_only:
        return None
    said = Span(start=following.span.start, end=following.span.start + len(text.rstrip()))
    return Attribution(
        mode=SpeechMode.DIRECT,
        content=(said,),
        source=phrase(source),
        source_head=source.i,
        cue=Span(start=verb.idx, end=verb.idx + len(verb)),
        cue_head=verb.i,
    )


def _inside_one(found: Attribution, covered: set[Span]) -> bool:
    """Whether a quotation is found a second time; what stands inside one is a nested attribution and is kept."""
    return not covered.isdisjoint(found.content)


def _mode(found: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    """Mixed, if a quotation stands inside the content and not the content inside it."""
    for quotation in quotations:
        if any(c.start <= quotation.outer.start and quotation.outer.end <= c.end + 1 for c in found.content):
            return replace(found, mode=SpeechMode.MIXED)
    return found


def _by_verb(verb: Token, cues: CueWords) -> Attribution | None:
    """A verb of saying and what is said."""
    if verb.pos_ not in ("VERB", "AUX") or verb.lemma_.lower() not in cues.say or _denied(verb):
        return None
    source = subject(verb)
    cue, content = _said(verb, source, cues)
    if not content:
        return None
    if source is None or source.lemma_.lower() in cues.no_source:
        source = _nominative_beside(verb) or _where_it_says(verb, cues)
    if source is None and (has(verb, "Person", "1") or has(verb, "VerbForm", "Inf")):
        return None  # "let us recall that …", "it should be noted that …" are the narrator's
    if source is not None and (
        not _can_speak(source, cues) or has(source, "Person", "1") or has(source, "Person", "2")
    ):
        return None
    return _made(verb, source, cue, content)


def _said(verb: Token, source: Token | None, cues: CueWords) -> tuple[list[Token], list[Token]]:
    """The cue's tokens and those of what is said: a clause, the clause of a noun of saying, an infinitive
    of a verb of promising or asking, or the clause that a parenthetical cue interrupts.
    """
    lemma = verb.lemma_.lower()
    noun = next((c for c in verb.children if relation(c) in ("obj", "obl") and c.lemma_.lower() in cues.noun), None)
    if lemma not in cues.quote_only and (content := _clause(verb, cues)):
        return [verb], content
    if noun is not None:
        inner = next((c for c in noun.children if _is_said_clause(c, cues)), None)
        return [verb, noun], subtree(inner) if inner is not None and lemma in cues.nominal else []
    if lemma in cues.quote_only or source is None or not _can_speak(source, cues):
        return [verb], []
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and has(c, "VerbForm", "Inf")), None)
    if infinitive is not None:
        return [verb], subtree(infinitive) if lemma in cues.act or lemma in cues.think else []
    if relation(verb) in ("parataxis", "advcl") and has(verb, "VerbForm", "Fin") and _set_off(verb, cues):
        return [verb], _host(verb)
    return [verb], []


def _clause(verb: Token, cues: CueWords) -> list[Token]:
    """The clause that complements a verb; what plainly follows it ("отметил, что …") where the tree has
    lost or torn it.
    """
    clause = next((c for c in verb.children if relation(c) == "ccomp"), None)
    content = subtree(clause) if clause is not None else []
    after = _after_comma(verb, cues)
    if after and (not content or not after[0].i <= content[0].i <= after[0].i + 2):
        return after
    return content


def _after_comma(verb: Token, cues: CueWords) -> list[Token]:
    """The rest of the sentence after "отметил, что": a comma and a complementiser right behind the verb."""
    doc, end = verb.doc, sentence(verb)[1]
    if verb.i + 2 >= end or doc[verb.i + 1].text != "," or doc[verb.i + 2].lemma_.lower() not in cues.that:
        return []
    return [doc[i] for i in range(verb.i + 2, end)]


def _can_speak(token: Token, cues: CueWords) -> bool:
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


def _where_it_says(verb: Token, cues: CueWords) -> Token | None:
    """The document that an impersonal verb points into: "В заявлении говорится, что …"."""
    return next((c for c in verb.children if relation(c) == "obl" and c.lemma_.lower() in cues.body), None)


def _is_said_clause(token: Token, cues: CueWords) -> bool:
    return relation(token) in ("acl", "ccomp", "advcl") and any(
        c.dep_ == "mark" and c.lemma_.lower() in cues.that for c in token.children
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
    return [t for t in subtree(verb.head, stop=frozenset({verb.i})) if start <= t.i < end]


def _by_phrase(token: Token, cues: CueWords) -> Attribution | None:
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
        if source is not None and (not _can_speak(source, cues) or has(source, "Person", "1")):
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
        return _made(
            token,
            source,
            [doc[i] for i in range(start, token.i + 1) if between is None or i != between.i],
            content,
        )
    return None


def _by_noun(noun: Token, cues: CueWords) -> Attribution | None:
    """A noun of saying or thinking with its clause: "the minister's hope that …"."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in cues.noun:
        return None
    clause = next((c for c in noun.children if _is_said_clause(c, cues)), None)
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
    return _made(noun, owner, [noun], subtree(clause))


def _can_own(token: Token) -> bool:
    return token.dep_ == "nmod:poss" or has(token, "Case", "Gen") or has(token, "Poss", "Yes")


def _made(cue_head: Token, source: Token | None, cue: list[Token], content: list[Token]) -> Attribution | None:
    kept = [t for t in content if t.i not in {c.i for c in cue}]
    passages = spans(kept)
    if not passages or sum(t.is_alpha for t in kept) < LEAST:
        return None
    if source is not None and any(p.start <= source.idx < p.end for p in passages):
        source = None
    return Attribution(
        mode=SpeechMode.INDIRECT,
        content=passages,
        source=phrase(source) if source is not None else None,
        source_head=source.i if source is not None else None,
        cue=Span(start=cue[0].idx, end=cue[0].idx + len(cue[0])) if len(cue) == 1 else _cover(cue),
        cue_head=cue_head.i,
    )


def _cover(tokens: list[Token]) -> Span:
    return Span(start=min(t.idx for t in tokens), end=max(t.idx + len(t) for t in tokens))


def _headline(scene: Scene, block: Block) -> Attribution | None:
    """A headline in the form "Source: what is said"."""
    doc = scene.doc
    found = _HEADLINE.match(scene.text, block.span.start, block.span.end)
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
    mode = SpeechMode.INDIRECT
    if said[0] in '«“"' and (close := max(said.rfind(mark) for mark in '»”"')) > 1:
        start, end = start + 1, found.start("said") + close
        mode = SpeechMode.DIRECT
    head = tokens.root
    if not _can_speak(head, scene.cues):
        return None
    return Attribution(
        mode=mode, content=(Span(start=start, end=end),), source=source, source_head=head.i, headline=True
    )
