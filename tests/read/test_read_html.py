"""HTML pages of several makes: what is read, what is marked, what the page says of itself."""

import pytest

from chancery.model.document import READ, BlockRole, DateSource
from chancery.model.errors import ReadError
from chancery.read import read_html

P1 = "The ministers of the two countries met in the capital and agreed to open a trade office in the autumn."
P2 = "They also spoke about railways, and the guest invited his host to visit the lake in the summer of next year."
P3 = "Afterwards the delegations signed a memorandum on the training of diplomats and another one on archives."


def read_lines(document):
    return [block.span.of(document.text) for block in document.blocks if block.role in READ]


def role_of(document, passage):
    at = document.text.index(passage)
    return next(block.role for block in document.blocks if block.span.start <= at < block.span.end)


NEWS = f"""<!DOCTYPE html><html lang="en"><head><title>Ministers meet | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2022-05-05T09:00:00Z">
<script>var text = "The script is not prose.";</script><style>p {{ color: red }}</style></head><body>
<header><nav><a href="/">Home</a><a href="/w">World</a></nav></header>
<main><article><h1>Ministers meet</h1><p class="byline">By Mira Tolen</p>
<p>{P1}</p><ul><li>first point;</li><li>second point.</li></ul><p>{P2}</p>
<div class="related-posts"><h3>Other things</h3><p>{P3}</p></div></article></main>
<aside><p>Weather: rain.</p></aside><footer>© 2009–2025 The Courier</footer></body></html>"""

PRESIDENCY = """<html lang="ru"><head><meta charset="utf-8"><title>Беседа с министром</title></head><body>
<div class="header__menu"><a href="/a">События</a> <a href="/b">Структура</a></div>
<div class="read"><h1 class="p-name">Беседа с министром</h1>
<div class="read__lead">Глава государства принял министра соседней страны.</div>
<div class="read__date">12 марта 2023 года</div><div class="read__time">16:20</div>
<div class="read__place">Астана, Акорда</div>
<p><b>Т.Серик</b>: Добро пожаловать! Мы давно ждали Вашего приезда и готовы обсудить все вопросы торговли и границы.</p>
<p>Наши страны связывает многое, и мы хотели бы открыть второе консульство уже в следующем году, если Вы согласны.</p>
<div class="read__also-box"><span class="read-also">Смотрите также</span><a href="/c">Переговоры с соседями</a></div>
<p><strong>М.Толен:</strong> Спасибо за приглашение. Мы согласны и предлагаем подписать соглашение осенью.</p>
<div class="read__tags">Теги: <a href="/t">соседи</a></div></div></body></html>"""

BREAKS = f"""<html><body><table width="100%"><tr><td width="150"><a href="/">Home</a><br><a href="/n">News</a></td><td>
<font size="5"><b>Ministers meet</b></font><br>05.05.2022 &nbsp; Views: 331<br><br>{P1}<br>{P2}<br><br>
<b>Minister Tolen:</b> {P3}<br><br><a href="/print">Print version</a></td></tr></table></body></html>"""


def test_the_article_is_read_and_the_page_around_it_is_marked():
    document = read_html("a", NEWS)
    assert read_lines(document) == ["Ministers meet", P1, "first point;", "second point.", P2]
    for passage in ("Home", "Weather", "©", "Other things", P3):
        assert role_of(document, passage) is BlockRole.FURNITURE
    assert "script is not prose" not in document.text
    assert "color" not in document.text


def test_the_page_says_what_it_is():
    document = read_html("a", NEWS)
    assert document.title == "Ministers meet"
    assert document.publisher == "The Courier"
    assert document.author == "Mira Tolen"
    assert document.language == "en"
    assert document.media_type == "text/html"
    assert (document.published.edtf, document.published.source) == ("2022-05-05", DateSource.METADATA)


def test_list_items_are_items():
    document = read_html("a", NEWS)
    assert role_of(document, "first point") is BlockRole.ITEM


def test_bold_speakers_are_labels_and_the_printed_date_is_found():
    document = read_html("a", PRESIDENCY)
    labels = [block.label.of(document.text) for block in document.blocks if block.label]
    assert labels == ["Т.Серик", "М.Толен"]
    assert (document.published.edtf, document.published.source) == ("2023-03-12", DateSource.STATED)
    assert role_of(document, "Глава государства") is BlockRole.LEAD
    for passage in ("12 марта", "16:20", "Астана, Акорда"):
        assert role_of(document, passage) is BlockRole.DATELINE
    for passage in ("События", "Смотрите также", "Переговоры с соседями", "Теги"):
        assert role_of(document, passage) is BlockRole.FURNITURE
    assert document.language == "ru"


