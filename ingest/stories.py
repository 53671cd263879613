"""Wire copy: which articles are one report that several outlets printed, each with its own edits.

Place in the flow: after the changes are stored and before a snapshot is finished, `pipeline` asks which articles tell
one story, so that an answer counts and cites the report once. Pure: texts and facts come in, names of stories go out.

Method: MinHash signatures over runs of three words find candidates in bands (both from datasketch); a candidate pair is
then compared by its true words. Two articles are one report when most of the shorter stands in the longer, by different
publishers, printed within days of each other, and when no figure differs between the same words: daily situation
reports share their phrases and differ in their figures, and so does an agency's later count of the dead.

What it does not do: it knows no meaning, so a translated or retold report is a report of its own; an outlet's update of
its own article is no copy; an excerpt of less than a quarter of the whole is not joined to it; texts of fewer than
`FEWEST_WORDS` words are never joined.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.likeness import compare, read, runs_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from ingest.corpus.models import PublicationDate
    from ingest.likeness import Reading

    _Pair = tuple[str, str]

FEWEST_WORDS = 40
"""A shorter text is a headline or a ticker line; its words are no one's own."""
DAYS_APART = 4
"""Outlets print a wire report within days; the same words weeks later are a template or a look back."""

_BANDS, _ROWS = 42, 3
"""Bands of three: two texts that share half of their runs of words meet in 99.6 of 100 cases, strangers never."""
_VALUES = _BANDS * _ROWS
_VERSION = b"\x01"
_SEED = 2
_CONTAINED = 0.6
_COMMON = 0.25
_STILL_CONTAINED = 0.45
_FEW_CHANGED = 1_000
"""Up to so many changed articles are held against all the others directly, which is quicker than filing them all."""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What is known of an article besides its text: who printed it, and when (None: undated, which bars nothing)."""

    publisher: str
    published: PublicationDate | None = None


def signature(text: str) -> bytes:
    """Return a text's MinHash signature, 505 bytes that depend on its words alone; empty for a text too short."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return b""
    minhash = _blank().copy()
    minhash.update_batch([run.encode("utf-8", "replace") for run in runs_of(words)])
    values: NDArray[np.uint32] = minhash.hashvalues.astype("<u4")
    return _VERSION + values.tobytes()


def is_current(value: bytes) -> bool:
    """Tell whether a kept signature was made by the present rules (or is that of a short text)."""
    return not value or (value[:1] == _VERSION and len(value) == 1 + 4 * _VALUES)


def group(
    signatures: Mapping[str, bytes], facts: Mapping[str, StoryFacts], text_of: Callable[[str], str]
) -> dict[str, str]:
    """Return the story of every article by id: the id of its earliest member, '' for a report of its own.

    `text_of` is asked only for the articles that may be copies. An article without facts is taken as undated.
    """
    shelf = _Shelf(signatures, facts, text_of)
    return dict.fromkeys(signatures, "") | _stories(shelf, _copies(shelf, shelf.colliding_pairs()))


def regroup(
    changed: Collection[str],
    signatures: Mapping[str, bytes],
    facts: Mapping[str, StoryFacts],
    stories: Mapping[str, str],
    text_of: Callable[[str], str],
) -> dict[str, str]:
    """Return the stories that are other than `stories` says, now that the `changed` articles are as they are.

    `changed` names what was added, replaced or removed; `stories` is what was known before, the removed ones included
    where possible. The outcome is the same as `group` gives, without comparing articles that have nothing to do with
    the changed ones.
    """
    shelf = _Shelf(signatures, facts, text_of)
    pairs: dict[_Pair, float] = {}
    reached: set[str] = set()
    waiting = _touched(changed, signatures, stories)
    while waiting:
        found = _copies(shelf, shelf.pairs_with(waiting))
        pairs.update(found)
        reached |= waiting
        waiting = {id_ for pair in found for id_ in pair} - reached
    now = dict.fromkeys(reached, "") | _stories(shelf, pairs)
    return {id_: story for id_, story in now.items() if stories.get(id_, "") != story}


def _touched(changed: Collection[str], signatures: Mapping[str, bytes], stories: Mapping[str, str]) -> set[str]:
    """Return the articles to look at again: the changed ones and the other members of their former stories."""
    gone = {story for story in stories.values() if story and story not in signatures}
    left = Counter(story for id_, story in stories.items() if story and id_ in signatures)
    broken = (
        gone
        | {stories[id_] for id_ in changed if stories.get(id_)}
        | {story for story, held in left.items() if held == 1}
    )
    members = {id_ for id_, story in stories.items() if story in broken}
    return {id_ for id_ in members.union(changed) if id_ in signatures}


