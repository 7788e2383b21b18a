"""Dictionary forms of names, whatever the language of the Doc: the one door to the adapters' morphology."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from spacy.tokens import Token

from chancery.annotate import russian_forms

NOMINATIVE: Mapping[str, Callable[[Sequence[Token], bool], str]] = {"ru": russian_forms.nominative}
GENDER: Mapping[str, Callable[[str], str | None]] = {"ru": russian_forms.gender_of}


def nominative(tokens: Sequence[Token], language: str, *, person: bool) -> str:
    """The name that ``tokens`` spell in its dictionary form; the text itself in a language without cases."""
    inflect = NOMINATIVE.get(language)
    if inflect is not None:
        return inflect(tokens, person)
    spaced = (token.text if _joined(token) else f"{token.text} " for token in tokens)
    return "".join(spaced).strip()


def _joined(token: Token) -> bool:
    """Whether a word stands right behind ``token``, without any kind of space (a no-break one is a token itself)."""
    return not token.whitespace_ and token.i + 1 < len(token.doc) and not token.nbor().is_space


def gender_of(name: str, language: str) -> str | None:
    """``male`` or ``female`` where the forms of ``name`` show it; None otherwise."""
    guess = GENDER.get(language)
    return guess(name) if guess else None
