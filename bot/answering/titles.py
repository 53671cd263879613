"""Finding articles by their titles while somebody types: any words of it, in any order, begun or whole, accents aside.

Place in the flow: `library` makes one `TitleIndex` per snapshot. Pure; it reads no text of an article.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering.findings import Titled
from bot.answering.places import spellings_in
from bot.answering.veil import shown
from ingest.corpus.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from ingest.corpus.models import Article

MOST = 25
"""As many choices as Discord shows."""
LONGEST_HANDLE = 100
"""Characters that Discord lets a choice carry; an id that is longer goes by its digest."""
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´ʿʾ‘](?=\w)")


@dataclass(frozen=True, slots=True)
class _Entry:
    article: Article
    folded: str
    rank: int

    def seen(self, hidden: AbstractSet[str]) -> Titled | None:
        """Return it as it may be shown; None where hidden publishers alone printed it."""
        article = shown(self.article, hidden)
        return None if article is None else _titled(article)


class TitleIndex:
    """The titles of one snapshot, the newest first; of `articles` the texts are not needed."""

    def __init__(self, articles: Iterable[Article]) -> None:
        ordered = sorted(articles, key=_newest_first)
        self._entries = [_Entry(a, _spaced(a.title), n) for n, a in enumerate(ordered)]
        self._ids = {handle(a.id): a.id for a in ordered if len(a.id) > LONGEST_HANDLE}

    def fitting(self, typed: str, hidden: AbstractSet[str] = frozenset(), most: int = MOST) -> tuple[Titled, ...]:
        """Return the titles that hold every word that was typed, best first; the newest ones for nothing typed."""
        wanted = [_alternatives(word, typed) for word in _words(typed)[:_MOST_WORDS]]
        fitting = [e for e in self._entries if _holds(e, wanted)]
        whole = _spaced(typed).rstrip()
        if wanted:
            fitting.sort(key=lambda e: (_fit(e, wanted, whole), e.rank))
        seen = (titled for e in fitting if (titled := e.seen(hidden)) is not None)
        return tuple(islice(seen, most))

    def called(self, title: str, hidden: AbstractSet[str] = frozenset()) -> str | None:
        """Return the id of the newest article of exactly this title, or of the only one that fits what was typed."""
        whole = _spaced(title)
        fitting = self.fitting(title, hidden, most=len(self._entries)) if whole.strip() else ()
        same = [t for t in fitting if _spaced(t.title) == whole]
        chosen = same[:1] or (fitting if len(fitting) == 1 else [])
        return self.id_of(chosen[0].article_id) if chosen else None

    def id_of(self, chosen: str) -> str:
        """Return the id of an article for what its choice carries."""
        return self._ids.get(chosen, chosen)


def handle(article_id: str) -> str:
    """Return what a choice carries for an article: its id, or a digest of one that is too long for Discord."""
    if len(article_id) <= LONGEST_HANDLE:
        return article_id
    return f"~{hashlib.blake2b(article_id.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def _titled(article: Article) -> Titled:
    return Titled(handle(article.id), article.title, article.publisher, article.published)


def _newest_first(article: Article) -> tuple[int, str, str]:
    day = article.published.day.toordinal() if article.published else 0
    return -day, fold(article.title), article.id


def _spaced(text: str) -> str:
    """Return the folded words of a text with a space before each and one at the end: a word begins behind a space."""
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(_APOSTROPHES.sub("", text)))


def _alternatives(word: str, typed: str) -> Sequence[str]:
    """Return a typed word with the other spellings of a place of that name."""
    return (word, *(other for other in spellings_in(typed).of.get(word, ()) if other != word))


def _holds(entry: _Entry, wanted: Sequence[Sequence[str]]) -> bool:
    return all(any(form in entry.folded for form in forms) for forms in wanted)


def _fit(entry: _Entry, wanted: Sequence[Sequence[str]], whole: str) -> int:
    """Sort first what begins with the words as typed, then what holds them so, then what has words that begin so."""
    if entry.folded.startswith(whole):
        return 0
    if whole in entry.folded:
        return 1
    begun = all(any(f" {form}" in entry.folded for form in forms) for forms in wanted)
    return 2 if begun else 3
