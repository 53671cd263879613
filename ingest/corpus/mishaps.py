"""What the exception of a provider's client says: can it pass by itself, and what may be repeated of it.

Place in the flow: used wherever a client of LangChain is adapted, for embedders here, for chat models in the bot. Pure;
it knows the exceptions by their names and status codes, so that no provider's package has to be imported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSING_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_PASSING_NAME = re.compile(
    r"Timeout|TimedOut|Connection|Connect|RateLimit|Throttl|Unavailable|Overloaded|InternalServer|RemoteProtocol"
    r"|JSONDecode"
)
_SECRET = re.compile(r"[\w-]{20,}")
_LONGEST = 200


def told(error: BaseException) -> str:
    """Return its kind and first line, shortened, with everything that could be a key left out."""
    said = _SECRET.sub("***", str(error).partition("\n")[0])[:_LONGEST] or "no details"
    return f"{type(error).__name__}: {said}"


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what lies behind it, each once."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def may_pass(error: BaseException) -> bool:
    """Tell whether any of its causes is a time-out, a lost connection, a 429, a 5xx or a broken reply."""
    return any(_passes(cause) for cause in causes(error))


def _passes(error: BaseException) -> bool:
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int):
        return status in _PASSING_STATUS
    return isinstance(error, TimeoutError | ConnectionError) or bool(_PASSING_NAME.search(type(error).__name__))
