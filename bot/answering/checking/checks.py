"""The checks of the verifier on one statement and one window of sentences: what, if anything, is not supported.

Place in the flow: `verify` asks here for each window. Pure; every problem is worded for people.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.answering.checking import days as days_said
from bot.answering.checking import figures, polarity, roles
from bot.answering.checking import names as names_said
from bot.answering.checking import quotes as quotations
from bot.answering.checking.dating import dating
from bot.answering.checking.problems import Kind, Problem
from bot.answering.checking.words import same, words
from ingest.corpus.gazetteer import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.answering.checking.figures import Figure
    from bot.answering.checking.parts import Statement
    from bot.answering.checking.windows import Window
    from bot.answering.checking.words import Word

    Similarity = Callable[[str, str], float]


ENOUGH_WORDS = 0.62
"""Share of a statement's content words that its window must say, where no similarity is known."""
FEWER_WORDS = 0.45
"""The same where the embedder finds the meaning near."""
NEAR_MEANING = 0.72
"""Cosine (minilm) of statement and window from which fewer shared words are enough."""


def first_problem(statement: Statement, window: Window, similarity: Similarity | None) -> tuple[int, Problem] | None:
    """Return the first thing that keeps this window from supporting the statement, with the number of its check.

    The later the check, the nearer the window comes. None when nothing does.
    """
    text = quotations.without_marks(statement.text)
    checks: tuple[Iterator[Problem], ...] = (
        _wording(text, window, similarity),
        _figures(text, window),
        _leftover_digits(text, window),
        dating(text, statement, window),
        _names(text, window),
        _polarity(text, statement, window),
        _roles(text, window),
        _slots(text, window),
    )  # generators: what comes behind the first problem is never computed
    for number, check in enumerate(checks):
        found = next(check, None)
        if found:
            return number, found
    return None


def _figures(claim: str, window: Window) -> Iterator[Problem]:
    around = window.words
    said = [(figure, n) for n, text in enumerate(window.sentences) for figure in figures.figures(text)]
    claimed = figures.figures(claim)
    for figure in claimed:
        if not any(figures.supports(other, figure, around[n]) for other, n in said) and not _single(figure, window):
            yield _figure_problem(figure, [other for other, _ in said])
    values = Counter(f.value for f in claimed)
    there = Counter(f.value for f, _ in said)
    for value, times in values.items():
        if 0 < there[value] < times and isinstance(value, float) and value > 1:
            yield Problem(
                Kind.FIGURE, f"the figure {_written(claimed, value)} stands for two things, in {{source}} for one"
            )


def _written(claimed: Iterable[Figure], value: float | str) -> str:
    return next(figure.text for figure in claimed if figure.value == value)


def _single(figure: Figure, window: Window) -> bool:
    """Tell whether a spelt "one" only counts a thing that the window has as "a thing"."""
    return figure.text.lower() == "one" and any(
        word.stem in {*figure.counted} for text in window.words for word in text
    )


def _figure_problem(figure: Figure, said: list[Figure]) -> Problem:
    alike = [other for other in said if figures.same_value(other, figure)]
    if not alike:
        return Problem(Kind.FIGURE, f"the figure {figure.text} is not in the part of {{source}} about this")
    if not any(figures.same_bound(other, figure) for other in alike):
        said_bound = alike[0].bound or "exactly"
        return Problem(Kind.FIGURE, f"in {{source}} it is {said_bound} {alike[0].text}, which is not what this says")
    return Problem(Kind.FIGURE, f"in {{source}} the figure {figure.text} counts something else")


def _leftover_digits(claim: str, window: Window) -> Iterator[Problem]:
    """Whatever holds a digit and was read neither as a figure nor as a date must be said exactly so."""
    read = [(f.start, f.end) for f in figures.figures(claim)]
    read += [(d.start, d.end) for d in days_said.days(claim)]
    there = Counter(word.folded for text in window.words for word in text)
    mine = Counter(
        word.folded
        for word in words(claim)
        if any(c.isdigit() for c in word.text) and not any(a <= word.start < b for a, b in read)
    )
    for word, times in mine.items():
        if there[word] < times:
            yield Problem(Kind.FIGURE, f"“{word}” is not in the part of {{source}} about this")


def _names(claim: str, window: Window) -> Iterator[Problem]:
    said = names_said.heard(window.text)
    for name in names_said.names(claim):
        missing = [part for part in name.parts if not said.has(part, lambda: _elsewhere(window))]
        if name.opens and missing and missing[0] is name.parts[0] and _common_opening(name, window):
            missing = missing[1:]
        if missing and len(missing) < len(name.parts):
            missing = [
                part for part in missing if part.folded not in _elsewhere(window) and not _of_title(part, window)
            ]
        elif missing:
            missing = [part for part in missing if not _of_title(part, window)]
        if missing:
            yield Problem(
                Kind.NAME,
                f"“{' '.join(part.text for part in missing)}” is not named in the part of {{source}} about this",
            )


def _common_opening(name: names_said.Name, window: Window) -> bool:
    """Tell whether the capital only opens the sentence: the window has a word of that meaning, in small."""
    word = name.parts[0]
    return len(name.parts) == 1 and not word.text.isupper() and window.vocabulary.has(word)


