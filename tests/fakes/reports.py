"""Made-up reports from a made-up conflict, small enough to embed in a second: for tests with real parts."""

from __future__ import annotations

from tests.fakes.library import article

ARTICLES = (
    article(
        "tellin",
        "Rebel forces recaptured the town of Al-Tellin in the northern province of Marqa yesterday, forcing the army to"
        " withdraw.\n\nThe town lies at the junction of the R7 and R9 highways, which makes it strategic.\n\nThe"
        " spokesman of the Northern Front, Idris Kamal, told the Coast Agency: “We hold the gateway of Sorqib.”\n\nNo"
        " soldiers of the neighbouring country died in the fighting, he said.",
        title="Rebels retake Tellin",
        publisher="Tellin Post",
        day="2020-02-25",
    ),
    article(
        "market",
        "At least 43 civilians were killed when jets bombed the market of Dorra on 12 March 2019, the rescue service"
        " said.\n\nThe market had been bombed twice before, in 2014 and in 2016.",
        title="Market of Dorra bombed",
        publisher="Coast Agency",
        day="2019-03-13",
    ),
    article(
        "market-state",
        "State media said 19 terrorists were killed in an operation near the market of Dorra on 12 March 2019.\n\nThe"
        " army denied that any civilian was hit.",
        title="Operation near Dorra",
        publisher="State Wire",
        day="2019-03-12",
    ),
    article(
        "ceasefire",
        "The two governments agreed on a ceasefire in the province of Marqa on 5 April 2020, after six hours of talks"
        " in Lenna.\n\nThe agreement foresees joint patrols along the R7 highway.",
        title="Ceasefire agreed in Lenna",
        publisher="Coast Agency",
        day="2020-04-06",
    ),
    article(
        "camp",
        "More than 12,000 families live in the camp of Hassan near the border because their villages were shelled.\n\n"
        "“We left with nothing,” said Mariam Odeh, a teacher.",
        title="Families in the camp of Hassan",
        publisher="Harbour Review",
        day=None,
    ),
    article(
        "hospital",
        "The hospital of Sorqib was hit by two rockets at 10:30 on 9 May 2019.\n\nA surgeon was operating on a child"
        " when the rockets struck.\n\nHowever, the ministry of defence denied that the hospital was a target.",
        title="Hospital of Sorqib hit",
        publisher="Harbour Review",
        day="2019-05-10",
    ),
)
"""Spellings differ on purpose between reports and likely questions (Tellin, Al-Tellin; Sorqib, Sorqeb)."""
