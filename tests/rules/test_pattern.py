"""The language of a rule's tree."""

from __future__ import annotations

import pytest

from chancery.model.errors import PackError
from chancery.rules import parse


def test_first_line_is_the_anchor_and_others_tie_nodes_to_known_ones() -> None:
    pattern = parse("act lemma=visit pos=VERB\nact > who dep=agent\nact ?> place dep=obl case=to|in\n")
    assert pattern.anchor.name == "act"
    assert pattern.names == ("act", "who", "place")
    assert pattern.nodes[1].optional
    assert pattern.nodes[1].constraints[1].values == {"to", "in"}


def test_required_nodes_bind_before_optional_ones() -> None:
    pattern = parse("act lemma=visit\nact ?> place dep=obl\nact > who dep=agent")
    assert [node.name for node in pattern.nodes] == ["who", "place"]


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        ("act > who dep=agent", "before it is named"),
        ("act lemma=a\nother lemma=b", "second anchor"),
        ("act lemma=a\nact > who colour=red", "not a constraint"),
        ("act lemma=a\nact > act dep=obj", "named twice"),
        ("act lemma=a\nact :: who", "not a constraint"),
        ("act who lemma=a -- b", "not a constraint"),
        ("", "without an anchor"),
    ],
)
def test_a_tree_that_is_not_well_formed_names_its_fault(tree: str, fault: str) -> None:
    with pytest.raises(PackError, match=fault):
        parse(tree, where="test")
