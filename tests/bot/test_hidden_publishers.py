"""Hidden and preferred publishers over a real corpus: never found, named or counted; first among those who agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.models import Answer, Question, Refused
from bot.answering.veil import shown, veiled
from bot.render import outcome_messages
from ingest.corpus.models import ArticleFilter, Copy
from tests.fakes.corpus import an_article
from tests.fakes.newsroom import BRIDGE, MARKET, STORIES, Newsroom, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.models import Outcome

COPY = Story("bridge-copy", BRIDGE.title, "Coast Agency", BRIDGE.date, BRIDGE.text)
EDITED = Story(
    "market-edited",
    MARKET.title,
    "Northern Wire",
    MARKET.date,
    MARKET.text.replace("Residents accused it of having shelled the town", "People said that it had shelled the town"),
)
WHEN = "When did the bridge at Tell Wasit reopen?"
HOW_MANY = "How many people were killed on the market of Qasr Ayn?"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path_factory.mktemp("hidden")).prints(*STORIES, COPY, EDITED)
    yield newsroom
    newsroom.closes()


def asked(newsroom: Newsroom, text: str, *hidden: str, preferred: str = "") -> Outcome:
    question = Question(text, filter=ArticleFilter(hidden=frozenset(hidden)), preferred=frozenset({preferred} - {""}))
    return newsroom.answerer().answer(question)


def read_of(outcome: Outcome) -> str:
    """Everything that a person could read of it, behind its buttons too."""
    return "\n".join((*outcome_messages(outcome, None), repr(outcome)))


def test_both_papers_are_named_where_none_is_hidden(newsroom: Newsroom) -> None:
    assert {"Harbour Post", "Coast Agency"} <= {
        n for n in ("Harbour Post", "Coast Agency") if n in read_of(asked(newsroom, WHEN))
    }


@pytest.mark.parametrize(("hidden", "other"), [("Harbour Post", "Coast Agency"), ("Coast Agency", "Harbour Post")])
def test_the_same_text_appears_under_the_other_paper(newsroom: Newsroom, hidden: str, other: str) -> None:
    answer = asked(newsroom, WHEN, hidden)
    assert isinstance(answer, Answer)
    assert [s.article.publisher for s in answer.sources] == [other]
    assert all(q.text == q.span.of(answer.sources[0].article.text) for q in answer.sources[0].quotes)
    assert hidden not in read_of(answer)


@pytest.mark.parametrize(("hidden", "other"), [("Valley Times", "Northern Wire"), ("Northern Wire", "Valley Times")])
def test_so_does_a_story_that_was_edited(newsroom: Newsroom, hidden: str, other: str) -> None:
    answer = asked(newsroom, HOW_MANY, hidden)
    assert isinstance(answer, Answer)
    assert other in {s.article.publisher for s in answer.sources}
    assert hidden not in read_of(answer)


def test_what_hidden_papers_alone_printed_is_not_found_nor_counted(newsroom: Newsroom) -> None:
    refused = asked(newsroom, HOW_MANY, "Valley Times", "Northern Wire")
    assert isinstance(refused, Refused)
    assert "Valley Times" not in read_of(refused)
    assert set(refused.searched.publishers) == {"Harbour Post", "Coast Agency"}
    with newsroom.workbench.live.lease() as corpus:
        seen = veiled(corpus, frozenset({"Valley Times", "Northern Wire"}))
        assert seen.publishers() == {"Coast Agency": 1, "Harbour Post": 2}
        assert seen.count_articles(ArticleFilter()) == 2


@pytest.mark.parametrize("hidden", ["Harbour Post", "Coast Agency"])
def test_articles_are_counted_under_the_paper_that_is_shown(newsroom: Newsroom, hidden: str) -> None:
    with newsroom.workbench.live.lease() as corpus:
        seen = veiled(corpus, frozenset({hidden}))
        assert sorted(p for p, _ in seen.printed()) == sorted(a.publisher for a in seen.articles())
        assert len(seen.printed()) == seen.count_articles(ArticleFilter())
        assert hidden not in {p for p, _ in seen.printed()}


def test_who_asks_for_a_hidden_paper_by_name_learns_nothing_of_it(newsroom: Newsroom) -> None:
    outcome = asked(newsroom, "What did the Valley Times report about the market of Qasr Ayn?", "Valley Times")
    assert all(s.article.publisher != "Valley Times" for s in outcome.sources)
    assert "Searched only" not in " ".join(outcome.notes)


def test_timelines_and_accounts_leave_them_out_too(newsroom: Newsroom) -> None:
    question = Question("Qasr Ayn", filter=ArticleFilter(hidden=frozenset({"Valley Times"})))
    assert "Valley Times" not in repr(newsroom.workbench.chronicle(10).timeline(question))
    assert "Valley Times" not in repr(newsroom.workbench.comparison.accounts(question))


def test_searches_leave_them_out_too(newsroom: Newsroom) -> None:
    question = Question("market shells", filter=ArticleFilter(hidden=frozenset({"Valley Times"})))
    found = newsroom.answerer().search(question, limit=10).evidence
    assert found
    assert all(e.article.publisher != "Valley Times" for e in found)


@pytest.mark.parametrize("preferred", ["Valley Times", "Northern Wire"])
def test_of_one_story_the_preferred_paper_tells(newsroom: Newsroom, preferred: str) -> None:
    answer = asked(newsroom, HOW_MANY, preferred=preferred)
    assert answer.sources[0].article.publisher == preferred


def test_a_preferred_paper_brings_in_nothing_that_is_not_asked_for(newsroom: Newsroom) -> None:
    for text in (WHEN, HOW_MANY, "Who won the football match in Oslo?"):
        plain = asked(newsroom, text)
        liked = asked(newsroom, text, preferred="Harbour Post")
        assert type(liked) is type(plain)
        assert {s.article.title for s in liked.sources} == {s.article.title for s in plain.sources}


def test_an_article_loses_every_trace_of_hidden_papers() -> None:
    copies = (Copy("b", "b.txt", "Coast Agency", "https://coast.example/b"), Copy("c", "c.txt", "Moon"))
    article = an_article("a", "The town lies there.", publisher="Gazette", copies=copies)
    assert shown(article, {"Sun"}) is article
    assert shown(article, {"Gazette", "Coast Agency", "Moon"}) is None
    seen = shown(article, {"Gazette", "Moon"})
    assert seen is not None
    assert (seen.publisher, seen.url, seen.copies) == ("Coast Agency", "https://coast.example/b", ())
    assert (seen.id, seen.text) == (article.id, article.text)
    assert "Gazette" not in repr(seen)
