"""The configured sources: `sources.toml` in the data directory, listed, added to, taken from.

Place in the flow: what `nayrab ingest` without arguments reads. Reads and writes this one file; a key it does not know
is refused with the nearest one it does, so that a slip of the pen is not silently without effect. A source that was
removed leaves its location behind until an ingest has taken its articles out of the corpus.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ingest.corpus.errors import StorageError
from ingest.corpus.models import Source
from ingest.decode import check_encoding
from ingest.rows import FIELDS
from ingest.sources.base import SourceSettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = "sources.toml"
_TEXTS = ("name", "location", "publisher", "affiliation", "language", "encoding")
_KEYS = (*_TEXTS, "mapping")
_HEADING = "# What `nayrab ingest` reads when it is given nothing. `nayrab sources add|remove` write this file.\n"


@dataclass(frozen=True, slots=True)
class Listing:
    """What the file says: the sources, and the locations of removed ones that an ingest has yet to act on."""

    sources: list[Source] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Registry:
    """The sources of one data directory. Every method may raise `SourceSettingsError` or `StorageError`."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE

    def all(self) -> list[Source]:
        """Return the sources in the order they were added; none when there is no file yet."""
        return self._read().sources

    def _read(self) -> Listing:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Listing()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise StorageError(
                f"{self._path} cannot be read ({reason}); give this user the right to read it or choose another"
                " --data-dir."
            ) from error
        return parse(text, str(self._path))

    def removed(self) -> list[str]:
        """Return the locations of removed sources whose articles may still be in the corpus."""
        return self._read().removed

    def add(self, source: Source) -> None:
        """Add a source; refused when its name is taken or it makes no sense."""
        listing = self._read()
        sources = listing.sources
        _check(source, f"The source {source.name}")
        if any(each.name == source.name for each in sources):
            raise SourceSettingsError(
                f"There is a source {source.name} already; remove it first or choose another --name."
            )
        self._write(Listing([*sources, source], [place for place in listing.removed if place != source.location]))

    def remove(self, name: str) -> None:
        """Take a source off the list and note that its articles go at the next ingest of all; refused when unknown."""
        listing = self._read()
        sources = listing.sources
        rest = [each for each in sources if each.name != name]
        if len(rest) == len(sources):
            raise SourceSettingsError(
                f"There is no source {name}{_nearest(name, [s.name for s in sources])}; see `nayrab sources list`."
            )
        gone = [each.location for each in sources if each.name == name]
        self._write(Listing(rest, list(dict.fromkeys([*listing.removed, *gone]))))

    def settle(self, locations: Iterable[str]) -> None:
        """Forget that these locations were removed: their articles are out of the corpus, or wanted again."""
        settled = set(locations)
        listing = self._read()
        if settled & set(listing.removed):
            self._write(Listing(listing.sources, [place for place in listing.removed if place not in settled]))

    def _write(self, listing: Listing) -> None:
        partial = self._path.with_name(FILE + ".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8") as file:
                file.write(render(listing))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be written ({error.strerror}); make room or choose another --data-dir."
            ) from error


def parse(text: str, where: str = FILE) -> Listing:
    """Return what a file's text says; `where` names it in messages."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceSettingsError(f"{where} is not valid TOML ({error}); mend it or remove it.") from error
    _refuse_unknown(tables, ("source", "removed"), where)
    removed = tables.get("removed", [])
    if not isinstance(removed, list) or not all(isinstance(place, str) for place in removed):
        raise SourceSettingsError(f'{where}: removed must be a list of paths, such as removed = ["/old/folder"].')
    listed = tables.get("source", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise SourceSettingsError(f"{where}: write each source as a [[source]] table.")
    return Listing([_source(table, f"{where}, source {number}") for number, table in enumerate(listed, 1)], removed)


def _source(table: Mapping[str, Any], where: str) -> Source:
    _refuse_unknown(table, _KEYS, where)
    for key in _TEXTS:
        if not isinstance(table.get(key, ""), str):
            raise SourceSettingsError(f'{where}: {key} must be text, such as {key} = "...".')
    mapping = table.get("mapping", {})
    if not isinstance(mapping, dict) or not all(isinstance(column, str) for column in mapping.values()):
        raise SourceSettingsError(f'{where}: mapping must be a table of texts, such as mapping = {{ text = "body" }}.')
    location = table.get("location", "")
    source = Source(**{**table, "name": table.get("name") or location, "location": location, "mapping": dict(mapping)})
    _check(source, where)
    return source


def _check(source: Source, where: str) -> None:
    if not source.location.strip():
        raise SourceSettingsError(f"{where} has no location; name a file or a folder.")
    _refuse_unknown(source.mapping, FIELDS, f"{where}, mapping", "field")
    if source.encoding:
        check_encoding(source.encoding)


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...], where: str, what: str = "key") -> None:
    for key in given:
        if key not in known:
            near = _nearest(key, known)
            raise SourceSettingsError(f"{where}: there is no {what} '{key}'{near}; known are {', '.join(known)}.")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (did you mean '{near[0]}'?)" if near else ""


def render(listing: Listing) -> str:
    """Return the file's text for this listing."""
    removed = f"removed = [{', '.join(map(_quoted, listing.removed))}]\n" if listing.removed else ""
    return _HEADING + removed + "".join(f"\n[[source]]\n{_table(source)}" for source in listing.sources)


def _table(source: Source) -> str:
    lines = [f"{key} = {_quoted(value)}\n" for key in _TEXTS if (value := getattr(source, key)) is not None]
    if source.mapping:
        pairs = ", ".join(f"{_quoted(name)} = {_quoted(column)}" for name, column in source.mapping.items())
        lines.append(f"mapping = {{ {pairs} }}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON escapes alike but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
