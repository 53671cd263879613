from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ingest import published
from ingest.plaintext import read_text
from tests.fakes.desk import TODAY, extract_file

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """menu

Telling it as it was since 1999

Harbour of Tellin reopens after the storm

March 3, 2021 at 9:15 am

Fishermen mend their nets in Tellin on 2 March 2021 [Ada Sund/Coast Agency]

The harbour of Tellin was opened again yesterday, the port master said.

READ: Ten storms that made the coast

“We lost two boats,” she added.

Also read: How nets are made

Share on Facebook Twitter WhatsApp

The ferry sails again on Friday."""


def test_a_saved_page_loses_its_furniture_and_nothing_else() -> None:
    draft = read_text(PAGE, today=TODAY)
    assert draft.title == "Harbour of Tellin reopens after the storm"
    assert draft.published is not None
    assert draft.published.day == dt.date(2021, 3, 3)
    assert [line for line in draft.text.split("\n") if line] == [
        "The harbour of Tellin was opened again yesterday, the port master said.",
        "“We lost two boats,” she added.",
        "The ferry sails again on Friday.",
    ]


def test_a_standfirst_and_a_byline_between_title_and_date() -> None:
    head = "Home\n\nHarbour reopens at last\n\nThe storm had closed it for a week.\n\nBy Ada Sund"
    page = f"{head}\n\n3 March 2021\n\nIt is open."
    draft = read_text(page, today=TODAY)
    assert (draft.title, draft.author) == ("Harbour reopens at last", "Ada Sund")
    assert draft.text.split() == ["The", "storm", "had", "closed", "it", "for", "a", "week.", "It", "is", "open."]


def test_a_date_above_the_title() -> None:
    draft = read_text("3 March 2021\n\nHarbour reopens at last\n\nIt is open again.", today=TODAY)
    assert (draft.title, draft.text.strip()) == ("Harbour reopens at last", "It is open again.")


@pytest.mark.parametrize(
    "notes",
    [
        "The harbour is shut.\n\nI saw two boats today.\n\nRelated: my earlier note on nets",
        "We met on 3 March 2021 in the harbour and spoke for an hour about the boats that were lost.\n\nMore.",
        "One line without any end",
        "- milk\n- bread\n- READ the paper",
        "A dull line.\n\nA photo (Reuters) was on the wall.",
    ],
)
def test_other_text_is_kept_whole(notes: str) -> None:
    assert read_text(notes, today=TODAY).text == notes


def test_a_first_line_that_looks_like_a_title_is_one_and_stays() -> None:
    draft = read_text("Nets of the north coast\n\nThey are made of hemp.", today=TODAY)
    assert draft.title == "Nets of the north coast"
    assert draft.text.startswith("Nets of the north coast")


def test_without_a_title_the_file_name_serves(tmp_path: Path) -> None:
    (tmp_path / "harbour_notes.txt").write_text("The harbour is shut.\n\nIt was a storm.")
    (article,) = extract_file(tmp_path / "harbour_notes.txt").articles
    assert article.title == "harbour notes"
    assert article.id.startswith("harbour-notes-")
    assert article.origin == article.container == str(tmp_path / "harbour_notes.txt")


@pytest.mark.parametrize(
    "line",
    [
        "READ: NATO and the UN must decide",
        "ALSO READ: The harbour",
        "WATCH | The storm",
        "**READ MORE:** The storm",
        "OPINION: The sea is not to blame",
    ],
)
def test_promotions_in_capitals(line: str) -> None:
    assert published.is_promotion(line)


@pytest.mark.parametrize(
    "line", ["He can read: that is all.", "READ: it ends as a sentence does.", "READING, Pa: a town"]
)
def test_what_is_no_promotion(line: str) -> None:
    assert not published.is_promotion(line)


@pytest.mark.parametrize(
    "line",
    [
        "Houses after a raid in Idlib [Izzeddin Idilbi/Anadolu Agency]",
        "A street [AFP]",
        "A street (Photo by Ada Sund)",
        "A street (AFP/Getty Images)",
        "Photo: Ada Sund / Reuters",
    ],
)
def test_captions(line: str) -> None:
    assert published.is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Thirteen people were killed, the agency said. (AFP)",
        "The group [Islamic State] fled.",
        "They met [in Ankara]",
        "He spoke to Reuters.",
    ],
)
def test_what_is_no_caption(line: str) -> None:
    assert not published.is_caption(line)
