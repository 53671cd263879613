"""The writer that asks a language model: it writes claims with numbers, each of which is verified before it is shown.

Place in the flow: in `Quoting`'s place where a model is chosen. It retrieves nothing and trusts nothing that the model
says. `Quoting` answers instead where the model is down, slow, endless, or has said nothing that can be shown.
"""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import prompts
from bot.answering import drafting, listening, orders, output, subject, sufficiency, voices
from bot.answering.briefing import brief
from bot.answering.dates import spoken_day
from bot.answering.errors import ModelError, SlowModelError, TransientModelError
from bot.answering.evidence import CUT_BELOW_BEST
from bot.answering.models import Declined, Draft, DraftClaim, Reason
from bot.answering.verify import Unsupported, verify
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.drafting import Statement
    from bot.answering.material import Material
    from bot.answering.models import Evidence, Withheld
    from bot.answering.ports import ChatModel
    from bot.answering.verify import Similarity
    from bot.answering.writers import Progress, Writer

_log = logging.getLogger(__name__)

_INSTEAD = "these are quotes from the articles instead."
IN_TIME = f"The language model did not answer in time; {_INSTEAD}"
DOWN = f"The language model could not be reached; {_INSTEAD}"
UNUSABLE = f"The language model cannot be used at the moment; {_INSTEAD}"
SILENT = f"The language model wrote nothing; {_INSTEAD}"
ENDLESS = f"The language model did not come to an end; {_INSTEAD}"
UNVERIFIED = f"Nothing that the language model wrote was borne out by the articles; {_INSTEAD}"
CUT_OFF = "The language model did not finish; this is what it had said and could be verified."

_SAME = 0.9
_MOST_WITHHELD = 12


@dataclass(frozen=True, slots=True)
class WritingLimits:
    """Tokens (cl100k) of evidence, claims at most, and how long and how much a model is listened to.

    `cut` is how far below the best a sentence may score and still be evidence; None sets no bound.
    """

    evidence_tokens: int = 1500
    cut: float | None = CUT_BELOW_BEST
    claims: int = 6
    patience: listening.Patience = field(default_factory=listening.Patience)


