"""What a question limits the articles to: "what did SANA say in May 2016" -> SANA, printed in May 2016.

Place in the flow: part of reading the question. Pure. A publisher limits only where it is asked as a source
("according to SANA", "did Reuters report", "SANA's article"), a date only where it is a date of printing ("say in May
2016", "reports before June 2015", "yesterday"). The date of an event is no limit: what happened in May may be told in
June or years later, so it stays a preference (`mentions`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering.dates import spoken_day
from bot.answering.outlets import outlets
from bot.answering.periods import Bound, Period, periods
from bot.answering.wording import unquoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from bot.answering.outlets import Outlet
    from bot.answering.ports import SearchableCorpus
    from ingest.corpus.models import ArticleFilter


@dataclass(frozen=True, slots=True)
class Scope:
    """The publishers (stored names; empty: all) and the days of printing (inclusive) that a question asks for.

    `overall` is true where the limit is said of the whole question ("according to SANA, ...").
    """

    publishers: frozenset[str] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None
    overall: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is limited."""
        return bool(self.publishers or self.since or self.until)


_P = "\ue000\\d+\ue001"
_T = "\ue002(?P<{}>\\d+)\ue003"
_LIST = rf"(?:the )?{_P}(?:(?:,? (?:and|or|&|vs\.?|versus|with|to) |, )(?:the )?{_P})*"
_SAY = (
    r"(?:say|says|said|saying|report|reports|reported|reporting|write|writes|wrote|written|claim|claims|claimed|describe|"
    r"describes|described|state|states|stated|publish|publishes|published|print|prints|printed|mention|mentions|mentioned|"
    r"allege|alleges|alleged|quote|quotes|quoted|cite|cites|cited|call|calls|called|cover|covers|covered|put it|"
    r"tell us|"
    r"have to say|respond|estimate|estimates|estimated|deny|denies|denied|confirm|confirms|confirmed|explain|explains|"
    r"explained|insist|insists|insisted|suggest|suggests|suggested|blame|blames|blamed|accuse|accuses|accused)\b"
    r"(?! responsibility)"
)
_ARTICLES = (
    r"(?:report|reports|reporting|article|articles|piece|pieces|story|stories|coverage|account|accounts|news|headlines?|"
    r"versions?|dispatch|dispatches|figures?|data|dataset|texts?)\b"
)
_FIGURE = r"(?:tolls?|figures?|numbers?|range|counts?|estimates?|dates?|reasons?|accounts?|versions?|explanations?)"
_BARE_TOPIC = (
    r"(?:about|on|of|from|regarding|concerning) (?!the |a |an |his |her |its |their |this |that )"
    r"(?:(?!that|who|which|was|were|is|did|does|happened|say)[^\s?!;,]+ ){1,6}?"
)

