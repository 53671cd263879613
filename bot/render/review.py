"""A checked message as pages: each statement with its verdict, in a word and a sign, and the words that decide it.

Place in the flow: `Review` -> contents of messages. Pure, like all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.findings import Verdict
from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, shorten, size
from bot.phrases import phrases, said_in, worded
from bot.render.answers import SourceCard, described
from bot.render.passages import numbered, pack_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering.findings import Checked, Review
    from bot.answering.models import Excerpt
    from bot.phrases import Language

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
_ONE_MORE, _MORE = "1 more statement was not looked at.", "{n} more statements were not looked at."
_ONE_PART = "1 part left alone: nothing in it that articles could tell."
_PARTS = "{n} parts left alone: nothing in it that articles could tell."
_NOTE = "Held against the articles I have, word by word. “Not found” does not mean that it is false."


def review_pages(review: Review, limit: int = CONTENT_LIMIT, language: Language = "en") -> tuple[str, ...]:
    """Return the statements with verdicts and quotes as pages, at least one."""
    if not review.checked:
        return (worded(NOTHING_LEFT if review.left_out else NOTHING_TO_CHECK, language),)
    head = worded("**Checked against the articles:** {counts}", language, counts=_counts(review, language))
    foot = "\n".join(f"-# {remark}" for remark in (*_remarks(review, language), worded(_NOTE, language)))
    room = limit - size(foot) - 40
    chunks = [chunk for checked in review.checked for chunk in _chunks(checked, room, language)]
    pages = pack_chunks([head, *chunks], room)
    return numbered([f"{page}\n\n{foot}" for page in pages], language)


def _counts(review: Review, language: Language) -> str:
    counts = ((verdict, sum(c.verdict is verdict for c in review.checked)) for verdict in Verdict)
    return phrases(language).comma.join(worded(f"{{n}} {verdict.value}", language, n=n) for verdict, n in counts if n)


def _remarks(review: Review, language: Language) -> Iterator[str]:
    if review.left_out:
        yield worded(_ONE_MORE if review.left_out == 1 else _MORE, language, n=review.left_out)
    if review.unchecked:
        yield worded(_ONE_PART if review.unchecked == 1 else _PARTS, language, n=review.unchecked)


def _chunks(checked: Checked, room: int, language: Language) -> list[str]:
    """Return one statement as pieces that fit a page: the verdict with its first quote, then a piece a quote."""
    statement = shorten(escape(one_line(checked.statement)), STATEMENT_LIMIT)
    head = f"{SIGNS[checked.verdict]} **{worded(WORDS[checked.verdict], language)}:** {statement}"
    if checked.why:
        head += f"\n-# {shorten(escape(one_line(said_in(checked.why, language))), WHY_LIMIT)}."
    quotes = [
        *_quotes(checked.excerpts, "", language),
        *_quotes(checked.against, worded("Otherwise: ", language), language),
    ]
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


def _quotes(excerpts: Sequence[Excerpt], lead: str, language: Language) -> list[str]:
    return [quoted(excerpt, lead, language) for excerpt in excerpts]


def quoted(excerpt: Excerpt, lead: str = "", language: Language = "en") -> str:
    """Return an excerpt as a quotation with its source: publisher, title with a link, date."""
    text = shorten(escape(one_line(excerpt.text)), QUOTE_LIMIT)
    article = excerpt.article
    card = SourceCard(
        0, article.publisher, article.title, article.url, article.published, (), article.affiliation, article.gone
    )
    return f"> {text}\n-# {lead}{described(card, language)}"
