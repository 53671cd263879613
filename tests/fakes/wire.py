"""Made-up wire reports and what outlets do to them: for tests of which articles are one report."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from ingest.corpus.models import PublicationDate
from ingest.stories import StoryFacts

if TYPE_CHECKING:
    from collections.abc import Callable

_PLACES = ("Dorra", "Tellin", "Sorqib", "Lenna", "Hassan", "Marqa", "Kefrim", "Wadi Nour", "Ommar", "Zeitun")
_WHO = ("the army", "a rebel commander", "the rescue service", "a doctor", "the governor", "an aid worker", "a teacher")
_DID = ("shelled", "left", "entered", "surrounded", "searched", "opened", "closed", "visited", "rebuilt", "abandoned")
_WHAT = ("the market", "a bakery", "the northern gate", "two schools", "the grain silo", "a camp", "the old bridge")
_WHY = (
    "because the road had been cut since the winter",
    "after hours of talks that led nowhere",
    "although a truce had been agreed with the elders",
    "while families were queueing for bread",
    "as fog lay over the valley and drones could not fly",
    "before the convoy from the coast could arrive",
    "to the surprise of everyone who had stayed behind",
)


def a_report(seed: int, sentences: int = 12) -> list[str]:
    """Return the sentences of a report of its own, the same for the same seed; its figures are its own too."""
    pick = random.Random(seed)
    return [
        f"{pick.choice(_WHO).capitalize()} {pick.choice(_DID)} {pick.choice(_WHAT)} of {pick.choice(_PLACES)} "
        f"{pick.choice(_WHY)}, and {pick.choice(_WHO)} counted "
        f"{pick.randint(3, 900)} {pick.choice(('people', 'tents'))} near {pick.choice(_PLACES)}."
        for _ in range(sentences)
    ]


_ABOUT_THE_CENTRE = (
    "The centre for the observation of the truce was founded by lawyers and nurses of the province in the second year "
    "of the war and has published its findings every evening since then. It relies on drivers, bakers, teachers and "
    "clerks who count what they see and hear from their windows, and it publishes nothing that only one of them saw. "
)


def a_daily_report(day: int) -> str:
    """Return one of a series that shares every phrase and differs in figures and places, as situation reports do."""
    pick = random.Random(f"daily {day}")
    return _ABOUT_THE_CENTRE + " ".join(
        f"The centre counted {pick.randint(2, 90)} {what} in the district of {pick.choice(_PLACES)} in the past day, "
        f"which brings the number since the beginning of the campaign to {pick.randint(100, 9000)}, as its observers "
        "on the ground and in the hospitals of the province have confirmed by telephone."
        for what in ("air strikes", "shells", "wounded", "families on the road", "arrests", "closed bakeries")
    )


def with_dateline(report: list[str]) -> str:
    return "TELLIN, Monday (Coast Agency) - " + " ".join(report)


def with_credit(report: list[str]) -> str:
    return "Coast Agency – " + " ".join(report) + " (Reporting by staff; editing by the desk)"


def with_another_headline(report: list[str]) -> str:
    return "Fighting goes on around the valley, monitors say\n\n" + " ".join(report)


def without_a_sentence(report: list[str]) -> str:
    return " ".join(report[:4] + report[5:])


def with_sentences_added(report: list[str]) -> str:
    added = ["Our correspondent could not reach the town.", "The ministry gave no comment when this paper asked."]
    return " ".join(report[:6] + added + report[6:])


def reordered(report: list[str]) -> str:
    return "\n\n".join([*report[6:9], *report[:6], *report[9:]])


def shortened(report: list[str]) -> str:
    return " ".join(report[:6])


def in_house_style(report: list[str]) -> str:
    text = " ".join(report)
    for theirs, ours in (("rebel", "opposition"), ("the army", "the regime’s army"), ("aid worker", "relief worker")):
        text = text.replace(theirs, ours)
    return text


EDITS: tuple[Callable[[list[str]], str], ...] = (
    with_dateline,
    with_credit,
    with_another_headline,
    without_a_sentence,
    with_sentences_added,
    reordered,
    shortened,
    in_house_style,
)


def with_a_later_count(report: list[str]) -> str:
    """Return the agency's next version: the same words, but one count is another."""
    first, rest = report[0], report[1:]
    number = next(word for word in first.split() if word.isdigit())
    return " ".join([first.replace(number, str(int(number) + 7)), *rest])


def facts(publisher: str, day: dt.date | None = dt.date(2020, 2, 3)) -> StoryFacts:
    return StoryFacts(publisher, PublicationDate(day) if day else None)
