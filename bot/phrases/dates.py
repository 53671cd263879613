"""Days, months and amounts of time in the languages of an answer's frame. Pure; it reads no clock.

Place in the flow: `bot.render` writes dates with it. Dates that `bot.answering` wrote in English are read back by
`redated` and `retimed`, so that a note or a line of a timeline can be shown in another language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.phrases.frames import phrases

if TYPE_CHECKING:
    import datetime as dt

    from bot.phrases.languages import Language

_MONTHS = {name: number for number, name in enumerate(phrases().months)}
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?")
_PERIOD = re.compile(rf"(?:\d{{1,2}} (?:to \d{{1,2}} )?)?(?:{_MONTH})(?: to \d{{1,2}} (?:{_MONTH}))?(?: \d{{4}})?")
_AMOUNT = re.compile(r"(?P<count>\d+) (?P<unit>second|minute|hour|day|month|year)s?")
_RANGE = re.compile(r" to ")

_UNITS: dict[Language, dict[str, tuple[str, ...]]] = {
    "ar": {
        "second": ("ثانية واحدة", "ثانيتين", "ثوانٍ", "ثانية"),
        "minute": ("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة"),
        "hour": ("ساعة واحدة", "ساعتين", "ساعات", "ساعة"),
        "day": ("يوم واحد", "يومين", "أيام", "يوماً"),
        "month": ("شهر واحد", "شهرين", "أشهر", "شهراً"),
        "year": ("سنة واحدة", "سنتين", "سنوات", "سنة"),
    },
    "tr": {
        "second": ("saniye",), "minute": ("dakika",), "hour": ("saat",), "day": ("gün",), "month": ("ay",),
        "year": ("yıl",),
    },
    "ru": {
        "second": ("с",), "minute": ("мин",), "hour": ("ч",), "day": ("дн.",), "month": ("мес.",), "year": ("г.",),
    },
}  # fmt: skip
"""Turkish nouns stay singular behind a number, Russian ones are abbreviated; Arabic: one, two, a few, many."""

_TWO = 2
_FEW = range(3, 11)
_HUNDRED = 100


def day_text(day: dt.date, language: Language = "en") -> str:
    """Return `25 February 2020`, in that language's words."""
    return f"{day.day} {phrases(language).months[day.month - 1]} {day.year}"


def month_text(day: dt.date, language: Language = "en") -> str:
    """Return `February 2020`."""
    return f"{phrases(language).months_alone[day.month - 1]} {day.year}"


def redated(period: str, language: Language) -> str:
    """Return an English date or period (`17 to 23 February 2020`) in another language; what is none stays."""
    if language == "en" or not re.search(_MONTH, period):
        return period

    def month(match: re.Match[str]) -> str:
        said = phrases(language)
        number = _MONTHS[match["month"]]
        name = said.months[number] if match["day"] else said.months_alone[number]
        return " ".join(part for part in (match["day"], name, match["year"]) if part)

    return _RANGE.sub(" – ", _DATE.sub(month, period))


def begins_with_a_date(line: str) -> int:
    """Return how many characters of a line are an English date or period that ends in a colon (itself left out); or 0.

    Lines of a timeline begin like that, and so does nothing that is quoted.
    """
    found = _PERIOD.match(line)
    return found.end() if found and line[found.end() : found.end() + 1] == ":" else 0


def retimed(amount: str, language: Language) -> str:
    """Return an English amount of time (`3 minutes`) in another language; what is none stays."""
    found = _AMOUNT.fullmatch(amount)
    units = _UNITS.get(language)
    if found is None or units is None:
        return amount
    count, forms = int(found["count"]), units[found["unit"]]
    if len(forms) == 1:
        return f"{count} {forms[0]}"
    if count in {1, _TWO}:
        return forms[count - 1]
    return f"{count} {forms[2] if count % _HUNDRED in _FEW else forms[3]}"
