from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answering.comparison import Comparison
from bot.answering.finding import Finder
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Answerer
from bot.answering.records import outcome_record
from ingest.corpus.models import PublicationDate
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words
from tests.fakes.library import article

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.corpus.embedder import Embedder
    from ingest.corpus.models import Article

    FinderOf = Callable[..., Finder]

PADDING = (
    article(
        "salt",
        "The price of salt rose in Lenna in the spring.",
        title="Salt",
        publisher="Trade Letter",
        day="2019-05-02",
    ),
    article(
        "bridge",
        "The old bridge of Karsa was closed for repairs.",
        title="Bridge",
        publisher="Trade Letter",
        day="2018-05-02",
    ),
)
POST = article(
    "post",
    "Jets bombed the market of Dorra on Tuesday, killing 43 civilians, rescuers said. The market was crowded.",
    title="Market of Dorra bombed",
    publisher="Harbour Post",
    day="2019-03-12",
)
WIRE = article(
    "wire",
    "An air strike on the market of Dorra killed at least 60 people, the coast agency reported. Shops burned.",
    title="Strike on Dorra market",
    publisher="Coast Agency",
    day="2019-03-13",
)


@pytest.fixture
def finder_of(embedder: Embedder) -> FinderOf:
    def make(*articles: Article) -> Finder:
        corpus = InMemoryCorpus([(a, embedded(a, embedder)) for a in (*articles, *PADDING)])
        corpus.embedder_name = "minilm"
        return Finder(LentCorpus(corpus), embedder, words)

    return make


def asked(finder: Finder, text: str = "How many people were killed in the bombing of the market of Dorra?") -> Answer:
    outcome = Answerer(finder).answer(Question(text))
    assert isinstance(outcome, Answer), outcome
    return outcome


def compared(finder: Finder, text: str = "bombing of the market of Dorra") -> Answer:
    outcome = Comparison(finder).accounts(Question(text))
    assert isinstance(outcome, Answer), outcome
    return outcome


def test_different_figures_stand_side_by_side_with_range_and_citations(finder_of: FinderOf) -> None:
    answer = asked(finder_of(replace(POST, affiliation="independent"), WIRE))
    [dispute] = answer.disagreements
    assert dispute.about == "the number of people killed (reported figures range from 43 to 60)"
    assert [a.says for a in dispute.accounts] == [
        "Harbour Post (independent): 43 killed",
        "Coast Agency: at least 60 killed",
    ]
    publisher = {s.n: s.article.publisher for s in answer.sources}
    assert [[publisher[n] for n in a.citations] for a in dispute.accounts] == [["Harbour Post"], ["Coast Agency"]]


def test_every_side_is_cited_by_a_claim_and_stands_in_the_text_of_the_record(finder_of: FinderOf) -> None:
    record = outcome_record(asked(finder_of(POST, WIRE)))
    cited = {n for claim in record["claims"] for n in claim["citations"]}
    assert {s["publisher"] for s in record["sources"] if s["n"] in cited} >= {"Harbour Post", "Coast Agency"}
    assert "The sources differ on the number of people killed" in record["text"]
    assert "- Coast Agency: at least 60 killed [" in record["text"]


@pytest.mark.parametrize(
    "other",
    [
        replace(WIRE, text=WIRE.text.replace("at least 60", "at least 40")),
        replace(WIRE, text=WIRE.text.replace("killed at least 60 people", "wounded at least 60 people")),
        replace(WIRE, text=WIRE.text.replace("at least 60 people", "60 militants")),
        replace(WIRE, published=PublicationDate(dt.date(2019, 6, 13))),
        replace(
            WIRE, text=WIRE.text.replace("killed at least 60 people", "killed 6,000 people since the war began in 2011")
        ),
        replace(WIRE, publisher="Harbour Post", published=POST.published),
    ],
    ids=["at least 40 agrees", "wounded", "militants", "months later", "a total", "one publisher"],
)
def test_what_is_no_disagreement_is_not_shown_as_one(finder_of: FinderOf, other: Article) -> None:
    assert asked(finder_of(POST, other)).disagreements == ()


def test_wire_copy_counts_once(finder_of: FinderOf) -> None:
    first, second = replace(POST, story="s1"), replace(POST, id="copy", publisher="Valley Times", story="s1")
    [dispute] = asked(finder_of(first, second, WIRE)).disagreements
    assert len(dispute.accounts) == 2
    assert any("also printed by" in a.says for a in dispute.accounts)


def test_two_prints_of_one_report_do_not_dispute_with_each_other(finder_of: FinderOf) -> None:
    first = replace(POST, story="s1")
    second = replace(POST, id="copy", publisher="Valley Times", story="s1", text=POST.text.replace("43", "45"))
    assert compared(finder_of(first, second)).disagreements == ()
    apart = compared(finder_of(replace(first, story=""), replace(second, story=""))).disagreements
    assert [len(dispute.accounts) for dispute in apart] == [2]


