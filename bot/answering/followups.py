"""A follow-up and the questions before it -> one question that can be understood alone, by rules without a model.

Place in the flow: `query` asks it before anything is searched. Pure; where names stand in a text is asked of a
callable, because only the corpus knows that "saraqib" is one. "what about Saraqeb?" takes the place of the old place,
"and in 2017?" of the old time, "and Reuters?" of the old publisher; "why?" asks the old question anew; what leans on
the old question in another way takes its topic along in brackets. A question with a subject of its own is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.clauses import POINTS_BACK, asked_anew, bare, ends_open, question_word, starts_a_question, with_topic
from bot.answering.mentions import names_a_month
from bot.answering.outlets import outlets
from bot.answering.periods import periods
from bot.answering.wording import language_of
from ingest.corpus.analysis import fold, terms
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence

MOST_HISTORY = 4
"""Earlier questions looked at, the newest; each may lean on the one before it."""
_MOST_WORDS = 14
_MOST_WORDS_OF_A_THING = 5
_MOST_WORDS_BESIDE_A_NAME = 9
_FEW_TERMS = 3

_WHAT_ABOUT = re.compile(r"^(?:(?:and|so|but|ok|okay|then),? )?(?:what|how) about (?P<thing>.+)$", re.IGNORECASE)
_AND = re.compile(r"^(?:and|so|but|or|ok|okay|then),? ", re.IGNORECASE)
_ALSO_ASKS = re.compile(r"^(?:and|so|but|or|also)\b", re.IGNORECASE)
_BARE_WORD = re.compile(
    r"^(?:why(?: not| so| is that| was that)?|when(?: was that)?|where(?: was that)?|how(?: come| so)?|who|how many|"
    r"how much|by whom|since when)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:in|at|on|near|from|of|for|by|around|to|during|with|about)\s+", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|any|anyone|anybody|anything|else|more|other|others|also|again|some|how many were|"
    r"how many people|who was|who were)\b",
    re.IGNORECASE,
)
_ABOUT_ONESELF = re.compile(r"\b(?:i|my|me|you|your|we|our)\b", re.IGNORECASE)
_PEOPLES = re.compile(
    r"(?:ish|ians?|ese|(?:iraq|israel|saud|yemen|kuwait|qatar|pakistan|emirat)is?|americans?|kurds?)$", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Listener:
    """What reading a follow-up needs to know: where names stand in a text, what the corpus holds, and the day.

    `names_in` returns (start, end) per name, in order; `holds` tells whether any article has an index term.
    """

    names_in: Callable[[str], Sequence[tuple[int, int]]]
    holds: Callable[[str], bool]
    publishers: Collection[str] = ()
    today: dt.date | None = None


def rewritten(
    text: str, history: Sequence[str], listener: Listener, rewrite: Callable[[str, tuple[str, ...]], str] | None = None
) -> str | None:
    """Return the standalone question, by `rewrite` where it gives a sound one, else by rules; None: it stands alone."""
    if rewrite is None:
        return standalone(text, history, listener)
    try:
        written = rewrite(text, tuple(history))
    except NayrabError:
        written = ""
    if not is_sound(written, (text, *history)):
        return standalone(text, history, listener)
    return None if bare(written).casefold() == bare(text).casefold() else written.strip()


_LONGEST = 3


def is_sound(written: str, asked: Sequence[str]) -> bool:
    """Tell whether a rewritten question can be trusted: one line, at most thrice the longest question, nothing added.

    Added would be a number, a name, or (where letters have no case) more than half of its words.
    """
    line = written.strip()
    if not line or "\n" in line or len(line) > _LONGEST * max(len(bare(q)) for q in asked) + _LONGEST:
        return False
    known = {w for q in asked for w in _words(q)}
    added = [w for w in re.findall(r"[^\W_]+", line)[1:] if fold(w) not in known]
    mostly = 2 * len([w for w in _words(line) if w in known]) >= len(_words(line))
    return mostly and not any(w[0].isupper() or w[0].isdigit() for w in added)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def standalone(text: str, history: Sequence[str], listener: Listener) -> str | None:
    """Return the follow-up as a question by itself, or None for one that stands alone already."""
    if not history or language_of(text) != "en":
        return _joined_elsewhere(text, history)
    *before, last = history[-MOST_HISTORY:]
    earlier = standalone(last, before, listener) or last
    asked = bare(text)
    thing = _named_alone(asked)
    if thing:
        return _with_mark(_put_in(thing, earlier, listener))
    if _BARE_WORD.match(_AND.sub("", asked)):
        return _with_mark(asked_anew(re.sub(r" (?:not|so|(?:is|was) that)$", "", _AND.sub("", asked)), earlier))
    if not _leans(asked, listener):
        return None
    return _with_mark(with_topic(_AND.sub("", asked), earlier))


def _with_mark(question: str) -> str:
    return f"{bare(question)}?"


def _joined_elsewhere(text: str, history: Sequence[str]) -> str | None:
    """Return a short Arabic, Turkish or Russian question behind the one it follows; word rules know English alone."""
    if not history or len(text.split()) > _FEW_TERMS:
        return None
    return f"{bare(history[-1])} — {text}"


def _named_alone(asked: str) -> str:
    """Return what "what about X", "and in X" or a mere "X" names; "" for a question with words of its own."""
    about = _WHAT_ABOUT.match(asked)
    thing = about["thing"] if about else _AND.sub("", asked)
    short = len(thing.split()) <= _MOST_WORDS_OF_A_THING
    if (
        not short
        or POINTS_BACK.search(thing)
        or (not about and (starts_a_question(thing) or not _is_a_name(asked, thing)))
    ):
        return ""
    return thing


def _is_a_name(asked: str, thing: str) -> bool:
    """Tell whether words without "what about" only name something: after "and" or a preposition, or capitalised."""
    return (
        asked != thing
        or bool(_PREPOSITION.match(thing))
        or any(w[0].isupper() or w[0].isdigit() for w in thing.split())
    )


def _leans(asked: str, listener: Listener) -> bool:
    words = asked.split()
    if len(words) > _MOST_WORDS:
        return False
    named = listener.names_in(asked)
    pointing = POINTS_BACK.search(asked)
    if pointing:
        inside = any(end <= pointing.start() for _, end in named)
        return not inside or len(words) <= _MOST_WORDS_BESIDE_A_NAME
    if named or _YEAR.search(asked):
        return (bool(_ALSO_ASKS.match(asked)) and len(named) <= 1) or ends_open(asked)
    return _has_no_subject(asked, listener)


def _has_no_subject(asked: str, listener: Listener) -> bool:
    """Tell whether a question without any name goes on about what was asked before, and is not about something else."""
    content = [t.term for t in terms(asked)]
    if _ABOUT_ONESELF.search(asked):
        return len(content) <= 1 and not question_word(asked)
    known = all(listener.holds(t) for t in content)
    return known and (len(content) <= _FEW_TERMS or bool(_DEFINITE.search(asked)))


def _put_in(thing: str, earlier: str, listener: Listener) -> str:
    """Return the earlier question about `thing`: in place of its time, its publisher, or its place."""
    name = re.sub(r"^the (?=[A-Z])", "", _PREPOSITION.sub("", thing))
    if when := _as_time(thing, earlier, listener):
        return when
    if outlets(name, listener.publishers) and len(name.split()) <= _FEW_TERMS:
        return _as_publisher(name, earlier, listener)
    return (
        _as_sort(name, earlier) or _as_place(thing, name, earlier, listener) or f"what about {name} ({bare(earlier)})"
    )


def _as_time(thing: str, earlier: str, listener: Listener) -> str:
    old = periods(earlier, listener.today)
    year = _YEAR.search(earlier[old[-1].start : old[-1].end]) if old else None
    if names_a_month(thing) and year and not _YEAR.search(thing):
        thing = f"{thing} {year.group()}"
    new = periods(thing, listener.today)
    if not new or new[0].end - new[0].start < len(thing.strip()):
        return ""
    said = thing if not thing[:1].isdigit() and " " in thing and not names_a_month(thing.split()[0]) else f"in {thing}"
    if not old:
        return f"{bare(earlier)} {said}"
    return f"{earlier[: old[-1].start]}{said}{earlier[old[-1].end :]}"


def _as_publisher(name: str, earlier: str, listener: Listener) -> str:
    old = outlets(earlier, listener.publishers)
    if not old:
        return f"{bare(earlier)}, according to {name}"
    return f"{earlier[: old[0].start]}{name}{earlier[old[-1].end :]}"


def _as_sort(name: str, earlier: str) -> str:
    """Return the question about another sort of the same: "russian soldiers" for "turkish soldiers"."""
    *_, head = name.split()
    if len(name.split()) > 1 and re.search(rf"\b\w+ {re.escape(head)}\b", earlier, re.IGNORECASE):
        return re.sub(rf"\b\w+ {re.escape(head)}\b", name, earlier, count=1, flags=re.IGNORECASE)
    counted = re.match(
        r"^how many (?P<noun>\w+)(?= (?:\w+ )?(?:was|were|are|is|did|have|had|died|fled|\w+ed)\b)",
        earlier,
        re.IGNORECASE,
    )
    if counted and name.islower() and " " not in name and name.endswith(("s", "en", "ople")):
        return f"{earlier[: counted.start('noun')]}{name}{earlier[counted.end('noun') :]}"
    return ""


def _as_place(thing: str, name: str, earlier: str, listener: Listener) -> str:
    """Return the question with `name` where its place or other name stood, or "" where it has none to give up."""
    if not (listener.names_in(name) or name[:1].isupper()) or _PEOPLES.search(name):
        return ""
    taken = [(o.start, o.end) for o in outlets(earlier, listener.publishers)]
    taken += [(p.start, p.end) for p in periods(earlier, listener.today)]
    old = [n for n in _grown(listener.names_in(earlier), earlier) if not _meets(n, taken)]
    old = [(a, b) for a, b in old if not _PEOPLES.search(earlier[a:b])]
    if not old:
        return ""
    behind = [n for n in old if _PREPOSITION.search(_word_before(earlier, n[0]))]
    start, end = (behind or old)[-1] if _PREPOSITION.match(thing) else old[-1]
    return f"{earlier[:start]}{name}{earlier[end:]}"


def _grown(names: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join names that stand side by side ("al-Salihin, Aleppo"): they are one place."""
    found: list[tuple[int, int]] = []
    for start, end in names:
        if found and re.fullmatch(r"(?:,? |-|, ?al-| al-)", text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            article = re.search(r"\b(?:a[lnstdrz]|as[hz]|el)[- ]$", text[:start], re.IGNORECASE)
            found.append((article.start() if article else start, end))
    return found


def _word_before(text: str, at: int) -> str:
    words = re.findall(r"\w+", text[:at].removesuffix("the "))
    return f"{words[-1]} " if words else ""


def _meets(name: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(name[0] < end and start < name[1] for start, end in taken)
