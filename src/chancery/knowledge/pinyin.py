"""Chinese names from the Russian transcription (Palladius) to pinyin."""

from __future__ import annotations

from functools import cache, lru_cache

INITIALS = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к", "h": "х",
    "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж", "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь",
    "ang": "ан", "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю", "ian": "янь",
    "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй",
    "uan": "уань", "un": "унь", "uang": "уан", "ue": "юэ",
}  # fmt: skip
ALONE = {
    "zhi": "чжи", "chi": "чи", "shi": "ши", "ri": "жи", "zi": "цзы", "ci": "цы", "si": "сы", "er": "эр", "a": "а",
    "ai": "ай", "an": "ань", "ang": "ан", "ao": "ао", "e": "э", "en": "энь", "ou": "оу", "yi": "и", "ya": "я",
    "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян", "ying": "ин", "yong": "юн",
    "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь", "wu": "у", "wa": "ва", "wo": "во", "wai": "вай",
    "wei": "вэй", "wan": "вань", "wen": "вэнь", "wang": "ван", "hui": "хуэй", "ju": "цзюй", "qu": "цюй",
    "xu": "сюй", "juan": "цзюань", "quan": "цюань", "xuan": "сюань", "jun": "цзюнь", "qun": "цюнь", "xun": "сюнь",
    "lü": "люй", "nü": "нюй", "jue": "цзюэ", "que": "цюэ", "xue": "сюэ",
}  # fmt: skip


@cache
def _syllables() -> dict[str, str]:
    """Palladius syllable → pinyin."""
    out: dict[str, str] = {}
    for initial, cyrillic in INITIALS.items():
        palatal = initial in ("j", "q", "x")
        for final, ending in FINALS.items():
            front = final.startswith("i")
            if (palatal and not front) or (initial in ("zh", "ch", "sh", "r", "z", "c", "s", "g", "k", "h") and front):
                continue
            out.setdefault(cyrillic + ending, initial + final)
    out.update({cyrillic: pinyin for pinyin, cyrillic in ALONE.items()})
    return out


@lru_cache(maxsize=20_000)
def from_palladius(word: str) -> str | None:
    """The pinyin of a word that can be read as Palladius syllables, longest first; None if it cannot."""
    low = word.casefold().replace("ъ", "")
    if not low:
        return ""
    syllables = _syllables()
    for length in range(min(6, len(low)), 0, -1):
        pinyin = syllables.get(low[:length])
        if pinyin is not None:
            rest = from_palladius(low[length:])
            if rest is not None:
                return pinyin + rest
    return None
