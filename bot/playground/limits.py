"""Discord's rate limits: buckets by route and channel that tell in every response what is left, and one for all calls.

Place in the flow: `loopback` asks a `Limits` before it answers a REST call, and sends the headers it gets. Pure but for
the clock that is handed in; nothing here waits. What Discord does not publish is set to what it is known to do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EXEMPT = ("/interactions/", "/webhooks/")
"""What answers an interaction does not count towards the limit on all calls."""
_MOST_BUCKETS = 1_000


@dataclass(frozen=True, slots=True)
class Rule:
    """So many calls in so many seconds, of one method to paths like `pattern` (with `*`).

    Calls that differ in the first `major` parts of the path are counted apart: another channel, another interaction.
    """

    method: str
    pattern: str
    calls: int
    seconds: float
    major: int


DISCORDS = (
    Rule("PATCH", "/channels/*/messages/*", 5, 5.0, 2),
    Rule("POST", "/channels/*/messages", 5, 5.0, 2),
    Rule("DELETE", "/channels/*/messages/*", 5, 1.0, 2),
    Rule("POST", "/channels/*/typing", 5, 5.0, 2),
    Rule("POST", "/channels/*/threads", 5, 5.0, 2),
    Rule("POST", "/channels/*/messages/*/threads", 5, 5.0, 2),
    Rule("PATCH", "/webhooks/*/*/messages/*", 5, 5.0, 3),
    Rule("POST", "/webhooks/*/*", 5, 5.0, 3),
)
GLOBAL = Rule("*", "*", 50, 1.0, 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Headers for the response; `retry_after` is None when the call may go on, else seconds to wait."""

    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after: float | None = None
    everywhere: bool = False


@dataclass(slots=True)
class _Bucket:
    ends: float
    used: int = 0


class Limits:
    """Counts calls in fixed windows that begin with the first call in them; `clock` gives seconds."""

    def __init__(
        self, clock: Callable[[], float], rules: tuple[Rule, ...] = DISCORDS, overall: Rule | None = GLOBAL
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._overall = overall
        self._buckets: dict[tuple[Rule, str], _Bucket] = {}

    def take(self, method: str, path: str) -> Verdict:
        """Count a call, and say whether it may go on."""
        if self._overall is not None and not path.startswith(_EXEMPT):
            verdict = self._count(self._overall, "")
            if verdict.retry_after is not None:
                return refusal(verdict.retry_after, everywhere=True)
        rule = next((r for r in self._rules if r.method == method and fits(path, r.pattern)), None)
        if rule is None:
            return Verdict()
        return self._count(rule, "/".join(path.split("/")[: rule.major + 1]))

    def _count(self, rule: Rule, place: str) -> Verdict:
        now = self._clock()
        bucket = self._buckets.get((rule, place))
        if bucket is None or bucket.ends <= now:
            self._forget(now)
            bucket = self._buckets[rule, place] = _Bucket(now + rule.seconds)
        left = rule.calls - bucket.used
        bucket.used += 1 if left else 0
        headers = _told(rule, max(0, left - 1), bucket.ends - now)
        if left:
            return Verdict(headers)
        refused = refusal(bucket.ends - now)
        return Verdict({**headers, **refused.headers}, refused.retry_after)

    def _forget(self, now: float) -> None:
        if len(self._buckets) >= _MOST_BUCKETS:
            self._buckets = {key: bucket for key, bucket in self._buckets.items() if bucket.ends > now}


def refusal(retry_after: float, *, everywhere: bool = False) -> Verdict:
    """Return the verdict of a 429 that asks to wait for so many seconds, on this route or on all of them."""
    # Without `Via` discord.py takes a 429 for a ban by the proxy in front of Discord.
    headers = {"Retry-After": f"{retry_after:.3f}", "Via": "1.1 loopback", "X-RateLimit-Scope": "user"}
    if everywhere:
        headers |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    return Verdict(headers, retry_after, everywhere)


def fits(path: str, pattern: str) -> bool:
    """Say whether a path has the parts of a pattern, in which `*` stands for anything inside a part."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(fnmatchcase(part, like) for part, like in zip(parts, wanted, strict=True))


def _told(rule: Rule, left: int, wait: float) -> dict[str, str]:
    # The name is the route's alone: the channel is the client's to add.
    bucket = hashlib.sha256(f"{rule.method} {rule.pattern}".encode()).hexdigest()[:16]
    return {
        "X-RateLimit-Limit": str(rule.calls),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset-After": f"{wait:.3f}",
        "X-RateLimit-Bucket": bucket,
    }
