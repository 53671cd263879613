"""The places the gazetteer knows, read from the file beside this module.

Place in the flow: below `gazetteer`, which finds them in texts. The file is read when it is first needed and never
changed; of its lines only the keys are looked at, a line is taken apart when somebody asks for its place.

`gazetteer.csv` is made by `python -m ingest.geonames` of our own `places.csv` and of GeoNames.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = "gazetteer.csv"
COLUMNS = ("name", "kinds", "country", "region", "near", "population", "note", "spellings", "coordinates", "keys")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its usual name, what it is, where, what lies near it, its people, and all its known spellings.

    `kinds` are words such as town, camp, airport, governorate; `country` is an ISO code; `region` is the governorate
    ("" where it is not known); `population` is 0 where it is not known; `note` says in a few words which one it is,
    where several places bear the name; `spellings` begin with the name; `coordinates` are degrees of latitude and
    longitude (WGS 84), None where they are not known.
    """

    name: str
    kinds: tuple[str, ...]
    country: str
    region: str
    near: tuple[str, ...]
    population: int
    note: str
    spellings: tuple[str, ...]
    coordinates: tuple[float, float] | None = None

    def __hash__(self) -> int:
        """Return a hash of what little tells most places apart: those with many spellings are looked up often."""
        return hash((self.name, self.region, self.country))


def spelled(key: str) -> Iterator[tuple[int, Place]]:
    """Yield the places that have a spelling with this consonant key (`spelling.keys`), each with its number."""
    for number in _lines_by_key().get(key, ()):
        yield number, place(number)


def has_key(key: str) -> bool:
    """Tell whether any place has a spelling with this consonant key."""
    return key in _lines_by_key()


def all_places() -> tuple[Place, ...]:
    """Return every place, in the order of the file: those that matter most to the war first."""
    return tuple(place(number) for number in range(len(_lines())))


@lru_cache(maxsize=4_096)
def place(number: int) -> Place:
    """Return a place by its number."""
    return parsed(_lines()[number])


def parsed(line: str) -> Place:
    """Return the place of one line of `gazetteer.csv`, or of `places.csv`, which may end before the coordinates."""
    cells = line.split("\t")
    name, kinds, country, region, near, population, note, spellings = cells[:_OWN]
    return Place(
        name,
        _listed(kinds),
        country,
        region,
        _listed(near),
        int(population or 0),
        note,
        (name, *_listed(spellings)),
        _degrees(cells[_OWN]) if len(cells) > _OWN else None,
    )


_OWN = 8
"""Columns that every line has."""


def _degrees(cell: str) -> tuple[float, float] | None:
    latitude, _, longitude = cell.partition(" ")
    return (float(latitude), float(longitude)) if longitude else None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def table_lines(text: str) -> list[str]:
    """Return the lines of a file that hold a place: all but comments and the heading."""
    return [line for line in text.splitlines() if line and not line.startswith("#")][1:]


@cache
def _lines() -> list[str]:
    return table_lines(resources.files("ingest.corpus").joinpath(FILE).read_text("utf-8"))


@cache
def _lines_by_key() -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, line in enumerate(_lines()):
        for key in line.rpartition("\t")[2].split("|"):
            found.setdefault(key, []).append(number)
    return found
