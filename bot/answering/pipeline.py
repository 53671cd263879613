"""Answerer: the stages of answering, in order: read, find, write, compare, compose.

Place in the flow: what the command line and the Discord bot call. It holds no state of its own; the corpus is leased
for one question, so a new snapshot never fails a question in flight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering import accounts, dates, evidence, parts, refusal
from bot.answering.compose import compose
from bot.answering.metering import metered
from bot.answering.models import Answer, Declined, Draft, Timings
from bot.answering.writers import MODEL, Quoting

if TYPE_CHECKING:
    from bot.answering.finding import Finder
    from bot.answering.material import Material
    from bot.answering.models import Evidence, Outcome, Question
    from bot.answering.ports import SearchableCorpus
    from bot.answering.query import Query
    from bot.answering.writers import Progress, Writer

__all__ = ["MODEL", "Answerer", "SearchResult"]

_DEFAULT_PASSAGES = 10


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What `search` found, best first, and what it cost."""

    evidence: tuple[Evidence, ...]
    timings: Timings
    notes: tuple[str, ...] = ()


class Answerer:
    """Answers questions from the live corpus; safe to call from several threads."""

    def __init__(self, finder: Finder, writer: Writer | None = None, *, outlook: dates.Outlook | None = None) -> None:
        self._finder = finder
        self._writer = writer or Quoting()
        self._outlook = outlook or dates.Outlook()

    def answer(self, question: Question, progress: Progress | None = None) -> Outcome:
        """Return an answer or a refusal; raises `BadQuestionError`, or `CorpusError` for a corpus it cannot read.

        `progress` is told of each claim as soon as it is checked.
        """
        clock = self._finder.clock
        started = clock()
        with self._finder.lease_for(question) as corpus, metered(self._finder.count_tokens) as meter:
            asked = self._finder.read(question, corpus)
            each = asked.parts or (asked,)
            outcomes = [self._answer_part(question, p, corpus, progress) for p in each]
            outcome = parts.joined(question, outcomes, asked.rewritten)
        total = 1000 * (clock() - started)
        spent = outcome.timings
        timings = replace(spent, answer=total - spent.embed - spent.search, total=total)
        return replace(outcome, timings=timings, asked_as=asked.rewritten, usage=meter.total)

    def search(
        self, question: Question, *, limit: int | None = None, tokens: int | None = None, cut: bool = False
    ) -> SearchResult:
        """Return the best passages (`limit`), or the evidence that fits into a budget of `tokens` cl100k tokens.

        `cut` ends the evidence sooner, where the scores fall.
        """
        started = self._finder.clock()
        with self._finder.lease_for(question) as corpus:
            asked = self._finder.read(question, corpus)
            material = self._finder.find(question, asked, corpus, calm=False)
            ranked, count = material.retrieval.sentences, material.count_tokens
            if tokens is None:
                pieces = evidence.best_passages(ranked, corpus.article, count, limit or _DEFAULT_PASSAGES)
            else:
                below = evidence.CUT_BELOW_BEST if cut else None
                pieces = evidence.within_budget(ranked, corpus.article, count, tokens, cut=below)
        total = 1000 * (self._finder.clock() - started)
        return SearchResult(pieces, replace(material.timings, total=total), asked.notes)

    def _answer_part(
        self, question: Question, asked: Query, corpus: SearchableCorpus, progress: Progress | None
    ) -> Outcome:
        material = self._finder.find(question, asked, corpus)
        drafted = self._writer.draft(material, progress) if progress else self._writer.draft(material)
        if not isinstance(drafted, Draft):
            declined = drafted if isinstance(drafted, Declined) else Declined(drafted)
            refused = refusal.write(material, declined.reason, self._writer.name)
            return replace(refused, notes=(*declined.notes, *refused.notes), timings=material.timings)
        return self._composed(material, drafted)

    def _composed(self, material: Material, drafted: Draft) -> Answer:
        disputes = accounts.find(material, drafted.claims)
        composed = compose(drafted.claims, disputes, material.library.also_printed_by)
        articles = [source.article for source in composed.sources]
        remarks = self._outlook.remarks(material.query, articles, material.question.today)
        return Answer(
            question=material.question.text,
            text=composed.text,
            claims=composed.claims,
            sources=composed.sources,
            as_of=dates.as_of(articles),
            model=drafted.model,
            disagreements=composed.disagreements,
            withheld=drafted.withheld,
            notes=(*drafted.notes, *material.query.notes, *remarks),
            timings=material.timings,
        )
