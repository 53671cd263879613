"""What a server may set for itself, with the defaults; checked, as the config file's groups are. Pure data.

Place in the flow: `bot.admission` reads it from the memory for each question; the cog `settings` changes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "ar", "tr", "ru"]
_Ids = frozenset[int]
_Names = frozenset[str]
MOST = 1_000_000_000_000
LONGEST_COOLDOWN = 86_400
Count = Annotated[int, Field(ge=0, le=MOST)]


class ServerSettings(BaseModel):
    """The rules of one server; empty sets mean "all", a budget of 0 means "no limit".

    `channels`: where questions are answered; `roles`: who may ask; `threads`: channels in which an answer opens a
    thread. `private`: answers to slash commands are shown to the asker alone unless asked otherwise. Budgets are per
    day (UTC): questions by one person and by the whole server, and for a paid model its tokens and its price in
    millionths of the currency that prices are set in. `hidden` publishers are never shown, `preferred` ones come first
    where several say the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    channels: _Ids = frozenset()
    roles: _Ids = frozenset()
    language: Language = "en"
    private: bool = False
    threads: _Ids = frozenset()
    cooldown_seconds: Annotated[int, Field(ge=0, le=LONGEST_COOLDOWN)] = 0
    person_questions: Count = 0
    server_questions: Count = 0
    person_tokens: Count = 0
    server_tokens: Count = 0
    server_money: Count = 0
    hidden: _Names = frozenset()
    preferred: _Names = frozenset()


class ImpossibleValueError(NayrabError):
    """A value that a setting cannot have; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a server has set for itself, by setting; `dropped` names what was stored but cannot be used.

    `unclear`: what was dropped says who may ask, or where. Then nobody may: nothing opens by itself.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    unclear: bool = False

    def over(self, defaults: ServerSettings) -> ServerSettings:
        """Return what holds: the server's own settings, and the defaults for what it has not set."""
        return defaults.model_copy(update=dict(self.values))


_CLOSING = frozenset({"channels", "roles"})
"""Settings that shut somebody out: a value that cannot be read must not let everybody in."""


def read_overrides(document: object) -> Overrides:
    """Read what is stored of a server, keeping all of it that makes sense. Never raises."""
    if not isinstance(document, dict):
        return Overrides(dropped=("everything",), unclear=True)
    values: dict[str, Any] = {}
    dropped: list[str] = []
    unclear = False
    for name, stored in document.items():
        kept, whole = _readable(name, stored)
        if kept is not None:
            values[name] = kept
        if not whole:
            dropped.append(str(name))
            unclear = unclear or (name in _CLOSING and not kept)
    return Overrides(values, tuple(dropped), unclear)


def checked(name: str, value: object) -> Any:
    """Return the value as the setting has it; raises `ImpossibleValueError`."""
    try:
        return getattr(ServerSettings.model_validate({name: value}), name)
    except ValidationError as error:
        said = error.errors(include_url=False)[0]["msg"].removeprefix("Input ")
        raise ImpossibleValueError(f"The setting {name.replace('_', ' ')} {said}.") from None


def stored(value: object) -> object:
    """Return a setting's value as JSON has it."""
    return sorted(value) if isinstance(value, frozenset) else value


def _readable(name: str, value: object) -> tuple[Any, bool]:
    """Return what can be used of a stored value (None: nothing), and whether that is all of it."""
    if name not in ServerSettings.model_fields:
        return None, False
    usable = _usable(name, value)
    if usable is not None or not isinstance(value, list):
        return usable, usable is not None
    parts = [part for part in (_usable(name, [each]) for each in value) if part]
    return (frozenset().union(*parts) if parts else None), False


def _usable(name: str, value: object) -> Any:
    try:
        return checked(name, value)
    except ImpossibleValueError:
        return None
