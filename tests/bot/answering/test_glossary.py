from __future__ import annotations

import pytest

from bot.answering import query
from bot.answering.glossary import in_english
from bot.answering.models import Question
from bot.answering.wording import language_of
from tests.fakes.corpus import InMemoryCorpus, an_article, passages_of


@pytest.mark.parametrize(
    ("word", "language", "english"),
    [
        ("بالمستشفى", "ar", "hospital"),
        ("والمدارس", "ar", "school"),
        ("сёлах", "ru", "village"),
        ("больницу", "ru", "hospital"),
        ("hastaneye", "tr", "hospital"),
        ("okullarında", "tr", "school"),
        ("أبو", "ar", ""),
        ("ay", "tr", "month"),
        ("ayrıca", "tr", ""),
        ("hospital", "en", ""),
    ],
)
def test_a_word_is_known_with_what_its_language_adds_to_it(word: str, language: str, english: str) -> None:
    assert (in_english(word, language) or ("",))[0] == english


def test_a_question_in_another_language_is_asked_in_english_words_too() -> None:
    article = an_article("one", "Rockets struck the hospital of Tellin.")
    corpus = InMemoryCorpus([(article, passages_of(article))])
    asked = query.read(Question("Когда ракеты попали в больницу?"), corpus)
    assert ("hospit",) in asked.groups
    assert asked.text.endswith("rocket hospital")
    english = query.read(Question("When was the hospital struck?"), corpus)
    assert english.text == "When was the hospital struck?"


def test_arabic_vowel_marks_do_not_cut_words() -> None:
    corpus = InMemoryCorpus([])
    assert query.read(Question("من قُتِل؟"), corpus).text.startswith("من قتل؟")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Halep'te dört gün sonra", "tr"),
        ("what did Erdoğan say about the town?", "en"),
        ("Koalisyon Avrupa Birliği'nden ne istedi?", "tr"),
        ("who holds Tellin?", "en"),
    ],
)
def test_turkish_letters_tell_turkish_unless_the_words_are_english(text: str, language: str) -> None:
    assert language_of(text) == language
