"""`nayrab corpus export`: every article as JSONL, one object a line, in the form that ingest reads.

Place in the flow: the way back out of the corpus. Opens nothing itself; dates are written as exactly as they are known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.corpus.models import Article, PublicationDate

_LENGTH = {"day": 10, "month": 7, "year": 4}


def article_record(article: Article) -> dict[str, Any]:
    """Return one article as the contract's object; `copies` names where else exactly this text was found.

    `gone` is the day on which its page was found to be no longer there, or None.
    """
    return {
        "id": article.id,
        "origin": article.origin,
        "title": article.title,
        "text": article.text,
        "publisher": article.publisher,
        "published": date_text(article.published),
        "url": article.url,
        "language": article.language,
        "author": article.author,
        "affiliation": article.affiliation,
        "gone": article.gone.isoformat() if article.gone else None,
        "copies": [
            {"id": c.id, "origin": c.origin, "publisher": c.publisher, "url": c.url, "container": c.container}
            for c in article.copies
        ],
    }


def date_text(published: PublicationDate | None) -> str | None:
    """Return `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as exactly as the date is known."""
    return published.isoformat()[: _LENGTH[published.precision.value]] if published else None


def lines(articles: Iterable[Article]) -> Iterator[str]:
    """Yield one line of JSON per article, each ending in a line feed."""
    for article in articles:
        yield json.dumps(article_record(article), ensure_ascii=False) + "\n"
