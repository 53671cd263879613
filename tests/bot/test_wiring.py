"""What the wiring makes of settings: the worker's command line and environment, the bot's options, the timetable."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from bot.access import Policy
from bot.curation import Order
from bot.settings import as_environment, load_settings
from bot.wiring import Workbench
from bot.wiring.running import options_of
from bot.wiring.tending import WHO, SourceTimetable, worker_command, worker_environment
from ingest.corpus.errors import NayrabError
from ingest.corpus.models import Source

CONFIG = """
[discord]
token = "very-secret"
admin_roles = [11]
admin_users = [22]
channels = [33]
admin_guilds = [44]
[fetch]
contact = "news@example.org"
delay_seconds = 0.5
allow_hosts = ["127.0.0.1:8080"]
[log]
json = true
[service]
threads = 3
[embedder]
threads = 7
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "nayrab.toml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


def test_another_process_gets_the_same_settings_but_not_the_token(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(config, tmp_path / "data")
    for name, value in as_environment(settings).items():
        monkeypatch.setenv(name, value)
    again = load_settings()
    assert again.discord.token is None
    assert again.model_copy(update={"discord": settings.discord}) == settings


def test_the_worker_inherits_what_is_not_ours_and_has_its_own_threads(config: Path, tmp_path: Path) -> None:
    settings = load_settings(config, tmp_path / "data")
    inherited = {"PATH": "/bin", "NAYRAB_DISCORD__TOKEN": "very-secret", "NAYRAB_CONFIG": "/old", "PYTHONPATH": "/more"}
    environment = worker_environment(settings, inherited)
    assert environment["PATH"] == "/bin"
    assert environment["NAYRAB_EMBEDDER__THREADS"] == "3"
    assert "very-secret" not in environment.values()
    assert environment["NAYRAB_CONFIG"] == os.devnull
    root, more = environment["PYTHONPATH"].split(os.pathsep)
    assert (Path(root) / "bot" / "__main__.py").exists()
    assert more == "/more"


def test_the_order_is_the_workers_command_line() -> None:
    command = worker_command(Order("--who Anna", ("--config", "a b"), rebuild=True))
    assert command[-5:] == ["--events", "--who=--who Anna", "--source=--config", "--source=a b", "--rebuild"]


def test_the_settings_say_who_may_and_where(config: Path) -> None:
    policy = options_of(load_settings(config)).policy
    assert policy == Policy(frozenset({22}), frozenset({11}), frozenset({33}), frozenset({44}))


def test_the_settings_say_how_the_web_is_asked(config: Path, tmp_path: Path) -> None:
    bench = Workbench(load_settings(config, tmp_path))
    with bench.web as client:
        settings = client._settings
    assert settings.user_agent.endswith("(+news@example.org)")
    assert settings.allow_hosts == {"127.0.0.1:8080"}
    assert settings.delay_seconds == 0.5


class TestTimetable:
    """The schedules in the file, and when each source was read."""

    @pytest.fixture
    def bench(self, tmp_path: Path) -> Workbench:
        return Workbench(load_settings(data_dir=tmp_path))

    def test_it_holds_the_sources_that_have_a_schedule(self, bench: Workbench) -> None:
        table = SourceTimetable(bench)
        before = table.stamp()
        bench.sources.add(Source("a", "/a", schedule="every 30 minutes"))
        bench.sources.add(Source("b", "/b"))
        assert table.stamp() != before
        assert {name: str(timing) for name, timing in table.timings().items()} == {"a": "every 30 minutes"}

    def test_a_file_that_makes_no_sense_is_a_fault(self, bench: Workbench, tmp_path: Path) -> None:
        (tmp_path / "sources.toml").write_text("[[[")
        with pytest.raises(NayrabError):
            SourceTimetable(bench).timings()

    def test_it_knows_the_last_time_a_source_was_read_by_itself(self, bench: Workbench) -> None:
        noon = dt.datetime(2020, 2, 25, 12, tzinfo=dt.UTC)
        bench.sources.add(Source("a", "/a", schedule="every 30 minutes"))
        table = SourceTimetable(bench)
        assert table.last_run("a") is None
        for hours, who, what in ((0, WHO, "/a, /b"), (1, WHO, "/ab"), (2, "Anna", "/a")):
            bench.ledger.record_run(
                started=noon + dt.timedelta(hours=hours), seconds=1, who=who, what=what, result="unchanged",
                snapshot=None, report={},
            )  # fmt: skip
        assert table.last_run("a") == noon
        assert table.last_run("nobody") is None
