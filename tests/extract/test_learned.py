"""The learned models: pieces of words, heads, what they keep, drop and propose, and a broken installation."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.extract.learned.join import standing, trusted, weigh
from chancery.extract.learned.judge import FEATURES, NUMBERS, PROPOSED, Judge
from chancery.extract.learned.labels import KINDS, ROLES
from chancery.extract.learned.model import FOLDER, Model, load_model
from chancery.extract.learned.pieces import MARK, SPECIAL, Pieces
from chancery.extract.learned.windows import BODY, TITLE, marks, windows
from chancery.extract.statements import ruled, scene_of
from chancery.model.document import Document
from chancery.model.errors import PackError
from chancery.model.statement import Filler, Statement, Status, kinds
from chancery.process import prepare, process
from chancery.read import read_text

TEXT = """Readout of the Call of President Macron with President Japarov of Kyrgyzstan

President Emmanuel Macron spoke with President Sadyr Japarov of Kyrgyzstan. They promised to build a dam together. \
France will give Kyrgyzstan 40 buses. The two leaders condemned the shelling of the border villages.
"""


def letters(*known: str) -> Pieces:
    every = [*SPECIAL, *known]
    return Pieces(every, [-float(n) for n in range(len(every))], {piece: n for n, piece in enumerate(every)})


def document() -> Document:
    return read_text("call", TEXT, published="2024-05-15", language="en")


def statement(kind: str, start: int, end: int, rule: str, **roles: str) -> Statement:
    return Statement(
        kind=kind,
        roles={role: (Filler(label=value),) for role, value in roles.items()},
        status=Status.DONE,
        evidence=document().evidence(replace(document().blocks[1].span, start=start, end=end)),
        rule=rule,
    )


def strict(least: float, *unseen: str) -> Judge:
    """A judge that was fitted on every kind but the ``unseen``."""
    flat = [0.0] * len(NUMBERS) + [0.0 if kind in unseen else 1e-6 for kind in KINDS]
    flat += [0.0] * (len(FEATURES) + 1 - len(flat))
    bars = {"rules": {"all": least}, "proposals": {"all": least}}
    return Judge({"rules": flat, "proposals": flat, "least": bars, "measured": {"en en.call.verb": 0.91}})


def test_a_rule_is_as_sure_as_it_was_measured_in_the_language_of_the_document() -> None:
    call = statement("call", 60, 90, "en.call.verb", between="Emmanuel Macron")
    assert strict(0.5).prior(call, "en").confidence == 0.91
    assert strict(0.5).prior(call, "ru").confidence == call.confidence


def test_a_word_is_split_into_its_likeliest_pieces() -> None:
    pieces = letters(MARK + "re", "build", "s", MARK + "rebuild", "b", "u", "i", "l", "d")
    assert pieces.of("rebuilds", True) == (7, 6)


def test_a_letter_without_a_piece_is_unknown_and_loses_nothing_else() -> None:
    pieces = letters(MARK + "a", "b")
    assert pieces.of("a☂b", True) == (4, 3, 5)


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=30))
def test_pieces_of_a_word_spell_it(word: str) -> None:
    known = [MARK, *"abcdefgh", "ab", "cde", "gh" + "a"]
    spelled = "".join([*SPECIAL, *known][n] for n in letters(*known).of(word, True))
    assert spelled == MARK + word


def test_windows_hold_every_word_below_the_title_once_and_stay_short() -> None:
    context, _ = prepare(document())
    scene = scene_of(context)
    found = list(windows(scene, load_model().pieces, marks(scene)))
    tokens = [token for window in found for token in window.tokens]
    body = context.document.blocks[1].span.start
    assert tokens == [t.i for t in context.doc if t.idx >= body and not t.is_space]
    assert all(len(window.pieces) <= TITLE + 2 * BODY + 3 for window in found)
    assert all(len(window.pieces) == len(window.marks) for window in found)


def test_no_actor_gets_a_role_his_kind_does_not_have() -> None:
    heads = load_model().heads
    rng = np.random.default_rng(0)
    width = heads.width
    for number, name in enumerate(KINDS):
        shares = heads.roles(
            rng.normal(size=(4, width[0])).astype(np.float32), rng.normal(size=width[0]).astype(np.float32), number,
            rng.random((4, width[1])).astype(np.float32),
        )  # fmt: skip
        assert np.allclose(shares.sum(1), 1, atol=1e-4)
        for column, role in enumerate(ROLES, 1):
            if role not in kinds()[name].roles:
                assert shares[:, column].max() < 1e-6


def test_what_is_too_unlikely_for_its_kind_does_not_stand() -> None:
    told = statement("position", 90, 120, "en.position.x", who="FR", stance="condemns", about="it")
    assert standing([(told, 0.4)], strict(0.5)) == []
    assert [s.confidence for s in standing([(told, 0.6)], strict(0.5))] == [0.6]


def test_where_no_two_states_deal_a_proposal_must_be_all_but_sure() -> None:
    ruled = statement("position", 90, 120, "en.position.x", who="FR", stance="condemns", about="it")
    guess = statement("position", 60, 80, f"{PROPOSED}position", who="FR", stance="supports", about="it")
    weighed = [(ruled, 0.5), (guess, 0.7)]
    assert list(trusted(weighed, between=True)) == weighed
    assert list(trusted(weighed, between=False)) == [(ruled, 0.5)]
    assert list(trusted([(guess, 0.9)], between=False)) == [(guess, 0.9)]


def test_where_the_models_doubt_only_the_kind_the_rule_decides() -> None:
    ruled = statement("commitment", 90, 120, "en.commitment.x", by="FR", what="build a dam")
    guess = statement("cooperation", 92, 118, f"{PROPOSED}cooperation", between="FR")
    other = statement("cooperation", 60, 80, f"{PROPOSED}cooperation", between="FR")
    assert [s.rule for s in standing([(ruled, 0.4), (guess, 0.45)], strict(0.5))] == [ruled.rule]
    assert standing([(ruled, 0.4), (guess, 0.3)], strict(0.5)) == []
    assert standing([(ruled, 0.4), (other, 0.45)], strict(0.5)) == []


def test_a_kind_that_the_judge_never_saw_keeps_what_its_rule_is_worth() -> None:
    told = statement("position", 90, 120, "en.position.x", who="FR", stance="condemns", about="it")
    assert standing([(told, 0.1)], strict(0.5, "position")) == [told]
    assert standing([(told, 0.1)], strict(0.5, "visit")) == []


def test_a_proposal_stands_only_where_no_rule_has_its_kind() -> None:
    rule = statement("position", 90, 120, "en.position.x", who="FR", stance="condemns", about="it")
    same = statement("position", 95, 130, PROPOSED + "position", who="KG", stance="condemns", about="it")
    other = statement("position", 140, 180, PROPOSED + "position", who="KG", stance="condemns", about="it")
    kept = standing([(same, 0.9), (other, 0.7), (rule, 0.55)], strict(0.5))
    assert [s.rule for s in kept] == ["en.position.x", "learned.position"]
    assert kept[1].evidence.span == other.evidence.span


def test_every_statement_kept_is_as_sure_as_its_kind_needs_and_has_what_it_needs() -> None:
    context, _ = prepare(document())
    scene = scene_of(context)
    kept = weigh(scene, ruled(scene))
    judge = load_model().judge
    assert kept
    for one in kept:
        assert judge.stands(one.kind, one.confidence + 0.001, proposed=one.rule.startswith(PROPOSED))
        assert one.evidence.holds(TEXT)


def test_reading_twice_gives_the_same() -> None:
    assert process(document()).statements == process(document()).statements


def test_a_page_that_says_nothing_yields_nothing() -> None:
    text = "Recipe of the Week\n\nPeel the apples and cut them into small pieces. Bake them for an hour.\n"
    assert process(read_text("recipe", text, published="2024-05-15", language="en")).statements == ()


@pytest.mark.parametrize("name", ["encoder.onnx", "heads.npz", "pieces.txt", "judge.json"])
def test_a_missing_or_broken_file_of_the_models_says_what_to_do(tmp_path: Path, name: str) -> None:
    for path in FOLDER.iterdir():
        if path.is_file() and path.name != name:
            shutil.copy(path, tmp_path)
    with pytest.raises(PackError, match="reinstall"):
        Model(tmp_path)
    (tmp_path / name).write_bytes(b"\x00\x01nothing")
    with pytest.raises(PackError, match="reinstall"):
        Model(tmp_path)


def test_models_made_for_other_labels_are_refused(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    told = json.loads((tmp_path / "judge.json").read_text(encoding="utf-8"))
    told["kinds"] = told["kinds"][1:]
    (tmp_path / "judge.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(PackError, match="other kinds"):
        Model(tmp_path)
