"""A document's Doc keeps its text, its blocks apart, and what is not read as one token."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from chancery.annotate import annotate, annotate_many
from chancery.model.document import Block, BlockRole, Document, Span


def document(text: str, language: str = "ru", furniture: str = "###") -> Document:
    """One block a line; lines with ``furniture`` are not read."""
    blocks = [
        Block(
            span=Span(start=m.start(), end=m.end()),
            role=BlockRole.FURNITURE if furniture in m.group() else BlockRole.PARAGRAPH,
        )
        for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    ]
    return Document(name="test", text=text, blocks=tuple(blocks), language=language)


def is_tree(doc: Doc) -> bool:
    """Every sentence has one root, and every token reaches it without leaving the sentence."""
    for sentence in doc.sents:
        inside = set(range(sentence.start, sentence.end))
        if sum(token.head == token for token in sentence) != 1:
            return False
        for token in sentence:
            seen = set()
            while token.head != token:
                if token.i in seen or token.i not in inside:
                    return False
                seen.add(token.i)
                token = token.head
    return True


LINES = st.lists(
    st.text(alphabet="абвАБВ xyzXYZ.,!«»()-–\u00a0\t 0123456789é\u0301", min_size=0, max_size=60),
    min_size=0,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(lines=LINES, language=st.sampled_from(["ru", "und"]))
def test_any_text_comes_back_unchanged_in_whole_trees(lines: list[str], language: str) -> None:
    source = document("\n".join(lines), language)
    doc = annotate(source)
    assert doc.text == source.text
    assert is_tree(doc)
    assert [token.idx for token in doc] == sorted({token.idx for token in doc})


def test_no_sentence_and_no_name_crosses_a_block() -> None:
    doc = annotate(document("Встреча прошла в Ташкенте\nИван Петров приехал из Бишкека"))
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Встреча прошла в Ташкенте",
        "Иван Петров приехал из Бишкека",
    ]
    assert "Иван Петров" in [ent.text for ent in doc.ents]


def test_a_block_that_is_not_read_is_one_token_and_its_own_sentence() -> None:
    doc = annotate(document("Переговоры завершены.\nПоделиться ### 125 просмотров Москва\nСтороны довольны."))
    token = next(token for token in doc if "###" in token.text)
    assert token.text == "Поделиться ### 125 просмотров Москва"
    assert token.pos_ == "X"
    assert token.is_sent_start
    assert not doc.ents


def test_an_unknown_language_is_split_but_not_parsed_and_says_so() -> None:
    doc = annotate(document("Hyvää päivää. Kiitos paljon.", "fi"))
    assert [sentence.text.strip() for sentence in doc.sents] == ["Hyvää päivää.", "Kiitos paljon."]
    assert any("fi" in note for note in doc.user_data["notes"])


def test_names_keep_their_scores_at_their_offsets_in_the_document() -> None:
    doc = annotate(document("Первый абзац без имён.\nПрезидент Казахстана посетил Анкару."))
    assert doc.ents
    for ent in doc.ents:
        assert 0.0 < doc.user_data["scores"][ent.start_char, ent.end_char] <= 1.0


def test_documents_annotated_together_are_as_annotated_alone() -> None:
    sources = [document("Министр прибыл в Баку."), document(""), document("А. Иванов уехал.\nОн вернётся.")]
    together = list(annotate_many(sources))
    for source, doc in zip(sources, together, strict=True):
        alone = annotate(source)
        assert [(t.text, t.dep_, t.head.i, t.lemma_) for t in doc] == [
            (t.text, t.dep_, t.head.i, t.lemma_) for t in alone
        ]


def test_an_empty_document_has_an_empty_doc() -> None:
    assert len(annotate(Document(name="empty", text="", blocks=(), language="ru"))) == 0


@pytest.mark.parametrize("language", ["ru", "fi"])
def test_white_space_between_blocks_is_space_tokens(language: str) -> None:
    doc = annotate(document("Раз.\n\n\n  Два.", language))
    assert [token.text for token in doc if token.is_space] == ["\n\n\n  "]
