"""Takes the pictures of the playground for the documentation: `python -m tests.playground.screenshots --out DIR`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.fakes.browsing_person import PHONE, Visitor, a_browser
from tests.fakes.playground import Playground

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator

QUESTION = "Why does Nayrab matter?"
LARGEST = 250_000
"""Bytes of a picture."""


async def take(folder: Path, data: Path) -> list[Path]:
    """Write the pictures and return them; without a corpus in `data` the bot reads the starter briefs first."""
    play = await Playground.opens(data)
    try:
        async with a_browser() as browser:
            pictures = [await asked(browser, play.url, folder / "playground.png")]
            pictures.append(await looked_up(browser, play.url, folder / "playground-dark.png"))
            pictures.append(await on_a_phone(browser, play.url, folder / "playground-narrow.png"))
        return pictures
    finally:
        await play.ends(signal.SIGTERM)


async def asked(browser: Browser, url: str, file: Path) -> Path:
    """Somebody asks, and the answer is there."""
    async with Visitor.visits(browser, url) as lina:
        await expect(lina.page.locator("#bot-state")).to_have_text("Nayrab is online", timeout=180_000)
        await lina.says(f"@Nayrab {QUESTION}")
        await expect(answered(lina)).to_be_visible()
        return await taken(lina, file)


async def looked_up(browser: Browser, url: str, file: Path) -> Path:
    """The timeline of the town, with its picture, in the other channel; dark."""
    async with Visitor.visits(browser, url, look="dark") as lina:
        await lina.goes_to("news-desk")
        await lina.uses("timeline", place="Nayrab")
        shown = answered(lina)
        await expect(shown).to_be_visible()
        await lina.page.wait_for_function("[...document.images].every((image) => image.naturalWidth > 0)")
        await shown.evaluate("(element) => element.scrollIntoView({block: 'end'})")
        return await taken(lina, file)


async def on_a_phone(browser: Browser, url: str, file: Path) -> Path:
    """The answer again, on a narrow screen."""
    async with Visitor.visits(browser, url, size=PHONE) as lina:
        await expect(answered(lina)).to_be_visible()
        await answered(lina).evaluate("(element) => element.scrollIntoView({block: 'end'})")
        return await taken(lina, file)


def answered(lina: Visitor) -> Locator:
    """The newest message with passages to look at."""
    return lina.messages.filter(has=lina.page.get_by_role("button", name="Passages")).last


async def taken(lina: Visitor, file: Path) -> Path:
    await lina.page.mouse.move(5, 5)  # away from the messages, which show more under the pointer
    await lina.page.screenshot(path=file)
    return checked(file)


def checked(file: Path) -> Path:
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file} is larger than {LARGEST:,} bytes.")
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument(
        "--data", type=Path, help="a data folder to play on (default: a new one with the starter briefs)"
    )
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        for picture in asyncio.run(take(wanted.out, wanted.data or Path(own) / "data")):
            print(picture)  # noqa: T201  # what a command is for


if __name__ == "__main__":
    main()
