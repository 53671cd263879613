from __future__ import annotations

import csv
import datetime as dt
import os
import time
from pathlib import Path

import pytest

from ingest.corpus import tokens
from ingest.corpus.models import Article, Passage, Precision, PublicationDate
from ingest.split import SplitSettings, header, split

SETTINGS = SplitSettings()


def _article(text: str, language: str = "en", *, title: str = "A title", publisher: str = "Tellin Post") -> Article:
    return Article(id="a", title=title, text=text, publisher=publisher, origin="a.txt", language=language)


def _words(text: str) -> int:
    return len(text.split())


def _sentences(text: str, language: str = "en") -> list[str]:
    return [s.of(text) for p in split(_article(text, language), SETTINGS, _words) for s in p.sentences]


def _split(text: str, sentence_tokens: int = 16, passage_tokens: int = 32) -> list[Passage]:
    return split(_article(text), SplitSettings(sentence_tokens, passage_tokens), _words)


class TestSentences:
    @pytest.mark.parametrize(
        ("language", "parts"),
        [
            ("en", ["Mr. Haddad met Gen. Sayed at 5 p.m. on Feb. 3.", "They spoke for an hour."]),
            ("en", ["The U.S. envoy left Idlib.", "Why?", "Nobody would say!"]),
            ("en", ["Abu Fulan said: “Go! Now.”", "Then he left."]),
            ("en", ["“Stop!” he shouted.", "They did."]),
            ("en", ["It was held by J. Doe and L. Paul of the council.", "He agreed."]),
            ("en", ["They fought in World War I.", "The road was new then."]),
            ("en", ["Prices rose by 3.5 percent.", "Wages did not."]),
            ("en", ["According to Amb. Smith it was calm.", "It was not."]),
            ("en", ["Did he leave?", "No.", "The army came in Sept.", "He stayed."]),
            ("ar", ["قال الناطق إن الطريق مفتوح.", "هل عاد السكان؟", "لم يعد أحد!"]),
            ("tr", ["Anlaşmanın 5. maddesi açıktır.", "Yol kapalı.", "Kim açtı?"]),
            ("tr", ["Prof. Dr. Yılmaz konuştu.", "Herkes dinledi."]),
            ("ru", ["В 2019 г. в Идлибе было тихо.", "Потом начались бои.", "Кто начал?"]),
            ("ru", ["Он сказал: «Да. Нет.»", "Потом ушёл."]),
            ("und", ["One thing happened.", "Another did not."]),
            ("", ["One thing happened.", "Another did not."]),
            ("zh-Hant", ["道路已開放。", "居民回來了。"]),
        ],
    )
    def test_boundaries(self, language: str, parts: list[str]) -> None:
        text = ("" if language.startswith("zh") else " ").join(parts)
        assert _sentences(text, language) == parts

    def test_a_full_stop_without_its_space_still_ends_a_sentence(self) -> None:
        assert _sentences("He came on Saturday.The army left.") == ["He came on Saturday.", "The army left."]
        assert _sentences("“We are safe.”But others fled.") == ["“We are safe.”", "But others fled."]

    def test_an_address_is_not_cut(self) -> None:
        text = "See https://Example.org/News.Today for more or write to Anna.Berg@example.org today."
        assert _sentences(text) == [text]

    def test_every_line_break_ends_a_sentence(self) -> None:
        text = "Background\nThe road was cut\n\n- first item\n- second item\r\nAn end.\u2028A line"
        expected = ["Background", "The road was cut", "- first item", "- second item", "An end.", "A line"]
        assert _sentences(text) == expected

    def test_numbers_of_a_list_and_image_marks_stay_with_what_they_mark(self) -> None:
        text = "1. The first thing was done.\n2. The second was not.\n![A map](map.png)"
        assert _sentences(text) == text.split("\n")

    def test_stray_marks_belong_to_the_sentence_before(self) -> None:
        assert _sentences("He left. * * *") == ["He left. * * *"]

    def test_an_agencys_name_at_the_end_stays_out_of_the_last_sentence(self) -> None:
        assert _sentences("The city is calm. --AFP") == ["The city is calm.", "--AFP"]

    def test_spans_count_code_points(self) -> None:
        assert _sentences("A 😀 flag. A é mark. The 🇸🇾 end.") == ["A 😀 flag.", "A é mark.", "The 🇸🇾 end."]

    def test_an_unclosed_quote_does_not_swallow_the_article(self) -> None:
        text = "He said: “We will stay. " + "They came back to the town. " * 40
        assert len(_sentences(text)) > 4


