"""What a corpus holds, counted: publishers with their dates and voices, and the places that its articles tell of.

Place in the flow: `library` takes stock once per snapshot. Pure; the articles are handed in, each is looked at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.datelines import news_begins
from bot.answering.findings import PublisherLine
from ingest.corpus.gazetteer import find_places

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ingest.corpus.models import Article, PublicationDate

_OPENING = 250
_READ_FOR_PLACES = 1_500
"""Articles whose openings are read for places: enough to know which are frequent, in a corpus of any size."""
_EVERYWHERE = ("country",)
_MOST_PLACES = 40
_TELLERS = 2


@dataclass(frozen=True, slots=True)
class Stock:
    """The publishers, most articles first, and the places: how many articles open with each, overall and by month."""

    articles: int
    publishers: tuple[PublisherLine, ...]
    places: tuple[str, ...] = ()
    months: Mapping[tuple[str, int, int], int] = field(default_factory=dict)

    @property
    def earliest(self) -> dt.date | None:
        """The day of the oldest dated article."""
        return min((p.earliest for p in self.publishers if p.earliest), default=None)

    @property
    def newest(self) -> dt.date | None:
        """The day of the newest dated article."""
        return max((p.newest for p in self.publishers if p.newest), default=None)


def taken(articles: Iterable[Article]) -> Stock:
    """Count everything; places are read off the openings of articles spread evenly over the corpus."""
    every = list(articles)
    publishers: dict[str, _Shelf] = {}
    for article in every:
        for name in {article.publisher, *(copy.publisher for copy in article.copies)}:
            shelf = publishers.setdefault(name, _Shelf())
            shelf.add(article.published, article.affiliation if name == article.publisher else None)
    lines = [shelf.line(name) for name, shelf in publishers.items()]
    places, months = _places(every[:: max(1, -(-len(every) // _READ_FOR_PLACES))])
    ordered = sorted(lines, key=lambda line: (-line.articles, line.name.casefold(), line.name))
    return Stock(len(every), tuple(ordered), places, months)


class _Shelf:
    """The articles of one publisher while they are counted."""

    def __init__(self) -> None:
        self._days: list[dt.date] = []
        self._voices: Counter[str] = Counter()
        self._count = 0

    def add(self, published: PublicationDate | None, affiliation: str | None) -> None:
        self._count += 1
        if published:
            self._days.append(published.day)
        if affiliation and affiliation.strip():
            self._voices[" ".join(affiliation.split())] += 1

    def line(self, name: str) -> PublisherLine:
        voices = tuple(voice for voice, _ in sorted(self._voices.items(), key=lambda v: (-v[1], v[0])))
        earliest, newest = min(self._days, default=None), max(self._days, default=None)
        return PublisherLine(name, self._count, earliest, newest, voices)


def _places(articles: Iterable[Article]) -> tuple[tuple[str, ...], dict[tuple[str, int, int], int]]:
    """Return the places that most openings name, and (place, year, month of printing) -> number of articles.

    A month counts when two publishers wrote of the place in it: a page without news may bear any date.
    """
    counted: Counter[str] = Counter()
    months: Counter[tuple[str, int, int]] = Counter()
    tellers: dict[tuple[str, int, int], set[str]] = {}
    for article in articles:
        begin = news_begins(article.text, article.title)
        names = _named(f"{article.title}. {article.text[begin : begin + _OPENING]}")
        counted.update(names)
        if article.published:
            day = article.published.day
            for key in [(name, day.year, day.month) for name in names]:
                months[key] += 1
                tellers.setdefault(key, set()).add(article.publisher)
    ordered = sorted(counted.items(), key=lambda c: (-c[1], c[0]))[:_MOST_PLACES]
    kept = tuple(name for name, _ in ordered)
    return kept, {key: n for key, n in months.items() if key[0] in kept and len(tellers[key]) >= _TELLERS}


def _named(text: str) -> set[str]:
    """Return the usual names of the places in a text, countries left out."""
    return {m.places[0].name for m in find_places(text) if m.places[0].kinds != _EVERYWHERE}
