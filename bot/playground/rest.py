"""One REST call of the bot: is it let in, what is in its way, what the simulated world says to it.

Place in the flow: `loopback` hands every call under /api/v10 to a `Rest` and keeps what came of it. Rate limits come
from `limits`, injected trouble from `faults`, files from `uploads`; simcord's routes do the work.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.http import routes as _routes  # noqa: F401  # importing it fills the route table
from simcord.http.router import RouteNotImplemented, UnsupportedField, dispatch

from bot.playground.faults import Effect, Fault, Faults
from bot.playground.limits import Limits, Verdict, refusal
from bot.playground.uploads import read_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simcord.backend import Backend

    from bot.playground.uploads import Upload

_WITHOUT_TOKEN = ("/interactions/", "/webhooks/")  # these carry their token in the path
_UNAUTHORIZED = {"message": "401: Unauthorized", "code": 0}
_EXPIRED = {"message": "Invalid Webhook Token", "code": 50027}
_BROKEN = {"message": "500: Internal Server Error", "code": 0}
_MOST_NONCES = 1_000


@dataclass(frozen=True, slots=True)
class Call:
    """One REST call as it came in, and the status it got; `at` is in seconds of the server's clock.

    `files` are the names and sizes in bytes of what was uploaded with it; status 0: the connection was cut.
    """

    method: str
    path: str
    body: Any
    status: int
    at: float
    files: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What to send back; `cut` says after how much of the body the connection breaks, as a part of it."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: float | None = None

    @property
    def seen_status(self) -> int:
        """Return the status the bot gets to see, 0 for none."""
        return self.status if self.cut is None else 0


class Rest:
    """Answers calls for one bot, whose `token` it checks; without `limits` nothing is limited."""

    def __init__(self, backend: Backend, token: str, limits: Limits | None, faults: Faults) -> None:
        self.expired: set[str] = set()
        """Tokens of interactions that have died."""
        self.missing: list[str] = []
        """What the bot asked for that this server cannot do."""
        self.limits = limits
        self._backend = backend
        self._token = token
        self._faults = faults
        self._nonces: OrderedDict[tuple[str, str], Any] = OrderedDict()

    async def answer(self, request: web.Request, path: str) -> tuple[Answered, Any, list[Upload]]:
        """Answer a call; returns also its JSON body and files."""
        body, files = await read_body(request)
        method = request.method
        await asyncio.sleep(self._faults.wait(method, path))
        refused = self._refused(request, path)
        if refused is not None:
            return refused, body, files
        verdict = self.limits.take(method, path) if self.limits else Verdict()
        fault = self._faults.take(method, path)
        if fault is not None and fault.effect is Effect.LIMITED:
            verdict = refusal(fault.seconds, everywhere=fault.everywhere)
        if verdict.retry_after is not None:
            return Answered(429, _limited(verdict), verdict.headers), body, files
        answered = self._met(fault) or self._done(request, path, body, files)
        return _spoiled(answered, fault, verdict.headers), body, files

    def _refused(self, request: web.Request, path: str) -> Answered | None:
        if not path.startswith(_WITHOUT_TOKEN) and request.headers.get("Authorization") != f"Bot {self._token}":
            return Answered(401, _UNAUTHORIZED)
        if not self.expired.isdisjoint(path.split("/")):
            return Answered(401, _EXPIRED)
        return None

    def _met(self, fault: Fault | None) -> Answered | None:
        """Return what a call meets instead of being carried out."""
        if fault is None or fault.effect in {Effect.DONE_BUT_REFUSED, Effect.CUT}:
            return None
        told = {"message": fault.message, "code": fault.code}
        return Answered(fault.status, told, cut=0.0 if fault.effect is Effect.LOST else None)

    def _done(self, request: web.Request, path: str, body: Any, files: list[Upload]) -> Answered:
        """Carry a call out; the same message sent again (with its nonce) is not written twice, as on Discord."""
        nonce = body.get("nonce") if isinstance(body, dict) and body.get("enforce_nonce") else None
        if nonce is not None and (path, nonce) in self._nonces:
            return Answered(200, self._nonces[path, nonce])
        answered = self._dispatched(request, path, body, files)
        if nonce is not None and answered.status == web.HTTPOk.status_code:
            self._nonces[path, nonce] = answered.body
            if len(self._nonces) > _MOST_NONCES:
                self._nonces.popitem(last=False)
        return answered

    def _dispatched(self, request: web.Request, path: str, body: Any, files: list[Upload]) -> Answered:
        try:
            found = dispatch(
                self._backend, request.method, path, json=body, params=dict(request.query), files=list(files)
            )
        except BackendError as error:
            if isinstance(error, RouteNotImplemented | UnsupportedField):
                self.missing.append(str(error))
            return Answered(error.status, error.to_json())
        except Exception as error:  # noqa: BLE001 - the bot gets a 500, the test a line in `missing`
            self.missing.append(f"{request.method} {path}: {error!r}")
            return Answered(500, _BROKEN)
        return Answered(204 if found is None else 200, found)


async def send(request: web.Request, answered: Answered) -> web.StreamResponse:
    """Send an answer, or as much of it as comes through before the connection is cut."""
    text = b"" if answered.body is None else json.dumps(answered.body).encode()
    # discord.py reads a body as JSON only when the type is exactly this, without a charset.
    kind = {} if answered.body is None else {"Content-Type": "application/json"}
    if answered.cut is None:
        return web.Response(body=text, status=answered.status, headers={**kind, **answered.headers})
    response = web.StreamResponse(status=answered.status, headers={**kind, **answered.headers})
    if answered.cut:
        response.content_length = len(text)
        await response.prepare(request)
        await response.write(text[: int(len(text) * answered.cut)])
    if isinstance(request.transport, asyncio.WriteTransport):
        request.transport.close() if answered.cut else request.transport.abort()
    return response


def _limited(verdict: Verdict) -> dict[str, Any]:
    return {
        "message": "You are being rate limited.", "retry_after": verdict.retry_after, "global": verdict.everywhere,
    }  # fmt: skip


def _spoiled(answered: Answered, fault: Fault | None, headers: Mapping[str, str]) -> Answered:
    """Return what the bot gets of an answer."""
    if fault is not None and fault.effect is Effect.DONE_BUT_REFUSED:
        return Answered(fault.status, {"message": fault.message, "code": fault.code}, headers)
    cut = 0.5 if fault is not None and fault.effect is Effect.CUT else answered.cut
    return Answered(answered.status, answered.body, headers, cut)
