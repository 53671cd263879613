"""Choosing a model: what is missing is said in one sentence, with what to do."""

from __future__ import annotations

import importlib.util

import pytest

from bot.answering.errors import ModelError
from bot.chatmodels import PACKAGES, ModelOptions, connect

ABSENT = [
    (f"{provider}:some-model", package)
    for provider, package in PACKAGES.items()
    if provider in {"anthropic", "ollama", "groq"} and importlib.util.find_spec(package.replace("-", "_")) is None
]


@pytest.mark.skipif(not ABSENT, reason="every provider's package is installed here")
@pytest.mark.parametrize(("name", "package"), ABSENT)
def test_a_missing_package_is_named_with_the_command(name: str, package: str) -> None:
    with pytest.raises(ModelError) as raised:
        connect(name, ModelOptions(), {})
    assert (
        str(raised.value) == f"The model {name} needs the package {package}: install it with `pip install {package}`."
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("openai:gpt-4o-mini", "set OPENAI_API_KEY, or NAYRAB_ANSWER__API_KEY"),
        ("openai:", "names a provider alone"),
        ("nobody:some-model", "There is no model 'nobody:some-model'"),
    ],
)
def test_what_else_is_missing_is_one_sentence(name: str, said: str) -> None:
    with pytest.raises(ModelError) as raised:
        connect(name, ModelOptions(), {})
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
