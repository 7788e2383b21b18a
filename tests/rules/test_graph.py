"""The enhanced graph: one label for who acts and who is acted on, whatever the construction."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from chancery.rules import Graph, Lexicon

LEXICON = Lexicon(
    {
        "class": {
            "light": ["pay", "launch"],
            "affirm": ["express"],
            "object_control": ["urge"],
            "relative_pronoun": ["who", "which", "that"],
            "recipient": ["to"],
            "agentive": ["by"],
            "genitive": ["of"],
        }
    }
)
VOCAB = spacy.blank("xx").vocab

Token = tuple[str, str, str, int, str, str]  # form, lemma, pos, head, dep, morph


def graph(tokens: list[Token]) -> Graph:
    words, lemmas, pos, heads, deps, morphs = zip(*tokens, strict=True)
    doc = Doc(
        VOCAB,
        words=list(words),
        lemmas=list(lemmas),
        pos=list(pos),
        heads=list(heads),
        deps=list(deps),
        morphs=list(morphs),
        sent_starts=[i == 0 for i in range(len(words))],
    )
    return Graph(doc, LEXICON)


def labelled(g: Graph, head: str, label: str) -> set[str]:
    i = g.text.index(head)
    return {g.text[arc.child] for arc in g.arcs(i) if label in arc.labels}


FIN = "VerbForm=Fin|Tense=Past"


def test_active_clause() -> None:
    g = graph([
        ("kenya", "Kenya", "PROPN", 1, "nsubj", ""), ("helped", "help", "VERB", 1, "ROOT", FIN),
        ("peru", "Peru", "PROPN", 1, "obj", ""),
    ])  # fmt: skip
    assert labelled(g, "helped", "agent") == {"kenya"}
    assert labelled(g, "helped", "patient") == {"peru"}


def test_passive_clause_has_the_same_agent_and_patient() -> None:
    g = graph([
        ("peru", "Peru", "PROPN", 2, "nsubj:pass", ""), ("was", "be", "AUX", 2, "aux:pass", FIN),
        ("helped", "help", "VERB", 2, "ROOT", "VerbForm=Part|Tense=Past"), ("by", "by", "ADP", 4, "case", ""),
        ("kenya", "Kenya", "PROPN", 2, "obl", ""),
    ])  # fmt: skip
    assert labelled(g, "helped", "agent") == {"kenya"}
    assert labelled(g, "helped", "patient") == {"peru"}


def test_bare_instrumental_is_the_agent_of_a_passive_without_preposition() -> None:
    g = graph([
        ("договор", "договор", "NOUN", 1, "nsubj:pass", "Case=Nom"),
        ("подписан", "подписать", "VERB", 1, "ROOT", "VerbForm=Part|Voice=Pass|Variant=Short|Tense=Past"),
        ("кенией", "кения", "PROPN", 1, "obl", "Case=Ins"),
    ])  # fmt: skip
    assert labelled(g, "подписан", "agent") == {"кенией"}


def test_antecedent_of_a_relative_clause_is_its_subject() -> None:
    g = graph([
        ("kenya", "Kenya", "PROPN", 4, "nsubj", ""), ("which", "which", "PRON", 2, "nsubj", "PronType=Rel"),
        ("helped", "help", "VERB", 0, "acl:relcl", FIN), ("peru", "Peru", "PROPN", 2, "obj", ""),
        ("won", "win", "VERB", 4, "ROOT", FIN),
    ])  # fmt: skip
    assert "kenya" in labelled(g, "helped", "agent")


def test_infinitive_takes_the_subject_or_under_object_control_the_object() -> None:
    tokens: list[Token] = [
        ("kenya", "Kenya", "PROPN", 1, "nsubj", ""), ("plans", "plan", "VERB", 1, "ROOT", FIN),
        ("to", "to", "PART", 3, "mark", ""), ("help", "help", "VERB", 1, "xcomp", "VerbForm=Inf"),
    ]  # fmt: skip
    assert labelled(graph(tokens), "help", "agent") == {"kenya"}
    urged: list[Token] = [
        ("kenya", "Kenya", "PROPN", 1, "nsubj", ""), ("urged", "urge", "VERB", 1, "ROOT", FIN),
        ("peru", "Peru", "PROPN", 1, "obj", ""), ("to", "to", "PART", 4, "mark", ""),
        ("help", "help", "VERB", 1, "xcomp", "VerbForm=Inf"),
    ]  # fmt: skip
    assert labelled(graph(urged), "help", "agent") == {"peru"}


def test_nominal_under_a_light_verb_takes_its_subject_and_obliques() -> None:
    g = graph([
        ("macron", "Macron", "PROPN", 1, "nsubj", ""), ("paid", "pay", "VERB", 1, "ROOT", FIN),
        ("visit", "visit", "NOUN", 1, "obj", ""), ("to", "to", "ADP", 4, "case", ""),
        ("peru", "Peru", "PROPN", 1, "obl", ""),
    ])  # fmt: skip
    assert labelled(g, "visit", "agent") == {"macron"}
    assert labelled(g, "visit", "obl") == {"peru"}


def test_coordinated_verb_shares_the_subject_and_a_coordination_is_distributed() -> None:
    g = graph([
        ("kenya", "Kenya", "PROPN", 1, "nsubj", ""), ("met", "meet", "VERB", 1, "ROOT", FIN),
        ("and", "and", "CCONJ", 3, "cc", ""), ("helped", "help", "VERB", 1, "conj", FIN),
        ("peru", "Peru", "PROPN", 3, "obj", ""), ("and", "and", "CCONJ", 6, "cc", ""),
        ("chile", "Chile", "PROPN", 4, "conj", ""),
    ])  # fmt: skip
    assert labelled(g, "helped", "agent") == {"kenya"}
    assert labelled(g, "helped", "patient") == {"peru", "chile"}


def test_of_phrase_beside_a_possessor_is_the_patient() -> None:
    g = graph([
        ("kenya", "Kenya", "PROPN", 1, "nmod:poss", ""), ("invasion", "invasion", "NOUN", 1, "ROOT", ""),
        ("of", "of", "ADP", 3, "case", ""), ("peru", "Peru", "PROPN", 1, "nmod", ""),
    ])  # fmt: skip
    assert labelled(g, "invasion", "agent") == {"kenya"}
    assert labelled(g, "invasion", "patient") == {"peru"}


DEPS = st.sampled_from(
    ["nsubj", "obj", "conj", "xcomp", "acl", "acl:relcl", "advcl", "nmod", "obl", "ccomp", "nmod:poss", "csubj"]
)
POS = st.sampled_from(["NOUN", "VERB", "PROPN", "PRON", "ADJ", "AUX"])
WORD = st.sampled_from(["pay", "urge", "express", "who", "visit", "plan"])


@given(st.lists(st.tuples(WORD, POS, st.integers(0, 9), DEPS), min_size=1, max_size=10))
def test_any_tree_gives_finite_arcs_that_stay_inside_it(rows: list[tuple[str, str, int, str]]) -> None:
    # a head before or at the token keeps the tree free of cycles
    tokens: list[Token] = [
        (word, word, pos, min(head, max(i - 1, 0)), dep if i else "ROOT", "")
        for i, (word, pos, head, dep) in enumerate(rows)
    ]
    g = graph(tokens)
    for i in range(len(tokens)):
        for arc in g.arcs(i):
            assert 0 <= arc.child < len(tokens)
            assert arc.labels


def test_accusative_beside_a_verb_is_its_object() -> None:
    g = graph([
        ("кения", "Кения", "PROPN", 1, "nsubj", "Case=Nom"), ("посетила", "посетить", "VERB", 1, "ROOT", FIN),
        ("перу", "Перу", "PROPN", 1, "nsubj", "Case=Acc"),
    ])  # fmt: skip
    assert labelled(g, "посетила", "agent") == {"кения"}
    assert labelled(g, "посетила", "patient") == {"перу"}


def test_instrumental_of_a_passive_acts_and_a_genitive_receives() -> None:
    passive = "Variant=Short|VerbForm=Part|Voice=Pass|Tense=Past"
    g = graph([
        ("груз", "груз", "NOUN", 1, "nsubj:pass", "Case=Nom"), ("передан", "передать", "VERB", 1, "ROOT", passive),
        ("данией", "Дания", "PROPN", 1, "iobj", "Case=Ins"), ("кении", "Кения", "PROPN", 1, "iobj", "Case=Gen"),
    ])  # fmt: skip
    assert labelled(g, "передан", "agent") == {"данией"}
    assert [arc.case for arc in g.arcs(1) if "to" in arc.labels] == ["Dat"]


def test_analytic_future_is_active() -> None:
    g = graph([
        ("кения", "Кения", "PROPN", 2, "nsubj", "Case=Nom"), ("будет", "быть", "AUX", 2, "aux:pass", ""),
        ("помогать", "помогать", "VERB", 2, "ROOT", "VerbForm=Inf|Voice=Act"),
    ])  # fmt: skip
    assert labelled(g, "помогать", "agent") == {"кения"}
