"""Quotations and their cues: "…", said X; X said: "…"; «…, — сказал X. — …»; and quotations that go on
without a cue.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from chancery.extract.quotes import Quotation
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_syntax import has, phrase, sentence, subject
from chancery.extract.speech_verbs import can_speak, where_it_says
from chancery.extract.speech_words import CueWords
from chancery.model.discourse import SpeechMode
from chancery.model.document import Block, BlockRole, Span

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_BREAK = re.compile(r"(?P<end>[,.!?…])[ \u00a0][–—-][ \u00a0]")
_RESUMED = re.compile(r"[,.!?…:][ \u00a0][–—-][ \u00a0]")  # "…, — he says and adds: — …"
_REACH_AFTER, _REACH_BEFORE = 24, 45  # tokens between a quotation and its cue
_NAMED = 10  # tokens between a verb of naming and the name in quotation marks
_SLACK = 12  # characters of punctuation around a quotation that fills its paragraph
_LABEL = 12  # tokens of the longest noun phrase before a colon and a quotation
_MARKS = frozenset('«“"„”»')


@dataclass(slots=True, kw_only=True)
class Scene:
    """A document with its quotations, and quick ways from characters to tokens and blocks."""

    doc: Doc
    blocks: tuple[Block, ...]
    quotations: tuple[Quotation, ...]
    cues: CueWords
    text: str = ""  # of the document; spaCy joins its tokens anew each time it is asked
    starts: list[int] = field(default_factory=list)
    block_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.doc.text
        self.starts = [token.idx for token in self.doc]
        self.block_starts = [block.span.start for block in self.blocks]

    def after(self, char: int) -> int:
        """Index of the first token that starts at or after ``char``."""
        return bisect_left(self.starts, char)

    def block_at(self, char: int) -> int:
        """Index of the block that holds ``char``."""
        return max(0, bisect_right(self.block_starts, char) - 1)

    def tokens(self, block: Block) -> list[Token]:
        return [self.doc[i] for i in range(self.after(block.span.start), self.after(block.span.end))]


def attribute_quotations(scene: Scene) -> list[Attribution]:
    """Every quotation that is speech, with its cue and source where the text gives them beside it."""
    out: list[Attribution] = []
    for quotation in scene.quotations:
        if quotation.depth > 0 and not _speechlike(scene, quotation):
            continue  # a name inside a quotation
        routes = (_cue_before, _cue_after) if _handed(scene, quotation) else (_cue_after, _cue_before)
        found = _interrupted(scene, quotation) or routes[0](scene, quotation) or routes[1](scene, quotation)
        found = found or _labelled(scene, quotation) or _named_so(scene, quotation)
        if found is None and out and _goes_on(scene, out[-1], quotation):
            out[-1] = replace(out[-1], content=out[-1].content + quotation.content)
            continue
        if found is None and quotation.depth == 0 and _speechlike(scene, quotation) and _fills_block(scene, quotation):
            found = _pointed_at(scene, quotation) or _uncued(scene, quotation, out)
        if found is not None:
            out.append(found)
    return _lead_on(scene, out)


def _speechlike(scene: Scene, quotation: Quotation) -> bool:
    """Whether a quotation holds a sentence rather than a name or a single borrowed word."""
    if len(quotation.content) > 1:
        return True
    span = quotation.content[0]
    said = span.of(scene.text)
    if len(_WORD.findall(said[:400])) < 4:
        return False
    lo, hi = scene.after(span.start), scene.after(span.end)
    verbal = any(
        token.pos_ in ("VERB", "AUX") or has(token, "Variant", "Short") for token in scene.doc[lo : min(hi, lo + 60)]
    )
    return verbal and (said.lstrip()[:1].isupper() or said.rstrip()[-1:] in ".,!?…" or len(said) > 80)


def _fills_block(scene: Scene, quotation: Quotation) -> bool:
    """Whether the quotation opens its paragraph and nothing but punctuation follows it there."""
    first = scene.blocks[scene.block_at(quotation.outer.start)]
    last = scene.blocks[scene.block_at(quotation.outer.end - 1)]
    if first.role in (BlockRole.TITLE, BlockRole.HEADING):
        return False
    text = scene.text
    if quotation.outer.start - first.span.start > _SLACK or last.span.end - quotation.outer.end > _SLACK:
        return False
    before = text[first.span.start : quotation.outer.start].strip(" -–—\u00a0")
    after = text[quotation.outer.end : last.span.end].strip(' .,!?…»”"\u00a0')
    return not before and not after


def _fills_or_opens(scene: Scene, quotation: Quotation, block: Block) -> bool:
    """Whether a short quotation stands where speech would: at the head of its paragraph."""
    return quotation.outer.start - block.span.start <= 3


def _is_cue(token: Token, cues: CueWords) -> bool:
    """Whether a token can cue a quotation: a verb of saying that is no infinitive and no passive
    participle.
    """
    return (
        token.pos_ in ("VERB", "AUX", "ADJ")
        and token.lemma_.lower() in cues.say
        and not has(token, "VerbForm", "Inf")
        and not (has(token, "VerbForm", "Part") and has(token, "Voice", "Pass"))
    )


def _cue_after(scene: Scene, quotation: Quotation) -> Attribution | None:
    """ "…," said X; «…», — сказал X; "…," the minister told reporters."""
    doc, text = scene.doc, scene.text
    block = scene.blocks[scene.block_at(quotation.outer.end - 1)]
    first = scene.after(quotation.outer.end)
    at = first
    while (
        at < len(doc)
        and doc[at].idx < block.span.end
        and doc[at].pos_ in ("PUNCT", "SPACE")
        and doc[at].text not in ".:;("
    ):
        if any(mark in doc[at].text for mark in "«“„"):
            return None
        at += 1
    between = text[quotation.outer.end : doc[at].idx] if at < len(doc) else ""
    inside = quotation.content[-1].of(text).rstrip()[-1:]
    if not _speechlike(scene, quotation) and not _fills_or_opens(scene, quotation, block):
        return None
    marked = "," in between or "—" in between or "–" in between or "-" in between or inside in ",!?…"
    if not marked:
        return None
    for i in range(at, min(at + _REACH_AFTER, len(doc))):
        token = doc[i]
        if (
            token.idx >= block.span.end
            or any(mark in token.text for mark in _MARKS)
            or token.text in (".", ":", ";", "!", "?")
        ):
            return None
        if _is_cue(token, scene.cues):
            return _made(scene, quotation.content, token, low=at)
        if token.pos_ == "VERB" and has(token, "VerbForm", "Fin"):
            return None
    return None


def _cue_before(scene: Scene, quotation: Quotation) -> Attribution | None:
    """X said: "…"; X said, "…"; X said "…" where the quotation is a sentence."""
    doc = scene.doc
    number = scene.block_at(quotation.outer.start)
    block = scene.blocks[number]
    last = scene.after(quotation.outer.start) - 1
    while last >= 0 and doc[last].pos_ == "SPACE":
        last -= 1
    if last < 0:
        return None
    handed = doc[last].text == ":"
    if doc[last].idx < block.span.start and not (handed and number and _fills_block(scene, quotation)):
        return None
    floor = scene.blocks[number - 1].span.start if doc[last].idx < block.span.start else block.span.start
    reach = _REACH_BEFORE if handed else (7 if doc[last].text == "," else 3)
    if not handed and not _speechlike(scene, quotation):
        return None
    start = sentence(doc[last])[0]
    for i in range(last, max(last - reach, -1), -1):
        token = doc[i]
        if token.idx < floor or i < start:
            break
        if any(mark in token.text for mark in _MARKS) and not handed:
            break
        if _is_cue(token, scene.cues) and not (token.lemma_.lower() in scene.cues.think and not handed):
            return _made(scene, quotation.content, token, low=i)
        if handed and token.pos_ == "NOUN" and token.lemma_.lower() in scene.cues.noun:
            verb = next((doc[j] for j in range(i - 1, max(i - 20, start - 1), -1) if doc[j].pos_ == "VERB"), None)
            if verb is not None:
                made = _made(scene, quotation.content, verb, low=i)
                return made if made.source else None
    return None


def _handed(scene: Scene, quotation: Quotation) -> bool:
    """Whether a colon stands before a quotation."""
    return scene.text[max(0, quotation.outer.start - 4) : quotation.outer.start].rstrip(" \u00a0\n–—-").endswith(":")


def _labelled(scene: Scene, quotation: Quotation) -> Attribution | None:
    """ "Посол Петров: «…»": a noun phrase and a colon at the head of the paragraph, without a verb."""
    if not _handed(scene, quotation):
        return None
    block = scene.blocks[scene.block_at(quotation.outer.start)]
    low, high = scene.after(block.span.start), scene.after(quotation.outer.start) - 1
    if high - low > 2 * _LABEL:
        return None
    tokens = [t for t in scene.doc[low:high] if t.pos_ != "SPACE" and t.text != ":"]
    nominal = all(t.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "PUNCT", "X", "DET") for t in tokens)
    if not 1 <= len(tokens) <= _LABEL or not nominal or block.role in (BlockRole.TITLE, BlockRole.HEADING):
        return None
    head = next((t for t in tokens if t.head not in tokens or t.head.i == t.i), tokens[0])
    if not can_speak(head, scene.cues):
        return None
    source = Span(start=tokens[0].idx, end=tokens[-1].idx + len(tokens[-1]))
    return Attribution(mode=SpeechMode.DIRECT, content=quotation.content, source=source, source_head=head.i)


def _named_so(scene: Scene, quotation: Quotation) -> Attribution | None:
    """ "назвал его «вруном»": the words in quotation marks that a verb of naming gives to its subject, with the noun
    they judge.
    """
    doc = scene.doc
    low, high = scene.after(quotation.outer.start), scene.after(quotation.outer.end)
    begin = sentence(doc[low])[0] if low < len(doc) else low
    for i in range(low - 1, max(begin, low - _NAMED) - 1, -1):
        token = doc[i]
        if token.pos_ in ("PUNCT", "SCONJ") and token.text not in "-–—":
            return None
        if token.pos_ == "VERB":
            source = subject(token) if token.lemma_.lower() in scene.cues.naming else None
            if source is None or not can_speak(source, scene.cues) or low >= high:
                return None
            judged = next((c for c in token.children if c.dep_ == "obj" and c.pos_ == "NOUN" and c.i < low), None)
            begins = phrase(judged).start if judged is not None else quotation.content[0].start
            content = Span(start=begins, end=quotation.content[-1].end)
            return Attribution(
                mode=SpeechMode.MIXED,
                content=(content,),
                source=phrase(source),
                source_head=source.i,
                cue=Span(start=token.idx, end=token.idx + len(token)),
                cue_head=token.i,
            )
    return None


def _interrupted(scene: Scene, quotation: Quotation) -> Attribution | None:
    """A cue inside the marks, between dashes: «…, — сказал X. — …»."""
    text, doc = scene.text, scene.doc
    pieces: list[Span] = []
    cue: Token | None = None
    for span in quotation.content:
        at = span.start
        open_from: int | None = None
        for found in _BREAK.finditer(text, span.start, span.end):
            if open_from is not None:
                _add(pieces, open_from, at)
                at, open_from = found.end(), None
                continue
            low = scene.after(found.end())
            here = next(
                (
                    doc[i]
                    for i in range(low, min(low + 4, len(doc)))
                    if doc[i].idx < span.end and _is_cue(doc[i], scene.cues)
                ),
                None,
            )
            if here is not None:
                cue = cue or here
                _add(pieces, at, found.start("end") + (text[found.start()] in "!?…"))
                closing = _RESUMED.search(text, found.end(), min(span.end, found.end() + 260))
                if closing is None:
                    at = span.end
                    break
                at = closing.end()
        _add(pieces, at, span.end)
    if cue is None or not pieces:
        return None
    return _made(scene, tuple(_distinct(pieces)), cue, low=cue.i)


def _add(pieces: list[Span], start: int, end: int) -> None:
    if end > start:
        pieces.append(Span(start=start, end=end))


def _distinct(pieces: list[Span]) -> list[Span]:
    out: list[Span] = []
    for piece in pieces:
        if not out or piece.start >= out[-1].end:
            out.append(piece)
    return out


def _goes_on(scene: Scene, last: Attribution, quotation: Quotation) -> bool:
    """`"…," he said. "…"`: the second quotation follows the cue's clause in the same paragraph."""
    if last.cue is None or last.mode is not SpeechMode.DIRECT or quotation.depth:
        return False
    text = scene.text
    begin = max(last.cue.end, last.source.end if last.source else 0, last.content[-1].end)
    if not begin <= quotation.outer.start or scene.block_at(begin - 1) != scene.block_at(quotation.outer.start):
        return False
    between = text[begin : quotation.outer.start]
    return len(between) < 120 and sum(between.count(mark) for mark in ".!?") <= 1 and _speechlike(scene, quotation)


