"""What each server has set for itself: only what differs from the defaults, and who changed it when.

Place in the flow: `bot.admission` reads and writes it. What is stored and cannot be understood (a newer Nayrab's
setting, a damaged value) is left where it is, and named when it is read.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, select
from sqlalchemy.dialects.sqlite import insert

from bot.faults import StateError
from bot.server_settings import Overrides, read_overrides, stored
from bot.state.tables import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from bot.state.database import Database

    Change = Callable[[Overrides], Mapping[str, Any]]
    """What is set so far -> the new values by setting; None takes one back to its default."""


_DAMAGED = "What this server had set cannot be read any more; take it back with `/settings reset` and set it anew."


@dataclass(frozen=True, slots=True)
class KeptRules:
    """A server's own settings as they are stored; nobody has changed any where `changed` is None."""

    overrides: Overrides = field(default_factory=Overrides)
    changed: dt.datetime | None = None
    changed_by: int | None = None


class Servers:
    """The settings of servers. Safe to use from several threads; every fault is a `StateError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, guild_id: int) -> KeptRules:
        """Return what a server has set."""
        with self._database.reading() as connection:
            document, changed, by = _stored(connection, guild_id)
        return KeptRules(read_overrides(document), changed, by)

    def change(self, guild_id: int, change: Change, who: int, now: dt.datetime) -> KeptRules:
        """Change some settings, given what is set, and return what is set then; `now` is aware."""
        with self._database.writing() as connection:
            document, _, _ = _stored(connection, guild_id)
            if not isinstance(document, dict):
                raise StateError(_DAMAGED)  # written over, it would let everybody in
            values = change(read_overrides(document))
            wanted = document | {name: stored(value) for name, value in values.items()}
            kept = {name: value for name, value in wanted.items() if value is not None}
            row = {"rules": kept, "changed": int(now.timestamp()), "changed_by": who}
            put = insert(servers).values(guild_id=guild_id, **row)
            connection.execute(put.on_conflict_do_update(index_elements=["guild_id"], set_=row))
        return KeptRules(read_overrides(kept), now, who)

    def reset(self, guild_id: int, who: int, now: dt.datetime) -> KeptRules:
        """Take everything back to the defaults, what cannot be read as well."""
        row = {"rules": {}, "changed": int(now.timestamp()), "changed_by": who}
        with self._database.writing() as connection:
            put = insert(servers).values(guild_id=guild_id, **row)
            connection.execute(put.on_conflict_do_update(index_elements=["guild_id"], set_=row))
        return KeptRules(Overrides(), now, who)


def _stored(connection: Connection, guild_id: int) -> tuple[Any, dt.datetime | None, int | None]:
    """Return the stored document (None where it is no JSON), when it was changed and by whom."""
    wanted = select(cast(servers.c.rules, String), servers.c.changed, servers.c.changed_by)
    row = connection.execute(wanted.where(servers.c.guild_id == guild_id)).first()
    if row is None:
        return {}, None, None
    text, changed, by = row
    try:
        document = json.loads(text)
    except (TypeError, ValueError):
        document = None
    return document, dt.datetime.fromtimestamp(changed, dt.UTC), by
