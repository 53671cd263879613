"""Answers as text for Discord: contents of messages, each within the limits, whatever the articles hold.

Place in the flow: Answer | Refused -> messages; the cogs send what is returned here. Pure: it sends nothing, keeps
nothing, and imports no Discord. Foreign text is made harmless by `markup`, cut by `paging`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.attribution import voice
from bot.answering.models import Answer, CitedSource, Disagreement, Outcome, Reason, Refused
from bot.markup import escape, label, one_line, safe_url
from bot.paging import CONTENT_LIMIT, pack, shorten, size
from bot.phrases import day_text, embedded, phrases, said_in
from bot.render.framing import answer_text, date_text, refusal_text
from bot.render.surroundings import around

if TYPE_CHECKING:
    import datetime as dt

    from bot.phrases import Language
    from ingest.corpus.models import Article, PublicationDate

TITLE_LIMIT = 160
PUBLISHER_LIMIT = 80
QUESTION_LIMIT = 300
NOTE_LIMIT = 500
LONG_LINE = 100
MOST_MESSAGES = 8
"""More than this for one answer would flood a channel; what is left out is announced, not silently dropped."""

HELP = phrases().help


@dataclass(frozen=True, slots=True)
class SourceCard:
    """What is shown of one cited source: its number, where it comes from, and its verbatim quotes."""

    n: int
    publisher: str
    title: str
    url: str | None
    published: PublicationDate | None
    quotes: tuple[str, ...]
    affiliation: str | None = None
    gone: dt.date | None = None
    around: tuple[tuple[str, str], ...] = ()


def source_card(source: CitedSource) -> SourceCard:
    """Return what is shown (and kept for the button) of a cited source."""
    a = source.article
    quotes = tuple(q.text for q in source.quotes)
    beside = tuple(around(a.text, q.span.start, q.span.end) for q in source.quotes)
    return SourceCard(source.n, a.publisher, a.title, a.url, a.published, quotes, a.affiliation, a.gone, beside)


def outcome_messages(outcome: Outcome, question: str | None = None, language: Language = "en") -> tuple[str, ...]:
    """Return the contents of the messages that show an outcome, at least one, each within Discord's limit.

    `question` is repeated above the answer where readers would not see it otherwise (slash commands). `language` is
    that of the frame: what is quoted stays as it was printed.
    """
    head = [f"> {shorten(escape(one_line(question)), QUESTION_LIMIT)}"] if question else []
    match outcome:
        case Answer():
            return _messages([*head, *_answer_lines(outcome, language)], _below_answer(outcome, language), language)
        case Refused():
            text = refusal_text(outcome, language, _marks(outcome)) or phrases(language).unanswered
            return _messages([*head, *squeezed(text)], _below_refusal(outcome, language), language)


def help_message(language: Language = "en") -> str:
    """Return what one can ask and how."""
    return phrases(language).help


def _messages(text: list[str], below: list[str], language: Language) -> tuple[str, ...]:
    pages = pack([*text, "", *below], CONTENT_LIMIT)
    if len(pages) <= MOST_MESSAGES:
        return tuple(pages)
    foot = pack(below, CONTENT_LIMIT)[: MOST_MESSAGES - 1]
    room = MOST_MESSAGES - len(foot)
    cut_short = f"-# {phrases(language).too_long}"
    body = pack(text, CONTENT_LIMIT - size(cut_short) - 1)[:room]
    body[-1] += f"\n{cut_short}"
    return (*body, *foot)


def _answer_lines(answer: Answer, language: Language) -> list[str]:
    marks = _marks(answer)
    text = escape(answer_text(answer, language).strip(), marks) or phrases(language).nothing_to_say
    lines = _spaced([_with_boldpublisher(line, answer, language) for line in squeezed(text)])
    for disagreement in answer.disagreements:
        lines += ["", *_disagreement_lines(disagreement, marks, language)]
    return lines


def _with_boldpublisher(line: str, answer: Answer, language: Language) -> str:
    """Return a line that begins with who says so (`Harbour Post, 25 February 2020: ...`) with that name in bold."""
    said = phrases(language)
    behind = (said.comma, said.also_printed.partition("{")[0])
    for publisher in {publisher_name(source.article.publisher) for source in answer.sources}:
        if size(publisher) <= PUBLISHER_LIMIT and line.startswith(tuple(publisher + each for each in behind)):
            return f"**{publisher}**{line.removeprefix(publisher)}"
    return line


def _marks(answer: Answer | Refused) -> frozenset[int]:
    return frozenset(source.n for source in answer.sources)


def _below_answer(answer: Answer, language: Language) -> list[str]:
    sources = [_source_line(source_card(source), language) for source in answer.sources]
    notes = [_note(note, _marks(answer), language) for note in answer.notes if note.strip()]
    if answer.withheld:
        notes.append(phrases(language).left_out.format(count=len(answer.withheld)))
    below = (*sources, *_asked_as(answer.asked_as, language), *notes, _day_line(answer.as_of, language))
    return [f"-# {line}" for line in below]


def _day_line(as_of: dt.date | None, language: Language) -> str:
    said = phrases(language)
    return said.as_of.format(day=day_text(as_of, language)) if as_of else said.no_date


def _asked_as(question: str | None, language: Language) -> list[str]:
    """Return the line that says how a follow-up was understood."""
    if not question:
        return []
    shown = embedded(shorten(escape(one_line(question)), QUESTION_LIMIT), language)
    return [phrases(language).understood_as.format(question=shown)]


def _disagreement_lines(disagreement: Disagreement, marks: frozenset[int], language: Language) -> list[str]:
    said, about = phrases(language), escape(one_line(disagreement.about), marks)
    lines = [said.differ_on.format(about=embedded(about, language)) if about else said.differ]
    for account in disagreement.accounts:
        cited = "".join(f"[{n}]" for n in account.citations if n in marks)
        lines.append(f"- {escape(one_line(account.says))} {cited}".rstrip())
    return lines


def _below_refusal(refused: Refused, language: Language) -> list[str]:
    said = phrases(language)
    lines = [f"-# {_source_line(source_card(source), language)}" for source in refused.sources]
    if refused.sources:
        lines.append(f"-# {_day_line(refused.as_of, language)}")
    if refused.nearest and not refused.sources:
        lines += [said.nearest, *(f"- {_article_line(article, language)}" for article in refused.nearest), ""]
    if refused.reason is Reason.EMPTY_CORPUS:
        lines.append(f"-# {said.tell_admin}")
    elif refused.reason is not Reason.BAD_QUESTION:
        lines.append(f"-# {said.askable}")
    notes = [_note(note, frozenset(), language) for note in refused.notes if note.strip()]
    return lines + [f"-# {line}" for line in (*_asked_as(refused.asked_as, language), *notes)]


def _note(note: str, marks: frozenset[int], language: Language) -> str:
    return shorten(escape(one_line(said_in(note, language)), marks), NOTE_LIMIT)


def squeezed(text: str) -> list[str]:
    """Return the lines of a text with at most one blank line between paragraphs."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return lines


