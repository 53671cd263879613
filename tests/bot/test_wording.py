"""Whatever people read beside quotes has its words in every language, and is asked for by what is in the table."""

from __future__ import annotations

import ast
import datetime as dt
import re
import string
from pathlib import Path

import pytest

from bot.access import UNREADABLE, Action, Asker, Denied, Place, Policy, may
from bot.answering import review
from bot.cogs.privacy import _LOOKS
from bot.curating import ADMIN_HELP
from bot.narrowing import UnusableOptionError, dates_between
from bot.phrases import LANGUAGES, Language, phrases, said_in, worded
from bot.phrases.sentences import is_known
from bot.phrases.wording import WORDS
from bot.render.about import _count
from bot.render.privacy import _counted
from bot.render.review import WORDS as VERDICTS

TODAY = dt.date(2020, 3, 6)
ROOT = Path(__file__).parents[2] / "bot"
OTHERS: tuple[Language, ...] = ("ar", "tr", "ru")
LONGEST_LABEL, LONGEST_BUTTON, LONGEST_PLACEHOLDER = 45, 80, 100
PLACEHOLDERS = ("And who held it before?", "It is not what I asked; it is out of date; a quote is wrong; …")
LABELS = ("Your question", "What was wrong? (optional)")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("english", WORDS, ids=lambda text: re.sub(r"\W+", "-", text)[:40])
def test_a_text_has_words_of_its_own_with_the_same_places_in_every_language(english: str) -> None:
    for language in OTHERS:
        own = WORDS[english][language]
        assert own.strip()
        assert _fields(own) == _fields(english)
        assert own.count("**") == english.count("**")
        assert own.startswith("- ") == english.startswith("- ")
    assert english not in {*WORDS[english].values()} or english == "{first} to {last}"


def _asked_for() -> set[str]:
    """The texts that stand in calls of `worded`, and in the constants that are handed to it by name."""
    found: set[str] = set()
    for source in (path.read_text() for path in ROOT.rglob("*.py")):
        if "worded(" not in source:
            continue
        tree = ast.parse(source)
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "worded":
                for inner in ast.walk(node.args[0]):
                    text = inner.value if isinstance(inner, ast.Constant) else constants.get(getattr(inner, "id", ""))
                    if isinstance(text, str) and text:
                        found.add(text)
    return found


def test_whatever_is_asked_for_is_there() -> None:
    asked = _asked_for()
    assert len(asked) > 60
    # Texts that are put together are looked at in the next test.
    assert {text for text in asked - WORDS.keys() if len(text) > 12} == set()


def test_texts_that_are_put_together_are_there_too() -> None:
    counted = [
        *(_count(n, noun, "tr") for n in (1, 2) for noun in ("article", "publisher", "day")),
        *(
            _counted(n, noun, "tr")
            for n in (1, 2)
            for noun in ("question", "vote", "set", "day", "set of pages", "day of counted use")
        ),
    ]
    assert [text for text in counted if re.search(r"article|publisher|day|question|vote|set|page", text)] == []
    assert ADMIN_HELP in WORDS
    assert all(text in WORDS for text, _style in _LOOKS.values())
    assert all(word in WORDS and f"{{n}} {verdict.value}" in WORDS for verdict, word in VERDICTS.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_buttons_and_forms_fits_there(language: Language) -> None:
    said = phrases(language)
    titles = (said.follow_up, said.not_helpful, *(worded(label, language) for label in LABELS))
    assert all(len(text) <= LONGEST_LABEL for text in titles)
    assert all(len(worded(text, language)) <= LONGEST_PLACEHOLDER for text in PLACEHOLDERS)
    assert all(len(worded(text, language)) <= LONGEST_BUTTON for text, _style in _LOOKS.values())


def test_without_words_a_text_stays_as_it_is_braces_and_all() -> None:
    assert worded("Nobody {knows} this.", "ar") == "Nobody {knows} this."
    assert worded("{count} events", "ru", count=3) == "событий: 3"
    assert worded("{count} events", "en", count=3) == "3 events"


def _refusals() -> list[str]:
    me, here, nowhere = Asker(5), Place(1, 2), Place()
    decisions = [
        may(me, action, place, Policy(admin_guild_ids=guilds))
        for action in (Action.ADMINISTER, Action.CONFIGURE)
        for place in (here, nowhere)
        for guilds in (frozenset[int](), frozenset({7}))
    ]
    return [UNREADABLE, *(each.reason for each in decisions if isinstance(each, Denied))]


def _unusable(since: str, until: str) -> str:
    with pytest.raises(UnusableOptionError) as caught:
        dates_between(since, until, TODAY)
    return str(caught.value)


def test_refusals_of_admins_commands_and_unusable_dates_are_known() -> None:
    said = [*_refusals(), _unusable("2020-03-05", "2020-03-01"), _unusable("whenever", "2020-03-01")]
    assert len(set(said)) >= 7
    assert [text for text in said if not is_known(text)] == []


def test_several_roles_are_named_without_an_english_word_between_them() -> None:
    assert " or " not in said_in("Here I answer only people with the role “Desk” or “Press”.", "tr")


def test_why_a_statement_was_judged_as_it_was_is_known() -> None:
    opposed = "Harbour Post (25 February 2020) says the opposite of “taken”"
    assert all(map(is_known, (review.NEAREST, review.NOTHING, opposed)))
    said = said_in(f"Supported by SANA; {opposed}", "ru")
    assert said == "Подтверждает: SANA; Harbour Post (25 февраля 2020) сообщает обратное: «taken»"
