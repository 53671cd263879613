from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.changes import (
    Added,
    Duplicate,
    Promoted,
    ReadContainer,
    Reading,
    Recopied,
    Removed,
    Replaced,
    Stored,
    Unchanged,
    decide,
)
from ingest.corpus.models import Article, Copy
from ingest.vanished import Removal, left_behind, vanished

if TYPE_CHECKING:
    from ingest.changes import Change


def article(id_: str, text: str, container: str = "/a", **facts: object) -> Article:
    made = Article(id=id_, title=id_, text=text, publisher="Post", origin=container, container=container)
    return replace(made, **facts)  # type: ignore[arg-type]  # a test names fields by keyword


def stored(*articles: Article) -> dict[str, Stored]:
    return {a.id: Stored(a.digest, a.text_digest, a.container, a.origin, a.copies) for a in articles}


def read(container: str, *articles: Article, complete: bool = True, protected: tuple[str, ...] = ()) -> ReadContainer:
    return ReadContainer(container, articles, complete, frozenset(protected))


def kinds(changes: tuple[Change, ...]) -> list[type]:
    return [type(change) for change in changes]


ONE, TWO = article("one", "First."), article("two", "Second.")


def test_new_same_other_and_gone() -> None:
    newer = article("two", "Second, mended.")
    new = article("three", "Third.")
    decision = decide(stored(ONE, TWO, article("four", "Fourth.")), Reading((read("/a", ONE, newer, new),)))
    assert decision.changes == (Unchanged("one"), Replaced(newer), Added(new), Removed("four"))


def test_nothing_outside_the_run_is_touched() -> None:
    decision = decide(stored(ONE, article("b", "Elsewhere.", "/b")), Reading((read("/a", ONE),)))
    assert decision.changes == (Unchanged("one"),)
    assert not decision.writes


def test_a_container_that_failed_or_is_empty_keeps_what_it_held() -> None:
    for failed in (read("/a", complete=False), read("/a"), read("/a", ONE, complete=False)):
        decision = decide(stored(ONE, TWO), Reading((failed,)))
        assert Removed not in kinds(decision.changes)
        assert "/a" in decision.warnings[0]


def test_a_row_that_could_not_be_read_keeps_its_article() -> None:
    decision = decide(stored(ONE, TWO), Reading((read("/a", ONE, protected=("two",)),)))
    assert decision.changes == (Unchanged("one"),)


def test_a_container_that_is_gone_takes_its_articles_along() -> None:
    assert decide(stored(ONE), Reading(gone=frozenset({"/a"}))).changes == (Removed("one"),)


def test_one_text_is_stored_once_and_remembers_its_copies() -> None:
    twin = article("twin", "First.", "/b")
    decision = decide({}, Reading((read("/a", ONE), read("/b", twin))))
    added = replace(ONE, copies=(Copy("twin", "/b", "Post", None, "/b"),))
    assert decision.changes == (Added(added), Duplicate(twin, "one"))


def test_a_stored_article_stays_the_holder_of_its_text() -> None:
    twin = article("twin", "First.", "/b")
    decision = decide(stored(ONE), Reading((read("/b", twin),)))
    assert decision.changes == (Duplicate(twin, "one"), Recopied("one", (Copy("twin", "/b", "Post", None, "/b"),)))
    again = decide(
        stored(replace(ONE, copies=(Copy("twin", "/b", "Post"),))), Reading((read("/b", twin), read("/a", ONE)))
    )
    assert not again.writes


def test_a_copy_that_is_gone_is_forgotten() -> None:
    held = replace(ONE, copies=(Copy("twin", "/b", "Post"),))
    decision = decide(stored(held), Reading(gone=frozenset({"/b"})))
    assert decision.changes == (Recopied("one", ()),)


def test_when_the_holder_goes_a_copy_takes_its_place() -> None:
    held = replace(ONE, copies=(Copy("twin", "/b", "Echo"), Copy("third", "/c", "Post")))
    decision = decide(stored(held), Reading(gone=frozenset({"/a"})))
    first, second = held.copies
    assert decision.changes == (Promoted("twin", "one", first, (second,)), Removed("one"))


def test_when_the_holder_changes_a_copy_takes_the_old_text() -> None:
    held = replace(ONE, copies=(Copy("twin", "/b", "Echo"),))
    newer = article("one", "First, mended.")
    decision = decide(stored(held), Reading((read("/a", newer),)))
    assert decision.changes == (Replaced(newer), Promoted("twin", "one", held.copies[0], ()))


def test_one_id_for_two_texts_in_one_file() -> None:
    other = article("one", "Another text.")
    decision = decide({}, Reading((read("/a", ONE, other, ONE),)))
    assert decision.changes == (Added(ONE), Added(replace(other, id="one#2")), Duplicate(ONE, "one"))
    assert "one#2" in decision.warnings[0]
    assert not decide(stored(ONE, replace(other, id="one#2")), Reading((read("/a", ONE, other),))).writes


def test_an_id_of_another_file_is_not_taken_from_it() -> None:
    other = article("one", "Another text.", "/b")
    decision = decide(stored(ONE), Reading((read("/b", other),)))
    assert decision.changes == (Added(replace(other, id="one#2")),)
    assert not decide(stored(ONE, replace(other, id="one#2")), Reading((read("/b", other),))).writes


def test_an_export_read_back_changes_nothing() -> None:
    exported = replace(ONE, container="/export.jsonl")
    decision = decide(stored(ONE), Reading((read("/export.jsonl", exported),)))
    assert kinds(decision.changes) == [Duplicate]


def test_what_vanished_from_a_folder() -> None:
    held = {"/f/a.txt", "/f/b.txt", "/f/locked/c.txt", "/other/d.txt", "/f2/e.txt"}
    gone, warnings = vanished(held, ["/f"], ["/f/a.txt"], ["/f/locked"])
    assert (gone, warnings) == (frozenset({"/f/b.txt"}), ())


def test_a_folder_in_which_nothing_is_seen_loses_nothing() -> None:
    gone, warnings = vanished({"/f/a.txt"}, ["/f"], [], [])
    assert not gone
    assert "/f" in warnings[0]


def test_what_a_removed_source_leaves_behind() -> None:
    held = {"/f/a.txt", "/f/own/b.txt", "/f2/c.txt", "/g.csv"}
    assert left_behind(held, Removal(["/f", "/g.csv"], ["/f/own"], {})) == (frozenset({"/f/a.txt", "/g.csv"}), ())
    assert not left_behind(held, Removal(["/f"], ["/"], {}))[0]
    assert not left_behind(held, Removal([], ["/f"], {}))[0]


def test_what_a_removed_feed_leaves_behind() -> None:
    one, two, unknown = "http://a.example/1", "http://b.example/2", "http://a.example/3"
    feed = "http://a.example/feed"
    places = {one: feed, two: "http://b.example/feed"}
    assert left_behind({one, two}, Removal([feed], [], places)) == (frozenset({one}), ())
    assert not left_behind({one, two}, Removal([feed], [feed], places))[0]
    gone, warnings = left_behind({one, unknown}, Removal([feed], [], {}))
    assert not gone
    assert feed in warnings[0]
