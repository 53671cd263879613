"""What holds for every text: the verifier never raises, says yes to whole sentences, and no to any changed digit."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.models import Evidence
from bot.answering.verify import Supported, Unsupported, verify
from ingest.corpus.models import Span
from tests.fakes.library import article

_TEXT = st.text(max_size=120)
_PLACES = ("Tellin", "Al-Dorra", "Sorqib", "Lenna")
_COUNTED = ("civilians", "soldiers", "rockets", "families", "km of road")
_SENTENCES = st.builds(
    "{} {} {} were {} near {} on {} {} {}.".format,
    st.sampled_from(("At least", "More than", "About", "In all", "Nearly")),
    st.integers(2, 99_999).map(lambda n: f"{n:,}"),
    st.sampled_from(_COUNTED),
    st.sampled_from(("killed", "counted", "hit", "not found", "reportedly seen")),
    st.sampled_from(_PLACES),
    st.integers(1, 28),
    st.sampled_from(("March", "October", "May")),
    st.integers(1990, 2030),
)


def cited(*sentences: str) -> Evidence:
    text = " ".join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    made = article("made", text, title="A title", publisher="Post", day="2020-02-25")
    return Evidence(made, Span(0, len(text)), text, tuple(spans), 1.0, 1)


@given(claim=_TEXT, first=_TEXT, second=_TEXT)
@settings(max_examples=150, deadline=None)
def test_it_never_raises(claim: str, first: str, second: str) -> None:
    assert isinstance(verify(claim, [cited(first, second), cited(second)]), Supported | Unsupported)


@given(sentences=st.lists(_SENTENCES, min_size=1, max_size=4), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_whole_sentence_is_supported_plain_and_quoted(sentences: list[str], data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(sentences))

    assert isinstance(verify(sentence, [cited(*sentences)]), Supported)
    assert isinstance(verify(f"“{sentence}”", [cited(*sentences)]), Supported)
    assert isinstance(verify(f'According to Post, "{sentence}"', [cited(*sentences)]), Supported)


@given(sentence=_SENTENCES, data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_digit_is_never_supported(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([n for n, c in enumerate(sentence) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != sentence[at]]))
    changed = sentence[:at] + digit + sentence[at + 1 :]

    assert isinstance(verify(changed, [cited(sentence)]), Unsupported)
