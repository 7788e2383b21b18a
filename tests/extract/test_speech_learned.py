"""Attributions made of the passages that the annotator learned to find."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from chancery.annotate.passages import Passage
from chancery.extract.quotes import find_quotations
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_model import learned_attributions
from chancery.languages.pack import load_pack
from chancery.model.discourse import SpeechMode
from chancery.model.document import Block, BlockRole, Span

VOCAB = spacy.blank("en").vocab


def parsed(text: str, heads: dict[int, tuple[int, str]] | None = None) -> Doc:
    """A Doc whose words all hang on the first, but for those in ``heads`` (head and relation)."""
    plain = spacy.blank("en").tokenizer(text)
    count = len(plain)
    tree = [(0, "ROOT"), *[(0, "dep")] * (count - 1)]
    for at, arc in (heads or {}).items():
        tree[at] = arc
    return Doc(
        VOCAB,
        words=[token.text for token in plain],
        spaces=[bool(token.whitespace_) for token in plain],
        heads=[head for head, _ in tree],
        deps=[dep for _, dep in tree],
        pos=["PUNCT" if token.is_punct else "NOUN" for token in plain],
    )


def passage(text: str, part: str, role: str, to: str = "") -> Passage:
    """``part`` of ``text`` as a passage that goes with ``to``."""
    start = text.index(part)
    return Passage(start, start + len(part), role, text.index(to) if to else -1, 0.9)


def read(doc: Doc, passages: list[Passage], ruled: list[Attribution] | None = None) -> list[tuple[object, ...]]:
    """Mode, source, cue and contents of what is found."""
    block = Block(span=Span(start=0, end=len(doc.text)), role=BlockRole.PARAGRAPH)
    quotations = find_quotations(doc.text, [block], load_pack("en"))
    found = learned_attributions(doc, passages, quotations, ruled or [])
    return [
        (a.mode, a.source and a.source.of(doc.text), a.cue and a.cue.of(doc.text), [c.of(doc.text) for c in a.content])
        for a in found
    ]


def test_quotation_marks_fix_the_bounds_of_direct_speech() -> None:
    text = "“We shall rebuild the old harbour wall,” said Lind."
    passages = [
        passage(text, "shall rebuild the old harbour", "C", "said"),
        passage(text, "said", "Q", "Lind"),
        passage(text, "Lind", "S"),
    ]
    wanted = (SpeechMode.DIRECT, "Lind", "said", ["We shall rebuild the old harbour wall,"])
    assert read(parsed(text), passages) == [wanted]


def test_two_contents_of_a_cue_are_one_attribution() -> None:
    text = "The road, Lind said, was closed."
    passages = [
        passage(text, "The road", "C", "said"),
        passage(text, "Lind", "S"),
        passage(text, "said", "Q", "Lind"),
        passage(text, "was closed", "C", "said"),
    ]
    assert read(parsed(text), passages) == [(SpeechMode.INDIRECT, "Lind", "said", ["The road", "was closed"])]


def test_a_cue_without_a_source_takes_its_subject() -> None:
    text = "Osei warned that ice was near."
    doc = parsed(text, {0: (1, "nsubj"), 1: (1, "ROOT"), **dict.fromkeys(range(2, 7), (1, "dep"))})
    passages = [passage(text, "warned", "Q"), passage(text, "that ice was near", "C", "warned")]
    assert read(doc, passages) == [(SpeechMode.INDIRECT, "Osei", "warned", ["that ice was near"])]


def test_a_content_without_a_cue_and_a_cue_without_content_are_nothing() -> None:
    text = "Osei warned that ice was near."
    assert read(parsed(text), [passage(text, "that ice was near", "C")]) == []
    assert read(parsed(text), [passage(text, "warned", "Q")]) == []


def test_quotations_that_the_annotator_passed_over_stay_with_the_rules() -> None:
    text = "“Ice is near the northern harbour now,” warned Osei. She said it would melt."
    start = text.index("Ice")
    ruled = Attribution(mode=SpeechMode.DIRECT, content=(Span(start=start, end=text.index(",”")),))
    passages = [passage(text, "said", "Q"), passage(text, "it would melt", "C", "said")]
    modes = [mode for mode, *_ in read(parsed(text), passages, [ruled])]
    assert modes == [SpeechMode.DIRECT, SpeechMode.INDIRECT]
    touching = [*passages, passage(text, "warned", "Q"), passage(text, "Ice is near", "C", "warned")]
    assert len(read(parsed(text), touching, [ruled])) == 2
