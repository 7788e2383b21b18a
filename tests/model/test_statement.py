"""A statement carries its evidence, fills only roles of its kind, and has one identity however it was built."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.model import codec
from chancery.model.document import Document, Span
from chancery.model.errors import ModelError
from chancery.model.reading import Reading
from chancery.model.statement import Filler, Statement, Status, kinds
from chancery.model.when import Granularity, When

TEXT = "The minister arrived in the capital on Monday; her colleague will follow in May."
DOCUMENT = Document(name="own", text=TEXT, blocks=(), language="en")

labels = st.text(min_size=1, max_size=12)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    kind = kinds()[draw(st.sampled_from(sorted(kinds())))]
    wanted = {draw(st.sampled_from(group)) for group in kind.needs}
    wanted |= set(draw(st.lists(st.sampled_from(sorted(kind.roles)), max_size=3)))
    roles = {}
    for role in sorted(wanted):
        values = kind.roles[role].values
        label = st.sampled_from(values) if values else labels
        fillers = draw(st.lists(st.builds(Filler, label=label), min_size=1, max_size=3))
        roles[role] = tuple(fillers)
    start = draw(st.integers(0, len(TEXT) - 8))
    span = Span(start=start, end=draw(st.integers(start + 2, len(TEXT))))
    return Statement(
        kind=kind.name,
        roles=roles,
        status=draw(st.sampled_from(Status)),
        evidence=DOCUMENT.evidence(span),
        speaker=draw(st.none() | st.builds(Filler, label=labels)),
        confidence=draw(st.floats(0, 1)),
    )


@given(statements())
def test_the_codec_round_trips(statement: Statement) -> None:
    reading = Reading(document=DOCUMENT, statements=(statement,))
    again = codec.loads(Reading, codec.dumps(reading))
    assert again == reading
    assert again.statements[0].id == statement.id
    assert codec.load(Statement, codec.dump(statement)) == statement


@given(statements())
def test_evidence_is_where_it_says(statement: Statement) -> None:
    span = statement.evidence.span
    assert TEXT[span.start : span.end] == statement.evidence.quote


@given(statements(), st.sampled_from(Status))
def test_the_id_depends_on_the_claim_only(statement: Statement, status: Status) -> None:
    assert replace(statement, rule="another.rule", confidence=0.1).id == statement.id
    assert (replace(statement, status=status).id == statement.id) == (status == statement.status)


def make(**changes: object) -> Statement:
    fields: dict[str, object] = {
        "kind": "visit",
        "roles": {"who": (Filler(label="A"),)},
        "status": Status.DONE,
        "evidence": DOCUMENT.evidence(Span(start=0, end=20)),
    }
    return Statement(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": None},
        {"evidence": "The minister"},
        {"kind": "rumour"},
        {"roles": {}},
        {"roles": {"who": ()}},
        {"roles": {"who": (Filler(label="A"),), "colour": (Filler(label="red"),)}},
        {"roles": {"who": (Filler(label="A"),), "visit": (Filler(label="pleasant"),)}},
        {"confidence": 1.5},
    ],
    ids=[
        "no evidence",
        "text for evidence",
        "no such kind",
        "needed role missing",
        "empty role",
        "no such role",
        "value outside the closed set",
        "confidence above one",
    ],
)
def test_a_statement_that_must_not_exist_cannot_be_built(changes: dict[str, object]) -> None:
    with pytest.raises(ModelError):
        make(**changes)


def test_a_when_cannot_run_backwards() -> None:
    with pytest.raises(ModelError):
        When(edtf="2022/2021", lower=date(2022, 1, 1), upper=date(2021, 1, 1), granularity=Granularity.YEAR)


def test_data_that_is_no_statement_is_refused() -> None:
    with pytest.raises(ModelError):
        codec.loads(Statement, '{"kind": "visit"}')
