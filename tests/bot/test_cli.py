"""The command line with a fake workbench: what is passed on, what is printed where, which exit code."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bot import cli, log
from bot.answering.errors import BadQuestionError, UnknownPublisherError
from bot.cli import main
from bot.commands.invocation import Invocation
from ingest.corpus.errors import CorpusBusyError
from tests.fakes.workbench import FakeAnswerer, FakeWorkbench, a_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.settings import Settings


class Ran(NamedTuple):
    """What one call of the command did."""

    code: int
    out: str
    err: str
    bench: FakeWorkbench | None

    @property
    def work(self) -> FakeWorkbench:
        """Return the workbench; fails when the command never got so far."""
        assert self.bench is not None
        return self.bench


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Callable[..., Ran]]:
    def call(*arguments: str, **changes: Any) -> Ran:
        benches: list[FakeWorkbench] = []

        def assemble(settings: Settings) -> Any:
            benches.append(FakeWorkbench(settings, **changes))
            return benches[-1]

        code = main([*arguments, "--data-dir", str(tmp_path)], assemble=assemble)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err, benches[-1] if benches else None)

    yield call
    log.take_down()


def one_sentence(text: str) -> bool:
    return text.startswith("nayrab: ") and text.count("\n") == 1 and "Traceback" not in text


def test_an_answer_is_printed_for_people(run: Callable[..., Ran]) -> None:
    ran = run("ask", "why does nayrab matter?")
    assert ran.code == 0
    assert "M4 meets the M5. [1]" in ran.out
    assert ran.err == ""


def test_an_answer_is_printed_as_json_and_nothing_else(run: Callable[..., Ran]) -> None:
    ran = run("ask", "why does nayrab matter?", "--json")
    record = json.loads(ran.out)
    assert record["answered"] is True
    (quote,) = record["sources"][0]["quotes"]
    assert (quote["text"], quote["start"], quote["end"]) == ("Al-Nayrab lies where the M4 meets the M5.", 0, 41)
    assert ran.err == ""


def test_everything_asked_for_reaches_the_answerer(run: Callable[..., Ran]) -> None:
    ran = run(
        "ask", "who", "held", "it?", "--since", "2020-02", "--until", "2020", "--publisher", "idlib courier",
        "--history", "Where is Nayrab?", "Who lives there?",
    )  # fmt: skip
    (question,) = ran.work.answers.asked
    assert question.text == "who held it?"
    assert question.history == ("Where is Nayrab?", "Who lives there?")
    assert question.filter.since == dt.date(2020, 2, 1)
    assert question.filter.until == dt.date(2020, 12, 31)
    assert question.filter.publishers == {"Idlib Courier"}
    assert question.today is not None


def test_a_refusal_is_no_failure(run: Callable[..., Ran]) -> None:
    ran = run("ask", "who won the cup?", answers=FakeAnswerer(a_refusal()))
    assert ran.code == 0
    assert "The articles do not say" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", ""), "empty"),
        (("ask", " \t "), "empty"),
        (("ask",), "QUESTION"),
        (("ask", "x", "--since", "last week"), "--since"),
        (("ask", "x", "--until", "2020-02-31"), "calendar"),
        (("ask", "x", "--since", "2021", "--until", "2020"), "swap"),
        (("ask", "x", "--bogus"), "--bogus"),
        (("search",), "nothing to look for"),
        (("search", "x", "-k", "3", "--tokens", "9"), "not both"),
        (("search", "x", "-k", "0"), "-k"),
        (("search", "--batch", "queries.txt"), "--json"),
        (("search", "--batch", "no-such-file", "--json"), "no-such-file"),
        (("ingest", "x", "--map", "title"), "FIELD=COLUMN"),
        (("ingest", "x", "--encoding", "klingon"), "klingon"),
        (("ingest", "ftp://news.example/a"), "web address"),
        (("frobnicate",), "frobnicate"),
        (("corpus",), "nayrab corpus --help"),
        (("eval", "questions.jsonl"), "--out"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_one_sentence(
    run: Callable[..., Ran], arguments: tuple[str, ...], words: str
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert one_sentence(ran.err)
    assert words in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadQuestionError("The question is longer than 2,000 characters; ask it shorter."), 2),
        (UnknownPublisherError("No article is by “X”."), 2),
        (CorpusBusyError("Another ingest is at work."), 1),
    ],
)
def test_known_faults_are_one_sentence(run: Callable[..., Ran], error: Exception, code: int) -> None:
    ran = run("ask", "x", answers=FakeAnswerer(error))
    assert (ran.code, ran.err, ran.out) == (code, f"nayrab: {error}\n", "")


def test_the_unexpected_is_one_sentence_and_its_traceback_is_in_the_log(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = run("ask", "x", answers=FakeAnswerer(ZeroDivisionError("seven\nby zero")))
    log = tmp_path / "logs" / "nayrab.log"
    assert ran.code == 1
    assert one_sentence(ran.err)
    assert "ZeroDivisionError: seven by zero" in ran.err
    assert str(log) in ran.err
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_with_debug_the_traceback_is_shown_as_well(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYRAB_LOG__LEVEL", "debug")
    assert "Traceback" in run("ask", "x", answers=FakeAnswerer(ZeroDivisionError())).err


def test_a_fault_before_the_settings_are_known_is_one_sentence_too(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Invocation):
        def settings(self) -> Settings:
            raise LookupError("no such thing")

    code = cli._guarded(["ask", "x"], Broken(cli._assemble))
    log.take_down()
    said = capsys.readouterr().err
    assert code == 1
    assert one_sentence(said)
    assert "NAYRAB_LOG__LEVEL=debug" in said


def test_interrupting_is_quiet(run: Callable[..., Ran]) -> None:
    ran = run("ask", "x", answers=FakeAnswerer(KeyboardInterrupt()))
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_an_unknown_setting_is_one_sentence(run: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[answer]\nmax_wrods = 3", encoding="utf-8")
    ran = run("ask", "x", "--config", str(file))
    assert ran.code == 1
    assert one_sentence(ran.err)
    assert "answer.max_words" in ran.err


def test_the_places_may_be_named_before_or_behind_the_command(
    run: Callable[..., Ran], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "x").work.settings.data_dir == tmp_path
    seen: list[Path] = []

    def assemble(settings: Settings) -> Any:
        seen.append(settings.data_dir)
        return FakeWorkbench(settings)

    main(["--data-dir", str(tmp_path / "a"), "corpus", "status"], assemble=assemble)
    main(["corpus", "--data-dir", str(tmp_path / "b"), "status"], assemble=assemble)
    main(["corpus", "status", f"--data-dir={tmp_path / 'c'}"], assemble=assemble)
    assert [path.name for path in seen] == ["a", "b", "c"]


def test_without_a_corpus_the_starter_briefs_come_first(run: Callable[..., Ran]) -> None:
    ran = run("ask", "x", "--json", corpus_exists=False)
    ((sources, rebuild),) = ran.work.ingested
    assert [source.name for source in sources] == ["starter/one"]
    assert not rebuild
    assert ran.err.count("starter briefs") == 1
    assert json.loads(ran.out)["answered"] is True


def test_with_a_corpus_nothing_is_ingested(run: Callable[..., Ran]) -> None:
    assert run("ask", "x").work.ingested == []


def test_search_prints_passages(run: Callable[..., Ran]) -> None:
    ran = run("search", "M4", "junction", "--explain")
    assert "M4 meets the M5" in ran.out
    assert "meaning of the sentence" in ran.out
    assert ran.work.answers.asked[0].text == "M4 junction"
    assert ran.work.answers.limits == [(5, None)]


def test_search_json_has_the_contracts_keys(run: Callable[..., Ran]) -> None:
    ran = run("search", "M4", "--json", "--tokens", "300")
    record = json.loads(ran.out)
    assert set(record) >= {"query", "passages", "timings_ms"}
    assert set(record["passages"][0]) >= {
        "article_id", "origin", "title", "publisher", "published", "start", "end", "text", "tokens", "score",
    }  # fmt: skip
    assert ran.work.answers.limits[0][1] == 300


def test_a_batch_gives_one_object_a_line(run: Callable[..., Ran], tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("\ufeffM4 junction\r\n\nwho held Saraqib?\n", encoding="utf-8")
    ran = run("search", "--batch", str(queries), "--json", "-k", "2")
    assert [json.loads(line)["query"] for line in ran.out.splitlines()] == ["M4 junction", "who held Saraqib?"]


def test_ingest_takes_paths_and_what_is_known_of_them(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run(
        "ingest", "news.csv", str(tmp_path), "--map", "id=unit,title=head", "--encoding", "latin-1", "--publisher", "P",
        "--rebuild", "--json",
    )  # fmt: skip
    ((sources, rebuild),) = ran.work.ingested
    assert rebuild
    assert [source.location for source in sources] == [str(Path("news.csv").absolute()), str(tmp_path)]
    assert sources[0].mapping == {"id": "unit", "title": "head"}
    assert (sources[0].encoding, sources[0].publisher) == ("latin-1", "P")
    assert json.loads(ran.out)["added"] == 1


def test_an_interrupted_ingest_says_that_nothing_changed(run: Callable[..., Ran]) -> None:
    def interrupt(observer: Any) -> None:
        raise KeyboardInterrupt

    ran = run("ingest", "news", during_ingest=interrupt)
    assert ran.code == 130
    assert ran.err == "Interrupted: the live corpus is as it was.\n"


def test_the_version_is_printed(run: Callable[..., Ran]) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("nayrab ")


def test_without_arguments_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Usage: nayrab" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["ask", "search", "ingest", "sources", "corpus", "eval", "run", "doctor"])
def test_every_command_has_help_that_names_the_places(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "--data-dir DIR and --config FILE" in capsys.readouterr().out


def test_status_of_an_empty_place_says_what_to_do(run: Callable[..., Ran]) -> None:
    ran = run("corpus", "status", corpus_exists=False)
    assert ran.code == 1
    assert "nayrab ingest PATH" in ran.err


def test_status_and_history_are_shown_and_given_as_json(run: Callable[..., Ran]) -> None:
    assert "000002" in run("corpus", "status").out
    assert json.loads(run("corpus", "status", "--json").out)["articles"] == 3
    assert "000002" in run("corpus", "history").out
    assert json.loads(run("corpus", "history", "--json").out)["snapshots"][0]["live"] is True
    assert "no snapshot yet" in run("corpus", "history", corpus_exists=False).out


def test_rollback_names_what_is_live_now(run: Callable[..., Ran]) -> None:
    ran = run("corpus", "rollback")
    assert "000001" in ran.out
    assert ran.work.store.rolled_back_to == [None]
    assert run("corpus", "rollback", "--to", "000007").work.store.rolled_back_to == ["000007"]


def test_export_goes_to_stdout_or_a_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert json.loads(run("corpus", "export").out) == {"id": "nayrab"}
    out = tmp_path / "articles.jsonl"
    ran = run("corpus", "export", "--out", str(out))
    assert json.loads(out.read_text(encoding="utf-8")) == {"id": "nayrab"}
    assert (ran.out, "1 articles" in ran.err) == ("", True)
    assert one_sentence(run("corpus", "export", "--out", str(tmp_path)).err)


def test_the_system_may_stop_a_command_like_a_person(run: Callable[..., Ran]) -> None:
    def stop(_show: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    ran = run("ingest", "x", during_ingest=stop)
    assert (ran.code, ran.out) == (143, "")
    assert ran.err == "Interrupted: the live corpus is as it was.\n"
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
