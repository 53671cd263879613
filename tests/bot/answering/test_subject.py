from __future__ import annotations

from bot.answering.subject import Subject

ASKED = Subject(frozenset({"truck", "bridg"}), "How many trucks were damaged at the bridge?")


def test_a_statement_that_says_a_word_of_the_question_is_about_it() -> None:
    assert ASKED.is_in("Eleven trucks burnt.")
    assert not ASKED.is_in("The Velmora Bank is safe.")


def test_nearness_counts_where_no_word_is_shared() -> None:
    near = Subject(ASKED.words, ASKED.text, lambda _, said: 0.8 if "lorries" in said else 0.1)
    assert near.is_in("Eleven lorries burnt.")
    assert not near.is_in("The Velmora Bank is safe.")
    assert not near.shares_a_word("Eleven lorries burnt.")


def test_a_question_without_words_of_its_own_admits_every_statement() -> None:
    assert Subject(frozenset(), "What happened?").is_in("The Velmora Bank is safe.")
