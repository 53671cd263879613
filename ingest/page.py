"""A web page's HTML to a draft: trafilatura finds the story, `imprint` chooses what to believe of the page's own word.

Place in the flow: `extract` uses it for .html files and pages of the web. Pure but for the library's own caches; it
fetches nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest import published
from ingest.corpus.errors import NayrabError
from ingest.declared import Declared, read_declared
from ingest.draft import Draft
from ingest.imprint import ReadOff, bare_title, choose, letters

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_LONGEST = 8_000_000
_HEAD = 3


class PageReaderMissingError(NayrabError):
    """The library that reads web pages is not whole."""


def read_page(text: str, *, today: dt.date, address: str | None = None) -> Draft | None:
    """Return the draft of a page, or None when no story can be found in it.

    `address` is where the page was fetched from; a page saved as a file has none and is believed about its own.
    """
    library = _library()
    tree = library.load_html(text[:_LONGEST])
    if tree is None:
        return None
    said = read_declared(tree)
    found = _extracted(library, tree, today)
    if found is None or not (found.text or "").strip():
        return None
    seen = ReadOff(found.title or bare_title(tree.findtext(".//title") or "") or None, found.author, found.date)
    return _draft(found.text, said, seen, address, today)


def _draft(story: str, said: Declared, seen: ReadOff, address: str | None, today: dt.date) -> Draft:
    facts = choose(said, seen, address=address, today=today)
    lines = [stripped for line in story.split("\n") if (stripped := line.strip()) and not _is_no_story(stripped)]
    return Draft(
        text="\n\n".join(_without_headlines(lines, (facts.title, *said.titles))),
        title=facts.title,
        published=facts.published,
        dated=facts.dated,
        site=facts.site,
        url=facts.url,
        language=facts.language,
        author=facts.author,
        warnings=facts.warnings,
    )


def _without_headlines(lines: list[str], titles: Iterable[str | None]) -> list[str]:
    """Drop the title from the story's first lines: it is kept beside the text, and no sentence of the report."""
    known = {letters(title) for title in titles if title}
    head = [line for line in lines[:_HEAD] if letters(line) not in known]
    return [*head, *lines[_HEAD:]] if head or lines[_HEAD:] else lines


def _is_no_story(line: str) -> bool:
    return (
        published.is_promotion(line)
        or published.is_quiet_promotion(line)
        or published.is_caption(line)
        or published.is_share_line(line)
    )


def _library() -> Any:
    try:
        import trafilatura  # noqa: PLC0415 - slow to import, and only web pages need it
    except ImportError as error:
        raise PageReaderMissingError(
            f"The library that reads web pages cannot be loaded ({error}); install nayrab again with all it needs."
        ) from error
    return trafilatura


def _extracted(library: Any, tree: Any, today: dt.date) -> Any:
    """Return the library's document; its search for dates in running text is off, for it takes any date for one."""
    dates = {"original_date": True, "extensive_search": False, "max_date": today.isoformat()}
    return library.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_precision=True,
        date_extraction_params=dates,
    )
