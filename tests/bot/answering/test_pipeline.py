from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answering import query, ranking
from bot.answering.errors import BadQuestionError
from bot.answering.finding import Finder
from bot.answering.models import Answer, CitedSource, Question, Reason, Refused
from bot.answering.pipeline import Answerer
from bot.answering.records import evidence_record, outcome_record
from bot.answering.retrieve import retrieve
from ingest.corpus.models import ArticleFilter
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words
from tests.fakes.reports import ARTICLES

if TYPE_CHECKING:
    from ingest.corpus.embedder import Embedder

QUESTIONS = (
    "why does Tellin matter?",
    "how many civilians were killed in the market of Dorra?",
    "when was the hospital of Sorqib hit?",
    "who is the spokesman of the Northern Front?",
    "where was the ceasefire agreed?",
)


def answered(answerer: Answerer, text: str, **more: object) -> Answer:
    outcome = answerer.answer(Question(text, **more))  # type: ignore[arg-type]  # keywords pass through
    assert isinstance(outcome, Answer), outcome
    return outcome


def refused(answerer: Answerer, text: str, **more: object) -> Refused:
    outcome = answerer.answer(Question(text, **more))  # type: ignore[arg-type]  # keywords pass through
    assert isinstance(outcome, Refused), outcome
    return outcome


