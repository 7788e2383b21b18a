"""Write sentences of the PLOVER root classes from our own phrases: ``sentences-xx.tsv`` beside this file.

Every line holds a class and a sentence with its source in <s></s> and its target in <t></t>. Phrases, names and slots are
ours; verbs are conjugated, clauses made passive, nominal, reported or relative, times, places and further clauses added,
so that a class shows in many words and constructions. The same seed always writes the same files.
"""

# ruff: noqa: E501 - tables of names

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path

import pymorphy3

MORPH = pymorphy3.MorphAnalyzer()
FOLDER = Path(__file__).parent
EACH = {"en": 300, "ru": 200}  # sentences of a class

IRREGULAR = {
    "be": ("was", "been"), "say": ("said", "said"), "give": ("gave", "given"), "send": ("sent", "sent"), "hold": ("held", "held"),
    "meet": ("met", "met"), "speak": ("spoke", "spoken"), "begin": ("began", "begun"), "break": ("broke", "broken"),
    "cut": ("cut", "cut"), "let": ("let", "let"), "put": ("put", "put"), "set": ("set", "set"), "hit": ("hit", "hit"),
    "shut": ("shut", "shut"), "strike": ("struck", "struck"), "shoot": ("shot", "shot"), "blow": ("blew", "blown"),
    "burn": ("burned", "burned"), "sell": ("sold", "sold"), "buy": ("bought", "bought"), "build": ("built", "built"),
    "lend": ("lent", "lent"), "feed": ("fed", "fed"), "fly": ("flew", "flown"), "find": ("found", "found"), "take": ("took", "taken"),
    "tell": ("told", "told"), "beg": ("begged", "begged"), "seek": ("sought", "sought"), "stand": ("stood", "stood"),
    "pay": ("paid", "paid"), "lead": ("led", "led"), "hear": ("heard", "heard"), "sit": ("sat", "sat"), "have": ("had", "had"),
    "swear": ("swore", "sworn"), "undertake": ("undertook", "undertaken"), "go": ("went", "gone"), "stop": ("stopped", "stopped"),
    "throw": ("threw", "thrown"), "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld", "withheld"), "ban": ("banned", "banned"),
    "bar": ("barred", "barred"), "fight": ("fought", "fought"), "sink": ("sank", "sunk"), "beat": ("beat", "beaten"), "stab": ("stabbed", "stabbed"),
    "gun": ("gunned", "gunned"), "ram": ("rammed", "rammed"), "slam": ("slammed", "slammed"), "quit": ("quit", "quit"), "leave": ("left", "left"),
    "overthrow": ("overthrew", "overthrown"), "strip": ("stripped", "stripped"), "slap": ("slapped", "slapped"), "ship": ("shipped", "shipped"),
    "equip": ("equipped", "equipped"), "drop": ("dropped", "dropped"), "scrap": ("scrapped", "scrapped"), "commit": ("committed", "committed"),
    "swap": ("swapped", "swapped"), "plan": ("planned", "planned"), "wiretap": ("wiretapped", "wiretapped"), "rebut": ("rebutted", "rebutted"),
    "snub": ("snubbed", "snubbed"), "acquit": ("acquitted", "acquitted"), "forgive": ("forgave", "forgiven"), "sue": ("sued", "sued"),
    "spy": ("spied", "spied"), "step": ("stepped", "stepped"), "confer": ("conferred", "conferred"), "transfer": ("transferred", "transferred"),
    "overturn": ("overturned", "overturned"), "grow": ("grew", "grown"), "come": ("came", "come"), "bring": ("brought", "brought"),
    "make": ("made", "made"), "keep": ("kept", "kept"), "overrun": ("overran", "overrun"), "steal": ("stole", "stolen"), "hurt": ("hurt", "hurt"), "see": ("saw", "seen"),
    "bug": ("bugged", "bugged"), "forge": ("forged", "forged"), "rescind": ("rescinded", "rescinded"), "spread": ("spread", "spread"),
    "mean": ("meant", "meant"), "override": ("overrode", "overridden"), "overrule": ("overruled", "overruled"), "rebuild": ("rebuilt", "rebuilt"), "pledge": ("pledged", "pledged"), "know": ("knew", "known"), "win": ("won", "won"), "veto": ("vetoed", "vetoed"),
}  # fmt: skip

