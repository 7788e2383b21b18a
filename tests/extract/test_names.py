"""Who and what is named: mentions, titles and new entities, in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from chancery import knowledge
from chancery.annotate import annotate
from chancery.extract.context import Context
from chancery.extract.names import find_names
from chancery.languages.pack import load_pack
from chancery.model.discourse import Mention, TitleMention
from chancery.model.document import Block, BlockRole, Document, Span
from chancery.model.entity import EntityKind


def read(text: str, language: str = "en", published: date | None = date(2022, 5, 10)) -> Context:
    """``text``, a block a line, with its names."""
    blocks = tuple(
        Block(span=Span(start=m.start(), end=m.end()), role=BlockRole.PARAGRAPH)
        for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    )
    document = Document(name="test", text=text, blocks=blocks, language=language)
    context = Context(
        document=document,
        doc=annotate(document),
        pack=load_pack(language),
        knowledge=knowledge.load(),
        published=published,
    )
    find_names(context)
    return context


def caption(context: Context, id: str | None) -> str | None:
    entity = context.entity(id) if id else None
    return entity.caption if entity else None


def mention(context: Context, surface: str, nth: int = 0) -> Mention:
    text = context.document.text
    return [m for m in context.mentions if m.span.of(text) == surface][nth]


def meant(context: Context, surface: str, nth: int = 0) -> str | None:
    entities = mention(context, surface, nth).entities
    return caption(context, entities[0]) if entities else None


def titles(context: Context) -> list[tuple[str, str | None, str | None, str | None, str]]:
    """Title, of, to, the holder's caption and modifier of each title."""
    return [(t.title, t.of, t.to, caption(context, t.holder), t.modifier) for t in context.titles]


# -- states -----------------------------------------------------------------------------------------------------


def test_states_are_found_by_name_adjective_and_hyphenated_pair() -> None:
    context = read("Kyrgyzstan values the Uzbek-Kyrgyz border and the help of Kazakhstan.")
    found = [(m.entities[0], m.form) for m in context.mentions if m.kind is EntityKind.STATE]
    assert ("KG", "name") in found
    assert ("UZ", "adjective") in found
    assert ("KZ", "name") in found


def test_compound_adjectives_name_both_states() -> None:
    context = read("Обсуждались азербайджано-кыргызские и российско-таджикские связи.", "ru")
    assert [m.entities[0] for m in context.mentions if m.form == "adjective"] == ["AZ", "KG", "RU", "TJ"]


def test_a_capital_is_a_place_unless_it_acts() -> None:
    context = read("The minister flew to Tashkent on Friday.")
    assert mention(context, "Tashkent").kind is EntityKind.PLACE
    context = read("Tashkent supports the proposal.")
    assert mention(context, "Tashkent").entities == ("UZ",)


def test_a_people_is_a_group_of_its_state() -> None:
    context = read("We thank the people of Georgia.")
    group = mention(context, "people of Georgia")
    assert group.kind is EntityKind.GROUP
    assert caption(context, group.entities[0]) == "people of Georgia"


# -- titles and their holders -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Talks were held with President Sadyr Japarov of Kyrgyzstan.",
            "en",
            ("President", "KG", None, "Sadyr Japarov", ""),
        ),
        (
            "The President of Azerbaijan, Ilham Aliyev, opened the road.",
            "en",
            ("President", "AZ", None, "Ilham Aliyev", ""),
        ),
        (
            "Ruslan Kazakbaev, Minister of Foreign Affairs of Kyrgyzstan, spoke first.",
            "en",
            ("Minister of Foreign Affairs", "KG", None, "Ruslan Kazakbaev", ""),
        ),
        (
            "Азербайджанский президент Ильхам Алиев выступил первым.",
            "ru",
            ("President", "AZ", None, "Ilham Aliyev", ""),
        ),
        (
            "Встреча с Президентом Кыргызской Республики Садыром Жапаровым состоялась утром.",
            "ru",
            ("President", "KG", None, "Sadyr Japarov", ""),
        ),
        (
            "Об этом сказал бывший министр иностранных дел Кыргызстана Аскар Айтматов.",
            "ru",
            ("Minister of Foreign Affairs", "KG", None, "Askar Aitmatov", "former"),
        ),
    ],
)
def test_a_title_beside_a_name_gives_office_state_and_holder(
    text: str, language: str, expected: tuple[str, str | None, str | None, str | None, str]
) -> None:
    assert expected in titles(read(text, language))


