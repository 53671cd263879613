"""What the bot says around its quotes, in the languages a server can choose. Pure: data and look-ups, no Discord.

Place in the flow: `bot.render` and the cogs word an answer with it. Where a language has no words for something, the
English ones are shown: nothing is left out for want of a translation.
"""

from bot.phrases.catalogue import Phrases
from bot.phrases.dates import day_text, month_text, redated
from bot.phrases.frames import phrases
from bot.phrases.languages import LANGUAGES, RIGHT_TO_LEFT, Language, embedded
from bot.phrases.sentences import said_in
from bot.phrases.wording import worded

__all__ = [
    "LANGUAGES",
    "RIGHT_TO_LEFT",
    "Language",
    "Phrases",
    "day_text",
    "embedded",
    "month_text",
    "phrases",
    "redated",
    "said_in",
    "worded",
]
