"""A timeline of a place: the dated sentences about it, one line an event, each with its sources.

Place in the flow: beside answering: a place in, an `Answer` out whose lines are events in order of time. The choice is
pure; `Chronicle` leases the corpus and looks the sentences up. It writes no sentence of its own, and guesses no date: a
sentence without a day of its own, or a relative one that ingest worked out, is left aside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.answering import dates, orders, refusal
from bot.answering.compose import compose
from bot.answering.datings import datings
from bot.answering.models import Answer, DraftClaim, Excerpt, Reason
from bot.answering.ranking import is_statement, window_text
from bot.answering.which_place import Seen, told_apart
from bot.answering.written_days import written_days
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.finding import Finder
    from bot.answering.material import Library, Material
    from bot.answering.models import Outcome, Question, Refused
    from bot.answering.ports import SearchableCorpus
    from bot.answering.query import Query
    from bot.answering.ranking import Candidate
    from ingest.corpus.models import Article, ArticleFilter, Passage

MODEL = "extractive"
LOOKED_AT = 600
"""How many sentences about the place are looked at, the best matches first."""
_LONGEST = 60
_ALIKE = 0.5
_ABOUT_THE_PLACE = 0.6


@dataclass(frozen=True, slots=True)
class Event:
    """One line: the days it is about (both inclusive), the best sentence, and the others that tell the same."""

    first: dt.date
    last: dt.date
    sentence: Excerpt
    also: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events that are shown, in order of time, and the same as an answer: `events[i]` is `outcome.claims[i]`."""

    events: tuple[Event, ...]
    outcome: Answer


class _Dated(NamedTuple):
    excerpt: Excerpt
    first: dt.date
    last: dt.date
    score: float


class Chronicle:
    """Makes timelines from the live corpus; safe to call from several threads."""

    def __init__(self, finder: Finder, *, most: int = 20) -> None:
        self._finder = finder
        self._most = most

    def timeline(self, question: Question) -> Timeline | Refused:
        """Return what happened at a place (`question.text` names it); raises `BadQuestionError`.

        The dates of the filter limit the events, not the articles: what happened in March may be told in May.
        """
        clock = self._finder.clock
        started = clock()
        period = question.filter
        question = replace(question, filter=replace(period, since=None, until=None))
        with self._finder.lease_for(question) as corpus:
            asked = self._finder.read(question, corpus)
            material = self._finder.find(question, asked, corpus)
            place = frozenset(term for t in asked.terms for term in t.group)
            told = events_of(_about_it(material, _sentences(asked, corpus, material.library)), place)
            events = [event for event in told if _happened_in(period, event)]
            made = _composed(material, events, self._most) if events else _none(material)
        spent = replace(material.timings, total=1000 * (clock() - started))
        match made:
            case Timeline():
                return replace(made, outcome=replace(made.outcome, timings=spent, asked_as=asked.rewritten))
            case _:
                return replace(made, timings=spent, asked_as=asked.rewritten)


def _happened_in(period: ArticleFilter, event: Event) -> bool:
    after = period.since is None or event.last >= period.since
    return after and (period.until is None or event.first <= period.until)


def outcome_of(made: Timeline | Refused) -> Outcome:
    """Return a timeline as an answer."""
    return made.outcome if isinstance(made, Timeline) else made


def _none(material: Material) -> Refused:
    return refusal.write(material, Reason.NO_EVIDENCE, MODEL)


def _sentences(asked: Query, corpus: SearchableCorpus, library: Library) -> list[_Dated]:
    """Return the dated sentences that name the place, best matches first."""
    groups = [t.group for t in asked.terms if not t.only_asks]
    if not groups:
        return []
    found = corpus.match_sentences(groups, LOOKED_AT, asked.filter)
    passages = corpus.load({id_ for id_, _, _ in found})
    wanted = [frozenset(group) for group in groups]
    dated: list[_Dated] = []
    for id_, place, score in found:
        if id_ in passages:
            passage = passages[id_].passage
            told = _dated(passage, place, score, wanted, library)
            dated.extend(d for d in told if not orders.left_out(d.excerpt.text, asked, passage.text))
    return dated


