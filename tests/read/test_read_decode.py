"""Which encoding bytes are in, whatever the page claims."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.model.errors import ReadError
from chancery.read.decode import decode

RUSSIAN = (
    "Министр встретился с послом соседнего государства. Стороны обсудили торговлю, перевозки и подготовку "
    "визита, который намечен на осень. Посол передал приглашение и поблагодарил за приём."
)
UKRAINIAN = (
    "Міністр зустрівся з послом сусідньої держави. Сторони обговорили торгівлю, перевезення та підготовку "
    "візиту, який заплановано на осінь. Посол передав запрошення і подякував за прийом."
)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "utf-8"])
@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1251", "koi8-r", "iso-8859-1", "no-such-thing"])
def test_russian_is_readable_in_every_code_page_whatever_is_declared(encoding, declared):
    assert decode(RUSSIAN.encode(encoding), declared=declared)[0] == RUSSIAN


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-8"])
def test_ukrainian_is_readable_in_its_code_pages(encoding):
    assert decode(UKRAINIAN.encode(encoding))[0] == UKRAINIAN


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_one_short_line_is_enough_to_tell_code_pages_apart(encoding):
    line = "Президент принял посла"
    assert decode(line.encode(encoding))[0] == line


def test_capitals_do_not_turn_one_code_page_into_another():
    line = "ПОСОЛ ВРУЧИЛ ВЕРИТЕЛЬНЫЕ ГРАМОТЫ МИНИСТРУ"
    assert decode(line.encode("cp1251"))[0] == line
    assert decode(line.encode("koi8-r"))[0] == line


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_utf_16_is_read_with_and_without_a_mark(encoding, marked):
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    data = (mark if marked else b"") + f"Text: {RUSSIAN}".encode(encoding)
    assert decode(data)[0] == f"Text: {RUSSIAN}"


def test_the_byte_order_mark_is_not_part_of_the_text():
    assert decode(codecs.BOM_UTF8 + b"The envoy left.") == ("The envoy left.", "utf-8")


def test_a_declared_western_or_turkish_encoding_is_honoured():
    assert decode("Müzakereler Bakü’de başladı".encode("cp1254"), declared="windows-1254")[0].endswith("başladı")
    assert decode("Le café a été fermé".encode("cp1252"), declared="iso-8859-1")[0] == "Le café a été fermé"


def test_a_stray_byte_in_utf_8_shows_as_a_replacement_and_does_not_spoil_the_rest():
    data = RUSSIAN.encode() + b" \xff"
    assert decode(data)[0] == RUSSIAN + " \ufffd"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", b"PK\x03\x04rest", b"\x89PNG\r\n", b"ab\x00cd\x00\x01\x02ef", bytes(range(1, 32)) * 9]
)
def test_what_is_not_text_is_an_error_with_a_remedy(data):
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.remedy


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1251", "rot13", "base64", ""]))
def test_arbitrary_bytes_are_text_or_a_read_error(data, declared):
    try:
        text, _ = decode(data, declared=declared)
    except ReadError:
        return
    assert isinstance(text, str)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_utf_8_comes_back_as_it_was_written(text):
    assert decode(codecs.BOM_UTF8 + text.encode())[0] == text
