"""Publishers in a text: which stored names a person's words mean, and where those words stand.

Place in the flow: `scope` asks it for the publishers of a question, the command line for those of its options. Pure;
the corpus's names are handed in. Whether a publisher is asked as a source or stands in the news itself is not decided
here.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.errors import UnknownPublisherError
from ingest.corpus.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_NAME = 5
_LEAST_INITIALS = 3
_LEAST_LETTERS = 5
_DOMAIN = re.compile(r"\.(?:com|net|org|info|news|tv|co\.uk|[a-z]{2})$")
_ARTICLE = re.compile(r"^(?:the|al|el)(?=\w{3})")
_ADDED = re.compile(
    r"(?:[ -](?:news agency|news|agency|tv|television|online|world|english|arabic|newspaper|website|channel))+(?!\w)",
    re.IGNORECASE,
)
_SEVERAL_NAMES = re.compile(r"\(([^)]+)\)")


class Outlet(NamedTuple):
    """A publisher where a text names it: `text[start:end]`, and the stored names it can mean."""

    start: int
    end: int
    names: frozenset[str]


def outlets(text: str, known: Iterable[str]) -> list[Outlet]:
    """Return the publishers that `text` names, in order: "Al-Manar TV" is `manar`, "SANA" Syrian Arab News Agency.

    A name is told by its words whatever their case, hyphens, article or kind ("news agency", "TV"), and by the initials
    of a long one. Nothing is guessed from a part that could be a country, a people or a common word.
    """
    keys = _keys(known)
    words = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\w+", text)]
    found: list[Outlet] = []
    at = 0
    while at < len(words):
        run = next((n for n in range(_LONGEST_NAME, 0, -1) if _meant(words[at : at + n], n, keys)), 0)
        if run:
            end = words[at + run - 1][1]
            added = _ADDED.match(text, end)
            found.append(
                Outlet(words[at][0], added.end() if added else end, _meant(words[at : at + run], run, keys)),
            )
        at += run or 1
    return found


def _keys(known: Iterable[str]) -> Mapping[str, frozenset[str]]:
    keys: dict[str, frozenset[str]] = {}
    for name in known:
        for key in _written_as(name):
            keys[key] = keys.get(key, frozenset()) | {name}
    return keys


def _written_as(name: str) -> set[str]:
    """Return the squeezed forms that mean a stored name; its initials only when it has several words."""
    plain = fold(name)
    forms = {plain, _DOMAIN.sub("", plain), _SEVERAL_NAMES.sub("", plain), *_SEVERAL_NAMES.findall(plain)}
    words = re.findall(r"\w+", _SEVERAL_NAMES.sub("", plain))
    initials = {"".join(w[0] for w in words)} if len(words) >= _LEAST_INITIALS else set()
    return {_bare(f) for f in forms if f.strip()} | initials


def _bare(name: str) -> str:
    return _ARTICLE.sub("", re.sub(r"\W+", "", name))


def _meant(run: list[tuple[int, int, str]], length: int, keys: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the stored names that a run of words means, or none."""
    if len(run) < length:
        return frozenset()
    words = [w for _, _, w in run]
    squeezed = _bare(fold("".join(words)))
    if length > 1 and fold(words[0]) in {"of", "in", "by"}:
        return frozenset()
    if length >= _LEAST_INITIALS and all(w[0].isupper() for w in words):
        return keys.get(squeezed) or keys.get(fold("".join(w[0] for w in words)), frozenset())
    if length == 1 and squeezed not in keys:
        return _by_last_word(fold(words[0]), keys)
    return keys.get(squeezed, frozenset())


_NO_NAME_ALONE = frozenset(
    "agency archive arabia arabic arabs daily east english gazette herald journal media monitor network north "  # noqa: SIM905 - a list of words reads best as words
    "observatory "
    "online press radio review south state states street syria times today tribune voice weekly world watch".split()
)


def _by_last_word(word: str, keys: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the one publisher whose name ends in this word ("sabah" for `dailysabah`)."""
    if len(word) < _LEAST_LETTERS or word in _NO_NAME_ALONE:
        return frozenset()
    ending = {names for key, names in keys.items() if key.endswith(word)}
    return next(iter(ending)) if len(ending) == 1 else frozenset()


def resolve_publishers(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """Return the stored names for what a person typed, whatever its case; raises `UnknownPublisherError`."""
    stored = {fold(k): k for k in known}
    return frozenset(_resolve(name, stored) for name in names)


def _resolve(name: str, stored: dict[str, str]) -> str:
    key = fold(name.strip())
    if key in stored:
        return stored[key]
    inside = [k for k in stored if key and key in k]
    if len(inside) == 1:
        return stored[inside[0]]
    close = [stored[k] for k in (difflib.get_close_matches(key, stored, 3) or inside[:3])]
    hint = f" Did you mean {' or '.join(close)}?" if close else " `nayrab corpus status` lists the publishers."
    raise UnknownPublisherError(f"No article in the corpus is by the publisher “{name}”.{hint}")
