"""Whatever the rules and the standing: nobody is let past a limit, and a refusal is one short sentence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.access import Action, Allowed, Asker, Denied, Place, Policy, Standing, may
from bot.counting import Tally
from bot.markup import escape
from bot.server_settings import ServerSettings, read_overrides
from bot.tariff import Cost

counts = st.integers(0, 6)
ids = st.frozensets(st.integers(1, 4), max_size=3)
rules_of = st.builds(
    ServerSettings,
    channels=ids,
    roles=ids,
    cooldown_seconds=counts,
    person_questions=counts,
    server_questions=counts,
    person_tokens=counts,
    server_tokens=counts,
    server_money=counts,
)
standings = st.builds(
    Standing,
    seconds_since=st.none() | st.floats(0, 8),
    person_questions=counts,
    server_questions=counts,
    person_tokens=counts,
    server_tokens=counts,
    server_money=counts,
    to_midnight=st.floats(0, 86_400),
    role_names=st.lists(st.text(max_size=20), max_size=3).map(tuple),
)
askers = st.builds(Asker, st.integers(1, 3), ids, st.booleans())
places = st.builds(Place, st.none() | st.just(1), st.integers(1, 4), st.none() | st.integers(1, 4))
policies = st.builds(Policy, admin_user_ids=st.frozensets(st.integers(1, 3), max_size=1), channel_ids=ids)
LIMITS = ("person_questions", "server_questions", "person_tokens", "server_tokens", "server_money")


@given(askers, places, policies, st.none() | rules_of, standings)
def test_nobody_is_let_past_a_limit(
    asker: Asker, place: Place, policy: Policy, rules: ServerSettings | None, standing: Standing
) -> None:
    decision = may(asker, Action.ASK, place, policy, rules, standing)
    if isinstance(decision, Denied):
        assert decision.reason
        assert "\n" not in decision.reason
        assert "@everyone" not in decision.reason
        return
    if rules is None:
        assert place.guild_id is None or asker.user_id in policy.admin_user_ids
        return
    assert standing.seconds_since is None or standing.seconds_since >= rules.cooldown_seconds
    for limit in LIMITS:
        assert getattr(rules, limit) == 0 or getattr(standing, limit) < getattr(rules, limit)
    if place.guild_id is not None and asker.user_id not in policy.admin_user_ids:
        at = {place.channel_id, place.parent_id}
        assert not rules.channels or at & rules.channels
        assert not policy.channel_ids or at & policy.channel_ids
        assert not rules.roles or asker.role_ids & rules.roles


@given(st.lists(st.tuples(st.sampled_from(["ask", "end", "drop"]), st.integers(1, 2)), max_size=40), st.integers(1, 4))
def test_questions_at_once_never_slip_past_a_budget(steps: list[tuple[str, int]], most: int) -> None:
    tally, answered, now = Tally(), 0, 1_000_000.0
    under_way = {1: 0, 2: 0}
    rules = ServerSettings(server_questions=most)
    for step, person in steps:
        now += 1
        if step == "ask":
            standing = tally.standing(5, person, now)
            if may(Asker(person), Action.ASK, Place(5, 1), Policy(), rules, standing) == Allowed():
                tally.book(5, person, Cost(), now)
                under_way[person] += 1
        elif under_way[person]:
            under_way[person] -= 1
            answered += step == "end"
            tally.settle(5, person, Cost(3, 4) if step == "end" else None, now)
        assert answered + sum(under_way.values()) <= most
    assert sum(used.questions for used in tally.unwritten()) == answered


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([*ServerSettings.model_fields, "newer"]), json_values) | json_values)
def test_whatever_is_stored_is_read_and_opens_nothing(document: object) -> None:
    own = read_overrides(document)
    rules = own.over(ServerSettings())
    assert ServerSettings.model_validate(rules.model_dump()) == rules
    for name in ("channels", "roles"):
        said = document.get(name, []) if isinstance(document, dict) else None
        if said != []:
            assert own.unclear or getattr(rules, name), f"{name} was {said!r}, and everybody is let in"


def test_the_sign_that_pings_is_the_one_escaped() -> None:
    assert "@everyone" not in escape("@everyone")
