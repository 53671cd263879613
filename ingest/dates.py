"""From the many ways a publication date is written to a day and its precision; what is not a date gives None.

Place in the flow: `extract` uses it for front matter, rows and the date line of a saved page. Pure: today's date is an
argument. It never guesses: text that holds more than a date (and a time, a weekday, "published") is no date.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from ingest.corpus.models import Precision, PublicationDate

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["mdy", "dmy"]

EARLIEST = 1900
_AHEAD = dt.timedelta(days=1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?:(?=\D)|$)",
        r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})(?:(?=\D)|$)",
        rf"{_MONTH}\s+{_DAY}\s*,?\s*{_YEAR}",
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH}[\s,-]+{_YEAR}",
        rf"{_YEAR}[\s,-]+{_MONTH}[\s-]+{_DAY}",
        rf"{_MONTH}[\s,-]+{_YEAR}",
        rf"{_YEAR}\s+{_MONTH}",
        r"(?P<year>\d{4})[-/](?P<number>\d{1,2})",
        _YEAR,
    )
)
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<dot>[-/.])(?P<second>\d{1,2})(?P=dot)(?P<year>\d{4})")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLOCK = r"t?\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?"
_ZONE = r"(?:\(?(?:gmt|utc|z|[a-z]{2,4}t)\)?)?\s*(?:[+-]\d{1,2}:?\d{0,2})?"
_LEAD = (
    r"(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified|created|date|on|at|time)(?:\s+(?:on|at|date))*"
    r"\s*[:：]?\s*)*"
)
_BEFORE = re.compile(
    rf"(?:{_LEAD})(?:{_WEEKDAY}\.?\s*,?\s*)?(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?\s*(?:{_ZONE})[\s,]*)?(?:{_WEEKDAY}\.?\s*,?\s*)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s,;|–—@-]*(?:at\s+)?(?:(?:{_CLOCK})\s*(?:{_ZONE}))?\s*(?:\(?{_WEEKDAY}\)?)?[\s.,;|–—-]*", re.IGNORECASE
)

_LEVANTINE = {
    "كانون الثاني": "يناير",
    "شباط": "فبراير",
    "آذار": "مارس",
    "اذار": "مارس",
    "نيسان": "أبريل",
    "أيار": "مايو",
    "ايار": "مايو",
    "حزيران": "يونيو",
    "تموز": "يوليو",
    "آب": "أغسطس",
    "أيلول": "سبتمبر",
    "ايلول": "سبتمبر",
    "تشرين الأول": "أكتوبر",
    "تشرين الاول": "أكتوبر",
    "تشرين الثاني": "نوفمبر",
    "كانون الأول": "ديسمبر",
    "كانون الاول": "ديسمبر",
}
"""Month names of Syria, Lebanon and Iraq, and the Egyptian ones the date library knows."""
_LEVANTINE_MONTH = re.compile("|".join(sorted(map(re.escape, _LEVANTINE), key=len, reverse=True)))
_DOUBLE_MONTH = re.compile(r"([^\W\d_]+)\s*[/(]\s*([^\W\d_]+)\)?")
_ASCII_MONTH = re.compile(
    r"\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|januar|februar|juni|juli|"
    r"oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|gennaio|"
    r"febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre|ocak|mart|nisan|haziran|temmuz|ekim)\b",
    re.IGNORECASE,
)
_LANGUAGES = ["ar", "tr", "ru", "fr", "de", "es", "fa", "uk", "it", "he"]
_FILED = re.compile(
    r"/(?P<year>(?:19|20)\d{2})(?P<mark>[-/])(?P<month>\d{1,2}|[a-z]{3})(?:(?P=mark)(?P<day>\d{1,2})(?!\d)|(?=/))"
)
_EPOCHS = {10: 1, 13: 1000}


def parse_date(value: object, *, today: dt.date, order: Order = "mdy") -> PublicationDate | None:
    """Return the date that `value` (text, a date, an epoch) means and nothing else, or None.

    `order` reads 3/4/2016. Years before 1900 and days more than one day after `today` are no publication dates.
    """
    found = _of_object(value, order)
    if found is None or found.day.year < EARLIEST or found.day > today + _AHEAD:
        return None
    return found


def is_ahead(value: object, *, today: dt.date) -> bool:
    """Tell whether `value` is a date, but so far ahead of `today` that nothing can have been published then."""
    found = _of_object(value, "mdy")
    return found is not None and found.day > today + _AHEAD


def day_in_address(url: str) -> PublicationDate | None:
    """Return the day or month that an address files its page under: `/2020/02/25/`, `/2020-02-25-`."""
    match = _FILED.search(url.lower().partition("?")[0])
    if match is None:
        return None
    name = match["month"]
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name) if name.isdigit() else 0
    if not match["day"]:
        return _day(int(match["year"]), month, 1, Precision.MONTH)
    return _day(int(match["year"]), month, int(match["day"]))


def _of_object(value: object, order: Order) -> PublicationDate | None:
    match value:
        case dt.datetime():
            return PublicationDate(value.date())
        case dt.date():
            return PublicationDate(value)
        case bool():
            return None
        case int() | float():
            return _of_number(value)
        case str():
            return _of_text(_plain(value), order)
    return None


def _of_number(value: float) -> PublicationDate | None:
    digits = len(str(int(abs(value)))) if abs(value) < 1e15 else 0  # noqa: PLR2004 - beyond any date, and inf/nan end here
    if digits in _EPOCHS and value > 0:
        return PublicationDate(dt.datetime.fromtimestamp(value / _EPOCHS[digits], dt.UTC).date())
    return _of_text(str(int(value)), "mdy") if digits in {4, 8} and value == int(value) else None


def column_order(values: Iterable[str]) -> Order:
    """Tell whether a column's 3/4/2016 is d/m/y: it is when any first number exceeds 12; m/d/y otherwise."""
    for value in values:
        numeric = _NUMERIC.search(value)
        if numeric and int(numeric["first"]) > 12:  # noqa: PLR2004 - there are twelve months
            return "dmy"
    return "mdy"


