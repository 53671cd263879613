"""Pages kept for the buttons that turn them.

Place in the flow: `reception.keep_pages` writes them, the buttons of `bot.views.pages` read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.state.tables import pages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.state.database import Database


class Pages:
    """Contents of messages by the id that their buttons carry; `kept_for` as long as answers."""

    def __init__(self, database: Database, kept_for: dt.timedelta) -> None:
        self._database = database
        self._kept_for = kept_for

    def keep(self, kept: str, contents: Sequence[str], user_id: int | None, now: dt.datetime) -> None:
        """Keep pages under a new id; `now` is aware. Raises `StateError`."""
        row = {"id": kept, "created": int(now.timestamp()), "user_id": user_id, "contents": list(contents)}
        with self._database.writing() as connection:
            connection.execute(insert(pages).values(row))

    def find(self, kept: str, now: dt.datetime) -> tuple[str, ...] | None:
        """Return pages that are still kept, or None. Raises `StateError`."""
        wanted = select(pages.c.contents).where(pages.c.id == kept, pages.c.created >= self._oldest(now))
        with self._database.reading() as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        return None if found is None else tuple(found)

    def purge(self, now: dt.datetime) -> int:
        """Forget what is older than pages are kept; return how many went. Raises `StateError`."""
        with self._database.writing() as connection:
            return int(connection.execute(delete(pages).where(pages.c.created < self._oldest(now))).rowcount)

    def _oldest(self, now: dt.datetime) -> int:
        return int((now - self._kept_for).timestamp())
