"""Who says what in prose, and texts issued in somebody's name: spans, speakers, nesting."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from chancery import knowledge
from chancery.annotate import annotate
from chancery.extract.context import Context
from chancery.extract.names import find_names
from chancery.extract.speech import find_speech
from chancery.extract.speech_prose import attributions
from chancery.languages.pack import load_pack
from chancery.model.discourse import SpeechMode, Utterance
from chancery.model.document import Block, BlockRole, Document, Span


@cache
def spoken(text: str, language: str = "en") -> Context:
    """``text`` with its speech; a block a line, the first one the title."""
    blocks = tuple(
        Block(span=Span(start=m.start(), end=m.end()), role=BlockRole.PARAGRAPH if m.start() else BlockRole.TITLE)
        for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    )
    document = Document(name="test", text=text, blocks=blocks, language=language)
    context = Context(
        document=document,
        doc=annotate(document),
        pack=load_pack(language),
        knowledge=knowledge.load(),
        published=date(2023, 6, 1),
    )
    find_names(context)
    find_speech(context)
    return context


def said(text: str, language: str) -> list[tuple[str | None, str | None, list[str]]]:
    """Source, cue and content of what the rules find in a paragraph of its own."""
    context = spoken(f"Заголовок\n\n{text}" if language == "ru" else f"Title\n\n{text}", language)
    whole = context.document.text
    found = attributions(context.doc, context.document.readable(), context.pack, learned=False)
    return [
        (a.source and a.source.of(whole), a.cue and a.cue.of(whole), [span.of(whole) for span in a.content])
        for a in found
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        pytest.param(
            "Мост построят весной, сообщил министр.", "министр", "сообщил", ["Мост построят весной"], id="parenthetical"
        ),
        pytest.param(
            "Министр отметил, что мост построят весной.",
            "Министр",
            "отметил",
            ["что мост построят весной"],
            id="clause",
        ),
        pytest.param(
            "По словам посла, мост построят весной.", "посла", "По словам", ["мост построят весной"], id="phrase"
        ),
        pytest.param(
            "По её мнению, мост построят весной.",
            "её",
            "По её мнению",
            ["мост построят весной"],
            id="phrase-with-pronoun",
        ),
        pytest.param(
            "«Мост построят весной», – заявила Анна Орлова.",
            "Анна Орлова",
            "заявила",
            ["Мост построят весной"],
            id="quotation-then-cue",
        ),
        pytest.param(
            "Анна Орлова заявила: «Мост построят весной».",
            "Анна Орлова",
            "заявила",
            ["Мост построят весной"],
            id="cue-then-quotation",
        ),
        pytest.param(
            "«Мост построят весной, – сказал посол. – Мы этому рады».",
            "посол",
            "сказал",
            ["Мост построят весной", "Мы этому рады"],
            id="interrupted-quotation",
        ),
        pytest.param(
            "Посол выразил надежду, что мост построят весной.",
            "Посол",
            "выразил надежду",
            ["что мост построят весной"],
            id="noun-of-saying",
        ),
        pytest.param(
            "Мост построят весной. Об этом сообщил министр.",
            "министр",
            "сообщил",
            ["Мост построят весной"],
            id="pointing-back",
        ),
    ],
)
def test_russian_prose_gives_source_cue_and_content(text: str, source: str, cue: str, content: list[str]) -> None:
    assert (source, cue, content) in said(text, "ru")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Посол приехал в город «Белые Росы» утром.", id="name-in-marks"),
        pytest.param("Стоит отметить, что мост построили весной.", id="narrators-remark"),
        pytest.param("Напомним, что мост построили весной.", id="narrators-reminder"),
        pytest.param("Министр не сказал, что мост построят весной.", id="denied"),
        pytest.param("Согласно указу, мост построят весной.", id="a-decree-does-not-speak"),
    ],
)
def test_russian_prose_without_speech_gives_none(text: str) -> None:
    assert said(text, "ru") == []


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        pytest.param(
            "The minister said that the bridge will open in spring.",
            "The minister",
            "the bridge will open in spring",
            id="clause",
        ),
        pytest.param(
            "“The bridge will open in spring,” the minister said.",
            "the minister",
            "The bridge will open in spring",
            id="quotation",
        ),
        pytest.param(
            "According to the minister, the bridge will open in spring.",
            "the minister",
            "the bridge will open in spring",
            id="phrase",
        ),
    ],
)
def test_english_rules_find_source_and_content(text: str, source: str, content: str) -> None:
    assert any(s == source and content in " ".join(c) for s, _, c in said(text, "en"))


def utterances(text: str, language: str = "en") -> list[tuple[str | None, str]]:
    """Speaker's canonical name and the first words said."""
    context = spoken(text, language)
    out = []
    for u in context.utterances:
        entity = context.entity(u.speaker) if u.speaker else None
        out.append((entity.caption if entity else None, u.content[0].of(context.document.text)))
    return out


