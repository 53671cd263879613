"""Is an article found by its title? 300 titles of FA-KES (seed 0) as questions against the whole corpus.

The title stands in the header of each of the article's passages, so this is easier than finding an article by its
text; figures of others compare only where they indexed the titles too. An article stored once for several equal texts
counts under each of their ids.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bot.answering.models import Question
from tests.bench.corpus import reports, workbench

if TYPE_CHECKING:
    from bot.answering.pipeline import Answerer
    from bot.answering.ports import SearchableCorpus
    from tests.bench.corpus import Setting

TITLES = 300
DEPTH = 10


def run(setting: Setting) -> list[tuple[str, str]]:
    bench = workbench(setting)
    answerer = bench.answerer()
    asked = random.Random(0).sample(reports(), TITLES)
    with bench.live.lease() as corpus:
        known = _ids_by_title(corpus)
        articles = sum(1 for _ in corpus.articles())
        gold = [_gold(row, known, corpus) for row in asked]
    found = [_articles(answerer, row["article_title"]) for row in asked]
    return [
        ("titles", f"{TITLES}, {articles} articles"),
        ("aim", "hit@1 .75  hit@5 .92  MRR@10 .83"),
        ("by passage", _scores([_rank(ids, right) for ids, right in zip(found, gold, strict=True)])),
        ("by article", _scores([_rank(list(dict.fromkeys(i)), g) for i, g in zip(found, gold, strict=True)])),
    ]


def _ids_by_title(corpus: SearchableCorpus) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for article in corpus.articles():
        known.setdefault(_plain(article.title), set()).add(article.id)
    return known


def _gold(row: dict[str, str], known: dict[str, set[str]], corpus: SearchableCorpus) -> set[str]:
    """Return the article (by its own id or a copy's) and those of the same title: two rows share one id."""
    article = corpus.article(row["unit_id"])
    return known.get(_plain(row["article_title"]), set()) | ({article.id} if article else set())


def _plain(title: str) -> str:
    return "".join(c for c in title.casefold() if c.isalnum() and c.isascii())


def _articles(answerer: Answerer, title: str) -> list[str]:
    """Return the article ids of the passages found, best first."""
    return [piece.article.id for piece in answerer.search(Question(title), limit=3 * DEPTH).evidence]


def _rank(ids: list[str], right: set[str]) -> int | None:
    return next((place for place, id_ in enumerate(ids[:DEPTH], 1) if id_ in right), None)


def _scores(ranks: list[int | None]) -> str:
    hits = [sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in (1, 5)]
    mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
    return f"hit@1 {hits[0]:.3f}  hit@5 {hits[1]:.3f}  MRR@10 {mean:.3f}"