def test_an_envoy_is_of_one_state_and_to_another() -> None:
    context = read("The Ambassador of Kazakhstan to Uzbekistan, Daulet Sarbasov, came with gifts.")
    assert ("KZ", "UZ", "Daulet Sarbasov") in [(of, to, holder) for _, of, to, holder, _ in titles(context)]


def test_a_bare_title_means_whoever_held_the_office_on_the_day() -> None:
    assert meant(read("The President of Kyrgyzstan arrived."), "President of Kyrgyzstan") == "Sadyr Japarov"
    earlier = read("The President of Kyrgyzstan arrived.", published=date(2015, 3, 1))
    assert meant(earlier, "President of Kyrgyzstan") == "Almazbek Atambayev"


def test_an_undated_bare_title_is_left_open() -> None:
    context = read("The President of Kyrgyzstan arrived.", published=None)
    assert not [m for m in context.mentions if m.form == "title" and m.entities]


def test_a_list_of_states_gives_each_its_own_office_holder() -> None:
    context = read("The presidents of Kazakhstan and Uzbekistan met again.")
    both = next(m for m in context.mentions if m.form == "title")
    assert [caption(context, id) for id in both.entities] == ["Kassym-Jomart Tokayev", "Shavkat Mirziyoyev"]
    assert [t.of for t in context.titles] == ["KZ", "UZ"]


def test_a_former_president_is_not_the_present_one() -> None:
    context = read("The former President of Kyrgyzstan arrived.")
    assert not [m for m in context.mentions if m.form == "title"]
    assert context.titles[0].modifier == "former"
    assert context.titles[0].holder is None


def test_case_keeps_a_title_from_the_next_mans_name() -> None:
    context = read("Помощник президента Юрий Соколов уехал.", "ru")
    assert not any(t.title == "President" and t.holder for t in context.titles)


def test_a_preposition_is_no_ambassador() -> None:
    assert not any("mbassador" in t.title for t in read("Он уехал после обеда.", "ru").titles)


# -- persons within one document --------------------------------------------------------------------------------


def test_short_names_mean_the_full_name_told_before() -> None:
    context = read("Maral Tekebaeva opened the session. Later Ms. Tekebaeva thanked the hosts.")
    assert mention(context, "Tekebaeva").entities == mention(context, "Maral Tekebaeva").entities
    entity = context.entities[0]
    assert (entity.caption, entity.gender) == ("Maral Tekebaeva", "female")


@pytest.mark.parametrize("short", ["А. Борубаев", "А.Борубаев", "Борубаев"])
def test_initials_and_surnames_join_the_full_name(short: str) -> None:
    context = read(f"Выступил Азамат Борубаев. Потом {short} уехал.", "ru")
    assert meant(context, short) == "Azamat Borubayev"
    assert mention(context, short).entities == mention(context, "Азамат Борубаев").entities


def test_father_and_son_stay_two_and_a_bare_surname_between_them_open() -> None:
    context = read("Emil Sultanov and his son Timur Sultanov came. Sultanov spoke.")
    assert meant(context, "Emil Sultanov") == "Emil Sultanov"
    assert meant(context, "Timur Sultanov") == "Timur Sultanov"
    bare = next(m for m in context.mentions if m.span.of(context.document.text) == "Sultanov")
    assert bare.entities == ()
    assert len(bare.candidates) == 2


def test_a_patronymic_address_means_the_person_with_that_given_name() -> None:
    context = read("Прибыл Темирлан Осмонов. – Темирлан Русланович, как дорога?", "ru")
    assert mention(context, "Темирлан Русланович").entities == mention(context, "Темирлан Осмонов").entities


