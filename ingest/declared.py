"""What a web page says of itself in its head: JSON-LD, meta elements, canonical links, dated `<time>` elements. Pure.

Place in the flow: `page` asks for it beside the story and weighs what it gets. Values are as they are written, the most
trusted first; nothing is checked, nothing guessed, and no text of the story is looked at.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_SCRIPT = 2_000_000
_LONGEST_VALUE = 2_000
_MOST_NAMES = 20
_DEEPEST = 12
_ARTICLE_TYPES = re.compile(r"(?:.*article|.*blogposting|report|liveblogposting|socialmediaposting)", re.IGNORECASE)
_PAGE_TYPES = re.compile(r"(?:web|item|about)page", re.IGNORECASE)
_PUBLISHED_NAMES = (
    "article:published_time",
    *("og:published_time", "og:article:published_time", "article:published", "article.published", "published_time"),
    *("datepublished", "date_published", "publishdate", "publish_date", "publish-date", "pubdate", "bt:pubdate"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "originalpublicationdate"),
    *("article_date_original", "citation_publication_date", "citation_date", "ptime"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created", "date"),
)
_MODIFIED_NAMES = (
    *("article:modified_time", "og:updated_time", "updated_time", "article:updated", "datemodified", "last-modified"),
    *("dcterms.modified", "dc.date.modified", "lastmod", "revised"),
)
_AUTHOR_NAMES = ("author", "article:author", "byl", "dc.creator")
_UPDATED = re.compile(r"updat|modif|revis|edited", re.IGNORECASE)
_PRINTED = re.compile(r"publi|posted|created|entry-date|post-date|pubdate|dateline|timestamp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declared:
    """The values of each kind in the order in which they are to be believed; a title as often as it is given."""

    addresses: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()


def read_declared(tree: Any) -> Declared:
    """Return what the parsed page (an lxml element) declares."""
    nodes = list(_nodes(tree))
    story = next((node for node in nodes if _is(node, _ARTICLE_TYPES)), None)
    around = [node for node in nodes if _is(node, _PAGE_TYPES)]
    told = [story, *around] if story else around
    metas = _metas(tree)

    def meta(*names: str) -> Iterator[str]:
        return (content for name in names for content in metas.get(name, ()))

    changed = (_strings(node, "dateModified") for node in told)
    return Declared(
        addresses=_texts(_canonical(tree), meta("og:url"), *map(_addresses, told)),
        titles=_all(meta("og:title"), _strings(story, "headline"), _headings(tree), meta("twitter:title")),
        sites=_texts(meta("og:site_name"), _names(story, "publisher", nodes), meta("application-name")),
        authors=_texts(_names(story, "author", nodes), meta(*_AUTHOR_NAMES)),
        languages=_texts([tree.get("lang") or ""], _strings(story, "inLanguage"), meta("og:locale")),
        published=_texts(*_published(tree, told, meta(*_PUBLISHED_NAMES))),
        modified=_texts(*changed, meta(*_MODIFIED_NAMES), _times(tree, _UPDATED)),
    )


def _published(tree: Any, told: list[dict[str, Any]], metas: Iterable[str]) -> Iterator[Iterable[str]]:
    yield from (_strings(node, "datePublished") for node in told)
    yield metas
    yield from (_strings(node, "dateCreated") for node in told)
    yield _times(tree, _PRINTED)


def _texts(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_all(*groups)))


def _all(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for group in groups for value in group if (text := " ".join(value[:_LONGEST_VALUE].split())))


def _metas(tree: Any) -> dict[str, list[str]]:
    """Return the contents of all meta elements by any of their names, in page order."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(key)
            if name and content:
                found.setdefault(name.strip().casefold(), []).append(content)
    return found


def _canonical(tree: Any) -> Iterator[str]:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").casefold().split():
            yield element.get("href") or ""


def _headings(tree: Any) -> Iterator[str]:
    """The page's one main heading; several are no title."""
    found = [heading for heading in tree.iter("h1") if heading.text_content().strip()]
    if len(found) == 1:
        yield found[0].text_content()[:500]


def _times(tree: Any, kind: re.Pattern[str]) -> Iterator[str]:
    """Dates of elements whose attributes call them dates of this kind; what is an update is no publication."""
    for element in (*tree.iter("time"), *tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified']")):
        said = " ".join(element.get(name) or "" for name in ("itemprop", "class", "id", "property", "data-testid"))
        said += " pubdate" if element.get("pubdate") is not None else ""
        updated = bool(_UPDATED.search(said))
        if kind.search(said) and (kind is _UPDATED or not updated):
            yield element.get("datetime") or element.get("content") or (element.text_content() or "")[:100]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, outer ones first."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        yield from _objects(_loaded(script.text or ""), 0)


def _loaded(text: str) -> Any:
    if len(text) > _LONGEST_SCRIPT:
        return None
    bare = (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text)
        .strip()
        .rstrip(";")
    )
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _objects(value.get(name), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _is(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(name, str) and kind.fullmatch(name) for name in (types if isinstance(types, list) else [types])
    )


def _strings(node: dict[str, Any] | None, name: str) -> Iterator[str]:
    value = node.get(name) if node else None
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        yield from _strings(node, name)
        value = node.get(name)
        if isinstance(value, dict):
            yield from _strings(value, "@id")


def _names(node: dict[str, Any] | None, name: str, nodes: list[dict[str, Any]]) -> Iterator[str]:
    """The names of people or organisations: written as text, as objects, or as references to other objects."""
    value = node.get(name) if node else None
    for item in value[:_MOST_NAMES] if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            meant = item if "name" in item else next((other for other in nodes if _refers(item, other)), {})
            yield from _strings(meant, "name")


def _refers(item: dict[str, Any], other: dict[str, Any]) -> bool:
    return "name" in other and isinstance(item.get("@id"), str) and other.get("@id") == item["@id"]