_OVERALL = (
    rf"(?:according to|per|as per|going by|based on|in the words of) {_LIST}",
    rf"^{_LIST}(?: only)?:",
    rf"\bonly {_P}|\b{_P} only\b",
)
_ASKED = (
    (
        rf"\b(?:do|does|did|has|have|had|can|could|would) {_LIST}(?: \([^)]*\))?,?(?: {_T.format('within')},?)?"
        rf"(?: \w+ly| also| first| initially| ever| then)? {_SAY}"
    ),
    rf"{_LIST}(?: \([^)]*\))?(?: {_T.format('amid')})?(?: has| have| had)?(?: \w+ly| also| first| initially)? {_SAY}",
    rf"\({_P}\) {_SAY}",
    rf"\b{_FIGURE} (?:did|does|do) {_LIST} (?:give|have|put)\b",
    rf"\b(?:did|does|do) {_LIST} (?:give|gives|gave|put) (?:\S+ ){{0,3}}{_FIGURE}\b",
)
_NOUNS = (
    rf"{_P}(?:['’]s?)? (?:{_T.format('of')} )?(?:\w+ )?{_ARTICLES}",
    rf"\b{_ARTICLES}(?: \w+){{0,2}}? (?:by|from|of|in) {_LIST}",
    rf"\b(?:reported|published|printed|written|quoted|told|covered|posted|said) (?:by|in) {_LIST}",
    rf"\b(?:anything|something|everything|what|latest|more) (?:\w+ )?(?:from|by) {_LIST}",
    rf"\bcompare (?:\S+ ){{0,4}}?{_LIST}",
)
_DATED = rf"^,? ?(?:{_T.format('direct')}|{_BARE_TOPIC}{_T.format('after')} ?[?.!]*$)"
_LEADING = rf"^{_T.format('leading')},? "
_ARTICLES_DATED = (
    rf"\b(?:{_T.format('of')} )(?:\w+ )?{_ARTICLES}(?= by| from| of| in| on| about)",
    (
        rf"\b{_ARTICLES}(?: (?:by|from|of|in) {_LIST})?(?: that (?:was|were))?(?: dated| printed| published)? "
        rf"{_T.format('direct')}"
    ),
    (
        rf"\b(?:articles|reports|stories|coverage|news|headlines)\b(?: (?:by|from|of|in) {_LIST})? {_BARE_TOPIC}"
        rf"{_T.format('after')} ?[?.!]*$"
    ),
    rf"\b(?:was|were|been|is) (?:reported|published|printed|written) {_T.format('direct')}",
    rf"\b(?:was|were|been|is) (?:reported|published|printed|written) {_BARE_TOPIC}{_T.format('after')} ?[?.!]*$",
)
_OPEN_ENDED = re.compile(
    r"\b(?:what(?:'s| is| has| have)?(?: been)? (?:\w+ )?(?:happened|happening|changed|new)|"
    r"(?:any|anything|the|latest|what) "
    r"(?:news|new|latest)|news|latest|developments|updates?)\b"
)


_HAPPENED = re.compile(
    r"\b(?:happen\w*|news|report\w*|new|said|say|says|did|was|were|has|have|killed|died|bombed|attacked|hit|shelled)\b"
)


def read_scope(text: str, known: Iterable[str], today: dt.date | None = None) -> Scope:
    """Return what a question limits the articles to; `known` are the corpus's publishers."""
    asked = _Marked(text, outlets(text, known), periods(text, today), today)
    named = asked.sources()
    since, until = asked.printed(by_a_source=bool(named.publishers))
    return replace(named, since=since, until=until)


class _Marked:
    """A question whose publishers and periods are replaced by numbered marks, so that patterns can speak of them."""

    def __init__(self, text: str, printed_by: list[Outlet], times: list[Period], today: dt.date | None) -> None:
        self._today = today
        self._outlets = printed_by
        self._periods = times
        self._text = _with_marks(unquoted(text), printed_by, times)

    def sources(self) -> Scope:
        overall = self._publishers(_OVERALL)
        return Scope(overall | self._publishers((*_ASKED, *_NOUNS)), overall=bool(overall))

    def _publishers(self, patterns: Iterable[str]) -> frozenset[str]:
        marks = [n for p in patterns for m in re.finditer(p, self._text) for n in re.findall("\ue000(\\d+)", m.group())]
        return frozenset(name for n in marks for name in self._outlets[int(n)].names)

    def printed(self, *, by_a_source: bool) -> tuple[dt.date | None, dt.date | None]:
        """Return the days of printing that are asked for: None where a side is open."""
        found = [self._periods[n] for n in self._of_printing(by_a_source=by_a_source)]
        found += [p for p in self._periods if p.relative and p not in found and self._is_of_printing(p)]
        if found:
            first = max((p.first for p in found if p.first), default=None)
            last = min((p.last for p in found if p.last and self._closed(p, by_a_source=by_a_source)), default=None)
            return (first, last) if not (first and last and first > last) else (None, None)
        if _OPEN_ENDED.search(self._text):
            return max((p.first for p in self._periods if p.bound is Bound.SINCE and p.first), default=None), None
        return None, None

    def _is_of_printing(self, period: Period) -> bool:
        """What happened yesterday is told since yesterday; "is the road open today" asks how things are."""
        if re.search(r"\b(?:will|won['’]t|going to|gonna|should|next)\b", self._text):
            return False
        return period.last != self._today or bool(_HAPPENED.search(self._text))

    def _closed(self, period: Period, *, by_a_source: bool) -> bool:
        """Tell whether what was printed after these days is left out: not where only the event has that day."""
        return not period.relative or by_a_source

    def _of_printing(self, *, by_a_source: bool) -> list[int]:
        found = [m for p in _ARTICLES_DATED for m in re.finditer(p, self._text)]
        found += [m for p in _NOUNS[:1] for m in re.finditer(p, self._text)]
        for pattern in _ASKED[:2] if by_a_source else ():
            for match in re.finditer(pattern, self._text):
                rest = self._text[match.end() :]
                found += [match, *self._after(rest)]
        return sorted({int(v) for m in found for v in m.groupdict().values() if v})

    def _after(self, rest: str) -> list[re.Match[str]]:
        """Return the times behind a verb of saying, or at the head of a question that ends with it or with "about"."""
        if dated := re.match(_DATED, rest.strip()):
            return [dated]
        ends = re.match(r" ?(?:[?.!]|about\b|on\b|of\b|$)", rest)
        leading = re.match(_LEADING, self._text)
        return [leading] if leading and ends else []


