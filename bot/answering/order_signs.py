"""The signs of a sentence that gives orders to whoever reads it for an answer: general forms, not known attacks.

Place in the flow: data of `orders`. Each sign has the stems of which a text must hold one before it is worth looking
closer: most sentences hold none, and twenty patterns over every sentence would cost more than the search.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_REPLY = r"(?:responses?|repl(?:y|ies)|answers?|outputs?|summar(?:y|ies)|completions?|reviews?)"
_RULES = (
    r"(?:instructions?|prompts?|rules|guidelines|directives?|directions|programming|restrictions|polic(?:y|ies)"
    r"|training)"
)
_MACHINE = r"(?:a\.?i\.?|llms?|(?:chat)?bots?|assistants?|(?:language |large )?models?|agents?)"
_BEGIN = r"(?:^|[.:;,!?\"“”'‘(\[#*>|-]\s*|\b(?:please|now|and|then|also|just|kindly|must|should|you|you to)\s+)"
_INSERTS = (
    r"(?:includ|add|append|insert|mention|integrat|augment|enhanc|modif|us(?:e|ing)\b|replac|convert|remov|group"
    r"|scrambl"
    r"|jumbl|misspell|rearrang|encod|translat|render|provid|suggest|stat(?:e|ing)\b|say|print|repeat|begin|start"
    r"|end|finish"
    r"|writ|introduc|weav|embed|link|direct|hint|tease|promot|express|attach|contain|appear|revers|combin)\w*"
)
_REPLIES = ("respon", "repl", "answer", "output", "summar", "completion", "review")


class Sign(NamedTuple):
    """One form of order: lower-case stems of which one must occur, and the pattern that tells."""

    stems: tuple[str, ...]
    pattern: re.Pattern[str]


def _sign(stems: str, *patterns: str) -> Sign:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return Sign(tuple(stems.split("|")), re.compile(joined, re.IGNORECASE | re.MULTILINE))


_RULES_CHANGED = (
    _sign(
        "ignor|disregard|forget|overrid|bypass|overlook|discard|skip",
        rf"{_BEGIN}(?:ignore|disregard|forget|override|bypass|overlook|discard|skip)\b[^.!?\n]{{0,50}}\b{_RULES}\b",
        rf"{_BEGIN}(?:ignore|disregard|forget)\b[^.!?\n]{{0,30}}\b(?:everything|anything|all"
        rf"|whatever)\b[^.!?\n]{{0,25}}"
        r"\b(?:above|before|earlier|previous\w*|prior|told|said|you)\b",
    ),
    _sign(
        "your |system|hidden|initial|developer",
        rf"{_BEGIN}(?:reveal|show|tell|print|repeat|output|display|disclose|leak|recite|quote|summari[sz]e|give)\b"
        rf"[^.!?\n]{{0,45}}\b(?:your|system|hidden|initial|developer'?s?)\b[^.!?\n]{{0,25}}\b{_RULES}\b",
    ),
    _sign("repeat", r"\brepeat (?:the |all )?(?:words|text|everything) above\b"),
    _sign(
        "instructions",
        r"\b(?:exact|original|operating|hidden|secret) instructions\b[^.!?\n]{0,30}\byou\b",
        r"\bfollow the instructions? (?:inside|within|in it|below|above|hidden)\b",
    ),
    _sign(
        "your ",
        r"\byour (?:\w+ ){0,2}(?:system prompt|instructions|guidelines|programming|rules have changed|(?:real"
        r"|true|new) task)\b",
    ),
    _sign(
        "system|developer mode|do anything|jailb",
        r"\bsystem prompt\b|\bdeveloper mode\b|\bdo anything now\b|\bjailb(?:reak|roken)\b",
        r"\bsystem (?:update|override|notice|message|note|alert)\b\s*:",
    ),
    _sign(
        "safety|content |confirmations",
        r"\b(?:safety|content) (?:protocols?|checks?|filters?|guidelines|polic(?:y|ies)|rules|limits)\b"
        r"[^.!?\n]{0,40}\b(?:disabled?|off|not apply|ignored?|skip\w*|not meant)\b",
        r"\b(?:without|no|skip|bypass|disable)\b (?:any |all |the )?(?:\w+ )?(?:safety checks?|safety guidelines"
        r"|content polic|content restrictions?|restrictions? and confirmations?)",
    ),
    _sign(
        "unrestricted|uncensored|unfiltered",
        r"\b(?:unrestricted|uncensored|unfiltered) (?:response|answer|model|assistant|mode|ai|output)\b",
    ),
)

_ANOTHER_ROLE = (
    _sign(
        "you",
        r"\byou (?:now )?(?:have|are under) no (?:\w+ )?(?:restrictions|limits|rules|filters)\b",
        rf"\byou(?:'re| are) (?:now|no longer|from now on|{_MACHINE}\b|an? {_MACHINE}\b)",
        r"\bfrom now on,? you\b|\byou now (?:answer|allow|act|respond|speak|obey)\b",
        rf"\bif you(?:'re| are) (?:an? |the )?(?:\w+ )?{_MACHINE}\b",
        r"\byou (?:must|should|shall|have to|need to|will|are to)\b[^.!?\n]{0,30}"
        r"\b(?:includ|append|add|insert|mention|output|print|repeat|cit|say|answer|respond|repl|recommend|tell"
        r"|writ|obey"
        r"|comply)\w*",
        r"\b(?:report|text|answer|summary|message)s? you (?:generate|write|produce|give)\b",
    ),
    _sign(
        " act |behave|respond |respond,|pretend|roleplay|role-play",
        rf"{_BEGIN}(?:act|behave|respond|pretend|roleplay|role-play)\b (?:as|like|to be|you|that you)\b",
    ),
    _sign(
        " ai | ai,|a.i.|llm|assistant|chatbot|language model| bot|agent| model",
        r"\bas (?:an? |the )(?:ai|llm|assistant|chatbot|language model)\b,? (?:i|you|we|please|your)\b",
        rf"\b(?:note|message|attention|instructions?|reminder|notice|memo|request|hint)s? (?:to|for) "
        rf"(?:the |any |all |every )?(?:\w+ ){{0,2}}{_MACHINE}\b",
        r"\b(?:for|dear|hey|attention|hello),? (?:the |any |all |every )?(?:ai|llm|chatbot"
        r"|assistant)(?: \w+)?s?\b\)?\s*[:,!]",
    ),
    _sign(
        ":",
        r"(?:^|[.!?]\s)\W*(?:system|assistant|developer|human|user|root|sudo|override|admin)\s*"
        r"(?:note|message|override|update|prompt)?\s*:",
    ),
    _sign("reasoning trace|chain of thought|(assistant)", r"\b(?:reasoning trace|chain of thought)\b|\(assistant\)"),
    _sign(
        "end of",
        r"\bend of (?:the )?(?:user |system )?(?:input|prompt|instructions?|context|document|evidence)\b",
    ),
    _sign(
        "<|[inst|[/inst",
        r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|inst)\|?>|\[/?inst\]|<<sys>>",
    ),
)

_ANSWER_ORDERED = (
    Sign(
        _REPLIES,
        re.compile(
            rf"\b{_INSERTS}\b[^.!?\n]{{0,90}}\b(?:your|this|every|each|any|all)\s+(?:\w+\s+){{0,2}}{_REPLY}\b"
            rf"|\byour\s+(?:\w+\s+)?{_REPLY}\b[^.!?\n]{{0,60}}\b(?:must|should|shall|has to|needs? to|{_INSERTS})\b"
            r"|\b(?:to|in|into|at the (?:end|start|beginning|top) of|before|after) (?:your|every) "
            rf"(?:\w+ ){{0,2}}{_REPLY}\b"
            rf"|\b{_INSERTS}\b[^.!?\n]{{0,60}}\b(?:in|to|into|of) the (?:final |next )?"
            r"(?:response|reply|output|summary|review)\b(?! (?:to|of|by|from|execution))",
            re.IGNORECASE,
        ),
    ),
    _sign(
        "when",
        r"\bwhen(?:ever)? (?:you (?:summari|answer|respond|read|process|review|are asked|writ|reply)"
        r"|summari[sz]ing|"
        rf"answering|responding|asked about)[^.!?\n]{{0,80}}\b(?:must|should|also|always|say|{_INSERTS})\b",
    ),
    _sign(
        "code|token|phrase|canary|trace|marker|verification|string|watermark|link",
        r"\b(?:include|append|add|insert|output|print|repeat|cite|echo|return)\b[^.!?\n]{0,40}\b(?:code|token"
        r"|phrase|canary"
        r"|trace[ _]?id|marker|passphrase|verification|string|watermark)\b",
        r"\b(?:code|token|phrase|marker|string|id|link)\b[^.!?\n]{0,40}"
        r"\bmust be (?:included|added|appended|shown|repeated|cited)\b",
    ),
    _sign(
        "to the user|to every user|to each user|to the reader|to every reader|to each reader",
        r"\b(?:shown?|displayed?|reported|given) to (?:the|every|each) (?:user|reader)s?\b",
    ),
    _sign(
        "compl|follow",
        r"\b(?:comply|complies) (?:fully|with the following|without)\b",
        r"\bfollow (?:only )?(?:my|these|the following) (?:commands?|instructions?|orders?|steps)\b",
    ),
    _sign(
        "without|permission|grant",
        r"\b(?:proceed|continue) without (?:asking|confirm)|\bpermission to skip\b"
        r"|\bgrant (?:all|this user|me|the user|admin)\b",
    ),
)

_DEED_ORDERED = (
    _sign(
        "_",
        r"\b(?:call|use|run|invoke|execute|trigger)\b (?:the )?(?:\w+ )?[a-z]+_[a-z_]+\b"
        r"|\b[a-z]+_[a-z_]+\([^)]*\)(?!\S)",
    ),
    _sign(
        "@|http|www.|external|credential|api key",
        rf"{_BEGIN}(?:send|e-?mail|forward|upload|exfiltrate|transmit|collect|leak)\b[^.!?\n]{{0,90}}"
        r"(?:[\w.+-]+@[\w-]+\.\w|https?://|www\.|\bexternal (?:address|server)|\bcredentials\b|\bapi keys?\b)",
    ),
    _sign(
        "decode|decrypt|deobf|unscramb",
        r"\b(?:decode|decrypt|deobfuscate|unscramble)\b[^.!?\n]{0,40}"
        r"\b(?:base ?64|hex|rot ?13|string|cipher|following|text)\b",
    ),
    _sign(
        "what it says|here is the",
        r"\b(?:do|execute) (?:exactly )?what it says\b|\bhere is the (?:admin"
        " )?password\b",
    ),
)

_IN_OTHER_LANGUAGES = (
    _sign(
        "anweisung|richtlini|instruc|istruzion|consign|directiv|regeln|reglas|regole|règle|prompt",
        r"\b(?:ignor|vergiss|vergesst|olvid|dimentic|oubli|missacht)\w*\b[^.!?\n]{0,40}\b(?:anweisung|richtlini"
        r"|instrucc"
        r"|instructions pr|istruzion|consign|directiv|regeln|reglas|regole|règles)\w*",
        r"\b(?:verrat|zeig|nenn|r[ée]v[èée]l|revel|rivel|mostr|muestr|montr|affich|dévoil)\w*\b[^.!?\n]{0,40}"
        r"\b(?:system\w*anweisung|systemprompt|prompt|instruc|istruzion|consign|directiv)\w*",
    ),
    _sign(
        "système|sistema|hinweis|an die ki",
        r"\b(?:note|nota|hinweis|aviso) (?:système|di sistema|del sistema|an die ki)\b|\bsystemhinweis\b",
    ),
    _sign(
        "réponse|risposta|respuesta|antwort",
        r"\b(?:doit|deve|debe|muss|müssen)\b[^.!?\n]{0,60}\b(?:réponse|risposta|respuesta|antwort)\b",
        r"\b(?:in|à|alla?|en|am ende) (?:deiner|ihrer|ta|votre|tua|tu) (?:antwort|réponse|risposta|respuesta)\b",
    ),
    _sign(
        "assistent|asistente|assistant|assistente|ohne|sin |sans |senza ",
        r"\b(?:als assistent|como asistente|en tant qu'assistant|come assistente)\b",
        r"\b(?:ohne (?:jede )?einschr|sin restriccion|sans restriction|senza restrizion)\w*",
    ),
    _sign("@", r"\b(?:envoie|envoyez|envía|invia|schick|sende)\w*\b[^.!?\n]{0,60}@"),
    _sign("инструк|промпт|правил", r"(?:игнорируй|забудь|раскрой)\w*[^.!?\n]{0,40}(?:инструкц|промпт|правил)\w*"),
    _sign("talimat|yönerge", r"(?:talimat|yönerge)\w*[^.!?\n]{0,40}(?:yok say|unut|görmezden)\w*"),
    _sign("التعليمات|الأوامر|القواعد", r"(?:تجاهل|انس)\w*[^.!?\n]{0,40}(?:التعليمات|الأوامر|القواعد)"),
)

SIGNS = (*_RULES_CHANGED, *_ANOTHER_ROLE, *_ANSWER_ORDERED, *_DEED_ORDERED, *_IN_OTHER_LANGUAGES)

TASK = re.compile(
    r"^[^\w“\"'‘«]*(?:(?:please|kindly|now|also|then|next|finally|first|can you|could you|would you|i want you to"
    r"|i need you to)"
    r"[ ,]+)*"
    r"(?:write|draft|compose|explain|describe|provide|translate|summari[sz]e|analy[sz]e|generate|create|develop"
    r"|convert|replace"
    r"|rewrite|rephrase|paraphrase|encode|decode|reverse|remove|insert|include|append|integrate|augment|modify"
    r"|enhance|scramble"
    r"|jumble|misspell|rearrange|anagram|substitute|render|introduce random|break down|list|compare|calculate"
    r"|compute|solve"
    r"|suggest|recommend|recite|classify|categori[sz]e|identify|evaluate|outline|design|optimi[sz]e|sort|format"
    r"|output|print"
    r"|visit|click|download|install|subscribe|sign up|buy|share (?:this|your|it)|follow us|join|donate|vote"
    r"|use (?:\w+ ){0,3}(?:for|to|in)"
    r"|add|give me|tell me|show me|answer|respond|reply|say|repeat|mention|make sure|ensure|remember"
    r"|note that you|combine"
    r"|swap|shift|apply|spell|speak|talk|sing|imagine|assume|consider|pretend|ignore|disregard|forget|do not"
    r"|don't|never)\b"
    r"(?!\s*(?:,|said|says|was|were|is|are|has|had|of\b))",
    re.IGNORECASE,
)
"""A sentence that begins by telling its reader what to do."""

OPAQUE = re.compile(
    r"(?<!/)(?=\S*[0-9A-Z])[^\s/]{60,}|(?:\b[01]{8}\b\s*){4}|(?:%[0-9A-Fa-f]{2}\w*){3}|[\U000e0000-\U000e007f]"
)
"""What nobody reads as it stands: long codes, bytes in binary, text hidden in tags."""
