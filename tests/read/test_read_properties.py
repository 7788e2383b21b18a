"""What holds for every input: blocks in order, only white space outside them, reading twice equals reading once."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chancery.model import codec
from chancery.model.document import Document
from chancery.model.errors import ReadError
from chancery.read import read, read_html, read_text

WORDS = st.sampled_from(
    [
        "The",
        "minister",
        "met",
        "envoy,",
        "Baku",
        "5",
        "May",
        "2022",
        "(Agency)",
        "–",
        "-",
        "•",
        "1.",
        "©",
        "Views:",
        "12",
        "Читайте",
        "также:",
        "Теги",
        "Министр",
        "принял",
        "посла.",
        "10:30",
        "Photo:",
        "By",
        "Mira",
        "Tolen",
        "#",
        "**",
        "---",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u2028",
        "\x0b",
        "?",
        "!",
        "…",
        "«",
        "»",
        "Source:",
        "https://t.me/x",
        "<b>",
        "</p>",
        "&amp;",
    ]
)
LINES = st.lists(WORDS, max_size=40).map(" ".join)
TEXTS = st.one_of(st.text(max_size=300), LINES)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "strong",
        "br",
        "h1",
        "h2",
        "li",
        "ul",
        "table",
        "tr",
        "td",
        "a",
        "span",
        "article",
        "nav",
        "footer",
        "pre",
        "i",
        "time",
        "script",
        "font",
    ]
)


@st.composite
def pages(draw):
    parts = []
    for _ in range(draw(st.integers(0, 12))):
        tag = draw(TAGS)
        name = draw(
            st.sampled_from(["", ' class="share"', ' class="lead"', ' style="display:none"', ' href="/"', ' id="main"'])
        )
        parts.append(draw(st.sampled_from([f"<{tag}{name}>", f"</{tag}>", f"<{tag}{name}>{draw(LINES)}</{tag}>"])))
        parts.append(draw(TEXTS))
    return "".join(parts)


def check(document):
    at = 0
    for block in document.blocks:
        assert not document.text[at : block.span.start].strip()
        assert block.span.of(document.text).strip()
        if block.label:
            assert block.span.covers(block.label)
        at = block.span.end
    assert not document.text[at:].strip()
    if document.published.evidence:
        assert document.published.evidence.of(document.text).strip()
    assert codec.load(Document, codec.dump(document)) == document


@given(TEXTS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_text_is_a_document_or_a_read_error(text, markdown):
    try:
        document = read_text("a", text, markdown=markdown)
    except ReadError:
        return
    assert document.text == text
    check(document)
    assert read_text("a", text, markdown=markdown) == document


@given(pages())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_page_is_a_document_or_a_read_error(page):
    try:
        document = read_html("a", page)
    except ReadError:
        return
    check(document)
    assert read_html("a", page) == document


@given(st.binary(max_size=300), st.sampled_from([".txt", ".html", ".jsonl", ".md", ".dat"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_file_gives_documents_or_failures(tmp_path, data, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    for result in read(path):
        if isinstance(result, Document):
            check(result)


@given(TEXTS)
@settings(deadline=None)
def test_reading_the_rendering_of_a_page_again_keeps_its_words(text):
    try:
        first = read_html("a", f"<p>{text}</p>")
        second = read_text("a", first.text)
    except ReadError:
        return
    assert second.text == first.text
