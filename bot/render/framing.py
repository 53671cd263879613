"""What an answer is framed with, in the language of the server; what the articles say stays as it was printed.

Place in the flow: `bot.render.answers` asks for it. Pure. The answer line writes English; who said it, when, and why
nothing was answered are worded anew here, from the same facts. What has no words in a language stays English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.attribution import attribution
from bot.markup import escape, one_line
from bot.phrases import day_text, embedded, month_text, phrases, redated, said_in
from bot.phrases.dates import begins_with_a_date
from ingest.corpus.models import Precision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering.models import Answer, CitedSource, Refused, Searched
    from bot.phrases import Language
    from ingest.corpus.models import PublicationDate

_NAMED = 5
_ALSO_NAMED = 3
_QUOTING = ", quoting "
_OPENING_QUOTE = ": “"
_THEY_SAY = "They say: "


def date_text(published: PublicationDate | None, language: Language = "en") -> str:
    """Return a date as precisely as it is known: `25 February 2020`, `February 2020`, `2020` or `undated`."""
    if published is None:
        return phrases(language).undated
    match published.precision:
        case Precision.DAY:
            return day_text(published.day, language)
        case Precision.MONTH:
            return month_text(published.day, language)
        case Precision.YEAR:
            return str(published.day.year)


def answer_text(answer: Answer, language: Language) -> str:
    """Return the text of an answer, with who printed what and when in that language; nothing is escaped yet."""
    return reworded(answer.text, answer.sources, language)


def refusal_text(refused: Refused, language: Language, marks: frozenset[int]) -> str:
    """Return the text of a refusal, escaped but for its `[n]`; empty where there is none."""
    if language == "en":
        return escape(_without_nearest(refused).strip(), marks)
    english, own = phrases().openings.get(refused.reason, ""), phrases(language)
    if not english or not refused.text.startswith(english):
        return escape(said_in(_without_nearest(refused).strip(), language), marks)
    opening = own.openings[refused.reason]
    if refused.sources:
        said = refused.text.removeprefix(english).strip().removeprefix(_THEY_SAY)
        return escape(f"{opening} {own.they_say} {reworded(said, refused.sources, language)}", marks)
    return f"{opening} {_searched_text(refused.searched, language)}"


def _without_nearest(refused: Refused) -> str:
    """Leave out the closest articles: they are listed below, with links."""
    if refused.sources or not refused.nearest:
        return refused.text
    return refused.text.partition(f" Closest: “{refused.nearest[0].title}”")[0]


def reworded(text: str, sources: Sequence[CitedSource], language: Language) -> str:
    """Return a text of the answer line with who printed what, and when, in a language; quotes stay as they are."""
    if language == "en":
        return text
    heads = {attribution(s.article, s.also_printed_by): _attribution(s, language) for s in sources}
    return "\n".join(_line(line, heads, language) for line in text.split("\n"))


def _line(line: str, heads: Mapping[str, str], language: Language) -> str:
    """Return a line with its beginning (`Harbour Post, 25 February 2020: `) in that language."""
    for english, own in heads.items():
        rest = line.removeprefix(english)
        if rest == line:
            continue
        if rest.startswith(": "):
            return f"{own}{rest}"
        speaker, quoted, said = rest.partition(_OPENING_QUOTE)
        if quoted and speaker.startswith(_QUOTING):
            named = phrases(language).quoting.format(speaker=speaker.removeprefix(_QUOTING))
            return f"{own}{named}{quoted}{said}"
    end = begins_with_a_date(line)
    return f"{redated(line[:end], language)}{line[end:]}"


def _attribution(source: CitedSource, language: Language) -> str:
    said, also = phrases(language), source.also_printed_by
    more = len(also) - _ALSO_NAMED
    names = said.comma.join(also[:_ALSO_NAMED]) + (said.and_more.format(count=more) if more > 0 else "")
    printed = said.also_printed.format(names=names) if also else ""
    return f"{source.article.publisher}{printed}{said.comma}{date_text(source.article.published, language)}"


def _searched_text(searched: Searched, language: Language) -> str:
    said = phrases(language)
    named = [embedded(escape(one_line(name)), language) for name in searched.publishers[:_NAMED]]
    more = len(searched.publishers) - _NAMED
    names = said.comma.join(named) + (said.and_more.format(count=more) if more > 0 else "")
    dated = ""
    if searched.earliest and searched.latest:
        first, last = day_text(searched.earliest, language), day_text(searched.latest, language)
        dated = said.searched_dated.format(first=first, last=last)
    by = said.searched_by.format(names=names) if named else ""
    return said.searched.format(count=f"{searched.articles:,}", by=by, dated=dated)