def _elsewhere(window: Window) -> frozenset[str]:
    return frozenset().union(*(names_said.spellings(run.piece.article.text) for run in window.runs))


def _of_title(part: Word, window: Window) -> bool:
    return any(names_said.heard(f"{run.piece.article.title}\n{run.piece.printed}").has(part) for run in window.runs)


def _polarity(claim: str, statement: Statement, window: Window) -> Iterator[Problem]:
    word = polarity.opposite(claim, window.sentences)
    if word:
        yield Problem(Kind.NEGATION, f"in {{source}} it is the opposite of “{word}”")
    best = _nearest(claim, window)
    word = polarity.disagrees(claim, best)
    if word:
        yield Problem(Kind.NEGATION, f"what is said of “{word}” is denied on one side and not on the other")
    if not statement.attributed:
        word = polarity.unhedged(claim, best)
        if word:
            yield Problem(Kind.HEDGE, "in {source} this is no fact but what somebody claims, or only possible")


def _nearest(claim: str, window: Window) -> str:
    return max(window.sentences, key=lambda text: _shared(claim, text))


def _shared(claim: str, sentence: str) -> int:
    return len({word.stem for word in words(claim) if word.stem} & {word.stem for word in words(sentence)})


def _roles(claim: str, window: Window) -> Iterator[Problem]:
    for sentence in window.sentences:
        verb = roles.exchanged(claim, sentence)
        if verb:
            yield Problem(Kind.ROLES, f"in {{source}} the two sides of “{verb}” are the other way round")
            return
    actor = roles.unknown_actor(claim, window.sentences)
    if actor:
        yield Problem(Kind.ROLES, f"the part of {{source}} about this does not speak of “{actor}”")


DISPLACED = 0.5
EXCHANGED = 1.0


def _slots(claim: str, window: Window) -> Iterator[Problem]:
    mine = roles.slots(claim)
    theirs = [slot for text in window.sentences for slot in roles.slots(text)]
    voices = roles.passive(claim) != roles.passive(_nearest(claim, window))
    for slot in mine:
        if slot.kind in {"name", "actor"} and voices:
            continue
        rival = _rival(slot, mine, theirs)
        if rival:
            kind = _OF_SLOT.get(slot.kind, Kind.ROLES)
            yield Problem(kind, f"in {{source}} “{rival.text}” stands where this has “{slot.text}”")


_OF_SLOT = {"figure": Kind.FIGURE, "day": Kind.DATE, "turn": Kind.NEGATION}


def _rival(slot: roles.Slot, mine: Sequence[roles.Slot], theirs: Sequence[roles.Slot]) -> roles.Slot | None:
    kin = [other for other in theirs if other.kind == slot.kind]
    own = _left_over(slot, mine, [other for other in kin if _alike(slot, other)])
    others = [other for other in kin if not _alike(slot, other)]
    if slot.kind == "turn":
        others = [o for o in others if str(o.key[0]) in polarity.OPPOSED.get(str(slot.key[0]), ())]
    present = [o for o in others if any(_alike(m, o) for m in mine)]
    absent = [o for o in others if o not in present]
    return roles.displaced(slot, own, absent, DISPLACED) or roles.displaced(slot, own, present, EXCHANGED)


def _left_over(slot: roles.Slot, mine: Sequence[roles.Slot], own: list[roles.Slot]) -> list[roles.Slot]:
    """Return the places that another mention of the same in the claim does not fit better: each stands for one."""
    rest = list(own)
    for other in mine:
        if other is not slot and other.kind == slot.kind and other.key == slot.key and len(rest) > 0:
            taken = max(rest, key=lambda place: roles.fit(other, place))
            if roles.fit(other, taken) > roles.fit(slot, taken):
                rest.remove(taken)
    return rest


def _alike(a: roles.Slot, b: roles.Slot) -> bool:
    if a.kind != b.kind:
        return False
    if a.kind == "name":
        return any(_same_part(str(x), str(y)) for x in a.key for y in b.key)
    if a.kind in {"turn", "actor"}:
        return same(str(a.key[0]), str(b.key[0]))
    if a.kind == "day":
        pairs = zip(a.key, b.key, strict=True)
        return all(x is None or y is None or x == y for x, y in pairs)
    return a.key == b.key


def _same_part(a: str, b: str) -> bool:
    return same(a, b) or names_said.same_nation(a, b) or same_name(a, b)


def _wording(claim: str, window: Window, similarity: Similarity | None) -> Iterator[Problem]:
    mine = [word for word in words(claim) if word.stem]
    known = window.vocabulary
    heard = names_said.heard(window.text)
    got = sum(known.has(word) or (word.capital and heard.has(word)) or word.text[0].isdigit() for word in mine)
    share = got / len(mine) if mine else 1.0
    if share >= ENOUGH_WORDS:
        return
    if similarity and share >= FEWER_WORDS and similarity(claim, window.text) >= NEAR_MEANING:
        return
    yield Problem(Kind.WORDING, "this is not in {source}, or in very different words")
