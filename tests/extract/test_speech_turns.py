"""Turns of transcripts: label styles, hand-overs, inheritance, inference; and that odd input does no harm."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.extract.turns import Turn, find_turns, surname
from chancery.extract.turns_inferred import infer_turns
from chancery.extract.turns_labels import words
from chancery.languages.pack import load_pack
from chancery.model.document import Block, BlockRole, Document, Span
from chancery.read import read_text


def document(text: str, language: str = "en") -> Document:
    blocks = tuple(
        Block(span=Span(start=m.start(), end=m.end()), role=BlockRole.PARAGRAPH if m.start() else BlockRole.TITLE)
        for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    )
    return Document(name="test", text=text, blocks=blocks, language=language)


def turns(text: str, language: str = "en", known: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    found = find_turns(document(text, language), load_pack(language), known)
    return [(turn.name, [span.of(text) for span in turn.content]) for turn in found]


def names(text: str, language: str = "en", known: tuple[str, ...] = ()) -> list[str]:
    return [name for name, _ in turns(text, language, known)]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        pytest.param("President Ana Horvat: ", "President Ana Horvat", id="title-and-full-name"),
        pytest.param("MR. OKORO:  ", "MR. OKORO", id="capitals-with-courtesy"),
        pytest.param(
            "PRIME MINISTER AL HAMAD:  (As interpreted.)  ", "PRIME MINISTER AL HAMAD", id="capitals-particle"
        ),
        pytest.param("PRESIDENT RUIZ (as interpreted): ", "PRESIDENT RUIZ", id="aside-before-the-colon"),
        pytest.param("QUESTION: ", "QUESTION", id="question"),
        pytest.param("Q    ", "Q", id="bare-q"),
        pytest.param("[00:12:03] Minister Ana Horvat: ", "Minister Ana Horvat", id="time-stamp"),
        pytest.param("**Ambassador Li Wen:** ", "Ambassador Li Wen", id="bold-marks"),
        pytest.param("((Jo Park)) ", "Jo Park", id="double-brackets"),
        pytest.param("THE PRESIDENT: ", "THE PRESIDENT", id="title-alone-in-capitals"),
    ],
)
def test_a_label_opens_a_turn(label: str, name: str) -> None:
    text = f"A meeting\n\n{label}We are glad to see you here.\n"
    assert turns(text) == [(name, ["We are glad to see you here."])]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        pytest.param("А.Орлова: ", "А.Орлова", id="initial-and-surname"),
        pytest.param("А. Орлова : ", "А. Орлова", id="spaces"),
        pytest.param("Президент Анна Орлова: ", "Президент Анна Орлова", id="title-and-full-name"),
        pytest.param("Вопрос: ", "Вопрос", id="question"),
        pytest.param("– Вопрос: ", "Вопрос", id="dash-before-the-role"),
        pytest.param("Орлова А.П.: ", "Орлова А.П.", id="surname-first"),
    ],
)
def test_a_russian_label_opens_a_turn(label: str, name: str) -> None:
    text = f"Встреча\n\n{label}Мы рады вас видеть.\n"
    assert turns(text, "ru") == [(name, ["Мы рады вас видеть."])]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Notes\n\nParticipants: Ana Horvat, Jo Park.\n", id="list-of-participants"),
        pytest.param("Notes\n\nFact Sheet: Trade in Numbers\n\nIt grew.\n", id="fact-sheet"),
        pytest.param("Notes\n\nOne thing is plain: the road is long.\n", id="colon-in-a-sentence"),
        pytest.param("Notes\n\nOffense: fraud\n\nSentence: a year\n\nOffense: theft\n\nSentence: a day\n", id="fields"),
        pytest.param("Notes\n\nAt 10:30 the guests left.\n", id="clock"),
        pytest.param("Notes\n\nU.S. Trade Figures: they rose.\n", id="abbreviation-like-initials"),
    ],
)
def test_what_is_no_label_opens_no_turn(text: str) -> None:
    assert names(text) == []


def test_unlabelled_paragraphs_belong_to_the_turn_before() -> None:
    text = "Talks\n\nMR. PARK: We begin.\n\nThe road is long.\n\n(Applause.)\n\nMS. RUIZ: We go on.\n"
    assert turns(text) == [("MR. PARK", ["We begin.", "The road is long."]), ("MS. RUIZ", ["We go on."])]


def test_a_narrators_paragraph_about_the_speaker_closes_the_turn() -> None:
    text = "Talks\n\nAmbassador Jo Park: I am glad.\n\nAmbassador Jo Park handed over his letters.\n\nMusic.\n"
    assert turns(text) == [("Ambassador Jo Park", ["I am glad."])]


def test_a_sentence_that_hands_over_gives_the_dash_that_follows_to_its_subject() -> None:
    text = "Talks\n\nWelcoming the guest, Minister Ana Horvat said:\n\n- You are welcome in our city.\n\nIt is old.\n"
    assert turns(text) == [("Minister Ana Horvat", ["You are welcome in our city."])]


def test_a_hand_over_before_a_quotation_is_no_turn() -> None:
    assert names("Talks\n\nMinister Ana Horvat said:\n\n“You are welcome in our city.”\n") == []


def test_plain_names_need_support() -> None:
    once = "Talks\n\nJo Park: the road is long.\n"
    assert names(once) == []
    assert names(once, known=("park", "jo park")) == ["Jo Park"]
    asked = (
        "Talks\n\nThe Herald: What do you hope for?\n\nJo Park: I hope for rain.\n\n"
        "The Herald: Why do you?\n\nJo Park: We need it.\n"
    )
    assert names(asked) == ["The Herald", "Jo Park"] * 2


def test_labels_are_found_in_a_page_that_lost_its_line_breaks() -> None:
    text = (
        "Встреча\n\nГость прибыл утром. 3 мая 2020 года Москва, Кремль А.Орлова: Рады вас видеть. "
        "Б.Ким Ким Борис Ильич министр торговли : Спасибо, мы тоже. Реплика: Верно. А.Орлова: Начнём. <…> Темы\n"
    )
    assert [(n.split()[0], c) for n, c in turns(text, "ru")] == [
        ("А.Орлова", ["Рады вас видеть."]),
        ("Б.Ким", ["Спасибо, мы тоже."]),
        ("Реплика", ["Верно."]),
        ("А.Орлова", ["Начнём."]),
    ]


def test_a_report_of_speech_inside_a_sentence_is_no_label() -> None:
    assert names("Встреча\n\nОб этом сказал А.Орлова: путь долог, но мы идём по нему вместе.\n", "ru") == []


def test_an_end_mark_closes_the_last_turn() -> None:
    assert turns("Talks\n\nMR. PARK: We end.\n\nEND\n\nFor more, write to us.\n") == [("MR. PARK", ["We end."])]


def inferred(text: str, language: str) -> list[tuple[str, int]]:
    found: list[Turn] = infer_turns(document(text, language), load_pack(language))
    assert all(turn.inferred and turn.label is None for turn in found)
    return [(turn.part, len(turn.content)) for turn in found]


def test_dashes_with_question_marks_alternate() -> None:
    text = "Интервью с послом\n\n– Как дела?\n\n– Хорошо.\n\nМы довольны.\n\n– А завтра?\n\n– Тоже хорошо.\n"
    assert inferred(text, "ru") == [("question", 1), ("answer", 2), ("question", 1), ("answer", 1)]


def test_a_list_with_dashes_is_no_conversation() -> None:
    assert inferred("Программа\n\n– завтрак;\n\n– обед;\n\n– ужин.\n", "ru") == []


def test_questions_and_answers_of_a_text_that_calls_itself_an_interview_are_turns() -> None:
    text = "Interview with Jo Park\n\nWho are you?\n\nI sing.\n\nWhere?\n\nWe sing at home.\n\nWhy?\n\nI like it.\n"
    assert [part for part, _ in inferred(text, "en")] == ["question", "answer"] * 3


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("PRESIDENT AL SISI", "sisi"),
        ("В.Путин", "путин"),
        ("Орлова А.П.", "орлова"),
        ("Jo Park, Minister of Trade", "park"),
    ],
)
def test_the_surname_of_a_label_leaves_titles_initials_and_post_out(label: str, expected: str) -> None:
    assert surname(label, words(load_pack("ru" if "." in label else "en"))) == expected


LABELS = st.text(alphabet="АБВабв.ABCabc: -–—*[]()«»“”\"'0123456789\n", max_size=300)


@settings(max_examples=150, deadline=None)
@given(LABELS)
def test_any_text_gives_turns_in_order_within_the_text(text: str) -> None:
    for language in ("en", "ru"):
        spans = [span for turn in find_turns(document(text, language), load_pack(language)) for span in turn.content]
        assert all(span.end <= len(text) and span.of(text).strip() for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_two_megabytes_of_one_paragraph_are_read_in_linear_time() -> None:
    unit = "А.Орлова: мы идём дальше, и это верно (как говорят). Далее: ещё один довод; "
    took = []
    for size in (500_000, 2_000_000):
        text = "Речь\n\n" + unit * (size // len(unit))
        begun = time.process_time()
        find_turns(document(text, "ru"), load_pack("ru"))
        took.append(time.process_time() - begun)
    assert took[1] < 12 * took[0] + 0.5


def test_a_wrapped_line_that_names_the_title_is_no_narrators_paragraph() -> None:
    text = "Talks\n\nTHE PRESIDENT: I am glad\nthe President of the club came.\nWe go on.\n"
    assert turns(text) == [("THE PRESIDENT", ["I am glad", "the President of the club came.", "We go on."])]


def test_a_wrapped_paragraph_is_one_passage_of_its_turn_and_its_sentences_are_no_labels() -> None:
    said = (
        "I am glad that so many of you came to this old hall tonight, to the Reverend\n"
        "Doe, and his whole family, including Mrs. Ann Doe: Thank you for all the years\n"
        "in which you kept this house."
    )
    text = f"Talks\n\nTHE PRESIDENT: {said}\n\nMRS. DOE: I am glad too.\n"
    found = find_turns(read_text("talks", text, language="en"), load_pack("en"))
    assert [(turn.name, [span.of(text) for span in turn.content]) for turn in found] == [
        ("THE PRESIDENT", [said]),
        ("MRS. DOE", ["I am glad too."]),
    ]


def test_under_a_heading_a_speaker_goes_on_in_the_first_person_only() -> None:
    text = "Talks\n\nMR. PARK: We begin.\n\nTrade\n\nWe sell fish.\n\nContact\n\nThe office is closed.\n"
    blocks = tuple(
        Block(
            span=Span(start=m.start(), end=m.end()),
            role=BlockRole.HEADING if m[0] in ("Trade", "Contact") else BlockRole.PARAGRAPH,
        )
        for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    )
    found = find_turns(Document(name="test", text=text, blocks=blocks, language="en"), load_pack("en"))
    assert [[span.of(text) for span in turn.content] for turn in found] == [["We begin.", "We sell fish."]]
