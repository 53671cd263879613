"""Who may ask now, and what a question has cost: the facts for `bot.access.may`, which decides.

Place in the flow: every cog asks here before it answers, and counts here afterwards. The facts come from the memory;
the decision is pure and stands in `bot.access`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.access import Action, Asker, Decision, Place, Policy, may

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from bot.answering.models import Outcome
    from bot.server_settings import ServerSettings
    from bot.state import State


class Admission:
    """Admits questions; `defaults` hold where a server has set nothing, `clock` gives aware times."""

    def __init__(
        self, policy: Policy, defaults: ServerSettings, state: State, clock: Callable[[], dt.datetime]
    ) -> None:
        self._policy = policy
        self._defaults = defaults
        self._state = state
        self._clock = clock

    async def rules(self, guild_id: int | None) -> ServerSettings:  # noqa: ARG002
        """Return what holds in a server (None: in direct messages)."""
        return self._defaults

    async def decide(self, asker: Asker, place: Place, action: Action = Action.ASK) -> Decision:
        """Decide whether the asker may do this here and now."""
        return may(asker, action, place, self._policy)

    async def count(self, asker: Asker, place: Place, outcome: Outcome | None) -> None:
        """Count a question that was worked on; None: a look-up without an answer."""
