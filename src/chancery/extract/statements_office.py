"""Who holds which office: statements from the titles found in the text, once for each person and office.

A title with a holder says that he holds it; "former" says he held it; a designate has been nominated. The verbs of
appointment, election, dismissal and resignation are tree rules like any other kind's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chancery.extract.statements_scene import Scene
from chancery.model.discourse import TitleMention
from chancery.model.document import Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler, Status

ACTION = {"former": ("former", Status.DONE), "designate": ("nominated", Status.PLANNED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFinding:
    """One office of one person at its first naming."""

    roles: dict[str, tuple[Filler, ...]]
    status: Status
    span: Span
    named: bool


def offices(scene: Scene) -> Iterator[OfficeFinding]:
    """One finding for each person and office in the document, at the first title that stands with a name."""
    first: dict[tuple[str, str, str | None, str], TitleMention] = {}
    for title in sorted(scene.context.titles, key=lambda t: t.span.start):
        holder = title.holder and scene.entity(title.holder)
        if not holder or holder.kind is not EntityKind.PERSON or not title.title:
            continue
        if not _named(scene, title):
            continue  # a bare "the President" repeats what a name has said or knowledge adds
        of = title.of or scene.state_of(holder.id)
        action = ACTION.get(title.modifier, ("holds", Status.ONGOING))[0]
        first.setdefault((holder.id, title.title.casefold(), of, action), title)
    for (holder_id, _, of, action), title in first.items():
        status = ACTION.get(title.modifier, ("holds", Status.ONGOING))[1]
        roles = {
            "who": (Filler(label=scene.caption(holder_id), entity=holder_id),),
            "office": (Filler(label=_label(title)),),
            "action": (Filler(label=action),),
        }
        if of:
            roles["of"] = (Filler(label=scene.caption(of), entity=of),)
        if title.to:
            roles["to"] = (Filler(label=scene.caption(title.to), entity=title.to),)
        yield OfficeFinding(roles=roles, status=status, span=title.span, named=True)


def _label(title: TitleMention) -> str:
    prefix = {"acting": "Acting ", "deputy": "Deputy ", "special": "Special "}.get(title.modifier, "")
    return title.title if title.title.startswith(prefix) else prefix + title.title


def _named(scene: Scene, title: TitleMention) -> bool:
    """Whether a name of the holder stands in or beside the title."""
    for mention in scene.context.mentions:
        if mention.form == "name" and mention.kind is EntityKind.PERSON and title.holder in mention.entities:
            if title.span.overlaps(mention.span):
                return True
            gap = max(mention.span.start - title.span.end, title.span.start - mention.span.end)
            if 0 <= gap <= 3:
                return True
    return False
