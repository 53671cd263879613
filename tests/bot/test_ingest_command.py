"""`nayrab ingest` as typed: addresses, named sources, who asked, and the JSON lines for the bot."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bot import log
from bot.cli import main
from ingest.corpus.errors import CorpusBusyError
from ingest.corpus.models import Source, SourceKind, WhenGone
from ingest.report import IngestCancelledError, Progress, Report
from ingest.sources.base import Failure
from ingest.sources.discover import Discovery
from ingest.sources.registry import Registry
from tests.fakes.workbench import FakeWorkbench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.settings import Settings

FEED = "https://courier.example/feed.xml"
ARTICLE = "https://courier.example/2020/junction"


class Ran(NamedTuple):
    code: int
    out: str
    err: str
    bench: FakeWorkbench

    @property
    def sources(self) -> list[Source]:
        ((sources, _),) = self.bench.ingested
        return sources

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Ran]]:
    monkeypatch.setenv("NAYRAB_SERVICE__NICE", "0")  # this process cannot take it back

    def call(*arguments: str, **changes: Any) -> Ran:
        benches: list[FakeWorkbench] = []

        def assemble(settings: Settings) -> Any:
            benches.append(FakeWorkbench(settings, **changes))
            return benches[-1]

        code = main(["ingest", *arguments, "--data-dir", str(tmp_path)], assemble=assemble)
        return Ran(code, *capsys.readouterr(), benches[-1])

    yield call
    log.take_down()


def test_an_address_is_looked_at_and_read_as_what_it_is(run: Callable[..., Ran]) -> None:
    found = Discovery(SourceKind.FEED, FEED, "The Courier", "Idlib Courier")
    ran = run("https://courier.example/", "--publisher", "Courier", found=found)
    assert ran.code == 0
    [source] = ran.sources
    assert (source.kind, source.location, source.publisher) == (SourceKind.FEED, FEED, "Courier")
    assert ran.bench.insisted == [FEED]


def test_what_a_site_calls_itself_counts_where_nothing_is_typed(run: Callable[..., Ran]) -> None:
    [source] = run(ARTICLE, found=Discovery(SourceKind.PAGE, ARTICLE, None, "Idlib Courier")).sources
    assert source.publisher == "Idlib Courier"
    assert source.when_gone is WhenGone.KEEP


def test_the_setting_says_what_becomes_of_pages_that_go(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAYRAB_CORPUS__WHEN_GONE", "drop")
    [source] = run(ARTICLE, found=Discovery(SourceKind.PAGE, ARTICLE)).sources
    assert source.when_gone is WhenGone.DROP


def test_an_address_that_is_configured_is_read_as_configured(run: Callable[..., Ran], tmp_path: Path) -> None:
    configured = Source("courier", FEED, publisher="Idlib Courier", affiliation="opposition", kind=SourceKind.FEED)
    Registry(tmp_path).add(configured)
    ran = run(FEED + "#top")
    assert ran.sources == [configured]
    assert ran.bench.looked_at == []


def test_an_address_that_cannot_be_looked_at_is_a_failure_and_the_rest_is_read(run: Callable[..., Ran]) -> None:
    failure = Failure(ARTICLE, "answered 500 four times", "Try again later.", container=ARTICLE, passing=True)
    ran = run("news", ARTICLE, "--json", found=failure)
    assert [source.name for source in ran.sources] == ["news"]
    assert [each["reason"] for each in json.loads(ran.out)["failed"]] == ["answered 500 four times"]
    assert ran.code == 0


def test_a_run_in_which_everything_failed_is_no_success(run: Callable[..., Ran]) -> None:
    failure = Failure(ARTICLE, "answered 500 four times", "Try again later.", container=ARTICLE, passing=True)
    ran = run(ARTICLE, found=failure, report=Report())
    assert ran.code == 1
    assert ran.err == f"nayrab: {ARTICLE}: answered 500 four times; try again later.\n"


def test_named_sources_are_read_alone(run: Callable[..., Ran], tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    for name in ("courier", "herald", "voice"):
        registry.add(Source(name, f"/news/{name}"))
    assert [source.name for source in run("--source", "voice", "--source=courier", "--source=voice").sources] == [
        "voice",
        "courier",
    ]
    ran = run("--source", "curier")
    assert ran.code == 2
    assert "did you mean courier?" in ran.err


def test_reading_some_clears_what_was_removed_beside_them(run: Callable[..., Ran], tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    for name, place in (("all", "/news"), ("part", "/news/part"), ("other", "/other"), ("web", FEED)):
        registry.add(Source(name, place, kind=SourceKind.FEED if name == "web" else SourceKind.FILES))
    for name in ("all", "other", "web"):
        registry.remove(name)
    ran = run("--source", "part")
    assert sorted(ran.bench.removed) == sorted(["/other", FEED])
    assert registry.removed() == ["/news"]


def test_the_audit_log_is_told_who(run: Callable[..., Ran]) -> None:
    assert run("news").bench.who == ["command line"]
    assert run("news", "--who=Anna").bench.who == ["Anna"]


def test_events_are_lines_of_json(run: Callable[..., Ran]) -> None:
    def progress(show: Callable[[Any], None]) -> None:
        show(Progress("read", 1, 2, "a.md"))

    ran = run("news", "--events", during_ingest=progress)
    step, end = ran.events
    assert step == {"progress": {"stage": "read", "done": 1, "total": 2, "detail": "a.md"}}
    assert end["report"]["added"] == 1
    assert (ran.code, ran.err) == (0, "")


def test_a_fault_is_an_event_with_its_kind(run: Callable[..., Ran]) -> None:
    def busy(_show: object) -> None:
        raise CorpusBusyError("Another ingest is at work.")

    ran = run("news", "--events", during_ingest=busy)
    assert ran.events == [{"error": "Another ingest is at work.", "kind": "CorpusBusyError"}]
    assert ran.code == 1


def test_something_typed_wrongly_is_an_event_too(run: Callable[..., Ran]) -> None:
    ran = run("--source=nobody", "--events")
    [event] = ran.events
    assert "there is no source nobody" in event["error"]
    assert ran.code == 1


def test_the_unexpected_is_an_event_and_in_the_log(run: Callable[..., Ran], tmp_path: Path) -> None:
    def fail(_show: object) -> None:
        raise ZeroDivisionError

    ran = run("news", "--events", during_ingest=fail)
    assert "ZeroDivisionError" in ran.events[-1]["error"]
    assert ran.code == 1
    assert "Traceback" in (tmp_path / "logs" / "nayrab.log").read_text(encoding="utf-8")


def test_a_worker_told_to_stop_stops_where_it_may(run: Callable[..., Ran]) -> None:
    def stop(_show: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        raise IngestCancelledError

    ran = run("news", "--events", during_ingest=stop)
    assert ran.code == 143
    assert ran.events[-1]["kind"] == "IngestCancelledError"
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_worker_told_to_stop_too_late_gives_its_report(run: Callable[..., Ran]) -> None:
    def stop(_show: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    ran = run("news", "--events", during_ingest=stop)
    assert (ran.code, "report" in ran.events[-1]) == (0, True)
    assert ran.bench.stopping()
