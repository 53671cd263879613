"""What admins read of the corpus in Discord: status, history, sources, and what they are asked to confirm.

Place in the flow: the corpus cog hands in the values of `bot.curation` and sends what comes back, as it is. Pure; every
title, name, address and reason in it is foreign and made harmless here. How an ingest gets on is `bot.progressing`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING

from bot.markup import escape, label, one_line, safe_url
from bot.paging import CONTENT_LIMIT, cut, pack, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.curation import CorpusStatus, Deed, Proposal, ProposedArticle, SnapshotLine, SourceLine

NAME_LIMIT = 100
"""Also the longest value that Discord lets an autocompleted choice have."""
WORDS_LIMIT = 200
ADDRESS_LIMIT = 300
MOST_CHOICES = 25
MOST_MESSAGES = 4
MOST_PUBLISHERS = 12
MOST_RUNS = 5

ADMIN_HELP = (
    "\n\n**For admins**\n"
    "- `/corpus add` takes a page, feed or sitemap; `/corpus upload` a file; `/corpus sources` lists them; "
    "`/corpus remove` takes one off the list.\n"
    "- `/corpus reingest` reads them again while I go on answering; `/corpus status` and `/corpus history` show how "
    "things stand; `/corpus rollback` goes back to an earlier snapshot at once."
)
TOO_OLD = "That is no longer open: it was done already, is too old, or I was restarted since. Use the command again."
LEFT_ALONE = "Left as it was."

_PATH = re.compile(r"/|~|[A-Za-z]:[/\\]|\\\\")
_KINDS = {"files": "file or folder", "page": "web page", "feed": "feed", "sitemap": "sitemap"}


def messages(text: str) -> tuple[str, ...]:
    """Return a long text as the contents of messages; what is more than a few is announced, not silently dropped."""
    pages = pack(text.split("\n"), CONTENT_LIMIT - 60)
    if len(pages) > MOST_MESSAGES:
        pages = [*pages[: MOST_MESSAGES - 1], f"{pages[MOST_MESSAGES - 1]}\n-# The rest does not fit here."]
    return tuple(pages) or ("There is nothing to show.",)


def choices(names: Iterable[str], typed: str) -> list[str]:
    """Return the names to offer for what was typed: those that begin with it, then those that hold it."""
    wanted = typed.casefold().strip()
    fitting = [name for name in names if 0 < len(name) <= NAME_LIMIT and wanted in name.casefold()]
    return sorted(fitting, key=lambda name: (not name.casefold().startswith(wanted), name.casefold()))[:MOST_CHOICES]


def proposal_text(proposal: Proposal) -> str:
    """Return what an address turned out to be, with the first articles, for an admin to confirm."""
    lines = [f"**{foreign(proposal.name, NAME_LIMIT)}**: a {_kind(proposal.kind)} at {_address(proposal.location)}"]
    lines += _facts(proposal)
    lines += [f"-# {foreign(note)}" for note in proposal.notes]
    if not proposal.articles:
        return "\n".join([*lines, "", "I found no article in it yet. Add it all the same?"])
    first = f"The first {len(proposal.articles)} of {proposal.total:,} articles that it would give:"
    lines += ["", first if proposal.total > 1 else "The article that it would give:"]
    return "\n".join([*lines, *(f"- {_article(article)}" for article in proposal.articles), "", "Add it?"])


def added_text(name: str) -> str:
    """Return that a source was added, with the offer to read it."""
    return f"Added **{foreign(name, NAME_LIMIT)}**. It is read at the next ingest, or now if you like."


def removal_text(source: SourceLine) -> str:
    """Return what goes when a source is removed."""
    whose = f", {foreign(source.publisher)}" if source.publisher else ""
    return (
        f"Remove **{foreign(source.name, NAME_LIMIT)}** ({_kind(source.kind)} at "
        f"{_address(source.location)}{whose})?\nIt is taken off the list with its schedule, and the articles that came "
        "from it alone leave the corpus when all sources are next read. Adding it again before then undoes this."
    )


def unknown_text(name: str, known: Iterable[str]) -> str:
    """Return that there is no source of this name, with those that are spelt like it."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(foreign(one, NAME_LIMIT) for one in close)}?" if close else ""
    return f"There is no source named “{foreign(name, NAME_LIMIT)}”.{hint} `/corpus sources` lists them."


def rollback_text(live: SnapshotLine | None, target: SnapshotLine) -> str:
    """Return what a rollback changes."""
    now = f"Live now: {_snapshot(live)}.\n" if live else "No snapshot is live.\n"
    return (
        f"{now}Make {_snapshot(target)} live instead?\n-# It takes effect at once; answers under way finish on the old "
        "one. Nothing is deleted. The next ingest brings in again whatever the sources hold then."
    )


def rolled_back_text(line: SnapshotLine) -> str:
    """Return that another snapshot is live."""
    return f"Live now: {_snapshot(line)}."


def target_of(lines: Sequence[SnapshotLine], to: str | None) -> tuple[SnapshotLine | None, SnapshotLine | str]:
    """Return the live snapshot and the one to go back to (newest first in `lines`), or a sentence why there is none."""
    live = next((line for line in lines if line.live), None)
    if to is not None:
        return live, _named(lines, to)
    if live is None:
        return live, "No snapshot is live; say with `to` which one should be. `/corpus history` lists them."
    parent = next((line for line in lines if line.name == live.parent), None)
    older = next((line for line in lines if line.name < live.name), None)
    return live, parent or older or "There is no earlier snapshot to go back to."


