"""One question from Discord, start to finish: checked, answered off the event loop, remembered, rendered.

Place in the flow: the cogs turn what Discord sends into a `Request` and send the `Reply` they get; this module knows
no Discord. Known faults come back as a reply; an unexpected one is raised to the bot's error handlers.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bot.answering.models import Answer, Outcome, Question
from bot.conversation import TURNS, TokenBudget, objection, roughly, tidy
from bot.faults import StateError, explain
from bot.phrases import said_in
from bot.render import outcome_messages, passage_pages
from bot.server_settings import ServerSettings
from bot.state import Asked, KeptAnswer, State
from bot.streaming import so_far, unfinished
from ingest.corpus.errors import NayrabError
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from bot.answering.models import DraftClaim
    from bot.answering.writers import Progress
    from bot.offload import Offload

_log = logging.getLogger(__name__)

RECENT = dt.timedelta(minutes=30)
"""In a direct message, what was asked this recently counts as the same conversation."""

GONE_PAGES = "I no longer have these pages. Look it up again to see them."


class Lookup(StrEnum):
    """What can be asked for besides an answer, by the name of its command."""

    ACCOUNTS = "accounts"
    TIMELINE = "timeline"


class Answerer(Protocol):
    """What answers; blocking, safe to call from several threads."""

    def answer(self, question: Question, progress: Progress | None = None) -> Outcome:
        """Return an answer or a refusal; raises `NayrabError` for a fault. `progress` is told of each claim."""


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
    budget: TokenBudget = field(default_factory=lambda: TokenBudget(400, roughly))

    async def answer(self, request: Request, progress: Progress | None = None) -> Reply:
        """Answer a request; whatever is known to go wrong comes back as a reply with one sentence.

        `progress` is told of each claim as soon as it is verified, from the thread that answers.
        """
        text = tidy(request.text)
        complaint = objection(text)
        if complaint:
            return Reply((said_in(complaint, request.rules.language),))
        try:
            history, outcome = await self.offload.run(lambda: self._work(request, text, progress))
        except NayrabError as error:
            _log.warning("a question could not be answered: %s", error)
            return Reply((explain(error, "", request.rules.language).text,))
        answer_id = await self._keep(outcome, history, request)
        contents = outcome_messages(outcome, text if request.show_question else None, request.rules.language)
        passages = answer_id is not None and bool(outcome.sources)
        differ = isinstance(outcome, Answer) and bool(outcome.disagreements)
        return Reply(contents, answer_id, passages, passages and differ, outcome)

    def draft(self, request: Request, claims: Sequence[DraftClaim]) -> str:
        """Return the content of a message that shows the claims so far and says that more is to come."""
        text = tidy(request.text)
        shown = text if request.show_question else None
        language = request.rules.language
        return unfinished(outcome_messages(so_far(text, claims), shown, language), language)

    def _work(self, request: Request, text: str, progress: Progress | None) -> tuple[tuple[str, ...], Outcome]:
        """Return the earlier questions that went along, and what came of it; blocks."""
        history = self.budget.newest(request.history[-TURNS:])
        rules = request.rules
        within = replace(request.filter, hidden=request.filter.hidden | rules.hidden)
        question = Question(text, history, within, self.clock().date(), rules.preferred)
        if request.lookup:
            return history, self.lookups[request.lookup](question)
        if progress is None:
            return history, self.answerer.answer(question)
        return history, self.answerer.answer(question, progress=progress)  # by name: the crew passes it on apart

    async def _keep(self, outcome: Outcome, history: tuple[str, ...], request: Request) -> str | None:
        """Remember the outcome; an answer that cannot be remembered is still shown, without its button."""
        answer_id = self.new_id()
        there = request.asked
        # Of a private answer the channel is not kept: nobody else's conversation there may build on it.
        asked = Asked(guild_id=there.guild_id, user_id=there.user_id) if request.private else there
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
        kept = await self.kept(answer_id)
        return passage_pages(kept.sources) if kept else None

    async def kept(self, answer_id: str) -> KeptAnswer | None:
        """Return what is remembered of an answer; None when it is no longer kept. Raises `StateError`."""
        return await asyncio.to_thread(self.state.find, answer_id, self.clock())

    @property
    def gone(self) -> str:
        """The sentence for an answer that is no longer kept."""
        days = self.state.kept_for.days
        return (
            f"I no longer have this answer and its passages (I keep them for {days} day{'' if days == 1 else 's'}). "
            "Ask the question again."
        )

    async def keep_pages(self, pages: Sequence[str], user_id: int, kept: str | None = None) -> str | None:
        """Keep pages for their buttons and return what the buttons name them by; None when they cannot be kept.

        `kept` is the answer that they show, if they show one.
        """
        kept = kept or self.new_id()
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
        since = self.clock() - (RECENT if recent else self.state.kept_for)
        try:
            return await asyncio.to_thread(self.state.questions_in, channel_id, TURNS, since)
        except StateError:
            _log.exception("earlier questions could not be looked up; going on without them")
            return ()

    async def purge(self) -> int:
        """Forget what is older than the bot keeps answers. Raises `StateError`."""
        return await asyncio.to_thread(self.state.purge, self.clock())
