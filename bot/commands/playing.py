"""`nayrab play`: a Discord on this machine, in the browser, with the real bot in it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.invocation import ELSEWHERE, invocation, say

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=ELSEWHERE)(play)


def play(
    ctx: typer.Context,
    *,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="Port of the page (default: a free one).")
    ] = 0,
    open_it: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in the browser (default: if there is one).")
    ] = None,
) -> None:
    """Try the bot in the browser: a Discord on this machine, without an account, a token or the network."""
    import asyncio

    from bot.playground.playing import Play, play

    call = invocation(ctx)
    variables = _variables(call.settings(), call.config)
    opens = _has_a_browser() if open_it is None else open_it

    def announce(url: str) -> None:
        sys.stdout.write(f"The playground: {url}\n")
        sys.stdout.flush()
        say("Only this machine can open it, and only with this address. Ctrl-C ends it.")
        if opens:
            _open(url)

    asyncio.run(play(Play(variables, port, announce, say)))


def _variables(settings: Settings, config: Path | None) -> dict[str, str]:
    """Return what the bot's process has to be told so that it finds the same settings."""
    found = {"NAYRAB_DATA_DIR": str(settings.data_dir)}
    if config is not None:
        found["NAYRAB_CONFIG"] = str(config.expanduser().absolute())
    if "message_content" not in settings.discord.model_fields_set:
        found["NAYRAB_DISCORD__MESSAGE_CONTENT"] = "true"  # the playground grants what Discord has to be asked for
    return found


def _has_a_browser() -> bool:
    shown = sys.platform in ("darwin", "win32") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))
    return sys.stdout.isatty() and shown


def _open(url: str) -> None:
    import webbrowser

    try:
        opened = webbrowser.open(url)
    except webbrowser.Error:
        opened = False
    if not opened:
        say("No browser could be opened; open the address yourself.")
