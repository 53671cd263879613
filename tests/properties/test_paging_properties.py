"""Wherever a text is cut: every link, mark, bold word and code block stays whole, and the text stays the same."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.models import DraftClaim, Excerpt
from bot.paging import cut, pack, size
from bot.render import outcome_messages
from bot.streaming import WRITING, so_far, unfinished
from ingest.corpus.models import Span
from tests.fakes.answerer import an_article

LINK = r"\[[^\[\]]+\]\(<https://[^<>\s]+>\)"
WORD = st.sampled_from(["road", "a", "the", "née", "الطريق", "observers", "valley", "bread"])
SENTENCE = st.tuples(WORD, st.integers(0, 8)).map(lambda made: f"The {made[0]}{' and so on' * made[1]} ends.")
WHOLE = st.one_of(
    st.integers(1, 99).map("[{}]".format),
    st.tuples(WORD, WORD).map(lambda pair: f"[{pair[0]} {pair[1]}](<https://news.example/{pair[1]}>)"),
    WORD.map("**{}**".format),
    st.lists(WORD, min_size=1, max_size=5).map(lambda found: f"`{' '.join(found)}`"),
    st.sampled_from(["👩\u200d🚒", "🇸🇾", "e\u0301", "\\*", "\\["]),
)
TEXT = st.lists(st.one_of(SENTENCE, WHOLE), min_size=1, max_size=60).map(" ".join)
THING = re.compile(rf"{LINK}|\[[0-9]+\]|\*\*\w+\*\*|`[^`]+`|👩\u200d🚒|🇸🇾|e\u0301|\\.")


@given(TEXT, st.integers(90, 400))
def test_a_cut_leaves_every_thing_whole(text: str, limit: int) -> None:
    pieces = cut(text, limit)
    assert all(0 < size(piece) <= limit for piece in pieces)
    assert [thing for piece in pieces for thing in THING.findall(piece)] == THING.findall(text)


@given(st.lists(SENTENCE, min_size=20, max_size=60), st.integers(250, 400))
def test_prose_is_cut_at_the_ends_of_sentences(sentences: list[str], limit: int) -> None:
    pieces = cut(" ".join(sentences), limit)
    assert all(piece.endswith(".") for piece in pieces)


@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(SENTENCE, min_size=1, max_size=60), st.integers(120, 400))
def test_a_code_block_is_closed_on_its_page_and_opened_anew_on_the_next(
    around: list[str], code: list[str], limit: int
) -> None:
    lines = [*around, "```json", *code, "```", *around]
    pages = pack(lines, limit)
    assert all(0 < size(page) <= limit for page in pages)
    assert all(page.count("```") % 2 == 0 for page in pages)
    inside = re.compile(r"```json\n(.*?)\n?```", re.DOTALL)
    kept = " ".join(found for page in pages for found in inside.findall(page))
    assert "".join(kept.split()) == "".join("".join(code).split())


@settings(max_examples=30)
@given(st.lists(SENTENCE, min_size=1, max_size=12), st.integers(1, 60))
def test_a_half_written_answer_keeps_the_limit_its_mark_and_its_numbers(sentences: list[str], times: int) -> None:
    article = an_article(" ".join(sentences))
    claims = [DraftClaim(s * times, (Excerpt(article, Span(0, len(article.text))),)) for s in sentences]
    shown = unfinished(outcome_messages(so_far("Why?", claims), "Why?"))
    assert size(shown) <= 2_000
    assert shown.endswith(f"\n{WRITING}")
    assert set(re.findall(r"(?<!\\)\[([0-9]+)\]", shown)) <= {"1"}
