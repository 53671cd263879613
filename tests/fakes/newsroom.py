"""A few made-up articles, and a real corpus built of them with the embedder that ships: snapshots, indexes and all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from bot.settings import Settings
from bot.wiring import Workbench
from ingest.corpus.live import LiveCorpus
from ingest.corpus.models import Source

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.pipeline import Answerer


@dataclass(frozen=True)
class Story:
    """One article as it is written to a file."""

    name: str
    title: str
    publisher: str
    date: str
    text: str

    @property
    def url(self) -> str:
        return f"https://news.example/{self.name}"

    def markdown(self) -> str:
        head = f'title: "{self.title}"\npublisher: "{self.publisher}"\ndate: {self.date}\nurl: {self.url}'
        return f"---\n{head}\n---\n\n{self.text}\n"


BRIDGE = Story(
    "bridge",
    "The bridge at Tell Wasit is open again",
    "Harbour Post",
    "2020-02-25",
    "The bridge at Tell Wasit reopened to traffic on Tuesday after engineers cleared the last mines. It matters "
    "because it carries the only road between the coast and the eastern valley. Lorries with flour "
    "crossed it within the hour, a driver told this paper.\n\nBefore the fighting some four thousand vehicles used "
    "the bridge every day. The governor, Samir Haddad, called the reopening a relief for both banks of the river.",
)
MARKET = Story(
    "market",
    "Shells fall on the market of Qasr Ayn",
    "Valley Times",
    "2020-02-27",
    "Three shells fell on the covered market of Qasr Ayn on Thursday morning and killed eleven people, according "
    "to the civil defence. The market was full because the road from the coast had opened again two days earlier.\n\n"
    "The northern command said its batteries had not fired that day. Residents accused it of having shelled the town "
    "from the ridge above the dam.",
)
TRUCE = Story(
    "truce",
    "Truce signed for the eastern valley",
    "Harbour Post",
    "2020-03-05",
    "Both commands signed a truce for the eastern valley on Thursday in the port of Merda. It forbids artillery within "
    "ten kilometres of Tell Wasit and lets aid convoys use the bridge by daylight.\n\n"
    "Observers from three neighbouring states will watch over the truce. It is to last for ninety days and can be "
    "renewed by both sides.",
)
ROAD = Story(
    "road",
    "Aid convoy reaches the valley",
    "Valley Times",
    "2020-03-09",
    "Forty lorries with tents and medicine reached Qasr Ayn on Monday, the first aid convoy since the truce. "
    "Doctors in the town said the medicine would last for six weeks.\n\nThe convoy had waited for five days in Merda "
    "until the observers confirmed that the guns near the bridge had been withdrawn.",
)
STORIES = (BRIDGE, MARKET, TRUCE, ROAD)

LATER = Story(
    "ferry",
    "The ferry to Bint Jana sails again",
    "Valley Times",
    "2020-04-02",
    "The ferry to the island of Bint Jana sails again from the port of Merda since Thursday. It leaves twice a day and "
    "takes three hundred passengers, the harbour office said.",
)


@dataclass
class Newsroom:
    """A data folder with verbs: `prints(...)` ingests stories and makes the next snapshot live."""

    folder: Path
    workbench: Workbench = field(init=False)

    def __post_init__(self) -> None:
        self.workbench = Workbench(Settings(data_dir=self.data))
        # A new snapshot is looked for at every question, not once a second: no test waits for a clock.
        built_by = self.workbench._built_by()
        self.workbench.live = LiveCorpus(self.workbench.store, check_every=0).expected(*built_by)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def answerer(self) -> Answerer:
        return self.workbench.answerer()

    def prints(self, *stories: Story) -> Self:
        """Write the stories down and ingest all that was ever printed."""
        press = self.folder / "stories"
        press.mkdir(parents=True, exist_ok=True)
        for story in stories:
            (press / f"{story.name}.md").write_text(story.markdown(), encoding="utf-8")
        report = self.workbench.ingest([Source("stories", str(press))], observer=lambda _event: None)
        assert not report.failed, report.failed
        return self

    def closes(self) -> None:
        """Let go of the live snapshot."""
        self.workbench.live.close()

    def copied_to(self, folder: Path) -> Newsroom:
        """Another newsroom with the same stories and snapshots (nobody may have this one's open)."""
        shutil.copytree(self.folder, folder)
        copy = Newsroom(folder)
        copy.workbench.embedder = self.workbench.embedder
        return copy
