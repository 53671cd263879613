"""The starter briefs: each one parses, can be quoted sentence by sentence, and says nothing its references do not.

The checks against the sources run only where the folder with the shared data is (NAYRAB_SHARED, or `shared` beside the
repository); the checks of form, and the tests of the checkers themselves, run everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import PublicationDate, Source
from ingest.extract import extract
from ingest.sources.base import FetchedDocument, Kind
from tests.ingest.starter_claims import (
    DATA,
    REPOSITORY,
    Brief,
    calendar_days,
    common_runs,
    documents,
    keys,
    read,
    sources_of,
    unsupported,
)

if TYPE_CHECKING:
    from pathlib import Path

STARTER = REPOSITORY / "ingest" / "starter"
BRIEFS = sorted(STARTER.glob("*.md"))
_DANGLING = re.compile(r"(?:It|They|There|This|That|These|Those|He|She|Then|Later|Here|Its|Their|His|Her)\b")

each_brief = pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared data is not here; set NAYRAB_SHARED to its folder"
)


def test_there_are_enough_briefs_and_no_two_share_a_title() -> None:
    titles = [read(path).metadata["title"] for path in BRIEFS]
    assert len(titles) >= 14
    assert len(set(titles)) == len(titles)


@each_brief
def test_the_front_matter_is_complete(path: Path) -> None:
    metadata = read(path).metadata
    assert metadata["title"]
    assert metadata["publisher"] == "Starter briefs"
    assert metadata["published"] == dt.date(2026, 11, 22)
    assert metadata["language"] == "en"
    assert metadata["references"]
    for reference in metadata["references"]:
        assert reference["publisher"]
        assert reference["title"]
        assert isinstance(reference["date"], dt.date)


@each_brief
def test_ingest_reads_a_brief_as_one_dated_article_of_its_body(path: Path) -> None:
    source = Source(name="starter", location=str(STARTER))
    document = FetchedDocument(str(path), path.name, Kind.MARKDOWN, path.read_bytes(), source)
    (article,) = extract(document, today=dt.date(2026, 11, 23)).articles
    brief = read(path)
    assert (article.title, article.publisher) == (brief.metadata["title"], "Starter briefs")
    assert article.published == PublicationDate(dt.date(2026, 11, 22))
    assert (article.language, article.url) == ("en", None)
    assert article.text.split() == brief.body.split()


@each_brief
def test_a_brief_has_150_to_400_words_in_plain_paragraphs(path: Path) -> None:
    body = read(path).body
    assert 150 <= len(body.split()) <= 400
    assert not re.search(r"^(#|[*-] |\d+\. |>|\||!\[)", body, re.MULTILINE)
    assert not re.search(r"https?:|www\.|\]\(|\b\w+\.(?:com|org|net)\b", body), "an address"


@each_brief
def test_every_sentence_can_be_quoted_alone(path: Path) -> None:
    for sentence in read(path).sentences:
        assert not _DANGLING.match(sentence), f"what does it refer to? {sentence}"
        assert len(sentence.split()) <= 45, f"too long to quote: {sentence}"
        assert re.search(r"[A-Z]", sentence[1:]), f"names nobody and no place: {sentence}"


def test_the_brief_on_nayrab_answers_why_it_matters() -> None:
    (answer, *_) = [s for s in read(STARTER / "nayrab.md").sentences if "matters" in s]
    for expected in ("junction of the M4 and M5 highways", "Middle East Monitor", "Idlib"):
        assert expected in answer


@needs_data
@each_brief
def test_every_reference_is_a_document_of_the_data(path: Path) -> None:
    assert [key for key in keys(read(path)) if key not in documents()] == []


@needs_data
@each_brief
def test_every_figure_and_day_stands_in_a_reference(path: Path) -> None:
    brief = read(path)
    assert unsupported(brief, sources_of(brief)) == []


@needs_data
@each_brief
def test_what_is_declared_as_derived_needed_to_be(path: Path) -> None:
    brief = read(path)
    for entry in brief.metadata.get("derived", []):
        (key,) = [key for key in keys(brief) if key[1] == entry["from"]]
        assert entry["because"]
        assert calendar_days(entry["figure"]) - calendar_days(documents()[key]), entry["figure"]


@needs_data
@each_brief
def test_a_brief_is_in_its_own_words(path: Path) -> None:
    brief = read(path)
    assert common_runs(brief.body, sources_of(brief)) == []


@needs_data
@each_brief
def test_quotations_are_verbatim(path: Path) -> None:
    brief = read(path)
    sources = " ".join(sources_of(brief).split())
    for quotation in re.findall(r'"([^"]*)"', " ".join(brief.body.split())):
        assert quotation.rstrip(".,") in sources, quotation


SOURCE = "On 3 and 4 May, 1,200 people left. By June 5 the army held five towns; 12/06/2017 is the date of the report."


def brief_of(body: str, *derived: str) -> Brief:
    return Brief("t", {"derived": [{"figure": figure} for figure in derived]}, body)


@pytest.mark.parametrize(
    "body",
    [
        "On 3 May, and on 4 May, 1200 people left.",
        "On 5 June the army held 5 towns.",
        "The report of 2017 is of 12 June, or of December 06.",
        "On 3–4 May the 1,200 left five towns.",
    ],
)
def test_the_checker_accepts_what_the_source_says_in_other_forms(body: str) -> None:
    assert unsupported(brief_of(body), SOURCE) == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("On 3 May, 1,300 people left.", ["1300"]),
        ("On 5 May they left.", ["5 May"]),
        ("On 12 July the army held towns.", ["12 July"]),
        ("The army held four towns.", []),
        ("The army held seven towns.", ["seven"]),
        ("In 2018 they left.", ["2018"]),
    ],
)
def test_the_checker_reports_what_the_source_does_not_say(body: str, wrong: list[str]) -> None:
    assert unsupported(brief_of(body), SOURCE) == wrong


def test_the_checker_lets_a_declared_inference_pass() -> None:
    assert unsupported(brief_of("On 2 May they stayed."), SOURCE) == ["2", "2 May"]
    assert unsupported(brief_of("On 2 May they stayed.", "2 May"), SOURCE) == []


def test_a_run_of_eight_common_words_is_found_and_one_of_seven_is_not() -> None:
    source = "a b c d e f g h i"
    assert common_runs("x A, b c d e f g h y", source) == ["a b c d e f g h"]
    assert common_runs("x a b c d e f g y", source) == []
