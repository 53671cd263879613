"""`nayrab sources`: the real command line over real parts and a real web site on loopback."""

from __future__ import annotations

import datetime as dt
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ingest.corpus.models import Limits, Source, SourceKind, WhenGone
from ingest.ledger import FAILED, ContainerRecord, Ledger
from ingest.sources.registry import Registry
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.terminal import Ran, Terminal

REPOSITORY = Path(__file__).resolve().parents[2]
RSS = "application/rss+xml"


class Desk:
    """A terminal whose settings let it read one site."""

    def __init__(self, terminal: Terminal, site: WebSite) -> None:
        self.terminal, self.site = terminal, site
        self.config = terminal.papers.parent / "config.toml"
        self.config.write_text(f'[fetch]\nallow_hosts = ["{site.host}"]\ndelay_seconds = 0\ntries = 1\n')

    def run(self, *arguments: str) -> Ran:
        return self.terminal.run("sources", *arguments, "--config", self.config)

    def prints(self, *links: str, path: str = "/rss") -> str:
        items = (
            f"<item><title>Story {n}</title><link>{link}</link><pubDate>{28 - n} Apr 2024 10:00:00 GMT</pubDate></item>"
            for n, link in enumerate(links, 1)
        )
        text = f"<rss version='2.0'><channel><title>The Courier</title>{''.join(items)}</channel></rss>"
        return self.site.serve(path, text, type=RSS)

    @property
    def sources(self) -> list[Source]:
        return Registry(self.terminal.data).all()

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.terminal.data / "ledger.db")

    def deeds(self) -> list[tuple[str, str]]:
        return [(deed.who, deed.what) for deed in self.ledger.deeds(10)]

    def dead_letter(self, container: str, source: str) -> None:
        at = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
        reason = "answered 500 four times"
        self.ledger.remember([ContainerRecord(container, 0, 0, "", "", FAILED, 3, reason, at, source=source)])


@pytest.fixture
def desk(terminal: Terminal) -> Iterator[Desk]:
    with WebSite() as site:
        yield Desk(terminal, site)


class TestAdding:
    def test_it_shows_what_it_is_and_the_first_five_before_it_adds(self, desk: Desk) -> None:
        address = desk.prints(*(f"/{n}" for n in range(1, 8)))
        desk.site.serve("/", f"<html><head><link rel=alternate type={RSS} href=/rss></head></html>")
        ran = desk.run("add", desk.site.url + "/")
        assert (ran.code, ran.err) == (0, "")
        assert f'A feed "The Courier": {address}' in ran.out
        assert "It gives 7 articles now; the first 5:" in ran.out
        assert f"  2024-04-27  Story 1\n              {desk.site.url}/1\n" in ran.out
        assert "Story 5" in ran.out
        assert "Story 6" not in ran.out
        assert ran.out.index("This is the feed that") < ran.out.index("Added The Courier;")
        assert desk.sources == [Source("The Courier", address, kind=SourceKind.FEED, schedule="every hour")]
        assert desk.deeds() == [("command line", "add source The Courier")]

    def test_everything_that_was_said_is_kept(self, desk: Desk) -> None:
        address = desk.prints("/news/1", "/sport/2")
        options = {
            "--name": "courier", "--publisher": "Idlib Courier", "--affiliation": "opposition-affiliated",
            "--language": "ar", "--schedule": "daily at 06:00", "--kind": "feed", "--include": "/news/*",
            "--exclude": "*/live/*", "--articles": "20", "--newest-days": "3650", "--when-gone": "drop",
        }  # fmt: skip
        ran = desk.run("add", address, "--yes", *(word for pair in options.items() for word in pair))
        assert ran.code == 0
        assert "It gives 1 article now:" in ran.out
        assert "Taken as: publisher Idlib Courier, affiliation opposition-affiliated, language ar" in ran.out
        (source,) = desk.sources
        assert (source.name, source.publisher, source.affiliation) == (
            "courier",
            "Idlib Courier",
            "opposition-affiliated",
        )
        assert (source.language, source.schedule, source.when_gone) == ("ar", "daily at 06:00", WhenGone.DROP)
        assert source.limits == Limits(20, 3650, ("/news/*",), ("*/live/*",))

    def test_a_dry_run_adds_nothing(self, desk: Desk) -> None:
        ran = desk.run("add", desk.prints("/1"), "--dry-run")
        assert ran.code == 0
        assert "Story 1" in ran.out
        assert "Nothing was added" in ran.err
        assert (desk.sources, desk.deeds()) == ([], [])

    def test_a_folder_is_added_under_its_path_and_not_by_itself(self, desk: Desk) -> None:
        desk.terminal.write("a.md", "# A\n\nWords.")
        ran = desk.run("add", str(desk.terminal.papers), "--map", "text=body", "--schedule", "never")
        assert ran.code == 0
        assert "It gives 1 file now:" in ran.out
        papers = str(desk.terminal.papers)
        assert desk.sources == [Source(papers, papers, mapping={"text": "body"})]

    def test_what_cannot_be_a_source_is_one_sentence(self, desk: Desk) -> None:
        address = desk.prints("/1")
        assert "the site answered 404" in desk.run("add", desk.site.url + "/nowhere").complaint
        assert "does not exist" in desk.run("add", "/no/such/folder").complaint
        assert "offers no feed" in desk.run("add", desk.site.serve("/p", "<html></html>"), "--kind", "feed").complaint
        assert desk.run("add", address).code == 0
        assert "is read already, as the source The Courier" in desk.run("add", address).complaint
        assert len(desk.sources) == 1

    @pytest.mark.parametrize(
        "options",
        [
            ("--schedule", "now and then"),
            ("--kind", "podcast"),
            ("--when-gone", "burn"),
            ("--articles", "0"),
            ("--kind", "files"),
        ],
    )
    def test_what_is_typed_wrongly_is_said_so(self, desk: Desk, options: tuple[str, ...]) -> None:
        ran = desk.run("add", desk.prints("/1"), *options)
        assert (ran.code, desk.sources) == (2, [])
        assert options[0] in ran.complaint

    def test_titles_cannot_play_with_the_terminal(self, desk: Desk) -> None:
        text = "<rss version='2.0'><channel><title>\u202eA [red]b[/red]</title></channel></rss>"
        assert "A [red]b[/red]" in desk.run("add", desk.site.serve("/rss", text, type=RSS)).out

    @pytest.mark.parametrize(("answer", "added"), [(b"y\n", 1), (b"\n", 0)])
    def test_on_a_terminal_it_asks_first(self, terminal: Terminal, answer: bytes, added: int) -> None:
        terminal.write("a.md", "# A\n\nWords.")
        ours, theirs = pty.openpty()
        os.write(ours, answer)
        command = [
            sys.executable,
            "-m",
            "bot",
            "sources",
            "add",
            str(terminal.papers),
            "--data-dir",
            str(terminal.data),
        ]
        ran = subprocess.run(
            command, cwd=REPOSITORY, stdin=theirs, stdout=theirs, stderr=theirs, check=False, timeout=60
        )
        os.close(theirs)
        said = os.read(ours, 10_000).decode()
        os.close(ours)
        assert ran.returncode == 0
        assert "Add it? [y/N]" in said
        assert ("Nothing was added." in said) is not bool(added)
        assert len(Registry(terminal.data).all()) == added