def _pointed_at(scene: Scene, quotation: Quotation) -> Attribution | None:
    """A quotation that the next paragraph points back at: "Об этом … сказал X"."""
    number = scene.block_at(quotation.outer.end - 1) + 1
    if number >= len(scene.blocks):
        return None
    block = scene.blocks[number]
    opening = scene.text[block.span.start : min(block.span.end, block.span.start + 40)].casefold()
    if not any(opening.startswith(words) for words in scene.cues.this):
        return None
    low = scene.after(block.span.start)
    for token in scene.doc[low : low + _REACH_BEFORE]:
        if token.idx >= block.span.end or (token.text in ".!?" and token.whitespace_):
            return None
        if _is_cue(token, scene.cues):
            return _made(scene, quotation.content, token, low=token.i)
    return None


def _uncued(scene: Scene, quotation: Quotation, out: list[Attribution]) -> Attribution | None:
    """A paragraph that is nothing but a quotation: it goes on from an attribution in the paragraph before,
    or leads to one in the paragraph after.
    """
    number = scene.block_at(quotation.outer.start)
    if out and out[-1].mode is not SpeechMode.INDIRECT:
        ends = [out[-1].content[-1].end - 1] + ([out[-1].cue.end - 1] if out[-1].cue else [])
        if 0 < number - max(scene.block_at(end) for end in ends) <= 1:
            return Attribution(mode=SpeechMode.DIRECT, content=quotation.content, follows=-1)
    return Attribution(mode=SpeechMode.DIRECT, content=quotation.content, follows=1)


