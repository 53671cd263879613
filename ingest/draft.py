"""What a reader of one format found of an article, before the common rules turn it into an `Article`.

Place in the flow: between the readers (`rows`, `plaintext`, `markdown`, `page`) and `extract`. Pure data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.corpus.models import PublicationDate


@dataclass(frozen=True, slots=True)
class Draft:
    """Raw fields of one article. `where` says where it stands for messages ("line 12"); empty for a whole document.

    `publisher` is what the article itself says and wins over the source's; `site` is what is only likely (a site's
    name, front matter) and stands back behind it. So `published` is declared and wins over what a feed says of the
    article, `dated` was only found on the page and stands back behind it. `warnings` are half sentences about it.
    """

    text: str
    title: str | None = None
    published: PublicationDate | None = None
    id: str | None = None
    origin: str | None = None
    publisher: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None
    author: str | None = None
    affiliation: str | None = None
    where: str = ""
    dated: PublicationDate | None = None
    warnings: tuple[str, ...] = ()
