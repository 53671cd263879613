from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.answering.attribution import also_printed_by
from bot.answering.compose import compose
from bot.answering.extractive import Limits, Run, claims_of, select
from bot.answering.neighbours import with_neighbours
from bot.answering.ranking import Candidate, is_statement
from bot.answering.retrieve import ScoredSentence
from ingest.corpus.models import Article, Copy, Span, TimeMention
from tests.fakes.library import article, passage, sentences


def write(runs: list[Run], times_of: Any = lambda _: (), also_of: Any = also_printed_by) -> Any:
    claims, sources, _, text = compose(claims_of(runs, times_of), (), also_of)
    return claims, sources, text


def candidates(*shelf: Article) -> list[Candidate]:
    found = []
    for of in shelf:
        whole = passage(of)
        found += [
            Candidate(ScoredSentence(whole, n, 1.0, 0.5, 0.5, 0.5, 0.5), of, 1.0, 1.0 - n / 100)
            for n in range(len(whole.sentences))
        ]
    return sorted(found, key=lambda c: -c.preference)


def chosen(*shelf: Article, limits: Limits | None = None) -> list[Run]:
    spans = {a.id: sentences(a.text) for a in shelf}
    return select(candidates(*shelf), lambda i: spans[i], limits or Limits())


def widened(text: str, place: int, words: int = 60) -> str:
    spans = sentences(text)
    return with_neighbours(text, spans[place], spans, words).of(text)


def test_a_sentence_that_points_back_takes_along_what_it_points_at() -> None:
    text = "Idris Kamal spoke in Lenna. He said that the bridge was gone. The weather was fine."
    assert widened(text, 1) == "Idris Kamal spoke in Lenna. He said that the bridge was gone."
    assert widened(text, 2) == "The weather was fine."


def test_a_taking_back_is_never_left_out() -> None:
    text = "The army took the town. However, the rebels denied it. Talks go on."
    assert widened(text, 0) == "The army took the town. However, the rebels denied it."


def test_a_quotation_is_not_cut_off() -> None:
    text = "Kamal said: “We hold it. We shall stay.” Then he left."
    spans = (Span(0, 24), Span(25, 40), Span(41, len(text)))
    assert with_neighbours(text, spans[0], spans, 60).of(text) == "Kamal said: “We hold it. We shall stay.”"


def test_neighbours_that_are_too_long_stay_behind() -> None:
    text = "Idris Kamal spoke in Lenna. He said that the bridge was gone."
    assert widened(text, 1, words=8) == "He said that the bridge was gone."


def test_the_same_report_in_two_articles_is_quoted_once() -> None:
    one = article("one", "Jets bombed the market of Dorra and killed 43 civilians.", publisher="Coast Agency")
    two = article("two", "Jets bombed the market of Dorra and killed 43 civilians there.", publisher="Tellin Post")
    assert [r.article.id for r in chosen(one, two)] == ["one"]


def test_other_figures_from_another_article_are_quoted_too() -> None:
    one = article("one", "Jets bombed the market of Dorra and killed 43 civilians.", publisher="Coast Agency")
    two = article("two", "State media spoke of 19 dead terrorists near Dorra.", publisher="State Wire")
    assert {r.article.id for r in chosen(one, two)} == {"one", "two"}


def test_the_word_limit_holds_but_the_best_sentence_is_always_quoted() -> None:
    long = article("long", f"{'word ' * 200}end.")
    short = article("short", "Another thing happened in Lenna today.")
    assert [r.article.id for r in chosen(long, short)] == ["long"]


def test_damaged_text_is_never_quoted() -> None:
    assert chosen(article("one", "The blast was 1 \u0095\u0081 metres wide and loud.")) == []
    assert not is_statement("The blast was 1 • metres wide and loud.")


@pytest.mark.parametrize(
    "text", ["Background", "READ: Others say more about this.", "What next for the town", "Too short."]
)
def test_headings_and_promotions_are_no_statements(text: str) -> None:
    assert not is_statement(text)


