"""Bytes to text: byte-order marks, UTF-8, UTF-16, and the single-byte code pages told apart by their letters.

A page's own claim about its encoding is heard but not trusted: pages that say one Cyrillic code page and use
another are common. Three rules decide, in this order: bytes that are valid UTF-8 (but for
a stray byte or two, shown as U+FFFD) are UTF-8; bytes that read as
plausible Russian, Ukrainian or Belarusian in one of the Cyrillic code pages are in the most plausible one;
else
the claim holds if the bytes fit it, and charset-normalizer guesses if there is none.
"""

from __future__ import annotations

import codecs
import math
import tomllib
from functools import cache
from importlib import resources

import charset_normalizer

from chancery.model.errors import ReadError

CYRILLIC = ("cp1251", "koi8-u", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "compressed data"),
)
_TYPOGRAPHY = frozenset("«»„“”‘’–—…№•·©®°±§\u00a0")
_PLAUSIBLE = -4.2  # mean natural logarithm of letter frequency above which text counts as Cyrillic prose
_DAMAGE = 0.02  # share of unreadable characters that UTF-8 may have, shown as U+FFFD
_SAMPLE = 60_000  # bytes looked at to tell code pages apart


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text of ``data`` without its byte-order mark, and the name of its encoding.

    ``declared`` is what the page claims. ReadError for binary data and for bytes that no encoding fits.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"this is {what}, not text", remedy="convert it to plain text or HTML first")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _text(data[len(mark) :].decode(encoding)), encoding
            except UnicodeDecodeError as error:
                raise ReadError(
                    f"begins like {encoding} but is not: {error.reason} at byte {error.start}",
                    remedy="save the file as UTF-8",
                ) from error
    encoding = _guess(data, declared)
    try:
        return _text(data.decode(encoding, errors="replace" if encoding == "utf-8" else "strict")), encoding
    except (UnicodeDecodeError, LookupError) as error:
        raise ReadError("no encoding fits these bytes", remedy="save the file as UTF-8") from error


def _guess(data: bytes, declared: str | None) -> str:
    wide = _utf16(data)
    if wide:
        return wide
    if b"\x00" in data:
        raise ReadError("this is binary data, not text", remedy="convert it to plain text or HTML first")
    if _fits(data, "utf-8") or _damaged(data) < _DAMAGE:
        return "utf-8"
    sample = data[:_SAMPLE]
    scores = {name: _plausibility(sample, name) for name in CYRILLIC}
    best = max(CYRILLIC, key=lambda name: scores[name])
    claim = _codec(declared)
    if scores[best] > _PLAUSIBLE:
        close = claim in scores and scores[claim] >= scores[best] - 0.05
        return claim if claim and close else best
    if claim and claim != "utf-8" and claim not in scores and _fits(data, claim):
        return claim
    match = charset_normalizer.from_bytes(sample).best()
    if match is not None and _fits(data, match.encoding):
        return match.encoding
    return "cp1252"


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark shows in the high bytes, which nearly all fall in one or two
    blocks."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 8 or len(data) % 2:
        return None
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        blocks = sum(high.count(block) for block in (0x00, 0x04, 0x20))
        zeros = sum(low.count(block) for block in (0x00,))
        if blocks >= 0.95 * len(high) and zeros <= 0.02 * len(low) and high.count(0x00) and _fits(data, encoding):
            return encoding
    return None


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _damaged(data: bytes) -> float:
    """Share of the characters beyond ASCII that UTF-8 cannot read: a few such are damage, not another
    encoding."""
    text = data.decode("utf-8", errors="replace")
    beyond = sum(1 for char in text if char > "\x7f")
    return text.count("\ufffd") / max(1, beyond)


def _codec(name: str | None) -> str | None:
    """The canonical name of the encoding a page claims, None if Python knows none of that name.

    ISO 8859-1 and -9 are read as the Windows code pages that contain them, as browsers do.
    """
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip().strip("\"'").lower())
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True):
        return None
    for known in (*CYRILLIC, "utf-8"):
        if codecs.lookup(known).name == codec.name:
            return known
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}.get(codec.name, codec.name)


@cache
def _frequencies() -> dict[str, float]:
    table = tomllib.loads(resources.files("chancery.read").joinpath("letters.toml").read_text(encoding="utf-8"))
    return {letter: math.log(share / 100) for letter, share in table["cyrillic"].items()}


def _plausibility(sample: bytes, encoding: str) -> float:
    """Mean logarithm of the letter frequencies of what ``sample`` reads as in ``encoding``.

    Capitals inside words, Cyrillic letters touching Latin ones and symbols that prose has not count as the
    rarest thing there is: they are how one code page looks in the eyes of another.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return -math.inf
    frequencies, strange = _frequencies(), math.log(1e-5)
    total, count, before = 0.0, 0, " "
    for char, after in zip(text, text[1:] + " ", strict=True):
        if char < "\x80" or char in _TYPOGRAPHY:
            before = char
            continue
        small = char.lower()
        count += 1
        mixed = ("a" <= before.lower() <= "z") or ("a" <= after.lower() <= "z")
        jumps = char != small and before.isalpha() and before == before.lower()
        total += strange if mixed or jumps else frequencies.get(small, strange)
        before = char
    return total / count if count else -math.inf


def _text(text: str) -> str:
    """``text`` if it is text; ReadError if it is full of control characters or lone surrogates."""
    control = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\v") or "\x7f" <= char <= "\x84")
    if control > 2 + len(text) // 200:
        raise ReadError("this is binary data, not text", remedy="convert it to plain text or HTML first")
    return text
