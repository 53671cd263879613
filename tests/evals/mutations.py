"""True and false claims made by rule from sentences that an article really says: for judging the verifier.

`told_otherwise` words a sentence anew without changing what it says; `falsified` changes what it says. Rules work on
text alone and use none of the verifier's tables (its own synonyms and spellings stand here), seeded by the caller.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    Rule = Callable[["Setting", random.Random], str | None]


class Setting(NamedTuple):
    """A sentence, the passage and the article it is from, sentences of other articles, and who printed it."""

    sentence: str
    passage: str
    article: str
    elsewhere: str
    publisher: str
    relative: tuple[tuple[str, str], ...] = ()


class Made(NamedTuple):
    """A claim made from a sentence: by which rule, and its words."""

    rule: str
    text: str


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(MONTHS)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})(,? \d{{4}})?\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(,? \d{{4}})?\b")
_YEAR = re.compile(r"(?<=\bin )((?:19|20)\d\d)\b")
_FIGURE = re.compile(r"(?<![\w.,:/$-])(?!(?:19|20)\d\d\b)\d{1,3}(?:,\d{3})*(?![\w:/-]|[.,]\d)")
WORDS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        (str(n) for n in range(2, 13)),
        strict=True,
    )
)
WORDS |= {"fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50"}
_DIGITS = {digits: word for word, digits in WORDS.items()}
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+|[Aa]l-[A-Z][a-z]+)(?: (?:[A-Z][a-z]+|al-[A-Z][a-z]+))*\b")
_PLACE = re.compile(r"(?<=\b(?:in|at|of) )(?:[A-Z][a-z]{3,}|[Aa]l-[A-Z][a-z]+)\b(?! [A-Z])")
_PLACE2 = re.compile(r"(?<=\b(?:near|from|into) )(?:[A-Z][a-z]{3,}|[Aa]l-[A-Z][a-z]+)\b(?! [A-Z])")
_SYNONYM = {
    "killed": "slain",
    "wounded": "injured",
    "said": "stated",
    "captured": "seized",
    "seized": "captured",
    "began": "started",
    "attacks": "strikes",
    "fled": "escaped",
    "warplanes": "jets",
    "used": "employed",
    "show": "reveal",
    "shows": "reveals",
    "large": "big",
    "near": "close to",
    "hit": "struck",
    "destroyed": "demolished",
    "bought": "purchased",
    "reported": "announced",
    "agreement": "deal",
    "while": "as",
    "children": "kids",
    "troops": "soldiers",
    "several": "a number of",
    "including": "among them",
    "also": "as well",
    "people": "persons",
    "area": "region",
    "located": "situated",
    "started": "began",
}
_NOT_NAMES = frozenset((*MONTHS, "The", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


def told_otherwise(setting: Setting, draw: random.Random) -> Iterator[Made]:
    """Yield light paraphrases, one by each rule that applies, and one by two rules after another."""
    made = []
    for name, rule in TRUE_RULES.items():
        text = rule(setting, draw)
        if text and text != setting.sentence and not _touches_quotation(setting.sentence, text):
            made.append(Made(name, text))
    yield from made
    for first in made:
        name, rule = draw.choice(list(TRUE_RULES.items()))
        text = rule(setting._replace(sentence=first.text), draw)
        if text and text != first.text and name != first.rule and not _touches_quotation(setting.sentence, text):
            yield Made("two rules", text)
            return


def falsified(setting: Setting, draw: random.Random) -> Iterator[Made]:
    """Yield false claims, one by each rule that applies."""
    for name, rule in FALSE_RULES.items():
        text = rule(setting, draw)
        if text and text != setting.sentence:
            yield Made(name, text)


_QUOTATION = re.compile(r"“[^”]*(?:”|$)|^[^“]*”|\"[^\"]*(?:\"|$)")


def _touches_quotation(before: str, after: str) -> bool:
    """Tell whether what stands in quotation marks was worded anew: it may not be."""
    return any(quotation not in after for quotation in _QUOTATION.findall(before))


def _replaced(text: str, match: re.Match[str], by: str) -> str:
    return text[: match.start()] + by + text[match.end() :]


def _drop_opening(setting: Setting, _: random.Random) -> str | None:
    match = re.match(
        r"(?:On|In|At|After|During|Meanwhile|However|Earlier|Later|Also)\b[^,]{0,60}, (?=\w+)", setting.sentence
    )
    rest = setting.sentence[match.end() :] if match else ""
    return rest[:1].upper() + rest[1:] if len(rest.split()) > 5 and "“" not in rest else None


def _drop_relative_clause(setting: Setting, _: random.Random) -> str | None:
    short = re.sub(
        r", (?:which|who|where|including|while|as well as) [^,.;“”\"]+(?:,|(?=\.$))", "", setting.sentence, count=1
    )
    return short if len(short.split()) > 5 else None


def _drop_adverb(setting: Setting, _: random.Random) -> str | None:
    return re.sub(
        r"(?<=[a-z]) (?!(?:family|only|early|reply|supply|rally|assembly|ally|nearly|allegedly|reportedly)\b)"
        r"[a-z]{3,}ly\b",
        "",
        setting.sentence,
        count=1,
    )


def _date_form(setting: Setting, draw: random.Random) -> str | None:
    day, month = _DAY_FIRST.search(setting.sentence), _MONTH_FIRST.search(setting.sentence)
    if day:
        year = (day[3] or "").strip(", ")
        return _replaced(setting.sentence, day, f"{day[2]} {day[1]}" + (f", {year}" if year else ""))
    if month:
        year = (month[3] or "").strip(", ")
        iso = f"{year}-{MONTHS.index(month[1]) + 1:02}-{int(month[2]):02}"
        said = f"{month[2]} {month[1]}" + (f" {year}" if year else "")
        return _replaced(setting.sentence, month, iso if year and draw.random() < 0.3 else said)
    return None


def _resolved(setting: Setting, _: random.Random) -> str | None:
    for words, day in setting.relative:
        if words in setting.sentence and not words.lower().startswith("on "):
            return setting.sentence.replace(words, f"on {day}", 1)
        if words in setting.sentence:
            return setting.sentence.replace(words, f"{words[:2]} {day}", 1)
    return None


def _number_form(setting: Setting, _: random.Random) -> str | None:
    spelt = re.search(rf"\b({'|'.join(WORDS)})\b(?! (?:hundred|thousand|million))", setting.sentence)
    if spelt and "-" not in setting.sentence[spelt.start() - 1 : spelt.end() + 1]:
        return _replaced(setting.sentence, spelt, WORDS[spelt[1]])
    for match in _FIGURE.finditer(setting.sentence):
        if match.group() in _DIGITS:
            if re.search(r"(?:[A-Z]\w*|\d\d)[ -]$", setting.sentence[: match.start()]) or re.search(
                rf"{_MONTH}", setting.sentence[max(0, match.start() - 12) : match.end() + 12]
            ):
                continue
            return _replaced(setting.sentence, match, _DIGITS[match.group()])
    return None


def _spelling(setting: Setting, draw: random.Random) -> str | None:
    matches = [m for p in (_PLACE, _PLACE2) for m in p.finditer(setting.sentence) if m.group() not in _NOT_NAMES]
    if not matches:
        return None
    match = draw.choice(matches)
    name = match.group()
    for old, new in (
        ("al-", ""),
        ("Al-", ""),
        ("ou", "u"),
        ("ee", "i"),
        ("ib", "eb"),
        ("aa", "a"),
        ("ss", "s"),
        ("ll", "l"),
        ("ra", "rra"),
    ):
        if old in name[1:] or name.startswith(old):
            return _replaced(setting.sentence, match, name.replace(old, new, 1))
    return None


def _attributed(setting: Setting, draw: random.Random) -> str | None:
    text = setting.sentence
    opens = (
        text[:1].lower() + text[1:]
        if re.match(r"(?:The|A|An|At|In|On|More|It|They|He|Some|Two|Three) ", text)
        else text
    )
    return draw.choice((f"According to {setting.publisher}, {opens}", f"{setting.publisher} reported that {opens}"))


def _synonym(setting: Setting, draw: random.Random) -> str | None:
    matches = list(re.finditer(rf"\b({'|'.join(_SYNONYM)})\b", setting.sentence))
    if not matches:
        return None
    match = draw.choice(matches)
    return _replaced(setting.sentence, match, _SYNONYM[match[1]])


TRUE_RULES: dict[str, Rule] = {
    "opening dropped": _drop_opening,
    "clause dropped": _drop_relative_clause,
    "adverb dropped": _drop_adverb,
    "date form": _date_form,
    "relative day resolved": _resolved,
    "number form": _number_form,
    "spelling": _spelling,
    "attributed": _attributed,
    "synonym": _synonym,
}


def _other(found: Sequence[str], own: str, draw: random.Random) -> str | None:
    others = sorted({each for each in found if each != own and each not in own and own not in each})
    return draw.choice(others) if others else None


def _figure(setting: Setting, draw: random.Random) -> str | None:
    matches = [m for m in _FIGURE.finditer(setting.sentence) if not _in_date(setting.sentence, m)]
    if not matches:
        return None
    match = draw.choice(matches)
    near = _other([m for m in _FIGURE.findall(setting.passage) if int(m.replace(",", "")) > 1], match.group(), draw)
    shifted = str(int(match.group().replace(",", "")) + draw.choice((1, 3, 10, 17)))
    return _replaced(setting.sentence, match, near if near and draw.random() < 0.6 else shifted)


def _in_date(text: str, match: re.Match[str]) -> bool:
    return any(
        d.start() < match.end() and match.start() < d.end()
        for p in (_DAY_FIRST, _MONTH_FIRST)
        for d in p.finditer(text)
    )


def _figure_words(setting: Setting, draw: random.Random) -> str | None:
    match = re.search(rf"\b({'|'.join(WORDS)})\b", setting.sentence)
    return _replaced(setting.sentence, match, draw.choice([w for w in WORDS if w != match[1]])) if match else None


def _date(setting: Setting, draw: random.Random) -> str | None:
    for pattern, group in ((_DAY_FIRST, 1), (_MONTH_FIRST, 2)):
        match = pattern.search(setting.sentence)
        if match:
            if match[3] and draw.random() < 0.3:
                year = str(int(match[3].strip(", ")) + draw.choice((-1, 1)))
                return setting.sentence[: match.start(3)] + f" {year}" + setting.sentence[match.end(3) :]
            other = _other([m.group() for m in pattern.finditer(setting.article)], match.group(), draw)
            if other and draw.random() < 0.6:
                return _replaced(setting.sentence, match, other)
            day = str(int(match[group]) % 28 + 1)
            return setting.sentence[: match.start(group)] + day + setting.sentence[match.end(group) :]
    match = _YEAR.search(setting.sentence)
    if match:
        other = _other(_YEAR.findall(setting.article), match.group(), draw) or str(int(match.group()) - 1)
        return _replaced(setting.sentence, match, other)
    return None


def _place(setting: Setting, draw: random.Random) -> str | None:
    return _place_from(setting, setting.article, draw)


def _place_elsewhere(setting: Setting, draw: random.Random) -> str | None:
    return _place_from(setting, setting.elsewhere, draw)


def _place_from(setting: Setting, text: str, draw: random.Random) -> str | None:
    matches = [m for p in (_PLACE, _PLACE2) for m in p.finditer(setting.sentence) if m.group() not in _NOT_NAMES]
    if not matches:
        return None
    match = draw.choice(matches)
    found = [m for p in (_PLACE, _PLACE2) for m in p.findall(text) if m not in _NOT_NAMES]
    other = _other(found, match.group(), draw)
    return _replaced(setting.sentence, match, other) if other else None


_ACTORS = (
    r"(?:rebels?|opposition|army|regime|government|militants|fighters|soldiers|civilians|police|protesters|jihadists|"
    r"Russia|Turkey|Iran|Israel|Assad|ISIS|ISIL|SDF|Kurds|Hezbollah|America)"
)
_ACTION = r"(?:ed|took|fled|fought|shot|struck|hit|held|lost|won|kill|attack)\b"


def _exchange(setting: Setting, draw: random.Random) -> str | None:
    """Exchange two who stand on either side of a verb; "A and B" is left alone."""
    found = [
        m
        for m in re.finditer(rf"\b{_ACTORS}\b(?!-)|{_NAME.pattern}(?!-)|^[A-Z][a-z]+(?= [a-z]+ed\b)", setting.sentence)
        if m.group() not in _NOT_NAMES
    ]
    pairs = []
    for n, a in enumerate(found):
        for b in found[n + 1 :]:
            between = setting.sentence[a.end() : b.start()]
            if (
                re.search(rf"[a-z]{_ACTION}", between)
                and "reported that" not in between
                and setting.sentence[b.end() : b.end() + 1] != "-"
                and setting.sentence[a.start() - 1 : a.start()] != "-"
                and len(between) < 70
                and not re.search(r"[,;“”\"]|\band\b|\bwith\b", between)
                and a.group().lower() != b.group().lower()
            ):
                pairs.append((a, b))
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    text = setting.sentence
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def _other_actor(setting: Setting, draw: random.Random) -> str | None:
    matches = list(re.finditer(rf"\b{_ACTORS}\b", setting.sentence))
    if not matches:
        return None
    match = draw.choice(matches)
    opposing = {
        "rebel": "soldier",
        "rebels": "soldiers",
        "opposition": "regime",
        "army": "opposition",
        "regime": "opposition",
        "government": "opposition",
        "militants": "policemen",
        "fighters": "civilians",
        "soldiers": "rebels",
        "civilians": "soldiers",
        "police": "rebels",
        "protesters": "policemen",
        "jihadists": "Kurds",
    }
    by = opposing.get(match.group()) or draw.choice(
        [n for n in ("Russia", "Turkey", "Iran", "Israel", "Jordan", "Hezbollah") if n != match.group()]
    )
    return None if re.search(rf"\b{by}\b", setting.sentence) else _replaced(setting.sentence, match, by)


def _negated(setting: Setting, _: random.Random) -> str | None:
    be = re.search(r"\b(?:was|were|is|are|has|have|had|will|can|could|would)\b(?! not| no)", setting.sentence)
    if be:
        return setting.sentence[: be.end()] + " not" + setting.sentence[be.end() :]
    verb = re.search(
        r"(?<=[a-z] )(captur|kill|attack|target|shell|bomb|destroy|support|join|reach|enter|"
        r"announc|confirm)(?:e?d)\b(?! by)",
        setting.sentence,
    )
    stem = {"captur": "capture", "announc": "announce"}.get(verb[1], verb[1]) if verb else ""
    return _replaced(setting.sentence, verb, f"did not {stem}") if verb else None


def _un_negated(setting: Setting, _: random.Random) -> str | None:
    rules = (
        (r" (?:not|never)\b", ""),
        (r"\bdenied\b", "confirmed"),
        (r"\brejected\b", "accepted"),
        (r"\bfailed to\b", "managed to"),
        (r"\brefused to\b", "agreed to"),
        (r"\bwithout\b", "with"),
        (r"\bNo (?=[a-z])", "Some "),
        (r"\bno (?=[a-z])", "some "),
        (r"\bunable to\b", "able to"),
    )
    for pattern, by in rules:
        changed = re.sub(pattern, by, setting.sentence, count=1)
        if changed != setting.sentence and not re.search(r"not only|no longer", setting.sentence):
            return changed
    return None


def _opposite(setting: Setting, _: random.Random) -> str | None:
    pairs = (
        ("captured", "lost"),
        ("lost", "captured"),
        ("retreated", "advanced"),
        ("advanced", "retreated"),
        ("closed", "opened"),
        ("opened", "closed"),
        ("accepted", "rejected"),
        ("increased", "decreased"),
        ("before", "after"),
        ("after", "before"),
        ("north", "south"),
        ("south", "north"),
        ("eastern", "western"),
        ("western", "eastern"),
        ("northern", "southern"),
        ("southern", "northern"),
        ("withdrew", "advanced"),
        ("killed", "wounded"),
        ("wounded", "killed"),
    )
    for old, new in pairs:
        if re.search(rf"\b{old}\b", setting.sentence) and not re.search(rf"\b{new}\b", setting.sentence):
            return re.sub(rf"\b{old}\b", new, setting.sentence, count=1)
    return None


def _quote_altered(setting: Setting, draw: random.Random) -> str | None:
    words = setting.sentence.strip(" .").replace("“", "").replace("”", "").replace('"', "").split()
    if len(words) < 6:
        return None
    start = draw.randrange(0, len(words) - 5)
    stretch = words[start : start + draw.randint(6, 12)]
    at = draw.randrange(1, len(stretch) - 1)
    by = draw.choice(
        [
            w
            for w in ("terrible", "never", "soon", "brave", "the", "secretly", "always", "they")
            if w != stretch[at].lower()
        ]
    )
    stretch[at] = by
    return f"The article says: “{' '.join(stretch)}”"


def _counted(setting: Setting, _: random.Random) -> str | None:
    swaps = {
        "civilians": "soldiers",
        "soldiers": "civilians",
        "people": "tanks",
        "children": "fighters",
        "women": "soldiers",
        "fighters": "civilians",
        "rebels": "children",
        "militants": "civilians",
        "families": "soldiers",
        "km": "miles",
        "kilometers": "miles",
        "kilometres": "miles",
        "miles": "km",
        "days": "weeks",
        "months": "years",
        "years": "months",
        "hours": "days",
        "percent": "million",
        "killed": "arrested",
        "vehicles": "aircraft",
        "tanks": "helicopters",
        "villages": "cities",
        "attacks": "arrests",
        "videos": "witnesses",
        "hospitals": "schools",
        "schools": "hospitals",
        "troops": "civilians",
        "refugees": "soldiers",
    }
    spelt = rf"\b(?:{'|'.join(WORDS)}|dozens of|hundreds of|thousands of)\b"
    pattern = rf"((?:{_FIGURE.pattern}|{spelt}) (?:[a-z]+ )?)({'|'.join(swaps)})\b"
    match = re.search(pattern, setting.sentence)
    if not match or re.search(rf"\b{swaps[match[2]]}\b", setting.sentence):
        return None
    return _replaced(setting.sentence, match, match[1] + swaps[match[2]])


def _bound(setting: Setting, draw: random.Random) -> str | None:
    for old, new in (
        ("more than", "less than"),
        ("less than", "more than"),
        ("at least", "at most"),
        ("At least", "At most"),
        ("over", "under"),
        ("More than", "Fewer than"),
        ("fewer than", "more than"),
        ("up to", "at least"),
        ("nearly", "more than"),
        ("almost", "more than"),
    ):
        match = re.search(rf"\b{old}(?= (?:\d|a (?:hundred|thousand|dozen)|{'|'.join(WORDS)}))", setting.sentence)
        if match:
            return _replaced(setting.sentence, match, new)
    figures = [m for m in _FIGURE.finditer(setting.sentence) if not _in_date(setting.sentence, m)]
    plain = [m for m in figures if re.match(r" [a-z]{4,}", setting.sentence[m.end() :])]
    if not plain:
        return None
    match = draw.choice(plain)
    return _replaced(setting.sentence, match, f"{draw.choice(('more than', 'less than'))} {match.group()}")


FALSE_RULES: dict[str, Rule] = {
    "figure swapped": _figure,
    "number word swapped": _figure_words,
    "date swapped": _date,
    "place swapped (same article)": _place,
    "place swapped (elsewhere)": _place_elsewhere,
    "actors exchanged": _exchange,
    "another actor": _other_actor,
    "negated": _negated,
    "un-negated": _un_negated,
    "opposite": _opposite,
    "quotation altered": _quote_altered,
    "counted thing swapped": _counted,
    "bound changed": _bound,
}
