"""Arabic, Cyrillic and Turkish letters -> plain Latin ones, near enough to compare names by their consonants.

Place in the flow: the first step of comparing spellings (`spelling`). Pure; it is for comparing, never for showing, and
it decides nothing: a word that can be read in two ways gives both readings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.corpus.analysis import fold

_ARABIC = str.maketrans(
    {
        "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d",
        "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
        "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
        "و": "w", "ي": "y", "ی": "y", "ء": "", "ؤ": "w", "ئ": "y",
    }
)  # fmt: skip
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "і": "i", "ї": "i", "є": "e",
    }
)  # fmt: skip
_IS_ARABIC = re.compile("[\u0600-\u06ff]")
_IS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{2})")
_TURKISH = str.maketrans({"ş": "sh", "ç": "ch", "ğ": "gh"})
_FINAL_TAA = re.compile(r"(?<=\w)[ةه](?!\w)")
_MAYBE_J = re.compile("c(?![hk])")
_CYRILLIC_JOINED = re.compile("дж")


@lru_cache(maxsize=50_000)
def readings(name: str) -> tuple[str, ...]:
    """Return the name in lower-case Latin letters without accents, once for each way its letters can be read.

    Arabic gives its consonants and long vowels only, with the article set apart as "al-"; Russian х may stand for h or
    kh and Turkish c for j, so such names have two readings.
    """
    if _IS_ARABIC.search(name):
        return (_ARABIC_ARTICLE.sub("al-", _FINAL_TAA.sub("a", fold(name))).translate(_ARABIC),)
    if _IS_CYRILLIC.search(name):
        return _of_russian(_CYRILLIC_JOINED.sub("j", name.casefold()))
    plain = fold(name.casefold().translate(_TURKISH))
    return (plain, _MAYBE_J.sub("j", plain)) if _MAYBE_J.search(plain) else (plain,)


def script(name: str) -> str:
    """Return in which letters a name stands: "arabic", "cyrillic" or "latin"."""
    return "arabic" if _IS_ARABIC.search(name) else "cyrillic" if _IS_CYRILLIC.search(name) else "latin"


def is_bare(name: str) -> bool:
    """Tell whether the name stands in a script that leaves short vowels out."""
    return bool(_IS_ARABIC.search(name))


def _of_russian(name: str) -> tuple[str, ...]:
    plain = name.replace("ё", "е").translate(_CYRILLIC)
    return (plain, name.replace("х", "kh").translate(_CYRILLIC)) if "х" in name else (plain,)
