"""The tables of state.db. Ids are as Discord gives them; times are whole seconds since 1970 (UTC).

Place in the flow: every module of `bot.state` reads and writes through these. `SCHEMA` goes up with each change, and
`database` knows the way from every earlier one.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, String, Table

SCHEMA = 2

metadata = MetaData()

answers = Table(
    "answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("created", Integer, nullable=False, index=True),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger, index=True),
    Column("asked_id", BigInteger, index=True),
    Column("question", String, nullable=False),
    Column("history", JSON, nullable=False),
    Column("outcome", JSON, nullable=False),
    Column("user_id", BigInteger, index=True),
)
messages = Table(
    "messages",
    metadata,
    Column("message_id", BigInteger, primary_key=True),
    Column("answer_id", String, ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
)
votes = Table(
    "votes",
    metadata,
    Column("answer_id", String, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, index=True),
    Column("created", Integer, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String, nullable=False, default=""),
)
pages = Table(
    "pages",
    metadata,
    Column("id", String, primary_key=True),
    Column("created", Integer, nullable=False, index=True),
    Column("user_id", BigInteger, index=True),
    Column("contents", JSON, nullable=False),
)
servers = Table(
    "servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True),
    Column("rules", JSON, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
)
usage = Table(
    "usage",
    metadata,
    Column("day", Integer, primary_key=True),  # days since 1970 (UTC)
    Column("guild_id", BigInteger, primary_key=True),  # 0: direct messages
    Column("user_id", BigInteger, primary_key=True, index=True),
    Column("questions", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("money", Integer, nullable=False),  # millionths
    Column("last", Integer, nullable=False),
)
registrations = Table(
    "registrations",
    metadata,
    Column("scope", String, primary_key=True),  # an application, or an application in one server
    Column("digest", String, nullable=False),
)
