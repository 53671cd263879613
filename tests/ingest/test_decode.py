from __future__ import annotations

import pytest

from ingest import charset
from ingest.decode import Decoded, NotTextError, check_encoding, decode
from ingest.sources.base import SourceSettingsError

ARABIC = "استعادت قوات المعارضة بلدة النيرب في ريف إدلب، وقالت مصادر إن المعارك مستمرة منذ أيام. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_recognises_unicode_by_itself(encoding: str) -> None:
    assert decode(ARABIC.encode(encoding)).text == ARABIC


def test_guesses_an_older_encoding_and_says_so() -> None:
    decoded = decode((ARABIC * 20).encode("cp1256"))
    assert decoded.text == ARABIC * 20
    assert decoded.warning is not None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Les combats ont été très durs à Nayrab, près de la ville où les routes se croisent.", "latin-1"),
        ("Die Straße nach Saraqib führt über die Brücke. Müde Kämpfer.", "cp1252"),
        ("Türkiye’nin İdlib’deki gözlem noktası şehre yakındır.", "cp1254"),
        ("Дорога на Саракиб была перекрыта утром.", "cp1251"),
        ("The “quoted” town — it’s here… and café", "cp1252"),
    ],
)
def test_a_short_text_is_guessed_right(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ISO-8859-1", "cp1252"),
        ("'windows-1256'", "cp1256"),
        ("gb2312", "gb18030"),
        ("klingon", None),
        ("utf-16", None),
        ("base64", None),
        ("utf\x008", None),
        ("", None),
        (None, None),
    ],
)
def test_names_of_encodings_are_read_as_browsers_read_them(name: str | None, meant: str | None) -> None:
    assert charset.known(name) == meant


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<META http-equiv=Content-Type content='text/html; charset=windows-1256'>", "cp1256"),
        (b'<?xml version="1.0" encoding="iso-8859-9"?><html>', "cp1254"),
        (b"<p>charset=windows-1251</p>", None),
        (b" " * 5000 + b'<meta charset="windows-1251">', None),
    ],
)
def test_a_page_names_its_encoding_in_its_head(head: bytes, named: str | None) -> None:
    assert charset.in_page(head) == named


def test_a_servers_word_holds_for_what_is_no_page_too() -> None:
    assert decode("Müde Kämpfer".encode("cp1250"), said="windows-1250") == Decoded("Müde Kämpfer", "cp1250")
    assert decode(ARABIC.encode(), said="windows-1256").text == ARABIC


def test_latin_1_means_the_punctuation_of_windows() -> None:
    assert decode(b"a \x93quote\x94 \x95 caf\xe9 \x81", "latin-1").text == "a “quote” • café \x81"


def test_a_wrong_encoding_is_refused_by_name() -> None:
    with pytest.raises(NotTextError, match="encoding utf-8"):
        decode(b"caf\xe9 au lait", "utf-8")


@pytest.mark.parametrize("name", ["utf-9", "", "base64", "utf\x008"])
def test_an_encoding_that_does_not_exist_is_bad_usage(name: str) -> None:
    with pytest.raises(SourceSettingsError, match="encoding"):
        check_encoding(name)


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01" + bytes(200), bytes(range(256)) * 20, b"\x00\x01\x02"])
def test_a_binary_is_no_text(content: bytes) -> None:
    with pytest.raises(NotTextError, match="is not text"):
        decode(content)


def test_one_broken_byte_does_not_spoil_the_other_letters() -> None:
    decoded = decode((ARABIC * 30).encode() + b"\xff" + ARABIC.encode())
    assert decoded.text.count("النيرب") == 31
    assert decoded.warning is not None


def test_a_stray_nul_is_dropped() -> None:
    assert "\x00" not in decode(("word " * 1000 + "\x00").encode()).text
