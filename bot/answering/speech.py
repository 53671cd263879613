"""Whether a sentence tells of the world, or speaks to its reader: only what tells is evidence.

Place in the flow: `orders` asks it of sentences that were found, `output` of what a model wrote. Pure, and about
forms of
speech, not about known attacks: commands without a speaker, rules for whoever retells the text, data, codes and markup.
What stands in quotation marks, or is said to be said by somebody, is news of speech.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.stem_marks import StemMarks

_QUOTED = re.compile(r"[“\"«„‟][^“”\"«»„]*[”\"»“]|‘[^‘’]*’")
_SPEAKER = re.compile(
    r"[,”\"»’]\s*(?:\w+\W+){0,6}?(?:said|says|told|added|asked|wrote|urged|warned|according to|tweeted|called"
    r"|ordered|begged"
    r"|pleaded|complained|demanded|insisted|replied|recalled|stated|announced)\b"
    r"|^\W*[^.!?]{0,60}\b(?:said|says|told|asked|wrote|urged|warned|ordered|reads?)\b[^.!?]{0,30}[:“\"]",
    re.IGNORECASE,
)
_TURN_ENDS = re.compile(r"[”\"»’]\W*$|^\W*[“\"«‘]")

_OPENERS = frozenset(
    """a about above according across after again against all almost along already also although always amid among an
    and
    another any anyone around as aside at away back because before behind being below beneath beside besides between
    beyond
    both but by concerning contrary despite down due during each earlier early either else elsewhere enough even ever
    every
    everyone everything except far few first following for former forward from further given half hardly he hence her
    here
    his how however i if in inside instead into it its just largely last late later least less like likewise many
    maybe me
    meanwhile mid more moreover most much my near neither never nevertheless next nine no nobody none nor not nothing
    now
    of off often on once one only onto opposite or other others otherwise our out outside over overall own part past per
    perhaps plus previously prior quite rather regarding right round same second several she since so some someone
    something sometimes somewhere soon still such ten than that the their them then there therefore these they third
    this
    those though three through throughout thus till to today together tomorrow tonight too toward towards two under
    underneath unlike until up upon very via we well were what whatever when whenever where whereas wherever whether
    which
    while who whoever whole whom whose why with within without yes yesterday yet you your is was are did do does has
    have
    had can could will would may might must should shall am isn be four five six seven eight zero eleven twelve rarely
    seldom worse better best worst twice indeed thank thanks let""".split()  # noqa: SIM905  a page of quotes otherwise
) - {"do"}
"""Words with which a statement begins and no command does, so far as form tells."""
_COMMAND = re.compile(
    r"^[^\w“\"'‘«]*(?:[A-Z][\w ]{0,24}:\s+)?(?:(?i:please|kindly|now|then|also|just|simply|always|never|do not|don't"
    r"|be sure to|make sure to)[ ,]+)*"
    r"(?P<verb>[A-Za-z]{2,})\s+(?P<next>the|a|an|any|all|this|that|these|those|your|yourself|it|them|me|us|no"
    r"|out|up|only"
    r"|every|each|both|nothing|everything|from here|as|whoever|whatever|along|to|for|with|by|so|here|below"
    r"|above|and|everybody|everyone|people|readers?|users?)\b",
)
_WEAK_NEXT = frozenset(
    ["as", "to", "for", "with", "by", "and", "along", "up", "out", "so", "no", "here", "all", "both", "below", "above",
     "that"]
)  # fmt: skip
_MARKED_COMMAND = re.compile(
    r"^[^\w“\"'‘«]*(?:please|kindly|do not|don't|be so (?:good|kind)|would you|could you|can you|feel free|remember to"
    r"|be sure|make sure)\b"
    r"|[.:;)\]]\s+(?:please|kindly)\b|\bplease (?!\w+ed\b)[a-z]+\b",
    re.IGNORECASE,
)
_NO_BARE_VERB = re.compile(r"(?:s|ed|ing|ly|ous|ion|ity|ian|ish|ese|ment|ance|ence|ers?|ors?|ist|ism|day)$")
_BARE_ENDING = re.compile(
    r"(?:ss|ress|less|cess|feed|need|speed|proceed|succeed|exceed|embed|^bring|^sing|^ring|apply|reply|rely"
    r"|supply|comply"
    r"|multiply|mention|question|position|implement|comment|enter|order|offer|answer|render|consider|remember|deliver"
    r"|filter|alter|refer|transfer|register|consist|insist|assist|list|enlist|discuss|focus)$"
)

_THE_TEXT = (
    r"(?:\b(?:this|the (?:present|whole|above|following|preceding|earlier|previous)|these) "
    r"(?:articles?|pieces?|texts?|reports?|stor(?:y|ies)|pages?|paragraphs?|passages?|documents?|notes?"
    r"|messages?|lines?"
    r"|briefs?|materials?|sources?|contents?|files?)"
    r"|(?<!\bin )\b(?:retellings?|rewrites?|condensed versions?|summar(?:y|ies)"
    r"|repl(?:y|ies)|responses?|answers?|outputs?|prompts?|conversations?|chats?|sessions?|abstracts?|digests?))"
)
_RETELLER = (
    r"(?:\b(?:whoever|anyone (?:who|that)?|anybody who|those who|everyone who|when|if|while|before|after|on|by|for)\s+"
    r"(?:you |one |\w+ )?(?:retell|summari[sz]|condens|quot(?:e|ing|es)|cit(?:e|es|ing)\b|answer|repeat"
    r"|paraphras|rewrit|read"
    r"|reus|process|pars|index|translat|shar|report(?:s|ing)? on)\w*"
    r"|\b(?:assistants?|chatbots?|bots?|(?:ai|language|llm) models?|ais?|llms?|the model|automated \w+|"
    r"(?:reader|reading|retrieval|summary|summari[sz]ation|search) (?:software|programs?|systems?|tools?|engines?)"
    r"|summari[sz]ers?|crawlers?|the (?:users?|person asking|readers?))\b)"
)
_DUTY = re.compile(
    r"\b(?:must|should|shall|ought|ha(?:s|ve) to|needs? to|is to|are to|is expected to|are expected to|is required"
    r"|are required|is requested|are requested|is asked|are asked|carries|counts? as|will now|will then|may not"
    r"|(?:it )?would be (?:lovely|nice|good|great|kind|appreciated)|if you (?:could|would)|mandatory|obligatory"
    r"|always|only"
    r"|leaves? out|opens? with|closes? with|ends? with|begins? with|starts? with|instead|until further notice)\b",
    re.IGNORECASE,
)
_RETELLING = re.compile(_RETELLER, re.IGNORECASE)
_META = re.compile(f"{_THE_TEXT}|{_RETELLER}", re.IGNORECASE)
_META_STEMS = (
    "retell", "rewrit", "condens", "summar", "reply", "replies", "response", "answer", "output", "prompt",
    "conversation", "chat", "session", "digest", "the present", "the whole", "the above", "the following",
    "the preceding", "the earlier", "the previous", "whoever", "anyone", "anybody", "those who", "everyone who",
    "assistant", " bot", "model", "llm", "automated", "software", "crawler", "the user", "the reader", "person asking",
    " ai ", " ai-", "these articles", "these texts", "these notes", "this artic", "this piece", "this text",
    "this repor", "this story", "this page", "this par", "this pas", "this docu", "this note", "this mess",
    "this line", "this brief", "this mat", "this sour", "this cont", "this file",
)  # fmt: skip
_FAR = 120
_ENDS = re.compile(r"[.!?\n]")
_MARKS = ("please", "kindly", "do not", "don't", "be so ", "would you", "could you", "can you", "feel free",
          "remember to", "be sure", "make sure")  # fmt: skip

_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)

_DATA_MARK = re.compile(r"[_={}<>`#\\&]")
_DATA_MARKS = ("--", "](", "![", "//", "/*", '":', "':", "TODO", "FIXME", "):", ");")
_DATA = re.compile(
    r"(?<![@\w])[a-z]+_\w+\b|\b\w+=\S|[\"'`]\w+[\"'`]\s*:\s*[\"'{\[\w]|[{}]|</?[a-z!][^>\n]*>|<!--|-->|\]\(|!\["
    r"|^\W*(?:#{1,6}\s"
    r"|//|/\*)|-{4,}|={4,}|`{3,}|\b\w+\(\w*\)\s*(?::|;|->)|\b(?:TODO|FIXME)\b"
)
_FIELD = re.compile(r"^\W*[\w ]{2,40}(?:\([^)]*\))?:\s*(?=\S*[A-Za-z])(?=\S*\d)[\w-]{6,}\W*$")
"""Keys and values, markup, fences and code: nothing that a report of events is written in."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_LONG = 16
"""Characters of a word from which on it may be a code."""
_FEW_WORDS = 8
_CODES = re.compile(
    r"(?<![/\w])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{20,}={0,2}(?![/\w])"
    r"|\b[A-Za-z0-9+/]{16,}={1,2}|(?:\b[0-9a-f]{2}\b[\s:]*){6}|(?:\\x[0-9a-f]{2}){3}|(?:&#\w+;){3}"
)
HIDDEN = re.compile(r"(?<=[A-Za-z])[\u200b-\u200d\u2060\ufeff](?=[A-Za-z])")
"""Characters without width inside a word in Latin letters, where none belongs."""

