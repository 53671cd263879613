"""What a message says to the bot, and what came before it."""

from __future__ import annotations

import pytest

from bot.conversation import Heard, Spoken, earlier_questions, is_for_me, objection, words

TO_NOBODY = {"by_bot": False, "direct": False, "mentions_me": False, "replies_to_me": False}


@pytest.mark.parametrize("way", ["direct", "mentions_me", "replies_to_me", "in_my_thread"])
def test_each_way_of_speaking_to_it_is_heard_from_people_and_never_from_bots(way: str) -> None:
    assert is_for_me(Heard(**TO_NOBODY | {way: True}))
    assert not is_for_me(Heard(**TO_NOBODY | {way: True, "by_bot": True}))


def test_what_is_said_to_nobody_is_not_for_it() -> None:
    assert not is_for_me(Heard(**TO_NOBODY))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<@1> why?", "why?"),
        ("<@!1>why?", "why?"),
        ("why, <@1>, does\n <@2> care?", "why, , does Bob care?"),
        ("<@11> why?", "<@11> why?"),
        ("<@1>", ""),
        ("\u200b<@1>\u202e ", ""),
    ],
)
def test_its_own_mention_goes_and_others_become_names(content: str, said: str) -> None:
    assert words(content, ["<@1>", "<@!1>"], {"<@2>": "Bob"}) == said


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "I found no question in that."),
        ("?!…", "I found no words in that."),
        ("🔥", "I found no words in that."),
        ("x" * 2_001, "Your question has 2,001 characters; I can take 2,000."),
        ("x" * 10_000, "Your question has 10,000 characters"),
    ],
    ids=["empty", "signs", "emoji", "one too many", "ten thousand"],
)
def test_what_cannot_be_worked_on_gets_a_sentence(question: str, told: str) -> None:
    assert told in (objection(question) or "")


@pytest.mark.parametrize("question", ["why?", "لماذا؟", "почему", "7", "x" * 2_000])
def test_a_question_is_not_objected_to(question: str) -> None:
    assert objection(question) is None


class Channel:
    """A fake channel: `person` and `bot` speak, each in reply to an earlier id; the bot may remember turns."""

    def __init__(self) -> None:
        self.messages: dict[int, Spoken] = {}
        self.turns: dict[int, tuple[str, ...]] = {}
        self.fetched = 0

    def person(self, number: int, text: str, to: int | None = None) -> Channel:
        self.messages[number] = Spoken(by_bot=False, text=text, replies_to=to)
        return self

    def bot(self, number: int, to: int | None = None, remembers: tuple[str, ...] | None = None) -> Channel:
        self.messages[number] = Spoken(by_bot=True, text="an answer", replies_to=to)
        if remembers is not None:
            self.turns[number] = remembers
        return self

    async def kept(self, number: int) -> tuple[str, ...] | None:
        return self.turns.get(number)

    async def fetch(self, number: int) -> Spoken | None:
        self.fetched += 1
        return self.messages.get(number)

    async def before(self, replied_to: int | None, limit: int = 6) -> tuple[str, ...]:
        return await earlier_questions(replied_to, kept=self.kept, fetch=self.fetch, limit=limit)


async def test_a_message_that_replies_to_nothing_has_no_history() -> None:
    assert await Channel().before(None) == ()


async def test_what_the_bot_remembers_is_taken_without_fetching() -> None:
    channel = Channel().bot(2, to=1, remembers=("first?", "second?"))
    assert await channel.before(2) == ("first?", "second?")
    assert channel.fetched == 0


async def test_a_chain_that_is_not_remembered_is_walked() -> None:
    channel = Channel().person(1, "first?").bot(2, to=1).person(3, "second?", to=2).bot(4, to=3)
    assert await channel.before(4) == ("first?", "second?")


async def test_a_walk_ends_in_what_is_remembered() -> None:
    channel = Channel().bot(2, remembers=("first?",)).person(3, "second?", to=2).bot(4, to=3)
    assert await channel.before(4) == ("first?", "second?")


async def test_only_the_last_turns_are_taken() -> None:
    channel = Channel().bot(9, remembers=tuple("abcdefgh"))
    assert await channel.before(9, limit=3) == ("f", "g", "h")


async def test_a_message_that_cannot_be_had_ends_the_chain() -> None:
    channel = Channel().person(3, "second?", to=2)
    assert await channel.before(3) == ("second?",)


async def test_a_chain_in_a_circle_ends() -> None:
    channel = Channel().bot(1, to=2).bot(2, to=1)
    assert await channel.before(1) == ()
    assert channel.fetched == 12
