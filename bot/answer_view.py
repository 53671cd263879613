"""Answers and search results as Rich renderables for a terminal. Pure: prints nothing, asks nothing.

As everywhere in `console`, article text is foreign text: nothing in it is read as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.answering.attribution import gone_remark, voice
from bot.answering.models import Answer, CitedSource, Evidence, Outcome, Refused
from bot.console import date_of, is_web_address, plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from ingest.corpus.models import Article


def outcome_view(outcome: Outcome) -> RenderableType:
    """Return an answer with its numbered sources, or a refusal with what comes nearest."""
    match outcome:
        case Answer():
            return _answer_view(outcome)
        case Refused():
            return _refusal_view(outcome)


def _answer_view(answer: Answer) -> RenderableType:
    return Group(
        plain(answer.text),
        *_sources(answer.sources),
        *_disagreement_lines(answer),
        *_as_of(answer.as_of),
        *_note_lines((*_understood(answer.asked_as), *answer.notes, *_left_out(answer))),
    )


def _sources(sources: Sequence[CitedSource]) -> list[RenderableType]:
    return [Text(), Text("Sources", style="bold"), *(_source_line(source) for source in sources)] if sources else []


def _as_of(day: dt.date | None) -> list[RenderableType]:
    said = f"As of {day.isoformat()}, the newest date among these sources." if day else ""
    return [Text(), Text(said, style="dim")] if said else []


def _understood(question: str | None) -> tuple[str, ...]:
    return (f"Understood as: {question}",) if question else ()


def _left_out(answer: Answer) -> tuple[str, ...]:
    """Return the line on statements that were drafted and not shown; `--json` lists them."""
    count = len(answer.withheld)
    noun = "statement was" if count == 1 else "statements were"
    return (f"{count} drafted {noun} left out: the sources do not bear them out (--json lists them).",) if count else ()


def _source_line(source: CitedSource) -> RenderableType:
    return _numbered(f"[{source.n}]", _described(source.article))


def _numbered(mark: str, line: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style="cyan"), line)
    return Padding(grid, (0, 0, 0, 1), expand=False)


def _described(article: Article, *figures: Text) -> Text:
    who = plain(voice(article.publisher, article.affiliation), "bold")
    line = Text.assemble(who, ", ", plain(article.title), f" ({date_of(article)})")
    if article.gone:
        line.append(f"; {gone_remark(article.gone)}")
    for figure in figures:
        line.append_text(figure)
    if is_web_address(article.url):
        line.append("\n")
        line.append(plain(article.url or "", "blue"))
    return line


def _disagreement_lines(answer: Answer) -> Iterable[RenderableType]:
    for disagreement in answer.disagreements:
        yield Text()
        yield Text.assemble(("The sources differ on ", "yellow"), plain(disagreement.about, "yellow"), ":")
        for account in disagreement.accounts:
            marks = "".join(f"[{n}]" for n in account.citations)
            yield Padding(Text.assemble("- ", plain(account.says), f" {marks}"), (0, 0, 0, 2), expand=False)


def _note_lines(notes: Sequence[str]) -> list[RenderableType]:
    return [plain(note, "dim italic") for note in notes]


def _refusal_view(refused: Refused) -> RenderableType:
    parts: list[RenderableType] = [plain(refused.text), *_sources(refused.sources)]
    if refused.nearest and not refused.sources:
        parts += [Text(), Text("Nearest in the corpus", style="bold")]
        parts.extend(_numbered("-", _described(article)) for article in refused.nearest)
    notes = (*_understood(refused.asked_as), *refused.notes)
    return Group(*parts, *_as_of(refused.as_of), *_note_lines(notes))


def search_view(found: Sequence[Evidence], notes: Sequence[str], *, explain: bool) -> RenderableType:
    """Return passages with where each comes from and, when asked, how its score is made up."""
    if not found:
        return Group(Text("No passage of the corpus fits these words."), *_note_lines(notes))
    parts: list[RenderableType] = []
    for place, evidence in enumerate(found, start=1):
        parts.append(_passage_head(place, evidence))
        parts.append(Padding(plain(evidence.text), (0, 0, 0, 4), expand=False))
        if explain:
            parts.append(Padding(_scores(evidence), (0, 0, 0, 4), expand=False))
        parts.append(Text())
    return Group(*parts[:-1], *_note_lines(notes))


def _passage_head(place: int, evidence: Evidence) -> RenderableType:
    figures = Text(f" {evidence.score:.3f}, {evidence.tokens} tokens", style="dim")
    return _numbered(f"{place}.", _described(evidence.article, figures))


_PART_NAMES = {
    "cosine": "meaning of the sentence",
    "passage_cosine": "meaning of the passage",
    "words": "words of the sentence",
    "passage_words": "words of the passage",
    "neighbours": "sentences beside it",
    "length": "length",
}


def _scores(evidence: Evidence) -> RenderableType:
    """Return how a score is made up: what was measured, times its weight, is its share; the shares sum to the score."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), style="dim", header_style="dim", show_footer=True)
    table.add_column("part", footer="score of the best sentence")
    for name, footer in (("value", ""), ("weight", ""), ("share", f"{evidence.score:.3f}")):
        table.add_column(name, footer=footer, justify="right", no_wrap=True)
    for part in evidence.parts:
        figures = (f"{part.value:.3f}", f"x {part.weight:g}", f"{part.share:.3f}")
        table.add_row(_PART_NAMES.get(part.name, part.name), *figures)
    return table
