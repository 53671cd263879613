"""A checked message as pages: each statement with its verdict, in a word and a sign, and the words that decide it.

Place in the flow: `Review` -> contents of messages. Pure, like all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.findings import Verdict
from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, shorten, size
from bot.render.answers import SourceCard, described
from bot.render.passages import pack_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering.findings import Checked, Review
    from bot.answering.models import Excerpt

STATEMENT_LIMIT = 300
QUOTE_LIMIT = 500
WHY_LIMIT = 300
SIGNS = {Verdict.SUPPORTED: "✅", Verdict.CONTRADICTED: "❌", Verdict.NOT_FOUND: "❔"}
WORDS = {Verdict.SUPPORTED: "Supported", Verdict.CONTRADICTED: "Contradicted", Verdict.NOT_FOUND: "Not found"}

NOTHING_TO_CHECK = (
    "I found nothing in this message that I could check: I look for statements of fact about people, places, figures "
    "and dates, in English."
)
NOTHING_LEFT = "The statements in this message are too long for me to check one by one."
_NOTE = "-# Held against the articles I have, word by word. “Not found” does not mean that it is false."


def review_pages(review: Review, limit: int = CONTENT_LIMIT) -> tuple[str, ...]:
    """Return the statements with verdicts and quotes as pages, at least one."""
    if not review.checked:
        return (NOTHING_LEFT if review.left_out else NOTHING_TO_CHECK,)
    head = f"**Checked against the articles:** {_counts(review)}"
    foot = "\n".join((*_remarks(review), _NOTE))
    room = limit - size(foot) - 40
    chunks = [chunk for checked in review.checked for chunk in _chunks(checked, room)]
    pages = pack_chunks([head, *chunks], room)
    pages = [f"{page}\n\n{foot}" for page in pages]
    if len(pages) == 1:
        return tuple(pages)
    return tuple(f"{page}\n-# Page {n} of {len(pages)}" for n, page in enumerate(pages, start=1))


def _counts(review: Review) -> str:
    counts = ((verdict, sum(c.verdict is verdict for c in review.checked)) for verdict in Verdict)
    return ", ".join(f"{n} {verdict.value}" for verdict, n in counts if n)


def _remarks(review: Review) -> Iterator[str]:
    if review.left_out:
        were = "statement was" if review.left_out == 1 else "statements were"
        yield f"-# {review.left_out} more {were} not looked at."
    if review.unchecked:
        parts = "part" if review.unchecked == 1 else "parts"
        yield f"-# {review.unchecked} {parts} left alone: nothing in it that articles could tell."


def _chunks(checked: Checked, room: int) -> list[str]:
    """Return one statement as pieces that fit a page: the verdict with its first quote, then a piece a quote."""
    statement = shorten(escape(one_line(checked.statement)), STATEMENT_LIMIT)
    head = f"{SIGNS[checked.verdict]} **{WORDS[checked.verdict]}:** {statement}"
    if checked.why:
        head += f"\n-# {shorten(escape(one_line(checked.why)), WHY_LIMIT)}."
    quotes = [*_quotes(checked.excerpts, ""), *_quotes(checked.against, "Otherwise: ")]
    if not quotes:
        return [head]
    first = f"{head}\n{quotes[0]}"
    pieces = [first, *quotes[1:]] if size(first) <= room else [head, *quotes]
    return _joined(pieces, room)


def _joined(pieces: Sequence[str], room: int) -> list[str]:
    """Return the pieces with what fits put together: quotes of one statement stand close."""
    joined: list[str] = []
    for piece in pieces:
        if joined and size(joined[-1]) + 1 + size(piece) <= room:
            joined[-1] += f"\n{piece}"
        else:
            joined.append(piece)
    return joined


def _quotes(excerpts: Sequence[Excerpt], lead: str) -> list[str]:
    return [quoted(excerpt, lead) for excerpt in excerpts]


def quoted(excerpt: Excerpt, lead: str = "") -> str:
    """Return an excerpt as a quotation with its source: publisher, title with a link, date."""
    text = shorten(escape(one_line(excerpt.text)), QUOTE_LIMIT)
    article = excerpt.article
    card = SourceCard(
        0, article.publisher, article.title, article.url, article.published, (), article.affiliation, article.gone
    )
    return f"> {text}\n-# {lead}{described(card)}"
