"""What answers, put together as the settings say: quotes alone, or a language model and quotes to fall back on.

Place in the flow: the part of `Workbench` that chooses the writer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.calibration import cosine_range
from bot.answering.dates import Outlook
from bot.answering.extractive import Limits
from bot.answering.finding import Finder
from bot.answering.guard import Guarded
from bot.answering.pipeline import Answerer
from bot.answering.writers import MODEL, Quoting
from bot.chatmodels import ModelOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering.generative import Writing
    from bot.answering.ports import ChatModel
    from bot.answering.writers import Writer
    from bot.setting_groups import AnswerSettings
    from bot.wiring import Workbench
    from ingest.corpus.embedder import Embedder
    from ingest.corpus.models import Vector

_CHARACTERS_A_TOKEN = 8
"""More than any prose has: a model that writes more was not stopped at `max_tokens`."""
_REMEMBERED = 256
_REWRITING_SECONDS = 8.0


def answerer(bench: Workbench, model: str) -> Answerer:
    """Return what answers with that model; raises `ModelError` for one that cannot be had."""
    chosen = bench.settings.answer
    quoting, outlook = Quoting(Limits(words=chosen.max_words)), Outlook(chosen.stale_days)
    if model == MODEL:
        return Answerer(bench.finder, Guarded(quoting), outlook=outlook)
    asked = bench.chat_model(model)
    writer = Guarded(writing(asked, quoting, chosen, bench.embedder))
    return Answerer(finder_with(bench, asked), writer, outlook=outlook)


def model_options(chosen: AnswerSettings) -> ModelOptions:
    """Return how the settings want a model to be asked."""
    return ModelOptions(
        base_url=chosen.base_url,
        api_key=chosen.api_key.get_secret_value().strip() if chosen.api_key else "",
        timeout=chosen.timeout_seconds,
        max_tokens=chosen.max_tokens,
        temperature=chosen.temperature,
        tries=chosen.tries,
        tell_usage=bool(chosen.price_input or chosen.price_output),
    )


def writing(model: ChatModel, instead: Writer, chosen: AnswerSettings, embedder: Embedder) -> Writing:
    """Return the writer that asks this model, with `instead` for when it fails."""
    from bot.answering.generative import Writing, WritingLimits
    from bot.answering.listening import Patience

    patience = Patience(chosen.first_token_seconds, chosen.timeout_seconds, chosen.max_tokens * _CHARACTERS_A_TOKEN)
    limits = WritingLimits(chosen.evidence_tokens, claims=chosen.max_claims, patience=patience)
    return Writing(model, instead, limits, similarity=closeness(embedder))


def finder_with(bench: Workbench, model: ChatModel) -> Finder:
    """Return what finds material, follow-ups being made standalone by this model."""
    from bot.answering.listening import Patience
    from bot.answering.rewriting import rewriter

    seconds = min(_REWRITING_SECONDS, bench.settings.answer.timeout_seconds)
    patience = Patience(min(seconds, bench.settings.answer.first_token_seconds), seconds, characters=2_000)
    return Finder(bench.live, bench.embedder, bench.count_tokens, rewrite=rewriter(model, patience))


def closeness(embedder: Embedder) -> Callable[[str, str], float]:
    """Return how near two texts are in meaning: a cosine on the default embedder's scale."""

    @lru_cache(maxsize=_REMEMBERED)
    def vector(text: str) -> Vector:
        return embedder.query_vector(text)

    def near(one: str, other: str) -> float:
        lies = cosine_range(embedder.fingerprint.name)
        return float(lies.on_common_scale(np.asarray([vector(one) @ vector(other)], dtype=np.float32))[0])

    return near
