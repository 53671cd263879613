"""Given what is stored and what this run read: what to add, replace, leave, remove. Pure; decides it alone.

Place in the flow: article -> **change** -> passages. It reads no file, no store, no ledger. Its rules:

- exactly the same text is stored once, by the article that already holds it, else by the first one read; the others are
  remembered as its copies;
- an id that two different texts claim goes to the first, the second is called `ID#2`, and so on; but one page of the
  web under two addresses is one article (`naming` tells), given by the address that gave it before, else by the first;
- an article whose page is gone, and that is kept, is marked; the mark goes when the page is back;
- what a container no longer holds is removed only when that container was read to its end; one that failed, vanished
  behind an error or turned up empty keeps what it held;
- nothing outside the containers of this run is touched.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.corpus.models import Article, Copy
from ingest.kinds_of_change import (
    Added,
    Change,
    Duplicate,
    Promoted,
    ReadContainer,
    Reading,
    Recopied,
    Removed,
    Replaced,
    Returned,
    Stored,
    Twin,
    Unchanged,
    Withdrawn,
)
from ingest.naming import Names, givers, named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence


__all__ = [
    "Added",
    "Change",
    "Decision",
    "Duplicate",
    "Promoted",
    "ReadContainer",
    "Reading",
    "Recopied",
    "Removed",
    "Replaced",
    "Returned",
    "Stored",
    "Twin",
    "Unchanged",
    "Withdrawn",
    "decide",
]


@dataclass(frozen=True, slots=True)
class Decision:
    """The changes, in the order read and removals last, and what a person should know."""

    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """True when the corpus will differ from what is stored."""
        return any(not isinstance(change, Unchanged | Duplicate | Twin) for change in self.changes)


def _unknown(_id: str) -> str | None:
    return None


def decide(stored: Mapping[str, Stored], reading: Reading, text_of: Callable[[str], str | None] = _unknown) -> Decision:
    """Return the changes that make the corpus hold what was read; see the module's rules.

    `text_of` gives the text of a stored article; it is asked only where two addresses claim to be one page.
    """
    leaving = _leaving(stored, reading)
    names = Names(stored, leaving, givers(stored, reading, leaving), text_of)
    read, renamed = named(reading, names)
    leaving |= names.taken_over
    # Articles of one id can stand in `read` more than once, so guests are told by object, not by id.
    guests = {id(article) for article in read if _is_guest(article, stored, leaving)}
    own = [article for article in read if id(article) not in guests]
    staying = stored.keys() - leaving - {article.id for article in own}
    holders = _holders(stored, staying, own)
    copies = _copies(stored, reading, read, holders, guests)
    changes = [
        *_changes_of_read(read, stored, holders, copies, guests),
        *_twins(names, stored, own),
        *_recopied(stored, staying, holders, copies),
        *_promoted(stored, copies, holders, names),
        *(Withdrawn(i) for i in sorted(staying) if stored[i].container in reading.withdrawn and not stored[i].gone),
    ]
    taken = {change.article.id for change in changes if isinstance(change, Added | Replaced)}
    taken |= {change.id for change in changes if isinstance(change, Unchanged | Promoted)}
    removed = [Removed(id_) for id_ in stored if id_ not in staying and id_ not in taken]
    return Decision((*changes, *removed), (*renamed, *_kept(stored, reading)))


def _twins(names: Names, stored: Mapping[str, Stored], own: Iterable[Article]) -> Iterator[Twin]:
    digests = {article.id: article.text_digest for article in reversed(list(own))}
    for article, of in names.twins:
        yield Twin(article, of, digests[of] if of in digests else stored[of].text_digest)


def _is_guest(article: Article, stored: Mapping[str, Stored], leaving: Collection[str]) -> bool:
    """Tell whether the article is stored already from a container that this run leaves alone (an export read back)."""
    held = stored.get(article.id)
    return held is not None and article.id not in leaving and held.container != article.container


def _leaving(stored: Mapping[str, Stored], reading: Reading) -> set[str]:
    """Ids whose container was read to its end or is gone: they stay only if they were read again."""
    ended = {read.container for read in reading.read if read.complete and read.articles} | reading.gone
    protected = {id_ for read in reading.read for id_ in read.protected}
    return {id_ for id_, held in stored.items() if held.container in ended and id_ not in protected}


def _kept(stored: Mapping[str, Stored], reading: Reading) -> Iterator[str]:
    """Say which containers keep articles although they could not be read to the end."""
    held: dict[str, int] = defaultdict(int)
    for article in stored.values():
        held[article.container] += 1
    for read in reading.read:
        if held[read.container] and not (read.complete and read.articles):
            yield (
                f"{read.container}: could not be read to the end, so what was stored from it before stays"
                f" ({held[read.container]} articles)"
            )


def _holders(stored: Mapping[str, Stored], staying: Collection[str], read: Sequence[Article]) -> dict[str, str]:
    """Return text digest -> id of the article that holds the text: a stored one before a new one."""
    holders: dict[str, str] = {}
    for id_ in sorted(staying):
        holders.setdefault(stored[id_].text_digest, id_)
    for article in read:
        if article.id in stored and stored[article.id].text_digest == article.text_digest:
            holders.setdefault(article.text_digest, article.id)
    for article in read:
        holders.setdefault(article.text_digest, article.id)
    return holders


def _copies(
    stored: Mapping[str, Stored],
    reading: Reading,
    read: Sequence[Article],
    holders: Mapping[str, str],
    guests: Collection[int],
) -> dict[str, list[Copy]]:
    """Return text digest -> its copies: those that stay, then those read, each once."""
    ended = {each.container for each in reading.read if each.complete and each.articles} | reading.gone
    copies: dict[str, list[Copy]] = defaultdict(list)
    for held in stored.values():
        copies[held.text_digest] += [copy for copy in held.copies if (copy.container or copy.origin) not in ended]
    firsts: set[str] = set()
    for article in read:
        is_holder = holders[article.text_digest] == article.id and id(article) not in guests
        if is_holder and article.id not in firsts:
            firsts.add(article.id)
            continue
        copies[article.text_digest].append(_copy_of(article))
    return {digest: _once(found) for digest, found in copies.items() if found}


def _copy_of(article: Article) -> Copy:
    return Copy(article.id, article.origin, article.publisher, article.url, article.container)


def _once(copies: Iterable[Copy]) -> list[Copy]:
    """Drop repetitions; of two alike the later read is better informed."""
    return list({(copy.id, copy.origin): copy for copy in copies}.values())


def _of(copies: Mapping[str, list[Copy]], text_digest: str, id_: str, origin: str) -> tuple[Copy, ...]:
    return tuple(copy for copy in copies.get(text_digest, ()) if (copy.id, copy.origin) != (id_, origin))


def _changes_of_read(
    read: Sequence[Article],
    stored: Mapping[str, Stored],
    holders: Mapping[str, str],
    copies: Mapping[str, list[Copy]],
    guests: Collection[int],
) -> Iterator[Change]:
    seen: set[str] = set()
    for article in read:
        holder = holders[article.text_digest]
        if holder != article.id or holder in seen or id(article) in guests:
            yield Duplicate(article, holder)
            continue
        seen.add(article.id)
        final = replace(article, copies=_of(copies, article.text_digest, article.id, article.origin))
        yield from _change_of(final, stored.get(article.id))


def _change_of(article: Article, held: Stored | None) -> Iterator[Change]:
    if held is None:
        yield Added(article)
    elif replace(article, copies=held.copies).digest != held.digest or article.container != held.container:
        yield Replaced(article)
    else:
        yield Unchanged(article.id)
        if held.gone:
            yield Returned(article.id)
        if _shown(article.copies) != _shown(held.copies):
            yield Recopied(article.id, article.copies)


def _shown(copies: Iterable[Copy]) -> list[tuple[str | None, ...]]:
    return [(copy.id, copy.origin, copy.publisher, copy.url) for copy in copies]


def _recopied(
    stored: Mapping[str, Stored], staying: Collection[str], holders: Mapping[str, str], copies: Mapping[str, list[Copy]]
) -> Iterator[Change]:
    for id_ in sorted(staying):
        held = stored[id_]
        if holders[held.text_digest] != id_:
            continue
        final = _of(copies, held.text_digest, id_, held.origin)
        if _shown(final) != _shown(held.copies):
            yield Recopied(id_, final)


def _promoted(
    stored: Mapping[str, Stored], copies: Mapping[str, list[Copy]], holders: Mapping[str, str], names: Names
) -> Iterator[Change]:
    """Copies whose holder goes: the first of them becomes an article of its own."""
    for id_, held in stored.items():
        left = copies.get(held.text_digest)
        if held.text_digest in holders or not left:
            continue
        first, *rest = left
        yield Promoted(names.give(first.id, held.text_digest, first.container or first.origin), id_, first, tuple(rest))
