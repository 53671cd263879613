"""The log: one file, no secrets, and never in anybody's way."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot import log
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _taken_down() -> Iterator[None]:
    yield
    log.take_down()
    logging.getLogger().setLevel(logging.WARNING)


def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **variables: str) -> Any:
    for name, value in variables.items():
        monkeypatch.setenv(f"NAYRAB_{name}", value)
    return load_settings(data_dir=tmp_path)


def written(tmp_path: Path) -> str:
    return log.log_file(tmp_path).read_text(encoding="utf-8")


def test_lines_go_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.set_up(settings(tmp_path, monkeypatch))
    logging.getLogger("bot.x").info("published %s", "000002")
    assert "INFO    bot.x: published 000002" in written(tmp_path)
    assert log.current_file() == log.log_file(tmp_path)


def test_a_token_is_blotted_out_even_in_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.set_up(settings(tmp_path, monkeypatch, DISCORD__TOKEN="very-secret"))
    logging.getLogger("bot").error("with very-secret", exc_info=ValueError("very-secret"))
    assert "very-secret" not in written(tmp_path)
    assert written(tmp_path).count(log.BLOT) >= 2


def test_json_lines_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.set_up(settings(tmp_path, monkeypatch, LOG__JSON="true", DISCORD__TOKEN="very-secret"))
    logging.getLogger("bot").error("two\nlines", exc_info=ValueError("very-secret"))
    (line,) = written(tmp_path).splitlines()
    record = json.loads(line)
    assert (record["level"], record["logger"], record["message"]) == ("error", "bot", "two\nlines")
    assert "ValueError" in record["traceback"]
    assert "very-secret" not in line


def test_the_level_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.set_up(settings(tmp_path, monkeypatch, LOG__LEVEL="error"))
    logging.getLogger("bot").warning("quiet")
    assert not log.log_file(tmp_path).exists()


def test_the_terminal_is_used_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up(settings(tmp_path, monkeypatch), to_terminal=True)
    logging.getLogger("bot").warning("seen")
    assert "seen" in capsys.readouterr().err


def test_setting_it_up_again_does_not_double_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        log.set_up(settings(tmp_path, monkeypatch))
    logging.getLogger("bot").warning("once")
    assert written(tmp_path).count("once") == 1


def test_a_folder_that_cannot_be_written_disturbs_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("in the way", encoding="utf-8")
    log.set_up(settings(tmp_path, monkeypatch))
    logging.getLogger("bot").warning("lost")
    assert log.current_file() is None
    assert capsys.readouterr().err == ""
