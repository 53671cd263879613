"""A PDF's text layer to a draft: pages joined, running heads and page numbers dropped, wrapped lines mended.

Place in the flow: `extract` uses it for .pdf files and for PDFs of the web. The only importer of pypdf, lazily. It
reads no pictures: a scan without a text layer is refused, as is what is locked, broken, or too long to be read soon.
"""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest import plaintext
from ingest.dates import is_ahead, parse_date
from ingest.tidy import tidy_line, tidy_text, unwrap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.corpus.models import PublicationDate
    from ingest.draft import Draft

_EDGE_LINES = 2
_LEAST_PAGES = 3
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.?|стр\.?|sayfa|صفحة)\s*)?\d{1,4}(?:\s*(?:/|of|von|из|من)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARKED = re.compile(r"\s*(?:[-*+•▪●>|]|\d{1,3}[.)]\s|[a-z]\)\s)")
_ENDED = re.compile(r"[.!?:;…؟。][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"(?P<head>[^\W\d_]+)[-\u00ad\u2010]$")
_FULL_LINE = 0.75
_LEAST_LINE = 25
_NO_LETTERS = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MOST_UNREADABLE = 0.2
_NO_TITLE = re.compile(
    r"(?:microsoft\s+(?:word|powerpoint|excel)\s*-.*|untitled.*|document\d*|(?:no|unknown)\s+title|.*\.(?:docx?|pdf|indd|rtf|odt|qxd|pptx?|xlsx?|html?|tmp))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin(?:istrator)?|owner|unknown|anonymous|author|pc|home|test|guest|root|.*\b(?:acrobat|word|indesign|chrome|libreoffice|latex|pdf)\b.*)\W*\d*",
    re.IGNORECASE,
)
_STAMP = re.compile(r"D?:?(?P<year>\d{4})(?P<month>\d{2})?(?P<day>\d{2})?")


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """How much of one PDF is read at most: its size in bytes, its pages, and the seconds that may go by."""

    size: int = 100 * 2**20
    pages: int = 1_000
    seconds: float = 60.0


class UnreadablePdfError(ValueError):
    """There is no text to be had of this PDF; `reason` and `remedy` are sentences for people."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class _Contents:
    pages: tuple[str, ...]
    title: str
    author: str
    created: str


def read_pdf(
    content: bytes, *, today: dt.date, limits: PdfLimits | None = None, clock: Callable[[], float] = time.monotonic
) -> Draft:
    """Return the draft of a PDF; raises `UnreadablePdfError`.

    A date line under its headline counts before the day on which the file was made.
    """
    contents = _contents(content, limits or PdfLimits(), clock)
    text = story([page.split("\n") for page in map(tidy_text, contents.pages)])
    _check_text(text, len(contents.pages))
    read = plaintext.read_text(unwrap(text), today=today)
    made = _of_stamp(contents.created, today)
    title = _plausible(contents.title, _NO_TITLE) or read.title
    return replace(
        read,
        title=title,
        author=read.author or _plausible(contents.author, _NO_AUTHOR),
        published=None,
        dated=read.published or made,
        warnings=_doubts(contents.created, today),
    )


def story(pages: Sequence[Sequence[str]]) -> str:
    """Join the lines of all pages to paragraphs, without what stands at the edge of every page."""
    repeated = _repeated(pages)
    lines = [line for page in pages for line in _without_edges(page, repeated, alone=len(pages) == 1)]
    return "\n\n".join(_paragraphs(lines))


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """What stands at the edges of most pages, numbers not counted."""
    if len(pages) < _LEAST_PAGES:
        return frozenset()
    seen = Counter(kind for page in pages for kind in {_kind(line) for line in _edges(page)})
    return frozenset(kind for kind, often in seen.items() if 2 * often > len(pages))


def _edges(page: Sequence[str]) -> list[str]:
    solid = [line for line in page if line]
    return [*solid[:_EDGE_LINES], *solid[-_EDGE_LINES:]]


def _kind(line: str) -> str:
    return re.sub(r"\d+", "0", line.casefold())


def _without_edges(page: Sequence[str], repeated: frozenset[str], *, alone: bool) -> list[str]:
    solid = [line for line in page if line]
    last = len(solid) - _EDGE_LINES

    def is_edge(at: int, line: str) -> bool:
        if _EDGE_LINES <= at < last:
            return False
        return _kind(line) in repeated or (not alone and bool(_NUMBER.fullmatch(line)))

    return [line for at, line in enumerate(solid) if not is_edge(at, line)]


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    width = _width(lines)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(lines).casefold()))
    parts: list[str] = []
    for line, following in pairwise([*lines, ""]):
        ends = not following or not _runs_on(line, following, width)
        broken = None if ends else _BROKEN_WORD.search(line)
        if broken:
            parts.append(_mended(line, broken["head"], following, words))
        else:
            parts.append(line if ends else f"{line} ")
        if ends:
            yield "".join(parts)
            parts = []


def _width(lines: Sequence[str]) -> int:
    """The length of a full line: three in four lines of running text are at least nearly so long."""
    lengths = sorted(len(line) for line in lines if len(line) >= _LEAST_LINE)
    return lengths[len(lengths) // 2] if lengths else 0


def _runs_on(line: str, following: str, width: int) -> bool:
    if _MARKED.match(following) or not width:
        return False
    if _BROKEN_WORD.search(line) and following[0].islower():
        return True
    full = len(line) >= _FULL_LINE * width
    if not _ENDED.search(line):
        return full or following[0].islower()
    return full and (2 * len(following) > width or bool(_ENDED.search(following)))  # else a heading follows


def _mended(line: str, head: str, following: str, words: Counter[str]) -> str:
    """Take the hyphen off a divided word, unless the document writes the word with it elsewhere."""
    match = re.match(r"[^\W\d_]+", following)
    tail = match[0].casefold() if match else ""
    hyphened = words[f"{head.casefold()}-{tail}"] > words[head.casefold() + tail]
    keeps = hyphened or not following[0].islower()
    return line if keeps and line.endswith("-") else line[:-1]


def _check_text(text: str, pages: int) -> None:
    letters = sum(map(str.isalpha, text))
    if not letters:
        what = "its pages hold" if pages > 1 else "its page holds"
        raise UnreadablePdfError(
            f"{what} no text, only pictures (a scan?)", "Run text recognition (OCR) over it and ingest the outcome."
        )
    if len(_NO_LETTERS.findall(text)) > _MOST_UNREADABLE * letters:
        raise UnreadablePdfError(
            "its fonts do not say which letters they show", "Save the text as .txt or .html instead."
        )


def _plausible(value: str, never: re.Pattern[str]) -> str | None:
    line = tidy_line(value)
    fits = len(line) <= 300 and sum(map(str.isalpha, line)) > 2 and not never.fullmatch(line)  # noqa: PLR2004 - more than initials, no abstract
    return line if fits else None


def _written(stamp: str) -> str:
    """A PDF's own form of a date (`D:20200225150600+03'00'`) as ISO 8601; empty when it is none."""
    match = _STAMP.match(stamp)
    return "-".join(part for part in match.groups() if part) if match else ""


def _of_stamp(stamp: str, today: dt.date) -> PublicationDate | None:
    return parse_date(_written(stamp), today=today)


def _doubts(stamp: str, today: dt.date) -> tuple[str, ...]:
    ahead = is_ahead(_written(stamp), today=today)
    return (f"it says that it was made on {_written(stamp)}, which is not yet; that was not believed",) if ahead else ()


def _contents(content: bytes, limits: PdfLimits, clock: Callable[[], float]) -> _Contents:
    if b"%PDF-" not in content[:1024]:
        raise UnreadablePdfError("is no PDF, whatever its name says", "Check what is in the file.")
    if len(content) > limits.size:
        raise UnreadablePdfError(f"is larger than {limits.size // 2**20} MiB", "Split it into smaller files.")
    try:
        return _read(content, limits, clock)
    except UnreadablePdfError:
        raise
    except Exception as error:  # the library fails in many ways on a broken file; each means the same
        raise UnreadablePdfError(
            f"is a damaged PDF ({type(error).__name__})", "Open it in a PDF reader and save it anew, or save its text."
        ) from error


def _read(content: bytes, limits: PdfLimits, clock: Callable[[], float]) -> _Contents:
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import, and only PDFs need it

    reader = PdfReader(io.BytesIO(content))
    _unlock(reader)
    count = len(reader.pages)
    if count > limits.pages:
        raise UnreadablePdfError(
            f"has {count:,} pages, more than the {limits.pages:,} that are read", "Split it into smaller files."
        )
    ends = clock() + limits.seconds

    def check(*_: object) -> None:
        if clock() > ends:
            raise UnreadablePdfError(
                f"takes longer than {limits.seconds:.0f} seconds to read", "Split it, or save its text as .txt."
            )

    pages = tuple(_page(page, check) for page in reader.pages)
    facts: Mapping[str, Any] = reader.metadata or {}
    return _Contents(pages, *(str(facts.get(name) or "") for name in ("/Title", "/Author", "/CreationDate")))


def _page(page: Any, check: Callable[..., None]) -> str:
    check()
    return str(page.extract_text(visitor_operand_before=check))


def _unlock(reader: Any) -> None:
    """Open a file that is only protected against changes; its password for reading is empty."""
    if not reader.is_encrypted:
        return
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    try:
        opened = bool(reader.decrypt(""))
    except (PyPdfError, NotImplementedError):  # a cipher that cannot be had here
        opened = False
    if not opened:
        raise UnreadablePdfError("is locked with a password", "Save it without the password and ingest that.")
