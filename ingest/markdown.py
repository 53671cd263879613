"""Markdown to plain text, conservatively: only marks that cannot be anything else are taken away. Pure.

Place in the flow: `extract` uses it for .md files and for texts in rows. Words, lists, tables and unknown tags stay as
they are written; reducing a reduced text changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAGS = (
    "a abbr article aside audio b blockquote body br caption center cite code col colgroup dd del details div dl "
    "dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main "
    "mark meta nav ol p picture pre ref s section small source span strike strong sub summary sup table tbody td "
    "tfoot th thead tr tt u ul video wbr"
)
_TAG = re.compile(
    rf"</?(?:{'|'.join(_TAGS.split())})(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))?)*\s*/?>",
    re.IGNORECASE,
)
_BREAKING_TAG = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h[1-6]|/blockquote)\s*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,}) ?[\w+#.-]*$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,}|={3,})$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^ ?\|(?:[\s:|-])+$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_END_HEADING = re.compile(r"(?:^|\n) {0,3}#{1,6}[ \t]+[^\n]*\s*\Z")
_QUOTED = re.compile(r"^ {0,3}(?:> ?)+(?=\S)", re.MULTILINE)
_UNPRINTED = re.compile(r"\[object Object\]")
_TARGET = r"\(\s*<?(?P<target>(?:[^\s()<>]|\([^\s()]{0,500}\)){0,2000})>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_TEXT = r"(?P<text>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]{0,300}\]){0,600})"
_IMAGE = re.compile(rf"!\[{_TEXT}\]{_TARGET}")
_IMAGE_BY_NAME = re.compile(r"!\[[^\[\]\n]*\]\[[^\[\]\n]*\]")
_LINK = re.compile(rf"(?<!!)\[{_TEXT}\]{_TARGET}")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:|www\.|[/#?]|\.{1,4}/)\S*|[^\s/]+(?:/\S*)?\.(?:md|html?|pdf|png|jpe?g|gif|svg|mp4)(?:#\S*)?",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\]^\n][^\]\n]*)\]:[ \t]+<?(?:https?://|\.{0,2}/|#)\S*>?(?:[ \t]+[\"'(][^\n]*)?$", re.MULTILINE
)
_LINK_BY_NAME = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]+)\]\[(?P<name>[^\[\]\n]*)\]")
_BARE_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[\w-]+\]:[ \t]*|\[\^[\w-]+\]", re.MULTILINE)
_NESTED_BOLD = re.compile(r"(?<!\*)\*{4}(?=[^\s*])([^*\n]{0,500}?[^\s*])\*\*(?!\*)([^*\n]{0,500}[^\s*])\*\*(?!\*)")
_BOLD_IN_SLANTED = re.compile(r"(?<!\*)\*{3}(?=[^\s*])([^*\n]{0,500}?[^\s*])\*\*(?!\*)([^*\n]{0,2000}[^\s*])\*(?!\*)")
_LOOSE_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{1,300}? )\*\*(?!\*)")
_WHOLE_PARAGRAPH = re.compile(r"^\*(?=[^\s*])((?:[^*\n]|\n(?![ \t]*\n)){1,4000}?[^\s*\\])\*$", re.MULTILINE)
_LINE_END = re.compile(r"(?<=[^\\\n])\\(?=\n)")
_ESCAPED = re.compile(r"(?<!\\)\\(?=[]~@.()!+$%&'\",;:=?^{}|*_#`[-])")
_ESCAPED_IN_DATA = re.compile(r"(?<!\\)\\(?=[]~@.()!+$%&,;:=?^{}|*_#`[-])")
_DATA = re.compile(r"\{\s*(['\"])[\w -]{1,40}\1\s*:")
_EMPHASIS = tuple(
    (sign, re.compile(form))
    for sign, form in (
        ("***", r"(?<![\w*\\])\*\*\*(?=[^\s*])((?:[^*\n]|\*(?!\*)){0,2000}?[^\s*\\])\*\*\*(?!\*)"),
        ("**", r"(?<![*\\])\*\*(?=[^\s*])((?:[^*\n]|\*(?!\*)){0,2000}?[^\s*\\])\*\*(?!\*)"),
        ("*", r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{0,2000}?[^\s*\\])\*(?![\w*])"),
        ("__", r"(?<![\w_\\])__(?=[^\s_])([^\n]{0,2000}?[^\s_\\])__(?![\w_])"),
        ("_", r"(?<![\w_\\/])_(?=[^\s_])([^_\n]{0,2000}?[^\s_\\])_(?![\w_/])"),
        ("~~", r"(?<![~\\])~~(?=[^\s~])([^~\n]{0,2000}?[^\s~\\])~~(?!~)"),
        ("`", r"(?<![`\\])`(?=[^\s`])([^`\n]{0,2000}?[^\s`\\])`(?!`)"),
    )
)
_HTML = re.compile(r"<(p|div|br|span|a|h[1-6])\b[^<>]*>", re.IGNORECASE)
_MARKED = re.compile(r"[*_`<\[#>~=|\\-]")
_ROUNDS = 20


def reduce_markdown(text: str) -> str:
    """Return `text` without Markdown's unambiguous marks; not tidied, lines kept."""
    for _ in range(_ROUNDS):
        reduced = _reduced(text)
        if reduced == text:
            break
        text = reduced
    return text


