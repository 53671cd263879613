"""Bad input gets one clear sentence and loses nothing: the real command over real parts, the corpus checked after."""

from __future__ import annotations

import gzip
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.snapshot import SnapshotStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fakes.terminal import Terminal

WHOLE_GZIP = gzip.compress(b'{"id": "g", "text": "One line in a zip."}\n' * 50, mtime=0)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("x" * 10_000, "10,000 characters"),
        ("why " * 2_500, "shorten"),
        ("\N{GRINNING FACE}" * 3, "no words"),
        ("\x01\x02\x07", "empty"),
        ("\u202e\u202a\u200f", "empty"),
    ],
)
def test_a_question_that_is_none(furnished: Terminal, question: str, words: str) -> None:
    ran = furnished.run("ask", question)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.complaint


def test_control_and_direction_characters_do_not_keep_a_question_from_its_answer(furnished: Terminal) -> None:
    record = furnished.run("ask", "\u202eWhere do the M4\x07 and the M5\x1b meet?", "--json").record
    (article,) = furnished.stored().values()
    assert record["answered"]
    for quote in record["sources"][0]["quotes"]:
        assert article["text"][quote["start"] : quote["end"]] == quote["text"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", "", "is empty"),
        ("empty.csv", "", "is empty"),
        ("empty.jsonl", "\n", "is empty"),
        ("binary.txt", bytes(range(256)) * 20, "is not text"),
        ("nul.txt", b"Hello\x00world " * 200, "is not text"),
        ("wide.txt", "No mark stands before this text.".encode("utf-16-le"), "is not text"),
        ("half.jsonl.gz", WHOLE_GZIP[:-20], "gzip"),
        ("plain.md.gz", "# Not zipped", "gzip"),
        ("script.html", "<html><title>x</title><body><script>1</script></body>", "no text"),
        ("report.pdf", "%PDF", "PDF"),
        ("other.csv", "id,headline,body\n1,T,Text\n", "--map text=COLUMN"),
        ("header.csv", "id,text\n", "no rows"),
        ("list.jsonl", "[1]\n", "line 1: is JSON, but no object"),
        ("broken.json", '{"a": ', "is not JSON (line 1"),
    ],
)
def test_a_file_that_cannot_be_used(furnished: Terminal, name: str, content: str | bytes, words: str) -> None:
    before = furnished.stored()
    path = furnished.write(name, content)
    ran = furnished.run("ingest", path)
    assert ran.code == 1
    assert str(path) in ran.complaint
    assert words in ran.complaint
    assert furnished.stored() == before


@pytest.mark.parametrize("make", [lambda papers: papers / "nowhere", lambda papers: papers])
def test_a_place_with_nothing_in_it(furnished: Terminal, make: Callable[[Path], Path]) -> None:
    place = make(furnished.papers)
    before = furnished.stored()
    ran = furnished.run("ingest", place, "--json")
    assert ran.code == 1
    assert str(place) in ran.complaint
    assert ran.record["changed"] is False
    assert furnished.stored() == before


def test_the_wrong_encoding_and_the_wrong_column_are_named_with_what_would_do(furnished: Terminal) -> None:
    text = furnished.write("l1.txt", "Les combats ont été durs.".encode("latin-1"))
    assert "not in the encoding utf-8 (byte" in furnished.run("ingest", text, "--encoding", "utf-8").complaint
    table = furnished.write("a.csv", "id,headline,body\n1,T,Text\n")
    ran = furnished.run("ingest", table, "--map", "text=body,title=haedline")
    assert "no column 'haedline'" in ran.complaint
    assert "--map title=headline" in ran.complaint
    assert len(furnished.stored()) == 1


def test_bad_lines_are_named_and_the_rest_is_ingested(furnished: Terminal) -> None:
    furnished.write(
        "odd.jsonl",
        '{"id": "one", "text": "The first good line stands here."}\n'
        '{"id": broken\n'
        '{"id": 3, "text": "The third line has a number for its id.", "published": "the other day"}\n'
        '{"id": "four"}\n'
        '{"id": "a/b\\nc", "title": "Two\\nlines @everyone", "text": "The fifth line has an odd id."}\n'
        '{"id": "one", "text": "This one claims an id that is taken."}\n'
        '{"id": "cut", "text": "A lone half \\ud800 of a character."}\n',
    )
    furnished.write("open.csv", 'id,text\nc1,A row of a table that is whole.\nc2,"never closed\nc3,swallowed\n')
    furnished.write("b.txt", b"\x00\x01\x02")
    ran = furnished.run("ingest", furnished.papers, "--json")
    assert (ran.code, ran.record["added"]) == (0, 6)
    failed = [f"{each['where'].rpartition('/')[2]}: {each['reason']}" for each in ran.record["failed"]]
    assert [line.partition(" (")[0].partition(", so that")[0] for line in sorted(failed)] == [
        "b.txt: is not text",
        "odd.jsonl, line 2: is not JSON",
        "odd.jsonl, line 4",
        "open.csv, line 3: begins a field with a quotation mark that is never closed",
    ]
    warnings = "\n".join(ran.record["warnings"])
    assert "'the other day' in line 3" in warnings
    assert "one#2" in warnings
    assert {"one", "one#2", "3", "a/b c", "c1", "cut"} < furnished.stored().keys()