PEOPLE = [
    "Kenya", "Norway", "Peru", "Japan", "Ghana", "Chile", "Poland", "Vietnam", "Jordan", "Morocco", "Canada", "Brazil", "Turkey", "Egypt",
    "the United States", "the European Union", "the United Nations", "NATO", "the African Union", "Russia", "China", "Iran", "Israel", "Syria", "France",
    "the Kenyan president", "the Norwegian foreign minister", "President Ruto", "Prime Minister Modi", "Foreign Minister Hakan Fidan", "the Ghanaian army",
    "the Peruvian government", "the Polish parliament", "the Vietnamese prime minister", "the defence ministry", "the White House", "Moscow", "Ankara", "Nairobi",
    "government forces", "the rebels", "the opposition", "the central bank", "the trade ministry", "the Egyptian navy", "senior officials", "lawmakers",
    "Iraqi militants", "a spokesman for the ministry", "the governor", "the king", "a senior envoy", "the Turkish authorities", "an opposition leader",
]  # fmt: skip
CIVIL = [
    "a human rights group", "a journalist", "students", "farmers", "villagers", "truck drivers", "an oil company", "a newspaper", "a Kenyan businessman", "three activists",
    "a former minister", "hundreds of migrants", "miners", "a bishop", "the mayor", "a television channel", "a foreign bank", "two soldiers", "the refugees", "a lawyer", "teachers",
    "the trade union", "protesters", "a charity", "the political party", "a member of parliament", "a doctor", "the opposition candidate", "an online magazine",
]  # fmt: skip
COURTS = [
    "a court",
    "the supreme court",
    "a federal judge",
    "the police",
    "prosecutors",
    "the security services",
    "border guards",
    "a military tribunal",
    "the interior ministry",
    "the anti-graft agency",
]
CROWD = [
    "protesters",
    "students",
    "farmers",
    "thousands of marchers",
    "trade unions",
    "nurses",
    "truck drivers",
    "activists",
    "opposition supporters",
    "residents",
    "teachers",
    "miners",
    "demonstrators",
    "workers",
]
ARMED = [
    "gunmen",
    "militants",
    "the army",
    "rebel fighters",
    "government troops",
    "insurgents",
    "a suicide bomber",
    "soldiers",
    "armed men",
    "the air force",
    "warplanes",
    "separatists",
    "police officers",
    "guerrillas",
]
SOURCES = {
    "PROTEST": [CROWD, CROWD, CIVIL], "ASSAULT": [ARMED, ARMED, PEOPLE, CIVIL], "COERCE": [COURTS, COURTS, PEOPLE, ARMED], "ACCUSE": [PEOPLE, PEOPLE, COURTS, CIVIL],
    "YIELD": [PEOPLE, PEOPLE, COURTS, ARMED], "REJECT": [PEOPLE, PEOPLE, COURTS, CIVIL], "REQUEST": [PEOPLE, PEOPLE, CIVIL], "THREATEN": [PEOPLE, PEOPLE, ARMED],
    "MOBILIZE": [PEOPLE], "SUPPORT": [PEOPLE, PEOPLE, CIVIL], "AID": [PEOPLE, PEOPLE, CIVIL], "AGREE": [PEOPLE], "COOPERATE": [PEOPLE], "CONSULT": [PEOPLE], "SANCTION": [PEOPLE],
}  # fmt: skip
TARGETS = {
    "COERCE": [CIVIL, CIVIL, PEOPLE, CROWD], "ASSAULT": [CIVIL, PEOPLE, CROWD, ARMED], "YIELD": [CIVIL, PEOPLE, ARMED], "ACCUSE": [PEOPLE, PEOPLE, CIVIL],
    "AID": [PEOPLE, CIVIL], "REQUEST": [PEOPLE, PEOPLE, CIVIL], "REJECT": [PEOPLE, PEOPLE, CIVIL], "SUPPORT": [PEOPLE, PEOPLE, CIVIL],
}  # fmt: skip
FRAMES = [
    "{C}.", "{C}.", "{C} {D}.", "{D}, {C}.", "{C}, a spokesman said.", "{C}, officials said {D}.", "{C}, state media reported.", "{C}, according to a statement.", "Officials said {C} {D}.",
    "{C} after {N}.", "{C} in response to {N}.", "{C} amid a row over {N}.", "{C}, days before a vote.", "{C} as tension grew over {N}.", "In a statement {D}, {C}.", "After {N}, {C}.",
    "{C}, the first such step in ten years.", "{C}, and said more would follow.", "State radio said {C}.", "Witnesses said {C}.", "{C} despite {N}.", "Earlier, {C}.", "{C}, it was reported.", "Meanwhile, {C}.",
    "Despite calls for calm, {C}.", "{C}, a ministry source told reporters.", "The news came as {C}.", "{C} ({D}).",
]  # fmt: skip
RUSSIAN = [
    ("Кения", "Кении", "Кении", "Кению", "Кенией", "Кении"), ("Норвегия", "Норвегии", "Норвегии", "Норвегию", "Норвегией", "Норвегии"),
    ("Перу", "Перу", "Перу", "Перу", "Перу", "Перу"), ("Япония", "Японии", "Японии", "Японию", "Японией", "Японии"),
    ("Египет", "Египта", "Египту", "Египет", "Египтом", "Египте"), ("Россия", "России", "России", "Россию", "Россией", "России"),
    ("повстанцы", "повстанцев", "повстанцам", "повстанцев", "повстанцами", "повстанцах"), ("президент Ганы", "президента Ганы", "президенту Ганы", "президента Ганы", "президентом Ганы", "президенте Ганы"),
    ("оппозиция", "оппозиции", "оппозиции", "оппозицию", "оппозицией", "оппозиции"), ("журналисты", "журналистов", "журналистам", "журналистов", "журналистами", "журналистах"),
    ("правительство Чили", "правительства Чили", "правительству Чили", "правительство Чили", "правительством Чили", "правительстве Чили"),
    ("премьер-министр Польши", "премьер-министра Польши", "премьер-министру Польши", "премьер-министра Польши", "премьер-министром Польши", "премьер-министре Польши"),
    ("рыбаки", "рыбаков", "рыбакам", "рыбаков", "рыбаками", "рыбаках"), ("Турция", "Турции", "Турции", "Турцию", "Турцией", "Турции"),
    ("боевики", "боевиков", "боевикам", "боевиков", "боевиками", "боевиках"), ("Евросоюз", "Евросоюза", "Евросоюзу", "Евросоюз", "Евросоюзом", "Евросоюзе"),
]  # fmt: skip
RU_SINGULAR = [
    "президент Ганы",
    "премьер-министр Польши",
    "министр обороны",
    "Египет",
    "Евросоюз",
    "Вашингтон",
    "парламент",
    "суд",
    "посол Чили",
    "глава МИД Перу",
    "король Иордании",
    "Казахстан",
]
RU_FEMININE = [
    "Кения",
    "Норвегия",
    "Россия",
    "Япония",
    "Индия",
    "Турция",
    "полиция",
    "армия",
    "оппозиция",
    "партия",
    "Франция",
    "газета",
]
RU_PLURAL = [
    "власти Кении",
    "военные",
    "депутаты",
    "повстанцы",
    "рабочие",
    "США",
    "Соединённые Штаты",
    "полицейские",
    "студенты",
    "боевики",
    "правозащитники",
    "жители города",
    "войска",
]
RU_FRAMES = [
    "{C}.",
    "{C} {D}.",
    "{D} {C}.",
    "Как сообщили в министерстве, {C}.",
    "{C}, сообщило агентство.",
    "По данным газеты, {C}.",
    "Ранее {C}.",
    "После долгого спора {C}.",
    "{C}, несмотря на критику.",
    "Стало известно, что {C}.",
]


