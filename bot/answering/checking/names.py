"""Names of persons, places and organisations that a claim says, and whether a text says them too.

Place in the flow: one of the checks of `verify`. Pure. A name is told by its capital, so it knows no list of names:
only which capitalised words are none (a sentence's first word that is no name, titles, months, nations' adjectives).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking.days import without_days
from bot.answering.checking.words import folded, words
from ingest.corpus.analysis import ARTICLES, STOPWORDS
from ingest.corpus.gazetteer import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from bot.answering.checking.words import Word

_COMMON_WORDS = """
president general colonel captain major minister prime foreign interior defence defense mr mrs ms dr sir king prince
spokesman spokeswoman spokesperson secretary commander leader chief director ambassador envoy deputy senator governor
mayor judge sheikh imam bishop pope city province town village district governorate region river lake mount mountain
street road highway camp hospital university school airport bridge square valley border international national central
northern southern eastern western north south east west northeast northwest southeast southwest northwestern
northeastern southwestern southeastern great new old united army military forces force police air navy ministry
government state council committee party movement front brigade division group organisation organization agency news
network television radio press association federation union coalition alliance islamic democratic free people's
republic federal local human rights watch observatory countryside suburb suburbs rural fighters militants rebels
insurgents soldiers troops civilians residents activists officials people men women children jets warplanes planes
aircraft helicopters rockets shells missiles bombs tanks vehicles buildings houses homes hospitals schools families
refugees protesters demonstrators witnesses sources media reports opposition regime terrorists gunmen police medics
doctors rescuers journalists workers students members leaders commanders authorities clashes fighting attacks strikes
airstrikes shelling bombing explosions negotiations talks peace war ceasefire truce according meanwhile however later
earlier yesterday today tomorrow nearly almost dozens hundreds thousands several many most some both each every other
others another such following despite although while since until unless without within during after before because
when where what which who whose why how also then thus hence yet still once article report statement video footage
photo image images photos videos evidence investigation analysis
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that may carry a capital without being a name by themselves; the words checks look at them, not this one."""

_NATIONS = """
syria syrian syrians; russia russian russians; turkey turkish turks turk turkiye; iran iranian iranians; iraq iraqi
iraqis; israel israeli israelis; lebanon lebanese; jordan jordanian jordanians; america american americans us usa
states washington; britain british uk kingdom; france french; germany german germans; china chinese; saudi saudis
arabia; egypt egyptian egyptians; kurdistan kurd kurds kurdish; europe european europeans eu; palestine palestinian
palestinians; yemen yemeni yemenis; ukraine ukrainian ukrainians; qatar qatari; kuwait kuwaiti; libya libyan; italy
italian; spain spanish; netherlands dutch; poland polish; canada canadian; australia australian; india indian; japan
japanese; afghanistan afghan afghans; pakistan pakistani; sunni sunnis; shia shiite shiites shi'ite shi'ites; alawi
alawite alawites; christian christians; muslim muslims; arab arabs arabic; druze; isil isis daesh; islamist islamists;
jihadist jihadists
"""
_NATION = {word: n for n, group in enumerate(_NATIONS.replace("\n", " ").split(";")) for word in group.split()}


class Name(NamedTuple):
    """Capitalised words that stand together in a claim; `opens` marks one whose first word only opens the sentence."""

    parts: tuple[Word, ...]
    opens: bool

    @property
    def text(self) -> str:
        """The name as the claim writes it, without the words between its parts."""
        return " ".join(part.text for part in self.parts)


_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s+|\n\s*)[\W_]*$")


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[Name, ...]:
    """Return the names in `text`, in order; figures in them (M4, T-72) belong to the name."""
    bare = without_days(text)
    found: list[Name] = []
    run: list[Word] = []
    for word in words(bare):
        if run and not _continues(bare, run[-1], word):
            found += _named(bare, run)
            run = []
        if _is_part(word):
            run.append(word)
    return tuple(found + (_named(bare, run) if run else []))


def _is_part(word: Word) -> bool:
    if any(c.isdigit() for c in word.text):
        return any(c.isalpha() for c in word.text)
    return word.capital and word.folded not in STOPWORDS and word.folded not in ARTICLES and len(word.text) > 1


def _continues(text: str, before: Word, word: Word) -> bool:
    between = text[before.end : word.start]
    return _is_part(word) and (
        between in {" ", "-", "–", ". "} or re.fullmatch(r"[ -]\w{2,4}-|\s\w?-", between) is not None
    )


def _named(text: str, run: Sequence[Word]) -> list[Name]:
    opens = bool(_SENTENCE_START.search(text[: run[0].start]))
    parts = tuple(word for word in run if word.folded not in _COMMON)
    return [Name(parts, opens and parts[0] is run[0])] if parts else []


class NamesHeard(NamedTuple):
    """What a text offers for names: all its words folded, those with a capital, nations, and initials of its names."""

    folded: frozenset[str]
    capital: frozenset[str]
    nations: frozenset[int]
    initials: frozenset[str]
    stems: frozenset[str]

    def has(self, part: Word, elsewhere: Callable[[], Container[str]] = frozenset) -> bool:
        """Tell whether the text says this part of a name, in this or another spelling.

        `elsewhere` gives the folded words of the whole article: what is spelt exactly so there is another name.
        """
        word = part.folded
        if word in self.folded or word.replace("'", "") in self.folded or _nation(word) in self.nations:
            return True
        if word in self.initials or (part.text.isupper() and word.rstrip("s") in self.initials):
            return True
        if part.text[0].islower() or part.stem in self.stems:
            return part.stem in self.stems
        return any(same_name(word, other) for other in self.capital) and word not in elsewhere()


def same_nation(a: str, b: str) -> bool:
    """Tell whether two folded words name one nation, faith or movement (Turkey, Turkish)."""
    return _NATION.get(a, -1) == _NATION.get(b, -2)


def is_nation(word: str) -> bool:
    """Tell whether a folded word names a nation, faith or movement."""
    return word in _NATION


def _nation(word: str) -> int:
    return _NATION.get(word, -1)


_RUN = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")


@lru_cache(maxsize=64)
def spellings(text: str) -> frozenset[str]:
    """Return the capitalised words of a long text, folded."""
    return frozenset(folded(match.group()) for match in _RUN.finditer(text) if match.group()[0].isupper())


@lru_cache(maxsize=2048)
def heard(text: str) -> NamesHeard:
    """Return what `text` offers for names."""
    every = words(text)
    plain = frozenset(word.folded for word in every) | {word.folded.replace("'", "") for word in every}
    capital = [word for word in every if word.capital and word.folded not in STOPWORDS]
    nations = frozenset(_NATION[word.folded] for word in every if word.folded in _NATION)
    stems = frozenset(word.stem for word in every if word.stem)
    return NamesHeard(plain, frozenset(w.folded for w in capital), nations, frozenset(_initials(every)), stems)


def _initials(every: Sequence[Word]) -> set[str]:
    """Return what names of three to five capitalised words would be as an abbreviation, and what abbreviations are."""
    found: set[str] = set()
    run = ""
    for word in every:
        if word.capital:
            run += word.folded[0]
            found.update(run[-n:] for n in (2, 3, 4, 5) if len(run) >= n)
        elif word.folded not in {"of", "the", "for", "and", "on"}:
            run = ""
    return found