def test_runs_of_one_article_stand_together_under_one_number() -> None:
    one = article("one", "The bridge fell in May. It was old. Some time later a ferry was found.")
    two = article("two", "A school in Lenna was closed.", publisher="Coast Agency", day=None)
    spans = sentences(one.text)
    claims, sources, text = write(
        [Run(one, spans[2], 1.0), Run(two, Span(0, len(two.text)), 0.9), Run(one, spans[0], 0.8)]
    )
    assert [s.n for s in sources] == [1, 2]
    assert [q.text for q in sources[0].quotes] == ["Some time later a ferry was found.", "The bridge fell in May."]
    assert text.count("[1]") == text.count("[2]") == 1
    assert "Coast Agency, undated" in text
    assert [c.citations for c in claims] == [(1,), (1,), (2,)]


def test_runs_that_touch_are_quoted_as_one() -> None:
    one = article("one", "The bridge fell in May. Some time later a ferry was found.")
    spans = sentences(one.text)
    claims, sources, _ = write([Run(one, spans[1], 1.0), Run(one, spans[0], 0.8)])
    assert [q.text for q in sources[0].quotes] == [one.text]
    assert len(claims) == 1


def test_runs_that_touch_stay_two_quotes_where_one_would_be_too_long() -> None:
    one = article("one", "The bridge fell in May. Some time later a ferry was found.")
    runs = [Run(one, span, 1.0) for span in sentences(one.text)]
    assert len(claims_of(runs, lambda _: (), Limits(joined_words=8))) == 2


def test_what_goes_on_from_the_best_sentence_is_preferred_to_what_stands_elsewhere() -> None:
    one = article("one", "The bridge of Tellin fell in May. A ferry took over in June. The mayor opened a market.")
    spans = sentences(one.text)
    of = {n: Candidate(ScoredSentence(passage(one), n, 1.0, 0.5, 0.5, 0.5, 0.5), one, 1.0, 1.0) for n in range(3)}
    ranked = [replace(of[0], preference=2.0), replace(of[2], preference=1.6), replace(of[1], preference=1.5)]
    runs = select(ranked, lambda _: spans, Limits(runs=2))
    assert [r.text for r in runs] == ["The bridge of Tellin fell in May.", "A ferry took over in June."]


def test_a_second_publisher_is_preferred_to_more_of_the_first() -> None:
    one = article("one", "The bridge of Tellin fell in May. Rain was heavy all spring. A ferry took over in June.")
    two = article("two", "Divers searched the river for cars.", publisher="Coast Agency")
    first, _, third = candidates(one)
    (other,) = candidates(two)
    ranked = [replace(first, preference=2.0), replace(third, preference=1.55), replace(other, preference=1.5)]
    spans = {a.id: sentences(a.text) for a in (one, two)}
    runs = select(ranked, spans.__getitem__, Limits(runs=2))
    assert [r.article.id for r in runs] == ["one", "two"]


def test_the_same_words_with_another_figure_by_another_publisher_are_quoted_too() -> None:
    one = article("one", "Jets bombed the market of Dorra and killed 43 civilians.", publisher="Coast Agency")
    two = article("two", "Jets bombed the market of Dorra and killed 19 civilians.", publisher="State Wire")
    assert {r.article.id for r in chosen(one, two)} == {"one", "two"}


def test_a_sentence_far_below_the_best_fills_no_room() -> None:
    one = article("one", "The bridge of Tellin fell in May. The weather was fine elsewhere.")
    first, second = candidates(one)
    spans = sentences(one.text)
    runs = select([replace(first, preference=3.0), replace(second, preference=1.0)], lambda _: spans, Limits())
    assert [r.text for r in runs] == ["The bridge of Tellin fell in May."]


def test_a_promotion_or_heading_is_never_quoted_however_well_it_matches() -> None:
    of = article("one", "READ: The bridge of Tellin fell in May for good.\nBridge of Tellin\nThe bridge fell in May.")
    assert [r.text for r in chosen(of)] == ["The bridge fell in May."]
    text = "Bridge of Tellin\n\nIt fell in May and was not mended."
    spans = (Span(0, 16), Span(18, len(text)))
    assert with_neighbours(text, spans[1], spans, 60) == spans[1]


def test_an_item_of_a_list_takes_along_what_it_is_an_item_of() -> None:
    text = "The team found these:\n- a rocket with fins\n- a timer of foreign make"
    spans = (Span(0, 21), Span(22, 42), Span(43, len(text)))
    assert with_neighbours(text, spans[1], spans, 60).of(text) == "The team found these:\n- a rocket with fins"


