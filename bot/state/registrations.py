"""Which commands Discord was last given, as a digest per scope: they are sent again only when they changed.

Place in the flow: `bot.client.registration` reads and writes it at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.state.tables import registrations

if TYPE_CHECKING:
    from bot.state.database import Database


class Registrations:
    """Digests by scope: an application ("123"), or an application in one server ("123/456")."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, application_id: int) -> dict[str, str]:
        """Return what an application's commands were when they were last sent, by scope. Raises `StateError`."""
        mine = registrations.c.scope
        wanted = select(mine, registrations.c.digest).where(
            (mine == str(application_id)) | mine.startswith(f"{application_id}/", autoescape=True)
        )
        with self._database.reading() as connection:
            return {row.scope: row.digest for row in connection.execute(wanted)}

    def keep(self, scope: str, digest: str) -> None:
        """Remember what was sent. Raises `StateError`."""
        row = {"scope": scope, "digest": digest}
        with self._database.writing() as connection:
            connection.execute(insert(registrations).prefix_with("OR REPLACE").values(row))

    def forget(self, scope: str) -> None:
        """Forget what was sent. Raises `StateError`."""
        with self._database.writing() as connection:
            connection.execute(delete(registrations).where(registrations.c.scope == scope))
