"""Pages in every language: whatever the articles hold, within Discord's limit and with all of the quote."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.findings import PublisherLine
from bot.answering.models import Account, Disagreement
from bot.paging import CONTENT_LIMIT, size
from bot.phrases import LANGUAGES, Language, phrases
from bot.render import passage_pages
from bot.render.accounts import account_pages
from bot.render.answers import SourceCard
from bot.render.sources import source_pages
from bot.streaming import unfinished

DAY = dt.date(2020, 2, 25)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=3_000)


@given(texts, texts, st.integers(1, 8), st.sampled_from(LANGUAGES))
def test_pages_fit_in_every_language(said: str, publisher: str, many: int, language: Language) -> None:
    cards = [SourceCard(n, publisher, said, None, None, (said,)) for n in range(1, many + 1)]
    differ = [Disagreement(said, (Account(said, (1,)), Account(said, (many,))))]
    lines = [PublisherLine(publisher, n, DAY, DAY, (said,)) for n in range(1, many + 1)]
    for pages in (
        passage_pages(cards, language=language),
        account_pages(differ, cards, language=language),
        source_pages(lines, language=language),
        (unfinished((said, "more"), language),),
    ):
        assert pages
        assert all(0 < size(page) <= CONTENT_LIMIT for page in pages)
        last = phrases(language).page.format(page=len(pages), pages=len(pages))
        assert len(pages) == 1 or pages[-1].endswith(last)
