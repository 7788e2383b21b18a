"""One happening is one entry, two happenings are two, and what differs stays visible."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolving import resolve

from chancery.resolve.entries import Rulings

VISIT: dict[str, Any] = {"kind": "visit", "who": "Sadyr Japarov", "status": "done"}


def count(*documents: tuple[str, str, list[dict[str, Any]]]) -> int:
    return len(resolve(*documents).entries)


def test_a_visit_told_in_two_languages_is_one_entry() -> None:
    found = resolve(
        (
            "2022-04-20",
            "en",
            [
                {
                    **VISIT,
                    "to": "AZ",
                    "when": "2022-04-19",
                    "visit": "official",
                    "quote": "the president went to Baku",
                }
            ],
        ),
        (
            "2022-07-21",
            "ru",
            [{**VISIT, "place": "Baku", "when": "2022-04", "quote": "визит в Баку состоялся в апреле"}],
        ),
    )
    (entry,) = found.entries
    assert len(entry.statements) == 2
    assert entry.when is not None
    assert entry.when.edtf == "2022-04-19"
    assert any("destination" in reason for reason in entry.reasons)


def test_visits_of_two_years_are_two_entries() -> None:
    assert (
        count(
            ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19"}]),
            ("2024-04-25", "en", [{**VISIT, "to": "AZ", "when": "2024-04-24", "quote": "he came again"}]),
        )
        == 2
    )


def test_visits_to_two_states_are_two_entries() -> None:
    assert (
        count(
            ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19"}]),
            ("2022-04-22", "en", [{**VISIT, "to": "TR", "when": "2022-04-19", "quote": "he went to Ankara"}]),
        )
        == 2
    )


def test_visits_of_two_people_are_two_entries() -> None:
    assert (
        count(
            ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04"}]),
            (
                "2022-04-22",
                "en",
                [{**VISIT, "who": "Akylbek Japarov", "to": "AZ", "when": "2022-04", "quote": "another went"}],
            ),
        )
        == 2
    )


def test_a_plan_is_not_the_deed() -> None:
    assert (
        count(
            ("2022-03-01", "en", [{**VISIT, "to": "AZ", "when": "2022-04", "status": "planned"}]),
            ("2022-04-22", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19", "quote": "he came"}]),
        )
        == 2
    )


def test_accounts_that_differ_in_a_day_are_one_entry_with_a_disagreement() -> None:
    (entry,) = resolve(
        ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19"}]),
        (
            "2022-04-22",
            "en",
            [{**VISIT, "to": "AZ", "when": "2022-04-20", "quote": "he came on the twentieth"}],
        ),
    ).entries
    assert entry.disagreements is not None
    assert set(entry.disagreements["when"]) == {"2022-04-19", "2022-04-20"}


def test_the_level_of_a_visit_told_differently_is_kept() -> None:
    (entry,) = resolve(
        ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19", "visit": "official"}]),
        (
            "2022-04-22",
            "ru",
            [{**VISIT, "to": "AZ", "when": "2022-04-19", "visit": "working", "quote": "рабочая поездка"}],
        ),
    ).entries
    assert entry.disagreements is not None
    assert set(entry.disagreements["visit"]) == {"official", "working"}


def test_a_vague_account_that_fits_two_happenings_joins_neither() -> None:
    found = resolve(
        ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19"}]),
        ("2022-06-25", "en", [{**VISIT, "to": "AZ", "when": "2022-06-23", "quote": "he came again"}]),
        ("2022-12-01", "en", [{**VISIT, "to": "AZ", "when": "2022", "quote": "he came this year"}]),
    )
    assert sorted(len(e.statements) for e in found.entries) == [1, 1, 1]


def test_both_sides_readouts_of_a_meeting_are_one_entry() -> None:
    met = {
        "kind": "meeting",
        "between": ["Ilham Aliyev", "Sadyr Japarov"],
        "status": "done",
        "when": "2022-10-11",
    }
    assert (
        count(
            ("2022-10-11", "en", [met]),
            ("2022-10-12", "ru", [{**met, "quote": "переговоры двух президентов"}]),
        )
        == 1
    )


def test_the_foreign_ministers_meeting_is_not_the_presidents() -> None:
    assert (
        count(
            (
                "2022-10-11",
                "en",
                [
                    {
                        "kind": "meeting",
                        "between": ["Ilham Aliyev", "Sadyr Japarov"],
                        "status": "done",
                        "when": "2022-10-11",
                    }
                ],
            ),
            (
                "2022-10-11",
                "en",
                [
                    {
                        "kind": "meeting",
                        "between": ["Jeyhun Bayramov", "Jeenbek Kulubaev"],
                        "status": "done",
                        "when": "2022-10-11",
                    }
                ],
            ),
        )
        == 2
    )


def test_the_same_stance_at_two_times_is_one_entry_and_another_stance_another() -> None:
    stance = {
        "kind": "position",
        "who": "KG",
        "stance": "supports",
        "about": "territorial integrity of Azerbaijan",
        "status": "ongoing",
    }
    assert (
        count(("2021-10-28", "en", [stance]), ("2022-07-21", "en", [{**stance, "quote": "again we support it"}])) == 1
    )
    assert (
        count(
            ("2021-10-28", "en", [stance]),
            ("2022-07-21", "en", [{**stance, "stance": "welcomes", "quote": "we welcome it"}]),
        )
        == 2
    )


def test_figures_of_one_period_that_differ_are_a_disagreement() -> None:
    figure = {
        "kind": "figure",
        "of": "trade turnover",
        "between": ["AZ", "KG"],
        "unit": "USD",
        "status": "done",
        "when": "2023",
    }
    (entry,) = resolve(
        ("2024-02-01", "en", [{**figure, "value": "11 million"}]),
        ("2024-02-10", "en", [{**figure, "value": "13 million", "quote": "it reached thirteen"}]),
    ).entries
    assert entry.disagreements is not None
    assert "value" in entry.disagreements


def test_figures_of_two_years_are_two_entries() -> None:
    figure = {
        "kind": "figure",
        "of": "trade turnover",
        "between": ["AZ", "KG"],
        "value": "11 million",
        "status": "done",
    }
    assert (
        count(
            (
                "2024-02-01",
                "en",
                [{**figure, "when": "2022"}, {**figure, "when": "2023", "quote": "next year"}],
            )
        )
        == 2
    )


def test_people_can_rule_that_two_are_one_or_that_one_is_two() -> None:
    documents = (
        ("2022-04-20", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19"}]),
        ("2022-04-21", "en", [{**VISIT, "to": "AZ", "when": "2022-04-19", "quote": "he came"}]),
        ("2023-04-21", "en", [{**VISIT, "to": "AZ", "when": "2023-04-19", "quote": "he came then"}]),
    )
    a, b, c = (x.id for x in resolve(*documents).accounts)
    apart = resolve(*documents, rulings=Rulings(apart=frozenset({frozenset((a, b))})))
    together = resolve(*documents, rulings=Rulings(same=frozenset({frozenset((a, c))})))
    assert len(apart.entries) == 3
    assert len(together.entries) == 1 or {a, c} <= set(
        next(e for e in together.entries if a in e.statements).statements
    )


@pytest.mark.parametrize("kind", ["meeting", "call"])
def test_a_talk_on_another_day_is_another(kind: str) -> None:
    talk = {"kind": kind, "between": ["Ilham Aliyev", "Sadyr Japarov"], "status": "done"}
    assert (
        count(
            (
                "2022-10-30",
                "en",
                [{**talk, "when": "2022-10-11"}, {**talk, "when": "2022-10-14", "quote": "a second time"}],
            )
        )
        == 2
    )


@settings(max_examples=25, deadline=None)
@given(
    st.permutations(range(5)),
    st.lists(st.sampled_from(["2022-04-19", "2022-04", "2022", "2023-01-05", None]), min_size=5, max_size=5),
)
def test_the_order_of_documents_does_not_matter_and_no_statement_is_lost(
    order: list[int], times: list[str | None]
) -> None:
    documents = [
        (f"2023-02-{n + 1:02d}", "en", [{**VISIT, "to": "AZ", "when": t, "quote": f"account number {n}"}])
        for n, t in enumerate(times)
    ]

    def grouped(docs: list[tuple[str, str, list[dict[str, Any]]]]) -> set[frozenset[str]]:
        found = resolve(*docs)
        quotes = {a.id: a.statement.evidence.quote for a in found.accounts}
        return {frozenset(quotes[s] for s in e.statements) for e in found.entries}

    first, second = grouped(documents), grouped([documents[i] for i in order])
    assert first == second
    assert sorted(q for group in first for q in group) == [f"account number {n}" for n in range(5)]


def test_a_vaguer_time_is_no_disagreement_beside_two_that_differ() -> None:
    visit = {"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "status": "done", "visit": "state"}
    told = [("2022-04-20", "2022-04-18"), ("2022-04-21", "2022-04-19"), ("2022-12-29", "2022-04")]
    found = resolve(*((day, "en", [{**visit, "when": when, "quote": f"told {day}"}]) for day, when in told))
    (entry,) = found.entries
    assert entry.disagreements is not None
    assert set(entry.disagreements["when"]) == {"2022-04-18", "2022-04-19"}