def _dated(
    passage: Passage, place: int, score: float, wanted: Sequence[frozenset[str]], library: Library
) -> Iterable[_Dated]:
    article = library.corpus.article(passage.article_id)
    span = passage.sentences[place]
    if article is None or not _names_the_place(span.of(article.text), wanted):
        return
    text = span.of(article.text)
    if not is_statement(text) or "|" in text or len(text.split()) > _LONGEST:  # a row of a table is no sentence
        return
    days = datings(article, span, passage.times)
    if days:
        yield _Dated(Excerpt(article, span), *days[0], score)


def _about_it(material: Material, dated: Iterable[_Dated]) -> list[_Dated]:
    """Leave out what is about another place of the name; the best passages tell which is meant, as for an answer."""
    found: list[Candidate | _Dated] = [*material.ranked, *dated]
    kept, _ = told_apart(material.query.places, found, _seen)
    return [each for each in kept if isinstance(each, _Dated)]


def _seen(found: Candidate | _Dated) -> Seen:
    if isinstance(found, _Dated):
        return Seen(found.excerpt.article, found.excerpt.text, found.score)
    return Seen(found.article, window_text(found.sentence, found.article), found.preference)


def _names_the_place(text: str, wanted: Sequence[frozenset[str]]) -> bool:
    held = {t.term for t in terms(text)}
    return sum(not held.isdisjoint(group) for group in wanted) >= _ABOUT_THE_PLACE * len(wanted)


def events_of(sentences: Iterable[_Dated], place: AbstractSet[str]) -> list[Event]:
    """Put sentences of the same days that tell the same together, one event each, in order of time.

    `place` holds the terms of the place: that two sentences share them says nothing, nor do their dates.
    """
    events: list[Event] = []
    for each in sentences:
        at = next((n for n, event in enumerate(events) if _same(event, each, place)), None)
        if at is None:
            events.append(Event(each.first, each.last, each.excerpt))
        elif _adds(events[at], each.excerpt.article):
            events[at] = replace(events[at], also=(*events[at].also, each.excerpt))
    return sorted(events, key=lambda e: (e.first, e.last))


def _same(event: Event, sentence: _Dated, place: AbstractSet[str]) -> bool:
    if (event.first, event.last) != (sentence.first, sentence.last):
        return False
    mine, theirs = (_content(text) - place for text in (event.sentence.text, sentence.excerpt.text))
    return len(mine & theirs) >= _ALIKE * max(1, min(len(mine), len(theirs)))


def _adds(event: Event, article: Article) -> bool:
    """Tell whether the article is another report: the same one, or a copy of it, says nothing more."""
    tellers = {e.article.story or e.article.id for e in (event.sentence, *event.also)}
    return (article.story or article.id) not in tellers


def _content(text: str) -> frozenset[str]:
    days = [d.span for d in written_days(text)]
    return frozenset(t.term for t in terms(text) if not any(d.start <= t.start < d.end for d in days))


def most_told(events: Sequence[Event], limit: int) -> list[Event]:
    """Return `limit` events in order of time: those that several reports tell first, then the exact ones."""
    if len(events) <= limit:
        return list(events)
    weighed = sorted(range(len(events)), key=lambda n: (-len(events[n].also), (events[n].last - events[n].first).days))
    return [events[n] for n in sorted(weighed[:limit])]


def _composed(material: Material, events: Sequence[Event], most: int) -> Timeline:
    shown = most_told(events, most)
    claims = tuple(_claim(event) for event in shown)
    composed = compose(claims, (), material.library.also_printed_by)
    lines = [f"{c.text} {' '.join(f'[{n}]' for n in c.citations)}" for c in composed.claims]
    left_out = len(events) - len(shown)
    return Timeline(
        tuple(shown),
        Answer(
            question=material.question.text,
            text="\n".join(lines),
            claims=composed.claims,
            sources=composed.sources,
            as_of=dates.as_of(s.article for s in composed.sources),
            model=MODEL,
            notes=(*material.query.notes, *_remarks(left_out)),
            timings=material.timings,
            periods=tuple((event.first, event.last) for event in shown),
        ),
    )


def _claim(event: Event) -> DraftClaim:
    said = " ".join(event.sentence.text.split())
    return DraftClaim(f"{dates.spoken_days(event.first, event.last)}: “{said}”", (event.sentence, *event.also))


def _remarks(left_out: int) -> tuple[str, ...]:
    only = "Only sentences that name the place and a date are listed."
    more = f"{left_out} more events are left out; narrow the period to see them." if left_out else ""
    return tuple(line for line in (only, more) if line)
