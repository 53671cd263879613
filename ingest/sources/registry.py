"""The configured sources: `sources.toml` in the data directory, listed, added to, taken from.

Place in the flow: what `nayrab ingest` without arguments reads. Reads and writes this one file; a key it does not know
is refused with the nearest one it does, so that a slip of the pen is not silently without effect.
"""

from __future__ import annotations

import json
import os
import tomllib
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


class Registry:
    """The sources of one data directory. Every method may raise `SourceSettingsError` or `StorageError`."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE

    def all(self) -> list[Source]:
        """Return the sources in the order they were added; none when there is no file yet."""
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(
                f"{self._path} cannot be read ({error}); give this user the right to read it."
            ) from error
        return parse(text, str(self._path))

    def add(self, source: Source) -> None:
        """Add a source; refused when its name is taken or it makes no sense."""
        sources = self.all()
        _check(source, f"The source {source.name}")
        if any(each.name == source.name for each in sources):
            raise SourceSettingsError(
                f"There is a source {source.name} already; remove it first or choose another --name."
            )
        self._write([*sources, source])

    def remove(self, name: str) -> None:
        """Take a source off the list; refused when there is none of this name."""
        sources = self.all()
        rest = [each for each in sources if each.name != name]
        if len(rest) == len(sources):
            raise SourceSettingsError(
                f"There is no source {name}{_nearest(name, [s.name for s in sources])}; see `nayrab sources list`."
            )
        self._write(rest)

    def _write(self, sources: Iterable[Source]) -> None:
        partial = self._path.with_name(FILE + ".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8") as file:
                file.write(render(sources))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be written ({error.strerror}); make room or choose another --data-dir."
            ) from error


def parse(text: str, where: str = FILE) -> list[Source]:
    """Return the sources a file's text names; `where` names it in messages."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceSettingsError(f"{where} is not valid TOML ({error}); mend it or remove it.") from error
    _refuse_unknown(tables, ("source",), where)
    listed = tables.get("source", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise SourceSettingsError(f"{where}: write each source as a [[source]] table.")
    return [_source(table, f"{where}, source {number}") for number, table in enumerate(listed, 1)]


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


def render(sources: Iterable[Source]) -> str:
    """Return the file's text for these sources."""
    return _HEADING + "".join(f"\n[[source]]\n{_table(source)}" for source in sources)


def _table(source: Source) -> str:
    lines = [f"{key} = {_quoted(value)}\n" for key in _TEXTS if (value := getattr(source, key)) is not None]
    if source.mapping:
        pairs = ", ".join(f"{_quoted(name)} = {_quoted(column)}" for name, column in source.mapping.items())
        lines.append(f"mapping = {{ {pairs} }}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON escapes alike but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
