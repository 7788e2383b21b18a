"""What is said at home is left out, and what a document says elsewhere fills what a statement leaves open."""

from __future__ import annotations

import pytest

from chancery.extract.statements import find_ruled
from chancery.model.statement import Statement
from chancery.process import prepare
from chancery.read import read_text

BRIEFING = "Press Briefing in Nairobi\n\nThe spokesman of Kenya took questions on many things today.\n\n"
TALKS = "Joint Statement of Kenya and Peru\n\nPresident William Ruto of Kenya met the President of Peru.\n\n"


def read(text: str) -> list[Statement]:
    return list(find_ruled(prepare(read_text("page", text, published="2024-05-15", language="en"))[0]))


def entities(statements: list[Statement], kind: str, role: str) -> list[list[str]]:
    return [sorted(f.entity or f.label for f in s.roles.get(role, ())) for s in statements if s.kind == kind]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kenya supports the new rules for ports.", 0),
        ("Kenya supports the new rules for ports in Peru.", 1),
        ("Asked about Peru, he spoke of trade.\n\nKenya supports the new rules for ports.", 1),
        ("Kenya supports the rules for ports of its allies.", 1),
    ],
)
def test_a_briefing_tells_of_abroad_only_where_it_says_so(text: str, number: int) -> None:
    padding = "He spoke of the weather.\n\nHe spoke of football.\n\n"
    aside = "\n\nThe heat went on all day.\n\nThe rain came late.\n\nGuests from Norway and Chad sat in the hall.\n"
    assert len(entities(read(BRIEFING + padding + text + aside), "position", "who")) == number


def test_talks_of_two_states_are_taken_at_their_word() -> None:
    assert entities(read(TALKS + "Kenya will build three bridges."), "commitment", "by") == [["KE"]]


def test_whom_a_war_is_against_is_told_once() -> None:
    text = TALKS + "They condemned Chad’s invasion of Niger.\n\nThey spoke of the harvest. Chad’s attack must end."
    assert {tuple(against) for against in entities(read(text), "conflict", "against")} == {("NE",)}


def test_an_anniversary_is_named_without_its_article() -> None:
    (found,) = [
        s for s in read(TALKS + "They marked the 30th anniversary of the Lima Treaty.") if s.kind == "anniversary"
    ]
    assert found.labels("of") == ("Lima Treaty",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Asked about Peru, he spoke of trade.\n\nThe United States urges Congress to pass the rules for ports.", 0),
        ("The United States urges Congress to pass the rules for the ports of Peru.", 1),
    ],
)
def test_what_a_state_asks_of_a_parliament_is_told_where_it_is_about_others(text: str, number: int) -> None:
    assert len([s for s in read(BRIEFING + text) if s.kind in ("request", "position")]) == number


def test_help_for_the_whole_world_goes_to_nobody_in_particular() -> None:
    told = read(TALKS + "Kenya will provide $40 million in food aid worldwide.")
    assert [s for s in told if s.kind == "aid" and "to" in s.roles] == []
