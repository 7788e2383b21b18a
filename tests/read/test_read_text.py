"""Plain text: paragraphs, lists, headlines, furniture; nothing cut."""

import pytest

from chancery.model.document import BlockRole, DateSource
from chancery.model.errors import ReadError
from chancery.read import read_text

PROSE = "The ministers of the two countries met in the capital and agreed to open a trade office in the autumn."
MORE = "They also spoke about railways, and the guest invited his host to visit the lake in the summer of next year."


def roles(document):
    return [(block.role.value, block.span.of(document.text)) for block in document.blocks]


def role_of(document, passage):
    at = document.text.index(passage)
    return next(block.role for block in document.blocks if block.span.start <= at < block.span.end)


def test_title_and_paragraphs_are_told_apart():
    document = read_text("a", f"Ministers agree on trade office\n\n{PROSE}\n\n{MORE}")
    assert document.title == "Ministers agree on trade office"
    assert [role for role, _ in roles(document)] == ["title", "paragraph", "paragraph"]


def test_a_first_sentence_is_no_title():
    document = read_text("a", f"{PROSE}\n\n{MORE}")
    assert document.title is None
    assert document.blocks[0].role is BlockRole.PARAGRAPH


def test_a_title_may_end_with_an_abbreviation():
    assert read_text("a", f"Joint statement of Ruritania and the U.S.\n\n{PROSE}").title is not None


def test_a_title_that_was_given_is_kept_and_found_in_the_text():
    document = read_text("a", f"Home\n\nMinisters agree\n\n{PROSE}", title="Ministers agree")
    assert role_of(document, "Ministers agree") is BlockRole.TITLE


def test_the_second_copy_of_the_headline_is_furniture():
    document = read_text("a", f"Ministers agree on trade\n5 May 2022\nMinisters agree on trade\n\n{PROSE}")
    assert [role for role, _ in roles(document)] == ["title", "dateline", "furniture", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Прочитано: 1430",
        "Просмотров: 12 | Комментариев: 3",
        "Views: 12",
        "1 204 просмотра",
        "Читайте также: Цены на хлеб выросли",
        "Читайте все новости в нашем Telegram-канале https://t.me/example",
        "Подписывайтесь на наш канал",
        "Read also: Prices of bread are rising",
        "Follow us on Telegram and X",
        "Subscribe to our newsletter",
        "Теги: визит, торговля",
        "Тэги:",
        "Tags: visit, trade",
        "Поделиться",
        "Share on Facebook",
        "Версия для печати",
        "Print version",
        "НОВОСТНАЯ ЛЕНТА",
        "NEWS FEED",
        "Фото: пресс-служба министерства",
        "Photo: press office",
        "© 2014–2026 The Courier. All rights reserved.",
        "Все права защищены. При использовании материалов ссылка обязательна.",
        "We use cookies to make this site better.",
        "Həmçinin oxuyun: Bazarda qiymətlər",
        "Читайте також: Ціни на хліб",
        "Bizi izləyin",
        "https://example.org/news/12",
        "* * *",
        "###",
    ],
)
def test_furniture_is_marked_wherever_it_stands(line):
    for text in (f"Ministers agree\n\n{PROSE}\n\n{line}\n\n{MORE}", f"Ministers agree\n\n{PROSE}\n\n{MORE}\n\n{line}"):
        document = read_text("a", text)
        assert role_of(document, line) is BlockRole.FURNITURE
        assert role_of(document, PROSE) is BlockRole.PARAGRAPH
        assert role_of(document, MORE) is BlockRole.PARAGRAPH