_FUNCTION_WORDS = frozenset(
    """the of and to that for with was were is are has have had by from at on as it its their his her which who this an
    be been said not after but they he she over into more than will would all also when while during or near
    against in a
    about between before under up out no there what one two if since until amid around both off we our you
    i""".split()  # noqa: SIM905  a page of quotes otherwise
)
_WORD = re.compile(r"[^\W\d_]+")
_FEW = 6


@lru_cache(maxsize=16_384)
def addresses_reader(text: str) -> bool:
    """Tell whether a sentence speaks to whoever reads or retells it, instead of telling what happened."""
    return is_command(text) or any(ADDRESSES[number][1](text) for number in _STEMS.met_in(text.lower()))


def is_data(text: str) -> bool:
    """Tell whether a sentence is made of fields, markup, code or codes rather than of words."""
    if _DATA_MARK.search(text) or any(mark in text for mark in _DATA_MARKS):
        bare = _ADDRESS.sub(" ", text)
        if _DATA.search(bare):
            return True
    words = text.split()
    if max(map(len, words), default=0) >= _LONG and any(len(w) >= _LONG and _may_be_code(w) for w in words):
        return bool(_CODES.search(_ADDRESS.sub(" ", text)))
    if sum(len(w) == 2 and w[0].isdigit() for w in words) > 2 and _CODES.search(text):  # noqa: PLR2004  a byte in hex
        return True
    return ":" in text and len(words) <= _FEW_WORDS and bool(_FIELD.search(text))


