"""What a report rests on: which documents are held on a pair, and where they are silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from chancery.knowledge import Knowledge
from chancery.ledger.resolved import Resolved
from chancery.ledger.rows import Holding
from chancery.ledger.view import View
from chancery.report.language import Language
from chancery.report.model import Fact
from chancery.report.names import called
from chancery.resolve.actors import Actors

_CLOSE = 60  # members up to which a body is listed by name
_LISTED = 16
_SILENCE = 183  # days without a document that are told as a gap


def held(view: View, found: Resolved) -> list[Holding]:
    """The documents that say something on the pair itself."""
    if found.whole is not None:
        return list(view.holdings(found.whole.listed))
    digests = {found.accounts[id].source.digest for id in found.direct}
    return list(view.holdings(digests))


def facts(view: View, found: Resolved, phrases: Language) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The coverage as labelled facts, and the documents one by one."""
    documents, whole = held(view, found), found.whole
    count = f"{found.documents} / {view.count}"
    languages = Counter(whole.languages if whole else (h.language for h in documents))
    publishers = Counter(whole.publishers if whole else (h.publisher for h in documents if h.publisher))
    undated = whole.undated if whole else sum(h.day is None for h in documents)
    told = ", ".join(f"{phrases.word('language_name', code)} {n}" for code, n in languages.most_common())
    rows = [
        ("documents", count),
        ("period", period(found.days, phrases)),
        ("gaps", gaps(found.days, languages, phrases)),
        ("languages", told),
        ("publishers", ", ".join(f"{name} {n}" for name, n in publishers.most_common(8))),
        ("undated", str(undated) if undated else ""),
    ]
    listed = tuple(
        " · ".join(
            filter(
                None,
                (
                    phrases.when(h.published.edtf),
                    h.publisher,
                    h.title or h.name,
                    phrases.word("language_name", h.language),
                ),
            )
        )
        for h in documents
    )
    return tuple(Fact(label=phrases.word("label", label), text=text) for label, text in rows if text), listed


def period(days: Sequence[date], phrases: Language) -> str:
    """From the first to the last document."""
    if not days:
        return ""
    return phrases.day(days[0]) if days[0] == days[-1] else f"{phrases.day(days[0])} – {phrases.day(days[-1])}"


def gaps(days: Sequence[date], languages: Counter[str], phrases: Language) -> str:
    """Stretches of half a year or more from which nothing is held, and one-sidedness."""
    if len(days) < 2:
        return phrases.word("gap", "thin") if days else ""
    found = [
        phrases.word("gap", "silent", **{"from": phrases.day(a), "to": phrases.day(b)})
        for a, b in pairwise(days)
        if (b - a).days >= _SILENCE
    ]
    if len(languages) == 1:
        found.append(phrases.word("gap", "one_language", language=phrases.word("language_name", next(iter(languages)))))
    return "; ".join(found) or phrases.word("gap", "none")


def short(found: Resolved, phrases: Language) -> str:
    """The coverage in a few words, for an honest absence."""
    return f"{found.documents}: {period(found.days, phrases)}" if found.documents else "0"


def shared(known: Knowledge, actors: Actors, phrases: Language, a: str, b: str, on: date) -> str:
    """The organisations both belong to by the membership tables."""
    sizes = {id: len({m.state for m in known.members(id, on)}) for id in known.shared_organisations(a, b, on)}
    order = sorted(sizes, key=lambda id: (sizes[id], known.display(id)))  # the smaller a body, the more it says
    close = [id for id in order if sizes[id] <= _CLOSE][:_LISTED]
    if not order:
        return ""
    names = ", ".join(called(actors, id, phrases) for id in close or order[:_LISTED])
    rest = len(order) - len(close or order[:_LISTED])
    return phrases.word(
        "label", "shared_known", names=names + (phrases.word("label", "shared_more", n=rest) if rest else "")
    )
