"""Text that gives orders: sentences of an article that speak to whoever reads it for an answer, not about the world.

Place in the flow: before anything is written or quoted, such sentences are left out, unless the question asks about
them. Pure; a report of an order ("The army ordered residents to leave") is news. It is one layer of several: what slips
through is still only data to the model, and what the model writes is still checked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.answering.order_signs import OPAQUE, SIGNS, TASK
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.material import Material
    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence

_ODD = re.compile(r"[A-Za-z][013457@$]|[013457@$][A-Za-z]|%[0-9A-F]{2}|\b\w \w \w \b")
_SPACED_OUT = re.compile(r"\b(?:\w ){3,}\w\b")
_MIXED = re.compile(r"\b(?:[A-Za-z]+[013457@$]|[013457@$]+[A-Za-z])[\w@$]*")
_LOOK_ALIKES = str.maketrans("013457@$", "oieastas")

_ASKED_FOR = re.compile(
    r"\b(?:chatbots?|bots?|llms?|language models?|a\.?i\.?|(?:prompt|instruction) injections?|system prompts?"
    r"|hidden (?:instructions?|orders?|text|messages?|notes?)"
    r"|(?:the|an?|any|to|for|tell|told|telling) assistants?(?! (?:governor|secretary|minister|director|chief"
    r"|commander|professor)))\b",
    re.IGNORECASE,
)
_ENOUGH = 2
_LOOKED_AT = 150
"""Retrieved sentences that can come into any answer; the rest is not worth the time."""


@lru_cache(maxsize=8192)
def to_machines(text: str) -> bool:
    """Tell whether a sentence gives orders to whoever reads it for an answer, in the open or made hard to read."""
    return any(_signed(form) for form in _forms(text))


def _signed(text: str) -> bool:
    lowered = text.lower()
    return any(any(stem in lowered for stem in sign.stems) and sign.pattern.search(text) for sign in SIGNS)


def _forms(text: str) -> tuple[str, ...]:
    """Return the text as it is, and what it means where figures stand for letters or letters stand apart."""
    if not _ODD.search(text):
        return (text,)
    joined = _SPACED_OUT.sub(lambda found: found.group().replace(" ", ""), text)
    plain = _MIXED.sub(lambda found: found.group().translate(_LOOK_ALIKES), unquote(joined))
    return (text,) if plain == text else (text, plain)


def is_opaque(text: str) -> bool:
    """Tell whether a sentence holds a code that nobody can read: a model is not asked to."""
    return bool(OPAQUE.search(text))


def is_question(text: str) -> bool:
    """Tell whether a sentence asks something, so that it states nothing."""
    return text.rstrip('"”’») ').endswith(("?", "؟"))


@lru_cache(maxsize=8192)
def is_task(text: str) -> bool:
    """Tell whether a sentence sets its reader a task ("Translate the following sentence"): no news either."""
    return bool(TASK.match(text))


def about_orders(query: Query) -> bool:
    """Tell whether the question is about such text itself: then it may be quoted, and only quoted."""
    return bool(_ASKED_FOR.search(query.own_text))


def left_out(text: str, query: Query) -> bool:
    """Tell whether a sentence stays away from what is written for this question; one that is asked for does not."""
    if to_machines(text):
        return not about_orders(query)
    return is_task(text) and not _asked_for(text, query)


def _asked_for(text: str, query: Query) -> bool:
    """Tell whether the sentence holds what the question is about: two of its words, or its only one."""
    wanted = [term for term in query.terms if not term.only_asks]
    held = {term.term for term in terms(text)}
    found = sum(not held.isdisjoint(term.group) for term in wanted)
    return found >= min(_ENOUGH, max(len(wanted), 1))


def calmed(material: Material) -> Material:
    """Return the material without sentences that give orders nobody asked about; the passages stay as they are.

    What stands beside such a sentence, or one away, goes with it, unless it is about what was asked.
    """
    query, found = material.query, material.retrieval
    ranked = [c for c in material.ranked if not _goes(c.sentence, query)]
    kept = tuple(s for s in found.sentences[:_LOOKED_AT] if not _goes(s, query))
    return replace(material, ranked=ranked, retrieval=replace(found, sentences=kept))


def _goes(sentence: ScoredSentence, query: Query) -> bool:
    text = sentence.text
    if not to_machines(sentence.passage.text):  # one look at a passage clears its sentences
        return is_task(text) and not _asked_for(text, query)
    if left_out(text, query):
        return True
    if about_orders(query) or not any(map(to_machines, _beside(sentence))):
        return False
    return not _asked_for(text, query)


def _beside(sentence: ScoredSentence) -> Iterator[str]:
    passage = sentence.passage
    for place in (sentence.place + step for step in (-2, -1, 1, 2)):
        if 0 <= place < len(passage.sentences):
            span = passage.sentences[place]
            yield passage.text[span.start - passage.span.start : span.end - passage.span.start]
