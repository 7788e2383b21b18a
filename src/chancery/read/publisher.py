"""Who published a text that carries no machine-readable name: the agency it names as its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from chancery.read.words import bare, fold, words

_QUOTED = re.compile(r"[«“\"]([^»”\"\n]{2,40})[»”\"]")


@cache
def _reports() -> re.Pattern[str]:
    agency = "|".join(sorted((re.escape(name) for name in words().agency_names), key=len, reverse=True))
    verbs = "|".join(sorted((re.escape(verb) for verb in words().reporting), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:(?:{verbs})\s+(?P<after>{agency})|(?P<before>{agency})\s+(?:{verbs}))(?!\w)")


def find_publisher(read: Sequence[str], unread: Sequence[str]) -> str | None:
    """The publisher: a line naming the source, a line that invites to its own channel, or "X reports" in the
    first or last paragraphs. None if the text names none."""
    table = words()
    for line in unread:
        source = table.sources.search(fold(line))
        if source and len(line) <= 80 and bare(line[source.end() :]):
            return line[source.end() :].strip(" .")
    for line in unread:
        channel = table.channels.search(fold(line))
        quoted = _QUOTED.search(line, channel.end()) if channel else None
        if quoted:
            return quoted[1].strip()
    for line in (*read[:3], *read[-2:]):
        match = _reports().search(line)
        if match:
            return match["after"] or match["before"]
    return None
