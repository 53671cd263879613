"""Whatever a message and an article hold, a checked message and its places fit Discord's limits and ping nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.findings import Checked, PlaceNote, Review, Verdict
from bot.answering.models import Excerpt
from bot.paging import CONTENT_LIMIT, size
from bot.render.places import places_pages
from bot.render.review import SIGNS, WORDS, review_pages
from ingest.corpus.gazetteer import places_called
from ingest.corpus.models import Article, Span

TEXT = st.one_of(st.text(max_size=900), st.sampled_from(["@everyone " * 60, "`" * 500, "[1](<x>) " * 90, "😀" * 400]))


@st.composite
def excerpts(draw: st.DrawFn) -> Excerpt:
    text = draw(TEXT)
    article = Article("a", draw(TEXT), text, draw(TEXT), "a.txt", draw(st.sampled_from([None, "https://a.example/b"])))
    return Excerpt(article, Span(0, len(text)))


FEW = st.lists(excerpts(), max_size=3).map(tuple)
CHECKED = st.builds(Checked, TEXT, st.sampled_from(Verdict), FEW, TEXT, FEW)
REVIEWS = st.builds(Review, st.lists(CHECKED, max_size=4).map(tuple), st.integers(0, 9), st.integers(0, 9))
NOTES = st.builds(
    PlaceNote,
    TEXT,
    st.sampled_from(["Nayrab", "Aleppo", "Turkey"]).map(places_called),
    st.lists(st.text(max_size=40), max_size=7).map(tuple),
    st.none() | excerpts(),
)


@given(REVIEWS)
def test_a_review_fits_and_shows_every_verdict(review: Review) -> None:
    pages = review_pages(review)
    assert pages
    assert all(0 < size(page) <= CONTENT_LIMIT for page in pages)
    assert not any("@everyone" in page for page in pages)
    for verdict in {checked.verdict for checked in review.checked}:
        assert any(f"{SIGNS[verdict]} **{WORDS[verdict]}:**" in page for page in pages)


@given(st.lists(NOTES, max_size=4))
def test_places_fit(notes: list[PlaceNote]) -> None:
    pages = places_pages(notes)
    assert pages
    assert all(0 < size(page) <= CONTENT_LIMIT for page in pages)
    assert not any("@everyone" in page for page in pages)
