"""A scripted model that writes what the evidence says, a sentence a line, and can be held up after its first line."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from tests.fakes.modelserver import numbered

if TYPE_CHECKING:
    from tests.fakes.modelserver import Asked, Reply

PATIENCE = 60.0
_SENTENCE = re.compile(r"[^.\n]+\.")


class Teller:
    """`server.plays(teller)`; `holds()` lets every answer stop after its first claim until `goes_on()`."""

    def __init__(self, most: int = 6, pause: float = 0.0) -> None:
        self.most = most
        self.pause = pause
        """Seconds between two claims."""
        self.first_pause = 0.0
        """Seconds before the first word."""
        self.begun = 0
        """How many answers have been begun."""
        self._gate = threading.Event()
        self._gate.set()

    def __call__(self, reply: Reply, asked: Asked) -> None:
        if not asked.evidence:
            reply.piece("NO ANSWER\n")
            reply.done()
            return
        reply.closing.wait(self.first_pause)
        for number, claim in enumerate(claims_of(asked.evidence)[: self.most]):
            reply.piece(f"{claim}\n")
            self.begun += number == 0
            self._gate.wait(PATIENCE)
            reply.closing.wait(self.pause)
        reply.done()

    def holds(self) -> None:
        self._gate.clear()

    def goes_on(self) -> None:
        self._gate.set()


def claims_of(evidence: str) -> list[str]:
    """Every sentence of the evidence as a claim with its number."""
    return [
        f"{found.group().strip()} [{number}]"
        for number, text in numbered(evidence)
        for found in _SENTENCE.finditer(text)
    ]
