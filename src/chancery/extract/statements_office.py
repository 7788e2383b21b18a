"""Who holds which office: statements from titles found in the text, once for each person and office.

A title with a holder says that he holds it; "former" says he held it; a designate has been nominated. The verbs of
appointment, election, dismissal and resignation are tree rules like any other kind's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chancery.extract.statements_scene import Scene
from chancery.model.discourse import SpeechMode, TitleMention
from chancery.model.document import Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler, Status

BESIDE = 3  # characters between a title and its holder's name at most
ACTION = {"former": ("former", Status.DONE), "designate": ("nominated", Status.PLANNED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFinding:
    """One office of one person at its first naming."""

    roles: dict[str, tuple[Filler, ...]]
    status: Status
    span: Span


def offices(scene: Scene) -> Iterator[OfficeFinding]:
    """One finding for each person and office in the document, at its best naming."""
    named: dict[tuple[str, str, str], list[tuple[TitleMention, Span]]] = {}
    for title in sorted(scene.context.titles, key=lambda t: t.span.start):
        holder = title.holder and scene.entity(title.holder)
        if not holder or holder.kind is not EntityKind.PERSON or not title.title:
            continue
        span = _with_name(scene, title)
        if span is None:
            continue  # a bare "the President" repeats what a name has said or knowledge adds
        action = "former" if _left(scene, title) else ACTION.get(title.modifier, ("holds", Status.ONGOING))[0]
        named.setdefault((holder.id, title.title.casefold(), action), []).append((title, span))
    for (holder_id, _, action), mentions in named.items():
        title, span = _best(scene, mentions)
        of = next((t.of for t, _ in mentions if t.of), None) or scene.state_of(holder_id)
        to = next((t.to for t, _ in mentions if t.to), None)
        roles: dict[str, tuple[Filler, ...]] = {
            "who": (Filler(label=scene.caption(holder_id), entity=holder_id),),
            "office": (Filler(label=_label(title)),),
            "action": (Filler(label=action),),
        }
        if of:
            roles["of"] = (Filler(label=scene.caption(of), entity=of),)
        if to:
            roles["to"] = (Filler(label=scene.caption(to), entity=to),)
        status = Status.ONGOING if action == "holds" else ACTION.get(title.modifier, ("", Status.DONE))[1]
        yield OfficeFinding(roles=roles, status=status, span=span)


def _best(scene: Scene, mentions: list[tuple[TitleMention, Span]]) -> tuple[TitleMention, Span]:
    """The first naming; outside transcripts rather one in the text than one in the headline."""
    text = [m for m in mentions if not scene.in_title(m[1])]
    return text[0] if text and not scene.transcript else mentions[0]


def _left(scene: Scene, title: TitleMention) -> bool:
    """Whether the sentence tells that the holder has died or gone: he held the office until then."""
    graph = scene.graph
    gone = scene.rules.lexicon.words("pass_away")
    for i in scene.tokens(title.span):
        head = graph.head[i]
        if graph.dep[i] in ("nsubj", "nsubj:pass") and graph.pos[head] == "VERB" and graph.lemma[head] in gone:
            return graph.feature(head, "Tense") == "Past"
    return False


def _label(title: TitleMention) -> str:
    prefix = {"acting": "Acting ", "deputy": "Deputy ", "special": "Special "}.get(title.modifier, "")
    return title.title if title.title.startswith(prefix) else prefix + title.title


def _with_name(scene: Scene, title: TitleMention) -> Span | None:
    """The title with its holder's name beside it; None if it stands without one, or is a speaker's label."""
    for utterance in scene.context.utterances:
        label = utterance.source if utterance.mode is SpeechMode.TURN else None
        if label is not None and label.overlaps(title.span) and not scene.in_title(label):
            return None
    for mention in scene.context.mentions:
        if mention.form != "name" or title.holder not in mention.entities:
            continue
        gap = max(mention.span.start - title.span.end, title.span.start - mention.span.end)
        if gap <= BESIDE:
            start = min(mention.span.start, title.span.start)
            return Span(start=start, end=max(mention.span.end, title.span.end))
    return None
