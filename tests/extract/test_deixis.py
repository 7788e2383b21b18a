"""What "we", "you", "our countries" and titles without a name stand for."""

from __future__ import annotations

import pytest
from test_speech import spoken

from chancery.extract.context import Context
from chancery.extract.deixis import resolve_deixis

TALKS = (
    "Talks\n\n"
    "President Ilham Aliyev: {first}\n\n"
    "President Sadyr Japarov: {second}\n"
)  # fmt: skip
TALKS_RU = (
    "Переговоры\n\n"
    "Президент Ильхам Алиев: {first}\n\n"
    "Президент Садыр Жапаров: {second}\n"
)  # fmt: skip


def resolved(text: str, language: str = "en") -> dict[str, tuple[str, ...]]:
    """What each deictic passage stands for, by the entities' canonical names (states: codes)."""
    context: Context = spoken(text, language)
    resolve_deixis(context)
    out = {}
    for mention in context.mentions:
        if mention.form in ("pronoun", "title") and mention.entities:
            captions = tuple(sorted(e.caption if (e := context.entity(id)) else id for id in mention.entities))
            out[mention.span.of(text)] = captions
    return out


@pytest.mark.parametrize(
    ("sentence", "passage", "entities"),
    [
        pytest.param("I am glad.", "I", ("Ilham Aliyev",), id="I-am-the-speaker"),
        pytest.param("We built a bridge.", "We", ("AZ",), id="we-are-the-speakers-state"),
        pytest.param("Our country built a bridge.", "Our country", ("AZ",), id="our-country"),
        pytest.param("Our countries are friends.", "Our countries", ("AZ", "KG"), id="our-countries-are-the-pair"),
        pytest.param("The two countries are friends.", "The two countries", ("AZ", "KG"), id="the-two-countries"),
        pytest.param("Both sides agree.", "Both sides", ("AZ", "KG"), id="both-sides"),
        pytest.param("You are welcome.", "You", ("Sadyr Japarov",), id="you-are-the-addressee"),
        pytest.param("Your country is near.", "Your country", ("KG",), id="your-country"),
        pytest.param("Mr. President, welcome.", "President", ("Sadyr Japarov",), id="form-of-address"),
    ],
)
def test_a_leaders_words_stand_for_persons_and_states(sentence: str, passage: str, entities: tuple[str, ...]) -> None:
    found = resolved(TALKS.format(first=sentence, second="Thank you."))
    assert found.get(passage) == entities


@pytest.mark.parametrize(
    ("sentence", "passage", "entities"),
    [
        pytest.param("Наша страна построила мост.", "Наша страна", ("AZ",), id="our-country"),
        pytest.param("Наши страны дружат.", "Наши страны", ("AZ", "KG"), id="our-countries"),
        pytest.param("Обе страны дружат.", "Обе страны", ("AZ", "KG"), id="both-countries"),
        pytest.param("Мы построили мост.", "Мы", ("AZ",), id="we"),
        pytest.param("Ваша страна рядом.", "Ваша страна", ("KG",), id="your-country"),
    ],
)
def test_a_russian_leaders_words_stand_for_states(sentence: str, passage: str, entities: tuple[str, ...]) -> None:
    assert resolved(TALKS_RU.format(first=sentence, second="Спасибо."), "ru").get(passage) == entities


def test_your_father_is_the_one_that_knowledge_has() -> None:
    found = resolved(TALKS.format(first="Welcome.", second="Your father was my guest."))
    assert found.get("Your father") == ("Heydar Aliyev",)


def test_he_is_neither_the_speaker_nor_the_one_spoken_to() -> None:
    said = "I thank President Emmanuel Macron and would like to invite him to Baku."
    found = resolved(TALKS.format(first=said, second="Thank you."))
    assert found.get("him") == ("Emmanuel Macron",)


def test_without_a_speaker_the_first_person_is_nobody() -> None:
    assert "We" not in resolved("News\n\nWe went to the river. You know it.")


def test_nothing_is_added_twice() -> None:
    text = TALKS.format(first="We built a bridge.", second="Thank you.")
    context = spoken(text)
    resolve_deixis(context)
    once = context.mentions
    resolve_deixis(context)
    assert context.mentions == once


def test_the_president_at_a_briefing_is_that_of_the_spokespersons_state() -> None:
    text = (
        "Press Briefing by Press Secretary Karine Jean-Pierre\n\n"
        "MS. JEAN-PIERRE: President Putin must leave. He met the President. President Biden said so.\n\n"
        "Q    Will the President travel?\n\n"
        "MS. JEAN-PIERRE: He will.\n"
    )
    context = spoken(text)
    resolve_deixis(context)
    told = [m for m in context.mentions if m.form == "title" and m.span.of(text) == "President"]
    assert [context.entity(m.entities[0]).caption for m in told] == ["Joe Biden", "Joe Biden"]  # type: ignore[union-attr]


def test_the_president_of_a_fact_sheet_is_the_one_whom_it_gives_that_office() -> None:
    found = resolved("Putin raises prices\n\nThe President signed the act. President Biden is glad.")
    assert found.get("President") == ("Joe Biden",)