def sources_text(sources: Sequence[SourceLine]) -> str:
    """Return the configured sources."""
    if not sources:
        return "No source is configured yet. Add one with `/corpus add` or `/corpus upload`."
    return "\n".join([f"**{_counted(len(sources), 'source')}**", *map(_source, sources)])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def status_text(status: CorpusStatus) -> str:
    """Return what the live corpus holds, what ran last and what runs next."""
    held = f"{_counted(status.articles, 'article')} in {_counted(status.passages, 'passage')}"
    lines = [
        f"**Snapshot {foreign(status.snapshot, NAME_LIMIT)}**, made {_moment_text(status.created)}",
        f"{held} by {_counted(len(status.publishers), 'publisher')}",
        *_publishers(status),
    ]
    if status.newest:
        title, publisher, day = status.newest
        lines.append(f"Newest: {foreign(title)} · {foreign(publisher, NAME_LIMIT)} · {foreign(day, NAME_LIMIT)}")
    lines.append(f"Under way: {foreign(status.running)}" if status.running else "No ingest is under way.")
    if status.runs:
        lines += ["", "**Last runs**", *map(deed_line, status.runs[:MOST_RUNS])]
    if status.upcoming:
        next_up = [f"- {foreign(name, NAME_LIMIT)}: {_moment(at)}" for name, at in status.upcoming[:MOST_RUNS]]
        lines += ["", "**Next by schedule**", *next_up]
    return "\n".join(lines)


def history_text(snapshots: Sequence[SnapshotLine], deeds: Sequence[Deed]) -> str:
    """Return the kept snapshots and what was done, newest first."""
    kept = [f"- {_snapshot(line)}{' · **live**' if line.live else ''}" for line in snapshots]
    done = [deed_line(deed) for deed in deeds]
    lines = ["**Snapshots**", *(kept or ["None yet."]), "", "**What was done**", *(done or ["Nothing yet."])]
    return "\n".join(lines)


def deed_line(deed: Deed) -> str:
    """Return one line of the audit log."""
    snapshot = f" · snapshot {foreign(deed.snapshot, NAME_LIMIT)}" if deed.snapshot else ""
    done = f"{foreign(deed.what)}: {foreign(deed.result)}"
    return f"- {_moment(deed.at)} · {foreign(deed.who, NAME_LIMIT)} · {done}{snapshot}"


def last_part(where: str) -> str:
    """Return of a full path its last part alone (Discord need not know the folders of this machine), else all."""
    return re.split(r"[/\\]", where.rstrip("/\\"))[-1] if _PATH.match(where) else where


def foreign(text: str, limit: int = WORDS_LIMIT) -> str:
    """Return text from outside on one line, harmless and cut."""
    return shorten(escape(one_line(text)), limit)


def _named(lines: Sequence[SnapshotLine], to: str) -> SnapshotLine | str:
    wanted = to.strip()
    found = next((line for line in lines if wanted in (line.name, line.name.lstrip("0"))), None)
    if found is None:
        return f"No snapshot named “{foreign(to, NAME_LIMIT)}” is kept. `/corpus history` lists those that are."
    return f"Snapshot {foreign(found.name, NAME_LIMIT)} is live already." if found.live else found


def _facts(proposal: Proposal) -> list[str]:
    known = (
        ("publisher", proposal.publisher),
        ("affiliation", proposal.affiliation),
        ("language", proposal.language),
        ("schedule", proposal.schedule),
    )
    facts = [f"{word}: {foreign(value, NAME_LIMIT)}" for word, value in known if value]
    return [" · ".join(facts)] if facts else []


def _article(article: ProposedArticle) -> str:
    address = safe_url(article.address)
    title = shorten(label(article.title), WORDS_LIMIT) or "untitled"
    shown = f"[{title}](<{address}>)" if address else title
    return f"{shown} · {foreign(article.published, NAME_LIMIT)}" if article.published else shown


def _kind(kind: str) -> str:
    return _KINDS.get(kind) or foreign(kind, NAME_LIMIT)


def _address(location: str) -> str:
    address = safe_url(location)
    return f"<{address}>" if address else foreign(last_part(location), ADDRESS_LIMIT)


def _source(source: SourceLine) -> str:
    parts = [f"- **{foreign(source.name, NAME_LIMIT)}**", _kind(source.kind)]
    parts.append(_address(source.location))
    parts += [foreign(part, NAME_LIMIT) for part in (source.publisher, source.affiliation, source.schedule) if part]
    if source.trouble:
        parts.append(f"{source.trouble:,} could not be had")
    return " · ".join(parts)


def _publishers(status: CorpusStatus) -> list[str]:
    ranked = sorted(status.publishers.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{foreign(name, NAME_LIMIT)} {count:,}" for name, count in ranked[:MOST_PUBLISHERS]]
    more = len(ranked) - len(named)
    if not named:
        return []
    return [
        f"-# {line}" for line in cut(", ".join([*named, *([f"and {more} more"] if more else [])]), CONTENT_LIMIT // 2)
    ]


def _snapshot(line: SnapshotLine) -> str:
    name = foreign(line.name, NAME_LIMIT)
    return f"snapshot {name} ({line.articles:,} articles, made {_moment_text(line.created)})"


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC) if at.tzinfo else at:%Y-%m-%d %H:%M} UTC"


def _moment_text(created: str) -> str:
    """Return an ISO time to the minute; what is none stays as it is."""
    day, mark, time = created.partition("T")
    return f"{foreign(day, NAME_LIMIT)} {foreign(time[:5], NAME_LIMIT)} UTC" if mark else foreign(created, NAME_LIMIT)
