"""Answers as text for Discord: contents of messages, each within the limits, whatever the articles hold.

Place in the flow: Answer | Refused -> messages; the cogs send what is returned here. Pure: it sends nothing, keeps
nothing, and imports no Discord. Foreign text is made harmless by `markup`, cut by `paging`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.attribution import gone_remark, voice
from bot.answering.models import Answer, CitedSource, Disagreement, Outcome, Reason, Refused
from bot.markup import escape, label, one_line, safe_url
from bot.paging import CONTENT_LIMIT, pack, shorten, size
from ingest.corpus.models import Article, Precision, PublicationDate

if TYPE_CHECKING:
    import datetime as dt

TITLE_LIMIT = 160
PUBLISHER_LIMIT = 80
QUESTION_LIMIT = 300
NOTE_LIMIT = 500
LONG_LINE = 100
MOST_MESSAGES = 8
"""More than this for one answer would flood a channel; what is left out is announced, not silently dropped."""
_TOO_LONG = "-# The rest does not fit here; ask about one part of it to see more."

HELP = (
    "I answer questions about the conflict from the news articles I was given, and show the exact passage behind "
    "every statement.\n"
    "- Ask with `/ask`, by mentioning me, or in a direct message: “Why does Nayrab matter?”, “Who took Saraqib in "
    "February 2020?”, “What did the March 2020 ceasefire say?”\n"
    "- Reply to an answer to ask a follow-up: “And who held it before?”\n"
    "- `/timeline` lists what happened at a place, `/accounts` shows where the sources differ.\n"
    "- The marks [1], [2] name the sources below an answer; the button **Passages** shows their exact words, to you "
    "alone.\n"
    "- When the articles do not say, I tell you so. I add nothing of my own."
)

_ASKABLE = "You can ask me about what these articles report: places, events, dates, and who did or said what."


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


def source_card(source: CitedSource) -> SourceCard:
    """Return what is shown (and kept for the button) of a cited source."""
    a = source.article
    quotes = tuple(q.text for q in source.quotes)
    return SourceCard(source.n, a.publisher, a.title, a.url, a.published, quotes, a.affiliation, a.gone)


def outcome_messages(outcome: Outcome, question: str | None = None) -> tuple[str, ...]:
    """Return the contents of the messages that show an outcome, at least one, each within Discord's limit.

    `question` is repeated above the answer where readers would not see it otherwise (slash commands).
    """
    head = [f"> {shorten(escape(one_line(question)), QUESTION_LIMIT)}"] if question else []
    match outcome:
        case Answer():
            return _messages([*head, *_answer_lines(outcome)], _below_answer(outcome))
        case Refused():
            return _messages([*head, *squeezed(_refusal_text(outcome))], _below_refusal(outcome))


def help_message() -> str:
    """Return what one can ask and how."""
    return HELP


def date_text(published: PublicationDate | None) -> str:
    """Return a date as precisely as it is known: `25 February 2020`, `February 2020`, `2020` or `undated`."""
    if published is None:
        return "undated"
    match published.precision:
        case Precision.DAY:
            return day_text(published.day)
        case Precision.MONTH:
            return f"{published.day:%B} {published.day.year}"
        case Precision.YEAR:
            return str(published.day.year)


def day_text(day: dt.date) -> str:
    """Return `25 February 2020`."""
    return f"{day.day} {day:%B} {day.year}"


def _messages(text: list[str], below: list[str]) -> tuple[str, ...]:
    pages = pack([*text, "", *below], CONTENT_LIMIT)
    if len(pages) <= MOST_MESSAGES:
        return tuple(pages)
    foot = pack(below, CONTENT_LIMIT)[: MOST_MESSAGES - 1]
    room = MOST_MESSAGES - len(foot)
    body = pack(text, CONTENT_LIMIT - size(_TOO_LONG) - 1)[:room]
    body[-1] += f"\n{_TOO_LONG}"
    return (*body, *foot)


def _answer_lines(answer: Answer) -> list[str]:
    marks = _marks(answer)
    text = escape(answer.text.strip(), marks) or "I found passages but nothing to say about them."
    lines = _spaced([_with_boldpublisher(line, answer) for line in squeezed(text)])
    for disagreement in answer.disagreements:
        lines += ["", *_disagreement_lines(disagreement, marks)]
    return lines


def _with_boldpublisher(line: str, answer: Answer) -> str:
    """Return a line that begins with who says so (`Harbour Post, 25 February 2020: ...`) with that name in bold."""
    for publisher in {publisher_name(source.article.publisher) for source in answer.sources}:
        if size(publisher) <= PUBLISHER_LIMIT and line.startswith((f"{publisher}, ", f"{publisher} (also ")):
            return f"**{publisher}**{line.removeprefix(publisher)}"
    return line


def _marks(answer: Answer | Refused) -> frozenset[int]:
    return frozenset(source.n for source in answer.sources)


def _below_answer(answer: Answer) -> list[str]:
    sources = [_source_line(source_card(source)) for source in answer.sources]
    notes = [_note(note, _marks(answer)) for note in answer.notes if note.strip()]
    if answer.withheld:
        notes.append(f"{len(answer.withheld)} drafted statement(s) left out: the sources do not bear them out.")
    return [f"-# {line}" for line in (*sources, *_asked_as(answer.asked_as), *notes, _day_line(answer.as_of))]


def _day_line(as_of: dt.date | None) -> str:
    return f"As of {day_text(as_of)}." if as_of else "The sources carry no date."


def _asked_as(question: str | None) -> list[str]:
    """Return the line that says how a follow-up was understood."""
    return [f"Understood as: {shorten(escape(one_line(question)), QUESTION_LIMIT)}"] if question else []


def _disagreement_lines(disagreement: Disagreement, marks: frozenset[int]) -> list[str]:
    about = escape(one_line(disagreement.about), marks)
    lines = [f"**The sources differ** on {about}:" if about else "**The sources differ:**"]
    for account in disagreement.accounts:
        cited = "".join(f"[{n}]" for n in account.citations if n in marks)
        lines.append(f"- {escape(one_line(account.says))} {cited}".rstrip())
    return lines


def _refusal_text(refused: Refused) -> str:
    if refused.sources:
        return escape(refused.text.strip(), _marks(refused))
    text = refused.text
    if refused.nearest:  # they are listed below, with links
        text = text.partition(f" Closest: “{refused.nearest[0].title}”")[0]
    return escape(text.strip()) or "The articles I have do not answer that."


def _below_refusal(refused: Refused) -> list[str]:
    lines = [f"-# {_source_line(source_card(source))}" for source in refused.sources]
    if refused.sources:
        lines.append(f"-# {_day_line(refused.as_of)}")
    if refused.nearest and not refused.sources:
        lines += ["The nearest I have:", *(f"- {_article_line(article)}" for article in refused.nearest), ""]
    if refused.reason is Reason.EMPTY_CORPUS:
        lines.append("-# An admin of this bot must run `nayrab ingest` first.")
    elif refused.reason is not Reason.BAD_QUESTION:
        lines.append(f"-# {_ASKABLE}")
    notes = [_note(note, frozenset()) for note in refused.notes if note.strip()]
    return lines + [f"-# {line}" for line in (*_asked_as(refused.asked_as), *notes)]


def _note(note: str, marks: frozenset[int]) -> str:
    return shorten(escape(one_line(note), marks), NOTE_LIMIT)


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


def _source_line(card: SourceCard) -> str:
    return f"[{card.n}] {described(card)}"


def _article_line(article: Article) -> str:
    title, who = _title(article.title, article.url), _voice(article.publisher, article.affiliation)
    return f"{title} · {who} · {date_text(article.published)}{_gone(article.gone)}"


def described(card: SourceCard) -> str:
    """Return whose article it is, its title with a link, and its date."""
    who, title = _voice(card.publisher, card.affiliation), _title(card.title, card.url)
    return f"{who} · {title} · {date_text(card.published)}{_gone(card.gone)}"


def _gone(day: dt.date | None) -> str:
    return f" · {gone_remark(day)}" if day else ""


def _voice(publisher: str, affiliation: str | None) -> str:
    """Return the publisher and whose voice it is: `SANA (Syrian state media)`."""
    side = shorten(escape(one_line(affiliation or "")), PUBLISHER_LIMIT)
    return voice(publisher_name(publisher), side)


def publisher_name(publisher: str) -> str:
    """Return a publisher as it may stand in a message."""
    return shorten(escape(one_line(publisher)), PUBLISHER_LIMIT) or "unknown publisher"


def _title(title: str, url: str | None) -> str:
    text = shorten(label(title), TITLE_LIMIT) or "untitled"
    address = safe_url(url)
    return f"[{text}](<{address}>)" if address else text
