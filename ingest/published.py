"""The furniture of a published page that is no news: promotions, captions, share lines, slogans above the title. Pure.

Place in the flow: `plaintext`, `markdown` and `page` ask it about single lines. It only recognises; what is dropped,
and in which kind of document, they decide.
"""

from __future__ import annotations

import re

_LONGEST_PROMOTION = 220
_LONGEST_CAPTION = 400
_LONGEST_NOTICE = 240

_CALL = (
    r"READ|READ\s+MORE|READ\s+ALSO|ALSO\s+READ|READ\s+NEXT|MUST\s+READ|WATCH|WATCH\s+ALSO|LISTEN|RELATED|SEE\s+ALSO|"
    r"MORE\s+(?:ON|FROM)\s+[^:]{1,40}|DON['’]T\s+MISS|RECOMMENDED|OPINION|INTERVIEW|EXPLAINER|IN\s+PICTURES"
)
_SHOUTED = re.compile(rf"[\W_]{{0,4}}(?:{_CALL})[\W_]{{0,2}}\s*[:：|►»>][\W_]*\s*\S.*")
_SPOKEN = re.compile(
    r"\W{0,4}(?:read\s+(?:more|also|next)|also\s+read|see\s+(?:also|more)|related(?:\s+(?:articles?|stor(?:y|ies)|news|topics?))?|"
    r"recommended|more\s+on\s+this(?:\s+story)?|don['’]t\s+miss|watch|"
    r"lire\s+aussi|à\s+lire(?:\s+aussi)?|lesen\s+sie\s+auch|mehr\s+zum\s+thema|lea\s+también|leer\s+más|"
    r"ayrıca\s+okuyun|okuyun|ilgili\s+haber(?:ler)?|читайте\s+также|смотрите\s+также|"
    r"اقرأ\s+أيض[اً]+|اقرأ\s+المزيد|إقرأ\s+أيض[اً]+|طالع\s+أيض[اً]+)\s*[:：]\s*\S.*",
    re.IGNORECASE,
)
_AGENCIES = (
    r"AFP|AP|Reuters|Anadolu(?:\s+(?:Agency|Images|Ajansı))?|AA|EPA(?:-EFE)?|Getty(?:\s+Images)?|Xinhua|DPA|TASS|Sputnik|SANA|"
    r"UPI|Shutterstock|NurPhoto|SOPA|ZUMA|Alamy|White\s+Helmets|Wikimedia(?:\s+Commons)?|Flickr|Twitter|Instagram|Handout|Screengrab"
)
_NAME = r"[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){0,5}"
_CREDIT = (
    rf"(?:(?:(?:File\s+)?(?:photo|image|picture|credit|source|file|video)s?\b(?:\s*(?:credit|by|from))?\s*[:：]?\s*)?"
    rf"(?:{_NAME}\s*/\s*{_NAME}(?:\s*(?:/|via)\s*{_NAME})*|(?:{_NAME}\s+)?(?:{_AGENCIES})(?:\s+via\s+{_NAME})?)|"
    rf"(?:file\s+)?(?:photo|image|picture)s?(?:\s+credit)?(?:\s*[:：]|\s+by)\s*{_NAME})"
)
_BRACKETED_CREDIT = re.compile(rf".*\[\s*{_CREDIT}\s*\]\s*\.?", re.IGNORECASE)
_PARENTHESISED_CREDIT = re.compile(
    rf".*\(\s*(?:(?:file\s+)?(?:photo|image|picture)s?\b.{{0,60}}|{_NAME}\s*/\s*(?:{_AGENCIES})|"
    rf"(?:{_AGENCIES})\s*(?:/|via)\s*{_NAME}|(?:{_NAME}\s+)?Getty\s+Images)\s*\)\s*\.?",
    re.IGNORECASE,
)
_LABELLED_CREDIT = re.compile(
    rf"\W{{0,2}}(?:(?:file\s+)?(?:photo|image|picture)(?:\s+credit)?|credit)s?\s*(?::|by)\s*{_NAME}(?:\s*/\s*{_NAME})*\.?",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"(?:(?:share|tweet|print|e-?mail|save|copy\s+link|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|messenger|"
    r"viber|instagram|youtube|pocket|flipboard|comments?|like|follow|pin\s+it|on|this|article|with|your|friends|story|post|via|to|and|"
    r"\d{1,6}|\||•|·|/|,)\s*)+",
    re.IGNORECASE,
)
_BUTTON_WORDS = re.compile(
    r"\b(?:share|tweet|print|e-?mail|copy\s+link|facebook|twitter|whatsapp|telegram|linkedin|reddit|pinterest|comments?|follow)\b",
    re.IGNORECASE,
)
_NOTICES = re.compile(
    r"(?:advertisements?|adverts?|sponsored(?:\s+content)?|clear|skip\s+to\s+(?:main\s+)?content|menu|search|subscribe(?:\s+now)?|"
    r"sign\s+(?:in|up)|log\s*in|home|newsletter|(?:back\s+to\s+)?top|close|loading\W*|read\s+more|show\s+more|continue\s+reading|"
    r"(?:did\s+you\s+)?(?:like|enjoy)(?:ed)?\s+this\s+(?:story|article|post)\?.{0,60}|tell\s+us\s+what\s+you\s+think\W*|"
    r"don['’]t\s+miss\W*|(?:send\s+us|have)\s+(?:a\s+)?(?:news\s+)?tips?\?.{0,160}|also\s+on\s+\S+\.[a-z]{2,12}\s.{1,200}|"
    r"(?:get|join|sign\s+up|subscribe)\b[^.]{0,120}(?:\.\s[^.]{0,60})?\b(?:newsletters?|(?:your|to\s+your)\s+inbox)\b.{0,40}|"
    r"(?:follow|like|join)\s+us\s+on\s+.{1,40}|(?:sign\s+up|subscribe)\s+(?:for|to)\s+our\s+.{1,60}|"
    r"click\s+here\s+to\s+.{1,60}|all\s+rights\s+reserved\W*|(?:©|copyright\b).{0,100})",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por|yazan|автор|بقلم)\s*[:：]?\s+(?P<author>[^\d.:]{3,70})", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", "…", "؟", "。", '."', ".”", "!”", "?”", ".»")


