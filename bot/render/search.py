"""Found passages as pages: whose words, when, and the words themselves, with what was searched for in bold.

Place in the flow: `SearchResult.evidence` -> contents of messages for `/search`. Pure, like all of `bot.render`. The
words are the article's own; nothing is added to them but the marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.datelines import news_begins
from bot.answering.highlighting import found_in
from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, cut, shorten, size
from bot.phrases import phrases, said_in, worded
from bot.render.answers import SourceCard, described, publisher_name, squeezed
from bot.render.page_links import page_link
from bot.render.passages import pack_chunks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.models import Evidence
    from bot.phrases import Language

_FOOT = 60
"""Room kept on each page for its number."""
_WORDS_LIMIT = 200
_NOTE_LIMIT = 300
_LONGEST_MARK = 60
"""Characters of a word that is marked; what is longer would be cut in two with its marks."""
_LONG = 480
"""Characters of a passage that is shown whole; of a longer one the best of it, so that a page holds several."""
_BARE = frozenset("*_~|`\\")

NOTHING = "I found no passage with these words; try fewer of them, another spelling, or a longer time."


def marked(text: str, wanted: frozenset[str]) -> str:
    """Return escaped text with the words whose index terms are `wanted` in bold; without the marks it is `escape`'s."""
    safe = escape(text)
    pieces, at = [], 0
    for start, end in found_in(safe, wanted):
        if end - start > _LONGEST_MARK or not _BARE.isdisjoint(safe[start:end]):
            continue
        pieces += [safe[at:start], "**", safe[start:end], "**"]
        at = end
    return "".join([*pieces, safe[at:]])


def search_pages(
    evidence: Sequence[Evidence],
    words: str,
    wanted: frozenset[str],
    notes: Sequence[str] = (),
    limit: int = CONTENT_LIMIT,
    language: Language = "en",
) -> tuple[str, ...]:
    """Return the passages, best first and numbered; `notes` say how the words were understood."""
    head = f"> {shorten(escape(one_line(words)), _WORDS_LIMIT)}"
    remarks = [
        f"-# {shorten(escape(one_line(said_in(note, language))), _NOTE_LIMIT)}" for note in notes if note.strip()
    ]
    if not evidence:
        return ("\n".join([head, worded(NOTHING, language), *remarks]),)
    top = "\n".join([head, *remarks[:3]])
    room = limit - size(top) - 1 - _FOOT
    chunks = [chunk for n, piece in enumerate(evidence, start=1) for chunk in _chunks(n, piece, wanted, room, language)]
    pages = pack_chunks(chunks, room)
    feet = [_foot(len(evidence), n, len(pages), language) for n in range(1, len(pages) + 1)]
    return tuple(f"{top}\n{page}\n-# {foot}" for page, foot in zip(pages, feet, strict=True))


def _foot(count: int, page: int, pages: int, language: Language) -> str:
    told = (
        worded("1 passage", language) if count == 1 else worded("{count} passages, best first", language, count=count)
    )
    here = worded("page {page} of {pages}", language, page=page, pages=pages)
    return f"{told}{phrases(language).comma}{here}" if pages > 1 else told


def _chunks(n: int, piece: Evidence, wanted: frozenset[str], room: int, language: Language) -> list[str]:
    head = f"**{n}** · {described(_card(n, piece), language)}"
    said = phrases(language)
    again = f"**{n}** · {publisher_name(piece.article.publisher, language)}{said.comma}{said.continued}"
    chunks, chunk = [], head
    for line in squeezed(_excerpt(piece, wanted)):
        for part in cut(line, room - size(head) - 3) or [""]:
            quoted = f"> {part}".rstrip()
            if size(chunk) + 1 + size(quoted) > room:
                chunks.append(chunk)
                chunk = again
            chunk = f"{chunk}\n{quoted}"
    return [*chunks, chunk]


def _excerpt(piece: Evidence, wanted: frozenset[str]) -> str:
    """Return the passage, a long one as the run of its sentences that holds most of what was searched for."""
    first, last = _best_run(piece, wanted)
    begin = news_begins(piece.article.text, piece.article.title)
    text = piece.article.text[max(first, begin) if begin < last else first : last].strip()
    before, after = first > piece.span.start, last < piece.span.end
    return f"{'… ' if before else ''}{marked(text, wanted)}{' …' if after else ''}"


def _best_run(piece: Evidence, wanted: frozenset[str]) -> tuple[int, int]:
    """Return where the run begins and ends; a passage that is short enough is one run."""
    spans = piece.sentences
    if len(piece.text) <= _LONG or not spans:
        return piece.span.start, piece.span.end
    hits = [len(found_in(span.of(piece.article.text), wanted)) for span in spans]
    runs = [(a, b) for a in range(len(spans)) for b in range(a, len(spans)) if spans[b].end - spans[a].start <= _LONG]
    if not runs:
        runs = [(n, n) for n in range(len(spans))]
    a, b = max(runs, key=lambda run: (sum(hits[run[0] : run[1] + 1]), -run[0], run[1]))
    return spans[a].start, spans[b].end


def _card(n: int, piece: Evidence) -> SourceCard:
    """Return whose words they are, with a link that opens the page at them."""
    a = piece.article
    return SourceCard(n, a.publisher, a.title, page_link(a.url, piece.text), a.published, (), a.affiliation, a.gone)