class TestListing:
    def test_it_says_what_kind_and_how_much_trouble(self, desk: Desk) -> None:
        desk.run("add", desk.prints("/1"), "--affiliation", "state media")
        desk.dead_letter(desk.site.url + "/1", "The Courier")
        (row,) = desk.run("list", "--json").record["sources"]
        assert (row["kind"], row["affiliation"], row["schedule"], row["trouble"]) == (
            "feed",
            "state media",
            "every hour",
            1,
        )
        assert row["limits"]["articles"] == 100
        shown = desk.run("list").out
        assert "state media" in shown
        assert "every hour" in shown

    def test_removing_is_noted(self, desk: Desk) -> None:
        desk.run("add", desk.prints("/1"))
        assert desk.run("remove", "The Courier").code == 0
        assert desk.deeds() == [
            ("command line", "remove source The Courier"),
            ("command line", "add source The Courier"),
        ]
        assert "did you mean" not in desk.run("remove", "x").complaint


class TestChecking:
    def checked(self, desk: Desk, *names: str) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
        ran = desk.run("check", *names, "--json")
        return ran.code, {each["name"]: each for each in ran.record["sources"]}, ran.record["dead_letters"]

    def test_each_source_is_asked_and_told_of(self, desk: Desk) -> None:
        desk.terminal.write("a.md", "# A\n\nWords.")
        desk.run("add", desk.prints("/1", "/2"), "--name", "feed")
        desk.run("add", desk.site.serve("/page", "<title>About</title>"), "--name", "page")
        desk.run(
            "add",
            desk.site.serve("/map", "<urlset><url><loc>/x</loc></url></urlset>", type="text/xml"),
            "--name",
            "map",
        )
        desk.run("add", str(desk.terminal.papers), "--name", "files")
        desk.dead_letter(desk.site.url + "/1", "feed")
        code, found, letters = self.checked(desk)
        assert (code, [each["ok"] for each in found.values()]) == (0, [True] * 4)
        assert [(each["articles"], each["new"]) for each in found.values()] == [(2, 1), (1, 1), (1, 1), (1, 1)]
        assert found["feed"]["newest"] == {
            "title": "Story 1",
            "address": desk.site.url + "/1",
            "published": "2024-04-27",
        }
        assert found["page"]["newest"]["title"] == "About"
        assert letters == [
            {"source": "feed", "container": desk.site.url + "/1", "reason": "answered 500 four times", "attempts": 3,
             "at": "2024-05-01T12:00:00+00:00"}
        ]  # fmt: skip
        assert self.checked(desk, "page")[2] == []

    def test_a_source_in_trouble_is_exit_code_1(self, desk: Desk) -> None:
        address = desk.prints("/1")
        desk.run("add", address, "--name", "feed")
        desk.run("add", desk.site.serve("/page", "<title>About</title>"), "--name", "page")
        desk.site.remove("/rss")
        code, found, _ = self.checked(desk)
        assert (code, found["feed"]["reachable"], found["page"]["ok"]) == (1, False, True)
        assert "the site answered 410" in found["feed"]["problems"][0]
        assert self.checked(desk, "page")[0] == 0
        shown = desk.run("check")
        assert shown.code == 1
        assert "in trouble: " in shown.out
        assert "newest: undated  About" in shown.out
        desk.prints()
        assert "gives nothing" in self.checked(desk, "feed")[1]["feed"]["problems"][0]

    def test_dead_letters_are_shown_with_their_reason(self, desk: Desk) -> None:
        desk.run("add", desk.prints("/1"), "--name", "feed")
        desk.dead_letter(desk.site.url + "/1", "feed")
        assert "answered 500 four times" in desk.run("check").out

    def test_without_sources_there_is_nothing_to_check(self, desk: Desk) -> None:
        assert desk.run("check").code == 0
        assert "There is no source feed" in desk.run("check", "feed").complaint
