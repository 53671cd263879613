"""The text of `sources.toml` to the sources it names, and back. Pure.

Place in the flow: `registry` reads and writes the file. A key that is not known is refused with the nearest one that
is, and a value of the wrong kind with one that is right, so that no slip of the pen is silently without effect.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.corpus.models import Limits, Source, SourceKind, WhenGone
from ingest.decode import check_encoding
from ingest.rows import FIELDS
from ingest.sources import schedule
from ingest.sources.base import SourceSettingsError
from ingest.web.addresses import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Choice = TypeVar("Choice", bound=StrEnum)

_TEXTS = ("name", "location", "publisher", "affiliation", "language", "encoding", "schedule")
_CHOICES: Mapping[str, type[StrEnum]] = {"kind": SourceKind, "when_gone": WhenGone}
_KEYS = ("name", "kind", *_TEXTS[1:], "when_gone", "mapping", "limits")
_NUMBERS = ("articles", "newest_days", "bytes")
_PATTERNS = ("include", "exclude")
_LIMITS = (*_NUMBERS[:2], *_PATTERNS, _NUMBERS[2])
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*source[ \t]*\]\]", re.MULTILINE)
_REMOVED = re.compile(r"^removed[ \t]*=.*\n?", re.MULTILINE)
HEADING = """\
# What `nayrab ingest` reads when it is given nothing: one [[source]] table each, in this order.
# `nayrab sources add|remove` write this file; it may be edited by hand too. The keys:
#   name         what it is called                     location   a path, or an http(s) address
#   kind         "files", "page", "feed" or "sitemap"  language   such as "en"
#   publisher    who prints it                         encoding   where the files do not say it
#   affiliation  whose voice it is, such as "Syrian state media"; shown beside its citations
#   schedule     when `nayrab run` reads it, in UTC: "every 30 minutes", "hourly", "daily at 06:00",
#                "weekly on monday at 06:00"
#   when_gone    "keep" or "drop": what becomes of articles whose page is gone
#   limits       { articles = 100, newest_days = 30, include = ["/news/*"], exclude = ["*/sport/*"], bytes = 5000000 }
#   mapping      { text = "body" }: which column or key of a file holds which field
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the file says: the sources, and the locations of removed ones that an ingest has yet to act on."""

    sources: list[Source] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def parse(text: str, where: str) -> Listing:
    """Return what a file's text says; `where` names it in messages."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceSettingsError(f"{where} is not valid TOML ({error}); mend it or remove it.") from error
    _refuse_unknown(tables, ("source", "removed"), where)
    removed = tables.get("removed", [])
    if not _is_texts(removed):
        raise SourceSettingsError(f'{where}: removed must be a list of paths, such as removed = ["/old/folder"].')
    listed = tables.get("source", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise SourceSettingsError(f"{where}: write each source as a [[source]] table.")
    sources = [_source(table, f"{where}, source {number}") for number, table in enumerate(listed, 1)]
    _refuse_doubles(sources, where)
    return Listing(sources, removed)


def _refuse_doubles(sources: Iterable[Source], where: str) -> None:
    seen: set[str] = set()
    for source in sources:
        if source.name in seen:
            raise SourceSettingsError(f"{where}: two sources are called {source.name}; give each a name of its own.")
        seen.add(source.name)


def _source(table: Mapping[str, Any], where: str) -> Source:
    where = f"{where} ({table['name']})" if isinstance(table.get("name"), str) and table["name"] else where
    _refuse_unknown(table, _KEYS, where)
    for key in _TEXTS:
        if not isinstance(table.get(key, ""), str):
            raise SourceSettingsError(f'{where}: {key} must be text, such as {key} = "...".')
    mapping = table.get("mapping", {})
    if not isinstance(mapping, dict) or not all(isinstance(column, str) for column in mapping.values()):
        raise SourceSettingsError(f'{where}: mapping must be a table of texts, such as mapping = {{ text = "body" }}.')
    location = table.get("location", "")
    made = {
        "name": table.get("name") or location,
        "location": location,
        "mapping": dict(mapping),
        "limits": _limits(table.get("limits", {}), where),
        **{key: _choice(kind, table[key], f"{where}: {key}") for key, kind in _CHOICES.items() if key in table},
    }
    source = Source(**{**table, **made})
    check(source, where)
    return source


def _choice(kind: type[Choice], value: object, what: str) -> Choice:
    if isinstance(value, str) and value in list(kind):
        return kind(value)
    near = _nearest(value, list(kind)) if isinstance(value, str) else ""
    raise SourceSettingsError(f"{what} must be one of {', '.join(kind)}, not {value!r}{near}.")


def _limits(table: object, where: str) -> Limits:
    if not isinstance(table, dict):
        raise SourceSettingsError(f"{where}: limits must be a table, such as limits = {{ articles = 50 }}.")
    _refuse_unknown(table, _LIMITS, f"{where}, limits")
    for key in _NUMBERS:
        number = table.get(key, 1)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise SourceSettingsError(f"{where}, limits: {key} must be a whole number above 0, such as {key} = 50.")
    for key in _PATTERNS:
        if not _is_texts(table.get(key, [])):
            raise SourceSettingsError(f'{where}, limits: {key} must be a list of paths, such as {key} = ["/news/*"].')
    return Limits(**{**table, **{key: tuple(table[key]) for key in _PATTERNS if key in table}})


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def check(source: Source, where: str) -> None:
    """Refuse a source that makes no sense; `where` begins the sentence."""
    if not source.location.strip():
        raise SourceSettingsError(f"{where} has no location; name a file or a folder, or an address of the web.")
    _check_kind(source, where)
    _refuse_unknown(source.mapping, FIELDS, f"{where}, mapping", "field")
    if source.encoding:
        check_encoding(source.encoding)
    if source.schedule is not None:
        _check_schedule(source.schedule, where)


def _check_kind(source: Source, where: str) -> None:
    on_web, wants_web = is_web(source.location), source.kind is not SourceKind.FILES
    if on_web and not wants_web:
        raise SourceSettingsError(
            f'{where}: {source.location} is an address of the web; say kind = "page", "feed" or "sitemap".'
        )
    if wants_web and not on_web:
        raise SourceSettingsError(
            f"{where}: a {source.kind} lies on the web, but {source.location} is no http or https address."
        )


def _check_schedule(text: str, where: str) -> None:
    try:
        schedule.parse(text)
    except SourceSettingsError as error:
        raise SourceSettingsError(f"{where}, schedule: {error}") from error


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...], where: str, what: str = "key") -> None:
    for key in given:
        if key not in known:
            near = _nearest(key, known)
            raise SourceSettingsError(f"{where}: there is no {what} '{key}'{near}; known are {', '.join(known)}.")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (did you mean '{near[0]}'?)" if near else ""


