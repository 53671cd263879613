"""The house rules that a linter does not know: docstrings that place a module, sizes, names, honest dependencies."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "ingest", "prompts")
MODULES = sorted(path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").rglob("*.py"))
LONGEST_MODULE = 300
LONG_FUNCTION = 30
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?)(_|$)", re.IGNORECASE)
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 40
    assert len(TESTS) > 10


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_for_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{named(path)} has no docstring"
    assert len(text.splitlines()) <= LONGEST_MODULE, f"{named(path)} is long: is there a seam?"


def test_nine_of_ten_functions_are_short() -> None:
    lengths = [(node.end_lineno or node.lineno) - node.lineno + 1 for path in MODULES for node in functions(path)]
    long = sum(length > LONG_FUNCTION for length in lengths)
    assert long <= len(lengths) / 10, f"{long} of {len(lengths)} functions are over {LONG_FUNCTION} lines"


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=named)
def test_no_name_says_nothing(path: Path) -> None:
    words = [path.stem, *(n.name for n in ast.walk(tree(path)) if isinstance(n, ast.ClassDef | ast.FunctionDef))]
    assert [word for word in words if FORBIDDEN_NAMES.search(word)] == []


def loose_doubles(source: str) -> list[int]:
    """Return the lines where a mock is made without a spec, or something is patched."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        keywords = {keyword.arg for keyword in node.keywords}
        is_mock = name in {"Mock", "MagicMock", "AsyncMock", "NonCallableMock"}
        is_patch = name == "patch" or re.search(r"\bpatch\.(object|dict|multiple)$", called)
        if is_patch or (is_mock and not keywords & {"spec", "spec_set"}):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_doubles_cannot_say_what_the_real_thing_does_not(path: Path) -> None:
    assert loose_doubles(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Mock()", [1]),
        ("x = 1\nmock.MagicMock(name='a')", [2]),
        ("Mock(spec=Answerer)", []),
        ("AsyncMock(spec_set=Answerer)", []),
        ("mock.patch('a.b')", [1]),
        ("patch.object(a, 'b')", [1]),
        ("client.patch_panel()", []),
        ("monkeypatch.setattr(a, 'b', 1)", []),
        ("mock.patch.dict(a, b=1)", [1]),
    ],
)
def test_the_search_for_loose_doubles_finds_them(source: str, lines: list[int]) -> None:
    assert loose_doubles(source) == lines


def imported(path: Path) -> set[str]:
    """Return the top-level packages a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def requirement_name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_every_imported_package_is_a_declared_dependency() -> None:
    optional = [line for extra, lines in PROJECT["optional-dependencies"].items() if extra != "test" for line in lines]
    declared = {requirement_name(line) for line in (*PROJECT["dependencies"], *optional)}
    providers = metadata.packages_distributions()
    outside = set().union(*map(imported, MODULES)) - set(sys.stdlib_module_names) - set(PACKAGES)
    undeclared = {
        name for name in outside if not {d.lower().replace("_", "-") for d in providers.get(name, [name])} & declared
    }
    assert undeclared == set()


def test_every_dependency_has_its_row_and_every_row_its_dependency() -> None:
    text = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = {name.lower() for name in re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)}
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    assert rows == {requirement_name(line) for line in (*PROJECT["dependencies"], *extras)}


def test_constraints_pin_every_dependency_exactly_and_name_no_address() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+(; .+)?", line)] == []
    pinned = {requirement_name(line) for line in pins}
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    assert {requirement_name(line) for line in (*PROJECT["dependencies"], *extras)} <= pinned