def _spaced(lines: list[str]) -> list[str]:
    """Return the lines with a blank one between two long ones: in Discord they would run together."""
    spaced: list[str] = []
    for line in lines:
        if spaced and min(size(spaced[-1]), size(line)) >= LONG_LINE:
            spaced.append("")
        spaced.append(line)
    return spaced


def _source_line(card: SourceCard, language: Language) -> str:
    return f"[{card.n}] {described(card, language)}"


def _article_line(article: Article, language: Language) -> str:
    title, who = _title(article.title, article.url, language), _voice(article.publisher, article.affiliation, language)
    return f"{title} · {who} · {date_text(article.published, language)}{_gone(article.gone, language)}"


def described(card: SourceCard, language: Language = "en") -> str:
    """Return whose article it is, its title with a link, and its date."""
    who, title = _voice(card.publisher, card.affiliation, language), _title(card.title, card.url, language)
    return f"{who} · {title} · {date_text(card.published, language)}{_gone(card.gone, language)}"


def _gone(day: dt.date | None, language: Language) -> str:
    return f" · {phrases(language).gone_since.format(day=day_text(day, language))}" if day else ""


def _voice(publisher: str, affiliation: str | None, language: Language) -> str:
    """Return the publisher and whose voice it is: `SANA (Syrian state media)`."""
    side = shorten(escape(one_line(affiliation or "")), PUBLISHER_LIMIT)
    return voice(publisher_name(publisher, language), side)


def publisher_name(publisher: str, language: Language = "en") -> str:
    """Return a publisher as it may stand in a message."""
    return shorten(escape(one_line(publisher)), PUBLISHER_LIMIT) or phrases(language).unknown_publisher


def _title(title: str, url: str | None, language: Language) -> str:
    text = shorten(label(title), TITLE_LIMIT) or phrases(language).untitled
    address = safe_url(url)
    return f"[{text}](<{address}>)" if address else text
