"""Takes the pictures of the playground for the documentation: `python -m tests.playground.screenshots --out DIR`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from tests.fakes.browsing_person import PHONE, Visitor, a_browser
from tests.fakes.playground import Playground

if TYPE_CHECKING:
    from playwright.async_api import Browser

QUESTION = "Who controls Nayrab in Idlib?"
LARGEST = 300_000
"""Bytes of a picture."""


async def take(folder: Path, data: Path) -> list[Path]:
    """Write the pictures and return them; without a corpus in `data` the bot reads the starter briefs first."""
    play = await Playground.opens(data)
    try:
        async with a_browser() as browser:
            pictures = [await asked(browser, play.url, folder / "playground.png")]
            pictures.append(await looked_at(browser, play.url, folder / "playground-dark.png", look="dark"))
            pictures.append(await looked_at(browser, play.url, folder / "playground-narrow.png", size=PHONE))
        return pictures
    finally:
        await play.ends(signal.SIGTERM)


async def asked(browser: Browser, url: str, file: Path) -> Path:
    """Somebody asks, and the answer is there."""
    async with Visitor.visits(browser, url) as lina:
        await expect(lina.page.locator("#bot-state")).to_have_text("Nayrab is online", timeout=180_000)
        await lina.says(f"@Nayrab {QUESTION}")
        answer = lina.messages.filter(has=lina.page.get_by_role("button", name="Passages")).last
        await expect(answer).to_be_visible()
        await lina.page.mouse.move(5, 300)
        await lina.page.screenshot(path=file)
    return checked(file)


async def looked_at(browser: Browser, url: str, file: Path, **wishes: Any) -> Path:
    """That answer again, in another look or size; where there is room for it, the commands are looked up."""
    async with Visitor.visits(browser, url, **wishes) as lina:
        answer = lina.messages.filter(has=lina.page.get_by_role("button", name="Passages")).last
        await expect(answer).to_be_visible()
        if "size" in wishes:
            await answer.evaluate("(element) => element.scrollIntoView()")
        else:
            await lina.box.press_sequentially("/")
            await expect(lina.page.locator("#offers [role=option]").first).to_be_visible()
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
