"""An article in short, as it is shown in Discord: where it is from, its own sentences, who else reports it.

Place in the flow: `ArticleCard` -> contents of messages for `/article`, `Titled` -> choices while typing. Pure, like
all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape, label, one_line, plain, safe_url
from bot.paging import CONTENT_LIMIT, pack, shorten, size
from bot.phrases import phrases, worded
from bot.render.answers import TITLE_LIMIT, SourceCard, described, publisher_name
from bot.render.framing import date_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import ArticleCard, Titled
    from bot.phrases import Language
    from ingest.corpus.models import Article

CHOICE_LIMIT = 100
"""Characters that Discord shows of a choice."""
_PUBLISHER_SHOWN = 24
_AUTHOR_LIMIT = 80
_NAMED = 6
_SENTENCE_LIMIT = 600

UNKNOWN = "I have no article with this title. Type a few words of it and choose from the list."
_ALSO = "Also printed by {names}."
_WHICH = "Which one do you mean by “{wanted}”? Choose it from the list while you type:"
_NO_SUMMARY = "It has no sentence that I could show by itself; read it where it was printed."
_NO_OTHERS = "I have no other publisher’s report of this event."


def article_pages(card: ArticleCard, limit: int = CONTENT_LIMIT, language: Language = "en") -> tuple[str, ...]:
    """Return the card, mostly one page."""
    article = card.article
    lines = [_heading(article, language), f"-# {_facts(article, language)}"]
    if card.also_printed_by:
        lines.append(f"-# {worded(_ALSO, language, names=_names(card.also_printed_by, language))}")
    lines.append("")
    lines += [f"> {shorten(escape(one_line(e.text)), _SENTENCE_LIMIT)}" for e in card.summary] or [
        worded(_NO_SUMMARY, language)
    ]
    if card.summary:
        lines.append(f"-# {worded('Sentences of the article, word for word.', language)}")
    lines += ["", *_others(card.others, language)]
    return tuple(pack(lines, limit))


def choice_name(titled: Titled) -> str:
    """Return how an article is shown in the list of choices: `title · publisher, date`, within Discord's limit."""
    publisher = _clipped(one_line(titled.publisher), _PUBLISHER_SHOWN) or "unknown publisher"
    tail = f" · {publisher}, {date_text(titled.published)}"
    return _clipped(one_line(titled.title) or "untitled", CHOICE_LIMIT - size(tail)) + tail


def which_pages(fitting: Sequence[Titled], typed: str, language: Language = "en") -> tuple[str, ...]:
    """Return what to say where several articles fit what was typed, or none."""
    if not fitting:
        return (worded(UNKNOWN, language),)
    said, wanted = phrases(language), shorten(escape(one_line(typed)), TITLE_LIMIT)
    lines = [
        f"- {shorten(label(t.title), TITLE_LIMIT) or said.untitled} · "
        f"{publisher_name(t.publisher, language)}{said.comma}{date_text(t.published, language)}"
        for t in fitting[:_NAMED]
    ]
    return tuple(pack([worded(_WHICH, language, wanted=wanted), *lines], 2_000))


def _heading(article: Article, language: Language) -> str:
    title = shorten(label(article.title), 2 * TITLE_LIMIT) or phrases(language).untitled
    address = safe_url(article.url)
    return f"**[{title}](<{address}>)**" if address else f"**{title}**"


def _facts(article: Article, language: Language) -> str:
    """Return whose article it is and when it was printed; the title stands above."""
    card = SourceCard(0, article.publisher, "", None, article.published, (), article.affiliation, article.gone)
    who, _untitled, when = described(card, language).partition(f" · {phrases(language).untitled} · ")
    author = shorten(escape(one_line(article.author or "")), _AUTHOR_LIMIT)
    return " · ".join([who, *([worded("by {author}", language, author=author)] if author else []), when])


def _names(publishers: Sequence[str], language: Language) -> str:
    more = len(publishers) - _NAMED
    said = phrases(language)
    named = said.comma.join(publisher_name(name, language) for name in publishers[:_NAMED])
    return named + (said.and_more.format(count=more) if more > 0 else "")


def _others(others: Sequence[Article], language: Language) -> list[str]:
    if not others:
        return [f"-# {worded(_NO_OTHERS, language)}"]
    cards = [SourceCard(0, a.publisher, a.title, a.url, a.published, (), a.affiliation, a.gone) for a in others]
    return [worded("**Other reports of this event**", language), *(f"- {described(card, language)}" for card in cards)]


def _clipped(text: str, limit: int) -> str:
    """Return plain text (a choice has no formatting) within a limit, at the end of a word where one is near."""
    text = plain(text)
    if size(text) <= limit:
        return text
    while size(text) > limit - 1:
        text = text[:-1]
    head, space, _ = text.rpartition(" ")
    return (head if space and len(head) > len(text) // 2 else text).rstrip() + "…"