@pytest.mark.parametrize(
    ("question", "source", "fact"),
    [
        ("why does Tellin matter?", "tellin", "junction of the R7 and R9"),
        ("Why does Tillin matter?", "tellin", "junction of the R7 and R9"),
        ("how many civilians were killed in the market of Dorra?", "market", "43"),
        ("when was the hospital of Sorqeb hit?", "hospital", "9 May 2019"),
        ("who is the spokesman of the Northern Front?", "tellin", "Idris Kamal"),
        ("where was the ceasefire agreed?", "ceasefire", "Lenna"),
        ("how many families live in the camp of Hassan?", "camp", "12,000"),
    ],
)
def test_the_passage_that_says_so_is_quoted(answerer: Answerer, question: str, source: str, fact: str) -> None:
    answer = answered(answerer, question)
    quotes = {s.article.id: " ".join(q.text for q in s.quotes) for s in answer.sources}
    assert fact in quotes[source]
    assert fact in answer.text


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_are_verbatim_and_every_number_points_at_one_article(answerer: Answerer, question: str) -> None:
    answer = answered(answerer, question)
    for source in answer.sources:
        assert all(q.text == source.article.text[q.span.start : q.span.end] for q in source.quotes)
    numbers = [s.n for s in answer.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({s.article.id for s in answer.sources}) == len(numbers)
    assert {n for c in answer.claims for n in c.citations} == set(numbers)
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == set(numbers)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_stay_near_the_word_limit(answerer: Answerer, question: str) -> None:
    answer = answered(answerer, question)
    assert sum(len(q.text.split()) for s in answer.sources for q in s.quotes) <= 135


def test_publisher_and_date_stand_before_each_quote(answerer: Answerer) -> None:
    answer = answered(answerer, "why does Tellin matter?")
    assert answer.text.startswith("Tellin Post, 25 February 2020: “")


def test_an_undated_source_is_said_to_be_undated(answerer: Answerer) -> None:
    answer = answered(answerer, "how many families live in the camp of Hassan?")
    assert "Harbour Review, undated" in answer.text


def test_the_as_of_day_is_that_of_the_newest_cited_article(answerer: Answerer) -> None:
    answer = answered(answerer, "how many civilians were killed in the market of Dorra?")
    assert answer.as_of == max(s.article.published.day for s in answer.sources if s.article.published)


def test_a_relative_word_is_shown_with_its_date(answerer: Answerer) -> None:
    answer = answered(answerer, "who recaptured Tellin?")
    assert "“yesterday” = 24 February 2020" in answer.text


@pytest.mark.parametrize("question", ["how long should i boil eggs?", "suggest a name for my cat"])
def test_what_the_articles_are_not_about_is_refused(answerer: Answerer, question: str) -> None:
    refusal = refused(answerer, question)
    assert refusal.reason in {Reason.OFF_TOPIC, Reason.NO_EVIDENCE}
    assert "I searched 6 articles" in refusal.text


def test_a_refusal_says_what_was_searched_and_what_is_nearest(answerer: Answerer) -> None:
    refusal = refused(answerer, "what is the exchange rate of the lira?")
    assert refusal.searched.articles == 6
    assert refusal.searched.undated == 1
    assert refusal.searched.earliest == dt.date(2019, 3, 12)
    assert "dated 12 March 2019 to 6 April 2020" in refusal.text


def test_a_filter_keeps_other_publishers_and_days_out(answerer: Answerer) -> None:
    only = ArticleFilter(publishers=frozenset({"State Wire"}))
    answer = answered(answerer, "how many were killed near the market of Dorra?", filter=only)
    assert {s.article.publisher for s in answer.sources} == {"State Wire"}
    early = ArticleFilter(until=dt.date(2019, 12, 31))
    assert all(
        s.article.published is not None and s.article.published.day.year == 2019
        for s in answered(answerer, "how many were killed in the market of Dorra?", filter=early).sources
    )


def test_a_follow_up_is_read_with_the_question_before_it(answerer: Answerer) -> None:
    answer = answered(answerer, "and who said that?", history=("who holds the gateway of Sorqib near Tellin?",))
    assert answer.sources[0].article.id == "tellin"


def test_a_taking_back_is_quoted_with_what_it_takes_back(answerer: Answerer) -> None:
    answer = answered(answerer, "what was the surgeon doing when the rockets struck?")
    assert "denied that the hospital was a target" in answer.text


@pytest.mark.parametrize("question", ["", "   ", "?!", "🙂", "x" * 10_000])
def test_what_is_no_question_is_said_to_be_none(answerer: Answerer, question: str) -> None:
    with pytest.raises(BadQuestionError):
        answerer.answer(Question(question))


@pytest.mark.parametrize("question", ["\u202ewhy does Tellin matter?\u202c", "why\x00 does\x07 Tellin matter? 🙂"])
def test_control_characters_do_not_change_the_answer(answerer: Answerer, question: str) -> None:
    assert answered(answerer, question).sources[0].article.id == "tellin"


def test_search_returns_whole_passages_or_evidence_inside_a_budget(answerer: Answerer) -> None:
    whole = answerer.search(Question("hospital of Sorqib"), limit=2).evidence
    assert len(whole) == 2
    assert whole[0].article.id == "hospital"
    piece = answerer.search(Question("hospital of Sorqib rockets"), tokens=20).evidence
    assert sum(e.tokens for e in piece) <= 20
    assert all(e.text == e.article.text[e.span.start : e.span.end] for e in (*whole, *piece))


def test_an_empty_corpus_refuses(newsroom: InMemoryCorpus, answerer: Answerer) -> None:
    nobody = ArticleFilter(publishers=frozenset({"Nobody"}))
    refusal = refused(answerer, "why does Tellin matter?", filter=nobody)
    assert refusal.searched.articles == 0


def test_records_hold_what_the_contract_asks_for(answerer: Answerer) -> None:
    answer = outcome_record(answered(answerer, "why does Tellin matter?"))
    refusal = outcome_record(refused(answerer, "suggest a name for my cat"))
    assert set(answer) | {"nearest"} == set(refusal) | {"nearest"}
    assert answer["answered"] is True
    assert answer["reason"] is None
    assert answer["sources"][0]["published"] == "2020-02-25"
    assert refusal["answered"] is False
    assert refusal["claims"] == refusal["sources"] == []
    assert set(answer["timings_ms"]) == {"embed", "search", "answer", "total"}


class TestStories:
    """A report that three outlets printed is one report."""

    @pytest.fixture
    def shelf(self, embedder: Embedder) -> InMemoryCorpus:
        original = next(a for a in ARTICLES if a.id == "tellin")
        edited = f"{original.text}\n\nOur correspondent could not reach the town."
        members = (
            replace(original, story="tellin"),
            replace(original, id="gazette", publisher="Gazette", text=edited, story="tellin"),
            replace(original, id="herald", publisher="Herald", text=f"(Agency) {original.text}", story="tellin"),
        )
        others = [a for a in ARTICLES if a.id != "tellin"]
        corpus = InMemoryCorpus([(a, embedded(a, embedder)) for a in (*members, *others)])
        corpus.embedder_name = "minilm"
        return corpus

    @pytest.fixture
    def answerer(self, shelf: InMemoryCorpus, embedder: Embedder) -> Answerer:
        return Answerer(Finder(LentCorpus(shelf), embedder, words))

    def test_it_is_cited_once_and_its_printers_are_named(self, answerer: Answerer) -> None:
        answer = answered(answerer, "why does Tellin matter?")
        told = [s for s in answer.sources if s.article.story == "tellin"]
        assert len(told) == 1
        everyone = {"Tellin Post", "Gazette", "Herald"}
        assert {told[0].article.publisher, *told[0].also_printed_by} == everyone
        assert f"{told[0].article.publisher} (also printed by " in answer.text
        assert all(q.text == told[0].article.text[q.span.start : q.span.end] for q in told[0].quotes)

    def test_it_supports_an_answer_no_more_than_one_report_does(
        self, shelf: InMemoryCorpus, embedder: Embedder
    ) -> None:
        asked = query.read(Question("why does Tellin matter?"), shelf)
        found = retrieve(asked, embedder.query_vector(asked.text), shelf)
        ranked = ranking.rank(asked, found.sentences, shelf.article)
        assert len({c.article.id for c in ranked if c.article.story == "tellin"}) == 1

    def test_a_search_shows_it_once(self, answerer: Answerer) -> None:
        for found in (
            answerer.search(Question("junction of the highways"), limit=10),
            answerer.search(Question("junction of the highways"), tokens=200),
        ):
            assert len({e.article.id for e in found.evidence if e.article.story == "tellin"}) == 1

    def test_the_publisher_that_is_asked_for_tells_it(self, answerer: Answerer) -> None:
        within = ArticleFilter(publishers=frozenset({"Herald"}))
        answer = answered(answerer, "why does Tellin matter?", filter=within)
        assert [s.article.publisher for s in answer.sources] == ["Herald"]


def test_what_relative_words_mean_comes_with_answers_and_search(answerer: Answerer) -> None:
    answer = answered(answerer, "when was Tellin recaptured?")
    assert "[“yesterday” = 24 February 2020]" in answer.text
    found = answerer.search(Question("Tellin recaptured"), limit=3)
    record = next(r for r in map(evidence_record, found.evidence) if r["article_id"] == "tellin")
    [time] = record["times"]
    assert (time["text"], time["first"], time["last"]) == ("yesterday", "2020-02-24", "2020-02-24")
    assert record["text"][time["start"] - record["start"] : time["end"] - record["start"]] == "yesterday"


def test_the_record_of_a_source_says_whose_voice_it_is_who_else_printed_it_and_what_is_gone() -> None:
    of = replace(ARTICLES[0], affiliation="Northern Front", gone=dt.date(2021, 3, 5))
    source = CitedSource(1, of, (), ("Gazette",))
    answer = Answer("?", "So [1].", (), (source,), None, "fake")
    [record] = outcome_record(answer)["sources"]
    assert record["affiliation"] == "Northern Front"
    assert record["gone"] == "2021-03-05"
    assert record["also_printed_by"] == ["Gazette"]
    assert record["publisher"] == "Tellin Post"
