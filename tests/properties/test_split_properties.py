"""What holds of every split, whatever the text: nothing lost, nothing twice, nothing over the budget."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.corpus import tokens
from ingest.corpus.models import Article, Passage
from ingest.split import SplitSettings, split

_PIECES = st.sampled_from(
    [
        *("The army", "Saraqib", "M5", "5.", "Gen.", "U.S.", "г.", "قال", "النيرب؟", "“", "”", '"', "(", ")", "x" * 40),
        *(". ", "! ", "? ", "।", "。", ", ", "; ", " — ", " ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\u200d", "\xa0"),
        *("e\u0301", "👩\u200d👧", "🇸🇾", "\ud800", "\x00", "\ufeff", "<|endoftext|>", "https://a.Bc/d", "- ", "# "),
    ]
)
TEXTS = st.one_of(
    st.text(alphabet=st.characters(), max_size=400),
    st.lists(_PIECES, max_size=120).map("".join),
    st.tuples(_PIECES, st.integers(0, 600)).map(lambda pair: pair[0] * pair[1]),
)
SETTINGS = st.tuples(st.integers(16, 60), st.integers(0, 60)).map(lambda pair: SplitSettings(pair[0], sum(pair)))
LANGUAGES = st.sampled_from(["en", "ar", "tr", "ru", "und", "", "xx-YY"])


@pytest.fixture(scope="module", autouse=True)
def _counting() -> None:
    tokens.count("warm")


def _passages(text: str, chosen: SplitSettings, language: str) -> list[Passage]:
    return split(Article("a", "Title", text, "Post", "o", language=language), chosen, tokens.count)


@settings(max_examples=200)
@given(TEXTS, SETTINGS, LANGUAGES)
@example("a" + "\u0301" * 300, SplitSettings(16, 16), "en")
@example("\ud800" * 200, SplitSettings(16, 20), "en")
def test_sentences_are_ordered_disjoint_trimmed_and_cover_the_text(
    text: str, chosen: SplitSettings, language: str
) -> None:
    covered = [False] * len(text)
    end = 0
    for passage in _passages(text, chosen, language):
        for sentence in passage.sentences:
            assert end <= sentence.start < sentence.end <= len(text)
            assert sentence.of(text) == sentence.of(text).strip()
            covered[sentence.start : sentence.end] = [True] * (sentence.end - sentence.start)
            end = sentence.end
    assert all(inside or character.isspace() for inside, character in zip(covered, text, strict=True))


@settings(max_examples=200)
@given(TEXTS, SETTINGS, LANGUAGES)
def test_passages_are_verbatim_counted_and_within_budget(text: str, chosen: SplitSettings, language: str) -> None:
    passages = _passages(text, chosen, language)
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert passage.text == passage.span.of(text)
        assert passage.span == (passage.sentences[0].start, passage.sentences[-1].end)
        assert passage.tokens == tokens.count(passage.text) <= chosen.passage_tokens
        assert all(tokens.count(s.of(text)) <= chosen.sentence_tokens for s in passage.sentences)
    assert len({passage.id for passage in passages}) == len(passages)


@settings(max_examples=50)
@given(TEXTS, SETTINGS, LANGUAGES)
def test_the_same_text_is_always_split_the_same(text: str, chosen: SplitSettings, language: str) -> None:
    assert _passages(text, chosen, language) == _passages(text, chosen, language)
