"""What somebody wrote, checked statement by statement against the articles: supported, contradicted, or not found.

Place in the flow: beside answering: the menu "Check against sources" and `nayrab check` ask here. `statements` takes
the message apart, the finder fetches passages for each, the verifier says which of them bear it out, `contradiction`
which say otherwise. What the articles do not say is not found, which does not mean that it is false.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.bearing_out import FEWER, bears_out, share_of
from bot.answering.checking import names as names_said
from bot.answering.contradiction import contradiction
from bot.answering.dates import spoken
from bot.answering.errors import BadQuestionError
from bot.answering.findings import Checked, Review, Verdict
from bot.answering.models import Evidence, Excerpt, Question
from bot.answering.ranking import is_quotable
from bot.answering.statements import stating
from bot.answering.veil import veiled
from bot.answering.verify import Supported, verify
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.contradiction import Contradiction
    from bot.answering.finding import Finder
    from bot.answering.ports import SearchableCorpus
    from bot.answering.ranking import Candidate
    from bot.answering.statements import Stated
    from bot.answering.verify import Similarity
    from bot.research import Hidden

ARTICLES, PASSAGES = 12, 3
"""How many articles are read for one statement, and how many passages of each."""
READ_AGAIN = 2
"""Passages that are read again by meaning where words alone do not find the statement: that takes time."""
SHOWN = 3
"""Excerpts shown on one side, each of another publisher."""


class Found(NamedTuple):
    """What was retrieved for a statement: passages by article, best first, and the nearest single sentence."""

    passages: tuple[Evidence, ...]
    nearest: Excerpt | None


class Reviewing:
    """Checks messages against the live corpus; safe to call from several threads.

    `similarity` gives the cosine of two texts, None to go by words alone.
    """

    def __init__(self, finder: Finder, similarity: Similarity | None = None) -> None:
        self._finder = finder
        self._similarity = similarity

    def review(self, text: str, today: dt.date, hidden: Hidden = frozenset()) -> Review:
        """Return each checkable statement with how it stands; raises `CorpusError` for a corpus it cannot read."""
        taken = stating(text, today)
        if not taken.statements:
            return Review((), taken.left_out, taken.unchecked)
        with self._finder.lease() as whole:
            corpus = veiled(whole, hidden)
            checked = tuple(self._checked(each, corpus) for each in taken.statements)
        return Review(checked, taken.left_out, taken.unchecked)

    def _checked(self, stated: Stated, corpus: SearchableCorpus) -> Checked:
        return judged(stated, self.found(stated, corpus), self._similarity)

    def found(self, stated: Stated, corpus: SearchableCorpus) -> Found:
        """Return the passages that a statement is held against, at most `PASSAGES` of `ARTICLES` articles."""
        question = Question(f"{stated.before} {stated.text}".strip())
        try:
            asked = self._finder.read(question, corpus)
        except BadQuestionError:
            return Found((), None)
        # What would limit a question ("in March", "according to SANA") is part of what a statement says.
        plain = replace(asked, filter=ArticleFilter(), parts=(), about_now=False)
        material = self._finder.find(question, plain, corpus)
        return Found(tuple(_passages(material.ranked)), _nearest(stated.text, material.ranked))


def _passages(ranked: Sequence[Candidate]) -> Iterator[Evidence]:
    taken: dict[str, list[str]] = {}
    for candidate in ranked:
        passage, article = candidate.sentence.passage, candidate.article
        if article.id not in taken and len(taken) == ARTICLES:
            continue
        mine = taken.setdefault(article.id, [])
        if passage.id not in mine and len(mine) < PASSAGES:
            mine.append(passage.id)
            score = candidate.sentence.score
            parts = (passage.span, passage.text, passage.sentences, score, passage.tokens, (), passage.times)
            yield Evidence(article, *parts)


_NEAR = 0.55
_LOOKED_AT = 5


def _nearest(statement: str, ranked: Sequence[Candidate]) -> Excerpt | None:
    """Return the sentence that comes nearest, where it is near and names something that the statement names."""
    best: tuple[float, Excerpt] | None = None
    for candidate in ranked[:_LOOKED_AT]:
        sentence = candidate.sentence.text
        heard = names_said.heard(sentence)
        named = any(heard.has(part) for name in names_said.names(statement) for part in name.parts)
        near = candidate.sentence.cosine
        if named and near >= _NEAR and is_quotable(sentence) and (best is None or near > best[0]):
            best = near, Excerpt(candidate.article, candidate.sentence.span)
    return best[1] if best else None


def judged(stated: Stated, found: Found, similarity: Similarity | None = None) -> Checked:
    """Hold one statement against the passages found for it."""
    passages = [p for p in found.passages if _is_of_the_same(stated, p)]
    held = {p: _borne_out(stated.text, p, None) for p in passages}
    against = _against(stated, [p for p, excerpt in held.items() if not excerpt])
    if similarity and not against and not any(held.values()):
        again = [p for p in passages if share_of(stated.text, p.text) >= FEWER][:READ_AGAIN]
        held |= {p: _borne_out(stated.text, p, similarity) for p in again}
    support = _one_each(e for e in held.values() if e)
    backed = {e.article.story or e.article.id for e in support}
    against = [c for c in against if (c.excerpt.article.story or c.excerpt.article.id) not in backed]
    if support:
        why = _both(support, against) if against else ""
        return Checked(stated.written, Verdict.SUPPORTED, support, why, tuple(c.excerpt for c in against))
    if against:
        return Checked(stated.written, Verdict.CONTRADICTED, tuple(c.excerpt for c in against), _otherwise(against[0]))
    near = (found.nearest,) if found.nearest else ()
    return Checked(stated.written, Verdict.NOT_FOUND, near, NEAREST if near else NOTHING)


NEAREST = "The nearest passage is about something else, or leaves it open"
NOTHING = "The articles I have do not say this"


def _is_of_the_same(stated: Stated, passage: Evidence) -> bool:
    """Tell whether a passage names whom the sentence before names, for one that only points back at it."""
    if not stated.before:
        return True
    heard = names_said.heard(f"{passage.article.title}\n{passage.text}")
    named = names_said.names(stated.before)
    return bool(named) and any(all(heard.has(part) for part in name.parts) for name in named)


def _borne_out(statement: str, passage: Evidence, similarity: Similarity | None) -> Excerpt | None:
    verdict = verify(statement, [passage], similarity=similarity)
    if not isinstance(verdict, Supported):
        return None
    return next((e for e in verdict.support if bears_out(statement, e, similarity)), None)


def _against(stated: Stated, passages: Iterable[Evidence]) -> list[Contradiction]:
    """Return what says otherwise, the nearest first; a statement that leans on another is too open for that."""
    if stated.before:
        return []
    found = [c for p in passages if (c := contradiction(stated.text, p))]
    # A day that was worked out from "today" may be that of whoever is quoted, not the writer's.
    found = [c for c in found if not (stated.resolved and c.kind == "date")]
    found.sort(key=lambda c: -c.nearness)
    kept = _one_each(c.excerpt for c in found)
    return [next(c for c in found if c.excerpt == excerpt) for excerpt in kept]


def _one_each(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """Return the first excerpts, one of each story and publisher, at most `SHOWN`."""
    kept: list[Excerpt] = []
    told: set[str] = set()
    for excerpt in excerpts:
        marks = {excerpt.article.publisher, excerpt.article.story or excerpt.article.id}
        if not told & marks and len(kept) < SHOWN:
            kept.append(excerpt)
            told |= marks
    return tuple(kept)


def _otherwise(found: Contradiction) -> str:
    who, when = found.excerpt.article.publisher, spoken(found.excerpt.article.published)
    if found.theirs:
        return f"{who} ({when}) has “{found.theirs}” where this says “{found.mine}”"
    return f"{who} ({when}) says the opposite" + (f" of “{found.mine}”" if found.mine else "")


def _both(support: Sequence[Excerpt], against: Sequence[Contradiction]) -> str:
    backed = ", ".join(dict.fromkeys(e.article.publisher for e in support))
    return f"Supported by {backed}; {_otherwise(against[0])}"
