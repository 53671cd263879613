"""One question from Discord, start to finish: checked, answered off the event loop, remembered, rendered.

Place in the flow: the cogs turn what Discord sends into a `Request` and send the `Reply` they get; this module knows
no Discord. Known faults come back as a reply; an unexpected one is raised to the bot's error handlers.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bot.answering.models import Answer, Outcome, Question
from bot.conversation import TURNS, objection, tidy
from bot.faults import StateError, explain
from bot.render import outcome_messages, passage_pages
from bot.server_settings import ServerSettings
from bot.state import KEPT_FOR, Asked, State
from ingest.corpus.errors import NayrabError
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from bot.offload import Offload

_log = logging.getLogger(__name__)

RECENT = dt.timedelta(minutes=30)
"""In a direct message, what was asked this recently counts as the same conversation."""

GONE = (
    f"I no longer have the passages of this answer (I keep them for {KEPT_FOR.days} days). "
    "Ask the question again to see them."
)

GONE_PAGES = "I no longer have these pages. Look it up again to see them."


class Lookup(StrEnum):
    """What can be asked for besides an answer, by the name of its command."""

    ACCOUNTS = "accounts"
    TIMELINE = "timeline"


class Answerer(Protocol):
    """What answers; blocking, safe to call from several threads."""

    def answer(self, question: Question) -> Outcome:
        """Return an answer or a refusal; raises `NayrabError` for a fault."""


Lookups = Mapping[Lookup, Callable[[Question], Outcome]]
"""What does the looking up; blocking, safe to call from several threads."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it came. `show_question`: readers would not see it. `private`: nobody else sees the reply.

    `lookup`: what is wanted instead of an answer. `filter`: which articles may be used, as options say; `rules`: what
    the server has set.
    """

    text: str
    asked: Asked
    history: tuple[str, ...] = ()
    show_question: bool = False
    private: bool = False
    lookup: Lookup | None = None
    filter: ArticleFilter = field(default_factory=ArticleFilter)
    rules: ServerSettings = field(default_factory=ServerSettings)


@dataclass(frozen=True, slots=True)
class Reply:
    """Contents to send, in order, and what the buttons on the last one offer of the answer kept as `answer_id`.

    `passages`: there are quotes to show; `accounts`: the sources differ; `outcome` is None where nothing was answered.
    """

    contents: tuple[str, ...]
    answer_id: str | None = None
    passages: bool = False
    accounts: bool = False
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """Receives questions; holds the ports, no state of its own."""

    answerer: Answerer
    state: State
    offload: Offload
    clock: Callable[[], dt.datetime]
    new_id: Callable[[], str]
    lookups: Lookups = field(default_factory=dict)

    async def answer(self, request: Request) -> Reply:
        """Answer a request; whatever is known to go wrong comes back as a reply with one sentence."""
        text = tidy(request.text)
        complaint = objection(text)
        if complaint:
            return Reply((complaint,))
        question = Question(text, request.history[-TURNS:], request.filter, today=self.clock().date())
        work = self.lookups[request.lookup] if request.lookup else self.answerer.answer
        try:
            outcome = await self.offload.run(lambda: work(question))
        except NayrabError as error:
            _log.warning("a question could not be answered: %s", error)
            return Reply((explain(error, "").text,))
        answer_id = await self._keep(outcome, question.history, request)
        contents = outcome_messages(outcome, text if request.show_question else None)
        passages = answer_id is not None and bool(outcome.sources)
        differ = isinstance(outcome, Answer) and bool(outcome.disagreements)
        return Reply(contents, answer_id, passages, passages and differ, outcome)

    async def _keep(self, outcome: Outcome, history: tuple[str, ...], request: Request) -> str | None:
        """Remember the outcome; an answer that cannot be remembered is still shown, without its button."""
        answer_id = self.new_id()
        asked = Asked(guild_id=request.asked.guild_id) if request.private else request.asked
        try:
            await asyncio.to_thread(self.state.keep, answer_id, outcome, history, asked, self.clock())
        except Exception:  # noqa: BLE001  # whatever is wrong with the memory, the answer is there and must be shown
            _log.exception("an answer could not be remembered; its button is left out")
            return None
        return answer_id

    async def sent(self, reply: Reply, message_id: int) -> None:
        """Remember which message shows the reply, for those who will reply to it."""
        if reply.answer_id is None:
            return
        try:
            await asyncio.to_thread(self.state.shown_in, reply.answer_id, message_id)
        except StateError:
            _log.exception("the message of an answer could not be remembered")

    async def passages(self, answer_id: str) -> tuple[str, ...] | None:
        """Return the pages of quotes behind an answer; None when it is no longer kept. Raises `StateError`."""
        kept = await asyncio.to_thread(self.state.find, answer_id, self.clock())
        return passage_pages(kept.sources) if kept else None

    async def keep_pages(self, pages: Sequence[str], user_id: int) -> str | None:
        """Keep pages for their buttons and return what the buttons name them by; None when they cannot be kept."""
        kept = self.new_id()
        try:
            await asyncio.to_thread(self.state.pages.keep, kept, pages, user_id, self.clock())
        except StateError:
            _log.exception("pages could not be kept; their buttons are left out")
            return None
        return kept

    async def kept_pages(self, kept: str) -> tuple[str, ...] | None:
        """Return kept pages; None when they are gone. Raises `StateError`."""
        return await asyncio.to_thread(self.state.pages.find, kept, self.clock())

    async def turns_of(self, message_id: int) -> tuple[str, ...] | None:
        """Return the questions that lead to a message of mine (or to the message it answered), oldest first."""
        try:
            kept = await asyncio.to_thread(self.state.find_by_message, message_id, self.clock())
        except StateError:
            _log.exception("earlier questions could not be looked up; going on without them")
            return None
        return kept.turns if kept else None

    async def turns_in(self, channel_id: int, *, recent: bool) -> tuple[str, ...]:
        """Return the last questions of a thread, or (`recent`) of a direct message in the last half hour."""
        since = self.clock() - (RECENT if recent else KEPT_FOR)
        try:
            return await asyncio.to_thread(self.state.questions_in, channel_id, TURNS, since)
        except StateError:
            _log.exception("earlier questions could not be looked up; going on without them")
            return ()

    async def purge(self) -> int:
        """Forget what is older than the bot keeps answers. Raises `StateError`."""
        return await asyncio.to_thread(self.state.purge, self.clock())
