"""What the words of a question ask for: the kind of detail, its language, and whether it is about how things are now.

Place in the flow: part of reading the question. Pure pattern matching on folded words (English, Arabic, Turkish and
Russian); it knows no article and finds no names.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.corpus.analysis import STOPWORDS, fold, skeleton
from ingest.corpus.romanization import readings, script


class Expected(StrEnum):
    """The kind of detail a question asks for; an answer must hold one."""

    PERSON = "person"
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


_ASKS = {
    "en": (
        (
            Expected.NUMBER,
            r"\bhow (many|much|big|long|old|far|often)\b|\b(number|share|rate|percentage|toll|tolls|range|cost)\b",
        ),
        (Expected.TIME, r"\bwhen\b|\b(what|which) (day|date|year|month|time|times)\b"),
        (Expected.PERSON, r"\bwho\b|\bwhose\b|\bnames?\b"),
        (
            Expected.PLACE,
            r"\bwhere\b|\b(which|what) (town|city|village|area|areas|country|place|region|province|district)\b",
        ),
        (Expected.REASON, r"\bwhy\b|\bhow come\b|\breason\b"),
    ),
    "ar": (
        (Expected.NUMBER, r"\bو?كم\b|\b(عدد|حصيله|نسبه)\b"),
        (Expected.TIME, r"\bو?متي\b|\b(اي|ما) (يوم|تاريخ|عام|سنه|شهر|وقت)\b"),
        (Expected.PERSON, r"^و?من\b|\bمن (هو|هي|هم|الذي|التي|الذين)\b|\bاسم\b"),
        (Expected.PLACE, r"\bو?اين\b|\b(اي|ما) (مدينه|قريه|بلده|منطقه|محافظه|دوله|مكان)\b"),
        (Expected.REASON, r"\bو?لماذا\b|\bليش\b|\bسبب\b|\bاسباب\b"),
    ),
    "tr": (
        (Expected.NUMBER, r"\bkac\b|\bne kadar\b|\b(sayisi|orani|bilancosu)\b"),
        (Expected.TIME, r"\bne zaman\b|\bhangi (gun|tarih|tarihte|yil|yilda|ay|ayda|saat|saatte)\b"),
        (Expected.PERSON, r"\bkim(ler|in|i|e|ler tarafindan)?\b|\badi ne\b"),
        (Expected.PLACE, r"\bnere\w*\b|\bhangi (sehir|sehirde|koy|koyde|kasaba|bolge|bolgede|ulke|ilce|il)\b"),
        (Expected.REASON, r"\b(neden|nicin|niye)\b|\bsebebi\b|\bnedeni\b"),
    ),
    "ru": (
        (Expected.NUMBER, r"\bсколько\b|\b(число|количество|доля)\b"),
        (Expected.TIME, r"\bкогда\b|\bкакого числа\b|\bв како[ми] (год|году|день|месяц|месяце)\b"),
        (Expected.PERSON, r"\b(кто|кого|кому|кем|чеи|чья|чье)\b|\bкак (зовут|звали)\b"),
        (Expected.PLACE, r"\b(где|куда|откуда)\b|\bв како[ими] (городе|деревне|раионе|стране|провинции|области)\b"),
        (Expected.REASON, r"\b(почему|зачем|отчего)\b|\bпричин\w*\b"),
    ),
}
"""Patterns on folded text: dots, breves and cedillas are gone, and the Arabic letters that vary are one."""

_FUNCTION_WORDS = {
    "ar": (
        "من ما ماذا هل كم متي اين لماذا كيف ليش في علي الي عن "
        "هو هي هم هذا هذه ذلك تلك هناك هنا التي الذي الذين كان كانت "
        "كانوا يكون تكون مع او ثم بعد قبل حتي منذ عند بين عدد اي "
        "ان لم لن لا قد تم كل بعض بسبب سبب اسباب حول خلال ضد "
        "ومن وما وماذا وهل وكم ومتي واين ولماذا وكيف وفي وعلي قال قالت تقول يقول عما بها به فيها فيه"
    ),
    "tr": (
        "ne neden nicin niye kim kimler kimin kimi kime kac "
        "kadar nasil nerede nereye nereden neresi hangi hangisi zaman mi "
        "mu midir mudur misin ve veya ile icin bir bu su o da "
        "de ki gibi daha cok en var yok oldu olan olarak idi ise ama "
        "fakat sonra once gore hakkinda tarafindan sayisi sebebi nedeni dedi soyledi diyor kisi"
    ),
    "ru": (
        "кто что где когда куда откуда почему зачем отчего как "
        "какои какая какое какие каком какого какую каких сколько чеи "
        "чья чье в во на с со к ко о об от до по из за у и "
        "или но а не ни ли же бы это этот эта эти тот та те он она они "
        "оно его ее их был была было были есть быть для "
        "при над под после перед между так там тут тогда число количество "
        "кого кому кем чего чему чем сказал сказала говорит человек"
    ),
}
_FOLDED = {language: frozenset(fold(words).split()) for language, words in _FUNCTION_WORDS.items()}
_SURELY_TURKISH = re.compile(
    r"\b(neden|nicin|niye|kac|nerede|nereye|nereden|ne zaman|ne kadar|hangi|hangisi|nasil|kimler|kimin|"
    r"kim tarafindan)\b"
    r"|\bkim\b.*(iyor|di|du|ti|tu)\b|\bne oldu\b"
)


def language_of(text: str) -> str:
    """Return the language of a question as far as it matters here: `ar`, `ru`, `tr`, else `en`."""
    letters = [c for c in text if c.isalpha()]
    for language, first, last in (("ar", "\u0600", "\u06ff"), ("ru", "\u0400", "\u04ff")):
        if 2 * sum(first <= c <= last for c in letters) > len(letters):
            return language
    turkish = _SURELY_TURKISH.search(fold(text)) or (_TURKISH_LETTER.search(text) and not _in_english(text))
    return "tr" if turkish else "en"


_TURKISH_LETTER = re.compile("[çğıöşüÇĞİÖŞÜ]")


def _in_english(text: str) -> bool:
    """Tell whether a question has English words that carry no content: a Turkish name alone makes none Turkish."""
    return any(word in STOPWORDS for word in fold(text).split())


def consonants(word: str, term: str) -> tuple[str, ...]:
    """Return the consonants of a word in Latin letters, or of a long Russian name as it may be written in them.

    Arabic leaves out the short vowels, so that half its words look like some name: there the gazetteer decides alone.
    """
    if script(word) != "cyrillic":
        return (skeleton(term),)
    found = (skeleton(reading) for reading in readings(word)) if word[:1].isupper() else ()
    return tuple(dict.fromkeys(bones for bones in found if len(bones) >= _LONG_NAME))


_LONG_NAME = 3


def expected(text: str) -> Expected:
    """Return what kind of detail a question asks for; OTHER when it cannot be told."""
    folded = fold(text)
    found = [(m.start(), kind) for kind, p in _ASKS[language_of(text)] if (m := re.search(p, folded))]
    return min(found)[1] if found else Expected.OTHER


def is_function_word(word: str, language: str) -> bool:
    """Tell whether a word of an Arabic, Turkish or Russian question carries no content (English ones have no term)."""
    return fold(word) in _FOLDED.get(language, ())


_PAST = re.compile(r"\b(did|was|were|had|happened|said|killed|died|ago)\b")
_NOW = re.compile(r"\b(now|nowadays|currently|presently|at present|at the moment|these days|as of today|right now)\b")
_NOW_UNLESS_PAST = re.compile(r"\b(still|today|current|to this day|so far|until now)\b")
_STATE = re.compile(
    r"^(?:and |so |but )?(?:who|which [a-z-]+(?: [a-z-]+)?|what) (?:controls?|holds?|rules?|governs?|runs?|occupies|"
    r"(?:is|are) in (?:control|charge|power))\b"
    r"|\b(?:is|are) .*\b(?:open|closed|safe|besieged|under siege|blocked|alive|in force|ongoing|in power|over|held by|"
    r"controlled by|under the control|in the hands)\b"
    r"|^(?:and |so |but )?(?:whose control|under whose control|in whose hands)\b"
)
_NOW_ELSEWHERE = {
    "ar": r"\b(الان|حاليا|اليوم|مازال|مازالت|لايزال|ما زال|ما زالت|لا يزال|لا تزال|من يسيطر|من يحكم|من يدير)\b",
    "tr": r"\b(su an|su anda|simdi|hala|halen|bugun|gunumuzde|kim kontrol ediyor|kimin kontrolunde|kimin elinde)\b",
    "ru": r"\b(сеичас|теперь|сегодня|все еще|до сих пор|ныне|на данныи момент|в настоящее время|"
    r"кто (контролирует|удерживает|управляет|правит))\b",
}


def about_now(text: str) -> bool:
    """Tell whether a question asks how things are now: who controls a town, whether a road is open."""
    folded, language = fold(unquoted(text)), language_of(text)
    if language != "en":
        return bool(re.search(_NOW_ELSEWHERE[language], folded))
    past = _PAST.search(folded)
    return bool(_NOW.search(folded) or (not past and (_NOW_UNLESS_PAST.search(folded) or _STATE.search(folded))))


_QUOTED = re.compile('["“«„][^"”»“]*["”»“]')


def unquoted(text: str) -> str:
    """Return the text with what stands in quotation marks blanked out, every other character in its place."""
    return _QUOTED.sub(lambda m: " " * len(m.group()), text)
