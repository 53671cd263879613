"""What the settings say of servers and of a model's price, in the words of the Discord side.

Place in the flow: the part of `bot.wiring` that turns `[server]` and the prices of `[answer]` into values.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.answering.models import Usage
from bot.answering.writers import MODEL
from bot.server_settings import ServerSettings
from bot.tariff import MILLION, Tariff

if TYPE_CHECKING:
    from bot.setting_groups import AnswerSettings, ServerGroup

_PROMPT_TOKENS = 1_000
"""About how many tokens the rules for a model have."""


def default_rules(chosen: ServerGroup) -> ServerSettings:
    """Return what holds in a server that has set nothing itself."""
    values = chosen.model_dump()
    return ServerSettings(**{**values, "server_money": round(chosen.server_money * MILLION)})


def tariff_of(chosen: AnswerSettings) -> Tariff:
    """Return the prices, and what a question is expected to take of the model: nothing where quotes answer."""
    # By way of its digits: 0.15 means fifteen hundredths, not the binary number nearest to it.
    priced = Tariff(Decimal(str(chosen.price_input)), Decimal(str(chosen.price_output)), chosen.currency)
    if chosen.model == MODEL:
        return priced
    typical = Usage(chosen.evidence_tokens + _PROMPT_TOKENS, chosen.max_tokens)
    return replace(priced, typical=priced.cost(typical))
