"""What an annotator of one language must offer, and which annotator serves which language.

An annotator is a module with ``load() -> Pipeline``; a language pack names it (``pipeline = "slovnet"``). A
language without a pack, or text in an unknown language, is served by ``plain``: tokens and sentences, no
tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from spacy.tokens import Doc

from chancery.languages.pack import languages, load_pack
from chancery.model.errors import PackError

MODULES = {"english": "chancery.annotate.english", "slovnet": "chancery.annotate.russian"}
PLAIN = "chancery.annotate.plain"


class Pipeline(Protocol):
    """Annotates blocks of text, each by itself.

    ``annotate_block`` returns one Doc per text, in order, with ``doc.text == text``, all Docs of one
    vocabulary. Each token has UD part of speech, features, lemma, head and relation (``ROOT`` for the root of
    a sentence); ``doc.ents`` holds names labelled PER, ORG or LOC, and ``doc.user_data["scores"]`` the
    confidence of each (0..1) under its ``(start_char, end_char)``.
    """

    def annotate_block(self, texts: Sequence[str]) -> list[Doc]: ...


@cache
def _load(module: str) -> Pipeline:
    return cast(Pipeline, import_module(module).load())


def pipeline_for(language: str) -> tuple[Pipeline, str | None]:
    """The annotator of ``language`` (loaded once) and, where it is only the fallback, a note that says so."""
    if language not in languages():
        return _load(PLAIN), f"no language pack for {language!r}: split into sentences, not parsed"
    pack = load_pack(language)
    if pack.pipeline not in MODULES:
        raise PackError(
            f"unknown pipeline {pack.pipeline!r}",
            where=str(pack.path / "pack.toml"),
            remedy=f"there are: {', '.join(sorted(MODULES))}",
        )
    return _load(MODULES[pack.pipeline]), None
