"""The fields before a Markdown text: YAML between two lines of dashes, read by a library and named in one way. Pure.

Place in the flow: `extract` takes a Markdown file apart here, then reduces the body. Broken YAML costs the fields, not
the body; what merely looks like front matter (prose between two rules) stays part of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.dates import parse_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ingest.corpus.models import PublicationDate

_TITLES = ("title", "subject", "name", "headline")
_DATES = ("published", "pubdate", "date_published", "publication_date", "date", "created")
_AUTHORS = ("author", "authors", "byline")
_PUBLISHERS = ("publisher", "sitename", "site", "site_name", "outlet", "source")
_ADDRESSES = ("url", "link", "canonical", "permalink", "source_url")
_LANGUAGES = ("language", "lang", "locale")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The named fields as they are written, the text behind them, and what was wrong with them (or None)."""

    fields: Mapping[str, Any]
    body: str
    warning: str | None = None

    @property
    def title(self) -> str | None:
        """The title under any of its usual names."""
        return self._first(_TITLES)

    @property
    def author(self) -> str | None:
        """The author or authors."""
        return self._first(_AUTHORS)

    @property
    def publisher(self) -> str | None:
        """The publisher, unless the field holds an address."""
        found = self._first(_PUBLISHERS)
        return None if found and "://" in found else found

    @property
    def url(self) -> str | None:
        """The page's address."""
        source = self._first(("source",))
        return self._first(_ADDRESSES) or (source if source and "://" in source else None)

    @property
    def language(self) -> str | None:
        """The language as it is written."""
        return self._first(_LANGUAGES)

    @property
    def affiliation(self) -> str | None:
        """The affiliation."""
        return self._first(("affiliation",))

    def published(self, today: dt.date) -> PublicationDate | None:
        """The first of the date fields that holds one date; a list under `date` tells of events, not of printing."""
        found = (parse_date(self.fields.get(name), today=today) for name in _DATES)
        return next((day for day in found if day), None)

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((text for name in names if (text := as_line(self.fields.get(name)))), None)


def as_line(value: object) -> str | None:  # noqa: PLR0911 - one case, one result
    """Return a scalar or a list of scalars as one line; None for anything else and for nothing."""
    match value:
        case bool() | None:
            return None
        case str():
            return value.strip() or None
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case list() | tuple():
            return ", ".join(text for item in value if not isinstance(item, list) and (text := as_line(item))) or None
        case dict():
            return as_line(value.get("name"))
    return None


def split_front_matter(text: str) -> FrontMatter:
    """Take front matter off a Markdown text."""
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415 - loads a YAML parser only Markdown needs

    handler = YAMLHandler()
    head = text.lstrip("\ufeff \r\n\t")
    if not handler.detect(head):
        return FrontMatter({}, text)
    try:
        block, body = handler.split(head)
    except ValueError:
        return FrontMatter({}, text)
    return _loaded(handler, block, body, text)


def _loaded(handler: Any, block: str, body: str, text: str) -> FrontMatter:
    try:
        fields = handler.load(block)
    except Exception as error:  # noqa: BLE001 - a YAML parser fails in many ways; each costs the fields only
        if not _has_fields(block):
            return FrontMatter({}, text)
        place = getattr(error, "problem_mark", None)
        line = f" (line {place.line + 2})" if place is not None else ""
        return FrontMatter({}, body, f"the front matter is not valid YAML{line}; the text was taken without its fields")
    if not isinstance(fields, dict):
        return FrontMatter({}, body if fields is None else text)
    return FrontMatter({str(name).strip().casefold(): value for name, value in fields.items()}, body)


def _has_fields(block: str) -> bool:
    lines = [line for line in block.splitlines() if line.strip()]
    return bool(lines) and sum(
        line.partition(":")[0].replace("_", "").replace("-", "").isalnum() for line in lines
    ) * 2 >= len(lines)