def test_a_title_that_the_tagger_takes_into_a_name_is_cut_off() -> None:
    context = read("President Biden called. Prime Minister Modi thanked Prime Minister Trudeau of Canada.")
    assert meant(context, "Trudeau") == "Justin Trudeau"
    assert meant(context, "Modi") == "Narendra Modi"


def test_a_known_person_is_linked_by_office_though_the_spelling_differs() -> None:
    context = read("President Sadyr Zhaparov of Kyrgyzstan signed the decree.")
    assert meant(context, "Sadyr Zhaparov") == "Sadyr Japarov"
    assert mention(context, "Sadyr Zhaparov").method == "office"


def test_a_namesake_of_a_known_person_is_not_linked_by_likeness_alone() -> None:
    context = read("Bakyt Sultanov planted a tree.")
    assert meant(context, "Bakyt Sultanov") == "Bakyt Sultanov"


def test_an_unknown_person_becomes_an_entity_of_the_document() -> None:
    context = read("Премьер-министр Японии принял посла Нурлана Качкынова.", "ru")
    entity = next(e for e in context.entities if e.kind is EntityKind.PERSON)
    assert entity.id == "person/nurlan-kachkynov"
    assert entity.caption == "Nurlan Kachkynov"
    assert "Нурлан Качкынов" in {name.text for name in entity.names}


def test_a_latin_spelling_in_brackets_is_the_caption() -> None:
    context = read("Слово взял Жуан Перейра (João Pereira), глава делегации.", "ru")
    assert meant(context, "Жуан Перейра") == "João Pereira"


# -- organisations ----------------------------------------------------------------------------------------------


def test_former_and_abbreviated_names_are_one_body() -> None:
    context = read("The Turkic Council met. Now it is the Organization of Turkic States (OTS).")
    ids = {m.entities[0] for m in context.mentions if m.kind is EntityKind.ORGANISATION}
    assert len(ids) == 1
    assert caption(context, ids.pop()) == "Organization of Turkic States"


def test_an_abbreviation_that_the_text_introduces_is_kept() -> None:
    context = read("Создан Региональный центр водных исследований (РЦВИ). РЦВИ начнёт работу осенью.", "ru")
    assert mention(context, "РЦВИ", 1).entities == mention(context, "Региональный центр водных исследований").entities


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ноту вручило Министерство иностранных дел Узбекистана.", "ru", "Ministry of Foreign Affairs of Uzbekistan"),
        ("Об этом сообщило МИД Кыргызстана.", "ru", "Ministry of Foreign Affairs of Kyrgyzstan"),
    ],
)
def test_a_ministry_is_named_with_its_state(text: str, language: str, expected: str) -> None:
    context = read(text, language)
    assert expected in {caption(context, id) for m in context.mentions for id in m.entities}


def test_a_ministry_of_nobody_is_no_entity() -> None:
    assert not [e for e in read("Об этом сообщил МИД.", "ru").entities if e.kind is EntityKind.ORGANISATION]


def test_a_government_is_left_to_its_state() -> None:
    context = read("Правительство Казахстана одобрило проект.", "ru")
    assert not context.entities
    assert [m.entities for m in context.mentions] == [("KZ",)]


# -- in general -------------------------------------------------------------------------------------------------