def test_whoever_he_is_is_quoted_with_him_where_no_name_can_be_read() -> None:
    text = "A doctor of the clinic wept. “We lost two of our nurses today,” he said. Rain fell."
    spans = (Span(0, 28), Span(29, 72), Span(73, len(text)))
    assert with_neighbours(text, spans[1], spans, 60).of(text) == text[:72]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We hold the whole of the town,” said the spokesman Idris Kamal.", 0),
        ("The spokesman Idris Kamal said that they won.\n“We hold the whole of the town,” he added.", 45),
    ],
)
def test_who_speaks_is_named_beside_who_printed_it(text: str, quoted: int) -> None:
    of = article("one", text, publisher="Harbour Post")
    start = text.index("“", quoted)
    claims, _, shown = write([Run(of, Span(start, len(text)), 1.0)])
    opening = "Harbour Post, 25 February 2020, quoting the spokesman Idris Kamal: “"
    assert shown.lower().startswith(opening.lower())
    assert claims[0].text.lower().startswith(opening.lower())


def test_another_speaker_in_the_same_article_is_named_before_the_quotation() -> None:
    text = "“We hold the whole town,” said Idris Kamal. Rain fell. “They have left for good,” said Lena Sommer."
    of = article("one", text)
    first, last = Span(0, 43), Span(55, len(text))
    _, _, shown = write([Run(of, first, 1.0), Run(of, last, 0.9)])
    assert "quoting Idris Kamal: ““We hold" in shown
    assert " …, quoting Lena Sommer: ““They" in shown


def test_a_quote_never_reaches_over_a_line_break() -> None:
    text = "The bridge fell.\n\nHe said that it was old."
    of = article("one", text)
    _, sources, shown = write([Run(of, Span(0, len(text)), 1.0)])
    assert [q.text for q in sources[0].quotes] == ["The bridge fell.", "He said that it was old."]
    assert all(q.text == text[q.span.start : q.span.end] for q in sources[0].quotes)
    assert "“The bridge fell.” “He said that it was old.”" in shown


def test_all_publishers_of_one_text_are_named() -> None:
    of = article("one", "The bridge fell in May.", copies=(Copy("two", "b.txt", "Wire"),))
    _, _, shown = write([Run(of, Span(0, len(of.text)), 1.0)])
    assert shown.startswith("Tellin Post (also printed by Wire), 25 February 2020: ")


def test_what_relative_words_mean_stands_beside_the_quote() -> None:
    of = article("one", "Planes hit a school on Wednesday.")
    day = dt.date(2020, 2, 19)
    times = {"one": (TimeMention(Span(20, 32), day, day),)}
    _, _, shown = write([Run(of, Span(0, len(of.text)), 1.0)], times.__getitem__)
    assert "“Planes hit a school on Wednesday.” [“on Wednesday” = 19 February 2020] [1]" in shown


def test_who_else_printed_it_is_named_with_the_claim_and_kept_with_the_source() -> None:
    of = article("one", "The bridge fell in May.")
    claims, sources, shown = write([Run(of, Span(0, len(of.text)), 1.0)], also_of=lambda _: ("A", "B", "C", "D", "E"))
    assert shown.startswith("Tellin Post (also printed by A, B, C and 2 more), 25 February 2020: ")
    assert claims[0].text.startswith("Tellin Post (also printed by A, B, C and 2 more), ")
    assert sources[0].also_printed_by == ("A", "B", "C", "D", "E")


def test_a_taking_back_comes_along_however_long_the_two_are() -> None:
    claim = f"The army said that it hit {'many and various ' * 10}positions."
    denial = f"However, the rescue service denied {'each and every one ' * 8}of it."
    assert widened(f"{claim} {denial}", 0, words=20) == f"{claim} {denial}"


def test_what_cannot_be_quoted_with_its_taking_back_is_not_quoted_without() -> None:
    opening = article("one", "Jets bombed the market of Dorra and killed 43 civilians.")
    second = article("two", f"State media spoke of success. However, {'others said otherwise and ' * 60}left.")
    assert [r.article.id for r in chosen(opening, second)] == ["one"]
