"""A fetched document to articles: decode, read by kind, tidy, name. The one entry to the readers beside it. Pure.

Place in the flow: **fetched document -> article**. What cannot be read is a `Failure` with a remedy, no exception:
one bad row or file must not stop a run. It fetches nothing and knows no store.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest import plaintext, published
from ingest.corpus.models import Article
from ingest.dates import column_order, parse_date
from ingest.decode import NotTextError, decode
from ingest.draft import Draft
from ingest.frontmatter import as_line, split_front_matter
from ingest.language import language_of
from ingest.markdown import break_html, first_heading, looks_like_html, reduce_markdown, without_title
from ingest.page import PageReaderMissingError, host_of, read_page, web_address
from ingest.rows import Row, RowFailure, Table, read_csv, read_json, read_json_lines
from ingest.sources.base import Failure, FetchedDocument, Kind
from ingest.tidy import tidy_line, tidy_text, unwrap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ingest.dates import Order

RULES = 1
"""Raise it when the same bytes would become other articles: files read by older rules are then read again."""

UNKNOWN_PUBLISHER = "unknown publisher"
_LONGEST_TITLE = 300
_LONGEST_ID = 200
_LONGEST_SLUG = 60
_NO_STORY = "holds no text that could be an article"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document gave. `complete` is False when parts could not be read and might hide articles known before."""

    articles: tuple[Article, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Drafts:
    found: tuple[Draft, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    complete: bool = True


def extract(document: FetchedDocument, *, today: dt.date) -> Extraction:
    """Return the articles of a document, in its order, and what could not be read of it."""
    try:
        decoded = decode(document.content, document.source.encoding)
        drafts = _drafts(document, decoded.text, today)
    except (NotTextError, PageReaderMissingError) as error:
        return _refused(document, error)
    except Exception as error:  # noqa: BLE001 - a reader tripping over one file must not stop the run
        reason = f"could not be read ({type(error).__name__}: {error})"
        return _failed(document, reason, "Please report this file to the developers.")
    articles = tuple(_article(draft, document) for draft in drafts.found)
    noted = (f"{document.container}: {decoded.warning}",) if decoded.warning else ()
    return Extraction(articles, drafts.failures, (*noted, *drafts.warnings), drafts.complete)


def _refused(document: FetchedDocument, error: Exception) -> Extraction:
    if isinstance(error, NotTextError):
        return _failed(document, error.reason, error.remedy)
    return _failed(document, "was not read", str(error))


def _failed(document: FetchedDocument, reason: str, remedy: str) -> Extraction:
    return Extraction(failures=(_failure(document, reason, remedy),), complete=False)


def _failure(document: FetchedDocument, reason: str, remedy: str) -> Failure:
    return Failure(document.container, reason, remedy, container=document.container)


def _drafts(document: FetchedDocument, text: str, today: dt.date) -> _Drafts:
    match document.kind:
        case Kind.TEXT:
            return _single(document, plaintext.read_text(unwrap(tidy_text(text)), today=today))
        case Kind.MARKDOWN:
            return _markdown(document, text, today)
        case Kind.HTML:
            return _single(document, read_page(text, today=today))
        case _:
            return _table(document, _rows(document, text), today)


def _rows(document: FetchedDocument, text: str) -> Table:
    mapping = document.source.mapping
    match document.kind:
        case Kind.JSON_LINES:
            return read_json_lines(text, mapping)
        case Kind.JSON:
            return read_json(text, mapping)
        case Kind.TSV:
            return read_csv(text, mapping, "\t")
        case _:
            return read_csv(text, mapping)


def _single(document: FetchedDocument, draft: Draft | None, warning: str | None = None) -> _Drafts:
    warnings = (f"{document.container}: {warning}",) if warning else ()
    if draft is None or not tidy_text(draft.text):
        reason = "is empty" if not document.content.strip() else _NO_STORY
        return _Drafts(
            failures=(_failure(document, reason, "Check what is in the file."),), warnings=warnings, complete=False
        )
    return _Drafts((draft,), warnings=warnings)


def _markdown(document: FetchedDocument, text: str, today: dt.date) -> _Drafts:
    matter = split_front_matter(text)
    title = matter.title or first_heading(matter.body)
    body = without_title(matter.body, title) if title else matter.body
    draft = Draft(
        text=_story(body),
        title=title,
        published=matter.published(today),
        site=matter.publisher,
        url=matter.url,
        language=matter.language,
        author=matter.author,
        affiliation=matter.affiliation,
    )
    return _single(document, draft, matter.warning)


def _story(markdown: str) -> str:
    """Plain text of Markdown, promotions taken out; a text that is nothing but its heading keeps it."""
    lines = unwrap(tidy_text(reduce_markdown(markdown))).split("\n")
    return "\n".join(line for line in lines if not published.is_promotion(line))


def _table(document: FetchedDocument, table: Table, today: dt.date) -> _Drafts:
    if not document.content.strip():
        return _Drafts(failures=(_failure(document, "is empty", "Check what is in the file."),), complete=False)
    if table.problem:
        return _Drafts(failures=(_failure(document, *table.problem),), complete=False)
    if not table.rows and not table.failures:
        return _Drafts(failures=(_failure(document, "holds no rows", "Check what is in the file."),), complete=False)
    order = column_order(value for row in table.rows if isinstance(value := row.values.get("published"), str))
    drafts, failures = [], [_row_failure(document, failure) for failure in table.failures]
    dateless = []
    for row in table.rows:
        draft = _row_draft(row, order, today)
        if draft.text:
            drafts.append(draft)
            dateless += [row] if draft.published is None and as_line(row.values.get("published")) else []
        else:
            failures.append(_textless(document, row))
    return _Drafts(tuple(drafts), tuple(failures), _unread_dates(document, dateless), complete=not table.failures)


def _unread_dates(document: FetchedDocument, rows: Sequence[Row]) -> tuple[str, ...]:
    if not rows:
        return ()
    first = (as_line(rows[0].values["published"]) or "")[:40]
    counted = f"{len(rows):,} rows hold" if len(rows) > 1 else "1 row holds"
    return (
        f"{document.container}: {counted} no date that could be read ({first!r} in line {rows[0].line}), so undated",
    )


def _row_failure(document: FetchedDocument, failure: RowFailure) -> Failure:
    where = f"{document.container}, line {failure.line}"
    return Failure(where, failure.reason, failure.remedy, container=document.container)


def _textless(document: FetchedDocument, row: Row) -> Failure:
    id_ = _row_id(row.values.get("id"))
    named = f" (id {id_})" if id_ else ""
    where = f"{document.container}, line {row.line}{named}"
    return Failure(where, "has no text", "Fill in the text or remove the row.", document.container, article_id=id_)


def _row_draft(row: Row, order: Order, today: dt.date) -> Draft:
    value = {name: as_line(given) for name, given in row.values.items() if name != "text"}
    return Draft(
        text=_row_text(row.values.get("text"), is_exported="origin" in row.values),
        title=value.get("title"),
        published=parse_date(row.values.get("published"), today=today, order=order),
        id=_row_id(row.values.get("id")),
        origin=value.get("origin"),
        publisher=value.get("publisher"),
        url=value.get("url"),
        language=value.get("language"),
        author=value.get("author"),
        affiliation=value.get("affiliation"),
        where=f"line {row.line}",
    )


def _row_text(value: object, *, is_exported: bool) -> str:
    """The text of a row; what `nayrab corpus export` wrote is plain text already, and read back as it is."""
    if is_exported and isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        value = "\n\n".join(item for item in value if isinstance(item, str))
    if not isinstance(value, str):
        return ""
    return _story(break_html(value) if looks_like_html(value) else value)


def _row_id(value: object) -> str | None:
    named = tidy_line(as_line(value) or "")
    if len(named) <= _LONGEST_ID:
        return named or None
    return f"{named[: _LONGEST_ID - 9]}-{_short_hash(named)}"


def _article(draft: Draft, document: FetchedDocument) -> Article:
    source = document.source
    text = tidy_text(draft.text)
    url = web_address(draft.url)
    origin = draft.origin or document.container
    article = Article(
        id=draft.id or "",
        title=_title(draft, document, text),
        text=text,
        publisher=_line(draft.publisher)
        or _line(source.publisher)
        or _line(draft.site)
        or host_of(url)
        or UNKNOWN_PUBLISHER,
        origin=origin,
        url=url,
        published=draft.published,
        language=language_of(text, draft.language or source.language),
        author=_line(draft.author),
        affiliation=_line(draft.affiliation) or _line(source.affiliation),
        container=document.container,
    )
    return article if article.id else replace(article, id=_made_id(article, draft, document))


def _line(value: str | None) -> str | None:
    return (tidy_line(value) or None) if value else None


def _title(draft: Draft, document: FetchedDocument, text: str) -> str:
    given = tidy_line(reduce_markdown(draft.title)) if draft.title else ""
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
    """A readable name and a hash of where the article is from: the same at every run, whatever its text becomes."""
    named = article.title if draft.where else document.name.rpartition(".")[0] or document.name
    place = article.url or (f"{article.origin}#{article.title}" if draft.where else article.origin)
    return f"{_slug(named)}-{_short_hash(place)}"


def _slug(name: str) -> str:
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).casefold())
    joined = "-".join(words)
    return (
        joined if len(joined) <= _LONGEST_SLUG else joined[:_LONGEST_SLUG].rpartition("-")[0] or joined[:_LONGEST_SLUG]
    ) or "article"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
