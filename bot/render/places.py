"""The places of a message as pages: which each is, how it is spelt, where it lies, what was said of it last.

Place in the flow: `PlaceNote`s -> contents of messages. Pure, like all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.which_place import described
from bot.markup import escape, one_line, safe_url
from bot.paging import CONTENT_LIMIT, shorten, size
from bot.phrases import phrases, worded
from bot.render.passages import numbered, pack_chunks
from bot.render.review import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import PlaceNote
    from bot.phrases import Language
    from ingest.corpus.places import Place

NO_PLACES = "I know none of the places that this message names, or it names none."
NAME_LIMIT = 100
_MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=12/{0}/{1}"
_FOOT = (
    "Places and coordinates: Nayrab's own list and GeoNames (<https://www.geonames.org>, CC BY 4.0). "
    "“Last said” is the newest dated report I have."
)


def places_pages(notes: Sequence[PlaceNote], limit: int = CONTENT_LIMIT, language: Language = "en") -> tuple[str, ...]:
    """Return the places as pages, at least one."""
    if not notes:
        return (worded(NO_PLACES, language),)
    foot = f"-# {worded(_FOOT, language)}"
    room = limit - size(foot) - 40
    chunks = [_chunk(note, language) for note in notes]
    return numbered([f"{page}\n\n{foot}" for page in pack_chunks(chunks, room)], language)


def _chunk(note: PlaceNote, language: Language) -> str:
    written = shorten(escape(one_line(note.written)), NAME_LIMIT)
    lines = [f"**{written}**"]
    if len(note.places) == 1:
        lines[0] += f": {_which(note.places[0], note.written)}"
    else:
        lines[0] += worded(" can be one of several places:", language)
        lines += [f"- {_which(place, note.written)}" for place in note.places]
    if note.spellings:
        names = phrases(language).comma.join(escape(one_line(s)) for s in note.spellings)
        lines.append(f"-# {worded('Also spelt: {names}', language, names=names)}")
    if note.said:
        several = len(note.places) > 1
        last = (
            worded("Last said of {place}:", language, place=described(note.places[0]))
            if several
            else worded("Last said:", language)
        )
        lines += [last, quoted(note.said, language=language)]
    else:
        lines.append(f"-# {worded('The articles I have say nothing of it that bears a date.', language)}")
    return "\n".join(lines)


def _which(place: Place, written: str) -> str:
    """Return which place it is, and where it lies."""
    name = "" if place.name.casefold() == written.casefold() else f"{escape(place.name)}, "
    kinds = f" ({', '.join(place.kinds)})" if len(place.kinds) > 1 and not place.note else ""
    return f"{name}{escape(described(place))}{kinds}{_position(place)}"


def _position(place: Place) -> str:
    if place.coordinates is None:
        return ""
    latitude, longitude = place.coordinates
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    where = f"{abs(latitude):.3f}° {north}, {abs(longitude):.3f}° {east}"
    address = safe_url(_MAP.format(latitude, longitude))
    return f" · [{where}](<{address}>)" if address else f" · {where}"
