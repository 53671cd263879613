"""Who may do what: closed unless something opens it."""

from __future__ import annotations

import pytest

from bot.access import Action, Allowed, Asker, Denied, Kind, Place, Policy, Standing, may
from bot.server_settings import ServerSettings

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


class TestConfigure:
    @pytest.mark.parametrize(
        ("asker", "place", "allowed"),
        [
            (Asker(5, manages_server=True), SERVER, True),
            (Asker(9), SERVER, True),
            (SOMEBODY, SERVER, False),
            (Asker(5, frozenset({7})), SERVER, False),
            (Asker(5, manages_server=True), DIRECT, False),
            (Asker(9), DIRECT, False),
        ],
        ids=["manages it", "is named", "nobody", "has a role for the corpus", "in private", "named, in private"],
    )
    def test_a_server_is_set_by_who_manages_it(self, asker: Asker, place: Place, allowed: bool) -> None:
        policy = Policy(admin_user_ids=frozenset({9}), admin_role_ids=frozenset({7}))
        decision = may(asker, Action.CONFIGURE, place, policy)
        assert isinstance(decision, Allowed) is allowed
        assert allowed or decision.kind is Kind.ADMIN  # type: ignore[union-attr]  # only the denied have one


class TestRules:
    ROOMS = ServerSettings(channels=frozenset({10}))
    ROLES = ServerSettings(roles=frozenset({7, 8}))

    @pytest.mark.parametrize("action", [Action.ASK, Action.LOOK_UP])
    @pytest.mark.parametrize(
        ("asker", "place", "rules", "kind"),
        [
            (SOMEBODY, SERVER, ROOMS, None),
            (SOMEBODY, THREAD, ROOMS, None),
            (SOMEBODY, DIRECT, ROOMS, None),
            (SOMEBODY, Place(1, 12), ROOMS, Kind.CHANNEL),
            (Asker(5, manages_server=True), Place(1, 12), ROOMS, Kind.CHANNEL),
            (Asker(9), Place(1, 12), ROOMS, None),
            (Asker(5, frozenset({8})), SERVER, ROLES, None),
            (SOMEBODY, SERVER, ROLES, Kind.ROLE),
            (SOMEBODY, DIRECT, ROLES, None),
            (Asker(9), SERVER, ROLES, None),
            (SOMEBODY, SERVER, None, Kind.UNREADABLE),
            (SOMEBODY, DIRECT, None, None),
        ],
        ids=[
            *("channel", "its thread", "private", "elsewhere", "managers too", "not the bot's admins"),
            *("role", "no role", "no roles in private", "no role, but named", "unreadable", "unreadable, in private"),
        ],
    )
    def test_a_place_and_a_person(
        self, asker: Asker, place: Place, rules: ServerSettings | None, kind: Kind | None, action: Action
    ) -> None:
        decision = may(asker, action, place, Policy(admin_user_ids=frozenset({9})), rules)
        assert getattr(decision, "kind", None) is kind

    @pytest.mark.parametrize(
        ("everywhere", "here", "said"),
        [
            ({10, 11}, {11, 12}, "only in <#11> here"),
            (set(), {12}, "only in <#12> here"),
            ({10}, set(), "only in <#10> here"),
            ({10}, {12}, "only in a direct message, not in this server"),
        ],
        ids=["both", "the server's", "the bot's", "neither fits the other"],
    )
    def test_channels_of_the_bot_and_of_the_server_both_hold(
        self, everywhere: set[int], here: set[int], said: str
    ) -> None:
        rules = ServerSettings(channels=frozenset(here))
        decision = may(SOMEBODY, Action.ASK, Place(1, 99), Policy(channel_ids=frozenset(everywhere)), rules)
        assert isinstance(decision, Denied)
        assert said in decision.reason

    def test_roles_are_named_without_pinging(self) -> None:
        decision = may(SOMEBODY, Action.ASK, SERVER, Policy(), self.ROLES, Standing(role_names=("Press", "@everyone")))
        assert decision == Denied("Here I answer only people with the role “Press” or “@\u200beveryone”.", Kind.ROLE)


class TestAmounts:
    @pytest.mark.parametrize(
        ("limit", "standing", "said"),
        [
            ({"cooldown_seconds": 30}, Standing(seconds_since=18.2), "Please wait 12 seconds before"),
            ({"cooldown_seconds": 3600}, Standing(seconds_since=0), "Please wait 60 minutes before"),
            ({"cooldown_seconds": 30}, Standing(seconds_since=29.9), "Please wait 1 second before"),
            ({"person_questions": 3}, Standing(person_questions=3), "Your questions for today are used up;"),
            ({"server_questions": 3}, Standing(server_questions=4), "This server's questions for today are used up;"),
            ({"person_tokens": 9}, Standing(person_tokens=9), "Your share of the language model for today is used up;"),
            ({"server_tokens": 9}, Standing(server_tokens=9), "This server's share of the language model"),
            ({"server_money": 9}, Standing(server_money=9), "What this server may spend on answers today"),
        ],
        ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
    )
    def test_what_is_used_up_is_denied_until_midnight(
        self, limit: dict[str, int], standing: Standing, said: str
    ) -> None:
        rules = ServerSettings(**limit)
        decision = may(Asker(9), Action.ASK, SERVER, Policy(admin_user_ids=frozenset({9})), rules, standing)
        assert isinstance(decision, Denied)
        assert decision.reason.startswith(said)
        assert decision.kind is (Kind.COOLDOWN if "cooldown_seconds" in limit else Kind.BUDGET)
        assert may(Asker(9), Action.LOOK_UP, SERVER, Policy(), rules, standing) == Allowed()

    def test_it_is_said_when_it_begins_anew(self) -> None:
        rules = ServerSettings(person_questions=1)
        told = may(SOMEBODY, Action.ASK, DIRECT, Policy(), rules, Standing(person_questions=1, to_midnight=9_000))
        assert isinstance(told, Denied)
        assert told.reason.endswith("; I can answer again at 00:00 UTC (in 3 hours).")
