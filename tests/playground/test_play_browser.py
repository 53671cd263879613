"""`nayrab play` in headless Chromium: the real command, the real bot behind it, a real corpus."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.fakes.browsing_person import CHROMIUM, NARROW, PHONE, WIDE
from tests.fakes.newsroom import MARKET, STORIES, Story
from tests.fakes.playground_stage import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.async_api import WebSocketRoute

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine (Debian: apt install chromium)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the browser driver's pipes are closed by its own end
]

STATE = Story(
    "market-state",
    "Operation near the market of Qasr Ayn",
    "State Wire",
    "2020-02-28",
    "Four people were killed by shells that fell on the covered market of Qasr Ayn on 27 February 2020, the ministry "
    "of health said. The bakery beside it burned down.",
)
QUESTION = "How many people were killed on the market of Qasr Ayn?"
NOTES = "The market of Tell Wasit is open on Fridays only, the town council said on 2 April 2020."
HOSTILE = "<img src=x onerror=alert(1)> **bold** [a](javascript:alert(1)) [b](<https://news.example/b>) مرحبا"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with Stage.opens(tmp_path_factory.mktemp("playground"), *STORIES, STATE) as stage:
        yield stage


async def test_a_mention_is_answered_and_its_passages_and_accounts_are_shown_to_who_asks(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.says(f"@Nayrab {QUESTION}")
        answer = lina.reply_to(QUESTION)
        await expect(answer).to_contain_text("The sources differ")
        await expect(answer).to_contain_text("State Wire")
        await expect(answer).to_contain_text(MARKET.publisher)
        await expect(answer.locator(".above")).to_contain_text(QUESTION)
        await lina.presses(answer, "Passages")
        passages = lina.messages.last
        await expect(passages).to_contain_text("Only you can see this")
        await expect(passages.locator("blockquote").first).to_contain_text("killed")
        assert await lina.serious_findings() == []
        await lina.presses(passages, "Dismiss message")
        await expect(lina.messages.last).not_to_contain_text("Only you can see this")
        await lina.presses(answer, "Accounts")
        await expect(lina.messages.last).to_contain_text("Only you can see this")
        await expect(lina.messages.last).to_contain_text("State Wire")


async def test_ask_is_filled_in_with_the_keyboard_and_completes_publishers(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.goes_to("news-desk")
        await lina.begins("ask")
        await lina.page.keyboard.type("What was said about the bridge at Tell Wasit?")
        field = await lina.fills("publisher", "")
        await field.press_sequentially("harb")
        offer = lina.page.get_by_role("option", name="Harbour Post")
        await expect(offer).to_be_visible()
        assert await lina.serious_findings() == []
        await field.press("Enter")
        await expect(field).to_have_value("Harbour Post")
        await field.press("Enter")
        answer = lina.message("used /ask")
        await expect(answer).to_contain_text("reopened to traffic")
        await expect(answer).not_to_contain_text("Valley Times")


async def test_the_commands_are_found_with_the_arrow_keys_and_left_with_escape(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.box.press_sequentially("/")
        options = lina.page.locator("#offers [role=option]")
        await expect(options.first).to_have_attribute("aria-selected", "true")
        await lina.box.press("ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        await expect(lina.box).to_have_attribute("aria-activedescendant", "offers-1")
        assert await lina.serious_findings() == []
        name = await options.nth(1).locator(".offer-label").inner_text()
        await lina.box.press("Tab")
        await expect(lina.page.locator(".slash-name")).to_have_text(name)
        await lina.page.keyboard.press("Escape")
        await expect(lina.box).to_be_focused()
        assert "/corpus status" not in await lina.page.locator("#offers").inner_text()


async def test_a_follow_up_is_asked_in_a_form(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.goes_to("news-desk")
        await lina.uses("ask", question="Who signed the truce for the eastern valley?")
        answer = lina.message("Both commands signed")
        await lina.presses(answer, "Ask a follow-up")
        form = lina.page.get_by_role("dialog")
        await expect(form.get_by_role("textbox").first).to_be_focused()
        assert await lina.serious_findings() == []
        await lina.page.keyboard.press("Escape")
        await expect(form).to_have_count(0)
        await lina.presses(answer, "Ask a follow-up")
        await form.get_by_role("textbox").first.fill("How long is it to last?")
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_have_count(0)
        await expect(lina.messages.last).to_contain_text("ninety days")


async def test_a_thread_is_started_on_an_answer_and_asked_in_without_a_mention(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.says("@Nayrab When did the bridge at Tell Wasit reopen?")
        answer = lina.reply_to("When did the bridge at Tell Wasit reopen?")
        await expect(answer).to_contain_text("reopened to traffic")
        await lina.opens_menu(answer, "Start thread")
        form = lina.page.get_by_role("dialog", name="Start a thread")
        await form.get_by_label("Name of the thread").fill("The bridge")
        await form.get_by_role("button", name="Start thread").click()
        await expect(lina.page.locator("h1")).to_have_text("The bridge")
        await lina.says("@Nayrab Who called it a relief?")
        await expect(lina.messages.last).to_contain_text("Samir Haddad")
        assert await lina.serious_findings() == []
        await lina.goes_to("general")
        await expect(answer.locator(".thread-link")).to_contain_text("The bridge")


async def test_a_message_is_checked_against_the_sources_from_its_menu(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.goes_to("news-desk")
        await lina.says("Forty lorries reached Qasr Ayn on Monday, the first aid convoy since the truce.")
        claim = lina.message("Forty lorries reached")
        await claim.hover()
        await claim.locator(".more").click()
        assert await lina.serious_findings() == []
        await lina.page.get_by_role("menuitem", name="Check against sources").click()
        await expect(lina.messages.last).to_contain_text("used Check against sources")
        await expect(lina.messages.last).to_contain_text("Valley Times")


async def test_an_admin_hands_in_a_file_and_re_ingests_while_members_may_not(stage: Stage) -> None:
    notes = stage.folder / "notes.txt"
    notes.write_text(NOTES)
    async with stage.visit() as karim, stage.visit() as lina:
        await karim.becomes("Karim")
        for visitor in (karim, lina):
            await visitor.goes_to("news-desk")
        await lina.says("/corpus reingest")
        await expect(lina.page.locator("#toast")).to_contain_text("There is no command /corpus for you here")
        await karim.begins("corpus upload")
        await karim.page.locator("input[type=file]").set_input_files(notes)
        await karim.fills("publisher", "Valley Times")
        await karim.page.locator(".slash .send").click()
        taken = karim.message("upload/notes.txt")
        await expect(taken).to_contain_text("Only you can see this")
        assert await karim.serious_findings() == []
        await karim.uses("corpus reingest")
        for visitor in (karim, lina):
            run = visitor.message("Re-ingest")
            await expect(run).to_contain_text("done in", timeout=60_000)
            await expect(run).to_contain_text("added 1")
        await expect(lina.page.locator("#log")).not_to_contain_text("Added upload/notes.txt")
        await lina.says("@Nayrab When is the market of Tell Wasit open?")
        await expect(lina.messages.last).to_contain_text("Fridays only")


async def test_text_stays_text_and_only_web_addresses_are_linked(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.goes_to("news-desk")
        await lina.says(HOSTILE)
        shown = lina.message("onerror")
        await expect(shown).to_contain_text("<img src=x onerror=alert(1)> bold [a](javascript:alert(1)) b مرحبا")
        await expect(shown.locator("strong")).to_have_text("bold")
        links = shown.locator(".text a")
        assert await links.count() == 1
        assert await links.get_attribute("href") == "https://news.example/b"
        assert "noopener" in (await links.get_attribute("rel") or "")
        assert await shown.locator(".text img").count() == 0
        await expect(shown.locator(".text")).to_have_attribute("dir", "auto")


async def test_a_message_is_edited_and_deleted_and_answered_by_its_author(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.goes_to("news-desk")
        await lina.says("A word too much")
        await lina.opens_menu(lina.message("A word too much"), "Edit")
        await expect(lina.box).to_have_value("A word too much")
        await lina.says("A word")
        await expect(lina.messages.last).to_contain_text("A word (edited)")
        await lina.opens_menu(lina.messages.last, "Reply")
        await lina.says("Another word")
        await expect(lina.messages.last.locator(".above")).to_contain_text("Replying to Lina")
        await lina.opens_menu(lina.messages.last, "Delete")
        await lina.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await expect(lina.messages.last).to_contain_text("A word (edited)")


async def test_pages_are_turned_in_place(stage: Stage) -> None:
    async with stage.visit() as lina:
        await lina.goes_to("news-desk")
        await lina.uses("search", words="bridge market truce convoy shells")
        shown = lina.messages.last
        first = await shown.get_by_role("button", name="Next").evaluate("(b) => b.closest('article').dataset.id")
        page = lina.page.locator(f"article[data-id='{first}']")
        await expect(page.get_by_role("button", name="Previous")).to_be_disabled()
        before = await page.locator(".text").inner_text()
        await lina.presses(page, "Next")
        await expect(page.get_by_role("button", name="Previous")).to_be_enabled()
        await expect(page.locator(".text")).not_to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=lambda size: f"{size[0]} px")
async def test_it_fits_a_narrow_screen(stage: Stage, size: tuple[int, int]) -> None:
    async with stage.visit(size=size) as lina:
        await lina.uses("search", words="bridge")
        await expect(lina.messages.last).to_contain_text("Tell Wasit")
        await expect(lina.page.locator("#side")).not_to_be_in_viewport()
        assert await lina.fits()
        assert await lina.serious_findings() == []
        await lina.page.get_by_role("button", name="Open the channel list").click()
        await expect(lina.page.get_by_role("button", name="Close the channel list")).to_be_focused()
        await expect(lina.page.locator("#side")).to_be_in_viewport(ratio=1)
        assert await lina.serious_findings() == []
        await lina.goes_to("news-desk")
        await expect(lina.page.locator("h1")).to_have_text("# news-desk")
        await expect(lina.page.locator("#side")).not_to_be_in_viewport()


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_both_looks_have_enough_contrast(stage: Stage, look: str) -> None:
    async with stage.visit(look=look) as lina:
        paper = await lina.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") is (look == "light")
        await lina.says("@Nayrab What about the `ferry` of ~~Merda~~ <https://news.example/ferry>?")
        await expect(lina.messages.last.locator(".name.bot")).to_be_visible()
        assert await lina.serious_findings() == []
        await lina.page.locator("#theme").click()
        await lina.page.locator("#theme").click()
        assert await lina.page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert await lina.serious_findings() == []


async def test_it_is_usable_when_zoomed_to_twice_the_size(stage: Stage) -> None:
    async with stage.visit(size=(WIDE[0] // 2, WIDE[1] // 2)) as lina:
        await expect(lina.box).to_be_in_viewport(ratio=1)
        await expect(lina.page.locator(".welcome h2")).to_be_visible()
        assert await lina.fits()
        assert await lina.serious_findings() == []
        await lina.uses("search", words="bridge")
        await expect(lina.messages.last).to_contain_text("Tell Wasit")
        await expect(lina.box).to_be_in_viewport(ratio=1)
        assert await lina.fits()
        assert await lina.serious_findings() == []


async def test_a_lost_connection_comes_back_with_what_was_missed(stage: Stage) -> None:
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server()

    async with stage.visit() as lina, stage.visit() as other:
        await lina.page.route_web_socket("**/live?*", through)
        await lina.page.reload()
        for visitor in (lina, other):
            await visitor.goes_to("news-desk")
        await lines[0].close()
        await other.says("Said while nobody listened")
        await expect(lina.message("Said while nobody listened")).to_be_visible()
        await expect(lina.page.locator("h1")).to_have_text("# news-desk")
        await expect(lina.page.locator("#banner")).to_be_hidden()
        assert len(lines) == 2


MARKUP: dict[str, Any] = {
    "plain": [{"kind": "lines", "inline": ["plain"]}],
    "**b** *i* _i_ __u__ ~~s~~": [
        {"kind": "lines", "inline": [
            {"kind": "bold", "inline": ["b"]}, " ", {"kind": "italic", "inline": ["i"]}, " ",
            {"kind": "italic", "inline": ["i"]}, " ", {"kind": "underline", "inline": ["u"]}, " ",
            {"kind": "strike", "inline": ["s"]},
        ]},
    ],
    r"\*\*no\*\* \[1\] 2 * 3 * 4 snake_case_name": [
        {"kind": "lines", "inline": ["**no** [1] 2 * 3 * 4 snake_case_name"]},
    ],
    "`a **b**` ||secret||": [
        {"kind": "lines", "inline": [
            {"kind": "code", "text": "a **b**"}, " ", {"kind": "spoiler", "inline": ["secret"]},
        ]},
    ],
    "```py\nx = 1\n```\nafter": [
        {"kind": "code", "language": "py", "text": "x = 1"}, {"kind": "lines", "inline": ["after"]},
    ],
    "> quoted\n> more\nnot": [
        {"kind": "quote", "blocks": [{"kind": "lines", "inline": ["quoted\nmore"]}]},
        {"kind": "lines", "inline": ["not"]},
    ],
    "## Head\n-# small\n- one\n- two": [
        {"kind": "heading", "level": 2, "inline": ["Head"]}, {"kind": "small", "inline": ["small"]},
        {"kind": "list", "ordered": False, "start": 1, "items": [
            {"deep": 0, "inline": ["one"]}, {"deep": 0, "inline": ["two"]},
        ]},
    ],
    "3. three": [{"kind": "list", "ordered": True, "start": 3, "items": [{"deep": 0, "inline": ["three"]}]}],
    "[t](<https://a.example/x(1)>) <https://b.example/> [1]": [
        {"kind": "lines", "inline": [
            {"kind": "link", "href": "https://a.example/x(1)", "inline": ["t"]}, " ",
            {"kind": "link", "href": "https://b.example/", "inline": ["https://b.example/"]}, " [1]",
        ]},
    ],
    "[x](javascript:alert(1)) <javascript:1> [y](<data:text/html,1>)": [
        {"kind": "lines", "inline": ["[x](javascript:alert(1)) <javascript:1> [y](<data:text/html,1>)"]},
    ],
    "<@12> <#34> <@&56> </ask:78> <t:0:R>": [
        {"kind": "lines", "inline": [
            {"kind": "person", "id": "12"}, " ", {"kind": "channel", "id": "34"}, " ", {"kind": "role", "id": "56"},
            " ", {"kind": "command", "name": "ask"}, " ", {"kind": "time", "seconds": 0, "style": "R"},
        ]},
    ],
    "**open *and `left": [{"kind": "lines", "inline": ["**open *and `left"]}],
}  # fmt: skip


async def test_discords_markup_is_understood(stage: Stage) -> None:
    parse = "async (text) => (await import('./markdown.js')).parse(text)"
    async with stage.visit() as lina:
        assert {text: await lina.page.evaluate(parse, text) for text in MARKUP} == MARKUP


async def test_long_or_crooked_markup_does_not_hang_the_page(stage: Stage) -> None:
    draw = """async (text) => {
        const { parse } = await import('./markdown.js');
        const start = performance.now();
        parse(text);
        return performance.now() - start;
    }"""
    crooked: list[Callable[[], str]] = [
        lambda: "*" * 2000, lambda: "[" * 2000, lambda: "**a " * 500, lambda: "||`_" * 500, lambda: "> " * 1000,
        lambda: ">>> " * 500, lambda: "[a](<b" * 330, lambda: "_a" * 1000,
    ]  # fmt: skip
    async with stage.visit() as lina:
        assert max([await lina.page.evaluate(draw, text()) for text in crooked]) < 1000


async def test_a_bot_that_was_killed_is_seen_on_the_page_and_started_again(stage: Stage) -> None:
    async with stage.visit() as lina:
        [bot, *_] = sorted(stage.play.children())
        os.kill(bot, signal.SIGKILL)
        await expect(lina.page.locator("#banner")).to_contain_text("Nayrab has ended (exit code -9)")
        assert "The bot has ended by itself (exit code -9)." in stage.play.log.read_text()
        await lina.says("@Nayrab Are you there?")
        await expect(lina.page.locator("#toast")).to_contain_text("Nayrab is not online yet and has not heard this.")
        assert await lina.serious_findings() == []
        await lina.page.get_by_role("button", name="Start it again").click()
        await expect(lina.page.locator("#bot-state")).to_have_text("Nayrab is online", timeout=60_000)
        await expect(lina.page.locator("#banner")).to_be_hidden()
