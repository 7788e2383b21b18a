"""What "we", "you", "our countries", "the two sides", "your father" and "the President" stand for.

``resolve_deixis`` appends Mentions (form ``pronoun`` or ``title``) to ``context.mentions``. First and
second person are resolved only inside an utterance whose speaker or addressee is known: "I" is the speaker,
"we" the speaker's state, "you" the addressee, "our countries" the two states. Third-person pronouns go to
the person who agrees with them and is most salient; where two are as likely, nothing is appended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from spacy.tokens import Token

from chancery.extract.context import Context
from chancery.extract.deixis_pair import Pairs
from chancery.extract.speech_identity import SUBJECTS, Identity, pronoun_gender
from chancery.extract.speech_people import People
from chancery.extract.speech_syntax import has, phrase
from chancery.languages.pack import Pack
from chancery.model.discourse import Mention, SpeechMode, Utterance
from chancery.model.document import Span
from chancery.model.entity import EntityKind

SINGLE = frozenset({"head of state", "head of government", "vice president"})  # groups of offices that one holds


def resolve_deixis(context: Context) -> None:
    """Append what pronouns, "both sides" and titles without a name stand for, where it is plain."""
    people = People(context)
    resolver = _Resolver(context, people)
    taken = {(m.span.start, m.span.end) for m in context.mentions if m.entities}
    found = [m for m in resolver.mentions() if (m.span.start, m.span.end) not in taken]
    context.mentions = tuple(sorted((*context.mentions, *found), key=lambda m: (m.span.start, m.span.end)))


@cache
def _table(pack: Pack) -> Mapping[str, Any]:
    table: Mapping[str, Any] = pack.table("speech").get("deixis", {})
    return table


class _Resolver:
    """Walks the tokens once, with the innermost utterance at hand."""

    def __init__(self, context: Context, people: People) -> None:
        self.context = context
        self.people = people
        self.identity = Identity(people)
        self.pairs = Pairs(context, people)
        table = _table(context.pack)
        self.words = {
            key: frozenset(table.get(key, ()))
            for key in (
                "first_singular",
                "first_plural",
                "second",
                "possessive",
                "state_noun",
                "pair_noun",
                "plural_noun",
                "both",
                "both_noun",
                "vocative",
                "definite",
                "collective",
            )
        }
        titles: Mapping[str, list[str]] = context.pack.table("speech").get("identity", {}).get("epithets", {})
        self.epithets = frozenset(words for words, offices in titles.items() if " " in words and offices)
        self.kin: Mapping[str, str] = table.get("kin", {})
        self.phrases: dict[str, list[tuple[tuple[str, ...], bool]]] = {}  # by first word; whether of persons
        for key, persons in (("sides", False), ("leaders", True)):
            for several in table.get(key, ()):
                self.phrases.setdefault(several.split()[0], []).append((tuple(several.split()), persons))

    def mentions(self) -> Iterator[Mention]:
        """Every resolved deictic passage, in order."""
        around = _Around(self.context.utterances)
        until = -1
        for token in self.context.doc:
            if token.is_space or token.idx < until:
                continue
            utterance = around.voice(token.idx)
            found = self._phrase(token, utterance) or self._person(token, utterance) or self._title(token, utterance)
            if found is not None:
                until = found.span.end
                yield found

    # -- first and second person ----------------------------------------------------------------------------

    def _person(self, token: Token, utterance: Utterance | None) -> Mention | None:
        folded = token.lower_
        lemma = token.lemma_.lower()
        if token.pos_ not in ("PRON", "DET", "ADJ"):
            return None
        if folded in self.words["first_singular"] or lemma in self.words["first_singular"]:
            return self._first(token, utterance, plural=False)
        if folded in self.words["first_plural"] or lemma in self.words["first_plural"]:
            return self._first(token, utterance, plural=True)
        if folded in self.words["second"] or lemma in self.words["second"]:
            return self._second(token, utterance)
        sex = pronoun_gender(token, self.context.pack)
        if sex:
            id = self.identity.by_pronoun(token, sex, present=_present(utterance))
            if id is not None:
                self.identity.meant.append((id, token.idx + len(token), token.dep_ in SUBJECTS))
            return _mention(token, token, EntityKind.PERSON, (id,), "salience", 0.6) if id else None
        if sex == "":
            return None
        return None

    def _first(self, token: Token, utterance: Utterance | None, *, plural: bool) -> Mention | None:
        speaker = utterance.speaker if utterance else None
        if speaker is None:
            return None
        noun = self._owned(token)
        if noun is not None and not plural and (kin := self.kin.get(noun.lemma_.lower())):
            return self._relative(token, noun, speaker, kin)
        if not plural:
            state = self.people.state_of(speaker)
            if noun is not None and noun.lemma_.lower() in self.words["state_noun"] and state and _singular(noun):
                return _mention(token, noun, EntityKind.STATE, (state,), "speaker's state", 0.8)
            entity = self.context.entity(speaker)
            return _mention(token, token, entity.kind if entity else EntityKind.PERSON, (speaker,), "speaker", 0.95)
        state = self.people.state_of(speaker)
        if noun is not None:
            return self._our(token, noun, state, utterance)
        if self._together(token):
            pair = self.pairs.of(utterance)
            return _mention(token, token, EntityKind.STATE, pair, "speaker and addressee", 0.7) if pair else None
        return _mention(token, token, EntityKind.STATE, (state,), "speaker's state", 0.7) if state else None

    def _our(self, token: Token, noun: Token, state: str | None, utterance: Utterance | None) -> Mention | None:
        """ "our country" is the speaker's, "our countries" and "our relations" the pair's."""
        lemma = noun.lemma_.lower()
        plural = has(noun, "Number", "Plur") and noun.lower_ not in self.words["collective"]
        counted = any(c.lemma_.lower() in self.words["both"] for c in noun.children)
        if (plural and lemma in self.words["plural_noun"]) or lemma in self.words["pair_noun"] or counted:
            pair = self.pairs.of(utterance)
            if pair:
                end = noun if lemma in self.words["plural_noun"] or counted else token
                return _mention(token, end, EntityKind.STATE, pair, "pair", 0.75)
            return None
        if lemma in self.words["state_noun"] and state:
            end = noun if lemma in self.words["plural_noun"] else token
            return _mention(token, end, EntityKind.STATE, (state,), "speaker's state", 0.85)
        return _mention(token, token, EntityKind.STATE, (state,), "speaker's state", 0.6) if state else None

    def _second(self, token: Token, utterance: Utterance | None) -> Mention | None:
        addressed = utterance.addressees if utterance else ()
        if len(addressed) != 1:
            return None
        noun = self._owned(token)
        if noun is not None:
            lemma = noun.lemma_.lower()
            if kin := self.kin.get(lemma):
                return self._relative(token, noun, addressed[0], kin)
            state = self.people.state_of(addressed[0])
            if lemma in self.words["state_noun"] and state:
                end = noun if lemma in self.words["plural_noun"] else token
                return _mention(token, end, EntityKind.STATE, (state,), "addressee's state", 0.85)
        entity = self.context.entity(addressed[0])
        kind = entity.kind if entity else EntityKind.PERSON
        return _mention(token, token, kind, addressed, "addressee", 0.85)

    def _relative(self, token: Token, noun: Token, person: str, relation: str) -> Mention | None:
        """ "your father": the one relative that knowledge has."""
        known = self.context.knowledge.kin(person, relation)
        return (
            _mention(token, noun, EntityKind.PERSON, known, f"{relation} of {person}", 0.9) if len(known) == 1 else None
        )

    def _owned(self, token: Token) -> Token | None:
        """The noun that a possessive belongs to; None for a pronoun that stands by itself."""
        possessive = token.lower_ in self.words["possessive"] or token.lemma_.lower() in self.words["possessive"]
        if (
            possessive
            and token.head.i != token.i
            and token.head.i > token.i
            and token.head.pos_ in ("NOUN", "PROPN", "ADJ")
        ):
            return token.head
        return None

    def _together(self, token: Token) -> bool:
        """ "we both", "both of us", "between us"."""
        near = [token.doc[i].lower_ for i in range(max(0, token.i - 2), min(len(token.doc), token.i + 3))]
        return any(word in self.words["both"] for word in near)

    # -- pairs and titles -----------------------------------------------------------------------------------

    def _phrase(self, token: Token, utterance: Utterance | None) -> Mention | None:
        """ "Both sides", "the two countries", «Стороны»: the two states; "the two leaders": the two
        persons.
        """
        for several, persons in self.phrases.get(token.lower_, ()):
            if token.i + len(several) > len(token.doc):
                continue
            last = token.doc[token.i + len(several) - 1]
            if tuple(token.doc[i].lower_ for i in range(token.i, last.i + 1)) != several:
                continue
            entities = self.pairs.persons() if persons else self.pairs.of(utterance)
            if len(entities) != 2:
                return None
            kind = EntityKind.PERSON if persons else EntityKind.STATE
            return _mention(token, last, kind, entities, "pair", 0.7)
        if token.pos_ == "NOUN" and token.lemma_.lower() in self.words["both_noun"] and has(token, "Number", "Plur"):
            counted = next(
                (c for c in token.children if c.lemma_.lower() in self.words["both"] and c.i < token.i), None
            )
            pair = self.pairs.of(utterance) if counted is not None else ()
            if counted is not None and pair:
                return _mention(counted, token, EntityKind.STATE, pair, "pair", 0.7)
        return None

    def _title(self, token: Token, utterance: Utterance | None) -> Mention | None:
        """A title or epithet without a name: the addressee in a form of address, else the person it fits."""
        if token.pos_ not in ("NOUN", "PROPN") or has(token, "Number", "Plur"):
            return None
        before = token.doc[token.i - 1] if token.i else None
        vocative = before is not None and before.lower_ in self.words["vocative"]
        if vocative and utterance is not None and len(utterance.addressees) == 1 and self._office(token):
            return _mention(token, token, EntityKind.PERSON, utterance.addressees, "form of address", 0.9)
        if vocative or self.people.within(Span(start=token.idx, end=token.idx + len(token))):
            return None
        definite = self.words["definite"]
        if definite and not any(c.lower_ in definite for c in token.children if c.dep_ == "det"):
            return None
        if any(c.dep_ in ("flat", "flat:name", "appos") and c.pos_ == "PROPN" for c in token.children):
            return None
        if (area := self._epithet(token)) is not None:
            id = self.identity.by_epithet(token, area)
            return (
                Mention(span=area, kind=EntityKind.PERSON, entities=(id,), form="title", method="epithet", score=0.7)
                if id
                else None
            )
        if not self._office(token) or token.dep_ not in (
            "nsubj",
            "nsubj:pass",
            "obj",
            "iobj",
            "obl",
            "nmod",
            "obl:agent",
        ):
            return None
        if any(c.dep_.startswith(("nmod", "amod", "compound")) for c in token.children):
            return None  # "the minister of economy", "a former president": names reads titles with their state
        id = self._chief(token, utterance)
        id = id or self.identity.by_epithet(token, Span(start=token.idx, end=token.idx + len(token)))
        return (
            _mention(token, token, EntityKind.PERSON, (id,), "title in the document", 0.7, form="title") if id else None
        )

    def _chief(self, token: Token, utterance: Utterance | None) -> str | None:
        """Who holds, in the state of those who talk, the office that only one at a time holds: "the President" at a
        spokesperson's briefing is hers. None where the document does not name him, or he is the one who speaks. In the
        document's own voice: the only one whom it gives that office."""
        title = self.context.knowledge.title(token.text, self.context.pack.code)
        on = self.context.published
        if title is None or title.group not in SINGLE:
            return None
        if utterance is None:
            given = {t.holder for t in self.context.titles if t.title == title.name and t.holder and not t.modifier}
            return given.pop() if len(given) == 1 else None
        voices = [utterance.speaker] if utterance.speaker else utterance.addressees
        state = self.people.state_of(voices[0]) if len(voices) == 1 else None
        held = self.context.knowledge.holders(title.name, state, on) if state and on is not None else ()
        holders = {office.holder for office in held if office.title == title.name}
        holder = holders.pop() if len(holders) == 1 else None
        return holder if holder in self.people.persons and holder not in _present(utterance) else None

    def _epithet(self, token: Token) -> Span | None:
        """The passage of an epithet of several words that stands for an office: "the head of state"."""
        if not any(child.dep_ == "nmod" for child in token.children):
            return None
        area = phrase(token)
        words = area.of(self.context.document.text).casefold()
        return area if words.removeprefix("the ") in self.epithets else None

    def _office(self, token: Token) -> bool:
        return self.context.knowledge.title(token.text, self.context.pack.code) is not None


