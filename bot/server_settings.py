"""What a server may set for itself, with the defaults; checked, as the config file's groups are. Pure data.

Place in the flow: `bot.admission` reads it from the memory for each question; the cog `settings` changes it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["en", "ar", "tr", "ru"]
_Ids = frozenset[int]
_Names = frozenset[str]
_Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


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
    cooldown_seconds: Annotated[int, Field(ge=0, le=86_400)] = 0
    person_questions: _Count = 0
    server_questions: _Count = 0
    person_tokens: _Count = 0
    server_tokens: _Count = 0
    server_money: _Count = 0
    hidden: _Names = frozenset()
    preferred: _Names = frozenset()
