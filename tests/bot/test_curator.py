"""The curator over a real registry, ledger and snapshots; what ingests is a script. Every deed is written down."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from bot.curation import IngestStoppedError, Order
from bot.service import IngestService, Launcher, WorkerDiedError
from bot.settings import load_settings
from bot.wiring import Workbench, uploads
from bot.wiring.curator import WorkbenchCurator
from bot.wiring.freshness import Freshness
from ingest.corpus.errors import CorpusBusyError, NayrabError, NoCorpusError
from ingest.corpus.live import LiveCorpus
from ingest.corpus.models import PublicationDate, Source, SourceKind, WhenGone
from ingest.sources.base import Failure
from ingest.sources.discover import Discovery, Listed
from tests.fakes.workers import DONE, PATIENCE, SAY, WAITS, Watcher, command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.settings import Settings

FEED = "https://courier.example/feed.xml"
THE_FEED = Discovery(
    SourceKind.FEED, FEED, "The Idlib Courier", "Idlib Courier",
    (Listed("The junction", "https://courier.example/junction", PublicationDate(dt.date(2020, 2, 25))),), 12,
    ("Three items have no date.",),
)  # fmt: skip


class Bench(Workbench):
    """A real workbench whose web is one address."""

    found: Discovery | Failure = THE_FEED

    def discover(self, address: str, **_options: Any) -> Discovery | Failure:
        return self.found


class Rig:
    """A curator and what it works on."""

    def __init__(self, settings: Settings) -> None:
        self.bench = Bench(settings)
        self.script = DONE
        launcher = Launcher(lambda order: command(self.script), dict(os.environ))
        self.service = IngestService(launcher, now=lambda: dt.datetime.now(dt.UTC))
        self.live = LiveCorpus(self.bench.store, check_every=3600)
        self.curator = WorkbenchCurator(self.bench, self.service, Freshness(self.live))

    async def deeds(self) -> list[tuple[str, str, str]]:
        _, deeds = await self.curator.history()
        return [(deed.who, deed.what, deed.result) for deed in deeds]

    async def has_added(self, proposal_name: str | None = None) -> str:
        proposal = await self.curator.look_at(FEED, name=proposal_name)
        return await self.curator.add(proposal, "Anna")


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    rig = Rig(load_settings(data_dir=tmp_path))
    yield rig
    await rig.service.close()
    await rig.curator.close()
    rig.live.close()


async def test_what_an_address_is_can_be_seen_before_anything_is_changed(rig: Rig) -> None:
    proposal = await rig.curator.look_at(FEED)
    assert (proposal.name, proposal.kind, proposal.publisher) == ("The Idlib Courier", "feed", "Idlib Courier")
    assert [(each.title, each.published) for each in proposal.articles] == [("The junction", "2020-02-25")]
    assert (proposal.total, proposal.notes, proposal.schedule) == (12, ("Three items have no date.",), "every hour")
    assert rig.bench.sources.all() == []


async def test_what_was_proposed_is_added_and_noted(rig: Rig) -> None:
    assert await rig.has_added() == "The Idlib Courier"
    [source] = rig.bench.sources.all()
    assert (source.location, source.kind, source.schedule) == (FEED, SourceKind.FEED, "every hour")
    assert source.when_gone is WhenGone.KEEP
    assert rig.curator.source_names() == ["The Idlib Courier"]
    assert await rig.deeds() == [("Anna", f"add The Idlib Courier ({FEED})", "added")]


async def test_a_second_source_of_a_site_gets_a_name_of_its_own_and_one_address_is_read_once(rig: Rig) -> None:
    await rig.has_added()
    proposal = await rig.curator.look_at(FEED)
    assert proposal.name == "The Idlib Courier 2"
    with pytest.raises(NayrabError, match="is read already, as the source The Idlib Courier"):
        await rig.curator.add(proposal, "Anna")
    with pytest.raises(NayrabError, match="There is a source The Idlib Courier already"):
        await rig.curator.look_at(FEED, name="The Idlib Courier")


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "~/secrets", "ftp://x/y", ""])
async def test_this_machines_files_are_not_open_to_discord(rig: Rig, address: str) -> None:
    with pytest.raises(NayrabError, match="https://"):
        await rig.curator.look_at(address)
    proposal = await rig.curator.look_at(FEED)
    with pytest.raises(NayrabError, match="https://"):
        await rig.curator.add(type(proposal)("x", "files", address, None, (), 0), "Mallory")
    assert rig.bench.sources.all() == []


async def test_an_address_that_cannot_be_looked_at_is_a_sentence(rig: Rig) -> None:
    rig.bench.found = Failure(FEED, "answered 500 four times", "Try again later.")
    with pytest.raises(
        NayrabError, match=r"^https://courier.example/feed.xml answered 500 four times. Try again later.$"
    ):
        await rig.curator.look_at(FEED)


async def test_an_upload_becomes_a_source_whose_file_is_kept(rig: Rig, tmp_path: Path) -> None:
    name = await rig.curator.upload("../../Report of May.MD", b"# May\n\nIt rained.", "Anna", publisher="The Courier")
    assert name == "upload/Report-of-May.md"
    [source] = rig.bench.sources.all()
    assert source.location == str(tmp_path / "uploads" / "Report-of-May.md")
    assert (tmp_path / "uploads" / "Report-of-May.md").read_bytes() == b"# May\n\nIt rained."
    assert (await rig.deeds())[0][2] == "added upload/Report-of-May.md"


async def test_an_upload_of_the_same_name_takes_the_formers_place(rig: Rig, tmp_path: Path) -> None:
    for content, publisher in ((b"one", None), (b"two", None), (b"three", "The Courier")):
        await rig.curator.upload("a.txt", content, "Anna", publisher=publisher)
    [source] = rig.bench.sources.all()
    assert source.publisher == "The Courier"
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["a.txt"]
    assert (tmp_path / "uploads" / "a.txt").read_bytes() == b"three"
    assert rig.bench.sources.removed() == []


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        ("virus.exe", b"x", "send a file that ends in .txt"),
        ("noending", b"x", "send a file"),
        (".md", b"x", "send a file"),
        ("a.md", b"", "is empty"),
        ("a.md", b"x" * 2_000, "MiB"),
    ],
)
async def test_what_may_not_come_in_is_refused_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filename: str, content: bytes, words: str
) -> None:
    monkeypatch.setenv("NAYRAB_SERVICE__UPLOAD_BYTES", "1024")
    rig = Rig(load_settings(data_dir=tmp_path))
    with pytest.raises(NayrabError, match=words):
        await rig.curator.upload(filename, content, "Anna")
    assert not (tmp_path / "uploads").exists()
    [(who, _, result)] = await rig.deeds()
    assert (who, result.startswith("failed: ")) == ("Anna", True)


@pytest.mark.parametrize(
    ("filename", "safe"),
    [
        ("a/b\\c.txt", "c.txt"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("a b\n@everyone.md", "a-b-everyone.md"),
        ("...hidden.md", "hidden.md"),
        ("x" * 300 + ".csv", "x" * 60 + ".csv"),
        ("***.txt", "file.txt"),
    ],
)
def test_names_of_uploads_are_made_safe(filename: str, safe: str) -> None:
    assert uploads.safe_name(filename) == safe


async def test_a_removed_upload_goes_from_the_disk_and_others_do_not(rig: Rig, tmp_path: Path) -> None:
    other = tmp_path / "own.md"
    other.write_text("mine")
    rig.bench.sources.add(Source("own", str(other)))
    name = await rig.curator.upload("a.txt", b"one", "Anna")
    assert "articles go" in await rig.curator.remove(name, "Anna")
    await rig.curator.remove("own", "Anna")
    assert not list((tmp_path / "uploads").iterdir())
    assert other.exists()
    assert rig.bench.sources.all() == []
    with pytest.raises(NayrabError, match="no source nobody"):
        await rig.curator.remove("nobody", "Anna")
    assert [what for _, what, _ in await rig.deeds()] == [
        "remove nobody",
        "remove own",
        f"remove {name}",
        "upload a.txt (3 bytes)",
    ]


async def test_an_ingest_that_can_only_fail_is_refused_at_once(rig: Rig) -> None:
    with pytest.raises(NayrabError, match="no source yet"):
        await rig.curator.begin(Order("Anna"), Watcher())
    await rig.has_added()
    with pytest.raises(NayrabError, match="no source nobody"):
        await rig.curator.begin(Order("Anna", ("nobody",)), Watcher())
    with rig.bench.store.lock(), pytest.raises(CorpusBusyError):
        await rig.curator.begin(Order("Anna"), Watcher())
    assert rig.service.running is None


async def test_an_ingest_gives_its_report(rig: Rig) -> None:
    await rig.has_added()
    ingestion = await rig.curator.begin(Order("Anna"), Watcher())
    assert (await ingestion.result())["added"] == 2
    assert len(await rig.deeds()) == 1  # the worker writes its own


@pytest.mark.parametrize(
    ("script", "error", "result"),
    [
        (SAY + "os.kill(os.getpid(), signal.SIGKILL)", WorkerDiedError, "failed: The ingest's process was killed"),
        (SAY + "os.kill(os.getpid(), signal.SIGTERM)", IngestStoppedError, "stopped"),
    ],
)
async def test_a_death_that_the_worker_could_not_note_is_noted(
    rig: Rig, script: str, error: type[Exception], result: str
) -> None:
    await rig.has_added()
    rig.script = script
    ingestion = await rig.curator.begin(Order("Anna", ("The Idlib Courier",)), Watcher())
    with pytest.raises(error):
        await ingestion.result()
    await rig.curator.close()
    (who, what, noted), *_ = await rig.deeds()
    assert (who, what) == ("Anna", "ingest The Idlib Courier")
    assert noted.startswith(result)


async def test_what_the_worker_noted_is_not_noted_twice(rig: Rig) -> None:
    await rig.has_added()
    rig.script = SAY + "say(error='The disk is full.', kind='StorageError')"
    ingestion = await rig.curator.begin(Order("Anna"), Watcher())
    rig.bench.ledger.record_run(
        started=dt.datetime.now(dt.UTC), seconds=1, who="Anna", what=FEED, result="failed: The disk is full.",
        snapshot=None, report={},
    )  # fmt: skip
    with pytest.raises(NayrabError, match="disk is full"):
        await ingestion.result()
    await rig.curator.close()
    assert [result for _, _, result in await rig.deeds()] == ["failed: The disk is full.", "added"]


async def test_sources_are_listed_with_what_is_wrong_with_them(rig: Rig) -> None:
    await rig.has_added()
    [line] = await rig.curator.sources()
    assert (line.name, line.kind, line.location, line.trouble) == ("The Idlib Courier", "feed", FEED, 0)


async def test_names_for_autocomplete_never_fail(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("[[[")
    assert rig.curator.source_names() == []
    with pytest.raises(NayrabError, match="not valid TOML"):
        await rig.curator.sources()


async def test_status_of_nothing_says_so(rig: Rig) -> None:
    with pytest.raises(NoCorpusError):
        await rig.curator.status()


async def test_status_and_rollback_over_a_real_corpus(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "data")
    rig = Rig(load_settings(data_dir=tmp_path / "data"))
    status = await rig.curator.status()
    assert (status.snapshot, status.articles) == ("000001", 1)
    assert status.newest == ("The town at the junction", "The Idlib Courier", "2020-02-25")
    assert status.publishers == {"The Idlib Courier": 1}
    assert status.runs[0].who == "command line"
    with pytest.raises(NayrabError, match="nothing to go back to"):
        await rig.curator.rollback("Anna")
    rig.bench.store.mend()
    with rig.live.lease() as before:
        assert before.name == "000002"
    line = await rig.curator.rollback("Anna")
    assert (line.name, line.live, line.articles) == ("000001", True, 1)
    with rig.live.lease() as after:  # at once, though the corpus was looked at a moment ago
        assert after.name == "000001"
    lines, deeds = await rig.curator.history()
    assert [(each.name, each.live) for each in lines] == [("000002", False), ("000001", True)]
    assert [(deed.what, deed.result, deed.snapshot) for deed in deeds[:2]] == [
        ("rollback", "000001 is live", "000001"),
        ("rollback", "failed: Snapshot 000001 is the oldest one kept, so there is nothing to go back to.", None),
    ]
    rig.live.close()


async def test_changes_of_the_list_that_come_together_are_all_kept(rig: Rig) -> None:
    await asyncio.wait_for(asyncio.gather(*(rig.curator.upload(f"{n}.txt", b"x", "Anna") for n in range(8))), PATIENCE)
    assert len(rig.bench.sources.all()) == 8


async def test_what_is_running_is_told(rig: Rig) -> None:
    await rig.has_added()
    rig.script = WAITS
    await rig.curator.begin(Order("Anna"), Watcher())
    with pytest.raises(CorpusBusyError, match="begun by Anna"):
        await rig.curator.begin(Order("Boris"), Watcher())
