"""English names come out with the taggers' known faults repaired, from words, tags and known names."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from chancery.annotate.english_corrections import correct
from chancery.annotate.pipeline import pipeline_for


def parse(text: str) -> Doc:
    pipeline, note = pipeline_for("en")
    assert note is None
    return pipeline.annotate_block([text])[0]


def tagged(text: str, *names: str) -> set[tuple[str, str]]:
    """The corrected names of ``text``, where the tagger found ``names`` ("PER Ann Lee")."""
    doc = parse(text)
    spans = []
    for name in names:
        label, _, surface = name.partition(" ")
        start = text.index(surface)
        span = doc.char_span(start, start + len(surface), label=label)
        assert span is not None, surface
        spans.append(span)
    doc.set_ents(spans, default="outside")
    doc.user_data["scores"] = {(span.start_char, span.end_char): 0.9 for span in spans}
    correct(doc)
    assert set(doc.user_data["scores"]) == {(ent.start_char, ent.end_char) for ent in doc.ents}
    return {(ent.text, ent.label_) for ent in doc.ents}


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("They met Prime Minister Ostrova.", ["PER Minister Ostrova"], {("Ostrova", "PER")}),
        ("They met Crown Prince Omar bin Said.", ["PER Crown Prince Omar bin Said"], {("Omar bin Said", "PER")}),
        ("Peter R. Marsh, Jr. spoke first.", ["PER Peter R. Marsh"], {("Peter R. Marsh, Jr.", "PER")}),
        ("President Halvorsku will come.", [], {("Halvorsku", "PER")}),
        ("MS. LINDQVIST: We will see.", [], {("LINDQVIST", "PER")}),
        ("Thank you, Mr. Ambassador, for coming.", [], set()),
        ("Thank you, Mr. King, for coming.", [], {("King", "PER")}),
        ("Vera Long-Hill sang.", ["PER Vera Long"], {("Vera Long-Hill", "PER")}),
        ("The Marsh-Hill Administration fell.", ["PER Marsh"], {("Marsh-Hill Administration", "ORG")}),
        ("She has a B.A. in Baltic Studies.", ["ORG Baltic Studies"], set()),
        ("He works in Baltic Freight.", ["ORG Baltic Freight"], {("Baltic Freight", "ORG")}),
        ("The Turkish carrier flew.", ["ORG Turkish carrier"], set()),
        ("The Turkish Carrier flew.", ["ORG Turkish Carrier"], {("Turkish Carrier", "ORG")}),
        ("The Government of Uzbekistan agreed.", ["LOC Uzbekistan"], {("Government of Uzbekistan", "ORG")}),
        ("He lives in Washington, D.C. now.", ["LOC Washington", "LOC D.C."], {("Washington, D.C.", "LOC")}),
        ("Ships cross the Red Sea daily.", ["ORG Red Sea"], {("Red Sea", "LOC")}),
        ("The G20 and ASEAN met.", ["LOC ASEAN"], {("G20", "ORG"), ("ASEAN", "ORG")}),
        (
            "The World Bank and Asian Development Bank paid.",
            ["ORG World Bank and Asian Development Bank"],
            {("World Bank", "ORG"), ("Asian Development Bank", "ORG")},
        ),
        (
            "The National Council on Better Roads met.",
            ["ORG National Council"],
            {("National Council on Better Roads", "ORG")},
        ),
        (
            "The River Water Board (RWB) met; the RWB paid.",
            ["ORG River Water Board"],
            {("River Water Board", "ORG"), ("RWB", "ORG")},
        ),
        ("The White House burned.", ["LOC White House"], {("White House", "LOC")}),
        (
            "The President of Peru Vera Marsh left.",
            ["PER Peru Vera Marsh"],
            {("Peru", "LOC"), ("Vera Marsh", "PER")},
        ),
        ("The songs of Jordan Marsh sold.", ["PER Jordan Marsh"], {("Jordan Marsh", "PER")}),
    ],
)
def test_names_are_corrected(text: str, before: list[str], expected: set[tuple[str, str]]) -> None:
    assert tagged(text, *before) == expected


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("They signed the Clear Rivers Charter.", ["ORG Clear Rivers Charter"]),
        ("He got the Bronze Leaf Medal.", ["ORG Bronze Leaf Medal"]),
        ("She was Secretary of Labor then.", ["ORG Labor"]),
        ("The National Security Advisor left.", ["ORG National Security Advisor"]),
        ("A General Staff is needed.", []),
        ("WHO IS THERE AND WHO IS NOT?", []),
    ],
)
def test_what_is_no_name_is_dropped(text: str, before: list[str]) -> None:
    assert not tagged(text, *before)


def test_the_state_in_a_bodys_name_is_kept_as_a_nested_name() -> None:
    doc = parse("The U.S. Department of Energy paid.")
    assert ("U.S.", "LOC") in {(span.text, span.label_) for span in doc.spans["nested"]}


def test_a_line_break_within_a_name_does_not_cut_it() -> None:
    doc = parse("He went to the Department\n     of State.")
    assert [ent.text for ent in doc.ents if ent.label_ == "ORG"] == ["Department\n     of State"]
