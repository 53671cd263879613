"""Where sentences begin and end in a text: the library's boundaries, mended, and long sentences cut.

Place in the flow: `split` packs these spans into passages. Pure. Does not normalise, drop or reorder text: every
character that is not white space lies in exactly one span.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import sentencex  # type: ignore[import-untyped]  # it ships no types

from ingest.corpus.models import Span
from ingest.corpus.wellformed import well_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Count = Callable[[str], int]

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_GLUED = re.compile(r"(?<=[^\W\d_][^\W\d_][.!?])[”\"]?(?=[“\"]?[^\W\d_]{2})")
_SENTENCE_START = re.compile(r"[“\"]?([^\W\d_])([^\W\d_])")
_RUN = re.compile(r"[!-~]+")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu)\b", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s(“\"])(?![IVX])[^\W\d_]\.$")
_SHORT_END = re.compile(r"(?:\b\w{1,4}\.|[!?…][\"”’»)]+)$")
_ABBREVIATION = re.compile(r"(?:^|[\s(“\"'])(?:Amb|Dep|approx|Alb|Doç|Sn|Yrd|ген|им)\.$")  # those the library lacks
_MARKS = (
    re.compile(r"[.!?؟。…۔][\"”’»)\]]{0,3}\s"),
    re.compile(r"[;:؛—–]\s|\s[—–-]\s"),
    re.compile(r"[,،、]\s"),
    re.compile(r"\s"),
)
_JOINERS = "\u200d\ufe0e\ufe0f"
_LIST_NUMBER = re.compile(r"^\W*\d{1,3}\.$")
_OPENING = "“\"'‘«([—–- "
_REACH = 8
_TAIL = 16
_LONGEST_LINE = 20_000


def sentence_spans(text: str, language: str, limit: int, count: Count) -> list[Span]:
    """Return the sentences of `text` in order, trimmed, each of at most `limit` tokens.

    A line break always ends a sentence (headings and list items have no full stop). A sentence over the limit is cut at
    an inner sentence end, a clause mark or white space; without any of them between two characters.
    """
    found: list[Span] = []
    for line in _LINE.finditer(text):
        for stretch in _stretches(text, Span(*line.span())):
            for span in _of_line(text, stretch, language):
                found.extend(_fitting(text, span, limit, count))
    return found


def _stretches(text: str, line: Span) -> Iterator[Span]:
    """Yield a line whole, but a huge one in parts: the library's time grows with the square of the quotes in it."""
    start = line.start
    while line.end - start > _LONGEST_LINE:
        cut = _best_cut(text, start, start + _LONGEST_LINE, start + _LONGEST_LINE)
        yield Span(start, cut)
        start = cut
    yield Span(start, line.end)


def _of_line(text: str, line: Span, language: str) -> list[Span]:
    whole = trimmed(text, line)
    if whole is None:
        return []
    content = whole.of(text)
    inner = (cut for cut in _cuts(content, language) if 0 < cut < len(content))
    bounds = [whole.start, *(whole.start + cut for cut in inner), whole.end]
    return _mended(text, [span for pair in pairwise(bounds) if (span := trimmed(text, Span(*pair)))])


def _cuts(content: str, language: str) -> list[int]:
    """Return where a new sentence begins, by the library and at full stops that lack their space."""
    found = sentencex.get_sentence_boundaries(well_formed(language).partition("-")[0].lower(), well_formed(content))
    cuts = {int(boundary["end_index"]) for boundary in found}
    cuts.update(match.end() for match in _GLUED.finditer(content) if _starts_sentence(content, match.end()))
    return sorted(cuts - _inside_addresses(content, cuts))


def _inside_addresses(content: str, cuts: set[int]) -> set[int]:
    glued = sorted(cut for cut in cuts if 0 < cut < len(content) and not content[cut - 1].isspace())
    if not glued or not _ADDRESS.search(content):
        return set()
    runs = [run.span() for run in _RUN.finditer(content) if _ADDRESS.search(run.group())]
    return {cut for cut in glued if any(start < cut < end for start, end in runs)}


