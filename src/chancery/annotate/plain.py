"""The annotator for text in a language without a pipeline: tokens and sentences, neither tree nor names."""

from __future__ import annotations

from collections.abc import Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc


class Plain:
    """spaCy's language-neutral tokeniser and sentence splitter."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def annotate_block(self, texts: Sequence[str]) -> list[Doc]:
        """One Doc per text: sentence starts set; every token hangs on the first word of its sentence."""
        return [_flat(doc) for doc in self._language.pipe(texts)]


def _flat(doc: Doc) -> Doc:
    """``doc`` with every token hung on the first of its sentence."""
    heads = [token.sent.start for token in doc]
    out = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        heads=heads,
        deps=["ROOT" if head == at else "dep" for at, head in enumerate(heads)],
    )
    out.user_data["scores"] = {}
    return out


def load() -> Plain:
    """The fallback annotator; it has no weights."""
    language = spacy.blank("xx")
    language.add_pipe("sentencizer")
    return Plain(language)