@pytest.mark.parametrize(
    "sentence",
    [
        "Об этом министр написал в своём Telegram-канале.",
        "The share of exports rose to 12 per cent.",
        "By the end of the year the road will be ready.",
        "The photo shows the signing of the treaty.",
        "Views on the border differ.",
        "Источник в правительстве подтвердил эти сведения.",
        "Published accounts of the talks disagree.",
        "Автор доклада предложил открыть консульство.",
        "Related questions were discussed in the afternoon.",
        "Главная задача посольства — помогать людям.",
        "The two sides will print the agreement in three languages.",
    ],
)
def test_prose_that_begins_like_furniture_is_read(sentence):
    document = read_text("a", f"Ministers agree\n\n{PROSE}\n\n{sentence}\n\n{MORE}")
    assert role_of(document, sentence) is BlockRole.PARAGRAPH


def test_what_follows_a_label_of_other_news_is_furniture_until_prose_comes():
    document = read_text(
        "a", f"Ministers agree\n\n{PROSE}\n\nRead also:\n\nBread gets dearer\n\nNew bridge in Osh\n\n{MORE}"
    )
    assert role_of(document, "Bread gets dearer") is BlockRole.FURNITURE
    assert role_of(document, "New bridge") is BlockRole.FURNITURE
    assert role_of(document, MORE) is BlockRole.PARAGRAPH


def test_dates_of_other_news_at_the_end_do_not_date_the_page():
    text = f"Министры договорились\n\n{PROSE}\n\nЛента новостей\n\n21 сентября 2024\n\nОткрыт новый мост"
    assert read_text("a", text).published.source is DateSource.UNKNOWN


def test_lines_wrapped_at_a_fixed_width_are_joined_to_paragraphs():
    text = (
        "The ministers of the two countries met in the capital on Monday and\n"
        "agreed to open a trade office there in the autumn, when the harvest\n"
        "is over.\n"
        "\n"
        "They also spoke about the railway, which both governments want to\n"
        "build together, and about the price of the gas that flows through\n"
        "it.\n"
    )
    document = read_text("a", text)
    assert [role for role, _ in roles(document)] == ["paragraph", "paragraph"]
    assert "\n" in roles(document)[0][1]


def test_lines_that_are_paragraphs_are_not_joined():
    document = read_text("a", f"{PROSE}\n{MORE}\n{PROSE}")
    assert len(document.blocks) == 3


def test_items_are_told_from_their_bullets_and_numbers():
    document = read_text(
        "a", "The sides agreed:\n\n• to open an office;\n• to build a road.\n\n1. Trade\n\n(b) Transport"
    )
    assert [role for role, text in roles(document) if text in ("•", "1.", "(b)")] == ["furniture"] * 4
    assert [text for role, text in roles(document) if role == "item"] == [
        "to open an office;",
        "to build a road.",
        "Trade",
        "Transport",
    ]


def test_a_dash_that_opens_a_turn_is_not_a_bullet():
    document = read_text("a", f"The envoy said:\n\n- {PROSE}\n\n- Thank you, said the minister.")
    assert all(role == "paragraph" for role, _ in roles(document))


def test_dashes_in_one_list_are_bullets():
    document = read_text("a", "The sides agreed:\n- to open an office;\n- to build a road.")
    assert [role for role, _ in roles(document)] == ["paragraph", "furniture", "item", "furniture", "item"]


def test_place_lines_above_the_hour_belong_to_the_dateline():
    document = read_text(
        "a", f"Remarks by the ministers\n\nSummer Palace\n\nAstana, Kazakhstan\n\n11:30 A.M.\n\n{PROSE}"
    )
    assert [role for role, _ in roles(document)] == ["title", "dateline", "dateline", "dateline", "paragraph"]


def test_a_paragraph_between_title_and_dateline_is_the_standfirst():
    document = read_text("a", f"Talks with the envoy\n\n{PROSE}\n\n5 May 2022\n\n{MORE}")
    assert [role for role, _ in roles(document)] == ["title", "lead", "dateline", "paragraph"]


def test_a_signature_is_the_author():
    document = read_text(
        "a", f"A letter\n\n{PROSE}\n\nSincerely,\n\nMira Tolen\n\nPresident of Ruritania\n\nStrelsau, 5 May 2022"
    )
    assert document.author == "Mira Tolen"
    assert document.published.edtf == "2022-05-05"