def _plain(value: str) -> str:
    """Western digits, single spaces, at most what a date can be long."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in value[:120])
    return " ".join(digits.split()) if len(value) <= 120 else ""  # noqa: PLR2004 - no date is that long


@lru_cache(maxsize=4096)
def _of_text(text: str, order: Order) -> PublicationDate | None:
    if not text or not any(c.isdigit() for c in text):
        return None
    body = text[_matched(_BEFORE, text) :]
    for form in (_NUMERIC, *_FORMS):
        match = form.match(body)
        if match and _AFTER.fullmatch(body, match.end()):
            return _of_match(match.groupdict(), order)
    return _foreign(text)


def _matched(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _of_match(parts: dict[str, Any], order: Order) -> PublicationDate | None:
    year = int(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        dotted = parts["dot"] == "."
        month, day = (second, first) if order == "dmy" or dotted or first > 12 else (first, second)  # noqa: PLR2004 - months
        return _day(year, month, day)
    name = parts.get("month")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts.get("number") or 0)
    if parts.get("day"):
        return _day(year, month, int(parts["day"]))
    if month:
        return _day(year, month, 1, Precision.MONTH)
    return _day(year, 1, 1, Precision.YEAR)


def _day(year: int, month: int, day: int, precision: Precision = Precision.DAY) -> PublicationDate | None:
    try:
        return PublicationDate(dt.date(year, month, day), precision)
    except ValueError:
        return None


def _foreign(text: str) -> PublicationDate | None:
    """Month names of other languages, by the date library: asked only where a year and such a name may stand."""
    if text.isascii() and not _ASCII_MONTH.search(text):
        return None
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text) or len(text.split()) > 9:  # noqa: PLR2004 - a date line is short
        return None
    arabic = _LEVANTINE_MONTH.sub(lambda m: _LEVANTINE[m.group()], text)
    got = _library().get_date_data(_DOUBLE_MONTH.sub(r"\1", arabic))
    if got.date_obj is None:
        return None
    exact = Precision.DAY if got.period in {"day", "time"} else Precision.MONTH
    return PublicationDate(got.date_obj.date() if exact is Precision.DAY else got.date_obj.date().replace(day=1), exact)


@lru_cache
def _library() -> Any:
    from dateparser import DateDataParser  # noqa: PLC0415 - slow to import, and most dates are read without it

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["year", "month"],
        "DATE_ORDER": "DMY",
        "PREFER_LOCALE_DATE_ORDER": False,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    return DateDataParser(languages=_LANGUAGES, settings=settings)
