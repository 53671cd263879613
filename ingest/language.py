"""Which language a text is in: what the source says where that is a language, else a library's sure opinion.

Place in the flow: `extract` asks once per article. Pure; short or mixed text is `und`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_LEAST_LETTERS = 40
_SAMPLE = 600
_SURE = 0.6
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_NAMES = {
    "english": "en", "arabic": "ar", "turkish": "tr", "türkçe": "tr", "russian": "ru", "french": "fr", "german": "de",
    "spanish": "es", "persian": "fa", "farsi": "fa", "kurdish": "ku", "العربية": "ar", "русский": "ru",
    "français": "fr",     "deutsch": "de", "español": "es", "italian": "it", "hebrew": "he", "ukrainian": "uk",
}  # fmt: skip


def language_of(text: str, declared: str | None = None) -> str:
    """Return a language's short code, or `und`."""
    return _named(declared) or _detected(text)


def _named(declared: str | None) -> str | None:
    if not declared or declared.strip().casefold() in {"und", "mul", "zxx"}:
        return None
    name = declared.strip().casefold()
    match = _CODE.fullmatch(name)
    return _NAMES.get(name) or (match[1] if match else None)


def _detected(text: str) -> str:
    """Ask about the middle first: a beginning is often names, places and dates."""
    middle = max(0, (len(text) - _SAMPLE) // 2)
    for sample in dict.fromkeys((text[middle : middle + _SAMPLE], text[:_SAMPLE])):
        if sum(map(str.isalpha, sample)) >= _LEAST_LETTERS:
            code, share = _identifier().classify(sample)
            if share >= _SURE:
                return str(code)
    return "und"


@lru_cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads a model of some megabytes

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
