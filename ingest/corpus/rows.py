"""How articles, passages and vectors look as rows of corpus.db, and back. Pure; knows no connection.

Place in the flow: between `database` (writes), `reading` (reads) and the values of `models`. Passage vectors are kept
as float32, sentence vectors as float16: half the space, an error below .001 in a cosine.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from ingest.corpus import analysis
from ingest.corpus.models import Article, Copy, EmbeddedPassage, Passage, Precision, PublicationDate, Span, TimeMention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ingest.corpus.models import Vector

ARTICLE_COLUMNS = (
    *("id", "title", "text", "publisher", "origin", "url", "day", "precision", "language", "author", "affiliation"),
    *("container", "gone", "story", "digest", "text_digest"),
)
ARTICLE_FIELDS = 14
"""Of the columns above, as many from the left make an `Article`; the digests follow from them."""

REVISED_FIELDS = 12
"""Of the columns above, as many from the left are kept of a former article."""

REVISION_COLUMNS = ("article", "number", "snapshot", "replaced_at", *ARTICLE_COLUMNS[1:REVISED_FIELDS])

PASSAGE_COLUMNS = (
    *("id", "article", "ordinal", "first", "last", "text", "header", "tokens", "sentences", "terms", "common"),
    *("vector", "sentence_vectors", "times"),
)


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
        article.gone.isoformat() if article.gone else None,
        article.story,
        article.digest,
        article.text_digest,
    )


def article_of(row: Sequence[Any], copies: Iterable[Copy]) -> Article:
    """Return the article of the first `ARTICLE_FIELDS` columns, or of the first `REVISED_FIELDS`."""
    id_, title, text, publisher, origin, url, day, precision, language, author, affiliation, container, *later = row
    gone, story = later or (None, "")
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
        gone=day_of(gone),
        story=story,
    )


def date_of(day: str | None, precision: str | None) -> PublicationDate | None:
    """Return a publication date from its two columns."""
    return PublicationDate(dt.date.fromisoformat(day), Precision(precision)) if day and precision else None


def day_of(day: str | None) -> dt.date | None:
    """Return the day of an ISO date, None for none."""
    return dt.date.fromisoformat(day) if day else None


def passage_row(embedded: EmbeddedPassage, article: int, analysed: Analysed) -> tuple[Any, ...]:
    """Return the values of `PASSAGE_COLUMNS`; `article` is the article's number, `analysed` its terms."""
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
        analysed.lines,
        analysed.common,
        np.ascontiguousarray(embedded.vector, np.float32).tobytes(),
        None if sentences is None else np.ascontiguousarray(sentences, np.float16).tobytes(),
        _times_blob(passage.times),
    )


def passages_of(found: Sequence[Sequence[Any]]) -> list[EmbeddedPassage]:
    """Return the passages of (id, article id, ordinal, span, text, header, tokens, sentences, two vectors, times).

    All are decoded in one go; the vectors are read-only, and each is on its own, so that none keeps the others alive.
    """
    spans = _spans(b"".join(row[8] for row in found))
    states = _singles(b"".join(row[10] for row in found if row[10] is not None))
    passages, first, used = [], 0, 0
    for id_, article, ordinal, start, end, text, header, tokens, bounds, vector, own, times in found:
        last = first + len(bounds) // _SPAN_BYTES
        inside = tuple(spans[first:last])
        passage = Passage(id_, article, ordinal, Span(start, end), text, header, inside, tokens, _times(times))
        taken = 0 if own is None else len(own) // 2
        kept = None if own is None else _frozen(states[used : used + taken].reshape(last - first, -1))
        passages.append(EmbeddedPassage(passage, np.frombuffer(vector, np.float32), kept))
        first, used = last, used + taken
    return passages


def _times_blob(times: Sequence[TimeMention]) -> bytes | None:
    """Four numbers a mention: its span and its days, counted from the year 1."""
    if not times:
        return None
    return np.array([(*t.span, t.first.toordinal(), t.last.toordinal()) for t in times], np.int32).tobytes()


def _times(blob: bytes | None) -> tuple[TimeMention, ...]:
    if not blob:
        return ()
    day = dt.date.fromordinal
    found = np.frombuffer(blob, np.int32).reshape(-1, 4).tolist()
    return tuple(TimeMention(Span(start, end), day(first), day(last)) for start, end, first, last in found)


def _spans(blob: bytes) -> list[Span]:
    return list(map(_span, np.frombuffer(blob, np.int32).reshape(-1, 2).tolist()))


_SPAN_BYTES = 8
_span = cast("Callable[[list[int]], Span]", partial(tuple.__new__, Span))
"""Makes a span of a pair without leaving C: there are hundreds in one question's passages."""


def _singles(halves: bytes) -> Vector:
    """Return finite float16 numbers as float32, five times as fast as `astype`: shift the bits, mend the exponent."""
    bits = np.frombuffer(halves, np.int16).astype(np.int32)
    bits <<= 13
    bits &= _SIGN_EXPONENT_FRACTION
    singles = bits.view(np.float32)
    singles *= _EXPONENTS_APART
    return singles


_SIGN_EXPONENT_FRACTION = np.array(0x8FFFE000, np.uint32).view(np.int32)
_EXPONENTS_APART = np.float32(2.0 ** (127 - 15))


def _frozen(shared: Vector) -> Vector:
    own = shared.copy()
    own.flags.writeable = False
    return own


class Analysed(NamedTuple):
    """A passage's index terms.

    `lines` are the whole (header and text), then each sentence; `words` maps words to terms; `common` are the terms
    that the text writes without a capital, so that they are no names there.
    """

    lines: str
    words: dict[str, str]
    common: str


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
    common = sorted({term for _, word, term in found if not word[0].isupper()})
    return Analysed("\n".join((whole, *sentences)), {**dict(header), **words}, " ".join(common))


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((text[t.start : t.end], _joined(t.term)) for t in analysis.terms(text))


def _joined(term: str) -> str:
    return term if term.isalnum() else "".join(term.split())


def day_number(day: str | None) -> int:
    """Return an ISO day as YYYYMMDD, 0 for none."""
    return int(day.replace("-", "")) if day else 0
