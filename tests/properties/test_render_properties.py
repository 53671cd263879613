"""Whatever an article or a model writes: no limit is passed, no mark lost or cut, nothing pings, nothing is dropped."""

from __future__ import annotations

import re

import regex  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import escape, label, plain, safe_url
from bot.paging import cut, pack, shorten, size
from bot.render import outcome_messages, passage_pages, source_card
from tests.fakes.answerer import an_answer, an_article, cited

HOSTILE = st.sampled_from(
    [
        *(
            "@everyone",
            "@here",
            "<@123456789012345678>",
            "<@&1>",
            "<#123456>",
            "<:e:1>",
            "<a:e:1>",
            "<t:0:R>",
            "</ask:1>",
        ),
        *(
            "<id:home>",
            "[x](https://e.example)",
            "https://e.example",
            "<https://e.example>",
            "discord.gg/x",
            "```",
            "`",
        ),
        *("**", "__", "~~", "|", "||", "# ", "## ", "-# ", "- ", "* ", "> ", ">>> ", "1. ", "\\", "\\\\", "[1]", "[2]"),
        *("[1](", "[1][2]", "[9]", "[", "]", "(", ")", "<", ">", ":", "@", "#", "\u200b", "\u202e", "\u200d", "\ufe0f"),
        *("👩\u200d🚒", "🇸🇾", "e\u0301", "\ud800", "\x00", "\r\n", "\n\n", ". ", "word ", "النيرب "),
    ]
)
TEXT = st.lists(st.one_of(HOSTILE, st.text(max_size=12)), max_size=60).map("".join)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 12))
PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d|<#\d|<a?:\w+:\d|<t:|</\w|<id:")
MARK = re.compile(r"(?<!\\)(?:\\\\)*\[([0-9]+)\]")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def shown(text: str) -> str:
    """What a reader sees of escaped text, without white space."""
    return re.sub(r"\s", "", ESCAPED.sub(r"\1", text).replace("@\u200b", "@"))


def visible(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


@given(TEXT, TEXT, TEXT, st.one_of(st.none(), TEXT.map("https://x.example/{}".format)), LONG)
def test_every_message_keeps_the_limit_and_pings_nobody(
    title: str, publisher: str, quoted: str, url: str | None, text: str
) -> None:
    source = cited(1, an_article(quoted, title=title, publisher=publisher, url=url))
    messages = (*outcome_messages(an_answer(text, source), text), *passage_pages([source_card(source)]))
    assert messages
    for message in messages:
        assert 0 < size(message) <= 2_000
        assert message.strip()
        assert not PING.search(message)


@given(LONG)
def test_no_mark_is_lost_added_or_cut(text: str) -> None:
    messages = outcome_messages(an_answer(text, cited(1, an_article()), cited(2, an_article(url=None))))
    foot = ["1", "2"]
    marked = [number for message in messages for number in MARK.findall(message)]
    wanted = [number for number in re.findall(r"\[([0-9]{1,4})\]", plain(text)) if int(number) in {1, 2}]
    assert marked == [str(int(number)) for number in wanted] + foot


@given(TEXT, st.integers(40, 200))
def test_cutting_drops_and_adds_nothing_a_reader_sees(text: str, limit: int) -> None:
    pieces = cut(escape(text), limit)
    assert all(size(piece) <= limit for piece in pieces)
    assert "".join(shown(piece) for piece in pieces) == visible(text)


@given(TEXT, st.integers(40, 200))
def test_cutting_parts_no_grapheme(text: str, limit: int) -> None:
    small = "".join(g for g in regex.findall(r"\X", plain(text)) if size(g) < 15)
    whole = [g for g in regex.findall(r"\X", small) if not g.isspace()]
    pieces = [ESCAPED.sub(r"\1", piece).replace("@\u200b", "@") for piece in cut(escape(small), limit)]
    assert [g for piece in pieces for g in regex.findall(r"\X", piece) if not g.isspace()] == whole


@given(TEXT)
def test_nothing_in_escaped_text_formats_or_links(text: str) -> None:
    assert not re.search(r"[*_~|`<\[\]\\]|\w://", ESCAPED.sub("", escape(text)))
    assert not re.search(r"^[ \t]*(?:[#>+-]|[0-9]{1,9}[.)])", escape(text), re.MULTILINE)


@given(TEXT)
def test_quotes_are_shown_in_full(text: str) -> None:
    source = cited(1, an_article(text, title="t", publisher="p", url=None, published=None))
    pages = passage_pages([source_card(source)])
    lines = [line.removeprefix(">").removeprefix(" ") for page in pages for line in page.split("\n") if line[:1] == ">"]
    assert "".join(shown(line) for line in lines) == visible(text)


@given(TEXT)
def test_a_label_stays_inside_its_link(text: str) -> None:
    made = ESCAPED.sub("", label(text))
    assert not re.search(r"[\[\]\n]|\w://", made)


@given(st.text(max_size=60))
def test_an_address_is_refused_or_cannot_end_its_link(tail: str) -> None:
    url = safe_url(f"https://x.example/{tail}")
    assert url is None or re.fullmatch(r"https://x\.example[^\s<>()\[\]\\\"`]*", url)


@given(st.lists(TEXT, max_size=8), st.integers(20, 200))
def test_pages_keep_their_limit_and_all_lines(lines: list[str], limit: int) -> None:
    escaped = [escape(line).replace("\n", " ") for line in lines]
    pages = pack(escaped, limit)
    assert all(0 < size(page) <= limit for page in pages)
    assert "".join(map(shown, pages)) == "".join(map(shown, escaped))


@given(TEXT, st.integers(5, 80))
def test_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    short = shorten(escape(text), limit)
    assert size(short) <= limit
    assert short == escape(text) or short.endswith("…")
