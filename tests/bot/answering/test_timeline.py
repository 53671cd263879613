from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.answering.finding import Finder
from bot.answering.models import Question, Refused
from bot.answering.timeline import Chronicle, Timeline
from bot.commands.timeline import record
from ingest.corpus.models import Article, ArticleFilter
from tests.fakes.corpus import InMemoryCorpus, LentCorpus, an_article, passages_of, vector_of
from tests.fakes.embedding import words

HIT = "On 9 May 2019 two rockets hit the hospital of Tellin and killed nine people."
SHELF = (
    an_article("a", HIT, "The mayor of Tellin spoke.", publisher="Coast Agency", day=dt.date(2019, 5, 10)),
    an_article(
        "b",
        "Rockets killed nine people on 9 May 2019 when they hit the hospital of Tellin.",
        "Rebels took Tellin on 24 February 2020.",
        "A bridge in Lenna fell on 3 March 2020.",
        publisher="Harbour Review",
        day=dt.date(2020, 3, 4),
    ),
    an_article("c", "On 1 January 2018 snow fell in Tellin.", publisher="Tellin Post", day=None),
)


class Words:
    def query_vector(self, text: str) -> object:
        return vector_of(text)


def chronicle(*shelf: Article, most: int = 20) -> Chronicle:
    corpus = InMemoryCorpus([(a, passages_of(a)) for a in shelf])
    return Chronicle(Finder(LentCorpus(corpus), Words(), words), most=most)  # type: ignore[arg-type]  # vectors enough


def timeline(place: str, *shelf: Article, most: int = 20, within: ArticleFilter | None = None) -> Timeline:
    made = chronicle(*(shelf or SHELF), most=most).timeline(Question(place, filter=within or ArticleFilter()))
    assert isinstance(made, Timeline), made
    return made


def test_events_stand_in_order_of_time_each_with_its_day_and_sources() -> None:
    made = timeline("Tellin")
    assert [e.first.isoformat() for e in made.events] == ["2018-01-01", "2019-05-09", "2020-02-24"]
    lines = made.outcome.text.split("\n")
    assert lines[0].startswith("1 January 2018: “On 1 January 2018 snow fell in Tellin.” [")
    assert all(line.rstrip().endswith("]") for line in lines)
    assert "bridge" not in made.outcome.text
    assert "mayor" not in made.outcome.text


def test_an_event_that_two_reports_tell_is_one_line_with_both() -> None:
    event = timeline("Tellin").events[1]
    assert {event.sentence.article.id, *(e.article.id for e in event.also)} == {"a", "b"}


def test_a_row_of_a_table_is_no_event() -> None:
    row = an_article("d", "| Tellin | 8,540 | north | Rebels took Tellin on 24 February 2019.", day=dt.date(2020, 1, 1))
    assert dt.date(2019, 2, 24) not in [e.first for e in timeline("Tellin", *SHELF, row).events]


def test_places_of_one_name_are_kept_apart() -> None:
    town = an_article("t", "On 24 February 2020 rebels took Nayrab in Idlib province.", day=dt.date(2020, 2, 25))
    quarter = an_article("q", "On 25 August 2016 a bomb fell on Bab al-Nayrab in Aleppo.", day=dt.date(2016, 8, 26))
    airport = an_article(
        "p", "On 15 July 2018 jets hit the Nayrab military airport by Aleppo.", day=dt.date(2018, 7, 16)
    )
    days = [e.first.isoformat() for e in timeline("Nayrab in Idlib", town, quarter, airport).events]
    assert days == ["2020-02-24"]
    airports = [e.first.isoformat() for e in timeline("Nayrab airport", town, quarter, airport).events]
    assert "2018-07-15" in airports
    assert "2020-02-24" not in airports


def test_two_events_of_one_day_stay_two() -> None:
    other = an_article("d", "On 9 May 2019 a school opened in Tellin under a new name.", day=dt.date(2019, 5, 11))
    days = [e.first for e in timeline("Tellin", *SHELF, other).events]
    assert days.count(dt.date(2019, 5, 9)) == 2


def test_wire_copy_is_no_second_report() -> None:
    told = [replace(a, story="wire") for a in SHELF[:2]]
    event = timeline("Tellin", *told).events[0]
    assert event.also == ()


def test_quotes_are_verbatim_and_every_number_is_a_source() -> None:
    outcome = timeline("Tellin").outcome
    numbers = {s.n for s in outcome.sources}
    assert {n for c in outcome.claims for n in c.citations} == numbers
    for source in outcome.sources:
        assert all(q.text == q.span.of(source.article.text) for q in source.quotes)


def test_beyond_the_limit_what_most_reports_tell_is_kept_and_the_rest_is_counted() -> None:
    made = timeline("Tellin", most=1)
    assert [e.first for e in made.events] == [dt.date(2019, 5, 9)]
    assert any("2 more events" in note for note in made.outcome.notes)


@pytest.mark.parametrize(
    ("since", "until", "first_days"),
    [
        (dt.date(2019, 5, 9), None, ["2019-05-09", "2020-02-24"]),
        (None, dt.date(2019, 5, 8), ["2018-01-01"]),
        (dt.date(2018, 1, 1), dt.date(2018, 1, 1), ["2018-01-01"]),
        (dt.date(2019, 6, 1), dt.date(2019, 12, 31), []),
    ],
    ids=["from a day", "up to a day", "one day", "nothing"],
)
def test_a_period_narrows_the_events_whenever_they_were_told(
    since: dt.date | None, until: dt.date | None, first_days: list[str]
) -> None:
    question = Question("Tellin", filter=ArticleFilter(since=since, until=until))
    made = chronicle(*SHELF).timeline(question)
    assert [event["first"] for event in record(made)["events"]] == first_days


@pytest.mark.parametrize("place", ["Orrin", "the and of"])
def test_a_place_without_dated_sentences_is_refused_with_what_was_searched(place: str) -> None:
    made = chronicle(*SHELF).timeline(Question(place))
    assert isinstance(made, Refused)
    assert "I searched 3 articles" in made.text


def test_the_record_holds_the_events_with_their_days() -> None:
    made = timeline("Tellin")
    events = record(made)["events"]
    assert [e["first"] for e in events] == ["2018-01-01", "2019-05-09", "2020-02-24"]
    assert all(e["citations"] for e in events)
    refused = chronicle(*SHELF).timeline(Question("Orrin"))
    assert record(refused)["events"] == []
    assert record(refused)["answered"] is False
