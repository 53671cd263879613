"""The commonest relative words of Arabic, Turkish and Russian, and the days each means.

Place in the flow: beside `phrases`, for `relative`. A word that is as often something else stands only in longer
phrases: the Arabic for "today" is also "the day", so it counts only as "this morning" or "this evening". Weekdays are
left alone: which week is meant hangs on the tense, which is not read in these languages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.days import ago, period
from ingest.phrases import Need, phrase, shifted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from ingest.days import Days


def _foreign(match: re.Match[str], day: dt.date) -> Days | None:
    """Return the days of a phrase in the table of its language."""
    return _FOREIGN[" ".join(match.group().lower().split())](match, day)


def _period(which: str, unit: str) -> Callable[[re.Match[str], dt.date], Days]:
    return lambda _, day: period(which, unit, day)


def _ago(number: int, unit: str) -> Callable[[re.Match[str], dt.date], Days | None]:
    return lambda _, day: ago(day, number, unit)


_NEWS_OF_TODAY = {"bugün": shifted(0), "сегодня": shifted(0)}
_FOREIGN = {
    "أول أمس": shifted(-2),
    "أول من أمس": shifted(-2),
    "أمس الأول": shifted(-2),
    "أمس": shifted(-1),
    "بالأمس": shifted(-1),
    "مساء أمس": shifted(-1),
    "صباح أمس": shifted(-1),
    "الليلة الماضية": shifted(-1),
    "صباح اليوم": shifted(0),
    "فجر اليوم": shifted(0),
    "ظهر اليوم": shifted(0),
    "مساء اليوم": shifted(0),
    "يوم غد": shifted(1),
    "الأسبوع الماضي": _period("last", "week"),
    "الشهر الماضي": _period("last", "month"),
    "العام الماضي": _period("last", "year"),
    "السنة الماضية": _period("last", "year"),
    "هذا الأسبوع": _period("this", "week"),
    "الأسبوع الجاري": _period("this", "week"),
    "الشهر الجاري": _period("this", "month"),
    "الشهر الحالي": _period("this", "month"),
    "العام الجاري": _period("this", "year"),
    "العام الحالي": _period("this", "year"),
    "قبل يومين": _ago(2, "day"),
    "منذ يومين": _ago(2, "day"),
    "قبل أسبوع": _ago(1, "week"),
    "قبل أسبوعين": _ago(2, "week"),
    "قبل شهر": _ago(1, "month"),
    "قبل عام": _ago(1, "year"),
    "evvelsi gün": shifted(-2),
    "dün": shifted(-1),
    "dün gece": shifted(-1),
    "dün akşam": shifted(-1),
    "dün sabah": shifted(-1),
    "bu sabah": shifted(0),
    "bu akşam": shifted(0),
    "yarın": shifted(1),
    "geçen hafta": _period("last", "week"),
    "geçtiğimiz hafta": _period("last", "week"),
    "geçen ay": _period("last", "month"),
    "geçtiğimiz ay": _period("last", "month"),
    "geçen yıl": _period("last", "year"),
    "geçen sene": _period("last", "year"),
    "geçtiğimiz yıl": _period("last", "year"),
    "bu hafta": _period("this", "week"),
    "bu ay": _period("this", "month"),
    "bu yıl": _period("this", "year"),
    "iki gün önce": _ago(2, "day"),
    "üç gün önce": _ago(3, "day"),
    "bir hafta önce": _ago(1, "week"),
    "iki hafta önce": _ago(2, "week"),
    "bir ay önce": _ago(1, "month"),
    "bir yıl önce": _ago(1, "year"),
    "позавчера": shifted(-2),
    "вчера": shifted(-1),
    "вчера вечером": shifted(-1),
    "вчера ночью": shifted(-1),
    "сегодня утром": shifted(0),
    "сегодня днём": shifted(0),
    "сегодня вечером": shifted(0),
    "завтра": shifted(1),
    "послезавтра": shifted(2),
    "на прошлой неделе": _period("last", "week"),
    "в прошлом месяце": _period("last", "month"),
    "в прошлом году": _period("last", "year"),
    "на этой неделе": _period("this", "week"),
    "в этом месяце": _period("this", "month"),
    "в этом году": _period("this", "year"),
    "два дня назад": _ago(2, "day"),
    "три дня назад": _ago(3, "day"),
    "неделю назад": _ago(1, "week"),
    "две недели назад": _ago(2, "week"),
    "месяц назад": _ago(1, "month"),
    "год назад": _ago(1, "year"),
} | _NEWS_OF_TODAY


def _one_of(words: Iterable[str]) -> str:
    found = sorted(words, key=len, reverse=True)
    return "|".join(rf"(?:[{w[0]}{w[0].upper()}]{re.escape(w[1:]).replace(chr(92) + ' ', ' ')})" for w in found)


FOREIGN = (
    phrase(_one_of(_FOREIGN.keys() - _NEWS_OF_TODAY.keys()), _foreign),
    phrase(_one_of(_NEWS_OF_TODAY), _foreign, Need.NEWS),
)
