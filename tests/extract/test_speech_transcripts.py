"""Transcripts as official sites write them: who says each turn, who is named as speaker, what is inferred."""

from __future__ import annotations

import pytest
from test_speech import spoken

from chancery.model.discourse import SpeechMode

Said = list[tuple[str | None, str]]


def turns(text: str, language: str) -> Said:
    """Speaker's canonical name (None: nobody we can name) and first passage of each turn."""
    context = spoken(text.strip(), language)
    out: Said = []
    for u in context.utterances:
        if u.mode is SpeechMode.TURN:
            entity = context.entity(u.speaker) if u.speaker else None
            out.append((entity.caption if entity else None, u.content[0].of(context.document.text)))
    return out


STYLES = [
    pytest.param(
        "en",
        """Press Conference by Foreign Minister TANABE Kenji

Mr. TANABE Kenji, Minister for Foreign Affairs: We will open a consulate.

Nippon Wire, SATO: May I ask about fish? Do you expect a result?

Minister Tanabe: We expect one soon.

Kato, Channel Six: When will you travel?

Minister Tanabe: In spring.""",
        [
            ("TANABE Kenji", "We will open a consulate."),
            (None, "May I ask about fish? Do you expect a result?"),
            ("TANABE Kenji", "We expect one soon."),
            (None, "When will you travel?"),
            ("TANABE Kenji", "In spring."),
        ],
        id="journalists-by-medium-and-surname",
    ),
    pytest.param(
        "en",
        """Weekly Briefing by the Official Spokesperson

Rohan Pillai, Official Spokesperson: Good afternoon to all of you.

Harish: Sir, Harish from Radio One. Did the two ministers speak?

Rohan Pillai, Official Spokesperson: We share such news when we have it.

Official Spokesperson, Rohan Pillai: We will send aid.""",
        [
            ("Rohan Pillai", "Good afternoon to all of you."),
            (None, "Sir, Harish from Radio One. Did the two ministers speak?"),
            ("Rohan Pillai", "We share such news when we have it."),
            ("Rohan Pillai", "We will send aid."),
        ],
        id="post-behind-or-before-the-name",
    ),
    pytest.param(
        "en",
        """Remarks by High Representative Kaja Kallas upon arrival

Today we will discuss Georgia.

Q. Will there be new sanctions?

We will see.

We have many proposals.

Q. And after that?

I cannot say.""",
        [
            ("Kaja Kallas", "Today we will discuss Georgia."),
            (None, "Will there be new sanctions?"),
            ("Kaja Kallas", "We will see."),
            (None, "And after that?"),
            ("Kaja Kallas", "I cannot say."),
        ],
        id="only-questions-have-a-label",
    ),
    pytest.param(
        "en",
        """A briefing

Tom Bell (00:04):

Good morning. We begin.

Mary (01:27):

Great.

Tom Bell (01:29):

Happy Monday.""",
        [("Tom Bell", "Good morning. We begin."), (None, "Great."), ("Tom Bell", "Happy Monday.")],
        id="time-stamps-in-brackets",
    ),
    pytest.param(
        "en",
        """Secretary Antony Blinken and Foreign Minister Kairat Umarov Meet the Press

MODERATOR: Welcome. Foreign Minister, the floor is yours.

FOREIGN MINISTER UMAROV: (Via interpreter) We had good talks.

SECRETARY BLINKEN: Thank you, Kairat.

MR MILLER: We have time for one question.

QUESTION: (Off-mike.)""",
        [
            (None, "Welcome. Foreign Minister, the floor is yours."),
            ("Kairat Umarov", "We had good talks."),
            ("Antony Blinken", "Thank you, Kairat."),
            (None, "We have time for one question."),
        ],
        id="a-surname-alone-names-no-stranger-of-the-same-name",
    ),
    pytest.param(
        "en",
        """Q&A with Trade Minister Ola Strand

Q1: What do you sell?

A1: We sell fish.

Q2: To whom?

A2: To our neighbours.""",
        [
            (None, "What do you sell?"),
            ("Ola Strand", "We sell fish."),
            (None, "To whom?"),
            ("Ola Strand", "To our neighbours."),
        ],
        id="numbered-answers-are-the-one-in-the-title",
    ),
    pytest.param(
        "ru",
        """Интервью министра иностранных дел Азамата Осмонова

Корр.: Азамат Болотович, куда вы поедете?

А.Б. Осмонов: Мы поедем в Баку.

Вопрос (перевод с английского): А потом?

Ответ: Домой.""",
        [
            (None, "Азамат Болотович, куда вы поедете?"),
            ("Azamat Osmonov", "Мы поедем в Баку."),
            (None, "А потом?"),
            ("Azamat Osmonov", "Домой."),
        ],
        id="the-answer-is-the-only-named-speakers",
    ),
    pytest.param(
        "ru",
        """Брифинг официального представителя

Айбек Смагулов, официальный представитель МИД: Добрый день. Начнём наш брифинг.

Корреспондент «Степь 24»: Когда откроется центр?

Айбек Смагулов: – В мае. Мы ждём вас.

Журналист агентства «Заря» Анна Ли: А где?

А. Смагулов: В столице.""",
        [
            ("Aybek Smagulov", "Добрый день. Начнём наш брифинг."),
            (None, "Когда откроется центр?"),
            ("Aybek Smagulov", "В мае. Мы ждём вас."),
            (None, "А где?"),
            ("Aybek Smagulov", "В столице."),
        ],
        id="journalists-with-their-medium",
    ),
    pytest.param(
        "ru",
        """Президент принял послов

Приветствуя главу государства, посол Ян Вик сказал:

— Я передаю вам привет от нашего короля.

Глава государства поблагодарил посла и сказал:

— Добро пожаловать. Наши страны дружат.""",
        [("Yan Vik", "Я передаю вам привет от нашего короля."), (None, "Добро пожаловать. Наши страны дружат.")],
        id="a-narrator-hands-over-by-name-and-by-epithet",
    ),
    pytest.param(
        "ru",
        """Интервью: министр Омар Саид

**Как идут переговоры?**

Мы хотим результата.

**Когда закончите?**

Когда договоримся с вами.""",
        [
            (None, "Как идут переговоры?"),
            ("Omar Said", "Мы хотим результата."),
            (None, "Когда закончите?"),
            ("Omar Said", "Когда договоримся с вами."),
        ],
        id="bold-questions-in-marked-up-text",
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), STYLES)
def test_every_turn_has_its_speaker(language: str, text: str, expected: Said) -> None:
    assert turns(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(
            "en",
            "The plan\n\nOur aim, Peace: is it near? We think so.\n\nNobody answers.\n\nWe wait.",
            id="a-question-that-no-label-answers",
        ),
        pytest.param(
            "ru",
            "О границе\n\nВопрос границы: она открыта. Мы рады.\n\nЖурналист пишет: мы рады.",
            id="a-question-is-a-topic-and-a-journalist-a-subject",
        ),
    ],
)
def test_a_colon_makes_no_label(language: str, text: str) -> None:
    assert turns(text, language) == []


def test_what_only_question_labels_tell_is_marked_as_inferred() -> None:
    context = spoken("Remarks by Minister Jo Park\n\nQ. Are you well?\n\nI am well.\n\nQ. Truly?\n\nYes, I am.")
    assert [u.inferred for u in context.utterances if u.mode is SpeechMode.TURN] == [False, True, False, True]
