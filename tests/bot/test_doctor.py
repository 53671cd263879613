"""The doctor: one finding per check, what to do, and whether Nayrab can be used at all."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.checkup import Finding, Findings, State
from bot.cli import main
from bot.playground.loopback import Loopback
from bot.portal import NEEDED, PERMISSIONS, Account, Server, account_findings
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


ACCOUNT = Account("Nayrab", "123456789012345678", 0, (Server(7, "Newsroom", PERMISSIONS),), frozenset({"0", "1"}))


def judged(account: Account, **chosen: Any) -> dict[str, Finding]:
    return {finding.name: finding for finding in account_findings(account, DiscordSettings(**chosen))}


def test_an_account_in_order_gets_the_link_and_no_remedy() -> None:
    found = judged(ACCOUNT)
    assert {finding.state for finding in found.values()} == {State.OK}
    assert "client_id=123456789012345678&scope=bot+applications.commands&" in found["Discord"].detail
    assert not any(finding.remedy for finding in found.values())


def test_an_intent_that_is_off_is_noted_where_it_is_asked_for() -> None:
    assert judged(ACCOUNT, message_content=True)["Discord intent"].state is State.NOTE
    on = replace(ACCOUNT, flags=1 << 19)
    assert judged(on, message_content=True)["Discord intent"].state is State.OK


def test_servers_that_it_is_not_in_are_named() -> None:
    assert "in no server" in judged(replace(ACCOUNT, servers=()))["Discord servers"].detail
    strange = judged(ACCOUNT, guilds=(7, 8), admin_guilds=(9,))["Discord servers"]
    assert strange.state is State.NOTE
    assert strange.detail.endswith(": 8, 9")


@pytest.mark.parametrize("lacking", NEEDED)
def test_each_permission_that_is_missing_is_named_with_its_server(lacking: str) -> None:
    server = Server(7, "Newsroom", PERMISSIONS & ~NEEDED[lacking])
    found = judged(replace(ACCOUNT, servers=(server,)))["Discord permissions"]
    assert found.detail == f"in Newsroom the bot lacks: {lacking}"
    assert found.remedy


@pytest.mark.parametrize("permissions", [None, 1 << 3])
def test_an_administrator_lacks_nothing_and_what_is_not_told_is_not_guessed(permissions: int | None) -> None:
    assert "Discord permissions" not in judged(replace(ACCOUNT, servers=(Server(7, "N", permissions),)))


def test_a_bot_that_people_cannot_install_is_noted() -> None:
    assert judged(replace(ACCOUNT, installs=frozenset({"0"})))["Discord installs"].state is State.NOTE
    assert "Discord installs" not in judged(replace(ACCOUNT, installs=None))


@pytest.mark.parametrize(("token", "state"), [(TOKEN, State.OK), (f"{TOKEN}x", State.NOTE)], ids=["good", "refused"])
async def test_discord_itself_is_asked_and_the_token_is_not_told(tmp_path: Path, token: str, state: State) -> None:
    async with Loopback(TOKEN) as server:
        server.backend.create_guild("Newsroom")
        chosen = DiscordSettings(token=SecretStr(token), api_url=server.url)
        settings = load_settings(data_dir=tmp_path).model_copy(update={"discord": chosen})
        found = await asyncio.to_thread(doctor.check_discord, settings)
    assert found[0].state is state
    assert "client_id=" in found[0].detail
    assert not any("Gabcde" in finding.detail + finding.remedy for finding in found)
    assert ("in Newsroom" in [f.detail for f in found]) is (state is State.OK)


def test_no_connection_is_a_finding_and_not_a_fault(tmp_path: Path) -> None:
    chosen = DiscordSettings(token=SecretStr(TOKEN), api_url="http://127.0.0.1:9")
    settings = load_settings(data_dir=tmp_path).model_copy(update={"discord": chosen})
    [found] = doctor.check_discord(settings)
    assert "cannot be reached" in found.detail
    assert "client_id=123456789012345678&" in found.detail


@pytest.mark.parametrize("token", ["nonsense", "", "áé.x.y", "YWJj.x.y"])
def test_what_is_no_token_is_noted_and_nobody_is_asked(tmp_path: Path, token: str) -> None:
    [found] = doctor.check_discord(with_token(tmp_path, token))
    assert found.state is State.NOTE


def test_the_bot_asks_for_no_more_rights_than_it_needs() -> None:
    assert PERMISSIONS == 309237763072


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
