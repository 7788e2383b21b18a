"""From text to forms: one pass for items, then the stages of the grammar over each candidate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import OTHER, Grammar, Rule, suffix_classes
from chancery.extract.times.numbers import merge
from chancery.extract.times.tokens import PUNCTUATION, Classes, Item, numeral_classes

_LONGEST = 80  # items of one candidate: a guard against pages of numbers
_REMEMBERED = 50_000  # tokens whose classes a grammar keeps, and runs of letters whose reading


def parse(text: str, grammar: Grammar) -> Iterator[Form]:
    """The expressions of time in ``text``, in order, not yet grounded."""
    for items in candidates(text, grammar):
        items = merge(items, grammar)
        for stage in range(len(grammar.stages)):
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
    triggers = grammar.triggers
    for match in grammar.scanner.finditer(text, start, end):
        sign, classes = _read(match, grammar)
        if classes and len(run) < _LONGEST:
            if run and not wrapped and text.find("\n", run[-1].end, match.start()) >= 0:
                if live:
                    yield run
                run, live = [], False
            item = Item(match.start(), match.end(), sign, classes)
            run.append(item)
            live = live or sign in triggers
            continue
        if live:
            yield run
        if run:
            run = []
        live = False
    if live:
        yield run


_NOTHING: tuple[str, Classes | None] = (OTHER, None)


def _read(match: re.Match[str], grammar: Grammar) -> tuple[str, Classes | None]:
    """The letter and the classes of what the scanner found; no classes for what no rule knows."""
    kind, written = match.lastgroup, match.group()
    known = grammar.seen.get((kind, written))
    if known is not None:
        return known
    classes = _classes(kind, written, match, grammar)
    found = (grammar.letter(classes), classes) if classes else _NOTHING
    if len(grammar.seen) < _REMEMBERED:
        grammar.seen[kind, written] = found
    return found


def _classes(kind: str | None, written: str, match: re.Match[str], grammar: Grammar) -> Classes | None:
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


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of a stage applied to the items ``first`` to before ``last``, found over those from ``outer[0]`` to
    ``outer[1]``: ``captures`` are field, place and class of the items it keeps, ``cut`` the places before and of the
    second date of a short range."""

    rule: Rule
    first: int
    last: int
    outer: tuple[int, int]
    captures: tuple[tuple[str, int, str], ...]
    cut: tuple[int, int] | None


def _reduce(items: list[Item], stage: int, grammar: Grammar) -> list[Item]:
    """``items`` with every match of the stage's rules put in place of what it matched, longest first."""
    signs = "".join([item.sign for item in items])
    plan: tuple[Step, ...] | None = grammar.plans.get((stage, signs))
    if plan is None:
        plan = tuple(_plan(signs, grammar.stages[stage]))
        if len(grammar.plans) < _REMEMBERED:
            grammar.plans[stage, signs] = plan
    if not plan:
        return items
    out: list[Item] = []
    done = 0
    for step in plan:
        form = _build(step, items)
        out += items[done : step.first]
        classes = form.classes()
        out.append(Item(form.start, form.end, grammar.letter(classes), classes))
        done = step.last
    return out + items[done:]


def _plan(signs: str, stage: Mapping[str, tuple[Rule, ...]]) -> Iterator[Step]:
    """What the rules of a stage do to items with these letters; nothing but the letters matters to it."""
    at = 0
    while at < len(signs):
        best = _longest(signs, at, stage)
        if best is None:
            at += 1
            continue
        step = _step(*best)
        if step.first > at:  # words before the extent only set it off: what begins with the extent may reach further
            rival = _longest(signs, step.first, stage)
            if rival is not None:
                other = _step(*rival)
                if other.first == step.first and other.last > step.last:
                    step = other
        yield step
        at = step.last


def _longest(signs: str, at: int, stage: Mapping[str, tuple[Rule, ...]]) -> tuple[Rule, re.Match[str]] | None:
    best = None
    end = at
    for rule in stage.get(signs[at], ()):
        match = rule.regex.match(signs, at)
        if match is not None and match.end() > end:
            best, end = (rule, match), match.end()
    return best


def _step(rule: Rule, match: re.Match[str]) -> Step:
    groups = match.groupdict()
    first, last = outer = match.span()
    if "_start" in groups:
        first = match.start("_start")
    if "_end" in groups:
        last = match.start("_end")
    kept = {group: names for group, names in rule.captures.items() if groups[group] is not None}
    second = min((match.start(group) for group, (name, _) in kept.items() if name[-1] == "2"), default=None)
    cut = None
    if second is not None:
        cut = max(match.end(group) for group in kept if match.end(group) <= second) - 1, second
    captures = tuple((name, match.start(group), cls) for group, (name, cls) in kept.items())
    return Step(rule, first, last, outer, captures, cut)


def _build(step: Step, items: list[Item]) -> Form:
    """The form that a rule makes of the items it matched."""
    fields = dict(step.rule.give)
    for name, at, cls in step.captures:
        fields[name] = items[at].classes[cls]
    if step.cut is not None:
        fields["cut"] = (items[step.cut[0]].end, items[step.cut[1]].start)
    outer = (items[step.outer[0]].start, items[step.outer[1] - 1].end)
    return Form(step.rule.kind, fields, step.rule.id, items[step.first].start, items[step.last - 1].end, outer)
