"""A crew: processes that each hold the same parts, so that answers use every core and the bot's own loop stays free.

Place in the flow: `bot.wiring.crew` says what the parts are; `Remote` stands for one of them in the bot's process, and
a call of its methods runs in whichever member is free. It knows no Discord and nothing of answering: what goes in and
out is pickled.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import pickle
import queue
import signal
import time
import traceback
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from bot.faults import ClosingError, TooSlowError
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_log = logging.getLogger(__name__)

IDLE_SECONDS = 2.0
"""A member that has nothing to do looks so often after its parts (is there a new snapshot?)."""
_FAREWELL_SECONDS = 5.0
_LOOK_UP_SECONDS = 0.5


class MemberDiedError(NayrabError):
    """A process of the crew ended in the middle of a call."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a member holds: parts by name, and what it does when it is idle (may raise `NayrabError`)."""

    parts: Mapping[str, object]
    when_idle: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a part; with `reports` the method is given a `progress` whose calls are passed on."""

    part: str
    method: str
    args: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    reports: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    what: Any


@dataclass(frozen=True, slots=True)
class _Returned:
    value: Any


@dataclass(frozen=True, slots=True)
class _Raised:
    error: BaseException


@dataclass(frozen=True, slots=True)
class _Member:
    process: BaseProcess
    line: Connection


class Crew:
    """So many processes; `make` is called in each (it must be importable) and `limit` is how long a call may take.

    A member that dies or is too slow is replaced; safe to use from several threads.
    """

    def __init__(self, make: Callable[[], Parts], size: int, *, limit: float) -> None:
        self._make = make
        self._limit = limit
        self._context = get_context("spawn")  # what fork would copy (threads, models, sockets) does not survive it
        self._idle: queue.SimpleQueue[_Member] = queue.SimpleQueue()
        self._members: dict[int, _Member] = {}
        self._closed = False
        for _ in range(size):
            self._idle.put(self._start())
        # After the first start, so that it comes before multiprocessing's own farewell, which would wait for ever.
        atexit.register(self._kill)

    @property
    def pids(self) -> frozenset[int]:
        """The ids of the processes that are there now."""
        return frozenset(self._members)

    def call(self, call: Call, progress: Callable[[Any], object] | None = None) -> Any:
        """Run a call in a free member, waiting for one, and return what it returns.

        Raises what it raises; `TooSlowError` past the limit; `MemberDiedError`; `ClosingError` when the crew is gone.
        """
        member = self._free()
        try:
            value = _asked(member.line, call, progress, self._limit)
        except (EOFError, OSError) as error:
            self._replace(member)
            raise MemberDiedError(
                "The process that was working on this ended unexpectedly; a new one is being started. Ask again."
            ) from error
        except TooSlowError:
            self._replace(member)
            raise
        except BaseException:
            self._release(member)
            raise
        self._release(member)
        return value

    def close(self) -> None:
        """Take no more calls; let every member finish what it is at, for a few seconds, then end who is left."""
        self._closed = True
        until = time.monotonic() + _FAREWELL_SECONDS
        while self._members and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                self._dismiss(self._idle.get(timeout=0.1), until - time.monotonic())
        self._kill()
        atexit.unregister(self._kill)

    def _free(self) -> _Member:
        while not self._closed:
            with contextlib.suppress(queue.Empty):
                return self._idle.get(timeout=_LOOK_UP_SECONDS)
        raise ClosingError("I am just being restarted. Please ask again in a minute.")

    def _release(self, member: _Member) -> None:
        self._idle.put(member)

    def _start(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._make), name="nayrab-crew")
        process.start()
        theirs.close()
        member = self._members[process.pid or 0] = _Member(process, ours)
        return member

    def _replace(self, member: _Member) -> None:
        self._dismiss(member, 0.0)
        if not self._closed:
            _log.warning("a process of the crew (%s) is replaced", member.process.pid)
            self._idle.put(self._start())

    def _dismiss(self, member: _Member, seconds: float) -> None:
        member.line.close()
        member.process.join(max(0.0, seconds))
        if member.process.is_alive():
            member.process.kill()
            member.process.join()
        self._members.pop(member.process.pid or 0, None)

    def _kill(self) -> None:
        for member in list(self._members.values()):
            self._dismiss(member, 0.0)


def _asked(line: Connection, call: Call, progress: Callable[[Any], object] | None, limit: float) -> Any:
    until = time.monotonic() + limit
    deaf: Exception | None = None
    line.send(call)
    while line.poll(max(0.0, until - time.monotonic())):
        match line.recv():
            case _Told(what):
                deaf = deaf or _passed_on(what, progress)
            case _Returned(value):
                if deaf is not None:
                    raise deaf
                return value
            case _Raised(error):
                raise error
    raise TooSlowError(
        f"This took longer than {limit:g} seconds, so I stopped it. Please ask again, perhaps more narrowly."
    )


def _passed_on(what: Any, progress: Callable[[Any], object] | None) -> Exception | None:
    """Tell who listens; what they raise is returned, for the line must be read to the end before anything is raised."""
    try:
        if progress is not None:
            progress(what)
    except Exception as error:  # noqa: BLE001  # raised when the call is over
        return error
    return None


class Remote:
    """One part of the crew, as if it were here: its methods run in a member, whatever they are called."""

    def __init__(self, crew: Crew, part: str) -> None:
        self._crew = crew
        self._part = part

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """Return the method of that name; that there is none turns out when it is called."""
        if method.startswith("_"):
            raise AttributeError(method)

        def called(*args: Any, progress: Callable[[Any], object] | None = None, **options: Any) -> Any:
            call = Call(self._part, method, args, options, reports=progress is not None)
            return self._crew.call(call, progress)

        return called


def serve(line: Connection, make: Callable[[], Parts]) -> None:
    """Be a member: make the parts, then do what is asked until the line is closed."""
    for name in (signal.SIGINT, signal.SIGTERM):  # these are the bot's to heed: what is under way is finished first
        signal.signal(name, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        held = make()
        while True:
            while not line.poll(IDLE_SECONDS):
                with contextlib.suppress(NayrabError):  # who asks next is told
                    held.when_idle()
            line.send_bytes(_done(held, line.recv(), line))


def _done(held: Parts, call: Call, line: Connection) -> bytes:
    options = dict(call.options)
    if call.reports:
        options["progress"] = lambda what: line.send(_Told(what))
    try:
        method = getattr(held.parts[call.part], call.method)
        return _sendable(_Returned(method(*call.args, **options)))
    except OSError as error:
        return _sendable(_Raised(NayrabError(f"This could not be done ({error.strerror or error}). Please try again.")))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where it was asked for
        error.add_note("".join(traceback.format_exception(error)))
        return _sendable(_Raised(error))


def _sendable(outcome: _Returned | _Raised) -> bytes:
    """Return the outcome as it is sent, or where it cannot be sent, what can be said of it."""
    try:
        sent = pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
        if isinstance(outcome, _Raised):
            pickle.loads(sent)  # noqa: S301  # our own; many an exception is pickled but cannot be made again
    except Exception as fault:  # noqa: BLE001  # pickling fails in any way that a class likes
        return pickle.dumps(_instead(outcome, fault))
    return sent


def _instead(outcome: _Returned | _Raised, fault: Exception) -> _Raised:
    if isinstance(outcome, _Raised):
        kind = NayrabError if isinstance(outcome.error, NayrabError) else RuntimeError
        return _Raised(kind(str(outcome.error)))
    return _Raised(RuntimeError(f"the result of a call could not be sent ({fault})"))
