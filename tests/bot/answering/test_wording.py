from __future__ import annotations

import pytest

from bot.answering.models import Question
from bot.answering.query import read
from bot.answering.wording import Expected, about_now, expected, language_of
from tests.fakes.corpus import InMemoryCorpus, an_article, passages_of


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("who took Nayrab?", "en", Expected.PERSON),
        ("how many died when Nayrab fell?", "en", Expected.NUMBER),
        ("what did Kim say?", "en", Expected.OTHER),
        ("لماذا النيرب مهمة؟", "ar", Expected.REASON),
        ("من سيطر على النيرب؟", "ar", Expected.PERSON),
        ("متى سقطت سراقب؟", "ar", Expected.TIME),
        ("أين تقع النيرب؟", "ar", Expected.PLACE),
        ("كم قتيلا سقط في حاس؟", "ar", Expected.NUMBER),
        ("Nayrab neden önemli?", "tr", Expected.REASON),
        ("Nayrab'ı kim kontrol ediyor?", "tr", Expected.PERSON),
        ("Saraqib ne zaman alındı?", "tr", Expected.TIME),
        ("Nayrab nerede?", "tr", Expected.PLACE),
        ("kaç kişi öldü?", "tr", Expected.NUMBER),
        ("Почему Найраб важен?", "ru", Expected.REASON),
        ("Кто взял Найраб?", "ru", Expected.PERSON),
        ("Когда взяли Найраб?", "ru", Expected.TIME),
        ("Где находится Найраб?", "ru", Expected.PLACE),
        ("Сколько человек погибло?", "ru", Expected.NUMBER),
    ],
)
def test_what_is_asked_for_is_read_in_four_languages(question: str, language: str, kind: Expected) -> None:
    assert (language_of(question), expected(question)) == (language, kind)


@pytest.mark.parametrize(
    "question",
    [
        "who controls Saraqib now?",
        "who holds Nayrab?",
        "is the road open?",
        "is the M5 still closed?",
        "what is the current toll?",
        "which side controls the airport?",
        "كم عدد النازحين اليوم؟",
        "kim kontrol ediyor Nayrab'ı?",
        "Кто контролирует Саракиб сейчас?",
    ],
)
def test_questions_about_the_present(question: str) -> None:
    assert about_now(question)


@pytest.mark.parametrize(
    "question",
    [
        "who controlled Saraqib?",
        "what happened today in Idlib?",
        "was the road still open when the town fell?",
        "who took Nayrab?",
        "why does Nayrab matter?",
        'who said "the road is open now"?',
    ],
)
def test_questions_about_the_past_are_not_about_now(question: str) -> None:
    assert not about_now(question)


@pytest.mark.parametrize("question", ["Почему важен Homs?", "لماذا مدينة Homs مهمة؟", "Homs'u neden bombaladılar?"])
def test_words_of_another_language_that_no_article_holds_are_no_terms(question: str) -> None:
    shelf = an_article("one", "Rockets hit Homs.")
    corpus = InMemoryCorpus([(shelf, passages_of(shelf))])
    assert [t.group[0] for t in read(Question(question), corpus).terms] == ["hom"]


def test_words_that_only_ask_are_no_terms_where_articles_hold_them() -> None:
    shelf = an_article("one", "من سيطر على سراقب في الشمال.")
    corpus = InMemoryCorpus([(shelf, passages_of(shelf))])
    assert [t.word for t in read(Question("من سيطر على سراقب؟"), corpus).terms] == ["سيطر", "سراقب"]
