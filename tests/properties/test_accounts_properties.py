from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.finding import Finder
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Answerer
from ingest.corpus.models import Article, PublicationDate
from tests.fakes.corpus import DIMENSION, InMemoryCorpus, LentCorpus, passages_of, vector_of

if TYPE_CHECKING:
    from ingest.corpus.models import Vector

FIGURES = st.sampled_from(("3", "at least 12", "19", "some 40", "forty-three", "1,300", "dozens of"))
DEEDS = st.sampled_from(("killed", "wounded"))
PUBLISHERS = st.sampled_from(("Harbour Post", "Coast Agency", "State Wire"))
REPORTS = st.lists(st.tuples(FIGURES, DEEDS, PUBLISHERS, st.integers(1, 20)), min_size=1, max_size=6)


class _Words:
    """Embeds a question as the corpus embeds its passages."""

    dimension = DIMENSION

    def query_vector(self, text: str) -> Vector:
        return vector_of(text)


def _article(n: int, figure: str, deed: str, publisher: str, day: int) -> Article:
    text = f"Shelling of the market of Dorra {deed} {figure} people, rescuers said. The market was full of people."
    printed = PublicationDate(dt.date(2019, 3, day))
    return Article(f"a{n}", f"Market of Dorra {n}", text, publisher, f"a{n}.txt", published=printed)


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_accounts_are_verbatim_numbered_and_one_a_publisher(reports: list[tuple[str, str, str, int]]) -> None:
    articles = [_article(n, *report) for n, report in enumerate(reports)]
    corpus = InMemoryCorpus([(a, passages_of(a)) for a in articles])
    answerer = Answerer(Finder(LentCorpus(corpus), _Words(), lambda text: len(text.split())))
    outcome = answerer.answer(Question("How many people did the shelling of the market of Dorra kill?"))
    if not isinstance(outcome, Answer):
        return
    sources = {s.n: s for s in outcome.sources}
    for source in outcome.sources:
        assert all(q.text == q.span.of(source.article.text) for q in source.quotes)
    for dispute in outcome.disagreements:
        cited = [{sources[n].article.publisher for n in account.citations} for account in dispute.accounts]
        assert all(len(names) == 1 for names in cited)
        assert len({name for names in cited for name in names}) == len(dispute.accounts) > 1
