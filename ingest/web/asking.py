"""One address, asked politely and more than once if need be. Follows no redirect and reads no robots.txt.

Place in the flow: `client` calls `Asker.ask` for every hop; it checks the address, leaves hosts alone that are not
well, takes turns, and repeats what may pass.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.web import guard, retry
from ingest.web.breaker import Breaker
from ingest.web.outcome import LATER, Answer, Fault, refused
from ingest.web.politeness import Politeness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from ingest.clock import Clock
    from ingest.web.settings import WebSettings
    from ingest.web.wire import Ask, Wire

NUMBERS = ("never", "once", "twice", "three times", "four times", "five times", "six times")

DAY = 86_400.0
"""Seconds for which a host is left alone at most, whatever it asks for."""


class Asker:
    """The patience of one client; safe to use from several threads."""

    def __init__(
        self,
        settings: WebSettings,
        wire: Wire,
        clock: Clock,
        sleep: Callable[[float], None],
        random: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._patience = retry.Patience(settings.tries, settings.backoff_seconds, settings.longest_wait_seconds)
        self._politeness = Politeness(settings.per_host, clock, sleep)
        self._breaker = Breaker(settings.breaker_failures, settings.breaker_seconds, clock)

    def ask(self, url: str, asked: Ask, *, delay: float) -> Answer | Fault:
        """Ask an address; `delay` seconds have to pass before the host is asked again."""
        refusal = self.refusal(url)
        if refusal is not None:
            return refusal
        host = _host(url)
        rest = self._breaker.rest(host)
        if rest > 0:
            reason = f"was not asked: its host failed before and is left alone for {_span(rest)}"
            return Fault(reason, LATER, passing=True, host_wide=True)
        answer = self._patiently(url, asked, host, delay)
        self._note(host, answer)
        return answer

    def refusal(self, url: str) -> Fault | None:
        """Return why an address is never asked, None when it may be; its name is not resolved yet."""
        reason = guard.address_refusal(url, self._settings.allow_hosts)
        return refused(reason) if reason else None

    def _patiently(self, url: str, asked: Ask, host: str, delay: float) -> Answer | Fault:
        """Try until there is an answer, a fault that stays, or no patience left."""
        tried = 0
        while True:
            with self._politeness.turn(host, delay):
                answer = self._wire.ask(url, asked)
            tried += 1
            if isinstance(answer, Answer) or not answer.again:
                return answer
            if answer.pause is not None:
                self._politeness.hold(host, min(answer.pause.total_seconds(), self._patience.longest_wait_seconds))
            verdict = retry.decide(tried, self._patience, answer.pause, self._clock.now(), self._random)
            if isinstance(verdict, retry.GiveUp):
                return self._given_up(host, answer, tried, verdict.until)
            self._sleep(verdict.seconds)

    def _given_up(self, host: str, fault: Fault, tried: int, until: dt.datetime | None) -> Fault:
        if until is None:
            return _again_and_again(fault, tried)
        seconds = (until - self._clock.now()).total_seconds()
        self._breaker.leave_alone(host, min(seconds, DAY))
        reason = f"{fault.reason} and asks to stay away until {until:%Y-%m-%d %H:%M} UTC"
        return Fault(reason, LATER, passing=True)

    def _note(self, host: str, answer: Answer | Fault) -> None:
        """Tell the breaker how it went; what was refused on our side says nothing of the host."""
        if isinstance(answer, Fault) and answer.blame:
            self._breaker.failed(host)
        elif isinstance(answer, Answer):
            self._breaker.succeeded(host)


def _again_and_again(fault: Fault, tried: int) -> Fault:
    often = NUMBERS[tried] if tried < len(NUMBERS) else f"{tried} times"
    reason = fault.reason if tried == 1 else f"{fault.reason} {often}"
    return replace(fault, reason=reason)


def _host(url: str) -> str:
    """Return the name under which a host's turns and failures are kept; its port only where it is an unusual one."""
    parts = urlsplit(url)
    goal = guard.target(parts.hostname or "", parts.port or 0)
    return goal.host if goal.port in (0, 80, 443) else f"{goal.host}:{goal.port}"


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} more minutes" if seconds >= 90 else f"{seconds:.0f} more seconds"  # noqa: PLR2004 - reads better so
