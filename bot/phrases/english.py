"""The frame of an answer in English. Pure data; `bot.phrases.catalogue` says what each field is."""

from __future__ import annotations

from bot.phrases.catalogue import Phrases

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

PHRASES = Phrases(
    months=_MONTHS,
    months_alone=_MONTHS,
    comma=", ",
    semicolon="; ",
    conjunction=" and ",
    askable="You can ask me about what these articles report: places, events, dates, and who did or said what.",
    help=(
        "I answer questions about the conflict from the news articles I was given, and show the exact passage behind "
        "every statement.\n"
        "- Ask with `/ask`, by mentioning me, or in a direct message: “Why does Nayrab matter?”, “Who took Saraqib in "
        "February 2020?”, “What did the March 2020 ceasefire say?”\n"
        "- Reply to an answer to ask a follow-up: “And who held it before?”\n"
        "- `/timeline` lists what happened at a place, `/accounts` shows where the sources differ.\n"
        "- The marks [1], [2] name the sources below an answer; the button **Passages** shows their exact words, to "
        "you alone.\n"
        "- When the articles do not say, I tell you so. I add nothing of my own."
    ),
    too_long="The rest does not fit here; ask about one part of it to see more.",
    nothing_to_say="I found passages but nothing to say about them.",
    left_out="{count} drafted statement(s) left out: the sources do not bear them out.",
    as_of="As of {day}.",
    no_date="The sources carry no date.",
    understood_as="Understood as: {question}",
    differ_on="**The sources differ** on {about}:",
    differ="**The sources differ:**",
    unanswered="The articles I have do not answer that.",
    nearest="The nearest I have:",
    tell_admin="An admin of this bot must run `nayrab ingest` first.",
    untitled="untitled",
    unknown_publisher="unknown publisher",
    undated="undated",
    gone_since="page no longer there since {day}",
    also_printed=" (also printed by {names})",
    and_more=" and {count} more",
    quoting=", quoting {speaker}",
    openings={
        "no_evidence": "My articles do not say.",
        "off_topic": (
            "That is not something my articles are about; ask me about the events and places they report on."
        ),
        "false_premise": "My articles do not bear out what the question takes for granted.",
        "bad_question": "I could not make out a question.",
        "empty_corpus": "I have no articles yet.",
    },
    they_say="They say:",
    searched="Articles searched: {count}{by}{dated}.",
    searched_by=", by {names}",
    searched_dated=", dated {first} to {last}",
    page="Page {page} of {pages}",
    continued="continued",
    no_quotes="No passage was quoted.",
    open_at="Open the page at this quote",
    key="In small print: what stands around a quote in its article.",
    passages="Passages",
    accounts="Accounts",
    follow_up="Ask a follow-up",
    helpful="Helpful",
    not_helpful="Not helpful",
    previous_page="Previous",
    next_page="Next",
)
