"""A small shelf of made-up articles, and how to put them into any corpus: shared by the answering tests."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from ingest.corpus.models import Article, Passage, PublicationDate, ScoredPassage, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ScoredPassage", "article", "passage", "passages", "sentences"]


def article(
    id_: str = "harbour",
    text: str = "The harbour of Tellin was closed on Monday.",
    *,
    title: str = "Harbour closed",
    publisher: str = "Tellin Post",
    day: str | None = "2020-02-25",
    **more: Any,
) -> Article:
    published = PublicationDate(dt.date.fromisoformat(day)) if day else None
    return Article(
        id=id_, title=title, text=text, publisher=publisher, origin=f"{id_}.txt", published=published, **more
    )


def sentences(text: str) -> tuple[Span, ...]:
    return tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\s.!?](?:[^.!?\n]|\.\d)*[.!?]*[”\"]?", text))


def passage(of: Article, span: Span | None = None, ordinal: int = 0) -> Passage:
    whole = span or Span(0, len(of.text))
    header = f"{of.publisher}: {of.title}"
    text = whole.of(of.text)
    inside = tuple(Span(s.start + whole.start, s.end + whole.start) for s in sentences(text))
    key = Passage.make_id(of.id, header, whole, text)
    return Passage(key, of.id, ordinal, whole, text, header, inside, len(text.split()))


def passages(shelf: Mapping[str, Article]) -> list[Passage]:
    return [passage(a) for a in shelf.values()]
