"""The page while things happen on it: an answer being written, a picture, settings, a press by the wrong person."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.fakes.browsing_person import CHROMIUM, NARROW
from tests.fakes.modelserver import ModelServer
from tests.fakes.newsroom import STORIES, Story
from tests.fakes.playground_stage import Stage
from tests.fakes.teller import PATIENCE, claims_of
from tests.fakes.website import HTML, Reply, WebSite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.fakes import modelserver
    from tests.fakes.website import Visit

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine (Debian: apt install chromium)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the browser driver's pipes are closed by its own end
]

MILL = Story(
    "mill",
    "The mill of Tell Wasit by numbers",
    "Valley Times",
    "2020-04-10",
    "The mill of Tell Wasit has four stones. The wheel of the mill of Tell Wasit is six metres high. Nine people "
    "work in the mill of Tell Wasit. The mill of Tell Wasit grinds two tons of wheat a day.",
)
CHRONICLE = tuple(
    Story(
        f"event-{number}",
        f"Qasr Ayn: {what}",
        publisher,
        f"2020-03-{day + 1:02}",
        f"{what} in Qasr Ayn on {day} March 2020, {said}. Nobody in Qasr Ayn expected it to last.",
    )
    for number, (day, publisher, what, said) in enumerate(
        [
            (2, "Valley Times", "The bakery reopened", "its owner said"),
            (6, "Harbour Post", "Engineers repaired the water tower", "the town council said"),
            (11, "Valley Times", "The school took in ninety pupils again", "the headmistress said"),
            (14, "Harbour Post", "A field hospital was set up", "two doctors said"),
            (19, "Valley Times", "Power came back to the northern quarter", "residents said"),
            (23, "Harbour Post", "The first market since the shelling was held", "the civil defence said"),
            (25, "Valley Times", "A roof collapsed on the old granary", "the fire brigade said"),
            (27, "Harbour Post", "Buses to Merda began to run", "the drivers said"),
            (29, "Valley Times", "A new mayor was elected", "the election office said"),
        ]
    )
)
QUESTION = "What is known about the stones, the wheel and the people of the mill of Tell Wasit?"
WRITING = "writing …"
TOWER = (
    "The clock tower of Merda strikes the hours again since Monday, after masons had repaired it for eleven weeks. The "
    "port authority paid for the work, and the tower can be climbed on Sundays, its warden told the town council."
)


class Dictation:
    """A model that writes a claim whenever it is told to."""

    def __init__(self) -> None:
        self._told = threading.Semaphore(0)

    def __call__(self, reply: modelserver.Reply, asked: modelserver.Asked) -> None:
        for claim in claims_of(asked.evidence)[:4]:
            self._told.acquire(timeout=PATIENCE)
            reply.piece(f"{claim}\n")
        self._told.acquire(timeout=PATIENCE)
        reply.done()

    def goes_on(self, steps: int = 1) -> None:
        self._told.release(steps)


class Site(WebSite):
    """A page about a tower, which comes only while the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def prints(self) -> str:
        """Offer the page; returns its address."""
        return self._set("/tower", self._answer)

    def _answer(self, visit: Visit) -> None:
        self.gate.wait(PATIENCE)
        page = f"<html><head><title>Tower</title></head><body><article><p>{TOWER}</p></article></body></html>"
        visit.reply(Reply(200, page.encode(), {"Content-Type": HTML}))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site
        site.gate.set()


@pytest.fixture(scope="module")
def model() -> Iterator[Dictation]:
    model = Dictation()
    yield model
    model.goes_on(100)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, site: Site, model: Dictation) -> AsyncIterator[Stage]:
    """The playground with a model that is dictated to, and leave to read one site on this machine."""
    with ModelServer() as server:
        server.plays(model)
        settings = {
            "NAYRAB_ANSWER__MODEL": "openai:dictated", "NAYRAB_ANSWER__BASE_URL": server.url,
            "NAYRAB_ANSWER__API_KEY": "x", "NAYRAB_FETCH__ALLOW_HOSTS": f'["{site.host}"]',
            "NAYRAB_FETCH__DELAY_SECONDS": "0", "NAYRAB_FETCH__CONTACT": "editor@news.example",
        }  # fmt: skip
        folder = tmp_path_factory.mktemp("scenes")
        async with Stage.opens(folder, *STORIES, MILL, *CHRONICLE, **settings) as stage:
            yield stage
            model.goes_on(100)