class _Around:
    """The innermost utterance around each offset, asked in rising order."""

    def __init__(self, utterances: tuple[Utterance, ...]) -> None:
        spans = [(c.start, c.end, len(c), number) for number, u in enumerate(utterances) for c in u.content]
        self.utterances = utterances
        self.spans = sorted(spans)
        self.next = 0
        self.open: list[tuple[int, int, int, int]] = []

    def voice(self, offset: int) -> Utterance | None:
        """Whose "I" and "you" stand at ``offset``: the innermost utterance given in its speaker's own words.

        What that speaker only reports ("he hopes that you…") keeps the speaker's "I" and "you". Where nothing is given
        in own words, the innermost.
        """
        while self.next < len(self.spans) and self.spans[self.next][0] <= offset:
            self.open.append(self.spans[self.next])
            self.next += 1
        self.open = [span for span in self.open if span[1] > offset]
        if not self.open:
            return None
        own = [span for span in self.open if self.utterances[span[3]].mode is not SpeechMode.INDIRECT]
        inner = min(own or self.open, key=lambda span: span[2])
        return self.utterances[inner[3]]


def _present(utterance: Utterance | None) -> frozenset[str]:
    """Who speaks and who is spoken to in an utterance given in its speaker's own words."""
    if utterance is None or utterance.mode is SpeechMode.INDIRECT:
        return frozenset()
    return frozenset({*utterance.addressees, *([utterance.speaker] if utterance.speaker else [])})


def _singular(noun: Token) -> bool:
    return not has(noun, "Number", "Plur")


def _mention(
    first: Token,
    last: Token,
    kind: EntityKind,
    entities: tuple[str, ...],
    method: str,
    score: float,
    form: str = "pronoun",
) -> Mention:
    span = Span(start=min(first.idx, last.idx), end=max(first.idx + len(first), last.idx + len(last)))
    return Mention(span=span, kind=kind, entities=entities, form=form, method=method, score=score)
