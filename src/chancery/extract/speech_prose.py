"""Attribution in prose by rules over a dependency tree: who is said to say or think what.

The routes, in order of trust: a quotation with its cue beside it; a verb of saying with a clause ("отметил,
что …"); a parenthetical cue ("…, he added"); a phrase that names a source ("according to", "по словам"); a
noun with a clause ("her hope that …"); a headline's colon. Each finds spans; who the source is, is
``speech_identity``'s question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from chancery.extract.quotes import Quotation, find_quotations
from chancery.extract.speech_attribution import Attribution, made, without_doubles
from chancery.extract.speech_model import learned_attributions
from chancery.extract.speech_phrases import by_noun, by_phrase, headline
from chancery.extract.speech_quoted import Scene, attribute_quotations
from chancery.extract.speech_syntax import has, phrase, sentence, subject
from chancery.extract.speech_verbs import by_verb, can_speak, where_it_says
from chancery.extract.speech_words import CueWords, cue_words
from chancery.languages.pack import Pack
from chancery.model.discourse import SpeechMode
from chancery.model.document import Block, BlockRole, Span

HANDED = 10  # tokens between a verb of saying and the colon that hands over to the next paragraph


def attributions(doc: Doc, blocks: Sequence[Block], pack: Pack, *, learned: bool = True) -> list[Attribution]:
    """Every attribution in ``blocks``: those of the annotator where it has learned attribution, else of the rules."""
    quotations = find_quotations(doc.text, blocks, pack)
    ruled = attribute(doc, blocks, quotations, cue_words(pack))
    passages = doc.user_data.get("speech") if learned else None
    if passages is None:
        return ruled
    return learned_attributions(doc, passages, quotations, ruled)


def attribute(doc: Doc, blocks: Sequence[Block], quotations: list[Quotation], cues: CueWords) -> list[Attribution]:
    """Every attribution that the rules find in ``blocks``, in order of the text."""
    scene = Scene(doc=doc, blocks=tuple(blocks), quotations=tuple(quotations), cues=cues)
    starts = [quotation.outer.start for quotation in quotations]
    out = attribute_quotations(scene)
    used = {a.cue_head for a in out}
    covered = {span for a in out for span in a.content}
    for block in blocks:
        if block.role in (BlockRole.TITLE, BlockRole.HEADING) and (found := headline(scene, block)):
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
            for found in (by_verb(token, cues), by_phrase(token, cues), by_noun(token, cues)):
                if found and not _inside_one(found, covered):
                    out.append(_mode(found, quotations, starts))
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
        source = subject(verb) or where_it_says(verb, scene.cues) if verb is not None else None
        if verb is None or source is None or not before or not can_speak(source, scene.cues):
            continue
        return made(verb, source, [verb], before)
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


def _mode(found: Attribution, quotations: Sequence[Quotation], starts: Sequence[int]) -> Attribution:
    """Direct, if the content is a quotation; mixed, if one stands inside it. ``starts`` are those of ``quotations``."""
    low, high = bisect_left(starts, found.content[0].start - 1), bisect_left(starts, found.content[-1].end)
    for quotation in quotations[low:high]:
        if found.content == quotation.content:
            return replace(found, mode=SpeechMode.DIRECT)
        if any(c.start <= quotation.outer.start and quotation.outer.end <= c.end + 1 for c in found.content):
            return replace(found, mode=SpeechMode.MIXED)
    return found