def test_a_statement_in_one_persons_name_is_that_persons_but_for_its_title() -> None:
    text = "Statement by Foreign Minister Ana Horvat on the New Bridge\n\nThe bridge is open.\n\nWe thank the builders."
    context = spoken(text)
    (u,) = [u for u in context.utterances if u.parent is None]
    assert context.entity(u.speaker or "").caption == "Ana Horvat"  # type: ignore[union-attr]
    assert [span.of(text) for span in u.content] == ["The bridge is open.", "We thank the builders."]


@pytest.mark.parametrize(
    "title",
    [
        "Joint Statement by Foreign Minister Ana Horvat and Foreign Minister Jo Park",
        "Readout of Foreign Minister Ana Horvat’s Call with Foreign Minister Jo Park",
        "Remarks by Foreign Minister Ana Horvat and Foreign Minister Jo Park",
        "Foreign Minister Ana Horvat Opens a Bridge",
    ],
)
def test_joint_texts_and_texts_about_somebody_are_nobodys(title: str) -> None:
    assert spoken(f"{title}\n\nThe bridge is open for all.").utterances == ()


def test_labels_of_one_person_are_one_speaker() -> None:
    text = "Meeting with President Emmanuel Macron\n\nPRESIDENT MACRON: Welcome.\n\nQ    Why?\n\nMACRON: I said so."
    assert [speaker for speaker, _ in utterances(text)] == ["Emmanuel Macron", None, "Emmanuel Macron"]


def test_a_pronoun_and_an_epithet_are_the_person_who_agrees() -> None:
    text = (
        "Встреча\n\nМинистр иностранных дел Анна Орлова прибыла утром. Она заявила, что мост построят весной.\n\n"
        "«Мы рады мосту и гостям», – добавила министр иностранных дел."
    )
    speakers = {speaker for speaker, _ in utterances(text, "ru")}
    assert len(speakers) == 1
    assert None not in speakers


def test_a_tie_of_two_persons_is_nobody() -> None:
    text = (
        "Встреча\n\nПосол Иван Петров и посол Олег Сидоров приехали утром. Дипломат заявил, что мост построят весной."
    )
    assert [speaker for speaker, _ in utterances(text, "ru")] == [None]


def test_a_quotation_inside_a_turn_is_nested_in_it() -> None:
    text = (
        "Talks\n\nPresident Emmanuel Macron: I am glad. Jo Park told me that the bridge will open in spring. Thank you."
    )
    context = spoken(text)
    at = text.index("bridge")
    outer, *inner = [u for u in context.utterances if any(c.start <= at < c.end for c in u.content)]
    assert outer.mode is SpeechMode.TURN
    assert outer.parent is None
    assert all(u.parent is not None and context.utterances[u.parent] == outer for u in inner)


def test_first_person_cues_inside_a_turn_are_the_turns_own() -> None:
    context = spoken("Talks\n\nPresident Emmanuel Macron: I think that the bridge will open. We hope that it lasts.")
    assert [u.mode for u in context.utterances] == [SpeechMode.TURN]


def test_speakers_address_each_other() -> None:
    text = "Talks\n\nPresident Emmanuel Macron: Welcome.\n\nPresident Sadyr Japarov: Thank you."
    first, second = spoken(text).utterances
    assert first.addressees == (second.speaker,)
    assert second.addressees == (first.speaker,)


def test_a_text_without_speech_has_no_utterances_and_reading_twice_is_reading_once() -> None:
    text = "Bridge\n\nThe bridge is long. It crosses the river."
    context = spoken(text)
    assert context.utterances == ()
    before: tuple[Utterance, ...] = context.utterances
    find_speech(context)
    assert context.utterances == before


def test_a_bare_title_in_the_headline_that_nobody_is_known_to_hold_ends() -> None:
    context = spoken("Remarks by the President After Arrival\n\nTHE PRESIDENT: Thank you.\n\nQ: Where to?\n", "en")
    assert all(u.speaker is None for u in context.utterances if u.label == "Q")


def test_a_letter_is_not_by_whom_it_is_for() -> None:
    text = "Letter to the Speaker of the House and Prime Minister Keir Starmer on a Report\n\nI send you this report."
    assert not [u for u in spoken(text).utterances if u.speaker is not None]
