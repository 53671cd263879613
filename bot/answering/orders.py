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

from bot.answering import speech
from bot.answering.order_signs import OPAQUE, SIGNS, TASK
from bot.answering.stem_marks import StemMarks
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from bot.answering.material import Material
    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Passage

_ODD = re.compile(r"[A-Za-z][013457@$]|[013457@$][A-Za-z]|%[0-9A-F]{2}")
_FIGURES = "013457@$%"
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
_SHORT = 5
"""Characters a word, its space included, below which it is worth counting letters that stand alone."""
_APART = 4
"""Letters that stand alone from which on they may make up a word."""
_ENOUGH = 2
_BESIDE = 2
"""Sentences on either side of one that gives orders that go with it."""
_LOOKED_AT = 150
"""Retrieved sentences that can come into any answer; the rest is not worth the time."""


_MARKS = StemMarks([sign.stems for sign in SIGNS])


@lru_cache(maxsize=16_384)
def to_machines(text: str) -> bool:
    """Tell whether a sentence gives orders to whoever reads it for an answer, in the open or made hard to read."""
    return any(_signed(form) for form in _forms(text))


def _signed(text: str) -> bool:
    return any(SIGNS[number].pattern.search(text) for number in _MARKS.met_in(text.lower()))


def _forms(text: str) -> tuple[str, ...]:
    """Return the text as it is, and what it means where figures stand for letters or letters stand apart."""
    if not _is_odd(text):
        return (text,)
    shown = speech.HIDDEN.sub("", text)
    joined = _SPACED_OUT.sub(lambda found: found.group().replace(" ", ""), shown)
    plain = _MIXED.sub(lambda found: found.group().translate(_LOOK_ALIKES), unquote(joined))
    return (text,) if plain == text else (text, plain)


def _is_odd(text: str) -> bool:
    apart = len(text) < _SHORT * text.count(" ") and [*map(len, text.split())].count(1) >= _APART
    if apart or (not text.isascii() and speech.HIDDEN.search(text)):
        return True
    return any(figure in text for figure in _FIGURES) and bool(_ODD.search(text))


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


def left_out(text: str, query: Query, around: str = "") -> bool:
    """Tell whether a sentence stays away from what is written for this question; one that is asked for does not.

    `around` is the passage that it stands in.
    """
    if about_orders(query):
        return False
    return to_machines(text) or speaks(text, around) or (is_task(text) and not _asked_for(text, query))


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
    considered = found.sentences[:_LOOKED_AT]
    goes = _Leaving(query)
    ranked = [c for c in material.ranked if not goes(c.sentence)]
    kept = tuple(s for s in considered if not goes(s))
    return replace(material, ranked=ranked, retrieval=replace(found, sentences=kept))


class _Leaving:
    """Which sentences stay away from what is written for one question."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._asked = about_orders(query)
        self._known: dict[tuple[str, int], bool] = {}

    def __call__(self, sentence: ScoredSentence) -> bool:
        """Tell whether a sentence stays away."""
        key = (sentence.passage.id, sentence.place)
        if key not in self._known:
            self._known[key] = not self._asked and self._goes(sentence)
        return self._known[key]

    def _goes(self, sentence: ScoredSentence) -> bool:
        text, passage = sentence.text, sentence.passage
        if to_machines(text) or speaks(text, passage.text):
            return True
        if not (is_task(text) or is_question(text)) and not _stands_by_an_order(passage, sentence.place):
            return False
        return not _asked_for(text, self._query)


def _stands_by_an_order(passage: Passage, place: int) -> bool:
    near = range(max(0, place - _BESIDE), min(len(passage.sentences), place + _BESIDE + 1))
    return any(to_machines(_text_at(passage, n)) for n in near if n != place)


def speaks(text: str, around: str) -> bool:
    """Tell whether a sentence is no evidence by its form: spoken to its reader, data, or strange where it stands."""
    return speech.addresses_reader(text) or _is_no_prose(text, around)


@lru_cache(maxsize=16_384)
def _is_no_prose(text: str, around: str) -> bool:
    return speech.is_command(text) or speech.is_data(text) or speech.is_strange_beside(text, around)


def _text_at(passage: Passage, place: int) -> str:
    span = passage.sentences[place]
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]
