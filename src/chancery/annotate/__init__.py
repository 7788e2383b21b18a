"""Document → spaCy Doc with Universal Dependencies and names, the same attributes for every language.

``doc.text == document.text`` always, so a token's ``idx`` is its offset in the document. Each readable block
is annotated by itself: no sentence and no name crosses a block. Blocks that are not read are one token each.
``doc.ents`` holds the longest names, ``doc.spans["nested"]`` names within them (the state in a ministry's name).
``doc.user_data["scores"]`` maps ``(start_char, end_char)`` of a name to its confidence,
``doc.user_data["speech"]`` lists the passages of attribution (``passages.Passage``) where the annotator has learned it;
``doc.user_data["notes"]`` lists what the annotator could not do.
"""

from __future__ import annotations

from chancery.annotate.blocks import annotate, annotate_many
from chancery.annotate.pipeline import Pipeline, pipeline_for

__all__ = ["Pipeline", "annotate", "annotate_many", "pipeline_for"]
