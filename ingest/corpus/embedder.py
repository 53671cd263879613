"""Embedders by name: `minilm` (the default), `multilingual`, or any LangChain provider as `provider:model`.

Place in the flow: the one entry through which ingest and bot get an embedder. Opening is cheap: a model loads at first
use.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from ingest.corpus.embedding import Embedder, Fingerprint, PassageInput
from ingest.corpus.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT", "LOCAL", "Embedder", "Fingerprint", "PassageInput", "open_embedder"]

DEFAULT = "minilm"
LOCAL = ("minilm", "multilingual")
"""Embedders that run on this machine from installed packages."""


def open_embedder(name: str = DEFAULT, *, threads: int = 0, **options: Any) -> Embedder:
    """Return the embedder of this name.

    Args:
        name: one of `LOCAL`, or `provider:model` as LangChain names them.
        threads: for local models; 0 means two, or fewer where there are fewer processors.
        options: for a provider, passed on to LangChain (`api_key`, `base_url`, ...); local models take none.

    Raises:
        EmbedderError: unknown name, a missing package, or options that the embedder does not take.
    """
    wanted = name.strip()
    if wanted in LOCAL:
        return _local(wanted, threads, options)
    from ingest.corpus.providers import PROVIDERS, connect  # noqa: PLC0415  only for who chose a provider

    if wanted.partition(":")[0].strip() in PROVIDERS and ":" in wanted:
        return connect(wanted, **options)
    raise EmbedderError(_unknown(wanted, tuple(PROVIDERS)))


def _local(name: str, threads: int, options: Mapping[str, Any]) -> Embedder:
    if options:
        raise EmbedderError(f"The embedder {name} takes no options ({', '.join(sorted(options))}): remove them.")
    if name == "minilm":
        from ingest.corpus.minilm import MiniLM  # noqa: PLC0415  numpy and LangChain cost .3 s to import

        return MiniLM(threads=threads)
    from ingest.corpus.e5 import MultilingualE5  # noqa: PLC0415  as above

    return MultilingualE5(threads=threads)


def _unknown(name: str, providers: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name.partition(":")[0], (*LOCAL, *providers), n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return (
        f"There is no embedder {name!r}.{hint} There are {', '.join(LOCAL)}, and provider:model for the providers "
        f"{', '.join(providers)}."
    )
