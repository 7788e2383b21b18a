"""Who takes part in what a document reports: those its title and first sentence name, not who passes it on."""

from __future__ import annotations

import pytest

from chancery.extract.statements import find_ruled, scene_of
from chancery.extract.statements_scene import Scene
from chancery.model.document import Span
from chancery.model.statement import Statement
from chancery.process import prepare
from chancery.read import read_text

CASES = [
    ("Readout of President Biden’s Call with President Ruto",
     "President Joe Biden spoke today with President William Ruto of Kenya.", {"Joe Biden", "William Ruto"}),
    ("Statement by Press Secretary Jen Psaki on Talks of President Ruto in Peru",
     "President William Ruto of Kenya will meet President Joe Biden in Lima.", {"William Ruto", "Joe Biden"}),
    ("Readout of President Biden’s Meeting with African Leaders on Sudan and Mali",
     "President Joe Biden met with President William Ruto of Kenya in Nairobi.", {"Joe Biden", "William Ruto"}),
    ("Joint Statement of Kenya, Peru and the African Union", "The three sides met in Lima.", {"KE", "PE"}),
    ("Statement of the African Union", "We have met today. We will rebuild the port.", {"African Union"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "wanted"), CASES)
def test_participants(title: str, text: str, wanted: set[str]) -> None:
    context, _ = prepare(read_text("page", f"{title}\n\n{text}\n", published="2024-05-15", language="en"))
    scene = scene_of(context)
    assert {scene.caption(id) for id in scene.participants} == wanted


def scene(text: str) -> Scene:
    context, _ = prepare(read_text("page", text, published="2024-05-15", language="en"))
    return scene_of(context)


def referents(found: Scene, phrase: str) -> set[str]:
    """Whom the last word of ``phrase`` stands for."""
    at = found.context.document.text.index(phrase)
    token = found.tokens(Span(start=at, end=at + len(phrase)))[-1]
    return {found.caption(id) for id in found.stands_for(token)}


def test_dateline_is_no_lead() -> None:
    found = scene(
        "Port deal near\n\nLIMA. President William Ruto of Kenya met President Dina Boluarte of Peru. They ate.\n"
    )
    assert {found.caption(id) for id in found.participants} == {"William Ruto", "Dina Boluarte"}


MANY = (
    "A bridge reopens\n\nLorries queued all day. Kenya keeps the gate. {third}\n\n"
    "Peru paid. Kenya thanked Peru. Peru left.\n"
)


def test_two_states_named_far_oftener_are_what_it_is_about() -> None:
    assert set(scene(MANY.format(third="Kenya waits.")).about) == {"KE", "PE"}
    assert scene(MANY.format(third="Chile waits, and Chile pays, and Chile smiles.")).about == ()


def test_bare_office_is_its_one_holder() -> None:
    text = (
        "Talks in Lima\n\nForeign Minister Musalia Mudavadi of Kenya met {other} in Lima. "
        "The Minister thanked Peru for the port.\n"
    )
    assert referents(scene(text.format(other="President Dina Boluarte of Peru")), "The Minister") == {
        "Musalia Mudavadi"
    }
    two = scene(text.format(other="Foreign Minister Javier González-Olaechea of Peru"))
    assert referents(two, "The Minister") == set()


def test_it_is_the_state_that_the_sentence_before_is_of() -> None:
    found = scene("Norway and Sudan\n\nNorway closed the port. It asked Sudan to send experts.\n")
    assert referents(found, "It") == {"NO"}
    assert referents(scene("Norway and Sudan\n\nNorway closed the port.\n\nIt rained in Sudan.\n"), "It") == set()


def test_headline_is_retold_by_its_text() -> None:
    text = "Mudavadi holds phone call with Peruvian counterpart\n\n{body}\n"
    context, _ = prepare(
        read_text(
            "page",
            text.format(
                body="Foreign Minister Musalia Mudavadi of Kenya held a phone call with Foreign Minister "
                "Javier González-Olaechea of Peru."
            ),
            published="2024-05-15",
            language="en",
        )
    )
    calls = [s for s in find_ruled(context) if s.kind == "call"]
    assert [s.status.value for s in calls] == ["done"]


def test_resident_envoy_does_not_visit() -> None:
    text = "Reception\n\nForeign Minister Musalia Mudavadi of Kenya received {who} in Nairobi on Monday.\n"
    kinds = [
        {s.kind for s in find_ruled(scene(text.format(who=who)).context)} & {"visit", "meeting"}
        for who in ("Ana Quispe, Ambassador of Peru to Kenya,", "President Dina Boluarte of Peru")
    ]
    assert kinds == [{"meeting"}, {"visit", "meeting"}]


def read(title: str, text: str) -> Scene:
    return scene_of(prepare(read_text("page", f"{title}\n\n{text}\n", published="2024-05-15", language="ru"))[0])


CARGO = (
    "Норвегия отправила в порт вагоны. Кения приняла груз. Норвегия ждёт оплаты, Кения просит отсрочки. "
    "Норвежские банки согласны, кенийские ждут."
)


def test_a_text_that_names_two_states_time_and_again_deals_with_them() -> None:
    assert {scene.caption(id) for scene in [read("Дорога к морю", CARGO)] for id in scene.participants} == {"NO", "KE"}


def test_a_third_state_named_nearly_as_often_leaves_nobody_taking_part() -> None:
    third = " Перу строит склад. Перу торгует рыбой. Перу ждёт."
    assert read("Дорога к морю", CARGO + third).participants == ()


STANDS = [
    ("Осло призвал Кению к диалогу.", "Осло", {"NO"}),
    ("Норвегия поблагодарила Найроби за помощь.", "Найроби", {"KE"}),
    ("Сотрудничество Норвегии с Найроби растёт.", "Найроби", {"KE"}),
    ("Осло находится в Норвегии, а не в Кении.", "Осло", {"Oslo"}),
    ("Министры Норвегии и Кении встретились в Осло.", "Осло", {"Oslo"}),
    ("Норвегия и Кения спорят. Норвегия просит партнёра открыть порт.", "партнёра", {"KE"}),
    ("Норвегия и Кения спорят. Норвегия просит чилийского партнёра открыть порт.", "партнёра", {"CL"}),
]


@pytest.mark.parametrize(("text", "word", "wanted"), STANDS)
def test_for_whom_a_capital_or_a_counterpart_stands(text: str, word: str, wanted: set[str]) -> None:
    scene = read("Переговоры Норвегии и Кении", text)
    at = max(token.i for token in scene.context.doc if token.text == word)
    assert {scene.caption(id) for id in scene.stands_for(at)} == wanted


def test_a_person_nobody_knows_acts_for_the_state_that_announces_him() -> None:
    scene = read("Порт", "Спецпредставитель Кении Джозеф Отиено призвал Норвегию открыть порт.")
    person = next(e.id for e in scene.context.entities if e.caption.endswith("Otieno"))
    assert scene.state_of(person) == "KE"


def statements(text: str, kind: str) -> list[Statement]:
    return [s for s in find_ruled(scene(text).context) if s.kind == kind]


def test_the_other_side_is_whose_mission_it_is_and_who_gives() -> None:
    opener = "Talks between Kenya and Peru\n\nKenya and Peru held talks. "
    mission = statements(opener + "A High Commission in Nairobi was opened in March.\n", "mission")
    assert [s.labels("of") for s in mission] == [("PE",)]
    aid = statements(opener + "Two thousand tents were donated to Peru.\n", "aid")
    assert [(s.labels("from"), s.labels("to")) for s in aid] == [(("KE",), ("PE",))]


def test_what_both_should_do_is_no_request() -> None:
    opener = "Talks between Kenya and Peru\n\nPresident William Ruto of Kenya met President Dina Boluarte of Peru. "
    assert statements(opener + "President Ruto said that Peru must open the border.\n", "request")
    assert not statements(opener + "President Ruto said that the two countries must open the border.\n", "request")


def test_what_was_signed_is_not_to_be_signed() -> None:
    found = statements("Talks between Kenya and Peru\n\nThey talked under an agreement signed in May.\n", "agreement")
    assert [s.status.value for s in found] == ["done"]


def test_a_present_tense_with_a_time_to_come_announces() -> None:
    found = statements("Talks between Kenya and Peru\n\nThe Kenyan embassy in Lima opens in June 2024.\n", "mission")
    assert [s.status.value for s in found] == ["planned"]


def test_a_promise_in_talks_of_two_is_made_to_the_other() -> None:
    found = find_ruled(read("Переговоры Норвегии и Кении", "Норвегия обещала построить мост.").context)
    assert [set(s.labels("to")) for s in found if s.kind == "commitment"] == [{"KE"}]
