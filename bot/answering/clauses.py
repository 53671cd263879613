"""The clauses of an English question: what its first words ask, what it is about, how it reads with other ones.

Place in the flow: `parts` and `followups` make standalone questions of "and when?", "why?" and "who was blamed?".
Pure word patterns; it knows no article, and a sentence it cannot turn is put in brackets behind the new question word.
"""

from __future__ import annotations

import re

QUESTION_WORD = (
    r"(?:who|whom|whose|what|when|where|why|how|which|by whom|(?:in|on|at|for|to|from|since|until) (?:what|which|whom))"
)
AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|didn['’]?t|doesn['’]?t|don['’]?t|isn['’]?t|"
    r"wasn['’]?t|weren['’]?t|aren['’]?t|hasn['’]?t|haven['’]?t)"
)
POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|ones?|same|(?<!is )(?<!are )(?<!was )"
    r"(?<!were )(?<!be )(?<!been )there(?! (?:is|are|was|were)\b)|then|that(?=$|[?!.,;]|['’]s| (?:is|was|happen|mean|"
    r"work|timing|date|town|city|village|place|area|day|time|year|month|attack|strike|bombing|battle|report|article|one|deal|"
    r"claim|figure|number|man|woman|group)\w*\b)|(?<=after )that|(?<=before )that|(?<=said )that(?=$|[?!.]))\b",
    re.IGNORECASE,
)
"""Words of a clause that mean something said before it."""

_ASKS = re.compile(
    rf"^(?:and |so |but |then )?(?P<word>how (?:many|much)(?: more)?|how (?:long|big|old|far|often)|{QUESTION_WORD}|"
    rf"(?={AUXILIARY}\b))\b\s*",
    re.IGNORECASE,
)
_AUX = re.compile(rf"^{AUXILIARY}\b\s*", re.IGNORECASE)
_PREPOSITIONS = r"in|on|at|during|from|after|before|by|near|with|for|to|into|over|under|against|between|since|until|of"
_PARTICIPLES = {
    "took": "taken", "retook": "retaken", "held": "held", "shot": "shot", "won": "won",
    "lost": "lost", "broke": "broken", "gave": "given", "saw": "seen", "wrote": "written",
    "began": "begun", "fought": "fought", "built": "built", "hit": "hit", "led": "led",
    "made": "made", "sent": "sent", "found": "found", "struck": "struck", "beat": "beaten",
    "cut": "cut", "overran": "overrun", "drove": "driven", "brought": "brought", "bought": "bought",
    "set": "set", "left": "left", "met": "met", "told": "told", "paid": "paid",
    "sold": "sold", "kept": "kept", "got": "got", "put": "put", "shut": "shut",
    "blew": "blown", "threw": "thrown", "withdrew": "withdrawn",
}  # fmt: skip


def starts_a_question(text: str) -> bool:
    """Tell whether a text begins as a question does."""
    return bool(_ASKS.match(text))


def question_word(text: str) -> str:
    """Return the words a question begins with ("how many", "when"); "" for one that begins otherwise."""
    match = _ASKS.match(text)
    return match["word"].lower() if match else ""


def bare(text: str) -> str:
    """Return a question without its final mark, in single spaces."""
    return " ".join(text.split()).rstrip(" ?؟!.,;")


_SOURCE = re.compile(r"^(?:per|according to) [^,]{2,40}, ", re.IGNORECASE)


def topic_of(text: str) -> str:
    """Return what a question is about: the text without its question word, auxiliary and closing marks."""
    clause = _SOURCE.sub("", bare(text.split("?", maxsplit=1)[0]))
    if not starts_a_question(clause):
        clause = re.sub(rf"[,.;:]\s+{QUESTION_WORD}\b.*$", "", clause)
    if counted := _COUNTED.match(clause):
        return f"{counted['noun']}{counted['rest']}"
    clause = _AUX.sub("", _ASKS.sub("", clause, count=1), count=1)
    return re.sub(r"^(?:there|happened|happen)\s+", "", clause)


_DID_IT = re.compile(r"^who (?P<verb>\w+?(?:ed|(?<=[a-z]))) (?P<rest>.+)$", re.IGNORECASE)
_HAPPENED = re.compile(r"^what happened(?P<rest>.*)$", re.IGNORECASE)
_COUNTED = re.compile(
    rf"^(?:how many|how much|which|what) (?P<noun>(?:[\w'’-]+ ){{1,4}}?)(?P<aux>{AUXILIARY}) (?P<rest>.+)$",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"^(?:what|when|where|why|how|who)\b (?P<aux>{AUXILIARY}) (?P<rest>.+)$", re.IGNORECASE)
