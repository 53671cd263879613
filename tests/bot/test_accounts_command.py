"""`nayrab accounts` from the command line to the snapshot: real corpus, embedder and comparison."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot import log
from bot.cli import main
from tests.fakes.newsroom import Newsroom, Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = Story(
    "depot",
    "Depot of Velm shelled",
    "Harbour Post",
    "2020-03-11",
    "Guns shelled the grain depot of Velm on Wednesday, killing 12 civilians, the rescuers said. The roof burned.",
)
OTHER = Story(
    "grain",
    "Shells hit grain depot in Velm",
    "Coast Agency",
    "2020-03-12",
    "Shelling of the grain depot of Velm killed at least 30 people on Wednesday, the town's hospital said.",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    newsroom = Newsroom(tmp_path_factory.mktemp("press")).prints(ONE, OTHER)
    newsroom.closes()
    return newsroom.data


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    yield
    log.take_down()


def test_a_topic_in_small_letters_finds_both_accounts(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "velm", "grain", "depot", "shelling", "--data-dir", str(data)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Harbour Post: 12 killed" in printed
    assert "Coast Agency: at least 30 killed" in printed


def test_the_record_names_every_account_with_its_sources(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "shelling of the grain depot of Velm", "--json", "--data-dir", str(data)]) == 0
    record = json.loads(capsys.readouterr().out)
    [dispute] = record["disagreements"]
    assert dispute["about"] == "the number of people killed (reported figures range from 12 to 30)"
    publishers = {s["n"]: s["publisher"] for s in record["sources"]}
    told = [(a["says"], [publishers[n] for n in a["citations"]]) for a in dispute["accounts"]]
    assert told == [
        ("Harbour Post: 12 killed", ["Harbour Post"]),
        ("Coast Agency: at least 30 killed", ["Coast Agency"]),
    ]
    assert record["answered"]
    assert "The sources differ on the number of people killed" in record["text"]
