"""What stands in the corpus of every module here: it is ingested once, and each module's bot reads a copy.

The usual stories; a second paper that counts otherwise; two stories of which a model can tell many things; one with
three dates, which make a picture; and enough of one thing for several pages.
"""

from __future__ import annotations

from tests.fakes.newsroom import STORIES, Story

STATE = Story(
    "market-state",
    "Operation near the market of Qasr Ayn",
    "State Wire",
    "2020-02-28",
    "The report came late. Four people were killed by shells that fell on the covered market of Qasr Ayn on "
    "27 February 2020, the ministry of health said. The shells fell on Thursday morning, when the market was full. "
    "The bakery beside it burned down.",
)
MILL = Story(
    "mill",
    "The mill of Tell Wasit by numbers",
    "Valley Times",
    "2020-04-10",
    "The mill of Tell Wasit has four stones. The wheel of the mill of Tell Wasit is six metres high. Nine people "
    "work in the mill of Tell Wasit. The mill of Tell Wasit grinds two tons of wheat a day. The roof of the mill of "
    "Tell Wasit was repaired in March.",
)
HARBOUR = Story(
    "harbour",
    "The harbour of Merda by numbers",
    "Harbour Post",
    "2020-04-10",
    "The harbour of Merda has nine piers. The longest pier of the harbour of Merda is four hundred metres long. "
    "Six cranes unload ships in the harbour of Merda. Two hundred dockers work in the harbour of Merda. The "
    "harbour of Merda takes thirty ships a week. Wheat is stored in four silos beside the harbour of Merda. A "
    "lighthouse of stone stands at the mouth of the harbour of Merda. The harbour of Merda is closed on Sundays.",
)
DISPATCHES = tuple(
    Story(
        f"dispatch-{n}",
        f"Dispatch {n} from the ferry",
        f"Coast Agency {n}",
        f"2020-04-{n:02}",
        f"The ferry to Bint Jana sailed on trip {n} of the month with some {300 + n} passengers on board. "
        * 3
        + f"The harbour office of Merda counted {40 + n} lorries that crossed on the ferry, and said that the weather "
        f"was fair on trip {n}, so that nobody had to wait on the quay for longer than an hour.",
    )
    for n in range(1, 11)
)
DAM = Story(
    "dam",
    "The year of the dam of Wadi Sahl",
    "Valley Times",
    "2020-04-08",
    "Engineers closed the gates of the dam of Wadi Sahl on 3 February 2020. Water reached the fields below Wadi Sahl "
    "on 17 March 2020, farmers said. A second turbine was started at Wadi Sahl on 6 April 2020.",
)
EDITION = (*STORIES, STATE, MILL, DAM, HARBOUR, *DISPATCHES)