class TestLongSentences:
    def test_a_long_sentence_is_cut_at_an_inner_sentence_end_first(self) -> None:
        text = "“" + "We stayed, all of us, in that town. " * 3 + "Then we left, all of us.”"
        (passage,) = _split(text)
        assert all(s.of(text).endswith((".", "”")) for s in passage.sentences)
        assert len(passage.sentences) > 1

    def test_else_at_a_clause_mark(self) -> None:
        text = ("one two three four five six seven, " * 4).strip(", ")
        pieces = [s.of(text) for p in _split(text) for s in p.sentences]
        assert all(piece.endswith(("seven,", "seven")) for piece in pieces)
        assert len(pieces) == 2

    def test_else_at_white_space_in_pieces_of_like_length(self) -> None:
        text = "word " * 20
        assert [_words(s.of(text)) for p in _split(text) for s in p.sentences] == [10, 10]

    def test_without_white_space_between_characters_but_never_inside_one(self) -> None:
        settings = SplitSettings(16, 32)
        for character in ("e\u0301\u0323", "👩\u200d👧", "ن\u064e"):
            text = character * 60
            for passage in split(_article(text), settings, len):
                assert len(passage.text) <= 32
                for sentence in passage.sentences:
                    assert sentence.start % len(character) == 0

    def test_a_letter_with_more_marks_than_a_sentence_may_hold_is_cut_all_the_same(self) -> None:
        text = "a" + "\u0301" * 100
        spans = [s for p in split(_article(text), SplitSettings(16, 32), len) for s in p.sentences]
        assert "".join(s.of(text) for s in spans) == text


class TestPacking:
    def test_whole_sentences_fill_a_passage_to_the_budget(self) -> None:
        text = " ".join(f"This is the sentence with the number {n}." for n in range(9))
        packed = _split(text)
        assert [len(p.sentences) for p in packed] == [4, 4, 1]
        assert [p.ordinal for p in packed] == [0, 1, 2]
        assert [p.tokens for p in packed] == [32, 32, 8]

    def test_passages_know_where_they_are(self) -> None:
        article = _article("  Lead in the front. \n\n" + "The road was cut again on Monday. " * 8)
        for passage in split(article, SplitSettings(16, 32), _words):
            assert passage.text == passage.span.of(article.text)
            assert passage.article_id == "a"
            assert passage.header == header(article)
            assert passage.sentences[0].start == passage.span.start
            assert passage.sentences[-1].end == passage.span.end

    def test_a_heading_goes_with_what_follows_it(self) -> None:
        body = "The road was cut again on that cold Monday."
        text = f"{body} {body} {body}\n\n## The truce\n\n{body} {body}"
        first, second = _split(text)
        assert first.text.endswith("Monday.")
        assert second.text.startswith("## The truce")

    def test_items_of_a_list_are_no_headings(self) -> None:
        items = "\n".join(f"- item number {n} of the list" for n in range(20))
        assert all(p.tokens > 24 for p in _split(items)[:-1])

    def test_a_text_of_headings_alone_comes_to_an_end(self) -> None:
        text = "\n".join(f"Heading number {n} of many" for n in range(50))
        assert sum(len(p.sentences) for p in _split(text)) == 50

    def test_separators_count_too(self) -> None:
        text = "\n\n\n".join("Short line here." for _ in range(60))
        packed = split(_article(text), SplitSettings(16, 32), len)
        assert max(p.tokens for p in packed) <= 32
        assert all(p.tokens == len(p.text) for p in packed)

    def test_ids_are_stable_and_differ_also_for_equal_texts(self) -> None:
        article = _article("\n\n".join("The road was cut again on that cold Monday in May." for _ in range(40)))
        packed = split(article, SplitSettings(16, 16), _words)
        assert len({p.id for p in packed}) == len(packed) == 40
        assert [p.id for p in packed] == [p.id for p in split(article, SplitSettings(16, 16), _words)]

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028\t\xa0"])
    def test_nothing_gives_nothing(self, text: str) -> None:
        assert split(_article(text), SETTINGS, _words) == []

    def test_a_lone_surrogate_is_kept_and_named(self) -> None:
        (passage,) = split(_article("Broken \ud800 text.", "\ud800"), SETTINGS, tokens.count)
        assert passage.text == "Broken \ud800 text."
        assert len(passage.id) == 24


