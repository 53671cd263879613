"""What Discord says of the bot's account, judged: is the token good, the intent on, the bot invited and allowed enough.

Place in the flow: `bot.wiring.discord_check` asks Discord and fills in `Account`; `bot.doctor` shows the findings.
Pure: nothing here asks anybody, and no token is kept or shown.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.checkup import Finding, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.setting_groups import DiscordSettings

NEEDED: dict[str, int] = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""What the bot is allowed where it is invited with the link: Discord's names and bits."""
PERMISSIONS = sum(NEEDED.values())
ADMINISTRATOR = 1 << 3
MESSAGE_CONTENT = 1 << 18 | 1 << 19
"""The flags of an application for which the intent is on (the second: in fewer than a hundred servers)."""
TO_A_PERSON = "1"
_PORTAL = "the Developer Portal (https://discord.com/developers/applications)"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A server that the bot is in; `permissions` are the bot's own bits there, None where they are not told."""

    id: int
    name: str
    permissions: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """What Discord says of the bot; `installs` are the ways in which it can be installed, None where it is not told."""

    name: str
    application_id: str
    flags: int
    servers: tuple[Server, ...]
    installs: frozenset[str] | None = None


def client_id(token: str) -> str | None:
    """Return the application's id, which a bot token begins with (not a secret), or None."""
    head = token.partition(".")[0]
    try:
        number = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except ValueError:  # no base64, or no text in it
        return None
    return number if number.isdigit() else None


def invite_link(client: str) -> str:
    """Return the address at which a server's owner lets the bot in."""
    scopes = "scope=bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={client}&{scopes}&permissions={PERMISSIONS}"


def account_findings(account: Account, chosen: DiscordSettings) -> Iterator[Finding]:
    """Yield what is right and wrong with the bot's account, one finding per thing."""
    invite = invite_link(account.application_id)
    yield Finding("Discord", State.OK, f"the token is good, the bot is {account.name}; invite it with {invite}")
    yield _intent(account, chosen)
    yield _servers(account, chosen, invite)
    yield from _permissions(account, invite)
    if account.installs is not None:
        yield _installs(account.installs)


def _intent(account: Account, chosen: DiscordSettings) -> Finding:
    name, is_on = "Discord intent", bool(account.flags & MESSAGE_CONTENT)
    if chosen.message_content and not is_on:
        remedy = f"Switch it on in {_PORTAL} under Bot, Privileged Gateway Intents, or set message_content to false."
        return Finding(
            name, State.NOTE, "discord.message_content is set, but the intent is off: it cannot start", remedy
        )
    if chosen.message_content:
        return Finding(name, State.OK, "Message Content is on, as discord.message_content asks")
    return Finding(name, State.OK, "none needed: mentions, replies that mention, commands and direct messages work")


def _servers(account: Account, chosen: DiscordSettings, invite: str) -> Finding:
    name, known = "Discord servers", {server.id for server in account.servers}
    strange = [guild_id for guild_id in dict.fromkeys((*chosen.guilds, *chosen.admin_guilds)) if guild_id not in known]
    if not known:
        return Finding(name, State.NOTE, "the bot is in no server", f"Open {invite} and choose a server.")
    if strange:
        ids = ", ".join(map(str, strange))
        remedy = "Correct discord.guilds and discord.admin_guilds, or invite the bot there."
        return Finding(name, State.NOTE, f"named in the settings, but the bot is not in them: {ids}", remedy)
    names = ", ".join(server.name for server in account.servers[:_NAMED])
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return Finding(name, State.OK, f"in {names}{more}")


def _permissions(account: Account, invite: str) -> Iterator[Finding]:
    for server in account.servers:
        if server.permissions is None or server.permissions & ADMINISTRATOR:
            continue
        missing = [name for name, bit in NEEDED.items() if not server.permissions & bit]
        if missing:
            detail = f"in {server.name} the bot lacks: {', '.join(missing)}"
            remedy = f"Allow it in the server's settings under Roles, or open {invite} once more."
            yield Finding("Discord permissions", State.NOTE, detail, remedy)


def _installs(installs: frozenset[str]) -> Finding:
    name = "Discord installs"
    if TO_A_PERSON in installs:
        return Finding(name, State.OK, "by a server or by a person, who can then use /ask anywhere")
    remedy = f"Tick User Install in {_PORTAL} under Installation, if people should be able to use /ask anywhere."
    return Finding(name, State.NOTE, "by servers alone", remedy)


def trouble_finding(status: int | None, detail: str) -> Finding:
    """Return what keeps the account from being looked at; `status` is Discord's answer, None where there was none."""
    if status == 401:  # noqa: PLR2004  # HTTP's own number
        remedy = f"Copy it again from {_PORTAL}, Bot, Reset Token, into NAYRAB_DISCORD__TOKEN."
        return Finding("Discord", State.NOTE, "Discord refuses the token", remedy)
    if status is not None:
        return Finding("Discord", State.NOTE, f"Discord answers {status} ({detail})", "Try again in a few minutes.")
    remedy = "Check the connection; the terminal needs none."
    return Finding("Discord", State.NOTE, f"a token is set, but Discord cannot be reached ({detail})", remedy)
