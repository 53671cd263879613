"""A state.db of the first version, as an earlier Nayrab wrote it, opens and works on."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.faults import StateError
from bot.render import passage_pages
from bot.state import Asked, State
from tests.fakes.answerer import an_answer

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)
FIRST = """
CREATE TABLE answers (
    id VARCHAR NOT NULL, created INTEGER NOT NULL, guild_id BIGINT, channel_id BIGINT, asked_id BIGINT,
    question VARCHAR NOT NULL, history JSON NOT NULL, outcome JSON NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX ix_answers_created ON answers (created);
CREATE INDEX ix_answers_channel_id ON answers (channel_id);
CREATE INDEX ix_answers_asked_id ON answers (asked_id);
CREATE TABLE messages (
    message_id BIGINT NOT NULL, answer_id VARCHAR NOT NULL, PRIMARY KEY (message_id),
    FOREIGN KEY(answer_id) REFERENCES answers (id) ON DELETE CASCADE
);
CREATE INDEX ix_messages_answer_id ON messages (answer_id);
PRAGMA user_version = 1;
"""
OUTCOME = {
    "question": "Why?",
    "answered": True,
    "sources": [
        {
            "n": 1, "id": "a1", "origin": "a1.txt", "title": "Rebels retake the town", "publisher": "Harbour Post",
            "url": "https://news.example/retaken", "published": "2020-02-25", "precision": "day",
            "quotes": [{"text": "The town lies there.", "start": 0, "end": 20}],
        }
    ],
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(FIRST)
        row = ("old", int(NOW.timestamp()), 1, 2, 3, "Why?", "[]", json.dumps(OUTCOME))
        database.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        database.execute("INSERT INTO messages VALUES (100, 'old')")
    return path


def test_an_answer_of_the_first_version_is_shown_without_what_was_not_kept(path: Path) -> None:
    kept = State(path).find_by_message(100, NOW)
    assert kept is not None
    assert kept.turns == ("Why?",)
    assert kept.disagreements == ()
    [page] = passage_pages(kept.sources)
    assert "> The town lies there." in page
    assert "small print" not in page


def test_it_takes_votes_and_new_answers(path: Path) -> None:
    state = State(path)
    assert state.votes.cast("old", 7, NOW, helpful=True)
    state.keep("new", an_answer(), (), Asked(1, 2, 4, 7), NOW)
    assert [each.user_id for each in state.votes.judged(NOW, NOW)] == [7, None]
    assert state.people.stored(7).questions == 1


def test_opening_it_twice_is_opening_it_once(path: Path) -> None:
    State(path)
    assert State(path).find("old", NOW) is not None


def test_a_file_of_a_later_version_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StateError, match="newer Nayrab"):
        State(path)
