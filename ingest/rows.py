"""Rows of CSV, TSV, JSON Lines and JSON, each with its line number and its fields by name. Pure.

Place in the flow: `extract` asks it for the drafts of a file that holds many articles. A row that cannot be read is a
`RowFailure`; the others are not harmed by it. Knows nothing of dates' order or publishers: that is `extract`.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FIELDS = ("id", "url", "title", "text", "publisher", "published", "language", "author", "affiliation", "origin")
_LARGEST_FIELD = 2**31 - 1
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row's values by article field; `line` is where it begins, from 1."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowFailure:
    """A line that could not be read."""

    line: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file. `problem` is set when the file as a whole does not fit, and then there are no rows."""

    rows: tuple[Row, ...] = ()
    failures: tuple[RowFailure, ...] = ()
    problem: tuple[str, str] | None = None


@dataclass(slots=True)
class _Objects:
    """JSON objects as they are found, with the lines that were none."""

    found: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    failures: list[RowFailure] = field(default_factory=list)


def read_csv(text: str, mapping: Mapping[str, str], delimiter: str | None = None) -> Table:
    """Return the rows of a table with a header line; the delimiter is told from the header unless given."""
    csv.field_size_limit(_LARGEST_FIELD)
    sign = delimiter or _delimiter(text, mapping)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    header = next(reader, [])
    columns, problem = _columns(header, mapping)
    if problem:
        return Table(problem=problem)
    return _table_rows(reader, columns, text, sign)


def _table_rows(reader: Any, columns: Mapping[str, int], text: str, delimiter: str) -> Table:
    rows: list[Row] = []
    line = reader.line_num + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, {name: cells[at] for name, at in columns.items() if at < len(cells)}))
            line = reader.line_num + 1
    except csv.Error as error:
        failure = RowFailure(line, f"is not a row of CSV ({error})", "Mend the line; rows behind it were not read.")
        return Table(tuple(rows), (failure,))
    if rows and _is_left_open(text, rows[-1].line, delimiter):
        return Table(tuple(rows[:-1]), (RowFailure(rows[-1].line, *_LEFT_OPEN),))
    return Table(tuple(rows))


_LEFT_OPEN = (
    "begins a field with a quotation mark that is never closed, so that all lines behind it belong to it",
    "Close the quotation mark.",
)


def _is_left_open(text: str, line: int, delimiter: str) -> bool:
    """Tell whether the last row, which begins in `line`, ends inside quotation marks."""
    lines = list(io.StringIO(text, newline=""))[line - 1 :]
    strict = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        list(strict)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _delimiter(text: str, mapping: Mapping[str, str]) -> str:
    """The sign that makes the header hold the wanted columns, or else the most columns."""
    end = next((at for at, c in enumerate(text) if c in "\r\n"), len(text))
    wanted = {column.casefold() for column in (*mapping.values(), *FIELDS)}

    def fitness(sign: str) -> tuple[int, int]:
        cells = next(csv.reader([text[:end]], delimiter=sign), [])
        return sum(cell.strip().casefold() in wanted for cell in cells), len(cells)

    return max(_DELIMITERS, key=fitness)


def _columns(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[str, int], tuple[str, str] | None]:
    at: dict[str, int] = {}
    for index, name in enumerate(header):
        at.setdefault(name.strip(), index)
    found, missing = _located(at, mapping)
    named = [name for name in at if name]
    if missing:
        return {}, _missing(missing, named, "column")
    return {name: at[column] for name, column in found.items()}, None


def _located(names: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Find the column of each field (mapped, or of the field's own name); those wanted but not there come second."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    found, missing = {}, {}
    for name in FIELDS:
        wanted = mapping.get(name, name).strip()
        column = wanted if wanted in names else folded.get(wanted.casefold())
        if column is not None:
            found[name] = column
        elif name in mapping or name == "text":
            missing[name] = wanted
    return found, missing


def _missing(missing: Mapping[str, str], there: Sequence[str], what: str) -> tuple[str, str]:
    names = ", ".join(f"'{name}'" for name in missing.values())
    first, wanted = next(iter(missing.items()))
    near = get_close_matches(wanted, there, n=1, cutoff=0.6)
    shown = ", ".join(there[:30]) or "none"
    return (
        f"has no {what} {names}; the {what}s are: {shown}",
        f"Name the {what}s with --map, for example --map {first}={near[0] if near else what.upper()}.",
    )


def read_json_lines(text: str, mapping: Mapping[str, str]) -> Table:
    """Return the rows of a file with one JSON object a line."""
    objects = _Objects()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            _take_line(number, line, objects)
    return _of_objects(objects, mapping)


def _take_line(number: int, line: str, objects: _Objects) -> None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep or a number too long"
        objects.failures.append(RowFailure(number, f"is not JSON ({why})", "Mend or remove the line."))
        return
    _take_value(number, value, objects)


def _take_value(number: int, value: Any, objects: _Objects) -> None:
    if isinstance(value, dict):
        objects.found.append((number, value))
    else:
        objects.failures.append(
            RowFailure(number, "is JSON, but no object with fields", 'Write it as {"title": ..., "text": ...}.')
        )


def read_json(text: str, mapping: Mapping[str, str]) -> Table:
    """Return the rows of a JSON array of objects (or one object); a file of JSON lines is understood too."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = read_json_lines(text, mapping)
        if lines.rows:
            return lines
        place = f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else ""
        return Table(problem=(f"is not JSON{place}", "Mend the file."))
    objects = _Objects()
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        _take_value(number, item, objects)
    return _of_objects(objects, mapping)


def _of_objects(objects: _Objects, mapping: Mapping[str, str]) -> Table:
    keys = {key: None for _, value in objects.found for key in value}
    found, missing = _located(keys, mapping)
    if objects.found and missing:
        return Table(problem=_missing(missing, list(keys), "key"))
    return Table(tuple(_rows(objects, found)), tuple(objects.failures))


def _rows(objects: _Objects, keys: Mapping[str, str]) -> Iterator[Row]:
    for line, value in objects.found:
        yield Row(line, {name: value[key] for name, key in keys.items() if key in value})
