"""What may stand in an answer: no link that is no source's own, no mention, no markup, no hidden characters.

Place in the flow: the last look at a claim, whoever wrote it, before anybody sees it. Pure; it checks no fact (`verify`
does) and mends nothing: a claim that breaks a rule is withheld whole.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.answering import orders, speech
from bot.answering.models import Withheld
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bot.answering.models import DraftClaim

BESIDE = "it is not about what was asked"

LONGEST_CLAIM = 700
LONGEST_QUOTE = 3_000
"""Characters."""
LONGEST_SHOWN = 300
"""Characters of a withheld text that are kept."""

_ABOUT_IT = 0.6

_LINK = re.compile(r"(?:\bhttps?|\bftp)://\S+|\bwww\.[^\s/]\S*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.\w[\w.-]*|\b(?:[a-z0-9-]+\.)+(?:com|org|net|info|io|xyz|biz|co|gov|edu|me|tv|ru|sy|tr|uk|de|fr|app|site"
    r"|online|top|shop|link|click|example|invalid|test)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MENTION = re.compile(r"@(?:everyone|here)\b|<(?:@[!&]?|#|a?:\w+:|/[\w -]+:|t:|id:)\d*\w*:?\w*>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[[^\]\n]*\]\s*\([^)\n]*\)")
_HTML = re.compile(r"<\s*[/!]?\s*[a-z][^>]*>", re.IGNORECASE)
_CODE = re.compile(r"```|~~~|^\s{0,3}#{1,6}\s", re.MULTILINE)
_ALWAYS_HIDDEN = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_HARMLESS = frozenset("\u00ad\u200e\u200f\ufeff\u200b")
"""Leftovers of typesetting: no harm in what stands in an article word for word."""


def complaint(claim: DraftClaim) -> str | None:
    """Return why a claim cannot be shown, in plain words, or None when it can.

    What is quoted word for word is an article's own text: it may name a web site, but neither link nor mention.
    """
    text = claim.text
    limit = LONGEST_QUOTE if claim.quoted else LONGEST_CLAIM
    reasons = (
        (len(text) > limit, "it is too long for one statement"),
        (has_hidden(text, quoted=claim.quoted), "it holds characters that cannot be seen"),
        (bool(_MENTION.search(text)), "it calls for people's attention by a mention"),
        (bool(_MARKDOWN_LINK.search(text)), "it holds a picture or a link in disguise"),
        (bool(_HTML.search(text)), "it holds markup"),
        (bool(_foreign_links(claim)), "it holds a link that is not a source's own"),
        (not claim.quoted and bool(_CODE.search(text)), "it holds code instead of a statement"),
        (not claim.quoted and orders.is_question(text), "it asks instead of stating something"),
        (not claim.quoted and _orders(text), "it tells its reader what to do instead of what happened"),
        (not claim.quoted and speech.is_data(text), "it holds fields or codes instead of a statement"),
    )
    return next((why for broken, why in reasons if broken), None)


def has_hidden(text: str, *, quoted: bool = False) -> bool:
    """Tell whether a text holds control, direction, tag or zero-width characters that have no business there."""
    if text.isprintable():
        return False
    harmless = _HARMLESS if quoted else frozenset[str]()
    return any(_hides(text, n) and character not in harmless for n, character in enumerate(text))


def _hides(text: str, n: int) -> bool:
    character = text[n]
    if character.isascii():
        return ord(character) < ord(" ") and character not in "\n\t"
    if character in _JOINERS:  # Persian, Arabic and Indic words need them between two letters
        return not (0 < n < len(text) - 1 and all(_joins(c) for c in (text[n - 1], text[n + 1])))
    hidden = character in _ALWAYS_HIDDEN or character in _DIRECTIONS
    return hidden or unicodedata.category(character) in {"Cf", "Cc", "Cs", "Co", "Cn"}


def _joins(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "").startswith(("LATIN", "CYRILLIC", "GREEK"))


def _foreign_links(claim: DraftClaim) -> list[str]:
    own = {_host(e.article.url) for e in claim.excerpts if e.article.url}
    found = _LINK.findall(claim.text)
    if not claim.quoted:
        found += _ADDRESS.findall(claim.text)
    return [link for link in found if _host(link) not in own]


def _host(address: str) -> str:
    whole = address if "://" in address else f"//{address}"
    try:
        return (urlsplit(whole.rstrip(".,;:!?)\"'”’")).hostname or "").removeprefix("www.")
    except ValueError:  # no address at all
        return ""


def _orders(text: str) -> bool:
    return orders.to_machines(text) or orders.is_task(text) or speech.addresses_reader(text)


def withheld(text: str, why: str, known: AbstractSet[str] | None = None) -> Withheld:
    """Return what is noted of a statement that is not shown: no link, mention or hidden character, and not too much.

    `known` are the terms of the question and its evidence, or none of a text that is beside the question: what is about
    something else is not even repeated here.
    """
    if _orders(text) or speech.is_data(text) or orders.is_question(text):
        return Withheld("(a line that gives orders or asks something)", why)
    own = {term.term for term in terms(text)}
    if known is not None and len(own & known) < _ABOUT_IT * len(own):
        return Withheld("(a line about something else)", why)
    plain = "".join(c for n, c in enumerate(text) if not _hides(text, n))
    for pattern in (_MARKDOWN_LINK, _LINK, _MENTION, _HTML, _ADDRESS):
        plain = pattern.sub("(…)", plain)
    tidy = " ".join(plain.split())
    return Withheld(tidy if len(tidy) <= LONGEST_SHOWN else f"{tidy[: LONGEST_SHOWN - 1]}…", why)
