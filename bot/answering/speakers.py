"""Who speaks in a quoted sentence: read from the sentence itself, or from the one before it.

Place in the flow: `extractive` names the speaker beside the publisher. Pure pattern matching on English text; it knows
no list of people, and says nothing where it cannot tell.
"""

from __future__ import annotations

import re

_SAYING = (
    r"(?:said|says|told|added|adding|stated|announced|explained|stressed|warned|declared|noted|wrote|commented|claimed|"
    r"confirmed|insisted|argued|tweeted|concluded)"
)
_NAME = r"[A-Z][\w’'-]+(?:\s+(?:(?:al|el|bin|ibn|abu|de|von)[ -]|(?:of|for)\s+)?[A-Z][\w’'-]+)+"
_ROLE = (
    r"(?:(?:the|an?)\s+)?(?:[\w’'-]+\s+){0,8}?"
    r"(?:spokes(?:man|woman|person)|director|head|chief|minister|secretary|president|ambassador|envoy|commander|general|"
    r"colonel|leader|member|official|governor|mayor|doctor|activist|resident|mechanic|journalist|correspondent|"
    r"representative|adviser|chairman|coordinator|witness|source|founder|manager|officer)"
)
_WHO = rf"(?:{_ROLE}(?:\s+(?:of|for|at|in|from)(?:\s+[\w()’'-]+){{1,8}}?)?,?\s+)?{_NAME}"
_BEHIND = re.compile(rf"[\"”’,]\s*,?\s*{_SAYING}\s+(?P<who>{_WHO})")
_BEFORE = re.compile(
    rf"(?:^|[.;]\s+|\n)\W*(?P<who>{_WHO})(?:,[^,.“\"]{{3,80}},)?\s+(?:also\s+|has\s+|had\s+)?{_SAYING}\b"
)
_AHEAD = re.compile(rf"[\"”’]\s*,?\s*(?P<who>{_WHO})\s+{_SAYING}\b")
_QUOTED = re.compile(r"“[^”]{12,}|\"[^\"]{12,}")
_LONGEST = 90


def quotes_speech(text: str) -> bool:
    """Tell whether `text` has somebody's own words in quotation marks, more than a term or a title."""
    return bool(_QUOTED.search(text))


def speaker_in(text: str) -> str:
    """Return who is said to speak in `text`, as it is written there, with the role before the name.

    Empty where nobody is, or more than one.
    """
    found = _speakers(text)
    return found[0] if len(set(found)) == 1 else ""


def last_speaker_in(text: str) -> str:
    """Return who is said to speak last in `text`: whom "he said" in the next sentence means."""
    return _speakers(text)[-1] if _speakers(text) else ""


def leaves_speaker_open(text: str) -> bool:
    """Tell whether `text` quotes somebody whom it calls he, she or they only."""
    return quotes_speech(text) and bool(_SOMEBODY.search(text)) and not _speakers(text)


_SOMEBODY = re.compile(
    rf"[\"”’,]\s*(?:he|she|they)\s+(?:also\s+)?{_SAYING}\b|\b(?:he|she|they)\s+(?:also\s+)?{_SAYING}\s*:?\s*[\"“]",
    re.IGNORECASE,
)


def _speakers(text: str) -> list[str]:
    found = sorted(
        (m.start("who"), _plain(m.group("who"))) for p in (_BEHIND, _AHEAD, _BEFORE) for m in p.finditer(text)
    )
    return [who for _, who in found if who]


def _plain(written: str) -> str:
    who = " ".join(written.split())
    if len(who) > _LONGEST:
        return ""
    return re.sub(r"^(The|An?)\s", lambda m: m.group().lower(), who)
