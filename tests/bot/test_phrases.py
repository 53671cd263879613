"""The frame of an answer in four languages: complete, with the same places to fill in, and the quotes as they are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Action, Asker, Denied, Place, Policy, Standing, may
from bot.answering import generative, refusal
from bot.answering.dates import age, spoken_day, spoken_days
from bot.answering.models import Answer, CitedSource, Claim, Quote, Reason, Refused, Searched
from bot.conversation import LONGEST_QUESTION, objection
from bot.faults import ClosingError, explain
from bot.phrases import LANGUAGES, Language, day_text, embedded, month_text, phrases, redated, said_in
from bot.phrases.dates import retimed
from bot.phrases.sentence_table import TABLE
from bot.phrases.sentences import is_known
from bot.render import help_message, outcome_messages
from bot.server_settings import ServerSettings
from ingest.corpus.errors import NoCorpusError
from ingest.corpus.models import Article, Precision, PublicationDate, Span

OTHERS: tuple[Language, ...] = ("ar", "tr", "ru")
DAY = dt.date(2020, 2, 25)
SAID = "Government forces retook the town."
ARTICLE = Article(
    id="a", origin="a.md", title="Town retaken", publisher="Harbour Post", url="https://news.example/a", text=SAID,
    published=PublicationDate(DAY, Precision.DAY),
)  # fmt: skip
SOURCE = CitedSource(1, ARTICLE, (Quote(SAID, Span(0, len(SAID))),))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _texts(language: Language) -> dict[str, str]:
    said = dataclasses.asdict(phrases(language))
    openings = {f"opening {reason}": text for reason, text in said.pop("openings").items()}
    months = {f"{name} {n}": text for name in ("months", "months_alone") for n, text in enumerate(said.pop(name))}
    return {**said, **openings, **months}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_with_the_same_places_to_fill_in(language: Language) -> None:
    english, own = _texts("en"), _texts(language)
    assert own.keys() == english.keys()
    assert all(text.strip() for text in own.values())
    assert {key: _fields(text) for key, text in own.items()} == {key: _fields(text) for key, text in english.items()}


def test_every_reason_of_a_refusal_has_an_opening_and_the_english_one_is_what_is_said() -> None:
    assert dict(phrases().openings) == {reason.value: text for reason, text in refusal._OPENINGS.items()}
    assert set(phrases().openings) == {reason.value for reason in Reason}


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "25 February 2020", "February 2020"),
        ("ar", "25 شباط/فبراير 2020", "شباط/فبراير 2020"),
        ("tr", "25 Şubat 2020", "Şubat 2020"),
        ("ru", "25 февраля 2020", "февраль 2020"),
    ],
)
def test_dates_are_written_as_the_language_does(language: Language, day: str, month: str) -> None:
    assert day_text(DAY, language) == day == redated("25 February 2020", language)
    assert month_text(DAY, language) == month == redated("February 2020", language)


def test_a_period_is_read_back_and_what_is_none_stays() -> None:
    period = spoken_days(dt.date(2020, 2, 17), dt.date(2020, 3, 1))
    assert redated(period, "ru") == "17 февраля – 1 марта 2020"
    assert redated(spoken_days(DAY, dt.date(2020, 2, 27)), "tr") == "25 – 27 Şubat 2020"
    assert redated("2020 to 2021", "ru") == "2020 to 2021"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(OTHERS))
def test_no_english_month_is_left_of_any_day(day: dt.date, language: Language) -> None:
    assert redated(spoken_day(day), language) == day_text(day, language)


@pytest.mark.parametrize(
    ("amount", "arabic"),
    [("1 second", "ثانية واحدة"), ("2 hours", "ساعتين"), ("3 minutes", "3 دقائق"), ("12 days", "12 يوماً"),
     ("103 days", "103 أيام"), ("soon", "soon")],
)  # fmt: skip
def test_amounts_of_time_are_counted_as_arabic_counts(amount: str, arabic: str) -> None:
    assert retimed(amount, "ar") == arabic
    assert retimed("3 minutes", "tr") == "3 dakika"
    assert retimed("3 minutes", "en") == "3 minutes"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: re.sub(r"\W+", "-", row[0])[:40])
def test_a_sentence_fills_in_the_same_in_every_language(row: tuple[str, str, str, str]) -> None:
    english, *others = row
    assert all(_fields(other) == _fields(english) for other in others)
    said = english.format(**dict.fromkeys(_fields(english), "7 days"))
    assert {said_in(said, language) for language in LANGUAGES}.__len__() == len(LANGUAGES)
    assert "{" not in said_in(said, "ar")


def _denials() -> list[str]:
    rooms, me = Place(1, 2), Asker(5)
    limits = ("person_questions", "server_questions", "person_tokens", "server_tokens", "server_money")
    used = Standing(0.0, 9, 9, 9, 9, 9)
    decisions = [
        may(me, Action.ASK, rooms, Policy(channel_ids=frozenset({3}))),
        may(me, Action.ASK, rooms, Policy(channel_ids=frozenset({3})), ServerSettings(channels=frozenset({4}))),
        may(me, Action.ASK, rooms, Policy(), ServerSettings(roles=frozenset({6}))),
        may(me, Action.ASK, rooms, Policy(), ServerSettings(roles=frozenset({6})), Standing(role_names=("Desk",))),
        may(me, Action.ASK, rooms, Policy(), ServerSettings(cooldown_seconds=30), Standing(10.0)),
        *(may(me, Action.ASK, rooms, Policy(), ServerSettings(**{name: 1}), used) for name in limits),
    ]
    return [decision.reason for decision in decisions if isinstance(decision, Denied)]


def test_what_is_really_said_is_known() -> None:
    said = [
        *_denials(),
        *(text for text in (objection(q) for q in ("", "?!", "x" * (LONGEST_QUESTION + 1))) if text),
        *(
            getattr(generative, name)
            for name in ("IN_TIME", "DOWN", "UNUSABLE", "SILENT", "ENDLESS", "UNVERIFIED", "CUT_OFF")
        ),
        explain(NoCorpusError("x"), "").text,
        explain(ValueError("x"), "abc").text,
        f"The newest of these reports is {age(DAY, dt.date(2024, 1, 1))} old ({spoken_day(DAY)}).",
    ]
    assert len(said) >= 20
    assert [text for text in said if not is_known(text)] == []


def test_a_sentence_that_nobody_knows_stays_english() -> None:
    assert said_in("The store is on fire.", "tr") == "The store is on fire."
    assert explain(ClosingError("I am being restarted; please ask again in a minute."), "", "ru").text.startswith(
        "Меня"
    )


def test_a_wait_and_a_date_within_a_sentence_are_written_anew() -> None:
    assert said_in("Please wait 12 seconds before your next question.", "ru").startswith("Подождите, пожалуйста, 12 с ")
    note = "The newest of these reports is 4 years old (25 February 2020): things may have changed since."
    assert "4 yıl" in said_in(note, "tr")
    assert "25 Şubat 2020" in said_in(note, "tr")


def _answer(text: str) -> Answer:
    return Answer("q", text, (Claim(SAID, (1,)),), (SOURCE,), DAY, "extractive", asked_as="And who held it?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_is_in_the_language_and_the_quote_as_printed(language: Language) -> None:
    [content] = outcome_messages(_answer(f"Harbour Post, 25 February 2020: “{SAID}” [1]"), None, language)
    said = phrases(language)
    assert f"**Harbour Post**{said.comma}{day_text(DAY, language)}: “{SAID}” [1]" in content
    assert said.as_of.format(day=day_text(DAY, language)) in content
    assert "[Town retaken](<https://news.example/a>)" in content
    assert said.understood_as.format(question=embedded("And who held it?", language)) in content
    assert ("February" in content) is (language == "en")


@pytest.mark.parametrize("language", OTHERS)
def test_who_is_quoted_and_who_else_printed_it_are_said_in_the_language(language: Language) -> None:
    both = dataclasses.replace(SOURCE, also_printed_by=("A", "B", "C", "D"))
    text = f"Harbour Post (also printed by A, B, C and 1 more), 25 February 2020, quoting Idris Kamal: “{SAID}” [1]"
    answer = dataclasses.replace(_answer(text), sources=(both,))
    [content] = outcome_messages(answer, None, language)
    assert "also printed" not in content
    assert "quoting" not in content
    assert f"“{SAID}” [1]" in content
    assert "**Harbour Post**" in content


@pytest.mark.parametrize("language", OTHERS)
def test_a_line_of_a_timeline_begins_with_a_date_in_the_language(language: Language) -> None:
    [content] = outcome_messages(_answer(f"25 February 2020: “{SAID}” [1]"), None, language)
    assert f"{day_text(DAY, language)}: “{SAID}” [1]" in content


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("reason", [Reason.NO_EVIDENCE, Reason.OFF_TOPIC])
def test_a_refusal_is_worded_anew_from_its_facts(language: Language, reason: Reason) -> None:
    searched = Searched(1827, ("Harbour Post", "SANA"), DAY, dt.date(2020, 3, 6))
    text = (
        f"{refusal._OPENINGS[reason]} I searched 1,827 articles by Harbour Post and SANA. Closest: “Town retaken” (x)."
    )
    refused = Refused("q", reason, text, searched, "extractive", nearest=(ARTICLE,))
    [content] = outcome_messages(refused, None, language)
    assert phrases(language).openings[reason] in content
    assert "1,827" in content
    assert day_text(DAY, language) in content
    assert phrases(language).nearest in content
    assert "searched" not in content


@pytest.mark.parametrize("language", OTHERS)
def test_a_false_premise_is_answered_with_what_the_articles_do_say(language: Language) -> None:
    text = f"{refusal._OPENINGS[Reason.FALSE_PREMISE]} They say: Harbour Post, 25 February 2020: “{SAID}” [1]"
    refused = Refused("q", Reason.FALSE_PREMISE, text, Searched(1, (), None, None), "x", sources=(SOURCE,), as_of=DAY)
    [content] = outcome_messages(refused, None, language)
    assert phrases(language).they_say in content
    assert f"“{SAID}” [1]" in content
    assert "They say" not in content


def test_a_refusal_of_other_words_stays_as_it_is() -> None:
    refused = Refused("q", Reason.NO_EVIDENCE, "Only SANA reports on this.", Searched(1, (), None, None), "x")
    assert "Only SANA reports on this." in outcome_messages(refused, None, "tr")[0]


def test_arabic_isolates_foreign_text_and_others_do_not() -> None:
    assert embedded("SANA (state)", "ar") == "\u2068SANA (state)\u2069"
    assert embedded("SANA (state)", "ru") == "SANA (state)"
    assert embedded("", "ar") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_fits_a_message_and_names_the_commands_as_they_are(language: Language) -> None:
    text = help_message(language)
    assert len(text) < 1_500
    assert all(name in text for name in ("`/ask`", "`/timeline`", "`/accounts`"))
