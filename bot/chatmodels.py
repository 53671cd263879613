"""Chat models of any LangChain provider, by name (`openai:gpt-4o-mini`, `anthropic:...`, `ollama:llama3.2`).

Place in the flow: adapts a LangChain chat model to the `ChatModel` port: pieces of text, failures as one plain sentence
told apart by whether trying again may help, and bounded retries (the provider's own are off). It knows no prompt.
"""

from __future__ import annotations

import importlib.util
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answering.errors import ModelError, SlowModelError, TransientModelError
from bot.answering.models import Usage
from ingest.corpus import mishaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from langchain_core.language_models import BaseChatModel

PACKAGES = {
    "anthropic": "langchain-anthropic",
    "azure_openai": "langchain-openai",
    "bedrock": "langchain-aws",
    "bedrock_converse": "langchain-aws",
    "cohere": "langchain-cohere",
    "deepseek": "langchain-deepseek",
    "fireworks": "langchain-fireworks",
    "google_genai": "langchain-google-genai",
    "google_vertexai": "langchain-google-vertexai",
    "groq": "langchain-groq",
    "mistralai": "langchain-mistralai",
    "ollama": "langchain-ollama",
    "openai": "langchain-openai",
    "openrouter": "langchain-openrouter",
    "together": "langchain-together",
    "xai": "langchain-xai",
}
"""LangChain's name of the usual providers and the package that brings each; `init_chat_model` knows more."""

KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "deepseek": "DEEPSEEK_API_KEY",
    "fireworks": "FIREWORKS_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "groq": "GROQ_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "openai": "OPENAI_API_KEY",
    "openrouter": "OPENROUTER_API_KEY",
    "together": "TOGETHER_API_KEY",
    "xai": "XAI_API_KEY",
}
"""The variable in which each provider's package looks for a key."""

FIRST_PAUSE = 0.5
"""Seconds before the second try; twice as long before each further one."""

