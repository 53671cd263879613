from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering import query, ranking
from bot.answering.models import Question
from bot.answering.retrieve import ScoredSentence
from tests.fakes.corpus import InMemoryCorpus
from tests.fakes.library import article, passage

if TYPE_CHECKING:
    from ingest.corpus.models import Article


def ranked(question: str, *shelf: Article) -> list[str]:
    """Rank all sentences of the shelf, each retrieved as well as any other."""
    asked = query.read(Question(question), InMemoryCorpus([(a, ()) for a in shelf]))
    found = [
        ScoredSentence(passage(a), n, 1.0, 0.4, 0.4, 0.2, 0.2) for a in shelf for n in range(len(passage(a).sentences))
    ]
    by_id = {a.id: a for a in shelf}
    return [c.sentence.text for c in ranking.rank(asked, found, by_id.get)]


def test_a_sentence_that_holds_more_of_the_topic_comes_first() -> None:
    of = article("one", "The ferry to the islands sailed at noon today. The bridge of Tellin was closed by the mayor.")
    assert ranked("What became of the bridge of Tellin?", of)[0].startswith("The bridge of Tellin")


def test_a_publisher_that_speaks_of_itself_is_not_preferred_for_being_named() -> None:
    of = article(
        "one",
        "The Coast Agency is proud of the work of the Coast Agency. Divers found nine boats under the bridge.",
        publisher="Coast Agency",
    )
    assert ranked("How many boats were found, according to Coast Agency?", of)[0].startswith("Divers found nine boats")


def test_a_number_beside_what_is_counted_comes_before_any_other_number() -> None:
    of = article(
        "one", "Divers worked for nine long hours in rain. Mist hid the soldiers. Divers found nine soldiers there."
    )
    assert ranked("How many soldiers were found?", of)[0] == "Divers found nine soldiers there."


def test_promotions_and_headings_come_last() -> None:
    of = article(
        "one", "READ: The bridge of Tellin was closed by the mayor. The bridge of Tellin reopened to the mayor."
    )
    assert ranked("Which mayor closed the bridge of Tellin?", of)[-1].startswith("READ:")