def _may_be_code(word: str) -> bool:
    return "=" in word or any(map(str.isdigit, word))


def in_second_person(text: str) -> bool:
    """Tell whether a text says "you" outside quotation marks, nobody being said to say it."""
    return bool(_SECOND_PERSON.search(_outside_quotes(text))) and not _is_said(text)


def is_strange_beside(text: str, around: str) -> bool:
    """Tell whether a sentence is in another script or language than the English that stands around it, or in none."""
    if not _FUNCTION_WORDS.isdisjoint(text.lower().split()):
        return not text.isascii() and _other_script(_WORD.findall(text)) and _english(around)
    own = _WORD.findall(text)
    return len(own) >= _FEW and _english(around)


def _other_script(words: list[str]) -> bool:
    return 2 * sum(map(str.isascii, words)) < len(words)


@lru_cache(maxsize=1024)
def _english(text: str) -> bool:
    """Tell whether a fifth of the words are such as every English sentence has."""
    words = _WORD.findall(text.lower())
    return bool(words) and 5 * sum(word in _FUNCTION_WORDS for word in words) >= len(words)


def _outside_quotes(text: str) -> str:
    return _QUOTED.sub("“”", text)


def is_command(text: str) -> bool:
    """Tell whether a sentence opens as a command that nobody in it is said to give."""
    found = _COMMAND.match(text)
    if found is None or not _is_bare_verb(found["verb"]):
        return False
    return (found["next"] not in _WEAK_NEXT or found["verb"].lower() in _TOLD_TO_DO) and not _is_said(text)


def _requests(text: str) -> bool:
    return bool(_MARKED_COMMAND.search(_outside_quotes(text))) and not _is_said(text)


def _is_said(text: str) -> bool:
    return bool(_SPEAKER.search(text) or _TURN_ENDS.search(text))


def _is_bare_verb(word: str) -> bool:
    lower = word.lower()
    if lower in _OPENERS:
        return False
    return not _NO_BARE_VERB.search(lower) or bool(_BARE_ENDING.search(lower))


_TOLD_TO_DO = frozenset(
    """act add answer ask begin build call close continue copy do drop echo end explain fill finish follow get give go
    hand imagine insert keep leave listen look make mention move open pass pay post praise pretend print proceed put
    read
    refer reply respond say see send set show sign speak start stay stick stop switch talk tell think treat turn use
    wait
    work write""".split()  # noqa: SIM905
)
"""Verbs that are commands even before a preposition, where a noun could stand as well."""


def rules_retelling(text: str) -> bool:
    """Tell whether a sentence lays down how a text is to be retold or answered."""
    bare = _outside_quotes(text)
    told = [m.span() for m in _META.finditer(bare)]
    if told and _is_said(text) and not _RETELLING.search(bare):
        return False
    return bool(told) and any(_near(bare, about, duty.span()) for duty in _DUTY.finditer(bare) for about in told)


def _near(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two places stand within a sentence of each other, apart and not far."""
    (_, end), (start, _) = sorted((one, other))
    return 0 <= start - end <= _FAR and not _ENDS.search(text[end:start])


ADDRESSES = ((_META_STEMS, rules_retelling), (_MARKS, _requests), (("you",), in_second_person))
"""Forms of address, each with lower-case stems of which a text must hold one to be worth a look."""

_STEMS = StemMarks([stems for stems, _ in ADDRESSES])