def nearest_source(name: str, sources: Iterable[Source]) -> str:
    """Return ` (did you mean 'x'?)`, or nothing when no source has a name like that."""
    return _nearest(name, [source.name for source in sources])


def render(listing: Listing, former: str = "") -> str:
    """Return the file's text for this listing; what was written by hand in `former` is kept where it can be."""
    blocks = _blocks(former)
    head, tables = blocks or (HEADING, {})
    head = _REMOVED.sub("", head).rstrip("\n") + "\n"
    removed = f"removed = [{', '.join(map(_quoted, listing.removed))}]\n" if listing.removed else ""
    written = (tables.get(source.name) or f"[[source]]\n{_table(source)}" for source in listing.sources)
    return head + removed + "".join("\n" + block.strip("\n") + "\n" for block in written)


def _blocks(text: str) -> tuple[str, dict[str, str]] | None:
    """Return what stands before the first table, and each source's own lines by its name.

    A comment directly above a table belongs to it. None where the text is not written so plainly that this is sure.
    """
    if not text.strip():
        return None
    starts = [_with_comments(text, match.start()) for match in _TABLE.finditer(text)]
    pieces = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    head = text[: starts[0]] if starts else text
    try:
        found = [parse(piece, "").sources for piece in pieces]
        plain = parse(head, "").sources == [] and [each for one in found for each in one] == parse(text, "").sources
        plain = plain and "removed" not in tomllib.loads(_REMOVED.sub("", head))
    except (SourceSettingsError, tomllib.TOMLDecodeError):
        return None
    return (head, {one[0].name: piece for one, piece in zip(found, pieces, strict=True)}) if plain else None


def _with_comments(text: str, start: int) -> int:
    """Go up from a table's first line over the comments that stand directly above it."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start


def _table(source: Source) -> str:
    values = {key: value for key in _KEYS if isinstance(value := getattr(source, key), str)}
    if source.kind is SourceKind.FILES:
        del values["kind"]
    if source.when_gone is WhenGone.KEEP:
        del values["when_gone"]
    lines = [f"{key} = {_quoted(value)}\n" for key, value in values.items()]
    return "".join(lines) + _inline("mapping", source.mapping) + _inline("limits", _limits_given(source.limits))


def _limits_given(limits: Limits) -> dict[str, object]:
    """Return the limits that are not what they are unless told."""
    usual = Limits()
    return {key: getattr(limits, key) for key in _LIMITS if getattr(limits, key) != getattr(usual, key)}


def _inline(key: str, table: Mapping[str, object]) -> str:
    pairs = ", ".join(f"{_key(name)} = {_value(value)}" for name, value in table.items())
    return f"{key} = {{ {pairs} }}\n" if pairs else ""


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON escapes alike but for DEL, which TOML wants escaped too."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
