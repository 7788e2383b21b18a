"""What an earlier document invites, plans or promises, and what a later one answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from resolving import Result, resolve

from chancery.model.ledger import ThreadState
from chancery.resolve.threads import Links

INVITED: dict[str, Any] = {
    "kind": "invitation",
    "from": "Ilham Aliyev",
    "to": "Sadyr Japarov",
    "place": "AZ",
    "status": "planned",
}
PAID: dict[str, Any] = {
    "kind": "visit",
    "who": "Sadyr Japarov",
    "place": "Baku",
    "status": "done",
    "when": "2022-04",
}
PRESIDENTS: list[dict[str, Any]] = [
    {
        "kind": "office",
        "who": who,
        "office": "President",
        "of": of,
        "action": "holds",
        "status": "ongoing",
        "quote": f"president of {of}",
    }
    for who, of in (("Ilham Aliyev", "AZ"), ("Sadyr Japarov", "KG"))
]
LATER = (
    "2023-01-10",
    "en",
    [{"kind": "call", "between": ["Ilham Aliyev", "Sadyr Japarov"], "status": "done", "when": "2023-01-10"}],
)


def state(found: Result, kind: str = "visit") -> ThreadState:
    (thread,) = found.thread(kind)
    return thread.state


def test_an_invitation_in_english_is_answered_by_a_visit_in_russian() -> None:
    found = resolve(("2021-10-28", "en", [INVITED]), ("2022-07-21", "ru", [{**PAID, "quote": "визит состоялся"}]))
    (thread,) = found.thread("visit")
    assert thread.state is ThreadState.DONE
    assert [link.part for link in thread.links] == ["invited", "paid"]
    assert "same guest" in thread.links[1].reason
    assert thread.links[1].score >= 0.7


def test_a_planned_visit_keeps_an_invitation_under_way() -> None:
    planned = {**PAID, "status": "planned", "when": "2022-07-21/.."}
    assert state(resolve(("2021-10-28", "en", [INVITED]), ("2022-07-21", "ru", [planned]))) is ThreadState.UNDER_WAY


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"who": "Akylbek Japarov"}, "another guest"),
        ({"place": "Ankara"}, "another host"),
        ({"when": "2021-04"}, "before the invitation"),
        ({"when": "2027-04"}, "years later"),
        ({"visit": "private"}, "no official visit"),
    ],
)
def test_what_does_not_answer_an_invitation(change: dict[str, Any], why: str) -> None:
    invited = {**INVITED, "visit": "state"}
    found = resolve(("2021-10-28", "en", [invited]), ("2027-07-21", "en", [{**PAID, **change, "quote": why}]))
    assert all(len(t.links) == 1 for t in found.thread("visit")), why


def test_a_visit_planned_for_one_year_is_not_paid_by_one_in_another() -> None:
    planned = {**PAID, "status": "planned", "when": "2022-05"}
    found = resolve(
        ("2022-01-10", "en", [planned]),
        ("2023-06-01", "en", [{**PAID, "when": "2023-05-20", "quote": "in May"}]),
    )
    assert all(len(t.links) == 1 for t in found.thread("visit"))


def test_a_declined_invitation_is_contradicted_not_open() -> None:
    declined = {**INVITED, "action": "declined", "status": "done", "quote": "he will not come"}
    assert state(resolve(("2021-10-28", "en", [INVITED]), ("2021-12-01", "en", [declined]))) is ThreadState.CONTRADICTED


def test_silence_is_no_evidence_and_without_later_documents_not_assessed() -> None:
    assert state(resolve(("2021-10-28", "en", [INVITED]))) is ThreadState.NOT_ASSESSED
    assert state(resolve(("2021-10-28", "en", [INVITED]), LATER)) is ThreadState.NO_EVIDENCE


def test_a_due_date_that_passed_lapses_only_with_later_documents() -> None:
    promise = {
        "kind": "commitment",
        "by": "AZ",
        "to": "KG",
        "what": "open a school in Bishkek",
        "due": "2022",
        "when": "../2022-12-31",
        "status": "planned",
    }
    calls = [
        {
            "kind": "call",
            "between": ["Ilham Aliyev", "Sadyr Japarov"],
            "status": "done",
            "when": f"2023-{m:02d}-10",
            "quote": f"call {m}",
        }
        for m in (4, 6)
    ]
    silent = resolve(("2021-10-28", "en", [promise]), on=date(2024, 1, 1))
    spoken = resolve(
        ("2021-10-28", "en", [promise]),
        ("2023-04-10", "en", calls[:1]),
        ("2023-06-10", "en", calls[1:]),
        on=date(2024, 1, 1),
    )
    assert state(silent, "commitment") is ThreadState.NOT_ASSESSED
    assert state(spoken, "commitment") is ThreadState.LAPSED


def test_a_return_visit_is_owed_then_planned_then_paid() -> None:
    visit = {
        "kind": "visit",
        "who": "Sadyr Japarov",
        "to": "AZ",
        "visit": "official",
        "when": "2022-04-19",
        "status": "done",
    }
    back = {
        "kind": "visit",
        "who": "Ilham Aliyev",
        "to": "KG",
        "visit": "state",
        "when": "2022-10-11",
        "status": "done",
        "quote": "back",
    }
    planned = {**back, "status": "planned", "when": "2022-10"}
    visit, back, planned = ([*PRESIDENTS, row] for row in (visit, back, planned))
    assert resolve(("2022-04-20", "en", visit)).thread("return visit")[0].state is ThreadState.NOT_ASSESSED
    assert (
        resolve(("2022-04-20", "en", visit), ("2022-09-01", "en", planned)).thread("return visit")[0].state
        is ThreadState.UNDER_WAY
    )
    done = resolve(("2022-04-20", "en", visit), ("2022-10-12", "en", back)).thread("return visit")
    assert done[0].state is ThreadState.DONE


def test_an_agreement_goes_from_negotiation_to_force() -> None:
    rows = [
        ("2022-01-10", "negotiated", "ongoing"),
        ("2022-10-11", "signed", "done"),
        ("2023-02-01", "ratified", "done"),
        ("2023-05-01", "in force", "done"),
    ]
    documents = [
        (
            day,
            "en",
            [
                {
                    "kind": "agreement",
                    "between": ["AZ", "KG"],
                    "instrument": "Agreement on the Development Fund",
                    "action": action,
                    "status": status,
                    "when": day if status == "done" else None,
                    "quote": f"{action} it",
                }
            ],
        )
        for day, action, status in rows
    ]
    (thread,) = resolve(*documents).thread("agreement")
    assert [link.part for link in thread.links] == ["negotiated", "signed", "ratified", "in force"]
    assert thread.state is ThreadState.DONE


def test_two_agreements_of_one_visit_are_two_threads() -> None:
    one = {
        "kind": "agreement",
        "between": ["AZ", "KG"],
        "instrument": "memorandum on customs cooperation",
        "action": "signed",
        "status": "done",
        "when": "2022-10-11",
    }
    two = {**one, "instrument": "memorandum on tourism", "quote": "on tourism"}
    assert len(resolve(("2022-10-11", "en", [one, two])).thread("agreement")) == 2


def test_a_planned_summit_is_held() -> None:
    planned = {
        "kind": "gathering",
        "of": "Organization of Turkic States",
        "what": "summit of heads of state",
        "status": "planned",
        "when": "2021-11",
    }
    held = {**planned, "status": "done", "when": "2021-11-12", "quote": "the summit in Istanbul"}
    found = resolve(("2021-10-28", "en", [planned]), ("2021-11-13", "ru", [held]))
    assert state(found, "gathering") is ThreadState.DONE


def test_last_years_summit_is_not_this_years() -> None:
    planned = {
        "kind": "gathering",
        "of": "Organization of Turkic States",
        "what": "summit of heads of state",
        "status": "planned",
        "when": "2021-11",
    }
    held = {**planned, "status": "done", "when": "2022-11-11", "quote": "the summit in Samarkand"}
    found = resolve(("2021-10-28", "en", [planned]), ("2022-11-13", "ru", [held]))
    assert all(len(t.links) == 1 for t in found.thread("gathering"))


def test_an_obstacle_is_removed_by_what_was_done_about_it() -> None:
    flights = {
        "kind": "obstacle",
        "between": ["AZ", "KG"],
        "what": "no direct flights between Bishkek and Baku",
        "status": "ongoing",
        "topics": ["air transport"],
    }
    resumed = {
        "kind": "commitment",
        "by": ["AZ", "KG"],
        "what": "resume direct flights between Bishkek and Baku",
        "status": "done",
        "topics": ["air transport"],
    }
    found = resolve(("2022-07-21", "ru", [flights]), ("2023-09-01", "en", [resumed]))
    assert state(found, "obstacle") is ThreadState.DONE


def test_aid_announced_is_delivered_only_to_the_one_it_was_announced_to() -> None:
    said = {"kind": "aid", "from": "AZ", "to": "KG", "what": "school buses for Bishkek", "status": "planned"}
    other = {
        "kind": "aid",
        "from": "AZ",
        "to": "TJ",
        "what": "school buses for Dushanbe",
        "status": "done",
        "when": "2023-01",
    }
    here = {**said, "status": "done", "when": "2023-03", "quote": "the buses came"}
    assert state(resolve(("2022-10-11", "en", [said]), ("2023-02-01", "en", [other])), "aid") is not ThreadState.DONE
    assert state(resolve(("2022-10-11", "en", [said]), ("2023-04-01", "en", [here])), "aid") is ThreadState.DONE


def test_a_candidate_becomes_a_member() -> None:
    applies = {
        "kind": "membership",
        "who": "TM",
        "of": "Organization of Turkic States",
        "action": "applies",
        "as": "observer",
        "status": "ongoing",
    }
    joins = {**applies, "action": "joins", "status": "done", "when": "2021-11-12", "quote": "it joined"}
    assert (
        state(resolve(("2021-10-01", "en", [applies]), ("2021-11-13", "en", [joins])), "membership") is ThreadState.DONE
    )


def test_people_can_rule_on_a_link() -> None:
    documents = (("2021-10-28", "en", [INVITED]), ("2022-07-21", "ru", [PAID]))
    a, b = (x.id for x in resolve(*documents).accounts)
    assert state(resolve(*documents, links=Links(no=frozenset({(a, b)})))) is not ThreadState.DONE
    far = ("2030-07-21", "ru", [{**PAID, "when": "2030-04"}])
    c = resolve(documents[0], far).accounts[1].id
    assert state(resolve(documents[0], far)) is not ThreadState.DONE
    assert state(resolve(documents[0], far, links=Links(yes=frozenset({(a, c)})))) is ThreadState.DONE


def test_the_visit_that_the_invitation_itself_foresees_is_no_answer_to_it() -> None:
    foreseen = {**PAID, "status": "planned", "when": None, "quote": "to pay a visit"}
    found = resolve(("2021-10-28", "en", [INVITED, foreseen]), LATER)
    (thread,) = found.thread("visit")
    assert [link.part for link in thread.links] == ["invited", "foreseen"]
    assert thread.state is ThreadState.NO_EVIDENCE


def test_one_document_may_tell_of_a_visit_and_of_the_visit_back() -> None:
    there = {"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "when": "2022-04-19", "status": "done"}
    back = {"kind": "visit", "who": "Ilham Aliyev", "to": "KG", "when": "2022-10-11", "status": "done", "quote": "back"}
    found = resolve(("2023-07-03", "en", [*PRESIDENTS, there, back]))
    assert [len(t.links) for t in found.thread("return visit")] == [2, 1]
