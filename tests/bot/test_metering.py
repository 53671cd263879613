"""What a language model takes, measured at a real endpoint: told by the provider, or estimated, whatever came of it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.answering.models import Answer, Question, Usage
from bot.settings import Settings
from bot.tariff import Cost, Tariff, shown
from bot.wiring import Workbench
from bot.wiring.rules import default_rules, tariff_of
from ingest.corpus.live import LiveCorpus
from tests.fakes.modelserver import ModelServer, fails, stalls
from tests.fakes.newsroom import STORIES, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answering.models import Outcome
    from tests.fakes.modelserver import Asked, Reply, Script

WHEN = "When did the bridge at Tell Wasit reopen?"
TRUE = "The bridge at Tell Wasit reopened to traffic on Tuesday after engineers cleared the last mines. [1]"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("metering")).prints(*STORIES)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def tells(text: str, read: int, written: int) -> Script:
    """Write this text, and then what it took."""

    def play(reply: Reply, asked: Asked) -> None:
        reply.piece(text)
        told = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        head = {"id": "scripted", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
        reply.event(json.dumps(head | {"choices": [], "usage": told}))
        reply.done()

    return play


def bench(edition: Newsroom, server: ModelServer, **answer: object) -> Workbench:
    given = {"model": "openai:scripted", "base_url": server.url, "tries": 1, **answer}
    made = Workbench(Settings.model_validate({"data_dir": edition.data, "answer": given}))
    made.embedder = edition.workbench.embedder
    made.live = LiveCorpus(made.store, check_every=0).expected(*made._built_by())
    return made


def asked(edition: Newsroom, server: ModelServer, *history: str, **answer: object) -> Outcome:
    made = bench(edition, server, **answer)
    try:
        return made.answerer().answer(Question(WHEN, history))
    finally:
        made.live.close()


def test_quotes_cost_nothing(edition: Newsroom) -> None:
    assert edition.answerer().answer(Question(WHEN)).usage == Usage()
    edition.closes()


def test_the_providers_own_count_holds_and_is_asked_for_where_prices_are_set(
    edition: Newsroom, server: ModelServer
) -> None:
    server.plays(tells(TRUE, 812, 23))
    outcome = asked(edition, server, price_input=0.15, price_output=0.6)
    assert isinstance(outcome, Answer)
    assert outcome.model == "openai:scripted"
    assert outcome.usage == Usage(812, 23)
    assert server.asked[0].body["stream_options"] == {"include_usage": True}
    asked(edition, server)
    assert "stream_options" not in server.asked[1].body


def test_without_a_word_of_the_provider_it_is_estimated(edition: Newsroom, server: ModelServer) -> None:
    server.says(TRUE)
    usage = asked(edition, server).usage
    count = edition.workbench.count_tokens
    assert usage.input_tokens >= count(server.asked[0].system) + count(server.asked[0].human)
    assert usage.output_tokens == count(TRUE)


@pytest.mark.parametrize("text", ["Aliens landed in Oslo in 1812. [1]", "NO ANSWER"], ids=["withheld", "declined"])
def test_what_is_not_shown_is_counted_all_the_same(edition: Newsroom, server: ModelServer, text: str) -> None:
    server.plays(tells(text, 700, 9))
    assert asked(edition, server).usage == Usage(700, 9)


def test_a_model_that_stalls_is_counted_and_quotes_answer(edition: Newsroom, server: ModelServer) -> None:
    server.plays(stalls("The bridge"))
    outcome = asked(edition, server, first_token_seconds=0.5, timeout_seconds=0.5)
    assert outcome.usage.input_tokens > 100
    assert "did not answer in time" in " ".join(outcome.notes)


def test_a_model_that_refuses_at_once_is_not(edition: Newsroom, server: ModelServer) -> None:
    server.plays(fails(429))
    outcome = asked(edition, server)
    assert isinstance(outcome, Answer)
    assert outcome.usage == Usage()


def test_making_a_follow_up_standalone_is_counted_too(edition: Newsroom, server: ModelServer) -> None:
    server.plays(tells("When did the bridge at Tell Wasit reopen?", 100, 10), tells(TRUE, 800, 20))
    made = bench(edition, server, price_input=1.0)
    outcome = made.answerer().answer(Question("When did it reopen?", ("What is the bridge at Tell Wasit?",)))
    made.live.close()
    spent = [(100, 10), (800, 20)][: len(server.asked)]
    assert outcome.usage == Usage(sum(read for read, _ in spent), sum(wrote for _, wrote in spent))
    assert len(server.asked) == 2


class TestTariff:
    def test_prices_are_per_million_tokens_and_rounded_up(self) -> None:
        tariff = Tariff(Decimal("0.15"), Decimal("0.6"))
        assert tariff.cost(Usage(1000, 250)) == Cost(1250, 300)
        assert tariff.cost(Usage(1, 0)) == Cost(1, 1)
        assert tariff.cost(Usage()) == Cost()

    def test_the_settings_give_it(self, tmp_path: Path) -> None:
        given = {"data_dir": tmp_path, "answer": {"model": "openai:x", "price_input": 0.15, "price_output": 0.6}}
        tariff = tariff_of(Settings.model_validate(given).answer)
        assert tariff.cost(Usage(1000, 250)).money == 300
        assert tariff.typical.tokens == 1500 + 1000 + 600
        assert tariff_of(Settings(data_dir=tmp_path).answer).typical == Cost()

    def test_a_servers_defaults_come_from_the_settings(self, tmp_path: Path) -> None:
        given = {"data_dir": tmp_path, "server": {"server_money": 1.5, "hidden": ["Moon"], "cooldown_seconds": 9}}
        rules = default_rules(Settings.model_validate(given).server)
        assert (rules.server_money, set(rules.hidden), rules.cooldown_seconds) == (1_500_000, {"Moon"}, 9)

    @pytest.mark.parametrize(
        ("millionths", "said"),
        [(1_250_000, "1.25 USD"), (123, "0.000123 USD"), (0, "0.00 USD"), (2 * 10**9, "2000.00 USD")],
    )
    def test_money_is_written_as_people_write_it(self, millionths: int, said: str) -> None:
        assert shown(millionths, "USD") == said
