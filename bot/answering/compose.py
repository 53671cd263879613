"""Draft claims and disputes -> numbered claims, sources and the text that people read.

Place in the flow: the last stage of answering, after everything was checked. Pure; it drops nothing, adds no statement,
and gives each article one number, in order of use. The text holds the claims; where the sources differ is written by
`disagreement_lines`, which a renderer adds in its own place.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.attribution import attribution
from bot.answering.models import Account, CitedSource, Claim, Disagreement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answering.models import Dispute, DraftClaim, Excerpt, Quote
    from ingest.corpus.models import Article

    AlsoOf = Callable[[Article], tuple[str, ...]]


class Composed(NamedTuple):
    """The parts of an answer, with numbers: the text has an [n] behind every statement."""

    claims: tuple[Claim, ...]
    sources: tuple[CitedSource, ...]
    disagreements: tuple[Disagreement, ...]
    text: str


def compose(claims: Sequence[DraftClaim], disputes: Sequence[Dispute], also_of: AlsoOf) -> Composed:
    """Number the articles and write the text; `also_of` says who else printed an article."""
    excerpts = [e for c in claims for e in c.excerpts]
    excerpts += [e for d in disputes for v in d.versions for e in v.excerpts]
    numbers = {id_: n for n, id_ in enumerate(dict.fromkeys(e.article.id for e in excerpts), 1)}
    sources = tuple(_source(n, id_, excerpts, also_of) for id_, n in numbers.items())
    numbered = tuple(Claim(_in_full(c, also_of), _numbers(c.excerpts, numbers)) for c in claims)
    disagreements = tuple(
        Disagreement(d.about, tuple(Account(v.says, _numbers(v.excerpts, numbers)) for v in d.versions))
        for d in disputes
    )
    told = _not_claimed(numbered, disagreements)
    return Composed((*numbered, *told), sources, disagreements, _text(claims, numbers, also_of))


def _not_claimed(claims: Sequence[Claim], disagreements: Sequence[Disagreement]) -> Iterable[Claim]:
    """Yield a claim for every account by a source that no claim cites: a side that is shown is part of the answer."""
    cited = {n for claim in claims for n in claim.citations}
    for account in (a for d in disagreements for a in d.accounts):
        if not cited.issuperset(account.citations):
            yield Claim(account.says, account.citations)
            cited.update(account.citations)


def _numbers(excerpts: Iterable[Excerpt], numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers[e.article.id] for e in excerpts))


def _source(n: int, article_id: str, excerpts: Iterable[Excerpt], also_of: AlsoOf) -> CitedSource:
    mine = [e for e in excerpts if e.article.id == article_id]
    return CitedSource(n, mine[0].article, _quotes(mine), also_of(mine[0].article))


def _quotes(excerpts: Iterable[Excerpt]) -> tuple[Quote, ...]:
    """Return every quote once, in order of use; one that stands within another is left to that one."""
    found = list(dict.fromkeys(q for e in excerpts for q in e.quotes))
    return tuple(q for q in found if not any(o != q and _within(q, o) for o in found))


def _within(quote: Quote, other: Quote) -> bool:
    return other.span.start <= quote.span.start and quote.span.end <= other.span.end


def _in_full(claim: DraftClaim, also_of: AlsoOf) -> str:
    return f"{_who(claim, also_of)}{_quoting(claim)}: {claim.text}" if claim.quoted else claim.text


def _quoting(claim: DraftClaim) -> str:
    return f", quoting {claim.speaker}" if claim.speaker else ""


def _who(claim: DraftClaim, also_of: AlsoOf) -> str:
    article = claim.excerpts[0].article
    return attribution(article, also_of(article))


def _text(claims: Sequence[DraftClaim], numbers: dict[str, int], also_of: AlsoOf) -> str:
    """Return one line per claim in words of its own, and one per article for quotes that follow one another."""
    lines: list[str] = []
    for (quoted, _), group in groupby(claims, key=lambda c: (c.quoted, c.excerpts[0].article.id if c.quoted else "")):
        several = list(group)
        if quoted:
            marks = _marks(_numbers(several[0].excerpts, numbers))
            lines.append(f"{_who(several[0], also_of)}{_quoting(several[0])}: {_in_a_row(several)} {marks}")
        else:
            lines.extend(f"{c.text} {_marks(_numbers(c.excerpts, numbers))}" for c in several)
    return "\n".join(lines)


def _in_a_row(quoted: Sequence[DraftClaim]) -> str:
    """Join the quotes of one article; where the speaker is another than before, the next is named."""
    said = quoted[0].text
    for before, claim in pairwise(quoted):
        named = f" …{_quoting(claim)}: " if claim.speaker not in {"", before.speaker} else " … "
        said += named + claim.text
    return said


def disagreement_lines(disagreements: Sequence[Disagreement]) -> list[str]:
    """Return what the sources differ on as lines for people, each account with its [n] marks."""
    lines: list[str] = []
    for disagreement in disagreements:
        lines.append(f"The sources differ on {disagreement.about}:")
        lines.extend(f"- {account.says} {_marks(account.citations)}" for account in disagreement.accounts)
    return lines


def _marks(numbers: Iterable[int]) -> str:
    return " ".join(f"[{n}]" for n in numbers)
