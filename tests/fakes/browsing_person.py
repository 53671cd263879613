"""Somebody in front of the playground's page, in headless Chromium, with verbs for what they do and see."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]  # it ships no types
from playwright.async_api import async_playwright, expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Response

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 20_000
WIDE, PHONE, NARROW = (1280, 800), (375, 667), (320, 640)


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Chromium, with a profile of its own that is thrown away."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield browser
        await browser.close()


@dataclass
class Visitor:
    """One open page."""

    page: Page
    troubles: list[str]

    @classmethod
    @asynccontextmanager
    async def visits(
        cls, browser: Browser, url: str, *, size: tuple[int, int] = WIDE, look: Any = "light"
    ) -> AsyncIterator[Visitor]:
        """Open the page; whatever the browser complained of fails in the end."""
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=look, reduced_motion="reduce", locale="en-GB"
        )
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page = await context.new_page()
        visitor = cls(page, [])
        page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        page.on("console", visitor._hears)
        page.on("response", visitor._sees_response)
        page.on("request", lambda request: visitor._sees_request(request.url, url))
        await page.goto(url)
        await expect(page.locator(".welcome")).to_be_visible()
        yield visitor
        await context.close()
        assert visitor.troubles == [], visitor.troubles

    @property
    def box(self) -> Locator:
        return self.page.locator("#box")

    @property
    def messages(self) -> Locator:
        return self.page.locator("article.message")

    def message(self, words: str) -> Locator:
        """The newest message with these words."""
        return self.messages.filter(has_text=words).last

    def reply_to(self, words: str) -> Locator:
        """The newest reply to a message with these words."""
        return self.messages.filter(has=self.page.locator(".above", has_text=words)).last

    async def says(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def begins(self, command: str) -> None:
        """Type a command's name and take it from the list."""
        await self.box.press_sequentially(f"/{command}")
        await expect(self.page.locator("#offers [role=option]").first).to_be_visible()
        await self.box.press("Enter")
        await expect(self.page.locator(".slash-name")).to_have_text(f"/{command}")

    async def uses(self, command: str, **options: str) -> None:
        """Use a command with options that are typed in."""
        await self.begins(command)
        for name, value in options.items():
            await self.fills(name, value)
        await self.page.locator(".slash .send").click()

    async def fills(self, option: str, value: str) -> Locator:
        add = self.page.get_by_role("button", name=f"+ {option}", exact=True)
        if await add.count():
            await add.click()
        field = (
            self.page.locator(".option").filter(has=self.page.locator(f"label:text-is('{option}')")).locator("input")
        )
        if not await field.count():
            field = self.page.get_by_label(f"{option} (required)")
        await field.fill(value)
        return field

    async def chooses(self, option: str, label: str) -> None:
        """Choose a required option of a command from its list."""
        await self.page.get_by_label(f"{option} (required)").select_option(label=label)

    async def presses(self, message: Locator, label: str) -> None:
        await message.get_by_role("button", name=label).click()

    async def opens_menu(self, message: Locator, entry: str) -> None:
        await message.hover()
        await message.locator(".more").click()
        await self.page.get_by_role("menuitem", name=entry).click()

    async def becomes(self, name: str) -> None:
        await self.page.get_by_role("radio", name=name).check(force=True)
        await expect(self.page.locator(".welcome")).to_be_visible()

    async def goes_to(self, channel: str) -> None:
        await self.page.locator("nav").get_by_role("button", name=channel).first.click()

    async def fits(self) -> bool:
        """Tell whether nothing sticks out sideways."""
        return bool(await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

    async def serious_findings(self) -> list[str]:
        """What axe-core finds that keeps people out, as it stands on the page now."""
        await self.page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        found = await self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {node['html'][:120]} ({node['failureSummary'][:200]})"
            for violation in found["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]

    def _hears(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.troubles.append(said.text)

    async def _sees_response(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.troubles.append(f"{response.status} for {response.request.post_data}: {await response.text()}")

    def _sees_request(self, asked: str, url: str) -> None:
        if not asked.startswith((url, "data:", "blob:")):
            self.troubles.append(f"a request to {asked}")
