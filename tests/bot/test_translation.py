"""The commands in other languages: every text has words in each, and all of them keep Discord's rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from discord import Locale

from bot.client.translation import LOCALES, CatalogueTranslator
from bot.paging import size
from bot.phrases.commands import CATALOGUE, Kind, command_text
from tests.fakes.whole_tree import TextsHeard, opened_tree, payloads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.phrases import Language

# As Discord documents it: letters and digits of any script, hyphen, underscore, apostrophe; lower case if there is one.
_NAME = re.compile(r"[-_'\w]{1,32}")
LANGUAGES: tuple[Language, ...] = ("ar", "tr", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_text_of_every_command_has_words(language: Language, tmp_path: Path) -> None:
    translator = TextsHeard()
    async with opened_tree(tmp_path) as bot:
        await payloads(bot, translator)
    assert len(translator.heard) > 60
    assert [(kind, text) for kind, text in sorted(translator.heard) if not command_text(kind, text, language)] == []


async def test_what_is_sent_holds_the_languages_that_discord_has(tmp_path: Path) -> None:
    async with opened_tree(tmp_path) as bot:
        sent = await payloads(bot, CatalogueTranslator())
    by_name = {command["name"]: command for command in sent}
    assert by_name["ask"]["name_localizations"] == {"tr": "sor", "ru": "спросить"}
    assert by_name["Explain place"]["name_localizations"] == {"tr": "Yeri açıkla", "ru": "Объяснить место"}
    [reingest] = [each for each in by_name["corpus"]["options"] if each["name"] == "reingest"]
    assert reingest["description_localizations"].keys() == {"tr", "ru"}


async def test_names_differ_within_a_level_in_every_language(tmp_path: Path) -> None:
    async with opened_tree(tmp_path) as bot:
        sent = await payloads(bot, CatalogueTranslator())
    for language in LANGUAGES:
        for names in _levels(sent):
            own = [command_text(kind, name, language) for kind, name in names]
            assert len(own) == len(set(own)), names


def _levels(commands: list[dict[str, Any]]) -> Iterator[list[tuple[Kind, str]]]:
    yield [(Kind.NAME if "options" in each else Kind.LABEL, each["name"]) for each in commands]
    for each in commands:
        yield from _inner(each)


def _inner(command: dict[str, Any]) -> Iterator[list[tuple[Kind, str]]]:
    options = command.get("options") or []
    yield [(Kind.NAME, each["name"]) for each in options]
    yield [(Kind.LABEL, each["name"]) for option in options for each in option.get("choices") or []]
    for option in options:
        yield from _inner(option)


@pytest.mark.parametrize("language", LANGUAGES)
class TestTheCatalogue:
    def test_names_are_as_discord_wants_them(self, language: Language) -> None:
        for name in CATALOGUE[language][Kind.NAME].values():
            assert _NAME.fullmatch(name), name
            assert name.lower() == name

    def test_descriptions_and_labels_fit(self, language: Language) -> None:
        texts = CATALOGUE[language]
        assert [text for text in texts[Kind.DESCRIPTION].values() if not 1 <= size(text) <= 100] == []
        assert [text for text in texts[Kind.LABEL].values() if not 1 <= size(text) <= 100 or text != text.strip()] == []

    def test_there_is_nothing_that_the_others_lack(self, language: Language) -> None:
        assert {kind: set(texts) for kind, texts in CATALOGUE[language].items()} == {
            kind: set(texts) for kind, texts in CATALOGUE["ru"].items()
        }


def test_a_turkish_capital_with_a_dot_would_not_pass() -> None:
    assert not _NAME.fullmatch("İptal".lower())  # Python makes two characters of it: the dot stands alone


def test_discord_still_has_no_arabic() -> None:
    assert "ar" not in {locale.value for locale in Locale}
    assert set(LOCALES.values()) == {"tr", "ru"}
    assert command_text(Kind.NAME, "ask", "ar") == "اسأل"
    assert command_text(Kind.NAME, "ask", "en") is None
