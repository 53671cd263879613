"""`/corpus` in a simulated Discord: who may, what they see, what reaches the curator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord.actors import _dispatch_actor_interaction  # Discord would not let a person do that
from simcord.enums import InteractionType

from bot.access import Policy
from bot.client import BotOptions
from bot.curation import Deed, Proposal, ProposedArticle
from ingest.corpus.errors import CorpusError, StorageError
from tests.fakes.curator import NOON, FakeCurator, a_proposal
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import simcord

HARMLESS = {"status", "history", "sources"}
COMMANDS: dict[str, dict[str, Any]] = {
    "reingest": {},
    "add": {"url": "https://coast.example"},
    "upload": {"file": ("notes.txt", b"The bridge is open.")},
    "remove": {"source": "Harbour Post"},
    "sources": {},
    "status": {},
    "history": {},
    "feedback": {},
    "rollback": {},
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    options = BotOptions("t", upload_bytes=1_000)
    async with opened(House(tmp_path, curator=FakeCurator(), options=options)) as house:
        yield house


@pytest.fixture
def curator(house: House) -> FakeCurator:
    assert house.curator is not None
    return house.curator


@pytest.fixture
def admin(house: House) -> simcord.MemberActor:
    return hires(house, "ada")


def hires(house: House, name: str, **permissions: bool) -> simcord.MemberActor:
    """A member with a role of these permissions (Manage Server)."""
    role = house.guild.create_role(name, permissions=discord.Permissions(**(permissions or {"manage_guild": True})))
    return house.guild.add_member(house.env.create_user(name), roles=[role])


async def lets_in(house: House, *members: simcord.MemberActor) -> None:
    """The server shows `/corpus` to these members too, whatever the bot asked for."""
    [command] = [c for c in await house.running.tree.fetch_commands() if c.name == "corpus"]
    house.guild.set_command_permissions(command, dict.fromkeys(members, True))


class TestWhoMay:
    async def test_discord_hides_the_group_from_ordinary_members(self, house: House, admin: Any) -> None:
        assert not [name for name in house.alice.available_commands(house.channel) if name.startswith("corpus")]
        offered = {name for name in admin.available_commands(house.channel) if name.startswith("corpus")}
        assert offered == {f"corpus {name}" for name in COMMANDS}

    @pytest.mark.parametrize("command", COMMANDS)
    async def test_an_ordinary_member_is_refused_all_the_same(
        self, house: House, curator: FakeCurator, command: str
    ) -> None:
        await lets_in(house, house.alice)
        result = await house.alice.slash(house.channel, f"corpus {command}", **COMMANDS[command])
        house.errors()
        assert result.ephemeral
        assert shown(result).content == (
            "That needs the permission Manage Server or a role that is named in the bot's settings."
        )
        assert shown(result).components == []
        assert curator.untouched
        assert curator.noted == [(f"tried /corpus {command}", "refused")]
        assert curator.log[0].who == f"alice ({house.alice.id})"

    @pytest.mark.parametrize(("command", "option"), [("reingest", "source"), ("remove", "source"), ("rollback", "to")])
    async def test_nothing_is_offered_to_a_member_while_typing(self, house: House, command: str, option: str) -> None:
        await lets_in(house, house.alice)
        assert await house.alice.autocomplete(house.channel, f"corpus {command}", option, "") == []

    async def test_every_other_permission_is_not_enough(self, house: House, curator: FakeCurator) -> None:
        everything_else = discord.Permissions.all()
        everything_else.update(manage_guild=False, administrator=False)
        bob = hires(house, "bob", **dict(everything_else))
        await lets_in(house, bob)
        await bob.slash(house.channel, "corpus reingest")
        house.errors()
        assert curator.untouched

    @pytest.mark.parametrize("command", sorted(COMMANDS))
    async def test_manage_server_is_enough(self, house: House, admin: Any, curator: FakeCurator, command: str) -> None:
        result = await admin.slash(house.channel, f"corpus {command}", **COMMANDS[command])
        assert "needs the permission" not in shown(result).content
        assert ("tried /corpus " + command, "refused") not in curator.noted

    async def test_a_role_that_the_settings_name_is_enough(self, tmp_path: Path) -> None:
        curator = FakeCurator()
        async with opened(House(tmp_path, curator=curator)) as house:
            role = house.guild.create_role("desk")
            house.options = BotOptions("t", policy=Policy(admin_role_ids=frozenset({role.id})))
            await house.env.restart_bot(house.bot())
            bob = house.guild.add_member(house.env.create_user("bob"), roles=[role])
            await lets_in(house, bob, house.alice)
            assert await bob.autocomplete(house.channel, "corpus remove", "source", "") != []
            await bob.slash(house.channel, "corpus upload", file=("a.txt", b"Words."))
            assert curator.files == [("a.txt", b"Words.", None)]
            await house.alice.slash(house.channel, "corpus upload", file=("b.txt", b"Words."))
            house.errors()
            assert len(curator.files) == 1

    async def test_a_direct_message_is_no_way_around(self, house: House, admin: Any, curator: FakeCurator) -> None:
        [command] = [c for c in await house.running.tree.fetch_commands() if c.name == "corpus"]
        data = {
            "id": str(command.id),
            "name": "corpus",
            "type": 1,
            "options": [{"name": "reingest", "type": 1, "options": []}],
        }
        result = await _dispatch_actor_interaction(
            admin.user, InteractionType.APPLICATION_COMMAND, admin.user.dm_channel, data
        )
        house.errors()
        assert "only by the people named as admins" in shown(result).content
        assert curator.untouched

    async def test_a_refusal_stands_though_it_cannot_be_noted(self, house: House, curator: FakeCurator) -> None:
        await lets_in(house, house.alice)
        curator.fails_with(StorageError("The disk is full."), "note")
        result = await house.alice.slash(house.channel, "corpus reingest")
        house.errors()
        assert "Manage Server" in shown(result).content
        assert curator.untouched

    async def test_without_a_curator_there_is_no_such_group(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path)) as house:
            names = {command.name for command in await house.running.tree.fetch_commands()}
            assert "ask" in names
            assert "corpus" not in names

    async def test_help_speaks_of_it_to_admins_alone(self, house: House, admin: Any) -> None:
        assert "/corpus" in shown(await admin.slash(house.channel, "help")).content
        assert "/corpus" not in shown(await house.alice.slash(house.channel, "help")).content
        assert "/corpus" not in shown(await admin.user.slash("help")).content


class TestAutocompletion:
    async def test_names_that_begin_with_what_was_typed_come_first(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        curator.names = ["New Harbour", "harbour post", "Valley"]
        offered = await admin.autocomplete(house.channel, "corpus remove", "source", "Harb")
        assert [choice["value"] for choice in offered] == ["harbour post", "New Harbour"]

    async def test_no_more_than_discord_takes(self, house: House, admin: Any, curator: FakeCurator) -> None:
        curator.names = [f"source {n}" for n in range(60)] + ["x" * 101, ""]
        offered = await admin.autocomplete(house.channel, "corpus reingest", "source", "")
        assert len(offered) == 25
        assert await admin.autocomplete(house.channel, "corpus reingest", "source", "xxx") == []

    async def test_kept_snapshots_but_the_live_one(self, house: House, admin: Any) -> None:
        offered = await admin.autocomplete(house.channel, "corpus rollback", "to", "")
        assert [choice["value"] for choice in offered] == ["000001"]

    async def test_a_fault_offers_nothing(self, house: House, admin: Any, curator: FakeCurator) -> None:
        curator.fails_with(CorpusError("no"), "history")
        assert await admin.autocomplete(house.channel, "corpus rollback", "to", "") == []


class TestAdd:
    async def test_it_shows_what_it_found_and_adds_it_when_confirmed(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        result = await admin.slash(
            house.channel,
            "corpus add",
            url=" https://coast.example ",
            publisher="Coast",
            name="coast",
            affiliation="state media",
            schedule="hourly",
        )
        assert result.ephemeral
        assert curator.looked_at == [("https://coast.example", "Coast", "coast")]
        assert curator.untouched
        text = shown(result).content
        assert "a feed at <https://coast.example/feed>" in text
        assert "The first 5 of 30 articles" in text
        assert "- [Story 5](<https://coast.example/5>) · 2020-02-25" in text
        confirmed = await admin.click(shown(result), label="Add it")
        [added] = curator.added
        assert (added.affiliation, added.schedule) == ("state media", "hourly")
        assert "Added **Coast Daily**" in shown(confirmed).content
        assert curator.log[-1].who == f"ada ({admin.id})"

    async def test_it_offers_to_read_it_now(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        confirmed = await admin.click(shown(result), label="Add it")
        reading = await admin.click(shown(confirmed), label="Read it now")
        assert not reading.ephemeral
        assert "Re-ingest of Coast Daily" in shown(reading).content
        assert curator.ingestion.order.sources == ("Coast Daily",)
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in" in shown(reading).content

    async def test_dropped_it_is_not_added(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        await admin.click(shown(result), label="Cancel")
        assert shown(result).content == "Left as it was."
        assert shown(result).components == []
        assert curator.untouched

    @pytest.mark.parametrize(
        "url", ["/etc/passwd", "file:///etc/passwd", "ftp://a.example", "coast.example", "http://["]
    )
    async def test_only_the_web_can_be_added(self, house: House, admin: Any, curator: FakeCurator, url: str) -> None:
        result = await admin.slash(house.channel, "corpus add", url=url)
        assert "Give a whole web address" in shown(result).content
        assert curator.looked_at == []

    async def test_what_the_web_says_cannot_ping_or_format(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        nasty = "@everyone **now** <@123456> [a](https://evil.example)"
        curator.proposal = Proposal(
            nasty, "feed", "javascript:alert(1)", nasty, (ProposedArticle(nasty, "javascript:1"),), 1, (nasty,)
        )
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        assert "[a]" not in shown(result).content
        assert "@everyone" not in shown(result).content

    async def test_confirming_twice_adds_once(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        button = shown(result).components[0]["components"][0]["custom_id"]
        await admin.click(shown(result), label="Add it")
        again = await self._presses(house, admin, shown(result), button)
        assert "That is no longer open" in shown(again).content
        assert len(curator.added) == 1

    async def test_a_confirmation_goes_stale(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        house.clock.advance(minutes=16)
        await admin.click(shown(result), label="Add it")
        assert "That is no longer open" in shown(result).content
        assert curator.untouched

    async def test_after_a_restart_it_says_so(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus remove", source="Harbour Post")
        await house.env.restart_bot(house.bot())
        await admin.click(shown(result), label="Remove it")
        assert "I was restarted since" in shown(result).content
        assert curator.untouched

    async def test_who_lost_the_role_meanwhile_is_refused(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        house.env.backend.get_guild(house.guild.id).members[admin.id].role_ids.clear()
        pressed = await admin.click(shown(result), label="Add it")
        assert pressed.followups == []
        assert "Manage Server" in shown(pressed).content
        assert curator.untouched

    async def test_nobody_else_can_confirm_it(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        other = hires(house, "eve")
        button = shown(result).components[0]["components"][0]["custom_id"]
        theirs = await other.slash(house.channel, "corpus remove", source="Harbour Post")
        await self._presses(house, other, shown(theirs), button)
        assert curator.untouched
        await admin.click(shown(result), label="Add it")
        assert len(curator.added) == 1

    @staticmethod
    async def _presses(house: House, who: Any, message: Any, custom_id: str) -> simcord.InteractionResult:
        """A press that an honest client would not send."""
        stored = house.env.backend.get_message(message.channel_id, message.id)
        kept = stored.components
        stored.components = [
            {"type": 1, "components": [{"type": 2, "style": 3, "label": "forged", "custom_id": custom_id}]}
        ]
        try:
            pressed: simcord.InteractionResult = await who.click(message, label="forged")
        finally:
            if stored.components and stored.components[0]["components"][0].get("label") == "forged":
                stored.components = kept
        return pressed


class TestUpload:
    @pytest.mark.parametrize("name", ["a.txt", "A.MD", "b.html", "c.pdf", "d.jsonl", "e.csv"])
    async def test_it_keeps_what_it_can_read(self, house: House, admin: Any, curator: FakeCurator, name: str) -> None:
        result = await admin.slash(house.channel, "corpus upload", file=(name, b"Words."), publisher="Harbour Post")
        assert curator.files == [(name, b"Words.", "Harbour Post")]
        assert "Read it now" in str(shown(result).components)

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("virus.exe", b"MZ", "I cannot read"),
            ("no-suffix", b"x", "I cannot read"),
            ("empty.txt", b"", "is empty"),
            ("big.txt", b"x" * 1_001, "has 1,001 bytes, and I take at most 1,000"),
        ],
        ids=["kind", "none", "empty", "big"],
    )
    async def test_it_refuses_before_it_fetches(
        self, house: House, admin: Any, curator: FakeCurator, name: str, content: bytes, told: str
    ) -> None:
        result = await admin.slash(house.channel, "corpus upload", file=(name, content))
        assert told in shown(result).content
        assert curator.untouched
        assert not [request for request in house.env.http_requests if "attachments" in request.path]

    async def test_a_fault_is_one_sentence(self, house: House, admin: Any, curator: FakeCurator) -> None:
        curator.fails_with(StorageError("The disk is full; make room."), "upload")
        result = await admin.slash(house.channel, "corpus upload", file=("a.txt", b"Words."))
        house.errors()
        assert "The disk is full; make room." in shown(result).content


class TestRemove:
    async def test_it_names_what_goes_and_removes_it_when_confirmed(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        result = await admin.slash(house.channel, "corpus remove", source="Harbour Post")
        assert "Remove **Harbour Post** (feed at <https://news.example/0>, Harbour Post)?" in shown(result).content
        assert curator.untouched
        await admin.click(shown(result), label="Remove it")
        assert curator.names == ["Valley Times"]
        assert shown(result).content.startswith("Harbour Post is off the list")
        assert shown(result).components == []

    async def test_an_unknown_name_gets_the_nearest(self, house: House, admin: Any, curator: FakeCurator) -> None:
        result = await admin.slash(house.channel, "corpus remove", source="Harbor Post")
        assert "Did you mean Harbour Post?" in shown(result).content
        assert shown(result).components == []

    async def test_a_fault_at_the_confirmation_is_one_sentence(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        result = await admin.slash(house.channel, "corpus remove", source="Harbour Post")
        curator.fails_with(CorpusError("sources.toml cannot be written."), "remove")
        await admin.click(shown(result), label="Remove it")
        assert shown(result).content == "sources.toml cannot be written."
        assert shown(result).components == []


class TestRollback:
    async def test_it_names_both_and_goes_back_when_confirmed(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        result = await admin.slash(house.channel, "corpus rollback")
        assert "Live now: snapshot 000002 (45 articles, made 2020-03-06 12:00 UTC)" in shown(result).content
        assert "Make snapshot 000001" in shown(result).content
        assert curator.untouched
        await admin.click(shown(result), label="Roll back")
        assert curator.live == "000001"
        assert shown(result).content.startswith("Live now: snapshot 000001")

    @pytest.mark.parametrize(("to", "told"), [("9", "is kept"), ("2", "is live already"), ("@everyone", "is kept")])
    async def test_what_cannot_be_is_a_sentence(self, house: House, admin: Any, to: str, told: str) -> None:
        result = await admin.slash(house.channel, "corpus rollback", to=to)
        assert told in shown(result).content
        assert shown(result).components == []

    async def test_with_one_snapshot_there_is_nothing_to_go_back_to(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        curator.kept = ["000002"]
        result = await admin.slash(house.channel, "corpus rollback")
        assert "no earlier snapshot" in shown(result).content


class TestLooking:
    async def test_status_history_and_sources_are_for_the_asker_alone(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        curator.log.append(Deed(NOON, "ada (1)", "add", "Harbour Post", "000002"))
        told = {name: await admin.slash(house.channel, f"corpus {name}") for name in sorted(HARMLESS)}
        assert all(result.ephemeral for result in told.values())
        assert "45 articles in 120 passages by 2 publishers" in shown(told["status"]).content
        assert "- 2020-03-06 12:00 UTC · ada (1) · add: Harbour Post · snapshot 000002" in (
            shown(told["history"]).content
        )
        assert "**live**" in shown(told["history"]).content
        assert "- **Valley Times** · feed · <https://news.example/1>" in shown(told["sources"]).content

    async def test_a_long_list_goes_on_and_ends_with_a_sentence(
        self, house: House, admin: Any, curator: FakeCurator
    ) -> None:
        curator.names = [f"source {n} {'x' * 80}" for n in range(200)]
        result = await admin.slash(house.channel, "corpus sources")
        assert len(result.followups) == 3
        assert result.followups[-1].content.endswith("-# The rest does not fit here.")
        assert all(message.ephemeral for message in result.followups)

    @pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"feedback"}))  # which asks the memory
    async def test_a_fault_of_the_curator_is_one_sentence(
        self, house: House, admin: Any, curator: FakeCurator, command: str
    ) -> None:
        curator.fails_with(CorpusError("The ledger is locked; try again."))
        result = await admin.slash(house.channel, f"corpus {command}", **COMMANDS[command])
        house.errors()
        assert shown(result).content == "The ledger is locked; try again."

    async def test_an_unexpected_fault_is_noted(self, house: House, admin: Any, curator: FakeCurator) -> None:
        curator.fails_with(ZeroDivisionError("oops"), "status")
        result = await admin.slash(house.channel, "corpus status")
        house.errors()
        assert "it has been noted (ref abc123)" in shown(result).content

    async def test_a_long_proposal_keeps_its_buttons(self, house: House, admin: Any, curator: FakeCurator) -> None:
        many = tuple(ProposedArticle("t" * 400, "https://coast.example/" + "p" * 400) for _ in range(5))
        curator.proposal = a_proposal(articles=many)
        result = await admin.slash(house.channel, "corpus add", url="https://coast.example")
        last = [shown(result), *result.followups][-1]
        await admin.click(last, label="Add it")
        assert len(curator.added) == 1