class Writing:
    """Asks a language model; safe to call from several threads."""

    def __init__(
        self,
        model: ChatModel,
        instead: Writer,
        limits: WritingLimits | None = None,
        *,
        similarity: Similarity | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._instead = instead
        self._limits = limits or WritingLimits()
        self._similarity = similarity
        self._clock = clock

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def draft(self, material: Material, progress: Progress = lambda _: None) -> Draft | Declined | Reason:
        """Return what the model said and the articles bear out, or quotes with a note why, or why there is neither."""
        reason = sufficiency.judge(material).reason
        if reason not in (None, Reason.NO_EVIDENCE):
            return reason
        if orders.about_orders(material.query):
            return self._instead.draft(material, progress)  # such text is quoted, and never handed to a model
        briefing = brief(material, self._limits.evidence_tokens, cut=self._limits.cut)
        if not briefing.cited:
            return self._instead.draft(material, progress)
        known = frozenset(t.term for t in terms(f"{briefing.text} {material.query.text}"))
        limits, near = self._limits, self._similarity
        hearing = _Hearing(
            briefing.cited, limits.claims, near, progress, known, subject.Subject.of(material.query, near)
        )
        failure = self._listen(_messages(material, briefing.text), hearing)
        if hearing.claims:
            notes = (CUT_OFF,) if failure else ()
            return Draft(tuple(hearing.claims), self.name, tuple(hearing.withheld), notes)
        if hearing.declined and not hearing.withheld and failure is None:
            return Reason.NO_EVIDENCE
        return self._quotes(material, progress, _why(failure, hearing), hearing.withheld)

    def _listen(self, messages: Sequence[tuple[str, str]], hearing: _Hearing) -> ModelError | None:
        """Hear the model out, or as long as it makes sense to; return what went wrong, if anything did."""
        heard = listening.lines(self._model, messages, self._limits.patience, self._clock)
        try:
            with contextlib.closing(heard) as lines:
                for line in lines:
                    hearing.take(line)
                    if hearing.enough:
                        break
        except ModelError as error:
            _log.warning("%s", error)
            return error
        return None

    def _quotes(
        self, material: Material, progress: Progress, note: str, withheld: Sequence[Withheld]
    ) -> Draft | Declined:
        drafted = self._instead.draft(material, progress)
        if isinstance(drafted, Reason):
            return Declined(drafted, (note.removesuffix(_INSTEAD).rstrip("; ") + ".",))
        if isinstance(drafted, Declined):
            return drafted
        return replace(drafted, notes=(note, *drafted.notes), withheld=(*withheld, *drafted.withheld))


def _messages(material: Material, evidence: str) -> list[tuple[str, str]]:
    question, today = material.query.text, material.question.today
    return prompts.load("generative").messages(
        today=spoken_day(today) if today else "not known",
        boundary=prompts.boundary_for(f"{evidence}\n{question}"),
        evidence=evidence,
        question=question,
    )


def _why(failure: ModelError | None, hearing: _Hearing) -> str:
    match failure:
        case SlowModelError():
            return IN_TIME
        case listening.EndlessModelError():
            return ENDLESS
        case TransientModelError():
            return DOWN
        case ModelError():
            return UNUSABLE
        case None:
            return UNVERIFIED if hearing.withheld else SILENT


class _Hearing:
    """What was heard of one model's answer so far: claims that may be shown, and what is withheld and why."""

    def __init__(
        self,
        cited: Mapping[int, tuple[Evidence, ...]],
        most: int,
        similarity: Similarity | None,
        progress: Progress,
        known: AbstractSet[str],
        asked: subject.Subject,
    ) -> None:
        self.claims: list[DraftClaim] = []
        self.withheld: list[Withheld] = []
        self.declined = False
        self._cited = cited
        self._most = most
        self._similarity = similarity
        self._progress = progress
        self._known = known
        self._asked = asked
        self._said: list[frozenset[str]] = []

    @property
    def enough(self) -> bool:
        """True when nothing more is wanted of the model."""
        return len(self.claims) >= self._most or len(self.withheld) >= _MOST_WITHHELD

    def take(self, line: str) -> None:
        """Check what one line states, claim by claim."""
        if line.strip().strip(".").upper() == prompts.NO_ANSWER:
            self.declined = True
            return
        for statement in drafting.statements(line):
            if not self.enough and not self._repeats(statement.text):
                self._check(statement)

    def _repeats(self, text: str) -> bool:
        """Tell whether this was said before, shown or not; other figures make it another statement."""
        content = frozenset(t.term for t in terms(text))
        if any(len(content & said) >= _SAME * max(len(content), len(said), 1) for said in self._said):
            figures = {t for t in content if t[:1].isdigit()}
            if any(figures == {t for t in said if t[:1].isdigit()} for said in self._said):
                return True
        self._said.append(content)
        return False

    def _check(self, statement: Statement) -> None:
        claim = self._verified(statement)
        why = claim if isinstance(claim, str) else output.complaint(claim)
        if isinstance(claim, str) or why:
            known = self._known if self._asked.shares_a_word(statement.text) else frozenset[str]()
            self.withheld.append(output.withheld(statement.text, str(why), known))
            return
        self.claims.append(claim)
        self._progress(claim)

    def _verified(self, statement: Statement) -> DraftClaim | str:
        """Return the claim with the sentences that bear it out, or why there are none."""
        if not statement.numbers:
            return "it cites no source"
        unknown = [n for n in statement.numbers if n not in self._cited]
        if unknown:
            return f"it cites [{unknown[0]}], and there is no such source"
        cited = [piece for n in statement.numbers for piece in self._cited[n]]
        verdict = verify(statement.text, cited, similarity=self._similarity, numbers=statement.numbers)
        if isinstance(verdict, Unsupported):
            return verdict.why
        if not self._asked.is_in(statement.text):
            return output.BESIDE
        return DraftClaim(voices.attributed(statement.text, verdict.support), verdict.support)