class TestSettings:
    @pytest.mark.parametrize("wrong", [(15, 200), (100, 99), (0, 0), (-5, 10)])
    def test_what_cannot_be_kept_is_refused(self, wrong: tuple[int, int]) -> None:
        with pytest.raises(ValueError, match="must be at least 16 and at most passage_tokens"):
            SplitSettings(*wrong)

    def test_the_fingerprint_tells_settings_and_rules_apart(self) -> None:
        assert SplitSettings(60, 120).fingerprint() == {
            **SETTINGS.fingerprint(),
            "sentence_tokens": 60,
            "passage_tokens": 120,
        }
        assert "rules" in SETTINGS.fingerprint()


class TestHeader:
    def test_publisher_date_and_title_in_words(self) -> None:
        day = PublicationDate(dt.date(2020, 2, 25))
        article = Article("a", "Harbour  closed", "x", "Tellin Post", "o", published=day)
        assert header(article) == "Tellin Post, 25 February 2020: Harbour closed"

    @pytest.mark.parametrize(("precision", "expected"), [(Precision.MONTH, "March 2019"), (Precision.YEAR, "2019")])
    def test_no_more_of_the_date_than_is_known(self, precision: Precision, expected: str) -> None:
        published = PublicationDate(dt.date(2019, 3, 1), precision)
        assert header(Article("a", "T", "x", "Post", "o", published=published)) == f"Post, {expected}: T"

    @pytest.mark.parametrize(
        ("publisher", "title", "expected"),
        [
            ("", "T", "T"),
            ("unknown publisher", "T", "T"),
            ("Post", "", "Post"),
            ("Post", "T", "Post: T"),
            (" ", " ", ""),
        ],
    )
    def test_what_is_unknown_is_left_out(self, publisher: str, title: str, expected: str) -> None:
        assert header(_article("x", title=title, publisher=publisher)) == expected

    def test_it_stays_short_and_ends_with_a_whole_word(self) -> None:
        long = header(_article("x", title="Forces advance on many towns " * 30))
        assert len(long) <= 160
        assert long.endswith(("Forces", "advance", "on", "many", "towns"))
        assert len(header(_article("x", title="x" * 500, publisher=""))) == 160

    def test_dates_do_not_follow_the_machines_language(self) -> None:
        every = [
            header(Article("a", "", "x", "", "o", published=PublicationDate(dt.date(2020, m, 1)))) for m in range(1, 13)
        ]
        assert every[0] == "1 January 2020"
        assert every[11] == "1 December 2020"
        assert len(set(every)) == 12


@pytest.mark.parametrize(
    "text",
    [
        "“Go. " * 30_000,
        "x" * 150_000,
        "a" + " " * 150_000 + "b",
        "word " * 30_000,
        "The army took the town. " * 6_000,
        "," * 150_000,
    ],
    ids=["quotes", "one word", "spaces", "no full stop", "one line", "marks"],
)
def test_a_long_odd_text_takes_seconds_not_minutes(text: str) -> None:
    started = time.process_time()
    packed = split(_article(text), SETTINGS, tokens.count)
    assert time.process_time() - started < 10
    assert max(p.tokens for p in packed) <= 200


def test_real_reports_are_split_within_budget_and_whole() -> None:
    shared = Path(os.environ.get("NAYRAB_SHARED", Path(__file__).parents[3] / "shared"))
    reports = shared / "data" / "fa-kes" / "FA-KES-before-2017.csv"
    if not reports.exists():
        pytest.skip(f"the shared data is not at {shared}: set NAYRAB_SHARED to its folder")
    with reports.open(encoding="latin-1") as file:
        rows = list(csv.DictReader(file))[:60]
    for row in rows:
        article = _article(row["article_content"])
        packed = split(article, SETTINGS, tokens.count)
        assert all(p.tokens <= 200 for p in packed)
        kept = "".join("".join(s.of(article.text).split()) for p in packed for s in p.sentences)
        assert kept == "".join(article.text.split())