def test_a_byline_names_the_author():
    assert read_text("a", f"Talks begin\n\nBy Mira Tolen\n\n{PROSE}").author == "Mira Tolen"
    assert read_text("a", f"Переговоры\n\n{PROSE}\n\nАвтор: Мира Толен").author == "Мира Толен"


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"The envoy came, Kabar reported on October 28.\n\n{PROSE}", "Kabar"),
        (f"VIENNA, 5 May 2022 (The Courier) – {PROSE}", "The Courier"),
        (f"{PROSE}\n\nЧитайте нас в Telegram-канале «Курьер»", "Курьер"),
        (f"{PROSE}\n\nSource: The Courier", "The Courier"),
        (PROSE, None),
    ],
)
def test_the_publisher_is_found_where_the_text_names_it(text, publisher):
    assert read_text("a", text).publisher == publisher


def test_the_stated_date_is_proved_by_its_place_in_the_text():
    document = read_text("a", f"Talks begin\n\n5 May 2022, 10:00\n\n{PROSE}")
    assert document.published.source is DateSource.STATED
    assert document.published.evidence.of(document.text) == "5 May 2022"


def test_a_given_date_stands_above_the_printed_one():
    document = read_text("a", f"Talks begin\n\n5 May 2022\n\n{PROSE}", published="2022-05-06T10:00:00Z")
    assert (document.published.edtf, document.published.source) == ("2022-05-06", DateSource.GIVEN)


@pytest.mark.parametrize(
    "text",
    [
        f"Talks begin\n\n{PROSE}\n\n© 2019",
        f"Talks begin\n\nViews: 2019\n\n{PROSE}",
        f"Talks begin\n\n28 October\n\n{PROSE}",
        f"On 3 May 2021, the ministers signed a treaty. {PROSE}",
    ],
)
def test_a_year_of_the_page_and_a_date_in_the_story_date_nothing(text):
    assert read_text("a", text).published.source is DateSource.UNKNOWN


def test_markdown_headings_and_front_matter_are_marked_not_cut():
    text = f'---\ntitle: "The\\u00a0talks"\ndate: 2022-05-05\n---\n\n# Opening\n\n{PROSE}'
    document = read_text("a", text, markdown=True)
    assert document.text == text
    assert document.title == "The\u00a0talks" or document.title == "The talks"
    assert document.published.edtf == "2022-05-05"
    assert [role for role, _ in roles(document)] == [
        "furniture",
        "title",
        "furniture",
        "furniture",
        "heading",
        "paragraph",
    ]


@pytest.mark.parametrize("text", ["", "  \n\t ", "a\x00b", "half \ud800 a character"])
def test_no_text_is_an_error(text):
    with pytest.raises(ReadError):
        read_text("a", text)


@pytest.mark.parametrize("hint", [{"published": "next week"}, {"published": "2022-13-01"}, {"language": "Klingon!"}])
def test_hints_that_say_nothing_are_errors(hint):
    with pytest.raises(ReadError) as caught:
        read_text("a", PROSE, **hint)
    assert caught.value.remedy


def test_a_wrapped_list_and_a_wrapped_paragraph_stand_side_by_side():
    text = (
        "The ministers of the two countries met in the capital on Monday to\n"
        "speak about the following matters, which had been left open by the\n"
        "commission:\n"
        "  - the opening of an embassy in the capital of the neighbouring\n"
        "    state, for which land has been found;\n"
        "  - the railway.\n"
    )
    document = read_text("a", text)
    assert [role for role, _ in roles(document)] == ["paragraph", "furniture", "item", "furniture", "item"]


def test_an_unfinished_turn_is_no_heading():
    document = read_text("a", f"{PROSE}\n\nQ    But, Minister —\n\n{MORE}")
    assert role_of(document, "But, Minister") is BlockRole.PARAGRAPH
