"""`nayrab ask` and `nayrab search`: a question or words in, an answer or passages out."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from bot.answering.errors import AnsweringError, BadQuestionError
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, say, usage_error, workbench
from bot.commands.narrowing import Publishers, Since, Until, article_filter, first_day, last_day
from bot.commands.progress import observe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.models import Question
    from bot.answering.pipeline import Answerer, SearchResult
    from bot.wiring import Workbench
    from ingest.corpus.models import ArticleFilter

DEFAULT_PASSAGES = 5


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=ELSEWHERE)(ask)
    app.command(epilog=ELSEWHERE)(search)


def ask(
    ctx: typer.Context,
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question, best in quotes.")],
    *,
    json: Json = False,
    since: Since = None,
    until: Until = None,
    publisher: Publishers = None,
    history: Annotated[
        list[str] | None, typer.Option("--history", metavar="QUESTION", help="An earlier question; may be repeated.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="Which model answers.")] = None,
) -> None:
    """Answer a question from the articles, each sentence with the passage that says so."""
    period = first_day(since), last_day(until)
    text = " ".join(question)
    if not text.strip():
        raise usage_error("the question is empty; type one in quotes.", "QUESTION")
    bench = workbench(ctx)
    answerer = answerer_of(bench, model)
    ensure_corpus(bench)
    within = _within(bench, *period, publisher or ())
    outcome = answerer.answer(_question(text, within, history or ()))
    if json:
        from bot.answering.records import outcome_record

        print_json(outcome_record(outcome))
    else:
        from bot.answer_view import outcome_view

        print_view(outcome_view(outcome))


def search(  # noqa: PLR0913 - one argument per option of the command
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="What to look for.")] = None,
    *,
    json: Json = False,
    limit: Annotated[
        int | None, typer.Option("-k", min=1, max=1000, metavar="N", help="How many passages (5 unless told).")
    ] = None,
    tokens: Annotated[
        int | None, typer.Option("--tokens", min=1, metavar="N", help="Evidence inside this budget, instead of -k.")
    ] = None,
    cut: Annotated[
        bool, typer.Option("--cut", help="With --tokens: stop where the scores fall, before the budget is spent.")
    ] = False,
    since: Since = None,
    until: Until = None,
    publisher: Publishers = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="One query a line; needs --json.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each score is made up.")] = False,
) -> None:
    """Show the passages that fit the words best, word for word."""
    queries = _queries(" ".join(words or ()), batch, json=json)
    if limit and tokens:
        raise usage_error("give -k or --tokens, not both.", "--tokens")
    if cut and not tokens:
        raise usage_error("it goes with --tokens, whose budget it need not spend.", "--cut")
    period = first_day(since), last_day(until)
    bench = workbench(ctx)
    answerer = bench.answerer()
    ensure_corpus(bench)
    within = _within(bench, *period, publisher or ())
    extent = _Extent(limit or DEFAULT_PASSAGES, tokens, cut)
    for query in queries:
        found = _search(answerer, _question(query, within), extent, is_one_of_many=batch is not None)
        if json:
            print_json(_search_record(query, found, explain=explain))
        else:
            from bot.answer_view import search_view

            print_view(search_view(found.evidence, found.notes, explain=explain))


class _Extent(NamedTuple):
    """How much a search is to show: so many passages, or evidence inside a budget, perhaps cut short."""

    limit: int
    tokens: int | None
    cut: bool


def _search(answerer: Answerer, question: Question, extent: _Extent, *, is_one_of_many: bool) -> SearchResult:
    """Search; of many queries one that cannot be used finds nothing and says why, so that each has its line."""
    try:
        return answerer.search(question, limit=extent.limit, tokens=extent.tokens, cut=extent.cut)
    except BadQuestionError as error:
        if not is_one_of_many:
            raise
        from bot.answering.models import Timings
        from bot.answering.pipeline import SearchResult

        return SearchResult((), Timings(), (str(error),))


def _queries(words: str, batch: Path | None, *, json: bool) -> Iterable[str]:
    if batch is None:
        if not words.strip():
            raise usage_error("there is nothing to look for; type some words.", "WORDS")
        return (words,)
    if words or not json:
        raise usage_error("it goes with --json and takes its queries from the file alone.", "--batch")
    try:
        queries = [line for line in batch.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    except UnicodeDecodeError:
        raise usage_error(f"{batch} is not UTF-8 text.", "--batch") from None
    except OSError as error:
        raise usage_error(f"{batch} cannot be read ({error.strerror}).", "--batch") from None
    if not queries:
        raise usage_error(f"{batch} holds no query; write one a line.", "--batch")
    return queries


def _search_record(query: str, found: Any, *, explain: bool) -> dict[str, Any]:
    from bot.answering.records import evidence_record

    return {
        "query": query,
        "passages": [evidence_record(evidence, explain=explain) for evidence in found.evidence],
        "notes": list(found.notes),
        "timings_ms": asdict(found.timings),
    }


def _question(text: str, within: ArticleFilter, history: Iterable[str] = ()) -> Question:
    from bot.answering.models import Question

    return Question(text=text, history=tuple(history), filter=within, today=_today())


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _within(bench: Workbench, since: dt.date | None, until: dt.date | None, publishers: Iterable[str]) -> ArticleFilter:
    names = bench.known_publishers(publishers) if publishers else ()
    return article_filter(since, until, names)


def answerer_of(bench: Workbench, model: str | None) -> Answerer:
    """Return what answers; a model typed with `--model` that does not exist is bad usage."""
    try:
        return bench.answerer(model)
    except AnsweringError as error:
        if model is None:
            raise
        raise usage_error(str(error), "--model") from None


def ensure_corpus(bench: Workbench) -> None:
    """Ingest the starter briefs where there is no corpus at all yet, and say so."""
    if bench.has_corpus():
        bench.load_ahead()
        return
    say("There is no corpus yet: reading the starter briefs first (once).")
    with observe() as observer:
        bench.ingest(bench.starter_sources(), observer=observer)