class _Shelf:
    """The articles at hand, what makes two of them candidates, and what they read like (worked out once each)."""

    def __init__(
        self, signatures: Mapping[str, bytes], facts: Mapping[str, StoryFacts], text_of: Callable[[str], str]
    ) -> None:
        self._ids = sorted(id_ for id_, value in signatures.items() if value and is_current(value))
        self._place = {id_: n for n, id_ in enumerate(self._ids)}
        rows = b"".join(signatures[id_][1:] for id_ in self._ids)
        self._values: NDArray[np.uint32] = np.frombuffer(rows, "<u4").reshape(len(self._ids), _VALUES)
        self._bands = _band_keys(self._values)
        self._facts = facts
        self._text_of = text_of
        self._readings: dict[str, Reading] = {}
        self._colliding: list[_Pair] | None = None

    def reading(self, id_: str) -> Reading:
        if id_ not in self._readings:
            self._readings[id_] = read(self._text_of(id_))
        return self._readings[id_]

    def facts(self, id_: str) -> StoryFacts:
        return self._facts.get(id_, _NOTHING_KNOWN)

    def colliding_pairs(self) -> Sequence[_Pair]:
        """Return every pair that agrees in a band."""
        if self._colliding is None:
            self._colliding = list(_filed(self._ids, self._values))
        return self._colliding

    def pairs_with(self, ids: AbstractSet[str]) -> Iterable[_Pair]:
        """Return the pairs of any of these articles and any other that agree in a band."""
        if len(ids) > _FEW_CHANGED:
            return [pair for pair in self.colliding_pairs() if not ids.isdisjoint(pair)]
        return [pair for id_ in ids if id_ in self._place for pair in self._meeting(id_)]

    def _meeting(self, id_: str) -> Iterator[_Pair]:
        place = self._place[id_]
        meets = (self._bands == self._bands[:, place : place + 1]).any(axis=0)
        yield from (_ordered(id_, self._ids[n]) for n in np.flatnonzero(meets).tolist() if self._ids[n] != id_)


def _band_keys(values: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return each band's values as one number, shape (bands, articles): equal where the bands are."""
    bands = values.reshape(-1, _BANDS, _ROWS).astype(np.uint64)
    keys = np.zeros(bands.shape[:2], np.uint64)
    for row in range(_ROWS):
        keys = (keys ^ bands[:, :, row]) * _MIX
    return np.ascontiguousarray(keys.T)


_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number of well spread bits: multiplying by it loses nothing."""


def _filed(ids: Sequence[str], values: NDArray[np.uint32]) -> Iterator[_Pair]:
    """Yield the pairs that datasketch's index finds, each article asked about those filed before it."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - slow to import, and most commands need none

    index = MinHashLSH(num_perm=_VALUES, params=(_BANDS, _ROWS))
    blank = _blank()
    for id_, row in zip(ids, values, strict=True):
        minhash = MinHash(
            num_perm=_VALUES, seed=_SEED, hashvalues=row, permutations=blank.permutations, scheme=blank.scheme
        )
        yield from (_ordered(other, id_) for other in index.query(minhash))
        index.insert(id_, minhash, check_duplication=False)


@lru_cache(maxsize=1)
def _blank() -> Any:
    """Return a MinHash of nothing to copy from: drawing the permutations takes longer than using them."""
    from datasketch import MinHash  # noqa: PLC0415 - as above

    return MinHash(num_perm=_VALUES, seed=_SEED, hashfunc=zlib.crc32, scheme="affine32")


def _ordered(one: str, other: str) -> _Pair:
    return (one, other) if one < other else (other, one)


def _copies(shelf: _Shelf, candidates: Iterable[_Pair]) -> dict[_Pair, float]:
    """Return the candidate pairs that are one report, with the share of the shorter that stands in the longer."""
    found = {}
    for pair in set(candidates):
        one, other = map(shelf.facts, pair)
        if one.publisher == other.publisher or _days_apart(one, other) > DAYS_APART:
            continue
        likeness = compare(*map(shelf.reading, pair))
        if likeness.contained >= _CONTAINED and likeness.common >= _COMMON and likeness.same_figures:
            found[pair] = likeness.contained
    return found


def _stories(shelf: _Shelf, copies: Mapping[_Pair, float]) -> dict[str, str]:
    """Join pairs to stories, the most alike first, and only where every member goes with every other."""
    members: dict[str, set[str]] = {}
    for one, other in sorted(copies, key=lambda pair: (-copies[pair], pair)):
        mine, theirs = members.setdefault(one, {one}), members.setdefault(other, {other})
        if mine is theirs or not all(_go_together(shelf, a, b, copies) for a in mine for b in theirs):
            continue
        mine |= theirs
        members.update(dict.fromkeys(theirs, mine))
    return {id_: _earliest(shelf, joined) if len(joined) > 1 else "" for id_, joined in members.items()}


def _go_together(shelf: _Shelf, one: str, other: str, copies: Mapping[_Pair, float]) -> bool:
    if _ordered(one, other) in copies:
        return True
    likeness = compare(shelf.reading(one), shelf.reading(other))
    near = _days_apart(shelf.facts(one), shelf.facts(other)) <= DAYS_APART
    return near and likeness.same_figures and likeness.contained >= _STILL_CONTAINED


def _earliest(shelf: _Shelf, joined: Iterable[str]) -> str:
    def first_day(id_: str) -> dt.date:
        published = shelf.facts(id_).published
        return published.first if published else dt.date.max

    return min(joined, key=lambda id_: (first_day(id_), id_))


_NOTHING_KNOWN = StoryFacts("")


def _days_apart(one: StoryFacts, other: StoryFacts) -> int:
    """Return the fewest days that can lie between the two; 0 when either is undated."""
    a, b = one.published, other.published
    if a is None or b is None:
        return 0
    return max((b.first - a.last).days, (a.first - b.last).days, 0)
