"""Ingests for the bot, one at a time, each in a process of its own, so that answers neither slow nor fall with it.

Place in the flow: the curator begins an ingest here; the worker (`bot.worker`) says how it goes. Whatever becomes of
the worker - done, cancelled, killed, out of memory - the one who waits gets a report or one sentence.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.curation import IngestStoppedError
from bot.worker import LONGEST_LINE, STOPPED, Faulted, Reported, read_event
from ingest.corpus.errors import CorpusBusyError, NayrabError

if TYPE_CHECKING:
    import datetime as dt
    from asyncio.subprocess import Process
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from bot.curation import Observer, Order

_log = logging.getLogger(__name__)

INTERRUPTED = 130
KEPT_OF_STDERR = 8_192
"""So many of the last bytes that a worker wrote to stderr are kept for the log."""
AS_IT_WAS = "the live corpus is as it was"


class WorkerDiedError(NayrabError):
    """The worker ended without saying why."""


@dataclass(frozen=True, slots=True)
class Launcher:
    """How a worker is started: `command` makes its arguments from the order, `environment` is all that it inherits."""

    command: Callable[[Order], Sequence[str]]
    environment: Mapping[str, str]

    async def __call__(self, order: Order) -> Process:
        """Start a worker; raises `NayrabError` where the system refuses."""
        try:
            return await asyncio.create_subprocess_exec(
                *self.command(order),
                env=dict(self.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
            )
        except OSError as error:
            raise NayrabError(
                f"The ingest could not be started ({error.strerror}); {AS_IT_WAS}. Try again when the machine has room."
            ) from error


class IngestService:
    """One ingest at a time.

    `now` gives aware times in UTC; `grace_seconds` lie between asking a worker to stop and killing it.
    """

    def __init__(
        self,
        launch: Callable[[Order], Coroutine[Any, Any, Process]],
        *,
        now: Callable[[], dt.datetime],
        grace_seconds: float = 15.0,
    ) -> None:
        self._launch = launch
        self._now = now
        self._grace = grace_seconds
        self._occupied: str | None = None
        self._current: RunningIngest | None = None
        self._closed = False

    @property
    def running(self) -> str | None:
        """What is under way, such as "an ingest of all sources, begun by Anna at 10:15 UTC", or None."""
        return self._occupied

    async def begin(self, order: Order, observer: Observer) -> RunningIngest:
        """Start a worker; the observer is called on this event loop, and what it raises is logged and no more.

        Raises:
            CorpusBusyError: one is under way; the sentence says whose.
            NayrabError: the worker cannot be started, or the bot is stopping.
        """
        self.require_idle()
        self._occupied = f"{_described(order)}, begun by {order.who} at {self._now():%H:%M} UTC"
        try:
            worker = await self._launch(order)
        except BaseException:
            self._occupied = None
            raise
        self._current = RunningIngest(worker, observer, self._grace, self._free)
        self._stop_if_closed()  # the bot may have begun to stop while the worker started
        return self._current

    def require_idle(self) -> None:
        """Refuse where no ingest can be begun now; raises as `begin` does."""
        if self._closed:
            raise NayrabError("Nayrab is just stopping, so no ingest is begun; try again in a minute.")
        if self._occupied:
            raise CorpusBusyError(
                f"There is {self._occupied}, under way; wait until it is done or cancel it, then try again."
            )

    async def close(self) -> None:
        """Begin no more; stop what is under way and wait until its process has ended."""
        self._closed = True
        if self._current is not None:
            self._current.cancel()
            with contextlib.suppress(NayrabError):
                await self._current.result()

    def _stop_if_closed(self) -> None:
        if self._closed and self._current is not None:
            self._current.cancel()

    def _free(self) -> None:
        self._occupied = self._current = None


def _described(order: Order) -> str:
    what = "a rebuild" if order.rebuild else "an ingest"
    return f"{what} of {', '.join(order.sources) or 'all sources'}"


class RunningIngest:
    """One worker and what it said; made on the event loop on which it is waited for."""

    def __init__(self, worker: Process, observer: Observer, grace: float, on_end: Callable[[], None]) -> None:
        self._worker = worker
        self._observer = observer
        self._grace = grace
        self._cancelled = False
        self._killer: asyncio.TimerHandle | None = None
        self._word: Reported | Faulted | None = None
        self._result = asyncio.create_task(self._followed(on_end), name="ingest")
        self._result.add_done_callback(_seen)

    def cancel(self) -> None:
        """Ask the worker to stop, and kill it when it does not within the grace."""
        if self._cancelled or self._worker.returncode is not None:
            return
        self._cancelled = True
        self._signal(signal.SIGTERM)
        self._killer = asyncio.get_running_loop().call_later(self._grace, self._signal, signal.SIGKILL)

    async def result(self) -> Mapping[str, Any]:
        """Wait for the report; several may wait, and one who gives up waiting stops nothing. See `Ingestion`."""
        return await asyncio.shield(self._result)

    async def _followed(self, on_end: Callable[[], None]) -> Mapping[str, Any]:
        try:
            _, said = await asyncio.gather(self._listen(), _tail(self._worker.stderr))
            code = await self._worker.wait()
        except BaseException:  # nobody listens any more, so nobody could tell when it ends
            self._signal(signal.SIGKILL)
            raise
        finally:
            if self._killer is not None:
                self._killer.cancel()
            on_end()
        return self._outcome(code, said)

    async def _listen(self) -> None:
        stream = self._worker.stdout
        while stream is not None:
            try:
                line = await stream.readline()
            except ValueError:  # longer than any word of ours: skipped
                _log.warning("the ingest's process wrote a line of more than %d bytes", LONGEST_LINE)
                continue
            if not line:
                return
            self._hear(line)

    def _hear(self, line: bytes) -> None:
        match read_event(line):
            case None:
                _log.debug("the ingest's process wrote %r", line[:KEPT_OF_STDERR])
            case Reported() | Faulted() as word:
                self._word = word
            case step:
                try:
                    self._observer(step)
                except Exception:  # noqa: BLE001 - whoever watches must not be able to harm the ingest
                    _log.exception("progress could not be shown")

    def _outcome(self, code: int, said: str) -> Mapping[str, Any]:
        if said:
            _log.log(logging.DEBUG if code == 0 else logging.WARNING, "the ingest's process (exit %d): %s", code, said)
        match self._word:
            case Reported(report):
                return report
            case Faulted() as fault:
                raise fault.error()
        if self._cancelled or code in {STOPPED, INTERRUPTED, -signal.SIGTERM, -signal.SIGINT}:
            raise IngestStoppedError(f"The ingest was stopped; {AS_IT_WAS}.")
        raise WorkerDiedError(obituary(code))

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._worker.send_signal(number)


def obituary(code: int) -> str:
    """Return the sentence about a worker that ended without a word, by its exit code (negative: a signal)."""
    if code == -signal.SIGKILL:
        return (
            f"The ingest's process was killed by the system, most likely for want of memory; {AS_IT_WAS}. Free some"
            " memory or ingest fewer sources at once."
        )
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    return f"The ingest's process ended unexpectedly ({how}); {AS_IT_WAS}. The log says more; try again."


async def _tail(stream: asyncio.StreamReader | None) -> str:
    """Read a stream to its end and return the last of it."""
    kept = b""
    while stream is not None and (chunk := await stream.read(KEPT_OF_STDERR)):
        kept = (kept + chunk)[-KEPT_OF_STDERR:]
    return kept.decode("utf-8", "replace").strip()


def _seen(result: asyncio.Task[Any]) -> None:
    """Take note of a result that nobody waits for, so that Python does not complain of it."""
    if not result.cancelled():
        result.exception()
