from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.ledger import FAILED, READ, ContainerRecord, Item, Ledger, Listing
from ingest.sources.base import Hints, Validators

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
SOUND = ContainerRecord("/a", 1, 2, "ab", "r", READ, 1, "", NOW, (Item("x", "d", "t"), Item("y", "d", "t", "x")))
BROKEN = ContainerRecord("/b", 1, 2, "ab", "r", FAILED, 3, "is not text", NOW)


def run(ledger: Ledger, what: str) -> None:
    ledger.record_run(
        started=NOW, seconds=1.5, who="me", what=what, result="published", snapshot="000001", report={"added": 1}
    )


def test_it_remembers_containers_and_dead_letters(tmp_path: Path) -> None:
    Ledger(tmp_path / "in" / "ledger.db").remember([SOUND, BROKEN])
    ledger = Ledger(tmp_path / "in" / "ledger.db")
    assert ledger.containers() == {"/a": SOUND, "/b": BROKEN}
    assert ledger.dead_letters() == [BROKEN]
    ledger.remember([], forget=["/b"])
    assert ledger.containers() == {"/a": SOUND}
    assert ledger.trouble is None


def test_the_history_of_runs_newest_first(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    assert ledger.runs() == []
    for what in ("first", "second", "third"):
        run(ledger, what)
    assert [(r.number, r.what) for r in ledger.runs(2)] == [(3, "third"), (2, "second")]
    assert (ledger.runs(1)[0].started, ledger.runs(1)[0].report) == (NOW, {"added": 1})


def test_deeds_and_runs_are_one_log_newest_first(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    ledger.note(at=NOW - dt.timedelta(hours=1), who="Ada", what="remove feed", result="removed")
    run(ledger, "papers")
    ledger.note(at=NOW + dt.timedelta(hours=1), who="Ada", what="rollback", result="000001 is live", snapshot="000001")
    deeds = ledger.deeds()
    assert [deed.what for deed in deeds] == ["rollback", "ingest papers", "remove feed"]
    assert (deeds[0].who, deeds[0].snapshot, deeds[2].at) == ("Ada", "000001", NOW - dt.timedelta(hours=1))
    assert [deed.what for deed in ledger.deeds(1)] == ["rollback"]


def test_what_is_known_of_a_page_and_of_its_feed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    page = replace(
        BROKEN, source="feed", place="http://x/feed", etag='"1"', first_seen=NOW, passing=True, hints=Hints("T")
    )
    ledger.remember([page])
    assert ledger.dead_letters() == [page]
    assert page.validators == Validators('"1"')
    assert SOUND.validators is None
    ledger.remember_listings({"http://x/feed": Validators('"2"')}, source="feed", recipe="r", at=NOW)
    assert ledger.listings() == {"http://x/feed": Listing("http://x/feed", Validators('"2"'), "feed", "r", NOW)}
    ledger.forget_listings("feed")
    assert ledger.listings() == {}


def test_a_ledger_of_an_older_version_gets_the_new_columns(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.executescript(
            "CREATE TABLE containers (container TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL,"
            " sha256 TEXT NOT NULL, recipe TEXT NOT NULL, outcome TEXT NOT NULL, attempts INTEGER NOT NULL,"
            " reason TEXT NOT NULL, at TEXT NOT NULL, items TEXT NOT NULL);"
            "INSERT INTO containers VALUES ('/b', 1, 2, 'ab', 'r', 'failed', 3, 'is not text',"
            f" '{NOW.isoformat()}', '[]')"
        )
    ledger = Ledger(tmp_path / "ledger.db")
    assert ledger.containers() == {"/b": BROKEN}
    newer = replace(BROKEN, source="papers")
    ledger.remember([newer])
    assert (ledger.containers(), ledger.trouble) == ({"/b": newer}, None)


def test_a_damaged_ledger_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is no database at all, but long enough to be taken for one" * 40)
    ledger = Ledger(path)
    assert ledger.containers() == {}
    assert ledger.trouble is not None
    assert (tmp_path / "ledger.db.damaged").exists()
    run(ledger, "again")
    assert len(ledger.runs()) == 1


def test_a_ledger_that_cannot_be_written_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ledger = Ledger(tmp_path / "file" / "ledger.db")
    run(ledger, "x")
    ledger.remember([SOUND])
    assert ledger.containers() == {}
    assert ledger.trouble is not None


def test_a_record_that_makes_no_sense_is_as_none(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    ledger.remember([SOUND, BROKEN])
    connection = sqlite3.connect(tmp_path / "ledger.db")
    connection.execute("UPDATE containers SET items = '{' WHERE container = '/a'")
    connection.commit()
    connection.close()
    assert list(ledger.containers()) == ["/b"]
