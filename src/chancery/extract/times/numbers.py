"""Numbers written in several words, put together before the rules see them."""

from __future__ import annotations

from collections.abc import Sequence

from chancery.extract.times.grammar import Grammar, suffix_classes
from chancery.extract.times.tokens import Item


def value(parts: Sequence[int]) -> int | None:
    """The number that ``parts`` say together (2, 1000, 20, 1 is 2021); None if they are not one number."""
    total = group = 0
    room = 10**9  # the next part of the group must be smaller than this
    for part in parts:
        if part >= 1000 and part % 1000 == 0:
            total, group, room = total + max(group, 1) * part, 0, 10**9
        elif part == 100:
            if group >= 10:
                return None
            group, room = max(group, 1) * 100, 100
        else:
            if part >= room or part == 0:
                return None
            group += part
            room = 100 if part >= 100 else 10 if part >= 20 and part % 10 == 0 else 0
    return total + group


def merge(items: list[Item], grammar: Grammar) -> list[Item]:
    """``items`` with every run of number words as one item."""
    out: list[Item] = []
    at = 0
    while at < len(items):
        if "Card" not in items[at].classes:
            out.append(items[at])
            at += 1
            continue
        parts, last, stop = [items[at].classes["Card"]], at, False
        following = at + 1
        while following < len(items) and not stop:
            classes = items[following].classes
            if ("Dash" in classes or "And" in classes) and following + 1 < len(items):
                nxt = items[following + 1].classes
                if not _adds(parts, nxt, hyphen="Dash" in classes):
                    break
                following += 1
                classes = nxt
            ordinal = "Card" not in classes and "Ordinal" in classes
            part = classes.get("Card", classes.get("Ordinal") if ordinal else None)
            if part is None or value([*parts, part]) is None:
                break
            parts, last, stop = [*parts, part], following, ordinal
            following += 1
        if last == at:
            out.append(items[at])
        else:
            number = value(parts)
            classes = suffix_classes("Ordinal", str(number)) if stop and number else {"Card": number, "Number": number}
            out.append(Item(items[at].start, items[last].end, grammar.letter(classes), classes))
        at = last + 1
    return out


def _adds(parts: list[int], classes: object, *, hyphen: bool) -> bool:
    """Whether a number after a hyphen (twenty-five) or "and" (two hundred and five) belongs to the one before."""
    part = classes.get("Card", classes.get("Ordinal")) if isinstance(classes, dict) else None
    if not isinstance(part, int):
        return False
    return (parts[-1] in range(20, 100, 10) and part < 10) if hyphen else parts[-1] in (100, 1000)
