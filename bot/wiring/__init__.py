"""The only place that names concrete classes: settings in, the parts of Nayrab out.

Place in the flow: the command line makes one `Workbench` per call and asks it for what the command needs; each part is
built when it is first asked for, so that `nayrab sources list` loads no model.
"""

from __future__ import annotations

import contextlib
import os
import threading
from contextlib import closing
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answering.comparison import Comparison
    from bot.answering.finding import Finder
    from bot.answering.pipeline import Answerer
    from bot.answering.ports import TokenCounter
    from bot.answering.timeline import Chronicle
    from bot.chatmodels import LangChainModel
    from bot.retriever import NayrabRetriever
    from bot.settings import Settings
    from ingest.corpus.embedder import Embedder
    from ingest.corpus.live import LiveCorpus
    from ingest.corpus.manifest import Manifest
    from ingest.corpus.models import Limits, Source, SourceKind
    from ingest.corpus.snapshot import SnapshotStore
    from ingest.ledger import Ledger
    from ingest.report import Report
    from ingest.sources.base import Failure
    from ingest.sources.discover import Discovery
    from ingest.sources.fetchers import SourceFetcher
    from ingest.sources.registry import Registry
    from ingest.split import SplitSettings
    from ingest.web.client import WebClient


class Workbench:
    """The parts, put together as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def embedder(self) -> Embedder:
        """Return the embedder of the settings; its model loads at first use."""
        from ingest.corpus.embedder import open_embedder

        chosen = self.settings.embedder
        return open_embedder(chosen.name, threads=chosen.threads)

    @cached_property
    def count_tokens(self) -> TokenCounter:
        """Return the counter of cl100k tokens, its data unpacked into the data folder."""
        from ingest.corpus import tokens

        tokens.use_cache(self.settings.data_dir)
        return tokens.count

    @cached_property
    def store(self) -> SnapshotStore:
        """Return the snapshots of the data folder."""
        from ingest.corpus.snapshot import SnapshotStore

        return SnapshotStore(self.settings.data_dir)

    @cached_property
    def split_settings(self) -> SplitSettings:
        """Return how articles are split."""
        from ingest.split import SplitSettings

        chosen = self.settings.splitter
        return SplitSettings(sentence_tokens=chosen.sentence_tokens, passage_tokens=chosen.passage_tokens)

    @cached_property
    def live(self) -> LiveCorpus:
        """Return the live snapshot for readers; one that was built otherwise than the settings say is refused."""
        from ingest.corpus.live import LiveCorpus

        return LiveCorpus(self.store).expected(*self._built_by())

    def _built_by(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what a snapshot says of its embedder and splitter when it fits the settings."""
        return asdict(self.embedder.fingerprint), self.split_settings.fingerprint()

    @cached_property
    def sources(self) -> Registry:
        """Return the configured sources."""
        from ingest.sources.registry import Registry

        return Registry(self.settings.data_dir)

    @cached_property
    def ledger(self) -> Ledger:
        """Return what ingest remembers besides the corpus: dead letters, runs, who did what."""
        from ingest.ledger import Ledger

        return Ledger(self.settings.data_dir / "ledger.db")

    @cached_property
    def web(self) -> WebClient:
        """Return what asks the web, as the settings say; it connects to nothing before it is asked for something."""
        from ingest.web.client import WebClient
        from ingest.web.settings import WebSettings

        return WebClient(WebSettings(**{**self.settings.fetch.model_dump(), "allow_hosts": self._allowed_hosts()}))

    def _allowed_hosts(self) -> frozenset[str]:
        return frozenset(self.settings.fetch.allow_hosts)

    def fetcher(self, sources: Iterable[Source]) -> SourceFetcher:
        """Return what reads these sources; where none is on the web, its part is not even loaded."""
        from ingest.corpus.models import SourceKind
        from ingest.sources.fetchers import SourceFetcher
        from ingest.sources.files import FileFetcher

        on_the_web = any(source.kind is not SourceKind.FILES for source in sources)
        return SourceFetcher(FileFetcher(), self.web if on_the_web else None)

    def discover(
        self, address: str, *, kind: SourceKind | None = None, limits: Limits | None = None
    ) -> Discovery | Failure:
        """Find out what an address or path is (or is as the `kind` that is wanted) and what it would give now."""
        from ingest.sources.discover import discover

        return discover(address, self.web, kind=kind, limits=limits)

    def load_ahead(self) -> None:
        """Load the model beside whatever comes next; half a second sooner for who asks one question.

        What goes wrong here goes wrong again, and is told, where the model is used.
        """
        embedder = self.embedder
        load = getattr(embedder, "load", None)
        if load is not None:
            threading.Thread(target=_quietly, args=(load,), name="load-ahead", daemon=True).start()

    def has_corpus(self) -> bool:
        """Tell whether there is a live snapshot."""
        return self.store.current() is not None

    def answerer(self, model: str | None = None) -> Answerer:
        """Return what answers questions; raises `ModelError` for a model that cannot be had."""
        from bot.wiring.writing import answerer

        return answerer(self, model or self.settings.answer.model)

    def chat_model(self, name: str) -> LangChainModel:
        """Return the language model of that name; raises `ModelError` with what to install or to set."""
        from bot.chatmodels import connect
        from bot.wiring.writing import model_options

        return connect(name, model_options(self.settings.answer), os.environ)

    def chronicle(self, most: int) -> Chronicle:
        """Return what makes timelines of at most so many events."""
        from bot.answering.timeline import Chronicle

        return Chronicle(self.finder, most=most)

    def retriever(self, **options: Any) -> NayrabRetriever:
        """Return a LangChain retriever over the live corpus; `options` are `NayrabRetriever`'s (k, tokens, ...)."""
        from bot.retriever import NayrabRetriever

        return NayrabRetriever(answerer=self.answerer("extractive"), **options)

    @cached_property
    def comparison(self) -> Comparison:
        """Return what compares the accounts of a topic."""
        from bot.answering.comparison import Comparison

        return Comparison(self.finder)

    @cached_property
    def finder(self) -> Finder:
        """Return what finds material in the live corpus."""
        from bot.answering.finding import Finder

        return Finder(self.live, self.embedder, self.count_tokens)

    def ingest(
        self,
        sources: Sequence[Source],
        *,
        observer: Callable[[Any], None],
        rebuild: bool = False,
        removed: Sequence[str] = (),
        who: str = "command line",
        cancelled: Callable[[], bool] = lambda: False,
        insist: Sequence[str] = (),
    ) -> Report:
        """Read the sources, leave out what came from the `removed` places, and publish the next snapshot.

        `cancelled` is asked now and then; once it says so, `IngestCancelledError` is raised and nothing was changed.
        `insist` are addresses that are asked for although they failed just now.
        """
        from ingest.pipeline import ingest

        return ingest(
            sources,
            store=self.store,
            embedder=self.embedder,
            split_settings=self.split_settings,
            count_tokens=self.count_tokens,
            observer=observer,
            keep=self.settings.corpus.keep_snapshots,
            rebuild=rebuild,
            removed=removed,
            ledger=self.ledger,
            fetcher=self.fetcher(sources),
            who=who,
            cancelled=cancelled,
            insist=insist,
        )

    def starter_sources(self) -> list[Source]:
        """Return the briefs that ship with Nayrab, one source each."""
        from bot.wiring.holdings import starter_sources

        return starter_sources()

    def known_publishers(self, names: Iterable[str]) -> frozenset[str]:
        """Return the stored names for what a person typed; raises `UnknownPublisherError`."""
        from bot.answering.query import resolve_publishers

        with self.live.lease() as corpus:
            return resolve_publishers(names, corpus.publishers())

    def status(self) -> dict[str, Any]:
        """Return what the live snapshot holds and how it was built; raises `NoCorpusError`."""
        with closing(self.store.open()) as snapshot:
            manifest = snapshot.manifest
            return {
                "data_dir": str(self.settings.data_dir),
                "snapshot": manifest.name,
                "created": manifest.created,
                "parent": manifest.parent,
                **manifest.counts,
                "publishers": snapshot.publishers(),
                "embedder": dict(manifest.embedder),
                "splitter": dict(manifest.splitter),
                "mismatch": self._mismatch(manifest),
            }

    def _mismatch(self, manifest: Manifest) -> str | None:
        """Return the sentence that says how the snapshot differs from the settings, or None where it fits."""
        from ingest.corpus.manifest import check_built_by

        try:
            check_built_by(manifest, *self._built_by())
        except NayrabError as error:
            return str(error)
        return None

    def history(self) -> list[dict[str, Any]]:
        """Return one row per kept snapshot, the newest first."""
        from bot.wiring.holdings import history

        return history(self.store)

    def export(self, write: Callable[[str], object]) -> int:
        """Write every article of the live snapshot as JSONL and return how many there are."""
        from bot.export import lines

        written = 0
        with closing(self.store.open()) as snapshot:
            for line in lines(snapshot.articles()):
                write(line)
                written += 1
        return written

    def run_bot(self) -> None:
        """Run the Discord bot until it is stopped; raises `BotStartError` when Discord does not let it in."""
        from bot.wiring.running import run

        if api_url := self.settings.discord.api_url:
            from bot.wiring.standin import talk_to

            talk_to(api_url)
        run(self)


def _quietly(load: Callable[[], object]) -> None:
    with contextlib.suppress(NayrabError):
        load()
