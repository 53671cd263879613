"""The configured sources: `sources.toml` in the data directory, listed, added to, taken from.

Place in the flow: what `nayrab ingest` without arguments reads. Reads and writes this one file; what its text means is
told by `tables`. A source that was removed leaves its location behind until an ingest has taken its articles out of the
corpus.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ingest.corpus.errors import StorageError
from ingest.corpus.models import SourceKind
from ingest.sources.base import SourceSettingsError
from ingest.sources.tables import Listing, check, nearest_source, parse, render
from ingest.web.addresses import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ingest.corpus.models import Source

FILE = "sources.toml"


class Registry:
    """The sources of one data directory. Every method may raise `SourceSettingsError` or `StorageError`."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE

    def all(self) -> list[Source]:
        """Return the sources in the order of the file; none when there is no file yet."""
        return self._read()[0].sources

    def named(self, names: Sequence[str]) -> list[Source]:
        """Return the sources of these names, in the file's order; refused when one is unknown."""
        sources = self.all()
        for name in names:
            _refuse_unknown(name, sources)
        return [source for source in sources if source.name in names]

    def removed(self) -> list[str]:
        """Return the locations of removed sources whose articles may still be in the corpus."""
        return self._read()[0].removed

    def add(self, source: Source) -> None:
        """Add a source; refused when its name is taken or it makes no sense."""
        listing, text = self._read()
        check(source, f"The source {source.name}")
        for each in listing.sources:
            if each.name == source.name:
                raise SourceSettingsError(
                    f"There is a source {source.name} already; remove it first or choose another --name."
                )
        _refuse_read_already(source, listing.sources)
        kept = [place for place in listing.removed if place != source.location]
        self._write(Listing([*listing.sources, source], kept), text)

    def remove(self, name: str) -> None:
        """Take a source off the list and note that its articles go at the next ingest of all; refused when unknown."""
        listing, text = self._read()
        _refuse_unknown(name, listing.sources)
        rest = [each for each in listing.sources if each.name != name]
        gone = [each.location for each in listing.sources if each.name == name]
        self._write(Listing(rest, list(dict.fromkeys([*listing.removed, *gone]))), text)

    def settle(self, locations: Iterable[str]) -> None:
        """Forget that these locations were removed: their articles are out of the corpus, or wanted again."""
        settled = set(locations)
        listing, text = self._read()
        if settled & set(listing.removed):
            kept = [place for place in listing.removed if place not in settled]
            self._write(Listing(listing.sources, kept), text)

    def _read(self) -> tuple[Listing, str]:
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return Listing(), ""
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise StorageError(
                f"{self._path} cannot be read ({reason}); give this user the right to read it or choose another"
                " --data-dir."
            ) from error
        return parse(text, str(self._path)), text

    def _write(self, listing: Listing, former: str) -> None:
        partial = self._path.with_name(FILE + ".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8") as file:
                file.write(render(listing, former))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be written ({error.strerror}); make room or choose another --data-dir."
            ) from error


def _refuse_unknown(name: str, sources: Iterable[Source]) -> None:
    listed = list(sources)
    if all(each.name != name for each in listed):
        raise SourceSettingsError(
            f"There is no source {name}{nearest_source(name, listed)}; see `nayrab sources list`."
        )


def _refuse_read_already(source: Source, sources: Iterable[Source]) -> None:
    """One address is one source; folders may lie in one another, each with what is known of it."""
    for each in sources:
        if source.kind is not SourceKind.FILES and fold(each.location) == fold(source.location):
            raise SourceSettingsError(f"{source.location} is read already, as the source {each.name}.")
