"""Links to a quote, surroundings and pages of passages and accounts hold for whatever an article or address is."""

from __future__ import annotations

import re
from urllib.parse import unquote

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answering.models import Account, CitedSource, Disagreement, Quote
from bot.markup import LONGEST_URL, one_line, safe_url
from bot.paging import size
from bot.render import passage_pages, source_card
from bot.render.accounts import account_pages
from bot.render.feedback import feedback_pages
from bot.render.page_links import page_link
from bot.render.surroundings import FURTHEST, around
from bot.state.votes import Judged, Vote
from ingest.corpus.models import Span
from tests.fakes.answerer import an_article
from tests.fakes.discord_house import START

PIECES = st.sampled_from(
    [
        *("The bridge, ", "re-opened & ", "closed. ", "Gen. Said ", "Why?\n\n", "“No.” ", "النيرب ", "word ", "Ω! "),
        *("@everyone ", "**", "> ", "-# ", "[1](", "3.5 km ", "\n", "<@1>", "discord.gg/x ", "`", "\x00", "。"),
        *("#:~:text=", "https://e.example "),
    ]
)
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join)
URL = st.one_of(
    st.none(),
    st.sampled_from(["https://x.example/a", "http://x.example/a?b=c&d=e#part", "https://x.example/#:~:text=old", "ftp://x"]),
    TEXT.map("https://x.example/{}".format),
    st.integers(300, 600).map(lambda length: "https://x.example/" + "a" * length),
)  # fmt: skip
PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d|<#\d|<a?:\w+:\d|<t:|</\w|<id:")
LINKED = re.compile(r"\]\(<([^<>\s]*)>\)")


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXT)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


@given(quoted())
def test_surroundings_are_verbatim_and_adjoin_the_quote(case: tuple[str, int, int]) -> None:
    text, start, end = case
    before, after = around(text, start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert max(len(before), len(after)) <= FURTHEST


@given(URL, TEXT)
def test_a_link_leads_to_the_page_and_names_how_the_quote_begins_and_ends(url: str | None, words: str) -> None:
    link = page_link(url, words)
    plain = safe_url(url)
    if plain is None or link is None:
        assert link is plain is None
        return
    assert len(link) <= LONGEST_URL
    assert safe_url(link) == link
    page, directive, target = link.rpartition(":~:text=")
    if link == plain or not directive:
        return
    assert plain.partition(":~:")[0].partition("#")[0] == page.partition("#")[0]
    assert page.endswith("#") or page == plain.partition(":~:")[0]
    terms = target.split(",")
    assert len(terms) in {1, 2}
    assert not re.search(r"[-&\s]", target)
    said = one_line(" ".join(map(one_line, words.splitlines())))
    assert said.startswith(unquote(terms[0]))
    assert said.endswith(unquote(terms[-1]))
    if len(terms) == 2:
        assert size(unquote(terms[0])) + size(unquote(terms[1])) <= size(said)


@given(st.lists(st.tuples(quoted(), URL), min_size=1, max_size=4))
def test_every_page_keeps_the_limit_and_every_quote_is_there(
    cases: list[tuple[tuple[str, int, int], str | None]],
) -> None:
    assume(all(text[start:end].strip() for (text, start, end), _ in cases))
    cards = [
        source_card(CitedSource(n, an_article(text, url=url), (Quote(text[start:end], Span(start, end)),)))
        for n, ((text, start, end), url) in enumerate(cases, start=1)
    ]
    pages = passage_pages(cards)
    for page in pages:
        assert 0 < size(page) <= 2_000
        assert not PING.search(page)
        assert all(address.startswith(("http://", "https://")) for address in LINKED.findall(page))
        assert all(line.startswith(("> ", "-# ", "**[")) for line in page.split("\n") if line)
    shown = re.sub(
        r"\\(.)", r"\1", "\n".join(line[2:] for page in pages for line in page.split("\n") if line[:2] == "> ")
    )
    for card in cards:
        assert _bare(card.quotes[0]) in _bare(shown)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", one_line(text))


@given(st.lists(st.tuples(TEXT, TEXT, st.lists(st.integers(0, 3), max_size=3)), max_size=6), TEXT)
def test_accounts_keep_the_limit_and_ping_nobody(sides: list[tuple[str, str, list[int]]], publisher: str) -> None:
    card = source_card(
        CitedSource(1, an_article("It was so.", publisher=publisher), (Quote("It was so.", Span(0, 10)),))
    )
    told = [Disagreement(about, (Account(says * 9, tuple(cited)),) * 2) for about, says, cited in sides]
    for page in account_pages(told, [card]):
        assert 0 < size(page) <= 2_000
        assert not PING.search(page)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=4), st.booleans()), max_size=12), TEXT)
def test_feedback_keeps_the_limit_and_pings_nobody(cases: list[tuple[str, list[str], bool]], title: str) -> None:
    source = {"n": 1, "title": title, "publisher": title}
    judged = [
        Judged("a", START, 1, 2, private, question, True, None, (source,) * 9,
               tuple(Vote(n, START, False, reason) for n, reason in enumerate(reasons)))
        for question, reasons, private in cases
    ]  # fmt: skip
    for page in feedback_pages(judged, 30):
        assert 0 < size(page) <= 2_000
        assert not PING.search(page)
