"""Russian: sentences, words, lemmas, trees and names come out with the known faults of the models repaired."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from navec import Navec
from slovnet import Syntax
from spacy.tokens import Doc

from chancery.annotate import russian_text
from chancery.annotate.forms import gender_of, nominative
from chancery.annotate.pipeline import pipeline_for
from chancery.annotate.russian_lemmas import lemma
from chancery.annotate.russian_participles import head_clauses, short_participle
from chancery.annotate.russian_trees import genitives_follow, repair, to_nearest_twin
from chancery.annotate.slovnet_nets import NAVEC, Nets, data


def parse(text: str) -> Doc:
    pipeline, note = pipeline_for("ru")
    assert note is None
    return pipeline.annotate_block([text])[0]


def names(text: str) -> set[tuple[str, str]]:
    return {(ent.text, ent.label_) for ent in parse(text).ents}


# -- sentences and words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Договор подписан в 2021 г. Об этом сообщило ведомство.",
            ["Договор подписан в 2021 г.", "Об этом сообщило ведомство."],
        ),
        ("В 2020 г. Президент посетил г. Ош.", ["В 2020 г. Президент посетил г. Ош."]),
        ("Выделено 3 млрд. руб. на дорогу.", ["Выделено 3 млрд. руб. на дорогу."]),
        ("С ним встретился А. Сидоров. Беседа была долгой.", ["С ним встретился А. Сидоров.", "Беседа была долгой."]),
        ("Форум им. Ивана Ветрова открыт.", ["Форум им. Ивана Ветрова открыт."]),
        ("Да? Нет!", ["Да?", "Нет!"]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in russian_text.sentences(text)] == expected


def test_a_stress_mark_does_not_split_a_word() -> None:
    doc = parse("Выступил Марио Ру\u0301дес.")
    assert "Ру\u0301дес" in [token.text for token in doc]


@given(st.text(alphabet="аБв. «»\u0301-12\n\u2028\t", max_size=80))
def test_words_and_sentences_lie_within_the_text_in_order(text: str) -> None:
    at = 0
    for bounds in russian_text.sentences(text):
        assert at <= bounds[0] < bounds[1] <= len(text)
        for start, end in russian_text.words(text, bounds):
            assert at <= start < end <= bounds[1]
            at = end


# -- lemmas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "pos", "features", "expected"),
    [
        ("странами", "NOUN", "Case=Ins|Gender=Fem|Number=Plur", "страна"),
        ("подписали", "VERB", "Number=Plur|Tense=Past|VerbForm=Fin", "подписать"),
        ("ТЮРКСОЙ", "PROPN", "Case=Nom|Number=Sing", "ТЮРКСОЙ"),
        ("Жапарова", "PROPN", "Animacy=Anim|Case=Gen|Gender=Masc|Number=Sing", "Жапаров"),
        ("NATO", "PROPN", "Foreign=Yes", "NATO"),
    ],
)
def test_lemmas_follow_the_taggers_features(word: str, pos: str, features: str, expected: str) -> None:
    assert lemma(word, pos, features) == expected


# -- trees ------------------------------------------------------------------------------------------------------


@st.composite
def broken_trees(draw: st.DrawFn) -> tuple[list[int], list[str], np.ndarray, list[bool]]:
    size = draw(st.integers(1, 9))
    heads = draw(st.lists(st.integers(-1, size - 1), min_size=size, max_size=size))
    relations = draw(st.lists(st.sampled_from(["root", "nsubj", "obj", "<pad>"]), min_size=size, max_size=size))
    scores = draw(st.lists(st.floats(-5, 5), min_size=size * (size + 1), max_size=size * (size + 1)))
    verbal = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return heads, relations, np.array(scores).reshape(size, size + 1), verbal


@given(broken_trees())
def test_repaired_trees_have_one_root_and_no_cycle(case: tuple[list[int], list[str], np.ndarray, list[bool]]) -> None:
    heads, relations = repair(*case)
    assert heads.count(-1) == 1
    for at, head in enumerate(heads):
        assert (relations[at] == "root") == (head == -1)
        seen = {at}
        while head != -1:
            assert head not in seen
            seen.add(head)
            head = heads[head]


def test_further_roots_hang_on_the_first_verb_as_parataxis() -> None:
    arcs = np.zeros((3, 4))
    heads, relations = repair([-1, -1, 1], ["root", "root", "obj"], arcs, [False, True, False])
    assert heads == [1, -1, 1]
    assert relations == ["parataxis", "root", "obj"]


# -- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Доклад готовит Комитет сохранения памятников (КСП).",
            {("Комитет сохранения памятников", "ORG"), ("КСП", "ORG")},
        ),
        ("Статью напечатала газета «Утренний вестник».", {("Утренний вестник", "ORG")}),
        ("Об этом заявило Министерство финансов Грузии.", {("Министерство финансов Грузии", "ORG")}),
        ("Парламент Таджикистана принял закон.", {("Парламент Таджикистана", "ORG")}),
        ("Решение принял судейский комитет ФИФА.", {("судейский комитет ФИФА", "ORG")}),
        ("Дело вёл федеральный суд Грузии.", {("федеральный суд Грузии", "ORG")}),
        ("Жалобу отклонил Конституционный суд.", {("Конституционный суд", "ORG")}),
        ("Делегация прибыла в КР.", {("КР", "LOC")}),
        ("Решение принял Евросоюз.", {("Евросоюз", "ORG")}),
        ("Слово взял Касым-Жомарт Токаев.", {("Касым-Жомарт Токаев", "PER")}),
    ],
)
def test_names_are_corrected(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Новости читайте в Telegram-канале.",
        "Об этом пишут СМИ.",
        "Парламент собрался утром.",
        "Дорогая «Волга» стоит у дома.",
    ],
)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert not names(text)


def test_the_state_in_a_ministrys_name_is_kept_as_a_nested_name() -> None:
    doc = parse("Ноту вручило Министерство иностранных дел Узбекистана.")
    assert ("Узбекистана", "LOC") in {(span.text, span.label_) for span in doc.spans["nested"]}


def test_the_parent_in_a_bodys_name_is_kept_as_a_nested_name() -> None:
    doc = parse("Решение принял судейский комитет ФИФА.")
    assert ("ФИФА", "ORG") in {(span.text, span.label_) for span in doc.spans["nested"]}


# -- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Он обсудил это с Касым-Жомартом Токаевым.", "Касым-Жомартом Токаевым", "Касым-Жомарт Токаев"),
        ("Письмо Марии Соколовой получено.", "Марии Соколовой", "Мария Соколова"),
        ("Встреча с Си Цзиньпином прошла.", "Си Цзиньпином", "Си Цзиньпин"),
    ],
)
def test_persons_come_out_in_the_nominative(text: str, name: str, expected: str) -> None:
    doc = parse(text)
    start = text.index(name)
    span = doc.char_span(start, start + len(name))
    assert span is not None
    assert nominative(list(span), "ru", person=True) == expected


def test_only_head_and_adjectives_of_a_body_inflect() -> None:
    doc = parse("Устав Международного союза садоводов принят.")
    span = doc[1:4]
    assert nominative(list(span), "ru", person=False) == "Международный союз садоводов"


@pytest.mark.parametrize(("name", "expected"), [("Мария Соколова", "female"), ("Иван", "male"), ("Жьё Ба", None)])
def test_gender_is_told_by_forms_or_not_at_all(name: str, expected: str | None) -> None:
    assert gender_of(name, "ru") == expected
    assert gender_of(name, "en") is None


def test_a_modifier_hangs_on_the_nearest_of_two_equal_words() -> None:
    words = ["завершился", "визит", "в", "Перу", ",", "готовится", "ответный", "визит"]
    heads = [-1, 0, 3, 1, 5, 0, 1, 5]
    relations = ["root", "nsubj", "case", "nmod", "punct", "parataxis", "amod", "nsubj:pass"]
    assert to_nearest_twin(heads, relations, words) == [-1, 0, 3, 1, 5, 0, 7, 5]


@given(broken_trees())
def test_hanging_on_the_nearest_keeps_a_tree_a_tree(
    case: tuple[list[int], list[str], np.ndarray, list[bool]],
) -> None:
    heads, _ = repair(*case)
    moved = to_nearest_twin(heads, ["nmod"] * len(heads), ["то" if i % 2 else "это" for i in range(len(heads))])
    assert [h for h in moved if h == -1] == [h for h in heads if h == -1]
    for at in range(len(moved)):
        seen = set()
        while at != -1:
            assert at not in seen
            seen.add(at)
            at = moved[at]


def test_a_bare_genitive_hangs_on_a_noun_before_it() -> None:
    # завершился визит президента , готовится поездка
    tags = ["VERB", "NOUN|Case=Nom", "NOUN|Case=Gen", "PUNCT", "VERB", "NOUN|Case=Nom"]
    relations = ["root", "nsubj", "nmod", "punct", "parataxis", "nsubj"]
    assert genitives_follow([-1, 0, 5, 4, 0, 4], relations, tags) == [-1, 0, 1, 4, 0, 4]
    assert genitives_follow([-1, 0, 1, 4, 0, 4], relations, tags) == [-1, 0, 1, 4, 0, 4]


# -- short participles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Подписан меморандум о торговле.", "Подписан", "меморандум"),
        ("Достигнута договорённость о поставках.", "Достигнута", "договорённость"),
        ("Обсуждён проект закона.", "Обсуждён", "проект"),
        ("Введён новый налог.", "Введён", "налог"),
        ("Свёрстан бюджет на год.", "Свёрстан", "бюджет"),
    ],
)
def test_a_short_participle_heads_its_clause(text: str, verb: str, subject: str) -> None:
    doc = parse(text)
    root = next(token for token in doc if token.dep_ == "ROOT")
    assert (root.text, root.pos_) == (verb, "VERB")
    assert "VerbForm=Part" in str(root.morph)
    assert [token.text for token in doc if token.dep_ == "nsubj:pass"] == [subject]


@pytest.mark.parametrize("word", ["стол", "Асан", "хорошо", "зелен", "глава"])
def test_what_the_dictionary_reads_otherwise_is_no_participle(word: str) -> None:
    assert short_participle(word) is None


def test_a_participle_below_its_subject_takes_its_place() -> None:
    # свёрнут проект : participle tagged as its attribute
    tags = ["VERB|Gender=Masc|Number=Sing", "NOUN|Case=Nom|Gender=Masc|Number=Sing"]
    assert head_clauses([1, -1], ["amod", "root"], tags, [0]) == ([-1, 0], ["root", "nsubj:pass"])


def test_the_networks_give_what_slovnet_gives_by_itself() -> None:
    sentence = ["Министр", "Кыргызстана", "прибыл", "в", "Анкару", "утром", "."]
    nets = Nets()
    own = list(nets.parse([["Да", "."], sentence]))[1]
    syntax = Syntax.load(data() / "model/slovnet_syntax_news_v1.tar").navec(Navec.load(data() / NAVEC))
    tokens = next(syntax.map([sentence])).tokens
    assert own.heads == [int(token.head_id) - 1 for token in tokens]
    assert own.relations == [token.rel for token in tokens]


# -- nouns with their number in figures --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("Кения и Перу отмечают 40-летие дипломатических отношений.", "Acc"),
        ("Этот год ознаменован 50-летием дипломатических отношений.", "Ins"),
        ("По случаю 40-летия открытия посольства министры посадили дерево.", "Gen"),
    ],
)
def test_numbered_noun_is_above_its_genitive(text: str, case: str) -> None:
    doc = parse(text)
    noun = next(token for token in doc if "лети" in token.text)
    assert noun.pos_ == "NOUN"
    assert noun.morph.get("Case") == [case]
    below = {child.text for child in noun.children}
    assert below & {"отношений", "открытия"}
    assert noun.head.text in {"отмечают", "ознаменован", "случаю"}


def test_noun_that_the_dictionary_knows_is_no_verb() -> None:
    doc = parse("Достигнута договорённость о встрече.")
    assert doc[1].pos_ == "NOUN"
    assert doc[1].lemma_ == "договорённость"


def test_object_with_a_title_is_taken_back_from_the_subject() -> None:
    text = "Министр Джон Кару принял Чрезвычайного и Полномочного Посла Норвегии в Кении Ларса Хансена."
    doc = parse(text)
    envoy = next(token for token in doc if token.text == "Посла")
    assert (envoy.dep_, envoy.head.text) == ("obj", "принял")
