"""Words of a claim and of a sentence, and which of them say the same: stems, irregular forms, a few synonyms.

Place in the flow: the ground on which `verify` and its checks stand. Pure; it knows English only and no article.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ingest.corpus.analysis import ARTICLES, STOPWORDS, fold, stem

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_CLAUSE_END = re.compile(r"[;:!?()\[\]—–]|,|\.(?=\s|$)|\s-\s")
_POSSESSIVE = re.compile(r"'s$")
_APOSTROPHE = re.compile(r"[’ʼ`´]")


class Word(NamedTuple):
    """One word: as written, where it stands, folded, its stem, and which clause (counted by punctuation) it is in."""

    text: str
    start: int
    end: int
    folded: str
    stem: str
    clause: int

    @property
    def capital(self) -> bool:
        """True for a word that is written with a capital."""
        return self.text[0].isupper()


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order; a word without a meaning of its own has an empty stem."""
    found: list[Word] = []
    clause, reached = 0, 0
    for match in _WORD.finditer(text):
        if reached and _CLAUSE_END.search(text[reached : match.start()] + " "):
            clause += 1
        reached = match.end()
        plain = folded(match.group())
        found.append(Word(match.group(), match.start(), match.end(), plain, _stem(plain), clause))
    return tuple(found)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """Return a word folded, without the -'s of the possessive."""
    return _POSSESSIVE.sub("", _APOSTROPHE.sub("'", fold(word)))


_ELSEWHERE = frozenset(("before", "after", "above", "below", "over", "under", "against", "off", "out", "up", "down"))
"""Words that decide what a sentence says without being its content; other checks look at them."""
_IDLE_WORDS = """
would could should may might must shall within upon around about among amongst since although though however whether
one's another every several according amid towards toward without despite
"""
_IDLE = frozenset(_IDLE_WORDS.split())


@lru_cache(maxsize=50_000)
def _stem(folded: str) -> str:
    if folded in STOPWORDS or folded in ARTICLES or folded in _ELSEWHERE or folded in _IDLE:
        return ""
    plain = folded.replace("'", "")
    return _IRREGULAR.get(plain) or stem(plain)


_FORMS = """
take took taken; fall fell fallen; hold held; leave left; lose lost; win won winner; flee fled; strike struck stricken
strikes striking; begin began begun; meet met; shoot shot; die died dead death deaths dying; give gave given; go went
gone; come came; become became; send sent; say said; tell told; find found; fight fought; bring brought; buy bought;
build built; know knew known; see saw seen; run ran; rise rose risen; drive drove driven; speak spoke spoken; steal
stole stolen; break broke broken; throw threw thrown; write wrote written; show shown; grow grew grown; fly flew flown
flight; withdraw withdrew withdrawn; retake retook retaken; overrun overran; child children; man men; woman women;
person people persons; lead led; pay paid; sell sold; make made; keep kept; lay laid; lie lain lying; feel felt; think
thought; understand understood; bear bore born borne; choose chose chosen; wound wounded; burn burnt; civilian
civilians; military militaries; militia militias; militant militants; kilometre kilometer kilometres kilometers km
kms; metre meter metres meters; kilogram kilogramme kg; percent percentage; shell shelled shelling; bomb bombed
bombing bombings bombs; bombard bombarded bombardment; organisation organization organisations organizations; centre
center centers centres; defence defense; neighbour neighbor; programme program; office offices; officer officers;
official officials; university universities; universe universal; author authors; authority authorities; human humans;
humanity humanitarian; second seconds; general generals; fell fallen
"""
_IRREGULAR = {form: group.split()[0] for group in _FORMS.replace("\n", " ").split(";") for form in group.split()}

_SYNONYMS = """
kill die fatal slay slain martyr perish; wound injur hurt; capture seiz take recaptur retake regain control conquer
overrun liber secur captur; shell bombard bomb strike hit attack pound raid target airstrik barrag; fighter milit
militant gunman gunmen combat; rebel opposit insurg; soldier troop armi military forc personnel serviceman; regim
govern authority assad; plane jet warplan aircraft airplan; say tell announc state declar report note comment remark
add; flee displac escap evacu; agre deal accord pact; ceasefir truce; blast explos explod deton; car vehicl truck;
home hous; begin start launch; end stop finish ceas; help assist aid support; big larg major great huge; show reveal
indic demonstr; retreat withdraw pull; advanc push; strateg key import signific crucial; protest demonstr ralli;
arrest detain captiv; destroy demolish raze; border frontier; town villag citi; provinc governor region area; group
organisation faction; near close; accus blame; chemic toxic gas; refug displac; creat produc make; help enabl; use
employ utilis util; happen occur take; film movi; song track; call name; serv work act; buy purchas; releas publish
issu; receiv get obtain; marri wed; locat situat lie stand; hospit clinic medic; road highway motorway street rout;
camp settlement; leader head chief command director; tri attempt seek; ask request; block prevent; fight clash battl
combat; doctor physician surgeon; found establish set form find; includ contain compris; member part; complet finish;
own possess; movement group; whole entir; quick rapid; sourc official; talk negoti discuss; reject refus; media press;
journalist report; return back; mani numer; inform data; photo imag pictur; video footag; allow permit let; increas
rise grow; decreas drop fall declin reduc; live resid; peopl person civilian resid; son child; daughter child; kid
child; goal aim; chang alter; role part
"""


def _grouped(table: str) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(table.replace("\n", " ").split(";")):
        for word in group.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


_GROUPS = _grouped(_SYNONYMS)
_NONE: frozenset[int] = frozenset()


def same(a: str, b: str) -> bool:
    """Tell whether two stems say the same, or nearly the same, in a report."""
    return a == b or bool(_GROUPS.get(a, _NONE) & _GROUPS.get(b, _NONE))


@lru_cache(maxsize=50_000)
def meanings(stem: str) -> frozenset[object]:
    """Return the stem and the groups of meaning it is in: two that share one are `same`."""
    return frozenset((stem, *_GROUPS.get(stem, _NONE)))


class Vocabulary(NamedTuple):
    """What may be found in a text: its stems, the groups of meaning they are in, and its compounds, joined."""

    stems: frozenset[str]
    groups: frozenset[int]
    joined: frozenset[str]

    def has(self, word: Word) -> bool:
        """Tell whether the text says this word, in another form or with another word of its meaning."""
        return word.stem in self.stems or bool(_GROUPS.get(word.stem, _NONE) & self.groups) or word.stem in self.joined


@lru_cache(maxsize=4096)
def vocabulary(text: str) -> Vocabulary:
    """Return what may be found in a text."""
    every = words(text)
    stems = frozenset(word.stem for word in every if word.stem)
    groups = frozenset(number for each in stems for number in _GROUPS.get(each, _NONE))
    pairs = pairwise(every)
    return Vocabulary(stems, groups, frozenset(_stem(a.folded + b.folded) for a, b in pairs))
