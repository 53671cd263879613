"""What every command starts from: where the data and the config are, and how results and messages are written.

Results go to stdout, everything else to stderr, so that `--json` can always be piped on.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import Console, RenderableType

    from bot.settings import Settings
    from bot.wiring import Workbench

ELSEWHERE = "--data-dir DIR and --config FILE may be given here too."
"""Shown under the help of every command: these two options are defined once, on `nayrab` itself."""

UNWRAPPED = 100_000

Json = Annotated[bool, typer.Option("--json", help="Print JSON to stdout.")]


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of the command: the places that were named, and what assembles the parts from settings."""

    assemble: Callable[[Settings], Workbench]
    data_dir: Path | None = None
    config: Path | None = None

    def settings(self) -> Settings:
        """Read the settings; raises `SettingsError`."""
        from bot.settings import load_settings

        return load_settings(self.config, self.data_dir)

    def workbench(self, *, log_to_terminal: bool = False) -> Workbench:
        """Read the settings, start the log and return the parts, none of them opened yet."""
        from bot import log

        settings = self.settings()
        log.set_up(settings, to_terminal=log_to_terminal)
        return self.assemble(settings)


def invocation(ctx: typer.Context) -> Invocation:
    """Return what `nayrab`'s own options have set."""
    found = ctx.find_object(Invocation)
    if found is None:
        raise RuntimeError("a command was called without its invocation")
    return found


def workbench(ctx: typer.Context, *, log_to_terminal: bool = False) -> Workbench:
    """Return the parts for this call."""
    return invocation(ctx).workbench(log_to_terminal=log_to_terminal)


def print_json(record: Any) -> None:
    """Write one JSON object on a line of its own."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_view(view: RenderableType) -> None:
    """Write a result for people."""
    terminal().print(view)


def terminal(*, stderr: bool = False) -> Console:
    """Return Rich's console on stdout or stderr; what goes to a file or a pipe is not wrapped."""
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=UNWRAPPED)


def say(message: str) -> None:
    """Write a message that is not the result."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def usage_error(message: str, option: str | None = None) -> typer.BadParameter:
    """Return the error for something typed wrongly (exit code 2)."""
    return typer.BadParameter(message, param_hint=f"'{option}'" if option else None)


def sentence_of(error: typer.BadParameter) -> str:
    """Return what was typed wrongly as one sentence."""
    text = error.format_message().strip()
    return text if text.endswith(".") else f"{text}."
