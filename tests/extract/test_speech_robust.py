"""Attribution of odd and of very long text: no crash, passages inside the text, time in proportion to length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from chancery.extract.speech_prose import attributions
from chancery.languages.pack import load_pack
from chancery.model.document import Block, BlockRole, Span

SENTENCE = {  # word, part of speech, relation, head within the sentence, features
    "en": [
        ("Anna", "PROPN", "nsubj", 1, ""),
        ("said", "VERB", "root", 1, "VerbForm=Fin"),
        (":", "PUNCT", "punct", 6, ""),
        ("“", "PUNCT", "punct", 6, ""),
        ("The", "DET", "det", 5, ""),
        ("bridge", "NOUN", "nsubj", 6, ""),
        ("opens", "VERB", "ccomp", 1, "VerbForm=Fin"),
        ("in", "ADP", "case", 8, ""),
        ("spring", "NOUN", "obl", 6, ""),
        ("”", "PUNCT", "punct", 6, ""),
        (".", "PUNCT", "punct", 1, ""),
    ],
    "ru": [
        ("Анна", "PROPN", "nsubj", 1, "Case=Nom|Animacy=Anim"),
        ("сказала", "VERB", "root", 1, "VerbForm=Fin"),
        (",", "PUNCT", "punct", 6, ""),
        ("что", "SCONJ", "mark", 6, ""),
        ("«", "PUNCT", "punct", 6, ""),
        ("мост", "NOUN", "nsubj", 6, "Case=Nom"),
        ("откроют", "VERB", "ccomp", 1, "VerbForm=Fin"),
        ("весной", "NOUN", "obl", 6, ""),
        (".", "PUNCT", "punct", 1, ""),
    ],
}
LEMMAS = {"said": "say", "сказала": "сказать"}


def document(language: str, sentences: list[list[int]]) -> Doc:
    """A tagged text of one block a sentence list entry; each number picks how many words of the sentence stand."""
    words, pos, deps, heads, morphs, starts = [], [], [], [], [], []
    for kept in sentences:
        base = len(words)
        chosen = [n for n in range(len(SENTENCE[language])) if n in kept]
        for n in chosen:
            word, tag, dep, head, features = SENTENCE[language][n]
            words.append(word)
            pos.append(tag)
            deps.append(dep)
            heads.append(base + (chosen.index(head) if head in chosen else chosen.index(n)))
            morphs.append(features)
            starts.append(n == chosen[0])
    return Doc(
        Vocab(),
        words=words,
        pos=pos,
        deps=deps,
        heads=heads,
        morphs=morphs,
        sent_starts=starts,
        lemmas=[LEMMAS.get(word, word.casefold()) for word in words],
    )


def found(language: str, doc: Doc) -> int:
    """How many attributions the rules find; their passages stand inside the text."""
    length = len(doc.text)
    block = Block(span=Span(start=0, end=length), role=BlockRole.PARAGRAPH)
    out = attributions(doc, [block], load_pack(language), learned=False)
    for a in out:
        passages = [*a.content, *(p for p in (a.source, a.cue) if p)]
        assert all(0 <= p.start < p.end <= length for p in passages)
    return len(out)


@pytest.mark.parametrize("language", ["en", "ru"])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_torn_sentences_and_unbalanced_marks_give_passages_inside_the_text(language: str, data: st.DataObject) -> None:
    pick = st.lists(st.integers(0, len(SENTENCE[language]) - 1), min_size=1, max_size=11, unique=True)
    found(language, document(language, data.draw(st.lists(pick, min_size=1, max_size=6))))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_long_paragraph_takes_time_in_proportion_to_its_length(language: str) -> None:
    whole = list(range(len(SENTENCE[language])))
    took = []
    for size in (300, 1200):
        doc = document(language, [whole] * size)
        begun = time.process_time()
        assert found(language, doc) > 0
        took.append(time.process_time() - begun)
    assert took[1] < 8 * took[0] + 0.3
