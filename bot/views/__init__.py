"""Buttons and forms. Each lives in its custom id alone, so that it works after a restart.

Place in the flow: the cogs put them under messages; the client revives every class in `BUTTONS` at start.
"""

from bot.views.answers import (
    AccountsButton,
    FollowUpButton,
    HelpfulButton,
    NotHelpfulButton,
    PageButton,
    PassagesButton,
    answer_view,
)
from bot.views.pages import LeafButton, turning_view

BUTTONS = (
    PassagesButton,
    AccountsButton,
    FollowUpButton,
    HelpfulButton,
    NotHelpfulButton,
    PageButton,
    LeafButton,
)

__all__ = ["BUTTONS", "answer_view", "turning_view"]