TEXTS = [
    ("The foreign ministers of Kyrgyzstan, Tajikistan and Uzbekistan met Mr. Smith (UN).", "en"),
    ("А. Б. Петров, В.Иванов и «Рога» (ООО) — «", "ru"),
    ("President President of of the Kyrgyz", "en"),
    ("Посол, президент, министр.", "ru"),
    ("", "en"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_findings_lie_in_the_text_in_order_and_name_entities_that_exist(text: str, language: str) -> None:
    context = read(text, language)
    found: list[Mention | TitleMention] = [*context.mentions, *context.titles]
    assert all(one.span.end <= len(text) for one in found)
    assert list(context.mentions) == sorted(context.mentions, key=lambda m: (m.span.start, -m.span.end))
    for id in {id for m in context.mentions for id in m.entities} | {t.holder for t in context.titles if t.holder}:
        assert context.entity(id) is not None


def test_finding_twice_is_finding_once() -> None:
    context = read("President Sadyr Japarov received Maral Tekebaeva.")
    first = (context.mentions, context.titles, context.entities)
    find_names(context)
    assert (context.mentions, context.titles, context.entities) == first


# -- offices left behind -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Свергнутый президент Сирии Башар Асад улетел в Москву.", "Bashar al-Assad"),
        ("Ушедший в отставку премьер-министр Армении Карен Карапетян молчал.", "Karen Karapetyan"),
        ("Занимавший тогда пост премьер-министра Казахстана Карим Масимов возражал.", "Karim Massimov"),
        ("Первый президент Казахстана Нурсултан Назарбаев посетил Анкару.", "Nursultan Nazarbayev"),
        ("Ныне покойный президент Узбекистана Ислам Каримов бывал в Баку.", "Islam Karimov"),
        ("В 2005 году президент Киргизии Аскар Акаев покинул страну.", "Askar Akayev"),
    ],
)
def test_who_left_an_office_does_not_hold_it(text: str, holder: str) -> None:
    (title,) = titles(read(text, "ru"))
    assert (title[3], title[4]) == (holder, "former")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Президент Киргизии Садыр Жапаров посетил Баку.", "ru"),
        ("Министр иностранных дел Киргизии Руслан Казакбаев посетил Баку.", "ru"),  # left office eighteen days before
        ("President of Kyrgyzstan Sadyr Japarov visited Baku.", "en"),
    ],
)
def test_who_holds_an_office_or_just_left_it_is_not_called_former(text: str, language: str) -> None:
    assert [title[4] for title in titles(read(text, language))] == [""]


@pytest.mark.parametrize(
    ("text", "language", "name", "id"),
    [
        ("Kazakhstan supports reform of the WTO.", "en", "WTO", "Q7825"),
        ("The ministers of OPEC+ met in Vienna.", "en", "OPEC+", "org/opecplus"),
        ("The ministers of OPEC met in Vienna.", "en", "OPEC", "Q7795"),
    ],
)
def test_well_known_abbreviations_need_no_introduction(text: str, language: str, name: str, id: str) -> None:
    assert mention(read(text, language), name).entities == (id,)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Remarks by President Biden\n\nJill Biden stayed home.", ["Joe Biden", "Jill Biden"]),
        ("By Jill Biden\n\nMr. Biden left. President Biden too.", ["Jill Biden", "Joe Biden", "Joe Biden"]),
        ("A visit\n\nMelania Trump came with President Trump.", ["Melania Trump", "Donald Trump"]),
    ],
)  # fmt: skip
def test_an_office_tells_which_of_a_family_a_surname_means(text: str, who: list[str]) -> None:
    context = read(text, "en")
    people = [m for m in context.mentions if m.kind is EntityKind.PERSON and m.form == "name"]
    assert [caption(context, m.entities[0]) if m.entities else "" for m in people] == who


def test_a_surname_with_an_office_that_its_known_bearer_never_held_is_anothers() -> None:
    context = read("Remarks\n\nI met Senator Sunak of Ohio.", "en")
    assert meant(context, "Sunak") != "Rishi Sunak"


def test_a_no_break_space_parts_the_words_of_a_name() -> None:
    context = read("A talk\n\nAda\u00a0Dunn Poe of Ghana spoke.", "en")
    assert "Ada Dunn Poe" in [e.caption for e in context.entities]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She will travel to Georgia today and to North Carolina tomorrow.", EntityKind.PLACE),
        ("She will travel to Georgia today and to Armenia tomorrow.", EntityKind.STATE),
        ("Georgia wants to join. In California he said that Tbilisi must wait.", EntityKind.STATE),
    ],
)
def test_a_state_and_a_place_of_one_name_are_told_by_what_stands_beside(text: str, kind: EntityKind) -> None:
    assert mention(read(text), "Georgia").kind is kind
