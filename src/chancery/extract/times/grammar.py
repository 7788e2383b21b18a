"""The grammar of time of one language, compiled from ``times.toml``.

Every item is written as one letter that stands for its set of classes, so a rule over classes becomes an
ordinary regular expression over letters. In a pattern, ``Month`` is an item of that class, ``n:Number`` keeps
its value under a name, ``'of'`` is a word, ``$Name`` a macro, ``<`` and ``>`` enclose the extent where it is less
than
all that is matched; ``( ) | ? * +`` mean what they always do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chancery.extract.times.forms import form_alphabet
from chancery.extract.times.tokens import BREAK, NUMERAL, PUNCTUATION, WORD, Classes, numeral_alphabet
from chancery.languages.pack import load_pack
from chancery.model.errors import PackError

OTHER = "\x01"  # the letter of an item that no rule knows
_FIRST = 0x4E00  # letters are taken from here on: none of them means anything to ``re``
_PATTERN = re.compile(r"\s*(?:(?P<name>\w+):)?(?:'(?P<word>[^']+)'|(?P<cls>[A-Za-z]\w*)|(?P<op>[()|?*+<>]))")
VALUED = frozenset(
    [
        "Month",
        "Day",
        "MonthNo",
        "Year",
        "ModernYear",
        "OrdinalYear",
        "TwoDigits",
        "Number",
        "Clock",
        "DotClock",
        "Military",
        "Whole",
        "Ordinal",
        "Decade",
        "CenturyNo",
    ]
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule. ``captures`` maps a group of ``regex`` to the field and class of its item."""

    id: str
    kind: str
    regex: re.Pattern[str]
    captures: Mapping[str, tuple[str, str]]
    give: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words, scanner and rules of one language. ``triggers`` are letters of which a candidate needs one,
    ``sparks`` the words that have
    such a letter, ``known`` every word that may stand in an expression. ``stages[i]`` maps an item's letter to the
    rules it can begin."""

    code: str
    words: Mapping[str, Classes]
    capital: frozenset[str]
    suffixes: Mapping[str, str]
    scanner: re.Pattern[str]
    letters: Mapping[frozenset[str], str]
    triggers: frozenset[str]
    known: frozenset[str]
    sparks: frozenset[str]
    stages: tuple[Mapping[str, tuple[Rule, ...]], ...]
    past: re.Pattern[str]
    future: re.Pattern[str]
    that_day: re.Pattern[str] | None
    sentence_end: re.Pattern[str]
    options: Mapping[str, Any]
    dating: Mapping[str, Any]
    named: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]
    counts: re.Pattern[str]
    vouches: re.Pattern[str]
    # filled as texts are read: classes of the tokens, and steps of the runs of letters, met before
    seen: dict[tuple[str | None, str], tuple[str, Classes | None]]
    plans: dict[tuple[int, str], Any]

    def letter(self, classes: Classes) -> str:
        """The letter that stands for this set of classes."""
        return self.letters.get(frozenset(classes), OTHER)


def expand(forms: str, endings: Mapping[str, str]) -> list[str]:
    """Every word that ``forms`` writes: ``год(|а|у) прошл{adj}`` are three words and all endings of ``adj``."""
    out = []
    for form in forms.split():
        stem = re.sub(r"\{(\w+)\}", lambda m: "(" + endings[m[1]].replace(" ", "|") + ")", form)
        parts = [part.split("|") for part in re.split(r"[()]", stem)]
        words = [""]
        for part in parts:
            words = [word + tail for word in words for tail in part]
        out += words
    return out


def _words(table: Mapping[str, Any], where: str) -> tuple[dict[str, dict[str, Any]], set[str]]:
    endings = table.get("endings", {})
    words: dict[str, dict[str, Any]] = {}
    valued = set(VALUED)
    for cls, rows in table["words"].items():
        if isinstance(rows, str):
            rows = {"": rows}
        else:
            valued.add(cls)
        for value, forms in rows.items():
            try:
                expanded = expand(forms, endings)
            except KeyError as error:
                raise PackError(f"{cls}: no endings {error}", where=where) from error
            for word in expanded:
                entry = words.setdefault(word.replace("_", " "), {})
                entry[cls] = _value(value)
                if cls == "Card":
                    entry["Number"] = entry[cls]
                elif cls == "Ordinal":
                    entry.update(suffix_classes(cls, str(entry[cls])))
    return words, valued


def _value(key: str) -> Any:
    if re.fullmatch(r"-?\d+", key):
        return int(key)
    return float(key) if re.fullmatch(r"-?\d+\.\d+", key) else (key or True)


def _scanner(table: Mapping[str, Any]) -> re.Pattern[str]:
    special = "|".join(f"(?P<{name}>{regex})" for name, regex in table.get("tokens", {}).items())
    suffixes = sorted(
        (s for forms in table["suffixes"].values() for s in expand(forms, table.get("endings", {}))),
        key=len,
        reverse=True,
    )
    suffix = "|".join(map(re.escape, suffixes))
    parts = [
        f"(?P<_suffixed>(?<![^\\W_])(?P<_n>\\d+)(?P<_dash>[-‑–]?)(?P<_suffix>{suffix})(?!\\w))" if suffix else "",
        special,
        f"(?P<_num>{NUMERAL})",
        f"(?P<_word>{WORD})",
        f"(?P<_break>{BREAK})",
        r"(?P<_other>\S)",
    ]
    return re.compile("|".join(part for part in parts if part), re.IGNORECASE)


def _macros(table: Mapping[str, str], pattern: str, where: str) -> str:
    for _ in range(8):
        if "$" not in pattern:
            return pattern
        try:
            pattern = re.sub(r"\$(\w+)", lambda m: f"({table[m[1]]})", pattern)
        except KeyError as error:
            raise PackError(f"no macro {error}", where=where) from error
    raise PackError("macros call each other without end", where=where)


def _compile(row: Mapping[str, Any], letters: Mapping[str, str], valued: set[str], where: str) -> tuple[Rule, set[str]]:
    out: list[str] = []
    units: list[str] = []
    captures: dict[str, tuple[str, str]] = {}
    pattern, at = row["pattern"], 0
    while at < len(pattern):
        found = _PATTERN.match(pattern, at)
        if found is None:
            if pattern[at:].strip():
                raise PackError(f"cannot read the pattern at {pattern[at:]!r}", where=where)
            break
        at = found.end()
        if found["op"] in ("<", ">"):
            out.append("(?P<_start>)" if found["op"] == "<" else "(?P<_end>)")
        elif found["op"]:
            out.append("(?:" if found["op"] == "(" else found["op"])
            units.append(found["op"])
        else:
            cls = f"={found['word']}" if found["word"] else found["cls"]
            signs = letters.get(cls)
            if not signs:
                raise PackError(f"nothing is of class {cls}", where=where)
            units.append(signs)
            name = found["name"] or (cls.lower() if cls in valued else None)
            if name:
                group = f"g{len(captures)}"
                captures[group] = (name, cls)
                out.append(f"(?P<{group}>[{signs}])")
            else:
                out.append(f"[{signs}]")
    try:
        regex = re.compile("".join(out))
    except re.error as error:
        raise PackError(f"not a pattern: {error}", where=where) from error
    first, _, nullable = _first(units, 0)
    if nullable:
        raise PackError("a pattern must match something", where=where)
    rule = Rule(id=row["id"], kind=row["kind"], regex=regex, captures=captures, give=row.get("give", {}))
    return rule, first


def _first(units: list[str], at: int) -> tuple[set[str], int, bool]:
    """The letters that may begin the pattern ``units`` from ``at`` to its closing parenthesis, the place after it,
    and whether it may match nothing."""
    first: set[str] = set()
    branch: set[str] = set()
    nullable, empty = False, True  # of all branches so far; of this branch so far
    while at < len(units) and units[at] != ")":
        if units[at] == "|":
            first, branch, nullable, empty, at = first | branch, set(), nullable or empty, True, at + 1
            continue
        if units[at] == "(":
            letters, at, optional = _first(units, at + 1)
        else:
            letters, at, optional = set(units[at]), at + 1, False
        if at < len(units) and units[at] in ("?", "*", "+"):
            optional, at = optional or units[at] != "+", at + 1
        if empty:
            branch |= letters
        empty = empty and optional
    return first | branch, at + 1, nullable or empty


@cache
def grammar(code: str) -> Grammar:
    """The grammar of language ``code``; PackError if it has none or it is not well formed."""
    table = load_pack(code).table("times")
    where = f"languages/{code}/times.toml"
    if not table:
        raise PackError(f"no grammar of time for {code!r}", where=where)
    words, valued = _words(table, where)
    rules = []
    for row in table["rule"]:
        text = _macros(table.get("macros", {}), row["pattern"], f"{where} {row['id']}")
        rules.append({**row, "pattern": text})
    for row in rules:
        for word in re.findall(r"'([^']+)'", row["pattern"]):
            words.setdefault(word, {})[f"={word}"] = word
    sets = {frozenset(classes) for classes in words.values()} | set(numeral_alphabet()) | set(form_alphabet())
    sets |= {frozenset(classes) for classes in PUNCTUATION.values()}
    sets |= {frozenset((name,)) for name in table.get("tokens", {})}
    sets |= {
        frozenset(suffix_classes(name, n)) for name in table["suffixes"] for n in ("0", "1", "20", "31", "40", "1990")
    }
    sets |= {frozenset(("Number", "Vague")), frozenset(("Break",))}
    letters = {classes: chr(_FIRST + i) for i, classes in enumerate(sorted(sets, key=sorted))}
    by_class: dict[str, str] = {}
    for classes, letter in letters.items():
        for cls in classes:
            by_class[cls] = by_class.get(cls, "") + letter
    valued |= set(table.get("tokens", {}))
    stages: list[dict[str, list[Rule]]] = [{} for _ in range(max(row["stage"] for row in rules))]
    for row in rules:
        rule, first = _compile(row, by_class, valued, f"{where} {row['id']}")
        for letter in first:
            stages[row["stage"] - 1].setdefault(letter, []).append(rule)
    tense, triggers = table["tense"], set(table["triggers"])
    endings = table.get("endings", {})
    suffixes = {suffix: name for name, forms in table["suffixes"].items() for suffix in expand(forms, endings)}
    pieces = frozenset(table.get("options", {}).get("token_words", "").split())
    return Grammar(
        code=code,
        words=words,
        capital=frozenset(expand(table.get("capital", ""), {})),
        suffixes=suffixes,
        scanner=_scanner(table),
        letters=letters,
        known=frozenset(words) | pieces | set(suffixes),
        sparks=frozenset(w for w, classes in words.items() if not triggers.isdisjoint(classes))
        | (pieces - {"a"})
        | {suffix for suffix in suffixes if len(suffix) > 3},
        triggers=frozenset("".join(by_class.get(cls, "") for cls in triggers)),
        stages=tuple({letter: tuple(found) for letter, found in stage.items()} for stage in stages),
        past=re.compile(tense["past"], re.IGNORECASE | re.VERBOSE),
        future=re.compile(tense["future"], re.IGNORECASE | re.VERBOSE),
        that_day=re.compile(tense["that_day"], re.IGNORECASE | re.VERBOSE) if "that_day" in tense else None,
        sentence_end=re.compile(tense["sentence_end"]),
        options=table.get("options", {}),
        dating=table.get("dating", {}),
        named=tuple((re.compile(row["words"]), row) for row in table.get("named", ())),
        counts=re.compile(table["year"]["counts"]),
        vouches=re.compile(table["year"]["vouches"]),
        seen={},
        plans={},
    )


def suffix_classes(name: str, digits: str) -> dict[str, Any]:
    """The classes of a numeral with a written ending, such as 2nd or 1990s; none where it makes no sense."""
    value = int(digits[:9])
    if name == "Decade":
        return {name: value} if value % 10 == 0 and len(digits) in (2, 4) and not 100 <= value < 1000 else {}
    classes: dict[str, Any] = {"Ordinal" if name == "OrdinalDecade" else name: value}
    if name == "OrdinalDecade" and value % 10 == 0 and value >= 20 and len(digits) in (2, 4):
        classes["Decade"] = value
    if "Ordinal" in classes:
        if 1 <= value <= 31:
            classes["Day"] = value
        if 1 <= value <= 21:
            classes["CenturyNo"] = value
        if 1000 <= value <= 2999:
            classes["Year"] = classes["OrdinalYear"] = value
    return classes