def _with_marks(text: str, printed_by: list[Outlet], times: list[Period]) -> str:
    """Return the text in lower case with a mark for each publisher and each period, a publisher before a period."""
    marks = [(o.start, o.end, f"\ue000{n}\ue001") for n, o in enumerate(printed_by)]
    marks += [(p.start, p.end, f"\ue002{n}\ue003") for n, p in enumerate(times) if not _overlaps(p, printed_by)]
    for start, end, mark in sorted(marks, reverse=True):
        text = text[:start] + mark + text[end:]
    return text.lower()


def _overlaps(period: Period, printed_by: list[Outlet]) -> bool:
    return any(o.start < period.end and period.start < o.end for o in printed_by)


def narrowed(given: ArticleFilter, scope: Scope) -> ArticleFilter:
    """Return the filter of the options with the question's limits; where both contradict, the options hold."""
    both = given.publishers & scope.publishers
    publishers = both or given.publishers or scope.publishers
    since = max((d for d in (given.since, scope.since) if d), default=None)
    until = min((d for d in (given.until, scope.until) if d), default=None)
    if since and until and since > until:
        since, until = given.since, given.until
    return replace(given, since=since, until=until, publishers=publishers)


def remarks(scope: Scope, within: ArticleFilter, corpus: SearchableCorpus) -> tuple[str, ...]:
    """Return what to tell people of the limits that were read from their words; nothing where there are none."""
    if not scope:
        return ()
    by, dated = _by(within), _dated(within)
    if corpus.count_articles(within):
        said = f"{by}, {dated}" if by and dated else by or f"articles {dated}"
        return (f"Searched only {said}.",)
    return (f"I have no article{f' by {by}' if by else ''}{f' {dated}' if dated else ''}.{_have(within, corpus)}",)


def _by(within: ArticleFilter) -> str:
    names = sorted(within.publishers)
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _dated(within: ArticleFilter) -> str:
    if within.since and within.until:
        if within.since == within.until:
            return f"dated {spoken_day(within.since)}"
        return f"dated {_opening(within.since, within.until)} to {spoken_day(within.until)}"
    if within.since:
        return f"dated {spoken_day(within.since)} or later"
    return f"dated {spoken_day(within.until)} or earlier" if within.until else ""


def _opening(first: dt.date, last: dt.date) -> str:
    if first.year != last.year:
        return spoken_day(first)
    return f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"


def _have(within: ArticleFilter, corpus: SearchableCorpus) -> str:
    """Say from when the articles are that a filter by date leaves out."""
    by = within.publishers
    days = [date.day for publisher, date in corpus.printed() if date and (not by or publisher in by)]
    return f" Those I have are dated {spoken_day(min(days))} to {spoken_day(max(days))}." if days else ""