def _mended(text: str, spans: list[Span]) -> list[Span]:
    """Join what the library cut wrongly, and stray marks, to the sentence before."""
    kept: list[Span] = []
    for span in spans:
        if kept and _belongs(text[max(kept[-1].start, kept[-1].end - _TAIL) : kept[-1].end], span.of(text)):
            kept[-1] = Span(kept[-1].start, span.end)
        else:
            kept.append(span)
    return kept


def _starts_sentence(content: str, index: int) -> bool:
    letters = _SENTENCE_START.match(content, index)
    return letters is not None and letters[1].isupper() and letters[2].islower()


def _belongs(before: str, after: str) -> bool:
    """Tell whether the sentence `after` is part of the one that ends in `before` (its last characters)."""
    if not any(map(str.isalnum, before)) or not any(map(str.isalnum, after)):
        return True
    if after.lstrip(_OPENING)[:1].islower() and _SHORT_END.search(before):
        return True
    return any(pattern.search(before) for pattern in (_INITIAL, _ABBREVIATION, _LIST_NUMBER))


def _fitting(text: str, span: Span, limit: int, count: Count) -> Iterator[Span]:
    """Yield the sentence, or the pieces it must be cut into, each within the limit, in linear time."""
    start = span.start
    while start < span.end:
        piece, start = _next_piece(text, Span(start, span.end), limit, count)
        yield piece


def _next_piece(text: str, rest: Span, limit: int, count: Count) -> tuple[Span, int]:
    """Return the first piece of `rest` and where the one after it starts; pieces are to be of similar length."""
    if rest.end - rest.start <= limit and rest.of(text).isascii():
        return rest, rest.end  # a token is at least one byte, so there is nothing to count
    window = min(rest.end, rest.start + limit * _REACH)
    tokens = count(text[rest.start : window])
    if tokens <= limit and window == rest.end:
        return rest, rest.end
    stop = _shrunk(text, rest.start, window, limit, count)
    shares = -(-tokens // limit) if window == rest.end else 1
    ideal = rest.start + (window - rest.start) // shares
    cut = _best_cut(text, rest.start, stop, ideal)
    # Fewer characters can be more tokens (a word cut in two), so what is left is counted again.
    while cut - rest.start > 1 and count(text[rest.start : cut].rstrip()) > limit:
        cut = _best_cut(text, rest.start, cut - 1, ideal)
    return trimmed(text, Span(rest.start, cut)) or rest, cut + _leading_space(text, cut, rest.end)


def _shrunk(text: str, start: int, stop: int, limit: int, count: Count) -> int:
    """Return the end of a stretch from `start` that is within the limit, found by proportion in a few steps."""
    while stop - start > 1 and (tokens := count(text[start:stop])) > limit:
        stop = start + max(1, min(stop - start - 1, (stop - start) * limit // tokens))
    return stop


def _best_cut(text: str, start: int, stop: int, ideal: int) -> int:
    """Return the strongest mark's end nearest to `ideal` in the latter two thirds of the stretch, else a bare cut."""
    earliest = start + (stop - start) // 3
    for marks in _MARKS:
        ends = [match.end() for match in marks.finditer(text, earliest, stop)]
        if ends:
            return min(ends, key=lambda end: abs(end - ideal))
    return _between_characters(text, start, stop)


def _between_characters(text: str, start: int, stop: int) -> int:
    """Step back out of a letter with its marks or a joined emoji, but not further than half-way."""
    cut = stop
    while cut > start + (stop - start) // 2 and cut < len(text) and _continues(text, cut):
        cut -= 1
    return cut if cut > start and not (cut < len(text) and _continues(text, cut)) else stop


def _continues(text: str, index: int) -> bool:
    character = text[index]
    return character in _JOINERS or text[index - 1] == "\u200d" or unicodedata.category(character).startswith("M")


def _leading_space(text: str, start: int, end: int) -> int:
    stretch = text[start:end]
    return len(stretch) - len(stretch.lstrip())


def trimmed(text: str, span: Span) -> Span | None:
    """Return the span without white space at its ends, or None when nothing is left."""
    content = span.of(text)
    start = span.start + len(content) - len(content.lstrip())
    end = span.end - (len(content) - len(content.rstrip()))
    return Span(start, end) if start < end else None
