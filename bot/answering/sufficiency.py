"""Do the retrieved sentences answer the question? The judge that lets an answer through or refuses.

Place in the flow: after `retrieve`, before anything is quoted. Pure; it quotes nothing. It weighs the signs of the
sentences that match best with weights fitted per embedder (`bot.answering.calibration`), asks whether the very detail
that is wanted is told (`signs.told_share`), and whether the articles say the contrary of what the question takes for
granted (`premise`). How `ranking` prefers quotes does not concern it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.answering import premise, topic_weights
from bot.answering.calibration import Calibration, calibration_for
from bot.answering.details import holds
from bot.answering.models import Reason
from bot.answering.query import Expected
from bot.answering.ranking import is_statement
from bot.answering.signs import Signs, Topic, measure, told_share
from bot.answering.wanted import Kind
from bot.answering.wording import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.material import Material
    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article

CONSIDERED = 120
"""How many of the best retrieved sentences may be among those that match best."""
LOOKED_AT = 15
"""In how many of the best matches the detail that is wanted is looked for."""
DECIDING = 5
"""How many of the best matches are weighed at most; their mean decides, so that one chance match does not."""
ALIKE = 0.15
"""Only matches no further below the best are weighed: in a small corpus the next is about something else."""


class Match(NamedTuple):
    """A retrieved sentence with its article, and how well it matches."""

    score: float
    sentence: ScoredSentence
    article: Article


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word: `reason` is None when there is enough; `score` is in log-odds above the threshold."""

    reason: Reason | None
    score: float


def judge(material: Material) -> Verdict:
    """Weigh what was retrieved with the embedder's calibration; nothing at all is no evidence."""
    fitted = calibration_for(material.embedder_name)
    query = material.query
    rarity = topic_weights.weights(query, material.retrieval.rarity, len(material.retrieval.passages))
    if fitted.foreign_cosine is not None and language_of(query.text) != "en":
        return by_cosine(material.retrieval.sentences, fitted.foreign_cosine)
    best = best_matches(query, material.retrieval.sentences, material.library.corpus.article)
    if not best:
        return Verdict(Reason.NO_EVIDENCE, float("-inf"))
    if premise.contrary(material):
        return Verdict(Reason.FALSE_PREMISE, float("-inf"))
    weighed = [weigh(signs, fitted) for signs in signs_of(query, rarity, deciding(best))]
    share = told_share(query, rarity, [(m.sentence, m.article) for m in best])
    score = sum(weighed) / len(weighed) - fitted.threshold + told(share, fitted)
    if score >= 0:
        return Verdict(None, score)
    off_topic = max(m.sentence.passage_cosine for m in deciding(best)) < fitted.off_topic_cosine
    return Verdict(Reason.OFF_TOPIC if off_topic else Reason.NO_EVIDENCE, score)


_PER_COSINE = 10.0
"""Log-odds that a cosine of 1 above the least is worth; measured roughly, it orders answers and decides nothing."""


def by_cosine(sentences: Sequence[ScoredSentence], least: float) -> Verdict:
    """Judge a question in another language than the articles': its words are in none of them, their meaning may be."""
    top = max((s.passage_cosine for s in sentences[:CONSIDERED]), default=-1.0)
    return Verdict(None if top >= least else Reason.OFF_TOPIC, _PER_COSINE * (top - least))


def best_matches(
    query: Query, sentences: Sequence[ScoredSentence], articles: Callable[[str], Article | None], limit: int = LOOKED_AT
) -> list[Match]:
    """Return the sentences that match best, best first, whatever publisher or time was asked for."""
    asked = query.asked
    most = _DETAIL[query.expected]
    likely = sorted(((_match(s), s) for s in sentences[:CONSIDERED]), key=lambda each: -each[0])
    found: list[Match] = []
    for score, sentence in likely:
        if len(found) >= limit and score + most < found[limit - 1].score:
            break  # nor can those that follow; looking for details is what costs here
        article = articles(sentence.passage.article_id)
        if article is not None:
            found.append(Match(score + _form(sentence) + _bonus(query, sentence, asked), sentence, article))
            found.sort(key=lambda m: -m.score)
    return found[:limit]


_DETAIL = {
    Expected.NUMBER: 0.3,
    Expected.TIME: 0.3,
    Expected.PERSON: 0.16,
    Expected.PLACE: 0.16,
    Expected.REASON: 0.3,
    Expected.OTHER: 0.0,
}
_NO_STATEMENT = 0.3


def _match(sentence: ScoredSentence) -> float:
    cosine = sentence.cosine or sentence.passage_cosine
    return cosine + 0.25 * sentence.passage_cosine + 1.2 * sentence.passage_words + 0.6 * sentence.words


def _form(sentence: ScoredSentence) -> float:
    return 0.0 if is_statement(sentence.text) else -_NO_STATEMENT


def _bonus(query: Query, sentence: ScoredSentence, asked: AbstractSet[str]) -> float:
    bonus = _DETAIL[query.expected]
    return bonus if bonus and holds(sentence.text, query.expected, asked) else 0.0


def deciding(best: Sequence[Match]) -> list[Match]:
    """Return those of the best matches, best first, that match about as well as the first."""
    return [m for m in best[:DECIDING] if m.score >= best[0].score - ALIKE]


def signs_of(query: Query, rarity: Sequence[float], best: Sequence[Match]) -> list[Signs]:
    """Measure these matches."""
    topic = Topic(query, rarity)
    return [measure(query, topic, m.sentence, m.article) for m in best]


def weigh(signs: Signs, fitted: Calibration) -> float:
    """Return the log-odds, before the threshold, that this match answers."""
    return fitted.bias + sum(w * float(x) for w, x in zip(fitted.weights, astuple(signs), strict=True))


def told(share: tuple[Kind, float] | None, fitted: Calibration) -> float:
    """Return what it adds to the log-odds that the very detail is told, or is not."""
    if share is None:
        return 0.0
    kind, part = share
    if part < (fitted.name_hardly_told if kind is Kind.NAME else fitted.hardly_told):
        return fitted.deed_untold if kind is Kind.DEED else fitted.untold
    return fitted.told if kind is Kind.NAME and part >= fitted.well_told else 0.0
