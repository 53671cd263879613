from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.models import Question
from bot.answering.query import read
from bot.answering.scope import Scope, narrowed, read_scope
from ingest.corpus.models import ArticleFilter
from tests.fakes.corpus import InMemoryCorpus, an_article, passages_of

KNOWN = (
    "SANA",
    "Reuters",
    "arabiya",
    "dailysabah",
    "manar",
    "Middle East Monitor",
    "Wikipedia",
    "Syrian Archive",
    "etilaf",
)
TODAY = dt.date(2020, 3, 11)  # a Wednesday


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("question", "publishers", "since", "until"),
    [
        ("what did SANA say in May 2016", {"SANA"}, "2016-05-01", "2016-05-31"),
        ("What did SANA say about Homs in May 2016?", {"SANA"}, "2016-05-01", "2016-05-31"),
        ("In May 2016, what did SANA say about Homs?", {"SANA"}, "2016-05-01", "2016-05-31"),
        ("what did SANA in May 2016 say about Homs?", {"SANA"}, "2016-05-01", "2016-05-31"),
        ("what did sana report at the end of April 2016 about rockets?", {"SANA"}, "2016-04-20", "2016-04-30"),
        ("reports by Al Arabiya before June 2015", {"arabiya"}, None, "2015-05-31"),
        ("SANA's report on 3 June 2016", {"SANA"}, "2016-06-03", "2016-06-03"),
        ("the reuters report from 3 June 2016 on Raqqa", {"Reuters"}, "2016-06-03", "2016-06-03"),
        ("sana may 2016 reports on aleppo", {"SANA"}, "2016-05-01", "2016-05-31"),
        ("what did Reuters report between March and May 2016?", {"Reuters"}, "2016-03-01", "2016-05-31"),
        ("what did Middle East Monitor publish about Nayrab after 2019", {"Middle East Monitor"}, "2020-01-01", None),
        ("what did manar write since 2014?", {"manar"}, "2014-01-01", None),
        ("according to Reuters, how many died?", {"Reuters"}, None, None),
        ("who bombed the hospital, per Al Arabiya?", {"arabiya"}, None, None),
        ("how did Al-Manar TV describe the attack?", {"manar"}, None, None),
        ("Daily Sabah's coverage of Manbij", {"dailysabah"}, None, None),
        ("what does Sabah say about Manbij?", {"dailysabah"}, None, None),
        ("what did the Syrian Arab News Agency report about Homs?", {"SANA"}, None, None),
        ("what did the coalition (etilaf) say about it?", {"etilaf"}, None, None),
        ("compare SANA and Reuters on Ghouta", {"SANA", "Reuters"}, None, None),
        ("what did MEM report about Nayrab?", {"Middle East Monitor"}, None, None),
        ("what toll did Reuters give for Ghouta?", {"Reuters"}, None, None),
        ("did SANA or Reuters report the strike?", {"SANA", "Reuters"}, None, None),
        ("SANA: what happened in Homs?", {"SANA"}, None, None),
        ("articles dated 3 June 2016 about Raqqa", set(), "2016-06-03", "2016-06-03"),
        ("what was reported in May 2016 about Aleppo?", set(), "2016-05-01", "2016-05-31"),
        ("news about Aleppo before 2015", set(), None, "2014-12-31"),
        ("what has changed in Idlib since March 2016?", set(), "2016-03-01", None),
        ("what happened last week in Idlib?", set(), "2020-03-02", None),
        ("any news since yesterday?", set(), "2020-03-10", None),
        ("what happened today in Idlib?", set(), "2020-03-11", None),
        ("what did Reuters say yesterday?", {"Reuters"}, "2020-03-10", "2020-03-10"),
    ],
)
def test_what_limits_the_articles(question: str, publishers: set[str], since: str | None, until: str | None) -> None:
    found = read_scope(question, KNOWN, TODAY)
    assert set(found.publishers) == publishers
    assert (found.since, found.until) == (_day(since), _day(until))


@pytest.mark.parametrize(
    "question",
    [
        "how many died in the 12 May 2016 strike",
        "how many civilians were killed in Hass in October 2016?",
        "what happened in Aleppo in May 2016?",
        "how many people have been displaced since 2011?",
        "what did Erdogan say in May 2016 about Aleppo?",
        "who told Reuters that the town fell?",
        "was a Reuters journalist killed in 2013?",
        "who runs the Syrian Archive?",
        "does wikipedia pay its editors?",
        "did Etilaf give weapons to rebels?",
        "when was the SANA office bombed?",
        "is the road open today?",
        "who will win this year?",
        'the piece only says "yesterday": when was that?',
        "what may SANA be?",
    ],
)
def test_what_limits_nothing(question: str) -> None:
    assert not read_scope(question, KNOWN, TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "what did SANA say about the bombing of Aleppo in May 2016?",
        "which areas did SANA say the army took on 27 november 2016?",
        "how many sorties did SANA report for the last week of january 2016?",
        "according to SANA, how many died in Aleppo on 12 May 2016?",
    ],
)
def test_the_day_of_an_event_is_no_day_of_printing(question: str) -> None:
    found = read_scope(question, KNOWN, TODAY)
    assert found.publishers == {"SANA"}
    assert (found.since, found.until) == (None, None)


def test_without_a_day_of_asking_relative_words_limit_nothing() -> None:
    assert not read_scope("what happened last week?", KNOWN, None)


def test_the_options_hold_where_the_question_contradicts_them() -> None:
    given = ArticleFilter(since=dt.date(2017, 1, 1), publishers=frozenset({"Reuters"}))
    asked = Scope(frozenset({"SANA"}), until=dt.date(2016, 5, 31))
    assert narrowed(given, asked) == given


def test_options_and_question_narrow_together() -> None:
    given = ArticleFilter(until=dt.date(2016, 5, 20), publishers=frozenset({"Reuters", "SANA"}))
    asked = Scope(frozenset({"SANA"}), dt.date(2016, 5, 1), dt.date(2016, 5, 31))
    assert narrowed(given, asked) == ArticleFilter(dt.date(2016, 5, 1), dt.date(2016, 5, 20), frozenset({"SANA"}))


@pytest.fixture(scope="module")
def corpus() -> InMemoryCorpus:
    shelf = [an_article("one", "Rockets hit Homs.", publisher="SANA", day=dt.date(2016, 5, 3))]
    shelf += [an_article("two", "Rockets hit Homs.", publisher="Reuters", day=dt.date(2015, 5, 3))]
    return InMemoryCorpus([(a, passages_of(a)) for a in shelf])


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("what did SANA say in May 2016?", "Searched only SANA, dated 1 to 31 May 2016."),
        ("what did SANA say on 3 May 2016?", "Searched only SANA, dated 3 May 2016."),
        ("according to Reuters and SANA, who fired?", "Searched only Reuters and SANA."),
        ("news about Homs before 2016", "Searched only articles dated 31 December 2015 or earlier."),
        (
            "what did SANA say in 2014?",
            (
                "I have no article by SANA dated 1 January to 31 December 2014. "
                "Those I have are dated 3 May 2016 to 3 May 2016."
            ),
        ),
    ],
)
def test_the_limits_are_told(corpus: InMemoryCorpus, question: str, note: str) -> None:
    assert read(Question(question), corpus).notes == (note,)


def test_options_alone_need_no_telling(corpus: InMemoryCorpus) -> None:
    within = ArticleFilter(publishers=frozenset({"SANA"}))
    asked = read(Question("who fired rockets?", filter=within), corpus)
    assert (asked.filter, asked.notes) == (within, ())
