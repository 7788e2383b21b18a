"""What one line of a page is: furniture, a dateline, a byline, a headline, prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chancery.read.dates import Found, blank_dates
from chancery.read.words import bare, fold, words

TERMINAL = re.compile(r"(?:[.!?…]|[.!?…:;,]\s?[–—-])[\"”»’'›)\]*_]*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s.(«“\"])(?:[^\W\d_]\.){1,4}$|(?:^|\s)(?:Jr|Sr|Mr|St|Inc|Ltd|Co|г|гг|др|руб|млн|млрд)\.$"
)
_SENTENCE = re.compile(r"[.!?…][\"”»)]*\s+[\"“«(]*[^\W\d_a-zа-яё]")
_NAME = re.compile(
    r"(?:[A-ZА-ЯЁІЇЄҒҚҢӨҰҮƏĞİŞÇÖÜ][^\W\d_]*(?:[’'-][^\W\d_]+)*\.?)"
    r"(?:\s(?:de|van|von|al|el|bin|ben|oglu|оглы)\b)?"
)
_COPYRIGHT = re.compile(r"©|\(c\)\s|copyright\b|все права защищены|all rights reserved", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,6}", re.IGNORECASE)
_PHONE = re.compile(r"^\W*(?:тел|tel|phone|fax|факс|моб)\b.*\d", re.IGNORECASE)
SHORT = 240  # characters; longer lines are prose, whatever words they hold
_HEADLINE = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A line that says when (and where) and nothing else; ``found`` is its full date, None if it prints
    none."""

    found: Found | None
    updated: bool = False
    author: str | None = None
    agency: str | None = None


def ends_sentence(line: str) -> bool:
    """Whether ``line`` ends as a sentence does; a final abbreviation or initial does not count."""
    return bool(TERMINAL.search(line)) and not _ABBREVIATION.search(line)


def is_prose(line: str) -> bool:
    """Whether ``line`` is running text for certain: long, ended, of more than a few words."""
    return len(line) >= 120 and ends_sentence(line)


def is_headline(line: str) -> bool:
    """Whether ``line`` has the form of a headline: short, one sentence, no final stop."""
    if (
        not 2 <= len(line) <= _HEADLINE
        or "\n" in line
        or line.endswith((":", ";", ",", "—", "–", "-"))
        or line[:1] in "-–—"
    ):
        return False
    if not any(char.isalpha() for char in line):
        return False
    return not ends_sentence(line) or (line[-1] in "?!" and not _SENTENCE.search(line))


def read_dateline(line: str, language: str) -> Dateline | None:
    """The dateline that ``line`` is: date, time, weekday and place, words like "published", a counter."""
    if len(line) > 140 or not any(char.isdigit() for char in line) or _COPYRIGHT.search(line):
        return None
    rest, found = blank_dates(line, language)
    clock = sum(char.isdigit() for char in rest) < sum(char.isdigit() for char in line)
    if not clock and not found:
        return None
    table = words()
    updated = bool(table.updated.search(fold(rest)))
    without = _without_counters(fold(rest))
    for pattern in (table.dated, table.updated):
        without = pattern.sub(lambda match: " " * len(match.group()), without)
    agency = None
    for match in re.finditer(r"[^\W_][\w.]*(?:[ -][^\W_][\w.]*)?", without):
        if bare(match.group()) in table.agencies:
            agency = rest[match.start() : match.end()].strip(" .")
            without = without[: match.start()] + " " * len(match.group()) + without[match.end() :]
    left = [rest[match.start() : match.end()] for match in re.finditer(r"[^\W_]+(?:[.’'-][^\W_]+)*", without)]
    apart = any(mark in line for mark in "|•»")
    if len(left) > (7 if apart else 4) or any(token[0].isdigit() for token in left):
        return None
    if not apart and any(token[0].islower() and len(token) > 3 for token in left):
        return None
    full = next((item for item in found if item.edtf), None)
    author = read_byline(" ".join(rest.split()).strip(" ,|-"), bare_name=False)
    return Dateline(found=full, updated=updated, author=author, agency=agency)


def _without_counters(folded: str) -> str:
    """``folded`` with counters ("views: 12", "1 430 просмотров") blanked out."""
    counter = words().counters.pattern
    number = r"\d[\d\s.,]*[kк]?"
    pattern = rf"{counter}\s*[:–—-]?\s*{number}|{number}\s*{counter}"
    return re.sub(pattern, lambda match: " " * len(match.group()), folded)


def is_furniture(line: str) -> bool:
    """Whether ``line`` belongs to the page and not to the text."""
    letters = sum(char.isalpha() for char in line)
    if not letters:
        return len(line) <= 40
    folded, table = fold(line), words()
    plain = bare(line)
    if plain in table.exact or plain in table.sections:
        return True
    if len(line) > SHORT:
        return False
    if table.starts.search(folded) or table.contains.search(folded) or _PHONE.search(line):
        return True
    if _COPYRIGHT.search(line) and re.search(r"©|\d{4}|reserved|защищены", line):
        return True
    without = _without_counters(folded)
    if without != folded and sum(char.isalnum() for char in without) <= 2:
        return True
    links = _LINK.sub("", line)
    if links != line and sum(char.isalpha() for char in links) < 25:
        return True
    source = table.sources.search(folded)
    if source and len(line) <= 80 and not ends_sentence(line):
        return True
    return bool(table.credits.search(folded)) and len(line) <= 200 and not _SENTENCE.search(line)


def is_section(line: str) -> bool:
    """Whether ``line`` heads a part of the page that is not the article: "Latest news"."""
    return bare(line) in words().sections


def is_related(line: str) -> bool:
    """Whether ``line`` points to other articles: "Read also: …"."""
    folded = fold(line)
    return len(line) <= SHORT and bool(words().related.search(folded)) and not is_prose(line)


def opens_list(line: str) -> bool:
    """Whether what follows ``line`` is a list of tags or of other articles: a label with nothing after it."""
    folded, plain = fold(line), bare(line)
    table = words()
    label = table.starts.search(folded) or table.related.search(folded)
    return (
        plain in table.sections
        or (label is not None and len(bare(folded[label.end() :])) == 0 and ":" in line)
        or (label is not None and plain == bare(folded[: label.end()]) and plain in table.exact)
    )


def read_byline(line: str, *, bare_name: bool) -> str | None:
    """The author that ``line`` names: after "By", "Автор:"; with ``bare_name``, also a name standing
    alone."""
    if len(line) > 90 or ends_sentence(line):
        return None
    match = words().bylines.search(fold(line))
    if match and match.end() < len(line):
        name = line[match.end() :].strip(" :,–—-")
        return name if _is_name(name, most=6) else None
    if bare_name and " " in line and _is_name(line.strip(" ,"), most=3):
        return line.strip(" ,")
    return None


def _is_name(text: str, *, most: int) -> bool:
    tokens = text.replace(",", " , ").split()
    plain = [token for token in tokens if token not in {",", "и", "and", "&"}]
    if not 1 <= len(plain) <= most or text.isupper():
        return False
    return all(_NAME.fullmatch(token) for token in plain)
