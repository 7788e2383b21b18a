"""Who holds which office: statements from titles found in the text, once for each person and office.

A title with a holder says that he holds it; "former" says he held it; a designate has been nominated. The verbs of
appointment, election, dismissal and resignation are tree rules like any other kind's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chancery.extract.names.titles import OF_ANYTHING
from chancery.extract.statements_scene import Scene
from chancery.model.discourse import SpeechMode, TitleMention
from chancery.model.document import Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler, Status

BESIDE = 3  # characters between a title and its holder's name at most
ELECT = "-elect"  # ends the title of who is to take an office he was elected to
ACTION = {"former": "former", "designate": "nominated", "appointed": "appointed", "elected": "elected"}  # by modifier
ENTERED = ("appointed", "elected")
STATUS = {"holds": Status.ONGOING, "nominated": Status.PLANNED}  # of others: done
VOUCHED = frozenset({SpeechMode.TURN, SpeechMode.DIRECT})  # whose words the title itself belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFinding:
    """One office of one person at its fullest naming; ``speaker`` says so, None if the document itself does."""

    roles: dict[str, tuple[Filler, ...]]
    status: Status
    span: Span
    speaker: Filler | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """A title with its holder's name beside it, or, with the state, alone (``bare``)."""

    title: TitleMention
    span: Span
    bare: bool = False


def offices(scene: Scene) -> Iterator[OfficeFinding]:
    """One finding for each person and office in the document, at its best naming."""
    named: dict[tuple[str, str, str], list[_Naming]] = {}
    for title in sorted(scene.context.titles, key=lambda t: t.span.start):
        holder = title.holder and scene.entity(title.holder)
        if not holder or holder.kind is not EntityKind.PERSON or not title.title:
            continue
        naming = _naming(scene, title)
        if naming is None:
            continue
        action = "former" if _left(scene, title) else ACTION.get(title.modifier, "holds")
        action = "elected" if title.title.endswith(ELECT) else action
        named.setdefault((holder.id, title.title.casefold(), action), []).append(naming)
    for (holder_id, office, action), namings in named.items():
        if action == "holds" and {(holder_id, office, moment) for moment in ENTERED} & named.keys():
            continue  # who is newly appointed is told to have been, not to hold the office
        best = max(namings, key=lambda n: _fullness(scene, n))
        named_as = office_of(scene, best.title, holder_id, (n.title for n in namings))
        if not named_as.keys() & {"of", "to"}:
            continue  # an office of nobody knows what: "Mayor Lee", "Ann Lee, Director"
        roles = {
            "who": (Filler(label=scene.caption(holder_id), entity=holder_id),),
            **named_as,
            "action": (Filler(label=action),),
        }
        status = STATUS.get(action, Status.DONE)
        yield OfficeFinding(roles=roles, status=status, span=best.span, speaker=_speaker(scene, best.span))


def office_of(
    scene: Scene, title: TitleMention, holder: str, others: Iterable[TitleMention] = ()
) -> dict[str, tuple[Filler, ...]]:
    """The office that ``title`` names as ``holder`` has it, of whom and accredited to whom: what it does not say itself
    the ``others`` of the same office say."""
    titles = (title, *others)
    of = next((t.of for t in titles if t.of), None) or _held_for(scene, title, holder)
    to = next((t.to for t in titles if t.to), None)
    roles: dict[str, tuple[Filler, ...]] = {"office": (Filler(label=_label(title)),)}
    for role, id in (("of", of), ("to", to)):
        if id:
            roles[role] = (Filler(label=scene.caption(id), entity=id),)
    return roles


def _held_for(scene: Scene, title: TitleMention, holder: str) -> str | None:
    """The state that a holder acts for, as that of an office which says none; None for one that is of any body."""
    group = scene.context.knowledge.titles.classes.get(title.title, "")
    return None if group in OF_ANYTHING else scene.state_of(holder)


def _fullness(scene: Scene, naming: _Naming) -> tuple[bool, bool, int]:
    """What makes one naming better than another: a name, running text before all turns, an earlier place."""
    turns = (u.source or u.content[0] for u in scene.context.utterances if u.mode is SpeechMode.TURN and u.content)
    first = min((span.start for span in turns), default=None) if scene.transcript else None
    text = not scene.in_title(naming.span) and (first is None or naming.span.end <= first)
    return (not naming.bare, text, -naming.span.start)


def _speaker(scene: Scene, span: Span) -> Filler | None:
    """Whose words a title is: a title in what the text reports in its own words is the text's."""
    utterance = scene.utterance(span)
    return scene.speaker(span) if utterance is not None and utterance.mode in VOUCHED else None


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
    name = title.title.removesuffix(ELECT)
    return name if name.startswith(prefix) else prefix + name


def _naming(scene: Scene, title: TitleMention) -> _Naming | None:
    """The title with its holder's name beside it or in its span, or alone with its state where the document names the
    holder elsewhere; None if it stands bare, or is a speaker's label."""
    for utterance in scene.context.utterances:
        label = utterance.source if utterance.mode is SpeechMode.TURN else None
        if label is not None and label.overlaps(title.span) and not scene.in_title(label):
            return None
    names = [m for m in scene.context.mentions if m.form == "name" and title.holder in m.entities]
    for mention in names:
        gap = max(mention.span.start - title.span.end, title.span.start - mention.span.end)
        if gap <= BESIDE:
            start = min(mention.span.start, title.span.start)
            return _Naming(title=title, span=Span(start=start, end=max(mention.span.end, title.span.end)))
    stated = any(title.of in m.entities and title.span.covers(m.span) for m in scene.context.mentions)
    if stated and title.modifier in ("", "new", "appointed", "elected", "acting") and names:
        return _Naming(title=title, span=title.span, bare=True)
    return None