def conjugate(verb: str) -> tuple[str, str, str]:
    """Past, participle and third person of an English verb."""
    if verb in IRREGULAR:
        past, participle = IRREGULAR[verb]
    elif verb.endswith("e"):
        past = participle = verb + "d"
    elif re.search(r"[^aeiou]y$", verb):
        past = participle = verb[:-1] + "ied"
    else:
        past = participle = verb + "ed"
    third = (
        "is"
        if verb == "be"
        else "has"
        if verb == "have"
        else verb[:-1] + "ies"
        if re.search(r"[^aeiou]y$", verb)
        else verb + ("es" if re.search(r"(s|sh|ch|x|z|o)$", verb) else "s")
    )
    return past, participle, third


def fill(phrase: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    """``phrase`` with its capital words replaced."""
    return re.sub(r"\b(" + "|".join(slots) + r")\b", lambda m: rng.choice(slots[m[1]]), phrase)


def english(label: str, phrase: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    """One English sentence of ``phrase``."""
    source = rng.choice(rng.choice(SOURCES[label]))
    target = rng.choice([t for t in rng.choice(TARGETS.get(label, [PEOPLE])) if t != source])
    verb = re.search(r"\*(\w+)\*", phrase)
    marked_s, marked_t = f"<s>{source}</s>", f"<t>{target}</t>"
    text = fill(phrase, slots, rng)
    direct = re.match(r"\*(\w+)\* T\b(.*)", text)
    roll = rng.random()
    if direct and not direct[1].startswith((" GOODS", " SUM", " a ", " $")) and roll < 0.3:
        auxiliary = rng.choice(["was", "were", "has been", "had been"])
        clause = f"{marked_t} {auxiliary} {conjugate(direct[1])[1]}{direct[2]} by {marked_s}"
    elif verb is None:
        clause = f"{marked_s} {text.replace(' T', ' ' + marked_t, 1)}"
    else:
        style = rng.choice(["past", "past", "past", "perfect", "present", "progressive", "had"])

        def form(match: re.Match[str]) -> str:
            past, participle, third = conjugate(match[1])
            if style == "perfect":
                return f"has {participle}"
            if style == "had":
                return f"had {participle}"
            if style == "present":
                return third
            if style == "progressive" and match[1] not in ("be", "say", "have"):
                stem = match[1][:-1] if match[1].endswith("e") and not match[1].endswith("ee") else match[1]
                return f"is {stem}ing"
            return past

        text = re.sub(r"\*(\w+)\*", form, text)
        if re.search(r"\bS\b", text):
            text = re.sub(r"\bS\b", marked_s, text, count=1)
            return _framed(re.sub(r"\bT\b", marked_t, text, count=1), slots, rng)
        clause = marked_s + " " + re.sub(r"\bT\b", marked_t, text, count=1)
    if rng.random() < 0.12:
        clause = clause.replace(
            marked_s, rng.choice(["the leaders of ", "officials from ", "the head of ", "members of "]) + marked_s, 1
        )
    return _framed(clause, slots, rng)


def _framed(clause: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    """``clause`` as a sentence with time, source or circumstance."""
    frame = rng.choice(FRAMES)
    sentence = (
        frame.replace("{C}", clause).replace("{D}", rng.choice(slots["DATE"])).replace("{N}", rng.choice(slots["BAD"]))
    )
    return sentence[0].upper() + sentence[1:]


@cache
def feminine(words: str) -> str:
    """``words`` with every masculine past tense as a feminine one."""
    out = []
    for word in words.split():
        parse = next(
            (
                p
                for p in MORPH.parse(word)
                if {"VERB", "masc"} <= p.tag.grammemes or {"ADJS", "masc"} <= p.tag.grammemes
            ),
            None,
        )
        inflected = parse.inflect({"femn"}) if parse else None
        out.append(inflected.word if inflected else word)
    return " ".join(out)


def russian(phrase: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    """One Russian sentence of ``phrase``."""
    gender = rng.choice(["m", "f", "p"])
    plural = gender == "p"
    source = rng.choice({"m": RU_SINGULAR, "f": RU_FEMININE, "p": RU_PLURAL}[gender])
    target = rng.choice([t for t in RUSSIAN if t[0] != source])
    text = re.sub(r"\{(.+?)\|(.+?)\}", lambda m: m[2] if plural else feminine(m[1]) if gender == "f" else m[1], phrase)
    text = re.sub(r"\bT([1-6])\b", lambda m: f"<t>{target[int(m[1]) - 1]}</t>", fill(text, slots, rng))
    clause = f"<s>{source}</s> {text}"
    if rng.random() < 0.25:
        head, _, rest = text.partition(" ")
        clause = f"{head} <s>{source}</s> {rest}" if rest else clause
    sentence = rng.choice(RU_FRAMES).replace("{C}", clause).replace("{D}", rng.choice(slots["DATE"]))
    return sentence[0].upper() + sentence[1:]


def main() -> None:
    """Write the files."""
    for language, each in EACH.items():
        table = tomllib.loads((FOLDER / f"phrases-{language}.toml").read_text(encoding="utf-8"))
        rng = random.Random(7)
        lines: dict[str, None] = {}
        for label, phrases in table["class"].items():
            for i in range(each):
                phrase = phrases[i % len(phrases)]
                text = (
                    english(label, phrase, table["slots"], rng)
                    if language == "en"
                    else russian(phrase, table["slots"], rng)
                )
                if "<t>" in text:
                    lines[f"{label}\t{text}"] = None
        (FOLDER / f"sentences-{language}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(language, len(lines))


if __name__ == "__main__":
    main()
