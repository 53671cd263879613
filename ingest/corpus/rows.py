"""How articles, passages and vectors look as rows of corpus.db, and back. Pure; knows no connection.

Place in the flow: between `database` (writes), `reading` (reads) and the values of `models`. Passage vectors are kept
as float32, sentence vectors as float16: half the space, an error below .001 in a cosine.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import lru_cache
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ingest.corpus import analysis
from ingest.corpus.models import Article, Copy, EmbeddedPassage, Passage, Precision, PublicationDate, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ARTICLE_COLUMNS = (
    *("id", "title", "text", "publisher", "origin", "url", "day", "precision", "language", "author", "affiliation"),
    *("container", "digest", "text_digest"),
)
ARTICLE_FIELDS = 12
"""Of the columns above, as many from the left make an `Article`; the digests follow from them."""

PASSAGE_COLUMNS = "id, article, ordinal, first, last, text, header, tokens, sentences, terms, vector, sentence_vectors"


def article_row(article: Article) -> tuple[str | None, ...]:
    """Return the values of `ARTICLE_COLUMNS`."""
    date = article.published
    return (
        article.id,
        article.title,
        article.text,
        article.publisher,
        article.origin,
        article.url,
        date.day.isoformat() if date else None,
        date.precision.value if date else None,
        article.language,
        article.author,
        article.affiliation,
        article.container,
        article.digest,
        article.text_digest,
    )


def article_of(row: Sequence[Any], copies: Iterable[Copy]) -> Article:
    """Return the article of the first `ARTICLE_FIELDS` columns."""
    id_, title, text, publisher, origin, url, day, precision, language, author, affiliation, container = row
    return Article(
        id=id_,
        title=title,
        text=text,
        publisher=publisher,
        origin=origin,
        url=url,
        published=date_of(day, precision),
        language=language,
        author=author,
        affiliation=affiliation,
        copies=tuple(copies),
        container=container,
    )


def date_of(day: str | None, precision: str | None) -> PublicationDate | None:
    """Return a publication date from its two columns."""
    return PublicationDate(dt.date.fromisoformat(day), Precision(precision)) if day and precision else None


def passage_row(embedded: EmbeddedPassage, article: int, terms: str) -> tuple[Any, ...]:
    """Return the values of `PASSAGE_COLUMNS`; `article` is the article's number, `terms` the analysed lines."""
    passage, sentences = embedded.passage, embedded.sentence_vectors
    return (
        passage.id,
        article,
        passage.ordinal,
        *passage.span,
        passage.text,
        passage.header,
        passage.tokens,
        np.asarray(passage.sentences, np.int32).tobytes(),
        terms,
        np.ascontiguousarray(embedded.vector, np.float32).tobytes(),
        None if sentences is None else np.ascontiguousarray(sentences, np.float16).tobytes(),
    )


def passage_of(row: Sequence[Any]) -> EmbeddedPassage:
    """Return the passage of (id, article id, ordinal, first, last, text, header, tokens, sentences, two vectors)."""
    id_, article, ordinal, first, last, text, header, tokens, spans, vector, sentence_vectors = row
    sentences = spans_of(spans)
    passage = Passage(id_, article, ordinal, Span(first, last), text, header, sentences, tokens)
    states = None
    if sentence_vectors is not None:
        states = np.frombuffer(sentence_vectors, np.float16).astype(np.float32).reshape(len(sentences), -1)
    return EmbeddedPassage(passage, np.frombuffer(vector, np.float32), states)


def spans_of(blob: bytes) -> tuple[Span, ...]:
    """Return sentence spans from their column."""
    return tuple(starmap(Span, np.frombuffer(blob, np.int32).reshape(-1, 2).tolist()))


class Analysed(NamedTuple):
    """A passage's index terms: `lines` are the whole (header and text), then each sentence; `words` maps to terms."""

    lines: str
    words: dict[str, str]


def analyse(passage: Passage) -> Analysed:
    """Return the index terms of a passage; all languages are analysed alike, because questions are."""
    text, header = passage.text, _words(passage.header)
    found = [(t.start + passage.span.start, text[t.start : t.end], _joined(t.term)) for t in analysis.terms(text)]
    starts, terms = [at for at, _, _ in found], [term for _, _, term in found]
    whole = " ".join((*(term for _, term in header), *terms))
    sentences = (
        " ".join(terms[bisect_left(starts, start) : bisect_left(starts, end)]) for start, end in passage.sentences
    )
    words = {word: term for _, word, term in found}
    return Analysed("\n".join((whole, *sentences)), {**dict(header), **words})


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((text[t.start : t.end], _joined(t.term)) for t in analysis.terms(text))


def _joined(term: str) -> str:
    return term if term.isalnum() else "".join(term.split())


def day_number(day: str | None) -> int:
    """Return an ISO day as YYYYMMDD, 0 for none."""
    return int(day.replace("-", "")) if day else 0
