"""Who takes part in what a document reports: those its title and first sentence name, not who passes it on."""

from __future__ import annotations

import pytest

from chancery.extract.statements import scene_of
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
