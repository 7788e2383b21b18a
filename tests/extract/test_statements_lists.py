"""Points of a list say what their opener says of them, in both languages; an opener that says nothing says nothing."""

from __future__ import annotations

import pytest

from chancery.extract.statements import find_ruled, scene_of
from chancery.extract.statements_lists import points
from chancery.model.statement import Statement
from chancery.process import prepare
from chancery.read import read_text

LEAD = {
    "en": "Kenya and Peru held talks in Lima on Monday.",
    "ru": "Кения и Перу провели переговоры в Лиме в понедельник.",
}


def read(language: str, text: str) -> list[Statement]:
    document = read_text("list", f"{LEAD[language]}\n\n{text}", published="2024-05-15", language=language)
    return [s for s in find_ruled(prepare(document)[0]) if s.kind != "meeting"]


READ = [
    ("en", "The sides will:\n\n- Rebuild a bridge.\n\n- Train 200 nurses.", "commitment", {"by": ["KE", "PE"]}, 2),
    ("en", "To this end, Kenya intends to:\n\n* build a dam;\n\n* repair roads in Peru.", "commitment", {"by": ["KE"]},
     2),
    ("en", "The two leaders agreed to the following:\n\n1. Map the reefs.\n\n2. A joint fleet.", "commitment",
     {"by": ["KE", "PE"]}, 2),
    ("en", "The leaders called on Sudan to:\n\n- end the siege;\n\n- free the crew.", "request",
     {"by": ["KE", "PE"], "to": ["SD"]}, 2),
    ("en", "The leaders:\n\n- Welcomed the harvest in Sudan.\n\n- Condemned the raid on Mali.", "position",
     {"who": ["KE", "PE"]}, 2),
    ("en", "Kenya and Peru signed the following documents:\n\n- Agreement on air services;\n\n- Memorandum on tea.",
     "agreement", {"between": ["KE", "PE"], "action": ["signed"]}, 2),
    ("en", "The two countries will cooperate in the following areas:\n\n- deep-sea fishing;\n\n- clean energy.",
     "cooperation", {"between": ["KE", "PE"]}, 2),
    ("en", "Kenya will:\n\nsupply 20 ambulances to Peru;\n\nsend medicine to Peru.", "aid",
     {"from": ["KE"], "to": ["PE"]}, 2),
    ("ru", "Стороны будут:\n\n- строить мосты;\n\n- обучать врачей.", "commitment", {"by": ["KE", "PE"]}, 2),
    ("ru", "Стороны договорились о следующем:\n\n1. Создать общий флот.\n\n2. Построить порт.", "commitment",
     {"by": ["KE", "PE"]}, 2),
    ("ru", "Кения намерена:\n\n— построить дорогу;\n\n— посадить лес.", "commitment", {"by": ["KE"]}, 2),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "roles", "number"), READ)
def test_points_go_on_with_their_opener(
    language: str, text: str, kind: str, roles: dict[str, list[str]], number: int
) -> None:
    found = [s for s in read(language, text) if s.kind == kind]
    assert len(found) == number
    for statement in found:
        got = {role: [f.entity or f.label for f in statement.roles.get(role, ())] for role in roles}
        assert {role: sorted(value) for role, value in got.items()} == roles
        assert statement.evidence.quote in text.split(":", 1)[1]


SILENT = [
    ("en", "The menu will include the following:\n\n- Roast a lamb.\n\n- Bake a cake."),
    ("en", "Members of the choir:\n\n- Sing loudly.\n\n- Stand in a row."),
    ("en", "Fans of both teams agreed to:\n\n- sing louder;\n\n- go home."),
    ("ru", "Повара договорились о следующем:\n\n1. Варить суп.\n\n2. Печь хлеб."),
]


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_an_opener_about_no_state_gives_nothing(language: str, text: str) -> None:
    assert read(language, text) == []


def test_a_point_with_a_subject_needs_no_opener() -> None:
    text = "Kenya decided on the following:\n\n- Peru will build a dam.\n\n- Train 200 nurses."
    promises = {s.evidence.quote: s.labels("by") for s in read("en", text) if s.kind == "commitment"}
    assert promises == {"Peru will build a dam": ("PE",), "Train 200 nurses": ("KE",)}


def test_what_follows_the_list_is_not_part_of_it() -> None:
    text = "Kenya will:\n\n- build a dam.\n\nRead the annex for the costs. It has ten pages.\n\nPlant trees."
    assert [s.evidence.quote for s in read("en", text)] == ["build a dam"]


def test_the_tree_is_as_before_after_a_list() -> None:
    text = f"{LEAD['en']}\n\nThe sides will:\n\n- Rebuild a bridge."
    context, _ = prepare(read_text("list", text, published="2024-05-15", language="en"))
    scene = scene_of(context)
    graph = scene.graph
    state = graph.head[:], graph.dep[:], [list(children) for children in graph.children]
    (point,) = points(scene)
    with graph.hung(point.hung):
        assert graph.head[:] != state[0]
        assert [context.doc[i].text for i in graph.agents(point.head)] == ["sides"]
    assert (graph.head[:], graph.dep[:], [list(children) for children in graph.children]) == state
    assert graph.agents(point.head) == []
