from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.finding import Finder
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Answerer
from bot.answering.places import places_in, spellings_in, spellings_of
from bot.answering.which_place import Seen, settle, told_apart
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words
from tests.fakes.library import article

if TYPE_CHECKING:
    from ingest.corpus.embedder import Embedder
    from ingest.corpus.models import Article

IN_IDLIB = article(
    "idlib",
    "Opposition fighters entered the town of al-Nayrab on Monday, a monitor said.\n\nThe town lies west of Saraqib, in"
    " Idlib province, and was shelled for weeks.",
    title="Fighters enter al-Nayrab",
    publisher="Coast Agency",
    day="2020-02-24",
)
BY_ALEPPO = article(
    "aleppo",
    "Rockets struck the al-Nayrab military airport on Friday, a monitor said, and two soldiers were killed.\n\nSeveral"
    " houses in the refugee camp of al-Neirab, east of Aleppo, were damaged by the shelling.",
    title="Rockets on airport",
    publisher="Harbour Review",
    day="2016-05-06",
)
NEITHER = article("other", "Rain fell on the coast.", title="Rain", publisher="Harbour Review", day="2016-05-06")


def region(question: str) -> str:
    return places_in(question)[0].chosen.region


TOWN, AIRPORT = "Al-Nayrab lies west of Saraqib.", "Rockets struck the al-Nayrab military airport."


def taken(question: str, *windows: tuple[Article, str, float]) -> tuple[str, tuple[str, ...]]:
    """Return the region taken for the place in question when these were found, and the notes."""
    found = [Seen(*w) for w in windows]
    (mention,) = places_in(question)
    return settle(mention, found).mention.chosen.region, told_apart((mention,), found, lambda s: s)[1]


def kept(question: str, *windows: tuple[Article, str, float]) -> list[str]:
    found = [Seen(*w) for w in windows]
    return [s.article.id for s in told_apart(places_in(question), found, lambda s: s)[0]]


@pytest.mark.parametrize(
    "spelling", ["Nayrab", "Neirab", "Al-Nayrab", "An Nayrab", "nayrab", "Nerab", "النيرب", "Эн-Найраб"]
)
def test_every_spelling_of_nayrab_is_taken_as_the_town_in_idlib(spelling: str) -> None:
    (mention,) = places_in(f"what happened in {spelling} last week?")
    assert mention.chosen.region == "Idlib"
    assert [p.region for p in mention.rivals] == ["Aleppo"]


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("who shelled Nayrab airport?", "Aleppo"),
        ("how many live in the refugee camp of Neirab?", "Aleppo"),
        ("what happened in al-Nayrab, near Aleppo?", "Aleppo"),
        ("who was hit at the Neirab airbase?", "Aleppo"),
        ("ماذا حدث في مخيم النيرب؟", "Aleppo"),
        ("who holds Nayrab in Idlib?", "Idlib"),
        ("is Nerab west of Saraqeb?", "Idlib"),
        ("который Найраб у Идлиба?", "Idlib"),
    ],
)
def test_a_question_that_says_which_is_taken_at_its_word_and_needs_no_note(question: str, where: str) -> None:
    assert region(question) == where
    assert settle(places_in(question)[0], [Seen(IN_IDLIB, TOWN), Seen(BY_ALEPPO, AIRPORT)]).mention.is_said
    assert told_apart(places_in(question), [Seen(IN_IDLIB, TOWN), Seen(BY_ALEPPO, AIRPORT)], lambda s: s)[1] == ()


def test_a_note_says_in_one_line_which_was_taken_and_which_not() -> None:
    _, (note,) = taken("what happened in Nayrab?", (IN_IDLIB, TOWN, 3.0), (BY_ALEPPO, AIRPORT, 2.9))
    assert note == (
        "Nayrab: taken as the town in Idlib governorate, not the place by Aleppo (military airport, Palestinian "
        "refugee camp)."
    )


@pytest.mark.parametrize("question", ["what happened in Saraqib?", "what happened in Bab al-Nayrab?", "is it raining?"])
def test_places_of_one_name_only_need_no_note(question: str) -> None:
    assert told_apart(places_in(question), [Seen(BY_ALEPPO, AIRPORT)], lambda s: s) == ([Seen(BY_ALEPPO, AIRPORT)], ())


def test_where_nothing_found_is_about_another_place_no_note_is_needed() -> None:
    assert taken("what happened in Nayrab?", (IN_IDLIB, TOWN, 3.0), (NEITHER, "It rained.", 2.0)) == ("Idlib", ())


