"""A fetched document to articles: decode, read by kind, tidy, name. The one entry to the readers beside it. Pure.

Place in the flow: **fetched document -> article**. What cannot be read is a `Failure` with a remedy, no exception:
one bad row or file must not stop a run. It fetches nothing and knows no store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest import plaintext, published
from ingest.article import make_article, short_hash
from ingest.dates import column_order, parse_date
from ingest.decode import NotTextError, decode
from ingest.draft import Draft
from ingest.frontmatter import as_line, split_front_matter
from ingest.markdown import break_html, first_heading, looks_like_html, reduce_markdown, without_title
from ingest.page import PageReaderMissingError, read_page
from ingest.pdf import UnreadablePdfError, read_pdf
from ingest.rows import Row, RowFailure, Table, read_csv, read_json, read_json_lines
from ingest.sources.base import Failure, FetchedDocument, Kind
from ingest.tidy import tidy_line, tidy_text, unwrap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ingest.corpus.models import Article
    from ingest.dates import Order

RULES = 2
"""Raise it when the same bytes would become other articles: files read by older rules are then read again."""

_LONGEST_ID = 200
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
        drafts = _read(document, today)
        articles = tuple(make_article(draft, document, today=today) for draft in drafts.found)
    except (NotTextError, UnreadablePdfError) as error:
        return _failed(document, error.reason, error.remedy)
    except PageReaderMissingError as error:
        return _failed(document, "was not read", str(error))
    except Exception as error:  # noqa: BLE001 - a reader tripping over one file must not stop the run
        reason = f"could not be read ({type(error).__name__}: {error})"
        return _failed(document, reason, "Please report this file to the developers.")
    return Extraction(articles, drafts.failures, drafts.warnings, drafts.complete)


def _read(document: FetchedDocument, today: dt.date) -> _Drafts:
    if document.kind is Kind.PDF:
        return _single(document, read_pdf(document.content, today=today))
    is_page = document.kind is Kind.HTML
    decoded = decode(document.content, document.source.encoding, said=document.encoding, is_page=is_page)
    drafts = _drafts(document, decoded.text, today)
    noted = (f"{document.container}: {decoded.warning}",) if decoded.warning else ()
    return replace(drafts, warnings=(*noted, *drafts.warnings))


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
            return _single(document, read_page(text, today=today, address=document.address))
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
    told = tuple(f"{document.container}: {text}" for text in draft.warnings)
    return _Drafts((draft,), warnings=(*warnings, *told))


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
    return f"{named[: _LONGEST_ID - 9]}-{short_hash(named)}"
