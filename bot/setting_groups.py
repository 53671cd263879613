"""The groups of settings, one class each: what may be set, its default, and what values make sense. Pure.

Place in the flow: `bot.settings` puts them together and reads them; nothing here reads a file or the environment.
"""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

from bot.server_settings import LONGEST_COOLDOWN, MOST, Count, Language

MOST_PORTS = 65_536
MOST_MONEY = MOST // 1_000_000


def _on_loopback(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return url
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise ValueError("should be an address of this machine, such as http://127.0.0.1:8080")
    return url


def _a_web_address(url: str) -> str:
    parts = urlsplit(url)
    if url and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise ValueError("should be a web address, such as http://127.0.0.1:8000/v1")
    return url.rstrip("/")


def _fit_for_a_header(contact: str) -> str:
    if not (contact.isascii() and contact.isprintable()):
        raise ValueError("should be an address people can write to, in plain letters, such as news@example.org")
    return contact.strip()


def _a_host(name: str) -> str:
    host, _, port = name.strip().lower().rpartition(":") if _has_port(name) else (name.strip().lower(), "", "")
    if not host or "/" in host or "*" in host or (port and not 0 < int(port) < MOST_PORTS):
        raise ValueError("should be a host by its name, such as news.internal or 127.0.0.1:8080")
    return name.strip().lower()


def _has_port(name: str) -> bool:
    return name.strip().rpartition(":")[2].isdecimal() and (name.count(":") == 1 or "]:" in name)


def _lower(level: object) -> object:
    return level.lower() if isinstance(level, str) else level


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DiscordSettings(_Group):
    """The bot's account and where its commands are offered."""

    token: SecretStr | None = None
    guilds: tuple[int, ...] = ()
    message_content: bool = False
    admin_roles: tuple[int, ...] = ()
    admin_users: tuple[int, ...] = ()
    admin_guilds: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    history_tokens: Annotated[int, Field(ge=0, le=4_000)] = 400
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 90
    closing_seconds: Annotated[float, Field(ge=0, le=600)] = 10.0
    api_url: Annotated[str, AfterValidator(_on_loopback)] | None = None


class EmbedderSettings(_Group):
    """Which model turns text into vectors; a corpus remembers by which one it was built."""

    name: Annotated[str, Field(min_length=1)] = "minilm"
    threads: Annotated[int, Field(ge=0, le=256)] = 0


class SplitterSettings(_Group):
    """How long passages get, in cl100k tokens."""

    passage_tokens: Annotated[int, Field(ge=20, le=2000)] = 200
    sentence_tokens: Annotated[int, Field(ge=16, le=1000)] = 100

    @model_validator(mode="after")
    def _sentence_fits(self) -> Self:
        if self.sentence_tokens > self.passage_tokens:
            raise ValueError("needs sentence_tokens to be at most passage_tokens")
        return self


_Price = Annotated[float, Field(ge=0, le=1_000_000)]


class AnswerSettings(_Group):
    """How questions are answered, and how a language model is asked where one is chosen.

    `evidence_tokens` are cl100k tokens with the headers of the articles; `max_tokens` are the model's own. Prices are
    per million tokens.
    """

    model: Annotated[str, Field(min_length=1)] = "extractive"
    max_words: Annotated[int, Field(ge=20, le=1000)] = 165
    stale_days: Annotated[int, Field(ge=0, le=36_500)] = 30
    base_url: Annotated[str, AfterValidator(_a_web_address)] = ""
    api_key: SecretStr | None = None
    timeout_seconds: Annotated[float, Field(ge=0.1, le=600)] = 45.0
    first_token_seconds: Annotated[float, Field(ge=0.1, le=600)] = 20.0
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    max_tokens: Annotated[int, Field(ge=50, le=8000)] = 600
    max_claims: Annotated[int, Field(ge=1, le=20)] = 6
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    evidence_tokens: Annotated[int, Field(ge=100, le=100_000)] = 1500
    price_input: _Price = 0.0
    price_output: _Price = 0.0
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"


class ServerGroup(_Group):
    """What holds in every server that has set nothing else with `/settings`; `server_money` in whole currency units."""

    roles: frozenset[int] = frozenset()
    language: Language = "en"
    private: bool = False
    threads: frozenset[int] = frozenset()
    cooldown_seconds: Annotated[int, Field(ge=0, le=LONGEST_COOLDOWN)] = 0
    person_questions: Count = 0
    server_questions: Count = 0
    person_tokens: Count = 0
    server_tokens: Count = 0
    server_money: Annotated[float, Field(ge=0, le=MOST_MONEY)] = 0.0
    hidden: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()


class CorpusSettings(_Group):
    """How much of the past is kept, and what becomes of an article whose page is gone."""

    keep_snapshots: Annotated[int, Field(ge=1, le=1000)] = 5
    when_gone: Literal["keep", "drop"] = "keep"


class FetchSettings(_Group):
    """How the web is asked: politely, with limits, and never behind the firewall unless a host is named."""

    contact: Annotated[str, AfterValidator(_fit_for_a_header)] = ""
    delay_seconds: Annotated[float, Field(ge=0, le=3600)] = 1.0
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 20.0
    max_bytes: Annotated[int, Field(ge=1024, le=1_000_000_000)] = 10 * 1024 * 1024
    per_host: Annotated[int, Field(ge=1, le=16)] = 2
    tries: Annotated[int, Field(ge=1, le=10)] = 4
    allow_hosts: tuple[Annotated[str, AfterValidator(_a_host)], ...] = ()


class ServiceSettings(_Group):
    """What `nayrab run` does beside answering, and how much of the machine its ingests may take."""

    schedules: bool = True
    jitter_seconds: Annotated[int, Field(ge=0, le=3600)] = 30
    nice: Annotated[int, Field(ge=0, le=19)] = 10
    threads: Annotated[int, Field(ge=0, le=256)] = 1
    grace_seconds: Annotated[float, Field(ge=0, le=600)] = 15.0
    upload_bytes: Annotated[int, Field(ge=1024, le=1_000_000_000)] = 8 * 1024 * 1024
    answer_processes: Annotated[int, Field(ge=0, le=64)] = 2
    max_waiting: Annotated[int, Field(ge=0, le=10_000)] = 100


class LogSettings(_Group):
    """What is written to the log, and in which form."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"
    as_json: Annotated[bool, Field(alias="json")] = False
