"""An outcome as the JSON of the contract (`ask --json`, a line of `eval`). Pure; renders nothing for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.answering.compose import disagreement_lines
from bot.answering.models import Answer, CitedSource, Disagreement, Evidence, Outcome, Refused

if TYPE_CHECKING:
    import datetime as dt

    from ingest.corpus.models import PublicationDate, TimeMention


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """Return the contract's object for an answer or a refusal; dates as `YYYY-MM-DD`."""
    match outcome:
        case Answer():
            return _answer_record(outcome)
        case Refused():
            return _refusal_record(outcome)


def _answer_record(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "answered": True,
        "reason": None,
        "text": "\n".join([answer.text, *disagreement_lines(answer.disagreements)]).strip(),
        "asked_as": answer.asked_as,
        "claims": [{"text": c.text, "citations": list(c.citations)} for c in answer.claims],
        "sources": [_source_record(s) for s in answer.sources],
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "disagreements": [_disagreement_record(d) for d in answer.disagreements],
        "withheld": [asdict(w) for w in answer.withheld],
        "notes": list(answer.notes),
        "model": answer.model,
        "timings_ms": asdict(answer.timings),
    }


def _refusal_record(refused: Refused) -> dict[str, Any]:
    return {
        "question": refused.question,
        "answered": False,
        "reason": refused.reason.value,
        "text": refused.text,
        "asked_as": refused.asked_as,
        "claims": [{"text": c.text, "citations": list(c.citations)} for c in refused.claims],
        "sources": [_source_record(s) for s in refused.sources],
        "as_of": refused.as_of.isoformat() if refused.as_of else None,
        "disagreements": [],
        "withheld": [],
        "notes": list(refused.notes),
        "nearest": [
            {
                "id": a.id,
                "title": a.title,
                "publisher": a.publisher,
                "affiliation": a.affiliation,
                "url": a.url,
                "published": _day(a.published),
                "gone": _iso(a.gone),
            }
            for a in refused.nearest
        ],
        "model": refused.model,
        "timings_ms": asdict(refused.timings),
    }


def _source_record(source: CitedSource) -> dict[str, Any]:
    article = source.article
    return {
        "n": source.n,
        "id": article.id,
        "origin": article.origin,
        "title": article.title,
        "publisher": article.publisher,
        "affiliation": article.affiliation,
        "also_printed_by": list(source.also_printed_by),
        "url": article.url,
        "published": _day(article.published),
        "gone": _iso(article.gone),
        "quotes": [{"text": q.text, "start": q.span.start, "end": q.span.end} for q in source.quotes],
    }


def _disagreement_record(disagreement: Disagreement) -> dict[str, Any]:
    return {
        "about": disagreement.about,
        "accounts": [{"says": a.says, "citations": list(a.citations)} for a in disagreement.accounts],
    }


def evidence_record(evidence: Evidence, *, explain: bool = False) -> dict[str, Any]:
    """Return one passage of `search --json`; `text == article text[start:end]`."""
    article = evidence.article
    record: dict[str, Any] = {
        "article_id": article.id,
        "origin": article.origin,
        "title": article.title,
        "publisher": article.publisher,
        "published": _day(article.published),
        "start": evidence.span.start,
        "end": evidence.span.end,
        "text": evidence.text,
        "tokens": evidence.tokens,
        "score": round(evidence.score, 6),
        "times": [_time_record(article.text, time) for time in evidence.times],
    }
    return record | ({"parts": _parts_record(evidence)} if explain else {})


def _parts_record(evidence: Evidence) -> dict[str, dict[str, float]]:
    """Return how the score is made up; the shares sum to it."""
    return {
        part.name: {"value": round(part.value, 6), "weight": part.weight, "share": round(part.share, 6)}
        for part in evidence.parts
    }


def _time_record(text: str, time: TimeMention) -> dict[str, Any]:
    """Return relative words with the days they mean, both inclusive."""
    return {
        "text": time.span.of(text),
        "start": time.span.start,
        "end": time.span.end,
        "first": time.first.isoformat(),
        "last": time.last.isoformat(),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(published: PublicationDate | None) -> str | None:
    return published.isoformat() if published else None