_ASKED_YES_NO = re.compile(rf"^(?P<aux>{AUXILIARY}) (?P<rest>.+)$", re.IGNORECASE)


def asked_anew(word: str, question: str) -> str:
    """Return `question` with another question word: ("when", "who took Saraqib?") -> "when was Saraqib taken"."""
    clause = re.sub(r"^(?:and|so|but|then) ", "", bare(question))
    if word.lower() == "by whom":
        word = "who"
    if passive := _passive(word, clause):
        return passive
    if happened := _HAPPENED.match(clause):
        return f"{word} did that happen{happened['rest']}"
    if word.lower() not in {"who", "what", "which", "how many", "how much"}:
        for pattern in (_COUNTED, _PLAIN, _ASKED_YES_NO):
            if match := pattern.match(clause):
                noun = match.groupdict().get("noun") or ""
                return f"{word} {match['aux']} {noun}{match['rest']}"
    return f"{word} ({topic_of(question)})"


def _passive(word: str, clause: str) -> str:
    match = _DID_IT.match(clause)
    participle = _participle(match["verb"].lower()) if match else ""
    if not match or not participle or word.lower() in {"who", "what", "which"}:
        return ""
    object_, tail = _before_preposition(match["rest"])
    return f"{word} was {object_} {participle}{tail}"


def _participle(verb: str) -> str:
    return _PARTICIPLES.get(verb, verb if verb.endswith("ed") else "")


def _before_preposition(text: str) -> tuple[str, str]:
    match = re.search(rf" (?:{_PREPOSITIONS})\b", text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")


_WHAT_IT_IS = re.compile(
    r"^(?:who \w+|(?:who|what|where|when|why|how) (?:is|are|was|were)|(?:why|how|when) (?:do|does|did)) (?P<it>.+?)"
    r"(?: (?:matter|important|significant|located|fall|happen|taken|captured|recaptured|retaken|bombed|hit|attacked|"
    r"founded))?$",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|there|that (?:town|city|village|place|area))\b(?! (?:is|are|was|were) )", re.IGNORECASE)
_LONGEST_THING = 4


_SAYS = r"(?:say|said|report|claim|think|deny|give|call it|write)"
_OPEN = re.compile(rf"\b(?:{_SAYS}|do|show|respond|mean)$", re.IGNORECASE)
_SAID_OF = re.compile(rf"\b{_SAYS} (?P<of>(?:about|on|of|happened|was|were|had)\b.+)$", re.IGNORECASE)


def ends_open(clause: str) -> bool:
    """Tell whether a clause ends where its object is missing: "what did Reuters say"."""
    return bool(_OPEN.search(clause))


def with_topic(clause: str, before: str) -> str:
    """Return a clause that leans on the question before it as a standalone one.

    "it" and "there" become the one thing asked about before, "what did Reuters say" takes over what was said of; else
    what was asked about follows in brackets.
    """
    said_of = _SAID_OF.search(bare(before))
    if said_of and ends_open(clause):
        return f"{clause} {said_of['of']}"
    if person := _person(before):
        named = _HE.sub(lambda m: f"{person}'s" if m.group().lower() == "his" else person, clause)
        if named != clause:
            return named
    thing = _thing(before)
    if thing and len(_IT.findall(clause)) == 1:
        said = thing if not re.search(r"\bthere\b", clause, re.IGNORECASE) else f"in {thing}"
        return _IT.sub(lambda _: said, clause, count=1)
    return f"{clause} ({topic_of(before)})"


_HE = re.compile(r"\b(?:he|him|his|she)\b", re.IGNORECASE)
_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:al-|el-|bin |abu )?[A-Z][\w'’-]+)+")


def _person(question: str) -> str:
    """Return the one full name in a question, as far as capitals tell; "" for none or several."""
    found = {m.group() for m in _FULL_NAME.finditer(question)}
    return found.pop() if len(found) == 1 else ""


def _thing(question: str) -> str:
    match = _WHAT_IT_IS.match(re.sub(r"^(?:and|so|but|then) ", "", bare(question)))
    thing = match["it"] if match else ""
    plain = len(thing.split()) <= _LONGEST_THING and not re.search(rf" (?:{_PREPOSITIONS}|and|or)\b", thing)
    return thing if plain and not POINTS_BACK.search(thing) else ""
