from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.finding import Finder
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Answerer
from bot.answering.places import fits_place, notes, places_in, settled, spellings_in, spellings_of, told_apart
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words
from tests.fakes.library import article

if TYPE_CHECKING:
    from ingest.corpus.embedder import Embedder

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


@pytest.mark.parametrize(
    "spelling", ["Nayrab", "Neirab", "Al-Nayrab", "An Nayrab", "nayrab", "Nerab", "النيرب", "Эн-Найраб"]
)
def test_every_spelling_of_nayrab_is_taken_as_the_town_in_idlib_and_a_note_says_so(spelling: str) -> None:
    mentions = places_in(f"what happened in {spelling} last week?")
    assert [m.chosen.region for m in mentions] == ["Idlib"]
    (note,) = notes(mentions)
    assert note == (
        "Nayrab: taken as the town in Idlib governorate; there is also the place by Aleppo (military airport, "
        "Palestinian refugee camp) of that name."
    )


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("who shelled Nayrab airport?", "Aleppo"),
        ("how many live in the refugee camp of Neirab?", "Aleppo"),
        ("what happened in al-Nayrab, near Aleppo?", "Aleppo"),
        ("ماذا حدث في مخيم النيرب؟", "Aleppo"),
        ("who holds Nayrab in Idlib?", "Idlib"),
        ("is Nerab west of Saraqeb?", "Idlib"),
        ("который Найраб у Идлиба?", "Idlib"),
    ],
)
def test_a_question_that_says_which_is_taken_at_its_word_and_needs_no_note(question: str, where: str) -> None:
    assert region(question) == where
    assert notes(places_in(question)) == ()


@pytest.mark.parametrize("question", ["what happened in Saraqib?", "who holds Homs?", "is it raining?", ""])
def test_places_of_one_name_only_need_no_note(question: str) -> None:
    assert notes(places_in(question)) == ()


def test_a_passage_is_told_by_what_it_names_besides_the_place() -> None:
    town = places_in("who holds Nayrab in Idlib?")
    assert fits_place(town, IN_IDLIB, "The town of al-Nayrab lies west of Saraqib.") == 1.0
    assert fits_place(town, BY_ALEPPO, "Rockets struck the al-Nayrab military airport on Friday.") == -1.0
    airport = places_in("who shelled Nayrab airport?")
    assert fits_place(airport, BY_ALEPPO, "Rockets struck the al-Nayrab military airport on Friday.") == 1.0
    assert fits_place(airport, IN_IDLIB, "The town of al-Nayrab lies west of Saraqib.") == -1.0


def test_where_the_passage_does_not_tell_the_article_does_for_half() -> None:
    town = places_in("who holds Nayrab in Idlib?")
    assert fits_place(town, IN_IDLIB, "Al-Nayrab was quiet.") == 0.5
    assert fits_place(town, BY_ALEPPO, "Al-Nayrab was quiet.") == -0.5
    assert fits_place(town, NEITHER, "It rained.") == 0.0


def test_names_of_one_place_never_speak_against_a_passage() -> None:
    assert (
        fits_place(places_in("who holds Saraqib?"), BY_ALEPPO, "Rockets struck the al-Nayrab military airport.") == 0.0
    )


def test_where_the_question_leaves_it_open_the_best_passage_settles_it() -> None:
    open_question = places_in("what happened in Nayrab?")
    windows = [(NEITHER, "It rained."), (BY_ALEPPO, "Rockets struck the al-Nayrab military airport.")]
    (mention,) = settled(open_question, [*windows, (IN_IDLIB, "Al-Nayrab lies west of Saraqib.")])
    assert mention.chosen.region == "Aleppo"
    assert "taken as the place by Aleppo" in notes([mention])[0]
    assert settled(open_question, []) == open_question


def test_only_passages_of_the_place_that_is_meant_are_kept() -> None:
    found = [(IN_IDLIB, IN_IDLIB.text), (BY_ALEPPO, BY_ALEPPO.text), (NEITHER, NEITHER.text)]
    kept, said = told_apart(places_in("what happened at Nayrab airport?"), found, lambda f: f)
    assert [a.id for a, _ in kept] == ["aleppo", "other"]
    assert said == ()
    kept, said = told_apart(places_in("what happened at Nayrab?"), found, lambda f: f)
    assert [a.id for a, _ in kept] == ["idlib", "other"]
    assert len(said) == 1


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
