"""README tells the truth: its commands exist, its files are there, its test command is what CI runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL)
LINES = [line.strip() for block in BLOCKS for line in block.replace("\\\n", " ").splitlines() if line.strip()]
COMMANDS = sorted({c for line in LINES for c in re.findall(r"(?:^|[/ ])nayrab (.+)$", line)})


def subcommand(arguments: list[str]) -> list[str]:
    return arguments[:2] if arguments[0] in {"corpus", "sources"} else arguments[:1]


def test_readme_shows_commands() -> None:
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_a_shown_command_and_its_options_exist(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = shlex.split(command)
    assert main([*subcommand(arguments), "--help"]) == 0
    known = capsys.readouterr().out
    for option in (a.partition("=")[0] for a in arguments if a.startswith("-")):
        assert option in known, f"{option} is no option of nayrab {subcommand(arguments)}"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_a_linked_file_exists(target: str) -> None:
    assert (REPOSITORY / target).exists()


def test_ci_installs_and_tests_as_readme_says() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    line = next(line for line in LINES if "[test]" in line)
    install, _, test = line.rpartition(" && ")
    assert install.rpartition("pip install ")[2] in script
    assert test.split(" PYTHON")[0] in script
