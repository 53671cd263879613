"""A refusal as people read it: what was searched, what comes nearest, what can be asked.

Place in the flow: written when `sufficiency` says no. It judges nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.answering import dates, premise
from bot.answering.compose import compose
from bot.answering.dates import spoken_day
from bot.answering.models import DraftClaim, Reason, Refused, Searched
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.material import Material
    from bot.answering.models import Excerpt
    from bot.answering.ports import SearchableCorpus
    from bot.answering.ranking import Candidate
    from ingest.corpus.models import Article

_NEAREST = 3
_PUBLISHERS_NAMED = 5


def write(material: Material, reason: Reason, model: str) -> Refused:
    """Return the refusal with its text; of a false premise it says what the articles do say."""
    if reason is Reason.FALSE_PREMISE and (against := premise.contrary(material)):
        return _corrected(material, against, model)
    searched = _searched(material.library.corpus, material.query.filter)
    nearest = _nearest(material.ranked) if reason is not Reason.OFF_TOPIC else ()
    opening = _OPENINGS[reason]
    return Refused(
        question=material.question.text,
        reason=reason,
        text=" ".join([opening, _what_was_searched(searched), *_close(nearest)]),
        searched=searched,
        nearest=nearest,
        model=model,
        notes=material.query.notes,
    )


_CORRECTIONS = 2


def _corrected(material: Material, against: Sequence[Excerpt], model: str) -> Refused:
    """Quote what the articles say instead, one sentence of an article, at most two."""
    best = list({e.article.story or e.article.id: e for e in reversed(against)}.values())[::-1][:_CORRECTIONS]
    claims = [DraftClaim(f"“{' '.join(e.text.split())}”", (e,), quoted=True) for e in best]
    composed = compose(claims, (), material.library.also_printed_by)
    return Refused(
        question=material.question.text,
        reason=Reason.FALSE_PREMISE,
        text=f"{_OPENINGS[Reason.FALSE_PREMISE]} They say: {composed.text}",
        searched=_searched(material.library.corpus, material.query.filter),
        nearest=_nearest(material.ranked),
        model=model,
        notes=material.query.notes,
        claims=composed.claims,
        sources=composed.sources,
        as_of=dates.as_of([source.article for source in composed.sources]),
    )


_OPENINGS = {
    Reason.NO_EVIDENCE: "My articles do not say.",
    Reason.OFF_TOPIC: "That is not something my articles are about; ask me about the events and places they report on.",
    Reason.FALSE_PREMISE: "My articles do not bear out what the question takes for granted.",
    Reason.BAD_QUESTION: "I could not make out a question.",
    Reason.EMPTY_CORPUS: "I have no articles yet.",
}


def _searched(corpus: SearchableCorpus, within: ArticleFilter) -> Searched:
    printed = corpus.printed()
    admitted = [(publisher, date) for publisher, date in printed if within.admits(publisher, date)]
    days = [date.day for _, date in admitted if date]
    publishers = Counter(publisher for publisher, _ in admitted)
    undated_only = ArticleFilter(publishers=within.publishers)
    undated = sum(date is None and undated_only.admits(publisher, None) for publisher, date in printed)
    return Searched(
        articles=len(admitted),
        publishers=tuple(sorted(publishers, key=lambda p: (-publishers[p], p))),
        earliest=min(days, default=None),
        latest=max(days, default=None),
        undated=undated,
    )


def _what_was_searched(searched: Searched) -> str:
    named = ", ".join(searched.publishers[:_PUBLISHERS_NAMED])
    more = len(searched.publishers) - _PUBLISHERS_NAMED
    by = f" by {named}{f' and {more} more' if more > 0 else ''}" if named else ""
    dated = ""
    if searched.earliest and searched.latest:
        dated = f", dated {spoken_day(searched.earliest)} to {spoken_day(searched.latest)}"
    noun = "article" if searched.articles == 1 else "articles"
    return f"I searched {searched.articles:,} {noun}{by}{dated}."


def _nearest(ranked: Sequence[Candidate]) -> tuple[Article, ...]:
    found = {c.article.id: c.article for c in ranked}
    return tuple(found.values())[:_NEAREST]


def _close(nearest: Sequence[Article]) -> list[str]:
    return [f"Closest: {'; '.join(f'“{a.title}” ({a.publisher})' for a in nearest)}."] if nearest else []
