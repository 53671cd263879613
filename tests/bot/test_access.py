"""Who may do what: closed unless something opens it."""

from __future__ import annotations

import pytest

from bot.access import Action, Allowed, Asker, Denied, Place, Policy, may

SERVER = Place(guild_id=1, channel_id=10)
THREAD = Place(guild_id=1, channel_id=11, parent_id=10)
DIRECT = Place()
SOMEBODY = Asker(5)


class TestAdminister:
    @pytest.mark.parametrize(
        ("asker", "place", "policy"),
        [
            (Asker(5, manages_server=True), SERVER, Policy()),
            (Asker(5, frozenset({7})), SERVER, Policy(admin_role_ids=frozenset({7}))),
            (SOMEBODY, SERVER, Policy(admin_user_ids=frozenset({5}))),
            (SOMEBODY, DIRECT, Policy(admin_user_ids=frozenset({5}))),
            (Asker(5, manages_server=True), SERVER, Policy(admin_guild_ids=frozenset({1}))),
        ],
        ids=["manages the server", "has a named role", "is named", "is named, in private", "in the named server"],
    )
    def test_it_is_allowed_to(self, asker: Asker, place: Place, policy: Policy) -> None:
        assert may(asker, Action.ADMINISTER, place, policy) == Allowed()

    @pytest.mark.parametrize(
        ("asker", "place", "policy"),
        [
            (SOMEBODY, SERVER, Policy()),
            (Asker(5, frozenset({8})), SERVER, Policy(admin_role_ids=frozenset({7}))),
            (SOMEBODY, SERVER, Policy(admin_user_ids=frozenset({6}))),
            (Asker(5, manages_server=True), DIRECT, Policy()),
            (Asker(5, frozenset({7})), DIRECT, Policy(admin_role_ids=frozenset({7}))),
            (Asker(5, manages_server=True), SERVER, Policy(admin_guild_ids=frozenset({99}))),
        ],
        ids=[
            *("nothing configured", "another role", "another person", "no server to manage"),
            *("no server to have a role", "another server"),
        ],
    )
    def test_it_is_denied_with_a_reason(self, asker: Asker, place: Place, policy: Policy) -> None:
        decision = may(asker, Action.ADMINISTER, place, policy)
        assert isinstance(decision, Denied)
        assert decision.reason.endswith(".")


class TestAsk:
    ONLY_TEN = Policy(channel_ids=frozenset({10}), admin_user_ids=frozenset({9}))

    @pytest.mark.parametrize("place", [SERVER, THREAD, DIRECT])
    def test_everybody_may_ask_where_nothing_is_configured(self, place: Place) -> None:
        assert may(SOMEBODY, Action.ASK, place, Policy()) == Allowed()

    @pytest.mark.parametrize("place", [SERVER, THREAD, DIRECT])
    def test_in_a_named_channel_its_threads_and_in_private_too(self, place: Place) -> None:
        assert may(SOMEBODY, Action.ASK, place, self.ONLY_TEN) == Allowed()

    def test_elsewhere_it_is_denied_and_the_channel_named(self) -> None:
        decision = may(SOMEBODY, Action.ASK, Place(1, 12, 13), self.ONLY_TEN)
        assert isinstance(decision, Denied)
        assert "<#10>" in decision.reason

    def test_admins_may_ask_everywhere(self) -> None:
        assert may(Asker(9), Action.ASK, Place(1, 12), self.ONLY_TEN) == Allowed()


def test_what_it_does_not_know_is_denied() -> None:
    assert isinstance(may(Asker(5, manages_server=True), "erase", SERVER, Policy()), Denied)  # type: ignore[arg-type]  # the point