_NO_KEY = "none"
_CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How a model is asked: where, with which key, for how long (seconds), how much it may write, and how often.

    `tell_usage`: ask for the provider's own count of tokens where that has to be asked for, which a small server at
    another address may refuse to understand.
    """

    base_url: str = ""
    api_key: str = ""
    timeout: float = 45.0
    max_tokens: int = 600
    temperature: float = 0.0
    tries: int = 3
    tell_usage: bool = False


class LangChainModel:
    """A LangChain chat model as a `ChatModel`; passing failures are tried again until the first piece has come."""

    def __init__(
        self,
        name: str,
        chat: BaseChatModel,
        options: ModelOptions | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._chat = chat
        self._options = options or ModelOptions()
        self._sleep = sleep
        self._clock = clock

    def stream(self, messages: Sequence[tuple[str, str]]) -> Iterator[str | Usage]:
        """Yield pieces as they come, and what each try took; raises `ModelError` or a kind of it, possibly after some.

        A provider may tell what a try took. One that went wrong in the middle it does not tell; a try that came to
        nothing because it took too long is estimated here, because another may follow it.
        """
        deadline = self._clock() + self._options.timeout
        for failed in range(self._options.tries):
            begun = False
            try:
                for piece in self._pieces(messages):
                    begun = begun or isinstance(piece, str)
                    yield piece
            except Exception as error:
                failure = wrapped(self.name, error)
                pause = _pause(failure, failed)
                last = failed + 1 == self._options.tries or self._clock() + pause >= deadline
                if begun or last or not isinstance(failure, TransientModelError):
                    raise failure from error
                if isinstance(failure, SlowModelError):
                    yield Usage(sum(len(text) for _, text in messages) // _CHARACTERS_A_TOKEN, 0)
            else:
                return
            self._sleep(pause)

    def _pieces(self, messages: Sequence[tuple[str, str]]) -> Iterator[str | Usage]:
        told = Usage()
        for chunk in self._chat.stream(list(messages)):
            if text := str(chunk.text):
                yield text
            if said := getattr(chunk, "usage_metadata", None):  # each chunk tells its own share
                told += Usage(said["input_tokens"], said["output_tokens"])
        if told != Usage():
            yield told


def _pause(failure: ModelError, failed: int) -> float:
    """Return the seconds to wait: what the provider asked for, or twice as long every time."""
    asked = failure.retry_after if isinstance(failure, TransientModelError) else None
    return FIRST_PAUSE * 2.0**failed if asked is None else asked


def connect(name: str, options: ModelOptions, environ: Mapping[str, str]) -> LangChainModel:
    """Make the model of that name; raises `ModelError` with what to do. `environ` is where providers look for keys."""
    provider, model = _told_apart(name)
    if provider in PACKAGES:
        _check(name, provider, options, environ)
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  heavy, and only for who chose a model

    try:
        chat = init_chat_model(model, model_provider=provider, **_arguments(provider, options))
    except ImportError as error:
        raise _without_package(name, _package_of(error)) from error
    except ValueError as error:
        raise _unknown(name, error) from error
    except Exception as error:
        raise wrapped(name, error) from error
    return LangChainModel(name, chat, options)


def _told_apart(name: str) -> tuple[str | None, str]:
    provider, colon, model = (part.strip() for part in name.partition(":"))
    if not colon or not provider.replace("_", "").isalnum():
        return None, name.strip()
    if not model:
        raise ModelError(
            f"The model {name!r} names a provider alone: write provider:model, such as openai:gpt-4o-mini."
        )
    return provider.lower(), model


def _check(name: str, provider: str, options: ModelOptions, environ: Mapping[str, str]) -> None:
    package, variable = PACKAGES[provider], KEYS.get(provider)
    if importlib.util.find_spec(package.replace("-", "_")) is None:
        raise _without_package(name, package)
    if variable and not (options.api_key or options.base_url or environ.get(variable)):
        raise ModelError(f"The model {name} needs a key: set {variable}, or NAYRAB_ANSWER__API_KEY.")


def _arguments(provider: str | None, options: ModelOptions) -> dict[str, Any]:
    """Return the options under the names that the provider's class has for them."""
    given: dict[str, Any] = {"temperature": options.temperature}
    if options.base_url:
        given["base_url"] = options.base_url
    if provider == "ollama":
        return given | {"num_predict": options.max_tokens, "client_kwargs": {"timeout": options.timeout}}
    given["max_tokens"] = options.max_tokens
    if provider == "openai" and options.base_url:
        given["stream_usage"] = options.tell_usage
    if provider is not None and provider.startswith(("bedrock", "huggingface", "ibm")):
        return given
    if key := options.api_key or (_NO_KEY if options.base_url else ""):
        given["api_key"] = key
    return given | {"timeout": options.timeout, "max_retries": 0}


def _package_of(error: ImportError) -> str:
    absent = error.__cause__ if isinstance(error.__cause__, ImportError) else error
    return (absent.name or "langchain").partition(".")[0].replace("_", "-")


def _without_package(name: str, package: str) -> ModelError:
    return ModelError(f"The model {name} needs the package {package}: install it with `pip install {package}`.")


def _unknown(name: str, error: ValueError) -> ModelError:
    if type(error) is not ValueError or "provider" not in str(error).lower():
        return wrapped(name, error)  # a provider's own complaint about an option
    return ModelError(
        f"There is no model {name!r} to answer with; there is extractive, and provider:model with a provider such as "
        f"{', '.join(p for p in ('openai', 'anthropic', 'google_genai', 'mistralai', 'ollama'))}."
    )


def wrapped(name: str, error: Exception) -> ModelError:
    """Turn a provider's exception into ours: transient for time-outs, lost connections, 429 and 5xx, broken replies."""
    what = f"The model {name} failed ({mishaps.told(error)})"
    if mishaps.may_pass(error):
        causes = list(mishaps.causes(error))
        asked = next((s for s in map(_retry_after, causes) if s is not None), None)
        kind = SlowModelError if any(map(_took_too_long, causes)) else TransientModelError
        return kind(f"{what}: try again in a moment.", asked)
    return ModelError(f"{what}: check its name, key and settings.")


def _took_too_long(error: BaseException) -> bool:
    return isinstance(error, TimeoutError) or bool(re.search(r"Timeout|TimedOut", type(error).__name__))


def _retry_after(error: BaseException) -> float | None:
    """Return the seconds of a Retry-After header; a date in it is not read."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except (TypeError, ValueError):
        return None
