"""Which id an article gets when two different texts claim one: the first keeps it, the next is `ID#2`, and so on. Pure.

Place in the flow: `changes` asks it first of all, so that everything it decides afterwards is about ids that belong to
one text each. It changes nothing but ids, and knows nothing of copies or removals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ingest.changes import Reading, Stored
    from ingest.corpus.models import Article


@dataclass(slots=True)
class Names:
    """Hands out ids: each to one text only. `leaving` are stored ids that are free once this run is over."""

    stored: Mapping[str, Stored]
    leaving: Collection[str]
    texts: dict[str, str] = field(default_factory=dict)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: 1))

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
        return held is None or name in self.leaving or held.container == container or held.text_digest == text_digest


def named(reading: Reading, names: Names) -> tuple[list[Article], list[str]]:
    """Return all articles of a reading, in order, under the ids they get, and a warning for each renamed one."""
    articles, warnings = [], []
    for container in reading.read:
        for article in container.articles:
            name = names.give(article.id, article.text_digest, article.container)
            if name != article.id:
                warnings.append(
                    f"{article.container}: the id {article.id} belongs to another text; this one is called {name}"
                )
            articles.append(article if name == article.id else replace(article, id=name))
    return articles, warnings
