"""A question with several parts: told apart when it is read, its answers joined again to one.

Place in the flow: `query` asks `split_parts`, `pipeline` joins the outcomes. Pure. A question is taken apart only where
a second question clearly begins; "X and Y" as one subject stays one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.clauses import (
    AUXILIARY,
    POINTS_BACK,
    QUESTION_WORD,
    asked_anew,
    bare,
    ends_open,
    question_word,
    starts_a_question,
    with_topic,
)
from bot.answering.models import Account, Answer, Claim, Reason, Refused, Timings
from bot.answering.wording import expected, is_function_word, language_of, unquoted
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering.models import CitedSource, Disagreement, Outcome, Question, Quote
    from ingest.corpus.models import Article

MOST_PARTS = 4
_NEAREST = 3

_SENTENCE_END = re.compile(r"(?<=[?؟])\s+")
_HEAD = re.compile(
    rf"^(?!{QUESTION_WORD}\b|{AUXILIARY}\b)(?P<head>[^?,:]{{3,60}}[,:]\s+)(?=(?:{QUESTION_WORD}|{AUXILIARY})\b)",
    re.IGNORECASE,
)
_END = r"(?=\s*[?.!]*$|\s*[,;])"
_JOINT = re.compile(
    rf"(?:\s*[,;]\s*|\s+)(?:and|but)\s+(?:also |then |if so,? )?(?=(?:(?:when|where|why|how|by whom){_END}|"
    rf"how (?:many|much|long|big|old|far|often)\b|(?:when|where|why|how|what|who|whom)\s+{AUXILIARY}\b|"
    rf"(?:in |on |at |to |from )?(?:which|what)\s+[\w'’-]+\s|who\s+\w+))"
    rf"|\s*,\s*(?=by whom{_END})|\s*[,;]\s*(?:and|but)\s+(?={AUXILIARY}\s+\w+)",
    re.IGNORECASE,
)
_RIDER = re.compile(
    r"^(?:and |or |but )?(?:"
    r"(?:do|does|did|can|could|is|are|was|were) (?:the |any |these |those |all )*"
    r"(?:outlets?|sources?|reports?|papers?|articles?|accounts?|news)\b.{0,40}|"
    r"(?:do|can|could|would|will) (?:you|we|anyone|anybody)\b.{0,60}|"
    r"(?:is|was) (?:it|that|this) (?:true|right|correct|so|confirmed|known|real)\b.{0,20}|"
    r"(?:do|did) (?:they|these|those) (?:agree|differ|match)\b.{0,30}|"
    r"(?:right|correct|true|or not|any idea|anyone know|thanks|please)\b.*)\??$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^(?:please )?compare (?P<one>(?!what|how|the (?:tolls?|figures?|numbers?|reports?))[^,?]{2,40}?) "
    r"(?:and|with|to|vs\.?|versus) "
    r"(?P<other>[^,?]{2,40}?)\??$",
    re.IGNORECASE,
)
_WORDS_OF_ONE = 4
_OWN_SUBJECT = re.compile(
    rf"^(?:why|where|when|how|what) {AUXILIARY} (?!the\b|most\b|some\b|any\b|all\b|people\b|children\b|women\b|"
    r"men\b|a\b|an\b)"
    r"[\w'’-]+(?<!s)(?: [\w'’-]+)*$",
    re.IGNORECASE,
)


def split_parts(text: str) -> tuple[str, ...]:
    """Return the standalone questions in `text`, four at most; the text itself where it is one."""
    compared = _COMPARE.match(text)
    if compared and all(len(compared[g].split()) <= _WORDS_OF_ONE for g in ("one", "other")):
        return tuple(f"What is known about {compared[g]}?" for g in ("one", "other"))
    clauses = [c for s in _sentences(text) for c in _clauses(s)]
    found = _distinct(_all_standalone(clauses))
    if len(found) == 1:
        return (text,)
    return tuple(found) if len(found) <= MOST_PARTS else (*found[: MOST_PARTS - 1], " ".join(found[MOST_PARTS - 1 :]))


def _sentences(text: str) -> list[str]:
    """Return the questions of a text; statements and riders ("do the outlets agree?") stay with the one before."""
    found: list[str] = []
    elsewhere = language_of(text) != "en"
    for piece in _SENTENCE_END.split(text):
        whole = piece.rstrip().endswith(("?", "؟")) or not found
        own = not _RIDER.match(piece) and (elsewhere or starts_a_question(piece) or bool(_HEAD.match(piece)))
        if found and not (whole and own and starts_well(found[-1], elsewhere=elsewhere)):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def starts_well(sentence: str, *, elsewhere: bool) -> bool:
    """Tell whether a sentence is a question that can stand before another: no statement that leads up to it."""
    return elsewhere or bool(_HEAD.match(sentence)) or starts_a_question(sentence)


def _clauses(sentence: str) -> list[str]:
    """Return the clauses of one sentence that ask by themselves; what stands before the first is said of all."""
    head = _HEAD.match(sentence)
    opening = head["head"] if head else ""
    rest = sentence[len(opening) :]
    joint = [m for m in _JOINT.finditer(unquoted(rest)) if _stands(rest[: m.start()])]
    if not joint or not starts_a_question(rest):
        return [sentence]
    starts = [0, *(m.end() for m in joint)]
    ends = [*(m.start() for m in joint), len(rest)]
    return [f"{opening}{rest[a:b]}" for a, b in zip(starts, ends, strict=True)]


def _stands(clause: str) -> bool:
    """Tell whether what stands before an "and who" is a whole question: no list of people "who fled and who stayed"."""
    return len(clause.split()) > 1 and " who " not in clause.lower()[3:]


def _all_standalone(clauses: Sequence[str]) -> list[str]:
    """Return each clause as a question by itself; one that leaves something out leans on the last whole one."""
    found, anchor = [_with_mark(clauses[0])], clauses[0]
    for clause in clauses[1:]:
        found.append(_standalone(clause, anchor))
        anchor = clause if found[-1] == _with_mark(clause) else anchor
    return found


def _with_mark(clause: str) -> str:
    return clause.strip() + ("" if clause.rstrip().endswith(("?", "؟")) else "?")


def _standalone(clause: str, before: str) -> str:
    """Return a clause with what it leaves to the question before it."""
    if language_of(clause) != "en":
        return _with_mark(clause) if len(_content(clause)) > _FEW else f"{bare(clause)} ({bare(before)})?"
    opening = head["head"] if (head := _HEAD.match(before)) else ""
    asked = _AND.sub("", bare(clause.removeprefix(opening)))
    earlier = before.removeprefix(opening)
    if asked.lower() == question_word(asked):
        return f"{opening}{asked_anew(asked, earlier)}?"
    return f"{opening}{with_topic(asked, earlier) if _leans(asked, alone=not opening) else asked}?"


_AND = re.compile(r"^(?:and|so|but|then) ", re.IGNORECASE)
_FEW = 2


def _content(clause: str) -> list[str]:
    language = language_of(clause)
    return [w for w in re.findall(r"\w+", clause) if not is_function_word(w, language)]


def _leans(clause: str, *, alone: bool) -> bool:
    """Tell whether a clause leaves its subject to the one before it; `alone`: nothing is said of both beforehand."""
    if POINTS_BACK.search(clause) or ends_open(clause):
        return True
    named = any(w[0].isupper() or w[0].isdigit() for w in clause.split()[1:])
    return alone and not named and not _OWN_SUBJECT.match(clause)


def _distinct(found: list[str]) -> list[str]:
    """Leave out a part that asks for the same detail of the same things as one before it."""
    kept: dict[tuple[object, ...], str] = {}
    for part in found:
        kept.setdefault((expected(part), question_word(part), frozenset(t.term for t in terms(part))), part)
    return list(kept.values())


def joined(question: Question, outcomes: Sequence[Outcome], asked_as: str | None = None) -> Outcome:
    """Return one outcome for all parts: sources numbered anew, what has no answer said so.

    `asked_as` is the standalone form of a follow-up: the parts are those of that.
    """
    answers = [o for o in outcomes if isinstance(o, Answer)]
    if len(outcomes) == 1:
        return outcomes[0]
    leads = _leads(asked_as or question.text, len(outcomes))
    return _answered(question, outcomes, answers, leads) if answers else _refused(question, outcomes)


def _answered(
    question: Question, outcomes: Sequence[Outcome], answers: Sequence[Answer], leads: Sequence[str]
) -> Answer:
    numbers = _numbers(answers)
    renumbered = {id(a): {s.n: numbers[s.article.id] for s in a.sources} for a in answers}
    paragraphs = [_paragraph(lead, o, renumbered.get(id(o), {})) for lead, o in zip(leads, outcomes, strict=True)]
    days = [a.as_of for a in answers if a.as_of]
    return Answer(
        question=question.text,
        text="\n\n".join(paragraphs),
        claims=tuple(
            Claim(c.text, tuple(dict.fromkeys(renumbered[id(a)][n] for n in c.citations)))
            for a in answers
            for c in a.claims
        ),
        sources=_sources(answers, numbers),
        as_of=max(days, default=None),
        model=answers[0].model,
        disagreements=tuple(dict.fromkeys(_moved(d, renumbered[id(a)]) for a in answers for d in a.disagreements)),
        withheld=tuple(w for a in answers for w in a.withheld),
        notes=_notes(outcomes),
        timings=_spent(outcomes),
    )


def _numbers(answers: Sequence[Answer]) -> Mapping[str, int]:
    ids = dict.fromkeys(s.article.id for a in answers for s in a.sources)
    return {id_: n for n, id_ in enumerate(ids, 1)}


def _sources(answers: Sequence[Answer], numbers: Mapping[str, int]) -> tuple[CitedSource, ...]:
    merged: dict[str, CitedSource] = {}
    for source in (s for a in answers for s in a.sources):
        known = merged.get(source.article.id)
        quotes = _once((*(known.quotes if known else ()), *source.quotes))
        merged[source.article.id] = replace(known or source, n=numbers[source.article.id], quotes=quotes)
    return tuple(merged.values())


def _once(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    found = list(dict.fromkeys(quotes))
    return tuple(
        q for q in found if not any(o != q and o.span.start <= q.span.start and q.span.end <= o.span.end for o in found)
    )


def _moved(about: Disagreement, to: Mapping[int, int]) -> Disagreement:
    return replace(about, accounts=tuple(Account(a.says, tuple(to[n] for n in a.citations)) for a in about.accounts))


def _leads(text: str, count: int) -> list[str]:
    """Return the parts as people read them above their answers, without what only the search needs."""
    asked = split_parts(" ".join(text.split()))
    if len(asked) != count:
        return [""] * count
    short = [re.sub(r" \([^()]*\)(?=\?$)", "", _HEAD.sub("", part)) for part in asked]
    return [s[:1].upper() + s[1:] for s in short]


def _paragraph(lead: str, outcome: Outcome, to: Mapping[int, int]) -> str:
    said = _renumbered(outcome, to) if isinstance(outcome, Answer) else "My articles do not say that."
    return f"{lead}\n{said}" if lead else said


def _renumbered(answer: Answer, to: Mapping[int, int]) -> str:
    """Return the text with its [n] marks moved; an [n] that an article has in its own text stays as it is."""
    own = [answer.text.find(q.text) for s in answer.sources for q in s.quotes]
    ends = [at + len(q.text) for at, q in zip(own, (q for s in answer.sources for q in s.quotes), strict=True)]
    quoted = [(a, b) for a, b in zip(own, ends, strict=True) if a >= 0]

    def moved(match: re.Match[str]) -> str:
        n, inside = int(match[1]), any(a <= match.start() < b for a, b in quoted)
        return match.group() if inside or n not in to else f"[{to[n]}]"

    return re.sub(r"\[(\d{1,4})\]", moved, answer.text)


def _refused(question: Question, outcomes: Sequence[Outcome]) -> Outcome:
    refused = [o for o in outcomes if isinstance(o, Refused)]
    telling = next((o for o in refused if o.reason is Reason.NO_EVIDENCE), refused[0])
    nearest: dict[str, Article] = {a.id: a for o in refused for a in o.nearest}
    return replace(
        telling,
        question=question.text,
        nearest=tuple(nearest.values())[:_NEAREST],
        notes=_notes(outcomes),
        timings=_spent(outcomes),
    )


def _notes(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for o in outcomes for note in o.notes))


def _spent(outcomes: Sequence[Outcome]) -> Timings:
    each = [o.timings for o in outcomes]
    return Timings(*(sum(getattr(t, part) for t in each) for part in ("embed", "search", "answer", "total")))