def test_links_in_a_circle_are_followed_once(furnished: Terminal) -> None:
    furnished.write("loop/mill.md", "# Loop\n\nThe mill at the loop ground flour again.")
    (furnished.papers / "loop" / "again").symlink_to(furnished.papers)
    (furnished.papers / "loop" / "ring").symlink_to("ring")
    ran = furnished.run("ingest", furnished.papers, "--json")
    assert (ran.code, ran.record["added"], len(ran.record["failed"])) == (0, 1, 1)


@pytest.mark.parametrize("arguments", [("ask", "why?"), ("ingest", "."), ("corpus", "status"), ("sources", "list")])
def test_a_data_folder_that_is_a_file(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    file = terminal.write("file", "I was here first.")
    for place in (file, file / "below"):
        ran = terminal.run(*arguments, data=place)
        assert (ran.code, ran.out) == (1, "")
        assert "--data-dir" in ran.complaint
    assert file.read_text() == "I was here first."


def test_a_second_writer_is_told_to_wait(furnished: Terminal) -> None:
    path = furnished.write("a.md", "# Mill\n\nThe mill ground flour again.")
    with SnapshotStore(furnished.data).lock():
        for arguments in (("ingest", path), ("corpus", "rollback")):
            ran = furnished.run(*arguments)
            assert (ran.code, ran.out) == (1, "")
            assert "wait until it is done" in ran.complaint
        assert furnished.run("ask", "Where do the M4 and the M5 meet?").code == 0
    assert furnished.run("ingest", path).code == 0


def cut_database(snapshot: Path) -> None:
    database = snapshot / "corpus.db"
    database.write_bytes(database.read_bytes()[:5000])


def from_the_future(snapshot: Path) -> None:
    manifest = snapshot / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99, "unheard_of": True}))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut_database, "damaged"),
        (lambda snapshot: shutil.rmtree(snapshot / "chroma"), "damaged"),
        (lambda snapshot: shutil.rmtree(snapshot / "lexical"), "damaged"),
        (lambda snapshot: (snapshot / "manifest.json").write_text("garbage"), "damaged"),
        (from_the_future, "newer Nayrab"),
    ],
)
def test_a_snapshot_that_cannot_be_used_and_the_way_back(
    furnished: Terminal, harm: Callable[[Path], None], words: str
) -> None:
    furnished.run("ingest", furnished.write("a.md", "# Mill\n\nThe mill ground flour again."))
    harm(furnished.snapshot)
    for arguments in (("ask", "Where do the M4 and the M5 meet?"), ("corpus", "verify")):
        ran = furnished.run(*arguments)
        assert (ran.code, ran.out) == (1, "")
        assert words in ran.complaint
        assert "nayrab corpus rollback" in ran.complaint
    assert furnished.run("corpus", "rollback").code == 0
    assert len(furnished.stored()) == 1


def test_an_unknown_setting_is_refused_with_the_nearest(furnished: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    config = furnished.write("config.toml", "[anwser]\nmax_words = 80\n")
    assert 'nearest known one is "answer"' in furnished.run("ask", "why?", "--config", config).complaint
    monkeypatch.setenv("NAYRAB_DISCORD_TOKEN", "x")
    assert "nearest known one is NAYRAB_DISCORD__TOKEN" in furnished.run("ask", "why?").complaint
    monkeypatch.delenv("NAYRAB_DISCORD_TOKEN")
    monkeypatch.setenv("NAYRAB_PORT_80_TCP", "set by a cluster")
    assert furnished.run("corpus", "status").code == 0


def test_every_query_of_a_batch_has_its_line(furnished: Terminal) -> None:
    batch = furnished.write("batch.txt", "\ufeffjunction\r\n\r\n\N{GRINNING FACE}\nTurkish artillery\n")
    ran = furnished.run("search", "--batch", batch, "--json")
    assert ran.code == 0
    assert [record["query"] for record in ran.records] == ["junction", "\N{GRINNING FACE}", "Turkish artillery"]
    assert [bool(record["passages"]) for record in ran.records] == [True, False, True]
    assert "no words" in ran.records[1]["notes"][0]
    blank = furnished.run("search", "--batch", furnished.write("blank.txt", "\n \n"), "--json")
    assert (blank.code, blank.out) == (2, "")
    assert "holds no query" in blank.complaint


def test_a_file_without_questions(furnished: Terminal) -> None:
    ran = furnished.run("eval", furnished.write("q.jsonl", "\n"), "--out", furnished.papers / "r.jsonl")
    assert ran.code == 1
    assert "holds no question" in ran.complaint
    ran = furnished.run("eval", furnished.papers / "none.jsonl", "--out", furnished.papers / "r.jsonl")
    assert "check the path" in ran.complaint


def test_a_model_that_does_not_exist_is_bad_usage(furnished: Terminal) -> None:
    ran = furnished.run("ask", "why?", "--model", "oracle")
    assert ran.code == 2
    assert "extractive" in ran.complaint
