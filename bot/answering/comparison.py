"""Comparison: a topic in, what its publishers say of it side by side out.

Place in the flow: beside answering, for `accounts TOPIC`. It leases the corpus for one topic, so a new snapshot fails
nothing in flight; it takes no side and writes no statement of its own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering import accounts, dates, refusal
from bot.answering.compose import compose
from bot.answering.events import Events
from bot.answering.models import Answer, DraftClaim, Excerpt, Reason
from bot.answering.ranking import is_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering.finding import Finder
    from bot.answering.material import Material
    from bot.answering.models import Dispute, Outcome, Question
    from bot.answering.ranking import Candidate

MODEL = "extractive"
_MOST_PUBLISHERS = 6
_LOOKED_AT = 60


class Comparison:
    """Compares accounts from the live corpus; safe to call from several threads."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def accounts(self, question: Question) -> Outcome:
        """Return who says what of a topic (`question.text` names it); raises `BadQuestionError`, `CorpusError`."""
        clock = self._finder.clock
        started = clock()
        with self._finder.lease_for(question) as corpus:
            asked = self._finder.read(question, corpus)
            material = self._finder.find(question, asked, corpus)
            outcome = _compared(material)
        spent = replace(material.timings, total=1000 * (clock() - started))
        return replace(outcome, timings=spent, asked_as=asked.rewritten)


def _compared(material: Material) -> Outcome:
    tellers = list(islice(_best_of_each(material), _MOST_PUBLISHERS))
    if not tellers:
        return refusal.write(material, Reason.NO_EVIDENCE, MODEL)
    disputes = accounts.find_all(material)
    claims = [] if disputes else [_claim(candidate) for candidate in tellers]
    composed = compose(claims, disputes, material.library.also_printed_by)
    remarks = () if disputes else accounts.updates(material)
    return Answer(
        question=material.question.text,
        text="\n".join(filter(None, (_opening(tellers, disputes), composed.text))),
        claims=composed.claims,
        sources=composed.sources,
        as_of=dates.as_of(s.article for s in composed.sources),
        model=MODEL,
        disagreements=composed.disagreements,
        notes=(*material.query.notes, *remarks),
        timings=material.timings,
    )


def _best_of_each(material: Material) -> Iterator[Candidate]:
    """Yield the best sentence on the topic by each publisher; a report that several printed counts once."""
    events = Events(material, is_topic=True)
    seen: set[str] = set()
    for candidate in material.ranked[:_LOOKED_AT]:
        article = candidate.article
        told_by = {article.publisher, article.story or article.id}
        if told_by.isdisjoint(seen) and is_statement(candidate.sentence.text) and events.is_on_subject(candidate):
            seen |= told_by
            yield candidate


def _claim(candidate: Candidate) -> DraftClaim:
    excerpt = Excerpt(candidate.article, candidate.sentence.span)
    return DraftClaim(f"“{' '.join(excerpt.text.split())}”", (excerpt,), quoted=True)


def _opening(tellers: Sequence[Candidate], disputes: Sequence[Dispute]) -> str:
    if disputes:
        told = "one point" if len(disputes) == 1 else f"{len(disputes)} points"
        return f"Publishers that report on this differ on {told}."
    if len(tellers) == 1:
        return f"Only {tellers[0].article.publisher} reports on this, so there is nothing to compare."
    return (
        f"I found no difference in figures, dates, actors or outcomes between {len(tellers)} publishers;"
        " compare their words yourself."
    )
