"""The `nayrab` command: puts the groups of commands together and turns every failure into one plain sentence.

Place in the flow: the outermost edge. Nothing heavy is imported here or by the command modules, so that `--help` is
instant; exit codes: 0 done, 1 could not be done, 2 typed wrongly, 130 interrupted, 143 stopped.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Protocol, runtime_checkable

import typer

from bot.answering.errors import BadQuestionError
from bot.arguments import arrange
from bot.commands import (
    accounting,
    asking,
    corpus,
    evaluating,
    feedback,
    ingesting,
    playing,
    running,
    sources,
    timeline,
)
from bot.commands.invocation import ELSEWHERE, Invocation, invocation, say
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.settings import Settings
    from bot.wiring import Workbench

DONE, FAILED, MISUSED, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143

app = typer.Typer(name="nayrab", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
for group in (asking, timeline, accounting, ingesting, evaluating, running, playing):
    group.register(app)
app.add_typer(sources.app, name="sources", epilog=ELSEWHERE)
app.add_typer(corpus.app, name="corpus", epilog=ELSEWHERE)
app.add_typer(feedback.app, name="feedback", epilog=ELSEWHERE)


def _show_version(value: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if value:
        sys.stdout.write(f"nayrab {_version()}\n")
        raise typer.Exit


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("nayrab")
    except metadata.PackageNotFoundError:
        return "(run from its source, not installed)"


@app.callback()
def nayrab(
    ctx: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", metavar="DIR", help="Folder for the corpus. Also: NAYRAB_DATA_DIR.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Config file (TOML). Also: NAYRAB_CONFIG.")
    ] = None,
    version: Annotated[  # noqa: ARG001, FBT002 - the callback acts on it; Typer flags are booleans
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Answers questions about a conflict from articles, with the exact passage behind every sentence."""
    ctx.obj = replace(invocation(ctx), data_dir=data_dir, config=config)


def _assemble(settings: Settings) -> Workbench:
    from bot.wiring import Workbench

    return Workbench(settings)


@runtime_checkable
class _UsageFault(Protocol):
    """What Typer raises for something typed wrongly; its class moved between versions, its shape did not."""

    exit_code: int

    def format_message(self) -> str: ...


def main(arguments: Sequence[str] | None = None, *, assemble: Callable[[Settings], Workbench] = _assemble) -> int:
    """Run one command and return its exit code; nothing is raised, no traceback is shown."""
    with _heeding_termination():
        return _guarded(list(sys.argv[1:] if arguments is None else arguments), Invocation(assemble))


class _Terminated(KeyboardInterrupt):
    """The system asks to stop: as with Ctrl-C, what is half done is dropped."""


@contextmanager
def _heeding_termination() -> Iterator[None]:
    """Let SIGTERM stop a command as Ctrl-C does, unless somebody else takes care of it already."""
    import signal
    import threading

    mine = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if mine:
        signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminate(_number: int, _frame: object) -> None:
    raise _Terminated


def _guarded(typed: Sequence[str], call: Invocation) -> int:
    try:
        code = _run(typed, call)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python complains when it closes stdout
        return FAILED
    except KeyboardInterrupt as stop:
        return TERMINATED if isinstance(stop, _Terminated) else INTERRUPTED
    except BadQuestionError as error:
        say(f"nayrab: {error}")
        return MISUSED
    except NayrabError as error:
        say(f"nayrab: {error}")
        _note(error)
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: one sentence instead of a traceback
        return _explain(error, typed)
    return code


def _run(typed: Sequence[str], call: Invocation) -> int:
    command = typer.main.get_command(app)
    try:
        with command.make_context("nayrab", arrange(typed) or ["--help"], obj=call) as ctx:
            command.invoke(ctx)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return INTERRUPTED
    return DONE


def _note(error: NayrabError) -> None:
    """Keep what lies behind an expected fault for who debugs; people have read all they need."""
    import logging

    logging.getLogger(__name__).debug("this command could not be done", exc_info=error)


def _explain(error: Exception, typed: Sequence[str]) -> int:
    if isinstance(error, _UsageFault):
        say(f"nayrab: {error.format_message().strip().rstrip('.')}. See `nayrab {_command_in(typed)}--help`.")
        return error.exit_code
    import logging

    from bot import log

    file = log.current_file()
    if file is None:
        log.fall_back()
    logging.getLogger(__name__).error("unexpected", exc_info=error)
    summary = " ".join(str(error).split()) or "no further word"
    say(f"nayrab: Something unexpected went wrong ({type(error).__name__}: {summary}); {_whereabouts(file)}.")
    return FAILED


def _whereabouts(file: Path | None) -> str:
    return f"the details are in {file}" if file else "run it again with NAYRAB_LOG__LEVEL=debug to see the details"


def _command_in(typed: Sequence[str]) -> str:
    known = ("ask", "search", "ingest", "sources", "corpus", "eval", "feedback", "run", "play", "doctor")
    return next((f"{word} " for word in typed if word in known), "")
