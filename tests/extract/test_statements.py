"""Statements of a whole document: evidence, speakers, roles, duplicates."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.model.statement import Statement
from chancery.process import process
from chancery.read import read_text

READOUT = """Readout of President Biden's Call with President Macron of France

President Joe Biden spoke today with President Emmanuel Macron of France. They reaffirmed their support for Ukraine. \
The leaders agreed to open a joint office in Kyiv. President Biden thanked President Macron for his support.
"""
TRANSCRIPT = """Remarks by President Biden and President Macron of France Before Bilateral Meeting

PRESIDENT BIDEN: I know that France supports Ukraine. The United States will build a bridge in Kenya.

PRESIDENT MACRON: Thank you. France condemns the attack of Russia on Ukraine.
"""


@cache
def read(text: str) -> tuple[Statement, ...]:
    return process(read_text("document", text, published="2024-05-15", language="en")).statements


def of(kind: str, text: str) -> list[Statement]:
    return [s for s in read(text) if s.kind == kind]


def test_a_readout_tells_a_call_on_its_own_date_in_its_own_voice() -> None:
    (call,) = of("call", READOUT)
    assert set(call.labels("between")) == {"Joe Biden", "Emmanuel Macron"}
    assert call.status == "done"
    assert call.when is not None
    assert call.when.edtf == "2024-05-15"
    assert call.speaker is None


def test_they_are_the_two_states_of_those_who_talk() -> None:
    (position,) = [s for s in of("position", READOUT) if s.labels("stance") == ("supports",)]
    assert set(position.labels("who")) == {"US", "FR"}
    (commitment,) = of("commitment", READOUT)
    assert set(commitment.labels("by")) == {"US", "FR"}
    assert commitment.status == "planned"


def test_each_office_is_stated_once_and_in_the_text_rather_than_the_headline() -> None:
    offices = of("office", READOUT)
    assert sorted(s.labels("who") for s in offices) == [("Emmanuel Macron",), ("Joe Biden",)]
    assert all(s.evidence.span.start > READOUT.index("\n") for s in offices)


def test_an_interview_is_no_talk_between_states() -> None:
    text = "Ghana and Peru\n\nAmbassador Ken Osei of Ghana spoke to Coastal Herald by telephone about Peru and Ghana.\n"
    assert not of("call", text)
    assert not of("meeting", text)


def test_a_visit_that_nobody_announced_did_not_take_place() -> None:
    text = "Kenya and Peru\n\nKenya has not announced the visit of President William Ruto to Peru. Peru waits.\n"
    assert not [s for s in of("visit", text) if s.status.value == "done"]


def test_a_transcript_headline_before_a_meeting_makes_it_planned() -> None:
    (meeting,) = of("meeting", TRANSCRIPT)
    assert meeting.status == "planned"
    assert set(meeting.labels("between")) == {"Joe Biden", "Emmanuel Macron"}


def test_what_is_said_in_a_turn_has_its_speaker() -> None:
    speakers = {s.labels("stance")[0]: s.speaker.label for s in of("position", TRANSCRIPT) if s.speaker}
    assert speakers["supports"] == "Joe Biden"
    assert speakers["condemns"] == "Emmanuel Macron"


@pytest.mark.parametrize("text", [READOUT, TRANSCRIPT])
def test_every_statement_is_proved_by_its_passage(text: str) -> None:
    assert read(text)
    assert all(s.evidence.holds(text) for s in read(text))


def test_a_text_about_one_state_alone_says_nothing_but_its_offices() -> None:
    text = (
        "President Joe Biden promised to build new roads in the United States. He thanked the workers for their help."
    )
    assert {s.kind for s in read(text)} <= {"office"}


WORDS = st.sampled_from(
    [
        "Kenya",
        "Japan",
        "supports",
        "met",
        "with",
        "will",
        "not",
        "visit",
        "the",
        "treaty",
        "to",
        "and",
        "signed",
        ".",
        ",",
    ]
)


@settings(max_examples=15, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=14))
def test_any_text_gives_the_same_statements_twice_with_evidence_that_holds(words: list[str]) -> None:
    text = " ".join(words)
    document = read_text("words", text, published="2024-05-15", language="en")
    first, second = process(document).statements, process(document).statements
    assert first == second
    assert all(s.evidence.holds(document.text) for s in first)


def test_who_has_died_held_his_office() -> None:
    text = "Kenya and Peru\n\nPresident William Ruto of Kenya died on Monday. Peru sent its condolences.\n"
    (office,) = [s for s in of("office", text) if "William Ruto" in s.labels("who")]
    assert (office.labels("action"), office.status.value) == (("former",), "done")


ENVOY = """Ambassador of Kenya received in Lima

Ambassador of Kenya John Mwangi presented his credentials to President of Peru Dina Boluarte on 4 May 2024.

John Mwangi: Mr. President, I have the honour to present to you my credentials. Allow me to convey the warm greetings \
of President William Ruto. Next year we will celebrate the 20th anniversary of the signing of the Basic Treaty \
between our countries, and in 2030 the 50th anniversary of the establishment of diplomatic relations. Our two \
countries are actively cooperating on many issues, in the UN, the Non-Aligned Movement and the World Trade \
Organization.

Dina Boluarte: Welcome to Lima.
"""


def test_an_envoy_presents_his_credentials_once() -> None:
    (credentials,) = of("credentials", ENVOY)
    assert (credentials.labels("who"), credentials.labels("sends")) == (("John Mwangi",), ("KE",))
    assert credentials.status == "done"


def test_greetings_conveyed_face_to_face_are_for_whoever_is_spoken_to() -> None:
    (greeting,) = of("greeting", ENVOY)
    assert (greeting.labels("from"), greeting.labels("to")) == (("William Ruto",), ("Dina Boluarte",))


def test_each_of_two_anniversaries_in_one_sentence_has_its_own_passage_and_is_planned() -> None:
    first, second = of("anniversary", ENVOY)
    assert (first.labels("n"), second.labels("n")) == (("20",), ("50",))
    assert first.evidence.span.end <= second.evidence.span.start
    assert {first.status, second.status} == {"planned"}
    assert "50th" not in " ".join(first.labels("of"))


def test_a_time_is_not_what_is_promised() -> None:
    assert not [s for s in of("commitment", ENVOY) if "Next year" in s.labels("what")]


def test_cooperation_in_bodies_is_within_them() -> None:
    (cooperation,) = of("cooperation", ENVOY)
    assert len(cooperation.labels("within")) == 3
    assert not cooperation.labels("area")
