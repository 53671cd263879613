"""Answers as messages: complete, within the limits, and harmless whatever the articles hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.answering.models import Account, CitedSource, Disagreement, Reason, Withheld
from bot.markup import escape, label, one_line, plain, safe_url
from bot.paging import cut, pack, shorten, size
from bot.render import MOST_MESSAGES, date_text, help_message, outcome_messages, passage_pages, source_card
from ingest.corpus.models import Precision, PublicationDate
from tests.fakes.answerer import a_refusal, an_answer, an_article, cited

URL = "https://news.example/retaken"


class TestAnswer:
    def test_it_reads_text_then_sources_then_date(self) -> None:
        answer = an_answer(
            "The town lies at a junction [1]. It fell in February [1][2].",
            cited(1, an_article()),
            cited(2, an_article(title="A chronicle", publisher="Valley Times", url=None, published=None)),
        )
        [message] = outcome_messages(answer)
        assert message == (
            "The town lies at a junction [1]. It fell in February [1][2].\n\n"
            "-# [1] Harbour Post · [Rebels retake the town](<https://news.example/retaken>) · 25 February 2020\n"
            "-# [2] Valley Times · A chronicle · undated\n"
            "-# As of 25 February 2020."
        )

    def test_the_question_is_repeated_where_readers_do_not_see_it(self) -> None:
        [message] = outcome_messages(an_answer(), "Why\n@everyone?")
        assert message.startswith("> Why @\u200beveryone?\nThe town lies")

    def test_notes_and_withheld_statements_stand_beneath(self) -> None:
        answer = replace(an_answer(), notes=("Only *one* source.",), withheld=(Withheld("x", "y"),), as_of=None)
        [message] = outcome_messages(answer)
        assert message.endswith(
            "-# Only \\*one\\* source.\n"
            "-# 1 drafted statement(s) left out: the sources do not bear them out.\n"
            "-# The sources carry no date."
        )

    def test_a_followup_shows_how_it_was_understood(self) -> None:
        [message] = outcome_messages(replace(an_answer(), asked_as="Who held Tellin?"))
        assert "\n-# Understood as: Who held Tellin?\n" in message

    def test_who_says_so_is_bold_where_a_line_begins_with_it(self) -> None:
        hostile = cited(2, an_article(publisher="Star *Post*"))
        answer = an_answer(
            "Harbour Post, 25 February 2020: “Harbour Post, it said.” [1]\n"
            "Star *Post* (also printed by Herald), 2020: “So.” [2]\n"
            "Harbour",
            cited(1, an_article()),
            hostile,
        )
        [message] = outcome_messages(answer)
        assert message.startswith(
            "**Harbour Post**, 25 February 2020: “Harbour Post, it said.” [1]\n"
            "**Star \\*Post\\*** (also printed by Herald), 2020: “So.” [2]\n"
            "Harbour\n"
        )

    def test_where_sources_differ_each_account_has_its_numbers(self) -> None:
        answer = replace(
            an_answer("Some died [1].", cited(1, an_article()), cited(2, an_article())),
            disagreements=(Disagreement("the number of dead", (Account("21", (1,)), Account("33", (2, 9)))),),
        )
        [message] = outcome_messages(answer)
        assert "**The sources differ** on the number of dead:\n- 21 [1]\n- 33 [2]\n" in message

    def test_an_answer_without_words_still_shows_its_sources(self) -> None:
        [message] = outcome_messages(replace(an_answer(), text=" "))
        assert "[1] Harbour Post" in message

    def test_a_number_that_is_no_source_is_no_mark(self) -> None:
        [message] = outcome_messages(an_answer("As the paper[7] wrote [1]."))
        assert message.startswith("As the paper\\[7\\] wrote [1].")

    def test_a_mark_before_a_parenthesis_does_not_become_a_link(self) -> None:
        [message] = outcome_messages(an_answer("So it was [1](https://evil.example)."))
        assert "[1]\\(https\\://evil" in message

    def test_no_foreign_bold_swallows_a_mark(self) -> None:
        [message] = outcome_messages(an_answer("**So [1]** it was"))
        assert message.startswith("\\*\\*So [1]\\*\\* it was")

    def test_long_lines_are_set_apart_short_ones_are_not(self) -> None:
        long = "According to Harbour Post, " + "the road was cut again " * 4 + "[1]"
        assert outcome_messages(an_answer(f"{long}\n{long}"))[0].startswith(f"{long}\n\n{long}\n\n-# [1]")
        assert outcome_messages(an_answer("- one [1]\n- two [1]"))[0].startswith("\\- one [1]\n\\- two [1]\n\n-#")

    def test_a_long_answer_is_cut_at_sentence_ends(self) -> None:
        messages = outcome_messages(an_answer("The road was cut again that day [1]. " * 100))
        assert len(messages) == 2
        assert messages[0].endswith("that day [1].")
        assert messages[1].startswith("The road was cut")
        assert "".join(messages).count("day [1].") == 100

    def test_the_longest_answers_are_cut_short_with_a_notice_and_keep_their_sources(self) -> None:
        messages = outcome_messages(an_answer("The road was cut again that day [1]. " * 1_000))
        assert len(messages) == MOST_MESSAGES
        assert messages[-2].endswith("ask about one part of it to see more.")
        assert messages[-1].startswith("-# [1] Harbour Post")
        assert all(size(message) <= 2_000 for message in messages)


class TestRefusal:
    def test_it_says_what_is_nearest_and_what_can_be_asked(self) -> None:
        [message] = outcome_messages(replace(a_refusal("Nothing *there*."), nearest=(an_article(url=None),)))
        assert message == (
            "Nothing \\*there\\*.\n\nThe nearest I have:\n"
            "- Rebels retake the town · Harbour Post · 25 February 2020\n\n"
            "-# You can ask me about what these articles report: places, events, dates, and who did or said what."
        )

    def test_what_is_nearest_is_listed_once(self) -> None:
        text = "Nothing. I searched 2 articles. Closest: “Rebels retake the town” (Harbour Post)."
        [message] = outcome_messages(replace(a_refusal(text), nearest=(an_article(),)))
        assert message.startswith("Nothing. I searched 2 articles.\n\nThe nearest I have:\n- [Rebels retake the town]")
        assert outcome_messages(a_refusal(text))[0].startswith("Nothing. I searched 2 articles. Closest:")

    def test_with_no_articles_it_names_the_command(self) -> None:
        assert "`nayrab ingest`" in outcome_messages(a_refusal(reason=Reason.EMPTY_CORPUS))[0]

    def test_for_a_bad_question_the_text_says_it_all(self) -> None:
        assert outcome_messages(a_refusal("Too long.", Reason.BAD_QUESTION)) == ("Too long.",)

    def test_without_a_text_it_still_says_something(self) -> None:
        assert outcome_messages(a_refusal(" "))[0].startswith("The articles I have do not answer that.")

    def test_a_false_premise_is_corrected_with_sources_as_an_answer_has_them(self) -> None:
        correction = replace(
            a_refusal("My articles do not bear that out. They say: “It fell.” [1]", Reason.FALSE_PREMISE),
            sources=(cited(1, an_article()),),
            nearest=(an_article(),),
            as_of=dt.date(2020, 2, 25),
        )
        [message] = outcome_messages(correction)
        assert message.startswith("My articles do not bear that out. They say: “It fell.” [1]\n\n-# [1] Harbour Post")
        assert "-# As of 25 February 2020." in message
        assert "The nearest I have" not in message

    def test_a_followup_shows_how_it_was_understood(self) -> None:
        [message] = outcome_messages(replace(a_refusal(), asked_as="Who *held* Tellin?"))
        assert "-# Understood as: Who \\*held\\* Tellin?" in message

    def test_its_notes_are_shown(self) -> None:
        [message] = outcome_messages(replace(a_refusal(), notes=("Dates were ignored.",)))
        assert message.endswith("-# Dates were ignored.")


class TestPassages:
    def test_quotes_stand_by_source_verbatim(self) -> None:
        article = an_article("First sentence. Middle. Last sentence.\nNew paragraph.")
        source = cited(1, article, "First sentence.", "Last sentence.\nNew paragraph.")
        [page] = passage_pages([source_card(source)])
        assert page == (
            f"**[1]** Harbour Post · [Rebels retake the town](<{URL}>) · 25 February 2020\n"
            "> First sentence.\n-# Middle.\n"
            f"-# [Open the page at this quote](<{URL}#:~:text=First%20sentence%2E>)\n\n"
            "-# Middle.\n> Last sentence.\n> New paragraph.\n"
            f"-# [Open the page at this quote](<{URL}#:~:text=Last%20sentence%2E,New%20paragraph%2E>)\n"
            "-# In small print: what stands around a quote in its article."
        )

    def test_long_quotes_are_paged_and_each_page_says_whose_words_they_are(self) -> None:
        sources = [source_card(cited(n, an_article("A sentence of the quote. " * 200))) for n in (1, 2)]
        pages = passage_pages(sources)
        assert len(pages) > 4
        for number, page in enumerate(pages, start=1):
            assert page.startswith("**[")
            assert page.endswith(f"-# Page {number} of {len(pages)}")
            assert size(page) <= 2_000
        assert "".join(pages).count("A sentence of the quote.") == 400

    def test_nothing_quoted_says_so(self) -> None:
        assert passage_pages([]) == ("No passage was quoted.",)


class TestSourceLines:
    def test_whose_voice_it_is_stands_beside_the_publisher(self) -> None:
        state = replace(an_article(publisher="SANA"), affiliation="Syrian *state* media")
        [message] = outcome_messages(an_answer("So [1].", cited(1, state)))
        assert (
            f"-# [1] SANA (Syrian \\*state\\* media) · [Rebels retake the town](<{URL}>) · 25 February 2020\n"
            in message
        )
        [refusal] = outcome_messages(replace(a_refusal(), nearest=(state,)))
        assert "· SANA (Syrian \\*state\\* media) · 25 February 2020" in refusal

    def test_a_page_that_is_gone_is_said_to_be(self) -> None:
        source = cited(1, replace(an_article(), gone=dt.date(2021, 3, 5)))
        [message] = outcome_messages(an_answer("So [1].", source))
        assert "· 25 February 2020 · page no longer there since 5 March 2021\n" in message
        [page] = passage_pages([source_card(source)])
        assert "page no longer there since 5 March 2021" in page.split("\n")[0]

    def test_brackets_in_a_title_do_not_break_its_link(self) -> None:
        assert "[(VIDEO) So (1)](<https://" in outcome_messages(an_answer("x [1]", _titled("[VIDEO] So [1]")))[0]

    def test_an_address_in_a_title_is_no_address(self) -> None:
        assert (
            "[see evil.example](<https://"
            in outcome_messages(an_answer("x [1]", _titled("see https://evil.example")))[0]
        )

    def test_a_title_of_many_lines_is_one(self) -> None:
        assert "[a b # c](<" in outcome_messages(an_answer("x [1]", _titled("a\nb\n# c")))[0]

    def test_without_title_and_publisher_it_says_so(self) -> None:
        answer = an_answer("x [1]", cited(1, an_article(title=" ", publisher="\u200b", url=None)))
        assert "[1] unknown publisher · untitled · 25 February 2020" in outcome_messages(answer)[0]

    def test_a_long_title_ends_in_an_ellipsis(self) -> None:
        [message] = outcome_messages(an_answer("x [1]", _titled("very long " * 100)))
        assert "very long…](<https://" in message

    @pytest.mark.parametrize(
        ("published", "text"),
        [
            (None, "undated"),
            (PublicationDate(dt.date(2020, 2, 5)), "5 February 2020"),
            (PublicationDate(dt.date(2020, 2, 1), Precision.MONTH), "February 2020"),
            (PublicationDate(dt.date(2020, 1, 1), Precision.YEAR), "2020"),
        ],
    )
    def test_dates_are_as_precise_as_they_are_known(self, published: PublicationDate | None, text: str) -> None:
        assert date_text(published) == text


def _titled(title: str) -> CitedSource:
    return cited(1, an_article(title=title))


class TestSafeUrl:
    @pytest.mark.parametrize(
        ("url", "safe"),
        [
            (URL, URL),
            ("HTTP://News.example/a?b=c&d=%20#e", "http://News.example/a?b=c&d=%20#e"),
            ("https://n.example/a_(b)", "https://n.example/a_%28b%29"),
            ("https://n.example/a b>c<d", "https://n.example/a%20b%3Ec%3Cd"),
            ("https://n.example/الن", "https://n.example/%D8%A7%D9%84%D9%86"),
            ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
            ("https://n.example/@everyone", "https://n.example/%40everyone"),
            ("https://n.example:8080/x", "https://n.example:8080/x"),
        ],
    )
    def test_web_addresses_are_encoded_so_that_nothing_ends_the_link(self, url: str, safe: str) -> None:
        assert safe_url(url) == safe

    @pytest.mark.parametrize(
        "url",
        [None, "", "javascript:alert(1)", "ftp://x.example", "discord://x", "/relative", "https://", "https://[bad",
         "https://good.example@evil.example/", "https://a b.example/", "https://a).example/",
         "https://x.example/" + "a" * 500,
         "https://" + "ü" * 80 + ".example/"],
    )  # fmt: skip
    def test_everything_else_is_not_linked(self, url: str | None) -> None:
        assert safe_url(url) is None


class TestEscape:
    @pytest.mark.parametrize(
        ("hostile", "harmless"),
        [
            ("@everyone @here", "@\u200beveryone @\u200bhere"),
            ("<@123> <@!123> <@&123>", "\\<@\u200b123> \\<@\u200b!123> \\<@\u200b&123>"),
            ("<#123>", "\\<\\#123>"),
            ("<:smile:123> <a:x:1>", "\\<\\:smile:123> \\<a\\:x:1>"),
            (":smile: :100: 12:30:45", "\\:smile: \\:100: 12:30:45"),
            ("<t:1:R> </ask:1> <id:home>", "\\<t\\:1:R> \\<\\/ask:1> \\<id\\:home>"),
            ("https://x.example http://y", "https\\://x.example http\\://y"),
            ("discord.gg/abc discordapp.com/invite", "discord\\.gg/abc discordapp\\.com/invite"),
            ("[a](b)", "\\[a\\](b)"),
            ("**b** __u__ ~~s~~ ||h|| `c`", "\\*\\*b\\*\\* \\_\\_u\\_\\_ \\~\\~s\\~\\~ \\|\\|h\\|\\| \\`c\\`"),
            ("```\ncode\n```", "\\`\\`\\`\ncode\n\\`\\`\\`"),
            ("# h\n## h\n-# s\n- l\n* l\n> q\n>>> q", "\\# h\n\\## h\n\\-# s\n\\- l\n\\* l\n\\> q\n\\>>> q"),
            ("1. one\n  2) two", "1\\. one\n  2\\) two"),
            ("a\\*b", "a\\\\\\*b"),
            ("[3] [1]", "\\[3\\] [1]"),
        ],
    )
    def test_what_discord_would_act_on_is_shown_instead(self, hostile: str, harmless: str) -> None:
        assert escape(hostile, frozenset({1})) == harmless

    @pytest.mark.parametrize(
        "text",
        ["Plain words, 3.5 km (U.S.-backed): “yes” — it’s 12:30. M4/M5 @ noon, a@b.example #1", "النيرب", "Идлиб"],
    )
    def test_ordinary_text_stays_as_it_is(self, text: str) -> None:
        assert escape(text) == text


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
            ("a\u202eb\u2066c\u200fd\u061ce", "abcde"),
            ("a\x00\x1b[31mb\x7f", "a[31mb"),
            ("a\r\nb\rc\u2028d\x85e\te", "a\nb\nc\nd\ne e"),
            ("a\ud800b", "a\ufffdb"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("👩\u200d🚒", "👩\u200d🚒"),
            ("a\u200db 👩\u200d", "ab 👩"),
            ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
            ("hid\U000e0041den", "hidden"),
        ],
    )
    def test_what_is_not_seen_is_not_there(self, text: str, shown: str) -> None:
        assert plain(text) == shown

    def test_one_line_and_label(self) -> None:
        assert one_line(" a\n\tb\u200b ") == "a b"
        assert label("a [b] `c`") == "a (b) \\`c\\`"


class TestPaging:
    def test_a_piece_ends_with_a_sentence_where_it_can(self) -> None:
        assert cut("One two. Three four. Five six.", 22) == ["One two. Three four.", "Five six."]

    def test_else_with_a_word(self) -> None:
        assert cut("one two three four", 10) == ["one two", "three four"]

    def test_else_with_a_grapheme(self) -> None:
        family = "👨\u200d👩\u200d👧"
        assert cut(family * 3, 17) == [family * 2, family]

    def test_a_mark_stays_with_its_word(self) -> None:
        assert cut("one two three [1] four five", 16) == ["one two", "three [1] four", "five"]

    def test_an_escaped_character_is_not_parted_from_its_backslash(self) -> None:
        assert cut("\\*" * 5, 5) == ["\\*\\*", "\\*\\*", "\\*"]

    def test_a_link_is_not_cut(self) -> None:
        link = "[a title of words](<https://x.example/long>)"
        assert cut(f"some words {link} more", 48) == ["some words", link, "more"]

    def test_what_would_begin_a_list_after_a_cut_does_not(self) -> None:
        assert cut("one two three - four", 14) == ["one two three", "\\- four"]

    def test_a_grapheme_larger_than_a_message_is_cut_all_the_same(self) -> None:
        assert "".join(cut("e" + "\u0301" * 50, 10)) == "e" + "\u0301" * 50

    def test_a_long_line_begins_on_the_open_page_a_short_one_goes_to_the_next(self) -> None:
        assert pack(["a" * 10, "b" * 60], 60) == ["a" * 10 + "\n" + "b" * 49, "b" * 11]
        assert pack(["a" * 50, "b" * 20], 60) == ["a" * 50, "b" * 20]

    def test_blank_lines_do_not_begin_or_end_a_page(self) -> None:
        assert pack(["", "a" * 9, "", "b" * 9, ""], 10) == ["a" * 9, "b" * 9]

    def test_size_is_counted_the_strictest_way(self) -> None:
        assert size("a🔥") == 3

    def test_shorten_keeps_the_limit_with_its_ellipsis(self) -> None:
        assert shorten("one two three", 8) == "one two…"
        assert shorten("one", 3) == "one"


def test_the_help_fits_into_one_message() -> None:
    assert 0 < size(help_message()) <= 2_000
