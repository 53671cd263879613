"""The doctor: one finding per check, what to do, and whether Nayrab can be used at all."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.cli import main
from bot.doctor import Finding, Findings, State
from bot.setting_groups import DiscordSettings, FetchSettings, ServiceSettings
from bot.settings import load_settings
from bot.wiring import Workbench
from ingest.corpus.errors import EmbedderError

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".Gabcde.rest"


def with_token(tmp_path: Path, token: str) -> Any:
    settings = load_settings(data_dir=tmp_path)
    return settings.model_copy(update={"discord": DiscordSettings(token=SecretStr(token))})


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 10, 9), State.MISSING), ((3, 11, 0), State.OK), ((3, 13, 2), State.OK), ((3, 14, 0), State.MISSING)],
)
def test_python_must_be_one_of_ours(version: tuple[int, ...], state: State) -> None:
    assert doctor.check_python(version).state is state


def test_missing_packages_are_named() -> None:
    finding = doctor.check_packages(["rich>=1", "no-such-package[x]>=2; python_version>'3'", "pytest; extra == 'test'"])
    assert finding.state is State.MISSING
    assert finding.detail == "not installed: no-such-package"
    assert doctor.check_packages(["rich>=1"]).state is State.OK


def test_a_data_folder_that_is_not_there_yet_is_fine(tmp_path: Path) -> None:
    finding = doctor.check_data_dir(tmp_path / "a" / "b")
    assert finding.state is State.OK
    assert not (tmp_path / "a").exists()


def test_a_data_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    finding = doctor.check_data_dir(file)
    assert finding.state is State.MISSING
    assert "--data-dir" in finding.remedy


def test_little_room_is_noted(tmp_path: Path) -> None:
    assert doctor.check_space(tmp_path, free=1_000_000).state is State.NOTE
    assert doctor.check_space(tmp_path, free=10**12).state is State.OK


def test_the_invitation_is_made_from_the_token_without_telling_it(tmp_path: Path) -> None:
    finding = doctor.check_discord(with_token(tmp_path, TOKEN))
    assert finding.state is State.OK
    assert "client_id=123456789012345678&" in finding.detail
    assert "Gabcde" not in finding.detail


@pytest.mark.parametrize("token", ["nonsense", "", "áé.x.y", "YWJj.x.y"])
def test_what_is_no_token_is_noted(tmp_path: Path, token: str) -> None:
    assert doctor.check_discord(with_token(tmp_path, token)).state is State.NOTE


def test_the_bot_asks_for_no_more_rights_than_it_needs() -> None:
    assert doctor.PERMISSIONS == 274877991936


@pytest.mark.parametrize(
    ("sources", "fetch", "state", "words"),
    [
        (0, {}, State.OK, "none configured"),
        (2, {}, State.NOTE, "not told whom to contact"),
        (2, {"contact": "news@example.org"}, State.OK, "news@example.org"),
        (0, {"allow_hosts": ("127.0.0.1:8080",)}, State.NOTE, "127.0.0.1:8080"),
    ],
)
def test_how_the_web_is_asked_is_told(
    tmp_path: Path, sources: int, fetch: dict[str, Any], state: State, words: str
) -> None:
    settings = load_settings(data_dir=tmp_path).model_copy(update={"fetch": FetchSettings(**fetch)})
    finding = doctor.check_web(sources, settings)
    assert finding.state is state
    assert words in finding.detail


def test_schedules_that_nobody_runs_are_noted(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    off = settings.model_copy(update={"service": ServiceSettings(schedules=False)})
    assert doctor.check_schedules(1, 3, settings).state is State.OK
    assert doctor.check_schedules(0, 3, off).state is State.OK
    finding = doctor.check_schedules(1, 3, off)
    assert finding.state is State.NOTE
    assert "service.schedules" in finding.remedy


def test_who_may_change_the_corpus_is_told(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    assert doctor.check_admins(settings).detail == "who has Manage Server"
    named = settings.model_copy(update={"discord": DiscordSettings(admin_roles=(1, 2), admin_users=(3,))})
    detail = doctor.check_admins(named).detail
    assert detail == "who has Manage Server and 2 roles named in the settings and 1 user named in the settings"
    at_home = settings.model_copy(update={"discord": DiscordSettings(admin_guilds=(4,))})
    assert doctor.check_admins(at_home).detail == "who has Manage Server, in 1 server named in the settings"


def test_a_fault_in_a_check_is_a_finding(tmp_path: Path) -> None:
    class Broken(Workbench):
        @property
        def embedder(self) -> Any:
            raise EmbedderError("The model's files are damaged; install Nayrab again.")

    findings = doctor.diagnose(Broken(load_settings(data_dir=tmp_path)))
    by_name = {finding.name: finding for finding in findings.all}
    assert by_name["Embedder"].state is State.MISSING
    assert "damaged" in by_name["Embedder"].detail
    assert not findings.usable


def test_only_what_is_missing_keeps_it_from_being_used() -> None:
    note = Finding("a", State.NOTE, "b")
    assert Findings((note,)).usable
    assert not Findings((note, Finding("c", State.MISSING, "d"))).usable


def test_the_command_tells_everything_and_exits_accordingly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json", "--data-dir", str(tmp_path / "new")])
    record = json.loads(capsys.readouterr().out)
    names = [finding["name"] for finding in record["findings"]]
    assert names == [
        "Python", "Packages", "Data folder", "Disk space", "Token counter", "Embedder", "Corpus", "Answers",
        "Web sources", "Schedules", "Discord", "Admins",
    ]  # fmt: skip
    assert code == (0 if record["usable"] else 1)
    main(["doctor", "--data-dir", str(tmp_path / "new")])
    shown = capsys.readouterr().out
    assert "nayrab ingest PATH" in shown
    assert "NAYRAB_DISCORD__TOKEN" in shown


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ({}, State.OK, "extractive"),
        (
            {"model": "openai:local", "base_url": "http://127.0.0.1:9/v1"},
            State.OK,
            "openai:local at http://127.0.0.1:9/v1",
        ),
        ({"model": "openai:"}, State.MISSING, "names a provider alone"),
    ],
)
def test_what_writes_the_answers_is_told(tmp_path: Path, answer: dict[str, Any], state: State, said: str) -> None:
    settings = load_settings(data_dir=tmp_path)
    chosen = settings.model_copy(update={"answer": settings.answer.model_copy(update=answer)})
    (finding,) = (f for f in doctor.diagnose(Workbench(chosen)).all if f.name == "Answers")
    assert finding.state is state
    assert said in finding.detail
