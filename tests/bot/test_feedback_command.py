"""`nayrab feedback export`: what was asked, cited and voted on, as lines, one array, or a table."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot import log
from bot.cli import main
from bot.state import Asked, State
from tests.fakes.answerer import a_refusal, an_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)
ALICE, BOB = 111_111, 222_222


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    yield
    log.take_down()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    state = State(tmp_path / "state.db")
    state.keep("old", replace(an_answer(), question="=1+1?"), (), Asked(1, 2, 3, ALICE), NOW - 40 * DAY)
    state.keep("new", replace(a_refusal(), question="Who?"), (), Asked(guild_id=1, user_id=ALICE), NOW)
    state.votes.cast("old", BOB, NOW, helpful=False, reason="Öld, «very».")
    state.votes.cast("old", ALICE, NOW, helpful=True)
    return tmp_path


def exported(capsys: pytest.CaptureFixture[str], data: Path, *options: str) -> str:
    assert main(["feedback", "export", *options, "--data-dir", str(data)]) == 0
    return capsys.readouterr().out


def test_a_line_for_each_question_without_anybodys_id(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = exported(capsys, data)
    old, new = map(json.loads, printed.splitlines())
    assert old == {
        "id": "old",
        "when": (NOW - 40 * DAY).isoformat(),
        "question": "=1+1?",
        "private": False,
        "answered": True,
        "reason": None,
        "cited": [{"id": "a1", "publisher": "Harbour Post", "url": "https://news.example/retaken"}],
        "helpful": 1,
        "not_helpful": 1,
        "reasons": ["Öld, «very»."],
    }
    assert (new["private"], new["answered"], new["reason"], new["cited"]) == (True, False, "no_evidence", [])
    assert str(ALICE) not in printed
    assert str(BOB) not in printed


def test_one_array_with_people_when_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = json.loads(exported(capsys, data, "--json", "--with-people"))
    assert (rows[0]["server"], rows[0]["asked_by"]) == ("1", str(ALICE))
    assert {vote["by"] for vote in rows[0]["votes"]} == {str(ALICE), str(BOB)}


def test_a_table_in_which_nothing_is_a_formula(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, _ = csv.DictReader(io.StringIO(exported(capsys, data, "--csv")))
    assert old["question"] == "'=1+1?"
    assert old["cited_publishers"] == "Harbour Post"
    assert (old["helpful"], old["not_helpful"], old["reasons"]) == ("1", "1", "Öld, «very».")
    assert "asked_by" not in old


def test_since_leaves_out_what_is_older(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    since = (NOW - 2 * DAY).date().isoformat()
    assert [json.loads(line)["id"] for line in exported(capsys, data, "--since", since).splitlines()] == ["new"]


def test_two_forms_at_once_and_a_bad_date_are_typed_wrongly(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "export", "--json", "--csv", "--data-dir", str(data)]) == 2
    assert main(["feedback", "export", "--since", "soon", "--data-dir", str(data)]) == 2
    assert capsys.readouterr().out == ""


def test_where_the_bot_never_ran_there_is_nothing_and_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exported(capsys, tmp_path) == ""
    assert not (tmp_path / "state.db").exists()


def test_what_is_past_its_time_is_not_told(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAYRAB_DISCORD__KEEP_DAYS", "30")
    assert [json.loads(line)["id"] for line in exported(capsys, data).splitlines()] == ["new"]
