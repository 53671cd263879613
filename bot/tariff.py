"""What a language model costs: tokens -> money, in millionths of the currency that the prices are set in. Pure.

Place in the flow: `bot.admission` charges answers by it; `bot.wiring` makes it of the settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answering.models import Usage

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Tokens, and money in millionths."""

    tokens: int = 0
    money: int = 0


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices per million tokens read and written; `typical` is what a question is expected to take.

    As long as a question is being answered, its person and server are charged what is typical.
    """

    price_input: Decimal = field(default_factory=Decimal)
    price_output: Decimal = field(default_factory=Decimal)
    currency: str = "USD"
    typical: Cost = field(default_factory=Cost)

    def cost(self, usage: Usage) -> Cost:
        """Return what an answer cost, rounded up to whole millionths."""
        # A price per million tokens is as many millionths per token.
        money = usage.input_tokens * self.price_input + usage.output_tokens * self.price_output
        return Cost(usage.input_tokens + usage.output_tokens, int(money.to_integral_value(ROUND_CEILING)))


def shown(millionths: int, currency: str) -> str:
    """Return an amount of money as people write it: `1.25 USD`, `0.000123 USD`."""
    amount = f"{Decimal(millionths) / MILLION:.6f}".rstrip("0")
    whole, _, cents = amount.partition(".")
    return f"{whole}.{cents:0<2} {currency}"
