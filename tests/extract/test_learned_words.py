"""What the words of a proposed passage say of its kind: sittings, offices, figures, hostile acts, instruments."""

from __future__ import annotations

import pytest

from chancery.extract.learned.read import Passage
from chancery.extract.learned.worded import worded
from chancery.extract.statements import scene_of
from chancery.extract.statements_scene import Scene
from chancery.model.statement import Filler
from chancery.process import prepare
from chancery.read import read_text

TEXTS = {
    "en": """News of Kenya and Peru

The delegations of Kenya and Peru met at the Nairobi Water Conference. Ministers spoke of the African Union session. \
Trade of Kenya with Peru came to $40 million. Peru taught 300 Kenyan nurses. Warships shelled the harbour. \
They put their names to a customs treaty. Ana Quispe, Ambassador of Peru to Kenya, was there. They talked of rain.
""",
    "ru": """Новости Кении и Перу

Товарооборот Кении с Перу дошёл до 40 миллионов долларов. Перу обучила 300 кенийских медсестёр. \
Министры говорили на сессии Африканского союза. Корабли обстреляли гавань.
""",
}


def proposed(scene: Scene, kind: str, quote: str, anchor: str) -> Passage:
    text = scene.context.document.text
    at = text.index(quote)
    tokens = [t.i for t in scene.context.doc if at <= t.idx < at + len(quote)]
    head = next(i for i in tokens if scene.graph.text[i] == anchor.casefold())
    return Passage(kind, head, tokens[0], tokens[-1], 0.9, 0.9)


@pytest.fixture(scope="module")
def scenes() -> dict[str, Scene]:
    return {
        code: scene_of(prepare(read_text("news", text, published="2023-05-10", language=code))[0])
        for code, text in TEXTS.items()
    }


@pytest.mark.parametrize(
    ("code", "kind", "quote", "anchor", "want"),
    [
        ("en", "gathering", "met at the Nairobi Water Conference", "met", {"of": "Nairobi Water Conference"}),
        ("en", "gathering", "spoke of the African Union session", "session", {"of": "African Union"}),
        ("ru", "gathering", "на сессии Африканского союза", "сессии", {"of": "African Union"}),
        ("en", "figure", "came to $40 million", "came", {"of": "trade", "value": "40 million", "unit": "USD"}),
        ("en", "figure", "Peru taught 300 Kenyan nurses", "taught", {"value": "300", "of": "Kenyan nurses"}),
        ("ru", "figure", "дошёл до 40 миллионов долларов", "дошёл",
         {"of": "trade turnover", "value": "40 million", "unit": "USD"}),
        ("en", "conflict", "Warships shelled the harbour", "shelled", {"what": "attack"}),
        ("ru", "conflict", "Корабли обстреляли гавань", "обстреляли", {"what": "attack"}),
        ("en", "agreement", "put their names to a customs treaty", "put", {"instrument": "a customs treaty"}),
    ],
)  # fmt: skip
def test_what_the_words_say(
    scenes: dict[str, Scene], code: str, kind: str, quote: str, anchor: str, want: dict[str, str]
) -> None:
    found = worded(scenes[code], proposed(scenes[code], kind, quote, anchor), {})
    assert found is not None
    assert {role: found[role][0].label for role in want} == want


@pytest.mark.parametrize(
    ("kind", "quote", "anchor"),
    [("gathering", "They talked of rain", "talked"), ("figure", "They talked of rain", "talked")],
)
def test_words_that_say_nothing_of_the_kind_propose_nothing(
    scenes: dict[str, Scene], kind: str, quote: str, anchor: str
) -> None:
    found = worded(scenes["en"], proposed(scenes["en"], kind, quote, anchor), {})
    assert not found


def test_an_office_needs_a_title(scenes: dict[str, Scene]) -> None:
    scene = scenes["en"]
    (holder,) = (m.entities[0] for m in scene.context.mentions if scene.caption(m.entities[0]) == "Ana Quispe")
    who = {"who": (Filler(label="Ana Quispe", entity=holder),)}
    titled = worded(scene, proposed(scene, "office", "Ana Quispe, Ambassador of Peru to Kenya", "Quispe"), who)
    assert titled is not None
    assert [titled[role][0].label for role in ("office", "of", "to")] == ["Ambassador", "PE", "KE"]
    assert worded(scene, proposed(scene, "office", "They talked of rain", "talked"), who) is None
