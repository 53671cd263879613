"""What admins read of the corpus: harmless whatever is in it, complete within Discord's limits."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.curating import (
    ADMIN_HELP,
    choices,
    history_text,
    messages,
    proposal_text,
    removal_text,
    rollback_text,
    sources_text,
    status_text,
    target_of,
    unknown_text,
)
from bot.curation import CorpusStatus, Deed, Proposal, ProposedArticle, SnapshotLine, SourceLine
from bot.paging import CONTENT_LIMIT, size
from bot.pending import KEPT_FOR, MOST, Pending
from bot.render import help_message
from bot.uploading import SUFFIXES, file_name, objection_to_address, objection_to_file
from tests.fakes.curator import a_proposal

NOON = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)
_PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d|<#\d{5,}|<a?:\w|<t:|</\w|<id:")


def a_snapshot(name: str, *, live: bool = False, parent: str | None = None) -> SnapshotLine:
    return SnapshotLine(name, live, NOON.isoformat(), 10, 20, parent)


class TestRollbackTarget:
    def test_the_parent_of_the_live_one_comes_first(self) -> None:
        lines = [a_snapshot("6", live=True, parent="4"), a_snapshot("5"), a_snapshot("4")]
        assert target_of(lines, None) == (lines[0], lines[2])

    def test_where_the_parent_is_no_longer_kept_the_next_older(self) -> None:
        lines = [a_snapshot("6"), a_snapshot("5", live=True, parent="1"), a_snapshot("4"), a_snapshot("3")]
        assert target_of(lines, None) == (lines[1], lines[2])

    def test_zeros_in_front_need_not_be_typed(self) -> None:
        lines = [a_snapshot("000002", live=True), a_snapshot("000001")]
        assert target_of(lines, " 1 ") == (lines[0], lines[1])

    def test_without_a_live_one_it_must_be_named(self) -> None:
        live, told = target_of([a_snapshot("1")], None)
        assert live is None
        assert isinstance(told, str)
        assert target_of([a_snapshot("1")], "1") == (None, a_snapshot("1"))


class TestTexts:
    def test_a_source_without_articles_says_so(self) -> None:
        assert "no article in it yet" in proposal_text(a_proposal(articles=(), total=0))

    def test_publishers_are_ranked_and_the_rest_counted(self) -> None:
        publishers = {f"Paper {n:02}": n for n in range(1, 21)}
        shown = status_text(CorpusStatus("1", "today", 1, 1, publishers, ("T", "P", "2020-02-25"), (), "all, by ada"))
        assert "-# Paper 20 20, Paper 19 19," in shown
        assert "and 8 more" in shown
        assert "1 article in 1 passage by 20 publishers" in shown
        assert "Newest: T · P · 2020-02-25" in shown
        assert "Under way: all, by ada" in shown

    def test_times_are_told_in_utc(self) -> None:
        damascus = dt.timezone(dt.timedelta(hours=3))
        deed = Deed(dt.datetime(2020, 3, 6, 12, tzinfo=damascus), "ada", "add", "done")
        assert "2020-03-06 09:00 UTC" in history_text((), (deed,))

    def test_an_empty_past(self) -> None:
        assert history_text((), ()) == "**Snapshots**\nNone yet.\n\n**What was done**\nNothing yet."
        assert "No source is configured yet" in sources_text(())

    def test_help_with_the_part_for_admins_fits(self) -> None:
        assert size(help_message() + ADMIN_HELP) <= CONTENT_LIMIT


words = st.text(max_size=60).map(lambda text: text * 7) | st.sampled_from(
    ["@everyone", "<@123456789>", "**[x](https://a.example)**", "\n# Big"]
)


@settings(max_examples=30, deadline=None)
@given(words, words, st.integers(0, 10**9), st.integers(1, 20))
def test_whatever_comes_in_it_is_harmless_and_fits(first: str, second: str, number: int, times: int) -> None:
    line = SnapshotLine(first, live=True, created=second, articles=number, passages=number)
    deed = Deed(NOON, first, second, first, second)
    source = SourceLine(first, second, f"https://a.example/{first}", second, first, second, number)
    article = ProposedArticle(second, f"https://a.example/{first}", second)
    proposal = Proposal(first, second, second, first, (article,) * 5, number, (second,) * 3, first, second, first)
    status = CorpusStatus(
        first, second, number, number, {first: 1, second: 2}, (first, second, first), (deed,), second, ((first, NOON),)
    )
    for text in (
        history_text((line,) * times, (deed,) * times),
        sources_text((source,) * times),
        proposal_text(proposal),
        removal_text(source),
        rollback_text(line, line),
        status_text(status),
        unknown_text(first, (first, second)),
    ):
        for content in messages(text):
            assert 0 < size(content) <= CONTENT_LIMIT
            assert not _PING.search(content)


@given(st.lists(st.text(max_size=120)), st.text(max_size=5))
def test_choices_are_what_discord_takes(names: list[str], typed: str) -> None:
    offered = choices(names, typed)
    assert len(offered) <= 25
    assert all(0 < len(name) <= 100 for name in offered)
    assert set(offered) <= set(names)


class TestPending:
    def setup_method(self) -> None:
        self.now = NOON
        self.count = 0
        self.pending: Pending[str] = Pending(lambda: self.now, self._key)

    def _key(self) -> str:
        self.count += 1
        return f"key{self.count}"

    def test_it_is_taken_once_by_the_one_it_is_for(self) -> None:
        key = self.pending.keep("deed", 1)
        assert self.pending.take(key, 2) is None
        assert self.pending.take(key, 1) == "deed"
        assert self.pending.take(key, 1) is None

    def test_it_is_forgotten_after_a_while(self) -> None:
        key = self.pending.keep("deed", 1)
        self.now += KEPT_FOR
        assert self.pending.take(key, 1) is None

    def test_the_oldest_makes_room(self) -> None:
        first = self.pending.keep("first", 1)
        others = [self.pending.keep(str(n), 1) for n in range(MOST)]
        assert self.pending.take(first, 1) is None
        assert self.pending.take(others[0], 1) == "0"


class TestFiles:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_what_ingest_reads_may_come_in(self, suffix: str) -> None:
        assert objection_to_file(f"Notes{suffix.upper()}", 10, 10) is None
        assert objection_to_file(f"Notes{suffix}", 11, 10) is not None

    @pytest.mark.parametrize("name", ["txt", ".txt", "a.txt.exe", "a.", "", "b.xtxt"])
    def test_anything_else_may_not(self, name: str) -> None:
        assert objection_to_file(name, 10, 10) is not None

    @pytest.mark.parametrize(
        ("given", "kept"), [("../../a.txt", "a.txt"), (r"C:\x\a.txt", "a.txt"), ("a\n.txt", "a .txt")]
    )
    def test_a_name_has_no_folders(self, given: str, kept: str) -> None:
        assert file_name(given) == kept

    @pytest.mark.parametrize("url", ["HTTPS://a.example/feed", "http://a.example"])
    def test_web_addresses_may_come_in(self, url: str) -> None:
        assert objection_to_address(url) is None
