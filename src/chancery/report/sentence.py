"""One readable sentence for an entry, from its kind, roles and status; none where that would be vague or
absurd."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chancery.model.ledger import Entry
from chancery.model.statement import Filler, Status, kinds
from chancery.report.language import Language
from chancery.report.names import called, office
from chancery.resolve.actors import Actors, is_state_code
from chancery.resolve.claim import CLASSES, Claim
from chancery.resolve.words import formless, substantial

_SAYING = ("what", "about", "instrument", "area", "of", "office")  # descriptions that must say something
_STALE = 366  # days after which a plan without a time is told in the past
_SLOT = re.compile(r"\{(\w+)([\^?]?)\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")


class Writer:
    """Writes entries as sentences in one language, as of a day."""

    def __init__(self, language: Language, actors: Actors, on: date) -> None:
        self._language, self._actors, self._on = language, actors, on

    def sentence(self, entry: Entry, claim: Claim) -> str | None:
        """The sentence, without a full stop; None if a role that it needs is missing or two roles
        contradict."""
        if not self.sound(entry, claim):
            return None
        slots = self._slots(entry, claim)
        group = CLASSES[entry.status] if entry.kind != "invitation" else claim.group
        value = claim.values.get("action", "")
        for row in self._language.table[entry.kind]:
            if row.get("group", group) != group or row.get("status", entry.status.value) != entry.status.value:
                continue
            if "value" in row and row["value"] != value:
                continue
            if not all(any(slots.get(s) for s in need.split("|")) for need in row.get("need", ())):
                continue
            text = _fill(row["text"], slots)
            if text is not None:
                return text[:1].upper() + text[1:]
        return None

    def sound(self, entry: Entry, claim: Claim) -> bool:
        """Whether the roles make sense together: nobody visits his own state, meets himself or promises to
        himself."""
        states = claim.states
        if any(
            not substantial(claim.texts[role]) for role in _SAYING if role in claim.texts and role not in claim.actors
        ):
            return False
        if entry.kind == "agreement" and claim.group != "deed" and "instrument" in claim.texts:
            return bool(formless(claim.texts["instrument"]))  # "an agreement on it": nobody can tell which
        if entry.kind == "visit":
            return claim.goal is None or not states.get("who") or states["who"] != {claim.goal}
        if entry.kind in ("meeting", "call"):
            return len(entry.roles.get("between", ())) > 1
        if entry.kind in ("agreement", "cooperation", "relations") and "between" in entry.roles:
            between = claim.actors.get("between", frozenset())
            return len(between) > 1 or (entry.kind == "agreement" and len(between) == 1 and "by" not in entry.roles)
        for one, other in (("from", "to"), ("by", "against"), ("by", "to")):
            mine, yours = claim.actors.get(one), claim.actors.get(other)
            if mine and yours and mine == yours:
                return False
        return True

    def name(self, filler: Filler) -> str:
        """What a filler is called inside a sentence."""
        key = self._actors.key(filler)
        if key.startswith("~") or self._actors.entity(key) is None:
            known = not key.startswith("~") and self._actors.is_state(key)
            text = called(self._actors, key, self._language) if known else filler.label
            return self._language.named(text)
        return self._language.named(called(self._actors, key, self._language))

    def _slots(self, entry: Entry, claim: Claim) -> dict[str, str]:
        spec = kinds()[entry.kind].roles
        slots = {}
        for role, fillers in entry.roles.items():
            takes = spec[role].takes
            if entry.kind == "position" and role == "about" and self._each_other(claim):
                slots[role] = str(self._language.table["each_other"])
                continue
            slots[role] = self._language.joined(
                [self._free(f) if takes in ("text", "number") and not f.entity else self.name(f) for f in fillers]
            )
        if entry.place is not None:
            slots.setdefault("place", self.name(entry.place))
        plural = any(len(entry.roles.get(role, ())) > 1 for role in ("who", "by", "between", "from"))
        past = self._past(claim)
        for slot, forms in self._language.table["verb"].items():
            slots[slot] = forms[2 * past + plural]
        if entry.kind in ("office", "credentials") and "office" in slots:
            slots["office"] = office(slots["office"], self._language)
        return {**slots, **self._words(entry, claim, slots, plural)}

    def _words(self, entry: Entry, claim: Claim, slots: Mapping[str, str], plural: bool) -> dict[str, str]:
        words: Mapping[str, Any] = self._language.table["word"]
        out: dict[str, str] = {}
        value = claim.values
        if entry.kind in ("visit", "invitation"):
            out["visit"] = words["visit"].get(value.get("visit", ""), words["visit"][""])
            out["visit?"] = out["visit"] if value.get("visit") else ""
            out["goal"] = self._goal(entry, claim)
            hosts = [self.name(f) for f in entry.roles.get("to", ()) if self._actors.is_person(self._actors.key(f))]
            out["to_person"] = self._language.joined(hosts) if entry.kind == "visit" else ""
        if entry.kind == "greeting":
            out["greeting"] = words["greeting"].get(value.get("what", ""), words["greeting"][""])
        if entry.kind == "position":
            one, many, denied = words["stance"].get(value.get("stance", ""), "||").split("|")
            out["stance"], out["stance_denied"] = many if plural else one, denied
        if entry.kind == "agreement":
            action = value.get("action", "agreed")
            done, planned, passive = words["action"][action].split("|")
            named = words.get("action_name", {}).get(action, action)
            out.update(action=done, action_planned=planned, action_passive=passive, action_word=named)
        if entry.kind == "membership":
            out["as"] = words["as"].get(value.get("as", ""), words["as"][""])
        if entry.kind == "assessment":
            out["direction"] = words["direction"].get(value.get("direction", ""), value.get("direction", ""))
            about = claim.actors.get("about", frozenset())
            pair = len(about) > 1 and all(self._actors.is_state(key) for key in about)
            told = slots.get("about", "")
            out["about_relation"] = str(self._language.table["relations_between"]).format(x=told) if pair else told
        if entry.kind == "gathering" and "of" in slots and slots["of"].removeprefix("the ") in slots.get("what", ""):
            out["of"] = ""
        if slots.get("place") and slots["place"] in " ".join(slots.get(role, "") for role in ("what", "goal", "of")):
            out["place"] = ""
        if entry.kind == "relations":
            out["level_or"] = slots.get("level") or str(self._language.table["relations_bare"])
        if entry.kind == "conflict":
            phrase = words["conflict"].get(entry.roles["what"][0].label, "") if "what" in entry.roles else ""
            if "{against}" not in phrase or "against" in slots:
                out["conflict"] = phrase.replace("{against}", slots.get("against", ""))
        for role in ("n", "ordinal"):
            if role in slots:
                out[role] = self._language.ordinal(slots[role])
        return out

    def _goal(self, entry: Entry, claim: Claim) -> str:
        """``Baku, Azerbaijan``: the place as told, and its state if that says more."""
        roles = ("place", "to") if entry.kind == "visit" else ("place",)
        fillers = [
            f for role in roles for f in entry.roles.get(role, ()) if not self._actors.is_person(self._actors.key(f))
        ]
        place = fillers[0] if fillers else entry.place
        state = (
            self._language.named(called(self._actors, claim.goal, self._language))
            if claim.goal and self._actors.is_state(claim.goal)
            else ""
        )
        told = self.name(place) if place else ""
        if not told or told == state:
            return state or told
        return f"{told}, {state.removeprefix('the ')}" if state and state not in told else told

    def _free(self, filler: Filler) -> str:
        """Free text as it stands; in another script than the report's it is quoted."""
        text = filler.label.strip().rstrip(".")
        if is_state_code(text):
            return self.name(filler)
        foreign = sum("\u0400" <= c <= "\u04ff" for c in text) * 2 > sum(c.isalpha() for c in text)
        return str(self._language.table["quoted"]).format(x=text) if foreign and self._language.code != "ru" else text

    def _each_other(self, claim: Claim) -> bool:
        """Whether two states take a stance on themselves: on each other."""
        who = claim.actors.get("who", frozenset())
        return len(who) > 1 and claim.actors.get("about") == who

    def _past(self, claim: Claim) -> bool:
        """Whether what was planned should be over by the day of the report."""
        if claim.status is not Status.PLANNED:
            return False
        if claim.window.stated and claim.window.upper is not None:
            return claim.window.upper < self._on
        return claim.said is not None and (self._on - claim.said).days > _STALE


def _fill(template: str, slots: Mapping[str, str]) -> str | None:
    """``template`` with its slots filled; None if one outside brackets is empty."""
    missing = False

    def slot(found: re.Match[str]) -> str:
        nonlocal missing
        value = slots.get(found[1] + "?" if found[2] == "?" else found[1], "")
        missing = missing or not value
        return value[:1].upper() + value[1:] if found[2] == "^" else value

    def option(found: re.Match[str]) -> str:
        nonlocal missing
        before, missing = missing, False
        text = _SLOT.sub(slot, found[1])
        text, missing = "" if missing else text, before
        return text

    text = _SLOT.sub(slot, _OPTION.sub(option, template))
    return None if missing else text