def is_promotion(line: str) -> bool:
    """Tell whether a line of its own calls for another article in capitals ("READ: ...", "ALSO READ: ...")."""
    return len(line) <= _LONGEST_PROMOTION and bool(_SHOUTED.fullmatch(line)) and not line.endswith(".")


def is_quiet_promotion(line: str) -> bool:
    """Tell whether a line is a promotion in ordinary letters; in a list of notes it may be the author's own words."""
    return len(line) <= _LONGEST_PROMOTION and bool(_SPOKEN.fullmatch(line)) and not line.endswith(".")


def is_caption(line: str) -> bool:
    """Tell whether a line is a picture's caption: it ends with a photographer's or an agency's credit."""
    if len(line) > _LONGEST_CAPTION:
        return False
    return any(form.fullmatch(line) for form in (_BRACKETED_CREDIT, _PARENTHESISED_CREDIT, _LABELLED_CREDIT))


def is_share_line(line: str) -> bool:
    """Tell whether a line holds nothing but a page's buttons and notices."""
    if len(line) > _LONGEST_NOTICE:
        return False
    if _NOTICES.fullmatch(line):
        return True
    return len(line) <= _LONGEST_PROMOTION and bool(_BUTTONS.fullmatch(line)) and bool(_BUTTON_WORDS.search(line))


def byline(line: str) -> str | None:
    """Return the author of a line such as "By Jane Doe", or None."""
    match = _BYLINE.fullmatch(line.strip())
    return match["author"].strip(" ,|") if match else None


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does; titles mostly do not."""
    return line.endswith(_SENTENCE_END)
