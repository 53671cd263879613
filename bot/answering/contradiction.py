"""Whether a passage says otherwise than a statement: all of it the same but for one detail that excludes the other.

Place in the flow: `review` asks for passages that do not support a statement. Pure. It prefers to miss: a report of
another event taken for the same one would accuse somebody of an error that he did not make. So the verifier must let
the statement through once that single detail is exchanged, and what is left must tell which event it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering.bearing_out import flipped, share_of
from bot.answering.checking import names as names_said
from bot.answering.checking import polarity
from bot.answering.checking.days import days
from bot.answering.checking.figures import figures
from bot.answering.checking.words import words
from bot.answering.corrections import corrections
from bot.answering.models import Excerpt
from bot.answering.verify import Kind, Supported, Unsupported, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.models import Evidence
    from bot.answering.verify import Similarity
    from ingest.corpus.models import Span


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What a passage says otherwise: of which kind, what the statement has, what the passage has, and where."""

    kind: str
    mine: str
    theirs: str
    excerpt: Excerpt
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Sameness:
    """How far a sentence tells of the same as a statement, its disputed detail left out.

    `said`: share of the statement's words that the sentence has; `told`: the other way round; `words`: how many words
    that rests on; `anchors`: names, figures and days that both have; `dated`: they name the same day.
    """

    said: float
    told: float
    words: int
    anchors: float
    dated: bool


def contradiction(statement: str, evidence: Evidence, similarity: Similarity | None = None) -> Contradiction | None:
    """Return what the passage says otherwise than a statement that it does not support, or None."""
    found: list[Contradiction] = []
    for span in evidence.sentences:
        sentence = span.of(evidence.article.text)
        if share_of(statement, sentence) < _WORTH_TRYING:
            continue
        alone = _alone(evidence, span)
        found += _by_correction(statement, sentence, evidence, alone, similarity)
        if denied := _denied(statement, sentence, alone, similarity):
            found.append(denied)
    return max(found, key=lambda each: each.nearness, default=None)


_WORTH_TRYING = 0.5


def _alone(evidence: Evidence, span: Span) -> Evidence:
    times = tuple(t for t in evidence.times if span.start <= t.span.start and t.span.end <= span.end)
    return replace(evidence, span=span, text=span.of(evidence.article.text), sentences=(span,), times=times)


def _by_correction(
    statement: str, sentence: str, whole: Evidence, alone: Evidence, similarity: Similarity | None
) -> Iterator[Contradiction]:
    for each in corrections(statement, sentence, alone.times, whole.article.text):
        same = _sameness(statement, sentence, each.start, each.end)
        if not _is_same(each.kind, same):
            continue
        held = verify(each.text, [whole], similarity=similarity)
        if isinstance(held, Supported) and any(_overlap(e.span, alone.span) for e in held.support):
            excerpt = next(e for e in held.support if _overlap(e.span, alone.span))
            yield Contradiction(each.kind, each.mine, each.theirs, excerpt, same.said + same.anchors / 10)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _denied(statement: str, sentence: str, alone: Evidence, similarity: Similarity | None) -> Contradiction | None:
    """Return a denial where the sentence says the same in nearly the same words, but not what the statement affirms."""
    same = _sameness(statement, sentence, 0, 0)
    if same.said < _NEARLY_ALL or same.told < _MOSTLY or not _is_same("negation", same):
        return None
    if flipped(statement, sentence):
        return Contradiction("negation", "", "", Excerpt(alone.article, alone.span), same.said + same.anchors / 10)
    held = verify(statement, [alone], similarity=similarity)
    if not (isinstance(held, Unsupported) and held.kind is Kind.NEGATION):
        return None
    word = polarity.disagrees(statement, sentence)
    if not word or polarity.opposite(statement, [sentence]):
        return None
    return Contradiction("negation", word, "", Excerpt(alone.article, alone.span), same.said + same.anchors / 10)


_NEARLY_ALL, _MOSTLY = 0.85, 0.7


def _is_same(kind: str, same: Sameness) -> bool:
    """Tell whether what is left besides the detail tells of one event; what recurs in a war needs more for that."""
    if same.words < _FEWEST or same.said < _LEAST_SAID:
        return False
    anchored = same.anchors >= _ANCHORED or (same.anchors >= 1 and same.told >= _HALF) or same.told >= _NEARLY_ALL
    if kind in {"figure", "negation"}:
        return anchored
    return anchored and (same.told >= _HALF or same.anchors >= _WELL_ANCHORED)


_FEWEST, _LEAST_SAID = 5, 0.8
_ANCHORED, _WELL_ANCHORED, _HALF = 2.0, 3.0, 0.5
_NATION_COUNTS = 0.5


def _sameness(statement: str, sentence: str, start: int, end: int) -> Sameness:
    """Measure how far both tell of the same, what stands between `start` and `end` of the statement left out."""
    rest = f"{statement[:start]} {statement[end:]}"
    mine = {word.stem for word in words(rest) if word.stem}
    theirs = {word.stem for word in words(sentence) if word.stem}
    dated = _shares_a_day(rest, sentence)
    anchors = _names_shared(rest, sentence) + dated + _figures_shared(rest, sentence)
    return Sameness(share_of(rest, sentence), share_of(sentence, rest), len(mine & theirs), anchors, dated)


def _names_shared(rest: str, sentence: str) -> float:
    heard = names_said.heard(sentence)
    shared = {
        name.text: _NATION_COUNTS if all(names_said.is_nation(part.folded) for part in name.parts) else 1.0
        for name in names_said.names(rest)
        if all(heard.has(part) for part in name.parts)
    }
    return sum(shared.values())


def _figures_shared(rest: str, sentence: str) -> int:
    return len({f.value for f in figures(rest)} & {f.value for f in figures(sentence)})


def _shares_a_day(rest: str, sentence: str) -> bool:
    theirs = [day.key[1:] for day in days(sentence) if day.day]
    return any(day.key[1:] in theirs for day in days(rest) if day.day)
