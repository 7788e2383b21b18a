"""Sentences of official prose end where they end; long documents take time and memory in proportion."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
import spacy
from spacy.tokens import Doc

from chancery.annotate import annotate, blocks
from chancery.annotate.pipeline import pipeline_for
from chancery.model.document import Block, BlockRole, Document, Span

ENGLISH = [
    ["MS. LINDQVIST: We will see.", "That is all."],
    ["Q Thank you.", "Will the talks go on?"],
    ["-   The bridge was opened.", "-   The road was not."],
    ["- The bridge was opened.", "- The road was not.", "- By night they slept."],
    ["•  Water for all", "•  Roads for the north"],
    ["H.E. Mr. A. B. Sorenko spoke to U.S. envoys.", "They listened."],
    ["He met Gen. Okoro at 5 p.m. in Accra.", "They dined."],
    ["See No. 5 and Art. 7 of the treaty."],
]
RUSSIAN = [
    ["Выступил А. Айдаров.", "Зал слушал."],
    ["В 2021 г. построено 3 млрд кв. м жилья.", "Этого мало."],
    ["С. Петрова и И. О. Ким прибыли в г. Ош.", "Их встретили."],
    ["В.Ларин: Добрый день!", "Начнём."],
    ["Принято решение № 5 от 3 мая.", "Оно действует."],
    ["«Мы согласны», – сказал он.", "Гости ушли."],
]


def split(language: str, text: str) -> list[str]:
    doc = pipeline_for(language)[0].annotate_block([text])[0]
    return [sentence.text.strip() for sentence in doc.sents]


@pytest.mark.parametrize("sentences", ENGLISH)
def test_english_sentences_end_where_they_end(sentences: list[str]) -> None:
    joint = "\n" if sentences[0][0] in "-•" else " "
    assert split("en", joint.join(sentences)) == sentences


@pytest.mark.parametrize("sentences", RUSSIAN)
def test_russian_sentences_end_where_they_end(sentences: list[str]) -> None:
    assert split("ru", " ".join(sentences)) == sentences


def test_a_dash_within_a_sentence_begins_no_item() -> None:
    assert split("en", "The plan - and the budget - was agreed.") == ["The plan - and the budget - was agreed."]


# -- long documents -----------------------------------------------------------------------------------------------


def long_document(language: str, paragraph: str, characters: int) -> Document:
    count = max(1, characters // len(paragraph))
    text = "\n".join([paragraph] * count)
    step = len(paragraph) + 1
    spans = [Span(start=at * step, end=at * step + len(paragraph)) for at in range(count)]
    return Document(
        name="long",
        text=text,
        blocks=tuple(Block(span=span, role=BlockRole.PARAGRAPH) for span in spans),
        language=language,
    )


class Recording:
    """A pipeline that notes how much it is given at once."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self._nlp = spacy.blank("xx")

    def annotate_block(self, texts: Sequence[str]) -> list[Doc]:
        self.sizes.append(sum(map(len, texts)))
        return list(self._nlp.pipe(texts))


def test_two_megabytes_are_handed_over_in_batches_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = Recording()
    monkeypatch.setattr(blocks, "pipeline_for", lambda language: (recording, None))
    source = long_document("ru", "Стороны обсудили торговлю и договорились о встрече. " * 8, 2_000_000)
    doc = annotate(source)
    assert doc.text == source.text
    assert sum(recording.sizes) > 1_900_000
    assert max(recording.sizes) <= blocks.BATCH


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("ru", "Президент Казахстана прибыл в Анкару с визитом. Подписано соглашение о торговле."),
        ("en", "The President of Kazakhstan arrived in Ankara. Both sides signed a treaty on trade."),
    ],
)
def test_time_grows_with_length_and_no_faster(language: str, paragraph: str) -> None:
    def seconds(characters: int) -> float:
        source = long_document(language, paragraph, characters)
        start = time.process_time()
        annotate(source)
        return time.process_time() - start

    seconds(5_000)
    small, large = seconds(40_000), seconds(160_000)
    assert large < 4 * small * 1.8