def _lead_on(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """Keep a quotation that leads on only if a quotation with a source comes in the next paragraph."""
    out: list[Attribution] = []
    for at, a in enumerate(found):
        if a.follows == 1:
            after = found[at + 1] if at + 1 < len(found) else None
            near = after and 0 < scene.block_at(after.content[0].start) - scene.block_at(a.content[-1].end - 1) <= 1
            if not near:
                a = replace(a, follows=-1)
        out.append(a)
    return out


def _made(scene: Scene, content: tuple[Span, ...], cue: Token, *, low: int) -> Attribution:
    if cue.lemma_.lower() in scene.cues.quoting:
        head = next((c for c in cue.children if c.dep_ == "obj" and can_speak(c, scene.cues)), None) or subject(cue)
    else:
        head = subject(cue) or where_it_says(cue, scene.cues) or _beside(scene, cue, low)
    if head is not None and (
        head.lemma_.lower() in scene.cues.no_source or any(span.start <= head.idx < span.end for span in content)
    ):
        head = _beside(scene, cue, low)
    return Attribution(
        mode=SpeechMode.DIRECT,
        content=content,
        source=phrase(head) if head is not None else None,
        source_head=head.i if head is not None else None,
        cue=Span(start=cue.idx, end=cue.idx + len(cue)),
        cue_head=cue.i,
    )


def _beside(scene: Scene, cue: Token, low: int) -> Token | None:
    """The noun phrase next to a cue whose tree is broken: in the nominative where the language marks it."""
    doc = scene.doc
    for i in [*range(cue.i + 1, min(cue.i + 8, len(doc))), *range(cue.i - 1, max(low - 1, cue.i - 8), -1)]:
        token: Token = doc[i]
        if i > cue.i and (token.text == ":" or any(mark in token.text for mark in "“”„") or token.text == '"'):
            break
        if token.pos_ == "PUNCT" and token.text not in "-«»":
            if i > cue.i:
                continue
            break
        if token.pos_ in ("NOUN", "PROPN", "PRON"):
            case = token.morph.get("Case", [])
            if not case or "Nom" in case:
                return token
    return None
