"""The places that a text names: which each can be, how else it is spelt, and what the articles said of it last.

Place in the flow: beside answering: the menu "Explain place" asks here. What a text says around a name tells which of
several places is meant (`places`), what stands in the articles which of them a sentence is about (`which_place`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.answering import orders
from bot.answering.datings import datings
from bot.answering.errors import BadQuestionError
from bot.answering.findings import PlaceNote
from bot.answering.models import Excerpt, Question
from bot.answering.neighbours import is_list_item
from bot.answering.places import places_in
from bot.answering.ranking import is_statement
from bot.answering.statements import prose
from bot.answering.veil import veiled
from bot.answering.which_place import Seen, told_apart
from ingest.corpus.gazetteer import find_places
from ingest.corpus.models import ArticleFilter
from ingest.corpus.romanization import script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.finding import Finder
    from bot.answering.places import PlaceMention
    from bot.answering.ports import SearchableCorpus
    from bot.answering.query import Query
    from bot.research import Hidden
    from ingest.corpus.gazetteer import Place
    from ingest.corpus.models import Article, Span, TimeMention

MOST = 8
"""Places of one text that are explained."""
LOOKED_AT = 300
"""Sentences that are looked at in each period, the best matches first."""
PERIODS = (60, 400, None)
"""Days back from the newest report in which a place is looked for, one after another; None: all there is."""
_MOST_LATIN, _MOST_OTHERS = 3, 2
_LONGEST = 60


class _Told(NamedTuple):
    """A sentence about a place: the last day that it names itself, else the day on which it was printed."""

    excerpt: Excerpt
    day: dt.date
    tells_its_day: bool
    score: float


class Places:
    """Explains places from the gazetteer and the live corpus; safe to call from several threads."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def explain(self, text: str, today: dt.date, hidden: Hidden = frozenset()) -> Sequence[PlaceNote]:
        """Return the places in order of appearance, each once, at most `MOST`; raises `CorpusError`.

        What was said after `today` is not looked at.
        """
        named = _each_once(_mentions(prose(text)))[:MOST]
        if not named:
            return ()
        with self._finder.lease() as whole:
            corpus = veiled(whole, hidden)
            return [self._note(mention, today, corpus) for mention in named]

    def _note(self, mention: PlaceMention, today: dt.date, corpus: SearchableCorpus) -> PlaceNote:
        meant = (mention.chosen,) if mention.is_said else (mention.chosen, *mention.rivals)
        said = self._last_said(mention, today, corpus)
        return PlaceNote(mention.name, meant, spellings(mention.chosen, mention.name), said)

    def _last_said(self, mention: PlaceMention, today: dt.date, corpus: SearchableCorpus) -> Excerpt | None:
        try:
            asked = self._finder.read(Question(mention.name), corpus)
        except BadQuestionError:
            return None
        newest = max((printed.last for _, printed in corpus.printed() if printed), default=None)
        if newest is None:
            return None
        until = min(newest, today + _TIME_ZONES)
        told: list[_Told] = []
        for days in PERIODS:
            within = ArticleFilter(since=until - dt.timedelta(days) if days else None, until=until)
            told = _about_it(mention, list(_sentences(asked, within, corpus, mention)))
            if any(t.tells_its_day for t in told):
                break
        return max(told, key=lambda t: (t.tells_its_day, t.day, t.score)).excerpt if told else None


_TIME_ZONES = dt.timedelta(days=1)
"""Where a report is printed it may be tomorrow already."""


_CLAUSE_ENDS = re.compile(r"[.!?;\n؟؛]+(?=\s|$)|\n")


def _mentions(text: str) -> Iterator[PlaceMention]:
    """Yield the places named, each read by its own clause; where that does not tell which, by the whole text."""
    known = {m.name: m for m in places_in(text)}
    for clause in _CLAUSE_ENDS.split(text):
        for mention in places_in(clause):
            yield mention if mention.is_said else known.get(mention.name, mention)


def _each_once(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Return the first mention of each place; one that is told which comes before one that is not."""
    found: dict[Place, PlaceMention] = {}
    for mention in mentions:
        known = found.get(mention.chosen)
        if known is None or (mention.is_said and not known.is_said):
            found[mention.chosen] = mention
    return list(found.values())


def _sentences(asked: Query, within: ArticleFilter, corpus: SearchableCorpus, mention: PlaceMention) -> Iterator[_Told]:
    """Yield the dated statements that name the place, orders to readers left out."""
    groups = [t.group for t in asked.terms]
    found = corpus.match_sentences(groups, LOOKED_AT, within) if groups else []
    passages = corpus.load({id_ for id_, _, _ in found})
    for id_, place, score in found:
        passage = passages[id_].passage
        article = corpus.article(passage.article_id)
        if article is None or article.published is None:
            continue
        span = passage.sentences[place]
        text = span.of(article.text)
        if _is_news(text) and not orders.left_out(text, asked, passage.text) and names(mention.chosen, text):
            days = list(_own_days(article, span, passage.times, article.published.last))
            yield _Told(Excerpt(article, span), max(days, default=article.published.last), bool(days), score)


_A_WORK_OF_REFERENCE = 12_000
"""Characters from which on a text is no report of its day: "on Monday" and a date without a year may be of any year."""
_YEAR_STANDS_WITHIN = 3_000


def _own_days(article: Article, span: Span, times: Iterable[TimeMention], printed: dt.date) -> Iterator[dt.date]:
    before = article.text[max(0, span.start - _YEAR_STANDS_WITHIN) : span.end]
    of_its_day = len(article.text) < _A_WORK_OF_REFERENCE
    for _, last in datings(article, span, times if of_its_day else ()):
        if last <= printed and (of_its_day or str(last.year) in before):
            yield last


def _is_news(text: str) -> bool:
    return is_statement(text) and "|" not in text and not is_list_item(text) and len(text.split()) <= _LONGEST


def names(place: Place, sentence: str) -> bool:
    """Tell whether a sentence names the place, and not only a longer name with this one's in it."""
    return any(place in match.places for match in find_places(sentence))


def _about_it(mention: PlaceMention, told: list[_Told]) -> list[_Told]:
    """Leave out what bears the mark of another place of this name."""
    meant = replace(mention, is_said=True)
    return told_apart([meant], told, lambda t: Seen(t.excerpt.article, t.excerpt.text, t.score))[0]


def spellings(place: Place, written: str) -> tuple[str, ...]:
    """Return a few other spellings: Latin ones, then those in Arabic and Cyrillic letters."""
    others = [s for s in dict.fromkeys((place.name, *place.spellings)) if s.casefold() != written.casefold()]
    by_script = {name: [s for s in others if script(s) == name] for name in ("latin", "arabic", "cyrillic")}
    turkish = [s for s in by_script["latin"] if not s.isascii()][:1]
    latin = list(dict.fromkeys((*by_script["latin"][:_MOST_LATIN], *turkish)))
    return (*latin, *by_script["arabic"][:_MOST_OTHERS], *by_script["cyrillic"][:_MOST_OTHERS])
