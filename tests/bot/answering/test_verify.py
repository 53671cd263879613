"""A claim against the passages it cites: what is let through, what is withheld, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.answering.checking.figures import figures
from bot.answering.models import Evidence
from bot.answering.verify import Kind, Supported, Unsupported, verify
from ingest.corpus.models import Span
from ingest.relative import mentions
from tests.fakes.reports import ARTICLES

if TYPE_CHECKING:
    from ingest.corpus.models import Article


def whole(article: Article) -> Evidence:
    """Return a whole article as evidence."""
    found = re.finditer(r"[^\s][^\n]*?(?:[.!?]”?(?=\s|$)|$)", article.text)
    spans = tuple(Span(m.start(), m.end()) for m in found)
    times = mentions(article.text, article.published)
    return Evidence(article, Span(0, len(article.text)), article.text, spans, 1.0, 10, (), times)


SAID = {article.id: whole(article) for article in ARTICLES}

TRUE = (
    ("tellin", "Rebels recaptured Al-Tellin on 24 February 2020, forcing the army to withdraw."),
    ("tellin", "Rebels recaptured Tellin yesterday [1]."),
    ("tellin", "According to the Tellin Post, rebel forces recaptured the town of Al-Tellin."),
    ("tellin", "The Tellin Post reported on 25 February 2020 that rebel forces recaptured Tellin."),
    ("tellin", "Idris Kamal said: “We hold the gateway of Sorqib.”"),
    ("tellin", 'Idris Kamal said "We hold … Sorqib".'),
    ("tellin", "Tellin lies at the junction of the R7 and R9 highways."),
    ("tellin", "- **Rebels recaptured Tellin.** The town lies at the junction of the R7 and R9 highways [1][2]."),
    ("market", "At least forty-three civilians were killed when jets bombed the market of Dorra on March 12, 2019."),
    ("market", "At least 43 people were killed in the bombing of the market of Dorra in March 2019."),
    ("market", "In 2014 and 2016 the market was bombed too."),
    ("market-state", "The army denied that any civilian was hit."),
    ("market-state", "State media said 19 terrorists died in an operation near the market of Dora."),
    ("camp", "More than 12 thousand families live in the camp of Hassan, near the border."),
    ("ceasefire", "A ceasefire was agreed by the two governments on 2020-04-05 in Lenna after six hours of talks."),
    ("ceasefire", "They agreed after 6 hours of talks in Lenna on a ceasefire in the province of Marqa."),
    ("hospital", "Two rockets hit the hospital of Sorqeb at 10:30 on 9 May 2019."),
)

FALSE = (
    ("market", "At least 44 civilians were killed when jets bombed the market of Dorra.", Kind.FIGURE),
    ("tellin", "The army recaptured Tellin, forcing rebels to withdraw.", Kind.ROLES),
    ("tellin", "Rebel forces lost the town of Al-Tellin in the northern province of Marqa yesterday.", Kind.NEGATION),
    ("tellin", "Rebel forces recaptured the town of Sorqib in the northern province of Marqa.", Kind.ROLES),
    ("tellin", "Rebel forces recaptured the town of Dorra in the northern province of Marqa.", Kind.NAME),
    ("tellin", "Rebel forces recaptured the town of Al-Tellin on 25 February 2020.", Kind.DATE),
    ("tellin", "Rebel forces recaptured the town of Al-Tellin on Tuesday.", Kind.DATE),
    ("tellin", "Soldiers of the neighbouring country died in the fighting.", Kind.NEGATION),
    ("tellin", "Idris Kamal said: “We hold the gate of Sorqib.”", Kind.QUOTE),
    ("tellin", "Idris Kamal said: “Sorqib … We hold”", Kind.QUOTE),
    ("tellin", "Idris Kamal said: “We hold the gateway", Kind.QUOTE),
    ("tellin", "The town lies at the junction of the R7 and R7 highways.", Kind.FIGURE),
    ("tellin", "According to State Wire, rebel forces recaptured the town of Al-Tellin.", Kind.NAME),
    ("market", "At least 34 civilians were killed when jets bombed the market of Dorra.", Kind.FIGURE),
    ("market", "At least 43 soldiers were killed when jets bombed the market of Dorra.", Kind.FIGURE),
    ("market", "At least 43 civilians were wounded when jets bombed the market of Dorra.", Kind.FIGURE),
    ("market", "43 civilians were killed when jets bombed the market of Dorra.", Kind.FIGURE),
    ("market", "At most 43 civilians were killed when jets bombed the market of Dorra.", Kind.FIGURE),
    ("market", "At least 43 civilians were not killed when jets bombed the market of Dorra.", Kind.NEGATION),
    ("market", "At least 43 civilians were killed when jets bombed the market of Dorra on 13 March 2019.", Kind.DATE),
    ("market", "At least 43% of civilians were killed when jets bombed the market of Dorra.", Kind.FIGURE),
    ("market-state", "Civilians were hit by the army.", Kind.NEGATION),
    ("camp", "Fewer than 12,000 families live in the camp of Hassan near the border.", Kind.FIGURE),
    ("camp", "More than 1,200 families live in the camp of Hassan near the border.", Kind.FIGURE),
    ("hospital", "The ministry of defence confirmed that the hospital was a target.", Kind.NEGATION),
    ("hospital", "The hospital of Sorqib was a target.", Kind.NEGATION),
    ("hospital", "The hospital of Sorqib was hit by two rockets at 10:35.", Kind.FIGURE),
    ("hospital", "Astronomers discovered a planet that is covered by oceans.", Kind.WORDING),
)


@pytest.mark.parametrize(("source", "claim"), TRUE)
def test_what_the_source_says_is_let_through(source: str, claim: str) -> None:
    assert isinstance(verify(claim, [SAID[source]]), Supported), verify(claim, [SAID[source]])


@pytest.mark.parametrize(("source", "claim", "kind"), FALSE)
def test_what_the_source_does_not_say_is_withheld(source: str, claim: str, kind: Kind) -> None:
    verdict = verify(claim, [SAID[source]])

    assert isinstance(verdict, Unsupported)
    assert verdict.kind is kind, verdict.why


def test_the_support_is_the_sentence_that_says_it() -> None:
    verdict = verify("The market had been bombed in 2014 and in 2016.", [SAID["market"]])

    assert isinstance(verdict, Supported)
    assert [excerpt.text for excerpt in verdict.support] == [
        "The market had been bombed twice before, in 2014 and in 2016."
    ]


def test_a_claim_may_rest_on_two_sources_together() -> None:
    claim = "At least 43 civilians were killed in the market of Dorra, but the army denied that any civilian was hit."

    verdict = verify(claim, [SAID["market"], SAID["market-state"]])

    assert isinstance(verdict, Supported)
    assert {excerpt.article.id for excerpt in verdict.support} == {"market", "market-state"}
    assert isinstance(verify(claim, [SAID["market"]]), Unsupported)


def test_a_claim_with_the_citation_of_another_source_is_withheld() -> None:
    claim = "More than 12,000 families live in the camp of Hassan near the border."

    assert all(isinstance(verify(claim, [SAID[other]]), Unsupported) for other in SAID if other != "camp")


def test_why_names_the_source_by_its_numbers() -> None:
    verdict = verify(
        "At least 34 civilians were killed in Dorra's market.", [SAID["market"], SAID["camp"]], numbers=(2, 3)
    )

    assert isinstance(verdict, Unsupported)
    assert verdict.why == "the figure 34 is not in the part of sources [2] and [3] about this"


@pytest.mark.parametrize("claim", ["", "[1]", "…", "  \n"])
def test_an_empty_claim_is_withheld(claim: str) -> None:
    verdict = verify(claim, [SAID["market"]])

    assert isinstance(verdict, Unsupported)
    assert verdict.kind is Kind.EMPTY


def test_a_number_may_be_written_in_words_or_digits() -> None:
    said = figures("One was killed at once and five other guests were wounded, two hundred and six fled a dozen miles.")

    assert [(f.value, f.outcome) for f in said] == [
        (1, "killed"),
        (5, "wounded"),
        (206, "displaced"),
        (12, "displaced"),
    ]


def test_a_claim_without_a_source_is_withheld() -> None:
    verdict = verify("Rebels recaptured Tellin.", [])

    assert isinstance(verdict, Unsupported)
    assert verdict.kind is Kind.UNCITED


def test_a_known_similarity_lets_other_words_through() -> None:
    claim = "The families have their dwellings in Hassan because hamlets were shelled."

    assert isinstance(verify(claim, [SAID["camp"]]), Unsupported)
    assert isinstance(verify(claim, [SAID["camp"]], similarity=lambda _a, _b: 0.9), Supported)
    assert isinstance(verify(claim, [SAID["camp"]], similarity=lambda _a, _b: 0.1), Unsupported)
