"""Which id an article gets when two claim one, and which of them are one page of the web under two addresses. Pure.

Place in the flow: `changes` asks it first of all, so that everything it decides afterwards is about ids that belong to
one text each. Of two different texts the first keeps the id, the next is `ID#2`, and so on. But a page has its id from
its canonical address: read from two addresses it is one article, even where the two texts differ a little. It changes
nothing but ids, and knows nothing of copies or removals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ingest.changes import Reading, Stored
    from ingest.corpus.models import Article

_ALIKE, _ALIKE_BY_TITLE = 0.5, 0.2
"""Two texts that share this part of their words (under one title: less) are one page; else the site merely gives many
pages one address."""


@dataclass(slots=True)
class Names:
    """Hands out ids: each to one text only. `leaving` are stored ids that are free once this run is over.

    `givers` are the containers that give the article of an id where several claim to. Found out on the way: `twins`,
    articles that are another one under another address (with its id), and `taken_over`, stored ids that are given by
    another address from now on.
    """

    stored: Mapping[str, Stored]
    leaving: Collection[str]
    givers: Mapping[str, str]
    text_of: Callable[[str], str | None]
    texts: dict[str, str] = field(default_factory=dict)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: 1))
    firsts: dict[str, Article] = field(default_factory=dict)
    twins: list[tuple[Article, str]] = field(default_factory=list)
    taken_over: set[str] = field(default_factory=set)

    def give(self, wanted: str, text_digest: str, container: str) -> str:
        """Return `wanted`, or `wanted#n` when another text has it."""
        if (wanted, text_digest) in self.given:
            return self.given[wanted, text_digest]
        name = wanted
        while not self._free(name, text_digest, container):
            self.last[wanted] += 1
            name = f"{wanted}#{self.last[wanted]}"
        self.texts[name] = text_digest
        self.given[wanted, text_digest] = name
        return name

    def _free(self, name: str, text_digest: str, container: str) -> bool:
        if name in self.texts:
            return self.texts[name] == text_digest
        held = self.stored.get(name)
        if held is None or name in self.leaving or name in self.taken_over:
            return True
        return held.container == container or held.text_digest == text_digest


def givers(stored: Mapping[str, Stored], reading: Reading, leaving: Collection[str]) -> dict[str, str]:
    """Return, by id, which container gives the article of a page of the web: the one that did, else the first read."""
    found: dict[str, str] = {}
    for article in (a for read in reading.read for a in read.articles if is_page(a.container, a.url)):
        held = stored.get(article.id)
        if article.id not in found or (held and held.container == article.container):
            found[article.id] = article.container
    for id_ in found:
        held = stored.get(id_)
        if held is None or not is_page(held.container, held.url):
            continue
        if id_ not in leaving and held.container not in reading.withdrawn and not held.gone:
            found[id_] = held.container
    return found


def is_page(container: str, url: str | None) -> bool:
    """Tell whether an article is a page of the web, named by its address."""
    return url is not None and container.startswith(("http://", "https://"))


def named(reading: Reading, names: Names) -> tuple[list[Article], list[str]]:
    """Return all articles of a reading, in order, under the ids they get, and a warning for each renamed one.

    Twins are left out; the giver of an id is named before those that are compared with it.
    """
    ranked = sorted(
        ((number, article) for number, article in enumerate(_articles(reading))),
        key=lambda pair: (names.givers.get(pair[1].id, pair[1].container) != pair[1].container, pair[0]),
    )
    taken, warnings = [], []
    for number, article in ranked:
        if _is_twin(article, names):
            names.twins.append((article, article.id))
            continue
        name = names.give(article.id, article.text_digest, article.container)
        if name != article.id:
            warnings.append(
                f"{article.container}: the id {article.id} belongs to another text; this one is called {name}"
            )
        taken.append((number, article if name == article.id else replace(article, id=name)))
    return [article for _, article in sorted(taken, key=lambda pair: pair[0])], warnings


def _articles(reading: Reading) -> list[Article]:
    return [article for container in reading.read for article in container.articles]


def _is_twin(article: Article, names: Names) -> bool:
    if not is_page(article.container, article.url) or article.id not in names.givers:
        return False
    if names.givers[article.id] == article.container:
        names.firsts.setdefault(article.id, article)
        _take_over(article, names)
        return False
    first = names.firsts.get(article.id)
    if first is not None:
        return first.url == article.url and _alike(article, first.title, lambda: first.text)
    held = names.stored.get(article.id)
    if held is None or held.url != article.url:
        return False
    return held.text_digest == article.text_digest or _alike(article, held.title, lambda: names.text_of(article.id))


def _take_over(article: Article, names: Names) -> None:
    """The address that gave a stored page is gone, and this is the page under another."""
    held = names.stored.get(article.id)
    if held and held.container != article.container and held.url == article.url and is_page(held.container, held.url):
        names.taken_over.add(article.id)


def _alike(article: Article, title: str, text: Callable[[], str | None]) -> bool:
    mine, other = Counter(article.text.split()), Counter((text() or "").split())
    needed = _ALIKE_BY_TITLE if article.title.casefold() == title.casefold() else _ALIKE
    return (mine & other).total() >= needed * (mine | other).total()
