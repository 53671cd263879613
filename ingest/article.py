"""A draft to an article: which name, publisher, day, address and id it gets, from itself, its feed, its source. Pure.

Place in the flow: the last step of `extract`, the same for every format. What the document says itself comes first,
then what a feed or sitemap says of it, then what is configured of its source.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.corpus.models import Article
from ingest.dates import parse_date
from ingest.imprint import identity, last_word, site_of, web_address
from ingest.language import language_of
from ingest.markdown import reduce_markdown
from ingest.sources.base import Hints
from ingest.tidy import tidy_line, tidy_text
from ingest.web.addresses import fold

if TYPE_CHECKING:
    import datetime as dt

    from ingest.draft import Draft
    from ingest.sources.base import FetchedDocument

UNKNOWN_PUBLISHER = "unknown publisher"
_LONGEST_TITLE = 300
_LONGEST_SLUG = 60


def make_article(draft: Draft, document: FetchedDocument, *, today: dt.date) -> Article:
    """Return the article of a draft, its text in stored form."""
    source = document.source
    hints = document.hints or Hints()
    text = tidy_text(draft.text)
    url = _address(draft, document)
    article = Article(
        id=draft.id or "",
        title=_title(draft, document, text),
        text=text,
        publisher=_publisher(draft, document, url),
        origin=draft.origin or document.container,
        url=url,
        published=draft.published or parse_date(hints.published, today=today) or draft.dated,
        language=language_of(text, draft.language or hints.language or source.language),
        author=_line(draft.author) or _line(hints.author),
        affiliation=_line(draft.affiliation) or _line(source.affiliation),
        container=document.container,
    )
    return article if article.id else replace(article, id=_made_id(article, draft, document))


def _publisher(draft: Draft, document: FetchedDocument, url: str | None) -> str:
    named = (draft.publisher, document.source.publisher, draft.site, site_of(url))
    return next((name for given in named if (name := _line(given))), UNKNOWN_PUBLISHER)


def _address(draft: Draft, document: FetchedDocument) -> str | None:
    """What the document itself names, as it is written; else, unless it is a table, where it was fetched from."""
    fetched = None if draft.where else web_address(document.address) or web_address(document.container)
    return web_address(draft.url) or (fold(fetched) if fetched else None)


def _line(value: str | None) -> str | None:
    return (tidy_line(value) or None) if value else None


def _title(draft: Draft, document: FetchedDocument, text: str) -> str:
    hinted = document.hints.title if document.hints else None
    given = next((line for title in (draft.title, hinted) if title and (line := tidy_line(reduce_markdown(title)))), "")
    if not given:
        given = _beginning(text) if draft.where else _stem_in_words(document.name)
    return given if len(given) <= _LONGEST_TITLE else given[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _beginning(text: str) -> str:
    """The first words of a row without a title."""
    first = tidy_line(text[:400])
    return first if len(first) <= 80 else first[:80].rsplit(" ", 1)[0] + "…"  # noqa: PLR2004 - as long as a headline


def _stem_in_words(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return tidy_line(stem.replace("_", " ")) or "untitled"


def _made_id(article: Article, draft: Draft, document: FetchedDocument) -> str:
    """A readable name and a hash of where the article is from: the same at every run, whatever its text becomes.

    For a page of the web both come from its one address, so that the page has one id however it was come by.
    """
    if document.address and article.url and not draft.where:
        return f"{_slug(last_word(article.url) or article.title)}-{short_hash(identity(article.url))}"
    named = article.title if draft.where else document.name.rpartition(".")[0] or document.name
    place = article.url or (f"{article.origin}#{article.title}" if draft.where else article.origin)
    return f"{_slug(named)}-{short_hash(place)}"


def _slug(name: str) -> str:
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).casefold())
    joined = "-".join(words)
    return (
        joined if len(joined) <= _LONGEST_SLUG else joined[:_LONGEST_SLUG].rpartition("-")[0] or joined[:_LONGEST_SLUG]
    ) or "article"


def short_hash(text: str) -> str:
    """Return eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