def test_another_place_than_the_usual_one_is_taken_only_where_the_best_passages_clearly_tell_of_it() -> None:
    question = "what happened in Nayrab?"
    assert taken(question, (BY_ALEPPO, AIRPORT, 3.0), (IN_IDLIB, TOWN, 1.0))[0] == "Aleppo"
    assert taken(question, (BY_ALEPPO, AIRPORT, 3.0), (IN_IDLIB, TOWN, 2.9))[0] == "Idlib"
    assert taken(question, (BY_ALEPPO, "Al-Nayrab was quiet. It is far from Aleppo.", 3.0))[0] == "Idlib"


def test_where_the_found_does_not_tell_nothing_is_left_out_and_the_note_says_so() -> None:
    windows = (BY_ALEPPO, "Al-Nayrab was quiet. It is far from Aleppo.", 3.0), (IN_IDLIB, TOWN, 1.0)
    assert kept("what happened in Nayrab?", *windows) == ["aleppo", "idlib"]
    _, (note,) = taken("what happened in Nayrab?", *windows)
    assert note.endswith("the articles do not tell which.")


def test_only_passages_with_the_mark_of_another_place_are_left_out() -> None:
    found = (IN_IDLIB, TOWN, 3.0), (BY_ALEPPO, AIRPORT, 2.9), (NEITHER, "It rained.", 2.0)
    assert kept("what happened at Nayrab airport?", *found) == ["aleppo", "other"]
    assert kept("what happened at Nayrab?", *found) == ["idlib", "other"]
    assert kept("what happened at Nayrab?", (IN_IDLIB, TOWN, 3.0), (BY_ALEPPO, "Al-Nayrab was quiet.", 2.0)) == [
        "idlib",
        "aleppo",
    ]
    assert kept("what happened at Nayrab?", (IN_IDLIB, TOWN, 3.0), (BY_ALEPPO, "Houses east of Aleppo.", 2.0)) == [
        "idlib"
    ]


def test_a_longer_name_is_another_place_and_decides_nothing() -> None:
    quarter = (NEITHER, "A bomb fell on the Bab al-Nayrab neighbourhood of Aleppo.", 3.0)
    assert kept("what happened in Nayrab?", quarter) == ["other"]
    assert taken("what happened in Nayrab?", quarter)[0] == "Idlib"
    assert kept("what happened in Nayrab?", quarter, (IN_IDLIB, TOWN, 3.0)) == ["idlib"]


@pytest.fixture(scope="module")
def two_nayrabs(embedder: Embedder) -> Answerer:
    corpus = InMemoryCorpus([(a, embedded(a, embedder)) for a in (IN_IDLIB, BY_ALEPPO, NEITHER)])
    corpus.embedder_name = "minilm"
    return Answerer(Finder(LentCorpus(corpus), embedder, words))


@pytest.mark.parametrize(
    ("question", "source", "notes_shown"),
    [
        ("which fighters entered Neirab in Idlib?", "idlib", 0),
        ("what struck the Nairab airport?", "aleppo", 0),
        ("which fighters entered the town of Nayrab?", "idlib", 1),
    ],
)
def test_an_answer_is_from_articles_about_the_place_that_is_meant(
    two_nayrabs: Answerer, question: str, source: str, notes_shown: int
) -> None:
    outcome = two_nayrabs.answer(Question(question))
    assert isinstance(outcome, Answer)
    assert {s.article.id for s in outcome.sources} == {source}
    assert len([n for n in outcome.notes if n.startswith("Nayrab: taken as")]) == notes_shown


def test_spellings_of_a_name_come_in_all_scripts_and_of_each_word_by_itself() -> None:
    assert {"nayrab", "neirab", "نيرب"} <= set(spellings_of("Nerab"))
    assert {"aleppo", "haleb", "حلب"} <= set(spellings_of("Halab"))
    found = spellings_in("the siege of Deir ez-Zor")
    assert {"dayr", "der", "deirezzor"} <= set(found.of["deir"])
    assert {"zour", "zawr", "deirezzor"} <= set(found.of["zor"])
    assert found.left_out == {"ez"}
    assert "arab" not in spellings_in("the siege of Kobani").of["kobani"]


def test_a_name_written_as_one_word_meets_it_written_as_two() -> None:
    assert "nabl" in spellings_in("the hospital of Kafranbel").of["kafranbel"]
    assert "kafranbel" in spellings_in("the hospital of Kafr Nabl").of["nabl"]


def test_unknown_names_have_no_spellings() -> None:
    assert spellings_of("Qwertz") == ()
    assert spellings_in("why does Qwertz matter?").of == {}