def first_heading(text: str) -> str | None:
    """Return the words of the first heading, reduced to plain text."""
    match = _HEADING.search(text)
    return reduce_markdown(match[1]).strip() or None if match else None


def without_title(text: str, title: str) -> str:
    """Drop the document's first line when it is a heading that says the title and nothing else."""
    body = text.lstrip()
    match = _HEADING.match(body)
    same = match is not None and " ".join(reduce_markdown(match[1]).split()).casefold() == title.casefold()
    return body[match.end() :] if match and same else text


def looks_like_html(text: str) -> bool:
    """Tell whether a row's text is a piece of a web page rather than Markdown."""
    tags = sum(1 for _ in _HTML.finditer(text))
    return tags > 1 or (tags == 1 and text.lstrip().startswith("<"))


def break_html(text: str) -> str:
    """Put line breaks where a page's blocks end, so that dropping the tags does not run words together."""
    return _BREAKING_TAG.sub(lambda m: "\n" if m.group().lower().startswith("<br") else "\n\n", text)


def _reduced(text: str) -> str:
    if not _MARKED.search(text):
        return text
    text = _HIDDEN.sub("", text)
    text = _TAG.sub(lambda m: " " if m.group().lower().startswith("<br") else "", text)
    text = _without_links(_UNPRINTED.sub("", text))
    text = _FENCE.sub("", text) if "```" in text or "~~~" in text else text
    text = _TABLE_RULE.sub("", _RULE.sub("", text))
    while "#" in text and (shorter := _END_HEADING.sub("", text)) != text and shorter.strip():
        text = shorter
    text = _HEADING.sub(r"\1", text) if "#" in text else text
    text = _QUOTED.sub("", text) if ">" in text else text
    if "\\" in text:
        text = _unescaped(_LINE_END.sub("", text))
    if "*" in text:
        text = _BOLD_IN_SLANTED.sub(r"\1\2", _NESTED_BOLD.sub(r"\1\2", _WHOLE_PARAGRAPH.sub(r"\1", text)))
    for sign, form in _EMPHASIS:
        if sign in text:
            text = form.sub(r"\1", text)
    return _LOOSE_BOLD.sub(r"\1", text)


def _unescaped(text: str) -> str:
    """Drop the backslashes before marks, but in lines of data ({'role': ...}) those before quotes are its own."""
    lines = text.split("\n")
    return "\n".join((_ESCAPED_IN_DATA if _DATA.search(line) else _ESCAPED).sub("", line) for line in lines)


def _without_links(text: str) -> str:
    if "[" not in text:
        return _BARE_ADDRESS.sub(r"\1", text)
    text = _IMAGE_BY_NAME.sub("", _IMAGE.sub(_image, text))
    text = _LINK.sub(_link, text)
    names: Mapping[str, None] = {match["name"].casefold(): None for match in _DEFINITION.finditer(text)}
    text = _LINK_BY_NAME.sub(lambda m: m["text"] if (m["name"] or m["text"]).casefold() in names else m.group(), text)
    text = _DEFINITION.sub("", text)
    return _BARE_ADDRESS.sub(r"\1", _FOOTNOTE.sub("", text))


def _image(match: re.Match[str]) -> str:
    return "" if _ADDRESS.fullmatch(match["target"]) or match["target"] else match.group()


def _link(match: re.Match[str]) -> str:
    return match["text"] if match["target"] and _ADDRESS.fullmatch(match["target"]) else match.group()