async def test_an_answer_is_watched_while_it_is_written(stage: Stage, model: Dictation) -> None:
    async with stage.visit() as lina:
        await lina.says(f"@Nayrab {QUESTION}")
        await expect(lina.page.locator("#typing")).to_contain_text("Nayrab is typing")
        answer = lina.reply_to(QUESTION)
        model.goes_on()
        await expect(answer).to_contain_text(WRITING)
        await expect(answer).to_contain_text("four stones")
        await expect(answer).not_to_contain_text("six metres")
        number = await answer.get_attribute("data-id")
        assert await answer.get_by_role("button", name="Passages").count() == 0
        assert await lina.serious_findings() == []
        model.goes_on()
        await expect(answer).to_contain_text("six metres")
        await expect(answer).to_contain_text(WRITING)
        await expect(answer).not_to_contain_text("Nine people")
        model.goes_on(3)
        await expect(answer.get_by_role("button", name="Passages")).to_be_visible()
        await expect(answer).to_contain_text("Nine people")
        await expect(answer).not_to_contain_text(WRITING)
        await expect(answer.get_by_role("link", name=MILL.title)).to_have_attribute("href", MILL.url)
        assert await answer.get_attribute("data-id") == number
        await expect(answer.get_by_role("button", name="Passages")).to_be_in_viewport()


async def test_a_timeline_is_drawn_numbered_and_turned_also_on_a_narrow_screen(stage: Stage) -> None:
    async with stage.visit(size=NARROW) as lina:
        await lina.uses("timeline", place="Qasr Ayn")
        shown = lina.message("used /timeline")
        picture = shown.locator("img.picture")
        await expect(picture).to_be_visible()
        await lina.page.wait_for_function("document.querySelector('img.picture').naturalWidth > 0")
        words = await picture.get_attribute("alt") or ""
        assert "events at Qasr Ayn from" in words
        assert await picture.evaluate("(img) => img.getBoundingClientRect().right <= innerWidth && img.width > 150")
        assert await lina.fits()
        events = int(words.split()[0])
        assert events >= 9
        await expect(shown.locator("strong", has_text="1").first).to_have_text("1")
        page = lina.page.locator(f"article[data-id='{await shown.get_attribute('data-id')}']")
        await expect(page.get_by_role("button", name="Passages")).to_be_visible()
        await expect(page.get_by_role("button", name="Previous")).to_be_disabled()
        assert await lina.serious_findings() == []
        while await page.get_by_role("button", name="Next").is_enabled():
            before = await page.locator(".text").inner_text()
            await lina.presses(page, "Next")
            await expect(page.locator(".text")).not_to_have_text(before, use_inner_text=True)
        await expect(page.locator(".text")).to_contain_text(str(events))
        await expect(picture).to_be_visible()
        await lina.presses(page, "Passages")
        await expect(lina.messages.last).to_contain_text("Only you can see this")


async def test_an_admin_sets_up_the_server_and_takes_it_back(stage: Stage) -> None:
    async with stage.visit() as karim, stage.visit() as lina:
        await karim.becomes("Karim")
        await karim.goes_to("news-desk")
        for command, option, label, told in (
            ("settings language", "language", "Turkish", "Turkish"),
            ("settings channels add", "channel", "#news-desk", "#news-desk"),
            ("settings roles add", "role", "Desk", "Desk"),
        ):
            await karim.begins(command)
            await karim.chooses(option, label)
            assert await karim.serious_findings() == []
            await karim.page.locator(".slash .send").click()
            await expect(karim.messages.last).to_contain_text(told)
            await expect(karim.messages.last).to_contain_text("from now on.")
            await expect(karim.messages.last).to_contain_text("Only you can see this")
        assert await karim.serious_findings() == []
        await lina.goes_to("news-desk")
        await lina.says("@Nayrab Who called the bridge a relief?")
        await expect(lina.reply_to("Who called the bridge a relief?")).to_contain_text("Desk")
        await expect(lina.page.locator("#log")).not_to_contain_text("from now on.")
        await karim.uses("settings reset")
        question = karim.message("go back to its default?")
        await expect(question.get_by_role("button", name="Reset")).to_be_visible()
        assert await karim.serious_findings() == []
        await karim.presses(question, "Reset")
        await expect(karim.messages.last).to_contain_text("is back to its default.")


async def test_a_member_cannot_cancel_what_an_admin_began(stage: Stage, site: Site) -> None:
    async with stage.visit() as karim, stage.visit() as lina:
        await karim.becomes("Karim")
        for visitor in (karim, lina):
            await visitor.goes_to("news-desk")
        await karim.uses("corpus add", url=site.prints(), name="tower")
        await karim.presses(karim.messages.last, "Add it")
        await expect(karim.message("Added tower")).to_be_visible()
        site.gate.clear()
        await karim.uses("corpus reingest", source="tower")
        run = lina.messages.filter(has=lina.page.get_by_role("button", name="Cancel")).last
        await lina.presses(run, "Cancel")
        refusal = lina.message("Manage Server")
        await expect(refusal).to_contain_text("Only you can see this")
        await expect(run.get_by_role("button", name="Cancel")).to_be_visible()
        await karim.presses(karim.message("used /corpus reingest"), "Cancel")
        await expect(karim.message("I am stopping it")).to_be_visible()
        site.gate.set()
        await expect(karim.message("used /corpus reingest")).to_contain_text("stopped by")
        await expect(karim.page.locator("#log")).not_to_contain_text("needs the permission")
