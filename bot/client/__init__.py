"""The discord.py bot: how it is built, run and stopped, and how it sends."""

from bot.client.bot import NayrabBot, create_bot
from bot.client.login import require_token, run_bot
from bot.client.options import BotOptions, RefusedError, Tools
from bot.client.sending import say

__all__ = ["BotOptions", "NayrabBot", "RefusedError", "Tools", "create_bot", "require_token", "run_bot", "say"]
