"""Which articles are one report printed by several outlets, and which only look like it."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from typing import TYPE_CHECKING

import pytest

from ingest.likeness import compare, read
from ingest.stories import DAYS_APART, StoryFacts, group, is_current, regroup, signature
from tests.fakes import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAY = dt.date(2020, 2, 3)


def stories(texts: Mapping[str, str], facts: Mapping[str, StoryFacts] | None = None) -> dict[str, str]:
    known = facts or {id_: wire.facts(f"Paper {id_}") for id_ in texts}
    return group({id_: signature(text) for id_, text in texts.items()}, known, texts.__getitem__)


def joined(one: str, other: str, **days: dt.date | None) -> bool:
    facts = {
        "a": wire.facts("Harbour Post", days.get("first", DAY)),
        "b": wire.facts("Gazette", days.get("second", DAY)),
    }
    return bool(stories({"a": one, "b": other}, facts)["a"])


@pytest.mark.parametrize("edit", wire.EDITS, ids=lambda edit: edit.__name__)
def test_an_edited_copy_is_the_same_story(edit: Callable[[list[str]], str]) -> None:
    report = wire.a_report(1)
    assert joined(" ".join(report), edit(report))


def test_most_edited_copies_are_found_and_nothing_else_is_joined() -> None:
    texts, truth = {}, {}
    for seed in range(40):
        report = wire.a_report(seed)
        for name, edit in {
            "0": " ".join,
            **{e.__name__: e for e in (wire.EDITS[seed % 8], wire.EDITS[(seed + 3) % 8])},
        }.items():
            texts[f"{seed:02}-{name}"] = edit(report)
            truth[f"{seed:02}-{name}"] = seed
        texts[f"{seed:02}-other"] = " ".join(wire.a_report(1000 + seed))
        truth[f"{seed:02}-other"] = 1000 + seed
        texts[f"{seed:02}-daily"] = wire.a_daily_report(seed)
        truth[f"{seed:02}-daily"] = 2000 + seed
    found = stories(texts)
    pairs = {(a, b) for a in texts for b in texts if a < b}
    same = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    told = {(a, b) for a, b in pairs if found[a] and found[a] == found[b]}
    assert told <= same
    assert len(told) / len(same) >= 0.95


def test_a_story_is_named_after_its_earliest_article() -> None:
    report = wire.a_report(1)
    texts = {"a": " ".join(report), "b": wire.reordered(report), "c": wire.with_credit(report), "d": "Short."}
    facts = {
        "a": wire.facts("Harbour Post", dt.date(2020, 2, 4)),
        "b": wire.facts("Gazette", dt.date(2020, 2, 3)),
        "c": wire.facts("Wire", None),
        "d": wire.facts("Wire"),
    }
    assert stories(texts, facts) == {"a": "b", "b": "b", "c": "b", "d": ""}


def test_another_report_is_not_joined() -> None:
    assert not joined(" ".join(wire.a_report(1)), " ".join(wire.a_report(2)))


def test_daily_reports_that_share_their_phrases_are_not_joined() -> None:
    assert compare(read(wire.a_daily_report(1)), read(wire.a_daily_report(2))).contained > 0.6
    assert not joined(wire.a_daily_report(1), wire.a_daily_report(2))


def test_a_later_count_is_another_report() -> None:
    report = wire.a_report(1)
    assert not joined(" ".join(report), wire.with_a_later_count(report))


def test_figures_in_words_and_digits_are_the_same() -> None:
    words = "The rescue service said that twelve people died when jets hit the market of Dorra on Sunday. "
    background = " ".join(wire.a_report(3, 5))
    assert joined(words + background, words.replace("twelve", "12") + background)
    assert not joined(words + background, words.replace("twelve", "13") + background)
    assert not joined(background + words, background + words.replace("Sunday", "Friday"))


def test_another_toll_in_other_words_is_another_report() -> None:
    background = " ".join(wire.a_report(3, 6))
    first = "Shelling of the market of Dorra on Sunday killed nearly 75 people, said the rescue service. "
    other = "At least 30 people were reported dead in Dorra when its market was shelled on Sunday. "
    assert joined(first + background, first.replace("said the rescue service", "rescuers said") + background)
    assert not joined(first + background, other + background)
    assert joined(background, other + background)


def test_an_outlet_that_prints_its_own_report_again_copies_nobody() -> None:
    report = wire.a_report(1)
    texts = {"a": " ".join(report), "b": wire.without_a_sentence(report)}
    assert stories(texts, dict.fromkeys(texts, wire.facts("Gazette"))) == {"a": "", "b": ""}


def test_an_own_update_joins_the_story_that_others_printed() -> None:
    report = wire.a_report(1)
    texts = {"a": " ".join(report), "b": wire.without_a_sentence(report), "c": wire.with_credit(report)}
    facts = {"a": wire.facts("Gazette"), "b": wire.facts("Gazette"), "c": wire.facts("Harbour Post")}
    assert set(stories(texts, facts).values()) == {"a"}


def test_of_two_versions_a_copy_goes_with_the_one_whose_figures_it_has() -> None:
    report = wire.a_report(1)
    texts = {"a": " ".join(report), "b": wire.with_a_later_count(report), "c": wire.with_credit(report)}
    assert stories(texts) == {"a": "a", "b": "", "c": "a"}


@pytest.mark.parametrize(("apart", "same"), [(DAYS_APART, True), (DAYS_APART + 1, False)])
def test_copies_are_printed_within_days(apart: int, same: bool) -> None:
    report = wire.a_report(1)
    later = DAY + dt.timedelta(days=apart)
    assert joined(" ".join(report), wire.with_credit(report), second=later) is same
    assert joined(wire.with_credit(report), " ".join(report), first=later) is same


def test_an_undated_copy_is_a_copy() -> None:
    report = wire.a_report(1)
    assert joined(" ".join(report), wire.with_credit(report), second=None)


def test_short_texts_and_old_signatures_are_left_alone() -> None:
    assert signature("Rebels took the town, a monitor said.") == b""
    report = " ".join(wire.a_report(1))
    old = b"\x00" + signature(report)[1:]
    assert is_current(signature(report))
    assert is_current(b"")
    assert not is_current(old)
    assert not is_current(signature(report)[:-1])
    assert group({"a": old, "b": signature(report)}, {}, lambda _: report) == {"a": "", "b": ""}


def test_a_signature_does_not_change_between_versions_of_the_library() -> None:
    """Signatures are kept in the corpus: where this fails, their version must be counted up."""
    assert hashlib.sha256(signature("one two three " * 20)).hexdigest()[:16] == "0446055311ebe569"


class TestRegroup:
    def setup_method(self) -> None:
        report = wire.a_report(1)
        self.texts = {"a": " ".join(report), "b": wire.reordered(report), "c": " ".join(wire.a_report(2))}
        self.facts = {id_: wire.facts(f"Paper {id_}") for id_ in "abcd"}
        self.before = self.grouped()

    def grouped(self) -> dict[str, str]:
        return stories(self.texts, self.facts)

    def regrouped(self, *changed: str) -> dict[str, str]:
        signatures = {id_: signature(text) for id_, text in self.texts.items()}
        return regroup(changed, signatures, self.facts, self.before, self.texts.__getitem__)

    def test_nothing_changed(self) -> None:
        assert self.before == {"a": "a", "b": "a", "c": ""}
        assert self.regrouped() == {}
        assert self.regrouped("a", "c") == {}

    def test_a_copy_is_added(self) -> None:
        self.texts["d"] = wire.with_credit(wire.a_report(2))
        assert self.regrouped("d") == {"c": "c", "d": "c"}

    def test_a_copy_is_removed_and_the_other_stands_alone(self) -> None:
        del self.texts["b"]
        assert self.regrouped("b") == {"a": ""}

    def test_the_one_that_named_the_story_is_removed(self) -> None:
        self.texts["d"] = wire.with_credit(wire.a_report(1))
        self.before = self.grouped()
        del self.texts["a"]
        assert self.regrouped("a") == {"b": "b", "d": "b"}

    def test_a_removed_article_need_not_be_known_any_more(self) -> None:
        del self.texts["b"], self.before["b"]
        assert self.regrouped("b") == {"a": ""}

    def test_a_copy_becomes_another_report(self) -> None:
        self.texts["b"] = " ".join(wire.a_report(2))
        assert self.regrouped("b") == {"a": "", "b": "b", "c": "b"}


def test_a_hundred_changed_among_ten_thousand_cost_little() -> None:
    pick = random.Random(5)
    signatures = {f"{n:05}": b"\x01" + pick.randbytes(504) for n in range(9_900)}
    texts = {f"new {n:02}": " ".join(wire.a_report(n, 6)) for n in range(100)}
    signatures |= {id_: signature(text) for id_, text in texts.items()}
    before = dict.fromkeys(signatures, "")
    began = time.process_time()
    assert regroup(texts.keys(), signatures, {}, before, texts.__getitem__) == {}
    assert time.process_time() - began < 1.0
