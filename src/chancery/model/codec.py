"""The only conversion of the model to and from JSON."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from chancery.model.errors import ModelError

T = TypeVar("T")


_ADAPTERS: dict[object, TypeAdapter[Any]] = {}  # building one takes milliseconds


def _adapter(cls: type) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def dump(value: object) -> Any:
    """``value`` as plain JSON types."""
    return _adapter(type(value)).dump_python(value, mode="json")


def load(cls: type[T], data: object) -> T:
    """The ``cls`` that ``data`` (plain JSON types) describes; ModelError if it describes none."""
    try:
        value: T = _adapter(cls).validate_python(data, strict=False)
    except ValidationError as error:
        raise ModelError(f"not a {cls.__name__}: {error.errors()[0]['msg']}") from error
    return value


def dumps(value: object) -> str:
    """``value`` as one line of JSON."""
    return _adapter(type(value)).dump_json(value).decode()


def loads(cls: type[T], line: str | bytes) -> T:
    """The ``cls`` that a line of JSON describes; ModelError if it describes none."""
    try:
        value: T = _adapter(cls).validate_json(line)
    except ValidationError as error:
        raise ModelError(f"not a {cls.__name__}: {error.errors()[0]['msg']}") from error
    return value
