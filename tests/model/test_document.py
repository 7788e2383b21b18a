"""A document never changes; a passage of it is checkable; broken values cannot be built."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.model.document import Block, BlockRole, DateSource, Document, Evidence, Published, Span
from chancery.model.errors import ModelError

texts = st.text(min_size=1, max_size=200)


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, Span(start=start, end=end)


@given(text_and_span())
def test_evidence_is_the_text_at_its_span(case: tuple[str, Span]) -> None:
    text, span = case
    document = Document(name="d", text=text, blocks=())
    if not span.of(text).strip():
        with pytest.raises(ModelError):
            document.evidence(span)
        return
    evidence = document.evidence(span)
    assert text[evidence.span.start : evidence.span.end] == evidence.quote
    assert evidence.holds(text)


@given(text_and_span(), st.data())
def test_evidence_notices_any_change_inside_its_span(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    if not span.of(text).strip():
        return
    evidence = Document(name="d", text=text, blocks=()).evidence(span)
    at = data.draw(st.integers(span.start, span.end - 1))
    other = data.draw(st.characters().filter(lambda c: c != text[at]))
    assert not evidence.holds(text[:at] + other + text[at + 1 :])


@given(texts, texts)
def test_the_digest_is_the_texts_identity(one: str, two: str) -> None:
    digests = [Document(name=n, text=t, blocks=()).digest for n, t in (("a", one), ("b", two))]
    assert (digests[0] == digests[1]) == (one == two)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_cannot_be_empty_or_run_backwards(start: int, end: int) -> None:
    with pytest.raises(ModelError):
        Span(start=start, end=end)


def test_evidence_cannot_be_built_without_a_quotation() -> None:
    with pytest.raises(ModelError):
        Evidence(document="0" * 64, span=Span(start=0, end=3), quote="")
    with pytest.raises(ModelError):
        Evidence(document="0" * 64, span=Span(start=0, end=3), quote="four")


def test_evidence_cannot_leave_the_text() -> None:
    with pytest.raises(ModelError):
        Document(name="d", text="short", blocks=()).evidence(Span(start=2, end=9))


def test_blocks_cannot_overlap_or_leave_the_text() -> None:
    def block(start: int, end: int) -> Block:
        return Block(span=Span(start=start, end=end), role=BlockRole.PARAGRAPH)

    with pytest.raises(ModelError):
        Document(name="d", text="abcdef", blocks=(block(0, 4), block(3, 6)))
    with pytest.raises(ModelError):
        Document(name="d", text="abc", blocks=(block(0, 9),))


def test_furniture_is_not_read() -> None:
    text = "Title\nBody"
    blocks = (
        Block(span=Span(start=0, end=5), role=BlockRole.FURNITURE),
        Block(span=Span(start=6, end=10), role=BlockRole.PARAGRAPH),
    )
    assert [b.span.of(text) for b in Document(name="d", text=text, blocks=blocks).readable()] == ["Body"]


def test_a_date_is_known_exactly_if_its_source_is() -> None:
    with pytest.raises(ModelError):
        Published(edtf="2022-07-21")
    with pytest.raises(ModelError):
        Published(source=DateSource.STATED)


def test_what_two_spans_share_is_measured_by_the_shorter() -> None:
    long, short = Span(start=0, end=10), Span(start=8, end=12)
    assert long.shared(short) == short.shared(long) == 0.5
    assert long.shared(Span(start=2, end=4)) == 1
    assert long.shared(Span(start=10, end=12)) == long.shared(Span(start=20, end=21)) == 0
