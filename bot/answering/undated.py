"""What a date filter leaves out without being able to tell: the articles that have no date.

Place in the flow: `finding` adds the note to a query that was read, so that answers, refusals and searches all show it.
It filters nothing itself; that an undated article passes no date filter is the rule of `ArticleFilter`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from bot.answering.ports import SearchableCorpus
    from bot.answering.query import Query


def count(corpus: SearchableCorpus, within: ArticleFilter) -> int:
    """Return how many articles the filter leaves out only because they have no date; 0 when it asks for none."""
    if within.since is None and within.until is None:
        return 0
    whenever = ArticleFilter(publishers=within.publishers)
    dated = replace(whenever, since=dt.date.min)
    return corpus.count_articles(whenever) - corpus.count_articles(dated)


def undated_note(corpus: SearchableCorpus, within: ArticleFilter) -> str | None:
    """Return a line for people about the undated articles that a date filter left out; None when there are none."""
    left_out = count(corpus, within)
    if not left_out:
        return None
    were = "1 undated article was" if left_out == 1 else f"{left_out:,} undated articles were"
    return f"{were} left out because a date was asked for."


def noted(asked: Query, corpus: SearchableCorpus) -> Query:
    """Return the query with that line among its notes, once, and so its parts."""
    note = undated_note(corpus, asked.filter)
    notes = asked.notes if note is None or note in asked.notes else (*asked.notes, note)
    return replace(asked, notes=notes, parts=tuple(noted(part, corpus) for part in asked.parts))