def test_a_later_figure_of_one_publisher_is_an_update(finder_of: FinderOf) -> None:
    later = replace(
        POST,
        id="later",
        text=POST.text.replace("43", "51"),
        published=PublicationDate(dt.date(2019, 3, 14)),
    )
    assert asked(finder_of(POST, later)).disagreements == ()
    [dispute] = asked(finder_of(POST, later, replace(WIRE, text=WIRE.text.replace("60", "90")))).disagreements
    assert dispute.accounts[0].says == "Harbour Post: 51 killed (updated from 43)"


def test_who_did_it_is_told_side_by_side(finder_of: FinderOf) -> None:
    one = replace(POST, text="Residents of Dorra blamed the government for the gas attack on Tuesday. Forty fell ill.")
    other = replace(WIRE, text="The army accused the rebels of the gas attack in Dorra. It gave no proof.")
    answer = asked(finder_of(one, other), "Who carried out the gas attack in Dorra?")
    assert [d.about for d in answer.disagreements] == ["who did it"]
    assert {a.says.split(":")[0] for a in answer.disagreements[0].accounts} == {"Harbour Post", "Coast Agency"}


def test_the_outcome_is_told_side_by_side(finder_of: FinderOf) -> None:
    one = replace(POST, text="Rebels captured the town of Dorra on Tuesday after a long battle. They raised a flag.")
    other = replace(WIRE, text="The army repelled the attack of the rebels on the town of Dorra. It holds the roads.")
    [dispute] = asked(finder_of(one, other), "Who captured Dorra?").disagreements
    assert dispute.about == "the outcome"


def test_a_differing_date_is_told_side_by_side(finder_of: FinderOf) -> None:
    one = replace(POST, text="The bridge of Dorra was destroyed on 10 March 2019 by engineers of the Northern Brigade.")
    other = replace(WIRE, text="The bridge of Dorra was destroyed on 12 March 2019 by engineers of a brigade.")
    [dispute] = asked(finder_of(one, other), "When was the bridge of Dorra destroyed?").disagreements
    assert dispute.about == "the date"
    said = {a.says.split(":")[0]: a.says for a in dispute.accounts}
    assert "10 March" in said["Harbour Post"]
    assert "12 March" in said["Coast Agency"]


def test_a_denial_stands_beside_what_is_denied(finder_of: FinderOf) -> None:
    one = replace(POST, text="The army shelled the school of Dorra on Tuesday, residents said. Windows broke.")
    other = replace(WIRE, text="The army denied that it shelled the school of Dorra. It called the report baseless.")
    [dispute] = asked(finder_of(one, other), "Did the army shell the school of Dorra?").disagreements
    assert dispute.about == "whether it is so"
    assert {a.says.split(":")[0] for a in dispute.accounts} == {"Harbour Post", "Coast Agency"}


def test_two_names_of_one_side_are_no_dispute(finder_of: FinderOf) -> None:
    one = replace(POST, text="AFP News: IS group claims responsibility for the bomb attack on Dorra on Tuesday.")
    other = replace(WIRE, text="The Daesh group claimed responsibility for the bomb attack on Dorra.")
    assert asked(finder_of(one, other), "Who carried out the bomb attack on Dorra?").disagreements == ()


@pytest.mark.parametrize("topic", ["dorra market bombing", "Dorra market march 2019"])
def test_a_topic_in_any_letters_finds_the_difference(finder_of: FinderOf, topic: str) -> None:
    assert [d.about for d in compared(finder_of(POST, WIRE), topic).disagreements] == [
        "the number of people killed (reported figures range from 43 to 60)"
    ]


def test_a_topic_without_a_name_is_told_by_its_rare_words(finder_of: FinderOf) -> None:
    one = replace(POST, text="Residents blamed the government for the chlorine attack on the ferry. Forty fell ill.")
    other = replace(WIRE, text="The army accused the rebels of the chlorine attack on the ferry. It gave no proof.")
    more = [
        replace(PADDING[0], id=f"salt{n}", text=f"The price of salt rose in Lenna in spring {n}.") for n in range(9)
    ]
    found = compared(finder_of(one, other, *more), "chlorine on the ferry").disagreements
    assert "who did it" in [d.about for d in found]


def test_on_demand_every_difference_is_listed(finder_of: FinderOf) -> None:
    answer = compared(finder_of(POST, WIRE))
    assert [d.about for d in answer.disagreements] == [
        "the number of people killed (reported figures range from 43 to 60)"
    ]
    assert answer.claims


def test_on_demand_agreement_is_said_with_its_sources(finder_of: FinderOf) -> None:
    same = replace(WIRE, text=WIRE.text.replace("at least 60", "43"))
    answer = compared(finder_of(POST, same))
    assert answer.disagreements == ()
    assert answer.text.startswith(
        "I found no difference in figures, dates, actors or outcomes between 2 publishers; compare their words"
    )
    assert {s.article.publisher for s in answer.sources} == {"Harbour Post", "Coast Agency"}


def test_on_demand_an_update_is_said_though_nothing_differs(finder_of: FinderOf) -> None:
    later = replace(
        POST,
        id="later",
        text=POST.text.replace("43", "51"),
        published=PublicationDate(dt.date(2019, 3, 14)),
    )
    assert "Harbour Post: 51 killed (updated from 43)" in compared(finder_of(POST, later)).notes
