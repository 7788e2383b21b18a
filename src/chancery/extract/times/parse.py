"""From text to forms: one pass for items, then the stages of the grammar over each candidate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar, Rule, suffix_classes
from chancery.extract.times.numbers import merge
from chancery.extract.times.tokens import PUNCTUATION, Classes, Item, numeral_classes

_LONGEST = 80  # items of one candidate: a guard against pages of numbers


def parse(text: str, grammar: Grammar) -> Iterator[Form]:
    """The expressions of time in ``text``, in order, not yet grounded."""
    for items in candidates(text, grammar):
        items = merge(items, grammar)
        for stage in grammar.stages:
            items = _reduce(items, stage, grammar)
        for item in items:
            form = next((value for value in item.classes.values() if isinstance(value, Form)), None)
            if form is not None and form.kind != "nothing":
                yield form


def windows(text: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Ranges of ``text`` outside which there can be no expression: known words around a word or numeral that can
    trigger one."""
    low = text.lower()
    if len(low) != len(text):  # a few letters become two when made small
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    matches = list(_TOKEN.finditer(low))
    keys = [match.group() for match in matches]
    known, sparks = grammar.known, grammar.sparks
    done, size = -1, len(keys)
    for index in [i for i, key in enumerate(keys) if key in sparks or key[0] in _DIGITS]:
        if index <= done or (keys[index] not in sparks and not _may_be_time(keys[index], low, matches[index].end())):
            continue
        first = last = index
        while first - 1 > done and (keys[first - 1] in known or keys[first - 1][0] in _DIGITS):
            first -= 1
        while last + 1 < size and (keys[last + 1] in known or keys[last + 1][0] in _DIGITS):
            last += 1
        start = matches[first].start()
        if start and low[start - 1] in "'’‘":
            start -= 1
        yield start, matches[last + 1].start() if last + 1 < size else len(text)
        done = last


_TOKEN = re.compile(r"\w+")
_DIGITS = frozenset("0123456789")


def _may_be_time(key: str, low: str, end: int) -> bool:
    """Whether a numeral may be one by itself: a year, 1990s, 12:30, 5/8/2021, '99."""
    if len(key) == 4 or not key.isdigit():
        return True
    if low[end : end + 1] in (":", ".", "/", "-") and low[end + 1 : end + 2] in _DIGITS:
        return True
    return len(key) == 2 and low[end - 3 : end - 2] in ("'", "’", "‘")


def candidates(text: str, grammar: Grammar) -> Iterator[list[Item]]:
    """Runs of items that the grammar knows and that hold a trigger."""
    wrapped: bool | None = None
    for start, end in windows(text, grammar):
        if wrapped is None:
            wrapped = is_wrapped(text)
        yield from _runs(text, start, end, grammar, wrapped=wrapped)


def _runs(text: str, start: int, end: int, grammar: Grammar, *, wrapped: bool) -> Iterator[list[Item]]:
    run: list[Item] = []
    live = False
    triggers, letter = grammar.triggers, grammar.letter
    for match in grammar.scanner.finditer(text, start, end):
        classes = _classes(match, grammar)
        if classes and len(run) < _LONGEST:
            if run and not wrapped and text.find("\n", run[-1].end, match.start()) >= 0:
                if live:
                    yield run
                run, live = [], False
            item = Item(match.start(), match.end(), letter(classes), classes)
            run.append(item)
            live = live or item.sign in triggers
            continue
        if live:
            yield run
        if run:
            run = []
        live = False
    if live:
        yield run


def _classes(match: re.Match[str], grammar: Grammar) -> Classes | None:
    """The classes of what the scanner found; none for what no rule knows."""
    kind = match.lastgroup
    written = match.group()
    if kind == "_word":
        low = written.lower()
        return None if written == low and low in grammar.capital else grammar.words.get(low)
    if kind == "_num":
        return numeral_classes(written, month_first=bool(grammar.options.get("month_first")))
    if kind == "_other":
        return PUNCTUATION.get(written)
    if kind == "_suffixed":
        return suffix_classes(grammar.suffixes[match["_suffix"].lower()], match["_n"])
    return None if kind == "_break" else {str(kind): _plain(written)}


def is_wrapped(text: str) -> bool:
    """Whether the lines of ``text`` are cut for width, so that a line break ends nothing: most do not end a
    sentence."""
    lines = [line.rstrip() for line in text[:20000].split("\n") if line.strip()]
    open_ended = sum(line[-1].isalnum() or line[-1] in ",-–—" for line in lines)
    return len(lines) > 5 and open_ended > 0.4 * len(lines)


def _plain(written: str) -> str | int:
    """The value of a special token: small letters without dots and spaces, or the number it ends in."""
    text = re.sub(r"[.\s]", "", written.lower())
    return int(text[-1]) if text[-1].isdigit() else text


def _reduce(items: list[Item], stage: Mapping[str, tuple[Rule, ...]], grammar: Grammar) -> list[Item]:
    """``items`` with every match of the stage's rules put in place of what it matched, longest first."""
    signs = "".join(item.sign for item in items)
    out: list[Item] = []
    at = done = 0
    while at < len(items):
        best = _longest(signs, at, stage)
        if best is None:
            at += 1
            continue
        form, first, last = _build(*best, items)
        if first > at:  # words before the extent only set it off: what begins with the extent may reach further
            rival = _longest(signs, first, stage)
            if rival is not None:
                other = _build(*rival, items)
                if other[1] == first and other[2] > last:
                    form, first, last = other
        out += items[done:first]
        classes = form.classes()
        out.append(Item(form.start, form.end, grammar.letter(classes), classes))
        at = done = last
    return out + items[done:]


def _longest(signs: str, at: int, stage: Mapping[str, tuple[Rule, ...]]) -> tuple[Rule, re.Match[str]] | None:
    best = None
    end = at
    for rule in stage.get(signs[at], ()):
        match = rule.regex.match(signs, at)
        if match is not None and match.end() > end:
            best, end = (rule, match), match.end()
    return best


def _build(rule: Rule, match: re.Match[str], items: list[Item]) -> tuple[Form, int, int]:
    """The form that ``rule`` makes of its match, and the items it takes: from the first to before the last."""
    fields = dict(rule.give)
    groups = match.groupdict()
    first, last = match.span()
    outer = (items[first].start, items[last - 1].end)
    if "_start" in groups:
        first = match.start("_start")
    if "_end" in groups:
        last = match.start("_end")
    for group, (name, cls) in rule.captures.items():
        if groups[group] is not None:
            fields[name] = items[match.start(group)].classes[cls]
    second = min(
        (match.start(g) for g, (name, _) in rule.captures.items() if name[-1] == "2" and groups[g] is not None),
        default=None,
    )
    if second is not None:
        before = max(match.end(g) for g in rule.captures if groups[g] is not None and match.end(g) <= second)
        fields["cut"] = (items[before - 1].end, items[second].start)
    form = Form(rule.kind, fields, rule.id, items[first].start, items[last - 1].end, outer)
    return form, first, last
