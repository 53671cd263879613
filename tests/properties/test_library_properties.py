"""Whatever articles hold and people type: look-ups keep Discord's limits, ping nobody, and show the words unchanged."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.findings import ArticleCard, Overview, PublisherLine, Titled
from bot.answering.models import Excerpt
from bot.answering.titles import TitleIndex, handle
from bot.markup import escape
from bot.paging import size
from bot.render.about import About, about_pages
from bot.render.articles import article_pages, choice_name, which_pages
from bot.render.helping import Offered, help_pages
from bot.render.search import marked, search_pages
from bot.render.sources import source_pages
from bot.research import Making
from ingest.corpus.models import PublicationDate, Span
from tests.fakes.answerer import an_article
from tests.fakes.library_desk import a_piece

HOSTILE = st.sampled_from(
    [
        *("@everyone", "@here", "<@123456789012345678>", "<#123456>", "<a:e:1>", "<t:0:R>", "</ask:1>", "<id:home>"),
        *("[x](https://e.example)", "https://e.example", "discord.gg/x", "```", "`", "**", "*", "__", "_", "~~", "||"),
        *(
            "# ",
            "-# ",
            "- ",
            "> ",
            "1. ",
            "1.",
            "\\",
            "[1]",
            "[",
            "]",
            "<",
            ">",
            ":",
            "@",
            "\u200b",
            "\u202e",
            "\ud800",
        ),
        *("👩\u200d🚒", "e\u0301", "\n", "\n\n", ". ", "shelled ", "shelling", "Saraqib ", "12", "النيرب ", "it's "),
    ]
)
TEXT = st.lists(st.one_of(HOSTILE, st.text(max_size=8)), max_size=40).map("".join)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 12))
WANTED = st.frozensets(st.sampled_from(["shell", "saraqib", "12", "everyon", "here", "e", "1", "x", "it", "نيرب"]))
PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d|<#\d|<a?:\w+:\d|<t:|</\w|<id:")
ESCAPED = re.compile(r"\\.", re.DOTALL)
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
FEW = settings(max_examples=40)  # each draws a whole page of text
DAYS = st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))


def harmless(pages: tuple[str, ...]) -> None:
    assert pages
    for page in pages:
        assert 0 < size(page) <= 2_000
        assert page.strip()
        assert not PING.search(page)


@given(TEXT, WANTED)
def test_marks_add_nothing_but_pairs_of_stars_around_words(text: str, wanted: frozenset[str]) -> None:
    made = marked(text, wanted)
    bare = ESCAPED.sub("\x00\x00", made)
    assert BOLD.sub("", bare).count("*") == 0
    assert not any("\x00" in word for word in BOLD.findall(bare))
    at, kept = 0, ""
    for found in BOLD.finditer(bare):
        kept += made[at : found.start()] + made[found.start() + 2 : found.end() - 2]
        at = found.end()
    assert kept + made[at:] == escape(text)


@FEW
@given(st.lists(st.tuples(TEXT, TEXT, LONG), min_size=0, max_size=4), TEXT, TEXT, WANTED)
def test_found_passages_keep_the_limits(
    found: list[tuple[str, str, str]], words: str, note: str, wanted: frozenset[str]
) -> None:
    pieces = [a_piece(an_article(text, title=title, publisher=publisher)) for title, publisher, text in found]
    harmless(search_pages(pieces, words, wanted, (note,)))


@FEW
@given(TEXT, TEXT, LONG, TEXT)
def test_cards_keep_the_limits(title: str, publisher: str, text: str, other: str) -> None:
    article = replace(an_article(text, title=title, publisher=publisher), author=other, affiliation=other)
    card = ArticleCard(article, (Excerpt(article, Span(0, len(text))),) * 4, (other,) * 9, (article,) * 5)
    harmless(article_pages(card))
    harmless(article_pages(ArticleCard(article, ())))


@FEW
@given(LONG, LONG, DAYS)
def test_choices_are_as_short_as_discord_wants_them(title: str, publisher: str, day: dt.date | None) -> None:
    titled = Titled("id", title, publisher, PublicationDate(day) if day else None)
    assert 0 < size(choice_name(titled)) <= 100
    harmless(which_pages([titled] * 9, title))


@FEW
@given(st.lists(st.tuples(TEXT, st.integers(0, 10**9), DAYS, TEXT), max_size=25))
def test_publishers_keep_the_limits(lines: list[tuple[str, int, dt.date | None, str]]) -> None:
    harmless(source_pages([PublisherLine(name, n, day, day, (voice,)) for name, n, day, voice in lines]))


@FEW
@given(TEXT, DAYS)
def test_help_and_about_keep_the_limits(text: str, day: dt.date | None) -> None:
    overview = Overview(text, text, 3, (), day, day, (text,) * 9, (text,) * 4)
    commands = [Offered(text, text), Offered(text, text, menu=True)]
    harmless(help_pages(commands, overview, admin="\n\n**For admins**"))
    harmless(about_pages(About(text, {text: text}, text, 90, Making(text, text), overview)))
    harmless(about_pages(About(text, {}, text, 1)))


@FEW
@given(st.lists(TEXT, max_size=6), TEXT)
def test_every_title_is_found_by_itself_and_by_its_id(titles: list[str], typed: str) -> None:
    articles = [replace(an_article(title=title), id=f"{n}{title}" * 9) for n, title in enumerate(titles)]
    index = TitleIndex(articles)
    assert len(index.fitting(typed)) <= 25
    for article in articles:
        assert index.id_of(handle(article.id)) == article.id
        assert handle(article.id) in {t.article_id for t in index.fitting(article.title)}
