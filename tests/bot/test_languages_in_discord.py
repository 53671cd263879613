"""A server that has chosen a language meets it everywhere: answers, buttons, forms, pages, refusals, help."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.answering.models import Account, Disagreement, Reason
from bot.phrases import Language, phrases
from bot.phrases.commands import CATALOGUE
from bot.phrases.sentences import TABLE
from bot.phrases.wording import WORDS
from bot.research import Research
from bot.server_changes import putting
from bot.server_settings import ServerSettings
from tests.fakes.answerer import an_answer, an_article, cited
from tests.fakes.discord_house import House, opened, shown
from tests.fakes.library_desk import LibraryDesk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

OTHERS: tuple[Language, ...] = ("ar", "tr", "ru")
QUESTION = "Zzwer zzwas zzwo?"
ONE = an_article("Zzone zztwo. Zzthree zzfour zzfive. Zzsix.", title="Zztitle", publisher="Zzpress")
OTHER = replace(an_article("Zzten zztwenty.", title="Zzheading", publisher="Zzpost", url=None), id="a2")
DIFFERING = replace(
    an_answer("Zzclaim [1] [2].", cited(1, ONE, "Zzthree zzfour zzfive."), cited(2, OTHER)),
    disagreements=(Disagreement("zzabout", (Account("zzone", (1,)), Account("zzten", (2,)))),),
    asked_as="Zzasked?",
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_NOT_SAID = re.compile(r"`[^`]*`|<[^>]*>|\(\*\*[^*]*\*\*\)|“[^”]*”|Searched all of it\.")
"""Names of commands, addresses, channels, what Discord's own menus say in English, examples, a note of the fake's."""


@pytest.fixture(params=OTHERS)
async def house(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    research = Research(library=LibraryDesk().prints(ONE, OTHER))
    rules = ServerSettings(language=request.param)
    async with opened(House(tmp_path, research=research, rules=rules)) as house:
        house.answerer.gives(DIFFERING)
        yield house


def _words(texts: Iterable[str]) -> set[str]:
    return {word.casefold() for text in texts for word in _WORD.findall(_NOT_SAID.sub(" ", text))}


def _phrases(language: Language) -> list[str]:
    said = dataclasses.asdict(phrases(language))
    return [str(each) for value in said.values() for each in (value.values() if isinstance(value, dict) else [value])]


def _english_words(language: Language) -> set[str]:
    """The words of the English frame that are none in that language."""
    at = OTHERS.index(language) + 1
    english = _words([*_phrases("en"), *WORDS, *(row[0] for row in TABLE)])
    english |= _words(text for texts in CATALOGUE[language].values() for text in texts)
    own = [text for texts in CATALOGUE[language].values() for text in texts.values()]
    own += [*_phrases(language), *(words[language] for words in WORDS.values()), *(row[at] for row in TABLE)]
    return english - _words(own)


def _texts(components: Any) -> list[str]:
    """Every text of buttons and forms."""
    match components:
        case dict():
            named = [components[key] for key in ("label", "title", "description", "placeholder") if components.get(key)]
            return [str(each) for each in named] + [text for value in components.values() for text in _texts(value)]
        case list() | tuple():
            return [text for each in components for text in _texts(each)]
        case _:
            return []


def _is_said_in(house: House, message: Any) -> None:
    language = _language(house)
    texts = [message.content, *_texts(message.components)]
    assert _words(texts) & _english_words(language) == set(), texts


def _language(house: House) -> Language:
    assert house.rules is not None
    return house.rules.language


async def _asks(house: House) -> Any:
    return shown(await house.alice.slash(house.channel, "ask", question=QUESTION))


async def test_an_answer_its_buttons_and_its_pages(house: House) -> None:
    said = phrases(_language(house))
    answer = await _asks(house)
    _is_said_in(house, answer)
    assert _texts(answer.components)[:2] == [said.passages, said.accounts]
    assert answer.components[0]["components"][0]["custom_id"] == "nayrab:passages:answer0"
    for label in (said.passages, said.accounts, said.helpful):
        page = shown(await house.alice.click(answer.message, label=label))
        assert page.content
        _is_said_in(house, page)


async def test_the_forms_below_an_answer(house: House) -> None:
    language = _language(house)
    answer = await _asks(house)
    for label in (phrases(language).follow_up, phrases(language).not_helpful):
        form = (await house.alice.click(answer.message, label=label)).modal
        assert form is not None
        texts = _texts(form)
        assert len(texts) > 1
        assert _words(texts) & _english_words(language) == set(), texts


async def test_many_passages_are_turned_over(house: House) -> None:
    said = phrases(_language(house))
    long = replace(ONE, text=" ".join(["Zzword zzword zzword."] * 300))
    house.answerer.gives(an_answer("Zzclaim [1].", cited(1, long)))
    first = shown(await house.alice.click((await _asks(house)).message, label=said.passages))
    _is_said_in(house, first)
    assert said.page.format(page=1, pages=4) in first.content
    second = shown(await house.alice.click(first.message, label=said.next_page))
    assert said.page.format(page=2, pages=4) in second.content
    _is_said_in(house, second)


@pytest.mark.parametrize("reason", [Reason.NO_EVIDENCE, Reason.OFF_TOPIC, Reason.EMPTY_CORPUS])
async def test_a_refusal(house: House, reason: Reason) -> None:
    house.answerer.refuses(phrases().openings[reason], reason)
    message = await _asks(house)
    _is_said_in(house, message)
    assert phrases(_language(house)).openings[reason] in message.content


async def test_a_denial(house: House) -> None:
    await house.running.admission.change(house.guild.id, putting("cooldown_seconds", 30), 1)
    await _asks(house)
    denied = await _asks(house)
    assert "30" in denied.content
    _is_said_in(house, denied)


async def test_a_fault(house: House) -> None:
    house.answerer.fails(ValueError("zz"))
    fault = await _asks(house)
    assert len(house.errors()) <= 1
    assert "abc123" in fault.content
    _is_said_in(house, fault)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("help", {}),
        ("sources", {}),
        ("search", {"words": "zzone"}),
        ("search", {"words": "zznothing"}),
        ("article", {"title": "a1"}),
        ("article", {"title": "zzunheard"}),
        ("privacy", {}),
        ("ask", {"question": QUESTION, "since": "zzwhen"}),
    ],
    ids=["help", "sources", "search", "search-nothing", "article", "article-unknown", "privacy", "bad-date"],
)
async def test_what_is_looked_up(house: House, name: str, options: dict[str, str]) -> None:
    message = shown(await house.alice.slash(house.channel, name, **options))
    assert message.content
    _is_said_in(house, message)
