"""`nayrab doctor`: looks at everything Nayrab needs, one check each, and says what is missing and what to do.

Place in the flow: beside the others; changes nothing but that a probe file is written to the data folder and removed.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING

from bot.checkup import Finding, Findings, State
from bot.portal import client_id, invite_link
from ingest.corpus.errors import NayrabError, NoCorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rich.console import RenderableType

    from bot.settings import Settings
    from bot.wiring import Workbench

ENOUGH_BYTES = 500_000_000


def diagnose(bench: Workbench) -> Findings:
    """Run every check; a check that itself fails becomes a finding."""
    settings = bench.settings
    checks: tuple[tuple[str, Callable[[], Finding | tuple[Finding, ...]]], ...] = (
        ("Python", check_python),
        ("Packages", check_packages),
        ("Data folder", lambda: check_data_dir(settings.data_dir)),
        ("Disk space", lambda: check_space(settings.data_dir)),
        ("Token counter", lambda: _check_token_counter(bench)),
        ("Embedder", lambda: _check_embedder(bench)),
        ("Corpus", lambda: _check_corpus(bench)),
        ("Answers", lambda: _check_model(bench)),
        ("Web sources", lambda: _check_web(bench)),
        ("Schedules", lambda: _check_schedules(bench)),
        ("Discord", lambda: check_discord(settings)),
        ("Admins", lambda: check_admins(settings)),
    )
    return Findings(tuple(finding for name, check in checks for finding in _guarded(name, check)))


def _guarded(name: str, check: Callable[[], Finding | tuple[Finding, ...]]) -> tuple[Finding, ...]:
    try:
        found = check()
    except NayrabError as error:
        return (Finding(name, State.MISSING, str(error)),)
    except (OSError, ImportError) as error:
        return (Finding(name, State.MISSING, f"{type(error).__name__}: {error}", "Install Nayrab again."),)
    return found if isinstance(found, tuple) else (found,)


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Check that this Python is one that Nayrab is made for."""
    shown = ".".join(str(part) for part in version)
    if (3, 11) <= version[:2] <= (3, 13):
        return Finding("Python", State.OK, shown)
    return Finding("Python", State.MISSING, shown, "Use Python 3.11, 3.12 or 3.13.")


def check_packages(requirements: Iterable[str] | None = None) -> Finding:
    """Check that every package that Nayrab depends on is installed."""
    try:
        wanted = metadata.requires("nayrab") or [] if requirements is None else requirements
    except metadata.PackageNotFoundError:
        remedy = "Install it, as its README says, if something is missing."
        return Finding("Packages", State.NOTE, "Nayrab is run from its source, not installed", remedy)
    names = [_package_name(line) for line in wanted if "extra ==" not in line]
    absent = [name for name in names if not _is_installed(name)]
    if absent:
        return Finding("Packages", State.MISSING, f"not installed: {', '.join(absent)}", "Install Nayrab again.")
    return Finding("Packages", State.OK, f"all {len(names)} installed")


def _package_name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement.strip(), maxsplit=1)[0]


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def check_data_dir(folder: Path) -> Finding:
    """Check that the data folder can be written, or made."""
    existing = _nearest_existing(folder)
    try:
        with tempfile.NamedTemporaryFile(dir=existing, prefix=".nayrab-probe-"):
            pass
    except OSError as error:
        remedy = "Give write access to it, or choose another with --data-dir."
        return Finding("Data folder", State.MISSING, f"{folder} cannot be written ({error.strerror})", remedy)
    return Finding("Data folder", State.OK, str(folder) + ("" if existing == folder else " (made when needed)"))