def test_pages_laid_out_with_tables_and_breaks_are_read():
    document = read_html("a", BREAKS)
    assert [block.span.of(document.text) for block in document.blocks if block.role is BlockRole.PARAGRAPH] == [
        P1,
        P2,
        f"Minister Tolen: {P3}",
    ]
    assert document.published.edtf == "2022-05-05"
    assert role_of(document, "Print version") is BlockRole.FURNITURE
    assert role_of(document, "Home") is BlockRole.FURNITURE


def test_a_bold_lead_in_without_a_colon_is_no_label():
    document = read_html("a", f"<p><b>Trade.</b> {P1}</p><p><b>{P2}</b></p><p><b>Both</b> sides agreed: {P3}</p>")
    assert not any(block.label for block in document.blocks)


def test_inline_markup_does_not_break_words_and_white_space_is_collapsed():
    document = read_html("a", "<p>The  <i>Minis</i>ter\n of <a href='/'>Ruri&shy;tania</a>&nbsp;came &amp; left.</p>")
    assert document.text == "The Minister of Ruritania came & left."


def test_rows_of_a_data_table_keep_their_cells_apart():
    document = read_html(
        "a",
        "<p>Trade:</p><table><tr><th>Year</th><th>Sum</th></tr><tr><td>2021</td><td>13</td></tr></table>",
    )
    assert "Year\tSum\n2021\t13" in document.text


def test_hidden_parts_are_not_shown():
    page = f"<body><p>{P1}</p><p style='display: none'>secret</p><div hidden>more secret</div><!-- no --></body>"
    document = read_html("a", page)
    assert document.text == P1


def test_tails_after_dropped_elements_are_kept():
    assert read_html("a", f"<p>{P1}<script>x()</script> And so on.</p>").text == f"{P1} And so on."


@pytest.mark.parametrize(
    ("head", "edtf"),
    [
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-03-04"}</script>',
            "2021-03-04",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2021-03-04"}]}</script>',
            "2021-03-04",
        ),
        ('<meta name="DC.date.issued" content="2021-03-04">', "2021-03-04"),
        ('<meta itemprop="datePublished" content="4 March 2021">', "2021-03-04"),
        ('<meta property="article:modified_time" content="2021-03-04">', None),
        ('<script type="application/ld+json">{broken</script>', None),
        ("", None),
    ],
)
def test_machine_readable_dates_of_publication_are_found(head, edtf):
    page = f"<html><head>{head}</head><body><h1>Ministers meet</h1><p>{P1}</p><footer>© 2019</footer></body></html>"
    assert read_html("a", page).published.edtf == edtf


def test_times_of_other_articles_do_not_date_the_page():
    page = f"<h1>Ministers meet</h1><p>{P1}</p><time datetime='2020-01-01'>x</time><time datetime='2021-01-01'>y</time>"
    assert read_html("a", page).published.source is DateSource.UNKNOWN


def test_an_element_that_holds_the_whole_text_is_read_whatever_it_is_called():
    document = read_html("a", f"<div class='print-content sidebar'><h1>Ministers meet</h1><p>{P1}</p><p>{P2}</p></div>")
    assert read_lines(document) == ["Ministers meet", P1, P2]


def test_class_names_that_only_contain_a_telling_word_are_not_furniture():
    page = (
        f"<div><p class='shareholders'>{P1}</p><p class='views-field-body'>{P2}</p><p class='header-share'>x</p></div>"
    )
    assert read_lines(read_html("a", page)) == [P1, P2]


def test_lists_of_links_outside_the_article_are_furniture():
    links = "".join(
        f"<p><a href='/{n}'>The mayor of town number {n} opened a school and a bridge today.</a></p>" for n in range(9)
    )
    page = f"<body><div id='x'><h1>Ministers meet</h1><p>{P1}</p><p>{P2}</p></div><div id='y'>{links}</div></body>"
    assert read_lines(read_html("a", page)) == ["Ministers meet", P1, P2]


def test_a_long_text_in_two_parts_is_read_in_full():
    page = f"<body><div><p>{P1}</p><p>{P2}</p></div><div><p>{P3}</p><p>{P2}</p></div></body>"
    assert len(read_lines(read_html("a", page))) == 4


def test_the_title_is_freed_from_the_name_of_the_site():
    page = (
        f"<html><head><title>Ministers meet in the capital | The Courier</title></head><body><p>{P1}</p></body></html>"
    )
    assert read_html("a", page).title == "Ministers meet in the capital"


@pytest.mark.parametrize("page", ["", "<html></html>", "<p> &nbsp; </p>", "<script>x</script>", "<!-- -->"])
def test_a_page_without_text_is_an_error(page):
    with pytest.raises(ReadError):
        read_html("a", page)
