"""Put what the evaluations measured into docs/evaluation.md, each section between its own two marks.

    python -m tests.evals.report OUT [--docs docs/evaluation.md]

OUT holds one Markdown file per evaluation (`answers.md`, `chunking.md`, ...), written by
`python -m tests.evals.NAME --out FILE`. The page keeps all else that stands in it; a section whose file is not there
stays as it is, and is named.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

_MARKS = re.compile(r"<!-- begin (?P<name>[\w-]+) -->\n.*?<!-- end (?P=name) -->", re.DOTALL)


def filled(page: str, sections: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the page with its sections replaced, and the names of those that were not measured."""
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in sections:
            missing.append(name)
            return match.group()
        return f"<!-- begin {name} -->\n{sections[name].strip()}\n<!-- end {name} -->"

    return _MARKS.sub(put, page), tuple(missing)


def unplaced(page: str, sections: dict[str, str]) -> tuple[str, ...]:
    """Return the names of sections for which the page has no marks."""
    placed = {match["name"] for match in _MARKS.finditer(page)}
    return tuple(sorted(sections.keys() - placed))


def main(arguments: list[str]) -> int:
    """Fill the page; exit code 1 where a measured section has no place in it."""
    parser = argparse.ArgumentParser(description="Put measured sections into docs/evaluation.md.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs/evaluation.md"))
    options = parser.parse_args(arguments)
    sections = {file.stem: file.read_text(encoding="utf-8") for file in sorted(options.out.glob("*.md"))}
    page = options.docs.read_text(encoding="utf-8")
    text, missing = filled(page, sections)
    options.docs.write_text(text, encoding="utf-8")
    lost = unplaced(page, sections)
    for names, said in ((missing, "not measured, left as it was"), (lost, "has no place in the page")):
        for name in names:
            sys.stderr.write(f"{name}: {said}\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
