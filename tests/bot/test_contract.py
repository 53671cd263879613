"""The contracts with the outside, as they were promised: names, keys, types, exit codes, stdout that is JSON alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.terminal import Terminal

QUESTION = "Where do the M4 and the M5 meet?"
TEXT, NUMBER, MAYBE_TEXT = str, (int, float), (str, type(None))
OUTCOME = {
    "question": TEXT,
    "answered": bool,
    "reason": MAYBE_TEXT,
    "text": TEXT,
    "claims": list,
    "sources": list,
    "as_of": MAYBE_TEXT,
    "disagreements": list,
    "withheld": list,
    "model": TEXT,
    "timings_ms": dict,
}
CITED = {
    "n": int,
    "id": TEXT,
    "origin": TEXT,
    "title": TEXT,
    "publisher": TEXT,
    "url": MAYBE_TEXT,
    "published": MAYBE_TEXT,
    "quotes": list,
}
PASSAGE = {
    "article_id": TEXT,
    "origin": TEXT,
    "title": TEXT,
    "publisher": TEXT,
    "published": MAYBE_TEXT,
    "start": int,
    "end": int,
    "text": TEXT,
    "tokens": int,
    "score": NUMBER,
}
EXPORTED = (
    "id", "origin", "title", "text", "publisher", "published", "url", "language", "author", "affiliation"
)  # fmt: skip


def check(record: dict[str, Any], promised: dict[str, Any]) -> None:
    assert promised.keys() <= record.keys()
    for name, kind in promised.items():
        assert isinstance(record[name], kind), f"{name} is {record[name]!r}"


def check_outcome(record: dict[str, Any], articles: dict[str, dict[str, Any]]) -> None:
    check(record, OUTCOME)
    assert record["timings_ms"].keys() == {"embed", "search", "answer", "total"}
    assert [source["n"] for source in record["sources"]] == list(range(1, len(record["sources"]) + 1))
    for source in record["sources"]:
        check(source, CITED)
        for quote in source["quotes"]:
            assert articles[source["id"]]["text"][quote["start"] : quote["end"]] == quote["text"]
    for claim in record["claims"]:
        check(claim, {"text": TEXT, "citations": list})
        assert set(claim["citations"]) <= {source["n"] for source in record["sources"]}
    assert record["answered"] == (record["reason"] is None) == bool(record["claims"])


def test_an_answer(furnished: Terminal) -> None:
    ran = furnished.run("ask", QUESTION, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.record["answered"]
    check_outcome(ran.record, furnished.stored())
    (source,) = ran.record["sources"]
    assert (source["publisher"], source["published"]) == ("The Idlib Courier", "2020-02-25")
    assert source["origin"].endswith("nayrab.md")
    assert ran.record["as_of"] == "2020-02-25"
    assert "[1]" in ran.record["text"]


def test_a_refusal_is_an_outcome_with_the_same_keys(furnished: Terminal) -> None:
    ran = furnished.run("ask", "Who won the football cup in Brazil?", "--json")
    assert ran.code == 0
    assert not ran.record["answered"]
    check_outcome(ran.record, furnished.stored())


def test_history_may_be_repeated_or_listed(furnished: Terminal) -> None:
    once = furnished.run("ask", "And who retook it?", "--json", "--history", "Where is Al-Nayrab?", "What happened?")
    twice = furnished.run(
        "ask", "And who retook it?", "--history", "Where is Al-Nayrab?", "--history", "What happened?", "--json"
    )
    assert once.code == twice.code == 0
    assert once.record["text"] == twice.record["text"]


@pytest.mark.parametrize("limits", [("-k", "1"), ("--tokens", "60"), ()])
def test_passages(furnished: Terminal, limits: tuple[str, ...]) -> None:
    ran = furnished.run("search", "Turkish artillery", "--json", *limits)
    articles = furnished.stored()
    assert (ran.code, ran.err) == (0, "")
    assert {"query", "passages", "timings_ms"} <= ran.record.keys()
    assert ran.record["passages"]
    for passage in ran.record["passages"]:
        check(passage, PASSAGE)
        assert articles[passage["article_id"]]["text"][passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--since", "2020-02-25"), True),
        (("--since", "2020-02-26"), False),
        (("--until", "2020-02"), True),
        (("--until", "2019"), False),
        (("--publisher", "The Idlib Courier"), True),
    ],
)
def test_filters_filter(furnished: Terminal, options: tuple[str, ...], *, found: bool) -> None:
    assert bool(furnished.run("search", "Turkish artillery", "--json", *options).record["passages"]) is found


def test_an_evaluation_has_a_result_for_every_question_in_order(furnished: Terminal) -> None:
    questions = [
        {"id": "a", "question": QUESTION, "gold": ["ignored"]},
        {"id": 2, "question": "And who retook it?", "history": ["Where is Al-Nayrab?"]},
        {"id": "c", "question": "", "history": [{"role": "user", "content": "x"}, {"role": "bot", "content": "y"}]},
    ]  # fmt: skip
    file = furnished.write("q.jsonl", "\n".join(map(json.dumps, questions)))
    out = furnished.papers / "r.jsonl"
    assert furnished.run("eval", file, "--out", out).code == 0
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [result["id"] for result in results] == ["a", 2, "c"]
    for result in results:
        check_outcome(result, furnished.stored())


def test_an_ingest_reports(furnished: Terminal) -> None:
    table = furnished.write(
        "news.csv", "nr;head;body;day;paper\n7;Mill;The mill ground flour.;3/2/2020;Echo\n8;Well;The well was dug.;;\n"
    )
    mapped = "id=nr,title=head,text=body,published=day,publisher=paper"
    report = furnished.run("ingest", table, "--map", mapped, "--publisher", "Post", "--json").record
    counts = {"added": 2, "replaced": 0, "unchanged": 0, "duplicate": 0, "removed": 0, "failed": []}
    assert {name: report[name] for name in counts} == counts
    assert report["seconds"]["total"] > 0
    stored = furnished.stored()
    assert (stored["7"]["publisher"], stored["7"]["published"], stored["7"]["title"]) == ("Echo", "2020-03-02", "Mill")
    assert (stored["8"]["publisher"], stored["8"]["published"]) == ("Post", None)


def test_an_export_read_into_an_empty_folder_is_the_same_export(furnished: Terminal, tmp_path: Path) -> None:
    furnished.write("a.txt", "* A line with marks *\n\nAnd # so [on](x) <br/> it goes, as the paper said on Monday.\n")
    furnished.write(
        "b.jsonl", '{"id": "b/1", "text": "A month is known.", "published": "2020-02", "author": "N. N."}\n'
    )
    furnished.run("ingest", furnished.papers)
    out = tmp_path / "export.jsonl"
    assert furnished.run("corpus", "export", "--out", out).code == 0
    elsewhere = tmp_path / "elsewhere"
    assert furnished.run("ingest", out, data=elsewhere).code == 0
    again = furnished.run("corpus", "export", data=elsewhere)
    assert again.out == out.read_text(encoding="utf-8")
    assert len(again.records) == 3
    assert all(set(EXPORTED) <= record.keys() for record in again.records)


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("corpus", "status", "--json"), "snapshot"),
        (("corpus", "history", "--json"), "snapshots"),
        (("corpus", "verify", "--json"), "ok"),
        (("sources", "list", "--json"), "sources"),
        (("doctor", "--json"), "findings"),
    ],
)
def test_json_is_all_there_is_on_stdout(furnished: Terminal, arguments: tuple[str, ...], key: str) -> None:
    ran = furnished.run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert key in ran.record


def test_a_removed_source_takes_its_articles_along_at_the_next_ingest(furnished: Terminal, tmp_path: Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "shared" / "own"
    own.mkdir(parents=True)
    (own / "mill.md").write_text("# Mill\n\nThe mill ground flour again.")
    (shared / "well.md").write_text("# Well\n\nThe well was dug in a week.")
    for name, place in (("shared", shared), ("own", own)):
        assert furnished.run("sources", "add", place, "--name", name).code == 0
    furnished.run("ingest")
    assert len(furnished.stored()) == 3
    assert "takes its articles out" in furnished.run("sources", "remove", "shared").out
    assert furnished.run("sources", "list", "--json").record["removed"] == [str(shared)]
    assert len(furnished.stored()) == 3
    assert furnished.run("ingest", "--json").record["removed"] == 1
    titles = {record["title"] for record in furnished.stored().values()}
    assert titles == {"The town at the junction", "Mill"}
    assert furnished.run("sources", "list", "--json").record["removed"] == []
    furnished.run("sources", "remove", "own")
    assert furnished.run("ingest", "--json").record["removed"] == 1
    assert len(furnished.stored()) == 1
    assert furnished.run("ingest").code == 2
