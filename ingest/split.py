"""An article -> its passages: whole sentences packed, in order, to a token budget, with spans into the article's text.

Place in the flow: article -> passages, just before embedding. Pure. Does not fetch, embed or store, and never changes a
character: `passage.text == article.text[passage.span]`. With each passage go the relative words in it ("yesterday")
and the days they mean (`relative`); they are no part of a passage's id.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from ingest.corpus.models import Passage, Precision, PublicationDate, Span
from ingest.corpus.wellformed import well_formed
from ingest.relative import mentions
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ingest.corpus.models import Article, TimeMention

    Count = Callable[[str], int]
    _Run = tuple[tuple[Span, ...], int]

_HEADER_CHARACTERS = 160
_UNKNOWN = frozenset({"", "unknown", "unknown publisher", "und"})
_LEAST_TOKENS = 16
_RULES = 1
_HEADING_CHARACTERS = 80
_SENTENCE_ENDS = (".", "!", "?", "…", "؟", "。", "”", '"', "»", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """How long a sentence and a passage may be, in cl100k tokens; raises `ValueError` for what cannot be kept.

    `rules` is the version of this package's own rules, counted up when they would cut a text differently.
    """

    sentence_tokens: int = 100
    passage_tokens: int = 200
    rules: int = field(default=_RULES, init=False)

    def __post_init__(self) -> None:
        """Refuse settings that cannot be kept."""
        if not _LEAST_TOKENS <= self.sentence_tokens <= self.passage_tokens:
            raise ValueError(
                f"sentence_tokens ({self.sentence_tokens}) must be at least {_LEAST_TOKENS} and at most passage_tokens "
                f"({self.passage_tokens})."
            )

    def fingerprint(self) -> dict[str, int]:
        """Return what a snapshot records: anything else here makes other passages."""
        return asdict(self)


def split(article: Article, settings: SplitSettings, count: Count) -> list[Passage]:
    """Return the article's passages in reading order; none for a text of white space.

    `count` gives the tokens of a text. Every passage has at most `settings.passage_tokens`.
    """
    sentences = sentence_spans(article.text, article.language, settings.sentence_tokens, count)
    heading = header(article)
    packed = _packed(article.text, sentences, settings.passage_tokens, count)
    times = mentions(article.text, article.published)
    return [_passage(article, heading, ordinal, run, times) for ordinal, run in enumerate(packed)]


def header(article: Article) -> str:
    """Return publisher, date and title in words, as far as known: what is embedded and indexed with each passage."""
    publisher = "" if article.publisher.strip().casefold() in _UNKNOWN else article.publisher
    known = [part for part in (publisher, _in_words(article.published)) if part]
    line = ": ".join(part for part in (", ".join(known), article.title) if part.strip())
    return _shortened(" ".join(line.split()))


def _shortened(line: str) -> str:
    if len(line) <= _HEADER_CHARACTERS:
        return line
    head = line[:_HEADER_CHARACTERS]
    return head.rpartition(" ")[0] or head


def _in_words(published: PublicationDate | None) -> str:
    if published is None:
        return ""
    day = published.day
    year = f"{day.year:04d}"
    # strftime's names follow the machine's locale; these vectors must not.
    match published.precision:
        case Precision.DAY:
            return f"{day.day} {_MONTHS[day.month - 1]} {year}"
        case Precision.MONTH:
            return f"{_MONTHS[day.month - 1]} {year}"
        case Precision.YEAR:
            return year


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _packed(text: str, sentences: Sequence[Span], budget: int, count: Count) -> Iterator[_Run]:
    """Yield runs of sentences that fit the budget, with their tokens; a heading goes with what follows it."""
    gaps = zip((0, *(sentence.end for sentence in sentences)), sentences, strict=False)
    costs = [count(text[max(before, sentence.start - 2) : sentence.end]) for before, sentence in gaps]
    first = 0
    while first < len(sentences):
        last = _filled(costs, first, budget)
        tokens = count(_between(text, sentences, first, last))
        while last - first > 1 and tokens > budget:
            last -= 1
            tokens = count(_between(text, sentences, first, last))
        full, last = last, _before_headings(text, sentences, first, last) if last < len(sentences) else last
        yield tuple(sentences[first:last]), tokens if last == full else count(_between(text, sentences, first, last))
        first = last


def _between(text: str, sentences: Sequence[Span], first: int, last: int) -> str:
    return text[sentences[first].start : sentences[last - 1].end]


def _filled(costs: Sequence[int], first: int, budget: int) -> int:
    """Return the end of the longest run from `first` whose costs sum to the budget, at least one sentence."""
    last, used = first + 1, costs[first]
    while last < len(costs) and used + costs[last] <= budget:
        used += costs[last]
        last += 1
    return last


def _before_headings(text: str, sentences: Sequence[Span], first: int, last: int) -> int:
    """Step back over headings at the end of a run (two at most), never to nothing."""
    for _ in range(2):
        if last - 1 > first and _is_heading(text, sentences[last - 1]):
            last -= 1
    return last


def _is_heading(text: str, sentence: Span) -> bool:
    """Tell whether the sentence is a short line of its own without an end mark, and no list item."""
    content = sentence.of(text)
    before = text[max(0, sentence.start - 3) : sentence.start].rstrip(" \t")
    after = text[sentence.end : sentence.end + 3].lstrip(" \t")
    alone = (not before or before.endswith("\n")) and after.startswith("\n")
    return (
        alone
        and len(content) <= _HEADING_CHARACTERS
        and not content.endswith(_SENTENCE_ENDS)
        and content[0] not in "-*•–"
    )


def _passage(article: Article, heading: str, ordinal: int, run: _Run, times: Sequence[TimeMention]) -> Passage:
    sentences, tokens = run
    span = Span(sentences[0].start, sentences[-1].end)
    text = span.of(article.text)
    name = Passage.make_id(article.id, well_formed(heading), span, well_formed(text))
    inside = tuple(time for time in times if span.start <= time.span.start and time.span.end <= span.end)
    return Passage(name, article.id, ordinal, span, text, heading, sentences, tokens, inside)