def _nearest_existing(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


def check_space(folder: Path, free: int | None = None) -> Finding:
    """Check that there is room for a snapshot beside the live one; `free` in bytes."""
    bytes_free = shutil.disk_usage(_nearest_existing(folder)).free if free is None else free
    detail = f"{bytes_free / 1e9:.1f} GB free"
    if bytes_free >= ENOUGH_BYTES:
        return Finding("Disk space", State.OK, detail)
    return Finding("Disk space", State.NOTE, detail, "Free some space: an ingest builds a new snapshot beside the old.")


def _check_token_counter(bench: Workbench) -> Finding:
    tokens = bench.count_tokens("one two three")
    return Finding("Token counter", State.OK, f"cl100k, works offline ({tokens} tokens in a probe)")


def _check_embedder(bench: Workbench) -> Finding:
    print_ = bench.embedder.fingerprint
    digest = f", SHA-256 {print_.sha256[:12]}..." if print_.sha256 else ""
    return Finding("Embedder", State.OK, f"{print_.name}, {print_.dimension} dimensions{digest}")


def _check_corpus(bench: Workbench) -> Finding:
    try:
        status = bench.status()
    except NoCorpusError:
        remedy = "`nayrab ask` reads the starter briefs by itself; `nayrab ingest PATH` reads your own articles."
        return Finding("Corpus", State.NOTE, "none yet", remedy)
    return Finding("Corpus", State.OK, f"snapshot {status['snapshot']}: {status['articles']} articles, built as set")


def _check_model(bench: Workbench) -> Finding:
    """Check that what writes the answers can be had; a language model is not asked anything."""
    chosen = bench.settings.answer
    if chosen.model == "extractive":
        return Finding("Answers", State.OK, "extractive: sentences quoted word for word")
    asked = f" at {chosen.base_url}" if chosen.base_url else ""
    return Finding("Answers", State.OK, f"written by {bench.chat_model(chosen.model).name}{asked}, each claim verified")


def _check_web(bench: Workbench) -> Finding:
    kinds = [str(source.kind) for source in bench.sources.all()]
    return check_web(sum(kind != "files" for kind in kinds), bench.settings)


def check_web(sources: int, settings: Settings) -> Finding:
    """Check that the web is asked as it should be, given how many sources lie there."""
    fetch = settings.fetch
    found = f"{sources} configured" if sources else "none configured"
    if fetch.allow_hosts:
        hosts = ", ".join(fetch.allow_hosts)
        remedy = "Take hosts that are yours no longer out of fetch.allow_hosts."
        return Finding("Web sources", State.NOTE, f"{found}; read although not public: {hosts}", remedy)
    if sources and not fetch.contact:
        remedy = "Set fetch.contact to an address by which the owner of a site can reach you."
        return Finding("Web sources", State.NOTE, f"{found}; sites are not told whom to contact", remedy)
    return Finding("Web sources", State.OK, found + (f"; sites are told {fetch.contact}" if fetch.contact else ""))


def _check_schedules(bench: Workbench) -> Finding:
    sources = bench.sources.all()
    return check_schedules(sum(bool(source.schedule) for source in sources), len(sources), bench.settings)


def check_schedules(scheduled: int, sources: int, settings: Settings) -> Finding:
    """Check that sources with a schedule are really read by themselves."""
    detail = f"{scheduled} of {sources} sources" if sources else "no source yet"
    if scheduled and not settings.service.schedules:
        remedy = "Set service.schedules to true, or read them with `nayrab ingest`."
        return Finding("Schedules", State.NOTE, f"{detail}, but schedules are switched off", remedy)
    return Finding("Schedules", State.OK, f"{detail}, read while `nayrab run` runs" if scheduled else detail)


def check_admins(settings: Settings) -> Finding:
    """Tell who may change the corpus from Discord."""
    chosen = settings.discord
    named = [
        _counted(len(ids), word) for ids, word in ((chosen.admin_roles, "role"), (chosen.admin_users, "user")) if ids
    ]
    where = f", in {_counted(len(chosen.admin_guilds), 'server')}" if chosen.admin_guilds else ""
    return Finding("Admins", State.OK, " and ".join(["who has Manage Server", *named]) + where)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'} named in the settings"


def check_discord(settings: Settings) -> tuple[Finding, ...]:
    """Check that a token is set, and where one is, what Discord says of the bot."""
    secret = settings.discord.token
    token = secret.get_secret_value().strip() if secret else ""
    if not token:
        remedy = "Set NAYRAB_DISCORD__TOKEN to run the bot; the terminal needs none."
        return (Finding("Discord", State.NOTE, "no token set", remedy),)
    client = client_id(token)
    if client is None and settings.discord.api_url is None:
        return (Finding("Discord", State.NOTE, "the token does not look like one", "Copy it again from the portal."),)
    from bot.wiring.discord_check import check

    found = check(settings.discord, token)
    link = f"; invite the bot with {invite_link(client)}" if client and len(found) == 1 else ""
    return (replace(found[0], detail=found[0].detail + link), *found[1:])


def findings_view(findings: Findings) -> RenderableType:
    """Return the findings for a terminal."""
    from rich.table import Table
    from rich.text import Text

    styles = {State.OK: "green", State.NOTE: "yellow", State.MISSING: "red"}
    grid = Table.grid(padding=(0, 2))
    for finding in findings.all:
        detail = Text(finding.detail)
        if finding.remedy:
            detail.append(f"\n{finding.remedy}", style="italic")
        grid.add_row(Text(finding.state.value, style=styles[finding.state]), Text(finding.name), detail)
    return grid
