"""Who may use `/corpus`: one predicate for its commands, buttons and autocompletion, and the note of each refusal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.access import Action, Decision, Denied, may
from bot.client import RefusedError
from bot.cogs.people import Interaction, asker, bot_of, name_of, place
from bot.markup import one_line
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from bot.curation import Curator

_log = logging.getLogger(__name__)


def may_curate(interaction: Interaction) -> Decision:
    """Decide whether the one who used a command, button or option may look after the corpus."""
    where = place(interaction.guild_id, interaction.channel)
    return may(asker(interaction), Action.ADMINISTER, where, bot_of(interaction).options.policy)


async def require_curator(interaction: Interaction, curator: Curator, what: str) -> None:
    """Let an admin pass; note anybody else's try at `what` and raise `RefusedError` with the reason for them."""
    decision = may_curate(interaction)
    if isinstance(decision, Denied):
        await note(curator, interaction, f"tried {what}", "refused")
        raise RefusedError(decision.reason)


async def note(curator: Curator, interaction: Interaction, what: str, result: str) -> None:
    """Write to the audit log; where that fails, the bot's own log has to do, and what was decided stands."""
    who = name_of(interaction.user)
    try:
        await curator.note(who, one_line(what), one_line(result))
    except NayrabError as error:
        _log.warning("%s %s: %s (not in the audit log: %s)", who, what, result, error)
