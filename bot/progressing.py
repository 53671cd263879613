"""An ingest as text for Discord: how far it is, what came of it, why it ended. Foreign text is made harmless here.

Place in the flow: the corpus cog hands in the steps and the report and sends what comes back. Pure: the time is an
argument; nothing is sent, and every text keeps Discord's limit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.curating import foreign, last_part
from bot.paging import CONTENT_LIMIT, pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.curation import Step

DETAIL_LIMIT = 120
REASON_LIMIT = 200
REASONS = 5
"""So many failures are spelled out."""
SURE_AFTER = dt.timedelta(seconds=3)
"""A stage must have gone on for so long before the time that it still needs can be told."""

STAGE_WORDS = {
    "look": "looking at the sources",
    "read": "reading",
    "extract": "reading",
    "decide": "comparing",
    "split": "splitting into passages",
    "embed": "embedding",
    "stories": "looking for wire copies",
    "store": "writing and verifying",
    "publish": "making it live",
}
"""The stages of `ingest.report.STAGES` in words."""
_COUNTS = (
    ("added", "added"),
    ("replaced", "replaced"),
    ("gone", "gone from the web"),
    ("removed", "removed"),
    ("unchanged", "unchanged"),
    ("duplicate", "the same text again"),
    ("failed", "failed"),
)
_ALWAYS = {"added", "replaced", "gone", "failed"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an ingest stands: when it and its present stage began, and the last step that was heard of."""

    began: dt.datetime
    stage_began: dt.datetime
    step: Step | None = None
    first_done: int = 0

    @classmethod
    def at_start(cls, now: dt.datetime) -> Standing:
        """Return where every ingest begins."""
        return cls(now, now)

    def after(self, step: Step, now: dt.datetime) -> Standing:
        """Return where it stands after a step."""
        if self.step is not None and self.step.stage == step.stage and step.done >= self.step.done:
            return Standing(self.began, self.stage_began, step, self.first_done)
        return Standing(self.began, now, step, step.done)

    def left(self, now: dt.datetime) -> dt.timedelta | None:
        """Return the time that the present stage still needs at its pace, or None while nobody can tell."""
        step, spent = self.step, now - self.stage_began
        if step is None or spent < SURE_AFTER:
            return None
        made = step.done - self.first_done
        if made <= 0 or step.done >= step.total:
            return None
        return spent * (step.total - step.done) / made


def progress_text(what: str, standing: Standing, now: dt.datetime, note: str = "") -> str:
    """Return what is shown while `what` (already harmless) is read; `note` is a line below, such as who stopped it."""
    elapsed = f"-# {duration(now - standing.began)} so far"
    if standing.step and standing.step.detail:
        elapsed += f" · {foreign(last_part(standing.step.detail), DETAIL_LIMIT)}"
    lines = [f"**{what}**", _step_line(standing, now), elapsed, note]
    return _fitted([line for line in lines if line])


def result_text(what: str, report: Mapping[str, Any], spent: dt.timedelta, asked_by: str) -> str:
    """Return what a finished ingest did; `report` is the run's own, as JSON; anything may be missing."""
    lines = [f"**{what}: done in {duration(spent)}**", _counts(report), _snapshot_line(report)]
    lines += _failure_lines(report.get("failed"))
    return _fitted([*lines, _asked(asked_by)])


def stopped_text(what: str, spent: dt.timedelta, stopped_by: str | None, asked_by: str) -> str:
    """Return the last word on an ingest that was stopped."""
    by = f" by {foreign(stopped_by, DETAIL_LIMIT)}" if stopped_by else ""
    lines = [f"**{what}: stopped{by} after {duration(spent)}**", "The live corpus is as it was.", _asked(asked_by)]
    return _fitted(lines)


def failed_text(what: str, spent: dt.timedelta, sentence: str, asked_by: str) -> str:
    """Return the last word on an ingest that could not be done; `sentence` is already harmless."""
    return _fitted([f"**{what}: not done** (after {duration(spent)})", sentence, _asked(asked_by)])


def left_text(what: str, spent: dt.timedelta, asked_by: str) -> str:
    """Return the last word on an ingest that the bot can follow no longer, as it is being stopped itself."""
    told = "I am being stopped and can no longer follow this. When I am back, `/corpus history` shows what came of it."
    return _fitted([f"**{what}: under way for {duration(spent)}**", told, _asked(asked_by)])


def what_text(sources: Sequence[str], *, rebuild: bool = False) -> str:
    """Return what an order reads, made harmless: `Re-ingest of all sources`."""
    verb = "Rebuild" if rebuild else "Re-ingest"
    if not sources:
        return f"{verb} of all sources"
    return f"{verb} of {', '.join(foreign(name, DETAIL_LIMIT) for name in sources[:3])}" + (
        f" and {len(sources) - 3} more" if len(sources) > 3 else ""  # noqa: PLR2004  # as many as are named
    )


def duration(span: dt.timedelta) -> str:
    """Return `8 s`, `2 min 5 s` or `1 h 3 min`."""
    seconds = max(0, round(span.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def _step_line(standing: Standing, now: dt.datetime) -> str:
    step = standing.step
    if step is None:
        return "starting"
    parts = [STAGE_WORDS.get(step.stage) or foreign(step.stage, DETAIL_LIMIT)]
    if step.total > 0:
        done = min(max(step.done, 0), step.total)
        parts += [f"{done:,} of {step.total:,}", f"{100 * done // step.total} %"]
    left = standing.left(now)
    return " · ".join([*parts, f"about {duration(left)} left in this step"] if left else parts)


def _counts(report: Mapping[str, Any]) -> str:
    counted = [(key, word, _number(report.get(key))) for key, word in _COUNTS]
    return " · ".join(f"{word} {number:,}" for key, word, number in counted if number or key in _ALWAYS)


def _number(value: object) -> int:
    """Return a count, however the report gives it: as a number or as the list of what is counted."""
    if isinstance(value, int):
        return value
    return len(value) if isinstance(value, list | tuple) else 0


def _snapshot_line(report: Mapping[str, Any]) -> str:
    name = report.get("snapshot")
    if not name:
        return "Nothing has been stored yet."
    held = f"snapshot {foreign(str(name), DETAIL_LIMIT)} with {_number(report.get('articles')):,} articles"
    return f"Live now: {held}." if report.get("changed") else f"Nothing had changed: {held} stays live."


def _failure_lines(failed: object) -> list[str]:
    failures = failed if isinstance(failed, list | tuple) else []
    if not failures:
        return []
    lines = [f"- {_failure(failure)}" for failure in failures[:REASONS]]
    if len(failures) > REASONS:
        lines.append(f"- and {len(failures) - REASONS} more; `nayrab sources check` lists them all")
    return ["Could not be had:", *lines]


def _failure(failure: Any) -> str:
    if not isinstance(failure, dict):
        return foreign(str(failure), REASON_LIMIT)
    where, reason = str(failure.get("where", "")), str(failure.get("reason", ""))
    return f"{foreign(last_part(where), DETAIL_LIMIT)}: {foreign(reason, REASON_LIMIT)}"


def _asked(who: str) -> str:
    return f"-# asked for by {foreign(who, DETAIL_LIMIT)}"


def _fitted(lines: Sequence[str]) -> str:
    return pack(lines, CONTENT_LIMIT)[0]
